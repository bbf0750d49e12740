//! Set operations: UNION, INTERSECT, EXCEPT.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{
    self, ColumnRef, Expr as Node, Name, Nested, Query, SetOperation, SetOperator, StatementRef,
};

use super::fetch::{AsStatement, Fetch, FromRow, Mapped};
use super::operand::expressions;
use super::row::{DecodeError, RowSource, RowType};
use super::select::count;
use super::types::SqlType;
use super::{Derived, Expression, OrderBy, Select};

/// Queries whose rows, all of the type `R`, are put together. Made by `.union(…)` and its
/// siblings on a query.
///
/// The members are taken from left to right as they are written; a member's own ORDER BY and
/// LIMIT stay inside it.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { name: Text } guests { name: Text } }
/// let q = select(users::name).from(users::table)
///     .union_all(select(guests::name).from(guests::table))
///     .order_by(users::name.asc())
///     .limit(10);
/// ```
pub struct Compound<R> {
    node: Box<SetOperation>,
    row: PhantomData<fn() -> R>,
}

impl<R> Clone for Compound<R> {
    fn clone(&self) -> Self {
        Compound { node: self.node.clone(), row: PhantomData }
    }
}

impl<R> fmt::Debug for Compound<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

impl<R> PartialEq for Compound<R> {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl<R> AsStatement for Compound<R> {
    fn statement(&self) -> StatementRef<'_> {
        StatementRef::SetOperation(&self.node)
    }
}

#[diagnostic::do_not_recommend]
impl<R: RowType> Fetch for Compound<R> {
    type Row = R::Out;
    fn decode(&self, row: &mut dyn RowSource) -> Result<R::Out, DecodeError> {
        R::decode_row(row)
    }
}

expressions! {
    [R: SqlType] Compound<R> as R::AsNullable, |query| Node::Subquery(query.into_query().into());
}

/// A query whose rows have the type `R`: a SELECT or a set operation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a query with rows of type `{R}`",
    label = "expected a query of the same row type"
)]
pub trait QueryOf<R> {
    /// The query as a node.
    fn into_query(self) -> Query;
}

#[diagnostic::do_not_recommend]
impl<R> QueryOf<R> for Select<R> {
    fn into_query(self) -> Query {
        Select::into_query(self)
    }
}

#[diagnostic::do_not_recommend]
impl<R> QueryOf<R> for Compound<R> {
    fn into_query(self) -> Query {
        Compound::into_query(self)
    }
}

/// Puts two queries together; a compound that nothing else was said of grows by a member.
fn combine<R>(first: Query, operator: SetOperator, second: Query) -> Compound<R> {
    let second = Nested::new(second);
    let node = match first {
        Query::SetOperation(mut node)
            if node.with.is_none()
                && node.order_by.is_empty()
                && node.limit.is_none()
                && node.offset.is_none() =>
        {
            node.rest.push((operator, second));
            node
        }
        first => Box::new(SetOperation {
            with: None,
            first: Nested::new(first),
            rest: vec![(operator, second)],
            order_by: Vec::new(),
            limit: None,
            offset: None,
        }),
    };
    Compound { node, row: PhantomData }
}

impl<R> Select<R> {
    /// `self UNION other`: the rows of either, each once.
    pub fn union<Q: QueryOf<R>>(self, other: Q) -> Compound<R> {
        combine(self.into_query(), SetOperator::Union, other.into_query())
    }

    /// `self UNION ALL other`: the rows of the one and of the other.
    pub fn union_all<Q: QueryOf<R>>(self, other: Q) -> Compound<R> {
        combine(self.into_query(), SetOperator::UnionAll, other.into_query())
    }

    /// `self INTERSECT other`: the rows in both, each once.
    pub fn intersect<Q: QueryOf<R>>(self, other: Q) -> Compound<R> {
        combine(self.into_query(), SetOperator::Intersect, other.into_query())
    }

    /// `self INTERSECT ALL other`: each row as often as in the query that has it less often.
    pub fn intersect_all<Q: QueryOf<R>>(self, other: Q) -> Compound<R> {
        combine(self.into_query(), SetOperator::IntersectAll, other.into_query())
    }

    /// `self EXCEPT other`: the rows of `self` that are not in `other`, each once.
    pub fn except<Q: QueryOf<R>>(self, other: Q) -> Compound<R> {
        combine(self.into_query(), SetOperator::Except, other.into_query())
    }

    /// `self EXCEPT ALL other`: each row as often as in `self`, less its times in `other`.
    pub fn except_all<Q: QueryOf<R>>(self, other: Q) -> Compound<R> {
        combine(self.into_query(), SetOperator::ExceptAll, other.into_query())
    }
}

impl<R> Compound<R> {
    /// `self UNION other`: the rows of either, each once.
    pub fn union<Q: QueryOf<R>>(self, other: Q) -> Compound<R> {
        combine(self.into_query(), SetOperator::Union, other.into_query())
    }

    /// `self UNION ALL other`: the rows of the one and of the other.
    pub fn union_all<Q: QueryOf<R>>(self, other: Q) -> Compound<R> {
        combine(self.into_query(), SetOperator::UnionAll, other.into_query())
    }

