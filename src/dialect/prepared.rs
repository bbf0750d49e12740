//! A statement rendered once, to be bound and run many times.

use smallvec::{SmallVec, smallvec};

use super::{Clause, Compiled, Dialect, Param, Syntax, ValueFit, render};
use crate::CompileError;
use crate::ast::{Name, StatementRef, Value};

/// A statement rendered once, to be bound and run many times.
///
/// Its text is made when it is prepared; [`Prepared::bind`] only fills in the values of the
/// parameters that were written with `param`.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    text: String,
    params: Vec<Param<'static>>,
    slots: Vec<Slot>,
    syntax: Syntax,
    dialect: &'static str,
}

/// A name that is given a value, and where it stands.
#[derive(Clone, Debug, PartialEq)]
struct Slot {
    name: Name,
    places: SmallVec<[Place; 1]>,
}

/// The number of a placeholder, and where that stands.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    index: usize,
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
        let (text, params, placed) =
            render::prepare(statement.into(), dialect).map_err(|error| *error)?;
        let params = params.into_iter().map(Param::into_owned).collect();
        let mut slots: Vec<Slot> = Vec::new();
        for PlacedSlot { name, index, clause, list } in placed {
            let place = Place { index, clause, list };
            match slots.iter_mut().find(|slot| slot.name == name) {
                Some(slot) => slot.places.push(place),
                None => slots.push(Slot { name, places: smallvec![place] }),
            }
        }
        let (syntax, dialect) = (dialect.syntax(), dialect.name());
        Ok(Prepared { text, params, slots, syntax, dialect })
    }

    /// The SQL text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names of the parameters to bind, each once, in the order of their first places in the
    /// text.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.slots.iter().map(|slot| slot.name.as_str())
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
        let mut params = self.unbound();
        let mut bound: SmallVec<[bool; 16]> = smallvec![false; self.slots.len()];
        for (name, value) in values {
            let name = name.as_ref();
            let slots = self.slots.iter().zip(&mut bound);
            let Some((slot, bound)) =
                slots.into_iter().find(|(slot, _)| slot.name.as_str() == name)
            else {
                return Err(refused(name, "is not in the statement"));
            };
            *bound = true;
            self.fill(&mut params, slot, value)?;
        }
        match self.slots.iter().zip(bound).find(|(_, bound)| !bound) {
            Some((slot, _)) => Err(refused(slot.name.as_str(), "is given no value")),
            None => Ok(Compiled::prepared(&self.text, params)),
        }
    }

    /// The statement with these values, in the order of the names.
    pub(super) fn bind_in_order(
        &self,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Compiled<'_>, CompileError> {
        let mut params = self.unbound();
        let mut slots = self.slots.iter();
        for (value, number) in values.into_iter().zip(1..) {
            let Some(slot) = slots.next() else {
                return Err(refused(&format!("number {number}"), "is not in the statement"));
            };
            self.fill(&mut params, slot, value)?;
        }
        match slots.next() {
            Some(slot) => Err(refused(slot.name.as_str(), "is given no value")),
            None => Ok(Compiled::prepared(&self.text, params)),
        }
    }

    fn unbound(&self) -> Vec<Param<'_>> {
        self.params.iter().map(Param::lent).collect()
    }

    /// Puts a value into the places of a name.
    fn fill<'p>(
        &'p self,
        params: &mut [Param<'p>],
        slot: &Slot,
        value: Value,
    ) -> Result<(), CompileError> {
        let fit = ValueFit { syntax: &self.syntax, dialect: self.dialect };
        let Some((first, others)) = slot.places.split_first() else { return Ok(()) };
        let mut put = |place: &Place, value: Value| {
            let Some(param) = params.get_mut(place.index) else { return Ok(()) };
            param.set(match place.list {
                None => {
                    fit.check((&value).into(), param.data_type(), place.clause)?;
                    value
                }
                Some(form) => {
                    fit.list(&value, param.data_type(), form, place.clause)?.unwrap_or(value)
                }
            });
            Ok(())
        };
        for place in others {
            put(place, value.clone())?;
        }
        put(first, value)
    }
}

#[cold]
fn refused(name: &str, problem: &'static str) -> CompileError {
    CompileError::BindParameter { name: name.to_owned(), problem }
}
