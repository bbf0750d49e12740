//! The greatest and the least of several expressions, in both of their meanings.

use super::are_repeatable;
use crate::ast::{Call, Case, Expr, ExprList, Function};

/// The first that is not NULL stands in for each that is: `GREATEST(COALESCE(a, b), COALESCE(b, a))`.
fn ignoring_nulls(args: &[Expr], function: Function) -> Option<Expr> {
    if !are_repeatable(args) {
        return None;
    }
    let from = |first: usize| -> ExprList {
        args.iter().cycle().skip(first).take(args.len()).cloned().collect()
    };
    let present =
        |first| Expr::Call(Box::new(Call { function: Function::Coalesce, args: from(first) }));
    let args = (0..args.len()).map(present).collect();
    Some(Expr::Call(Box::new(Call { function, args })))
}

pub(in crate::dialect) fn greatest_ignoring_nulls(args: &[Expr]) -> Option<Expr> {
    ignoring_nulls(args, Function::Greatest)
}

pub(in crate::dialect) fn least_ignoring_nulls(args: &[Expr]) -> Option<Expr> {
    ignoring_nulls(args, Function::Least)
}

/// For a server that leaves NULLs out: nothing where any argument is NULL.
fn unless_null(args: &[Expr], function: Function) -> Option<Expr> {
    if !are_repeatable(args) {
        return None;
    }
    let present = |arg: &Expr| Expr::IsNull { operand: arg.clone().into(), negated: true };
    let all = Expr::And(args.iter().map(present).collect());
    let args = args.iter().cloned().collect();
    let chosen = Expr::Call(Box::new(Call { function, args }));
    let arms = vec![(all.into(), chosen.into())];
    Some(Expr::Case(Box::new(Case { operand: None, arms, otherwise: None })))
}

pub(in crate::dialect) fn greatest(args: &[Expr]) -> Option<Expr> {
    unless_null(args, Function::GreatestIgnoringNulls)
}

pub(in crate::dialect) fn least(args: &[Expr]) -> Option<Expr> {
    unless_null(args, Function::LeastIgnoringNulls)
}
