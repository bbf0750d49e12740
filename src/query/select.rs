//! SELECT.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{
    self, Bind, Distinct, ExprList, GroupItem, Join, JoinKind, JoinOn, Name, Query, SelectItem,
    StatementRef, Value,
};

use super::dynamic_row::DynamicRow;
use super::fetch::{AsStatement, Fetch, FromRow, Mapped};
use super::operand::expressions;
use super::projection::items;
use super::row::{DecodeError, RowSource, RowType};
use super::types::SqlType;
use super::{
    Derived, Expressions, JoinCondition, OrderBy, OuterRelation, Predicate, Projection, Relation,
    Window, predicate,
};

/// A SELECT whose rows have the type `R`.
///
/// It is a value: clauses may be added in any order, in branches and functions, and the whole may
/// stand in another statement. Nothing is rendered or checked against a dialect before it is
/// compiled.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text, age: Nullable<Integer> } }
///
/// fn adults(min: i32) -> Select<(BigInt, Text)> {
///     select((users::id, users::name)).from(users::table).filter(users::age.ge(min))
/// }
/// let q = adults(18).order_by(users::name.asc()).limit(20);
/// ```
pub struct Select<R> {
    node: Box<ast::Select>,
    row: PhantomData<fn() -> R>,
}

/// `SELECT projection`. The type of the rows follows from what is selected.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text } }
/// let q: Select<(BigInt, Text)> = select((users::id, users::name)).from(users::table);
/// let q = select(users::all).from(users::table);
/// ```
#[inline]
pub fn select<P: Projection<Sql = R>, R>(projection: P) -> Select<R> {
    Select::of(items(projection))
}

/// `SELECT` of what is known at run time only: columns, expressions or labelled ones, as many as
/// there are. A row is a `Vec<Value>`.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt } }
/// let wanted = vec!["name".to_string(), "age".to_string()];
/// let columns = wanted.into_iter().map(|name| table("users").column::<Any>(name));
/// let q = select_dyn(columns).from(users::table).filter(users::id.eq(1));
/// let q = select_dyn([users::id.any().label("key"), count_star().any().label("n")]);
/// ```
pub fn select_dyn<P: Projection>(projections: impl IntoIterator<Item = P>) -> Select<DynamicRow> {
    let mut items = Vec::new();
    projections.into_iter().for_each(|projection| projection.project(&mut items));
    Select::of(items)
}

impl<R> Clone for Select<R> {
    fn clone(&self) -> Self {
        Select { node: self.node.clone(), row: PhantomData }
    }
}

impl<R> fmt::Debug for Select<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

impl<R> PartialEq for Select<R> {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl<R> AsStatement for Select<R> {
    fn statement(&self) -> StatementRef<'_> {
        StatementRef::Select(&self.node)
    }
}

#[diagnostic::do_not_recommend]
impl<R: RowType> Fetch for Select<R> {
    type Row = R::Out;
    #[inline]
    fn decode(&self, row: &mut dyn RowSource) -> Result<R::Out, DecodeError> {
        R::decode_row(row)
    }
}

// A query of one column as an operand: NULL if it has no row.
expressions! {
    [R: SqlType] Select<R> as R::AsNullable, |query| ast::Expr::Subquery(query.into_query().into());
}

pub(super) fn count(rows: u64) -> ast::Operand {
    ast::Operand::Bind(Bind { value: Value::from(rows), data_type: Some(&ast::DataType::BigInt) })
}

fn add_from(node: &mut ast::Select, item: ast::FromItem) {
    match node.from {
        None => node.from = Some(item),
        Some(_) => node.joins.push(Join { kind: JoinKind::List, item, on: JoinOn::None }),
    }
}

#[inline]
fn add_join(node: &mut ast::Select, kind: JoinKind, item: ast::FromItem, on: JoinOn) {
    node.joins.push(Join { kind, item, on });
}

pub(super) fn group_items<E: Expressions>(exprs: E) -> ExprList {
    let mut list = ExprList::new();
    exprs.push_to(&mut list);
    list
}

impl<R> Select<R> {
    fn of(items: Vec<SelectItem>) -> Self {
        let mut node = Box::<ast::Select>::default();
        node.items = items;
        Select { node, row: PhantomData }
    }

    /// The node as a query with rows of type `R`; nothing checks that it is one.
    pub fn from_ast(node: ast::Select) -> Self {
        Select { node: Box::new(node), row: PhantomData }
    }

    /// The node.
    pub fn as_ast(&self) -> &ast::Select {
        &self.node
    }

    pub(super) fn as_ast_mut(&mut self) -> &mut ast::Select {
        &mut self.node
    }

    /// The node, by value.
    pub fn into_ast(self) -> Box<ast::Select> {
        self.node
    }

    /// The node as a query.
    pub fn into_query(self) -> Query {
        Query::Select(self.node)
    }

    /// `FROM item`. A second call adds a second table, `FROM a, b`, which WHERE has to connect.
    #[inline]
    #[must_use]
    #[allow(clippy::should_implement_trait)]
    pub fn from<F: Relation>(mut self, item: F) -> Self {
        add_from(&mut self.node, item.into_from());
        self
    }

