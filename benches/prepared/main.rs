//! Statements rendered once and bound anew, in one interleaved run with sides that make the statement each time: the
//! statements a, b and f of the render bench against its hand-written limit and sea-query; and IN of a list that is one
//! parameter against the bare list as the driver takes it, and sea-query, which has a placeholder for each value.
//!
//! ```text
//! cargo bench --bench prepared                 median nanoseconds and ratios
//! cargo bench --bench prepared -- --quick      the same in a third of the time, rougher
//! cargo bench --bench prepared -- --summary    one line per statement and dialect, for machines
//! cargo bench --bench prepared -- --profile 'rebind f sqlite' 1000000    only our side, for perf or callgrind
//! ```

#[path = "../render/allocations.rs"]
mod allocations;
#[path = "../render/case.rs"]
#[allow(dead_code)]
mod case;
#[path = "../render/input.rs"]
#[allow(dead_code)]
mod input;
#[path = "../render/limit.rs"]
#[allow(dead_code)]
mod limit;
mod list;
#[path = "../measure.rs"]
mod measure;
#[path = "../render/ours.rs"]
#[allow(dead_code)]
mod ours;
mod rebind;
#[path = "../render/seaquery.rs"]
#[allow(dead_code)]
mod seaquery;

use std::time::Duration;

use crate::measure::{Contender, Race};

/// A statement on a dialect: its name, and by hand, sea-query and ours.
pub struct Case {
    pub name: String,
    pub sides: [Contender; 3],
    /// Allocations of ours, once.
    pub allocations: u64,
}

const HAND: usize = 0;
const SEAQUERY: usize = 1;
const OURS: usize = 2;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |name: &str| arguments.iter().any(|argument| argument == name);
    allocations::settle();
    let cases: Vec<Case> = rebind::cases().into_iter().chain(list::cases()).collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--profile") {
        let case = cases.into_iter().find(|case| case.name == arguments[at + 1]);
        let [_, _, mut ours] = case.expect("--profile NAME TIMES, a name of the table").sides;
        ours(arguments[at + 2].parse().expect("--profile NAME TIMES, a number"));
        return;
    }
    let names: Vec<_> = cases.iter().map(|case| (case.name.clone(), case.allocations)).collect();
    let batch = Duration::from_millis(2);
    let mut races: Vec<_> = cases.into_iter().map(|case| Race::new(case.sides, batch)).collect();
    let each = Duration::from_millis(if has("--quick") { 300 } else { 1000 });
    measure::run(races.iter_mut(), each * names.len() as u32);
    for ((name, allocations), race) in names.iter().zip(&races) {
        let (limit, seaquery) = (race.ratio(OURS, HAND), race.ratio(OURS, SEAQUERY));
        if has("--summary") {
            println!("{name} limit={limit:.2} seaquery={seaquery:.2} allocs={allocations}");
        } else {
            let (hand, ours) = (race.nanos(HAND), race.nanos(OURS));
            println!(
                "{name:<24} {hand:>8.0} ns by hand, {ours:>8.0} ns ours: {limit:.2}; of sea-query {seaquery:.2}"
            );
        }
    }
    if !has("--summary") {
        println!("{} rounds", races.iter().map(Race::rounds).max().unwrap_or(0));
    }
}
