//! How an answer was spoken: how long it took, how fast it was, where it paused.
//!
//! In: an answer with the times of its transcript, its words, and the [`Limits`] of the bank. Out: a [`Delivery`], or
//! nothing where the transcript has no times. Measured is what was said before the first follow-up, for that is the
//! answer to the question; what an interviewer says in between takes no time of it.

use crate::rubric::Limits;
use crate::text::Text;
use crate::transcript::{Answer, Stretch};

/// How an answer was spoken, up to the first follow-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// From its first word to its last, in milliseconds; above 0.
    pub milliseconds: u64,
    /// How many words it has.
    pub words: usize,
    /// How many pauses are as long as the bank calls long.
    pub pauses: usize,
    /// The longest of them, in milliseconds.
    pub longest_pause: Option<u64>,
}

impl Delivery {
    /// Words in a minute, cut off.
    #[must_use]
    pub const fn words_per_minute(&self) -> u64 {
        self.words as u64 * 60_000 / self.milliseconds
    }
}

/// Measures an answer; `text` is its words.
#[must_use]
pub fn delivery(answer: &Answer, text: &Text, limits: Limits) -> Option<Delivery> {
    let end = answer.first_follow_up().unwrap_or(answer.said.text.len());
    let stretches = &answer.said.stretches;
    let stretches = &stretches[..stretches.partition_point(|stretch| stretch.from < end)];
    // Within a run nobody else speaks.
    let runs = || stretches.chunk_by(|one, next| !interrupted(answer, one, next));
    let milliseconds = runs().map(length).sum::<Option<u64>>().filter(|&length| length > 0)?;
    let gaps = runs().flat_map(|run| run.windows(2)).filter_map(|pair| gap(&pair[0], &pair[1]));
    let long: Vec<u64> = gaps.filter(|&gap| gap > 0 && gap >= limits.pause_milliseconds()).collect();
    Some(Delivery {
        milliseconds,
        words: text.words().partition_point(|word| word.span.start < end),
        pauses: long.len(),
        longest_pause: long.into_iter().max(),
    })
}

/// Whether somebody else speaks between two stretches that follow one another.
fn interrupted(answer: &Answer, one: &Stretch, next: &Stretch) -> bool {
    answer.prompts.iter().any(|prompt| one.from < prompt.from && prompt.from <= next.from)
}

/// From the beginning of a run to its end, in milliseconds, where both are known.
fn length(run: &[Stretch]) -> Option<u64> {
    let (first, last) = (run.first()?.time?, run.last()?.time?);
    (last.end > last.start).then(|| last.end.saturating_sub(first.start))
}

/// The silence between two stretches, in milliseconds, where the end of the one is known.
fn gap(one: &Stretch, next: &Stretch) -> Option<u64> {
    let (one, next) = (one.time?, next.time?);
    (one.end > one.start).then(|| next.start.saturating_sub(one.end))
}
