//! Subqueries of a write that read the table it writes to.

use crate::ast::visit::walk_select;
use crate::ast::{
    ColumnRef, Expr, FromItem, Query, Select, SelectItem, TableName, TableRef, Update, Visit, With,
};

/// The table that a write changes, and the CTEs of the write that read it.
pub(super) struct OwnTable<'a> {
    table: &'a TableName,
    ctes: Vec<&'a str>,
}

impl<'a> OwnTable<'a> {
    pub(super) fn of(target: &'a TableRef, with: &'a Option<Box<With>>) -> Self {
        let mut own = OwnTable { table: &target.table, ctes: Vec::new() };
        for cte in with.iter().flat_map(|with| &with.ctes) {
            let mut reads = Reads { own: &own, found: false };
            reads.visit_statement(&cte.body);
            if reads.found {
                own.ctes.push(cte.name.as_str());
            }
        }
        own
    }

    /// Whether it is the table, or shows its rows.
    pub(super) fn is(&self, table: &TableRef) -> bool {
        let name = &table.table;
        name.may_be(self.table) || (name.schema().is_none() && self.ctes.contains(&name.name()))
    }

    /// Whether the table is read in a subquery of the expression.
    pub(super) fn is_read_in(&self, expr: &Expr) -> bool {
        let mut reads = Reads { own: self, found: false };
        reads.visit_expr(expr);
        reads.found
    }

    /// Whether the table is read in a subquery of one of them.
    #[inline(never)]
    pub(super) fn is_read_in_any<'e>(&self, exprs: impl IntoIterator<Item = &'e Expr>) -> bool {
        exprs.into_iter().any(|expr| self.is_read_in(expr))
    }

    /// Whether what is returned reads the table.
    #[inline(never)]
    pub(super) fn is_read_in_items(&self, items: &[SelectItem]) -> bool {
        self.is_read_in_any(items.iter().filter_map(SelectItem::expr))
    }

    /// What a subquery reads of the table, and of what lies around it.
    pub(super) fn read_by(&self, query: &Query) -> ReadBy {
        let mut reader = Reader { own: self, sources: Vec::new(), read: ReadBy::default() };
        reader.visit_query(query);
        reader.read
    }
}

/// What a subquery reads.
#[derive(Clone, Copy, Default)]
pub(super) struct ReadBy {
    /// How many times it reads the table.
    pub(super) times: usize,
    /// Whether it reads a row of a query or write around it.
    pub(super) row_around: bool,
}

/// Whether the query reads the table.
pub(super) fn in_query(query: &Query, target: &TableName) -> bool {
    let own = OwnTable { table: target, ctes: Vec::new() };
    own.read_by(query).times > 0
}

/// Whether there is plainly no subquery in the values and the condition of the UPDATE: a cheap look.
pub(super) fn has_no_subquery(update: &Update) -> bool {
    let flat = |filter: &Expr| match filter {
        Expr::And(all) => all.iter().all(Expr::is_flat),
        one => one.is_flat(),
    };
    update.row_assignments.is_empty()
        && update.order_by.is_empty()
        && update.assignments.iter().all(|assignment| assignment.value.is_flat())
        && update.filter.as_ref().is_none_or(flat)
}

/// Whether a value of the UPDATE is computed by a subquery that reads both the row being changed and
/// the table it lies in.
#[inline(never)]
pub(super) fn in_set(update: &Update) -> bool {
    let own = OwnTable::of(&update.table, &update.with);
    let mut find = FindCorrelated { own, found: false };
    update.assignments.iter().for_each(|assignment| find.visit_expr(&assignment.value));
    update.row_assignments.iter().for_each(|row| find.visit_query(&row.query));
    find.found
}

/// Whether the condition of the UPDATE reads the table, or one of its values does so for each row.
#[inline(never)]
pub(super) fn in_limited(update: &Update) -> bool {
    OwnTable::of(&update.table, &update.with).is_read_in_any(&update.filter) || in_set(update)
}

struct Reads<'o, 't> {
    own: &'o OwnTable<'t>,
    found: bool,
}

impl<'a> Visit<'a> for Reads<'_, '_> {
    fn visit_table(&mut self, table: &'a TableRef) {
        self.found |= self.own.is(table);
    }
}

struct FindCorrelated<'t> {
    own: OwnTable<'t>,
    found: bool,
}

impl<'a> Visit<'a> for FindCorrelated<'_> {
    fn visit_query(&mut self, query: &'a Query) {
        let read = self.own.read_by(query);
        self.found |= read.times > 0 && read.row_around;
    }
}

struct Reader<'o, 't, 'a> {
    own: &'o OwnTable<'t>,
    /// The names of the tables of the subqueries around the place being read.
    sources: Vec<&'a str>,
    read: ReadBy,
}

impl<'a> Reader<'_, '_, 'a> {
    fn add(&mut self, item: &'a FromItem) {
        match item {
            FromItem::Joined(tree) => {
                self.add(&tree.first);
                tree.joins.iter().for_each(|join| self.add(&join.item));
            }
            item => self.sources.extend(item.visible_name()),
        }
    }
}

impl<'a> Visit<'a> for Reader<'_, '_, 'a> {
    fn visit_select(&mut self, select: &'a Select) {
        let outer = self.sources.len();
        select.from.iter().for_each(|item| self.add(item));
        select.joins.iter().for_each(|join| self.add(&join.item));
        walk_select(self, select);
        self.sources.truncate(outer);
    }

    fn visit_table(&mut self, table: &'a TableRef) {
        self.read.times += usize::from(self.own.is(table));
    }

    fn visit_column(&mut self, column: &'a ColumnRef) {
        let inside = |table| self.sources.contains(&table);
        self.read.row_around |= column.qualifier().is_some_and(|table| !inside(table));
    }
}
