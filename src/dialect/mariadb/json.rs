//! JSON of MariaDB, which is text: <https://mariadb.com/kb/en/json-functions/>.

use crate::ast::{Expr, Function};
use crate::dialect::mysql::json::{literal, of_arrays};
use crate::dialect::render::json_path;
use crate::dialect::rewrite::{repeatable, repeatable_arguments};
use crate::dialect::syntax::raw;
use crate::dialect::{FunctionForm, Version};

/// As text, what is no string is its JSON: JSON_VALUE makes 1 of true.
pub(super) fn get(expr: &Expr) -> Option<Expr> {
    let Expr::JsonGet(get) = expr else { return None };
    let path = literal(json_path(&get.path));
    let part = if get.as_text {
        let [document] = repeatable([&get.document])?;
        let text = "CONVERT(CASE JSON_TYPE(JSON_EXTRACT({}, {})) WHEN 'STRING' THEN JSON_VALUE({}, {}) WHEN 'NULL' THEN NULL ELSE JSON_EXTRACT({}, {}) END USING utf8mb4) COLLATE utf8mb4_nopad_bin";
        let (d, p) = (|| document.clone(), || path.clone());
        raw(text, [d(), p(), d(), p(), d(), p()])
    } else {
        raw("JSON_EXTRACT({}, {})", [get.document.clone().into(), path])
    };
    of_arrays(&get.document, &get.path, part)
}

/// What is not as on MySQL.
pub(super) fn function(function: &Function, version: Version) -> Option<FunctionForm> {
    const OVERLAPS: Version = Version::new(10, 9, 0);
    Some(match function {
        Function::JsonArrayHas if version < OVERLAPS => FunctionForm::Refuse {
            since: Some(OVERLAPS),
            instead: "use `json_contains`, which looks into arrays of arrays too",
        },
        Function::JsonInteger => FunctionForm::Rewrite(integer),
        Function::JsonBoolean => {
            FunctionForm::Template("CASE {} WHEN 'true' THEN TRUE WHEN 'false' THEN FALSE END")
        }
        // A document is taken for NULL where an element is, which COALESCE never seems to be: an
        // outer join would lose its rows by that. Columns of two collations do not go together.
        Function::JsonOfText => FunctionForm::Template(
            "(CONVERT(COALESCE({}, NULL) USING utf8mb4) COLLATE utf8mb4_bin)",
        ),
        Function::JsonOfNumber => FunctionForm::Template("COALESCE({}, NULL)"),
        Function::JsonOfBoolean => FunctionForm::Template(
            "JSON_COMPACT(CASE {} WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END)",
        ),
        Function::JsonOfJson => FunctionForm::Template("JSON_COMPACT(COALESCE({}, NULL))"),
        _ => return None,
    })
}

/// Through a decimal, which holds every integer: JSON_TYPE calls a number with an exponent one.
fn integer(args: &[Expr]) -> Option<Expr> {
    let [document] = repeatable_arguments(args)?;
    let text = "CASE WHEN JSON_TYPE({}) IN ('INTEGER', 'DOUBLE') AND ABS(CAST({} AS DOUBLE)) < 1e19 AND CAST({} AS DECIMAL(40, 15)) = FLOOR(CAST({} AS DECIMAL(40, 15))) AND CAST({} AS DECIMAL(40, 15)) BETWEEN -9223372036854775808 AND 9223372036854775807 THEN CAST(CAST({} AS DECIMAL(40, 15)) AS SIGNED) END";
    let d = || document.clone();
    Some(raw(text, [d(), d(), d(), d(), d(), d()]))
}
