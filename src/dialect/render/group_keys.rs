//! Computed keys of groups, where a server knows them only as a whole.

use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::visit_mut::walk_expr;
use crate::ast::{
    ColumnRef, Cte, Expr, FromItem, GroupItem, Operand, Query, Select, SelectItem, VisitMut,
};
use crate::dialect::merged::Merged;
use crate::dialect::rewrite::wrap::selected_at;
use crate::dialect::{Feature, Rewrite, Support};

impl<'q> Renderer<'q, '_> {
    /// Whether the server knows a computed key wherever it stands.
    pub(super) fn knows_keys(&self) -> bool {
        self.native(Feature::KeyInExpression) && self.native(Feature::KeyInHaving)
    }

    /// Whether the SELECT is written in other words for its keys, and then it has been.
    #[inline(never)]
    pub(super) fn keys_otherwise(
        &mut self,
        select: &'q Select,
        where_true: bool,
    ) -> Result<bool, Box<CompileError>> {
        let Some(other) = self.with_keys_as_aggregates(select)? else { return Ok(false) };
        let rendered: Rendered = self.made(&other, |inner, other| {
            inner.where_true = where_true;
            inner.select(other)
        });
        rendered.map(|()| true)
    }

    fn with_keys_as_aggregates(
        &self,
        select: &Select,
    ) -> Result<Option<Select>, Box<CompileError>> {
        let reads_ctes = self.scope.has_ctes() || select.with.is_some();
        if are_plain(&select.group_by) && reads_tables(select) && !reads_ctes {
            return Ok(None);
        }
        let mut keys = Vec::new();
        let mut plain = true;
        for item in &select.group_by {
            match item {
                GroupItem::Expr(Expr::Position(number)) => {
                    keys.extend(selected_at(select, *number));
                }
                item => {
                    plain &= matches!(item, GroupItem::Expr(_));
                    keys.extend(item.exprs());
                }
            }
        }
        let computed = |key: &Expr| match key {
            Expr::Column(column) => is_of_made_rows(select, column),
            key => !matches!(key, Expr::Bind(_) | Expr::Literal(_)),
        };
        let (computed, plain_keys): (Vec<&Expr>, Vec<&Expr>) =
            keys.into_iter().partition(|key| computed(key));
        let own = select.with.iter().flat_map(|with| &with.ctes);
        let ctes: Vec<&Cte> = self.scope.merged().ctes.iter().copied().chain(own).collect();
        let merged = Merged { ctes: &ctes };
        let unknown = |key: &&&Expr| match key {
            Expr::Column(column) => {
                has_namesake(column, &plain_keys) || merged.is_expression(column, select)
            }
            _ => false,
        };
        let unknown = plain_keys.iter().filter(unknown);
        let in_having: Vec<&Expr> = computed.iter().chain(unknown).copied().collect();
        if in_having.is_empty() {
            return Ok(None);
        }
        let mut other = select.clone();
        let rewrite = self.key_rewrite(Feature::KeyInExpression);
        let mut inside = Replace { keys: &computed, rewrite, found: false };
        for item in &mut other.items {
            match item {
                SelectItem::Expr(expr) => inside.part(expr),
                SelectItem::Labeled(labeled) => inside.part(&mut labeled.0),
                SelectItem::All(_) => {}
            }
        }
        for item in &mut other.order_by {
            let Operand::Expr(expr) = &mut item.expr else { continue };
            expr.update(|expr| inside.part(expr));
        }
        let rewrite = self.key_rewrite(Feature::KeyInHaving);
        let mut having = Replace { keys: &in_having, rewrite, found: false };
        other.having.iter_mut().for_each(|expr| having.visit_expr(expr));
        match (inside.found || having.found, plain) {
            (false, _) => Ok(None),
            (true, true) => Ok(Some(other)),
            (true, false) => Err(self.unsupported_construct(
                "a computed key of ROLLUP inside an expression",
                None,
                "compute the key in a derived table",
            )),
        }
    }

    fn key_rewrite(&self, feature: Feature) -> Option<fn(&Expr) -> Option<Expr>> {
        if self.native(feature) {
            return None;
        }
        match self.dialect.support(feature) {
            Support::Rewrite(Rewrite::Expr(rewrite)) => Some(rewrite),
            _ => None,
        }
    }
}

/// Whether each key is a column, each of another name: a cheap look.
fn are_plain(keys: &[GroupItem]) -> bool {
    let mut rest = keys;
    while let [GroupItem::Expr(Expr::Column(column)), others @ ..] = rest {
        let namesake = |other: &GroupItem| matches!(other, GroupItem::Expr(Expr::Column(other)) if other.name() == column.name());
        if others.iter().any(namesake) {
            return false;
        }
        rest = others;
    }
    rest.is_empty()
}

/// Whether nothing but tables is read.
pub(super) fn reads_tables(select: &Select) -> bool {
    let is_table = |item: &FromItem| matches!(item, FromItem::Table(_));
    select.from.iter().all(is_table) && select.joins.iter().all(|join| is_table(&join.item))
}

/// Whether a column of another table, by the same name, is a key as well: HAVING cannot tell them
/// apart.
fn has_namesake(column: &ColumnRef, keys: &[&Expr]) -> bool {
    keys.iter().any(|key| match key {
        Expr::Column(other) => other.name() == column.name() && other != column,
        _ => false,
    })
}

/// Whether the column is one of a series, or of parts of a document: it may be written as an
/// expression.
pub(super) fn is_of_made_rows(select: &Select, column: &ColumnRef) -> bool {
    let Some(table) = column.qualifier() else { return false };
    let made =
        |item: &FromItem| matches!(item, FromItem::Rows(rows) if rows.alias.as_str() == table);
    select.from.iter().chain(select.joins.iter().map(|join| &join.item)).any(made)
}

/// Puts an aggregate of the key in the place of each key.
struct Replace<'k> {
    keys: &'k [&'k Expr],
    rewrite: Option<fn(&Expr) -> Option<Expr>>,
    found: bool,
}

impl Replace<'_> {
    /// Not of an expression that is a key as a whole.
    fn part(&mut self, expr: &mut Expr) {
        let whole = match &*expr {
            Expr::AsNullable(inner) => self.keys.contains(&&**inner),
            expr => self.keys.contains(&expr),
        };
        if !whole {
            self.visit_expr(expr);
        }
    }
}

impl VisitMut for Replace<'_> {
    fn visit_expr(&mut self, expr: &mut Expr) {
        let Some(rewrite) = self.rewrite else { return };
        if matches!(expr, Expr::Aggregate(_)) {
            return;
        }
        if self.keys.contains(&&*expr) {
            if let Some(other) = rewrite(expr) {
                *expr = other;
                self.found = true;
            }
            return;
        }
        walk_expr(self, expr);
    }

    // A subquery has groups of its own.
    fn visit_query(&mut self, _: &mut Query) {}
}
