//! Paging by key: the rows after a row, or before it, in the order of the query.

use crate::ast::{
    Attribute, BinaryOp, ColumnRef, Direction, Distinct, Expr, ExprList, FromItem, GroupItem, Join,
    JoinKind, JoinOn, Nulls, Operand, OrderItem, TableDef, TableName, Value,
};
use crate::{CompileError, ast};

use super::{Arguments, Select};

/// The values of a row for the keys of ORDER BY: a tuple of values, or [`unique_order`] of one.
pub trait SeekKey {
    /// Whether the order is known to be of single rows without a look at the declared keys.
    const UNIQUE: bool;
    /// The values.
    fn into_values(self) -> ExprList;
}

#[diagnostic::do_not_recommend]
impl<A: Arguments> SeekKey for A {
    const UNIQUE: bool = false;
    fn into_values(self) -> ExprList {
        self.into_list()
    }
}

/// A [`SeekKey`] in an order of which the program knows that no two rows have the same place in it.
#[derive(Clone, Debug)]
pub struct UniqueOrder<A>(A);

/// Says of an order that no two rows have the same place in it, though no declared key tells so.
pub fn unique_order<A: Arguments>(values: A) -> UniqueOrder<A> {
    UniqueOrder(values)
}

#[diagnostic::do_not_recommend]
impl<A: Arguments> SeekKey for UniqueOrder<A> {
    const UNIQUE: bool = true;
    fn into_values(self) -> ExprList {
        self.0.into_list()
    }
}

impl<R> Select<R> {
    /// The rows that come after the row with these values of the sort keys, in the order of the
    /// query's own ORDER BY: the next page, found by an index instead of counted off by OFFSET.
    ///
    /// The condition is made of the keys as they are, so ORDER BY comes before it. Keys may be
    /// ascending and descending, and NULL: where a key may be NULL it has to say where NULLs go
    /// (`nulls_first`, `nulls_last`), as the servers put them at different ends. The order has to
    /// tell all rows apart: it must hold the primary key, or a unique column that is not NULL, of
    /// each table but those that are joined by such a key; or you say so by [`unique_order`].
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { posts { id: BigInt [primary_key], stars: Nullable<Integer> } }
    /// let by_stars = select((posts::stars, posts::id))
    ///     .from(posts::table)
    ///     .order_by((posts::stars.desc().nulls_last(), posts::id.asc()))
    ///     .limit(20);
    /// // The last row of the page before had 5 stars and the id 71.
    /// let next = by_stars.seek_after((Some(5), 71))?;
    /// # Ok::<(), CompileError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`CompileError::Unseekable`] if the order does not do, or has another number of keys.
    pub fn seek_after<K: SeekKey>(self, key: K) -> Result<Self, CompileError> {
        self.seek(key)
    }

    /// The rows that come before the row with these values of the sort keys, the nearest first:
    /// ORDER BY is turned round, so that LIMIT takes the page before. See
    /// [`seek_after`](Select::seek_after).
    ///
    /// # Errors
    ///
    /// Those of [`seek_after`](Select::seek_after).
    pub fn seek_before<K: SeekKey>(mut self, key: K) -> Result<Self, CompileError> {
        for item in &mut self.as_ast_mut().order_by {
            item.direction = match item.direction {
                Direction::Ascending => Direction::Descending,
                Direction::Descending => Direction::Ascending,
            };
            item.nulls = item.nulls.map(|nulls| match nulls {
                Nulls::First => Nulls::Last,
                Nulls::Last => Nulls::First,
            });
        }
        self.seek(key)
    }

    fn seek<K: SeekKey>(mut self, key: K) -> Result<Self, CompileError> {
        let values = key.into_values();
        let select = self.as_ast_mut();
        let keys = keys_of(select)?;
        if values.len() != keys.len() {
            let (values, keys) = (values.len(), keys.len());
            return Err(unseekable(format!("it has {keys} keys, but {values} values are given")));
        }
        if !K::UNIQUE {
            check_unique(select, &keys)?;
        }
        let mut after: Option<Expr> = None;
        for (key, value) in keys.iter().zip(values).rev() {
            after = Some(key.after(value, after)?);
        }
        super::predicate::add(&mut select.filter, after.unwrap_or(Expr::Or(ExprList::new())));
        Ok(self)
    }
}

