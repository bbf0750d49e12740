//! What a statement says to readers and optimizers. It changes no rows.

use std::borrow::Cow;

use super::Name;

/// A comment, and hints to optimizers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotations {
    /// `/* … */` at the statement's end.
    pub comment: Option<Cow<'static, str>>,
    /// `/*+ … */` after the verb, each for one dialect.
    pub hints: Vec<Hint>,
    /// `USE INDEX` and its siblings, of a SELECT (MySQL, MariaDB).
    pub index_hints: Vec<IndexHint>,
}

/// A hint to the optimizer of one dialect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The name of the dialect, as [`Dialect::name`](crate::dialect::Dialect::name) tells it; to the
    /// others the hint is nothing.
    pub dialect: Cow<'static, str>,
    /// The hint.
    pub text: Cow<'static, str>,
}

/// Which indexes of a table the optimizer is to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexHint {
    /// The table or alias of FROM.
    pub table: Name,
    /// What to do with the indexes.
    pub kind: IndexHintKind,
    /// The indexes.
    pub indexes: Vec<Name>,
}

/// What an optimizer is to do with indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IndexHintKind {
    /// `USE INDEX`: no others.
    Use,
    /// `FORCE INDEX`: no others, and no scan of the table where one can be used.
    Force,
    /// `IGNORE INDEX`: all but these.
    Ignore,
}
