//! Time zones by name, spans of time: <https://www.postgresql.org/docs/current/functions-datetime.html#FUNCTIONS-DATETIME-ZONECONVERT>.

use super::call;
use crate::ast::Function;
use crate::query::{
    Assign, Expr, Expression, Interval, Nullability, SqlType, Text, Timestamp, TimestampTz,
};

/// What a timestamp or an instant becomes in a time zone: the one becomes the other.
#[diagnostic::on_unimplemented(
    message = "expected a timestamp, found SQL `{Self}`",
    label = "not a timestamp"
)]
pub trait InZone: SqlType {
    /// What it becomes.
    type Other: SqlType;
}

impl InZone for Timestamp {
    type Other = TimestampTz;
}
impl InZone for TimestampTz {
    type Other = Timestamp;
}

/// `moment AT TIME ZONE zone`: the date and time that clocks of a zone show at an instant, or the
/// instant at which they show a date and time.
///
/// ```
/// use aludel::prelude::*;
/// use aludel::postgres::at_time_zone;
/// table! { runs { id: BigInt, started: TimestampTz } }
/// let local: Expr<Timestamp> = at_time_zone(runs::started, "Europe/Berlin");
/// ```
pub fn at_time_zone<E, Z, T>(
    moment: E,
    zone: Z,
) -> Expr<<T::Null as Nullability>::Wrap<<T::Base as InZone>::Other>>
where
    E: Expression<Sql = T>,
    Z: Assign<Text>,
    T: SqlType<Base: InZone>,
{
    call(Function::AtTimeZone, [moment.into_ast(), zone.into_assigned()])
}

/// `moment + interval`: the moment after a span of time, which may be negative, and of a column.
///
/// [`shift`](crate::query::shift) moves by one unit on every database.
pub fn add_interval<E, V, T>(moment: E, interval: V) -> Expr<T>
where
    E: Expression<Sql = T>,
    V: Assign<Interval>,
    T: SqlType<Base: InZone>,
{
    call(Function::AddInterval, [moment.into_ast(), interval.into_assigned()])
}

/// `AGE(moment, since)`: the span from `since` to the moment in years, months and days of the calendar.
pub fn age<E, V, T>(moment: E, since: V) -> Expr<<T::Null as Nullability>::Wrap<Interval>>
where
    E: Expression<Sql = T>,
    V: Assign<T>,
    T: SqlType<Base: InZone>,
{
    call(Function::Age, [moment.into_ast(), since.into_assigned()])
}
