//! A SELECT put into a derived table, for what is said in two steps: DISTINCT ON, QUALIFY, WITH TIES.

use crate::ast::visit::walk_expr;
use crate::ast::{
    Annotations, BinaryOp, Bind, ColumnRef, Derived, Distinct, Expr, ExprList, FromItem, JoinOn,
    Name, Operand, OrderItem, Over, Query, RankingFunction, Select, SelectItem, TableName, Value,
    Visit, WindowCall, WindowFunction, WindowSpec,
};

/// A SELECT in other words, or what to write instead.
type Rewritten = Result<Query, &'static str>;

const DERIVED: Name = Name::new("derived");

const NAME_THE_COLUMNS: &str = "name the columns instead of `*`";
const LOCK_APART: &str = "lock the rows in a statement of their own";
const SELECT_THE_KEY: &str = "select what is sorted by too";

// ---- the wrapping

/// A SELECT on its way into a derived table, and the one around it that yields the same rows: the
/// columns under the same names, and what is done to rows once they are selected (ORDER BY, LIMIT).
pub(super) struct Wrap {
    pub(super) inner: Select,
    pub(super) outer: Select,
}

impl Wrap {
    /// Puts a SELECT into a derived table. ORDER BY, LIMIT, OFFSET and WITH are then outside.
    pub(super) fn new(select: &Select) -> Result<Self, &'static str> {
        if !select.locks.is_empty() {
            return Err(LOCK_APART);
        }
        let mut inner = Select { items: all_named(select)?, ..select.clone() };
        let mut outer = Select {
            with: inner.with.take(),
            limit: inner.limit.take(),
            offset: inner.offset.take(),
            with_ties: std::mem::take(&mut inner.with_ties),
            ..Select::default()
        };
        outer.annotations = comment_of(&mut inner);
        let order_by = std::mem::take(&mut inner.order_by);
        outer.items = name_apart(&mut inner.items);
        let mut wrap = Wrap { inner, outer };
        for item in order_by {
            let expr = wrap.column(sorted_by(select, &item))?.into();
            wrap.outer.order_by.push(OrderItem { expr, ..item });
        }
        Ok(wrap)
    }

    /// The column outside that holds an expression of inside, selected for the purpose if it is not
    /// selected yet.
    pub(super) fn column(&mut self, expr: Expr) -> Result<Expr, &'static str> {
        let found = self.inner.items.iter().find(|item| item.expr() == Some(&expr));
        if let Some(name) = found.and_then(SelectItem::name) {
            return Ok(derived_column(Name::from(name.to_owned())));
        }
        if self.inner.distinct == Some(Distinct::All) {
            return Err(SELECT_THE_KEY);
        }
        let name = free_name(&self.inner.items, self.inner.items.len() + 1);
        // NULL or not, it is for no one to decode.
        let expr = Expr::AsNullable(expr.into());
        self.inner.items.push(SelectItem::Labeled(Box::new((expr, name.clone()))));
        Ok(derived_column(name))
    }

    /// Lets DISTINCT be done outside.
    pub(super) fn lift_distinct(&mut self) -> Result<(), &'static str> {
        self.outer.distinct = match self.inner.distinct.take() {
            Some(Distinct::On(keys)) => {
                let columns: Result<Vec<Expr>, _> =
                    keys.into_iter().map(|key| self.column(key)).collect();
                Some(Distinct::On(columns?.into()))
            }
            distinct => distinct,
        };
        Ok(())
    }

    /// Only rows of this condition.
    fn filter(mut self, condition: Expr) -> Self {
        self.outer.filter = Some(condition);
        self
    }

    pub(super) fn finish(self) -> Query {
        let Wrap { inner, mut outer } = self;
        outer.from = Some(derived(inner.into()));
        outer.into()
    }
}

/// Takes the comment out of a SELECT, for the one around it; hints stay with their tables.
pub(super) fn comment_of(inner: &mut Select) -> Option<Box<Annotations>> {
    let comment = inner.annotations.as_mut()?.comment.take();
    Some(Box::new(Annotations { comment, ..Annotations::default() }))
}

/// The query as a derived table.
pub(super) fn derived(query: Query) -> FromItem {
    let (query, columns) = (query.into(), Vec::new());
    FromItem::Derived(Box::new(Derived { query, alias: DERIVED, columns, lateral: false }))
}

/// A column of the derived table.
pub(super) fn derived_column(name: Name) -> Expr {
    Expr::Column(ColumnRef::named(Some(DERIVED), name))
}

