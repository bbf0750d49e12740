//! JSON of PostgreSQL: <https://www.postgresql.org/docs/current/functions-json.html>.

use crate::ast::{Case, Expr, Function, JsonAction, JsonChange, JsonStep, Operand, Raw, Value};
use crate::dialect::FunctionForm;
use crate::dialect::render::json_path;
use crate::dialect::rewrite::json::{adds, change_by, has_parent, is_of_member};
use crate::dialect::rewrite::{repeatable, repeatable_arguments};
use crate::dialect::syntax::raw;

/// Step by step: in the path of `#>` a number is a key and an index alike. A scalar has itself for a
/// first element there, but not in a strict path.
pub(super) fn get(expr: &Expr) -> Option<Expr> {
    let Expr::JsonGet(get) = expr else { return None };
    if get.path.contains(&JsonStep::Index(0)) {
        let path = Expr::Literal(Value::Text(format!("strict {}", json_path(&get.path))));
        let text = match get.as_text {
            true => "JSONB_PATH_QUERY_FIRST({}, {}, '{{}}', TRUE) #>> '{{}}'",
            false => "JSONB_PATH_QUERY_FIRST({}, {}, '{{}}', TRUE)",
        };
        return Some(raw(text, [get.document.clone().into(), path]));
    }
    let mut text = String::from("{}");
    let mut holes = vec![Expr::from(get.document.clone())];
    for (number, step) in (1..).zip(&get.path) {
        let last = number == get.path.len();
        text.push_str(if last && get.as_text { " ->> {}" } else { " -> {}" });
        holes.push(Expr::Literal(match step {
            JsonStep::Key(key) => Value::from(key.as_str()),
            // No array is longer.
            JsonStep::Index(index) => Value::from(i32::try_from(*index).unwrap_or(i32::MAX)),
        }));
    }
    if get.path.is_empty() && get.as_text {
        text.push_str(" #>> '{{}}'");
    }
    Some(Expr::Raw(Box::new(Raw { text: text.into(), holes: holes.into() })))
}

pub(super) fn change(expr: &Expr) -> Option<Expr> {
    let Expr::JsonChange(node) = expr else { return None };
    match is_of_member(node) {
        true => change_members(node),
        false => change_by(expr, changed, |_| false),
    }
}

/// Changes of an object's members, one after the other: it is an object before each if it is one
/// before the first, so that the document is tested once.
fn change_members(outermost: &JsonChange) -> Option<Expr> {
    let mut changes = vec![outermost];
    let mut document = &outermost.document;
    while let Operand::Expr(inner) = document
        && let Expr::JsonChange(inner) = &**inner
        && is_of_member(inner)
    {
        changes.push(inner);
        document = &inner.document;
    }
    repeatable([document])?;
    let condition = has_parent(&JsonChange {
        document: document.clone(),
        path: outermost.path.clone(),
        action: JsonAction::Remove,
    })?;
    let mut object = Expr::from(document.clone());
    for change in changes.into_iter().rev() {
        object = match (&*change.path, &change.action) {
            ([JsonStep::Key(key)], JsonAction::Insert(value)) => {
                let text = "JSONB_BUILD_OBJECT({}, COALESCE({}, 'null')) || {}";
                let key = Expr::Literal(Value::from(key.as_str()));
                raw(text, [key, value.clone().into(), object])
            }
            _ => changed(&JsonChange { document: object.into(), ..change.clone() }),
        };
    }
    let arms = vec![(condition.into(), object.into())];
    let otherwise = Some(document.clone());
    Some(Expr::Case(Box::new(Case { operand: None, arms, otherwise })))
}

