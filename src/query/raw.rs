//! SQL text with typed holes.

use std::borrow::Cow;

use crate::ast::{self, Raw};

use super::types::SqlType;
use super::{Arguments, Expr};

/// SQL text of the program as an expression of the type `T`; each `{}` is a hole for one of the
/// arguments, `{{` and `}}` write a brace. [`sql!`](crate::sql!) is its short form.
///
/// The text is not checked. It is `&'static str`, so that no input gets into it; what comes from
/// outside goes into a hole, and so becomes a parameter.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { name: Text } }
/// let half = sql::<Text>("substr({}, 1, length({}) / 2)", (users::name, users::name));
/// ```
pub fn sql<T: SqlType>(text: &'static str, holes: impl Arguments) -> Expr<T> {
    raw(Cow::Borrowed(text), holes)
}

/// [`sql`] of a text that is made at run time. Whatever is in it is executed: nothing may come
/// into it from outside the program.
pub fn sql_unchecked<T: SqlType>(text: String, holes: impl Arguments) -> Expr<T> {
    raw(Cow::Owned(text), holes)
}

fn raw<T>(text: Cow<'static, str>, holes: impl Arguments) -> Expr<T> {
    Expr::from_ast(ast::Expr::Raw(Box::new(Raw { text, holes: holes.into_list() })))
}

/// SQL text with typed holes: `sql!(Type, "text {}", argument, …)`. Without a type it is
/// [`Any`](crate::query::Any).
///
/// ```
/// use aludel::prelude::*;
/// table! { users { name: Text } }
/// let q = select(sql!(BigInt, "length({}) + {}", users::name, 1)).from(users::table);
/// let q = q.filter(sql!("{} GLOB {}", users::name, "A*"));
/// ```
#[macro_export]
macro_rules! sql {
    ($text:literal $(, $hole:expr)* $(,)?) => {
        $crate::query::sql::<$crate::query::Any>($text, ($($hole,)*))
    };
    ($type:ty, $text:literal $(, $hole:expr)* $(,)?) => {
        $crate::query::sql::<$type>($text, ($($hole,)*))
    };
}
