//! Walking a statement without changing it.
//!
//! The functions here are the default of each method of [`Visit`]: `walk_select` visits what a
//! SELECT holds. A method that is overridden calls its function to go on into the node, before or
//! after its own work, or leaves it out to stop there.

mod nodes;
#[cfg(test)]
mod tests;

pub(super) use nodes::nodes;

use super::*;

/// Makes of the table of nodes the trait and, for each node that holds others, a function that
/// visits those.
macro_rules! visitor {
    (
        nodes { $(
            $(#[$about:meta])*
            $visit:ident => $walk:ident($visitor:ident, $node:ident: $Node:ident) $body:block
        )* }
        leaves { $(
            $(#[$about_leaf:meta])*
            $visit_leaf:ident($leaf:ident: $Leaf:ident);
        )* }
    ) => {
        /// A walk over a statement that reads it.
        ///
        /// Override the methods of the nodes you care for. The others go on into what their node
        /// holds, in the order in which SQL writes it, so that every table, column, expression and
        /// query of the statement is reached, wherever it stands. An overridden method does so
        /// when it calls its function in [`visit`](self).
        ///
        /// The nodes live as long as `'a`, so a visitor may keep references to what it finds.
        ///
        /// A column or a parameter that is an [`Operand`] stands in line and is no [`Expr`]: it is
        /// given to [`visit_column`](Visit::visit_column) or [`visit_bind`](Visit::visit_bind),
        /// not to [`visit_expr`](Visit::visit_expr). What stands for columns or tables by name
        /// alone is no column or table: `*` (a [`SelectItem`]), USING and NATURAL (a [`Join`]), OF
        /// (a [`Lock`]).
        ///
        /// # Example
        ///
        /// Which tables does a query read?
        ///
        /// ```
        /// use aludel::ast::{Expr, FromItem, Nested, Query, Select, TableName, TableRef, Visit};
        ///
        /// #[derive(Default)]
        /// struct Tables<'a>(Vec<&'a str>);
        ///
        /// impl<'a> Visit<'a> for Tables<'a> {
        ///     fn visit_table(&mut self, table: &'a TableRef) {
        ///         self.0.push(table.table.name());
        ///     }
        /// }
        ///
        /// fn from(name: &'static str) -> Select {
        ///     let table = TableRef { table: TableName::named(name), alias: None };
        ///     Select { from: Some(FromItem::Table(table)), ..Select::default() }
        /// }
        ///
        /// let mut select = from("users");
        /// let posts = Nested::new(Query::from(from("posts")));
        /// select.filter = Some(Expr::Exists { query: posts, negated: true });
        ///
        /// let mut tables = Tables::default();
        /// tables.visit_select(&select);
        /// assert_eq!(tables.0, ["users", "posts"]);
        /// ```
        pub trait Visit<'a> {
            $(
                $(#[$about])*
                fn $visit(&mut self, $node: &'a $Node) {
                    $walk(self, $node);
                }
            )*

            /// An operand: a column, a parameter, or an expression in a box.
            fn visit_operand(&mut self, operand: &'a Operand) {
                walk_operand(self, operand);
            }

            $(
                $(#[$about_leaf])*
                fn $visit_leaf(&mut self, $leaf: &'a $Leaf) {
                    let _ = $leaf;
                }
            )*
        }

        $(
            #[doc = concat!(
                "Visits what the node holds: the default of [`Visit::",
                stringify!($visit), "`].",
            )]
            pub fn $walk<'a, V: Visit<'a> + ?Sized>($visitor: &mut V, $node: &'a $Node) $body
        )*
    };
}

nodes!(visitor by &'a);

/// Visits what the operand is: the default of [`Visit::visit_operand`].
pub fn walk_operand<'a, V: Visit<'a> + ?Sized>(visitor: &mut V, operand: &'a Operand) {
    match operand {
        Operand::Column(column) => visitor.visit_column(column),
        Operand::Bind(bind) => visitor.visit_bind(bind),
        Operand::Expr(expr) => visitor.visit_expr(expr),
    }
}

fn nested<'a, V: ?Sized, T>(visitor: &mut V, node: &'a Nested<T>, visit: fn(&mut V, &'a T)) {
    visit(visitor, node);
}

fn each<'a, V: Visit<'a> + ?Sized>(visitor: &mut V, exprs: &'a ExprList) {
    for expr in exprs {
        visitor.visit_expr(expr);
    }
}

impl<'a> StatementRef<'a> {
    /// Gives the statement to the visitor's method of its kind.
    pub fn visit(self, visitor: &mut (impl Visit<'a> + ?Sized)) {
        match self {
            StatementRef::Select(select) => visitor.visit_select(select),
            StatementRef::SetOperation(operation) => visitor.visit_set_operation(operation),
            StatementRef::Values(values) => visitor.visit_values(values),
            StatementRef::Insert(insert) => visitor.visit_insert(insert),
            StatementRef::Update(update) => visitor.visit_update(update),
            StatementRef::Delete(delete) => visitor.visit_delete(delete),
            StatementRef::Merge(merge) => visitor.visit_merge(merge),
            StatementRef::TruncateTable(truncate) => visitor.visit_truncate_table(truncate),
            StatementRef::TooDeep => {}
        }
    }
}
