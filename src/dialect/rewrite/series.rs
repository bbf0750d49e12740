//! How many numbers a series has.

use super::repeatable;
use crate::ast::{Bind, Expr, Operand, Value};

/// The most numbers of a series that is written as a document with an element for each.
const MAX_NUMBERS: i128 = 10_000_000;

/// The bounds of a series in their order, whichever way it goes.
pub(in crate::dialect) struct Span {
    low: Expr,
    high: Expr,
    step: i64,
}

impl Span {
    /// None if a bound may not be written twice, if there are too many numbers, or no step.
    pub(in crate::dialect) fn of(start: &Operand, stop: &Operand, step: i64) -> Option<Self> {
        let [start, stop] = repeatable([start, stop])?.map(constant);
        let (low, high) = if step < 0 { (stop, start) } else { (start, stop) };
        if let (Expr::Literal(Value::Int(low)), Expr::Literal(Value::Int(high))) = (&low, &high) {
            let length = i128::from(*high) - i128::from(*low);
            if length.checked_div(step.unsigned_abs().into())? >= MAX_NUMBERS
                || length > i64::MAX.into()
            {
                return None;
            }
        }
        Some(Span { low, high, step: step.checked_abs().filter(|step| *step != 0)? })
    }

    /// The lower bound, the upper one, and how far it is from number to number.
    pub(in crate::dialect) fn into_parts(self) -> [Expr; 3] {
        [self.low, self.high, Expr::Literal(self.step.into())]
    }

    /// The first number, as often as it is needed.
    pub(in crate::dialect) fn first(start: &Operand) -> Option<Expr> {
        repeatable([start]).map(|[start]| constant(start))
    }
}

/// A number given as a parameter, written into the text: two parameters are two expressions to GROUP
/// BY.
fn constant(expr: Expr) -> Expr {
    match expr {
        Expr::Bind(Bind { value: value @ Value::Int(_), .. }) => Expr::Literal(value),
        expr => expr,
    }
}
