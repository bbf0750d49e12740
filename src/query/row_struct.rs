//! `row_struct!` and `sql_type!`: the caller's own Rust types for rows and values.

/// Declares a struct that a row is read into, field by field in the order of what is selected.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text, age: Nullable<Integer> } }
/// row_struct! {
///     #[derive(Debug, PartialEq)]
///     pub struct User {
///         pub id: i64,
///         pub name: String,
///         pub age: Option<i32>,
///     }
/// }
/// let q = select(users::all).from(users::table).into_struct::<User>();
/// ```
///
/// A row of several tables makes a tuple of structs:
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, team_id: BigInt } teams { id: BigInt, title: Text } }
/// row_struct! {
///     struct User { id: i64, team_id: i64 }
///     struct Team { id: i64, title: String }
/// }
/// let q = select((users::all, teams::all))
///     .from(users::table)
///     .join(teams::table, teams::id.eq(users::team_id))
///     .into_struct::<(User, Team)>();
/// ```
#[macro_export]
macro_rules! row_struct {
    ($(
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $( $(#[$field_meta:meta])* $field_vis:vis $field:ident : $type:ty ),* $(,)?
        }
    )*) => { $(
        $(#[$meta])*
        $vis struct $name { $( $(#[$field_meta])* $field_vis $field: $type, )* }

        impl $crate::query::FromRow<($($type,)*)> for $name {
            fn from_row(($($field,)*): ($($type,)*)) -> Self {
                $name { $($field,)* }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<C> $crate::query::RowValues<C> for $name
        where
            ($($type,)*): $crate::query::RowValues<C>,
        {
            fn append(self, insert: &mut $crate::ast::Insert) {
                $crate::query::RowValues::append(($(self.$field,)*), insert);
            }
            fn put(
                self,
                sink: &mut dyn $crate::query::ValueSink,
            ) -> ::core::result::Result<(), $crate::Error> {
                $crate::query::RowValues::put(($(self.$field,)*), sink)
            }
        }
    )* };
}

/// Makes a Rust type a SQL type of its own: an enum, a newtype, a value object.
///
/// It says as which SQL type it is stored, how it becomes such a value, and how it is made of
/// one. The type is then a marker like any other: columns can be declared with it, it compares
/// with itself only, and rows yield it.
///
/// With `named "…"` the column has the server's own type of that name, such as a PostgreSQL enum or
/// domain; its values go out as text, which the server reads. It stands for one word or several, with
/// numbers in parentheses; MySQL's `ENUM('a', 'b')` is none: there, leave `named` out for a text
/// column, with a CHECK if you like.
///
/// ```
/// use aludel::prelude::*;
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// pub enum Mood { Happy, Sad }
///
/// sql_type! {
///     Mood as VarChar<8>,
///     encode: |mood| match mood { Mood::Happy => "happy", Mood::Sad => "sad" },
///     decode: |text| match text.as_str() {
///         "happy" => Ok(Mood::Happy),
///         "sad" => Ok(Mood::Sad),
///         _ => Err("neither `happy` nor `sad`"),
///     },
/// }
///
/// table! { users { id: BigInt, mood: Mood, before: Nullable<Mood> } }
/// let q: Select<(Mood, Nullable<Mood>)> = select((users::mood, users::before))
///     .from(users::table)
///     .filter(users::mood.eq(Mood::Happy));
/// ```
///
/// A struct of one unnamed field needs neither function, if each value of the SQL type is one of its:
///
/// ```
/// use aludel::prelude::*;
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// pub struct UserId(i64);
/// sql_type! { UserId as BigInt }
///
/// table! { users { id: UserId [primary_key], name: Text } }
/// let q: Select<UserId> = select(users::id).from(users::table).filter(users::id.eq(UserId(7)));
/// ```
#[macro_export]
macro_rules! sql_type {
    ($name:ident as $base:ty $(, named $sql:literal)? $(,)?) => {
        $crate::sql_type! {
            $name as $base $(, named $sql)?,
            encode: |value| value.0,
            decode: |value| ::core::result::Result::<_, &str>::Ok($name(value)),
        }
    };
    (
        $name:ty as $base:ty $(, named $sql:literal)?,
        encode: $encode:expr,
        decode: $decode:expr $(,)?
    ) => {
        impl $crate::query::SqlType for $name {
            type Base = Self;
            type Null = $crate::query::NotNull;
            type AsNullable = $crate::query::Nullable<Self>;
            type Rust = Self;
            const DATA_TYPE: ::core::option::Option<&'static $crate::ast::DataType> =
                ::core::option::Option::Some(&<Self as $crate::query::BaseType>::DECLARED);
            fn decode(
                value: $crate::query::ValueRef<'_>,
            ) -> ::core::result::Result<Self, $crate::query::DecodeError> {
                let raw = <$base as $crate::query::SqlType>::decode(value)?;
                let decode: fn(<$base as $crate::query::SqlType>::Rust) -> ::core::result::Result<Self, _> =
                    $decode;
                decode(raw).map_err(|reason| {
                    $crate::query::DecodeError::rejected(value, ::core::stringify!($name), reason)
                })
            }
        }
        impl $crate::query::BaseType for $name {
            const DECLARED: $crate::ast::DataType = $crate::__declared!($base $(, $sql)?);
        }
        impl $crate::query::Comparable<$name> for $name {}
        impl $crate::query::Comparable<$crate::query::Any> for $name {}
        impl $crate::query::Comparable<$name> for $crate::query::Any {}
        impl $crate::query::StoresIn<$name> for $name {}
        impl $crate::query::StoresIn<$crate::query::Any> for $name {}
        impl $crate::query::StoresIn<$name> for $crate::query::Any {}
        impl $crate::query::Literal<$name> for $name {
            type Sql = $name;
            fn into_value(self) -> $crate::ast::Value {
                let encode: fn(Self) -> _ = $encode;
                $crate::ast::Value::from(encode(self))
            }
        }
        impl $crate::query::Literal<$crate::query::Any> for $name {
            type Sql = $crate::query::Any;
            fn into_value(self) -> $crate::ast::Value {
                <Self as $crate::query::Literal<$name>>::into_value(self)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<L: $crate::query::SqlType> $crate::query::Operand<L> for $name
        where
            $name: $crate::query::Literal<L::Base>,
        {
            type Sql = <$name as $crate::query::Literal<L::Base>>::Sql;
            const PLAIN: bool = true;
            fn into_operand(self) -> $crate::ast::Expr {
                $crate::ast::Expr::Bind($crate::ast::Bind {
                    value: <$name as $crate::query::Literal<L::Base>>::into_value(self),
                    data_type: <Self::Sql as $crate::query::SqlType>::DATA_TYPE,
                })
            }
        }
    };
}

/// The type a column is declared with.
#[doc(hidden)]
#[macro_export]
macro_rules! __declared {
    ($base:ty) => {
        <$base as $crate::query::BaseType>::DECLARED
    };
    ($base:ty, $sql:literal) => {
        $crate::ast::DataType::Named($crate::ast::Name::new($sql))
    };
}
