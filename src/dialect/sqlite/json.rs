//! JSON of SQLite, which is text: <https://sqlite.org/json1.html>.

use crate::ast::visit::{Visit, walk_expr};
use crate::ast::{Expr, Function, JsonAction, JsonChange, Value};
use crate::dialect::FunctionForm;
use crate::dialect::render::json_path;
use crate::dialect::rewrite::json::{adds, change_by, is_of_member};
use crate::dialect::rewrite::{repeatable, repeatable_arguments};
use crate::dialect::syntax::raw;

fn literal(path: String) -> Expr {
    Expr::Literal(Value::Text(path))
}

/// As text, what is no string is its JSON: `->>` makes 1 of true.
pub(super) fn get(expr: &Expr) -> Option<Expr> {
    let Expr::JsonGet(get) = expr else { return None };
    let path = literal(json_path(&get.path));
    if !get.as_text {
        return Some(raw("{} -> {}", [get.document.clone().into(), path]));
    }
    let [document] = repeatable([&get.document])?;
    let (d, p) = (|| document.clone(), || path.clone());
    let text =
        "CASE JSON_TYPE({}, {}) WHEN 'text' THEN {} ->> {} WHEN 'null' THEN NULL ELSE {} -> {} END";
    Some(raw(text, [d(), p(), d(), p(), d(), p()]))
}

pub(super) fn change(expr: &Expr) -> Option<Expr> {
    change_by(expr, changed, is_exact)
}

/// Objects are made on the way to a member, but not to the document itself.
fn is_exact(change: &JsonChange) -> bool {
    is_of_member(change) || matches!(change.action, JsonAction::Remove)
}

fn changed(change: &JsonChange) -> Expr {
    let document = Expr::from(change.document.clone());
    let mut path = json_path(&change.path);
    let (text, value) = match &change.action {
        JsonAction::Remove => {
            return raw("JSON_REMOVE({}, {})", [document, literal(path)]);
        }
        JsonAction::Append(value) => {
            path.push_str("[#]");
            ("JSON_INSERT({}, {}, {})", value)
        }
        JsonAction::Insert(value) => ("JSON_INSERT({}, {}, {})", value),
        JsonAction::Set(value) if adds(change) => ("JSON_SET({}, {}, {})", value),
        JsonAction::Set(value) | JsonAction::Replace(value) => ("JSON_REPLACE({}, {}, {})", value),
    };
    raw(text, [document, literal(path), value.clone().into()])
}

pub(super) fn function(function: &Function) -> Option<FunctionForm> {
    Some(match function {
        Function::JsonType => FunctionForm::Template(
            "CASE JSON_TYPE({}) WHEN 'text' THEN 'string' WHEN 'integer' THEN 'number' WHEN 'real' THEN 'number' WHEN 'true' THEN 'boolean' WHEN 'false' THEN 'boolean' WHEN 'object' THEN 'object' WHEN 'array' THEN 'array' WHEN 'null' THEN 'null' END",
        ),
        Function::JsonArrayLength => FunctionForm::Rewrite(array_length),
        Function::JsonKeys => FunctionForm::Rewrite(keys),
        Function::JsonInteger => FunctionForm::Rewrite(integer),
        Function::JsonNumber => FunctionForm::Rewrite(number),
        Function::JsonBoolean => FunctionForm::Template(
            "CASE JSON_TYPE({}) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END",
        ),
        Function::JsonContains => FunctionForm::Refuse {
            since: None,
            instead: "look for it among the rows of `json_each` through `sql!`",
        },
        Function::JsonArrayHas => FunctionForm::Rewrite(array_has),
        Function::JsonMergePatch => FunctionForm::Name("JSON_PATCH"),
        // What is made of JSON would be taken for JSON.
        Function::JsonOfText => FunctionForm::Template("({} || '')"),
        Function::JsonOfBoolean => FunctionForm::Template(
            "JSON(CASE {} WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END)",
        ),
        Function::JsonOfJson => FunctionForm::Name("JSON"),
        _ => return None,
    })
}

