//! ROLLUP, CUBE and GROUPING SETS as the union of one grouping each.

use super::wrap::{comment_of, derived, derived_column, free_name, name_apart, selected_at};
use super::{MAX_REPEATED, Repeated};
use crate::ast::{Aggregate, AggregateFunction};
use crate::ast::{
    Expr, ExprList, GroupItem, Name, Query, Select, SelectItem, SetOperation, SetOperator,
    Transform, Value, Visit, VisitMut, visit, visit_mut,
};

/// How many groupings are united: CUBE of six.
const MAX_SETS: usize = 64;

const TOO_MANY: &str = "group by fewer sets: more than 64 are not united";
const SUBQUERY: &str = "join the subquery, or take it in a query around this one";
const MAY_VARY: &str = "group a CTE: raw SQL and functions by name may yield other rows each time";
const RAW: &str = "put raw SQL into a query around this one, or give it what it reads as holes";
const NAMED: &str = "name the columns instead of `*`";
const GIVEN_LATER: &str = "label the expression in a derived table, and group by the label";
const LOCKED: &str = "lock the rows in a statement of their own";

/// A SELECT of the union: in each member NULL stands for what its rows are not grouped by, and
/// GROUPING is a number. HAVING, windows, DISTINCT and ORDER BY are of the united rows.
pub(in crate::dialect) fn by_union(select: &Select) -> Result<Query, &'static str> {
    if !select.locks.is_empty() {
        return Err(LOCKED);
    }
    let (keys, sets) = grouping_sets(select)?;
    if may_vary(select, &keys) {
        return Err(MAY_VARY);
    }
    let mut regroup = Regroup::of(&keys);
    let mut outer = regroup.around(select)?;
    let mut base = Select {
        with: None,
        distinct: None,
        having: None,
        windows: Vec::new(),
        qualify: None,
        order_by: Vec::new(),
        limit: None,
        offset: None,
        with_ties: false,
        ..select.clone()
    };
    outer.annotations = comment_of(&mut base);
    let mut members = sets.iter().map(|set| {
        let key = |at: &usize| keys.get(*at).cloned().map(GroupItem::Expr);
        let group_by = set.iter().filter_map(key).collect();
        Query::from(Select { items: regroup.member(set), group_by, ..base.clone() })
    });
    let Some(first) = members.next() else { return Err(TOO_MANY) };
    let rest: Vec<_> = members.map(|member| (SetOperator::UnionAll, member.into())).collect();
    let union = if rest.is_empty() {
        first
    } else {
        let (first, order_by) = (first.into(), Vec::new());
        let union = SetOperation { with: None, first, rest, order_by, limit: None, offset: None };
        Query::SetOperation(Box::new(union))
    };
    Ok(Select { from: Some(derived(union)), ..outer }.into())
}

// ---- which sets

/// What is grouped by, each once, and the sets of those that the rows are grouped by.
pub(in crate::dialect) fn grouping_sets(
    select: &Select,
) -> Result<(Vec<Expr>, Vec<Vec<usize>>), &'static str> {
    let mut keys: Vec<Expr> = Vec::new();
    let mut number = |expr: &Expr| {
        keys.iter().position(|key| key == expr).unwrap_or_else(|| {
            keys.push(expr.clone());
            keys.len() - 1
        })
    };
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    for item in &select.group_by {
        let alternatives: Vec<Vec<usize>> = match item {
            GroupItem::Expr(Expr::Position(at)) => {
                vec![vec![number(selected_at(select, *at).unwrap_or(&Expr::Position(*at)))]]
            }
            GroupItem::Expr(expr) => vec![vec![number(expr)]],
            GroupItem::Rollup(list) => {
                let all = numbers(list, &mut number);
                (0..=all.len())
                    .rev()
                    .map(|end| all.iter().take(end).flatten().copied().collect())
                    .collect()
            }
            GroupItem::Cube(list) => {
                let all = numbers(list, &mut number);
                if all.len() > MAX_SETS.ilog2() as usize {
                    return Err(TOO_MANY);
                }
                let subset = |without: usize| {
                    let kept = all.iter().enumerate().filter(|(at, _)| {
                        let bit = all.len() - 1 - at;
                        without & (1 << bit) == 0
                    });
                    kept.flat_map(|(_, element)| element).copied().collect()
                };
                (0..1 << all.len()).map(subset).collect()
            }
            GroupItem::Sets(lists) => numbers(lists, &mut number),
        };
        if sets.len() * alternatives.len() > MAX_SETS {
            return Err(TOO_MANY);
        }
        let both = |set: &Vec<usize>| {
            let with = |more: &Vec<usize>| {
                let mut both = set.clone();
                more.iter().for_each(|key| {
                    if !both.contains(key) {
                        both.push(*key);
                    }
                });
                both
            };
            alternatives.iter().map(with).collect::<Vec<_>>()
        };
        sets = sets.iter().flat_map(both).collect();
    }
    Ok((keys, sets))
}

