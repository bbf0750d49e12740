//! What the columns of a derived table, or of a CTE, are once a server has merged it into the query
//! around it: the expressions that it selects.

use crate::ast::visit::walk_expr;
use crate::ast::{
    ColumnRef, Cte, Expr, FromItem, GroupItem, Name, Query, Select, SelectItem, Statement,
    TableRef, Visit,
};

/// What is known where a query stands.
#[derive(Clone, Copy)]
pub(super) struct Merged<'c> {
    /// The CTEs that it may read, each of which may read those before it.
    pub(super) ctes: &'c [&'c Cte],
}

impl<'c> Merged<'c> {
    /// Whether a column may be constant.
    pub(super) fn in_query(self, query: &Query) -> bool {
        self.in_merged(query, |expr, select| self.is_constant(expr, select))
    }

    /// Whether a column may be constant that is not a value as it is.
    pub(super) fn computed_in(self, query: &Query) -> bool {
        self.in_merged(query, |expr, select| {
            !matches!(expr, Expr::Bind(_) | Expr::Literal(_)) && self.is_constant(expr, select)
        })
    }

    fn in_merged(self, query: &Query, constant: impl Fn(&Expr, &Select) -> bool) -> bool {
        let Query::Select(select) = query else { return false };
        let constant = |item: &SelectItem| match item.expr() {
            Some(expr) => constant(expr, select),
            None => tables(select).any(|item| self.in_item(item)),
        };
        is_merged(select) && select.items.iter().any(constant)
    }

    fn in_item(self, item: &FromItem) -> bool {
        match item {
            FromItem::Derived(derived) => self.in_query(&derived.query),
            FromItem::Table(table) => self.in_cte(table),
            FromItem::Joined(tree) => {
                let joined = tree.joins.iter().map(|join| &join.item);
                std::iter::once(&tree.first).chain(joined).any(|item| self.in_item(item))
            }
            _ => false,
        }
    }

    /// The CTE of that name, its query, and what is known where that stands.
    fn cte(self, table: &TableRef) -> Option<(&'c Cte, &'c Query, Self)> {
        let name = table.table.name();
        let at = self.ctes.iter().rposition(|cte| cte.name.as_str() == name)?;
        let (earlier, rest) = self.ctes.split_at_checked(at)?;
        let cte = rest.first().filter(|_| table.table.schema().is_none())?;
        match &*cte.body {
            Statement::Query(query) => Some((cte, query, Merged { ctes: earlier })),
            _ => None,
        }
    }

    /// Whether the table is a CTE of which a column may be constant.
    pub(super) fn in_cte(self, table: &TableRef) -> bool {
        self.cte(table).is_some_and(|(_, query, earlier)| earlier.in_query(query))
    }

    /// Whether the column is an expression of other columns.
    pub(super) fn is_expression(self, column: &ColumnRef, select: &Select) -> bool {
        let of_it = |item: &&FromItem| item.visible_name() == column.qualifier();
        tables(select).filter(of_it).any(|item| match item {
            FromItem::Derived(derived) => {
                self.selects_expression(&derived.query, column.name(), &derived.columns)
            }
            FromItem::Table(table) => self.cte(table).is_some_and(|(cte, query, earlier)| {
                earlier.selects_expression(query, column.name(), &cte.columns)
            }),
            _ => false,
        })
    }

    fn selects_expression(self, query: &Query, name: &str, names: &[Name]) -> bool {
        let Query::Select(select) = query else { return false };
        let named = |item: &&SelectItem| item.name() == Some(name);
        let item = match names.iter().position(|other| other.as_str() == name) {
            Some(place) => select.items.get(place),
            None => select.items.iter().find(named),
        };
        is_merged(select)
            && match item.and_then(SelectItem::expr) {
                Some(Expr::Column(column)) => self.is_expression(column, select),
                Some(_) => true,
                None => tables(select).any(|item| !matches!(item, FromItem::Table(_))),
            }
    }

    /// Whether the expression reads no column, or only tests it: `column IS NULL` is constant where
    /// the column is never NULL.
    fn is_constant(self, expr: &Expr, select: &Select) -> bool {
        let mut reads = ReadsColumn { merged: self, select, found: false };
        reads.visit_expr(expr);
        !reads.found
    }
}

/// Whether the server puts the query's tables into the query around it: GROUPING SETS become a query
/// that it does so with.
fn is_merged(select: &Select) -> bool {
    let sets = select.group_by.iter().any(|item| !matches!(item, GroupItem::Expr(_)));
    let grouped = !select.group_by.is_empty() || select.having.is_some();
    select.limit.is_none() && select.distinct.is_none() && (sets || !grouped)
}

fn tables(select: &Select) -> impl Iterator<Item = &FromItem> {
    select.from.iter().chain(select.joins.iter().map(|join| &join.item))
}

struct ReadsColumn<'s> {
    merged: Merged<'s>,
    select: &'s Select,
    found: bool,
}

impl<'a> Visit<'a> for ReadsColumn<'_> {
    fn visit_column(&mut self, column: &'a ColumnRef) {
        let of_it = |item: &&FromItem| {
            let name = item.visible_name();
            name.is_none() || column.qualifier().is_none() || name == column.qualifier()
        };
        let constant = tables(self.select).filter(of_it).any(|item| self.merged.in_item(item));
        self.found |= !constant;
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            // A query that has these is not merged.
            Expr::Aggregate(_) | Expr::Window(_) => self.found = true,
            expr if expr.is_condition() => {}
            expr => walk_expr(self, expr),
        }
    }

    // What a subquery yields is computed once where it reads nothing of the query around it.
    fn visit_query(&mut self, _: &'a Query) {}
}
