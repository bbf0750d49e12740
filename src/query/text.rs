//! Operators on text: LIKE in its forms, concatenation, collation.

use crate::ast::{self, Bind, Call, ExprList, Function, LetterCase, Value};

use super::types::{Nullability, SqlType, TextLike};
use super::{Collation, Condition, Expr, Operand, Text};

/// The escape character of the patterns made here. Not a backslash: MySQL and MariaDB read that
/// as an escape in string literals too.
const ESCAPE: char = '!';

/// The type of `T || S`: text, nullable if either is.
pub type Concatenated<T, S> =
    <<<T as SqlType>::Null as Nullability>::Or<<S as SqlType>::Null> as Nullability>::Wrap<Text>;

/// Where in the text the wanted part has to be.
#[derive(Clone, Copy)]
enum Place {
    Anywhere,
    Start,
    End,
}

impl<T: SqlType> Expr<T> {
    /// `self LIKE pattern`: in the pattern `%` stands for any text and `_` for any character;
    /// there is no escape character (see [`like_escape`](Expr::like_escape)).
    ///
    /// Letter case is the server's: by collation on MySQL and MariaDB, exact on PostgreSQL,
    /// without regard to ASCII case on SQLite.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { name: Text } }
    /// let condition = users::name.like("A%");
    /// ```
    pub fn like<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        like(self.into_ast(), pattern.into_operand(), None, LetterCase::Native, false)
    }

    /// `self NOT LIKE pattern`.
    pub fn not_like<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        like(self.into_ast(), pattern.into_operand(), None, LetterCase::Native, true)
    }

    /// `self LIKE pattern ESCAPE escape`: the character after `escape` stands for itself.
    pub fn like_escape<R: Operand<Text>>(self, pattern: R, escape: char) -> Condition
    where
        T::Base: TextLike,
    {
        like(self.into_ast(), pattern.into_operand(), Some(escape), LetterCase::Native, false)
    }

    /// `self ILIKE pattern`: [`like`](Expr::like) in which upper and lower case are the same on
    /// every server (on SQLite for ASCII letters).
    pub fn ilike<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        like(self.into_ast(), pattern.into_operand(), None, LetterCase::Insensitive, false)
    }

    /// `self NOT ILIKE pattern`.
    pub fn not_ilike<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        like(self.into_ast(), pattern.into_operand(), None, LetterCase::Insensitive, true)
    }

    /// [`like`](Expr::like) in which upper and lower case differ on every server: `GLOB` on SQLite, a
    /// binary collation on MySQL and MariaDB.
    pub fn like_sensitive<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        like(self.into_ast(), pattern.into_operand(), None, LetterCase::Sensitive, false)
    }

    /// `NOT` [`like_sensitive`](Expr::like_sensitive).
    pub fn not_like_sensitive<R: Operand<Text>>(self, pattern: R) -> Condition
    where
        T::Base: TextLike,
    {
        like(self.into_ast(), pattern.into_operand(), None, LetterCase::Sensitive, true)
    }

    /// Whether the text contains the other; `%` and `_` in it mean themselves.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { name: Text } }
    /// let condition = users::name.contains("50%");      // LIKE '%50!%%' ESCAPE '!'
    /// ```
    pub fn contains<R: Operand<Text>>(self, part: R) -> Condition
    where
        T::Base: TextLike,
    {
        matching(self.into_ast(), part.into_operand(), Place::Anywhere, LetterCase::Native)
    }

    /// Whether the text starts with the other; `%` and `_` in it mean themselves.
    pub fn starts_with<R: Operand<Text>>(self, part: R) -> Condition
    where
        T::Base: TextLike,
    {
        matching(self.into_ast(), part.into_operand(), Place::Start, LetterCase::Native)
    }

    /// Whether the text ends with the other; `%` and `_` in it mean themselves.
    pub fn ends_with<R: Operand<Text>>(self, part: R) -> Condition
    where
        T::Base: TextLike,
    {
        matching(self.into_ast(), part.into_operand(), Place::End, LetterCase::Native)
    }

    /// [`contains`](Expr::contains) in which upper and lower case are the same.
    pub fn icontains<R: Operand<Text>>(self, part: R) -> Condition
    where
        T::Base: TextLike,
    {
        matching(self.into_ast(), part.into_operand(), Place::Anywhere, LetterCase::Insensitive)
    }

    /// [`starts_with`](Expr::starts_with) in which upper and lower case are the same.
    pub fn istarts_with<R: Operand<Text>>(self, part: R) -> Condition
    where
        T::Base: TextLike,
    {
        matching(self.into_ast(), part.into_operand(), Place::Start, LetterCase::Insensitive)
    }

    /// [`ends_with`](Expr::ends_with) in which upper and lower case are the same.
    pub fn iends_with<R: Operand<Text>>(self, part: R) -> Condition
    where
        T::Base: TextLike,
    {
        matching(self.into_ast(), part.into_operand(), Place::End, LetterCase::Insensitive)
    }

    /// `self || other`: the texts one after the other; NULL if either is.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { first: Text, last: Text } }
    /// let full: Expr<Text> = users::first.concat(" ").concat(users::last);
    /// ```
    pub fn concat<R: Operand<Text, Sql = S>, S: SqlType>(self, other: R) -> Expr<Concatenated<T, S>>
    where
        T::Base: TextLike,
    {
        Expr::from_ast(self.into_ast().concat(other.into_operand()))
    }

    /// `self COLLATE collation`: how the text compares and sorts.
    ///
    /// [`Collation::Binary`] means the same on every server: letters are told apart exactly, and sort by
    /// code point. A collation by name is the server's. There is none without regard to case that means
    /// the same on all: compare [`lower`](super::lower) of both sides, which on SQLite knows the ASCII
    /// letters.
    ///
    /// ```
    /// # use aludel::prelude::*;
    /// # table! { users { name: Text } }
    /// let exact = users::name.collate(Collation::Binary).eq("Ann");
    /// let czech = users::name.collate(Collation::Named("cs-x-icu".into())).asc();      // PostgreSQL
    /// ```
    pub fn collate(self, collation: Collation) -> Expr<T>
    where
        T::Base: TextLike,
    {
        let collate = ast::Collate { operand: self.into_ast().into(), collation };
        Expr::from_ast(ast::Expr::Collate(Box::new(collate)))
    }
}