    /// `JOIN item ON condition`: pairs that meet the condition, which may also be the declared key
    /// ([`on_key`](super::on_key)), or columns of the same names ([`using`](super::using)).
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt, name: Text } posts { id: BigInt, user_id: BigInt } }
    /// let q = select((users::name, posts::id))
    ///     .from(users::table)
    ///     .join(posts::table, posts::user_id.eq(users::id));
    /// ```
    #[inline]
    #[must_use]
    pub fn join<F: Relation, C: JoinCondition>(mut self, item: F, on: C) -> Self {
        add_join(&mut self.node, JoinKind::Inner, item.into_from(), on.into_on());
        self
    }

    /// `LEFT JOIN item ON condition`: and rows of the left without a pair, for which the columns
    /// of `item` are NULL. So it takes the handle whose columns are nullable.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt, name: Text } posts { id: BigInt, user_id: BigInt } }
    /// let p = posts::table.outer();
    /// let q: Select<(Text, Nullable<BigInt>)> = select((users::name, p.id))
    ///     .from(users::table)
    ///     .left_join(p, p.user_id.eq(users::id));
    /// ```
    #[inline]
    #[must_use]
    pub fn left_join<F: OuterRelation, C: JoinCondition>(mut self, item: F, on: C) -> Self {
        add_join(&mut self.node, JoinKind::Left, item.into_from(), on.into_on());
        self
    }

    /// `RIGHT JOIN item ON condition`: and rows of the right without a pair, for which the
    /// columns of the tables before are NULL; these have to be `.outer()` handles.
    #[must_use]
    pub fn right_join<F: Relation, C: JoinCondition>(mut self, item: F, on: C) -> Self {
        add_join(&mut self.node, JoinKind::Right, item.into_from(), on.into_on());
        self
    }

    /// `FULL JOIN item ON condition`: and rows of either side without a pair. All tables have to
    /// be `.outer()` handles.
    ///
    /// MySQL and MariaDB have none. There the tables up to this one become a derived table: their
    /// LEFT JOIN, and the rows of `item` without a pair. So the query has to say of each column
    /// which table it is of, and may not lock rows, or join by raw SQL; it does not compile otherwise.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt, team: BigInt } teams { id: BigInt } }
    /// let (u, t) = (users::table.outer(), teams::table.outer());
    /// let q = select((u.id, t.id)).from(u).full_join(t, u.team.eq(t.id));
    /// assert!(q.compile(&MySql::new())?.text().contains("UNION ALL"));
    /// # Ok::<(), CompileError>(())
    /// ```
    #[must_use]
    pub fn full_join<F: OuterRelation, C: JoinCondition>(mut self, item: F, on: C) -> Self {
        add_join(&mut self.node, JoinKind::Full, item.into_from(), on.into_on());
        self
    }

    /// `CROSS JOIN item`: all pairs.
    #[must_use]
    pub fn cross_join<F: Relation>(mut self, item: F) -> Self {
        let item = item.into_from();
        self.node.joins.push(Join { kind: JoinKind::Cross, item, on: JoinOn::None });
        self
    }

    /// `WHERE condition`. Further calls add conditions: all have to hold.
    #[inline]
    #[must_use]
    pub fn filter<P: Predicate>(mut self, condition: P) -> Self {
        predicate::add(&mut self.node.filter, condition.into_predicate());
        self
    }

    /// [`filter`](Select::filter) by a condition that may be absent; then it leaves no trace.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt, name: Text } }
    /// let search: Option<&str> = None;
    /// let q = select(users::id)
    ///     .from(users::table)
    ///     .filter_opt(search.map(|word| users::name.contains(word)));
    /// assert!(q.as_ast().filter.is_none());
    /// ```
    #[inline]
    #[must_use]
    pub fn filter_opt<P: Predicate>(self, condition: Option<P>) -> Self {
        match condition {
            Some(condition) => self.filter(condition),
            None => self,
        }
    }

    /// `GROUP BY exprs`. Further calls add to the list.
    #[must_use]
    pub fn group_by<E: Expressions>(mut self, exprs: E) -> Self {
        let items = group_items(exprs).into_iter().map(GroupItem::Expr);
        if self.node.group_by.is_empty() {
            self.node.group_by = items.collect(); // in the memory of the list
        } else {
            self.node.group_by.extend(items);
        }
        self
    }

    /// `HAVING condition`. Further calls add conditions: all have to hold.
    #[must_use]
    pub fn having<P: Predicate>(mut self, condition: P) -> Self {
        predicate::add(&mut self.node.having, condition.into_predicate());
        self
    }

    /// `WINDOW name AS (window)`: a window that functions refer to by name.
    #[must_use]
    pub fn window(mut self, name: impl Into<Name>, window: Window) -> Self {
        self.node.windows.push((name.into(), window.into_ast()));
        self
    }

    /// `QUALIFY condition`: only the rows for which it holds, once the window functions are
    /// computed. Further calls add conditions: all have to hold.
    ///
    /// No server here has the clause: it becomes the condition of a query around this one.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt, team: Text, age: Integer } }
    /// let age = window().partition_by(users::team).order_by(users::age.desc());
    /// let oldest = select(users::id).from(users::table).qualify(row_number().over(age).eq(1));
    /// ```
    #[must_use]
    pub fn qualify<P: Predicate>(mut self, condition: P) -> Self {
        predicate::add(&mut self.node.qualify, condition.into_predicate());
        self
    }

    /// `ORDER BY keys`. Further calls add to the list.
    #[inline]
    #[must_use]
    pub fn order_by<O: OrderBy>(mut self, keys: O) -> Self {
        keys.order(&mut self.node.order_by);
        self
    }

    /// Takes the sort keys away, as for a subquery or a count.
    #[must_use]
    pub fn unordered(mut self) -> Self {
        self.node.order_by.clear();
        self
    }

    /// `SELECT DISTINCT`: equal rows once.
    #[must_use]
    pub fn distinct(mut self) -> Self {
        self.node.distinct = Some(Distinct::All);
        self
    }

    /// `SELECT DISTINCT ON (exprs)`: of rows equal in these, the first in the order of ORDER BY.
    /// But for PostgreSQL, the rows are numbered in a derived table.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { posts { id: BigInt, user_id: BigInt } }
    /// let newest = select((posts::user_id, posts::id))
    ///     .distinct_on(posts::user_id)
    ///     .from(posts::table)
    ///     .order_by((posts::user_id.asc(), posts::id.desc()));
    /// assert!(newest.compile(&Sqlite::new())?.text().contains("ROW_NUMBER() OVER (PARTITION BY"));
    /// # Ok::<(), CompileError>(())
    /// ```
    #[must_use]
    pub fn distinct_on<E: Expressions>(mut self, exprs: E) -> Self {
        self.node.distinct = Some(Distinct::On(group_items(exprs)));
        self
    }

    /// The same query of other columns: all clauses but the select list stay.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt, name: Text } }
    /// let page = select((users::id, users::name)).from(users::table).filter(users::id.gt(5));
    /// let total: Select<BigInt> = page.clone().select(count_star());
    /// ```
    pub fn select<P: Projection<Sql = S>, S>(mut self, projection: P) -> Select<S> {
        self.node.items = items(projection);
        Select { node: self.node, row: PhantomData }
    }

    /// The query under an alias, to be used as a table: `(SELECT …) AS alias`.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { posts { user_id: BigInt } }
    /// let counts = select((posts::user_id, count_star().label("n")))
    ///     .from(posts::table)
    ///     .group_by(posts::user_id)
    ///     .alias("counts");
    /// let n = counts.column::<BigInt>("n");
    /// let q = select((counts.get(posts::user_id), n.clone())).from(counts).filter(n.gt(5));
    /// ```
    pub fn alias(self, alias: impl Into<Name>) -> Derived {
        Derived::new(self.into_query(), alias.into())
    }
}

