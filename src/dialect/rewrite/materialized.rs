//! Derived tables that are computed apart from the write that they stand in.

use crate::ast::{Expr, Query, Select, TableName, Value};
use crate::dialect::own_table;

/// The query, so that the server does not merge it into a write to that table, which could not have
/// the table in its subqueries then. None if the query keeps apart as it is.
pub(in crate::dialect) fn apart(query: &Query, target: &TableName) -> Option<Query> {
    let Query::Select(select) = query else { return None };
    if select.limit.is_some() || !own_table::in_query(query, target) {
        return None;
    }
    // No more rows than there can be.
    let limit = Some(Expr::Literal(Value::Int(i64::MAX)).into());
    Some(Select { limit, ..(**select).clone() }.into())
}
