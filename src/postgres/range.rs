//! Ranges: <https://www.postgresql.org/docs/current/rangetypes.html>.

use std::marker::PhantomData;
use std::ops::Bound;

use super::{Condition, call};
use crate::ast::{Bind, Cast, DataType, Expr as Node, Function, Value};
use crate::query::{
    Assign, BaseType, BigInt, Boolean, Comparable, Decimal, DecodeError, Expr, Expression, Integer,
    NotNull, Nullability, Nullable, Operand, SqlType, StoresIn, ValueRef,
};

/// A range of values of the type `T`: `int4range`, `int8range`, `numrange`, `daterange`, `tsrange` or
/// `tstzrange`; in Rust a [`RangeValue`].
///
/// One is made of its bounds by [`range`]. PostgreSQL keeps a range of integers or dates with its lower
/// bound inside and its upper one outside, whichever way it was made.
///
/// ```
/// use aludel::postgres::{Range, overlaps, range};
/// use aludel::prelude::*;
/// table! { stays { id: BigInt [primary_key], nights: Range<Integer> } }
/// let add = insert_into(stays::table).columns((stays::id, stays::nights)).row((1, range(3, 7)));
/// let q = select(stays::id).from(stays::table).filter(overlaps(stays::nights, range(5, 9)));
/// ```
pub struct Range<T>(PhantomData<fn() -> T>);

/// What PostgreSQL has ranges of.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no range of SQL `{Self}`",
    label = "not INTEGER, BIGINT, DECIMAL, DATE or a timestamp"
)]
pub trait RangeElement: BaseType {
    /// The function that makes one of its bounds.
    const CONSTRUCTOR: Function;
}

impl RangeElement for Integer {
    const CONSTRUCTOR: Function = Function::Int4Range;
}
impl RangeElement for BigInt {
    const CONSTRUCTOR: Function = Function::Int8Range;
}
impl RangeElement for Decimal {
    const CONSTRUCTOR: Function = Function::NumRange;
}
#[cfg(feature = "chrono")]
impl RangeElement for crate::query::Date {
    const CONSTRUCTOR: Function = Function::DateRange;
}
#[cfg(feature = "chrono")]
impl RangeElement for crate::query::Timestamp {
    const CONSTRUCTOR: Function = Function::TsRange;
}
#[cfg(feature = "chrono")]
impl RangeElement for crate::query::TimestampTz {
    const CONSTRUCTOR: Function = Function::TstzRange;
}

/// A range as a row yields it, and as a value to store or compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RangeValue<V> {
    /// No value is in it.
    Empty,
    /// The values from the one bound to the other.
    Bounds(Bound<V>, Bound<V>),
}

/// The range of these bounds, made by the server.
#[diagnostic::do_not_recommend]
impl<L, T, V> Operand<L> for RangeValue<V>
where
    L: SqlType<Base = Range<T>>,
    T: RangeElement,
    V: Operand<T>,
{
    type Sql = Range<T>;

    fn into_operand(self) -> Node {
        let (lower, upper) = match self {
            RangeValue::Bounds(lower, upper) => (lower, upper),
            RangeValue::Empty => {
                let operand = Node::Literal(Value::from("empty")).into();
                let data_type = <Range<T> as BaseType>::DECLARED;
                return Node::Cast(Box::new(Cast { operand, data_type }));
            }
        };
        let inside = match (&lower, &upper) {
            (Bound::Included(_), Bound::Included(_)) => "[]",
            (Bound::Included(_), _) => "[)",
            (_, Bound::Included(_)) => "(]",
            _ => "()",
        };
        let value = |bound| match bound {
            Bound::Included(value) | Bound::Excluded(value) => V::into_operand(value),
            Bound::Unbounded => Node::Bind(Bind { value: Value::Null, data_type: T::DATA_TYPE }),
        };
        made::<T>(value(lower), value(upper), inside).into_ast()
    }
}

impl<T: RangeElement> SqlType for Range<T> {
    type Base = Self;
    type Null = NotNull;
    type AsNullable = Nullable<Self>;
    type Rust = RangeValue<T::Rust>;
    const DATA_TYPE: Option<&'static DataType> = Some(&<Self as BaseType>::DECLARED);

