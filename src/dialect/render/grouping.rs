//! Checks of what is selected: grouping, outer joins.

use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::visit::walk_expr;
use crate::ast::{
    Attribute, Bind, ColumnRef, Distinct, Expr, Function, GroupItem, InSet, Name, Operand,
    OrderItem, Over, Query, Select, SelectItem, TableName, Visit, WindowCall, WindowFunction,
};
use crate::dialect::Clause;
use crate::dialect::rewrite::grouping_sets::grouping_sets;
use crate::dialect::rewrite::wrap::selected_at;
use crate::dialect::scope::Source;

impl<'q> Renderer<'q, '_> {
    /// Whether every column of a grouped query is grouped by or inside an aggregate.
    #[inline]
    pub(super) fn check_grouping(&self, select: &'q Select) -> Rendered {
        if is_plainly_of_rows(select) { Ok(()) } else { self.check_groups(select) }
    }

    #[inline(never)]
    fn check_groups(&self, select: &'q Select) -> Rendered {
        if select.distinct == Some(Distinct::All) && !select.order_by.is_empty() {
            check_distinct_order(select)?;
        }
        if select.group_by.is_empty() && select.having.is_none() && !has_aggregates(select) {
            return Ok(());
        }
        let mut keys: Vec<&Expr> = Vec::with_capacity(select.group_by.len());
        for item in &select.group_by {
            match item {
                GroupItem::Expr(Expr::Position(number)) => {
                    keys.extend(selected_at(select, *number))
                }
                GroupItem::Expr(expr) => keys.push(expr),
                item => keys.extend(item.exprs()),
            }
        }
        let has_sets = select.group_by.iter().any(|item| !matches!(item, GroupItem::Expr(_)));
        if has_sets {
            check_nullable_groups(select)?;
        }
        if keys.iter().any(|key| !is_column(key) && has_aggregate(key)) {
            return Err(aggregate_as_key());
        }
        let sources = self.scope.frame();
        let mut check = Ungrouped { keys: &keys, sources, has_sets, whole: false, found: None };
        for item in &select.items {
            match item {
                SelectItem::Expr(expr) => check.item(expr),
                SelectItem::Labeled(labeled) => check.item(&labeled.0),
                SelectItem::All(table) => return Err(star_of_groups(table.as_ref())),
            }
        }
        check.outcome(Clause::SelectList)?;
        select.having.iter().for_each(|having| check.visit_expr(having));
        check.outcome(Clause::Having)?;
        check.whole = true;
        select.order_by.iter().for_each(|item| check.order(item));
        check.outcome(Clause::OrderBy)
    }

    /// Whether a column that an outer join may make NULL is selected as if it never were.
    #[cold]
    pub(super) fn check_nullable_side(&self, items: &[SelectItem]) -> Rendered {
        let sources = self.scope.frame();
        match items.iter().filter_map(SelectItem::expr).find_map(|expr| never_null(expr, sources)) {
            Some(column) => Err(CompileError::NullableSide { column: column.to_string() }.into()),
            None => Ok(()),
        }
    }

    /// The position in the select list of an expression that has parameters.
    pub(super) fn position_with_parameters(select: &Select, expr: &Expr) -> Option<usize> {
        let expr = unmarked_nullable(expr);
        let selects = |item: &SelectItem| item.expr().map(unmarked_nullable) == Some(expr);
        let at = select.items.iter().position(selects)?;
        has_parameters(expr).then_some(at + 1)
    }
}

#[cold]
fn star_of_groups(table: Option<&Name>) -> Box<CompileError> {
    let column = table.map_or("*".to_owned(), |table| format!("{table}.*"));
    Box::new(CompileError::NotGrouped { column, clause: Clause::SelectList })
}

#[cold]
fn aggregate_as_key() -> Box<CompileError> {
    let (construct, place) = ("an aggregate", "in the SELECT list, HAVING and ORDER BY");
    Box::new(CompileError::Misplaced { construct, clause: Clause::GroupBy, place })
}

