//! Derived tables whose columns are given names in a list.

use super::all_of;
use crate::ast::{Cte, Derived, FromItem, Name, Nested, Query, Select, SelectItem, Statement};
use crate::ast::{TableName, TableRef, With};

/// `WITH named (columns) AS (query) SELECT * FROM named`: a CTE takes a list of names where a derived
/// table does not.
pub(in crate::dialect) fn columns_by_cte(derived: &Derived) -> Option<Query> {
    let name = Name::new("named");
    let query = match &*derived.query {
        // MariaDB gives the columns their new names before it sorts by the old ones.
        query @ Query::SetOperation(operation) if !operation.order_by.is_empty() => all_of(query),
        query => query.clone(),
    };
    let body = Nested::new(Statement::Query(query));
    let columns = derived.columns.clone();
    let cte = Cte { name: name.clone(), columns, body, materialized: None };
    let table = TableRef { table: TableName::named(name), alias: None };
    let select = Select {
        with: Some(Box::new(With { recursive: false, ctes: vec![cte] })),
        items: vec![SelectItem::All(None)],
        from: Some(FromItem::Table(table)),
        ..Select::default()
    };
    Some(select.into())
}
