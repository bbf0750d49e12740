//! The greatest and the least of several expressions.

use crate::ast::{self, ExprList, Function};

use super::function::{Coalesced, call};
use super::types::{Nullability, SqlType, StoresIn};
use super::{Expr, Expression, Operand};

/// The type of `greatest(T, S)`: that of `T`, nullable if either is.
pub type OneOf<T, S> =
    <<<T as SqlType>::Null as Nullability>::Or<<S as SqlType>::Null> as Nullability>::Wrap<
        <T as SqlType>::Base,
    >;

/// One list of what is chosen from, however it was nested.
fn flat<T>(function: Function, expr: ast::Expr, other: ast::Expr) -> Expr<T> {
    let mut args = ExprList::new();
    for expr in [expr, other] {
        match expr {
            ast::Expr::Call(call) if call.function == function => args = args.join(call.args),
            expr => args.push(expr),
        }
    }
    call(function, args)
}

macro_rules! chosen {
    ($($(#[$doc:meta])* $name:ident = $function:ident -> $out:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<E, V, T, S>(expr: E, other: V) -> Expr<$out<T, S>>
        where
            E: Expression<Sql = T>,
            V: Operand<T, Sql = S>,
            T: SqlType,
            S: SqlType<Base: StoresIn<T::Base>>,
        {
            flat(Function::$function, expr.into_ast(), other.into_operand())
        }
    )* };
}
chosen! {
    /// `GREATEST(expr, other)`: the greater of the two, and NULL if either is NULL: `MAX(a, b)` on
    /// SQLite, a CASE on PostgreSQL, whose GREATEST leaves NULLs out.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { games { home: Integer, away: Integer, extra: Nullable<Integer> } }
    /// let most: Expr<Integer> = greatest(games::home, games::away);
    /// let of_three = greatest(games::home, greatest(games::away, 3));      // GREATEST(a, b, 3)
    /// let known: Expr<Integer> = greatest_ignoring_nulls(games::home, games::extra);
    /// ```
    ///
    /// Text compares as by `<`: as the column's collation says.
    greatest = Greatest -> OneOf;
    /// `LEAST(expr, other)`: the lesser of the two, and NULL if either is NULL. See [`greatest`].
    least = Least -> OneOf;
    /// The greater of the two; the one that is not NULL if the other is. See [`greatest`].
    greatest_ignoring_nulls = GreatestIgnoringNulls -> Coalesced;
    /// The lesser of the two; the one that is not NULL if the other is. See [`greatest`].
    least_ignoring_nulls = LeastIgnoringNulls -> Coalesced;
}
