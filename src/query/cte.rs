//! Common table expressions: WITH.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{
    self, ColumnRef, Expr as Node, FromItem, Name, Nested, Statement, TableName, TableRef, With,
};

use super::relation::{Base, Mode, Outer, OuterRelation, Relation};
use super::types::SqlType;
use super::{Column, Compound, Delete, Expr, Insert, QueryOf, Returning, Select, Update};

/// A statement under a name, whose rows, of the type `R`, other parts of a statement read like a
/// table. Made by [`cte`] or [`cte_recursive`].
///
/// ```
/// use aludel::prelude::*;
/// table! { posts { id: BigInt, user_id: BigInt } }
/// let recent = cte("recent", select((posts::id, posts::user_id)).from(posts::table));
/// let q = select(recent.get(posts::user_id)).from(&recent).with(recent);
/// ```
pub struct Cte<R> {
    node: ast::Cte,
    recursive: bool,
    row: PhantomData<fn() -> R>,
}

impl<R> Clone for Cte<R> {
    fn clone(&self) -> Self {
        Cte { node: self.node.clone(), recursive: self.recursive, row: PhantomData }
    }
}

impl<R> fmt::Debug for Cte<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

/// What may stand in a CTE: a query, or on PostgreSQL a write with RETURNING.
#[diagnostic::on_unimplemented(
    message = "`{Self}` yields no rows",
    label = "expected a query, or a write with `.returning(…)`"
)]
pub trait CteBody<R> {
    /// The body as a node.
    fn into_body(self) -> Statement;
}

#[diagnostic::do_not_recommend]
impl<R> CteBody<R> for Select<R> {
    fn into_body(self) -> Statement {
        Statement::Query(self.into_query())
    }
}

#[diagnostic::do_not_recommend]
impl<R> CteBody<R> for Compound<R> {
    fn into_body(self) -> Statement {
        Statement::Query(self.into_query())
    }
}

#[diagnostic::do_not_recommend]
impl<R> CteBody<R> for Returning<R> {
    fn into_body(self) -> Statement {
        self.into_ast()
    }
}

fn node(name: Name, body: Statement) -> ast::Cte {
    ast::Cte { name, columns: Vec::new(), body: Nested::new(body), materialized: None }
}

/// `WITH name AS (query)`. See [`Cte`].
pub fn cte<Q: CteBody<R>, R>(name: impl Into<Name>, query: Q) -> Cte<R> {
    Cte { node: node(name.into(), query.into_body()), recursive: false, row: PhantomData }
}

/// `WITH RECURSIVE name AS (query)`, where the query may read the CTE itself.
///
/// ```
/// use aludel::prelude::*;
/// table! { folders { id: BigInt, parent: Nullable<BigInt> } }
/// let tree = cte_recursive("tree", |tree| {
///     let roots = select(folders::id).from(folders::table).filter(folders::parent.is_null());
///     let below = select(folders::id)
///         .from(folders::table)
///         .join(tree, folders::parent.eq(tree.get(folders::id)));
///     roots.union_all(below)
/// });
/// let q = select(tree.get(folders::id)).from(&tree).with(tree);
/// ```
///
/// The first query gives the columns their types, which on MySQL and MariaDB are as wide as its
/// values: for text that grows from level to level say how wide it gets, as by
/// `.cast::<VarChar<500>>()`; the statement fails there otherwise. PostgreSQL wants the same type in
/// both queries.
pub fn cte_recursive<Q: QueryOf<R>, R>(
    name: impl Into<Name>,
    query: impl FnOnce(&CteTable) -> Q,
) -> Cte<R> {
    let name = name.into();
    let this = CteTable { name: name.clone(), alias: None, mode: PhantomData };
    let body = Statement::Query(query(&this).into_query());
    Cte { node: node(name, body), recursive: true, row: PhantomData }
}

