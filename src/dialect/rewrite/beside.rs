//! The tables beside the target of a write, in other words.

use crate::CompileError;
use crate::ast::{Delete, Expr, FromItem, Join, Nested, Select, SelectItem, Update, Value};
use crate::dialect::join_key;

/// `EXISTS (SELECT 1 FROM tables WHERE …)`: whether a row meets one of the tables beside it.
pub(in crate::dialect) fn meets(first: &FromItem, joins: &[Join], filter: &Option<Expr>) -> Expr {
    let select = Select {
        items: vec![SelectItem::Expr(Expr::Literal(Value::Int(1)))],
        from: Some(first.clone()),
        joins: joins.to_vec(),
        filter: filter.clone(),
        ..Select::default()
    };
    Expr::Exists { query: Nested::new(select.into()), negated: false }
}

/// DELETE … USING as a DELETE of the rows that meet such of the other tables. None if columns of those
/// are to be returned.
pub(in crate::dialect) fn using_as_exists(delete: &Delete) -> Option<Delete> {
    if delete.returning.contains(&SelectItem::All(None)) {
        return None;
    }
    let exists = meets(delete.using.as_ref()?, &delete.joins, &delete.filter);
    let (with, table) = (delete.with.clone(), delete.table.clone());
    let (returning, annotations) = (delete.returning.clone(), delete.annotations.clone());
    Some(Delete { with, filter: Some(exists), returning, annotations, ..Delete::new(table) })
}

/// What a query's FULL JOINs become.
pub(in crate::dialect) type Fold = fn(&Select) -> Option<Select>;

type Folded<T> = Result<Option<T>, Box<CompileError>>;

/// The UPDATE with the FULL JOINs of its FROM in other words. None if they cannot be said so.
pub(in crate::dialect) fn update_without_full_join(update: &Update, fold: Fold) -> Folded<Update> {
    let value = |value: &Expr| SelectItem::Expr(value.clone());
    let rows = update.row_assignments.iter();
    let rows = rows.map(|row| SelectItem::Expr(Expr::Subquery(row.query.clone())));
    let values = update.assignments.iter().map(|assignment| value(&assignment.value));
    let items = values.chain(rows).collect();
    let Some(select) = folded((&update.from, &update.joins), items, &update.filter, fold)? else {
        return Ok(None);
    };
    let mut folded = Update { from: select.from, filter: select.filter, ..update.clone() };
    folded.joins = select.joins;
    let mut items = select.items.into_iter().filter_map(|item| match item {
        SelectItem::Expr(expr) => Some(expr),
        // A column that has kept its name.
        SelectItem::Labeled(labeled) => Some(labeled.0),
        SelectItem::All(_) => None,
    });
    for assignment in &mut folded.assignments {
        let Some(value) = items.next() else { return Ok(None) };
        assignment.value = value;
    }
    for row in &mut folded.row_assignments {
        let Some(Expr::Subquery(query)) = items.next() else { return Ok(None) };
        row.query = query;
    }
    Ok(Some(folded))
}

/// The DELETE with the FULL JOINs of its USING in other words. None if they cannot be said so.
pub(in crate::dialect) fn delete_without_full_join(delete: &Delete, fold: Fold) -> Folded<Delete> {
    let items = vec![SelectItem::Expr(Expr::Literal(Value::Int(1)))];
    let select = folded((&delete.using, &delete.joins), items, &delete.filter, fold)?;
    Ok(select.map(|select| {
        let Select { from: using, joins, filter, .. } = select;
        Delete { using, joins, filter, ..delete.clone() }
    }))
}

/// A query of what the write reads of these tables, with its FULL JOINs in other words.
fn folded(
    (first, joins): (&Option<FromItem>, &[Join]),
    items: Vec<SelectItem>,
    filter: &Option<Expr>,
    fold: Fold,
) -> Folded<Select> {
    let (from, joins, filter) = (first.clone(), joins.to_vec(), filter.clone());
    let select = Select { items, from, joins, filter, ..Select::default() };
    Ok(fold(&*join_key::with_conditions(&select)?))
}