fn like(
    operand: ast::Expr,
    pattern: ast::Expr,
    escape: Option<char>,
    case: LetterCase,
    negated: bool,
) -> Condition {
    Expr::from_ast(ast::Expr::Like(Box::new(ast::Like {
        operand: operand.into(),
        pattern: pattern.into(),
        escape,
        case,
        negated,
    })))
}

fn matching(operand: ast::Expr, part: ast::Expr, place: Place, case: LetterCase) -> Condition {
    let pattern = match part {
        ast::Expr::Bind(Bind { value: Value::Text(part), data_type }) => {
            ast::Expr::Bind(Bind { value: Value::Text(pattern(&part, place)), data_type })
        }
        part => pattern_of(part, place),
    };
    like(operand, pattern, Some(ESCAPE), case, false)
}

/// A pattern that matches the text itself.
fn pattern(part: &str, place: Place) -> String {
    let mut pattern = String::with_capacity(part.len() + 8);
    if !matches!(place, Place::Start) {
        pattern.push('%');
    }
    for char in part.chars() {
        if matches!(char, ESCAPE | '%' | '_') {
            pattern.push(ESCAPE);
        }
        pattern.push(char);
    }
    if !matches!(place, Place::End) {
        pattern.push('%');
    }
    pattern
}

/// A pattern that matches the text of an expression, made by the server.
fn pattern_of(part: ast::Expr, place: Place) -> ast::Expr {
    let text = |text: &str| ast::Expr::Literal(Value::from(text));
    let replace = |subject, from, to| {
        let args = ExprList::from([subject, text(from), text(to)]);
        ast::Expr::Call(Box::new(Call { function: Function::Replace, args }))
    };
    let escaped = replace(replace(replace(part, "!", "!!"), "%", "!%"), "_", "!_");
    let pattern = match place {
        Place::Anywhere => vec![text("%"), escaped, text("%")],
        Place::Start => vec![escaped, text("%")],
        Place::End => vec![text("%"), escaped],
    };
    ast::Expr::Concat(pattern.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_escapes_what_is_special() {
        assert_eq!(pattern("50%_!a", Place::Anywhere), "%50!%!_!!a%");
        assert_eq!(pattern("a", Place::Start), "a%");
        assert_eq!(pattern("a", Place::End), "%a");
    }

    #[test]
    fn an_expression_is_escaped_by_the_server() {
        use crate::query::fixture::{posts, users};
        let ast::Expr::Like(like) = users::name.starts_with(posts::title).into_ast() else {
            panic!("not LIKE");
        };
        assert_eq!(like.escape, Some('!'));
        let ast::Operand::Expr(pattern) = like.pattern else { panic!("a leaf") };
        assert!(matches!(&*pattern, ast::Expr::Concat(list) if list.len() == 2));
    }
}
