//! What we add to a driver: a table read through us, and through the driver as one would write it by hand.
//!
//! - `fetch`: 100,000 rows of six columns into a `Vec` of tuples.
//! - `point`: one row by its key, the statement built and rendered anew each time on our side, constant text on
//!   the other; both sides keep the statement prepared.
//! - `rebind`: the same with a query rendered once (`prepare_query`) and bound anew each time.
//!
//! SQLite is in memory. PostgreSQL, MySQL and MariaDB are measured where their addresses are given, as
//! `tests/servers.sh` prints them:
//!
//! ```text
//! eval "$(tests/servers.sh up)"
//! cargo bench --bench fetch                  the table
//! cargo bench --bench fetch -- --summary     one line for each, for machines
//! cargo bench --bench fetch -- --quick       3 s instead of 20
//! ```

#[path = "../measure.rs"]
mod measure;
mod mysql;
mod ours;
mod postgres;
#[path = "../servers.rs"]
mod servers;
mod sqlite;

use std::cell::RefCell;
use std::hint::black_box;
use std::rc::Rc;
use std::time::Duration;

use crate::measure::{Race, contender};

/// A row of the table, as both sides return it.
pub type Reading = (i64, i32, String, Option<String>, f64, bool);

pub const ROWS: i64 = 100_000;

/// One way to read the table.
pub trait Side {
    fn all(&mut self) -> Vec<Reading>;
    fn one(&mut self, id: i64) -> Reading;
    /// With a query rendered once.
    fn rebound(&mut self, id: i64) -> Reading {
        self.one(id)
    }
}

/// The two sides of an engine, on one connection: of two, a server may be quicker to hear one.
pub struct Engine {
    pub name: &'static str,
    /// By hand, and ours.
    pub sides: fn() -> [Box<dyn Side>; 2],
}

/// What both sides share.
pub type Shared<D> = Rc<RefCell<D>>;

const RAW: usize = 0;
const OURS: usize = 1;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let time = Duration::from_secs(if given("--quick") { 3 } else { 20 });

    let engines: Vec<Engine> = [sqlite::ENGINE, postgres::ENGINE, mysql::MYSQL, mysql::MARIADB]
        .into_iter()
        .filter(|engine| servers::reachable(engine.name))
        .collect();
    engines.iter().for_each(check);
    let mut races: Vec<(&str, &str, Race<2>)> = engines
        .iter()
        .flat_map(|engine| {
            [
                ("fetch", engine.name, fetch(engine)),
                ("point", engine.name, point(engine, |side, id| side.one(id))),
                ("rebind", engine.name, point(engine, |side, id| side.rebound(id))),
            ]
        })
        .collect();
    measure::run(races.iter_mut().map(|(.., race)| race), time * engines.len() as u32);

    match given("--summary") {
        true => races.iter().for_each(summary_line),
        false => table(&races),
    }
}

/// # Panics
/// When the two sides do not return the same rows.
fn check(engine: &Engine) {
    let [mut raw, mut ours] = (engine.sides)();
    let sorted = |mut rows: Vec<Reading>| {
        rows.sort_by_key(|row| row.0);
        rows
    };
    assert!(sorted(raw.all()) == sorted(ours.all()), "all rows differ on {}", engine.name);
    for id in [1, ROWS / 2, ROWS] {
        assert_eq!(raw.one(id), ours.one(id), "on {}", engine.name);
        assert_eq!(raw.one(id), ours.rebound(id), "on {}", engine.name);
    }
}

fn fetch(engine: &Engine) -> Race<2> {
    let [mut raw, mut ours] = (engine.sides)();
    let contenders = [contender(move || raw.all()), contender(move || ours.all())];
    Race::new(contenders, Duration::from_millis(25))
}

fn point(engine: &Engine, one: fn(&mut dyn Side, i64) -> Reading) -> Race<2> {
    let [mut raw, mut ours] = (engine.sides)();
    let (mut for_raw, mut for_ours) = (ids(), ids());
    let contenders = [
        contender(move || one(&mut *raw, black_box(for_raw.next().unwrap()))),
        contender(move || one(&mut *ours, black_box(for_ours.next().unwrap()))),
    ];
    Race::new(contenders, Duration::from_millis(10))
}

/// Every key of the table, over and over, in an order that jumps about; the step has no divisor in common with
/// [`ROWS`].
fn ids() -> impl Iterator<Item = i64> {
    const STEP: i64 = 7919;
    std::iter::successors(Some(0), |last| Some((last + STEP) % ROWS)).map(|offset| offset + 1)
}

/// `fetch sqlite raw=1.03`: ours against the hand-written.
fn summary_line((name, engine, race): &(&str, &str, Race<2>)) {
    println!("{name} {engine} raw={:.2}", race.ratio(OURS, RAW));
}

fn table(races: &[(&str, &str, Race<2>)]) {
    println!("Median ns, median ratios of the rounds");
    println!();
    println!("|        | engine   |       raw ns |      ours ns | ours/raw |");
    println!("|--------|----------|-------------:|-------------:|---------:|");
    for (name, engine, race) in races {
        println!(
            "| {name:<6} | {engine:<8} | {:>12.0} | {:>12.0} | {:>8.2} |",
            race.nanos(RAW),
            race.nanos(OURS),
            race.ratio(OURS, RAW)
        );
    }
    println!();
    println!("{} rounds", races.iter().map(|(.., race)| race.rounds()).max().unwrap_or(0));
}
