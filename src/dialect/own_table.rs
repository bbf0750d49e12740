//! Subqueries of a write that read the table it writes to.

use crate::ast::visit::walk_select;
use crate::ast::{ColumnRef, Expr, FromItem, Query, Select, TableName, TableRef, Update, Visit};

/// Whether the table is read in a subquery of one of them.
#[inline(never)]
pub(super) fn in_any<'a>(exprs: impl IntoIterator<Item = &'a Expr>, target: &TableName) -> bool {
    let mut reads = Reads { target, found: false };
    exprs.into_iter().for_each(|expr| reads.visit_expr(expr));
    reads.found
}

/// Whether the query reads the table.
pub(super) fn in_query(query: &Query, target: &TableName) -> bool {
    let mut reads = Reads { target, found: false };
    reads.visit_query(query);
    reads.found
}

struct Reads<'t> {
    target: &'t TableName,
    found: bool,
}

impl<'a> Visit<'a> for Reads<'_> {
    fn visit_table(&mut self, table: &'a TableRef) {
        self.found |= table.table == *self.target;
    }
}

/// Whether a value of the UPDATE is computed by a subquery that reads both the row being changed and
/// the table it lies in.
#[inline(never)]
pub(super) fn in_set(update: &Update) -> bool {
    let mut reader = Reader { target: &update.table, sources: Vec::new(), found: false };
    update.assignments.iter().for_each(|assignment| reader.visit_expr(&assignment.value));
    update.row_assignments.iter().for_each(|row| reader.visit_query(&row.query));
    reader.found
}

struct Reader<'a> {
    target: &'a TableRef,
    /// The tables of the subqueries around the place being read: the name, and whether it is the
    /// target's table.
    sources: Vec<(&'a str, bool)>,
    found: bool,
}

impl<'a> Reader<'a> {
    fn add(&mut self, item: &'a FromItem) {
        match item {
            FromItem::Table(table) => {
                self.sources.push((table.visible_name(), table.table == self.target.table));
            }
            FromItem::Joined(tree) => {
                self.add(&tree.first);
                tree.joins.iter().for_each(|join| self.add(&join.item));
            }
            item => self.sources.extend(item.visible_name().map(|name| (name, false))),
        }
    }
}

impl<'a> Visit<'a> for Reader<'a> {
    fn visit_select(&mut self, select: &'a Select) {
        let outer = self.sources.len();
        select.from.iter().for_each(|item| self.add(item));
        select.joins.iter().for_each(|join| self.add(&join.item));
        walk_select(self, select);
        self.sources.truncate(outer);
    }

    fn visit_column(&mut self, column: &'a ColumnRef) {
        let target = self.target.visible_name();
        let hidden = self.sources.iter().any(|(name, _)| *name == target);
        if column.qualifier() == Some(target) && !hidden {
            self.found |= self.sources.iter().any(|(_, is_target)| *is_target);
        }
    }
}
