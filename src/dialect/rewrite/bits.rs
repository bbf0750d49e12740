//! Operators on bits.

use super::{raw, repeatable};
use crate::ast::{BinaryOp, Bind, Cast, DataType, Expr, Operand, UnaryOp, Value};
use crate::dialect::render::untyped_operand;

/// Bitwise operators of a server whose results are unsigned.
pub(in crate::dialect) fn signed_bits(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Unary { op: UnaryOp::BitNot, operand } => {
            Some(raw("CAST(~{} AS SIGNED)", [operand.clone().into()]))
        }
        Expr::Binary { left, op, right } => {
            let text = match op {
                BinaryOp::BitAnd => "CAST({} & {} AS SIGNED)",
                BinaryOp::BitOr => "CAST({} | {} AS SIGNED)",
                BinaryOp::BitXor => "CAST({} ^ {} AS SIGNED)",
                _ => return None,
            };
            let untyped = |side| untyped_operand(side).is_some();
            let left = match left {
                left if untyped(left) && untyped(right) => as_integer(left),
                left => left.clone().into(),
            };
            Some(raw(text, [left, right.clone().into()]))
        }
        _ => None,
    }
}

/// Two parameters beside each other would be bits of two strings.
fn as_integer(operand: &Operand) -> Expr {
    let cast = Cast { operand: operand.clone(), data_type: DataType::BigInt };
    Expr::Cast(Box::new(cast))
}

/// `(a | b) - (a & b)`.
pub(in crate::dialect) fn bits_in_one(expr: &Expr) -> Option<Expr> {
    let Expr::Binary { left, op: BinaryOp::BitXor, right } = expr else { return None };
    let [left, right] = repeatable([left, right])?;
    let either = Expr::binary(left.clone(), BinaryOp::BitOr, right.clone());
    let both = Expr::binary(left, BinaryOp::BitAnd, right);
    Some(Expr::binary(either, BinaryOp::Subtract, both))
}

// ---- shifts

/// A shift by 0 to 63 places in a server's own words.
type Plain = fn(op: BinaryOp, number: Expr, places: Expr) -> Option<Expr>;

/// A shift in the server's own words where it is known to be by 0 to 63 places; where it may be by
/// others, all bits are shifted out then: 0 is left, and to the right the sign. The servers would turn
/// the bits round, shift them the other way, or take the number of places for a great one.
fn within_width(expr: &Expr, plain: Plain) -> Option<Expr> {
    let Expr::Binary { left, op, right } = expr else { return None };
    if !matches!(op, BinaryOp::ShiftLeft | BinaryOp::ShiftRight) {
        return None;
    }
    if matches!(places(right), Some(0..=63)) {
        return plain(*op, left.clone().into(), right.clone().into());
    }
    let [number, places] = repeatable([left, right])?;
    let shifted = plain(*op, number.clone(), places.clone())?;
    let out = match op {
        BinaryOp::ShiftLeft => {
            Expr::binary(Expr::Literal(Value::Int(0)), BinaryOp::Multiply, number)
        }
        _ => plain(*op, number, Expr::Literal(Value::Int(63)))?,
    };
    let text = "CASE WHEN {} >= 0 AND {} < 64 THEN {} WHEN {} < 0 OR {} > 63 THEN {} END";
    let holes = [places.clone(), places.clone(), shifted, places.clone(), places, out];
    Some(raw(text, holes))
}

fn places(operand: &Operand) -> Option<i64> {
    let value = match operand {
        Operand::Bind(Bind { value, .. }) => value,
        Operand::Expr(expr) => match &**expr {
            Expr::Literal(value) => value,
            _ => return None,
        },
        Operand::Column(_) => return None,
    };
    match value {
        Value::Int(places) => Some(*places),
        _ => None,
    }
}

pub(in crate::dialect) fn shift(expr: &Expr) -> Option<Expr> {
    within_width(expr, |op, number, places| {
        let text = if op == BinaryOp::ShiftLeft { "{} << {}" } else { "{} >> {}" };
        Some(raw(text, [number, places]))
    })
}

/// Of a server whose results are unsigned: a negative number keeps its sign, so to the right its bits
/// are turned round before and after.
pub(in crate::dialect) fn signed_shift(expr: &Expr) -> Option<Expr> {
    within_width(expr, |op, number, places| {
        if op == BinaryOp::ShiftLeft {
            return Some(raw("CAST({} << {} AS SIGNED)", [number, places]));
        }
        repeatable([&number.clone().into(), &places.clone().into()])?;
        let text = "CAST(IF({} < 0, ~(~{} >> {}), {} >> {}) AS SIGNED)";
        let holes = [number.clone(), number.clone(), places.clone(), number, places];
        Some(raw(text, holes))
    })
}

/// Of a server that shifts an integer of 32 bits within them, and by such an integer.
pub(in crate::dialect) fn shift_of_big_integer(expr: &Expr) -> Option<Expr> {
    within_width(expr, |op, number, places| {
        let text = match op {
            BinaryOp::ShiftLeft => "CAST({} AS BIGINT) << CAST({} AS INTEGER)",
            _ => "CAST({} AS BIGINT) >> CAST({} AS INTEGER)",
        };
        Some(raw(text, [number, places]))
    })
}
