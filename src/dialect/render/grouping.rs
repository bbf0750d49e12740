//! Checks of what is selected: grouping, outer joins, a connected FROM.

use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::visit::walk_expr;
use crate::ast::{
    Attribute, Bind, ColumnRef, Distinct, Expr, FromItem, Function, GroupItem, JoinKind, JoinOn,
    Operand, OrderItem, Over, Query, Select, SelectItem, TableName, Visit, WindowCall,
    WindowFunction,
};
use crate::dialect::Clause;
use crate::dialect::scope::{Source, sources_of};

impl<'q> Renderer<'q, '_> {
    /// Whether every column of a grouped query is grouped by or inside an aggregate.
    pub(super) fn check_grouping(&self, select: &'q Select) -> Rendered {
        if select.distinct == Some(Distinct::All) && !select.order_by.is_empty() {
            check_distinct_order(select)?;
        }
        if select.group_by.is_empty() && select.having.is_none() && !has_aggregates(select) {
            return Ok(());
        }
        let mut keys: Vec<&Expr> = Vec::with_capacity(select.group_by.len());
        for item in &select.group_by {
            match item {
                GroupItem::Expr(expr) => keys.push(expr),
                GroupItem::Rollup(list) | GroupItem::Cube(list) => keys.extend(list.iter()),
                GroupItem::Sets(sets) => keys.extend(sets.iter().flat_map(|set| set.iter())),
            }
        }
        let mut check =
            Ungrouped { keys: &keys, sources: self.scope.frame(), whole: false, found: None };
        for item in &select.items {
            match item {
                SelectItem::Expr(expr) => check.item(expr),
                SelectItem::Labeled(labeled) => check.item(&labeled.0),
                SelectItem::All(table) => {
                    let column =
                        table.as_ref().map_or("*".to_owned(), |table| format!("{table}.*"));
                    let clause = Clause::SelectList;
                    return Err(CompileError::NotGrouped { column, clause }.into());
                }
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

    /// Whether each table listed in FROM is connected to the others by some condition.
    pub(super) fn check_connected(&self, select: &Select) -> Rendered {
        if !select.joins.iter().any(|join| join.kind == JoinKind::List) {
            return Ok(());
        }
        let sources = self.scope.frame();
        let mut groups: Vec<usize> = (0..sources.len()).collect();
        let first = select.from.as_ref();
        let mut next = first.map_or(0, |first| unite_tree(&mut groups, 0, first));
        for join in &select.joins {
            let first = next;
            next = unite_tree(&mut groups, first, &join.item);
            match (&join.on, join.kind) {
                (JoinOn::Condition(condition), _) => connect(&mut groups, sources, condition),
                (_, JoinKind::List) => {}
                _ => unite(&mut groups, &[first.saturating_sub(1), first]),
            }
        }
        match &select.filter {
            Some(Expr::And(conditions)) => {
                conditions.iter().for_each(|condition| connect(&mut groups, sources, condition));
            }
            Some(condition) => connect(&mut groups, sources, condition),
            None => {}
        }
        let first = groups.first().copied();
        match groups.iter().zip(sources).find(|(group, _)| Some(**group) != first) {
            Some((_, source)) => {
                Err(CompileError::Unconnected { table: source.name.to_owned() }.into())
            }
            None => Ok(()),
        }
    }

    /// The position in the select list of an expression that has parameters.
    pub(super) fn position_with_parameters(select: &Select, expr: &Expr) -> Option<usize> {
        let at = select.items.iter().position(|item| item.expr() == Some(expr))?;
        has_parameters(expr).then_some(at + 1)
    }
}

fn check_distinct_order(select: &Select) -> Rendered {
    for item in &select.order_by {
        let selected = match &item.expr {
            Operand::Column(column) => select.items.iter().any(|item| match item {
                SelectItem::All(_) => true,
                SelectItem::Expr(Expr::Column(selected)) if selected == column => true,
                item => column.qualifier().is_none() && item.name() == Some(column.name()),
            }),
            Operand::Bind(_) => true,
            Operand::Expr(expr) => {
                matches!(**expr, Expr::Literal(_))
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

// ---- aggregates

/// Whether a row of the result stands for several rows, or for its place among them.
pub(super) fn is_grouped(select: &Select) -> bool {
    let windowed = |item: &SelectItem| {
        let mut find = FindWindow(false);
        item.expr().into_iter().for_each(|expr| find.visit_expr(expr));
        find.0
    };
    select.distinct.is_some()
        || !select.group_by.is_empty()
        || select.having.is_some()
        || has_aggregates(select)
        || select.items.iter().any(windowed)
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

fn has_aggregates(select: &Select) -> bool {
    let mut find = FindAggregate(false);
    for expr in select.items.iter().filter_map(SelectItem::expr) {
        if !matches!(expr, Expr::Column(_)) {
            find.visit_expr(expr);
        }
    }
    for item in &select.order_by {
        if let Operand::Expr(expr) = &item.expr {
            find.visit_expr(expr);
        }
    }
    find.0
}

/// Looks for an aggregate of the query's own rows: not of a window, not of a subquery.
struct FindAggregate(bool);

impl<'a> Visit<'a> for FindAggregate {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Aggregate(_) => self.0 = true,
            Expr::Window(window) => visit_inside_window(self, window),
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
    /// Whether a key with parameters counts where it stands alone: it is then written by position.
    whole: bool,
    found: Option<String>,
}

impl<'a> Ungrouped<'a> {
    fn item(&mut self, expr: &'a Expr) {
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
            Expr::Window(window) => visit_inside_window(self, window),
            expr if self.keys.iter().any(|key| **key == *expr) && !has_parameters(expr) => {}
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

fn has_parameters(expr: &Expr) -> bool {
    let mut find = FindParameter(false);
    find.visit_expr(expr);
    find.0
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
        Expr::Call(call) if !matches!(call.function, Function::Coalesce | Function::NullIf) => {
            call.args.iter().find_map(|expr| never_null(expr, sources))
        }
        Expr::Cast(cast) => of(&cast.operand),
        Expr::Collate(collate) => of(&collate.operand),
        Expr::Extract(extract) => of(&extract.operand),
        Expr::Truncate(truncate) => of(&truncate.operand),
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

// ---- connected tables

/// Puts the sources that a condition reads into one group.
fn connect(groups: &mut [usize], sources: &[Source<'_>], condition: &Expr) {
    let mut read = Qualifiers { sources, read: Vec::new() };
    read.visit_expr(condition);
    unite(groups, &read.read);
}

/// The sources of one item of FROM are one group; what it returns is the number of the next source.
fn unite_tree(groups: &mut [usize], first: usize, item: &FromItem) -> usize {
    let next = first + sources_of(item);
    let members: Vec<usize> = (first..next).collect();
    unite(groups, &members);
    next
}

fn unite(groups: &mut [usize], members: &[usize]) {
    let joined: Vec<usize> =
        members.iter().filter_map(|member| groups.get(*member).copied()).collect();
    let Some(least) = joined.iter().min().copied() else { return };
    for group in groups {
        if joined.contains(group) {
            *group = least;
        }
    }
}

struct Qualifiers<'s> {
    sources: &'s [Source<'s>],
    read: Vec<usize>,
}

impl<'a> Visit<'a> for Qualifiers<'_> {
    fn visit_column(&mut self, column: &'a ColumnRef) {
        let named = |source: &Source<'_>| Some(source.name) == column.qualifier();
        self.read.extend(self.sources.iter().position(named));
    }
}
