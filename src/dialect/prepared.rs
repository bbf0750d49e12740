//! A statement rendered once, to be bound and run many times.

use smallvec::{SmallVec, smallvec};

use super::compiled::Params;
use super::{Clause, Compiled, Dialect, Param, Syntax, ValueFit, render};
use crate::CompileError;
use crate::ast::{DataType, Name, StatementRef, Value};

/// A statement rendered once, to be bound and run many times.
///
/// Its text is made when it is prepared; [`Prepared::bind`] only fills in the values of the
/// parameters that were written with `param`.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    text: String,
    /// What stands at each placeholder.
    places: Vec<Place>,
    /// The names that are given values, in the order of their first places.
    names: Vec<Name>,
    /// Whether each name has one place.
    once_each: bool,
    syntax: &'static Syntax,
    dialect: &'static str,
}

/// What stands at a placeholder.
#[derive(Clone, Debug, PartialEq)]
enum Place {
    /// A value of the statement.
    Value(Param<'static>),
    /// A value that is given.
    Slot(Slot),
}

/// Where a value that is given stands.
#[derive(Clone, Debug, PartialEq)]
struct Slot {
    /// The number of its name.
    name: usize,
    data_type: Option<&'static DataType>,
    clause: Clause,
    list: Option<ListForm>,
}

/// What a list in one parameter is sent as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum ListForm {
    Array,
    /// The text of a JSON array.
    Json,
}

/// A name, the number of the placeholder it became, and where that stands.
pub(super) struct PlacedSlot {
    pub(super) name: Name,
    pub(super) index: usize,
    pub(super) clause: Clause,
    pub(super) list: Option<ListForm>,
}

