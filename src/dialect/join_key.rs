//! The condition of a join that follows a declared foreign key.

use std::borrow::Cow;

use crate::CompileError;
use crate::ast::{
    Attribute, BinaryOp, ColumnRef, Expr, FromItem, Join, JoinOn, Name, Select, TableDef,
    TableName, TableRef,
};

/// The equality of the only declared key between a table and those before it.
pub(super) fn condition(
    first: &FromItem,
    before: &[Join],
    item: &FromItem,
) -> Result<Expr, Box<CompileError>> {
    let mut tables = Vec::new();
    collect(first, &mut tables);
    before.iter().for_each(|join| collect(&join.item, &mut tables));
    let mut joined = Vec::new();
    collect(item, &mut joined);
    let mut keys = Vec::new();
    for new in &joined {
        for old in &tables {
            keys_from(new, old, &mut keys);
            keys_from(old, new, &mut keys);
        }
    }
    match <[Key; 1]>::try_from(keys) {
        Ok([[from, to]]) => Ok(Expr::binary(Expr::Column(from), BinaryOp::Eq, Expr::Column(to))),
        Err(keys) => Err(Box::new(CompileError::JoinKey {
            table: item.visible_name().unwrap_or("of the joined tables").to_owned(),
            found: keys.iter().map(|[from, to]| format!("{from} = {to}")).collect(),
        })),
    }
}

/// The query with the keys that its tables are joined by as conditions.
pub(super) fn with_conditions(select: &Select) -> Result<Cow<'_, Select>, Box<CompileError>> {
    if !select.joins.iter().any(|join| join.on == JoinOn::Key) {
        return Ok(Cow::Borrowed(select));
    }
    let mut keyed = select.clone();
    for (index, join) in select.joins.iter().enumerate() {
        if let (JoinOn::Key, Some(first)) = (&join.on, &select.from)
            && let Some(same) = keyed.joins.get_mut(index)
        {
            let before = select.joins.get(..index).unwrap_or_default();
            same.on = JoinOn::Condition(condition(first, before, &join.item)?);
        }
    }
    Ok(Cow::Owned(keyed))
}

/// The column that refers, and the one that it refers to.
type Key = [ColumnRef; 2];

fn collect<'a>(item: &'a FromItem, tables: &mut Vec<&'a TableRef>) {
    match item {
        FromItem::Table(table) => tables.push(table),
        FromItem::Joined(tree) => {
            collect(&tree.first, tables);
            tree.joins.iter().for_each(|join| collect(&join.item, tables));
        }
        _ => {}
    }
}

/// The keys of the one table that refer to the other.
fn keys_from(table: &TableRef, other: &TableRef, keys: &mut Vec<Key>) {
    let TableName::Declared(TableDef { columns, .. }) = &table.table else { return };
    let column = |table: &TableRef, name: &'static str| {
        let table = Name::from(table.visible_name().to_owned());
        ColumnRef::named(Some(table), name)
    };
    for own in *columns {
        for attribute in own.attributes {
            if let Attribute::References { table: to, column: to_column } = attribute
                && *to == other.table.name()
            {
                keys.push([column(table, own.name), column(other, to_column)]);
            }
        }
    }
}
