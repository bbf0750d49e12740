//! Aggregates that collect values: into a text, into a JSON document.

use crate::ast::{self, AggregateFunction, Value};

use super::aggregate::aggregate;
use super::types::{SqlType, TextLike};
use super::{Aggregate, Expression, Nullable, Text};
#[cfg(feature = "json")]
use super::{Assign, Json};

/// `STRING_AGG(text, separator)`: the texts one after the other, with the separator between them;
/// without those that are NULL, and NULL of none. They come in the order of
/// [`order_by`](Aggregate::order_by), without it in any.
///
/// `GROUP_CONCAT` elsewhere than on PostgreSQL; SQLite orders since version 3.44. The texts of
/// [`distinct`](Aggregate::distinct) can be ordered by themselves only. Over a window not on MySQL
/// and MariaDB.
///
/// ```
/// use aludel::prelude::*;
/// table! { members { team: Text, name: Text } }
/// let names = string_agg(members::name, ", ").order_by(members::name);
/// let teams = select((members::team, names)).from(members::table).group_by(members::team);
/// ```
#[doc(alias = "group_concat")]
pub fn string_agg<E, T>(text: E, separator: impl Into<String>) -> Aggregate<Nullable<Text>>
where
    E: Expression<Sql = T>,
    T: SqlType<Base: TextLike>,
{
    let separator = ast::Expr::Literal(Value::Text(separator.into()));
    aggregate(AggregateFunction::StringAgg, [text.into_ast(), separator].into())
}

/// The values as a JSON array, NULLs among them; NULL of no rows, on every server. They come in
/// the order of [`order_by`](Aggregate::order_by), without it in any.
///
/// Numbers, truth values, texts, dates, UUIDs and documents have the same JSON on every server, but
/// for this: whether a number without a fraction is written `1` or `1.0`. Other types do not
/// compile. `JSONB_AGG` on PostgreSQL, `JSON_GROUP_ARRAY` on SQLite, `JSON_ARRAYAGG` on MySQL, or,
/// ordered, distinct or filtered and on MariaDB, a text of `GROUP_CONCAT`. Over a window not on those
/// two.
///
/// ```
/// use aludel::prelude::*;
/// table! { items { order_id: BigInt, id: BigInt, name: Text } }
/// let names = json_agg(items::name).order_by(items::id);
/// let orders = select((items::order_id, names)).from(items::table).group_by(items::order_id);
/// ```
#[cfg(feature = "json")]
#[doc(alias = "json_arrayagg")]
pub fn json_agg<E: Expression<Sql = T>, T: SqlType>(value: E) -> Aggregate<Nullable<Json>> {
    aggregate(AggregateFunction::JsonAgg(T::DATA_TYPE), [value.into_ast()].into())
}

/// Keys and values as a JSON object; NULL of no rows. Of equal keys the last counts. See
/// [`json_agg`].
///
/// ```
/// use aludel::prelude::*;
/// table! { settings { user_id: BigInt, name: Text, value: Nullable<Text> } }
/// let all = json_object_agg(settings::name, settings::value);
/// let by_user = select((settings::user_id, all)).from(settings::table).group_by(settings::user_id);
/// ```
#[cfg(feature = "json")]
#[doc(alias = "json_objectagg")]
pub fn json_object_agg<K, E, T>(key: K, value: E) -> Aggregate<Nullable<Json>>
where
    K: Assign<Text>,
    E: Expression<Sql = T>,
    T: SqlType,
{
    let function = AggregateFunction::JsonObjectAgg(T::DATA_TYPE);
    aggregate(function, [key.into_assigned(), value.into_ast()].into())
}
