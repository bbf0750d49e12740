//! Regular expressions.

use crate::ast::{Bind, Expr, Value};

/// The arguments of a replacement, in whose text each special character has a backslash before it; none
/// if the text is not known.
pub(in crate::dialect) fn with_replacement(args: &[Expr], special: &[char]) -> Option<[Expr; 3]> {
    let [text, pattern, Expr::Bind(Bind { value: Value::Text(replacement), data_type })] = args
    else {
        return None;
    };
    let mut escaped = String::with_capacity(replacement.len());
    for char in replacement.chars() {
        if special.contains(&char) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    let replacement = Expr::Bind(Bind { value: Value::Text(escaped), data_type: *data_type });
    Some([text.clone(), pattern.clone(), replacement])
}
