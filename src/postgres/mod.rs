//! What only PostgreSQL has: arrays, ranges, time zones by name, old and new rows. The other dialects refuse it.
//!
//! An array and its elements are of one type, `Array<Text>` of `Text`; a query of them is checked like
//! any other.
//!
//! ```
//! use aludel::postgres::{contains, element, overlaps};
//! use aludel::prelude::*;
//!
//! table! { posts { id: BigInt [primary_key], tags: Array<Text>, scores: Array<Integer> } }
//!
//! let q = select((posts::id, element(posts::scores, 1)))
//!     .from(posts::table)
//!     .filter(contains(posts::tags, ["rust", "sql"]).or(overlaps(posts::tags, ["news"])));
//! assert_eq!(
//!     q.to_sql_inline(&Postgres::new())?,
//!     r#"SELECT "posts"."id", ("posts"."scores")[1] FROM "posts" WHERE ("posts"."tags" @> CAST('{"rust","sql"}' AS TEXT[])) OR ("posts"."tags" && CAST('{"news"}' AS TEXT[]))"#
//! );
//! assert!(q.compile(&Sqlite::new()).is_err());
//! # Ok::<(), CompileError>(())
//! ```

mod array;
mod range;
mod text;
mod write;
#[cfg(feature = "chrono")]
mod zone;

pub use array::*;
pub use range::*;
pub use text::*;
pub use write::*;
#[cfg(feature = "chrono")]
pub use zone::*;

use crate::ast::{self, Call, ExprList, Function};
use crate::query::{Array, Condition, Expr, Expression, Operand, SqlType};

fn call<T>(function: Function, args: impl Into<ExprList>) -> Expr<T> {
    Expr::from_ast(ast::Expr::Call(Box::new(Call { function, args: args.into() })))
}

/// An array or a range.
#[diagnostic::on_unimplemented(
    message = "expected an array or a range, found SQL `{Self}`",
    label = "neither an array nor a range"
)]
pub trait SetLike: SqlType {}

impl<T> SetLike for Array<T> where Array<T>: SqlType {}
impl<T: RangeElement> SetLike for Range<T> {}

macro_rules! comparisons {
    ($($(#[$doc:meta])* $name:ident = $function:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<E, V>(set: E, other: V) -> Condition
        where
            E: Expression<Sql: SqlType<Base: SetLike>>,
            V: Operand<<E::Sql as SqlType>::Base>,
        {
            call(Function::$function, [set.into_ast(), other.into_operand()])
        }
    )* };
}
comparisons! {
    /// `set @> other`: whether each element of the other is in the array or range.
    contains = Contains;
    /// `set <@ other`: whether each element of the array or range is in the other.
    contained_by = ContainedBy;
    /// `set && other`: whether the two arrays or ranges have an element in common.
    ///
    /// Of periods in two columns [`periods_overlap`](crate::query::periods_overlap) tells it on every database.
    overlaps = Overlaps;
}

/// `text ILIKE ANY (patterns)`: whether the text is like one of the patterns, upper and lower case the
/// same. A backslash in a pattern makes the next character stand for itself.
pub fn ilike_any<E, V>(text: E, patterns: V) -> Condition
where
    E: Expression<Sql: SqlType<Base: crate::query::TextLike>>,
    V: Operand<Array<crate::query::Text>>,
{
    call(Function::ILikeAny, [text.into_ast(), patterns.into_operand()])
}
