//! How the database would carry a statement out, or has.

use std::fmt;
use std::ops::ControlFlow;

use super::{Delivery, Driver};
use crate::Error;
use crate::ast::{StatementRef, Value};
use crate::dialect::compile;
use crate::query::{DynamicRow, Row, RowType};

/// How the database carries a statement out, in its own words. Written with `{}` it is one line a
/// row.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    rows: Vec<Row>,
}

impl Explanation {
    /// The rows, as the database gives them.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }
}

impl fmt::Display for Explanation {
    /// A row of one column, or the column `detail` of SQLite, as it is; of several, each that is
    /// not NULL as `column: value`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.rows {
            match (row.get("detail"), row.values()) {
                (Some(Value::Text(detail)), _) => writeln!(f, "{detail}")?,
                (_, [Value::Text(line)]) => writeln!(f, "{line}")?,
                (_, values) => {
                    let pairs = row.columns().iter().zip(values);
                    let shown = pairs.filter(|(_, value)| !value.is_null());
                    let shown = shown.map(|(name, value)| format!("{name}: {value}"));
                    writeln!(f, "{}", shown.collect::<Vec<_>>().join(", "))?;
                }
            }
        }
        Ok(())
    }
}

/// Whether it is no query.
fn writes(statement: StatementRef<'_>) -> bool {
    use StatementRef::{Delete, Insert, Merge, TruncateTable, Update};
    matches!(statement, Insert(_) | Update(_) | Delete(_) | Merge(_) | TruncateTable(_))
}

/// Asks the database; with `analyze` it carries the statement out.
pub(super) fn explain<D: Driver + ?Sized>(
    driver: &mut D,
    statement: StatementRef<'_>,
    analyze: bool,
) -> Result<Explanation, Error> {
    let dialect = driver.dialect();
    let words = dialect.explain();
    let prefix = match (analyze, words.analyze) {
        (false, _) => words.plan,
        (true, Some(_)) if writes(statement) && !words.analyzes_writes => {
            return Err(Error::Unsupported {
                what: "EXPLAIN ANALYZE of a statement that writes",
                dialect: dialect.name(),
                instead: "use `explain`, which does not carry the statement out",
            });
        }
        (true, Some(prefix)) => prefix,
        (true, None) => {
            return Err(Error::Unsupported {
                what: "EXPLAIN ANALYZE",
                dialect: dialect.name(),
                instead: "use `explain`, which does not carry the statement out",
            });
        }
    };
    if let StatementRef::TruncateTable(_) = statement {
        return Err(Error::Unsupported {
            what: "EXPLAIN of a TRUNCATE",
            dialect: dialect.name(),
            instead: "there is no plan to it: every row goes",
        });
    }
    let compiled = compile(statement, dialect)?;
    let mut rows = Vec::new();
    driver.run_query(&compiled.with_prefix(prefix), Delivery::Together, &mut |row| {
        rows.push(DynamicRow::decode_row(row)?);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(Explanation { rows })
}
