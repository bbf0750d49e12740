//! Conditions on queries.

use crate::ast::{self, BinaryOp, Nested, Quantified, QuantifiedSet, Quantifier};

use super::types::{Comparable, SqlType};
use super::{Condition, Expr, Expression, QueryOf};

/// `EXISTS (query)`: whether the query has a row.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt } posts { user_id: BigInt } }
/// let posts = select(posts::user_id).from(posts::table).filter(posts::user_id.eq(users::id));
/// let q = select(users::id).from(users::table).filter(exists(posts));
/// ```
pub fn exists<Q: QueryOf<R>, R>(query: Q) -> Condition {
    Expr::from_ast(ast::Expr::Exists { query: Nested::new(query.into_query()), negated: false })
}

/// `NOT EXISTS (query)`: whether the query has no row.
pub fn not_exists<Q: QueryOf<R>, R>(query: Q) -> Condition {
    Expr::from_ast(ast::Expr::Exists { query: Nested::new(query.into_query()), negated: true })
}

/// `left op ANY (query)`: whether the comparison holds for a row of the query.
///
/// ```
/// use aludel::prelude::*;
/// use aludel::ast::BinaryOp;
/// table! { users { id: BigInt, age: Integer } }
/// let ages = select(users::age).from(users::alias("other"));
/// let condition = compare_any(users::age, BinaryOp::Gt, ages);
/// ```
pub fn compare_any<E, Q, R>(left: E, op: BinaryOp, query: Q) -> Condition
where
    E: Expression<Sql: SqlType<Base: Comparable<R::Base>>>,
    Q: QueryOf<R>,
    R: SqlType,
{
    quantified(left.into_ast(), op, Quantifier::Any, query.into_query())
}

/// `left op ALL (query)`: whether the comparison holds for every row of the query.
pub fn compare_all<E, Q, R>(left: E, op: BinaryOp, query: Q) -> Condition
where
    E: Expression<Sql: SqlType<Base: Comparable<R::Base>>>,
    Q: QueryOf<R>,
    R: SqlType,
{
    quantified(left.into_ast(), op, Quantifier::All, query.into_query())
}

fn quantified(
    left: ast::Expr,
    op: BinaryOp,
    quantifier: Quantifier,
    query: ast::Query,
) -> Condition {
    let right = QuantifiedSet::Query(Nested::new(query));
    let quantified = Quantified { left: left.into(), op, quantifier, right };
    Expr::from_ast(ast::Expr::Quantified(Box::new(quantified)))
}
