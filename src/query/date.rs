//! Functions of dates and times. Each means the same on every server unless it is said.
//!
//! Moments are kept to the microsecond, and are in UTC where a calendar has to be known: an instant
//! ([`TimestampTz`](super::TimestampTz)) is read as the date and time that it is in UTC. Years are 1 to
//! 9999; what leads beyond is the server's: NULL on MySQL, MariaDB and SQLite, a year beyond or an
//! error on PostgreSQL.

use crate::ast::{self, Call, ExprList, Extract, FormatDate, Function, Shift, Truncate};
use crate::ast::{DataType, DateField, DatePart, DateUnit};

#[cfg(feature = "chrono")]
use super::function::call;
use super::types::{DateLike, Nullability, SqlType, StoresIn};
use super::{Any, BigInt, Expr, Expression, Operand, Text};

/// `R`, nullable if `T` is.
type As<T, R> = <<T as SqlType>::Null as Nullability>::Wrap<R>;

/// `R`, nullable if `T` or `S` is.
pub(super) type AsEither<T, S, R> =
    <<<T as SqlType>::Null as Nullability>::Or<<S as SqlType>::Null> as Nullability>::Wrap<R>;

fn node(function: Function, args: impl Into<ExprList>) -> ast::Expr {
    ast::Expr::Call(Box::new(Call { function, args: args.into() }))
}

/// A date or timestamp as it is, an instant as the date and time in UTC.
fn utc_of<T: SqlType>(expr: ast::Expr) -> ast::Expr {
    match T::DATA_TYPE {
        Some(DataType::TimestampTz) => node(Function::Utc, [expr]),
        _ => expr,
    }
}

/// As [`utc_of`]; of a date its first moment.
pub(super) fn moment_of<T: SqlType>(expr: ast::Expr) -> ast::Expr {
    match T::DATA_TYPE {
        Some(DataType::Date) => cast(expr, DataType::Timestamp),
        _ => utc_of::<T>(expr),
    }
}

fn cast(operand: ast::Expr, data_type: DataType) -> ast::Expr {
    ast::Expr::Cast(Box::new(ast::Cast { operand: operand.into(), data_type }))
}

/// A moment in UTC as the type that it was made from: a day again, or an instant again.
fn back_to<T: SqlType>(moment: ast::Expr) -> Expr<T> {
    Expr::from_ast(match T::DATA_TYPE {
        Some(DataType::Date) => cast(moment, DataType::Date),
        Some(DataType::TimestampTz) => node(Function::Instant, [moment]),
        _ => moment,
    })
}

// ---- now

/// The current instant, as the server tells it: `CURRENT_TIMESTAMP`.
///
/// It is the same in the whole statement, on PostgreSQL in the whole transaction. To the
/// microsecond; on SQLite to the millisecond.
///
/// ```
/// use aludel::prelude::*;
/// table! { tokens { id: BigInt, expires: TimestampTz } }
/// let q = select(tokens::id).from(tokens::table).filter(tokens::expires.lt(now()));
/// ```
#[cfg(feature = "chrono")]
pub fn now() -> Expr<super::TimestampTz> {
    call(Function::Now, ExprList::new())
}

/// The current date and time in UTC, without a time zone: as [`now`].
#[cfg(feature = "chrono")]
pub fn current_timestamp() -> Expr<super::Timestamp> {
    call(Function::Utc, [node(Function::Now, ExprList::new())])
}

/// The current date in UTC.
#[cfg(feature = "chrono")]
pub fn current_date() -> Expr<super::Date> {
    call(Function::CurrentDate, ExprList::new())
}

/// The current time of day in UTC.
#[cfg(feature = "chrono")]
pub fn current_time() -> Expr<super::Time> {
    call(Function::CurrentTime, ExprList::new())
}

// ---- parts

/// A part of a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeField {
    /// The hour of the day, 0 to 23.
    Hour,
    /// The minute of the hour.
    Minute,
    /// The second of the minute, whole.
    Second,
    /// The microsecond of the second, 0 to 999999.
    Microsecond,
}

