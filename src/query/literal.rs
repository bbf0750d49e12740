//! Rust values as SQL literals: which SQL types each is a literal of, without loss.

use std::borrow::Cow;

use crate::ast::{Bind, Expr, Value};

use super::types::{SqlType, TextLike};
use super::{Any, BigInt, Blob, Boolean, Decimal, Double, Integer, Operand, Real, SmallInt};

/// A Rust value that may stand beside the SQL base type `B`.
///
/// A value is sent as a parameter and never written into the text of the statement.
pub trait Literal<B: SqlType>: Sized {
    /// The SQL type it is sent as: `B`, or a wider one where `B` might not hold it.
    type Sql: SqlType;
    /// The value.
    fn into_value(self) -> Value;
}

/// Makes each Rust type that has [`Literal`] impls an [`Operand`].
macro_rules! operands {
    ($( $(@[$($generics:tt)*])? $rust:ty ),* $(,)?) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($($generics)*,)? L: SqlType> Operand<L> for $rust
        where
            $rust: Literal<L::Base>,
        {
            type Sql = <$rust as Literal<L::Base>>::Sql;
            const PLAIN: bool = true;
            #[inline]
            fn into_operand(self) -> Expr {
                Expr::Bind(Bind {
                    value: <$rust as Literal<L::Base>>::into_value(self),
                    data_type: <<$rust as Literal<L::Base>>::Sql as SqlType>::DATA_TYPE,
                })
            }
        }
    )* };
}

macro_rules! literals {
    ($( $(@[$($generics:tt)*])? $rust:ty => $base:ty as $sql:ty, |$v:ident| $value:expr; )*) => { $(
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? Literal<$base> for $rust {
            type Sql = $sql;
            #[inline]
            fn into_value(self) -> Value {
                let $v = self;
                $value
            }
        }
    )* };
}

/// Numbers: what each is sent as beside SMALLINT, INTEGER, BIGINT, REAL, DOUBLE.
///
/// `i32` counts as a literal of SMALLINT too, because `column.eq(1)` means `1i32` to Rust: one
/// that does not fit is refused when it is bound.
macro_rules! integers {
    ($($rust:ty => $small:ty, $integer:ty, $real:ty, |$v:ident| $double:expr;)*) => { $(
        literals! {
            $rust => SmallInt as $small, |v| Value::from(v);
            $rust => Integer as $integer, |v| Value::from(v);
            $rust => BigInt as BigInt, |v| Value::from(v);
            $rust => Real as $real, |$v| $double;
            $rust => Double as Double, |$v| $double;
            @[const P: u8, const S: u8] $rust => Decimal<P, S> as Decimal<P, S>, |v| Value::from(v);
            $rust => Any as Any, |v| Value::from(v);
        }
        operands!($rust);
    )* };
}
integers! {
    i8 => SmallInt, Integer, Real, |v| Value::Double(v.into());
    i16 => SmallInt, Integer, Real, |v| Value::Double(v.into());
    i32 => SmallInt, Integer, Double, |v| Value::Double(v.into());
    u8 => SmallInt, Integer, Real, |v| Value::Double(v.into());
    u16 => Integer, Integer, Real, |v| Value::Double(v.into());
    u32 => BigInt, BigInt, Double, |v| Value::Double(v.into());
}

macro_rules! wide_integers {
    ($($rust:ty, |$v:ident| $value:expr;)*) => { $(
        literals! {
            $rust => SmallInt as BigInt, |$v| $value;
            $rust => Integer as BigInt, |$v| $value;
            $rust => BigInt as BigInt, |$v| $value;
            $rust => Real as BigInt, |$v| $value;
            $rust => Double as BigInt, |$v| $value;
            @[const P: u8, const S: u8] $rust => Decimal<P, S> as Decimal<P, S>, |$v| $value;
            $rust => Any as Any, |$v| $value;
        }
        operands!($rust);
    )* };
}
wide_integers! {
    i64, |v| Value::Int(v);
    u64, |v| Value::from(v);
    isize, |v| Value::Int(v as i64);
    usize, |v| Value::from(v as u64);
}
// The two casts above are exact.
const _: () = assert!(usize::BITS <= 64);

