//! A music store in SQLite: its tables made and filled, then a dozen questions asked of it.
//!
//! ```sh
//! cargo run --example chinook                   # in memory
//! cargo run --example chinook -- store.sqlite   # in a file, whose store is replaced
//! ```
//!
//! Read `schema.rs` first, then `questions.rs`: each question is a function that returns a query.

mod answers;
mod data;
mod load;
mod print;
mod questions;
mod schema;
#[cfg(test)]
mod tests;

use std::env;
use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use aludel::prelude::SqliteConnection;

use print::Page;

type Result<T = (), E = Box<dyn Error>> = std::result::Result<T, E>;

fn main() -> ExitCode {
    let args: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let done = match args.as_slice() {
        [] => run(Path::new(":memory:")),
        [path] if !path.to_string_lossy().starts_with('-') => run(path),
        _ => Err("usage: cargo run --example chinook -- [:memory: | FILE]".into()),
    };
    match done {
        Err(error) if !is_closed_pipe(&*error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

fn run(path: &Path) -> Result {
    let start = Instant::now();
    eprintln!("loading the store into {}", path.display());
    let mut db = SqliteConnection::open(path)?;
    load::load(&mut db)?;
    let loaded = start.elapsed();
    answers::answer(&mut db, &mut Page(io::stdout()))?;
    eprintln!("\nloaded in {loaded:.1?}, answered in {:.1?}", start.elapsed() - loaded);
    Ok(())
}

/// Whoever reads the output has seen enough: `… | head`.
fn is_closed_pipe(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref().is_some_and(|error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe)
}
