//! A SELECT with a clause that the dialect lacks, said in other words.

use super::group_keys::is_of_made_rows;
use super::grouping::{has_parameters, selects_aggregate, selects_window};
use super::{Rendered, Renderer};
use crate::ast::{ColumnRef, Distinct, Expr, GroupItem, OrderItem, Query, Select, SelectItem};
use crate::dialect::rewrite::grouping_sets::has_parameter;
use crate::dialect::rewrite::labels::{inlined, may_be_named};
use crate::dialect::rewrite::wrap::{sorted_by, sorted_outside};
use crate::dialect::{Clause, Feature, Rewrite, Support};

impl<'q> Renderer<'q, '_> {
    /// Whether the SELECT has a clause that not every dialect has: a cheap look.
    #[inline]
    pub(super) fn is_unusual(select: &Select) -> bool {
        let grouping_set = |item: &GroupItem| !matches!(item, GroupItem::Expr(_));
        select.with_ties
            || select.group_by.iter().any(grouping_set)
            || may_be_named(select)
            || select.order_by.iter().any(|item| item.nulls.is_some())
            || select.qualify.is_some()
            || (select.having.is_some() && select.group_by.is_empty())
            || select.distinct.is_some()
    }

    /// Whether the SELECT is written in other words, and then it has been.
    #[inline(never)]
    pub(super) fn unusual(
        &mut self,
        select: &'q Select,
        where_true: bool,
    ) -> Result<bool, Box<crate::CompileError>> {
        if may_be_named(select)
            && let Some(inlined) = self.with_labels_inlined(select)?
        {
            self.made(&inlined, |inner, inlined| {
                inner.where_true = where_true;
                inner.select(inlined)
            })?;
            return Ok(true);
        }
        if self.sorts_nulls_outside(select) {
            self.check_whole(select)?;
            self.instead_of(Feature::NullsOrder, sorted_outside(select), where_true)?;
            return Ok(true);
        }
        let Some(feature) = self.lacking(select)? else { return Ok(false) };
        self.check_whole(select)?;
        self.select_rewritten(feature, select, where_true)?;
        Ok(true)
    }

    fn with_labels_inlined(
        &self,
        select: &Select,
    ) -> Result<Option<Select>, Box<crate::CompileError>> {
        let construct = "a label inside an expression";
        inlined(select).map_err(|instead| self.unsupported_construct(construct, None, instead))
    }

    /// The first of its clauses that is to be said in other words.
    fn lacking(&self, select: &Select) -> Result<Option<Feature>, Box<crate::CompileError>> {
        if select.with_ties && select.order_by.is_empty() {
            return Err(self.empty(Clause::OrderBy, "rows tie in an order, so WITH TIES needs one"));
        }
        if matches!(&select.distinct, Some(Distinct::On(keys)) if keys.is_empty()) {
            return Err(self.empty(Clause::SelectList, "DISTINCT ON is of at least one expression"));
        }
        if select.group_by.iter().any(is_empty_set) {
            return Err(self.empty(Clause::GroupBy, "name what the sets are of"));
        }
        if select.group_by.iter().any(is_large_cube) {
            return Err(self.too_many("expressions in CUBE", MAX_CUBE));
        }
        let lacks = |feature, used| used && !self.native(feature);
        let on = match &select.distinct {
            Some(Distinct::On(keys)) => Some(keys),
            _ => None,
        };
        let otherwise = || on.is_some_and(|keys| sorts_otherwise(keys, select));
        let skips = select.distinct == Some(Distinct::All)
            && select.offset.is_some()
            && !select.items.iter().any(is_declared);
        let has_sets = select.group_by.iter().any(|item| !matches!(item, GroupItem::Expr(_)));
        let of_all = select.having.is_some() && select.group_by.is_empty();
        let aggregates = select.distinct == Some(Distinct::All) && selects_aggregate(select);
        let windows = select.distinct == Some(Distinct::All) && selects_window(select);
        Ok(if lacks(Feature::GroupingSets, has_sets) {
            Some(Feature::GroupingSets)
        } else if lacks(Feature::HavingOfAll, of_all) && !selects_aggregate(select) {
            Some(Feature::HavingOfAll)
        } else if has_sets
            && !self.native(Feature::GroupingSetsParameters)
            && has_parameter(&select.group_by)
        {
            Some(Feature::GroupingSetsParameters)
        } else if lacks(Feature::Qualify, select.qualify.is_some()) {
            Some(Feature::Qualify)
        } else if lacks(Feature::DistinctOn, on.is_some()) {
            Some(Feature::DistinctOn)
        } else if !self.native(Feature::DistinctOnOrder) && otherwise() {
            Some(Feature::DistinctOnOrder)
        } else if lacks(Feature::DistinctAggregates, aggregates) {
            Some(Feature::DistinctAggregates)
        } else if lacks(Feature::DistinctWindows, windows) {
            Some(Feature::DistinctWindows)
        } else if lacks(Feature::OffsetOfConstants, skips) {
            Some(Feature::OffsetOfConstants)
        } else if lacks(Feature::WithTies, select.with_ties) {
            Some(Feature::WithTies)
        } else if lacks(Feature::WithTiesInSubquery, select.with_ties && self.in_subquery) {
            Some(Feature::WithTiesInSubquery)
        } else {
            None
        })
    }

    /// Whether the test that tells where NULLs go may not stand beside DISTINCT or GROUP BY: it is of
    /// an expression, which the rows have as a whole only.
    fn sorts_nulls_outside(&self, select: &Select) -> bool {
        let as_a_whole = |item: &OrderItem| {
            item.nulls.is_some()
                && match sorted_by(select, item) {
                    Expr::Column(column) => is_of_made_rows(select, &column),
                    // MySQL finds no aggregate in the list of what is distinct, but as a whole.
                    Expr::Aggregate(_) => select.distinct.is_some(),
                    _ => true,
                }
        };
        !self.native(Feature::NullsOrder)
            && (select.distinct == Some(Distinct::All) || !select.group_by.is_empty())
            && !matches!(select.distinct, Some(Distinct::On(_)))
            && select.order_by.iter().any(as_a_whole)
    }

    /// The checks of the SELECT as it was written.
    fn check_whole(&mut self, select: &'q Select) -> Rendered {
        let outer = self.scope.enter();
        self.enter_from(select.from.as_ref(), &select.joins)?;
        self.check_grouping(select)?;
        self.scope.leave(outer);
        Ok(())
    }

    fn select_rewritten(
        &mut self,
        feature: Feature,
        select: &Select,
        where_true: bool,
    ) -> Rendered {
        let Support::Rewrite(Rewrite::Select(rewrite)) = self.dialect.support(feature) else {
            return Err(self.refuse(feature));
        };
        self.instead_of(feature, rewrite(select), where_true)
    }

    fn instead_of(
        &mut self,
        feature: Feature,
        rewritten: Result<Query, &'static str>,
        where_true: bool,
    ) -> Rendered {
        match rewritten {
            Ok(query) => self.made(&query, |inner, query: &Query| {
                inner.where_true = where_true;
                inner.statement_itself(query.into())
            }),
            Err(instead) => Err(self.unsupported_construct(feature.construct(), None, instead)),
        }
    }
}

