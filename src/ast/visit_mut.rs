//! Walking a statement in order to change it, in place or in a copy.
//!
//! The functions here are the default of each method of [`VisitMut`], as those of
//! [`visit`] are of [`Visit`].

use super::visit::nodes;
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
        /// A walk over a statement that may change it.
        ///
        /// Override the methods of the nodes you want to change: one is often enough. The others
        /// go on into what their node holds, in the order in which SQL writes it. An overridden
        /// method does so when it calls its function in [`visit_mut`](self). Call it first, then
        /// change the node: what you add is then not itself visited.
        ///
        /// Every expression is given to [`visit_expr`](VisitMut::visit_expr), an [`Operand`] too,
        /// and may be replaced by any other. A node that grows beyond [`MAX_DEPTH`] becomes
        /// [`Expr::TooDeep`] or its like, as when it is built.
        ///
        /// To change a copy and keep the statement, see [`Transform`].
        ///
        /// # Example
        ///
        /// A schema for each tenant.
        ///
        /// ```
        /// use aludel::ast::{FromItem, Name, NamedTable, Select, TableName, TableRef, VisitMut};
        ///
        /// struct InSchema(Name);
        ///
        /// impl VisitMut for InSchema {
        ///     fn visit_table(&mut self, table: &mut TableRef) {
        ///         let name = String::from(table.table.name()).into();
        ///         let schema = Some(self.0.clone());
        ///         table.table = TableName::Named(Box::new(NamedTable { schema, name }));
        ///     }
        /// }
        ///
        /// let users = TableRef { table: TableName::named("users"), alias: None };
        /// let mut select = Select { from: Some(FromItem::Table(users)), ..Select::default() };
        /// InSchema(Name::new("acme")).visit_select(&mut select);
        ///
        /// let Some(FromItem::Table(users)) = select.from else { return };
        /// assert_eq!(users.table.schema(), Some("acme"));
        /// ```
        pub trait VisitMut {
            $(
                $(#[$about])*
                fn $visit(&mut self, $node: &mut $Node) {
                    $walk(self, $node);
                }
            )*

            /// An operand: a column, a parameter, or an expression in a box.
            fn visit_operand(&mut self, operand: &mut Operand) {
                walk_operand(self, operand);
            }

            $(
                $(#[$about_leaf])*
                fn $visit_leaf(&mut self, $leaf: &mut $Leaf) {
                    let _ = $leaf;
                }
            )*
        }

        $(
            #[doc = concat!(
                "Visits what the node holds: the default of [`VisitMut::",
                stringify!($visit), "`].",
            )]
            pub fn $walk<V: VisitMut + ?Sized>($visitor: &mut V, $node: &mut $Node) $body
        )*
    };
}

nodes!(visitor by &mut);

/// Visits the operand as an expression: the default of [`VisitMut::visit_operand`].
///
/// A column or a parameter that stays one is moved out and back, without a box around it.
pub fn walk_operand<V: VisitMut + ?Sized>(visitor: &mut V, operand: &mut Operand) {
    let Operand::Expr(boxed) = operand else {
        let mut expr = take(operand);
        visitor.visit_expr(&mut expr);
        *operand = expr.into();
        return;
    };
    boxed.update(|expr| visitor.visit_expr(expr));
    if matches!(**boxed, Expr::Column(_) | Expr::Bind(_)) {
        *operand = take(operand).into();
    }
}

/// Leaves the cheapest operand there is in its place.
fn take(operand: &mut Operand) -> Expr {
    let placeholder = Operand::Bind(Bind { value: Value::Null, data_type: None });
    std::mem::replace(operand, placeholder).into()
}

fn nested<V: ?Sized, T: Depth>(visitor: &mut V, node: &mut Nested<T>, visit: fn(&mut V, &mut T)) {
    node.update(|node| visit(visitor, node));
}

fn each<V: VisitMut + ?Sized>(visitor: &mut V, exprs: &mut ExprList) {
    exprs.update_each(|expr| visitor.visit_expr(expr));
}

/// What a visitor can change, in place or in a copy: statements of each kind, and expressions.
///
/// # Example
///
/// Rows marked as deleted are left out, in subqueries too.
///
/// ```
/// use aludel::ast::{ColumnRef, Expr, FromItem, Operand, Select, TableName, TableRef};
/// use aludel::ast::{Transform, VisitMut, visit_mut};
///
/// struct SoftDelete;
///
/// impl VisitMut for SoftDelete {
///     fn visit_select(&mut self, select: &mut Select) {
///         visit_mut::walk_select(self, select);
///         if let Some(FromItem::Table(table)) = &select.from {
///             let table = String::from(table.visible_name()).into();
///             let operand = Operand::Column(ColumnRef::named(Some(table), "deleted_at"));
///             let alive = Expr::IsNull { operand, negated: false };
///             select.filter = Some(match select.filter.take() {
///                 Some(filter) => filter.and(alive),
///                 None => alive,
///             });
///         }
///     }
/// }
///
/// let users = TableRef { table: TableName::named("users"), alias: None };
/// let all = Select { from: Some(FromItem::Table(users)), ..Select::default() };
/// let alive = all.transformed(&mut SoftDelete);
/// assert!(all.filter.is_none());
/// assert!(matches!(alive.filter, Some(Expr::IsNull { .. })));
/// ```
pub trait Transform: Clone {
    /// Lets the visitor change it.
    fn transform(&mut self, visitor: &mut (impl VisitMut + ?Sized));

    /// A copy that the visitor has changed.
    #[must_use = "it is the copy that is changed"]
    fn transformed(&self, visitor: &mut (impl VisitMut + ?Sized)) -> Self {
        let mut copy = self.clone();
        copy.transform(visitor);
        copy
    }
}

macro_rules! transform {
    ($($Node:ident by $visit:ident),* $(,)?) => { $(
        impl Transform for $Node {
            fn transform(&mut self, visitor: &mut (impl VisitMut + ?Sized)) {
                visitor.$visit(self);
            }
        }
    )* };
}

transform! {
    Statement by visit_statement,
    Query by visit_query,
    Select by visit_select,
    SetOperation by visit_set_operation,
    Values by visit_values,
    Insert by visit_insert,
    Update by visit_update,
    Delete by visit_delete,
    Merge by visit_merge,
    TruncateTable by visit_truncate_table,
    Expr by visit_expr,
}
