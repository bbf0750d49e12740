//! UPDATE of many rows, each to values of its own.

use crate::ast::{
    self, BinaryOp, ColumnRef, Derived, Expr, ExprList, FromItem, InsertSource, Name, Nested,
    Query, Select, SelectItem, SetOperation, SetOperator, TableRef, Values,
};

use super::insert::{Columns, RowValues};
use super::predicate;
use super::update::Update;

/// What the given rows are called in the statement; a table may have that name itself.
fn name_of_rows(target: &Name) -> Name {
    Name::new(if target.as_str() == "each" { "each row" } else { "each" })
}

impl Update {
    /// Many rows in one statement, each to values of its own: the row of the table whose `key` is
    /// that of a given row takes the other values of it.
    ///
    /// The rows are tuples of values for all the `columns`, among which those of the `key` have to be,
    /// or structs made by [`row_struct!`](crate::row_struct). A row that meets none of the table is
    /// passed over, and not counted. If two of them have the same key, one is taken: which, is the
    /// server's choice. A row of another width, or a key that is not among the columns, does not
    /// compile; nor does a list of no rows.
    ///
    /// More rows than a statement has room for are written by
    /// [`update_many`](crate::adapter::Connection::update_many).
    ///
    /// It is an `UPDATE … FROM` the rows. The first member of that union has no row; it tells the
    /// server the types.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { users { id: BigInt [primary_key], name: VarChar<40>, age: Integer } }
    /// let q = update(users::table).set_each(
    ///     (users::id, users::name, users::age),
    ///     users::id,
    ///     [(1, "Ann", 30), (2, "Bob", 20)],
    /// );
    /// assert_eq!(
    ///     q.compile(&Postgres::new())?.text(),
    ///     "UPDATE \"users\" SET \"name\" = \"each\".\"name\", \"age\" = \"each\".\"age\" \
    ///      FROM (SELECT \"users\".\"id\", \"users\".\"name\", \"users\".\"age\" FROM \"users\" \
    ///      WHERE 1 = 0 UNION ALL VALUES ($1, $2, $3), ($4, $5, $6)) AS \"each\" \
    ///      WHERE \"users\".\"id\" = \"each\".\"id\"",
    /// );
    /// # Ok::<(), CompileError>(())
    /// ```
    #[must_use]
    pub fn set_each<C: Columns, K: Columns, V: RowValues<C::Sql>>(
        mut self,
        columns: C,
        key: K,
        rows: impl IntoIterator<Item = V>,
    ) -> Self {
        let columns = columns.into_columns();
        let key = key.into_columns();
        let node = self.as_ast_mut();
        let target = Name::from(node.table.visible_name().to_owned());
        let each = name_of_rows(&target);
        for column in &key {
            let is_given = columns.iter().any(|given| given.name() == column.name());
            // The key of a row that has none is out of scope, and so the statement does not compile.
            let source = if is_given { each.clone() } else { Name::new("the columns of set_each") };
            let [own, given] = [target.clone(), source].map(|table| in_table(table, column));
            predicate::add(&mut node.filter, Expr::binary(own, BinaryOp::Eq, given));
        }
        let in_key = |column: &&ColumnRef| key.iter().any(|key| key.name() == column.name());
        node.assignments.extend(columns.iter().filter(|column| !in_key(column)).map(|column| {
            ast::Assignment { column: column.clone(), value: in_table(each.clone(), column) }
        }));
        let query = Nested::new(given(&node.table, &target, columns, rows));
        let derived = Derived { query, alias: each, columns: Vec::new(), lateral: false };
        self.beside(FromItem::Derived(Box::new(derived)))
    }
}

fn in_table(table: Name, column: &ColumnRef) -> Expr {
    Expr::Column(ColumnRef::named(Some(table), column.name().to_owned()))
}

/// No row of the table, and then the rows given.
fn given<C, V: RowValues<C>>(
    table: &TableRef,
    target: &Name,
    columns: Vec<ColumnRef>,
    rows: impl IntoIterator<Item = V>,
) -> Query {
    let item = |column| SelectItem::Expr(in_table(target.clone(), column));
    let types = Select {
        items: columns.iter().map(item).collect(),
        from: Some(FromItem::Table(table.clone())),
        filter: Some(Expr::Or(ExprList::new())),
        ..Select::default()
    };
    let mut insert = ast::Insert::new(table.clone());
    insert.columns = columns;
    insert.source = InsertSource::Values(Vec::new());
    rows.into_iter().for_each(|row| row.append(&mut insert));
    let types_of_cells = insert.columns.iter().map(ColumnRef::data_type).collect();
    let values = Values { rows: cells(&insert), types: types_of_cells };
    let values = Nested::new(Query::Values(Box::new(values)));
    Query::SetOperation(Box::new(SetOperation {
        with: None,
        first: Nested::new(types.into()),
        rest: vec![(SetOperator::UnionAll, values)],
        order_by: Vec::new(),
        limit: None,
        offset: None,
    }))
}

/// The rows of an INSERT as rows of expressions.
fn cells(insert: &ast::Insert) -> Vec<ExprList> {
    let width = insert.columns.len().max(1);
    let cells = insert.source.cells(&insert.columns).unwrap_or_default();
    cells.chunks(width).map(|row| row.iter().cloned().collect()).collect()
}
