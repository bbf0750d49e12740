//! Assignments that are carried out one after the other, as if they were carried out at once.

use crate::ast::visit::walk_expr;
use crate::ast::{Assignment, ColumnRef, Expr, Visit};

/// Whether no assignment reads a column of the target that an earlier one has written.
pub(super) fn in_order(assignments: &[Assignment], target: &str) -> bool {
    assignments.iter().enumerate().all(|(index, assignment)| {
        let earlier = assignments.get(..index).unwrap_or_default();
        let mut find = FindWritten { target, earlier, found: false };
        find.visit_expr(&assignment.value);
        !find.found
    })
}

struct FindWritten<'a> {
    target: &'a str,
    earlier: &'a [Assignment],
    found: bool,
}

impl<'a> Visit<'a> for FindWritten<'_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if !matches!(expr, Expr::Excluded(_)) {
            walk_expr(self, expr);
        }
    }

    fn visit_column(&mut self, column: &'a ColumnRef) {
        self.found |= column.qualifier().is_none_or(|table| table == self.target)
            && self.earlier.iter().any(|earlier| earlier.column.name() == column.name());
    }
}

/// The order in which no assignment reads a column of the target that an earlier one has written;
/// none if they read one another in a circle. Otherwise they keep their order.
pub(super) fn order(assignments: &[Assignment], target: &str) -> Option<Vec<usize>> {
    let reads: Vec<Vec<&str>> =
        assignments.iter().map(|item| columns_read(&item.value, target)).collect();
    let must_precede = |reader: usize, writer: usize| {
        let written = assignments.get(writer).map(|assignment| assignment.column.name());
        let reads = reads.get(reader).map(Vec::as_slice).unwrap_or_default();
        reader != writer && written.is_some_and(|written| reads.contains(&written))
    };
    let mut waiting: Vec<usize> = (0..assignments.len()).collect();
    let mut order = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = |writer: &usize| !waiting.iter().any(|&reader| must_precede(reader, *writer));
        let next = waiting.iter().position(ready)?;
        order.push(waiting.remove(next));
    }
    Some(order)
}

fn columns_read<'a>(value: &'a Expr, target: &'a str) -> Vec<&'a str> {
    let mut read = ColumnsRead { target, names: Vec::new() };
    read.visit_expr(value);
    read.names
}

/// The columns of the target that are read, and those that say no table.
struct ColumnsRead<'a> {
    target: &'a str,
    names: Vec<&'a str>,
}

impl<'a> Visit<'a> for ColumnsRead<'a> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if !matches!(expr, Expr::Excluded(_)) {
            walk_expr(self, expr);
        }
    }

    fn visit_column(&mut self, column: &'a ColumnRef) {
        if column.qualifier().is_none_or(|table| table == self.target) {
            self.names.push(column.name());
        }
    }
}
