//! Rows without the types of their columns, to be compared with answers and with other engines'.

use std::fmt;

use serde_json::Value as Json;

type Number = rust_decimal::Decimal;

/// A value of a row: NULL, a number, one that is not exact, a document, or anything else as text.
#[derive(Clone, PartialEq)]
pub enum Cell {
    Null,
    Number(Number),
    Double(f64),
    Json(Json),
    Text(String),
}

pub type Rows = Vec<Vec<Cell>>;

impl Cell {
    /// Whether this is the expected value. SQLite adds up binary fractions, so that only as many
    /// digits are compared as it is sure of.
    fn is(&self, expected: &Cell, exact: bool) -> bool {
        match (self, expected) {
            (Cell::Number(found), Cell::Number(expected)) if exact => found == expected,
            (Cell::Number(found), Cell::Number(expected)) => {
                (found - expected).abs() <= expected.abs() * Number::new(1, 9)
            }
            (Cell::Double(found), Cell::Double(expected)) => {
                (found - expected).abs() <= expected.abs() * 1e-9
            }
            _ => self == expected,
        }
    }

    /// With no more digits behind the point than the expected number has.
    fn rounded(&self, expected: &Cell) -> Cell {
        use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
        match (self, expected) {
            (Cell::Number(found), Cell::Number(expected)) => {
                Cell::Number(found.round_dp_with_strategy(expected.scale(), MidpointAwayFromZero))
            }
            _ => self.clone(),
        }
    }
}

/// What is wrong with rows, if anything.
pub fn difference(found: &Rows, expected: &Rows, exact: bool) -> Option<String> {
    if found.len() != expected.len() {
        return Some(format!("{} rows instead of {}: {found:?}", found.len(), expected.len()));
    }
    let same = |(found, expected): (&Vec<Cell>, &Vec<Cell>)| {
        found.len() == expected.len()
            && found.iter().zip(expected).all(|(found, expected)| {
                found.is(expected, exact) || found.rounded(expected).is(expected, exact)
            })
    };
    let (row, (found, expected)) =
        found.iter().zip(expected).enumerate().find(|(_, rows)| !same(*rows))?;
    Some(format!("row {row} is {found:?} instead of {expected:?}"))
}

/// The rows of an answer: numbers with a fraction are texts there.
pub fn of_answer(answer: &Json) -> Rows {
    let cell = |value: &Json| match value {
        Json::Null => Cell::Null,
        Json::Number(number) => match number.as_i64() {
            Some(number) => Cell::Number(number.into()),
            None => Cell::Double(number.as_f64().expect("a number")),
        },
        Json::String(text) => {
            let amount = text.contains('.').then(|| text.parse().ok()).flatten();
            amount.map_or(Cell::Text(text.clone()), Cell::Number)
        }
        other => Cell::Json(other.clone()),
    };
    let rows = answer.as_array().expect("rows");
    rows.iter().map(|row| row.as_array().expect("a row").iter().map(cell).collect()).collect()
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Null => f.write_str("NULL"),
            Cell::Number(number) => number.fmt(f),
            Cell::Double(number) => number.fmt(f),
            Cell::Json(document) => document.fmt(f),
            Cell::Text(text) => text.fmt(f),
        }
    }
}

macro_rules! cells {
    ($($type:ty: |$value:ident| $cell:expr;)*) => { $(
        impl From<$type> for Cell {
            fn from($value: $type) -> Self {
                $cell
            }
        }
    )* };
}
cells! {
    i32: |number| Cell::Number(number.into());
    i64: |number| Cell::Number(number.into());
    Number: |number| Cell::Number(number);
    String: |text| Cell::Text(text);
    &str: |text| Cell::Text(text.to_owned());
    f64: |number| Cell::Double(number);
    chrono::NaiveDate: |day| Cell::Text(day.to_string());
    chrono::NaiveDateTime: |time| Cell::Text(time.to_string());
    Json: |document| Cell::Json(document);
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, T::into)
    }
}

/// A row as it is decoded.
pub trait Cells {
    fn cells(self) -> Vec<Cell>;
}

macro_rules! single {
    ($($type:ty),*) => { $(
        impl Cells for $type {
            fn cells(self) -> Vec<Cell> {
                vec![self.into()]
            }
        }
    )* };
}
single!(i64, Option<Number>);

macro_rules! rows {
    ($( ($($T:ident $v:ident)+) )+) => { $(
        impl<$($T: Into<Cell>),+> Cells for ($($T,)+) {
            fn cells(self) -> Vec<Cell> {
                let ($($v,)+) = self;
                vec![$($v.into()),+]
            }
        }
    )+ };
}
rows! {
    (A a B b) (A a B b C c) (A a B b C c D d) (A a B b C c D d E e) (A a B b C c D d E e F f)
    (A a B b C c D d E e F f G g)
    (A a B b C c D d E e F f G g H h) (A a B b C c D d E e F f G g H h I i J j)
}
