//! INSERT.

use std::fmt;
use std::marker::PhantomData;

use crate::Error;
use crate::ast::{
    self, Bind, ColumnRef, ConflictAction, ConflictTarget, InsertSource, Name, Nested, OnConflict,
    Statement, StatementRef,
};

use super::compound::QueryOf;
use super::dynamic_row::DynamicRow;
use super::fetch::AsStatement;
use super::operand::plain;
use super::projection::items;
use super::returning::Returning;
use super::row::ValueSink;
use super::types::{FitsIn, SqlType, StoresIn};
use super::update::{AssignTo, Assignments};
use super::{Any, Assign, Column, Expr, Operand, Predicate, Projection, Target, predicate};

/// An INSERT into columns of the types `C`.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text, age: Nullable<Integer> } }
/// let one = insert_into(users::table).set(users::name, "Ann").set(users::age, 30);
/// let many = insert_into(users::table)
///     .columns((users::name, users::age))
///     .rows([("Ann", Some(30)), ("Bob", None)])
///     .on_conflict(users::name)
///     .do_update(users::age.set_excluded());
/// ```
pub struct Insert<C = ()> {
    node: Box<ast::Insert>,
    columns: PhantomData<fn() -> C>,
}

/// `INSERT INTO table`. Until it is told what, it inserts one row of defaults.
pub fn insert_into<T: Target>(table: T) -> Insert {
    Insert::of(Box::new(ast::Insert::new(table.into_table())))
}

impl<C> Clone for Insert<C> {
    fn clone(&self) -> Self {
        Insert::of(self.node.clone())
    }
}

impl<C> fmt::Debug for Insert<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

impl<C> PartialEq for Insert<C> {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

impl<C> AsStatement for Insert<C> {
    fn statement(&self) -> StatementRef<'_> {
        StatementRef::Insert(&self.node)
    }
}

/// The columns of an INSERT or of a conflict: one, or a tuple of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column or tuple of columns",
    label = "expected columns such as `(users::id, users::name)`"
)]
pub trait Columns {
    /// The tuple of their types.
    type Sql;
    /// The columns as nodes.
    fn into_columns(self) -> Vec<ColumnRef>;
}

#[diagnostic::do_not_recommend]
impl<A: AssignTo> Columns for A {
    type Sql = (A::Sql,);
    fn into_columns(self) -> Vec<ColumnRef> {
        vec![self.into_target()]
    }
}

/// A row of values for columns of the types `C`: a tuple.
#[diagnostic::on_unimplemented(
    message = "this row of values does not match the columns",
    label = "expected values for `{C}`"
)]
pub trait RowValues<C> {
    /// Adds the values to the statement.
    fn append(self, insert: &mut ast::Insert);
    /// Hands the values over, one after the other, as `insert_many` takes them.
    ///
    /// # Errors
    /// Those of the sink; a value that is an expression.
    fn put(self, sink: &mut dyn ValueSink) -> Result<(), Error>;
}

/// A row type that fits columns of the types `C`.
#[diagnostic::on_unimplemented(
    message = "rows of type `{Self}` do not fit columns of type `{C}`",
    label = "the query's rows do not fit the columns"
)]
pub trait RowFits<C> {}

#[diagnostic::do_not_recommend]
impl<S: SqlType, T: SqlType> RowFits<(T,)> for S
where
    S::Null: FitsIn<T::Null>,
    S::Base: StoresIn<T::Base>,
{
}

#[diagnostic::do_not_recommend]
impl<C> RowFits<C> for DynamicRow {}

