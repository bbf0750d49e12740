//! The markers: one type per SQL type, and the tables of which go together.

use std::marker::PhantomData;

use crate::ast::{BinaryOp, DataType, Value};

use super::decode;
use super::json_build::JsonElement;
use super::row::{DecodeError, ValueRef};
use super::types::{
    BaseType, BooleanLike, Comparable, DateLike, Divisible, Fractional, Integral, JsonLike,
    MaybeNull, Modular, NotNull, NullUnknown, Promote, SqlType, StoresIn, Summable, TextLike,
};

/// `SMALLINT`: 16 bits; `i16`. The narrowest: `i8` and `u8` are kept in it, as only MySQL has less.
pub struct SmallInt;
/// `INTEGER`: 32 bits; `i32`.
pub struct Integer;
/// `BIGINT`: 64 bits; `i64`.
pub struct BigInt;
/// 64 bits without a sign; `u64`: `BIGINT UNSIGNED` on MySQL and MariaDB, `NUMERIC(20, 0)` on
/// PostgreSQL. SQLite's integers have a sign, so numbers above `i64::MAX` are refused there.
///
/// It compares with the other integers, and adds up to a `Decimal`; for more arithmetic cast it,
/// as what a difference below zero is differs from server to server.
pub struct UnsignedBigInt;
/// `REAL`: a 32-bit floating-point number; `f32`.
pub struct Real;
/// `DOUBLE PRECISION`: a 64-bit floating-point number; `f64`.
pub struct Double;
/// `DECIMAL(P, S)`: an exact number of `P` digits, `S` of them after the point; `Decimal` alone
/// leaves the size to the server.
///
/// With the feature `decimal` it is `rust_decimal::Decimal`, without it the digits as text: `String`
/// and `&str`. The former holds 28 digits or more: a `DECIMAL(P, S)` that does not fit is an error, a
/// `Decimal`, such as a quotient, is rounded behind the point.
pub struct Decimal<const P: u8 = 0, const S: u8 = 0>;
/// `BOOLEAN`; `bool`.
pub struct Boolean;
/// Text of any length; `String`.
pub struct Text;
/// `VARCHAR(N)`: text of at most `N` characters; `String`.
pub struct VarChar<const N: u32>;
/// `CHAR(N)`: text of exactly `N` characters, padded with spaces; `String`.
pub struct Char<const N: u32 = 1>;
/// Bytes; `Vec<u8>`.
pub struct Blob;
/// `DATE`; `chrono::NaiveDate`.
#[cfg(feature = "chrono")]
pub struct Date;
/// `TIME`, in microseconds; `chrono::NaiveTime`. What is finer is cut off, on every database.
#[cfg(feature = "chrono")]
pub struct Time;
/// A date and time without a time zone, in microseconds; `chrono::NaiveDateTime`. What is finer is cut
/// off, on every database.
#[cfg(feature = "chrono")]
pub struct Timestamp;
/// An instant, in microseconds; `chrono::DateTime<Utc>`. What is finer is cut off, on every database.
#[cfg(feature = "chrono")]
pub struct TimestampTz;
/// A UUID; `uuid::Uuid`.
#[cfg(feature = "uuid")]
pub struct Uuid;
/// A JSON document; `serde_json::Value`.
///
/// PostgreSQL and MySQL compare documents; SQLite and MariaDB, where a document is text, its text. A
/// JSON `null` is no NULL: `Nullable<Json>` tells them apart.
#[cfg(feature = "json")]
pub struct Json;
/// `INTERVAL` (PostgreSQL): a span of time; [`ast::Interval`](crate::ast::Interval), which is also
/// made of a `chrono::TimeDelta`. The others have no such type: keep microseconds in a `BigInt`.
pub struct Interval;
/// An array (PostgreSQL); a `Vec` of what the elements are: `Array<Integer>` is `Vec<i32>`,
/// `Array<Nullable<Text>>` is `Vec<Option<String>>`. The others have none: keep the elements in a
/// table, or as JSON.
///
/// ```
/// use aludel::prelude::*;
/// table! { posts { id: BigInt, tags: Array<Text> } }
/// let q: Select<Array<Text>> = select(posts::tags).from(posts::table).filter(posts::tags.eq(["a", "b"]));
/// ```
pub struct Array<T>(PhantomData<fn() -> T>);
/// `T` or NULL; `Option` of what `T` is.
pub struct Nullable<T>(PhantomData<fn() -> T>);
/// A type known at run time only: it compares with every type and reads as [`Value`].
pub struct Any;