/// Gives each column a name of its own; what comes back selects them from outside by their own
/// names, where they have one.
pub(super) fn name_apart(items: &mut [SelectItem]) -> Vec<SelectItem> {
    let mut outer = Vec::with_capacity(items.len());
    for at in 0..items.len() {
        let (before, rest) = items.split_at_mut(at);
        let Some(item) = rest.first_mut() else { continue };
        let own = item.name().map(|name| Name::from(name.to_owned()));
        let inside = match &own {
            Some(name) if !is_taken(before, name.as_str()) => name.clone(),
            _ => free_name(before, at + 1),
        };
        if own.as_ref() != Some(&inside)
            && let Some(expr) = item.expr()
        {
            *item = SelectItem::Labeled(Box::new((expr.clone(), inside.clone())));
        }
        let column = derived_column(inside.clone());
        outer.push(match own {
            Some(own) if own != inside => SelectItem::Labeled(Box::new((column, own))),
            _ => SelectItem::Expr(column),
        });
    }
    outer
}

fn is_taken(items: &[SelectItem], name: &str) -> bool {
    let lower = name.to_lowercase();
    items.iter().filter_map(SelectItem::name).any(|taken| taken.to_lowercase() == lower)
}

/// A name that none of the columns has.
pub(super) fn free_name(items: &[SelectItem], number: usize) -> Name {
    let mut name = format!("column{number}");
    while is_taken(items, &name) {
        name.push('_');
    }
    Name::from(name)
}

/// The columns of a SELECT one by one: `*` as those of the tables that are declared.
pub(in crate::dialect) fn all_named(select: &Select) -> Result<Vec<SelectItem>, &'static str> {
    let mut items = Vec::with_capacity(select.items.len());
    for item in &select.items {
        let SelectItem::All(wanted) = item else {
            items.push(item.clone());
            continue;
        };
        let merged = |on: &JoinOn| matches!(on, JoinOn::Using(_) | JoinOn::Natural);
        if wanted.is_none() && select.joins.iter().any(|join| merged(&join.on)) {
            return Err(NAME_THE_COLUMNS);
        }
        let tables = select.from.iter().chain(select.joins.iter().map(|join| &join.item));
        for table in tables {
            let is_wanted = wanted.as_ref().is_none_or(|name| {
                matches!(table, FromItem::Joined(_)) || table.visible_name() == Some(name.as_str())
            });
            if is_wanted {
                items.extend(columns_of(table)?);
            }
        }
    }
    Ok(items)
}

fn columns_of(item: &FromItem) -> Result<impl Iterator<Item = SelectItem>, &'static str> {
    let FromItem::Table(table) = item else { return Err(NAME_THE_COLUMNS) };
    let TableName::Declared(def) = table.table else { return Err(NAME_THE_COLUMNS) };
    let name = table.visible_name().to_owned();
    Ok(def.columns.iter().map(move |column| {
        let qualifier = Some(Name::from(name.clone()));
        let named = ColumnRef::named(qualifier, column.name).of_type(Some(&column.data_type));
        SelectItem::Expr(Expr::Column(named))
    }))
}

/// What an element of ORDER BY stands for: itself, or the expression that is selected under its
/// name.
pub(crate) fn sorted_by(select: &Select, item: &OrderItem) -> Expr {
    match &item.expr {
        Operand::Column(column) if column.qualifier().is_none() => {
            let named = |item: &&SelectItem| item.name() == Some(column.name());
            let selected = select.items.iter().find(named).and_then(SelectItem::expr);
            selected.cloned().unwrap_or_else(|| Expr::Column(column.clone()))
        }
        Operand::Expr(expr) => match **expr {
            Expr::Position(number) => {
                selected_at(select, number).cloned().unwrap_or(Expr::Position(number))
            }
            _ => item.expr.clone().into(),
        },
        operand => operand.clone().into(),
    }
}

/// The expression at a position of the select list.
pub(in crate::dialect) fn selected_at(select: &Select, number: usize) -> Option<&Expr> {
    number.checked_sub(1).and_then(|index| select.items.get(index)).and_then(SelectItem::expr)
}

// ---- the clauses

/// ORDER BY of the columns of a derived table, where it has to be of columns alone.
pub(in crate::dialect) fn sorted_outside(select: &Select) -> Rewritten {
    Wrap::new(select).map(Wrap::finish)
}

/// DISTINCT on the rows of a derived table.
pub(in crate::dialect) fn distinct_outside(select: &Select) -> Rewritten {
    let mut wrap = Wrap::new(select)?;
    wrap.lift_distinct()?;
    Ok(wrap.finish())
}

/// QUALIFY as a condition on the rows of a derived table, one of whose columns it is.
pub(in crate::dialect) fn qualify(select: &Select) -> Rewritten {
    let mut wrap = Wrap::new(select)?;
    wrap.lift_distinct()?;
    let Some(mut condition) = wrap.inner.qualify.take() else { return Ok(wrap.finish()) };
    super::labels::inline(select, &mut condition)?;
    let holds = wrap.column(condition)?;
    Ok(wrap.filter(holds).finish())
}

