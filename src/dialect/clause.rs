//! The places of a statement, as error messages name them.

use std::fmt;

/// A place in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs)] // each is the clause of its name
pub enum Clause {
    With,
    SelectList,
    From,
    On,
    Where,
    GroupBy,
    Having,
    Window,
    Qualify,
    OrderBy,
    Limit,
    SetOperation,
    Values,
    InsertColumns,
    OnConflict,
    Set,
    Returning,
    Merge,
    Case,
    In,
    Row,
    CreateTable,
    CreateIndex,
}

impl Clause {
    /// The words for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Clause::With => "WITH",
            Clause::SelectList => "the SELECT list",
            Clause::From => "FROM",
            Clause::On => "the ON condition",
            Clause::Where => "WHERE",
            Clause::GroupBy => "GROUP BY",
            Clause::Having => "HAVING",
            Clause::Window => "a window",
            Clause::Qualify => "QUALIFY",
            Clause::OrderBy => "ORDER BY",
            Clause::Limit => "LIMIT",
            Clause::SetOperation => "the set operation",
            Clause::Values => "VALUES",
            Clause::InsertColumns => "the INSERT columns",
            Clause::OnConflict => "ON CONFLICT",
            Clause::Set => "SET",
            Clause::Returning => "RETURNING",
            Clause::Merge => "MERGE",
            Clause::Case => "CASE",
            Clause::In => "IN",
            Clause::Row => "the row",
            Clause::CreateTable => "CREATE TABLE",
            Clause::CreateIndex => "CREATE INDEX",
        }
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