impl Slot {
    /// Whether the value fits, as a glance tells.
    #[inline(always)]
    fn takes(&self, value: &Value) -> bool {
        self.list.is_none() && ValueFit::is_plain(value.into(), self.data_type)
    }
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
        let values = params.into_iter().map(|param| Place::Value(param.into_owned()));
        let mut places: Vec<Place> = values.collect();
        let mut names: Vec<Name> = Vec::new();
        let mut once_each = true;
        for PlacedSlot { name, index, clause, list } in slots {
            let known = names.iter().position(|other| *other == name);
            once_each &= known.is_none();
            let number = known.unwrap_or(names.len());
            if known.is_none() {
                names.push(name);
            }
            if let Some(place) = places.get_mut(index)
                && let Place::Value(param) = place
            {
                let data_type = param.data_type();
                *place = Place::Slot(Slot { name: number, data_type, clause, list });
            }
        }
        let (syntax, dialect) = (dialect.syntax(), dialect.name());
        Ok(Prepared { text, places, names, once_each, syntax, dialect })
    }

    /// The SQL text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names of the parameters to bind, each once, in the order of their first places in the
    /// text.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(Name::as_str)
    }

    /// The statement with these values for its parameters.
    ///
    /// # Errors
    ///
    /// [`CompileError::BindParameter`] if a parameter is given no value, or a value no parameter;
    /// [`CompileError::OutOfRange`] and [`CompileError::InvalidValue`] if a value does not fit.
    pub fn bind<N: AsRef<str>>(
        &self,
        values: impl IntoIterator<Item = (N, Value)>,
    ) -> Result<Compiled<'_>, CompileError> {
        let mut given: SmallVec<[Option<Value>; 8]> = smallvec![None; self.names.len()];
        for (name, value) in values {
            let name = name.as_ref();
            let mut slots = self.names.iter().zip(&mut given);
            match slots.find(|(known, _)| known.as_str() == name) {
                Some((_, slot)) => *slot = Some(value),
                None => return Err(refused(name, "is not in the statement")),
            }
        }
        match self.names.iter().zip(&given).find(|(_, value)| value.is_none()) {
            Some((name, _)) => Err(refused(name.as_str(), "is given no value")),
            None => self.bind_in_order(given.into_iter().flatten()),
        }
    }

    /// The statement with these values, in the order of the names.
    #[inline]
    pub(super) fn bind_in_order(
        &self,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Compiled<'_>, CompileError> {
        let mut values = values.into_iter();
        if !self.once_each {
            return self.bind_often(values.collect());
        }
        if let [Place::Slot(slot)] = &*self.places {
            return self.bind_only(slot, values);
        }
        let mut refusal = None;
        // By `extend` and not by `push`, which looks each time whether there is room.
        let mut params = Vec::with_capacity(self.places.len());
        params.extend(self.places.iter().map(|place| match place {
            Place::Value(param) => param.lent(),
            Place::Slot(slot) => match values.next() {
                Some(value) if slot.takes(&value) => Param::owned(value, slot.data_type),
                value => self.unusual(slot, value, &mut refusal),
            },
        }));
        if values.next().is_some() {
            return Err(self.without_name());
        }
        match refusal {
            None => Ok(Compiled::prepared(&self.text, Params::Many(params))),
            Some(refusal) => Err(*refusal),
        }
    }

    /// The statement with the value of its only parameter.
    #[inline]
    fn bind_only(
        &self,
        slot: &Slot,
        mut values: impl Iterator<Item = Value>,
    ) -> Result<Compiled<'_>, CompileError> {
        let param = match values.next() {
            Some(value) if slot.takes(&value) => Param::owned(value, slot.data_type),
            Some(value) => self.param(slot, value)?,
            None => return Err(self.without_value(slot)),
        };
        match values.next() {
            None => Ok(Compiled::prepared(&self.text, Params::One([param]))),
            Some(_) => Err(self.without_name()),
        }
    }

    /// A value that is to be looked at more closely, or none.
    #[cold]
    fn unusual<'p>(
        &self,
        slot: &Slot,
        value: Option<Value>,
        refusal: &mut Option<Box<CompileError>>,
    ) -> Param<'p> {
        let param = match value {
            Some(value) => self.param(slot, value),
            None => Err(self.without_value(slot)),
        };
        param.unwrap_or_else(|error| {
            refusal.get_or_insert(Box::new(error));
            Param::owned(Value::Null, None)
        })
    }

    /// The statement with these values, some of which stand in several places.
    fn bind_often(&self, values: Vec<Value>) -> Result<Compiled<'_>, CompileError> {
        if values.len() > self.names.len() {
            return Err(self.without_name());
        }
        let params = self.places.iter().map(|place| match place {
            Place::Value(param) => Ok(param.lent()),
            Place::Slot(slot) => match values.get(slot.name) {
                Some(value) => self.param(slot, value.clone()),
                None => Err(self.without_value(slot)),
            },
        });
        Ok(Compiled::prepared(&self.text, Params::Many(params.collect::<Result<_, _>>()?)))
    }

    /// The value at its place, if it fits.
    fn param<'p>(&self, slot: &Slot, value: Value) -> Result<Param<'p>, CompileError> {
        let fit = ValueFit { syntax: self.syntax, dialect: self.dialect };
        let value = match slot.list {
            Some(form) => fit.list(&value, slot.data_type, form, slot.clause)?.unwrap_or(value),
            None => {
                fit.check((&value).into(), slot.data_type, slot.clause)?;
                value
            }
        };
        Ok(Param::owned(value, slot.data_type))
    }

    #[cold]
    fn without_value(&self, slot: &Slot) -> CompileError {
        refused(self.names.get(slot.name).map_or("", Name::as_str), "is given no value")
    }

    #[cold]
    fn without_name(&self) -> CompileError {
        refused(&format!("number {}", self.names.len() + 1), "is not in the statement")
    }
}

#[cold]
fn refused(name: &str, problem: &'static str) -> CompileError {
    CompileError::BindParameter { name: name.to_owned(), problem }
}
