//! `table!`: tables and their columns as constants.

use crate::ast::{Attribute, ColumnDef, Quoted};

use super::relation::Definition;
use super::types::{BaseType, Nullability, SqlType};

/// Declares tables.
///
/// ```
/// use aludel::prelude::*;
///
/// table! {
///     /// People who may sign in.
///     pub users {
///         id: BigInt [primary_key, auto_increment],
///         /// As it is shown.
///         name: VarChar<100>,
///         email: Nullable<VarChar<255>> [unique],
///         created: Text [default("CURRENT_TIMESTAMP"), index],
///     }
///     pub albums as "Album" in "music" {
///         id as "AlbumId": Integer [primary_key],
///         owner as "OwnerId": BigInt [references("users", "id")],
///         stars: SmallInt [check("stars BETWEEN 1 AND 5")],
///     }
/// }
/// let q = select((users::id, albums::id))
///     .from(users::table)
///     .join(albums::table, albums::owner.eq(users::id));
/// ```
///
/// For each table it writes one struct of that name with
/// - a constant per column, `users::id`, of the type [`Column<BigInt>`](crate::query::Column),
/// - `users::table`, the handle to take rows from and write to; its fields are the columns,
/// - `users::all`, the tuple of all columns (nested after each 16),
/// - `users::alias("u")`, a handle under another name; `u.id` is its column,
/// - `.outer()` on a handle: the same with nullable columns, for the nullable side of a join.
///
/// So no column can have the Rust name `table`, `all`, `alias` or `outer`: write
/// `all_ as "all": Text`. The SQL name is the Rust name unless `as "…"` gives another; `in "…"`
/// names the schema.
///
/// Attributes: `primary_key`, `auto_increment`, `unique`, `index`, `default("sql")`,
/// `check("sql")`, `references("table", "column")`.
#[macro_export]
macro_rules! table {
    ($(
        $(#[$meta:meta])*
        $vis:vis $table:ident $(as $name:literal)? $(in $schema:literal)? { $($columns:tt)* }
    )*) => { $(
        $crate::__table! {
            [$(#[$meta])* $vis $table]
            [$crate::__name!($table $($name)?)] [$crate::__text!($table $($name)?)]
            [$($schema)?]
            { $($columns)* }
        }
    )* };
}

/// One table.
#[doc(hidden)]
#[macro_export]
macro_rules! __table {
    (
        [$(#[$meta:meta])* $vis:vis $table:ident] [$name:expr] [$text:expr] [$($schema:literal)?]
        { $(
            $(#[$doc:meta])*
            $column:ident $(as $cname:literal)? : $type:ty
                $([ $($attribute:ident $(($($arg:literal),+ $(,)?))?),* $(,)? ])?
        ),* $(,)? }
    ) => {
        $(#[$meta])*
        #[allow(non_camel_case_types, dead_code, missing_docs)]
        $vis struct $table<M: $crate::query::Mode = $crate::query::Base> {
            __alias: ::core::option::Option<&'static str>,
            $( $(#[$doc])* pub $column: M::Field<$type>, )*
        }

        #[allow(non_upper_case_globals, dead_code, missing_docs)]
        impl $table {
            const __DEFS: &'static $table<$crate::query::Definitions> = {
                static DEFS: $table<$crate::query::Definitions> = $table {
                    __alias: ::core::option::Option::None,
                    $( $column: &$crate::query::declare::column::<$type>(
                        $name,
                        $crate::__name!($column $($cname)?),
                        [
                            ::core::concat!("\"", $text, "\".\"", $crate::__text!($column $($cname)?), "\""),
                            ::core::concat!("`", $text, "`.`", $crate::__text!($column $($cname)?), "`"),
                        ],
                    )$(.with(const {
                        &[$( $crate::query::declare::$attribute $(($($arg),+))? ),*]
                    }))?, )*
                };
                &DEFS
            };
            const __DEF: &'static $crate::ast::TableDef = {
                static DEF: $crate::ast::TableDef = $crate::query::declare::table(
                    $name,
                    $crate::__schema!($text; $($schema)?),
                    const { &[$( &$table::__DEFS.$column.base ),*] },
                );
                &DEF
            };
            $(
                $(#[$doc])*
                pub const $column: $crate::query::Column<$type> =
                    $crate::query::Column::new(&$table::__DEFS.$column.base, ::core::option::Option::None);
            )*
            /// The table, to take rows from and write to.
            pub const table: $table = $table {
                __alias: ::core::option::Option::None,
                $( $column: $table::$column, )*
            };
            /// All columns.
            pub const all: $crate::__all_types!($($type)*) = $crate::__all!($table $($column)*);
            /// The table under another name.
            pub const fn alias(alias: &'static str) -> $table {
                let alias = ::core::option::Option::Some(alias);
                $table {
                    __alias: alias,
                    $( $column: $crate::query::Column::new(&$table::__DEFS.$column.base, alias), )*
                }
            }
            /// The table with nullable columns, for the nullable side of an outer join.
            pub const fn outer(self) -> $table<$crate::query::Outer> {
                $table {
                    __alias: self.__alias,
                    $( $column: $crate::query::Column::new(&$table::__DEFS.$column.outer, self.__alias), )*
                }
            }
        }

        impl<M: $crate::query::Mode> ::core::clone::Clone for $table<M> {
            fn clone(&self) -> Self {
                *self
            }
        }
        impl<M: $crate::query::Mode> ::core::marker::Copy for $table<M> {}
        impl<M: $crate::query::Mode> $crate::query::Handle for $table<M> {
            type Mode = M;
            fn def(&self) -> &'static $crate::ast::TableDef {
                $table::__DEF
            }
            fn alias_name(&self) -> ::core::option::Option<&'static str> {
                self.__alias
            }
        }
    };
}

/// The SQL name: the one given, or the identifier.
#[doc(hidden)]
#[macro_export]
macro_rules! __name {
    ($name:ident) => {
        $crate::query::declare::plain(::core::stringify!($name))
    };
    ($name:ident $sql:literal) => {
        $sql
    };
}

/// The SQL name as a literal; of a raw identifier with its `r#`.
#[doc(hidden)]
#[macro_export]
macro_rules! __text {
    ($name:ident) => {
        ::core::stringify!($name)
    };
    ($name:ident $sql:literal) => {
        $sql
    };
}

/// The schema, and the table's name with it in both quotings.
#[doc(hidden)]
#[macro_export]
macro_rules! __schema {
    ($text:expr;) => {
        (
            ::core::option::Option::None,
            [::core::concat!("\"", $text, "\""), ::core::concat!("`", $text, "`")],
        )
    };
    ($text:expr; $schema:literal) => {
        (
            ::core::option::Option::Some($schema),
            [
                ::core::concat!("\"", $schema, "\".\"", $text, "\""),
                ::core::concat!("`", $schema, "`.`", $text, "`"),
            ],
        )
    };
}

/// The type of the tuple of all columns, nested after each 16.
#[doc(hidden)]
#[macro_export]
macro_rules! __all_types {
    ($a:tt $b:tt $c:tt $d:tt $e:tt $f:tt $g:tt $h:tt $i:tt $j:tt $k:tt $l:tt $m:tt $n:tt $o:tt $p:tt
     $($rest:tt)+) => {
        ($crate::__all_types!($a $b $c $d $e $f $g $h $i $j $k $l $m $n $o $p),
         $crate::__all_types!($($rest)+))
    };
    ($($type:tt)*) => { ($($crate::query::Column<$type>,)*) };
}

/// The tuple of all columns, nested after each 16.
#[doc(hidden)]
#[macro_export]
macro_rules! __all {
    ($table:ident
     $a:tt $b:tt $c:tt $d:tt $e:tt $f:tt $g:tt $h:tt $i:tt $j:tt $k:tt $l:tt $m:tt $n:tt $o:tt $p:tt
     $($rest:tt)+) => {
        ($crate::__all!($table $a $b $c $d $e $f $g $h $i $j $k $l $m $n $o $p),
         $crate::__all!($table $($rest)+))
    };
    ($table:ident $($column:tt)*) => { ($($table::$column,)*) };
}

/// What `table!` calls: definitions as constants.
#[doc(hidden)]
#[allow(non_upper_case_globals, missing_docs)]
pub mod declare {
    use crate::ast::TableDef;

    use super::*;

    pub const primary_key: Attribute = Attribute::PrimaryKey;
    pub const auto_increment: Attribute = Attribute::AutoIncrement;
    pub const unique: Attribute = Attribute::Unique;
    pub const index: Attribute = Attribute::Index;

    pub const fn default(sql: &'static str) -> Attribute {
        Attribute::Default(sql)
    }

    pub const fn check(sql: &'static str) -> Attribute {
        Attribute::Check(sql)
    }

    pub const fn references(table: &'static str, column: &'static str) -> Attribute {
        Attribute::References { table, column }
    }

    /// An identifier without the `r#` of a raw one.
    pub const fn plain(identifier: &'static str) -> &'static str {
        match identifier.as_bytes() {
            [b'r', b'#', ..] => identifier.split_at(2).1,
            _ => identifier,
        }
    }

    /// A column and its twin behind an outer join.
    pub const fn column<T: SqlType>(
        table: &'static str,
        name: &'static str,
        qualified: [&'static str; 2],
    ) -> Definition
    where
        T::Base: BaseType,
    {
        const fn def<T: SqlType>(
            (table, name): (&'static str, &'static str),
            nullable: bool,
            (qualified, bare): (Option<Quoted>, Option<Quoted>),
        ) -> ColumnDef
        where
            T::Base: BaseType,
        {
            let data_type = <T::Base as BaseType>::DECLARED;
            ColumnDef { table, name, data_type, nullable, attributes: &[], qualified, bare }
        }
        let quoted = quoted(table, name, qualified);
        Definition {
            base: def::<T>((table, name), T::Null::IS_NULL, quoted),
            outer: def::<T>((table, name), true, quoted),
        }
    }

    impl Definition {
        /// The column with attributes.
        pub const fn with(mut self, attributes: &'static [Attribute]) -> Self {
            self.base.attributes = attributes;
            self.outer.attributes = attributes;
            self
        }
    }

    pub const fn table(
        name: &'static str,
        (schema, quoted): (Option<&'static str>, [&'static str; 2]),
        columns: &'static [&'static ColumnDef],
    ) -> TableDef {
        let [double, backtick] = quoted;
        let around = match schema {
            Some(schema) if clean(schema) => schema.len() + 5,
            Some(_) => 0,
            None => 2,
        };
        // A raw identifier leaves its `r#` in the quoted text, which then is too long.
        let exact = clean(name) && double.len() == name.len() + around;
        let quoted = if exact { Some(Quoted { double, backtick }) } else { None };
        TableDef { schema, name, columns, quoted }
    }

    /// `table.column` and `column` in both quotings, unless a name has to be escaped.
    const fn quoted(
        table: &'static str,
        name: &'static str,
        [double, backtick]: [&'static str; 2],
    ) -> (Option<Quoted>, Option<Quoted>) {
        let exact = double.len() == table.len() + name.len() + 5;
        if !(exact && clean(table) && clean(name)) {
            return (None, None);
        }
        let start = table.len() + 3;
        let bare =
            Quoted { double: double.split_at(start).1, backtick: backtick.split_at(start).1 };
        (Some(Quoted { double, backtick }), Some(bare))
    }

    /// Whether a name is the same inside quotes: it holds no quote and no NUL.
    const fn clean(name: &str) -> bool {
        let mut bytes = name.as_bytes();
        while let [first, rest @ ..] = bytes {
            if matches!(first, b'"' | b'`' | 0) {
                return false;
            }
            bytes = rest;
        }
        !name.is_empty()
    }
}