macro_rules! tuples {
    ($( ($($T:ident $V:ident $v:ident)+) )+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($T: AssignTo),+> Columns for ($($T,)+) {
            type Sql = ($($T::Sql,)+);
            fn into_columns(self) -> Vec<ColumnRef> {
                let ($($v,)+) = self;
                vec![$($v.into_target()),+]
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($T: SqlType, $V: Assign<$T>),+> RowValues<($($T,)+)> for ($($V,)+) {
            #[inline]
            fn append(self, insert: &mut ast::Insert) {
                let ($($v,)+) = self;
                match &mut insert.source {
                    InsertSource::Values(values) if true $(&& $V::PLAIN)+ => {
                        values.extend([$(plain($v.into_assigned())),+]);
                    }
                    _ => append(insert, vec![$($v.into_assigned()),+]),
                }
            }
            #[inline]
            fn put(self, sink: &mut dyn ValueSink) -> Result<(), Error> {
                let ($($v,)+) = self;
                $(
                    const { assert!($V::PLAIN, "`insert_many` takes values, not expressions") }
                    $v.put(sink)?;
                )+
                Ok(())
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($T: SqlType, $V: SqlType),+> RowFits<($($T,)+)> for ($($V,)+)
        where
            $($V::Null: FitsIn<$T::Null>, $V::Base: StoresIn<$T::Base>),+
        {}
    )+ };
}
tuples! {
    (A A1 a) (A A1 a B B1 b) (A A1 a B B1 b C C1 c) (A A1 a B B1 b C C1 c D D1 d)
    (A A1 a B B1 b C C1 c D D1 d E E1 e) (A A1 a B B1 b C C1 c D D1 d E E1 e F F1 f)
    (A A1 a B B1 b C C1 c D D1 d E E1 e F F1 f G G1 g)
    (A A1 a B B1 b C C1 c D D1 d E E1 e F F1 f G G1 g H H1 h)
    (A A1 a B B1 b C C1 c D D1 d E E1 e F F1 f G G1 g H H1 h I I1 i)
    (A A1 a B B1 b C C1 c D D1 d E E1 e F F1 f G G1 g H H1 h I I1 i J J1 j)
    (A A1 a B B1 b C C1 c D D1 d E E1 e F F1 f G G1 g H H1 h I I1 i J J1 j K K1 k)
    (A A1 a B B1 b C C1 c D D1 d E E1 e F F1 f G G1 g H H1 h I I1 i J J1 j K K1 k L L1 l)
    (A A1 a B B1 b C C1 c D D1 d E E1 e F F1 f G G1 g H H1 h I I1 i J J1 j K K1 k L L1 l M M1 m)
    (A A1 a B B1 b C C1 c D D1 d E E1 e F F1 f G G1 g H H1 h I I1 i J J1 j K K1 k L L1 l M M1 m
     N N1 n)
    (A A1 a B B1 b C C1 c D D1 d E E1 e F F1 f G G1 g H H1 h I I1 i J J1 j K K1 k L L1 l M M1 m
     N N1 n O O1 o)
    (A A1 a B B1 b C C1 c D D1 d E E1 e F F1 f G G1 g H H1 h I I1 i J J1 j K K1 k L L1 l M M1 m
     N N1 n O O1 o P P1 p)
}

/// Adds a row with an expression in it. Rows of plain values lie in one flat list before.
fn append(insert: &mut ast::Insert, cells: Vec<ast::Expr>) {
    cells.into_iter().for_each(|cell| append_cell(insert, cell));
}

fn append_cell(insert: &mut ast::Insert, cell: ast::Expr) {
    match (&mut insert.source, cell) {
        (InsertSource::Values(values), ast::Expr::Bind(bind)) => values.push(bind.value),
        (InsertSource::Exprs(cells), cell) => cells.push(cell),
        (InsertSource::DefaultValues, ast::Expr::Bind(bind)) => {
            insert.source = InsertSource::Values(vec![bind.value]);
        }
        (InsertSource::Values(values), cell) => {
            // Each value takes the type of its column, as it would in the flat list.
            let values = std::mem::take(values);
            let types = insert.columns.iter().map(ColumnRef::data_type).cycle();
            let binds = values.into_iter().zip(types);
            let mut cells: Vec<ast::Expr> = binds
                .map(|(value, data_type)| ast::Expr::Bind(Bind { value, data_type }))
                .collect();
            cells.push(cell);
            insert.source = InsertSource::Exprs(cells);
        }
        (InsertSource::WrongWidth { .. }, _) => {}
        (_, cell) => insert.source = InsertSource::Exprs(vec![cell]),
    }
}

impl<C> Insert<C> {
    fn of(node: Box<ast::Insert>) -> Self {
        Insert { node, columns: PhantomData }
    }

    /// The node.
    pub fn as_ast(&self) -> &ast::Insert {
        &self.node
    }

    pub(crate) fn as_ast_mut(&mut self) -> &mut ast::Insert {
        &mut self.node
    }
}

impl Insert {
    /// The value of one column, in an INSERT of one row.
    #[must_use]
    pub fn set<A: AssignTo, V: Assign<A::Sql>>(mut self, column: A, value: V) -> Self {
        self.node.columns.push(column.into_target());
        append_cell(&mut self.node, value.into_assigned());
        self
    }

    /// [`set`](Insert::set) to a value that may be absent; then the column takes its default.
    #[must_use]
    pub fn set_opt<A: AssignTo, V: Assign<A::Sql>>(self, column: A, value: Option<V>) -> Self {
        match value {
            Some(value) => self.set(column, value),
            None => self,
        }
    }

    /// The column's own default, `DEFAULT`, in an INSERT of one row; on SQLite the column is left out,
    /// which is the same.
    #[must_use]
    pub fn set_default<A: AssignTo>(mut self, column: A) -> Self {
        self.node.columns.push(column.into_target());
        append_cell(&mut self.node, ast::Expr::Default);
        self
    }

    /// One row of defaults: `DEFAULT VALUES`.
    #[must_use]
    pub fn default_values(mut self) -> Self {
        self.node.columns.clear();
        self.node.source = InsertSource::DefaultValues;
        self
    }

    /// `INSERT INTO table (columns)`: what rows or a query give values for.
    #[must_use]
    pub fn columns<A: Columns>(mut self, columns: A) -> Insert<A::Sql> {
        self.node.columns = columns.into_columns();
        self.node.source = InsertSource::Values(Vec::new());
        Insert::of(self.node)
    }

    /// [`columns`](Insert::columns) whose names are known at run time only.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// let q = insert_into(table("users"))
    ///     .columns_dyn(["name", "age"])
    ///     .row_dyn([Value::from("Ann"), Value::from(30)]);
    /// ```
    #[must_use]
    pub fn columns_dyn<N: Into<Name>>(
        mut self,
        names: impl IntoIterator<Item = N>,
    ) -> Insert<DynamicRow> {
        let columns = names.into_iter().map(|name| ColumnRef::named(None, name.into()));
        self.node.columns = columns.collect();
        self.node.source = InsertSource::Values(Vec::new());
        Insert::of(self.node)
    }
}

impl<C> Insert<C> {
    /// Adds a row of values, one for each of the columns.
    #[inline]
    #[must_use]
    pub fn row<V: RowValues<C>>(mut self, values: V) -> Self {
        values.append(&mut self.node);
        self
    }

    /// Adds rows of values: tuples, or structs made by [`row_struct!`](crate::row_struct).
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { users { name: Text, age: Nullable<Integer> } }
    /// row_struct! { struct User { name: String, age: Option<i32> } }
    ///
    /// let users = vec![User { name: "Ann".into(), age: Some(30) }];
    /// let q = insert_into(users::table).columns((users::name, users::age)).rows(users);
    /// ```
    #[must_use]
    pub fn rows<V: RowValues<C>>(mut self, rows: impl IntoIterator<Item = V>) -> Self {
        let rows = rows.into_iter();
        let cells = rows.size_hint().0.saturating_mul(self.node.columns.len());
        if let InsertSource::Values(values) = &mut self.node.source {
            values.reserve(cells);
        }
        for row in rows {
            row.append(&mut self.node);
        }
        self
    }

    /// The rows of a query, whose types have to fit the columns.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { users { id: BigInt, name: Text } guests { name: Text } }
    /// let q = insert_into(users::table)
    ///     .columns(users::name)
    ///     .from_select(select(guests::name).from(guests::table));
    /// ```
    #[must_use]
    pub fn from_select<Q: QueryOf<R>, R: RowFits<C>>(mut self, query: Q) -> Self {
        self.node.source = InsertSource::Query(Nested::new(query.into_query()));
        self
    }

    /// What happens to a row that meets one with the same values in these columns, which have to
    /// be a unique key: `ON CONFLICT (columns)`. Another key that is met is an error.
    pub fn on_conflict<A: Columns>(self, columns: A) -> Conflict<C> {
        let target = ConflictTarget::Columns(columns.into_columns());
        Conflict { insert: self, target }
    }

    /// [`on_conflict`](Insert::on_conflict) with a unique index over these columns of the rows that
    /// meet a condition (PostgreSQL, SQLite). The condition is that of the index; its values are
    /// written into the text.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { users { email: Text, deleted: Boolean, name: Text } }
    /// let q = insert_into(users::table)
    ///     .set(users::email, "ann@example.org")
    ///     .on_conflict_where(users::email, not(users::deleted))
    ///     .do_update(users::name.set_excluded());
    /// assert!(
    ///     q.compile(&Postgres::new())?
    ///         .text()
    ///         .contains(r#"ON CONFLICT ("email") WHERE NOT "deleted" DO UPDATE"#)
    /// );
    /// # Ok::<(), CompileError>(())
    /// ```
    pub fn on_conflict_where<A: Columns, P: Predicate>(
        self,
        columns: A,
        condition: P,
    ) -> Conflict<C> {
        let (columns, filter) = (columns.into_columns(), condition.into_predicate());
        Conflict { insert: self, target: ConflictTarget::PartialIndex { columns, filter } }
    }

    /// `ON CONFLICT ON CONSTRAINT name` (PostgreSQL).
    pub fn on_conflict_constraint(self, name: impl Into<Name>) -> Conflict<C> {
        Conflict { insert: self, target: ConflictTarget::Constraint(name.into()) }
    }

    /// Whichever unique key is met: `ON DUPLICATE KEY UPDATE` on MySQL and MariaDB, `ON CONFLICT`
    /// without a target on SQLite. PostgreSQL has it with [`do_nothing`](Conflict::do_nothing) only.
    pub fn on_any_conflict(self) -> Conflict<C> {
        Conflict { insert: self, target: ConflictTarget::AnyKey }
    }

    /// `RETURNING projection`: the inserted rows.
    pub fn returning<P: Projection<Sql = R>, R>(mut self, projection: P) -> Returning<R> {
        self.node.returning = items(projection);
        Returning::new(Statement::Insert(self.node))
    }
}

impl Insert<DynamicRow> {
    /// Adds a row of values. One that is not as wide as the columns does not compile.
    #[must_use]
    pub fn row_dyn<V: Operand<Any>>(mut self, row: impl IntoIterator<Item = V>) -> Self {
        let width = self.node.columns.len();
        let cells: Vec<ast::Expr> = row.into_iter().map(Operand::into_operand).collect();
        let before = match &self.node.source {
            InsertSource::Values(values) => values.len(),
            InsertSource::Exprs(cells) => cells.len(),
            _ => 0,
        };
        match &mut self.node.source {
            InsertSource::WrongWidth { .. } => {}
            source if cells.len() != width => {
                let row = before.checked_div(width).unwrap_or(0);
                *source = InsertSource::WrongWidth { row, found: cells.len() };
            }
            _ => cells.into_iter().for_each(|cell| append_cell(&mut self.node, cell)),
        }
        self
    }

    /// Adds rows of values.
    #[must_use]
    pub fn rows_dyn<V: Operand<Any>, R: IntoIterator<Item = V>>(
        self,
        rows: impl IntoIterator<Item = R>,
    ) -> Self {
        rows.into_iter().fold(self, Insert::row_dyn)
    }
}

/// An INSERT that is still to be told what happens on a conflict.
#[must_use = "say `.do_nothing()` or `.do_update(…)`"]
pub struct Conflict<C> {
    insert: Insert<C>,
    target: ConflictTarget,
}

impl<C> Conflict<C> {
    fn action(mut self, action: ConflictAction) -> Insert<C> {
        let conflict = OnConflict { target: self.target, action };
        self.insert.node.on_conflict = Some(Box::new(conflict));
        self.insert
    }

    /// `DO NOTHING`: the proposed row is left out, and not counted; except that MySQL and MariaDB
    /// count it where the rows are those of a query.
    ///
    /// MySQL and MariaDB set a column to itself, never `INSERT IGNORE`, which would take bad values
    /// for others. They tell a row that is left out by `LAST_INSERT_ID`, whose next value in that
    /// session is then of no use.
    pub fn do_nothing(self) -> Insert<C> {
        self.action(ConflictAction::Nothing)
    }

    /// `DO UPDATE SET assignments`: the row that is there is changed.
    ///
    /// Where two rows of one statement have the same key, it is changed twice; PostgreSQL refuses that
    /// (21000).
    pub fn do_update<A: Assignments>(self, assignments: A) -> Insert<C> {
        let mut list = Vec::new();
        assignments.assign(&mut list);
        self.action(ConflictAction::Update { assignments: list, filter: None })
    }

    /// `DO UPDATE SET assignments WHERE condition`: the row that is there is changed if it meets
    /// the condition; else the proposed row is left out, and not counted; except that MySQL and MariaDB
    /// count it where the rows are those of a query.
    pub fn do_update_where<A: Assignments, P: Predicate>(
        self,
        assignments: A,
        condition: P,
    ) -> Insert<C> {
        let mut list = Vec::new();
        assignments.assign(&mut list);
        let mut filter = None;
        predicate::add(&mut filter, condition.into_predicate());
        self.action(ConflictAction::Update { assignments: list, filter })
    }
}

/// The value proposed for a column by the row that met a conflict: `excluded.column`.
///
/// ```
/// use aludel::prelude::*;
/// table! { pages { url: Text, visits: Integer } }
/// let q = insert_into(pages::table)
///     .set(pages::url, "/")
///     .set(pages::visits, 1)
///     .on_conflict(pages::url)
///     .do_update(pages::visits.set(pages::visits + excluded(pages::visits)));
/// ```
pub fn excluded<T: SqlType>(column: Column<T>) -> Expr<T> {
    Expr::from_ast(ast::Expr::Excluded(column.reference()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::{DataType, Expr as Node, Value};
    use crate::query::fixture::users;
    use crate::query::table;

    fn source<C>(insert: &Insert<C>) -> &InsertSource {
        &insert.as_ast().source
    }

    #[test]
    fn plain_rows_are_one_flat_list() {
        let insert = insert_into(users::table)
            .columns((users::name, users::age))
            .rows([("Ann", Some(30)), ("Bob", None)]);
        let values = vec!["Ann".into(), 30.into(), "Bob".into(), Value::Null];
        assert_eq!(*source(&insert), InsertSource::Values(values));
    }

    #[test]
    fn an_expression_makes_all_cells_expressions() {
        let insert = insert_into(users::table)
            .columns((users::name, users::age))
            .row(("Ann", 30))
            .row(("Bob", users::age + 1));
        let InsertSource::Exprs(cells) = source(&insert) else { panic!("{insert:?}") };
        assert_eq!(cells.len(), 4);
        let age = Bind { value: 30.into(), data_type: Some(&DataType::Integer) };
        assert_eq!(cells.get(1), Some(&Node::Bind(age)));
    }

    #[test]
    fn set_makes_one_row() {
        let insert = insert_into(users::table)
            .set(users::name, "Ann")
            .set_default(users::email)
            .set_opt(users::age, None::<i32>);
        assert_eq!(insert.as_ast().columns, [users::name.reference(), users::email.reference()]);
        assert!(matches!(source(&insert), InsertSource::Exprs(cells) if cells.len() == 2));
        assert_eq!(*source(&insert_into(users::table)), InsertSource::DefaultValues);
    }

    #[test]
    fn a_dynamic_row_of_another_width_is_told() {
        let rows = |widths: &[usize]| {
            let insert = insert_into(table("users")).columns_dyn(["a", "b"]);
            let rows = widths.iter().map(|width| vec![Value::from(1); *width]);
            source(&insert.rows_dyn(rows)).clone()
        };
        assert_eq!(rows(&[2, 2]), InsertSource::Values(vec![1.into(); 4]));
        assert_eq!(rows(&[2, 3, 2]), InsertSource::WrongWidth { row: 1, found: 3 });
        assert_eq!(rows(&[]), InsertSource::Values(vec![]));
    }

    #[test]
    fn a_conflict_carries_its_assignments() {
        let insert = insert_into(users::table)
            .set(users::email, "a@b")
            .on_conflict((users::email,))
            .do_update_where(users::age.set_excluded(), users::age.lt(excluded(users::age)));
        let conflict = insert.as_ast().on_conflict.as_ref().unwrap();
        assert_eq!(conflict.target, ConflictTarget::Columns(vec![users::email.reference()]));
        let ConflictAction::Update { assignments, filter } = &conflict.action else { panic!() };
        assert_eq!((assignments.len(), filter.is_some()), (1, true));
    }
}