    /// `self INTERSECT other`: the rows in both, each once.
    pub fn intersect<Q: QueryOf<R>>(self, other: Q) -> Compound<R> {
        combine(self.into_query(), SetOperator::Intersect, other.into_query())
    }

    /// `self INTERSECT ALL other`: each row as often as in the query that has it less often.
    pub fn intersect_all<Q: QueryOf<R>>(self, other: Q) -> Compound<R> {
        combine(self.into_query(), SetOperator::IntersectAll, other.into_query())
    }

    /// `self EXCEPT other`: the rows of `self` that are not in `other`, each once.
    pub fn except<Q: QueryOf<R>>(self, other: Q) -> Compound<R> {
        combine(self.into_query(), SetOperator::Except, other.into_query())
    }

    /// `self EXCEPT ALL other`: each row as often as in `self`, less its times in `other`.
    pub fn except_all<Q: QueryOf<R>>(self, other: Q) -> Compound<R> {
        combine(self.into_query(), SetOperator::ExceptAll, other.into_query())
    }
}

impl<R> Compound<R> {
    /// The node as a query with rows of type `R`; nothing checks that it is one.
    pub fn from_ast(node: SetOperation) -> Self {
        Compound { node: Box::new(node), row: PhantomData }
    }

    /// The node.
    pub fn as_ast(&self) -> &SetOperation {
        &self.node
    }

    pub(super) fn as_ast_mut(&mut self) -> &mut SetOperation {
        &mut self.node
    }

    /// The node as a query.
    pub fn into_query(self) -> Query {
        Query::SetOperation(self.node)
    }

    /// `ORDER BY keys`: columns of the result, by the names that the first member gives them, or by
    /// [`position`](super::position); and expressions of these columns, for which the rows are
    /// sorted as a derived table. A column is taken by its name, without its table.
    #[must_use]
    pub fn order_by<O: OrderBy>(mut self, keys: O) -> Self {
        let mut items = Vec::new();
        keys.order(&mut items);
        for item in &mut items {
            if let ast::Operand::Column(column) = &mut item.expr {
                let named = match column {
                    ColumnRef::Declared { def, .. } => ColumnRef::named(None, def.name),
                    ColumnRef::Named(named) => ColumnRef::named(None, named.name.clone()),
                };
                *column = named.of_type(column.data_type());
            }
        }
        self.node.order_by.extend(items);
        self
    }

    /// `LIMIT rows`.
    #[must_use]
    pub fn limit(mut self, rows: u64) -> Self {
        self.node.limit = Some(count(rows));
        self
    }

    /// `LIMIT` of an expression: of a [`param`](super::param), or of what is computed from
    /// numbers. MySQL and MariaDB take no other; a column has no meaning there.
    #[must_use]
    pub fn limit_expr<E: Expression>(mut self, rows: E) -> Self {
        self.node.limit = Some(rows.into_ast().into());
        self
    }

    /// `OFFSET` of an expression. See [`limit_expr`](Compound::limit_expr).
    #[must_use]
    pub fn offset_expr<E: Expression>(mut self, rows: E) -> Self {
        self.node.offset = Some(rows.into_ast().into());
        self
    }

    /// `OFFSET rows`.
    #[must_use]
    pub fn offset(mut self, rows: u64) -> Self {
        self.node.offset = Some(count(rows));
        self
    }

    /// The query under an alias, to be used as a table.
    pub fn alias(self, alias: impl Into<Name>) -> Derived {
        Derived::new(self.into_query(), alias.into())
    }
}

impl<R: RowType> Compound<R> {
    /// Each row goes through a function.
    pub fn map<S, F: Fn(R::Out) -> S>(self, map: F) -> Mapped<Self, F> {
        Mapped::new(self, map)
    }

    /// Each row becomes a struct declared with [`row_struct!`](crate::row_struct).
    pub fn into_struct<S: FromRow<R::Out>>(self) -> Mapped<Self, fn(R::Out) -> S> {
        Mapped::new(self, S::from_row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::fixture::{posts, users};
    use crate::query::select;

    #[test]
    fn members_are_taken_from_left_to_right() {
        let (a, b, c) = (select(users::id), select(posts::id), select(posts::user_id));
        let q = a.clone().union(b.clone()).intersect(c.clone());
        let rest: Vec<_> = q.as_ast().rest.iter().map(|(operator, _)| *operator).collect();
        assert_eq!(rest, [SetOperator::Union, SetOperator::Intersect]);
        // On the right, and behind a limit, a compound stays one member.
        let q = a.clone().union(b.clone().intersect(c.clone()));
        assert_eq!(q.as_ast().rest.len(), 1);
        let q = a.union(b).limit(5).union(c);
        assert_eq!(q.as_ast().rest.len(), 1);
    }

    #[test]
    fn a_sort_key_is_a_name_of_the_result() {
        let q = select(users::id).union(select(posts::id)).order_by(users::id.desc());
        let key = q.as_ast().order_by.first().unwrap();
        assert_eq!(key.expr, ast::Operand::Column(ColumnRef::named(None, "id")));
    }
}
