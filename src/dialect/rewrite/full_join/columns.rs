//! The columns that a query reads of some tables.

use super::add_names;
use crate::ast::visit::{walk_select, walk_set_operation};
use crate::ast::{
    ColumnRef, Expr, Name, Operand, OrderItem, Select, SelectItem, SetOperation, Visit, VisitMut,
    visit_mut,
};

/// The name that a column of that number goes by in the derived table.
pub(super) fn label(index: usize) -> Name {
    Name::from(format!("c{}", index + 1))
}

/// Collects the columns of some tables that a query reads, in its subqueries too.
pub(super) struct Columns {
    tables: Vec<String>,
    pub(super) read: Vec<(String, String)>,
    /// Whether a column was met that does not say its table.
    unqualified: bool,
}

impl Columns {
    /// Those of tables of these names; none if a column does not say its table.
    pub(super) fn read_by(select: &Select, tables: Vec<String>) -> Option<Self> {
        let mut columns = Columns { tables, read: Vec::new(), unqualified: false };
        columns.walk(select);
        (!columns.unqualified).then_some(columns)
    }

    /// All of the query, but what its ORDER BY takes from what is selected.
    fn walk(&mut self, select: &Select) {
        let of_result = |item: &OrderItem| match &item.expr {
            Operand::Column(column) if column.qualifier().is_none() => {
                select.items.iter().any(|item| item.name() == Some(column.name()))
            }
            _ => false,
        };
        let mut without = select.clone();
        without.order_by.retain(|item| !of_result(item));
        walk_select(self, &without);
    }
}

impl<'a> Visit<'a> for Columns {
    fn visit_column(&mut self, column: &'a ColumnRef) {
        let Some(table) = column.qualifier() else {
            self.unqualified = true;
            return;
        };
        if self.tables.iter().any(|name| name == table) {
            let read = (table.to_owned(), column.name().to_owned());
            if !self.read.contains(&read) {
                self.read.push(read);
            }
        }
    }

    /// A query inside: its own tables hide those of the same names.
    fn visit_select(&mut self, select: &'a Select) {
        let mut own = Vec::new();
        add_names(select.from.as_ref(), &select.joins, &mut own);
        let visible = self.tables.iter().filter(|name| !own.contains(name)).cloned().collect();
        let outer = std::mem::replace(&mut self.tables, visible);
        self.walk(select);
        self.tables = outer;
    }

    fn visit_set_operation(&mut self, operation: &'a SetOperation) {
        // Its ORDER BY names columns of the result.
        let without = SetOperation { order_by: Vec::new(), ..operation.clone() };
        walk_set_operation(self, &without);
    }
}

/// Takes those columns from the derived table.
pub(super) struct Rename<'a> {
    pub(super) alias: &'a Name,
    pub(super) columns: &'a Columns,
    /// The tables of the queries around the place that hide those of the FULL JOIN.
    pub(super) shadowed: Vec<String>,
}

impl VisitMut for Rename<'_> {
    fn visit_column(&mut self, column: &mut ColumnRef) {
        let Some(table) = column.qualifier() else { return };
        if self.shadowed.iter().any(|name| name == table) {
            return;
        }
        let same = |read: &(String, String)| read.0 == table && read.1 == column.name();
        if let Some(index) = self.columns.read.iter().position(same) {
            let named = ColumnRef::named(Some(self.alias.clone()), label(index));
            *column = named.of_type(column.data_type());
        }
    }

    /// What is selected keeps its name.
    fn visit_select_item(&mut self, item: &mut SelectItem) {
        let before = match item {
            SelectItem::Expr(Expr::Column(column)) => Some(column.name().to_owned()),
            _ => None,
        };
        visit_mut::walk_select_item(self, item);
        if let (Some(name), SelectItem::Expr(Expr::Column(column))) = (before, &*item)
            && column.name() != name
        {
            let column = Expr::Column(column.clone());
            *item = SelectItem::Labeled(Box::new((column, name.into())));
        }
    }

    fn visit_select(&mut self, select: &mut Select) {
        let before = self.shadowed.len();
        add_names(select.from.as_ref(), &select.joins, &mut self.shadowed);
        visit_mut::walk_select(self, select);
        self.shadowed.truncate(before);
    }
}
