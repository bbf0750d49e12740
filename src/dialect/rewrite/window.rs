//! Frames of intervals of time, in other words.

use crate::ast::{DataType, Expr, FrameBound, Interval, Operand, Over, Value, WindowCall};

/// The window whose frame's distances of time are what they are made.
pub(in crate::dialect) fn with_distances(
    expr: &Expr,
    distance: impl Fn(Interval) -> Option<Expr>,
) -> Option<Expr> {
    let Expr::Window(window) = expr else { return None };
    let Over::Spec(spec) = &window.over else { return None };
    let mut spec = spec.clone();
    let frame = spec.frame.as_mut()?;
    for bound in std::iter::once(&mut frame.start).chain(&mut frame.end) {
        let (FrameBound::Preceding(operand) | FrameBound::Following(operand)) = bound else {
            continue;
        };
        if let Expr::Literal(Value::Interval(interval)) = Expr::from(operand.clone()) {
            *operand = distance(interval)?.into();
        }
    }
    let function = window.function.clone();
    Some(Expr::Window(Box::new(WindowCall { function, over: Over::Spec(spec) })))
}

/// The window in the order of the numbers of days, where it is that of a column of dates and the
/// distances are of days.
pub(in crate::dialect) fn range_of_days(
    expr: &Expr,
    number_of_day: impl Fn(Expr) -> Expr,
) -> Option<Expr> {
    let days = |interval: Interval| match interval {
        Interval { months: 0, days, microseconds: 0 } => {
            Some(Expr::Literal(Value::Int(days.into())))
        }
        _ => None,
    };
    let Expr::Window(mut window) = with_distances(expr, days)? else { return None };
    let Over::Spec(spec) = &mut window.over else { return None };
    let [key] = &mut *spec.order_by else { return None };
    let Operand::Column(column) = &key.expr else { return None };
    if column.data_type() != Some(&DataType::Date) {
        return None;
    }
    key.expr = number_of_day(Expr::Column(column.clone())).into();
    Some(Expr::Window(window))
}
