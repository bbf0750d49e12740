//! IN of queries, which MariaDB gets wrong for NULL.
//!
//! Of a prepared statement that was executed once while the subquery of an IN had no rows, each later
//! execution takes NULL IN (…) for false, whatever the rows (seen on 10.11 and 11.8). Not so of rows
//! that end with a constant.

use crate::ast::{
    BinaryOp, Expr, In, InSet, Operand, Quantified, QuantifiedSet, Quantifier, Query, SelectItem,
    Value,
};

/// `(operand, 1) IN (SELECT element, 1 …)`.
pub(in crate::dialect) fn in_rows(expr: &Expr) -> Option<Expr> {
    let (operand, query, negated) = match expr {
        Expr::In(in_) => {
            let In { operand, set: InSet::Query(query), negated } = &**in_ else { return None };
            (operand, query, *negated)
        }
        Expr::Quantified(quantified) => match &**quantified {
            Quantified {
                left,
                op: BinaryOp::Eq,
                quantifier: Quantifier::Any,
                right: QuantifiedSet::Query(query),
            } => (left, query, false),
            Quantified {
                left,
                op: BinaryOp::Ne,
                quantifier: Quantifier::All,
                right: QuantifiedSet::Query(query),
            } => (left, query, true),
            _ => return None,
        },
        _ => return None,
    };
    let Query::Select(select) = &**query else { return None };
    let mut select = select.clone();
    select.items.push(SelectItem::Expr(one()));
    let row = match operand.clone().into() {
        Expr::Row(items) => items.with(one()),
        operand => [operand, one()].into(),
    };
    let set = InSet::Query(Query::Select(select).into());
    Some(Expr::In(Box::new(In { operand: Expr::Row(row).into(), set, negated })))
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
