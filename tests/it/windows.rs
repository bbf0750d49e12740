//! Functions over windows, and frames, on every engine.

use aludel::prelude::*;

use crate::aggregates::{samples, set_up};
use crate::engines::{Db, on_all_engines, same_rows};

mod frames;
mod ranking;

/// The value of each row, in the order of the rows' ids, on every engine.
#[track_caller]
fn each<T, R>(value: impl Fn() -> Expr<T>, expected: &[R])
where
    T: SqlType<Rust = R>,
    R: PartialEq + std::fmt::Debug,
    Expr<T>: aludel::query::Projection<Sql = T>,
{
    let query = select(value()).from(samples::table).order_by(samples::id);
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.fetch_all(&query), expected, "on {}", db.name);
    });
}

/// The engines that refuse the query, each by an error of compilation that says the words.
#[track_caller]
fn refused(query: &(impl AsStatement + ?Sized), engines: &[&str], words: &str) {
    let dialects: [&dyn Dialect; 4] =
        [&Sqlite::new(), &Postgres::new(), &MySql::new(), &MariaDb::new()];
    for dialect in dialects {
        match query.compile(dialect) {
            Ok(sql) => assert!(!engines.contains(&dialect.name()), "{}", sql.text()),
            Err(error) => {
                assert!(engines.contains(&dialect.name()), "{}: {error}", dialect.name());
                assert!(error.to_string().contains(words), "{error}");
            }
        }
    }
}

const ALL: &[&str] = &["SQLite", "PostgreSQL", "MySQL", "MariaDB"];