/// The elements of ROLLUP or CUBE, or the sets, by the numbers of what they are of.
fn numbers(lists: &[ExprList], number: &mut impl FnMut(&Expr) -> usize) -> Vec<Vec<usize>> {
    lists.iter().map(|list| list.iter().map(&mut *number).collect()).collect()
}

/// Whether the rows, or what they are grouped by, might differ from one member to the next.
fn may_vary(select: &Select, keys: &[Expr]) -> bool {
    let mut find = Repeated { unknown: false, count: 0 };
    select.from.iter().for_each(|item| find.visit_from_item(item));
    select.joins.iter().for_each(|join| find.visit_join(join));
    select.filter.iter().chain(keys).for_each(|expr| find.visit_expr(expr));
    find.unknown || find.count > MAX_REPEATED * 2
}

// ---- what the members select

/// Puts columns of the union into the places of what it computes.
struct Regroup {
    /// What a member selects: first what is grouped by, then aggregates and GROUPING.
    items: Vec<SelectItem>,
    keys: usize,
    refused: Option<&'static str>,
}

impl Regroup {
    fn of(keys: &[Expr]) -> Self {
        let mut items: Vec<SelectItem> = keys.iter().cloned().map(SelectItem::Expr).collect();
        name_apart(&mut items);
        Regroup { items, keys: keys.len(), refused: None }
    }

