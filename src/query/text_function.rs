//! Functions of text. They count in characters (code points), from 1, and tell letters apart exactly.

use crate::ast::{self, Bind, DataType, ExprList, Function, Value};

use super::function::{Texts, call};
use super::types::{Integral, Nullability, SqlType, TextLike};
use super::{Assign, Blob, Expr, Expression, Integer, Nullable, Operand, Text};

fn text(value: impl Into<String>) -> ast::Expr {
    ast::Expr::Bind(Bind { value: Value::Text(value.into()), data_type: Some(&DataType::Text) })
}

/// The type `T` of a text, nullable if that of another operand is.
type Beside<T, S> =
    <<<T as SqlType>::Null as Nullability>::Or<<S as SqlType>::Null> as Nullability>::Wrap<
        <T as SqlType>::Base,
    >;

/// The type of `replace(T, A, B)`: that of the first, nullable if any is.
pub type Replaced<T, A, B> = Beside<Beside<T, A>, B>;

/// `REPLACE(text, from, to)`: the text with every occurrence of `from` replaced by `to`; NULL if any of
/// the three is. An empty `from` occurs nowhere.
///
/// ```
/// use aludel::prelude::*;
/// table! { files { path: Text, root: Nullable<Text> } }
/// let slashes: Expr<Text> = replace(files::path, "\\", "/");
/// let below: Expr<Nullable<Text>> = replace(files::path, files::root, "");
/// ```
pub fn replace<E, A, B, T, P, Q>(text: E, from: A, to: B) -> Expr<Replaced<T, P, Q>>
where
    E: Expression<Sql = T>,
    A: Operand<Text, Sql = P>,
    B: Operand<Text, Sql = Q>,
    T: SqlType<Base: TextLike>,
    P: SqlType,
    Q: SqlType,
{
    call(Function::Replace, [text.into_ast(), from.into_operand(), to.into_operand()])
}

