//! Subqueries over the target of a write that may first be carried out when rows are changed already:
//! a server that changes row after row carries a subquery out where the first row needs it.

use super::own_table::OwnTable;
use super::render::{has_group_by_computed, has_windows};
use super::rewrite::is_limited;
use crate::ast::{
    ColumnRef, Delete, Expr, FromItem, Function, InSet, Join, Operand, QuantifiedSet, Query,
    Select, Update, Visit,
};

/// Whether a new value may be computed of rows that are changed already.
#[inline(never)]
pub(super) fn in_set(update: &Update) -> bool {
    let own = OwnTable::of(&update.table, &update.with);
    let kept = match &*update.assignments {
        [only] => Some((update.table.visible_name(), only.column.name())),
        _ => None,
    };
    let late = Late { own: &own, kept };
    update.assignments.iter().any(|assignment| late.in_value(&assignment.value, false))
}

/// Whether the rows to be changed may be told by rows that are changed already; or by their order,
/// where MySQL lets no subquery read the target.
#[inline(never)]
pub(super) fn in_update(update: &Update) -> bool {
    let own = OwnTable::of(&update.table, &update.with);
    let keys = update.order_by.iter().filter_map(|item| as_expr(&item.expr));
    Late { own: &own, kept: None }.in_filter(&update.filter) || own.is_read_in_any(keys)
}

/// Whether the rows to be deleted may be told by the rows that are left.
#[inline(never)]
pub(super) fn in_delete(delete: &Delete) -> bool {
    let own = OwnTable::of(&delete.table, &delete.with);
    Late { own: &own, kept: None }.in_filter(&delete.filter)
}

struct Late<'o, 't> {
    own: &'o OwnTable<'t>,
    /// The table and the column that is assigned, if it is the only one: where its value is NULL because
    /// it was, nothing is changed.
    kept: Option<(&'t str, &'t str)>,
}

impl Late<'_, '_> {
    /// Whether what follows the operand is computed, or nothing is changed.
    fn goes_on(&self, operand: &Operand, rejects: bool) -> bool {
        let is_kept = |column: &ColumnRef| {
            self.kept.is_some_and(|(table, name)| {
                column.name() == name && column.qualifier() == Some(table)
            })
        };
        rejects
            || operand.is_never_null()
            || matches!(operand, Operand::Column(column) if is_kept(column))
    }

    fn in_filter(&self, filter: &Option<Expr>) -> bool {
        filter.as_ref().is_some_and(|filter| self.in_condition(filter))
    }

    /// Of a condition without which no row is changed: all that stand beside it are tested as well.
    fn in_condition(&self, condition: &Expr) -> bool {
        match condition {
            Expr::And(all) => all.iter().any(|one| self.in_condition(one)),
            Expr::Exists { query, negated: false } => self.in_query(query) && !self.joins(query),
            Expr::In(in_) if !in_.negated => match &in_.set {
                InSet::Query(query) if self.joins(query) => {
                    as_expr(&in_.operand).is_some_and(|operand| self.in_value(operand, true))
                }
                _ => self.in_value(condition, true),
            },
            one => self.in_value(one, true),
        }
    }

    /// Whether the query reads the table among those that it joins, and nowhere else: it has a row
    /// only after that.
    fn joins(&self, query: &Query) -> bool {
        let Query::Select(select) = query else { return false };
        let Select { from: Some(first), joins, .. } = &**select else { return false };
        let items = std::iter::once(first).chain(joins.iter().map(|Join { item, .. }| item));
        let own = items.filter(|item| matches!(item, FromItem::Table(table) if self.own.is(table)));
        own.count() == self.own.read_by(query).times
    }

