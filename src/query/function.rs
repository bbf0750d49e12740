//! Functions of their arguments. Those here mean the same on every server unless it is said.

use super::types::{Nullability, SqlType, StoresIn, TextLike};
use super::{Arguments, Assign, Expr, Expression, Integer, Operand, Text};
use crate::ast::{self, Call, ExprList, Function, Name};

/// The type of `coalesce(T, S)`: that of `T`, nullable if both are.
pub type Coalesced<T, S> =
    <<<T as SqlType>::Null as Nullability>::And<<S as SqlType>::Null> as Nullability>::Wrap<
        <T as SqlType>::Base,
    >;

pub(super) fn call<T>(function: Function, args: impl Into<ExprList>) -> Expr<T> {
    Expr::from_ast(ast::Expr::Call(Box::new(Call { function, args: args.into() })))
}

/// A function by its name, whose meaning is the server's: `name(args)`. Its result is of the type that is
/// said, and nothing checks that it is.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text } }
/// let q = select(function::<Text>("soundex", (users::name,))).from(users::table);
/// ```
pub fn function<T: SqlType>(name: impl Into<Name>, args: impl Arguments) -> Expr<T> {
    call(Function::Named(name.into()), args.into_list())
}

/// `COALESCE(expr, other)`: `other` where `expr` is NULL. It is not nullable if either is not.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { name: Text, nick: Nullable<Text> } }
/// let shown: Expr<Text> = coalesce(users::nick, users::name);
/// let three = coalesce(users::nick, coalesce(users::name, "?"));     // COALESCE(a, b, c)
/// ```
pub fn coalesce<E, V, T, S>(expr: E, other: V) -> Expr<Coalesced<T, S>>
where
    E: Expression<Sql = T>,
    V: Operand<T, Sql = S>,
    T: SqlType,
    S: SqlType<Base: StoresIn<T::Base>>,
{
    let mut args = ExprList::from([expr.into_ast()]);
    match other.into_operand() {
        ast::Expr::Call(call) if call.function == Function::Coalesce => args = args.join(call.args),
        other => args.push(other),
    }
    call(Function::Coalesce, args)
}

/// `NULLIF(expr, other)`: NULL where the two are equal, else `expr`.
pub fn nullif<E, V, T>(expr: E, other: V) -> Expr<T::AsNullable>
where
    E: Expression<Sql = T>,
    V: Operand<T>,
    T: SqlType,
{
    call(Function::NullIf, [expr.into_ast(), other.into_operand()])
}

macro_rules! text_functions {
    ($($(#[$doc:meta])* $name:ident<$T:ident> = $function:ident -> $out:ty;)*) => { $(
        $(#[$doc])*
        pub fn $name<E: Expression<Sql = $T>, $T: SqlType<Base: TextLike>>(text: E) -> Expr<$out> {
            call(Function::$function, [text.into_ast()])
        }
    )* };
}
text_functions! {
    /// `LOWER(text)`: in lower case (on SQLite: ASCII letters).
    lower<T> = Lower -> T;
    /// `UPPER(text)`: in upper case (on SQLite: ASCII letters).
    upper<T> = Upper -> T;
    /// `TRIM(text)`: without the spaces at both ends.
    trim<T> = Trim -> T;
    /// `LTRIM(text)`: without the spaces at its start.
    trim_start<T> = TrimStart -> T;
    /// `RTRIM(text)`: without the spaces at its end.
    trim_end<T> = TrimEnd -> T;
    /// `CHAR_LENGTH(text)`: the number of characters.
    char_length<T> = CharLength -> <T::Null as Nullability>::Wrap<Integer>;
}

/// `OCTET_LENGTH(expr)`: the number of bytes, of text or of a blob.
pub fn byte_length<E: Expression<Sql = T>, T: SqlType>(
    expr: E,
) -> Expr<<T::Null as Nullability>::Wrap<Integer>> {
    call(Function::ByteLength, [expr.into_ast()])
}

/// `SUBSTRING(text FROM start FOR length)`: from the position `start`, counted from 1, as many
/// characters as `length`.
pub fn substring<E, A, B, T>(text: E, start: A, length: B) -> Expr<T>
where
    E: Expression<Sql = T>,
    A: Assign<Integer>,
    B: Assign<Integer>,
    T: SqlType<Base: TextLike>,
{
    call(Function::Substring, [text.into_ast(), start.into_assigned(), length.into_assigned()])
}

/// A random UUID, of version 4: `GEN_RANDOM_UUID()` on PostgreSQL, of random bytes on the others. Another
/// for each row.
///
/// ```
/// use aludel::prelude::*;
/// table! { orders { id: Uuid, total: BigInt } }
/// let insert = insert_into(orders::table).set(orders::id, uuid_v4()).set(orders::total, 5);
/// ```
#[cfg(feature = "uuid")]
pub fn uuid_v4() -> Expr<super::Uuid> {
    call(Function::UuidV4, ExprList::new())
}

/// Texts one after the other, as a tuple.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of texts",
    label = "expected a tuple of text columns, expressions and values"
)]
pub trait Texts {
    /// Whether the result may be NULL.
    type Null: Nullability;
    /// The texts as nodes.
    fn into_texts(self) -> ExprList;
}

/// `a || b || …`: the texts one after the other; NULL if any is NULL.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { first: Text, last: Text } }
/// let full: Expr<Text> = concat((users::first, " ", users::last));
/// ```
pub fn concat<A: Texts<Null = N>, N: Nullability>(texts: A) -> Expr<N::Wrap<Text>> {
    Expr::from_ast(ast::Expr::Concat(texts.into_texts()))
}

macro_rules! nullability {
    ($T:ident) => { <<$T as Operand<Text>>::Sql as SqlType>::Null };
    ($T:ident $($rest:ident)+) => {
        <nullability!($T) as Nullability>::Or<nullability!($($rest)+)>
    };
}
macro_rules! tuples {
    ($( ($($T:ident $v:ident)+) )+) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($T: Operand<Text>),+> Texts for ($($T,)+) {
            type Null = nullability!($($T)+);
            fn into_texts(self) -> ExprList {
                let ($($v,)+) = self;
                ExprList::from([$($v.into_operand()),+])
            }
        }
    )+ };
}
tuples! {
    (A a B b) (A a B b C c) (A a B b C c D d) (A a B b C c D d E e) (A a B b C c D d E e F f)
    (A a B b C c D d E e F f G g) (A a B b C c D d E e F f G g H h)
}
