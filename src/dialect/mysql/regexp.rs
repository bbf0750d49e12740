//! Regular expressions on MySQL (ICU: <https://dev.mysql.com/doc/refman/en/regexp.html>) and MariaDB (PCRE:
//! <https://mariadb.com/kb/en/regular-expressions-overview/>).
//!
//! By default the collation decides about case.

use crate::ast::{Bind, Expr, Function, Value};
use crate::dialect::FunctionForm;
use crate::dialect::rewrite::regexp::with_replacement;
use crate::dialect::syntax::raw;

/// An empty pattern is an error on MySQL, an empty group is none.
fn not_empty(pattern: &Expr) -> Expr {
    match pattern {
        Expr::Bind(Bind { value: Value::Text(text), .. }) if !text.is_empty() => pattern.clone(),
        pattern => raw("CONCAT('(?:', {}, ')')", [pattern.clone()]),
    }
}

fn in_mysql(args: &[Expr], words: &'static str) -> Option<Expr> {
    let [text, pattern] = args else { return None };
    Some(raw(words, [text.clone(), not_empty(pattern)]))
}

pub(super) fn like_in_mysql(args: &[Expr]) -> Option<Expr> {
    in_mysql(args, "REGEXP_LIKE({}, {}, 'c')")
}

pub(super) fn like_ignoring_case_in_mysql(args: &[Expr]) -> Option<Expr> {
    in_mysql(args, "REGEXP_LIKE({}, {}, 'i')")
}

pub(super) fn substr_in_mysql(args: &[Expr]) -> Option<Expr> {
    in_mysql(args, "NULLIF(REGEXP_SUBSTR({}, {}, 1, 1, 'c'), '')")
}

/// In the replacement a backslash and a dollar sign are special.
pub(super) fn replace_in_mysql(args: &[Expr]) -> Option<Expr> {
    let [text, pattern, replacement] = with_replacement(args, &['\\', '$'])?;
    let args = [text, not_empty(&pattern), replacement];
    Some(raw("REGEXP_REPLACE({}, {}, {}, 1, 0, 'c')", args))
}

/// In the replacement a backslash is special.
fn replace_in_mariadb(args: &[Expr]) -> Option<Expr> {
    let args = with_replacement(args, &['\\'])?;
    Some(raw("REGEXP_REPLACE({}, CONCAT('(?-i)', {}), {})", args))
}

/// The functions that MariaDB has in another form than MySQL.
pub(in crate::dialect) fn form_in_mariadb(function: &crate::ast::Function) -> Option<FunctionForm> {
    Some(match function {
        Function::RegexpLike => FunctionForm::Template("({} REGEXP CONCAT('(?-i)', {}))"),
        Function::RegexpLikeIgnoringCase => {
            FunctionForm::Template("({} REGEXP CONCAT('(?i)', {}))")
        }
        Function::RegexpReplace => FunctionForm::Rewrite(replace_in_mariadb),
        Function::RegexpSubstr => {
            FunctionForm::Template("NULLIF(REGEXP_SUBSTR({}, CONCAT('(?-i)', {})), '')")
        }
        _ => return None,
    })
}
