//! A computed key of GROUP BY where the server does not know it again: all its values in a group are
//! one, and so is the least of them.

use crate::ast::{Aggregate, AggregateFunction, Expr};

pub(in crate::dialect) fn least(key: &Expr) -> Option<Expr> {
    Some(Expr::Aggregate(Box::new(Aggregate::new(AggregateFunction::Min, [key.clone()]))))
}

/// PostgreSQL knows all keys again but those with a collation.
pub(in crate::dialect) fn least_of_collated(key: &Expr) -> Option<Expr> {
    matches!(key, Expr::Collate(_)).then(|| least(key)).flatten()
}
