//! Set operations in other words: INTERSECT ALL and EXCEPT ALL, and what ORDER BY may not name.

use super::all_of;
use super::wrap::{all_named, derived, derived_column, free_name, name_apart, row_number};
use crate::ast::{
    ColumnRef, Expr, ExprList, Name, Operand, OrderItem, Query, Select, SelectItem, SetOperation,
    SetOperator, Transform, VisitMut, visit_mut,
};

const NAME_THE_COLUMNS: &str = "name the columns instead of `*`";
const BY_NAME: &str = "label the column and sort by the label";

/// An EXCEPT or INTERSECT, as the last that the query does, in a derived table: a CTE of it cannot be
/// read twice.
pub(in crate::dialect) fn difference_in_derived(query: &Query) -> Option<Query> {
    use SetOperator::{Except, ExceptAll, Intersect, IntersectAll};
    let Query::SetOperation(operation) = query else { return None };
    let (last, _) = operation.rest.last()?;
    let difference = matches!(last, Except | ExceptAll | Intersect | IntersectAll);
    difference.then(|| all_of(query))
}

/// The last operation alone, of what those before it yield as a derived table: MariaDB loses count of
/// equal rows, or never ends, where INTERSECT ALL or EXCEPT ALL stand among others.
pub(in crate::dialect) fn one_by_one(operation: &SetOperation) -> Result<Query, &'static str> {
    let mut before = operation.rest.clone();
    let last = before.split_off(before.len().saturating_sub(1));
    let before = plain(operation.first.clone(), before);
    let first = all_of(&Query::SetOperation(Box::new(before))).into();
    Ok(Query::SetOperation(Box::new(SetOperation { first, rest: last, ..operation.clone() })))
}

/// A member in a derived table.
pub(in crate::dialect) fn member_in_derived(member: &Query) -> Option<Query> {
    Some(all_of(member))
}

/// The first INTERSECT ALL or EXCEPT ALL by the operator without ALL: with its number among its
/// equals each row is there once.
pub(in crate::dialect) fn multiset(operation: &SetOperation) -> Result<Query, &'static str> {
    let all = |(operator, _): &(SetOperator, _)| distinct_sibling(*operator).is_some();
    let mut before = operation.rest.clone();
    let at = before.iter().position(all).unwrap_or(before.len());
    let mut after = before.split_off(at);
    if after.is_empty() {
        return Ok(Query::SetOperation(Box::new(operation.clone())));
    }
    let (operator, right) = after.remove(0);
    let left = match before.is_empty() {
        true => operation.first.clone().into_inner(),
        false => Query::SetOperation(Box::new(plain(operation.first.clone(), before))),
    };
    let (left, names, items) = named_apart(left)?;
    let (right, right_names, _) = named_apart(right.into_inner())?;
    let operator = distinct_sibling(operator).unwrap_or(operator);
    let right = numbered(right, &right_names);
    let both = plain(numbered(left, &names).into(), vec![(operator, right.into())]);
    let from = Some(derived(Query::SetOperation(Box::new(both))));
    let first = Query::from(Select { items, from, ..Select::default() });
    Ok(Query::SetOperation(Box::new(SetOperation {
        first: first.into(),
        rest: after,
        ..operation.clone()
    })))
}

fn distinct_sibling(operator: SetOperator) -> Option<SetOperator> {
    match operator {
        SetOperator::IntersectAll => Some(SetOperator::Intersect),
        SetOperator::ExceptAll => Some(SetOperator::Except),
        _ => None,
    }
}

type Member = crate::ast::Nested<Query>;

fn plain(first: Member, rest: Vec<(SetOperator, Member)>) -> SetOperation {
    SetOperation { with: None, first, rest, order_by: Vec::new(), limit: None, offset: None }
}

