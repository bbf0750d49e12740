//! The choices that a statement is made by: drawn by a seed, written down, made again.

use std::ops::Range;

/// Draws numbers, or takes those that were drawn before. A statement is a function of its choices;
/// the first alternative, 0, is the simplest, and what is missing is 0. So a list of choices that is
/// shorter, or smaller number by number, makes a simpler statement, of the right types still.
pub struct Choices {
    random: Option<Random>,
    made: Vec<u32>,
    taken: usize,
    spans: Vec<Range<usize>>,
}

impl Choices {
    pub fn drawn(seed: u64) -> Self {
        Choices { random: Some(Random::new(seed)), made: Vec::new(), taken: 0, spans: Vec::new() }
    }

    pub fn again(made: &[u32]) -> Self {
        Choices { random: None, made: made.to_vec(), taken: 0, spans: Vec::new() }
    }

    /// What was chosen so far.
    pub fn made(mut self) -> Vec<u32> {
        self.made.truncate(self.taken);
        self.made
    }

    /// The stretches that were marked, as far as there are choices.
    pub fn spans(&self) -> Vec<Range<usize>> {
        let within = |span: &&Range<usize>| span.end <= self.made.len() && !span.is_empty();
        self.spans.iter().filter(within).cloned().collect()
    }

    /// Where a stretch starts that makes one thing.
    pub fn start(&self) -> usize {
        self.taken
    }

    pub fn end(&mut self, start: usize) {
        self.spans.push(start..self.taken);
    }

    pub fn below(&mut self, bound: usize) -> usize {
        if let Some(random) = &mut self.random {
            self.made.push(random.below(bound) as u32);
        }
        let choice = self.made.get(self.taken).map_or(0, |choice| *choice as usize % bound);
        self.taken += 1;
        choice
    }

    /// Whether one time in so many.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

/// The least choices for which it fails still: without what a stretch of them made, with what lies
/// inside it instead, with the simplest, or with a smaller number. `spans` tells the stretches.
pub fn least(
    mut made: Vec<u32>,
    spans: impl Fn(&[u32]) -> Vec<Range<usize>>,
    mut fails: impl FnMut(&[u32]) -> bool,
) -> Vec<u32> {
    const TRIES: usize = 4_000;
    let mut tries = 0;
    loop {
        let before = made.clone();
        for simplify in [without, zeroed, inside, smaller] {
            let mut number = 0;
            while let Some(other) = simplify(&made, &spans(&made), number) {
                tries += 1;
                if tries > TRIES {
                    return made;
                }
                if simpler(&other, &made) && fails(&other) {
                    made = other;
                } else {
                    number += 1;
                }
            }
        }
        if made == before {
            return made;
        }
    }
}

type Spans = [Range<usize>];

fn replaced(made: &[u32], span: &Range<usize>, by: &[u32]) -> Vec<u32> {
    [&made[..span.start], by, &made[span.end..]].concat()
}

/// Without the stretch of that number, the last made first, which is around those before it.
fn without(made: &[u32], spans: &Spans, number: usize) -> Option<Vec<u32>> {
    let span = spans.iter().rev().nth(number)?;
    Some(replaced(made, span, &[]))
}

/// With the simplest in its place.
fn zeroed(made: &[u32], spans: &Spans, number: usize) -> Option<Vec<u32>> {
    let span = spans.iter().rev().nth(number)?;
    Some(replaced(made, span, &vec![0; span.len()]))
}

/// With a stretch inside it in its place.
fn inside(made: &[u32], spans: &Spans, number: usize) -> Option<Vec<u32>> {
    let within = |outer: &Range<usize>| {
        let outer = outer.clone();
        let inner =
            move |inner: &&Range<usize>| inner.start > outer.start && inner.end <= outer.end;
        spans.iter().rev().filter(inner).take(12)
    };
    let mut pairs =
        spans.iter().rev().flat_map(|outer| within(outer).map(move |inner| (outer, inner)));
    let (outer, inner) = pairs.nth(number)?;
    Some(replaced(made, outer, &made[inner.clone()]))
}

/// With one choice left out, or made smaller.
fn smaller(made: &[u32], _: &Spans, number: usize) -> Option<Vec<u32>> {
    let index = number / 4;
    let choice = *made.get(index)?;
    let by: &[u32] = match number % 4 {
        0 => &[0],
        1 => &[choice / 2],
        2 => &[choice.saturating_sub(1)],
        _ => &[],
    };
    Some(replaced(made, &(index..index + 1), by))
}

fn simpler(one: &[u32], other: &[u32]) -> bool {
    let end =
        |made: &[u32]| made.iter().rposition(|choice| *choice != 0).map_or(0, |last| last + 1);
    let (one, other) = (&one[..end(one)], &other[..end(other)]);
    (one.len(), one.iter().sum::<u32>()) < (other.len(), other.iter().sum::<u32>())
}

/// xorshift64*.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        number as usize % bound
    }
}
