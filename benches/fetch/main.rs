//! What we add to a driver: SQLite in memory through us, and through rusqlite as one would write it by hand.
//!
//! - `fetch`: 100,000 rows of six columns into a `Vec` of tuples.
//! - `point`: one row by its key, the statement built and rendered anew each time on our side, constant text on
//!   the other; both sides use the driver's statement cache.
//!
//! ```text
//! cargo bench --bench fetch                  the table
//! cargo bench --bench fetch -- --summary     one line for each, for machines
//! cargo bench --bench fetch -- --quick       3 s instead of 20
//! ```

#[path = "../measure.rs"]
mod measure;
mod ours;
mod raw;

use std::hint::black_box;
use std::time::Duration;

use crate::measure::{Race, contender};

/// A row of the table, as both sides return it.
pub type Reading = (i64, i32, String, Option<String>, f64, bool);

const ROWS: i64 = 100_000;

const RAW: usize = 0;
const OURS: usize = 1;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let time = Duration::from_secs(if given("--quick") { 3 } else { 20 });

    check();
    let mut races = [("fetch", fetch()), ("point", point())];
    measure::run(races.iter_mut().map(|(_, race)| race), time);

    match given("--summary") {
        true => races.iter().for_each(|(name, race)| summary_line(name, race)),
        false => table(&races),
    }
}

/// # Panics
/// When the two sides do not return the same rows.
fn check() {
    let mut raw = raw::open(database());
    let mut ours = ours::open(database());
    assert!(raw::all(&mut raw) == ours::all(&mut ours), "all rows differ");
    for id in [1, ROWS / 2, ROWS] {
        assert_eq!(raw::one(&mut raw, id), ours::one(&mut ours, id));
    }
}

fn fetch() -> Race<2> {
    let mut raw = raw::open(database());
    let mut ours = ours::open(database());
    let contenders =
        [contender(move || raw::all(&mut raw)), contender(move || ours::all(&mut ours))];
    Race::new(contenders, Duration::from_millis(25))
}

fn point() -> Race<2> {
    let mut raw = raw::open(database());
    let mut ours = ours::open(database());
    let (mut for_raw, mut for_ours) = (ids(), ids());
    let contenders = [
        contender(move || raw::one(&mut raw, black_box(for_raw.next().unwrap()))),
        contender(move || ours::one(&mut ours, black_box(for_ours.next().unwrap()))),
    ];
    Race::new(contenders, Duration::from_millis(10))
}

/// Every key of the table, over and over, in an order that jumps about; the step has no divisor in common with
/// [`ROWS`].
fn ids() -> impl Iterator<Item = i64> {
    const STEP: i64 = 7919;
    std::iter::successors(Some(0), |last| Some((last + STEP) % ROWS)).map(|offset| offset + 1)
}

/// A database in memory, the same each time.
fn database() -> rusqlite::Connection {
    let db = rusqlite::Connection::open_in_memory().unwrap();
    db.execute_batch(
        "CREATE TABLE readings (
            id INTEGER PRIMARY KEY, place INTEGER NOT NULL, label TEXT NOT NULL, note TEXT,
            value REAL NOT NULL, valid INTEGER NOT NULL
        );",
    )
    .unwrap();
    db.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
        INSERT INTO readings
        SELECT i, i % 1000, 'reading number ' || i, CASE i % 3 WHEN 0 THEN NULL ELSE 'note ' || i END, i * 0.25, i % 2
        FROM n",
        [ROWS],
    )
    .unwrap();
    db
}

/// `fetch sqlite raw=1.03`: ours against the hand-written.
fn summary_line(name: &str, race: &Race<2>) {
    println!("{name} sqlite raw={:.2}", race.ratio(OURS, RAW));
}

fn table(races: &[(&str, Race<2>)]) {
    println!("Median ns, median ratios of the rounds");
    println!();
    println!("|       |       raw ns |      ours ns | ours/raw |");
    println!("|-------|-------------:|-------------:|---------:|");
    for (name, race) in races {
        println!(
            "| {name} | {:>12.0} | {:>12.0} | {:>8.2} |",
            race.nanos(RAW),
            race.nanos(OURS),
            race.ratio(OURS, RAW)
        );
    }
    println!();
    println!("{} rounds", races.iter().map(|(_, race)| race.rounds()).max().unwrap_or(0));
}