fn array_length(args: &[Expr]) -> Option<Expr> {
    let [document] = repeatable_arguments(args)?;
    let text = "CASE WHEN JSON_TYPE({}) = 'array' THEN JSON_ARRAY_LENGTH({}) END";
    Some(raw(text, [document.clone(), document]))
}

/// Whether JSON_EACH may read the document: in a subquery an aggregate of the query around it is none.
fn is_for_each(document: &Expr) -> bool {
    let mut aggregates = Aggregates(false);
    aggregates.visit_expr(document);
    !aggregates.0
}

fn keys(args: &[Expr]) -> Option<Expr> {
    let [document] = repeatable_arguments(args)?;
    let text = "CASE WHEN JSON_TYPE({}) = 'object' THEN (SELECT JSON_GROUP_ARRAY(key) FROM JSON_EACH({})) END";
    is_for_each(&document).then(|| raw(text, [document.clone(), document]))
}

/// The element is compared with those of its own type; a truth value and null are types of their own.
fn array_has(args: &[Expr]) -> Option<Expr> {
    let [document, Expr::Call(element)] = args else { return None };
    let [document] = repeatable_arguments(std::slice::from_ref(document))?;
    let [value] = repeatable_arguments(&element.args)?;
    let text = match element.function {
        Function::JsonOfText => {
            "CASE WHEN JSON_TYPE({}) IS NOT 'array' THEN FALSE WHEN {} IS NULL THEN 'null' IN (SELECT type FROM JSON_EACH({})) ELSE {} || '' IN (SELECT atom FROM JSON_EACH({}) WHERE type = 'text') END"
        }
        Function::JsonOfNumber => {
            "CASE WHEN JSON_TYPE({}) IS NOT 'array' THEN FALSE WHEN {} IS NULL THEN 'null' IN (SELECT type FROM JSON_EACH({})) ELSE {} + 0 IN (SELECT atom FROM JSON_EACH({}) WHERE type IN ('integer', 'real')) END"
        }
        Function::JsonOfBoolean => {
            "CASE WHEN JSON_TYPE({}) IS NOT 'array' THEN FALSE WHEN {} IS NULL THEN 'null' IN (SELECT type FROM JSON_EACH({})) ELSE CASE {} WHEN TRUE THEN 'true' ELSE 'false' END IN (SELECT type FROM JSON_EACH({})) END"
        }
        _ => return None,
    };
    let (d, v) = (|| document.clone(), || value.clone());
    is_for_each(&document).then(|| raw(text, [d(), v(), d(), v(), d()]))
}

struct Aggregates(bool);

impl<'a> Visit<'a> for Aggregates {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.0 |= matches!(expr, Expr::Aggregate(_) | Expr::Window(_));
        walk_expr(self, expr);
    }
}

fn number(args: &[Expr]) -> Option<Expr> {
    let [document] = repeatable_arguments(args)?;
    let text = "CASE WHEN JSON_TYPE({}) IN ('integer', 'real') THEN CAST({} ->> '$' AS REAL) END";
    Some(raw(text, [document.clone(), document]))
}

/// An integer beyond 64 bits is read as a floating-point number, the nearest of which is 2^63.
fn integer(args: &[Expr]) -> Option<Expr> {
    let [document] = repeatable_arguments(args)?;
    let text = "CASE JSON_TYPE({}) WHEN 'integer' THEN CASE TYPEOF({} ->> '$') WHEN 'integer' THEN {} ->> '$' END WHEN 'real' THEN CASE WHEN {} ->> '$' >= -9223372036854775808.0 AND {} ->> '$' < 9223372036854775808.0 AND {} ->> '$' = CAST({} ->> '$' AS INTEGER) THEN CAST({} ->> '$' AS INTEGER) END END";
    let d = || document.clone();
    Some(raw(text, [d(), d(), d(), d(), d(), d(), d(), d()]))
}