/// The rows with the number of each among those that are equal to it.
fn numbered(query: Query, names: &[Name]) -> Query {
    let columns = || names.iter().map(|name| derived_column(name.clone()));
    let mut items: Vec<SelectItem> = columns().map(SelectItem::Expr).collect();
    let keys: ExprList = columns().collect::<Vec<_>>().into();
    let number = (row_number(keys), free_name(&items, items.len() + 1));
    items.push(SelectItem::Labeled(Box::new(number)));
    Select { items, from: Some(derived(query)), ..Select::default() }.into()
}

/// A set operation sorted by what its ORDER BY may not hold: as the derived table of a SELECT.
pub(in crate::dialect) fn sorted_outside(operation: &SetOperation) -> Result<Query, &'static str> {
    let inner = plain(operation.first.clone(), operation.rest.clone());
    let (inner, names, items) = named_apart(Query::SetOperation(Box::new(inner)))?;
    let mut outside = Outside { names: &names, items: &items, unknown: false };
    let order_by = operation.order_by.iter().map(|item| OrderItem {
        expr: Expr::from(item.expr.clone()).transformed(&mut outside).into(),
        ..item.clone()
    });
    let outer = Select {
        with: operation.with.clone(),
        order_by: order_by.collect(),
        items: items.clone(),
        from: Some(derived(inner)),
        limit: operation.limit.clone(),
        offset: operation.offset.clone(),
        ..Select::default()
    };
    if outside.unknown { Err(BY_NAME) } else { Ok(outer.into()) }
}

/// Puts the derived table's columns into the places of the set operation's.
struct Outside<'s> {
    names: &'s [Name],
    items: &'s [SelectItem],
    unknown: bool,
}

impl VisitMut for Outside<'_> {
    fn visit_expr(&mut self, expr: &mut Expr) {
        let found = match expr {
            Expr::Column(column) => {
                let named = |item: &&SelectItem| item.name() == Some(column.name());
                self.items.iter().find(named).and_then(SelectItem::expr).cloned()
            }
            Expr::Position(number) => {
                let name = number.checked_sub(1).and_then(|index| self.names.get(index));
                name.map(|name| derived_column(name.clone()))
            }
            expr => return visit_mut::walk_expr(self, expr),
        };
        match found {
            Some(column) => *expr = column,
            None => self.unknown = true,
        }
    }

    fn visit_query(&mut self, _: &mut Query) {}
}

/// The query with a name of its own for each column; the names; and what selects the columns from
/// outside by the names that the rows have.
fn named_apart(mut query: Query) -> Result<(Query, Vec<Name>, Vec<SelectItem>), &'static str> {
    let outer = name_columns(&mut query)?;
    let inside = |item: &SelectItem| match item.expr() {
        Some(Expr::Column(ColumnRef::Named(column))) => Some(column.name.clone()),
        _ => None,
    };
    let names = outer.iter().filter_map(inside).collect();
    Ok((query, names, outer))
}

fn name_columns(query: &mut Query) -> Result<Vec<SelectItem>, &'static str> {
    match query {
        Query::Select(select) => {
            select.items = all_named(select)?;
            Ok(name_apart(&mut select.items))
        }
        Query::SetOperation(operation) => {
            let mut outer = Err(NAME_THE_COLUMNS);
            operation.first.update(|first| outer = name_columns(first));
            outer
        }
        Query::Values(values) => {
            let width = values.rows.first().map_or(0, |row| row.len());
            let names = (1..=width).map(|number| Name::from(format!("column{number}")));
            Ok(names.map(|name| SelectItem::Expr(derived_column(name))).collect())
        }
        Query::TooDeep => Err(NAME_THE_COLUMNS),
    }
}

/// Whether ORDER BY of a set operation may hold this: a column's name or position.
pub(in crate::dialect) fn is_plain_key(operand: &Operand) -> bool {
    match operand {
        Operand::Column(_) => true,
        Operand::Bind(_) => false,
        Operand::Expr(expr) => matches!(**expr, Expr::Position(_)),
    }
}
