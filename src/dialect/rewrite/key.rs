//! What tells the rows of a table apart.

use crate::ast::{Attribute, ColumnRef, Expr, Name, TableName, TableRef};

/// The columns of the declared primary key, or else those that the server has in any table of its
/// own accord; none if there are none.
pub(super) fn of(table: &TableRef, otherwise: &[&'static str]) -> Option<Vec<ColumnRef>> {
    let qualifier = Name::from(table.visible_name().to_owned());
    let column = |name: &'static str| ColumnRef::named(Some(qualifier.clone()), name);
    let declared = match &table.table {
        TableName::Declared(def) => def.columns,
        TableName::Named(_) => &[],
    };
    let primary =
        |def: &&&'static crate::ast::ColumnDef| def.attributes.contains(&Attribute::PrimaryKey);
    let mut key: Vec<_> = declared.iter().filter(primary).map(|def| column(def.name)).collect();
    if key.is_empty() {
        key = otherwise.iter().map(|name| column(name)).collect();
    }
    (!key.is_empty()).then_some(key)
}

/// The key as one expression: a column, or a row of them.
pub(super) fn expr(key: &[ColumnRef]) -> Expr {
    match key {
        [column] => Expr::Column(column.clone()),
        columns => Expr::Row(columns.iter().cloned().map(Expr::Column).collect::<Vec<_>>().into()),
    }
}
