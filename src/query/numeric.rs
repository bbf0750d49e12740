//! Functions of numbers. They mean the same on every server: what a number has no value for is NULL,
//! and halves are rounded away from zero.
//!
//! Infinity has no sine, cosine or tangent either: those are NULL, though the type does not say so; where
//! a number may be infinite, they are selected as `.nullable()`. Of NaN, which PostgreSQL alone holds, roots,
//! powers, logarithms and trigonometry are NULL.
//!
//! Floating-point results agree to the last digit or two, as far as the servers' mathematical
//! libraries do. On SQLite, roots, powers, logarithms and trigonometry need
//! [`Sqlite::with_math_functions`](crate::dialect::Sqlite::with_math_functions), which
//! `SqliteConnection` has.

use crate::ast::{self, BinaryOp, ExprList, Function, Value};

use super::function::call;
use super::marker::{Double, Nullable};
use super::types::{Fractional, Integral, Nullability, SqlType, Summable};
use super::{Addend, BigInt, Expr, Expression, Integer};

/// `ABS(number)`: without its sign.
pub fn abs<E: Expression<Sql = T>, T: SqlType<Base: Summable>>(number: E) -> Expr<T> {
    call(Function::Abs, [number.into_ast()])
}

// ---- rounding

macro_rules! whole_numbers {
    ($($(#[$doc:meta])* $name:ident = $function:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<E: Expression<Sql = T>, T: SqlType<Base: Fractional>>(number: E) -> Expr<T> {
            call(Function::$function, [number.into_ast()])
        }
    )* };
}
whole_numbers! {
    /// `FLOOR(number)`: the greatest whole number that is not greater, in the type of the argument.
    floor = Floor;
    /// `CEIL(number)`: the least whole number that is not less, in the type of the argument.
    ceil = Ceil;
    /// `TRUNC(number)`: without the fraction, in the type of the argument. `TRUNCATE(number, 0)` on
    /// MySQL and MariaDB.
    trunc = Trunc;
    /// The nearest whole number, in the type of the argument; halves are rounded away from zero: 2.5
    /// to 3, -2.5 to -3.
    ///
    /// The servers' own ROUND takes 2.5 to 3 or to 2, by server and type, so this is
    /// `TRUNC(x) + TRUNC(2 * (x - TRUNC(x)))`, or what comes to the same.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { marks { mark: Double } }
    /// let q = select((round(marks::mark), round_to(marks::mark, 1))).from(marks::table);
    /// ```
    round = Round;
}

/// The number, rounded to so many digits after the point, or before it if negative; halves are rounded
/// away from zero.
///
/// A decimal is rounded as it is written: `ROUND(number, digits)`. A floating-point number is
/// multiplied by the power of ten, rounded and divided, so that one that reads 1.005 and is a little
/// less is rounded down.
///
/// The number of digits is between -300 and 300; beyond, the statement does not compile.
pub fn round_to<E: Expression<Sql = T>, T: SqlType<Base: Fractional>>(
    number: E,
    digits: i32,
) -> Expr<T> {
    let function = match T::Base::EXACT {
        true => Function::RoundTo,
        false => Function::RoundDoubleTo,
    };
    call(function, [number.into_ast(), ast::Expr::Literal(Value::Int(digits.into()))])
}

/// The number without its fraction as an integer: NULL if it does not fit into 64 bits.
///
/// A cast would cut the fraction off on SQLite and round it on the others.
pub fn trunc_to_int<E: Expression<Sql = T>, T: SqlType<Base: Fractional>>(
    number: E,
) -> Expr<Nullable<BigInt>> {
    call(Function::TruncToInt, [number.into_ast()])
}

/// The nearest integer, halves away from zero: NULL if it does not fit into 64 bits.
pub fn round_to_int<E: Expression<Sql = T>, T: SqlType<Base: Fractional>>(
    number: E,
) -> Expr<Nullable<BigInt>> {
    trunc_to_int(round(number))
}

/// `SIGN(number)`: -1, 0 or 1.
pub fn sign<E: Expression<Sql = T>, T: SqlType<Base: Summable>>(
    number: E,
) -> Expr<<T::Null as Nullability>::Wrap<Integer>> {
    call(Function::Sign, [number.into_ast()])
}

// ---- division

/// Integer division that rounds down, where `/` rounds toward zero: -7 by 2 is -4. NULL by zero.
///
/// ```
/// use aludel::prelude::*;
/// table! { readings { second: BigInt } }
/// let minute = floor_div(readings::second, 60);
/// ```
pub fn floor_div<E, V, T>(number: E, divisor: V) -> Expr<<V::Base as SqlType>::AsNullable>
where
    E: Expression<Sql = T>,
    V: Addend<T, Base: Integral>,
    T: SqlType,
{
    call(Function::FloorDiv, [number.into_ast(), divisor.into_operand()])
}

