//! What we add to inserting many rows: 100,000 of six columns through `insert_many`, and through the driver in the
//! ways one would write by hand, of which the fastest counts.
//!
//! Each repetition empties the table and fills it in one transaction. SQLite is in memory. PostgreSQL, MySQL and
//! MariaDB are measured where their addresses are given, as `tests/servers.sh` prints them:
//!
//! ```text
//! eval "$(tests/servers.sh up)"
//! cargo bench --bench bulk                  the table
//! cargo bench --bench bulk -- --summary     one line for each engine, for machines
//! cargo bench --bench bulk -- --quick       5 rounds
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
use std::rc::Rc;
use std::time::Duration;

use crate::measure::{Race, contender};

/// A row to insert.
pub type Reading = (i64, i32, String, Option<String>, f64, bool);

const ROWS: i64 = 100_000;

/// One way to fill the table.
pub trait Side {
    fn fill(&mut self, rows: &[Reading]);
    fn count(&mut self) -> i64;
}

/// The ways of an engine, on one connection and one table.
pub struct Engine {
    pub name: &'static str,
    /// The names of the two ways by hand.
    pub by_hand: [&'static str; 2],
    /// Two ways by hand, and ours.
    pub sides: fn() -> [Box<dyn Side>; 3],
}

/// What all sides share.
pub type Shared<D> = Rc<RefCell<D>>;

const OURS: usize = 2;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let time = Duration::from_secs(if given("--quick") { 0 } else { 15 });

    let rows: Rc<Vec<Reading>> = Rc::new((1..=ROWS).map(reading).collect());
    let engines: Vec<Engine> = [sqlite::ENGINE, postgres::ENGINE, mysql::MYSQL, mysql::MARIADB]
        .into_iter()
        .filter(|engine| servers::reachable(engine.name))
        .collect();
    let races: Vec<(&Engine, Race<3>)> = engines
        .iter()
        .map(|engine| {
            let mut race = race(engine, &rows);
            measure::run([&mut race], time);
            (engine, race)
        })
        .collect();

    match given("--summary") {
        true => races.iter().for_each(summary_line),
        false => table(&races),
    }
}

fn reading(id: i64) -> Reading {
    let note = (id % 3 != 0).then(|| format!("note {id}"));
    let place = i32::try_from(id % 1000).unwrap();
    (id, place, format!("reading number {id}"), note, id as f64 * 0.25, id % 2 == 1)
}

fn race(engine: &Engine, rows: &Rc<Vec<Reading>>) -> Race<3> {
    let contenders = (engine.sides)().map(|mut side| {
        let rows = rows.clone();
        side.fill(&rows);
        assert_eq!(side.count(), ROWS, "rows on {}", engine.name);
        contender(move || side.fill(&rows))
    });
    Race::new(contenders, Duration::from_millis(1))
}

/// Ours against the faster of the two by hand.
fn ratio(race: &Race<3>) -> f64 {
    let best = if race.nanos(0) <= race.nanos(1) { 0 } else { 1 };
    race.ratio(OURS, best)
}

/// `bulk sqlite raw=1.03`
fn summary_line((engine, race): &(&Engine, Race<3>)) {
    println!("bulk {} raw={:.2}", engine.name, ratio(race));
}

fn table(races: &[(&Engine, Race<3>)]) {
    println!("Median ms for {ROWS} rows, median ratio of the rounds to the faster way by hand");
    println!();
    println!("| engine   | by hand                                    |   ours | ours/raw |");
    println!("|----------|--------------------------------------------|-------:|---------:|");
    for (engine, race) in races {
        let ms = |contender| race.nanos(contender) / 1e6;
        let [first, second] = [0, 1].map(|way| format!("{}: {:.0}", engine.by_hand[way], ms(way)));
        let by_hand = format!("{first}, {second}");
        println!(
            "| {:<8} | {by_hand:<42} | {:>6.0} | {:>8.2} |",
            engine.name,
            ms(OURS),
            ratio(race)
        );
    }
    println!();
    println!("{} rounds", races.iter().map(|(_, race)| race.rounds()).max().unwrap_or(0));
}
