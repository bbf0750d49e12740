//! UPDATE.

use crate::ast::{self, Assignment, ColumnRef, Join, JoinKind, JoinOn, Statement, StatementRef};

use super::fetch::AsStatement;
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
/// Every value reads the row as it was before the statement, on every server. Without a
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

    pub(super) fn as_ast_mut(&mut self) -> &mut ast::Update {
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

    /// `SET column = DEFAULT`.
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

    /// `FROM item`: a table that values and condition may read besides. A second call adds a
    /// second table.
    #[must_use]
    #[allow(clippy::should_implement_trait)]
    pub fn from<F: Relation>(mut self, item: F) -> Self {
        let item = item.into_from();
        match self.node.from {
            None => self.node.from = Some(item),
            Some(_) => {
                self.node.joins.push(Join { kind: JoinKind::List, item, on: JoinOn::None });
            }
        }
        self
    }

    /// `JOIN item ON condition`, to a table of [`from`](Update::from).
    #[must_use]
    pub fn join<F: Relation, P: Predicate>(mut self, item: F, on: P) -> Self {
        let on = JoinOn::Condition(on.into_predicate());
        self.node.joins.push(Join { kind: JoinKind::Inner, item: item.into_from(), on });
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

    /// `ORDER BY keys`: in which order rows are changed (MySQL, MariaDB).
    #[must_use]
    pub fn order_by<O: OrderBy>(mut self, keys: O) -> Self {
        keys.order(&mut self.node.order_by);
        self
    }

    /// `LIMIT rows`: at most how many are changed (MySQL, MariaDB).
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
