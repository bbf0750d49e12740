//! Rewrites that several dialects share: a construct in the words of others.

pub(super) mod beside;
pub(super) mod bits;
pub(super) mod cast;
pub(super) mod choice;
pub(super) mod condition;
pub(super) mod date;
pub(super) mod derived;
pub(super) mod full_join;
pub(super) mod group_key;
pub(super) mod grouping_sets;
pub(super) mod in_rows;
pub(super) mod json;
mod key;
pub(super) mod labels;
pub(super) mod limit;
pub(super) mod limited;
pub(super) mod materialized;
pub(super) mod number;
pub(super) mod old_rows;
mod one_value;
mod pairs;
pub(super) mod quantified;
pub(super) mod regexp;
pub(super) mod row_order;
pub(super) mod row_set;
pub(super) mod series;
pub(super) mod set_operation;
#[cfg(test)]
mod tests;
pub(super) mod text;
mod window;
pub(super) mod with;
pub(super) mod wrap;

use super::syntax::raw;
use crate::ast::visit::walk_expr;
use crate::ast::{
    Aggregate, Between, BinaryOp, Cast, Collate, Collation, DataType, Derived, Expr, ExprList,
    FromItem, Function, In, InSet, JsonChange, Name, Operand, Quantified, QuantifiedSet, Query,
    Select, SelectItem, SetOperation, Value, Values, Visit,
};
pub(super) use one_value::{is_one_value, of_one_value};
pub(super) use pairs::of_pairs;
use std::collections::HashSet;
pub(super) use window::{range_of_days, with_distances};

// ---- what may be written twice

/// How many expressions that are written more than once may lie inside one another: the text grows
/// by a factor with each.
const MAX_REPEATED: u8 = 4;

/// The operands, unless writing them twice might give two answers (a function of the user's, or raw
/// text, may be random) or too much text.
pub(super) fn repeatable<const N: usize>(operands: [&Operand; N]) -> Option<[Expr; N]> {
    let mut found = Repeated { unknown: false, count: 0 };
    operands.iter().for_each(|operand| found.visit_operand(operand));
    found.is_repeatable().then(|| operands.map(|operand| operand.clone().into()))
}

/// The arguments of a function that takes so many, unless they may not be written twice.
pub(super) fn repeatable_arguments<const N: usize>(args: &[Expr]) -> Option<[Expr; N]> {
    let args: &[Expr; N] = args.try_into().ok()?;
    are_repeatable(args).then(|| args.clone())
}

/// Whether expressions may be written twice.
pub(super) fn are_repeatable(exprs: &[Expr]) -> bool {
    let mut found = Repeated { unknown: false, count: 0 };
    exprs.iter().for_each(|expr| found.visit_expr(expr));
    found.is_repeatable()
}

/// Whether a call writes its arguments more than once, in any dialect.
fn repeats(function: &Function) -> bool {
    use Function::*;
    matches!(
        function,
        Greatest
            | Least
            | GreatestIgnoringNulls
            | LeastIgnoringNulls
            | Floor
            | Ceil
            | Trunc
            | Round
            | RoundTo
            | RoundDoubleTo
            | TruncToInt
            | Sign
            | Lpad
            | Rpad
            | Repeat
            | Right
            | SplitPart
            | ConcatWs
            | Chr
            | Hex
            | ToHex
            | Replace
            | IsDigits
            | TextToInteger
            | TextToDouble
            | TextToDecimal
            | FloorDiv
            | Sqrt
            | Power
            | Exp
            | Ln
            | Log10
            | Asin
            | Acos
            | MakeDate
            | MakeTimestamp
            | MonthsBetween
            | SecondsBetween
            | MicrosecondsBetween
            | JsonArrayHas
            | JsonArrayLength
            | JsonKeys
            | JsonInteger
            | JsonNumber
    )
}

struct Repeated {
    unknown: bool,
    /// Expressions that may be written more than once themselves.
    count: u8,
}

impl Repeated {
    fn is_repeatable(&self) -> bool {
        !self.unknown && self.count <= MAX_REPEATED
    }
}