fn unseekable(problem: impl Into<String>) -> CompileError {
    CompileError::Unseekable { problem: problem.into() }
}

// ---- one key

/// A key of ORDER BY, and what of it decides where a row comes.
struct Key {
    expr: Expr,
    direction: Direction,
    /// Where its NULLs go; none if it has none.
    nulls: Option<Nulls>,
}

impl Key {
    /// The rows that come after a value: by this key, or among its equals by those that follow it.
    fn after(&self, value: Expr, then: Option<Expr>) -> Result<Expr, CompileError> {
        let null = matches!(&value, Expr::Bind(bind) if bind.value == Value::Null);
        let is_null = |negated| Expr::IsNull { operand: self.expr.clone().into(), negated };
        if null {
            let after = match self.nulls {
                None => return Err(unseekable("NULL is given for a key that has none")),
                Some(Nulls::First) => Some(is_null(true)),
                Some(Nulls::Last) => None,
            };
            let among = then.map(|then| is_null(false).and(then));
            return Ok(match (after, among) {
                (Some(after), Some(among)) => after.or(among),
                (Some(one), None) | (None, Some(one)) => one,
                (None, None) => Expr::Or(ExprList::new()),
            });
        }
        let value = self.typed(value);
        let (beyond, from) = match self.direction {
            Direction::Ascending => (BinaryOp::Gt, BinaryOp::Ge),
            Direction::Descending => (BinaryOp::Lt, BinaryOp::Le),
        };
        let compared = |op| Expr::binary(self.expr.clone(), op, value.clone());
        let nulls_come = self.nulls == Some(Nulls::Last);
        let mut after = compared(beyond);
        if let Some(then) = then {
            after = after.or(compared(BinaryOp::Eq).and(then));
            if !nulls_come {
                // The same again, for an index on the key.
                after = compared(from).and(after);
            }
        }
        Ok(if nulls_come { after.or(is_null(false)) } else { after })
    }

    /// The value with the type of the column that it is compared with.
    fn typed(&self, value: Expr) -> Expr {
        match (value, &self.expr) {
            (Expr::Bind(bind), Expr::Column(column)) if column.data_type().is_some() => {
                Expr::Bind(ast::Bind { data_type: column.data_type(), ..bind })
            }
            (value, _) => value,
        }
    }
}

fn keys_of(select: &ast::Select) -> Result<Vec<Key>, CompileError> {
    if select.order_by.is_empty() {
        return Err(unseekable("the query has none"));
    }
    if matches!(select.distinct, Some(Distinct::On(_))) || select.offset.is_some() {
        return Err(unseekable("DISTINCT ON and OFFSET depend on the rows before"));
    }
    select.order_by.iter().map(|item| key_of(select, item)).collect()
}

fn key_of(select: &ast::Select, item: &OrderItem) -> Result<Key, CompileError> {
    let expr = crate::dialect::sorted_by(select, item);
    if crate::dialect::has_aggregate(&expr) {
        return Err(unseekable(
            "a key is an aggregate or window function; sort and seek in a query around this one",
        ));
    }
    let direction = item.direction;
    if let Expr::Column(column) = &expr
        && is_never_null(select, column)
    {
        return Ok(Key { expr, direction, nulls: None });
    }
    match item.nulls {
        Some(nulls) => Ok(Key { expr, direction, nulls: Some(nulls) }),
        None => {
            let key = match &expr {
                Expr::Column(column) => column.to_string(),
                _ => "an expression".to_owned(),
            };
            Err(unseekable(format!("{key} may be NULL; say `.nulls_first()` or `.nulls_last()`")))
        }
    }
}

// ---- what the declarations tell

