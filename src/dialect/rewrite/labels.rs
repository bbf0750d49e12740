//! Labels inside expressions: in GROUP BY, HAVING, QUALIFY and ORDER BY they are the expressions
//! that they name.

use crate::ast::{
    Aggregate, ColumnRef, Expr, GroupItem, Operand, OrderItem, Query, Select, SelectItem,
    Transform, Visit, VisitMut, visit_mut,
};

const NO_LABEL: &str =
    "write the expression itself in the place of its label, or label it in a derived table";

/// Whether a clause of the SELECT might name a label inside an expression: a cheap look.
pub(in crate::dialect) fn may_be_named(select: &Select) -> bool {
    if select.having.is_none() && select.group_by.is_empty() && select.order_by.is_empty() {
        return false;
    }
    let in_group = |item: &GroupItem| match item {
        GroupItem::Expr(expr) => may_name(expr),
        _ => true,
    };
    let in_order = |item: &OrderItem| matches!(&item.expr, Operand::Expr(expr) if may_name(expr));
    select.items.iter().any(|item| matches!(item, SelectItem::Labeled(_)))
        && (select.group_by.iter().any(in_group)
            || select.having.as_ref().is_some_and(may_name)
            || select.order_by.iter().any(in_order))
}

/// Whether a label might be named in the expression; not looked for in the depth.
fn may_name(expr: &Expr) -> bool {
    let in_operand = |operand: &Operand| match operand {
        Operand::Column(column) => matches!(column, ColumnRef::Named(_)),
        Operand::Bind(_) => false,
        Operand::Expr(expr) => !matches!(**expr, Expr::Aggregate(_)),
    };
    match expr {
        Expr::Column(column) => matches!(column, ColumnRef::Named(_)),
        Expr::Aggregate(_) => false,
        Expr::Binary { left, right, .. } => in_operand(left) || in_operand(right),
        _ => true,
    }
}

/// The SELECT with labelled expressions in the places of their labels; none if it has no such place.
/// A label that is the whole of a sort key stays.
pub(in crate::dialect) fn inlined(select: &Select) -> Result<Option<Select>, &'static str> {
    if !names_label(select) {
        return Ok(None);
    }
    let mut inline = Inline { items: &select.items, changed: false, refused: false };
    let (mut group_by, mut having, mut order_by) =
        (select.group_by.clone(), select.having.clone(), select.order_by.clone());
    group_by.iter_mut().for_each(|item: &mut GroupItem| inline.visit_group_item(item));
    having.iter_mut().for_each(|having| having.transform(&mut inline));
    for item in &mut order_by {
        if let Operand::Expr(_) = item.expr {
            inline.visit_operand(&mut item.expr);
        }
    }
    match inline {
        Inline { refused: true, .. } => Err(NO_LABEL),
        Inline { changed: false, .. } => Ok(None),
        _ => Ok(Some(Select { group_by, having, order_by, ..select.clone() })),
    }
}

/// Whether a column without a table, outside of aggregates and subqueries, has the name of a label.
fn names_label(select: &Select) -> bool {
    let mut find = FindLabel { items: &select.items, found: false };
    select.group_by.iter().for_each(|item| find.visit_group_item(item));
    select.having.iter().for_each(|having| find.visit_expr(having));
    for item in &select.order_by {
        // A label that is the whole of a sort key stays.
        if let Operand::Expr(expr) = &item.expr {
            find.visit_expr(expr);
        }
    }
    find.found
}

struct FindLabel<'s> {
    items: &'s [SelectItem],
    found: bool,
}

impl<'a> Visit<'a> for FindLabel<'_> {
    fn visit_column(&mut self, column: &'a ColumnRef) {
        self.found |= column.qualifier().is_none()
            && self.items.iter().any(|item| {
                matches!(item, SelectItem::Labeled(labeled) if labeled.1.as_str() == column.name())
            });
    }

    fn visit_aggregate(&mut self, _: &'a Aggregate) {}

    fn visit_query(&mut self, _: &'a Query) {}
}

/// Puts the labelled expressions of a SELECT into the places of their labels.
pub(in crate::dialect) fn inline(select: &Select, expr: &mut Expr) -> Result<(), &'static str> {
    let mut inline = Inline { items: &select.items, changed: false, refused: false };
    expr.transform(&mut inline);
    if inline.refused { Err(NO_LABEL) } else { Ok(()) }
}

struct Inline<'s> {
    items: &'s [SelectItem],
    changed: bool,
    refused: bool,
}

impl VisitMut for Inline<'_> {
    fn visit_expr(&mut self, expr: &mut Expr) {
        let Expr::Column(column) = expr else { return visit_mut::walk_expr(self, expr) };
        if column.qualifier().is_some() {
            return;
        }
        let labeled = self.items.iter().find_map(|item| match item {
            SelectItem::Labeled(labeled) if labeled.1.as_str() == column.name() => Some(&labeled.0),
            _ => None,
        });
        let Some(labeled) = labeled.filter(|labeled| *labeled != expr) else { return };
        self.changed = true;
        match super::repeatable([&Operand::from(labeled.clone())]) {
            Some([copy]) => *expr = copy,
            None => self.refused = true,
        }
    }

    // An aggregate is of the rows as they are read, before anything is selected.
    fn visit_aggregate(&mut self, _: &mut Aggregate) {}

    // A subquery has columns of its own.
    fn visit_query(&mut self, _: &mut Query) {}
}