#[inline(never)]
fn check_distinct_order(select: &Select) -> Rendered {
    for item in &select.order_by {
        let selected = match &item.expr {
            Operand::Column(column) => select.items.iter().any(|item| match item {
                SelectItem::All(_) => true,
                item if item.expr().is_some_and(|expr| is_this_column(expr, column)) => true,
                item => column.qualifier().is_none() && item.name() == Some(column.name()),
            }),
            Operand::Bind(_) => true,
            Operand::Expr(expr) => {
                matches!(**expr, Expr::Literal(_) | Expr::Position(_))
                    || select.items.iter().any(|item| item.expr() == Some(expr))
            }
        };
        if !selected {
            let what = match &item.expr {
                Operand::Column(column) => column.to_string(),
                _ => "an expression".to_owned(),
            };
            return Err(CompileError::NotSelected { what }.into());
        }
    }
    Ok(())
}

fn is_this_column(expr: &Expr, column: &ColumnRef) -> bool {
    matches!(expr, Expr::Column(selected) if selected == column)
}

/// The expression without the word that it may be NULL.
fn unmarked_nullable(expr: &Expr) -> &Expr {
    match expr {
        Expr::AsNullable(inner) => unmarked_nullable(inner),
        expr => expr,
    }
}

// ---- aggregates

/// Whether each row of the result is plainly one that is read: a cheap look.
#[inline]
fn is_plainly_of_rows(select: &Select) -> bool {
    let plain = |item: &SelectItem| matches!(item, SelectItem::Expr(Expr::Column(_)));
    select.group_by.is_empty()
        && select.having.is_none()
        && select.order_by.is_empty()
        && select.items.iter().all(plain)
}

fn is_column(expr: &Expr) -> bool {
    matches!(expr, Expr::Column(_))
}

/// Whether a row of the result stands for several rows, or for its place among them.
pub(super) fn is_grouped(select: &Select) -> bool {
    select.distinct.is_some()
        || !select.group_by.is_empty()
        || select.having.is_some()
        || has_aggregates(select)
        || select.items.iter().any(is_windowed)
}

fn is_windowed(item: &SelectItem) -> bool {
    let mut find = FindWindow(false);
    item.expr().into_iter().for_each(|expr| find.visit_expr(expr));
    find.0
}

/// Whether a query selects what is of a window.
pub(in crate::dialect) fn has_windows(query: &Query) -> bool {
    matches!(query, Query::Select(select) if selects_window(select))
}

pub(super) fn selects_window(select: &Select) -> bool {
    select.items.iter().any(is_windowed)
}

/// Whether a query that is not limited is sorted by what is of a window.
pub(super) fn is_sorted_by_window(query: &Query) -> bool {
    let Query::Select(select) = query else { return false };
    let mut find = FindWindow(false);
    select.order_by.iter().for_each(|item| find.visit_order_item(item));
    find.0 && select.limit.is_none() && select.offset.is_none()
}

/// Whether groups that are told by a computed key have a condition.
pub(in crate::dialect) fn has_group_by_computed(query: &Query) -> bool {
    let Query::Select(select) = query else { return false };
    let computed =
        |key: &GroupItem| !matches!(key, GroupItem::Expr(Expr::Column(_) | Expr::Literal(_)));
    select.having.is_some() && select.group_by.iter().any(computed)
}

struct FindWindow(bool);

impl<'a> Visit<'a> for FindWindow {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Window(_) => self.0 = true,
            expr => walk_expr(self, expr),
        }
    }

    fn visit_query(&mut self, _: &'a Query) {}
}

fn has_aggregate(expr: &Expr) -> bool {
    let mut find = FindAggregate { windows: true, found: false };
    find.visit_expr(expr);
    find.found
}

/// Whether a key that is declared NOT NULL is selected as such, though some set is without it.
fn check_nullable_groups(select: &Select) -> Rendered {
    let Ok((keys, sets)) = grouping_sets(select) else { return Ok(()) };
    for expr in select.items.iter().filter_map(SelectItem::expr) {
        let Expr::Column(column @ ColumnRef::Declared { def, .. }) = expr else { continue };
        let key = keys.iter().position(|key| key == expr);
        let lacking = key.is_some_and(|key| !sets.iter().all(|set| set.contains(&key)));
        if !def.nullable && lacking {
            return Err(CompileError::NullableGroup { column: column.to_string() }.into());
        }
    }
    Ok(())
}

