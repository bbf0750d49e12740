//! Aggregates: functions of the rows of a group, or of a window.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{
    self, AggregateFunction, ExprList, Name, Nested, Over, WindowCall, WindowFunction,
};

use super::operand::expressions;
use super::types::{BaseType, Nullability, SqlType, StoresIn, Summable};
use super::window::IntoOver;
use super::{
    Any, Arguments, BigInt, Boolean, Condition, Expr, Expression, Expressions, InList, Labeled,
    Nullable, Operand, OrderBy, Predicate, Sort,
};

/// An aggregate of the SQL type `T`: an expression that can still be made
/// [`distinct`](Aggregate::distinct), [filtered](Aggregate::filter), or taken
/// [over a window](Aggregate::over).
///
/// ```
/// use aludel::prelude::*;
/// table! { posts { user_id: BigInt, score: Integer } }
/// let q = select((posts::user_id, count_star().filter(posts::score.gt(0))))
///     .from(posts::table)
///     .group_by(posts::user_id)
///     .having(sum(posts::score).gt(10))
///     .order_by(max(posts::score).desc());
/// ```
pub struct Aggregate<T> {
    node: Box<ast::Aggregate>,
    sql: PhantomData<fn() -> T>,
}

impl<T> Clone for Aggregate<T> {
    fn clone(&self) -> Self {
        Aggregate { node: self.node.clone(), sql: PhantomData }
    }
}

impl<T> fmt::Debug for Aggregate<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

impl<T> From<Aggregate<T>> for Expr<T> {
    fn from(aggregate: Aggregate<T>) -> Self {
        Expr::from_ast(ast::Expr::Aggregate(aggregate.node))
    }
}

expressions! {
    [T: SqlType] Aggregate<T> as T, |aggregate| ast::Expr::Aggregate(aggregate.node);
}

pub(super) fn aggregate<T: SqlType>(function: AggregateFunction, args: ExprList) -> Aggregate<T> {
    let data_type = T::DATA_TYPE;
    let node = Box::new(ast::Aggregate { data_type, ..ast::Aggregate::new(function, args) });
    Aggregate { node, sql: PhantomData }
}

pub(super) fn one(expr: ast::Expr) -> ExprList {
    ExprList::from([expr])
}

/// `COUNT(*)`: how many rows.
pub fn count_star() -> Aggregate<BigInt> {
    aggregate(AggregateFunction::Count, ExprList::new())
}

/// `COUNT(expr)`: in how many rows it is not NULL.
pub fn count<E: Expression>(expr: E) -> Aggregate<BigInt> {
    aggregate(AggregateFunction::Count, one(expr.into_ast()))
}

/// `COUNT(DISTINCT expr)`: how many different values, without NULL. Of several expressions, how
/// many different combinations, without those in which one is NULL.
///
/// ```
/// use aludel::prelude::*;
/// table! { visits { page: Text, user_id: Nullable<BigInt> } }
/// let pages = select(count_distinct(visits::page)).from(visits::table);
/// let readers = select(count_distinct((visits::page, visits::user_id))).from(visits::table);
/// ```
pub fn count_distinct<E: Expressions>(exprs: E) -> Aggregate<BigInt> {
    let mut args = ExprList::new();
    exprs.push_to(&mut args);
    aggregate(AggregateFunction::Count, args).distinct()
}

/// `SUM(expr)`; NULL of no rows. Integers sum to `BigInt`, decimals to `Decimal`, the rest to
/// `Double`, on every server. A sum of integers beyond 64 bits is an error of the server's.
pub fn sum<E, T, B>(expr: E) -> Aggregate<<B::Sum as SqlType>::AsNullable>
where
    E: Expression<Sql = T>,
    T: SqlType<Base = B>,
    B: Summable,
{
    aggregate(AggregateFunction::Sum, one(expr.into_ast()))
}

