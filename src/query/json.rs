//! JSON documents: their parts, and changes of them.

use crate::ast::{self, Function, JsonAction, JsonChange, JsonGet, JsonStep};

use super::function::call;
use super::json_build::{JsonElement, element};
use super::types::{JsonLike, SqlType};
use super::{Any, BigInt, Boolean, Double, Expr, Expression, Nullable, Operand, Text};

fn get<T>(document: ast::Expr, path: Vec<JsonStep>, as_text: bool) -> Expr<T> {
    let document = document.into();
    Expr::from_ast(ast::Expr::JsonGet(Box::new(JsonGet { document, path, as_text })))
}

/// The way into a JSON document: keys and indexes.
///
/// ```
/// use aludel::prelude::*;
/// let name = json_text(table("orders").column::<Any>("data"), ("items", 0, "name"));
/// ```
pub trait JsonPath {
    /// The steps.
    fn into_steps(self) -> Vec<JsonStep>;
}

/// A key, or an index from 0.
pub trait IntoStep {
    /// The step.
    fn into_step(self) -> JsonStep;
}

impl IntoStep for JsonStep {
    fn into_step(self) -> JsonStep {
        self
    }
}

impl IntoStep for &str {
    fn into_step(self) -> JsonStep {
        JsonStep::Key(self.to_owned())
    }
}

impl IntoStep for String {
    fn into_step(self) -> JsonStep {
        JsonStep::Key(self)
    }
}

// `i32`, because that is what an index written as a number is; a negative one finds nothing.
impl IntoStep for i32 {
    fn into_step(self) -> JsonStep {
        JsonStep::Index(u32::try_from(self).unwrap_or(u32::MAX))
    }
}

impl IntoStep for u32 {
    fn into_step(self) -> JsonStep {
        JsonStep::Index(self)
    }
}

/// The whole document.
impl JsonPath for () {
    fn into_steps(self) -> Vec<JsonStep> {
        Vec::new()
    }
}

impl<S: IntoStep> JsonPath for S {
    fn into_steps(self) -> Vec<JsonStep> {
        vec![self.into_step()]
    }
}

impl<S: IntoStep> JsonPath for Vec<S> {
    fn into_steps(self) -> Vec<JsonStep> {
        self.into_iter().map(S::into_step).collect()
    }
}

macro_rules! tuples {
    ($( ($($T:ident $v:ident)+) )+) => { $(
        impl<$($T: IntoStep),+> JsonPath for ($($T,)+) {
            fn into_steps(self) -> Vec<JsonStep> {
                let ($($v,)+) = self;
                vec![$($v.into_step()),+]
            }
        }
    )+ };
}
tuples! { (A a) (A a B b) (A a B b C c) (A a B b C c D d) (A a B b C c D d E e) }

/// A part of a document; the document itself if the path has no step.
pub(super) fn part(document: ast::Expr, path: impl JsonPath, as_text: bool) -> ast::Expr {
    let path = path.into_steps();
    if path.is_empty() && !as_text {
        return document;
    }
    get::<()>(document, path, as_text).into_ast()
}

/// A part of a document as a value of that type; none is NULL.
pub(super) fn part_as(
    document: ast::Expr,
    path: impl JsonPath,
    data_type: ast::DataType,
) -> ast::Expr {
    use ast::DataType::{Boolean, Char, Json, Text, VarChar};
    if data_type == Json {
        return part(document, path, false);
    }
    let cast = |operand: ast::Expr, data_type| {
        ast::Expr::Cast(Box::new(ast::Cast { operand: operand.into(), data_type }))
    };
    match data_type {
        // As text that part is 1 on SQLite.
        Boolean => {
            let yes = ast::Expr::Literal(ast::Value::Text("true".to_owned()));
            ast::Expr::binary(cast(part(document, path, false), Text), ast::BinaryOp::Eq, yes)
        }
        Text | VarChar(None) | Char(None) => part(document, path, true),
        data_type => cast(part(document, path, true), data_type),
    }
}

