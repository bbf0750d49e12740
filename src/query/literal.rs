//! Rust values as SQL literals: which SQL types each is a literal of, without loss.

use std::borrow::Cow;

use crate::Error;
use crate::ast::{Bind, Expr, Value};

use super::row::{ValueRef, ValueSink};
use super::types::BaseType;
use super::types::{SqlType, TextLike};
use super::{
    Any, Array, BigInt, Blob, Boolean, Decimal, Double, Integer, Interval, Nullable, Operand, Real,
    SmallInt, UnsignedBigInt,
};

/// A Rust value that may stand beside the SQL base type `B`.
///
/// A value is sent as a parameter and never written into the text of the statement.
pub trait Literal<B: SqlType>: Sized {
    /// The SQL type it is sent as: `B`, or a wider one where `B` might not hold it.
    type Sql: SqlType;
    /// The value.
    fn into_value(self) -> Value;
    /// Hands the value over by reference, without a copy of its own.
    ///
    /// # Errors
    /// Those of the sink.
    #[inline]
    fn put(self, sink: &mut dyn ValueSink) -> Result<(), Error> {
        sink.put((&self.into_value()).into())
    }
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
            #[inline]
            fn put(self, sink: &mut dyn ValueSink) -> Result<(), Error> {
                <$rust as Literal<L::Base>>::put(self, sink)
            }
        }
    )* };
}

/// Each Rust type with the SQL type it is a literal of, the one it is sent as, and the value; numbers
/// are handed over without a [`Value`] of their own.
macro_rules! literals {
    ($( $(@[$($generics:tt)*])? $rust:ty => $base:ty as $sql:ty, |$v:ident| $value:expr $(, $put:expr)?; )*) => { $(
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? Literal<$base> for $rust {
            type Sql = $sql;
            #[inline]
            fn into_value(self) -> Value {
                let $v = self;
                $value
            }
            $(
                #[inline]
                fn put(self, sink: &mut dyn ValueSink) -> Result<(), Error> {
                    let $v = self;
                    sink.put($put)
                }
            )?
        }
    )* };
}

/// Numbers: what each is sent as beside SMALLINT, INTEGER, BIGINT UNSIGNED, REAL; beside BIGINT, DOUBLE
/// and DECIMAL as such.
///
/// `i32` counts as a literal of SMALLINT and of BIGINT UNSIGNED too, because `column.eq(1)` means `1i32` to Rust: one
/// that does not fit is refused when it is bound.
macro_rules! integers {
    ($($rust:ty => $small:ty, $integer:ty, $unsigned:ty, $real:ty, |$v:ident| $double:expr;)*) => { $(
        literals! {
            $rust => SmallInt as $small, |v| Value::from(v), ValueRef::Int(v.into());
            $rust => Integer as $integer, |v| Value::from(v), ValueRef::Int(v.into());
            $rust => BigInt as BigInt, |v| Value::from(v), ValueRef::Int(v.into());
            $rust => UnsignedBigInt as $unsigned, |v| Value::from(v), ValueRef::Int(v.into());
            $rust => Real as $real, |$v| Value::Double($double), ValueRef::Double($double);
            $rust => Double as Double, |$v| Value::Double($double), ValueRef::Double($double);
            @[const P: u8, const S: u8] $rust => Decimal<P, S> as Decimal<P, S>, |v| Value::from(v), ValueRef::Int(v.into());
            $rust => Any as Any, |v| Value::from(v), ValueRef::Int(v.into());
        }
        operands!($rust);
    )* };
}
integers! {
    i8 => SmallInt, Integer, SmallInt, Real, |v| v.into();
    i16 => SmallInt, Integer, SmallInt, Real, |v| v.into();
    i32 => SmallInt, Integer, UnsignedBigInt, Double, |v| v.into();
    u8 => SmallInt, Integer, UnsignedBigInt, Real, |v| v.into();
    u16 => Integer, Integer, UnsignedBigInt, Real, |v| v.into();
    u32 => BigInt, BigInt, UnsignedBigInt, Double, |v| v.into();
}

