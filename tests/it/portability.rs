//! What an expression means, engine by engine: each rule of the portability contract, by its number.
//!
//! A portable rule is one expression and its rows, the same on all engines. A native one is each
//! engine's own answer, and the portable form beside it. What an engine lacks it refuses by a typed
//! error that says what to write instead.

use std::fmt::Debug;

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};

mod aggregates;
mod clauses;
mod dates;
mod from;
mod functions;
mod joined_writes;
mod numbers;
mod predicates;
mod queries;
mod texts;
mod writes;

const SQLITE: &str = "SQLite";
const POSTGRES: &str = "PostgreSQL";
const MYSQL: &str = "MySQL";
const MARIADB: &str = "MariaDB";

table! {
    pub samples {
        id: Integer [primary_key],
        a: Integer,
        b: Integer,
        big: BigInt,
        n: Nullable<Integer>,
        x: Double,
        price: Decimal<10, 2>,
        word: VarChar<50>,
        note: Nullable<VarChar<50>>,
        flag: Boolean,
        day: Date,
        at: Timestamp,
    }
}

/// Four rows: signs in all pairs, NULLs, the greatest integer, text in two cases, beyond ASCII and
/// empty, a month's last day.
fn set_up(db: &mut Db) {
    let decimal = |hundredths| rust_decimal::Decimal::new(hundredths, 2);
    let row = |id, a, b, big, n, x, price, word, note, flag, day, at| {
        let row = (id, a, b, big, n, x, decimal(price), word, note, flag, self::day(day), time(at));
        insert_into(samples::table).columns(samples::all).row(row)
    };
    let (max, none) = (i64::MAX, None::<&str>);
    db.create(&create_table(samples::table));
    for row in [
        row(1, 7, 2, max, None, 2.5, 110, "Abc", none, true, "2024-01-31", "2024-08-15 10:20:30"),
        row(
            2,
            -7,
            2,
            5,
            Some(0),
            -2.5,
            -50,
            "abc",
            Some("x"),
            false,
            "2024-02-29",
            "2023-01-01 00:00:00",
        ),
        row(
            3,
            7,
            -2,
            -5,
            Some(5),
            0.5,
            1000,
            "äÖ",
            Some("100%"),
            true,
            "2023-12-31",
            "2021-01-03 23:59:59",
        ),
        row(
            4,
            -7,
            -2,
            0,
            Some(-1),
            1.0,
            0,
            "",
            Some(""),
            false,
            "2000-01-01",
            "1999-12-31 12:00:00",
        ),
    ] {
        db.execute(&row);
    }
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a day")
}

fn time(text: &str) -> chrono::NaiveDateTime {
    chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").expect("a time")
}

/// Runs the test on every engine, with the samples there.
#[track_caller]
fn everywhere(mut test: impl FnMut(&mut Db)) {
    on_all_engines(|db| {
        set_up(db);
        test(db);
    });
}

/// The expression for each of the samples.
fn each<E: Expression>(expr: E) -> Select<E::Sql> {
    select(expr.into_expr()).from(samples::table).order_by(samples::id)
}

/// The numbers of the samples that meet the condition.
fn samples_where<P: Predicate>(condition: P) -> Select<Integer> {
    select(samples::id).from(samples::table).filter(condition).order_by(samples::id)
}

/// Holds the query to have these rows.
#[track_caller]
fn finds<Q: Fetch<Row: PartialEq + Debug>>(db: &mut Db, query: &Q, expected: &[Q::Row]) {
    let rows = db.fetch_all(query);
    assert_eq!(
        rows,
        expected,
        "on {}: {}",
        db.name,
        query.compile(db.dialect()).expect("it compiles")
    );
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Whether the server refuses what compiles.
fn fails<Q: Fetch>(db: &mut Db, query: &Q) -> bool {
    query.compile(db.dialect()).expect("it compiles");
    db.connection.fetch_all(query).is_err()
}

/// Whether this engine lacks what is said: then it says so, and what to write instead.
#[track_caller]
fn lacks<S: AsStatement>(db: &Db, statement: &S) -> bool {
    match statement.compile(db.dialect()) {
        Ok(_) => false,
        Err(CompileError::Unsupported { dialect, instead, .. }) => {
            assert_eq!(dialect, db.name);
            assert!(!instead.is_empty());
            true
        }
        Err(error) => panic!("on {}: {error}", db.name),
    }
}