/// A part of a JSON document, as SQL text: `document ->> path`. NULL if there is none, or if it
/// is JSON's null.
///
/// A string is its text, without quotes; `true` and `false` are these words. An array, an object and
/// a number are their JSON, whose spaces, order of keys and digits are the server's: read these as
/// JSON or by [`json_integer`] and [`json_number`].
///
/// On MySQL and MariaDB it compares by code point, also with a column of another collation.
///
/// ```
/// use aludel::prelude::*;
/// table! { orders { id: BigInt, data: Json } }
/// let q = select(json_text(orders::data, ("items", 2, "name"))).from(orders::table);
/// aludel::assert_sql!(q, {
///     postgres: r#"SELECT ("orders"."data" -> 'items' -> 2 ->> 'name') FROM "orders""#,
///     mysql: r#"SELECT (JSON_UNQUOTE(NULLIF(JSON_EXTRACT(`orders`.`data`, '$."items"[2]."name"'), CAST('null' AS JSON))) COLLATE utf8mb4_0900_bin) FROM `orders`"#,
/// });
/// ```
pub fn json_text<E: Expression, P: JsonPath>(document: E, path: P) -> Expr<Nullable<Text>>
where
    <E::Sql as SqlType>::Base: JsonLike,
{
    get(document.into_ast(), path.into_steps(), true)
}

/// A part of a JSON document, as JSON: `document -> path`. NULL if there is none; JSON's null is a
/// document of its own.
///
/// A key is that of an object only, an index that of an array only. The keys of an object come in the
/// server's order: PostgreSQL and MySQL sort them and keep the last of equal ones, SQLite and MariaDB
/// leave them as they are.
#[cfg(feature = "json")]
pub fn json_get<E: Expression, P: JsonPath>(document: E, path: P) -> Expr<Nullable<super::Json>>
where
    <E::Sql as SqlType>::Base: JsonLike,
{
    get(document.into_ast(), path.into_steps(), false)
}

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident = $function:ident -> $sql:ty;)*) => { $(
        $(#[$doc])*
        pub fn $name<E: Expression, P: JsonPath>(document: E, path: P) -> Expr<Nullable<$sql>>
        where
            <E::Sql as SqlType>::Base: JsonLike,
        {
            let part: Expr<Nullable<Text>> = get(document.into_ast(), path.into_steps(), false);
            call(Function::$function, [part.into_ast()])
        }
    )* };
}
parts! {
    /// The integer at a path of a JSON document. NULL if there is none: no string is one, no number
    /// with a fraction, and none beyond 64 bits.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { orders { id: BigInt, data: Json } }
    /// let q = select(orders::id).from(orders::table).filter(json_integer(orders::data, "count").gt(3));
    /// ```
    json_integer = JsonInteger -> BigInt;
    /// The number at a path of a JSON document, in floating point. NULL if there is none.
    json_number = JsonNumber -> Double;
    /// The truth value at a path of a JSON document. NULL if there is none.
    json_boolean = JsonBoolean -> Boolean;
    /// What the part at a path of a JSON document is: `object`, `array`, `string`, `number`, `boolean`
    /// or `null`. NULL if there is none.
    json_type = JsonType -> Text;
    /// The number of elements of the array at a path of a JSON document. NULL if there is none.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { orders { id: BigInt, data: Json } }
    /// let q = select(json_array_length(orders::data, "items")).from(orders::table);
    /// let all = select(json_array_length(orders::data, ())).from(orders::table);
    /// ```
    json_array_length = JsonArrayLength -> BigInt;
}

/// The keys of the object at a path of a JSON document, as a JSON array in the server's order: as they
/// are stored on SQLite and MariaDB, sorted on PostgreSQL and MySQL, each in its way. NULL if there is
/// none.
#[cfg(feature = "json")]
pub fn json_keys<E: Expression, P: JsonPath>(document: E, path: P) -> Expr<Nullable<super::Json>>
where
    <E::Sql as SqlType>::Base: JsonLike,
{
    call(Function::JsonKeys, [json_get(document, path).into_ast()])
}

/// Whether a JSON document has a part at that path; that may be JSON's null. False of NULL.
pub fn json_has<E: Expression, P: JsonPath>(document: E, path: P) -> Expr<Boolean>
where
    <E::Sql as SqlType>::Base: JsonLike,
{
    let part: Expr<Nullable<Text>> = get(document.into_ast(), path.into_steps(), false);
    Expr::from_ast(ast::Expr::IsNull { operand: part.into_ast().into(), negated: true })
}

/// Whether a JSON document contains another: `document @> part` on PostgreSQL, `JSON_CONTAINS` on MySQL
/// and MariaDB; refused on SQLite.
///
/// An object contains one with some of its members, an array one with some of its elements, or an
/// element that is no array or object. The rest is the server's: MySQL and MariaDB look into arrays of
/// arrays and objects too, so that `[{"a": 1}]` contains `{"a": 1}` there.
#[cfg(feature = "json")]
pub fn json_contains<E: Expression, V: Operand<super::Json>>(
    document: E,
    part: V,
) -> super::Condition
where
    <E::Sql as SqlType>::Base: JsonLike,
{
    call(Function::JsonContains, [document.into_ast(), part.into_operand()])
}