impl<R: RowType> Select<R> {
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
    use crate::query::{Condition, Handle as _, cte, table};

    #[test]
    fn a_second_table_is_listed() {
        let q = select(users::id).from(users::table).from(posts::alias("p"));
        let join = q.as_ast().joins.first().unwrap();
        assert_eq!((join.kind, join.item.visible_name()), (JoinKind::List, Some("p")));
    }

    #[test]
    fn conditions_that_are_absent_leave_no_trace() {
        let q = select(users::id).filter(Vec::<Condition>::new()).filter_opt(None::<Condition>);
        assert_eq!(q.as_ast().filter, None);
        let one = users::id.eq(1);
        assert_eq!(q.filter(one.clone()).as_ast().filter, Some(one.into_ast()));
    }

    #[test]
    fn an_outer_handle_has_nullable_columns() {
        let p = posts::alias("p").outer();
        let q: Select<crate::query::Nullable<crate::query::Text>> = select(p.title);
        let Some(SelectItem::Expr(ast::Expr::Column(ast::ColumnRef::Declared { def, alias }))) =
            q.as_ast().items.first()
        else {
            panic!("{q:?}")
        };
        assert_eq!((def.nullable, *alias), (true, Some("p")));
        assert_eq!(p.def().columns.len(), 5);
    }

    #[test]
    fn the_select_list_can_be_replaced() {
        let q = select((users::id, users::name)).from(users::table).limit(5);
        let q = q.select(users::name);
        assert_eq!((q.as_ast().items.len(), q.as_ast().limit.is_some()), (1, true));
    }

    #[test]
    fn ctes_are_put_before_the_statement() {
        let recent = cte("recent", select(posts::user_id).from(posts::table));
        let q = select(recent.get(posts::user_id)).from(&recent).with(recent);
        let with = q.as_ast().with.as_ref().unwrap();
        assert_eq!((with.ctes.len(), with.recursive), (1, false));
        let name = table("recent").column::<crate::query::BigInt>("user_id");
        assert_eq!(q.as_ast().items, [SelectItem::Expr(name.into_ast())]);
    }
}
