//! One statement on one dialect: its three sides, their agreement, their race.

use std::fmt;
use std::hint::black_box;
use std::time::Duration;

use crate::allocations;
use crate::measure::{Contender, Race, contender};

/// What a side made, its parameters already dropped: ours may borrow from the statement, which is gone too.
pub struct Rendered {
    text: String,
    parameters: usize,
}

impl Rendered {
    /// Shows the parameters to the optimiser as used, so that nobody's copies are left out.
    pub fn new<P>(text: String, parameters: &[P]) -> Self {
        Rendered { text, parameters: black_box(parameters).len() }
    }

    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Rendered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>5} parameters: {:.600}", self.parameters, self.text)
    }
}

/// One way of making the statement, and what came out when it was tried.
pub struct Side {
    pub rendered: Rendered,
    allocations: u64,
    spellings: &'static [(&'static str, &'static str)],
    pub contender: Contender,
}

impl Side {
    pub const NAMES: [&str; 3] = ["limit", "seaquery", "ours"];
    pub const LIMIT: usize = 0;
    pub const SEAQUERY: usize = 1;
    pub const OURS: usize = 2;

    /// `spellings` are replacements that turn this side's words into the limit's, where it has no choice.
    pub fn new(
        spellings: &'static [(&'static str, &'static str)],
        make: impl Fn() -> Rendered + 'static,
    ) -> Self {
        let rendered = make(); // also a warm-up: caches filled on first use are not counted as allocations
        Side {
            rendered,
            allocations: allocations::during(&make),
            spellings,
            contender: contender(make),
        }
    }

    /// The text as it is compared: without whitespace and parentheses, where tastes differ and engines do not care.
    fn comparable(&self) -> String {
        let respelled = self
            .spellings
            .iter()
            .fold(self.rendered.text().to_owned(), |text, (from, to)| text.replace(from, to));
        respelled.chars().filter(|c| !c.is_whitespace() && !"()".contains(*c)).collect()
    }
}

/// All sides of one statement on one dialect.
pub struct Case {
    pub statement: char,
    pub dialect: &'static str,
    pub sides: [Side; 3],
}

impl Case {
    pub fn side_mut(&mut self, side: usize) -> &mut Side {
        &mut self.sides[side]
    }

    /// # Panics
    /// When a side says something else than the limit: then the times would compare different work.
    pub fn check(&self) {
        let limit = &self.sides[Side::LIMIT];
        for (side, name) in self.sides.iter().zip(Side::NAMES) {
            let same = side.comparable() == limit.comparable()
                && side.rendered.parameters == limit.rendered.parameters;
            assert!(
                same,
                "{} {}: limit and {name} disagree\n{}\n{}",
                self.statement, self.dialect, limit.rendered, side.rendered,
            );
        }
    }

    /// Puts the sides at the start line.
    pub fn into_lane(self) -> Lane {
        const BATCH: Duration = Duration::from_millis(2);
        Lane {
            statement: self.statement,
            dialect: self.dialect,
            allocations: self.sides.each_ref().map(|side| side.allocations),
            race: Race::new(self.sides.map(|side| side.contender), BATCH),
        }
    }
}

/// A case whose sides have agreed and are being timed.
pub struct Lane {
    pub statement: char,
    pub dialect: &'static str,
    pub allocations: [u64; 3],
    pub race: Race<3>,
}
