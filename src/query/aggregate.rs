//! Aggregates: functions of the rows of a group, or of a window.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{
    self, AggregateFunction, ExprList, Name, Nested, Over, WindowCall, WindowFunction,
};

use super::operand::expressions;
use super::types::{BaseType, Nullability, SqlType, Summable};
use super::window::IntoOver;
use super::{
    Any, Arguments, BigInt, Condition, Expr, Expression, InList, Labeled, Operand, OrderBy,
    Predicate, Sort,
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

fn aggregate<T: SqlType>(function: AggregateFunction, args: ExprList) -> Aggregate<T> {
    let data_type = T::DATA_TYPE;
    let node = Box::new(ast::Aggregate { data_type, ..ast::Aggregate::new(function, args) });
    Aggregate { node, sql: PhantomData }
}

fn one(expr: ast::Expr) -> ExprList {
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

/// `COUNT(DISTINCT expr)`: how many different values, without NULL.
pub fn count_distinct<E: Expression>(expr: E) -> Aggregate<BigInt> {
    count(expr).distinct()
}

/// `SUM(expr)`; NULL of no rows. Integers sum to `BigInt`, decimals to `Decimal`, the rest to
/// `Double`, on every server.
pub fn sum<E, T, B>(expr: E) -> Aggregate<<B::Sum as SqlType>::AsNullable>
where
    E: Expression<Sql = T>,
    T: SqlType<Base = B>,
    B: Summable,
{
    aggregate(AggregateFunction::Sum, one(expr.into_ast()))
}

/// `AVG(expr)`; NULL of no rows. Of decimals a `Decimal`, of the rest a `Double`, on every server.
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
