//! What comes of rendering: text and parameters.

use std::borrow::Cow;
use std::fmt;

use super::pretty;
use crate::ast::{DataType, Value};

/// A statement in a dialect's words: SQL text, and the values for its placeholders in their order.
///
/// Values are borrowed from the statement they come from; [`Compiled::into_owned`] lets go of it.
/// `{}` writes the text, `{:#}` breaks its clauses onto lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled<'q> {
    text: Cow<'q, str>,
    params: Params<'q>,
    cached: bool,
}

/// Parameters; one alone is kept in place, so that a statement that finds a row by its key is bound anew
/// without an allocation.
#[derive(Clone, Debug)]
pub(super) enum Params<'q> {
    One([Param<'q>; 1]),
    Many(Vec<Param<'q>>),
}

impl<'q> Params<'q> {
    #[inline]
    fn as_slice(&self) -> &[Param<'q>] {
        match self {
            Params::One(params) => params,
            Params::Many(params) => params,
        }
    }

    #[inline]
    fn into_vec(self) -> Vec<Param<'q>> {
        match self {
            Params::One(params) => params.into(),
            Params::Many(params) => params,
        }
    }
}

impl PartialEq for Params<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

/// A value for a placeholder, with the SQL type that it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Param<'q> {
    value: Cow<'q, Value>,
    data_type: Option<&'static DataType>,
}

impl<'q> Compiled<'q> {
    pub(super) fn new(text: String, params: Vec<Param<'q>>) -> Self {
        Compiled { text: Cow::Owned(text), params: Params::Many(params), cached: true }
    }

    #[inline]
    pub(super) fn prepared(text: &'q str, params: Params<'q>) -> Self {
        Compiled { text: Cow::Borrowed(text), params, cached: true }
    }

    /// Whether an adapter keeps the statement prepared for its next execution.
    pub fn is_cached(&self) -> bool {
        self.cached
    }

    /// The statement with a comment at its end, which the server sees and logs.
    ///
    /// With `cached` the adapter keeps it prepared, comment and all: for comments of which there
    /// are few. A comment that is another each time would push everything else out of the cache.
    pub fn with_comment(&self, comment: &str, cached: bool) -> Compiled<'_> {
        let params = self.lent();
        Compiled { text: Cow::Borrowed(&self.text), params, cached: self.cached }
            .commented(comment, cached)
    }

    /// [`with_comment`](Self::with_comment), made of the statement itself.
    pub(crate) fn commented(self, comment: &str, cached: bool) -> Self {
        // What would end the comment, or begin another inside of it, is taken apart. After a space
        // MySQL and MariaDB take nothing in it for a statement (`/*!`, `/*M!`) or a hint (`/*+`).
        let before = if comment.starts_with(['!', '+', 'M', '/']) { " " } else { "" };
        let after = if comment.ends_with('/') { " " } else { "" };
        let comment = comment.replace("*/", "* /").replace("/*", "/ *");
        Compiled {
            text: Cow::Owned(format!("{} /*{before}{comment}{after}*/", self.text)),
            params: self.params,
            cached: cached && self.cached,
        }
    }

    /// The statement with words before it, EXPLAIN for one; it is not kept prepared.
    pub fn with_prefix(&self, prefix: &str) -> Compiled<'_> {
        Compiled {
            text: Cow::Owned(format!("{prefix} {}", self.text)),
            params: self.lent(),
            cached: false,
        }
    }

    fn lent(&self) -> Params<'_> {
        Params::Many(self.params().iter().map(Param::lent).collect())
    }

    /// The SQL text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parameters, in the order of their placeholders.
    #[inline]
    pub fn params(&self) -> &[Param<'q>] {
        self.params.as_slice()
    }

    /// The parameters' values, in the order of their placeholders.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Value> {
        self.params().iter().map(Param::value)
    }

    /// The text and the parameters.
    #[inline]
    pub fn into_parts(self) -> (String, Vec<Param<'q>>) {
        (self.text.into_owned(), self.params.into_vec())
    }

    /// The same, holding its values itself.
    pub fn into_owned(self) -> Compiled<'static> {
        Compiled {
            text: Cow::Owned(self.text.into_owned()),
            params: Params::Many(
                self.params.into_vec().into_iter().map(Param::into_owned).collect(),
            ),
            cached: self.cached,
        }
    }
}

impl fmt::Display for Compiled<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            f.write_str(&pretty::lines(&self.text))
        } else {
            f.write_str(&self.text)
        }
    }
}

impl<'q> Param<'q> {
    #[inline]
    pub(super) fn borrowed(value: &'q Value, data_type: Option<&'static DataType>) -> Self {
        Param { value: Cow::Borrowed(value), data_type }
    }

    /// The same, its value borrowed.
    #[inline]
    pub(super) fn lent(&self) -> Param<'_> {
        Param::borrowed(&self.value, self.data_type)
    }

    #[inline]
    pub(super) fn owned(value: Value, data_type: Option<&'static DataType>) -> Self {
        Param { value: Cow::Owned(value), data_type }
    }

    /// The value.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The SQL type; none where only the value itself tells.
    pub fn data_type(&self) -> Option<&'static DataType> {
        self.data_type
    }

    /// The value itself.
    pub fn into_value(self) -> Value {
        self.value.into_owned()
    }

    pub(super) fn into_owned<'any>(self) -> Param<'any> {
        Param { value: Cow::Owned(self.value.into_owned()), data_type: self.data_type }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_stays_one() {
        for (comment, text) in [
            ("route='a'", "SELECT 1 /*route='a'*/"),
            ("a */ DROP TABLE t; /*", "SELECT 1 /*a * / DROP TABLE t; / **/"),
            ("!50000 DROP TABLE t", "SELECT 1 /* !50000 DROP TABLE t*/"),
            ("M!100100 DROP TABLE t", "SELECT 1 /* M!100100 DROP TABLE t*/"),
            ("/a/", "SELECT 1 /* /a/ */"),
            ("/*/", "SELECT 1 /* / * / */"),
            ("+ NO_INDEX(t)", "SELECT 1 /* + NO_INDEX(t)*/"),
        ] {
            let compiled = Compiled::new("SELECT 1".into(), Vec::new());
            assert_eq!(compiled.with_comment(comment, true).text(), text);
        }
    }
}
