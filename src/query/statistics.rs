//! Aggregates of statistics: variance, correlation, percentiles.

use crate::ast::{self, AggregateFunction, Value};

use super::aggregate::{aggregate, one};
use super::types::{SqlType, Summable};
use super::{Aggregate, BigInt, Double, Expression, Nullable};

macro_rules! of_numbers {
    ($($(#[$doc:meta])* $name:ident = $function:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<E, T>(expr: E) -> Aggregate<Nullable<Double>>
        where
            E: Expression<Sql = T>,
            T: SqlType<Base: Summable>,
        {
            aggregate(AggregateFunction::$function, one(expr.into_ast()))
        }
    )* };
}
of_numbers! {
    /// `VAR_POP(expr)`: the variance of all values there are; 0 of one, NULL of none.
    ///
    /// Computed of floating-point numbers on every server, by the differences from the mean, so
    /// that servers agree to some fifteen digits wherever the values lie. Over a window not on
    /// SQLite; of distinct values not on MySQL and MariaDB.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { runs { host: Text, seconds: Double } }
    /// let spread = select((runs::host, avg(runs::seconds), stddev_samp(runs::seconds)))
    ///     .from(runs::table)
    ///     .group_by(runs::host);
    /// ```
    var_pop = VarPop;
    /// `VAR_SAMP(expr)`: the variance as a sample tells it; NULL of one value. See [`var_pop`].
    var_samp = VarSamp;
    /// `STDDEV_POP(expr)`: the standard deviation of all values there are. See [`var_pop`].
    stddev_pop = StddevPop;
    /// `STDDEV_SAMP(expr)`: the standard deviation as a sample tells it; NULL of one value. See
    /// [`var_pop`].
    stddev_samp = StddevSamp;
}

macro_rules! of_pairs {
    ($($(#[$doc:meta])* $name:ident = $function:ident -> $out:ty;)*) => { $(
        $(#[$doc])*
        pub fn $name<Y, X, T, S>(y: Y, x: X) -> Aggregate<$out>
        where
            Y: Expression<Sql = T>,
            X: Expression<Sql = S>,
            T: SqlType<Base: Summable>,
            S: SqlType<Base: Summable>,
        {
            aggregate(AggregateFunction::$function, [y.into_ast(), x.into_ast()].into())
        }
    )* };
}
of_pairs! {
    /// `COVAR_POP(y, x)`: the covariance of all pairs there are. Pairs with a NULL are left out.
    ///
    /// Computed of floating-point numbers. PostgreSQL has it; elsewhere it is a quarter of the
    /// difference of two variances, of the sums and of the differences: that agrees to some fifteen
    /// digits of the greater variance of the two sides. Over a window not on SQLite.
    covar_pop = CovarPop -> Nullable<Double>;
    /// `COVAR_SAMP(y, x)`: the covariance as a sample of pairs tells it. See [`covar_pop`].
    covar_samp = CovarSamp -> Nullable<Double>;
    /// `CORR(y, x)`: the correlation, from -1 to 1; NULL where one side is always the same. See
    /// [`covar_pop`].
    corr = Corr -> Nullable<Double>;
    /// `REGR_SLOPE(y, x)`: the slope of the line that fits the pairs best; NULL where `x` is
    /// always the same. See [`covar_pop`].
    regr_slope = RegrSlope -> Nullable<Double>;
    /// `REGR_INTERCEPT(y, x)`: `y` of that line at 0. See [`regr_slope`].
    regr_intercept = RegrIntercept -> Nullable<Double>;
    /// `REGR_R2(y, x)`: the square of the correlation; 1 where `y` is always the same, NULL where
    /// `x` is. See [`covar_pop`].
    regr_r2 = RegrR2 -> Nullable<Double>;
    /// `REGR_AVGX(y, x)`: the average of `x` over the pairs without a NULL.
    regr_avgx = RegrAvgX -> Nullable<Double>;
    /// `REGR_AVGY(y, x)`: the average of `y` over the pairs without a NULL.
    regr_avgy = RegrAvgY -> Nullable<Double>;
    /// `REGR_SXX(y, x)`: the sum of the squares of the differences of `x` from its average.
    regr_sxx = RegrSxx -> Nullable<Double>;
    /// `REGR_SYY(y, x)`: the sum of the squares of the differences of `y` from its average.
    regr_syy = RegrSyy -> Nullable<Double>;
    /// `REGR_SXY(y, x)`: the sum of the products of both differences. See [`covar_pop`].
    regr_sxy = RegrSxy -> Nullable<Double>;
    /// `REGR_COUNT(y, x)`: how many pairs without a NULL.
    regr_count = RegrCount -> BigInt;
}

fn of_share<T: SqlType>(function: AggregateFunction, share: f64, expr: ast::Expr) -> Aggregate<T> {
    aggregate(function, [expr, ast::Expr::Literal(Value::Double(share))].into())
}

/// `PERCENTILE_CONT(share) WITHIN GROUP (ORDER BY expr)`: what lies at that share of the way
/// through the sorted values, from 0 to 1; between two of them it is interpolated. NULL of none.
///
/// PostgreSQL has it. Elsewhere it is computed of a sorted array of the values: of JSON on SQLite,
/// of `GROUP_CONCAT` on MySQL and MariaDB, whose `group_concat_max_len` a connection of this crate
/// sets to the greatest. Not over a window.
///
/// ```
/// use aludel::prelude::*;
/// table! { requests { path: Text, millis: Integer } }
/// let slow = select((requests::path, percentile_cont(0.95, requests::millis)))
///     .from(requests::table)
///     .group_by(requests::path);
/// ```
pub fn percentile_cont<E, T>(share: f64, expr: E) -> Aggregate<Nullable<Double>>
where
    E: Expression<Sql = T>,
    T: SqlType<Base: Summable>,
{
    of_share(AggregateFunction::PercentileCont, share, expr.into_ast())
}

/// `PERCENTILE_DISC(share) WITHIN GROUP (ORDER BY expr)`: the first of the sorted values up to
/// which lies that share of them. See [`percentile_cont`].
pub fn percentile_disc<E, T>(share: f64, expr: E) -> Aggregate<T::AsNullable>
where
    E: Expression<Sql = T>,
    T: SqlType,
{
    of_share(AggregateFunction::PercentileDisc, share, expr.into_ast())
}

/// The median: [`percentile_cont`] of one half.
pub fn median<E, T>(expr: E) -> Aggregate<Nullable<Double>>
where
    E: Expression<Sql = T>,
    T: SqlType<Base: Summable>,
{
    percentile_cont(0.5, expr)
}

/// `MODE() WITHIN GROUP (ORDER BY expr)`: the most frequent value, the least of several; NULL of
/// none. Texts are told apart exactly. PostgreSQL has it; elsewhere it is a query of the values as
/// a JSON array. Not over a window.
///
/// ```
/// use aludel::prelude::*;
/// table! { votes { round: BigInt, name: Text } }
/// let winners = select((votes::round, mode(votes::name)))
///     .from(votes::table)
///     .group_by(votes::round);
/// ```
pub fn mode<E: Expression<Sql = T>, T: SqlType>(expr: E) -> Aggregate<T::AsNullable> {
    aggregate(AggregateFunction::Mode, one(expr.into_ast()))
}
