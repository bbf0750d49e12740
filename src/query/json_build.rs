//! JSON documents made of expressions.

use crate::ast::{self, Call, DataType, ExprList, Function, Value};

use super::types::SqlType;
use super::{Any, Operand};
#[cfg(feature = "json")]
use super::{Expr, function::call};

/// What has one form in JSON on every server: text, integers, floating-point numbers, truth values and
/// JSON itself. A date becomes text by [`format_date`](super::format_date), a decimal by a cast.
#[diagnostic::on_unimplemented(
    message = "SQL `{Self}` has no one form in JSON",
    label = "not text, a number, a truth value or JSON",
    note = "make it text: a date by `format_date(…)`, others by `.cast::<Text>()`"
)]
pub trait JsonElement: SqlType {}

/// A value as an element; NULL is JSON's null.
pub(super) fn element<S: SqlType>(value: ast::Expr) -> ast::Expr {
    let function = match (S::DATA_TYPE, &value) {
        (Some(data_type), _) => of_type(data_type),
        (None, ast::Expr::Bind(bind)) => match &bind.value {
            Value::Text(_) | Value::Null => Function::JsonOfText,
            Value::Int(_) | Value::Double(_) => Function::JsonOfNumber,
            Value::Bool(_) => Function::JsonOfBoolean,
            value if value.is_json() => Function::JsonOfJson,
            _ => Function::JsonOfOther,
        },
        _ => Function::JsonOfOther,
    };
    let args = [value].into();
    ast::Expr::Call(Box::new(Call { function, args }))
}

fn of_type(data_type: &DataType) -> Function {
    match data_type {
        DataType::Text | DataType::VarChar(_) | DataType::Char(_) => Function::JsonOfText,
        DataType::SmallInt
        | DataType::Integer
        | DataType::BigInt
        | DataType::Real
        | DataType::Double => Function::JsonOfNumber,
        DataType::Boolean => Function::JsonOfBoolean,
        DataType::Json => Function::JsonOfJson,
        _ => Function::JsonOfOther,
    }
}

/// The elements of a JSON array: a tuple, or a `Vec` of values of one type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of JSON elements",
    label = "expected a tuple such as `(users::id, \"a\", true)`"
)]
pub trait JsonItems {
    /// The elements as nodes.
    fn into_elements(self) -> ExprList;
}

impl<V: Operand<Any, Sql = S>, S: SqlType<Base: JsonElement>> JsonItems for Vec<V> {
    fn into_elements(self) -> ExprList {
        self.into_iter().map(|value| element::<S>(value.into_operand())).collect()
    }
}

impl JsonItems for () {
    fn into_elements(self) -> ExprList {
        ExprList::new()
    }
}

/// The members of a JSON object, each a key and a value: a tuple, or a `Vec` with values of one type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of JSON members",
    label = "expected a tuple such as `((\"id\", users::id), (\"name\", users::name))`"
)]
pub trait JsonMembers {
    /// The members as nodes.
    fn into_members(self) -> Vec<(String, ast::Expr)>;
}

impl<K, V, S> JsonMembers for Vec<(K, V)>
where
    K: Into<String>,
    V: Operand<Any, Sql = S>,
    S: SqlType<Base: JsonElement>,
{
    fn into_members(self) -> Vec<(String, ast::Expr)> {
        let member = |(key, value): (K, V)| (key.into(), element::<S>(value.into_operand()));
        self.into_iter().map(member).collect()
    }
}

impl JsonMembers for () {
    fn into_members(self) -> Vec<(String, ast::Expr)> {
        Vec::new()
    }
}

macro_rules! elements {
    ($( ($($V:ident $v:ident $S:ident $K:ident)+) )+) => { $(
        impl<$($V: Operand<Any, Sql = $S>, $S: SqlType<Base: JsonElement>),+> JsonItems for ($($V,)+) {
            fn into_elements(self) -> ExprList {
                let ($($v,)+) = self;
                ExprList::from([$(element::<$S>($v.into_operand())),+])
            }
        }
        impl<$($K: Into<String>, $V: Operand<Any, Sql = $S>, $S: SqlType<Base: JsonElement>),+> JsonMembers
            for ($(($K, $V),)+)
        {
            fn into_members(self) -> Vec<(String, ast::Expr)> {
                let ($($v,)+) = self;
                vec![$(($v.0.into(), element::<$S>($v.1.into_operand()))),+]
            }
        }
    )+ };
}
elements! {
    (A a SA KA)
    (A a SA KA B b SB KB)
    (A a SA KA B b SB KB C c SC KC)
    (A a SA KA B b SB KB C c SC KC D d SD KD)
    (A a SA KA B b SB KB C c SC KC D d SD KD E e SE KE)
    (A a SA KA B b SB KB C c SC KC D d SD KD E e SE KE F f SF KF)
    (A a SA KA B b SB KB C c SC KC D d SD KD E e SE KE F f SF KF G g SG KG)
    (A a SA KA B b SB KB C c SC KC D d SD KD E e SE KE F f SF KF G g SG KG H h SH KH)
}

/// A JSON array of expressions and values. NULL is JSON's null.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text, admin: Boolean } }
/// let q = select(json_array((users::id, users::name, users::admin, "x"))).from(users::table);
/// ```
#[cfg(feature = "json")]
pub fn json_array<A: JsonItems>(elements: A) -> Expr<super::Json> {
    call(Function::JsonArray, elements.into_elements())
}

/// A JSON object of keys and values. NULL is JSON's null; of equal keys the last one counts. The
/// server may put the keys in another order.
///
/// ```
/// use aludel::prelude::*;
/// table! { users { id: BigInt, name: Text } }
/// let card = json_object((("id", users::id), ("name", users::name), ("tags", json_array(()))));
/// let q = select(card).from(users::table);
/// ```
#[cfg(feature = "json")]
pub fn json_object<M: JsonMembers>(members: M) -> Expr<super::Json> {
    let mut last: Vec<(String, ast::Expr)> = Vec::new();
    for (key, value) in members.into_members() {
        last.retain(|(known, _)| *known != key);
        last.push((key, value));
    }
    let pairs =
        last.into_iter().flat_map(|(key, value)| [ast::Expr::Literal(Value::Text(key)), value]);
    call(Function::JsonObject, pairs.collect::<ExprList>())
}
