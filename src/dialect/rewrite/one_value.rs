//! Aggregates of what is the same in every row: the value itself, where there is a row to take it of.

use super::are_repeatable;
use crate::ast::{Aggregate, AggregateFunction, BinaryOp, Expr, Value};
use crate::dialect::aggregate::{as_double, boxed, reads_rows, when, with};

/// Whether expressions are the same in every row, as far as that can be seen.
pub(in crate::dialect) fn is_one_value(exprs: &[Expr]) -> bool {
    !reads_rows(exprs) && are_repeatable(exprs)
}

/// The aggregate in the words of COUNT, if its first argument is the same in every row.
///
/// Servers that compute it of the rows' values in a subquery would take these for the subquery's own.
pub(in crate::dialect) fn of_one_value(aggregate: &Aggregate) -> Option<Expr> {
    use AggregateFunction as F;
    let value = aggregate.args.first()?;
    let once = std::slice::from_ref(value);
    if !is_one_value(once) {
        return None;
    }
    let count = || {
        let count = with(aggregate, F::Count, [value.clone()]);
        boxed(Aggregate { distinct: false, order_by: Vec::new(), ..count })
    };
    let is_above = |least: i64| Expr::binary(count(), BinaryOp::Gt, Expr::Literal(least.into()));
    let zero = Expr::Literal(Value::Double(0.0));
    Some(match aggregate.function {
        F::VarPop | F::StddevPop => when(is_above(0), zero),
        // Distinct values are but one.
        F::VarSamp | F::StddevSamp if aggregate.distinct => when(is_above(i64::MAX), zero),
        F::VarSamp | F::StddevSamp => when(is_above(1), zero),
        F::PercentileCont => when(is_above(0), as_double(value.clone())),
        F::PercentileDisc | F::Mode | F::BitAnd | F::BitOr => when(is_above(0), value.clone()),
        F::BitXor if aggregate.distinct => when(is_above(0), value.clone()),
        F::BitXor => {
            let two = Expr::Literal(Value::Int(2));
            let odd = Expr::binary(count(), BinaryOp::Remainder, two);
            when(is_above(0), Expr::binary(value.clone(), BinaryOp::Multiply, odd))
        }
        F::StringAgg if aggregate.distinct => when(is_above(0), value.clone()),
        _ => return None,
    })
}
