//! The types of what is grown, and which values of them are the same.

use aludel::ast::{self, DataType, Value};

/// A type on which all engines agree, with what keeps them agreeing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Int,
    Truth,
    /// Text of ASCII letters: SQLite knows the case of no others.
    Words,
    /// Text of any letters.
    Wide,
    Day,
    Moment,
    Real,
}

pub const KINDS: [Kind; 7] =
    [Kind::Int, Kind::Truth, Kind::Words, Kind::Wide, Kind::Day, Kind::Moment, Kind::Real];

impl Kind {
    /// The SQL type of its expressions.
    pub fn data_type(self) -> &'static DataType {
        match self {
            Kind::Int => &DataType::BigInt,
            Kind::Truth => &DataType::Boolean,
            Kind::Words | Kind::Wide => &DataType::Text,
            Kind::Day => &DataType::Date,
            Kind::Moment => &DataType::Timestamp,
            Kind::Real => &DataType::Double,
        }
    }
}

/// What no result may be as large as.
pub const TOO_LARGE: i64 = i64::MAX;
/// The size of a column of extremes: it may be carried, not calculated with.
pub const EXTREME: i64 = i64::MAX - 1;

/// The size of what is calculated: engines go over to inexact numbers, or fail, beyond.
pub fn exact(size: i64) -> i64 {
    if size > 1_000_000_000 { TOO_LARGE } else { size }
}

/// The length of a text that is made.
pub fn short(length: i64) -> i64 {
    if length > 500 { TOO_LARGE } else { length }
}

/// An expression, and what is known of it.
#[derive(Clone, Debug)]
pub struct Typed {
    pub node: ast::Expr,
    pub kind: Kind,
    /// How large the integer, how long the text may be.
    pub size: i64,
}

/// A value without what the engines' types differ in. A truth value is a number to most engines; an
/// integer is one even where two parameters that only each other stand beside add up to a DOUBLE, or
/// `-(-5)` is a DECIMAL (MySQL); a date is text to SQLite.
pub fn plain(kind: Kind, value: &Value) -> Value {
    match (kind, value) {
        (_, Value::Null) => Value::Null,
        (Kind::Truth, Value::Bool(truth)) => Value::from(i64::from(*truth)),
        (Kind::Int | Kind::Truth, Value::Decimal(number)) if number.is_integer() => {
            i64::try_from(*number).map_or(value.clone(), Value::Int)
        }
        (Kind::Int | Kind::Truth, Value::Double(number)) if number.fract() == 0.0 => {
            Value::Int(*number as i64)
        }
        (Kind::Int, Value::UInt(number)) => {
            i64::try_from(*number).map_or(value.clone(), Value::Int)
        }
        (Kind::Real, Value::Int(number)) => Value::Double(*number as f64),
        (Kind::Real, Value::Decimal(number)) => {
            f64::try_from(*number).map_or(value.clone(), Value::Double)
        }
        (Kind::Day, value) => Value::Text(value.to_string().chars().take(10).collect()),
        (Kind::Moment, value) => {
            let text = value.to_string().replace('T', " ");
            let text = text.strip_suffix(".000000").or_else(|| text.strip_suffix(".000"));
            Value::Text(text.map_or_else(|| value.to_string().replace('T', " "), str::to_owned))
        }
        _ => value.clone(),
    }
}

/// Whether two plain values are the same: floating-point numbers but for the last digits.
pub fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Double(one), Value::Double(other)) => {
            (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
        }
        (one, other) => one == other,
    }
}