fn changed(change: &JsonChange) -> Expr {
    let document = Expr::from(change.document.clone());
    let mut path: Vec<_> = change.path.iter().map(step_text).collect();
    let (text, value) = match &change.action {
        JsonAction::Remove => return raw("{} #- {}", [document, path_of(path)]),
        JsonAction::Append(value) => {
            path.push(Expr::Literal(Value::Text(i32::MAX.to_string())));
            ("JSONB_SET({}, {}, COALESCE({}, 'null'), TRUE)", value)
        }
        JsonAction::Set(value) | JsonAction::Insert(value) | JsonAction::Replace(value) => {
            let text = match adds(change) {
                true => "JSONB_SET({}, {}, COALESCE({}, 'null'), TRUE)",
                false => "JSONB_SET({}, {}, COALESCE({}, 'null'), FALSE)",
            };
            (text, value)
        }
    };
    raw(text, [document, path_of(path), value.clone().into()])
}

fn step_text(step: &JsonStep) -> Expr {
    Expr::Literal(match step {
        JsonStep::Key(key) => Value::from(key.as_str()),
        JsonStep::Index(index) => {
            Value::Text(i32::try_from(*index).unwrap_or(i32::MAX).to_string())
        }
    })
}

fn path_of(steps: Vec<Expr>) -> Expr {
    let text = format!("ARRAY[{}]::text[]", vec!["{}"; steps.len()].join(", "));
    Expr::Raw(Box::new(Raw { text: text.into(), holes: steps.into() }))
}

pub(super) fn function(function: &Function) -> Option<FunctionForm> {
    Some(match function {
        Function::JsonType => FunctionForm::Name("JSONB_TYPEOF"),
        Function::JsonArrayLength => FunctionForm::Template(
            "JSONB_ARRAY_LENGTH(JSONB_PATH_QUERY_FIRST({}, 'strict $ ? (@.type() == \"array\")'))",
        ),
        Function::JsonKeys => FunctionForm::Rewrite(keys),
        Function::JsonInteger => FunctionForm::Template(
            "CAST(JSONB_PATH_QUERY_FIRST({}, 'strict $ ? (@.type() == \"number\" && @ == @.floor() && @ >= -9223372036854775808 && @ <= 9223372036854775807)') AS BIGINT)",
        ),
        Function::JsonNumber => FunctionForm::Template(
            "CAST(JSONB_PATH_QUERY_FIRST({}, 'strict $ ? (@.type() == \"number\")') AS DOUBLE PRECISION)",
        ),
        Function::JsonBoolean => FunctionForm::Template(
            "CAST(JSONB_PATH_QUERY_FIRST({}, 'strict $ ? (@.type() == \"boolean\")') AS BOOLEAN)",
        ),
        Function::JsonContains => FunctionForm::Template("({} @> {})"),
        Function::JsonArrayHas => FunctionForm::Rewrite(array_has),
        Function::JsonMergePatch => {
            let instead = "set the members one by one with `json_set` and `json_remove`";
            FunctionForm::Refuse { since: None, instead }
        }
        Function::JsonArray => FunctionForm::Name("JSONB_BUILD_ARRAY"),
        Function::JsonObject => FunctionForm::Name("JSONB_BUILD_OBJECT"),
        Function::JsonOfText => FunctionForm::Template("TO_JSONB(CAST({} AS TEXT))"),
        Function::JsonOfNumber | Function::JsonOfBoolean => FunctionForm::Name("TO_JSONB"),
        Function::JsonOfJson => FunctionForm::Template("CAST({} AS JSONB)"),
        _ => return None,
    })
}

fn keys(args: &[Expr]) -> Option<Expr> {
    let [document] = repeatable_arguments(args)?;
    let text = "CASE WHEN JSONB_TYPEOF({}) = 'object' THEN JSONB_PATH_QUERY_ARRAY({}, '$.keyvalue().key') END";
    Some(raw(text, [document.clone(), document]))
}

fn array_has(args: &[Expr]) -> Option<Expr> {
    let [document, element] = args else { return None };
    let [document] = repeatable_arguments(std::slice::from_ref(document))?;
    let text =
        "CASE WHEN JSONB_TYPEOF({}) = 'array' THEN {} @> JSONB_BUILD_ARRAY({}) ELSE FALSE END";
    Some(raw(text, [document.clone(), document, element.clone()]))
}