// ---- roots, powers, logarithms

macro_rules! functions {
    ($out:ty: $($(#[$doc:meta])* $name:ident = $function:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<E: Expression<Sql = T>, T: SqlType<Base: Summable>>(number: E) -> Expr<$out> {
            call(Function::$function, [number.into_ast()])
        }
    )* };
}
functions! { Nullable<Double>:
    /// `SQRT(number)`: the square root; NULL of a negative number.
    sqrt = Sqrt;
    /// `EXP(number)`: e to the power of the number; NULL if that is too great.
    exp = Exp;
    /// `LN(number)`: the natural logarithm; NULL of zero and of negative numbers.
    ln = Ln;
    /// `LOG10(number)`: the logarithm to base 10; NULL of zero and of negative numbers.
    log10 = Log10;
    /// `ASIN(number)`: the angle in radians of that sine; NULL beyond -1 and 1.
    asin = Asin;
    /// `ACOS(number)`: the angle in radians of that cosine; NULL beyond -1 and 1.
    acos = Acos;
}
functions! { <T::Null as Nullability>::Wrap<Double>:
    /// `SIN(number)`: the sine of an angle in radians.
    sin = Sin;
    /// `COS(number)`: the cosine of an angle in radians.
    cos = Cos;
    /// `TAN(number)`: the tangent of an angle in radians.
    tan = Tan;
    /// `ATAN(number)`: the angle in radians of that tangent.
    atan = Atan;
}

/// `POWER(base, exponent)`: NULL where it is no number (a negative base with a fractional exponent,
/// zero with a negative one) and where it is too great.
///
/// ```
/// use aludel::prelude::*;
/// table! { accounts { amount: Double, rate: Double, years: Integer } }
/// let due = accounts::amount * power(accounts::rate + 1.0, accounts::years);
/// ```
pub fn power<E, V, T>(base: E, exponent: V) -> Expr<Nullable<Double>>
where
    E: Expression<Sql = T>,
    V: Addend<T>,
    T: SqlType,
{
    call(Function::Power, [base.into_ast(), exponent.into_operand()])
}

/// The logarithm to a base: `LN(number) / LN(base)`. NULL of zero and of negative numbers, and to the
/// base 1.
///
/// There is no LOG of one argument: it is the natural logarithm on MySQL and MariaDB, that to base 10
/// on PostgreSQL and SQLite.
pub fn log<E: Expression<Sql = T>, T: SqlType<Base: Summable>>(
    base: f64,
    number: E,
) -> Expr<Nullable<Double>> {
    let of_base = ast::Expr::Literal(if base > 0.0 && base != 1.0 {
        Value::Double(base.ln())
    } else {
        Value::Null
    });
    Expr::from_ast(ast::Expr::binary(ln(number).into_ast(), BinaryOp::Divide, of_base))
}

/// `ATAN2(y, x)`: the angle in radians of the point (x, y).
pub fn atan2<E, V, T>(y: E, x: V) -> Expr<<<V as Addend<T>>::Out as AsDouble>::Out>
where
    E: Expression<Sql = T>,
    V: Addend<T, Out: AsDouble>,
    T: SqlType,
{
    call(Function::Atan2, [y.into_ast(), x.into_operand()])
}

/// A number's type turned to `Double`, nullable if it is.
pub trait AsDouble {
    /// The type.
    type Out: SqlType;
}

#[diagnostic::do_not_recommend]
impl<T: SqlType> AsDouble for T {
    type Out = <T::Null as Nullability>::Wrap<Double>;
}

fn times<T: SqlType>(number: ast::Expr, factor: f64) -> Expr<T> {
    let factor = ast::Expr::Literal(Value::Double(factor));
    Expr::from_ast(ast::Expr::binary(number, BinaryOp::Multiply, factor))
}

/// Radians in degrees.
pub fn degrees<E: Expression<Sql = T>, T: SqlType<Base: Summable>>(
    radians: E,
) -> Expr<<T::Null as Nullability>::Wrap<Double>> {
    times(radians.into_ast(), 1_f64.to_degrees())
}

/// Degrees in radians.
pub fn radians<E: Expression<Sql = T>, T: SqlType<Base: Summable>>(
    degrees: E,
) -> Expr<<T::Null as Nullability>::Wrap<Double>> {
    times(degrees.into_ast(), 1_f64.to_radians())
}

/// π, written into the text.
pub fn pi() -> Expr<Double> {
    Expr::from_ast(ast::Expr::Literal(Value::Double(std::f64::consts::PI)))
}

/// A random number, from 0 up to, but less than, 1: another for each row.
pub fn random() -> Expr<Double> {
    call(Function::Random, ExprList::new())
}