impl From<TimeField> for DateField {
    fn from(field: TimeField) -> Self {
        match field {
            TimeField::Hour => DateField::Hour,
            TimeField::Minute => DateField::Minute,
            TimeField::Second => DateField::Second,
            TimeField::Microsecond => DateField::Microsecond,
        }
    }
}

/// A part that values of the type `T` have: a [`DateField`] of a date or timestamp, a [`TimeField`] of
/// a timestamp or a time of day.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no part of SQL `{T}`",
    label = "no part of this type",
    note = "a `DateField` is taken from a date or timestamp, a `TimeField` from a timestamp or a time of day"
)]
pub trait FieldOf<T> {
    /// The part.
    fn field(self) -> DateField;
}

impl<T: DateLike> FieldOf<T> for DateField {
    fn field(self) -> DateField {
        self
    }
}

impl FieldOf<Any> for TimeField {
    fn field(self) -> DateField {
        self.into()
    }
}

#[cfg(feature = "chrono")]
mod of_times {
    use super::super::{Time, Timestamp, TimestampTz};
    use super::{DateField, FieldOf, TimeField};

    impl FieldOf<Time> for TimeField {
        fn field(self) -> DateField {
            self.into()
        }
    }
    impl FieldOf<Timestamp> for TimeField {
        fn field(self) -> DateField {
            self.into()
        }
    }
    impl FieldOf<TimestampTz> for TimeField {
        fn field(self) -> DateField {
            self.into()
        }
    }
}

/// `EXTRACT(field FROM expr)`: a part of a date, a timestamp or a time of day, a whole number. The
/// time of a date is midnight.
///
/// On SQLite `STRFTIME`, on MySQL and MariaDB `EXTRACT`, `WEEK(…, 3)` and the like; the ISO week and
/// its year are computed where there is no word for them.
///
/// ```
/// use aludel::prelude::*;
/// table! { posts { id: BigInt, created: Timestamp, daily: Time } }
/// let hour = extract(TimeField::Hour, posts::daily);
/// let q = select(extract(DateField::Year, posts::created)).from(posts::table);
/// aludel::assert_sql!(q, {
///     sqlite: r#"SELECT CAST(STRFTIME('%Y', SUBSTR("posts"."created", 1, 19)) AS INTEGER) FROM "posts""#,
///     postgres: r#"SELECT CAST(EXTRACT(YEAR FROM "posts"."created") AS INTEGER) FROM "posts""#,
///     mysql: "SELECT EXTRACT(YEAR FROM `posts`.`created`) FROM `posts`",
/// });
/// ```
pub fn extract<F, E, T>(field: F, expr: E) -> Expr<As<T, BigInt>>
where
    F: FieldOf<T::Base>,
    E: Expression<Sql = T>,
    T: SqlType,
{
    let field = field.field();
    let of_day = matches!(
        field,
        DateField::Hour | DateField::Minute | DateField::Second | DateField::Microsecond
    );
    let operand = match T::DATA_TYPE {
        Some(DataType::Time) => node(Function::TimeOfDay, [expr.into_ast()]),
        _ if of_day => moment_of::<T>(expr.into_ast()),
        _ => utc_of::<T>(expr.into_ast()),
    };
    let operand = operand.into();
    Expr::from_ast(ast::Expr::Extract(Box::new(Extract { field, operand })))
}

/// The start of the unit of time that a date or timestamp lies in. A week starts on Monday; a date
/// stays a date.
///
/// `DATE_TRUNC` on PostgreSQL, `STRFTIME` and `DATETIME` on SQLite, `DATE_FORMAT` and `DATE_ADD` on MySQL
/// and MariaDB.
///
/// ```
/// use aludel::prelude::*;
/// table! { posts { id: BigInt, created: Timestamp } }
/// let month: Expr<Timestamp> = truncate(DateUnit::Month, posts::created);
/// ```
pub fn truncate<E, T>(unit: DateUnit, expr: E) -> Expr<T>
where
    E: Expression<Sql = T>,
    T: SqlType<Base: DateLike>,
{
    let operand = utc_of::<T>(expr.into_ast()).into();
    back_to(ast::Expr::Truncate(Box::new(Truncate { unit, operand })))
}

// ---- arithmetic

