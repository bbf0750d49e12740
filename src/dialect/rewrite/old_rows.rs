//! An UPDATE whose new values are computed before any row is changed: in a derived table of the rows
//! as they were, which are then found by their key.

use super::{key, row_set};
use crate::ast::{
    Assignment, BinaryOp, ColumnRef, Derived, Expr, FromItem, Join, JoinKind, JoinOn, JoinTree,
    Name, Nested, Select, SelectItem, Update,
};

/// No table's name but by intent.
const OLD: Name = Name::new("old rows");

/// `UPDATE t SET a = old.value FROM (SELECT key, … AS value FROM t WHERE …) AS old WHERE t.key =
/// old.key`.
pub(in crate::dialect) fn update(update: &Update, row: &[&'static str]) -> Option<Update> {
    if !update.row_assignments.is_empty() {
        return self::update(&row_set::column_by_column(update)?, row);
    }
    let key = key::of(&update.table, row)?;
    let mut select = Select {
        from: Some(FromItem::Table(update.table.clone())),
        joins: beside(update).into_iter().collect(),
        filter: update.filter.clone(),
        order_by: update.order_by.clone(),
        limit: update.limit.clone(),
        ..Select::default()
    };
    let mut old = |kind: &str, number: usize, expr: Expr| {
        let label = Name::from(format!("{kind} {number}"));
        select.items.push(SelectItem::Labeled(Box::new((expr, label.clone()))));
        Expr::Column(ColumnRef::named(Some(OLD), label))
    };
    let same = (1..).zip(key).map(|(number, column)| {
        let own = Expr::Column(column);
        Expr::binary(own.clone(), BinaryOp::Eq, old("key", number, own))
    });
    let same = same.reduce(Expr::and)?;
    let assignments = (1..).zip(&update.assignments).map(|(number, assignment)| {
        let Assignment { column, value } = assignment.clone();
        let value = if is_constant(&value) { value } else { old("value", number, value) };
        Assignment { column, value }
    });
    let assignments = assignments.collect();
    let query = Nested::new(select.into());
    let derived = Derived { query, alias: OLD, columns: Vec::new(), lateral: false };
    Some(Update {
        with: update.with.clone(),
        assignments,
        from: Some(FromItem::Derived(Box::new(derived))),
        filter: Some(same),
        returning: update.returning.clone(),
        annotations: update.annotations.clone(),
        ..Update::new(update.table.clone())
    })
}

/// The tables beside the target, joined to it.
fn beside(update: &Update) -> Option<Join> {
    let first = update.from.clone()?;
    let item = match &update.joins[..] {
        [] => first,
        joins => FromItem::Joined(Nested::new(JoinTree { first, joins: joins.to_vec() })),
    };
    Some(Join { kind: JoinKind::Cross, item, on: JoinOn::None })
}

/// Whether the value is the same for every row; such a one takes the column's type where it stands.
fn is_constant(value: &Expr) -> bool {
    matches!(value, Expr::Bind(_) | Expr::Literal(_) | Expr::Slot(_) | Expr::Default)
}