/// Whether the array at a path of a JSON document has that text, number or truth value among its
/// elements; NULL stands for JSON's null. False of what is no array, and of nothing.
///
/// `@>` on PostgreSQL, `JSON_OVERLAPS` on MySQL and MariaDB, `JSON_EACH` on SQLite.
///
/// ```
/// use aludel::prelude::*;
/// table! { posts { id: BigInt, data: Json } }
/// let q = select(posts::id).from(posts::table).filter(json_array_has(posts::data, "tags", "rust"));
/// ```
pub fn json_array_has<E, P, V, S>(document: E, path: P, value: V) -> Expr<Boolean>
where
    E: Expression<Sql: SqlType<Base: JsonLike>>,
    P: JsonPath,
    V: Operand<Any, Sql = S>,
    S: SqlType<Base: JsonElement>,
{
    let part: Expr<Nullable<Text>> = get(document.into_ast(), path.into_steps(), false);
    let mut element = element::<S>(value.into_operand());
    if let ast::Expr::Call(call) = &mut element
        && call.function == Function::JsonOfJson
    {
        call.function = Function::JsonOfOther;
    }
    call(Function::JsonArrayHas, [part.into_ast(), element])
}

// ---- changes

macro_rules! changes {
    ($($(#[$doc:meta])* $name:ident = $action:ident;)*) => { $(
        $(#[$doc])*
        pub fn $name<E, P, V, S>(document: E, path: P, value: V) -> Expr<E::Sql>
        where
            E: Expression<Sql: SqlType<Base: JsonLike>>,
            P: JsonPath,
            V: Operand<Any, Sql = S>,
            S: SqlType<Base: JsonElement>,
        {
            let value = element::<S>(value.into_operand());
            change(document.into_ast(), path.into_steps(), JsonAction::$action(value.into()))
        }
    )* };
}
changes! {
    /// The document with that value at the path: `JSONB_SET` on PostgreSQL, `JSON_SET` on the others, each
    /// guarded where servers differ. An object's member that is not there is added; an
    /// element that an array does not have is not (see [`json_append`]). Where the path's last step has
    /// no object or array to be in, the document stays as it is.
    ///
    /// NULL as a value is JSON's null. A path without a step, and one of PostgreSQL's `json` type, is
    /// refused.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { orders { id: BigInt, data: Json } }
    /// let paid = update(orders::table)
    ///     .set(orders::data, json_set(orders::data, "paid", true))
    ///     .filter(orders::id.eq(1));
    /// ```
    json_set = Set;
    /// The document with that member, if the object does not have one of the key. A path whose last step
    /// is an index is refused.
    json_insert = Insert;
    /// The document with that value at the path, if there is one.
    json_replace = Replace;
    /// The document with that value behind the last element of the array at the path; as it is if there is
    /// no array.
    ///
    /// ```
    /// use aludel::prelude::*;
    /// table! { orders { id: BigInt, data: Json } }
    /// let more = update(orders::table)
    ///     .set(orders::data, json_append(orders::data, "items", json_object((("name", "pen"),))))
    ///     .filter(orders::id.eq(1));
    /// ```
    json_append = Append;
}

/// The document without the part at the path; as it is if there is none.
pub fn json_remove<E, P>(document: E, path: P) -> Expr<E::Sql>
where
    E: Expression<Sql: SqlType<Base: JsonLike>>,
    P: JsonPath,
{
    change(document.into_ast(), path.into_steps(), JsonAction::Remove)
}

fn change<T>(document: ast::Expr, path: Vec<JsonStep>, action: JsonAction) -> Expr<T> {
    let document = document.into();
    Expr::from_ast(ast::Expr::JsonChange(Box::new(JsonChange { document, path, action })))
}

/// The document merged with a patch, by RFC 7396: members of the patch take the place of the document's,
/// object by object, and those that are null are taken away. Refused on PostgreSQL, which has no such
/// function.
#[cfg(feature = "json")]
pub fn json_merge_patch<E, V>(document: E, patch: V) -> Expr<E::Sql>
where
    E: Expression<Sql: SqlType<Base: JsonLike>>,
    V: super::Assign<super::Json>,
{
    call(Function::JsonMergePatch, [document.into_ast(), patch.into_assigned()])
}
