//! What is shown: a question, its SQL in every dialect, and rows as a table of text.

use std::io::Write;

use aludel::ast::StatementRef;
use aludel::prelude::*;

use crate::Result;

/// Where answers are written to.
pub struct Page<W>(pub W);

impl<W: Write> Page<W> {
    pub fn question(&mut self, text: &str) -> Result {
        Ok(writeln!(self.0, "\n== {text}")?)
    }

    pub fn note(&mut self, text: &str) -> Result {
        Ok(writeln!(self.0, "  {text}")?)
    }

    /// Runs a query, and shows its SQL and its rows.
    pub fn rows<Q: Fetch<Row: Cells>>(&mut self, db: &mut impl Connection, query: &Q) -> Result {
        self.sql(query)?;
        self.table(query, db.fetch_all(query)?)
    }

    /// The statement in the words of every dialect, or the reason why there are none; that of
    /// SQLite, which is executed, on several lines.
    pub fn sql(&mut self, statement: &impl Compile) -> Result {
        let dialects: [&dyn Dialect; 4] =
            [&Sqlite::new(), &Postgres::new(), &MySql::new(), &MariaDb::new()];
        for (index, dialect) in dialects.into_iter().enumerate() {
            let sql = match statement.compile(dialect) {
                Ok(sql) if index == 0 => format!("{sql:#}"),
                Ok(sql) => sql.to_string(),
                Err(error) => format!("-- error: {error}"),
            };
            writeln!(self.0, "\n-- {}\n{sql}", dialect.name())?;
        }
        Ok(writeln!(self.0)?)
    }

    /// Rows below the names of their columns.
    pub fn table<R: Cells>(
        &mut self,
        query: &impl AsStatement,
        rows: impl IntoIterator<Item = R>,
    ) -> Result {
        let mut lines = vec![columns(query.statement())];
        lines.extend(rows.into_iter().map(text));
        align(&lines).iter().try_for_each(|line| Ok(writeln!(self.0, "{line}")?))
    }
}

/// A row's values as text.
pub fn text(row: impl Cells) -> Vec<String> {
    row.cells().iter().map(Value::to_string).collect()
}

/// The names of a statement's columns: it is data that can be asked.
fn columns(statement: StatementRef<'_>) -> Vec<String> {
    let items = match statement {
        StatementRef::Select(select) => &select.items,
        StatementRef::SetOperation(operation) => return columns((&*operation.first).into()),
        StatementRef::Insert(insert) => &insert.returning,
        StatementRef::Delete(delete) => &delete.returning,
        _ => return Vec::new(),
    };
    items.iter().map(|item| item.name().unwrap_or_default().to_owned()).collect()
}

/// Lines of cells as lines of text: each column as wide as its widest cell, numbers to the right.
fn align(lines: &[Vec<String>]) -> Vec<String> {
    let mut aligned = vec![String::new(); lines.len()];
    let width = lines.iter().map(Vec::len).max().unwrap_or(0);
    for column in 0..width {
        let cells = || lines.iter().map(|line| line.get(column).map_or("", String::as_str));
        let width = cells().map(|cell| cell.chars().count()).max().unwrap_or(0);
        let number = cells().skip(1).all(|cell| cell == "NULL" || cell.parse::<f64>().is_ok());
        for (line, cell) in aligned.iter_mut().zip(cells()) {
            *line +=
                &if number { format!("  {cell:>width$}") } else { format!("  {cell:<width$}") };
        }
    }
    aligned.iter().map(|line| line.trim_end().to_owned()).collect()
}

/// A row as a list of values.
pub trait Cells {
    fn cells(self) -> Vec<Value>;
}

impl Cells for Row {
    fn cells(self) -> Vec<Value> {
        self.into_values()
    }
}

macro_rules! tuples {
    ($(($($T:ident $v:ident),+))+) => { $(
        impl<$($T: Into<Value>),+> Cells for ($($T,)+) {
            fn cells(self) -> Vec<Value> {
                let ($($v,)+) = self;
                vec![$($v.into()),+]
            }
        }
    )+ };
}
tuples! {
    (A a, B b)
    (A a, B b, C c)
    (A a, B b, C c, D d)
    (A a, B b, C c, D d, E e)
    (A a, B b, C c, D d, E e, F f)
}
