//! Comparisons of rows: by order, said column by column, and whether they are NULL.

use crate::ast::{BinaryOp, Call, Expr, Function, Operand, Value};

/// `(a, b) < (x, y)` is `a < x OR a = x AND b < y`. As a comparison of rows, MySQL and MariaDB take it
/// for never true where a column of either row is NULL, and read an outer join as an inner one.
pub(in crate::dialect) fn by_columns(expr: &Expr) -> Option<Expr> {
    let Expr::Binary { left, op, right } = expr else { return None };
    super::repeatable([left, right])?;
    let (Operand::Expr(left), Operand::Expr(right)) = (left, right) else { return None };
    let (Expr::Row(left), Expr::Row(right)) = (&**left, &**right) else { return None };
    let strict = match op {
        BinaryOp::Lt | BinaryOp::Le => BinaryOp::Lt,
        BinaryOp::Gt | BinaryOp::Ge => BinaryOp::Gt,
        _ => return None,
    };
    let compare = |(one, other): (&Expr, &Expr), op| Expr::binary(one.clone(), op, other.clone());
    let mut pairs = left.iter().zip(right.iter()).rev();
    let last = compare(pairs.next()?, *op);
    let ordered = pairs
        .fold(last, |rest, pair| compare(pair, strict).or(compare(pair, BinaryOp::Eq).and(rest)));
    Some(ordered)
}

/// Whether a comparison of rows stands in the operand, at its top or under AND, OR and NOT.
pub(in crate::dialect) fn compares_rows(operand: &Operand) -> bool {
    fn of(expr: &Expr) -> bool {
        match expr {
            Expr::Binary { left, .. } => {
                matches!(left, Operand::Expr(left) if matches!(**left, Expr::Row(_)))
            }
            Expr::Not(inner) => of(inner),
            Expr::Raw(raw) => raw.holes.iter().any(of),
            Expr::And(list) | Expr::Or(list) => list.iter().any(of),
            _ => false,
        }
    }
    matches!(operand, Operand::Expr(expr) if of(expr))
}

/// `COALESCE(…, NULL) IS NULL`: MariaDB takes a comparison of rows for never NULL, but not COALESCE.
pub(in crate::dialect) fn null_by_coalesce(expr: &Expr) -> Option<Expr> {
    let coalesced = |operand: &Operand| {
        let args = [operand.clone().into(), Expr::Literal(Value::Null)].into();
        Operand::from(Expr::Call(Box::new(Call { function: Function::Coalesce, args })))
    };
    Some(match expr {
        Expr::IsNull { operand, negated } => {
            Expr::IsNull { operand: coalesced(operand), negated: *negated }
        }
        Expr::IsTruth { operand, truth, negated } => {
            Expr::IsTruth { operand: coalesced(operand), truth: *truth, negated: *negated }
        }
        _ => return None,
    })
}