/// Implements [`SqlType`] and [`BaseType`] for a marker.
macro_rules! base_types {
    ($( $(@[$($generics:tt)*])? $name:ty => $data_type:expr, $rust:ty, $decode:path; )*) => { $(
        impl$(<$($generics)*>)? SqlType for $name {
            type Base = Self;
            type Null = NotNull;
            type AsNullable = Nullable<Self>;
            type Rust = $rust;
            const DATA_TYPE: Option<&'static DataType> = Some(&<Self as BaseType>::DECLARED);
            #[inline]
            fn decode(value: ValueRef<'_>) -> Result<$rust, DecodeError> {
                $decode(value)
            }
        }
        impl$(<$($generics)*>)? BaseType for $name {
            const DECLARED: DataType = $data_type;
        }
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? Comparable<Any> for $name {}
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? Comparable<$name> for Any {}
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? StoresIn<Any> for $name {}
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? StoresIn<$name> for Any {}
    )* };
}

base_types! {
    SmallInt => DataType::SmallInt, i16, decode::small_int;
    Integer => DataType::Integer, i32, decode::integer;
    BigInt => DataType::BigInt, i64, decode::big_int;
    UnsignedBigInt => DataType::UnsignedBigInt, u64, decode::unsigned_big_int;
    Real => DataType::Real, f32, decode::real;
    Double => DataType::Double, f64, decode::double;
    @[const P: u8, const S: u8] Decimal<P, S> => decimal_type(P, S), decode::DecimalRust, decode::decimal::<P>;
    Boolean => DataType::Boolean, bool, decode::boolean;
    Text => DataType::Text, String, decode::text;
    @[const N: u32] VarChar<N> => DataType::VarChar(Some(N)), String, decode::text;
    @[const N: u32] Char<N> => DataType::Char(Some(N)), String, decode::text;
    Blob => DataType::Blob, Vec<u8>, decode::blob;
    Interval => DataType::Interval, crate::ast::Interval, decode::interval;
    @[T: SqlType<Base: BaseType>] Array<T> => DataType::Array(&<T::Base as BaseType>::DECLARED), Vec<T::Rust>, decode::array::<T>;
}
#[cfg(feature = "chrono")]
base_types! {
    Date => DataType::Date, chrono::NaiveDate, decode::date;
    Time => DataType::Time, chrono::NaiveTime, decode::time;
    Timestamp => DataType::Timestamp, chrono::NaiveDateTime, decode::timestamp;
    TimestampTz => DataType::TimestampTz, chrono::DateTime<chrono::Utc>, decode::timestamp_tz;
}
#[cfg(feature = "uuid")]
base_types! { Uuid => DataType::Uuid, uuid::Uuid, decode::uuid; }
#[cfg(feature = "json")]
base_types! { Json => DataType::Json, serde_json::Value, decode::json; }

const fn decimal_type(precision: u8, scale: u8) -> DataType {
    match precision {
        0 => DataType::Decimal(None),
        _ => DataType::Decimal(Some((precision, scale))),
    }
}

impl<B: BaseType> SqlType for Nullable<B> {
    type Base = B;
    type Null = MaybeNull;
    type AsNullable = Nullable<B>;
    type Rust = Option<B::Rust>;
    const DATA_TYPE: Option<&'static DataType> = B::DATA_TYPE;
    #[inline]
    fn decode(value: ValueRef<'_>) -> Result<Self::Rust, DecodeError> {
        match value {
            ValueRef::Null => Ok(None),
            value => B::decode(value).map(Some),
        }
    }
}

impl SqlType for Any {
    type Base = Any;
    type Null = NullUnknown;
    type AsNullable = Any;
    type Rust = Value;
    const DATA_TYPE: Option<&'static DataType> = None;
    fn decode(value: ValueRef<'_>) -> Result<Value, DecodeError> {
        value.to_value()
    }
}