/// DISTINCT ON as the first row of each partition.
pub(in crate::dialect) fn distinct_on(select: &Select) -> Rewritten {
    let Some(Distinct::On(keys)) = &select.distinct else { return Err(NAME_THE_COLUMNS) };
    if !is_plain(select) || !keys.iter().all(is_column) {
        return distinct_outside(select);
    }
    let (keys, order_by) = (keys.clone(), sort_of(select));
    let mut wrap = Wrap::new(&Select { distinct: None, ..select.clone() })?;
    let number = wrap.column(ranking(RankingFunction::RowNumber, keys, order_by))?;
    let first = Expr::binary(number, BinaryOp::Eq, Expr::Literal(Value::Int(1)));
    Ok(wrap.filter(first).finish())
}

/// WITH TIES as the rows whose rank is within the limit: those that tie with a row have its rank.
pub(in crate::dialect) fn with_ties(select: &Select) -> Rewritten {
    let Some(limit) = &select.limit else { return Err("give the number of rows") };
    if !is_plain(select) || select.distinct.is_some() {
        return sorted_outside(select);
    }
    let mut wrap = Wrap::new(select)?;
    wrap.outer.with_ties = false;
    wrap.outer.limit = None;
    let rank = wrap.column(ranking(RankingFunction::Rank, ExprList::new(), sort_of(select)))?;
    let last = match &select.offset {
        Some(offset) => sum(limit, offset),
        None => limit.clone().into(),
    };
    let within = Expr::binary(rank, BinaryOp::Le, last);
    // Of no row at all there are no ties, even where the rows left out have some.
    let any = Expr::binary(limit.clone(), BinaryOp::Gt, Expr::Literal(Value::Int(0)));
    let may_be_none = !matches!(limit, Operand::Bind(Bind { value: Value::Int(1..), .. }));
    let condition = if select.offset.is_some() && may_be_none { within.and(any) } else { within };
    Ok(wrap.filter(condition).finish())
}

/// The sum of two numbers of rows; the greatest number there is, if it is greater.
fn sum(limit: &Operand, offset: &Operand) -> Expr {
    if let (Operand::Bind(limit), Operand::Bind(offset)) = (limit, offset)
        && let (Value::Int(some), Value::Int(more)) = (&limit.value, &offset.value)
    {
        let value = Value::Int(some.saturating_add(*more));
        return Expr::Bind(Bind { value, data_type: limit.data_type });
    }
    Expr::binary(limit.clone(), BinaryOp::Add, offset.clone())
}

/// The number of a row among those equal in the keys.
pub(super) fn row_number(keys: ExprList) -> Expr {
    ranking(RankingFunction::RowNumber, keys, Vec::new())
}

fn ranking(function: RankingFunction, keys: ExprList, order_by: Vec<OrderItem>) -> Expr {
    let function = WindowFunction::Ranking { function, args: ExprList::new() };
    let spec = WindowSpec { partition_by: keys, order_by, ..WindowSpec::default() };
    Expr::Window(Box::new(WindowCall { function, over: Over::Spec(spec) }))
}

/// ORDER BY as a window takes it, which knows no labels.
fn sort_of(select: &Select) -> Vec<OrderItem> {
    let item =
        |item: &OrderItem| OrderItem { expr: sorted_by(select, item).into(), ..item.clone() };
    select.order_by.iter().map(item).collect()
}

/// Whether a window over the rows can be added to them as they are: they are no groups, and are
/// sorted by columns alone, which may be written twice.
fn is_plain(select: &Select) -> bool {
    let sorted = sort_of(select);
    select.group_by.is_empty()
        && select.having.is_none()
        && select.qualify.is_none()
        && sorted.iter().all(|item| matches!(item.expr, Operand::Column(_)))
        && !select.items.iter().filter_map(SelectItem::expr).any(has_aggregate)
}

fn is_column(expr: &Expr) -> bool {
    matches!(expr, Expr::Column(_))
}

/// Whether the expression takes an aggregate, or a function over a window.
pub(crate) fn has_aggregate(expr: &Expr) -> bool {
    let mut find = FindAggregate(false);
    find.visit_expr(expr);
    find.0
}

/// Looks for an aggregate or a window that is not in a subquery.
struct FindAggregate(bool);

impl<'a> Visit<'a> for FindAggregate {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Aggregate(_) | Expr::Window(_) | Expr::Grouping(_) => self.0 = true,
            expr => walk_expr(self, expr),
        }
    }

    fn visit_query(&mut self, _: &'a Query) {}
}
