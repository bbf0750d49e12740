//! Functions of numbers, where the servers differ: in how they round, in which arguments they take, in
//! whether they answer one they do not take with NULL or with an error.
//!
//! What is written more than once is refused where two evaluations might differ.

use super::{raw, repeatable_arguments};
use crate::ast::{BinaryOp, Call, Cast, DataType, Expr, Function, Value};

fn call<const N: usize>(function: Function, args: [Expr; N]) -> Expr {
    Expr::Call(Box::new(Call { function, args: args.into() }))
}

fn literal(number: f64) -> Expr {
    Expr::Literal(Value::Double(number))
}

// ---- rounding

/// `trunc(x) + trunc(2 * (x - trunc(x)))`, which is exact.
pub(in crate::dialect) fn round(args: &[Expr]) -> Option<Expr> {
    let [number] = repeatable_arguments(args)?;
    let whole = || call(Function::Trunc, [number.clone()]);
    let fraction = Expr::binary(number.clone(), BinaryOp::Subtract, whole());
    let doubled = Expr::binary(Expr::Literal(Value::Int(2)), BinaryOp::Multiply, fraction);
    Some(Expr::binary(whole(), BinaryOp::Add, call(Function::Trunc, [doubled])))
}

/// `round(x * 10^digits) / 10^digits`; the number itself where it has no such digits.
pub(in crate::dialect) fn round_double_to(args: &[Expr]) -> Option<Expr> {
    round_digits(args, 1.0)
}

/// As [`round_double_to`], of the decimal of fifteen digits that a floating-point number stands for:
/// one that is less than the half it stands for is lifted over it.
pub(in crate::dialect) fn round_decimal_as_double(args: &[Expr]) -> Option<Expr> {
    round_digits(args, 1.0 + 3.0 * f64::EPSILON)
}

fn round_digits(args: &[Expr], lift: f64) -> Option<Expr> {
    let [number, digits] = repeatable_arguments(args)?;
    let Expr::Literal(Value::Int(digits)) = digits else { return None };
    let digits = i32::try_from(digits).ok().filter(|digits| (-300..=300).contains(digits))?;
    let factor = 10_f64.powi(digits.abs());
    let round = |scaled| call(Function::Round, [scaled]);
    if digits <= 0 {
        let scaled = Expr::binary(number, BinaryOp::Divide, literal(factor));
        return Some(Expr::binary(round(scaled), BinaryOp::Multiply, literal(factor)));
    }
    let scaled = Expr::binary(number.clone(), BinaryOp::Multiply, literal(factor * lift));
    let rounded = Expr::binary(round(scaled), BinaryOp::Divide, literal(factor));
    // Beyond 52 bits there is no fraction, and the product might be too great.
    let text = "CASE WHEN ABS({}) < {} THEN {} ELSE {} END";
    Some(raw(text, [number.clone(), literal(WHOLE / factor), rounded, number]))
}

/// From here on a floating-point number is whole.
const WHOLE: f64 = (1_u64 << 52) as f64;

/// Within the range of 64 bits, without the fraction.
pub(in crate::dialect) fn trunc_to_int(args: &[Expr]) -> Option<Expr> {
    let [number] = repeatable_arguments(args)?;
    let operand = call(Function::Trunc, [number.clone()]).into();
    let cast = Expr::Cast(Box::new(Cast { operand, data_type: DataType::BigInt }));
    let text = "CASE WHEN {} > -9223372036854775809 AND {} < 9223372036854775808 THEN {} END";
    Some(raw(text, [number.clone(), number, cast]))
}

// ---- division