macro_rules! marks {
    ($( $trait:ty: $( $(@[$($generics:tt)*])? $name:ty ),* ; )*) => { $( $(
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? $trait for $name {}
    )* )* };
}

marks! {
    Comparable<Any>: Any;
    StoresIn<Any>: Any;
    TextLike: Text, @[const N: u32] VarChar<N>, @[const N: u32] Char<N>, Any;
    BooleanLike: Boolean, Nullable<Boolean>, Any;
    Modular: SmallInt, Integer, BigInt, @[const P: u8, const S: u8] Decimal<P, S>, Any;
    Integral: SmallInt, Integer, BigInt, Any;
    DateLike: Any;
    JsonLike: Any;
    JsonElement: SmallInt, Integer, BigInt, Real, Double, Boolean, Text, @[const N: u32] VarChar<N>, @[const N: u32] Char<N>, Any;

    Comparable<Boolean>: Boolean;
    StoresIn<Boolean>: Boolean;
    Comparable<Blob>: Blob;
    StoresIn<Blob>: Blob;
    Comparable<Interval>: Interval;
    StoresIn<Interval>: Interval;

    Comparable<UnsignedBigInt>: SmallInt, Integer, BigInt, UnsignedBigInt;
    Comparable<SmallInt>: UnsignedBigInt;
    Comparable<Integer>: UnsignedBigInt;
    Comparable<BigInt>: UnsignedBigInt;
    StoresIn<UnsignedBigInt>: UnsignedBigInt;
}
#[cfg(feature = "chrono")]
marks! {
    DateLike: Date, Timestamp, TimestampTz;
    Comparable<Date>: Date;
    Comparable<Time>: Time;
    Comparable<Timestamp>: Timestamp;
    Comparable<TimestampTz>: TimestampTz;
    StoresIn<Date>: Date;
    StoresIn<Time>: Time;
    StoresIn<Timestamp>: Timestamp;
    StoresIn<TimestampTz>: TimestampTz;
}
#[cfg(feature = "uuid")]
marks! { Comparable<Uuid>: Uuid; StoresIn<Uuid>: Uuid; }
#[cfg(feature = "json")]
marks! { Comparable<Json>: Json; StoresIn<Json>: Json; JsonLike: Json; JsonElement: Json; }

/// Texts of every kind compare with one another and fit one another, as far as the server's
/// limit on their length lets them.
macro_rules! texts {
    ($( [$($generics:tt)*] $left:ty, $right:ty; )*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Comparable<$right> for $left {}
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> StoresIn<$right> for $left {}
    )* };
}
texts! {
    [] Text, Text;
    [const N: u32] Text, VarChar<N>;
    [const N: u32] Text, Char<N>;
    [const N: u32] VarChar<N>, Text;
    [const N: u32, const M: u32] VarChar<N>, VarChar<M>;
    [const N: u32, const M: u32] VarChar<N>, Char<M>;
    [const N: u32] Char<N>, Text;
    [const N: u32, const M: u32] Char<N>, VarChar<M>;
    [const N: u32, const M: u32] Char<N>, Char<M>;
}

/// Numbers of every kind compare and add: what becomes of each pair.
macro_rules! arithmetic {
    ($( $(@[$($generics:tt)*])? $left:ty, $right:ty => $out:ty; )*) => { $(
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? Comparable<$right> for $left {}
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? Promote<$right> for $left { type Out = $out; }
    )* };
}
arithmetic! {
    SmallInt, SmallInt => SmallInt;
    SmallInt, Integer => Integer;
    SmallInt, BigInt => BigInt;
    SmallInt, Real => Real;
    SmallInt, Double => Double;
    @[const P: u8, const S: u8] SmallInt, Decimal<P, S> => Decimal;
    Integer, SmallInt => Integer;
    Integer, Integer => Integer;
    Integer, BigInt => BigInt;
    Integer, Real => Double;
    Integer, Double => Double;
    @[const P: u8, const S: u8] Integer, Decimal<P, S> => Decimal;
    BigInt, SmallInt => BigInt;
    BigInt, Integer => BigInt;
    BigInt, BigInt => BigInt;
    BigInt, Real => Double;
    BigInt, Double => Double;
    @[const P: u8, const S: u8] BigInt, Decimal<P, S> => Decimal;
    Real, SmallInt => Real;
    Real, Integer => Double;
    Real, BigInt => Double;
    Real, Real => Real;
    Real, Double => Double;
    @[const P: u8, const S: u8] Real, Decimal<P, S> => Double;
    Double, SmallInt => Double;
    Double, Integer => Double;
    Double, BigInt => Double;
    Double, Real => Double;
    Double, Double => Double;
    @[const P: u8, const S: u8] Double, Decimal<P, S> => Double;
    @[const P: u8, const S: u8] Decimal<P, S>, SmallInt => Decimal;
    @[const P: u8, const S: u8] Decimal<P, S>, Integer => Decimal;
    @[const P: u8, const S: u8] Decimal<P, S>, BigInt => Decimal;
    @[const P: u8, const S: u8] Decimal<P, S>, Real => Double;
    @[const P: u8, const S: u8] Decimal<P, S>, Double => Double;
    @[const P: u8, const S: u8, const Q: u8, const T: u8] Decimal<P, S>, Decimal<Q, T> => Decimal;
}