    /// Of the five values that the adapter makes of a range.
    fn decode(value: ValueRef<'_>) -> Result<Self::Rust, DecodeError> {
        let ValueRef::Array(parts) = value else {
            return Err(DecodeError::unexpected(value, "a range"));
        };
        let [
            lower,
            upper,
            Value::Bool(lower_inside),
            Value::Bool(upper_inside),
            Value::Bool(empty),
        ] = parts
        else {
            return Err(DecodeError::unexpected(value, "a range"));
        };
        if *empty {
            return Ok(RangeValue::Empty);
        }
        let bound = |value: &Value, inside: bool| match (value, inside) {
            (Value::Null, _) => Ok(Bound::Unbounded),
            (value, true) => T::decode(value.into()).map(Bound::Included),
            (value, false) => T::decode(value.into()).map(Bound::Excluded),
        };
        Ok(RangeValue::Bounds(bound(lower, *lower_inside)?, bound(upper, *upper_inside)?))
    }
}

impl<T: RangeElement> BaseType for Range<T> {
    const DECLARED: DataType = DataType::Range(&<T as BaseType>::DECLARED);
}

#[diagnostic::do_not_recommend]
impl<T: RangeElement> Comparable<Range<T>> for Range<T> {}
#[diagnostic::do_not_recommend]
impl<T: RangeElement> StoresIn<Range<T>> for Range<T> {}

/// The values from `lower`, itself inside, up to `upper`, itself outside: `[lower, upper)`. NULL is no
/// bound. A lower bound above the upper one is an error of the server's.
pub fn range<T: RangeElement>(
    lower: impl Assign<Nullable<T>>,
    upper: impl Assign<Nullable<T>>,
) -> Expr<Range<T>> {
    made(lower.into_assigned(), upper.into_assigned(), "[)")
}

/// The values from `lower` to `upper`, both inside: `[lower, upper]`. NULL is no bound.
pub fn range_inclusive<T: RangeElement>(
    lower: impl Assign<Nullable<T>>,
    upper: impl Assign<Nullable<T>>,
) -> Expr<Range<T>> {
    made(lower.into_assigned(), upper.into_assigned(), "[]")
}

fn made<T: RangeElement>(lower: Node, upper: Node, inside: &str) -> Expr<Range<T>> {
    call(T::CONSTRUCTOR, [lower, upper, Node::Literal(Value::from(inside))])
}

/// `range @> value`: whether the value is in the range.
pub fn contains_value<E, V, R, T>(range: E, value: V) -> Condition
where
    E: Expression<Sql = R>,
    V: Operand<T>,
    R: SqlType<Base = Range<T>>,
    T: RangeElement,
{
    call(Function::Contains, [range.into_ast(), value.into_operand()])
}

macro_rules! bounds {
    ($($(#[$doc:meta])* $name:ident = $function:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<E, R, T>(range: E) -> Expr<Nullable<T>>
        where
            E: Expression<Sql = R>,
            R: SqlType<Base = Range<T>>,
            T: RangeElement,
        {
            call(Function::$function, [range.into_ast()])
        }
    )* };
}
bounds! {
    /// The lower bound; NULL if there is none, or the range is empty.
    lower_bound = RangeLower;
    /// The upper bound; NULL if there is none, or the range is empty.
    upper_bound = RangeUpper;
}

/// Whether no value is in the range.
pub fn is_empty<E, R, T>(range: E) -> Expr<<R::Null as Nullability>::Wrap<Boolean>>
where
    E: Expression<Sql = R>,
    R: SqlType<Base = Range<T>>,
    T: RangeElement,
{
    call(Function::RangeIsEmpty, [range.into_ast()])
}

macro_rules! of_two {
    ($($(#[$doc:meta])* $name:ident = $function:ident -> $sql:ty;)*) => { $(
        $(#[$doc])*
        pub fn $name<E, V, R, T>(range: E, other: V) -> Expr<$sql>
        where
            E: Expression<Sql = R>,
            V: Operand<Range<T>>,
            R: SqlType<Base = Range<T>>,
            T: RangeElement,
        {
            call(Function::$function, [range.into_ast(), other.into_operand()])
        }
    )* };
}
of_two! {
    /// `range -|- other`: whether one ends where the other starts.
    adjacent = RangeAdjacent -> Nullable<Boolean>;
    /// `range << other`: whether the range ends before the other starts.
    before = RangeBefore -> Nullable<Boolean>;
    /// `range * other`: what the two have in common; NULL if either is.
    intersection = RangeIntersection -> Nullable<Range<T>>;
}
