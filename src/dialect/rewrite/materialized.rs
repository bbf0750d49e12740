//! Derived tables that are computed apart from what is around them.

use crate::ast::{
    Derived, Expr, FromItem, Name, Query, Select, SelectItem, TableName, TableRef, Value,
};
use crate::dialect::own_table;

/// The query, so that the server does not merge it into a write to that table, which could not have
/// the table in its subqueries then. None if the query keeps apart as it is.
pub(in crate::dialect) fn apart(query: &Query, target: &TableName) -> Option<Query> {
    kept(query).filter(|_| own_table::in_query(query, target))
}

/// The query with a limit of no fewer rows than there can be, which keeps it from being merged. None
/// if it is not merged as it is.
pub(in crate::dialect) fn kept(query: &Query) -> Option<Query> {
    let Query::Select(select) = query else { return None };
    if select.limit.is_some() {
        return None;
    }
    let limit = Some(Expr::Literal(Value::Int(i64::MAX)).into());
    Some(Select { limit, ..(**select).clone() }.into())
}

/// `(SELECT * FROM table) AS name`.
pub(in crate::dialect) fn table(table: &TableRef) -> FromItem {
    let from = FromItem::Table(TableRef { table: table.table.clone(), alias: None });
    let all = Select { items: vec![SelectItem::All(None)], from: Some(from), ..Select::default() };
    let alias = Name::from(table.visible_name().to_owned());
    let query = Query::from(all).into();
    FromItem::Derived(Box::new(Derived { query, alias, columns: Vec::new(), lateral: false }))
}
