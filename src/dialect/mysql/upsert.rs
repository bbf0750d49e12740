//! An upsert on one key as `ON DUPLICATE KEY UPDATE`, which takes any.

use super::call;
use crate::ast::{
    Assignment, Attribute, BinaryOp, ColumnRef, ConflictAction, ConflictTarget, Expr, Insert, Name,
    OnConflict, TableName,
};
use crate::dialect::syntax::raw;

/// An upsert on one key as `ON DUPLICATE KEY UPDATE`, which takes any.
///
/// An assignment is guarded: where the row that is there does not have the proposed row's key, and so
/// was met by another one, it takes the value of a subquery of two rows, which is error 1242. The
/// condition of the update moves into each assignment.
pub(in crate::dialect) fn on_duplicate_key(insert: &Insert) -> Option<Insert> {
    let conflict = insert.on_conflict.as_ref()?;
    let target = Name::from(insert.table.visible_name().to_owned());
    let own = |column: &ColumnRef| match column {
        ColumnRef::Named(named) => ColumnRef::named(Some(target.clone()), named.name.clone()),
        declared => declared.clone(),
    };
    let guard = match &conflict.target {
        ConflictTarget::AnyKey => None,
        ConflictTarget::Columns(key) if is_only_key(insert, key) => None,
        ConflictTarget::Columns(key) => Some(key.iter().map(|column| {
            let excluded = Expr::Excluded(column.clone());
            Expr::binary(Expr::Column(own(column)), BinaryOp::Eq, excluded)
        })),
        _ => return None,
    };
    let mut assignments = match &conflict.action {
        ConflictAction::Nothing => {
            let column = match &conflict.target {
                ConflictTarget::Columns(key) => key.first()?,
                _ => insert.columns.first()?,
            };
            vec![Assignment { column: column.clone(), value: left_alone(own(column)) }]
        }
        ConflictAction::Update { assignments, filter } => {
            let mut assignments = assignments.clone();
            if let Some(filter) = filter {
                for (assignment, place) in assignments.iter_mut().zip(0..) {
                    let value = std::mem::replace(&mut assignment.value, Expr::Default);
                    let old = own(&assignment.column);
                    let old = if place == 0 { left_alone(old) } else { Expr::Column(old) };
                    assignment.value = call("IF", [filter.clone(), value, old]);
                }
            }
            assignments
        }
    };
    if let (Some(guard), ConflictTarget::Columns(key)) = (guard, &conflict.target) {
        // DEFAULT stands alone: where there is nothing else, the key is set to itself.
        if assignments.iter().all(|assignment| assignment.value == Expr::Default) {
            let column = key.first()?.clone();
            let value = Expr::Column(own(&column));
            assignments.push(Assignment { column, value });
        }
        let mut values = assignments.iter_mut();
        let guarded = values.find(|assignment| assignment.value != Expr::Default)?;
        let value = std::mem::replace(&mut guarded.value, Expr::Default);
        let two_rows = raw(TWO_ROWS, [Expr::Column(own(&guarded.column))]);
        guarded.value = call("IF", [Expr::And(guard.collect()), value, two_rows]);
    }
    let action = ConflictAction::Update { assignments, filter: None };
    let conflict = OnConflict { target: ConflictTarget::AnyKey, action };
    Some(Insert { on_conflict: Some(Box::new(conflict)), ..insert.clone() })
}

/// What the statement tells as the key that it made, when it leaves a single row as it is: no other
/// count tells that from a row inserted. No server makes this key.
#[cfg(feature = "mysql")]
pub(crate) const LEFT_ALONE: &str = "LAST_INSERT_ID(18446744073709551615)";

fn left_alone(column: ColumnRef) -> Expr {
    const OLD: &str = "IF(LAST_INSERT_ID(18446744073709551615), {}, {})";
    let [one, other] = [Expr::Column(column.clone()), Expr::Column(column)];
    raw(OLD, [one, other])
}

/// What marks an error 1242 as a conflict with another key.
#[cfg(feature = "mysql")]
pub(crate) const ANOTHER_KEY: &str = "AS `another key`";

/// Of the column's own type: a parameter beside it takes the type from there.
const TWO_ROWS: &str = "(SELECT {} FROM (SELECT 1 UNION ALL SELECT 2) AS `another key`)";

/// Whether the table is declared to have no unique key but this.
fn is_only_key(insert: &Insert, key: &[ColumnRef]) -> bool {
    use Attribute::{PrimaryKey, Unique};
    let TableName::Declared(table) = &insert.table.table else { return false };
    let in_key = |name: &str| key.iter().any(|column| column.name() == name);
    let mut primary = table.columns.iter().filter(|column| column.attributes.contains(&PrimaryKey));
    let mut unique = table.columns.iter().filter(|column| column.attributes.contains(&Unique));
    let primary_count = primary.clone().count();
    let all_primary = primary.all(|column| in_key(column.name));
    let is_primary = all_primary && primary_count == key.len();
    let only_unique = unique.all(|column| key.len() == 1 && in_key(column.name));
    only_unique && (primary_count == 0 || is_primary)
}