impl<'a> Visit<'a> for Repeated {
    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Raw(_) => self.unknown = true,
            Expr::Call(call) => match &call.function {
                Function::Named(_) | Function::Random | Function::UuidV4 => self.unknown = true,
                function if repeats(function) => self.count = self.count.saturating_add(1),
                _ => {}
            },
            Expr::Between(_)
            | Expr::Quantified(_)
            | Expr::Shift(_)
            | Expr::Truncate(_)
            | Expr::FormatDate(_)
            | Expr::JsonGet(_)
            | Expr::Binary {
                op: BinaryOp::BitXor | BinaryOp::ShiftLeft | BinaryOp::ShiftRight,
                ..
            } => {
                self.count = self.count.saturating_add(1);
            }
            Expr::Cast(cast) if matches!(cast.data_type, DataType::Time | DataType::Timestamp) => {
                self.count = self.count.saturating_add(1);
            }
            Expr::JsonChange(change) if !follows_another(change) => {
                self.count = self.count.saturating_add(1);
            }
            _ => {}
        }
        if self.is_repeatable() {
            walk_expr(self, expr);
        }
    }
}

/// Whether it changes a member of what another has changed a member of: the document is not written
/// again for it.
fn follows_another(change: &JsonChange) -> bool {
    let Operand::Expr(document) = &change.document else { return false };
    let Expr::JsonChange(inner) = &**document else { return false };
    json::is_of_member(inner) && json::is_of_member(change)
}

// ---- least and greatest

/// UUIDs in the order of their texts: a server has none, or another.
pub(super) fn extreme_of_text(expr: &Expr) -> Option<Expr> {
    let Expr::Aggregate(aggregate) = expr else { return None };
    let text = |uuid: &Expr| {
        let cast = Cast { operand: uuid.clone().into(), data_type: DataType::Text };
        let operand = Expr::Cast(Box::new(cast)).into();
        Expr::Collate(Box::new(Collate { operand, collation: Collation::Binary }))
    };
    let args = aggregate.args.iter().map(text).collect();
    let aggregate = Aggregate { args, data_type: None, ..(**aggregate).clone() };
    let operand = Expr::Aggregate(Box::new(aggregate)).into();
    Some(Expr::Cast(Box::new(Cast { operand, data_type: DataType::Uuid })))
}

// ---- ranges

/// Between the bounds in the one order or in the other.
pub(super) fn between_either_way(expr: &Expr) -> Option<Expr> {
    let Expr::Between(between) = expr else { return None };
    repeatable([&between.operand, &between.low, &between.high])?;
    let one = Between { symmetric: false, ..(**between).clone() };
    let other = Between { low: one.high.clone(), high: one.low.clone(), ..one.clone() };
    let [one, other] = [one, other].map(|between| Expr::Between(Box::new(between)));
    Some(if between.negated { one.and(other) } else { one.or(other) })
}

/// Not less than the one bound and not greater than the other.
pub(super) fn between_by_comparison(expr: &Expr) -> Option<Expr> {
    let Expr::Between(between) = expr else { return None };
    let Between { operand, low, high, .. } = &**between;
    repeatable([operand])?;
    let from = |op| Expr::binary(operand.clone(), op, low.clone());
    let to = |op| Expr::binary(operand.clone(), op, high.clone());
    Some(if between.negated {
        from(BinaryOp::Lt).or(to(BinaryOp::Gt))
    } else {
        from(BinaryOp::Ge).and(to(BinaryOp::Le))
    })
}

// ---- groups

/// What a plain group is grouped by, it is always grouped by.
pub(super) fn grouping_of_keys(expr: &Expr) -> Option<Expr> {
    matches!(expr, Expr::Grouping(_)).then_some(Expr::Literal(Value::Int(0)))
}

// ---- subqueries

/// The subquery of IN, ANY or ALL from a derived table.
pub(super) fn set_in_derived(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::In(in_) => {
            let In { operand, set: InSet::Query(query), negated } = &**in_ else { return None };
            let (operand, set) = (operand.clone(), InSet::Query(all_of(query).into()));
            Some(Expr::In(Box::new(In { operand, set, negated: *negated })))
        }
        Expr::Quantified(quantified) => {
            let QuantifiedSet::Query(query) = &quantified.right else { return None };
            let right = QuantifiedSet::Query(all_of(query).into());
            Some(Expr::Quantified(Box::new(Quantified { right, ..(**quantified).clone() })))
        }
        _ => None,
    }
}

/// Whether a limit is put on the query or on one of its members.
pub(super) fn is_limited(query: &Query) -> bool {
    match query {
        Query::Select(select) => select.limit.is_some() || select.offset.is_some(),
        Query::SetOperation(operation) => {
            let members = operation.rest.iter().map(|(_, member)| member);
            operation.limit.is_some()
                || operation.offset.is_some()
                || is_limited(&operation.first)
                || members.into_iter().any(|member| is_limited(member))
        }
        _ => false,
    }
}

