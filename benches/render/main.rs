//! Build + render + drop of seven statements on three dialects: ours, the hand-written limit and sea-query, in one
//! interleaved run. Before anything is timed, all sides must agree on every text and every number of parameters.
//!
//! ```text
//! cargo bench --bench render                              the table, about 40 s
//! cargo bench --bench render -- --quick                   the same in 5 s, rougher
//! cargo bench --bench render -- --summary                 one line per statement and dialect, for machines
//! cargo bench --bench render -- --filter bf               some statements only
//! cargo bench --bench render -- --texts                   what the sides render, and stop
//! cargo bench --bench render -- --profile b postgres 1000000    only our side, for perf or callgrind
//!                                     (with CARGO_PROFILE_BENCH_DEBUG=true, to see names)
//! ```

mod allocations;
mod case;
mod input;
mod limit;
#[path = "../measure.rs"]
mod measure;
mod options;
mod ours;
mod report;
mod seaquery;

use std::hint::black_box;
use std::time::Duration;

use sea_query::{MysqlQueryBuilder, PostgresQueryBuilder, SqliteQueryBuilder};

use crate::case::{Case, Side};
use crate::input::Input;
use crate::options::{Options, Task};

fn main() {
    let options = Options::from_arguments();
    let cases = || cases(&options.filter);
    match options.task {
        Task::Measure { time_per_case, summary } => {
            measure_and_report(cases(), time_per_case, summary)
        }
        Task::Texts => cases().iter().for_each(report::texts),
        Task::Profile { dialect, times } => {
            cases().iter_mut().filter(|case| case.dialect == dialect).for_each(|case| {
                (case.side_mut(Side::OURS).contender)(times);
            })
        }
    }
}

fn measure_and_report(cases: Vec<Case>, time_per_case: Duration, summary: bool) {
    allocations::settle();
    cases.iter().for_each(Case::check);
    let time = time_per_case * cases.len() as u32;
    let mut lanes: Vec<_> = cases.into_iter().map(Case::into_lane).collect();
    measure::run(lanes.iter_mut().map(|lane| &mut lane.race), time);
    match summary {
        true => lanes.iter().for_each(report::summary_line),
        false => report::table(&lanes),
    }
}

/// Every statement that `wanted` names, on every dialect.
fn cases(wanted: &str) -> Vec<Case> {
    let input: &'static Input = Box::leak(Box::new(Input::new()));
    let mut cases = Vec::new();

    macro_rules! case {
        ($name:literal, $dialect:ident, $function:ident, $builder:expr, $spelling:ty) => {
            if wanted.contains($name) {
                let dialect = ours::$dialect();
                cases.push(Case {
                    statement: $name,
                    dialect: stringify!($dialect),
                    sides: [
                        Side::new(&[], || limit::$function::<$spelling>(black_box(input))),
                        Side::new(seaquery::SPELLINGS, || {
                            seaquery::$function($builder, black_box(input))
                        }),
                        Side::new(ours::SPELLINGS, move || {
                            ours::$function(&dialect, black_box(input))
                        }),
                    ],
                });
            }
        };
    }
    macro_rules! statement {
        ($name:literal, $function:ident, on mysql $on_mysql:ident) => {
            case!($name, sqlite, $function, SqliteQueryBuilder, limit::Sqlite);
            case!($name, postgres, $function, PostgresQueryBuilder, limit::Postgres);
            case!($name, mysql, $on_mysql, MysqlQueryBuilder, limit::MySql);
        };
        ($name:literal, $function:ident) => {
            statement!($name, $function, on mysql $function);
        };
    }

    statement!('a', a); // point select of five columns
    statement!('b', b); // three joins, six predicates, GROUP BY, HAVING, ORDER BY, LIMIT
    statement!('c', c); // INSERT of one row of eight columns
    statement!('d', d); // INSERT of a thousand rows
    statement!('e', e, on mysql e_without_returning); // UPDATE with four assignments, RETURNING
    statement!('f', f); // CTE with a window function, UNION ALL
    statement!('g', g); // IN of a thousand integers
    cases
}
