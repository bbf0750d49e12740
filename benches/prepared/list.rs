//! IN of many integers that are one parameter: by hand the text is a constant, and the list written in the way that
//! the database reads it.

use std::hint::black_box;

use aludel::dialect::{Bindings, Prepared};
use aludel::prelude::*;
use sea_query::{MysqlQueryBuilder, PostgresQueryBuilder, SqliteQueryBuilder};

use crate::Case;
use crate::allocations;
use crate::input::Input;
use crate::measure::contender;
use crate::ours::users;
use crate::seaquery;

fn prepared(dialect: &dyn Dialect) -> Prepared {
    select((users::id, users::name))
        .from(users::table)
        .filter(users::id.in_(param::<Array<BigInt>>("ids")))
        .prepare(dialect)
        .unwrap()
}

/// A JSON array, as SQLite, MySQL and MariaDB read it.
fn json(ids: &[i64]) -> String {
    let mut text = String::with_capacity(2 + 8 * ids.len());
    let mut number = itoa::Buffer::new();
    for (place, id) in ids.iter().enumerate() {
        text.push(if place == 0 { '[' } else { ',' });
        text.push_str(number.format(*id));
    }
    text.push(']');
    text
}

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for count in [1_000_i64, 100_000] {
        let ids: &'static [i64] = (0..count).map(|n| n * 7919 % 100_003).collect::<Vec<_>>().leak();
        let input: &'static Input =
            Box::leak(Box::new(Input { ids: ids.to_vec(), ..Input::new() }));
        let sea = |name| match name {
            "sqlite" => contender(|| seaquery::g(SqliteQueryBuilder, black_box(input))),
            "postgres" => contender(|| seaquery::g(PostgresQueryBuilder, black_box(input))),
            _ => contender(|| seaquery::g(MysqlQueryBuilder, black_box(input))),
        };
        let dialects: [(&str, &dyn Dialect); 3] =
            [("sqlite", &Sqlite::new()), ("postgres", &Postgres::new()), ("mysql", &MySql::new())];
        for (name, dialect) in dialects {
            let prepared: &'static Prepared = Box::leak(Box::new(prepared(dialect)));
            let text = prepared.text();
            let is_array = text.contains("= ANY ($1)");
            // Both sides end with the statement's text at hand and a list of their own.
            let ours =
                move || (Value::array(black_box(ids).iter().copied()),).bind_to(prepared).unwrap();
            assert_eq!(ours().text(), text);
            let by_hand = if is_array {
                contender(move || (text, black_box(ids).to_vec()))
            } else {
                contender(move || (text, json(black_box(ids))))
            };
            let allocations = allocations::during(ours);
            cases.push(Case {
                name: format!("in-list {count} {name}"),
                sides: [by_hand, sea(name), contender(ours)],
                allocations,
            });
        }
    }
    cases
}