/// Whether an aggregate is among what is selected, outside of windows.
pub(super) fn selects_aggregate(select: &Select) -> bool {
    let mut find = FindAggregate { windows: false, found: false };
    select.items.iter().filter_map(SelectItem::expr).for_each(|expr| find.visit_expr(expr));
    find.found
}

fn has_aggregates(select: &Select) -> bool {
    let mut find = FindAggregate { windows: true, found: false };
    for expr in select.items.iter().filter_map(SelectItem::expr) {
        if !is_column(expr) {
            find.visit_expr(expr);
        }
    }
    for item in &select.order_by {
        if let Operand::Expr(expr) = &item.expr {
            find.visit_expr(expr);
        }
    }
    find.found
}

/// Looks for an aggregate of the query's own rows: not of a window, not of a subquery.
struct FindAggregate {
    /// Whether what stands inside a window's function is looked at.
    windows: bool,
    found: bool,
}

impl<'a> Visit<'a> for FindAggregate {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Aggregate(_) | Expr::Grouping(_) => self.found = true,
            // In an empty list: it is not even written.
            Expr::In(in_) if matches!(&in_.set, InSet::Values { values, .. } if values.is_empty()) =>
                {}
            Expr::Window(window) if self.windows => visit_inside_window(self, window),
            Expr::Window(_) => {}
            expr => walk_expr(self, expr),
        }
    }

    fn visit_query(&mut self, _: &'a Query) {}
}

/// A window's function is of the grouped rows: what stands inside it is of the groups.
fn visit_inside_window<'a>(visitor: &mut impl Visit<'a>, window: &'a WindowCall) {
    let args = match &window.function {
        WindowFunction::Aggregate(aggregate) => &aggregate.args,
        WindowFunction::Ranking { args, .. } => args,
    };
    args.iter().for_each(|arg| visitor.visit_expr(arg));
    if let Over::Spec(spec) = &window.over {
        visitor.visit_window(spec);
    }
}

/// Looks for a column that the rows are not grouped by.
struct Ungrouped<'a> {
    keys: &'a [&'a Expr],
    sources: &'a [Source<'a>],
    /// Whether some rows are grouped by fewer of the keys: one does not determine others then.
    has_sets: bool,
    /// Whether a key with parameters counts where it stands alone: it is then written by position.
    whole: bool,
    found: Option<String>,
}

impl<'a> Ungrouped<'a> {
    fn item(&mut self, expr: &'a Expr) {
        let expr = unmarked_nullable(expr);
        if !self.keys.contains(&expr) {
            self.visit_expr(expr);
        }
    }

    fn order(&mut self, item: &'a OrderItem) {
        match &item.expr {
            Operand::Expr(expr) => self.item(expr),
            _ => self.visit_order_item(item),
        }
    }

    fn outcome(&mut self, clause: Clause) -> Rendered {
        match self.found.take() {
            Some(column) => Err(CompileError::NotGrouped { column, clause }.into()),
            None => Ok(()),
        }
    }

    /// Whether the column has one value in a group: it is a key, or its table's primary key is.
    fn is_grouped(&self, column: &ColumnRef) -> bool {
        let is_key = |name: &str| {
            let key = |key: &&Expr| match key {
                Expr::Column(key) => key.name() == name && key.qualifier() == column.qualifier(),
                _ => false,
            };
            self.keys.iter().any(key)
        };
        if is_key(column.name()) {
            return true;
        }
        let Some(qualifier) = column.qualifier() else { return true };
        let Some(source) = self.sources.iter().find(|source| source.name == qualifier) else {
            return true;
        };
        if self.has_sets {
            return false;
        }
        let Some(TableName::Declared(table)) = source.table else { return false };
        let primary = |attributes: &[Attribute]| attributes.contains(&Attribute::PrimaryKey);
        let mut primary_key =
            table.columns.iter().filter(|column| primary(column.attributes)).peekable();
        primary_key.peek().is_some() && primary_key.all(|column| is_key(column.name))
    }
}

