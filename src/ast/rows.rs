//! What yields rows besides tables and queries: values, SQL text, a sample.

use super::{ColumnRef, Expr, Name, Operand, Raw, TableRef};

/// Rows made of values, under an alias.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// What they are made of.
    pub of: RowsOf,
    /// The name they go by.
    pub alias: Name,
}

/// What rows are made of. What it reads may be a column of a table before it in FROM.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RowsOf {
    /// Whole numbers from `start` to `stop`, both inside: `value`.
    Series {
        /// The first.
        start: Operand,
        /// The last, unless a step goes past it.
        stop: Operand,
        /// From each to the next; not 0.
        step: i64,
    },
    /// The elements of a JSON array: `value`, and `ordinality` from 1. Anything but an array has none.
    JsonElements(Operand),
    /// The members of a JSON object: `key` and `value`. Anything but an object has none.
    JsonEntries(Operand),
    /// The elements of an array (PostgreSQL): `value`, and `ordinality` from 1.
    ArrayElements(Operand),
}

impl Rows {
    /// The column of that name.
    pub fn column(&self, name: impl Into<Name>) -> Expr {
        Expr::Column(ColumnRef::named(Some(self.alias.clone()), name))
    }
}

impl RowsOf {
    /// The names of the columns.
    pub fn columns(&self) -> &'static [&'static str] {
        match self {
            RowsOf::Series { .. } => &["value"],
            RowsOf::JsonEntries(_) => &["key", "value"],
            RowsOf::JsonElements(_) | RowsOf::ArrayElements(_) => &["value", "ordinality"],
        }
    }

    pub(super) fn depth(&self) -> u16 {
        match self {
            RowsOf::Series { start, stop, .. } => start.depth().max(stop.depth()),
            RowsOf::JsonElements(operand)
            | RowsOf::JsonEntries(operand)
            | RowsOf::ArrayElements(operand) => operand.depth(),
        }
    }
}

/// SQL text that yields rows, under an alias: `text AS alias`.
#[derive(Clone, Debug, PartialEq)]
pub struct RawTable {
    /// The text, with typed holes.
    pub raw: Raw,
    /// The name it goes by.
    pub alias: Name,
}

/// `table TABLESAMPLE method (percent) [REPEATABLE (seed)]` (PostgreSQL): some of a table's rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The table.
    pub table: TableRef,
    /// How rows are chosen.
    pub method: SampleMethod,
    /// How many of a hundred.
    pub percent: Operand,
    /// What makes the choice the same again.
    pub seed: Option<Operand>,
}

/// How the rows of a sample are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SampleMethod {
    /// `BERNOULLI`: each row by itself.
    Bernoulli,
    /// `SYSTEM`: whole blocks of the disk, which is faster.
    System,
}

impl RawTable {
    pub(super) fn depth(&self) -> u16 {
        self.raw.holes.depth()
    }
}

impl Sample {
    pub(super) fn depth(&self) -> u16 {
        self.percent.depth().max(self.seed.as_ref().map_or(0, Operand::depth))
    }
}
