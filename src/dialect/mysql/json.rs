//! JSON of MySQL, and of MariaDB where they agree: <https://dev.mysql.com/doc/refman/en/json-functions.html>.

use crate::ast::{Expr, ExprList, Function, JsonAction, JsonChange, JsonStep, Operand, Raw, Value};
use crate::dialect::FunctionForm;
use crate::dialect::render::json_path;
use crate::dialect::rewrite::json::{adds, change_by};
use crate::dialect::rewrite::{repeatable, repeatable_arguments};
use crate::dialect::syntax::raw;

pub(in crate::dialect) fn literal(path: String) -> Expr {
    Expr::Literal(Value::Text(path))
}

/// JSON_VALUE has 512 characters at most; NULLIF compares as JSON, so that the string "null" stays.
/// Text has a collation of JSON's own, which goes together with no other that compares by code point.
pub(super) fn get(expr: &Expr) -> Option<Expr> {
    let Expr::JsonGet(get) = expr else { return None };
    let text = if get.as_text {
        "JSON_UNQUOTE(NULLIF(JSON_EXTRACT({}, {}), CAST('null' AS JSON))) COLLATE utf8mb4_0900_bin"
    } else {
        "JSON_EXTRACT({}, {})"
    };
    let path = literal(json_path(&get.path));
    of_arrays(&get.document, &get.path, raw(text, [get.document.clone().into(), path]))
}

/// The first element of what is no array is itself there: so NULL is told where an array is not.
pub(in crate::dialect) fn of_arrays(
    document: &Operand,
    path: &[JsonStep],
    part: Expr,
) -> Option<Expr> {
    let firsts = path.iter().enumerate().filter(|(_, step)| **step == JsonStep::Index(0));
    let arrays: Vec<_> = firsts.filter_map(|(at, _)| path.get(..at)).map(json_path).collect();
    if arrays.is_empty() {
        return Some(part);
    }
    repeatable([document])?;
    let test = "JSON_TYPE(JSON_EXTRACT({}, {})) = 'ARRAY'";
    let text = format!("CASE WHEN {} THEN {{}} END", vec![test; arrays.len()].join(" AND "));
    let mut holes = ExprList::new();
    for array in arrays {
        holes.push(document.clone().into());
        holes.push(literal(array));
    }
    holes.push(part);
    Some(Expr::Raw(Box::new(Raw { text: text.into(), holes })))
}

pub(in crate::dialect) fn change(expr: &Expr) -> Option<Expr> {
    change_by(expr, changed, is_exact)
}

/// The first element of what is no array is itself there, and what is appended to makes it an array.
fn is_exact(change: &JsonChange) -> bool {
    !matches!(change.action, JsonAction::Append(_)) && !change.path.contains(&JsonStep::Index(0))
}

fn changed(change: &JsonChange) -> Expr {
    let document = Expr::from(change.document.clone());
    let path = literal(json_path(&change.path));
    let (text, value) = match &change.action {
        JsonAction::Remove => return raw("JSON_REMOVE({}, {})", [document, path]),
        JsonAction::Append(value) => ("JSON_ARRAY_APPEND({}, {}, {})", value),
        JsonAction::Insert(value) => ("JSON_INSERT({}, {}, {})", value),
        JsonAction::Set(value) if adds(change) => ("JSON_SET({}, {}, {})", value),
        JsonAction::Set(value) | JsonAction::Replace(value) => ("JSON_REPLACE({}, {}, {})", value),
    };
    raw(text, [document, path, value.clone().into()])
}

pub(in crate::dialect) fn function(function: &Function) -> Option<FunctionForm> {
    Some(match function {
        Function::JsonType => FunctionForm::Template(
            "CASE JSON_TYPE({}) WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array' WHEN 'STRING' THEN 'string' WHEN 'INTEGER' THEN 'number' WHEN 'UNSIGNED INTEGER' THEN 'number' WHEN 'DOUBLE' THEN 'number' WHEN 'DECIMAL' THEN 'number' WHEN 'BOOLEAN' THEN 'boolean' WHEN 'NULL' THEN 'null' END",
        ),
        Function::JsonArrayLength => FunctionForm::Rewrite(array_length),
        Function::JsonKeys => FunctionForm::Name("JSON_KEYS"),
        Function::JsonInteger => FunctionForm::Rewrite(integer),
        Function::JsonNumber => FunctionForm::Rewrite(number),
        Function::JsonBoolean => FunctionForm::Template(
            "CASE CAST({} AS CHAR) WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END",
        ),
        Function::JsonContains => FunctionForm::Name("JSON_CONTAINS"),
        Function::JsonArrayHas => FunctionForm::Rewrite(array_has),
        Function::JsonMergePatch => FunctionForm::Name("JSON_MERGE_PATCH"),
        Function::JsonOfBoolean => FunctionForm::Template(
            "CAST(CASE {} WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END AS JSON)",
        ),
        Function::JsonOfJson => FunctionForm::Template("CAST({} AS JSON)"),
        _ => return None,
    })
}

fn array_length(args: &[Expr]) -> Option<Expr> {
    let [document] = repeatable_arguments(args)?;
    let text = "CASE WHEN JSON_TYPE({}) = 'ARRAY' THEN JSON_LENGTH({}) END";
    Some(raw(text, [document.clone(), document]))
}

fn number(args: &[Expr]) -> Option<Expr> {
    let [document] = repeatable_arguments(args)?;
    let text = "CASE WHEN JSON_TYPE({}) IN ('INTEGER', 'UNSIGNED INTEGER', 'DOUBLE', 'DECIMAL') THEN CAST({} AS DOUBLE) END";
    Some(raw(text, [document.clone(), document]))
}

/// A floating-point number is one if it has no fraction and is less than 2^63.
fn integer(args: &[Expr]) -> Option<Expr> {
    let [document] = repeatable_arguments(args)?;
    let text = "CASE WHEN JSON_TYPE({}) = 'INTEGER' THEN CAST({} AS SIGNED) WHEN JSON_TYPE({}) = 'UNSIGNED INTEGER' AND CAST({} AS UNSIGNED) <= 9223372036854775807 THEN CAST({} AS SIGNED) WHEN JSON_TYPE({}) IN ('DOUBLE', 'DECIMAL') AND ABS(CAST({} AS DOUBLE)) < 9223372036854775807e0 AND CAST({} AS DOUBLE) = FLOOR(CAST({} AS DOUBLE)) THEN CAST(CAST({} AS DOUBLE) AS SIGNED) END";
    let d = || document.clone();
    Some(raw(text, [d(), d(), d(), d(), d(), d(), d(), d(), d(), d()]))
}

/// What JSON_CONTAINS finds may lie deeper.
fn array_has(args: &[Expr]) -> Option<Expr> {
    let [document, element] = args else { return None };
    let [document] = repeatable_arguments(std::slice::from_ref(document))?;
    let text =
        "CASE WHEN JSON_TYPE({}) = 'ARRAY' THEN JSON_OVERLAPS({}, JSON_ARRAY({})) ELSE FALSE END";
    Some(raw(text, [document.clone(), document, element.clone()]))
}