/// Numbers: with [`Any`], into wider ones, added up.
macro_rules! numbers {
    ($( $(@[$($generics:tt)*])? $name:ty: $op:ident, sum $sum:ty, avg $avg:ty; )*) => { $(
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? Promote<Any> for $name { type Out = Any; }
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? Promote<$name> for Any { type Out = Any; }
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? Divisible for $name { const OP: BinaryOp = BinaryOp::$op; }
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? Summable for $name { type Sum = $sum; type Avg = $avg; }
    )* };
}
numbers! {
    SmallInt: DivideInt, sum BigInt, avg Double;
    Integer: DivideInt, sum BigInt, avg Double;
    BigInt: DivideInt, sum BigInt, avg Double;
    Real: Divide, sum Double, avg Double;
    Double: Divide, sum Double, avg Double;
    @[const P: u8, const S: u8] Decimal<P, S>: Divide, sum Decimal, avg Decimal;
}
#[diagnostic::do_not_recommend]
impl Summable for UnsignedBigInt {
    type Sum = Decimal;
    type Avg = Decimal;
}
#[diagnostic::do_not_recommend]
impl<T> Comparable<Array<T>> for Array<T> {}
#[diagnostic::do_not_recommend]
impl<T> StoresIn<Array<T>> for Array<T> {}
#[diagnostic::do_not_recommend]
impl<B: BaseType> StoresIn<Array<Nullable<B>>> for Array<B> {}
#[diagnostic::do_not_recommend]
impl<B: BaseType> Comparable<Array<Nullable<B>>> for Array<B> {}
#[diagnostic::do_not_recommend]
impl<B: BaseType> Comparable<Array<B>> for Array<Nullable<B>> {}
#[diagnostic::do_not_recommend]
impl Promote<Any> for Any {
    type Out = Any;
}
#[diagnostic::do_not_recommend]
impl Summable for Any {
    type Sum = Any;
    type Avg = Any;
}

macro_rules! fractional {
    ($( $(@[$($generics:tt)*])? $name:ty: $exact:literal; )*) => { $(
        #[diagnostic::do_not_recommend]
        impl$(<$($generics)*>)? Fractional for $name { const EXACT: bool = $exact; }
    )* };
}
fractional! {
    Real: false;
    Double: false;
    Any: false;
    @[const P: u8, const S: u8] Decimal<P, S>: true;
}

marks! {
    StoresIn<SmallInt>: SmallInt;
    StoresIn<Integer>: SmallInt, Integer;
    StoresIn<BigInt>: SmallInt, Integer, BigInt;
    StoresIn<Real>: SmallInt, Real;
    StoresIn<Double>: SmallInt, Integer, Real, Double;
}
macro_rules! into_decimal {
    ($($name:ty),*) => { $(
        #[diagnostic::do_not_recommend]
        impl<const P: u8, const S: u8> StoresIn<Decimal<P, S>> for $name {}
    )* };
}
into_decimal!(SmallInt, Integer, BigInt, UnsignedBigInt);
#[diagnostic::do_not_recommend]
impl<const P: u8, const S: u8, const Q: u8, const T: u8> StoresIn<Decimal<P, S>> for Decimal<Q, T> {}