impl<R> Cte<R> {
    /// `name (names) AS (…)`: names for its columns.
    #[must_use]
    pub fn columns<N: Into<Name>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.node.columns = names.into_iter().map(N::into).collect();
        self
    }

    /// `AS MATERIALIZED`: the server computes it once (PostgreSQL, SQLite).
    #[must_use]
    pub fn materialized(mut self) -> Self {
        self.node.materialized = Some(true);
        self
    }

    /// `AS NOT MATERIALIZED`: the server inlines it (PostgreSQL, SQLite).
    #[must_use]
    pub fn not_materialized(mut self) -> Self {
        self.node.materialized = Some(false);
        self
    }

    /// The CTE as a table.
    pub fn table(&self) -> CteTable {
        CteTable { name: self.node.name.clone(), alias: None, mode: PhantomData }
    }

    /// The CTE as a table under another name: one that is read twice is told apart by it.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { posts { id: BigInt, stars: Integer } }
    /// let good = cte("good", select((posts::id, posts::stars)).from(posts::table));
    /// let better = good.alias("better");
    /// let q = select((good.get(posts::id), better.get(posts::id)))
    ///     .from(&good)
    ///     .join(&better, good.get(posts::stars).lt(better.get(posts::stars)))
    ///     .with(&good);
    /// ```
    pub fn alias(&self, alias: impl Into<Name>) -> CteTable {
        self.table().alias(alias)
    }

    /// The CTE as a table with nullable columns, for the nullable side of an outer join.
    pub fn outer(&self) -> CteTable<Outer> {
        self.table().outer()
    }

    /// The column that the query has from this one: of the same name and type.
    pub fn get<T: SqlType>(&self, column: Column<T>) -> Expr<T> {
        self.column(column.name())
    }

    /// The column of that name.
    pub fn column<T: SqlType>(&self, name: impl Into<Name>) -> Expr<T> {
        let column = ColumnRef::named(Some(self.node.name.clone()), name).of_type(T::DATA_TYPE);
        Expr::from_ast(Node::Column(column))
    }
}

/// A CTE as a table: what FROM and JOIN take, under an alias if need be.
#[derive(Clone, Debug)]
pub struct CteTable<M = Base> {
    name: Name,
    alias: Option<Name>,
    mode: PhantomData<M>,
}

impl CteTable {
    /// The CTE under another name.
    #[must_use]
    pub fn alias(mut self, alias: impl Into<Name>) -> Self {
        self.alias = Some(alias.into());
        self
    }

    /// With nullable columns, for the nullable side of an outer join.
    pub fn outer(self) -> CteTable<Outer> {
        CteTable { name: self.name, alias: self.alias, mode: PhantomData }
    }
}

impl<M: Mode> CteTable<M> {
    /// The column that the query has from this one: of the same name and type.
    pub fn get<T: SqlType>(&self, column: Column<T>) -> Expr<M::Sql<T>> {
        self.column(column.name())
    }

    /// The column of that name.
    pub fn column<T: SqlType>(&self, name: impl Into<Name>) -> Expr<T> {
        let table = self.alias.as_ref().unwrap_or(&self.name).clone();
        let column = ColumnRef::named(Some(table), name).of_type(T::DATA_TYPE);
        Expr::from_ast(Node::Column(column))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Mode> Relation for CteTable<M> {
    fn into_from(self) -> FromItem {
        FromItem::Table(TableRef { table: TableName::named(self.name), alias: self.alias })
    }
}

#[diagnostic::do_not_recommend]
impl<M: Mode> Relation for &CteTable<M> {
    fn into_from(self) -> FromItem {
        let (table, alias) = (TableName::named(self.name.clone()), self.alias.clone());
        FromItem::Table(TableRef { table, alias })
    }
}

#[diagnostic::do_not_recommend]
impl OuterRelation for CteTable<Outer> {}

#[diagnostic::do_not_recommend]
impl OuterRelation for &CteTable<Outer> {}

#[diagnostic::do_not_recommend]
impl<R> Relation for &Cte<R> {
    fn into_from(self) -> FromItem {
        self.table().into_from()
    }
}

/// What `.with(…)` takes: a [`Cte`], by value or by reference.
pub trait IntoCte {
    /// The CTE as a node, and whether it is recursive.
    fn into_cte(self) -> (ast::Cte, bool);
}

impl<R> IntoCte for Cte<R> {
    fn into_cte(self) -> (ast::Cte, bool) {
        (self.node, self.recursive)
    }
}

impl<R> IntoCte for &Cte<R> {
    fn into_cte(self) -> (ast::Cte, bool) {
        self.clone().into_cte()
    }
}

fn add(with: &mut Option<Box<With>>, (cte, recursive): (ast::Cte, bool)) {
    let with = with.get_or_insert_default();
    with.recursive |= recursive;
    with.ctes.push(cte);
}

macro_rules! with {
    ($($name:ident $(<$R:ident>)?;)*) => { $(
        impl$(<$R>)? $name$(<$R>)? {
            /// `WITH name AS (…)` before the statement. Further calls add to the list.
            ///
            /// Where a database has none before a write (INSERT on MySQL and MariaDB, UPDATE and
            /// DELETE on MariaDB), it stands inside, before the queries that read the CTE.
            #[must_use]
            pub fn with<C: IntoCte>(mut self, cte: C) -> Self {
                add(&mut self.as_ast_mut().with, cte.into_cte());
                self
            }
        }
    )* };
}
with! {
    Select<R>;
    Compound<R>;
    Insert<R>;
    Update;
    Delete;
}
