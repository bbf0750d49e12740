//! Changes of JSON documents.

use super::{JsonStep, Operand};

/// A JSON document with one part of it changed.
///
/// The part's parent has to be there already, an object for a key and an array for an index: the
/// document stays as it is otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonChange {
    /// The document.
    pub document: Operand,
    /// The way to the part.
    pub path: Vec<JsonStep>,
    /// What becomes of it.
    pub action: JsonAction,
}

/// What becomes of a part of a JSON document. A value is an element as the functions `json_of_…` of
/// [`Function`](super::Function) make it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum JsonAction {
    /// It has the value: a member that an object does not have is added, an element that an array
    /// does not have is not.
    Set(Operand),
    /// A member that the object does not have is added with the value.
    Insert(Operand),
    /// It has the value, if it is there.
    Replace(Operand),
    /// The value follows its elements, if it is an array.
    Append(Operand),
    /// It is taken away.
    Remove,
}

impl JsonAction {
    /// The value that comes into the document.
    pub fn value(&self) -> Option<&Operand> {
        match self {
            JsonAction::Set(value)
            | JsonAction::Insert(value)
            | JsonAction::Replace(value)
            | JsonAction::Append(value) => Some(value),
            JsonAction::Remove => None,
        }
    }
}
