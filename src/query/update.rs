//! UPDATE.

use crate::ast::{
    self, Assignment, ColumnRef, FromItem, Join, JoinKind, JoinOn, Nested, Statement, StatementRef,
};

use super::compound::QueryOf;
use super::fetch::AsStatement;
use super::insert::{Columns, RowFits};
use super::projection::items;
use super::returning::Returning;
use super::types::SqlType;
use super::{Assign, Column, Expr, OrderBy, Predicate, Projection, Relation, Target, predicate};

/// What `.set(column, …)` assigns to: a column of the type `T`, declared or dynamic.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column that can be assigned to",
    label = "expected a column such as `users::name`"
)]
pub trait AssignTo {
    /// The type of the column.
    type Sql: SqlType;
    /// The column as a node.
    fn into_target(self) -> ColumnRef;
}

#[diagnostic::do_not_recommend]
impl<T: SqlType> AssignTo for Column<T> {
    type Sql = T;
    fn into_target(self) -> ColumnRef {
        self.reference()
    }
}

// For a dynamic column. Any other expression has no name: see `Expr::set`.
#[diagnostic::do_not_recommend]
impl<T: SqlType> AssignTo for Expr<T> {
    type Sql = T;
    fn into_target(self) -> ColumnRef {
        super::expr::target(self.into_ast())
    }
}

/// Any number of assignments: one, a tuple or a `Vec` of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of assignments",
    label = "expected `users::name.set(…)` or a tuple of such"
)]
pub trait Assignments {
    /// Adds them to a list.
    fn assign(self, list: &mut Vec<Assignment>);
}

#[diagnostic::do_not_recommend]
impl Assignments for Assignment {
    fn assign(self, list: &mut Vec<Assignment>) {
        list.push(self);
    }
}

#[diagnostic::do_not_recommend]
impl<A: Assignments> Assignments for Vec<A> {
    fn assign(self, list: &mut Vec<Assignment>) {
        self.into_iter().for_each(|assignment| assignment.assign(list));
    }
}

#[diagnostic::do_not_recommend]
impl<A: Assignments, const N: usize> Assignments for [A; N] {
    fn assign(self, list: &mut Vec<Assignment>) {
        self.into_iter().for_each(|assignment| assignment.assign(list));
    }
}

macro_rules! tuples {
    ($( ($($T:ident $v:ident)+) )+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($T: Assignments),+> Assignments for ($($T,)+) {
            fn assign(self, list: &mut Vec<Assignment>) {
                let ($($v,)+) = self;
                $($v.assign(list);)+
            }
        }
    )+ };
}
tuples! {
    (A a) (A a B b) (A a B b C c) (A a B b C c D d) (A a B b C c D d E e)
    (A a B b C c D d E e F f) (A a B b C c D d E e F f G g) (A a B b C c D d E e F f G g H h)
}

/// An UPDATE.
///
/// Every value reads the row as it was before the statement, on every server, and so does a subquery
/// over the table itself, in the values or in the condition. Where a server carries assignments out one
/// after the other, or shows a subquery rows that are changed already, they are put in order, or
/// computed in a derived table whose rows are found again by the declared primary key. Without one,
/// MySQL and MariaDB refuse assignments that read one another in a circle (`a = b, b = a`), and a
/// subquery over the table that not every row needs, as inside CASE or OR: they would carry it out late.
///
/// Without a
/// [`filter`](Update::filter) it does not compile unless [`all_rows`](Update::all_rows) is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    node: Box<ast::Update>,
}

/// `UPDATE table`.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text, age: Integer } }
/// let q = update(users::table).set(users::age, users::age + 1).filter(users::id.eq(7));
/// ```
pub fn update<T: Target>(table: T) -> Update {
    Update { node: Box::new(ast::Update::new(table.into_table())) }
}

impl Update {
    /// The node.
    pub fn as_ast(&self) -> &ast::Update {
        &self.node
    }

    pub(crate) fn as_ast_mut(&mut self) -> &mut ast::Update {
        &mut self.node
    }

    /// `SET column = value`.
    #[must_use]
    pub fn set<C: AssignTo, V: Assign<C::Sql>>(mut self, column: C, value: V) -> Self {
        // `extend` makes the assignment in its place; `push` would make it elsewhere and copy it.
        self.node.assignments.extend(std::iter::once((column, value)).map(|(column, value)| {
            Assignment { column: column.into_target(), value: value.into_assigned() }
        }));
        self
    }

    /// [`set`](Update::set) to a value that may be absent; then it leaves no trace.
    #[must_use]
    pub fn set_opt<C: AssignTo, V: Assign<C::Sql>>(self, column: C, value: Option<V>) -> Self {
        match value {
            Some(value) => self.set(column, value),
            None => self,
        }
    }

    /// `SET column = DEFAULT`. SQLite has no such word there: it is the default that the column is
    /// declared to have, and refused where it is not declared.
    #[must_use]
    pub fn set_default<C: AssignTo>(mut self, column: C) -> Self {
        let column = column.into_target();
        self.node.assignments.push(Assignment { column, value: ast::Expr::Default });
        self
    }

