//! Random statements and expressions: the same rows on every engine, or a `CompileError`.
//!
//! A statement is grown by choices, of types on which the engines agree, over tables of a few rows
//! full of corners. What an engine does not refuse when it is compiled, its server has to take, and
//! the rows have to be those of the other engines. What fails is shown in its least form, with the
//! rows that it needs.
//!
//! `ALUDEL_FUZZ_SEED` says which statements; there are 2,000 of them, or `ALUDEL_FUZZ_STATEMENTS`, or
//! as many as `ALUDEL_FUZZ_SECONDS` is time for. `ALUDEL_FUZZ_NUMBER` is one statement, by the number
//! that a report of it begins with. An hour, on servers of its own, as statements that are right
//! crash the one or other of them at times:
//! `ALUDEL_FUZZ_SECONDS=3600 ALUDEL_FUZZ_SEED=$RANDOM tests/all-engines.sh random_statements`.

use std::env;
use std::time::{Duration, Instant};

use crate::engines::Db;

mod choices;
mod compare;
mod data;
mod expressions;
mod groups;
mod kind;
mod operators;
mod select;
mod tree;
mod write;

use choices::{Choices, least};
use compare::{Case, Tally, agree};
use data::Data;
use tree::{Grower, Style};

/// How many different failures are shown.
const SHOWN: usize = 5;
/// How many statements there are unless it is said how many, or for how long.
const STATEMENTS: u64 = 2_000;
/// The numbers of a seed's statements begin with it.
const NUMBERS: u64 = 1_000_000;
/// How long a failure is reduced.
const REDUCED_WITHIN: Duration = Duration::from_secs(20);
/// How many statements are run on the same rows.
const ON_SAME_ROWS: u64 = 150;

fn setting(variable: &str, default: u64) -> u64 {
    env::var(variable).map_or(default, |text| text.parse().expect("a number"))
}

fn grow(choices: Choices) -> (Case, Choices) {
    let mut grower = Grower::new(choices, Style::Plain, 4);
    let case = Case::grown(&mut grower);
    (case, grower.choices)
}

/// The least choices and the fewest rows for which the engines disagree, with all that they say.
fn report(dbs: &mut [Db], made: Vec<u32>, mut data: Data) -> String {
    let start = Instant::now();
    let fails = |dbs: &mut [Db], made: &[u32], data: &Data| {
        let (case, _) = grow(Choices::again(made));
        start.elapsed() < REDUCED_WITHIN && !agree(&case.answers(dbs, data))
    };
    let spans = |made: &[u32]| grow(Choices::again(made)).1.spans();
    let made = least(made, spans, |made| fails(dbs, made, &data));
    while let Some(less) = data.smaller().into_iter().find(|data| {
        dbs.iter_mut().for_each(|db| data.fill(db));
        fails(dbs, &made, data)
    }) {
        data = less;
    }
    dbs.iter_mut().for_each(|db| data.fill(db));
    let made = least(made, spans, |made| fails(dbs, made, &data));
    grow(Choices::again(&made)).0.report(dbs, &data)
}

/// Which statements are run.
struct Numbers {
    seed: u64,
    first: u64,
    count: u64,
    until: Option<Instant>,
}

impl Numbers {
    fn of_environment() -> Self {
        let is_set = |variable: &str| env::var(variable).is_ok();
        let seed = setting("ALUDEL_FUZZ_SEED", 1);
        let start = seed.wrapping_mul(NUMBERS);
        let time = Duration::from_secs(setting("ALUDEL_FUZZ_SECONDS", 0));
        let until = is_set("ALUDEL_FUZZ_SECONDS").then(|| Instant::now() + time);
        let count = if until.is_some() { u64::MAX } else { STATEMENTS };
        let count = setting("ALUDEL_FUZZ_STATEMENTS", count);
        let first = setting("ALUDEL_FUZZ_NUMBER", start);
        let count = if is_set("ALUDEL_FUZZ_NUMBER") { 1 } else { count };
        Numbers { seed, first, count, until }
    }

    fn is_done(&self, statements: u64) -> bool {
        statements == self.count || self.until.is_some_and(|until| Instant::now() > until)
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn random_statements_mean_the_same_on_all_engines() {
    let mut dbs = [Db::sqlite(), Db::postgres(), Db::mysql(), Db::mariadb()];
    dbs.iter_mut().for_each(data::create);
    let numbers = Numbers::of_environment();
    let seed = numbers.seed;
    let mut tally = Tally::default();
    let mut reports = Vec::new();
    let mut data = None;
    for number in numbers.first.. {
        if numbers.is_done(tally.statements) || reports.len() == SHOWN {
            break;
        }
        let place = number % NUMBERS % ON_SAME_ROWS;
        if place == 0 || data.is_none() {
            let drawn = Data::drawn(number - place);
            dbs.iter_mut().for_each(|db| drawn.fill(db));
            data = Some(drawn);
        }
        let Some(data) = &data else { continue };
        let (case, made) = grow(Choices::drawn(number));
        let answers = case.answers(&mut dbs, data);
        tally.count(&answers);
        if !agree(&answers) {
            let report = report(&mut dbs, made.made(), data.clone());
            eprintln!("{number}: {report}");
            reports.push(format!("{number}: {report}"));
            dbs.iter_mut().for_each(|db| data.fill(db));
        }
    }
    println!("ALUDEL_FUZZ_SEED={seed}: {tally}");
    assert!(reports.is_empty(), "ALUDEL_FUZZ_SEED={seed}:\n{}", reports.join("\n"));
}