/// `AVG(expr)`; NULL of no rows. Of decimals a `Decimal`, of the rest a `Double`, on every server;
/// servers agree to some fifteen digits.
pub fn avg<E, T, B>(expr: E) -> Aggregate<<B::Avg as SqlType>::AsNullable>
where
    E: Expression<Sql = T>,
    T: SqlType<Base = B>,
    B: Summable,
{
    aggregate(AggregateFunction::Avg, one(expr.into_ast()))
}

/// `MIN(expr)`: the least; NULL of no rows.
pub fn min<E: Expression<Sql = T>, T: SqlType>(expr: E) -> Aggregate<T::AsNullable> {
    aggregate(AggregateFunction::Min, one(expr.into_ast()))
}

/// `MAX(expr)`: the greatest; NULL of no rows.
pub fn max<E: Expression<Sql = T>, T: SqlType>(expr: E) -> Aggregate<T::AsNullable> {
    aggregate(AggregateFunction::Max, one(expr.into_ast()))
}

/// Any of the values that are not NULL; NULL if there is none. Which, is the server's choice: for
/// what is the same in all rows of a group.
///
/// `ANY_VALUE` on PostgreSQL 16 and later, the first of an array before, `MIN` elsewhere.
pub fn any_value<E: Expression<Sql = T>, T: SqlType>(expr: E) -> Aggregate<T::AsNullable> {
    aggregate(AggregateFunction::AnyValue, one(expr.into_ast()))
}

/// `BOOL_AND(condition)`: whether it holds in all rows where it is not NULL; NULL of no such row.
/// `MIN` on SQLite, MySQL and MariaDB.
///
/// ```
/// use aludel::prelude::*;
/// table! { tasks { project: BigInt, done: Boolean } }
/// let finished = select(tasks::project)
///     .from(tasks::table)
///     .group_by(tasks::project)
///     .having(bool_and(tasks::done));
/// ```
#[doc(alias = "every")]
pub fn bool_and<P: Predicate>(condition: P) -> Aggregate<Nullable<Boolean>> {
    aggregate(AggregateFunction::BoolAnd, one(condition.into_predicate()))
}

/// `BOOL_OR(condition)`: whether it holds in any row; NULL where it is NULL in all of them.
/// `MAX` on SQLite, MySQL and MariaDB.
pub fn bool_or<P: Predicate>(condition: P) -> Aggregate<Nullable<Boolean>> {
    aggregate(AggregateFunction::BoolOr, one(condition.into_predicate()))
}

/// `BIT_AND(expr)`: the bits that are set in all values; NULL of none, on every server.
///
/// SQLite, which has no such function, computes each bit by itself; not over a window.
pub fn bit_and<E, T>(expr: E) -> Aggregate<T::AsNullable>
where
    E: Expression<Sql = T>,
    T: SqlType<Base: StoresIn<BigInt>>,
{
    aggregate(AggregateFunction::BitAnd, one(expr.into_ast()))
}

/// `BIT_OR(expr)`: the bits that are set in any value. See [`bit_and`].
pub fn bit_or<E, T>(expr: E) -> Aggregate<T::AsNullable>
where
    E: Expression<Sql = T>,
    T: SqlType<Base: StoresIn<BigInt>>,
{
    aggregate(AggregateFunction::BitOr, one(expr.into_ast()))
}

/// `BIT_XOR(expr)`: the bits that are set in an odd number of values. See [`bit_and`]; PostgreSQL
/// has it since version 14, and of distinct values it is not to be had on MySQL and MariaDB.
pub fn bit_xor<E, T>(expr: E) -> Aggregate<T::AsNullable>
where
    E: Expression<Sql = T>,
    T: SqlType<Base: StoresIn<BigInt>>,
{
    aggregate(AggregateFunction::BitXor, one(expr.into_ast()))
}

/// An aggregate by its name, whose meaning is the server's: `name(args)`.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text } }
/// let q = select(aggregate_function::<Nullable<Text>>("string_agg", (users::name, ", ")));
/// ```
pub fn aggregate_function<T: SqlType>(name: impl Into<Name>, args: impl Arguments) -> Aggregate<T> {
    let node = ast::Aggregate::new(AggregateFunction::Named(name.into()), args.into_list());
    Aggregate { node: Box::new(node), sql: PhantomData }
}