/// The quotient, less one where it is negative and the division leaves a remainder.
pub(in crate::dialect) fn floor_div(args: &[Expr]) -> Option<Expr> {
    let [left, right] = repeatable_arguments(args)?;
    let divisor = call(Function::NullIf, [right.clone(), Expr::Literal(Value::Int(0))]);
    let quotient = Expr::binary(left.clone(), BinaryOp::DivideInt, divisor.clone());
    let remainder = Expr::binary(left.clone(), BinaryOp::Remainder, divisor);
    let text = "({} - CASE WHEN {} <> 0 AND ({} < 0) <> ({} < 0) THEN 1 ELSE 0 END)";
    Some(raw(text, [quotient, remainder, left, right]))
}

// ---- floating-point numbers

/// As a floating-point number, which the server would not make of a decimal or an integer.
pub(in crate::dialect) fn double(number: Expr) -> Expr {
    let is_double = match &number {
        Expr::Column(column) => column.data_type() == Some(&DataType::Double),
        Expr::Bind(bind) => bind.data_type == Some(&DataType::Double),
        Expr::Literal(value) => matches!(value, Value::Double(_)),
        Expr::Cast(cast) => cast.data_type == DataType::Double,
        _ => false,
    };
    if is_double {
        return number;
    }
    Expr::Cast(Box::new(Cast { operand: number.into(), data_type: DataType::Double }))
}

/// Text in which each `{}` is the one argument.
pub(in crate::dialect) fn of_one<const N: usize>(
    args: &[Expr],
    text: &'static str,
) -> Option<Expr> {
    let [number] = repeatable_arguments(args)?;
    let number = double(number);
    Some(raw(text, std::array::from_fn::<_, N, _>(|_| number.clone())))
}

/// Text in which `{}` is the one argument.
pub(in crate::dialect) fn once(args: &[Expr], text: &'static str) -> Option<Expr> {
    let [number] = args else { return None };
    Some(raw(text, [double(number.clone())]))
}

pub(in crate::dialect) fn sqrt(args: &[Expr]) -> Option<Expr> {
    of_one::<2>(args, "CASE WHEN {} >= 0 THEN SQRT({}) END")
}

pub(in crate::dialect) fn ln(args: &[Expr]) -> Option<Expr> {
    of_one::<2>(args, "CASE WHEN {} > 0 THEN LN({}) END")
}

pub(in crate::dialect) fn log10(args: &[Expr]) -> Option<Expr> {
    of_one::<2>(args, "CASE WHEN {} > 0 THEN LOG10({}) END")
}

/// The greatest argument is the logarithm of the greatest number; what is too small is zero.
pub(in crate::dialect) fn exp(args: &[Expr]) -> Option<Expr> {
    of_one::<3>(args, "CASE WHEN {} < -708 THEN 0e0 WHEN {} < 709.78 THEN EXP({}) END")
}

pub(in crate::dialect) fn power(args: &[Expr]) -> Option<Expr> {
    let [base, exponent] = repeatable_arguments(args)?;
    let (x, y) = (double(base), double(exponent));
    let size = || raw("{} * LN(ABS({}))", [y.clone(), x.clone()]);
    let text = "CASE WHEN {} = 0 THEN CASE WHEN {} BETWEEN 0 AND 1.7976931348623157e308 THEN POWER({}, {}) END \
         WHEN {} < 0 AND {} <> {} THEN NULL \
         WHEN {} < -708 THEN 0e0 \
         WHEN {} < 709.78 THEN POWER({}, {}) END";
    let whole = call(Function::Trunc, [y.clone()]);
    let holes = [
        x.clone(),
        y.clone(),
        x.clone(),
        y.clone(),
        x.clone(),
        y.clone(),
        whole,
        size(),
        size(),
        x,
        y,
    ];
    Some(raw(text, holes))
}

pub(in crate::dialect) fn asin(args: &[Expr]) -> Option<Expr> {
    of_one::<2>(args, "CASE WHEN ABS({}) <= 1 THEN ASIN({}) END")
}

pub(in crate::dialect) fn acos(args: &[Expr]) -> Option<Expr> {
    of_one::<2>(args, "CASE WHEN ABS({}) <= 1 THEN ACOS({}) END")
}
