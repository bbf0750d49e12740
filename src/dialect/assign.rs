//! Assignments that are carried out one after the other, as if they were carried out at once.

use crate::ast::visit::walk_expr;
use crate::ast::{Assignment, ColumnRef, Expr, Raw, Visit};

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
        if let Expr::Raw(raw) = expr {
            self.found |= self.earlier.iter().any(|earlier| mentions(raw, earlier.column.name()));
        }
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
    let written: Vec<&str> = assignments.iter().map(|item| item.column.name()).collect();
    let reads = assignments.iter().map(|item| {
        let mut read = ColumnsRead { target, written: &written, names: Vec::new() };
        read.visit_expr(&item.value);
        read.names
    });
    let reads: Vec<Vec<&str>> = reads.collect();
    let must_precede = |reader: usize, writer: usize| {
        let reads = reads.get(reader).map(Vec::as_slice).unwrap_or_default();
        reader != writer && written.get(writer).is_some_and(|written| reads.contains(written))
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

/// The columns of the target that are read, those that say no table, and those written that raw SQL
/// has a word for.
struct ColumnsRead<'a, 'w> {
    target: &'w str,
    written: &'w [&'a str],
    names: Vec<&'a str>,
}

impl<'a> Visit<'a> for ColumnsRead<'a, '_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Raw(raw) = expr {
            self.names.extend(self.written.iter().filter(|name| mentions(raw, name)));
        }
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

/// Whether the column's name stands in the text as a word, in whatever letters.
fn mentions(raw: &Raw, name: &str) -> bool {
    let in_word = |char: char| char.is_alphanumeric() || char == '_';
    let mut words = raw.text.split(|char| !in_word(char));
    words.any(|word| word.eq_ignore_ascii_case(name))
        || (!name.chars().all(in_word) && raw.text.contains(name))
}
