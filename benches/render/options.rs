//! The command line.

use std::time::Duration;

pub struct Options {
    /// The letters of the statements wanted.
    pub filter: String,
    pub task: Task,
}

pub enum Task {
    Measure { time_per_case: Duration, summary: bool },
    Texts,
    Profile { dialect: String, times: u64 },
}

const THOROUGH: Duration = Duration::from_millis(1700);
const QUICK: Duration = Duration::from_millis(200);

impl Options {
    /// Reads the process's arguments; what it cannot read ends the process with a usage line.
    pub fn from_arguments() -> Self {
        Self::parse(std::env::args().skip(1)).unwrap_or_else(|problem| {
            eprintln!("{problem}");
            eprintln!("usage: [--quick] [--summary] [--filter LETTERS] [--texts] [--profile LETTER DIALECT TIMES]");
            std::process::exit(2)
        })
    }

    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut filter = String::from("abcdefg");
        let (mut time_per_case, mut summary, mut other_task) = (THOROUGH, false, None);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument}: a value is missing"));
            match argument.as_str() {
                "--bench" => {} // cargo says so to every bench
                "--quick" => time_per_case = QUICK,
                "--summary" => summary = true,
                "--filter" => filter = value()?,
                "--texts" => other_task = Some(Task::Texts),
                "--profile" => {
                    filter = value()?;
                    let dialect = value()?;
                    let times = value()?.parse().map_err(|_| "--profile: TIMES is not a number")?;
                    other_task = Some(Task::Profile { dialect, times });
                }
                unknown => return Err(format!("{unknown}: unknown argument")),
            }
        }
        let task = other_task.unwrap_or(Task::Measure { time_per_case, summary });
        Ok(Options { filter, task })
    }
}
