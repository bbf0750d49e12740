//! Parts of JSON documents.

use crate::ast::{self, JsonGet, JsonStep};

use super::types::{JsonLike, SqlType};
use super::{Expr, Expression, Nullable, Text};

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

impl JsonPath for () {
    fn into_steps(self) -> Vec<JsonStep> {
        Vec::new()
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
pub fn json_text<E: Expression, P: JsonPath>(document: E, path: P) -> Expr<Nullable<Text>>
where
    <E::Sql as SqlType>::Base: JsonLike,
{
    get(document.into_ast(), path.into_steps(), true)
}

/// A part of a JSON document, as JSON: `document -> path`. NULL if there is none.
#[cfg(feature = "json")]
pub fn json_get<E: Expression, P: JsonPath>(document: E, path: P) -> Expr<Nullable<super::Json>>
where
    <E::Sql as SqlType>::Base: JsonLike,
{
    get(document.into_ast(), path.into_steps(), false)
}
