//! A number of rows that is computed from numbers.

use crate::ast::{BinaryOp, Bind, DataType, Expr, Operand, Value};

/// A computed number of rows as the number that it is; none if that is not known yet.
pub(in crate::dialect) fn folded(expr: &Expr) -> Option<Expr> {
    let value = Value::Int(number(expr)?);
    Some(Expr::Bind(Bind { value, data_type: Some(&DataType::BigInt) }))
}

fn number(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Literal(Value::Int(number)) => Some(*number),
        Expr::Bind(Bind { value: Value::Int(number), .. }) => Some(*number),
        Expr::Binary { left, op, right } => {
            let (left, right) = (operand(left)?, operand(right)?);
            match op {
                BinaryOp::Add => left.checked_add(right),
                BinaryOp::Subtract => left.checked_sub(right),
                BinaryOp::Multiply => left.checked_mul(right),
                BinaryOp::DivideInt => left.checked_div(right),
                BinaryOp::Remainder => left.checked_rem(right),
                _ => None,
            }
        }
        _ => None,
    }
}

fn operand(operand: &Operand) -> Option<i64> {
    match operand {
        Operand::Column(_) => None,
        Operand::Bind(bind) => match bind.value {
            Value::Int(number) => Some(number),
            _ => None,
        },
        Operand::Expr(expr) => number(expr),
    }
}