impl<'a> Visit<'a> for Ungrouped<'_> {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Aggregate(_) => {}
            Expr::Grouping(list) => {
                if self.found.is_none() && !list.iter().all(|expr| self.keys.contains(&expr)) {
                    self.found = Some("inside GROUPING".to_owned());
                }
            }
            Expr::Window(window) => visit_inside_window(self, window),
            expr if self.keys.iter().any(|key| **key == *expr)
                && (self.has_sets || !has_parameters(expr)) => {}
            expr => walk_expr(self, expr),
        }
    }

    fn visit_column(&mut self, column: &'a ColumnRef) {
        if self.found.is_none() && !self.is_grouped(column) {
            self.found = Some(column.to_string());
        }
    }

    fn visit_query(&mut self, _: &'a Query) {}
}

// ---- parameters

pub(in crate::dialect) fn has_parameters(expr: &Expr) -> bool {
    let mut find = FindParameter(false);
    find.visit_expr(expr);
    find.0
}

/// Whether it is made of values alone. A function might yield another value for each row.
pub(super) fn is_constant(expr: &Expr) -> bool {
    let mut find = FindVarying(false);
    find.visit_expr(expr);
    !find.0
}

struct FindVarying(bool);

impl<'a> Visit<'a> for FindVarying {
    fn visit_expr(&mut self, expr: &'a Expr) {
        self.0 |= matches!(
            expr,
            Expr::Aggregate(_)
                | Expr::Window(_)
                | Expr::Grouping(_)
                | Expr::Call(_)
                | Expr::Raw(_)
                | Expr::Slot(_)
                | Expr::Position(_)
        );
        if !self.0 {
            walk_expr(self, expr);
        }
    }

    fn visit_column(&mut self, _: &'a ColumnRef) {
        self.0 = true;
    }

    fn visit_query(&mut self, _: &'a Query) {
        self.0 = true;
    }
}

struct FindParameter(bool);

impl<'a> Visit<'a> for FindParameter {
    fn visit_bind(&mut self, _: &'a Bind) {
        self.0 = true;
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Slot(_) | Expr::In(_) => self.0 = true,
            expr => walk_expr(self, expr),
        }
    }
}

// ---- outer joins

/// A column, declared NOT NULL, of a nullable source, whose NULL would become the expression's.
fn never_null<'a>(expr: &'a Expr, sources: &[Source<'_>]) -> Option<&'a ColumnRef> {
    let of = |operand: &'a Operand| match operand {
        Operand::Column(column) => unmarked(column, sources),
        Operand::Bind(_) => None,
        Operand::Expr(expr) => never_null(expr, sources),
    };
    match expr {
        Expr::Column(column) => unmarked(column, sources),
        Expr::Unary { operand, .. } => of(operand),
        Expr::Binary { left, op, right } if !op.is_comparison() => of(left).or_else(|| of(right)),
        Expr::Concat(list) => list.iter().find_map(|expr| never_null(expr, sources)),
        Expr::Call(call)
            if call.function.is_strict() || matches!(call.function, Function::Named(_)) =>
        {
            call.args.iter().find_map(|expr| never_null(expr, sources))
        }
        Expr::Cast(cast) => of(&cast.operand),
        Expr::Collate(collate) => of(&collate.operand),
        Expr::Extract(extract) => of(&extract.operand),
        Expr::Truncate(truncate) => of(&truncate.operand),
        Expr::FormatDate(format) => of(&format.operand),
        Expr::Shift(shift) => of(&shift.operand).or_else(|| of(&shift.amount)),
        Expr::Case(case) => case.arms.iter().map(|arm| &arm.1).chain(&case.otherwise).find_map(of),
        _ => None,
    }
}

fn unmarked<'a>(column: &'a ColumnRef, sources: &[Source<'_>]) -> Option<&'a ColumnRef> {
    let ColumnRef::Declared { def, .. } = column else { return None };
    let of_nullable =
        |source: &Source<'_>| source.nullable && Some(source.name) == column.qualifier();
    (!def.nullable && sources.iter().any(of_nullable)).then_some(column)
}
