//! Arrays: <https://www.postgresql.org/docs/current/functions-array.html>.
//!
//! Whether a value is in an array is told by [`compare_any_of`](crate::query::compare_any_of).

use super::call;
use crate::ast::{self, Function};
use crate::query::{
    Array, Assign, Expr, Expression, Integer, Nullability, Nullable, Operand, QueryOf, SqlType,
    Text,
};

type As<T, R> = <<T as SqlType>::Null as Nullability>::Wrap<R>;

/// `ARRAY[…]`: an array of expressions. One of values is a value: `val::<Array<Integer>>([1, 2])`; an
/// empty one too, as an empty `ARRAY[]` has no type.
///
/// ```
/// use aludel::prelude::*;
/// table! { points { id: BigInt, x: Double, y: Double } }
/// let q = select(aludel::postgres::array([points::x, points::y])).from(points::table);
/// ```
pub fn array<E: Expression<Sql = T>, T: SqlType>(
    elements: impl IntoIterator<Item = E>,
) -> Expr<Array<T>> {
    Expr::from_ast(ast::Expr::Array(elements.into_iter().map(E::into_ast).collect()))
}

/// `ARRAY(query)`: the rows of a query of one column, in the query's order; empty if it has none.
pub fn array_of<Q: QueryOf<T>, T: SqlType>(query: Q) -> Expr<Array<T>> {
    call(Function::ArrayOfQuery, [ast::Expr::Subquery(query.into_query().into())])
}

/// The elements of the second array after those of the first. NULL counts as no elements, but two make
/// NULL.
pub fn array_concat<E, V, A, T>(array: E, other: V) -> Expr<A>
where
    E: Expression<Sql = A>,
    V: Operand<Array<T>>,
    A: SqlType<Base = Array<T>>,
    Array<T>: SqlType,
{
    call(Function::ArrayConcat, [array.into_ast(), other.into_operand()])
}

/// `array[position]`: the element at a position, counted from 1; NULL if there is none.
pub fn element<E, I, A, T>(array: E, position: I) -> Expr<T::AsNullable>
where
    E: Expression<Sql = A>,
    I: Assign<Integer>,
    A: SqlType<Base = Array<T>>,
    T: SqlType,
{
    call(Function::ArrayElement, [array.into_ast(), position.into_assigned()])
}

/// `CARDINALITY(array)`: the number of elements; 0 of an empty array.
pub fn array_length<E, A, T>(array: E) -> Expr<As<A, Integer>>
where
    E: Expression<Sql = A>,
    A: SqlType<Base = Array<T>>,
{
    call(Function::ArrayLength, [array.into_ast()])
}

macro_rules! with_element {
    ($($(#[$doc:meta])* $name:ident = $function:ident -> $sql:ty;)*) => { $(
        $(#[$doc])*
        pub fn $name<E, V, A, T>(array: E, element: V) -> Expr<$sql>
        where
            E: Expression<Sql = A>,
            V: Assign<T>,
            A: SqlType<Base = Array<T>>,
            T: SqlType,
        {
            call(Function::$function, [array.into_ast(), element.into_assigned()])
        }
    )* };
}
with_element! {
    /// The array with one element more at its end. NULL counts as an empty array.
    ///
    /// ```
    /// use aludel::postgres::array_append;
    /// use aludel::prelude::*;
    /// table! { posts { id: BigInt, tags: Array<Text> } }
    /// let change = update(posts::table)
    ///     .set(posts::tags, array_append(posts::tags, "new"))
    ///     .filter(posts::id.eq(1));
    /// ```
    array_append = ArrayAppend -> A;
    /// The array without the elements that are equal to that one.
    array_remove = ArrayRemove -> A;
    /// The position, from 1, of the first element that is equal to that one; NULL if none is.
    array_position = ArrayPosition -> Nullable<Integer>;
}

/// The array with one element more at its start. NULL counts as an empty array.
pub fn array_prepend<E, V, A, T>(array: E, element: V) -> Expr<A>
where
    E: Expression<Sql = A>,
    V: Assign<T>,
    A: SqlType<Base = Array<T>>,
    T: SqlType,
{
    call(Function::ArrayPrepend, [element.into_assigned(), array.into_ast()])
}

/// The elements that are not NULL as text, with a separator between them.
pub fn array_to_text<E, V, A, T>(array: E, separator: V) -> Expr<As<A, Text>>
where
    E: Expression<Sql = A>,
    V: Assign<Text>,
    A: SqlType<Base = Array<T>>,
{
    call(Function::ArrayToText, [array.into_ast(), separator.into_assigned()])
}