/// A date or timestamp moved by so many units, into the past if negative; past a month's end it
/// stops at the month's last day. A date stays a date: what is less than a day is cut off it.
///
/// `moment + amount * INTERVAL '1 month'` on PostgreSQL, where the amount is exact up to 2^53,
/// `DATE_ADD(moment, INTERVAL amount MONTH)` on MySQL and MariaDB. SQLite's `DATETIME` knows neither
/// month's ends nor microseconds: both are seen to there, for which the moment is written more than
/// once, so that raw SQL is refused as one.
///
/// ```
/// use aludel::prelude::*;
/// table! { loans { id: BigInt, day: Date, weeks: Integer } }
/// let ends = shift(loans::day, loans::weeks, DateUnit::Week);
/// let due = shift(loans::day, 1, DateUnit::Month);         // 2024-01-31 becomes 2024-02-29
/// aludel::assert_sql!(select(due).from(loans::table), {
///     postgres: r#"SELECT CAST(("loans"."day" + $1 * INTERVAL '1 month') AS DATE) FROM "loans""#,
///     mysql: "SELECT CAST((DATE_ADD(`loans`.`day`, INTERVAL ? MONTH)) AS DATE) FROM `loans`",
/// });
/// ```
pub fn shift<E, A, T, S>(expr: E, amount: A, unit: DateUnit) -> Expr<AsEither<T, S, T::Base>>
where
    E: Expression<Sql = T>,
    A: Operand<BigInt, Sql = S>,
    T: SqlType<Base: DateLike>,
    S: SqlType<Base: StoresIn<BigInt>>,
{
    back_to::<T>(shifted(utc_of::<T>(expr.into_ast()), amount.into_operand(), unit)).assume()
}

fn shifted(moment: ast::Expr, amount: ast::Expr, unit: DateUnit) -> ast::Expr {
    let (operand, amount) = (moment.into(), amount.into());
    ast::Expr::Shift(Box::new(Shift { operand, amount, unit }))
}

// ---- making and taking apart

/// The date of a year, a month and a day; NULL if there is none, as of 30 February, or if one of them
/// is NULL. (PostgreSQL's own `MAKE_DATE` fails instead.)
///
/// ```
/// use aludel::prelude::*;
/// table! { people { id: BigInt, born_in: Integer } }
/// let turns: Expr<Nullable<Date>> = make_date(people::born_in + 18, 2, 29);
/// ```
#[cfg(feature = "chrono")]
pub fn make_date<Y, M, D>(year: Y, month: M, day: D) -> Expr<super::Nullable<super::Date>>
where
    Y: super::Assign<super::Nullable<BigInt>>,
    M: super::Assign<super::Nullable<BigInt>>,
    D: super::Assign<super::Nullable<BigInt>>,
{
    let args = [year.into_assigned(), month.into_assigned(), day.into_assigned()];
    call(Function::MakeDate, args)
}

/// The timestamp of a year, a month, a day, an hour, a minute and a whole second; NULL if there is
/// none, or if one of them is NULL. A fraction is added by [`shift`].
#[cfg(feature = "chrono")]
pub fn make_timestamp<Y, M, D, H, N, S>(
    (year, month, day): (Y, M, D),
    (hour, minute, second): (H, N, S),
) -> Expr<super::Nullable<super::Timestamp>>
where
    Y: super::Assign<super::Nullable<BigInt>>,
    M: super::Assign<super::Nullable<BigInt>>,
    D: super::Assign<super::Nullable<BigInt>>,
    H: super::Assign<super::Nullable<BigInt>>,
    N: super::Assign<super::Nullable<BigInt>>,
    S: super::Assign<super::Nullable<BigInt>>,
{
    let args = [
        year.into_assigned(),
        month.into_assigned(),
        day.into_assigned(),
        hour.into_assigned(),
        minute.into_assigned(),
        second.into_assigned(),
    ];
    call(Function::MakeTimestamp, args)
}

/// The last day of the month that a date or timestamp lies in.
#[cfg(feature = "chrono")]
pub fn last_day<E: Expression<Sql = T>, T: SqlType<Base: DateLike>>(
    expr: E,
) -> Expr<As<T, super::Date>> {
    call(Function::LastDay, [utc_of::<T>(expr.into_ast())])
}

