//! Which expressions need parentheses inside which: the one table.
//!
//! Parentheses are the rule. They are left out only where all four databases read the text the
//! same without them: their operators differ in rank (bits, concatenation), in whether they chain
//! (comparisons) and in what a sign binds to, so those have no rank here at all.

use crate::ast::{BinaryOp, Expr, UnaryOp, Value};

/// How tightly an expression holds together, as far as the databases agree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// Binds looser than anything, or differently on each database: always in parentheses.
    None,
    Or,
    And,
    Not,
    Comparison,
    Additive,
    Multiplicative,
    /// A column, a parameter, a call: needs no parentheses anywhere.
    Atom,
}

/// The rank of an expression.
pub(super) fn rank(expr: &Expr, inline: bool) -> Rank {
    match expr {
        Expr::Bind(bind) if inline => rank_of_literal(&bind.value),
        Expr::Literal(value) => rank_of_literal(value),
        Expr::Or(any) if any.len() > 1 => Rank::Or,
        Expr::And(all) if all.len() > 1 => Rank::And,
        Expr::And(_) | Expr::Or(_) => Rank::None,
        Expr::Not(_) | Expr::Exists { negated: true, .. } => Rank::Not,
        Expr::Binary { op, .. } => rank_of_operator(*op),
        Expr::IsNull { .. }
        | Expr::IsTruth { .. }
        | Expr::IsDistinct { .. }
        | Expr::Between(_)
        | Expr::Like(_)
        | Expr::In(_)
        | Expr::Quantified(_) => Rank::Comparison,
        Expr::Unary { op: UnaryOp::Negate | UnaryOp::BitNot, .. }
        | Expr::Concat(_)
        | Expr::Collate(_)
        | Expr::Raw(_) => Rank::None,
        Expr::AsNullable(inner) => rank(inner, inline),
        _ => Rank::Atom,
    }
}

/// What a left and a right operand must rank at least, to stand without parentheses.
pub(super) fn needed_by(op: BinaryOp) -> (Rank, Rank) {
    match rank_of_operator(op) {
        Rank::Comparison => (Rank::Additive, Rank::Additive),
        Rank::Additive => (Rank::Additive, Rank::Multiplicative),
        Rank::Multiplicative => (Rank::Multiplicative, Rank::Atom),
        _ => (Rank::Atom, Rank::Atom),
    }
}

fn rank_of_operator(op: BinaryOp) -> Rank {
    use BinaryOp::*;
    match op {
        Eq | Ne | Lt | Le | Gt | Ge => Rank::Comparison,
        Add | Subtract => Rank::Additive,
        Multiply | Divide | DivideInt | Remainder => Rank::Multiplicative,
        BitAnd | BitOr | BitXor | ShiftLeft | ShiftRight => Rank::None,
    }
}

/// A negative number is no atom: `a - -1` is the start of a comment once the space is lost.
fn rank_of_literal(value: &Value) -> Rank {
    let negative = match value {
        Value::Int(number) => *number < 0,
        Value::Double(number) => number.is_sign_negative(),
        #[cfg(feature = "decimal")]
        Value::Decimal(number) => number.is_sign_negative(),
        _ => false,
    };
    if negative { Rank::None } else { Rank::Atom }
}
