//! The 22 queries of TPC-H at scale 0.01: the rows that are known, the same on every engine.
//!
//! Of eleven queries the rows are given (`tpch/answers.json`); those of the others are computed here,
//! from the same data.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::thread;

use aludel::prelude::*;
use aludel::query::RowType;

use crate::engines::Db;

mod computed;
pub mod queries;
mod rows;

use crate::cells::{Cells, Rows, difference, of_answer};
use computed::Store;
use queries::*;

/// The rows of each query, by its name.
type Answers = BTreeMap<String, Rows>;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_query_has_its_rows_on_every_engine() {
    let mut known = given();
    known.append(&mut computed());
    let engines: [fn() -> Db; 4] = [Db::sqlite, Db::postgres, Db::mysql, Db::mariadb];
    let found: Vec<(&str, Answers)> = thread::scope(|scope| {
        let asked = engines.map(|open| scope.spawn(move || ask(open())));
        asked
            .into_iter()
            .map(|asked| asked.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    });
    let mut wrong = Vec::new();
    for (engine, answers) in &found {
        assert_eq!(answers.len(), 44, "two choices of parameters for each query");
        for (query, rows) in answers {
            let expected = known.get(query).unwrap_or_else(|| panic!("the rows of {query}"));
            assert!(!expected.is_empty(), "{query} has no rows, which proves nothing");
            let difference = difference(rows, expected, *engine != "SQLite");
            wrong.extend(difference.map(|text| format!("{query} on {engine}: {text}")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn given() -> Answers {
    let text = include_str!("tpch/answers.json");
    let given: BTreeMap<String, serde_json::Value> = serde_json::from_str(text).expect("answers");
    given.into_iter().map(|(query, rows)| (query, of_answer(&rows))).collect()
}

fn computed() -> Answers {
    let store = Store::new();
    let mut answers = Answers::new();
    let mut pair = |query: &str, standard, other| {
        answers.insert(query.to_owned(), standard);
        answers.insert(format!("{query}.alt"), other);
    };
    pair("q02", store.q02(15, "BRASS", "EUROPE"), store.q02(25, "TIN", "ASIA"));
    pair("q07", store.q07("FRANCE", "GERMANY"), store.q07("CHINA", "BRAZIL"));
    pair(
        "q08",
        store.q08("BRAZIL", "AMERICA", "ECONOMY ANODIZED STEEL"),
        store.q08("CHINA", "ASIA", "SMALL PLATED COPPER"),
    );
    pair("q09", store.q09("green"), store.q09("chiffon"));
    let share = Number::new(1, 2);
    pair("q11", store.q11("GERMANY", share), store.q11("PERU", Number::new(5, 3)));
    pair("q15", store.q15(day("1996-01-01")), store.q15(day("1993-05-01")));
    pair(
        "q16",
        store.q16("Brand#45", "MEDIUM POLISHED", &[49, 14, 23, 45, 19, 3, 36, 9]),
        store.q16("Brand#21", "LARGE BURNISHED", &[1, 2, 5, 8, 13, 21, 34, 50]),
    );
    pair("q17", store.q17("Brand#23", "MED BOX"), store.q17("Brand#52", "JUMBO CAN"));
    pair(
        "q20",
        store.q20("forest", day("1994-01-01"), "CANADA"),
        store.q20("a", day("1996-01-01"), "CHINA"),
    );
    pair("q21", store.q21("SAUDI ARABIA"), store.q21("FRANCE"));
    pair(
        "q22",
        store.q22(&["13", "31", "23", "29", "30", "18", "17"]),
        store.q22(&["10", "20", "21", "25", "32", "33", "34"]),
    );
    answers
}

/// Loads the rows and asks every query, with two choices of its parameters.
fn ask(mut db: Db) -> (&'static str, Answers) {
    rows::load(&mut db);
    let mut asked = Asked { db, answers: Answers::new() };
    asked.pair("q01", q01(90), q01(60));
    asked.pair("q02", q02(15, "BRASS", "EUROPE"), q02(25, "TIN", "ASIA"));
    asked.pair("q03", q03("BUILDING", day("1995-03-15")), q03("AUTOMOBILE", day("1995-03-08")));
    asked.pair("q04", q04(day("1993-07-01")), q04(day("1996-10-01")));
    asked.pair("q05", q05("ASIA", day("1994-01-01")), q05("EUROPE", day("1996-01-01")));
    let rate = |hundredths| Number::new(hundredths, 2);
    asked.pair("q06", q06(day("1994-01-01"), rate(6), 24), q06(day("1996-01-01"), rate(4), 25));
    asked.pair("q07", q07("FRANCE", "GERMANY"), q07("CHINA", "BRAZIL"));
    asked.pair(
        "q08",
        q08("BRAZIL", "AMERICA", "ECONOMY ANODIZED STEEL"),
        q08("CHINA", "ASIA", "SMALL PLATED COPPER"),
    );
    asked.pair("q09", q09("green"), q09("chiffon"));
    asked.pair("q10", q10(day("1993-10-01")), q10(day("1994-06-01")));
    asked.pair("q11", q11("GERMANY", rate(1)), q11("PERU", Number::new(5, 3)));
    asked.pair(
        "q12",
        q12(&["MAIL", "SHIP"], day("1994-01-01")),
        q12(&["AIR", "TRUCK"], day("1996-01-01")),
    );
    asked.pair("q13", q13("special", "requests"), q13("pending", "deposits"));
    asked.pair("q14", q14(day("1995-09-01")), q14(day("1996-04-01")));
    asked.pair("q15", q15(day("1996-01-01")), q15(day("1993-05-01")));
    asked.pair(
        "q16",
        q16("Brand#45", "MEDIUM POLISHED", &[49, 14, 23, 45, 19, 3, 36, 9]),
        q16("Brand#21", "LARGE BURNISHED", &[1, 2, 5, 8, 13, 21, 34, 50]),
    );
    asked.pair("q17", q17("Brand#23", "MED BOX"), q17("Brand#52", "JUMBO CAN"));
    asked.pair("q18", q18(300), q18(250));
    asked.pair(
        "q19",
        q19(&three_kinds(("Brand#12", 1), ("Brand#23", 10), ("Brand#34", 20))),
        q19(&three_kinds(("Brand#13", 1), ("Brand#41", 11), ("Brand#43", 29))),
    );
    asked.pair(
        "q20",
        q20("forest", day("1994-01-01"), "CANADA"),
        q20("a", day("1996-01-01"), "CHINA"),
    );
    asked.pair("q21", q21("SAUDI ARABIA"), q21("FRANCE"));
    asked.pair(
        "q22",
        q22(&["13", "31", "23", "29", "30", "18", "17"]),
        q22(&["10", "20", "21", "25", "32", "33", "34"]),
    );
    (asked.db.name, asked.answers)
}

/// An engine, and what it has answered so far.
struct Asked {
    db: Db,
    answers: Answers,
}

impl Asked {
    /// Asks a query with the parameters that the specification validates by, and with others.
    fn pair<R: RowType<Out: Cells>>(&mut self, name: &str, standard: Select<R>, other: Select<R>) {
        self.one(name.to_owned(), standard);
        self.one(format!("{name}.alt"), other);
    }

    fn one<R: RowType<Out: Cells>>(&mut self, name: String, query: Select<R>) {
        let rows = self.db.fetch_all(&query);
        self.answers.insert(name, rows.into_iter().map(Cells::cells).collect());
    }
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn three_kinds<'a>(
    small: (&'a str, i32),
    medium: (&'a str, i32),
    large: (&'a str, i32),
) -> [Parts<'a>; 3] {
    let parts =
        |(brand, quantity), containers, largest| Parts { brand, containers, quantity, largest };
    [
        parts(small, ["SM CASE", "SM BOX", "SM PACK", "SM PKG"], 5),
        parts(medium, ["MED BAG", "MED BOX", "MED PKG", "MED PACK"], 10),
        parts(large, ["LG CASE", "LG BOX", "LG PACK", "LG PKG"], 15),
    ]
}
