//! What only PostgreSQL has, and the others refuse.

use aludel::postgres::*;
use aludel::prelude::*;

use crate::engines::Db;

mod arrays;
mod ranges;
mod texts;
mod zones;

/// A typed error on the three others, that names the construct and a way out.
#[track_caller]
fn refused_elsewhere<E: Expression>(from: impl Relation, expr: E, construct: &str) {
    let query = select_dyn([expr.into_expr()]).from(from);
    query.compile(&Postgres::new()).unwrap_or_else(|error| panic!("{construct}: {error}"));
    let others: [&dyn Dialect; 3] = [&Sqlite::new(), &MySql::new(), &MariaDb::new()];
    for dialect in others {
        match query.compile(dialect) {
            Err(CompileError::Unsupported { construct: found, dialect: name, instead, .. }) => {
                assert!(found.contains(construct), "{found} instead of {construct}");
                assert!(name == dialect.name() && !instead.is_empty());
            }
            other => panic!("{construct} on {}: {other:?}", dialect.name()),
        }
    }
}
