//! Integers that nothing but parameters tells the type of: arithmetic on them is floating-point on a
//! server that types a parameter by what stands beside it, so that one of them has to say what it is.

use super::precedence::Rank;
use super::{Rendered, Renderer};
use crate::ast::{AggregateFunction, BinaryOp, Bind, DataType, Expr, Function, Operand, Value};

impl<'q> Renderer<'q, '_> {
    #[inline]
    fn takes_integers_for_fractions(&self) -> bool {
        self.syntax.typed_integers && !self.inline
    }

    /// The type of the integers on either side of an operator, where nothing but parameters tells it.
    #[inline]
    pub(super) fn untyped_sides(
        &self,
        left: &Operand,
        op: BinaryOp,
        right: &Operand,
    ) -> Option<&'static DataType> {
        use BinaryOp::{Add, Multiply, Remainder, Subtract};
        let may_be_untyped = self.takes_integers_for_fractions()
            && matches!(op, Add | Subtract | Multiply | Remainder)
            && !matches!(left, Operand::Column(_))
            && !matches!(right, Operand::Column(_));
        if may_be_untyped { untyped_both(left, right) } else { None }
    }

    /// An operand that is a number, with its type if it is an integer that does not tell it.
    pub(super) fn number_operand(&mut self, operand: &'q Operand, needed: Rank) -> Rendered {
        if self.takes_integers_for_fractions()
            && let Some(data_type) = untyped_operand(operand)
        {
            return self.typed_integer(operand, data_type);
        }
        self.operand(operand, needed)
    }

    /// As [`Self::number_operand`], of an argument.
    pub(super) fn number(&mut self, expr: &'q Expr) -> Rendered {
        if self.takes_integers_for_fractions()
            && let Some(data_type) = untyped_integer(expr)
        {
            return self.typed(data_type, |this| this.expr(expr));
        }
        self.expr(expr)
    }

    /// Whether a fraction stands behind integers of which one may be a parameter: where a condition is
    /// moved into a derived table, it would be taken for an integer too.
    #[inline]
    pub(super) fn is_mistaken_for_integer(&self, left: &Operand, right: &Operand) -> bool {
        self.takes_integers_for_fractions()
            && is_fraction(right)
            && !matches!(left, Operand::Column(_))
            && left.known_type().is_some_and(DataType::is_integer)
    }

    #[inline(never)]
    pub(super) fn typed_fraction(&mut self, operand: &'q Operand) -> Rendered {
        self.typed(&DataType::Double, |this| this.whole_operand(operand))
    }

    #[inline(never)]
    pub(super) fn typed_integer(&mut self, operand: &'q Operand, data_type: &DataType) -> Rendered {
        self.typed(data_type, |this| this.whole_operand(operand))
    }

    fn typed(
        &mut self,
        data_type: &DataType,
        number: impl FnOnce(&mut Self) -> Rendered,
    ) -> Rendered {
        let template = self.dialect.cast(data_type);
        let (before, after) =
            template.as_deref().and_then(|text| text.split_once("{}")).unwrap_or_default();
        self.push(before);
        number(self)?;
        self.push(after);
        Ok(())
    }
}

#[inline(never)]
fn untyped_both(left: &Operand, right: &Operand) -> Option<&'static DataType> {
    untyped_all([untyped_operand(left), untyped_operand(right)])
}

/// Whether it is a parameter that is a floating-point number.
#[inline]
fn is_fraction(operand: &Operand) -> bool {
    match operand {
        Operand::Column(_) => false,
        Operand::Bind(bind) => matches!(bind.value, Value::Double(_)),
        Operand::Expr(expr) => match &**expr {
            Expr::Slot(slot) => matches!(slot.data_type, Some(DataType::Double | DataType::Real)),
            _ => false,
        },
    }
}

/// See [`untyped_integer`].
#[inline(never)]
pub(in crate::dialect) fn untyped_operand(operand: &Operand) -> Option<&'static DataType> {
    match operand {
        Operand::Column(_) => None,
        Operand::Bind(bind) => untyped_bind(bind),
        Operand::Expr(expr) => untyped_integer(expr),
    }
}

/// The type of an integer that only parameters tell: of one of them, or of what is chosen from them.
/// NULL may be one.
fn untyped_integer(expr: &Expr) -> Option<&'static DataType> {
    use Function as F;
    match expr {
        Expr::Bind(bind) => untyped_bind(bind),
        Expr::Slot(slot) => slot.data_type.and_then(of_sign),
        Expr::Literal(Value::Null) => Some(&DataType::BigInt),
        Expr::AsNullable(inner) => untyped_integer(inner),
        Expr::Case(case) => {
            let then = case.arms.iter().map(|(_, then)| then);
            untyped_all(then.chain(&case.otherwise).map(untyped_operand))
        }
        Expr::Call(call) => match call.function {
            F::Coalesce
            | F::NullIf
            | F::Greatest
            | F::Least
            | F::GreatestIgnoringNulls
            | F::LeastIgnoringNulls => untyped_all(call.args.iter().map(untyped_integer)),
            _ => None,
        },
        Expr::Aggregate(aggregate) if aggregate.function == AggregateFunction::AnyValue => {
            untyped_all(aggregate.args.iter().map(untyped_integer))
        }
        _ => None,
    }
}

/// NULL of a known type says it.
fn untyped_bind(bind: &Bind) -> Option<&'static DataType> {
    match (&bind.value, bind.data_type) {
        (Value::Null | Value::Int(_), None) => Some(&DataType::BigInt),
        (Value::UInt(_), _) => Some(&DataType::UnsignedBigInt),
        (Value::Int(_), Some(data_type)) => of_sign(data_type),
        _ => None,
    }
}

fn of_sign(data_type: &'static DataType) -> Option<&'static DataType> {
    match data_type {
        DataType::UnsignedBigInt => Some(data_type),
        _ => data_type.is_integer().then_some(&DataType::BigInt),
    }
}

/// The type that holds all of them, if each is an integer of no other.
fn untyped_all(
    types: impl IntoIterator<Item = Option<&'static DataType>>,
) -> Option<&'static DataType> {
    let mut all = None;
    for data_type in types {
        let data_type = data_type?;
        if all != Some(&DataType::UnsignedBigInt) {
            all = Some(data_type);
        }
    }
    all
}
