//! Functions of text on PostgreSQL.

use crate::ast::Expr;
use crate::dialect::rewrite::text;
use crate::dialect::syntax::raw;

pub(super) fn chr(args: &[Expr]) -> Option<Expr> {
    text::chr(args, "CHR(CAST({} AS INTEGER))")
}

pub(super) fn split_part(args: &[Expr]) -> Option<Expr> {
    let part = text::part(args)?.map(Clone::clone);
    Some(raw("SPLIT_PART({}, {}, {})", part))
}

/// A cast would read escapes in the text.
pub(super) fn to_bytes(expr: &Expr) -> Option<Expr> {
    let Expr::Cast(cast) = expr else { return None };
    Some(raw("CONVERT_TO({}, 'UTF8')", [cast.operand.clone().into()]))
}

/// A cast would write digits.
pub(super) fn of_bytes(expr: &Expr) -> Option<Expr> {
    let Expr::Cast(cast) = expr else { return None };
    Some(raw("CONVERT_FROM({}, 'UTF8')", [cast.operand.clone().into()]))
}
