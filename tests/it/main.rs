//! What this crate promises, tested on the four engines. Run by `tests/all-engines.sh`.

mod aggregates;
mod bad_input;
mod cells;
mod chinook_tasks;
mod clauses;
mod cluster;
mod constructs;
mod dates;
mod ddl;
mod deep;
#[cfg(feature = "pool")]
mod engine;
mod engines;
mod everyday;
#[cfg(feature = "pool")]
mod faults;
mod from;
mod fuzz;
mod hostile;
mod json;
mod keys;
mod lists;
mod many;
mod matrix;
mod mysql;
mod pg;
mod portability;
mod postgres;
mod rows;
mod scalar;
mod schema;
mod tpch;
mod types;
mod windows;
mod writes;