    /// The SELECT around the union, but for its FROM.
    fn around(&mut self, select: &Select) -> Result<Select, &'static str> {
        let mut outer = Select {
            from: None,
            joins: Vec::new(),
            filter: None,
            group_by: Vec::new(),
            having: None,
            ..select.clone()
        };
        let with = outer.with.take();
        let mut items = std::mem::take(&mut outer.items);
        for item in &mut items {
            let name = item.name().map(|name| Name::from(name.to_owned()));
            let Some(mut expr) = item.expr().cloned() else { return Err(NAMED) };
            expr.transform(self);
            let is_own = matches!(&expr, Expr::Column(column) if name.as_ref().is_some_and(|name| name.as_str() == column.name()));
            *item = match name {
                Some(name) if !is_own => SelectItem::Labeled(Box::new((expr, name))),
                _ => SelectItem::Expr(expr),
            };
        }
        outer.transform(self);
        let mut having = select.having.clone();
        having.iter_mut().for_each(|having| having.transform(self));
        let aggregate = |item: &SelectItem| matches!(item.expr(), Some(Expr::Aggregate(_)));
        if !self.items.iter().any(aggregate) {
            // What makes a group of the rows where they are grouped by nothing.
            let count = Aggregate::new(AggregateFunction::Count, ExprList::new());
            self.hold(Expr::Aggregate(Box::new(count)));
        }
        match self.refused {
            Some(instead) => Err(instead),
            None => Ok(Select { with, items, filter: having, ..outer }),
        }
    }

    /// The column of the union that holds the expression.
    fn hold(&mut self, expr: Expr) -> Expr {
        let held = self.items.iter().find(|item| item.expr() == Some(&expr));
        if let Some(name) = held.and_then(SelectItem::name) {
            return derived_column(Name::from(name.to_owned()));
        }
        let name = free_name(&self.items, self.items.len() + 1);
        self.items.push(SelectItem::Labeled(Box::new((expr, name.clone()))));
        derived_column(name)
    }

    /// What the member that is grouped by this set selects.
    fn member(&self, set: &[usize]) -> Vec<SelectItem> {
        let item = |(at, item): (usize, &SelectItem)| {
            let expr = match item.expr() {
                Some(Expr::Grouping(list)) => self.grouping(list, set),
                Some(_) if at < self.keys && !set.contains(&at) => Expr::Literal(Value::Null),
                _ => return item.clone(),
            };
            let name = Name::from(item.name().unwrap_or_default().to_owned());
            SelectItem::Labeled(Box::new((expr, name)))
        };
        self.items.iter().enumerate().map(item).collect()
    }

    /// GROUPING as the number that it is: a bit for each argument, set where it is not grouped by.
    fn grouping(&self, list: &ExprList, set: &[usize]) -> Expr {
        let grouped = |expr: &Expr| {
            set.iter().any(|at| self.items.get(*at).and_then(SelectItem::expr) == Some(expr))
        };
        let bits = list.iter().fold(0, |bits: i64, expr| bits << 1 | i64::from(!grouped(expr)));
        Expr::Literal(Value::Int(bits))
    }

    fn is_key(&self, expr: &Expr) -> bool {
        self.items.iter().take(self.keys).any(|item| item.expr() == Some(expr))
    }
}

impl VisitMut for Regroup {
    fn visit_expr(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Aggregate(_) | Expr::Grouping(_) => *expr = self.hold(expr.clone()),
            expr if self.is_key(expr) => *expr = self.hold(expr.clone()),
            Expr::Raw(raw) if raw.holes.is_empty() => self.refused = Some(RAW),
            expr => visit_mut::walk_expr(self, expr),
        }
    }

    fn visit_query(&mut self, _: &mut Query) {
        self.refused = Some(SUBQUERY);
    }
}

// ---- values of keys

/// The SELECT with the values that its keys hold written into the text, where a parameter would make
/// another expression of the same one.
pub(in crate::dialect) fn keys_in_line(select: &Select) -> Result<Query, &'static str> {
    let (keys, _) = grouping_sets(select)?;
    let in_line = select.transformed(&mut KeysInLine(keys));
    if has_parameter(&in_line.group_by) { Err(GIVEN_LATER) } else { Ok(in_line.into()) }
}

struct KeysInLine(Vec<Expr>);

impl VisitMut for KeysInLine {
    fn visit_expr(&mut self, expr: &mut Expr) {
        if self.0.contains(expr) {
            expr.transform(&mut InLine);
        } else {
            visit_mut::walk_expr(self, expr);
        }
    }

    fn visit_query(&mut self, _: &mut Query) {}
}

struct InLine;

impl VisitMut for InLine {
    fn visit_expr(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Bind(bind) => *expr = Expr::Literal(bind.value.clone()),
            expr => visit_mut::walk_expr(self, expr),
        }
    }
}

/// Whether something grouped by has a parameter.
pub(in crate::dialect) fn has_parameter(group_by: &[GroupItem]) -> bool {
    let mut find = FindBind(false);
    group_by.iter().for_each(|item| find.visit_group_item(item));
    find.0
}

struct FindBind(bool);

impl<'a> Visit<'a> for FindBind {
    fn visit_bind(&mut self, _: &'a crate::ast::Bind) {
        self.0 = true;
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Slot(_) | Expr::In(_) => self.0 = true,
            expr => visit::walk_expr(self, expr),
        }
    }
}