    /// `SET` of several assignments.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { id: BigInt, name: Text, age: Integer } }
    /// let q = update(users::table)
    ///     .set_all((users::name.set("Ann"), users::age.set(30)))
    ///     .filter(users::id.eq(7));
    /// ```
    #[must_use]
    pub fn set_all<A: Assignments>(mut self, assignments: A) -> Self {
        assignments.assign(&mut self.node.assignments);
        self
    }

    /// `SET (columns) = (query)`: each column takes its value from the query's one row; NULL if it has
    /// no row. A query of several rows is an error of the server's.
    ///
    /// MySQL and MariaDB have the query once for each column, and so refuse one with LIMIT, DISTINCT or
    /// raw SQL, which might give them different rows.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! {
    ///     users { id: BigInt, best: Nullable<Integer>, posts: BigInt }
    ///     posts { user_id: BigInt, stars: Integer }
    /// }
    /// let of_the_user = select((max(posts::stars), count_star()))
    ///     .from(posts::table)
    ///     .filter(posts::user_id.eq(users::id));
    /// let q = update(users::table).set_row((users::best, users::posts), of_the_user).all_rows();
    /// ```
    #[must_use]
    pub fn set_row<C: Columns, Q: QueryOf<R>, R: RowFits<C::Sql>>(
        mut self,
        columns: C,
        query: Q,
    ) -> Self {
        let (columns, query) = (columns.into_columns(), Nested::new(query.into_query()));
        self.node.row_assignments.push(ast::RowAssignment { columns, query });
        self
    }

    /// `FROM item`: a table that values and condition may read besides. A second call adds a
    /// second table.
    ///
    /// MySQL and MariaDB join it to the table that is changed. A row that meets several of the other
    /// table's is changed once, and counted once; which of them it takes its values from is the
    /// server's choice.
    ///
    /// Further tables are joined to it by [`join`](Update::join) and the like: all of them among
    /// themselves, as they are in a query. The condition says which rows of theirs belong to a row of
    /// the table that is changed; that table is not on any side of their joins.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! {
    ///     users { id: BigInt [primary_key], team_id: BigInt, rank: Text }
    ///     teams { id: BigInt [primary_key] }
    ///     prizes { team_id: BigInt, name: Text }
    /// }
    /// // Users of a team without a prize lose their rank.
    /// let p = prizes::table.outer();
    /// let q = update(users::table)
    ///     .set(users::rank, coalesce(p.name, "none"))
    ///     .from(teams::table)
    ///     .left_join(p, p.team_id.eq(teams::id))
    ///     .filter(teams::id.eq(users::team_id));
    /// ```
    #[must_use]
    #[allow(clippy::should_implement_trait)]
    pub fn from<F: Relation>(self, item: F) -> Self {
        self.beside(item.into_from())
    }

    pub(super) fn beside(mut self, item: FromItem) -> Self {
        match self.node.from {
            None => self.node.from = Some(item),
            Some(_) => {
                self.node.joins.push(Join { kind: JoinKind::List, item, on: JoinOn::None });
            }
        }
        self
    }

    /// `WHERE condition`. Further calls add conditions: all have to hold.
    #[must_use]
    pub fn filter<P: Predicate>(mut self, condition: P) -> Self {
        predicate::add(&mut self.node.filter, condition.into_predicate());
        self
    }

    /// [`filter`](Update::filter) by a condition that may be absent.
    #[must_use]
    pub fn filter_opt<P: Predicate>(self, condition: Option<P>) -> Self {
        match condition {
            Some(condition) => self.filter(condition),
            None => self,
        }
    }

    /// Says that every row is meant, should there be no condition.
    #[must_use]
    pub fn all_rows(mut self) -> Self {
        self.node.all_rows = true;
        self
    }

    /// `ORDER BY keys`: which rows come first, where a [`limit`](Update::limit) is set.
    #[must_use]
    pub fn order_by<O: OrderBy>(mut self, keys: O) -> Self {
        keys.order(&mut self.node.order_by);
        self
    }

    /// `LIMIT rows`: at most how many are changed.
    ///
    /// MySQL and MariaDB have the clause. SQLite and PostgreSQL change the rows whose key is among
    /// those of a query with it: by the declared primary key, or else by what the server itself
    /// tells rows apart by. Beside tables of [`from`](Update::from) all four do so, MySQL and MariaDB by
    /// the declared key alone; a row counts once, however many it meets there, and is sorted by its own
    /// columns.
    ///
    /// Two such statements at the same time may choose the same rows on PostgreSQL,
    /// and the later then changes fewer.
    #[must_use]
    pub fn limit(mut self, rows: u64) -> Self {
        self.node.limit = Some(super::select::count(rows));
        self
    }

    /// `RETURNING projection`: the changed rows.
    pub fn returning<P: Projection<Sql = R>, R>(mut self, projection: P) -> Returning<R> {
        self.node.returning = items(projection);
        Returning::new(Statement::Update(self.node))
    }
}

impl AsStatement for Update {
    fn statement(&self) -> StatementRef<'_> {
        StatementRef::Update(&self.node)
    }
}