    /// Of what is computed for every row; with `rejects`, rows for which it is NULL stay as they are.
    fn in_value(&self, expr: &Expr, rejects: bool) -> bool {
        if !self.own.is_read_in(expr) {
            return false;
        }
        let operand = |operand: &Operand, rejects| {
            as_expr(operand).is_some_and(|expr| self.in_value(expr, rejects))
        };
        match expr {
            Expr::Subquery(query) | Expr::Exists { query, .. } => self.in_query(query),
            Expr::Not(inner) | Expr::AsNullable(inner) => self.in_value(inner, rejects),
            Expr::Unary { operand: one, .. } => operand(one, rejects),
            Expr::Cast(cast) => operand(&cast.operand, rejects),
            Expr::Collate(collate) => operand(&collate.operand, rejects),
            Expr::IsNull { operand: one, .. } | Expr::IsTruth { operand: one, .. } => {
                operand(one, false)
            }
            Expr::Binary { left, right, .. } => {
                operand(left, rejects) || self.after(left, right, rejects)
            }
            Expr::In(in_) => match &in_.set {
                InSet::Query(query) if self.goes_on(&in_.operand, rejects) => {
                    operand(&in_.operand, rejects) || self.in_compared(query)
                }
                _ => true,
            },
            Expr::Quantified(quantified) => match &quantified.right {
                QuantifiedSet::Query(query) if self.goes_on(&quantified.left, rejects) => {
                    operand(&quantified.left, rejects) || self.in_compared(query)
                }
                _ => true,
            },
            Expr::Call(call) => {
                let rejects = rejects && call.function != Function::Coalesce;
                let mut args = call.args.iter();
                args.next().is_some_and(|first| self.in_value(first, rejects))
                    || self.own.is_read_in_any(args)
            }
            _ => true,
        }
    }

    /// Of an operand after another, without which it may be skipped.
    fn after(&self, before: &Operand, operand: &Operand, rejects: bool) -> bool {
        as_expr(operand).is_some_and(|expr| match self.goes_on(before, rejects) {
            true => self.in_value(expr, rejects),
            false => self.own.is_read_in(expr),
        })
    }

    /// Of a subquery that is carried out for the first row: that reads all of the table then, unless
    /// it is carried out for each row anew and may find in a row that there is nothing to be read.
    fn in_query(&self, query: &Query) -> bool {
        let read = self.own.read_by(query);
        read.times > 0 && read.row_around && !self.reads_at_once(query, read.times)
    }

    /// Of a subquery whose rows are compared: what they are compared with may become one of its
    /// conditions, and so it is carried out for each row anew; or it stands in a derived table.
    fn in_compared(&self, query: &Query) -> bool {
        let read = self.own.read_by(query);
        let derived = is_limited(query) || has_group_by_computed(query) || has_windows(query);
        read.times > 0
            && match derived {
                true => read.row_around,
                false => !self.reads_at_once(query, read.times),
            }
    }

    /// Whether the query is over the table alone, and each of its conditions is of the table's rows.
    fn reads_at_once(&self, query: &Query, times: usize) -> bool {
        let Query::Select(select) = query else { return false };
        let Select { from: Some(from), joins, filter, .. } = &**select else { return false };
        let inside = match from {
            FromItem::Table(table) => usize::from(self.own.is(table)),
            FromItem::Derived(derived) => match self.own.read_by(&derived.query) {
                read if read.row_around => return false,
                read => read.times,
            },
            _ => return false,
        };
        let of_table = |condition: &Expr| {
            let mut find = FindTable { table: from.visible_name(), found: false };
            find.visit_expr(condition);
            find.found
        };
        let each = |filter: &Expr| match filter {
            Expr::And(all) => all.iter().all(of_table),
            one => of_table(one),
        };
        joins.is_empty() && inside == times && filter.as_ref().is_none_or(each)
    }
}

fn as_expr(operand: &Operand) -> Option<&Expr> {
    match operand {
        Operand::Expr(expr) => Some(expr),
        Operand::Column(_) | Operand::Bind(_) => None,
    }
}

/// Looks for a column of the table, outside of subqueries.
struct FindTable<'n> {
    table: Option<&'n str>,
    found: bool,
}

impl<'a> Visit<'a> for FindTable<'_> {
    fn visit_query(&mut self, _: &'a Query) {}

    fn visit_column(&mut self, column: &'a ColumnRef) {
        self.found |= column.qualifier().is_some_and(|table| Some(table) == self.table);
    }
}
