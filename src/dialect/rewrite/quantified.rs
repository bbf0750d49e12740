//! ANY and ALL of a query, for a server without them.

use super::wrap::has_aggregate;
use super::{are_repeatable, distinctly_named};
use crate::ast::{
    BinaryOp, Case, ColumnRef, Derived, Expr, FromItem, In, InSet, Name, Operand, Quantified,
    QuantifiedSet, Quantifier, Query, Select, SelectItem, Value,
};

/// `= ANY` is IN, `<> ALL` is NOT IN; the other comparisons are looked for among the rows.
pub(in crate::dialect) fn quantified_by_rows(expr: &Expr) -> Option<Expr> {
    let Expr::Quantified(quantified) = expr else { return None };
    let Quantified { left, op, quantifier, right: QuantifiedSet::Query(query) } = &**quantified
    else {
        return None;
    };
    let negated = match (op, quantifier) {
        (BinaryOp::Eq, Quantifier::Any) => false,
        (BinaryOp::Ne, Quantifier::All) => true,
        _ => return by_exists(left, *op, *quantifier, query),
    };
    let set = InSet::Query(query.clone());
    Some(Expr::In(Box::new(In { operand: left.clone(), set, negated })))
}

/// One row decides: one that compares for ANY, one that does not for ALL. If none does, one that is
/// NULL makes NULL of the whole.
fn by_exists(left: &Operand, op: BinaryOp, quantifier: Quantifier, query: &Query) -> Option<Expr> {
    let known: Expr = left.clone().into();
    // An aggregate would become one of the rows looked through.
    if matches!(known, Expr::Row(_)) || has_aggregate(&known) {
        return None;
    }
    let query = distinctly_named(query).unwrap_or_else(|| query.clone());
    let whole = [known, Expr::Subquery(query.clone().into())];
    if !are_repeatable(&whole) {
        return None;
    }
    let element = Expr::Column(ColumnRef::named(Some(Name::new(ROWS)), output_name(&query)?));
    let compares = Expr::binary(left.clone(), op, element);
    let decides = match quantifier {
        Quantifier::Any => compares.clone(),
        Quantifier::All => compares.clone().negate(),
    };
    let unknown = Expr::IsNull { operand: compares.into(), negated: false };
    let answer = quantifier == Quantifier::Any;
    let truth = |truth: bool| Expr::Literal(Value::Bool(truth));
    let arms = vec![
        (has_row(&query, decides).into(), truth(answer).into()),
        (has_row(&query, unknown).into(), Expr::Literal(Value::Null).into()),
    ];
    let otherwise = Some(truth(!answer).into());
    Some(Expr::Case(Box::new(Case { operand: None, arms, otherwise })))
}

/// What the rows are called.
const ROWS: &str = "quantified";

fn has_row(query: &Query, condition: Expr) -> Expr {
    let derived = Derived {
        query: query.clone().into(),
        alias: Name::new(ROWS),
        columns: Vec::new(),
        lateral: false,
    };
    let select = Select {
        items: vec![SelectItem::Expr(Expr::Literal(Value::Int(1)))],
        from: Some(FromItem::Derived(Box::new(derived))),
        filter: Some(condition),
        ..Select::default()
    };
    Expr::Exists { query: Query::from(select).into(), negated: false }
}

fn output_name(query: &Query) -> Option<Name> {
    match query {
        Query::Select(select) => select.items.first()?.name().map(|name| name.to_owned().into()),
        Query::SetOperation(operation) => output_name(&operation.first),
        _ => None,
    }
}
