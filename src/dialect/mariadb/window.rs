//! Windows in MariaDB's words: <https://mariadb.com/kb/en/window-functions/>.

use crate::ast::{
    Aggregate, AggregateFunction, Case, Expr, Frame, FrameBound, FrameUnit, Over, RankingFunction,
    Value, WindowCall, WindowFunction, WindowSpec,
};
use crate::dialect::rewrite;
use crate::dialect::syntax::raw;

/// A default is taken where there is no such row; there a constant is NULL as well.
pub(in crate::dialect) fn lag_or_else(expr: &Expr) -> Option<Expr> {
    let Expr::Window(window) = expr else { return None };
    let WindowFunction::Ranking { function, args } = &window.function else { return None };
    let [value, offset, default] = &**args else { return None };
    let found = |value: &Expr| {
        let args = [value.clone(), offset.clone()].into();
        let function = WindowFunction::Ranking { function: *function, args };
        Expr::Window(Box::new(WindowCall { function, over: window.over.clone() }))
    };
    let is_missing =
        Expr::IsNull { operand: found(&Expr::Literal(Value::Int(1))).into(), negated: false };
    Some(Expr::Case(Box::new(Case {
        operand: None,
        arms: vec![(is_missing.into(), default.clone().into())],
        otherwise: Some(found(value).into()),
    })))
}

/// The quotient itself: the functions have ten digits. The window has an order and no frame.
pub(in crate::dialect) fn share_of_rows(expr: &Expr) -> Option<Expr> {
    let Expr::Window(window) = expr else { return None };
    let WindowFunction::Ranking { function, .. } = &window.function else { return None };
    let Over::Spec(spec) = &window.over else { return None };
    let over = |function: WindowFunction, unit: FrameUnit, end: FrameBound| {
        let start = FrameBound::UnboundedPreceding;
        let frame = Frame { unit, start, end: Some(end), exclude: None };
        let spec = WindowSpec { frame: Some(frame), ..spec.clone() };
        Expr::Window(Box::new(WindowCall { function, over: Over::Spec(spec) }))
    };
    let rows = || WindowFunction::Aggregate(Aggregate::new(AggregateFunction::Count, []));
    let all = over(rows(), FrameUnit::Rows, FrameBound::UnboundedFollowing);
    match function {
        RankingFunction::CumeDist => {
            let before = over(rows(), FrameUnit::Range, FrameBound::CurrentRow);
            Some(raw("({} + 0e0) / {}", [before, all]))
        }
        RankingFunction::PercentRank => {
            let function =
                WindowFunction::Ranking { function: RankingFunction::Rank, args: [].into() };
            let over = window.over.clone();
            let rank = Expr::Window(Box::new(WindowCall { function, over }));
            Some(raw("COALESCE(({} - 1e0) / NULLIF({} - 1, 0), 0e0)", [rank, all]))
        }
        _ => None,
    }
}

/// A date as the number of its day.
pub(in crate::dialect) fn range_of_days(expr: &Expr) -> Option<Expr> {
    rewrite::range_of_days(expr, |date| raw("TO_DAYS({})", [date]))
}
