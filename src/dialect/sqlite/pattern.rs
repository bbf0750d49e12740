//! Patterns that tell upper from lower case, which LIKE does not.

use crate::ast::{Bind, Call, Expr, Function, Value};
use crate::dialect::syntax::raw;

/// GLOB tells upper from lower case; its wildcards are others.
pub(super) fn like_by_glob(expr: &Expr) -> Option<Expr> {
    let Expr::Like(like) = expr else { return None };
    let pattern = match Expr::from(like.pattern.clone()) {
        Expr::Bind(Bind { value: Value::Text(pattern), data_type }) => {
            Expr::Bind(Bind { value: Value::Text(glob(&pattern, like.escape)), data_type })
        }
        Expr::Literal(Value::Text(pattern)) => {
            Expr::Literal(Value::Text(glob(&pattern, like.escape)))
        }
        pattern if like.escape.is_none() => glob_of(pattern),
        _ => return None,
    };
    let text = if like.negated { "{} NOT GLOB {}" } else { "{} GLOB {}" };
    Some(raw(text, [like.operand.clone().into(), pattern]))
}

fn glob(pattern: &str, escape: Option<char>) -> String {
    let mut glob = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        let (char, escaped) =
            if Some(char) == escape { (chars.next().unwrap_or(char), true) } else { (char, false) };
        match char {
            '%' if !escaped => glob.push('*'),
            '_' if !escaped => glob.push('?'),
            '*' | '?' | '[' => glob.extend(['[', char, ']']),
            char => glob.push(char),
        }
    }
    glob
}

/// The pattern of an expression, translated by SQLite: first what is special in GLOB alone.
fn glob_of(pattern: Expr) -> Expr {
    let steps = [("[", "[[]"), ("*", "[*]"), ("?", "[?]"), ("%", "*"), ("_", "?")];
    steps.into_iter().fold(pattern, |pattern, (from, to)| {
        let text = |text: &str| Expr::Literal(Value::from(text));
        let args = [pattern, text(from), text(to)].into();
        Expr::Call(Box::new(Call { function: Function::Replace, args }))
    })
}
