//! SQL types as the type system sees them: what a marker tells, which of them compare, which
//! can be stored in which, what arithmetic makes of two.

use crate::ast::{BinaryOp, DataType};

use super::row::{DecodeError, ValueRef};

/// Whether a value may be NULL, as a function on types.
///
/// It is total: nothing that uses it needs a `where` clause.
pub trait Nullability: 'static {
    /// Whether it may be NULL.
    const IS_NULL: bool;
    /// NULL if either may be: of an operator.
    type Or<R: Nullability>: Nullability;
    /// NULL if both may be: of COALESCE.
    type And<R: Nullability>: Nullability;
    /// The type `T`, nullable if this says so.
    type Wrap<T: SqlType>: SqlType;
}

/// Never NULL.
pub struct NotNull;
/// NULL at times.
pub struct MaybeNull;
/// Known at run time only: of [`Any`](super::Any).
pub struct NullUnknown;

impl Nullability for NotNull {
    const IS_NULL: bool = false;
    type Or<R: Nullability> = R;
    type And<R: Nullability> = NotNull;
    type Wrap<T: SqlType> = T;
}

impl Nullability for MaybeNull {
    const IS_NULL: bool = true;
    type Or<R: Nullability> = MaybeNull;
    type And<R: Nullability> = R;
    type Wrap<T: SqlType> = T::AsNullable;
}

impl Nullability for NullUnknown {
    const IS_NULL: bool = true;
    type Or<R: Nullability> = NullUnknown;
    type And<R: Nullability> = R;
    type Wrap<T: SqlType> = T::AsNullable;
}

/// A SQL type: [`BigInt`](super::BigInt), [`VarChar<100>`](super::VarChar),
/// [`Nullable<Date>`](super::Nullable), [`Any`](super::Any).
///
/// The marker is never a value: it is the `T` of a [`Column<T>`](super::Column) or
/// [`Expr<T>`](super::Expr). An own type is declared with [`sql_type!`](crate::sql_type).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a SQL type",
    note = "use a marker such as `BigInt`, `Text`, `Boolean` or `Nullable<…>` of one, or declare your type with `sql_type!`"
)]
pub trait SqlType: 'static {
    /// The type without `Nullable`.
    type Base: SqlType;
    /// Whether it may be NULL.
    type Null: Nullability;
    /// The type with `Nullable`.
    type AsNullable: SqlType;
    /// What a row yields.
    type Rust;
    /// The type as data; none for [`Any`](super::Any).
    const DATA_TYPE: Option<&'static DataType>;
    /// Reads a value of a row.
    ///
    /// # Errors
    /// The value is NULL where it must not be, of another kind, or out of the Rust type's range.
    fn decode(value: ValueRef<'_>) -> Result<Self::Rust, DecodeError>;
}

/// A SQL type that a column can be declared with and that is not NULL: every type but `Nullable`
/// and [`Any`](super::Any).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of a column",
    label = "already nullable, or not a SQL type that a server knows"
)]
pub trait BaseType:
    SqlType<Base = Self, Null = NotNull, AsNullable = super::Nullable<Self>> + Sized
{
    /// The type as data.
    const DECLARED: DataType;
}

/// Whether two types may stand on the two sides of `=`, `<`, IN and the like. Said of base types
/// only: nullability never matters.
#[diagnostic::on_unimplemented(
    message = "cannot compare SQL `{Self}` with SQL `{R}`",
    label = "these SQL types are not comparable",
    note = "cast one side with `.cast::<…>()`"
)]
pub trait Comparable<R> {}

/// Whether each value of this type fits a column of type `C`. Said of base types only.
#[diagnostic::on_unimplemented(
    message = "SQL `{Self}` cannot be stored as SQL `{C}`",
    label = "does not always fit",
    note = "cast it with `.cast::<…>()`"
)]
pub trait StoresIn<C> {}

/// Whether a value that may be NULL as this says fits where it may be NULL as `C` says.
#[diagnostic::on_unimplemented(
    message = "a nullable value cannot be stored in a NOT NULL column",
    label = "the value may be NULL",
    note = "give a value for NULL with `coalesce(…, …)`, or make the column `Nullable`"
)]
pub trait FitsIn<C> {}
#[diagnostic::do_not_recommend]
impl FitsIn<NotNull> for NotNull {}
#[diagnostic::do_not_recommend]
impl FitsIn<MaybeNull> for NotNull {}
#[diagnostic::do_not_recommend]
impl FitsIn<MaybeNull> for MaybeNull {}
#[diagnostic::do_not_recommend]
impl<C: Nullability> FitsIn<C> for NullUnknown {}

/// The type of `Self + R`. Said of base types only.
#[diagnostic::on_unimplemented(
    message = "no arithmetic between SQL `{Self}` and SQL `{R}`",
    label = "not a number on both sides"
)]
pub trait Promote<R> {
    /// The type of the result.
    type Out: SqlType;
}

/// A number whose division is known: integer division truncates toward zero.
#[diagnostic::on_unimplemented(
    message = "`/` does not know whether SQL `{Self}` is an integer",
    label = "type known at run time only",
    note = "write `.div_int(…)` for division that truncates toward zero, `.div(…)` for real division"
)]
pub trait Divisible {
    /// The operator.
    const OP: BinaryOp;
}

/// A number that `%` is defined for: integers and decimals.
#[diagnostic::on_unimplemented(
    message = "`%` is not defined for SQL `{Self}`",
    label = "not an integer or decimal"
)]
pub trait Modular {}

/// An integer.
#[diagnostic::on_unimplemented(
    message = "expected an integer, found SQL `{Self}`",
    label = "not an integer",
    note = "make an integer of it by `trunc_to_int(…)` or `round_to_int(…)`"
)]
pub trait Integral: SqlType {}

/// A number that may have a fraction.
#[diagnostic::on_unimplemented(
    message = "expected a number with a fraction, found SQL `{Self}`",
    label = "not a floating-point or decimal number",
    note = "an integer is whole already; cast it by `.cast::<Double>()`"
)]
pub trait Fractional: SqlType {
    /// Whether its fractions are decimal.
    const EXACT: bool;
}

/// Text.
#[diagnostic::on_unimplemented(
    message = "expected a text expression, found SQL `{Self}`",
    label = "not text",
    note = "cast it first: `.cast::<Text>()`"
)]
pub trait TextLike: SqlType {}

/// A truth value, nullable or not.
#[diagnostic::on_unimplemented(
    message = "expected a condition, found SQL `{Self}`",
    label = "not a truth value"
)]
pub trait BooleanLike: SqlType {}

/// A date or a timestamp.
#[diagnostic::on_unimplemented(
    message = "expected a date or timestamp, found SQL `{Self}`",
    label = "not a date or timestamp"
)]
pub trait DateLike: SqlType {}

/// A JSON document.
#[diagnostic::on_unimplemented(
    message = "expected a JSON document, found SQL `{Self}`",
    label = "not JSON"
)]
pub trait JsonLike: SqlType {}

/// What SUM and AVG make of a number.
#[diagnostic::on_unimplemented(
    message = "expected a number, found SQL `{Self}`",
    label = "cannot be added up"
)]
pub trait Summable: SqlType {
    /// The type of the sum.
    type Sum: SqlType;
    /// The type of the average.
    type Avg: SqlType;
}
