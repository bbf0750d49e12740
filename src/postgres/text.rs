//! Functions of text.

use super::call;
use crate::ast::Function;
use crate::query::{Expr, Expression, SqlType, TextLike};

/// `INITCAP(text)`: the first letter of each word in upper case, all others in lower case; a word is of
/// letters and digits. Which characters are letters is the database's locale's to say.
///
/// The others refuse it; of a text of one word, `upper(left(…, 1))` and `lower(substring_from(…, 2))`
/// make the same.
///
/// ```
/// use aludel::postgres::initcap;
/// use aludel::prelude::*;
/// table! { cities { id: BigInt [primary_key], name: Text } }
/// let q = select(initcap(cities::name)).from(cities::table);
/// assert_eq!(q.compile(&Postgres::new())?.text(), r#"SELECT INITCAP("cities"."name") FROM "cities""#);
/// assert!(q.compile(&MySql::new()).is_err());
/// # Ok::<(), CompileError>(())
/// ```
pub fn initcap<E: Expression<Sql = T>, T: SqlType<Base: TextLike>>(text: E) -> Expr<T> {
    call(Function::InitCap, [text.into_ast()])
}