macro_rules! floats {
    ($($rust:ty),*) => { $(
        literals! {
            $rust => SmallInt as Double, |v| Value::Double(v.into());
            $rust => Integer as Double, |v| Value::Double(v.into());
            $rust => BigInt as Double, |v| Value::Double(v.into());
            $rust => Real as Real, |v| Value::Double(v.into());
            $rust => Double as Double, |v| Value::Double(v.into());
            @[const P: u8, const S: u8] $rust => Decimal<P, S> as Double, |v| Value::Double(v.into());
            $rust => Any as Any, |v| Value::Double(v.into());
        }
        operands!($rust);
    )* };
}
floats!(f32, f64);

literals! {
    bool => Boolean as Boolean, |v| Value::Bool(v);
    bool => Any as Any, |v| Value::Bool(v);
    @[B: TextLike] String => B as B, |v| Value::Text(v);
    @[B: TextLike] &str => B as B, |v| Value::Text(v.to_owned());
    @[B: TextLike] Box<str> => B as B, |v| Value::Text(v.into());
    @[B: TextLike] Cow<'_, str> => B as B, |v| Value::Text(v.into_owned());
    @[B: TextLike] char => B as B, |v| Value::Text(v.into());
    Vec<u8> => Blob as Blob, |v| Value::Blob(v.into());
    Vec<u8> => Any as Any, |v| Value::Blob(v.into());
    Box<[u8]> => Blob as Blob, |v| Value::Blob(v);
    Box<[u8]> => Any as Any, |v| Value::Blob(v);
    &[u8] => Blob as Blob, |v| Value::Blob(v.into());
    &[u8] => Any as Any, |v| Value::Blob(v.into());
    @[const N: usize] [u8; N] => Blob as Blob, |v| Value::Blob(v.into());
    @[const N: usize] [u8; N] => Any as Any, |v| Value::Blob(v.into());
}
operands! {
    bool, String, @['a] &'a str, Box<str>, @['a] Cow<'a, str>, char,
    Vec<u8>, Box<[u8]>, @['a] &'a [u8], @[const N: usize] [u8; N],
}

#[cfg(feature = "chrono")]
mod dates {
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};

    use super::super::{Date, Time, Timestamp, TimestampTz};
    use super::*;

    literals! {
        NaiveDate => Date as Date, |v| Value::Date(v);
        NaiveDate => Any as Any, |v| Value::Date(v);
        NaiveTime => Time as Time, |v| Value::Time(v);
        NaiveTime => Any as Any, |v| Value::Time(v);
        NaiveDateTime => Timestamp as Timestamp, |v| Value::Timestamp(v);
        NaiveDateTime => Any as Any, |v| Value::Timestamp(v);
        DateTime<Utc> => TimestampTz as TimestampTz, |v| Value::TimestampTz(v);
        DateTime<Utc> => Any as Any, |v| Value::TimestampTz(v);
        DateTime<FixedOffset> => TimestampTz as TimestampTz, |v| Value::TimestampTz(v.to_utc());
        DateTime<FixedOffset> => Any as Any, |v| Value::TimestampTz(v.to_utc());
    }
    operands!(NaiveDate, NaiveTime, NaiveDateTime, DateTime<Utc>, DateTime<FixedOffset>);
}

#[cfg(feature = "decimal")]
mod decimals {
    use super::*;

    macro_rules! beside {
        ($($base:ty as $sql:ty),*) => { literals! { $(
            rust_decimal::Decimal => $base as $sql, |v| Value::Decimal(v);
        )* } };
    }
    beside!(SmallInt as Decimal, Integer as Decimal, BigInt as Decimal, Any as Any);
    literals! {
        @[const P: u8, const S: u8]
        rust_decimal::Decimal => Decimal<P, S> as Decimal<P, S>, |v| Value::Decimal(v);
    }
    operands!(rust_decimal::Decimal);
}

#[cfg(feature = "uuid")]
mod uuids {
    use super::super::Uuid;
    use super::*;

    literals! {
        uuid::Uuid => Uuid as Uuid, |v| Value::Uuid(v);
        uuid::Uuid => Any as Any, |v| Value::Uuid(v);
    }
    operands!(uuid::Uuid);
}

#[cfg(feature = "json")]
mod documents {
    use super::super::Json;
    use super::*;

    literals! {
        serde_json::Value => Json as Json, |v| Value::from(v);
        serde_json::Value => Any as Any, |v| Value::from(v);
    }
    operands!(serde_json::Value);
}
