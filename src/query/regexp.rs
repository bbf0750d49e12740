//! Regular expressions.
//!
//! Their language is the server's: POSIX with additions on PostgreSQL, ICU on MySQL, PCRE on MariaDB, on
//! SQLite that of the function `regexp` that the program registers (see
//! [`Sqlite::with_regexp`](crate::dialect::Sqlite::with_regexp)). Letters, classes in brackets, `\d`, `\w`
//! and `\s`, groups, `|`, `^`, `$` and the quantifiers mean the same on all of them in text of one line.

use crate::ast::{self, Bind, DataType, Function, Value};

use super::function::call;
use super::types::{SqlType, TextLike};
use super::{Condition, Expr, Expression, Nullable, Operand, Text};

impl<T: SqlType> Expr<T> {
    /// Whether a part of the text matches the regular expression; upper and lower case differ. To match
    /// the whole text it begins with `^` and ends with `$`.
    ///
    /// `self ~ pattern` on PostgreSQL, `REGEXP_LIKE(self, pattern, 'c')` on MySQL, `self REGEXP pattern`
    /// with `(?-i)` before the pattern on MariaDB; on SQLite `self REGEXP pattern`, refused unless the
    /// dialect is [told](crate::dialect::Sqlite::with_regexp) that there is a function behind it.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { users { name: Text } }
    /// let q = select(users::name).from(users::table).filter(users::name.matches("^[A-Z][a-z]+$"));
    /// assert!(q.compile(&Postgres::new())?.text().ends_with(r#"WHERE ("users"."name" ~ $1)"#));
    /// # Ok::<(), CompileError>(())
    /// ```
    ///
    /// The pattern language is the server's; what all understand alike are letters, classes in brackets,
    /// `\d`, `\w`, `\s`, groups, `|`, `^`, `$` and quantifiers, in text of one line. A pattern that the
    /// server does not understand is its error.
    pub fn matches<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        call(Function::RegexpLike, [self.into_ast(), pattern.into_operand()])
    }

    /// [`matches`](Expr::matches) in which upper and lower case are the same.
    pub fn imatches<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        call(Function::RegexpLikeIgnoringCase, [self.into_ast(), pattern.into_operand()])
    }
}

/// The text with every match of the regular expression replaced. Nothing is special in the replacement:
/// neither `$1` nor `\1`. Upper and lower case differ. Refused on SQLite.
///
/// See [`Expr::matches`] for the pattern.
pub fn regexp_replace<E, P, T>(text: E, pattern: P, replacement: impl Into<String>) -> Expr<T>
where
    E: Expression<Sql = T>,
    P: Into<String>,
    T: SqlType<Base: TextLike>,
{
    let bind = |text: String| {
        ast::Expr::Bind(Bind { value: Value::Text(text), data_type: Some(&DataType::Text) })
    };
    let args = [text.into_ast(), bind(pattern.into()), bind(replacement.into())];
    call(Function::RegexpReplace, args)
}

/// The first match of the regular expression in the text; NULL if nothing matches, or nothing but the
/// empty text. Upper and lower case differ. Refused on SQLite.
///
/// See [`Expr::matches`] for the pattern.
pub fn regexp_substr<E, P, T>(text: E, pattern: P) -> Expr<Nullable<Text>>
where
    E: Expression<Sql = T>,
    P: Operand<Text>,
    T: SqlType<Base: TextLike>,
{
    call(Function::RegexpSubstr, [text.into_ast(), pattern.into_operand()])
}
