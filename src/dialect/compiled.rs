//! What comes of rendering: text and parameters.

use std::borrow::Cow;
use std::fmt;

use super::{Dialect, pretty, render};
use crate::CompileError;
use crate::ast::{DataType, Name, StatementRef, Value};

/// A statement in a dialect's words: SQL text, and the values for its placeholders in their order.
///
/// Values are borrowed from the statement they come from; [`Compiled::into_owned`] lets go of it.
/// `{}` writes the text, `{:#}` breaks its clauses onto lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled<'q> {
    text: Cow<'q, str>,
    params: Vec<Param<'q>>,
}

/// A value for a placeholder, with the SQL type that it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Param<'q> {
    value: Cow<'q, Value>,
    data_type: Option<&'static DataType>,
}

impl<'q> Compiled<'q> {
    pub(super) fn new(text: String, params: Vec<Param<'q>>) -> Self {
        Compiled { text: Cow::Owned(text), params }
    }

    /// The SQL text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parameters, in the order of their placeholders.
    pub fn params(&self) -> &[Param<'q>] {
        &self.params
    }

    /// The parameters' values, in the order of their placeholders.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Value> {
        self.params.iter().map(Param::value)
    }

    /// The text and the parameters.
    pub fn into_parts(self) -> (String, Vec<Param<'q>>) {
        (self.text.into_owned(), self.params)
    }

    /// The same, holding its values itself.
    pub fn into_owned(self) -> Compiled<'static> {
        Compiled {
            text: Cow::Owned(self.text.into_owned()),
            params: self.params.into_iter().map(Param::into_owned).collect(),
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

/// A statement rendered once, to be bound and run many times.
///
/// Its text is made when it is prepared; [`Prepared::bind`] only fills in the values of the
/// parameters that were written with `param`.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    text: String,
    params: Vec<Param<'static>>,
    slots: Vec<PlacedSlot>,
}

/// A slot, and the number of the placeholder it became.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlacedSlot {
    pub(super) name: Name,
    pub(super) index: usize,
}

impl Prepared {
    /// Renders a statement for a dialect.
    ///
    /// # Errors
    ///
    /// Those of [`compile`](super::compile), a parameter without a value aside.
    pub fn new<'q>(
        statement: impl Into<StatementRef<'q>>,
        dialect: &dyn Dialect,
    ) -> Result<Self, CompileError> {
        let (text, params, slots) =
            render::prepare(statement.into(), dialect).map_err(|error| *error)?;
        let params = params.into_iter().map(Param::into_owned).collect();
        Ok(Prepared { text, params, slots })
    }

    /// The SQL text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names of the parameters to bind, in the order of their placeholders.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.slots.iter().map(|slot| slot.name.as_str())
    }

    /// The statement with these values for its parameters.
    ///
    /// # Errors
    ///
    /// [`CompileError::BindParameter`] if a parameter is given no value, or a value no parameter.
    pub fn bind<N: AsRef<str>>(
        &self,
        values: impl IntoIterator<Item = (N, Value)>,
    ) -> Result<Compiled<'_>, CompileError> {
        let mut params: Vec<Param<'_>> = Vec::with_capacity(self.params.len());
        params
            .extend(self.params.iter().map(|param| Param::borrowed(&param.value, param.data_type)));
        let mut bound = vec![false; self.slots.len()];
        for (name, value) in values {
            let mut used = false;
            for (slot, bound) in self.slots.iter().zip(&mut bound) {
                if slot.name.as_str() == name.as_ref() {
                    (used, *bound) = (true, true);
                    if let Some(param) = params.get_mut(slot.index) {
                        param.value = Cow::Owned(value.clone());
                    }
                }
            }
            if !used {
                return Err(bind_error(name.as_ref(), "is not in the statement"));
            }
        }
        match self.slots.iter().zip(bound).find(|(_, bound)| !bound) {
            Some((slot, _)) => Err(bind_error(slot.name.as_str(), "is given no value")),
            None => Ok(Compiled { text: Cow::Borrowed(&self.text), params }),
        }
    }
}

fn bind_error(name: &str, problem: &'static str) -> CompileError {
    CompileError::BindParameter { name: name.to_owned(), problem }
}