/// A SELECT without FROM that has a WHERE.
pub(super) fn where_true(query: &Query) -> Option<Query> {
    let Query::Select(select) = query else { return None };
    if select.from.is_some() || select.filter.is_some() {
        return None;
    }
    let filter = Some(Expr::Literal(Value::Bool(true)));
    Some(Select { filter, ..(**select).clone() }.into())
}

/// `SELECT * FROM (query) AS derived`.
fn all_of(query: &Query) -> Query {
    let query = distinctly_named(query).unwrap_or_else(|| query.clone());
    let alias = Name::new("derived");
    let derived = Derived { query: query.into(), alias, columns: Vec::new(), lateral: false };
    let from = Some(FromItem::Derived(Box::new(derived)));
    Select { items: vec![SelectItem::All(None)], from, ..Select::default() }.into()
}

/// The query with a name of its own for each column, as a derived table needs; none if it has that
/// already.
pub(super) fn distinctly_named(query: &Query) -> Option<Query> {
    match query {
        Query::Select(select) => {
            let mut seen = HashSet::new();
            let is_own = |item: &SelectItem| match item {
                SelectItem::All(_) => true,
                item => item.name().is_some_and(|name| seen.insert(name.to_lowercase())),
            };
            let own: Vec<bool> = select.items.iter().map(is_own).collect();
            if own.iter().all(|own| *own) {
                return None;
            }
            let mut select = select.clone();
            for ((index, item), own) in select.items.iter_mut().enumerate().zip(own) {
                if let (false, Some(expr)) = (own, item.expr()) {
                    let name = Name::from(format!("column{}", index + 1));
                    *item = SelectItem::Labeled(Box::new((expr.clone(), name)));
                }
            }
            Some(Query::Select(select))
        }
        Query::SetOperation(operation) => {
            let first = distinctly_named(&operation.first)?.into();
            Some(Query::SetOperation(Box::new(SetOperation { first, ..(**operation).clone() })))
        }
        _ => None,
    }
}

/// VALUES as a SELECT for each row, the first of which names the columns as PostgreSQL and SQLite
/// name them.
pub(super) fn values_by_union(values: &Values) -> Option<Query> {
    let mut rows = values.rows.iter().enumerate().map(|(index, row): (usize, &ExprList)| {
        let items = (1..).zip(row).map(|(number, expr): (usize, _)| {
            let expr = typed(expr, values.types.get(number - 1).copied().flatten());
            match index {
                0 => {
                    let name = Name::from(format!("column{number}"));
                    SelectItem::Labeled(Box::new((expr, name)))
                }
                _ => SelectItem::Expr(expr),
            }
        });
        Query::from(Select { items: items.collect(), ..Select::default() })
    });
    let first = rows.next()?;
    let rest: Vec<_> = rows.map(|row| (crate::ast::SetOperator::UnionAll, row.into())).collect();
    if rest.is_empty() {
        return Some(first);
    }
    Some(Query::SetOperation(Box::new(SetOperation {
        with: None,
        first: first.into(),
        rest,
        order_by: Vec::new(),
        limit: None,
        offset: None,
    })))
}

/// A parameter that says its type: MySQL takes one in a derived table for text. What is sent as text says
/// it anyway.
fn typed(expr: &Expr, column: Option<&'static DataType>) -> Expr {
    use DataType::{BigInt, Boolean, Double, Timestamp};
    let stated = match (expr, column) {
        (Expr::Bind(_) | Expr::Slot(_), Some(DataType::TimestampTz)) => &Timestamp,
        (Expr::Bind(_) | Expr::Slot(_), Some(data_type)) => data_type,
        (Expr::Bind(bind), None) => match bind.value {
            Value::Int(_) => &BigInt,
            Value::Double(_) => &Double,
            Value::Bool(_) => &Boolean,
            _ => return expr.clone(),
        },
        _ => return expr.clone(),
    };
    match stated {
        DataType::Text
        | DataType::VarChar(_)
        | DataType::Char(_)
        | DataType::Decimal(_)
        | DataType::Blob
        | DataType::Date
        | DataType::Json
        | DataType::Uuid
        | DataType::Named(_) => expr.clone(),
        stated => {
            let (operand, data_type) = (expr.clone().into(), stated.clone());
            Expr::Cast(Box::new(Cast { operand, data_type }))
        }
    }
}
