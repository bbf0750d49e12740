//! `SET (columns) = (query)` as assignments to one column each.

use super::repeatable;
use crate::ast::{Assignment, ColumnRef, Expr, Nested, Query, RowAssignment, Select, Update};

/// The query of a row once for each of its columns; none if that might give other rows than the
/// query has.
pub(in crate::dialect) fn column_by_column(update: &Update) -> Option<Update> {
    let mut split = update.clone();
    // Without a limit, no order tells rows apart; it may be by the name of another column.
    for RowAssignment { columns, query } in std::mem::take(&mut split.row_assignments) {
        let Query::Select(select) = &*query else { return None };
        let limited = select.limit.is_some() || select.offset.is_some();
        if limited || select.distinct.is_some() || select.items.len() != columns.len() {
            return None;
        }
        repeatable([&Expr::Subquery(query.clone()).into()])?;
        let assign = |(place, column): (usize, ColumnRef)| {
            let item = select.items.get(place)?.clone();
            item.expr()?;
            let order_by = Vec::new();
            let one = Select { items: vec![item], order_by, ..(**select).clone() };
            Some(Assignment { column, value: Expr::Subquery(Nested::new(one.into())) })
        };
        let assignments = columns.into_iter().enumerate().map(assign);
        split.assignments.extend(assignments.collect::<Option<Vec<_>>>()?);
    }
    Some(split)
}