/// Whether the column is declared NOT NULL, of a table that no outer join fills up with NULLs.
fn is_never_null(select: &ast::Select, column: &ColumnRef) -> bool {
    let ColumnRef::Declared { def, .. } = column else { return false };
    let outer = |join: &Join| {
        matches!(join.kind, JoinKind::Left | JoinKind::Right | JoinKind::Full)
            || matches!(join.item, FromItem::Joined(_))
    };
    let first = select.from.as_ref().and_then(FromItem::visible_name);
    let only_left = select.joins.iter().all(|join| !outer(join) || join.kind == JoinKind::Left);
    !def.nullable && (!select.joins.iter().any(outer) || (only_left && first == column.qualifier()))
}

/// Whether the keys tell all rows apart.
fn check_unique(select: &ast::Select, keys: &[Key]) -> Result<(), CompileError> {
    let sorted = |expr: &Expr| keys.iter().any(|key| key.expr == *expr);
    let is_plain = |item: &GroupItem| matches!(item, GroupItem::Expr(expr) if sorted(expr));
    if !select.group_by.is_empty() && select.group_by.iter().all(is_plain) {
        return Ok(());
    }
    let selected = |item: &ast::SelectItem| item.expr().is_some_and(sorted);
    if select.distinct == Some(Distinct::All) && select.items.iter().all(selected) {
        return Ok(());
    }
    let unique = |item: &FromItem| {
        declared(item).is_some_and(|(def, name)| {
            key_columns(def).into_iter().any(|columns| {
                columns
                    .iter()
                    .all(|column| keys.iter().any(|key| is_column(&key.expr, name, column)))
            })
        })
    };
    let one_each =
        |join: &&Join| matches!(&join.on, JoinOn::Condition(on) if finds_one(&join.item, on));
    let many = select.joins.iter().filter(|join| !one_each(join)).map(|join| &join.item);
    match select.from.iter().chain(many).find(|item| !unique(item)) {
        None => Ok(()),
        Some(item) => {
            let table = item.visible_name().unwrap_or("the joined tables");
            Err(unseekable(format!(
                "it does not tell all rows of {table} apart; add the primary key, or say `unique_order(…)`"
            )))
        }
    }
}

fn declared(item: &FromItem) -> Option<(&'static TableDef, &str)> {
    match item {
        FromItem::Table(table) => match table.table {
            TableName::Declared(def) => Some((def, table.visible_name())),
            _ => None,
        },
        _ => None,
    }
}

/// The keys of a table: the primary key, and each unique column that is not NULL.
fn key_columns(def: &'static TableDef) -> Vec<Vec<&'static str>> {
    let having = |attribute: Attribute| {
        def.columns.iter().filter(move |column| column.attributes.contains(&attribute))
    };
    let primary: Vec<_> = having(Attribute::PrimaryKey).map(|column| column.name).collect();
    let unique = having(Attribute::Unique).filter(|column| !column.nullable);
    let primary = if primary.is_empty() { None } else { Some(primary) };
    primary.into_iter().chain(unique.map(|column| vec![column.name])).collect()
}

fn is_column(expr: &Expr, table: &str, name: &str) -> bool {
    match expr {
        Expr::Column(column) => column.qualifier() == Some(table) && column.name() == name,
        _ => false,
    }
}

/// Whether the condition of a join is equality with a key of the table: it finds one row at most.
fn finds_one(item: &FromItem, on: &Expr) -> bool {
    let Some((def, table)) = declared(item) else { return false };
    let conditions = match on {
        Expr::And(all) => all.as_ref(),
        one => std::slice::from_ref(one),
    };
    let equates = |name: &str| {
        conditions.iter().any(|condition| match condition {
            Expr::Binary { left, op: BinaryOp::Eq, right } => {
                let of_table = |operand: &Operand| match operand {
                    Operand::Column(column) => column.qualifier() == Some(table),
                    _ => false,
                };
                let is_key = |operand: &Operand| {
                    matches!(operand, Operand::Column(column) if column.name() == name)
                        && of_table(operand)
                };
                let other = |operand: &Operand| {
                    matches!(operand, Operand::Bind(_) | Operand::Column(_)) && !of_table(operand)
                };
                (is_key(left) && other(right)) || (other(left) && is_key(right))
            }
            _ => false,
        })
    };
    key_columns(def).iter().any(|columns| columns.iter().all(|name| equates(name)))
}
