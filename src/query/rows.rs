//! Rows made of values: numbers, the parts of JSON documents, the elements of arrays.

use std::marker::PhantomData;

use crate::ast::{self, Expr as Node, FromItem, Name, RowsOf};

use super::relation::{Base, Mode, Outer, OuterRelation, Relation};
use super::types::{BaseType, JsonLike, SqlType};
use super::{Array, Assign, BigInt, Expr, Expression, JsonPath, Nullable, Text, json};

/// Makes a table of rows: its type, and what all of them have.
macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident $(<$T:ident>)?;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name<$($T,)? M = Base> {
            node: Box<ast::Rows>,
            mode: PhantomData<fn() -> (M, $($T)?)>,
        }

        impl<$($T)?> $name<$($T)?> {
            fn new(of: RowsOf, alias: impl Into<Name>) -> Self {
                let node = Box::new(ast::Rows { of, alias: alias.into() });
                $name { node, mode: PhantomData }
            }

            /// With nullable columns, for the nullable side of an outer join.
            pub fn outer(self) -> $name<$($T,)? Outer> {
                $name { node: self.node, mode: PhantomData }
            }
        }

        impl<$($T,)? M: Mode> $name<$($T,)? M> {
            fn of<S: SqlType>(&self, name: &'static str) -> Expr<M::Sql<S>> {
                Expr::from_ast(self.node.column(name))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($T,)? M: Mode> Relation for $name<$($T,)? M> {
            fn into_from(self) -> FromItem {
                FromItem::Rows(self.node)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($T)?> OuterRelation for $name<$($T,)? Outer> {}
    )* };
}

rows! {
    /// Whole numbers as rows. Made by [`generate_series`].
    Series;
    /// The elements of JSON arrays as rows. Made by [`json_elements`] and [`json_table`].
    JsonElements;
    /// The members of JSON objects as rows. Made by [`json_entries`].
    JsonEntries;
    /// The elements of arrays as rows. Made by [`unnest`].
    Unnested<T>;
}

/// The whole numbers from `start` to `stop`, both inside, as rows; none if `stop` is less, or if
/// one is NULL.
///
/// The bounds may be columns of a table before it in FROM. PostgreSQL has the function; the others
/// number the elements of a JSON array, of ten million at most.
///
/// ```
/// use aludel::prelude::*;
/// let n = generate_series(1, 10, "n").step(3);
/// let q = select(n.value()).from(n);
/// assert_eq!(
///     q.to_sql_inline(&Postgres::new())?,
///     r#"SELECT "n"."value" FROM generate_series(CAST(1 AS BIGINT), CAST(10 AS BIGINT), 3) AS "n" ("value")"#,
/// );
/// # Ok::<(), CompileError>(())
/// ```
pub fn generate_series<A, B>(start: A, stop: B, alias: impl Into<Name>) -> Series
where
    A: Assign<Nullable<BigInt>>,
    B: Assign<Nullable<BigInt>>,
{
    let (start, stop) = (start.into_assigned().into(), stop.into_assigned().into());
    Series::new(RowsOf::Series { start, stop, step: 1 }, alias)
}

impl<M: Mode> Series<M> {
    /// From each number to the next: below 0 it goes down. A statement with a step of 0 does not
    /// compile.
    #[must_use]
    pub fn step(mut self, by: i64) -> Self {
        if let RowsOf::Series { step, .. } = &mut self.node.of {
            *step = by;
        }
        self
    }

    /// The number.
    pub fn value(&self) -> Expr<M::Sql<BigInt>> {
        self.of("value")
    }
}

/// The elements of a JSON array as rows; none of what is no array.
///
/// The document may be a column of a table before it in FROM. SQLite writes it as `json_each`,
/// PostgreSQL as `jsonb_path_query`, MySQL and MariaDB as JSON_TABLE.
///
/// ```
/// use aludel::prelude::*;
/// let posts = table("posts");
/// let tag = json_elements(posts.column::<Any>("tags"), "tag");
/// let q = select((posts.column::<BigInt>("id"), tag.ordinality(), tag.column::<Text>(())))
///     .from(posts)
///     .cross_join(tag);
/// ```
pub fn json_elements<E: Expression>(document: E, alias: impl Into<Name>) -> JsonElements
where
    <E::Sql as SqlType>::Base: JsonLike,
{
    JsonElements::new(RowsOf::JsonElements(document.into_ast().into()), alias)
}

/// The elements of the JSON array at that path of a document as rows, with columns that
/// [`column`](JsonElements::column) takes out of each: JSON_TABLE.
///
/// ```
/// use aludel::prelude::*;
/// // {"items": [{"sku": "a-1", "price": {"net": 12.5}}, …]}
/// let orders = table("orders");
/// let item = json_table(orders.column::<Any>("document"), "items", "item");
/// let q = select((
///     orders.column::<BigInt>("id"),
///     item.column::<Text>("sku"),
///     item.column::<Double>(("price", "net")),
/// ));
/// let q = q.from(orders).cross_join(item);
/// ```
pub fn json_table<E, P>(document: E, path: P, alias: impl Into<Name>) -> JsonElements
where
    E: Expression<Sql: SqlType<Base: JsonLike>>,
    P: JsonPath,
{
    let document = json::part(document.into_ast(), path, false);
    JsonElements::new(RowsOf::JsonElements(document.into()), alias)
}

impl<M: Mode> JsonElements<M> {
    /// Which element it is, from 1.
    pub fn ordinality(&self) -> Expr<M::Sql<BigInt>> {
        self.of("ordinality")
    }

    /// The element.
    #[cfg(feature = "json")]
    pub fn value(&self) -> Expr<M::Sql<super::Json>> {
        self.of("value")
    }

    /// A part of the element, or with the path `()` all of it, as a value of the type `T`: the text
    /// of [`json_text`](super::json_text), cast. NULL if there is no such part. A `Boolean` is what JSON
    /// calls `true`; a `Json` is the part as it is.
    pub fn column<T: SqlType<Base: BaseType>>(&self, path: impl JsonPath) -> Expr<T::AsNullable> {
        Expr::from_ast(json::part_as(self.node.column("value"), path, T::Base::DECLARED))
    }
}

/// The members of a JSON object as rows; none of what is no object. Their order is the server's.
///
/// The document may be a column of a table before it in FROM. SQLite writes it as `json_each`,
/// PostgreSQL as `jsonb_each`, MySQL and MariaDB as JSON_TABLE of the keys.
///
/// ```
/// use aludel::prelude::*;
/// let users = table("users");
/// let setting = json_entries(users.column::<Any>("settings"), "setting");
/// let q = select((users.column::<BigInt>("id"), setting.key(), setting.column::<Text>(())))
///     .from(users)
///     .cross_join(setting);
/// ```
pub fn json_entries<E: Expression>(document: E, alias: impl Into<Name>) -> JsonEntries
where
    <E::Sql as SqlType>::Base: JsonLike,
{
    JsonEntries::new(RowsOf::JsonEntries(document.into_ast().into()), alias)
}

impl<M: Mode> JsonEntries<M> {
    /// The member's key. On MySQL and MariaDB it compares by code point.
    pub fn key(&self) -> Expr<M::Sql<Text>> {
        self.of("key")
    }

    /// The member's value.
    #[cfg(feature = "json")]
    pub fn value(&self) -> Expr<M::Sql<super::Json>> {
        self.of("value")
    }

    /// A part of the value, as [`JsonElements::column`] takes it of an element.
    pub fn column<T: SqlType<Base: BaseType>>(&self, path: impl JsonPath) -> Expr<T::AsNullable> {
        Expr::from_ast(json::part_as(self.node.column("value"), path, T::Base::DECLARED))
    }
}

/// `unnest(array)` (PostgreSQL): the elements of an array as rows. The array may be a column of a
/// table before it in FROM. The others have no arrays: [`json_elements`] is portable.
///
/// ```
/// use aludel::prelude::*;
/// table! { posts { id: BigInt, tags: Array<Text> } }
/// let tag = unnest(posts::tags, "tag");
/// let q = select((posts::id, tag.value())).from(posts::table).cross_join(tag);
/// assert!(q.compile(&Postgres::new())?.text().contains("CROSS JOIN unnest("));
/// # Ok::<(), CompileError>(())
/// ```
pub fn unnest<E, T>(array: E, alias: impl Into<Name>) -> Unnested<T>
where
    E: Expression<Sql: SqlType<Base = Array<T>>>,
{
    Unnested::new(RowsOf::ArrayElements(array.into_ast().into()), alias)
}

impl<T: SqlType, M: Mode> Unnested<T, M> {
    /// The element.
    pub fn value(&self) -> Expr<M::Sql<T>> {
        self.of("value")
    }

    /// Which element it is, from 1.
    pub fn ordinality(&self) -> Expr<M::Sql<BigInt>> {
        self.of("ordinality")
    }
}

/// Some of a table's rows. Made by [`sample`].
#[derive(Clone, Debug, PartialEq)]
pub struct Sample(Box<ast::Sample>);

/// `table TABLESAMPLE BERNOULLI (percent)` (PostgreSQL): some rows of a table, about so many of a
/// hundred, chosen anew each time.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt } }
/// let q = select(users::id).from(sample(users::table, 5.0).repeatable(42));
/// assert!(
///     q.compile(&Postgres::new())?.text().ends_with(r#""users" TABLESAMPLE BERNOULLI ($1) REPEATABLE ($2)"#)
/// );
/// # Ok::<(), CompileError>(())
/// ```
pub fn sample<T: super::Target>(table: T, percent: f64) -> Sample {
    let percent =
        Node::Bind(ast::Bind { value: percent.into(), data_type: Some(&ast::DataType::Double) });
    Sample(Box::new(ast::Sample {
        table: table.into_table(),
        method: ast::SampleMethod::Bernoulli,
        percent: percent.into(),
        seed: None,
    }))
}

impl Sample {
    /// `TABLESAMPLE SYSTEM`: whole blocks of the disk, which is faster and less even.
    #[must_use]
    pub fn by_blocks(mut self) -> Self {
        self.0.method = ast::SampleMethod::System;
        self
    }

    /// `REPEATABLE (seed)`: the same rows again, as long as the table does not change.
    #[must_use]
    pub fn repeatable(mut self, seed: i64) -> Self {
        let (value, data_type) = (seed.into(), Some(&ast::DataType::BigInt));
        self.0.seed = Some(Node::Bind(ast::Bind { value, data_type }).into());
        self
    }
}

#[diagnostic::do_not_recommend]
impl Relation for Sample {
    fn into_from(self) -> FromItem {
        FromItem::Sample(self.0)
    }
}
