//! Timing that survives a busy machine: contenders take turns in batches of a few milliseconds, and a ratio
//! is taken within each round, where both sides met the same weather. What is reported is the median round.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// One way of doing the work; called with a count, it says how long that many repetitions took.
pub type Contender = Box<dyn FnMut(u64) -> Duration>;

/// Each repetition pays for making its result and for dropping it.
pub fn contender<Output>(mut work: impl FnMut() -> Output + 'static) -> Contender {
    Box::new(move |repetitions| {
        let start = Instant::now();
        for _ in 0..repetitions {
            let output = work();
            black_box(&output);
        }
        start.elapsed()
    })
}

/// Room for them is taken beforehand, so that while contenders run nobody else moves the heap about.
const MOST_ROUNDS: usize = 10_000;

/// Contenders for the same work, and what each round of them took.
pub struct Race<const N: usize> {
    contenders: [Contender; N],
    repetitions: [u64; N],
    /// Nanoseconds for one repetition.
    rounds: Vec<[f64; N]>,
}

impl<const N: usize> Race<N> {
    /// Chooses how often each contender must repeat its work to fill a `batch`; warms it up by the way.
    pub fn new(mut contenders: [Contender; N], batch: Duration) -> Self {
        let repetitions = contenders.each_mut().map(|work| repetitions_filling(batch, work));
        Race { contenders, repetitions, rounds: Vec::with_capacity(MOST_ROUNDS) }
    }

    /// Every contender has its batch. Who goes first, and who follows whom, changes from round to round.
    fn round(&mut self) {
        let number = self.rounds.len();
        let mut nanos = [0.0; N];
        for step in 0..N {
            let turn = (number + step) % N;
            let turn = if number.is_multiple_of(2) { turn } else { N - 1 - turn };
            let took = (self.contenders[turn])(self.repetitions[turn]);
            nanos[turn] = took.as_nanos() as f64 / self.repetitions[turn] as f64;
        }
        self.rounds.push(nanos);
    }

    /// The median time of one repetition, in nanoseconds.
    pub fn nanos(&self, contender: usize) -> f64 {
        median(self.rounds.iter().map(|round| round[contender]))
    }

    /// How many times as long `contender` took as `other`: the median of the rounds' ratios.
    pub fn ratio(&self, contender: usize, other: usize) -> f64 {
        median(self.rounds.iter().map(|round| round[contender] / round[other]))
    }

    pub fn rounds(&self) -> usize {
        self.rounds.len()
    }
}

/// Runs all races side by side, a round of each in turn, until `time` is spent.
pub fn run<'r, const N: usize>(races: impl IntoIterator<Item = &'r mut Race<N>>, time: Duration) {
    const FEWEST_ROUNDS: usize = 5;
    let mut races: Vec<_> = races.into_iter().collect();
    let start = Instant::now();
    let mut rounds = 0;
    while rounds < FEWEST_ROUNDS || (rounds < MOST_ROUNDS && start.elapsed() < time) {
        races.iter_mut().for_each(|race| race.round());
        rounds += 1;
    }
}

fn repetitions_filling(batch: Duration, work: &mut Contender) -> u64 {
    let mut repetitions = 1;
    loop {
        let took = work(repetitions);
        if took >= batch / 2 {
            let one = took.as_nanos() as f64 / repetitions as f64;
            return (batch.as_nanos() as f64 / one).ceil() as u64;
        }
        repetitions *= 2;
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
