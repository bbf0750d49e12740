//! From one date or timestamp to another: differences, and periods that overlap.

use crate::ast::{self, Function};

use super::date::{AsEither, moment_of};
use super::function::call;
use super::types::{Comparable, DateLike, SqlType};
use super::{BigInt, Condition, Expr, Expression, Operand};

macro_rules! differences {
    ($($(#[$doc:meta])* $name:ident = $function:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<E, V, T, S>(start: E, end: V) -> Expr<AsEither<T, S, BigInt>>
        where
            E: Expression<Sql = T>,
            V: Operand<T, Sql = S>,
            T: SqlType<Base: DateLike>,
            S: SqlType,
        {
            let args = [moment_of::<T>(start.into_ast()), moment_of::<T>(end.into_operand())];
            call(Function::$function, args)
        }
    )* };
}
differences! {
    /// How often midnight lies between two dates or timestamps: the days from `start` to `end`,
    /// negative if `end` is before. `DATEDIFF` on MySQL and MariaDB, a difference of dates on PostgreSQL,
    /// of Julian days on SQLite.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { loans { id: BigInt, day: Date, due: Date } }
    /// let q = select(loans::id).from(loans::table).filter(days_between(loans::day, loans::due).gt(14));
    /// ```
    days_between = DaysBetween;
    /// The whole months from `start` to `end`, negative if `end` is before: of the calendar's months,
    /// less one that is not over. From 31 January to 29 February is none. `TIMESTAMPDIFF` on MySQL and
    /// MariaDB, `AGE` on PostgreSQL.
    months_between = MonthsBetween;
    /// The whole seconds from `start` to `end`, negative if `end` is before.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { runs { id: BigInt, started: TimestampTz, ended: Nullable<TimestampTz> } }
    /// let took: Expr<Nullable<BigInt>> = seconds_between(runs::started, runs::ended);
    /// ```
    seconds_between = SecondsBetween;
    /// The microseconds from `start` to `end`, negative if `end` is before. (Before PostgreSQL 14 they are
    /// exact to 285 years, as its EXTRACT is in floating point.)
    microseconds_between = MicrosecondsBetween;
}

/// Whether two periods have a moment in common: `start < other_end AND other_start < end`.
///
/// A period is its start and its end, which is outside; one that ends before it starts holds
/// nothing, unlike that of the standard's OVERLAPS, which turns it round.
///
/// ```
/// use aludel::prelude::*;
/// use chrono::NaiveDate;
/// table! { bookings { id: BigInt, first: Date, last: Date } }
/// let (from, to) = (NaiveDate::MIN, NaiveDate::MAX);
/// let q = select(bookings::id)
///     .from(bookings::table)
///     .filter(periods_overlap((bookings::first, bookings::last), (from, to)));
/// ```
pub fn periods_overlap<A, B, C, D, T, S>(period: (A, B), other: (C, D)) -> Condition
where
    A: Expression<Sql = T>,
    B: Expression<Sql = S>,
    C: Operand<T>,
    D: Operand<T>,
    T: SqlType<Base: DateLike + Comparable<S::Base>>,
    S: SqlType,
{
    use ast::BinaryOp::Lt;
    let before = |one: ast::Expr, other: ast::Expr| ast::Expr::binary(one, Lt, other);
    let starts = before(period.0.into_ast(), other.1.into_operand());
    let ends = before(other.0.into_operand(), period.1.into_ast());
    Expr::from_ast(starts.and(ends))
}
