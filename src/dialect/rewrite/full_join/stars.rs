//! `*` as the columns that it stands for.

use crate::ast::{
    ColumnRef, Expr, FromItem, Join, JoinOn, Name, Query, Select, SelectItem, TableName,
};

/// Writes `*` as the columns that it stands for.
pub(super) fn spell_out_stars(select: &mut Select) -> Option<()> {
    if !select.items.iter().any(|item| matches!(item, SelectItem::All(_))) {
        return Some(());
    }
    let mut leaves = Vec::new();
    add_leaves(select.from.as_ref(), &select.joins, &mut leaves)?;
    let mut items = Vec::new();
    for item in &select.items {
        match item {
            SelectItem::All(table) => {
                let meant = |leaf: &&&FromItem| {
                    table.as_ref().is_none_or(|table| leaf.visible_name() == Some(table.as_str()))
                };
                for leaf in leaves.iter().filter(meant) {
                    let table = Name::from(leaf.visible_name()?.to_owned());
                    items.extend(column_names(leaf)?.into_iter().map(|name| {
                        SelectItem::Expr(Expr::Column(ColumnRef::named(Some(table.clone()), name)))
                    }));
                }
            }
            item => items.push(item.clone()),
        }
    }
    select.items = items;
    Some(())
}

/// The tables, unless columns of several are one.
fn add_leaves<'a>(
    first: Option<&'a FromItem>,
    joins: &'a [Join],
    leaves: &mut Vec<&'a FromItem>,
) -> Option<()> {
    if joins.iter().any(|join| matches!(join.on, JoinOn::Using(_) | JoinOn::Natural)) {
        return None;
    }
    for item in first.into_iter().chain(joins.iter().map(|join| &join.item)) {
        match item {
            FromItem::Joined(tree) => add_leaves(Some(&tree.first), &tree.joins, leaves)?,
            item => leaves.push(item),
        }
    }
    Some(())
}

fn column_names(item: &FromItem) -> Option<Vec<Name>> {
    match item {
        FromItem::Table(table) => match &table.table {
            TableName::Declared(def) => {
                Some(def.columns.iter().map(|column| Name::new(column.name)).collect())
            }
            TableName::Named(_) => None,
        },
        FromItem::Derived(derived) if !derived.columns.is_empty() => Some(derived.columns.clone()),
        FromItem::Derived(derived) => match &*derived.query {
            Query::Select(select) => {
                let name = |item: &SelectItem| item.name().map(|name| name.to_owned().into());
                select.items.iter().map(name).collect()
            }
            _ => None,
        },
        _ => None,
    }
}
