//! Queries and functions in FROM.

use std::marker::PhantomData;

use crate::ast::{
    self, ColumnRef, Expr as Node, ExprList, FromItem, Name, Nested, Query, TableFunction,
};

use super::relation::{Base, Mode, Outer, OuterRelation, Relation};
use super::types::SqlType;
use super::{Arguments, Column, Expr};

/// A query under an alias, used as a table: `(SELECT …) AS alias`. Made by `.alias("name")` on a
/// query.
#[derive(Clone, Debug)]
pub struct Derived<M = Base> {
    node: Box<ast::Derived>,
    mode: PhantomData<M>,
}

impl Derived {
    pub(super) fn new(query: Query, alias: Name) -> Self {
        let query = Nested::new(query);
        let node = ast::Derived { query, alias, columns: Vec::new(), lateral: false };
        Derived { node: Box::new(node), mode: PhantomData }
    }

    /// With nullable columns, for the nullable side of an outer join.
    pub fn outer(self) -> Derived<Outer> {
        Derived { node: self.node, mode: PhantomData }
    }
}

impl<M: Mode> Derived<M> {
    /// `LATERAL (SELECT …)`: the query may refer to the tables before it.
    #[must_use]
    pub fn lateral(mut self) -> Self {
        self.node.lateral = true;
        self
    }

    /// `(SELECT …) AS alias (names)`: names for its columns, as many as the query has. Where
    /// there is no such list (SQLite, MariaDB before 11.8), the names are those of a CTE inside.
    #[must_use]
    pub fn columns<N: Into<Name>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.node.columns = names.into_iter().map(N::into).collect();
        self
    }

    /// The column that the query has from this one: of the same name and type.
    pub fn get<T: SqlType>(&self, column: Column<T>) -> Expr<M::Sql<T>> {
        self.column(column.name())
    }

    /// The column of that name.
    pub fn column<T: SqlType>(&self, name: impl Into<Name>) -> Expr<T> {
        Expr::from_ast(Node::Column(self.node.column(name).of_type(T::DATA_TYPE)))
    }
}

#[diagnostic::do_not_recommend]
impl<M: Mode> Relation for Derived<M> {
    fn into_from(self) -> FromItem {
        FromItem::Derived(self.node)
    }
}

#[diagnostic::do_not_recommend]
impl OuterRelation for Derived<Outer> {}

/// A function that yields rows, used as a table: `function(args) AS alias`.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctionTable(TableFunction);

/// A function that yields rows: `name(args) AS alias`. Its meaning is the server's.
///
/// ```
/// use aludel::prelude::*;
/// table! { posts { id: BigInt, tags: Text } }
/// let tag = function_table("json_each", (posts::tags,), "tag");
/// let q = select((posts::id, tag.column::<Text>("value"))).from(posts::table).cross_join(tag);
/// ```
pub fn function_table(
    name: impl Into<Name>,
    args: impl Arguments,
    alias: impl Into<Name>,
) -> FunctionTable {
    FunctionTable(TableFunction {
        name: name.into(),
        args: args.into_list(),
        alias: alias.into(),
        columns: Vec::new(),
        with_ordinality: false,
        lateral: false,
    })
}

impl FunctionTable {
    /// `… AS alias (names)`: names for its columns.
    #[must_use]
    pub fn columns<N: Into<Name>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.0.columns = names.into_iter().map(N::into).collect();
        self
    }

    /// `… WITH ORDINALITY`: a last column numbers the rows.
    #[must_use]
    pub fn with_ordinality(mut self) -> Self {
        self.0.with_ordinality = true;
        self
    }

    /// `LATERAL …`: the arguments may refer to the tables before it.
    #[must_use]
    pub fn lateral(mut self) -> Self {
        self.0.lateral = true;
        self
    }

    /// The column of that name.
    pub fn column<T: SqlType>(&self, name: impl Into<Name>) -> Expr<T> {
        let alias = Some(self.0.alias.clone());
        Expr::from_ast(Node::Column(ColumnRef::named(alias, name).of_type(T::DATA_TYPE)))
    }

    /// The arguments.
    pub fn args(&self) -> &ExprList {
        &self.0.args
    }
}

#[diagnostic::do_not_recommend]
impl Relation for FunctionTable {
    fn into_from(self) -> FromItem {
        FromItem::Function(Box::new(self.0))
    }
}

// The types of its columns are the caller's word, and so is whether they are nullable.
#[diagnostic::do_not_recommend]
impl OuterRelation for FunctionTable {}
