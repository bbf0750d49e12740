//! Conditions on queries, and on arrays in the place of one.

use crate::ast::{self, BinaryOp, Nested, Quantified, QuantifiedSet, Quantifier};

use super::types::{BaseType, Comparable, SqlType};
use super::{Array, Condition, Expr, Expression, Operand, QueryOf};

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
    quantified(left.into_ast(), op, Quantifier::Any, queried(query.into_query()))
}

/// `left op ALL (query)`: whether the comparison holds for every row of the query.
pub fn compare_all<E, Q, R>(left: E, op: BinaryOp, query: Q) -> Condition
where
    E: Expression<Sql: SqlType<Base: Comparable<R::Base>>>,
    Q: QueryOf<R>,
    R: SqlType,
{
    quantified(left.into_ast(), op, Quantifier::All, queried(query.into_query()))
}

/// `left op ANY (array)` (PostgreSQL): whether the comparison holds for an element of the array.
///
/// A list of values is one parameter, so that the statement is the same for any number of them. The
/// other databases have no arrays: `in_` takes values everywhere.
///
/// ```
/// use aludel::prelude::*;
/// use aludel::ast::BinaryOp;
/// table! { users { id: BigInt, age: Integer } }
/// let ids = vec![1_i64, 2, 3];
/// let q = select(users::age).from(users::table).filter(compare_any_of(users::id, BinaryOp::Eq, ids));
/// assert!(q.compile(&Postgres::new())?.text().ends_with(r#"WHERE "users"."id" = ANY ($1)"#));
/// # Ok::<(), CompileError>(())
/// ```
pub fn compare_any_of<E, A>(left: E, op: BinaryOp, array: A) -> Condition
where
    E: Expression<Sql: SqlType<Base: BaseType>>,
    A: Operand<Array<<E::Sql as SqlType>::Base>>,
{
    let array = QuantifiedSet::Array(array.into_operand().into());
    quantified(left.into_ast(), op, Quantifier::Any, array)
}

/// `left op ALL (array)` (PostgreSQL): whether the comparison holds for every element of the array.
pub fn compare_all_of<E, A>(left: E, op: BinaryOp, array: A) -> Condition
where
    E: Expression<Sql: SqlType<Base: BaseType>>,
    A: Operand<Array<<E::Sql as SqlType>::Base>>,
{
    let array = QuantifiedSet::Array(array.into_operand().into());
    quantified(left.into_ast(), op, Quantifier::All, array)
}

fn queried(query: ast::Query) -> QuantifiedSet {
    QuantifiedSet::Query(Nested::new(query))
}

fn quantified(
    left: ast::Expr,
    op: BinaryOp,
    quantifier: Quantifier,
    right: QuantifiedSet,
) -> Condition {
    let quantified = Quantified { left: left.into(), op, quantifier, right };
    Expr::from_ast(ast::Expr::Quantified(Box::new(quantified)))
}
