//! What is printed.

use crate::case::{Case, Lane, Side};

/// `a postgres limit=2.10 seaquery=0.29 allocs=5`: ours against each, and our allocations.
pub fn summary_line(lane: &Lane) {
    println!(
        "{} {} limit={:.2} seaquery={:.2} allocs={}",
        lane.statement,
        lane.dialect,
        lane.race.ratio(Side::OURS, Side::LIMIT),
        lane.race.ratio(Side::OURS, Side::SEAQUERY),
        lane.allocations[Side::OURS],
    );
}

pub fn table(lanes: &[Lane]) {
    println!("Build + render + drop: median ns, median ratios of the rounds, allocations");
    println!();
    println!(
        "| | dialect  |   limit ns | seaquery ns |    ours ns | ours/limit | ours/seaquery | seaquery/limit | allocs limit, seaquery, ours |"
    );
    println!(
        "|-|----------|-----------:|------------:|-----------:|-----------:|--------------:|---------------:|-----------------------------:|"
    );
    for lane in lanes {
        let Lane { statement, dialect, allocations: [limit, seaquery, ours], race } = lane;
        println!(
            "|{statement}| {dialect:<8} | {:>10.0} | {:>11.0} | {:>10.0} | {:>10.2} | {:>13.2} | {:>14.2} | {:>28} |",
            race.nanos(Side::LIMIT),
            race.nanos(Side::SEAQUERY),
            race.nanos(Side::OURS),
            race.ratio(Side::OURS, Side::LIMIT),
            race.ratio(Side::OURS, Side::SEAQUERY),
            race.ratio(Side::SEAQUERY, Side::LIMIT),
            format!("{limit}, {seaquery}, {ours}"),
        );
    }
    println!();
    println!("{} rounds", lanes.iter().map(|lane| lane.race.rounds()).max().unwrap_or(0));
}

/// The sides' texts one under the other, long ones cut.
pub fn texts(case: &Case) {
    println!("{} {}", case.statement, case.dialect);
    for (side, name) in case.sides.iter().zip(Side::NAMES) {
        println!("{name:>9}: {}", side.rendered);
    }
}
