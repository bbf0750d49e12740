//! IN of queries, which MariaDB gets wrong for NULL.
//!
//! Of a prepared statement that was executed once while the subquery of an IN had no rows, each later
//! execution takes NULL IN (…) for false, whatever the rows (seen on 10.11 and 11.8). Not so of rows
//! that end with a constant.

use crate::ast::{
    BinaryOp, Expr, ExprList, In, InSet, Operand, Quantified, QuantifiedSet, Quantifier, Query,
    Select, SelectItem, SetOperation, SetOperator, Value,
};

/// `(operand, 1) IN (SELECT element, 1 …)`.
pub(in crate::dialect) fn in_rows(expr: &Expr) -> Option<Expr> {
    let (operand, query, negated) = parts(expr)?;
    let Query::Select(select) = query else { return None };
    let mut select = select.clone();
    select.items.push(SelectItem::Expr(one()));
    let row = match operand.clone().into() {
        Expr::Row(items) => items.with(one()),
        operand => [operand, one()].into(),
    };
    let set = InSet::Query(Query::Select(select).into());
    Some(Expr::In(Box::new(In { operand: Expr::Row(row).into(), set, negated })))
}

/// `operand IN (SELECT element … UNION ALL SELECT NULL WHERE FALSE)`: the server takes no row of what a
/// subquery computes, and does not look into a union beforehand.
pub(in crate::dialect) fn in_union(expr: &Expr) -> Option<Expr> {
    let (operand, query, negated) = parts(expr)?;
    let width = match operand {
        Operand::Expr(expr) => match &**expr {
            Expr::Row(items) => items.len(),
            _ => 1,
        },
        _ => 1,
    };
    let nothing = Select {
        items: vec![SelectItem::Expr(Expr::Literal(Value::Null)); width],
        filter: Some(Expr::Or(ExprList::new())),
        ..Select::default()
    };
    let union = SetOperation {
        with: None,
        first: query.clone().into(),
        rest: vec![(SetOperator::UnionAll, Query::from(nothing).into())],
        order_by: Vec::new(),
        limit: None,
        offset: None,
    };
    let set = InSet::Query(Query::SetOperation(Box::new(union)).into());
    Some(Expr::In(Box::new(In { operand: operand.clone(), set, negated })))
}

/// The operand and the query of IN, = ANY and <> ALL, and whether it is NOT IN.
fn parts(expr: &Expr) -> Option<(&Operand, &Query, bool)> {
    match expr {
        Expr::In(in_) => match &**in_ {
            In { operand, set: InSet::Query(query), negated } => Some((operand, query, *negated)),
            _ => None,
        },
        Expr::Quantified(quantified) => match &**quantified {
            Quantified {
                left,
                op: BinaryOp::Eq,
                quantifier: Quantifier::Any,
                right: QuantifiedSet::Query(query),
            } => Some((left, query, false)),
            Quantified {
                left,
                op: BinaryOp::Ne,
                quantifier: Quantifier::All,
                right: QuantifiedSet::Query(query),
            } => Some((left, query, true)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the operand is compared with the rows of a SELECT, and does not end with the constant yet.
pub(in crate::dialect) fn lacks_constant(operand: &Operand, query: &Query) -> bool {
    let ended = match operand {
        Operand::Expr(expr) => match &**expr {
            Expr::Row(items) => items.iter().last() == Some(&one()),
            _ => false,
        },
        _ => false,
    };
    matches!(query, Query::Select(_)) && !ended
}

fn one() -> Expr {
    Expr::Literal(Value::Int(1))
}