macro_rules! counted {
    ($($(#[$doc:meta])* $name:ident($count:ident) = $function:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<E, N, T>(text: E, $count: N) -> Expr<T>
        where
            E: Expression<Sql = T>,
            N: Assign<Integer>,
            T: SqlType<Base: TextLike>,
        {
            call(Function::$function, [text.into_ast(), $count.into_assigned()])
        }
    )* };
}
counted! {
    /// `SUBSTRING(text FROM start)`: from the position `start`, counted from 1, to the end. A position
    /// before the first counts as the first.
    substring_from(start) = SubstringFrom;
    /// `LEFT(text, length)`: so many characters from the start; none if the number is negative.
    left(length) = Left;
    /// `RIGHT(text, length)`: so many characters from the end; none if the number is negative.
    right(length) = Right;
    /// `REPEAT(text, times)`: the text so many times over; empty if the number is not positive.
    repeat(times) = Repeat;
}

macro_rules! of_char {
    ($($(#[$doc:meta])* $name:ident = $function:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<E: Expression<Sql = T>, T: SqlType<Base: TextLike>>(
            text_: E,
            char: char,
        ) -> Expr<T> {
            call(Function::$function, [text_.into_ast(), text(char)])
        }
    )* };
}
of_char! {
    /// `TRIM(BOTH char FROM text)`: without the character at both ends.
    trim_char = TrimChar;
    /// `TRIM(LEADING char FROM text)`: without the character at the start.
    trim_start_char = TrimStartChar;
    /// `TRIM(TRAILING char FROM text)`: without the character at the end.
    trim_end_char = TrimEndChar;
}

macro_rules! padded {
    ($($(#[$doc:meta])* $name:ident = $function:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<E, N, T>(text_: E, length: N, fill: char) -> Expr<T>
        where
            E: Expression<Sql = T>,
            N: Assign<Integer>,
            T: SqlType<Base: TextLike>,
        {
            call(Function::$function, [text_.into_ast(), length.into_assigned(), text(fill)])
        }
    )* };
}
padded! {
    /// `LPAD(text, length, fill)`: filled up at the start to that many characters; a longer text is
    /// cut at its end.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { invoices { number: Integer } }
    /// let printed = lpad(invoices::number.cast::<Text>(), 8, '0');
    /// ```
    lpad = Lpad;
    /// `RPAD(text, length, fill)`: filled up at the end to that many characters; a longer text is cut
    /// at its end.
    rpad = Rpad;
}

/// The type of `position(S, T)`: an integer, nullable if either is.
pub type PositionIn<T, S> =
    <<<T as SqlType>::Null as Nullability>::Or<<S as SqlType>::Null> as Nullability>::Wrap<Integer>;

/// `POSITION(part IN text)`: where the part begins, counted in characters from 1; 0 if it is not in the
/// text. Letters are told apart exactly, on every server; an empty part is at 1.
pub fn position<E, P, T, S>(part: P, text: E) -> Expr<PositionIn<T, S>>
where
    E: Expression<Sql = T>,
    P: Operand<Text, Sql = S>,
    T: SqlType<Base: TextLike>,
    S: SqlType,
{
    call(Function::Position, [part.into_operand(), text.into_ast()])
}

/// `REVERSE(text)`: the characters in the opposite order.
///
/// SQLite does it by a recursive query, which cannot be made of an aggregate or of raw SQL.
pub fn reverse<E: Expression<Sql = T>, T: SqlType<Base: TextLike>>(text: E) -> Expr<T> {
    call(Function::Reverse, [text.into_ast()])
}

/// `SPLIT_PART(text, separator, number)`: the part of that number, counted from 1, between the
/// separators; empty if there are fewer parts. There is no part 0: with it the statement does not
/// compile.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { mail: Text } }
/// let host = split_part(users::mail, '@', 2);
/// ```
///
/// SQLite does it by a recursive query, which cannot be made of an aggregate or of raw SQL.
pub fn split_part<E: Expression<Sql = T>, T: SqlType<Base: TextLike>>(
    text_: E,
    separator: char,
    number: u32,
) -> Expr<T> {
    let number = ast::Expr::Literal(Value::Int(number.into()));
    call(Function::SplitPart, [text_.into_ast(), text(separator), number])
}

/// `CONCAT_WS(separator, a, b, …)`: the texts that are not NULL, with the separator between each two;
/// empty if all are NULL.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { first: Nullable<Text>, last: Text } }
/// let name: Expr<Text> = concat_ws(" ", (users::first, users::last));
/// ```
pub fn concat_ws<A: Texts>(separator: impl Into<String>, texts: A) -> Expr<Text> {
    let args = std::iter::once(text(separator)).chain(texts.into_texts());
    call(Function::ConcatWs, args.collect::<ExprList>())
}

/// The code point of the first character: `ASCII(text)` on PostgreSQL, `UNICODE(text)` on SQLite. NULL
/// of an empty text.
pub fn code_point<E: Expression<Sql = T>, T: SqlType<Base: TextLike>>(
    text: E,
) -> Expr<Nullable<Integer>> {
    call(Function::CodePoint, [text.into_ast()])
}

/// `CHR(number)`: the character of that code point. NULL if there is none, and of 0.
pub fn chr<E: Expression<Sql = T>, T: SqlType<Base: Integral>>(number: E) -> Expr<Nullable<Text>> {
    call(Function::Chr, [number.into_ast()])
}

/// `HEX(bytes)`: two hexadecimal digits for each byte, in upper case.
pub fn hex<E: Expression<Sql = T>, T: SqlType<Base = Blob>>(
    bytes: E,
) -> Expr<<T::Null as Nullability>::Wrap<Text>> {
    call(Function::Hex, [bytes.into_ast()])
}

/// `TO_HEX(number)`: the number in hexadecimal digits, in upper case; a negative one as the 64 bits that
/// it is.
pub fn to_hex<E: Expression<Sql = T>, T: SqlType<Base: Integral>>(
    number: E,
) -> Expr<<T::Null as Nullability>::Wrap<Text>> {
    call(Function::ToHex, [number.into_ast()])
}