impl<T: SqlType> Aggregate<T> {
    /// `function(DISTINCT …)`: equal arguments count once.
    #[must_use]
    pub fn distinct(mut self) -> Self {
        self.node.distinct = true;
        self
    }

    /// `function(…) FILTER (WHERE condition)`: the rows that are taken.
    #[must_use]
    pub fn filter<P: Predicate>(mut self, condition: P) -> Self {
        let mut filter = self.node.filter.take().map(Nested::into_inner);
        super::predicate::add(&mut filter, condition.into_predicate());
        self.node.filter = filter.map(Nested::new);
        self
    }

    /// `function(… ORDER BY keys)`: the order in which rows are taken, where it matters.
    #[must_use]
    pub fn order_by<O: OrderBy>(mut self, keys: O) -> Self {
        keys.order(&mut self.node.order_by);
        self
    }

    /// `function(…) OVER (window)`: of the rows of a window, for each row.
    ///
    /// As rows leave a frame, MariaDB takes them off the sum that it keeps: of floating-point numbers
    /// of very different sizes it may have lost the smaller ones by then.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { sales { day: BigInt, amount: Integer } }
    /// let running = sum(sales::amount).over(window().order_by(sales::day));
    /// ```
    pub fn over<W: IntoOver>(self, window: W) -> Expr<T> {
        over(WindowFunction::Aggregate(*self.node), window.into_over())
    }

    /// The aggregate as an expression, with all of its operators.
    pub fn expr(self) -> Expr<T> {
        self.into()
    }
}

pub(super) fn over<T>(function: WindowFunction, over: Over) -> Expr<T> {
    Expr::from_ast(ast::Expr::Window(Box::new(WindowCall { function, over })))
}

/// The operators of an expression that an aggregate has without `.expr()`.
macro_rules! forward {
    ($(
        $method:ident $(<$($P:ident: $bound:path),+>)? ($($arg:ident: $type:ty),*) -> $out:ty;
    )*) => { impl<T: SqlType> Aggregate<T> { $(
        #[doc = concat!("See [`Expr::", stringify!($method), "`].")]
        pub fn $method$(<$($P: $bound),+>)?(self $(, $arg: $type)*) -> $out {
            self.expr().$method($($arg),*)
        }
    )* } };
}
forward! {
    eq<R: Operand<T>>(other: R) -> Condition;
    ne<R: Operand<T>>(other: R) -> Condition;
    lt<R: Operand<T>>(other: R) -> Condition;
    le<R: Operand<T>>(other: R) -> Condition;
    gt<R: Operand<T>>(other: R) -> Condition;
    ge<R: Operand<T>>(other: R) -> Condition;
    is_distinct_from<R: Operand<T>>(other: R) -> Condition;
    is_not_distinct_from<R: Operand<T>>(other: R) -> Condition;
    between<A: Operand<T>, B: Operand<T>>(low: A, high: B) -> Condition;
    not_between<A: Operand<T>, B: Operand<T>>(low: A, high: B) -> Condition;
    in_<I: InList<T>>(list: I) -> Condition;
    not_in<I: InList<T>>(list: I) -> Condition;
    is_null() -> Condition;
    is_not_null() -> Condition;
    any() -> Expr<Any>;
    asc() -> Sort;
    desc() -> Sort;
}

impl<T: SqlType> Aggregate<T> {
    /// See [`Expr::label`].
    pub fn label(self, name: impl Into<Name>) -> Labeled<T> {
        self.expr().label(name)
    }

    /// See [`Expr::cast`].
    pub fn cast<U: SqlType>(self) -> Expr<<T::Null as Nullability>::Wrap<U>>
    where
        U::Base: BaseType,
    {
        self.expr().cast::<U>()
    }

    /// See [`Expr::assume`].
    pub fn assume<U: SqlType>(self) -> Expr<U> {
        self.expr().assume()
    }
}
