//! Build + render + drop of the 22 queries of TPC-H on three dialects: ours against sea-query, in one interleaved
//! run. Nothing is executed, so no time here is a TPC-H result. Before anything is timed, both sides must name the
//! same tables and columns in the same order, and take as many parameters.
//!
//! ```text
//! cargo bench -p aludel-benches --bench tpch --features tpch                      the table, about 30 s
//! cargo bench -p aludel-benches --bench tpch --features tpch -- --quick           the same in 5 s, rougher
//! cargo bench -p aludel-benches --bench tpch --features tpch -- --summary         one line per dialect, for machines
//! cargo bench -p aludel-benches --bench tpch --features tpch -- --texts           what both sides render, and stop
//! ```

#[path = "../measure.rs"]
mod measure;
mod ours;
#[path = "../../tests/it/tpch/queries/mod.rs"]
#[allow(dead_code)]
mod queries;
mod seaquery;

use std::time::Duration;

use aludel::prelude::*;
use sea_query::{MysqlQueryBuilder, PostgresQueryBuilder, SqliteQueryBuilder};

use measure::{Race, contender};

/// A text and how many parameters it takes.
type Rendered = (String, usize);
type Make = fn() -> Rendered;

/// One query on one dialect, made by both.
struct Case {
    query: &'static str,
    dialect: &'static str,
    ours: Make,
    seaquery: Make,
}

const BATCH: Duration = Duration::from_millis(2);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    let cases = cases();
    cases.iter().for_each(check);
    if has("--texts") {
        for case in &cases {
            println!(
                "{} {}\n  {}\n  {}",
                case.query,
                case.dialect,
                (case.ours)().0,
                (case.seaquery)().0
            );
        }
        return;
    }
    let time = if has("--quick") { 80 } else { 450 } * cases.len() as u64;
    let mut races: Vec<_> = cases.iter().map(race).collect();
    measure::run(races.iter_mut(), Duration::from_millis(time));
    if !has("--summary") {
        table(&cases, &races);
    }
    for dialect in ["sqlite", "postgres", "mysql"] {
        let of_dialect = cases.iter().zip(&races).filter(|(case, _)| case.dialect == dialect);
        let ratios: Vec<f64> = of_dialect.map(|(_, race)| race.ratio(0, 1)).collect();
        println!("tpch {dialect} seaquery={:.2}", geometric_mean(&ratios));
    }
}

/// What queries take that are twice as fast here and half as fast there is the same.
fn geometric_mean(ratios: &[f64]) -> f64 {
    (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / ratios.len() as f64).exp()
}

fn race(case: &Case) -> Race<2> {
    Race::new([contender(case.ours), contender(case.seaquery)], BATCH)
}

fn table(cases: &[Case], races: &[Race<2>]) {
    println!("Build + render + drop: median ns, median ratio of the rounds");
    println!();
    println!("| query | dialect  |    ours ns | seaquery ns | ours/seaquery |");
    println!("|-------|----------|-----------:|------------:|--------------:|");
    for (case, race) in cases.iter().zip(races) {
        println!(
            "| {}   | {:<8} | {:>10.0} | {:>11.0} | {:>13.2} |",
            case.query,
            case.dialect,
            race.nanos(0),
            race.nanos(1),
            race.ratio(0, 1),
        );
    }
    println!();
    println!("{} rounds", races.iter().map(Race::rounds).max().unwrap_or(0));
}

/// # Panics
/// When the sides say different things: then the times would compare different work.
fn check(case: &Case) {
    let (ours, seaquery) = ((case.ours)(), (case.seaquery)());
    let same = names(&ours.0) == names(&seaquery.0) && ours.1 == seaquery.1;
    assert!(
        same,
        "{} {}: the sides disagree\n{} {}\n{} {}",
        case.query, case.dialect, ours.1, ours.0, seaquery.1, seaquery.0,
    );
}

/// The tables and columns of a text, in their order. Words differ: how a day is moved, what escapes a pattern.
fn names(text: &str) -> Vec<&str> {
    text.split(['"', '`']).skip(1).step_by(2).collect()
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    macro_rules! on {
        ($name:ident, $dialect:literal, $Ours:ident, $Theirs:ident) => {
            cases.push(Case {
                query: stringify!($name),
                dialect: $dialect,
                ours: || ours::done(&ours::$name(), &$Ours::new()),
                seaquery: || seaquery::$name($Theirs),
            });
        };
    }
    macro_rules! queries {
        ($($name:ident)*) => { $(
            on!($name, "sqlite", Sqlite, SqliteQueryBuilder);
            on!($name, "postgres", Postgres, PostgresQueryBuilder);
            on!($name, "mysql", MySql, MysqlQueryBuilder);
        )* };
    }
    queries! {
        q01 q02 q03 q04 q05 q06 q07 q08 q09 q10 q11 q12 q13 q14 q15 q16 q17 q18 q19 q20 q21 q22
    }
    cases
}