macro_rules! wide_integers {
    ($($rust:ty => $unsigned:ty, |$v:ident| $value:expr $(, $put:expr)?;)*) => { $(
        literals! {
            $rust => UnsignedBigInt as $unsigned, |$v| $value $(, $put)?;
            $rust => SmallInt as BigInt, |$v| $value $(, $put)?;
            $rust => Integer as BigInt, |$v| $value $(, $put)?;
            $rust => BigInt as BigInt, |$v| $value $(, $put)?;
            $rust => Real as BigInt, |$v| $value $(, $put)?;
            $rust => Double as BigInt, |$v| $value $(, $put)?;
            @[const P: u8, const S: u8] $rust => Decimal<P, S> as Decimal<P, S>, |$v| $value $(, $put)?;
            $rust => Any as Any, |$v| $value $(, $put)?;
        }
        operands!($rust);
    )* };
}
wide_integers! {
    i64 => BigInt, |v| Value::Int(v), ValueRef::Int(v);
    u64 => UnsignedBigInt, |v| Value::from(v);
    isize => BigInt, |v| Value::Int(v as i64);
    usize => UnsignedBigInt, |v| Value::from(v as u64);
}
// The two casts above are exact.
const _: () = assert!(usize::BITS <= 64);

macro_rules! floats {
    ($($rust:ty),*) => { $(
        literals! {
            $rust => SmallInt as Double, |v| Value::Double(v.into()), ValueRef::Double(v.into());
            $rust => Integer as Double, |v| Value::Double(v.into()), ValueRef::Double(v.into());
            $rust => BigInt as Double, |v| Value::Double(v.into()), ValueRef::Double(v.into());
            $rust => Real as Real, |v| Value::Double(v.into()), ValueRef::Double(v.into());
            $rust => Double as Double, |v| Value::Double(v.into()), ValueRef::Double(v.into());
            @[const P: u8, const S: u8] $rust => Decimal<P, S> as Double, |v| Value::Double(v.into()), ValueRef::Double(v.into());
            $rust => Any as Any, |v| Value::Double(v.into()), ValueRef::Double(v.into());
        }
        operands!($rust);
    )* };
}
floats!(f32, f64);

literals! {
    bool => Boolean as Boolean, |v| Value::Bool(v), ValueRef::Bool(v);
    bool => Any as Any, |v| Value::Bool(v), ValueRef::Bool(v);
    @[B: TextLike] String => B as B, |v| Value::Text(v);
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

#[diagnostic::do_not_recommend]
impl<B: TextLike> Literal<B> for &str {
    type Sql = B;
    #[inline]
    fn into_value(self) -> Value {
        Value::Text(self.to_owned())
    }
    #[inline]
    fn put(self, sink: &mut dyn ValueSink) -> Result<(), Error> {
        sink.put(ValueRef::Text(self))
    }
}

literals! {
    crate::ast::Interval => Interval as Interval, |v| Value::Interval(v);
    crate::ast::Interval => Any as Any, |v| Value::Interval(v);
}

operands! {
    bool, String, @['a] &'a str, Box<str>, @['a] Cow<'a, str>, char, crate::ast::Interval,
    @[V] Vec<V>, Box<[u8]>, @['a, V] &'a [V], @[V, const N: usize] [V; N],
}

/// Lists as arrays, of literals that are sent as the very type of the elements: an array compares
/// with none of another type.
macro_rules! arrays {
    ($( [$($generics:tt)*] $list:ty, $nullable:ty, |$v:ident| $elements:expr; )*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($generics)* B: BaseType, V: Literal<B, Sql = B> + Clone> Literal<Array<B>> for $list {
            type Sql = Array<B>;
            fn into_value(self) -> Value {
                let $v = self;
                Value::Array($elements.map(V::into_value).collect())
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($generics)* B: BaseType, V: Literal<B, Sql = B> + Clone> Literal<Array<Nullable<B>>>
            for $nullable
        {
            type Sql = Array<Nullable<B>>;
            fn into_value(self) -> Value {
                let $v = self;
                let element = |element: Option<V>| element.map_or(Value::Null, V::into_value);
                Value::Array($elements.map(element).collect())
            }
        }
    )* };
}
arrays! {
    [] Vec<V>, Vec<Option<V>>, |list| list.into_iter();
    ['a,] &'a [V], &'a [Option<V>], |list| list.iter().cloned();
    [const N: usize,] [V; N], [Option<V>; N], |list| list.into_iter();
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

// Without the feature `decimal` a decimal is its digits.
#[cfg(not(feature = "decimal"))]
literals! {
    @[const P: u8, const S: u8] &str => Decimal<P, S> as Decimal<P, S>, |v| Value::from(v);
    @[const P: u8, const S: u8] String => Decimal<P, S> as Decimal<P, S>, |v| Value::Text(v);
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