/// Whether it is a column of a declared table, and so no constant.
fn is_declared(item: &SelectItem) -> bool {
    let declared = |expr: &Expr| matches!(expr, Expr::Column(ColumnRef::Declared { .. }));
    item.expr().is_some_and(|expr| match expr {
        Expr::AsNullable(inner) => declared(inner),
        expr => declared(expr),
    })
}

/// PostgreSQL's bound.
const MAX_CUBE: usize = 12;

fn is_empty_set(item: &GroupItem) -> bool {
    match item {
        GroupItem::Expr(_) => false,
        GroupItem::Rollup(list) | GroupItem::Cube(list) => {
            list.is_empty() || list.iter().any(|element| element.is_empty())
        }
        GroupItem::Sets(sets) => sets.is_empty(),
    }
}

fn is_large_cube(item: &GroupItem) -> bool {
    matches!(item, GroupItem::Cube(list) if list.len() > MAX_CUBE)
}

/// Whether ORDER BY does not begin with what DISTINCT ON is of, as PostgreSQL wants it; two
/// parameters of one value are two expressions to it.
fn sorts_otherwise(keys: &[Expr], select: &Select) -> bool {
    let order_by: Vec<Expr> = select.order_by.iter().map(|item| sorted_by(select, item)).collect();
    let is_key = |expr: &Expr| keys.contains(expr);
    let begin = order_by.iter().take_while(|expr| is_key(expr)).count();
    let (beginning, rest) = order_by.split_at_checked(begin).unwrap_or_default();
    !order_by.is_empty()
        && (keys.iter().any(has_parameters)
            || rest.iter().any(is_key)
            || (!rest.is_empty() && !keys.iter().all(|key| beginning.contains(key))))
}