/// The date of a timestamp, of an instant that in UTC.
#[cfg(feature = "chrono")]
pub fn date_of<E: Expression<Sql = T>, T: SqlType<Base: DateLike>>(
    expr: E,
) -> Expr<As<T, super::Date>> {
    call(Function::DateOf, [utc_of::<T>(expr.into_ast())])
}

/// The time of day of a timestamp, of an instant that in UTC; midnight of a date.
#[cfg(feature = "chrono")]
pub fn time_of<E: Expression<Sql = T>, T: SqlType<Base: DateLike>>(
    expr: E,
) -> Expr<As<T, super::Time>> {
    call(Function::TimeOf, [moment_of::<T>(expr.into_ast())])
}

/// The instant so many seconds after 1970-01-01 00:00:00 UTC.
#[cfg(feature = "chrono")]
pub fn from_epoch<E, T>(seconds: E) -> Expr<As<T, super::TimestampTz>>
where
    E: Expression<Sql = T>,
    T: SqlType<Base: StoresIn<BigInt>>,
{
    let epoch = ast::Expr::Literal(ast::Value::Timestamp(chrono::DateTime::UNIX_EPOCH.naive_utc()));
    call(Function::Instant, [shifted(epoch, seconds.into_ast(), DateUnit::Second)])
}

/// The date and time in UTC of an instant.
#[cfg(feature = "chrono")]
pub fn utc<E, T>(instant: E) -> Expr<As<T, super::Timestamp>>
where
    E: Expression<Sql = T>,
    T: SqlType<Base = super::TimestampTz>,
{
    call(Function::Utc, [instant.into_ast()])
}

/// The instant of a date and time in UTC.
#[cfg(feature = "chrono")]
pub fn instant<E, T>(utc: E) -> Expr<As<T, super::TimestampTz>>
where
    E: Expression<Sql = T>,
    T: SqlType<Base = super::Timestamp>,
{
    call(Function::Instant, [utc.into_ast()])
}

/// The date and time that clocks show at an instant where they are so many minutes ahead of UTC:
/// `at_offset(x, 120)` is that of `+02:00`.
///
/// PostgreSQL alone is sure to know time zones by name:
/// [`postgres::at_time_zone`](crate::postgres::at_time_zone()).
#[cfg(feature = "chrono")]
pub fn at_offset<E, A, T>(instant: E, minutes: A) -> Expr<As<T, super::Timestamp>>
where
    E: Expression<Sql = T>,
    A: super::Assign<BigInt>,
    T: SqlType<Base = super::TimestampTz>,
{
    let moment = utc_of::<T>(instant.into_ast());
    Expr::from_ast(shifted(moment, minutes.into_assigned(), DateUnit::Minute))
}

/// A date or timestamp as text, part by part: fields in digits, with zeros before them, and text.
/// `TO_CHAR` on PostgreSQL, `DATE_FORMAT` on MySQL and MariaDB, `STRFTIME` on SQLite.
///
/// ```
/// use aludel::prelude::*;
/// use aludel::query::DatePart::{Day, Month, Year};
/// table! { posts { id: BigInt, created: Timestamp } }
/// let german = format_date(posts::created, [Day, ".".into(), Month, ".".into(), Year]);
/// let q = select(german).from(posts::table);
/// assert_eq!(
///     q.to_sql_inline(&Sqlite::new())?,
///     r#"SELECT (STRFTIME('%d.%m.%Y', SUBSTR("posts"."created", 1, 19))) FROM "posts""#
/// );
/// # Ok::<(), CompileError>(())
/// ```
pub fn format_date<E, T, P>(expr: E, parts: P) -> Expr<As<T, Text>>
where
    E: Expression<Sql = T>,
    T: SqlType<Base: DateLike>,
    P: IntoIterator<Item = DatePart>,
{
    let operand = moment_of::<T>(expr.into_ast()).into();
    let parts = parts.into_iter().collect();
    Expr::from_ast(ast::Expr::FormatDate(Box::new(FormatDate { operand, parts })))
}
