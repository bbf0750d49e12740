//! Rounding on SQLite, of which only `round` is in every build, and that one by way of text. All is
//! said by the cast to an integer, which cuts the fraction off.

use crate::ast::{BinaryOp, Expr};
use crate::dialect::rewrite::repeatable_arguments;
use crate::dialect::syntax::raw;

/// Text in which each `{}` is the one argument.
fn of_one<const N: usize>(args: &[Expr], text: &'static str) -> Option<Expr> {
    let [number] = repeatable_arguments(args)?;
    Some(raw(text, std::array::from_fn::<_, N, _>(|_| number.clone())))
}

// From 2^52 on every number is whole.

pub(super) fn trunc(args: &[Expr]) -> Option<Expr> {
    let text = "CASE WHEN ABS({}) < 4503599627370496 THEN CAST(CAST({} AS INTEGER) AS REAL) \
         ELSE CAST({} AS REAL) END";
    of_one::<3>(args, text)
}

pub(super) fn floor(args: &[Expr]) -> Option<Expr> {
    let text = "CASE WHEN ABS({}) < 4503599627370496 \
         THEN CAST(CAST({} AS INTEGER) - ({} < CAST({} AS INTEGER)) AS REAL) \
         ELSE CAST({} AS REAL) END";
    of_one::<5>(args, text)
}

pub(super) fn ceil(args: &[Expr]) -> Option<Expr> {
    let text = "CASE WHEN ABS({}) < 4503599627370496 \
         THEN CAST(CAST({} AS INTEGER) + ({} > CAST({} AS INTEGER)) AS REAL) \
         ELSE CAST({} AS REAL) END";
    of_one::<5>(args, text)
}

pub(super) fn round(args: &[Expr]) -> Option<Expr> {
    let text = "CASE WHEN ABS({}) < 4503599627370496 \
         THEN CAST(CAST({} AS INTEGER) + CAST(2 * ({} - CAST({} AS INTEGER)) AS INTEGER) AS REAL) \
         ELSE CAST({} AS REAL) END";
    of_one::<5>(args, text)
}

/// A decimal that is whole is stored as an integer, and integers divide to integers.
pub(super) fn divide(expr: &Expr) -> Option<Expr> {
    let Expr::Binary { left, op: BinaryOp::Divide, right } = expr else { return None };
    Some(raw("CAST({} AS REAL) / {}", [left.clone().into(), right.clone().into()]))
}
