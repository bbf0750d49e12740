//! Functions that exist over a window only.

use std::marker::PhantomData;

use crate::ast::{self, ExprList, RankingFunction};

use super::aggregate::over;
use super::operand::cloned;
use super::types::{Nullability, SqlType, StoresIn};
use super::window::IntoOver;
use super::{BigInt, Double, Expr, Expression, Operand};

/// A function of the type `T` that still needs its window: `.over(window()…)`.
#[must_use = "say `.over(window()…)`"]
pub struct WindowFunction<T> {
    node: ast::WindowFunction,
    sql: PhantomData<fn() -> T>,
}

cloned! { WindowFunction<T> { node } }

impl<T: SqlType> WindowFunction<T> {
    /// `function(…) OVER (window)`.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { users { team: Text, age: Integer } }
    /// let rank: Expr<BigInt> =
    ///     rank().over(window().partition_by(users::team).order_by(users::age.desc()));
    /// ```
    pub fn over<W: IntoOver>(self, window: W) -> Expr<T> {
        over(self.node, window.into_over())
    }
}

fn ranking<T>(function: RankingFunction, args: impl Into<ExprList>) -> WindowFunction<T> {
    let node = ast::WindowFunction::Ranking { function, args: args.into() };
    WindowFunction { node, sql: PhantomData }
}

fn rows(number: u32) -> ast::Expr {
    ast::Expr::Literal(number.into())
}

/// `ROW_NUMBER()`: the row's number in its partition, from 1.
pub fn row_number() -> WindowFunction<BigInt> {
    ranking(RankingFunction::RowNumber, [])
}

/// `RANK()`: the rank, with gaps after ties.
pub fn rank() -> WindowFunction<BigInt> {
    ranking(RankingFunction::Rank, [])
}

/// `DENSE_RANK()`: the rank without gaps.
pub fn dense_rank() -> WindowFunction<BigInt> {
    ranking(RankingFunction::DenseRank, [])
}

/// `PERCENT_RANK()`: `(rank - 1) / (rows - 1)`.
pub fn percent_rank() -> WindowFunction<Double> {
    ranking(RankingFunction::PercentRank, [])
}

/// `CUME_DIST()`: the share of rows up to this one.
pub fn cume_dist() -> WindowFunction<Double> {
    ranking(RankingFunction::CumeDist, [])
}

/// `NTILE(buckets)`: the number of the row's bucket, from 1.
pub fn ntile(buckets: u32) -> WindowFunction<BigInt> {
    ranking(RankingFunction::Ntile, [rows(buckets)])
}

/// `LAG(expr, offset)`: its value so many rows before; NULL if there is no such row.
pub fn lag<E: Expression<Sql = T>, T: SqlType>(
    expr: E,
    offset: u32,
) -> WindowFunction<T::AsNullable> {
    ranking(RankingFunction::Lag, [expr.into_ast(), rows(offset)])
}

/// `LEAD(expr, offset)`: its value so many rows after; NULL if there is no such row.
pub fn lead<E: Expression<Sql = T>, T: SqlType>(
    expr: E,
    offset: u32,
) -> WindowFunction<T::AsNullable> {
    ranking(RankingFunction::Lead, [expr.into_ast(), rows(offset)])
}

/// The type of `lag_or(T, …, S)`: that of `T`, nullable if either is.
pub type OrDefault<T, S> =
    <<<T as SqlType>::Null as Nullability>::Or<<S as SqlType>::Null> as Nullability>::Wrap<
        <T as SqlType>::Base,
    >;

/// `LAG(expr, offset, default)`: its value so many rows before, and `default` if there is no such
/// row. On MariaDB a CASE of two LAGs.
///
/// ```
/// use aludel::prelude::*;
/// table! { sales { day: BigInt, amount: Integer } }
/// let before: Expr<Integer> = lag_or(sales::amount, 1, 0).over(window().order_by(sales::day));
/// let growth = sales::amount - before;
/// ```
pub fn lag_or<E, D, T, S>(expr: E, offset: u32, default: D) -> WindowFunction<OrDefault<T, S>>
where
    E: Expression<Sql = T>,
    D: Operand<T, Sql = S>,
    T: SqlType,
    S: SqlType<Base: StoresIn<T::Base>>,
{
    let args = [expr.into_ast(), rows(offset), default.into_operand()];
    ranking(RankingFunction::Lag, args)
}

/// `LEAD(expr, offset, default)`: its value so many rows after, and `default` if there is no such
/// row. See [`lag_or`].
pub fn lead_or<E, D, T, S>(expr: E, offset: u32, default: D) -> WindowFunction<OrDefault<T, S>>
where
    E: Expression<Sql = T>,
    D: Operand<T, Sql = S>,
    T: SqlType,
    S: SqlType<Base: StoresIn<T::Base>>,
{
    let args = [expr.into_ast(), rows(offset), default.into_operand()];
    ranking(RankingFunction::Lead, args)
}

/// `FIRST_VALUE(expr)`: its value in the frame's first row; NULL if the frame is empty.
pub fn first_value<E: Expression<Sql = T>, T: SqlType>(expr: E) -> WindowFunction<T::AsNullable> {
    ranking(RankingFunction::FirstValue, [expr.into_ast()])
}

/// `LAST_VALUE(expr)`: its value in the frame's last row; NULL if the frame is empty.
pub fn last_value<E: Expression<Sql = T>, T: SqlType>(expr: E) -> WindowFunction<T::AsNullable> {
    ranking(RankingFunction::LastValue, [expr.into_ast()])
}

/// `NTH_VALUE(expr, row)`: its value in the frame's row of that number, from 1; NULL if there is
/// no such row.
pub fn nth_value<E: Expression<Sql = T>, T: SqlType>(
    expr: E,
    row: u32,
) -> WindowFunction<T::AsNullable> {
    ranking(RankingFunction::NthValue, [expr.into_ast(), rows(row)])
}
