//! Near misses: for a signal that was not heard, how near the answer came, for whoever writes the rubric.
//!
//! A phrase is near if at least half of its parts are there. The nearest of a signal's alternatives is told: first one
//! whose parts are all there but too far apart, in another order or in several sentences; else the one of which the
//! largest share is there.

use super::Reader;
use crate::decimal::Decimal;
use crate::program::{Op, OpId, QuestionProgram, Step};
use crate::span::Span;
use crate::text::Text;
use rustc_hash::FxHashSet;
use std::ops::Range;

/// How near a signal came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Index of the criterion in the question.
    pub criterion: usize,
    /// Index of the signal in the criterion.
    pub signal: usize,
    /// What kept it from being heard.
    pub why: Miss,
    /// The words that are there, in bytes of the answer.
    pub there: Vec<Span>,
}

/// What kept a signal from being heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Miss {
    /// All parts are there in order, but so many words too far apart.
    TooFar(usize),
    /// All parts are there in one sentence, but not in this order.
    OtherOrder,
    /// All parts are there, but not in one sentence, or not within the window.
    Apart,
    /// This part is not there.
    Missing(OpId),
    /// This is there, and must not be.
    Unwanted(OpId),
    /// This word is one edit too far from one that is listened for.
    Misspelt(Span, OpId),
}

/// The signals that were not heard in an answer but nearly; `text` is `answer` folded.
#[must_use]
pub fn near_misses(question: &QuestionProgram, answer: &str, text: &Text) -> Vec<Near> {
    let reader = Reader::new(question, answer, text);
    let mut found = Vec::new();
    for (criterion, compiled) in question.criteria.iter().enumerate() {
        for (signal, compiled) in compiled.signals.iter().enumerate() {
            if reader.hear(compiled).is_none() && reader.cover(compiled).is_none() {
                let nearest = reader.near(compiled.op, &mut FxHashSet::default());
                found.extend(nearest.map(|(_, why, there)| Near { criterion, signal, why, there }));
            }
        }
    }
    found
}

/// How much of it is there, what is wrong with it, and where it is.
type Attempt = (Decimal, Miss, Vec<Span>);

impl Reader<'_> {
    /// The nearest that the answer comes to an operation that was not `seen`.
    fn near(&self, id: OpId, seen: &mut FxHashSet<OpId>) -> Option<Attempt> {
        if !seen.insert(id) {
            return None;
        }
        match self.question.op(id) {
            Op::Phrase(steps) => self.near_phrase(steps),
            Op::Any(parts) => parts
                .iter()
                .filter_map(|&part| self.near(part, seen))
                .reduce(|best, next| if next.0 > best.0 { next } else { best }),
            Op::All { wanted, unwanted, .. } => {
                let there: Vec<Option<Range<usize>>> = wanted.iter().map(|&part| self.anywhere(part)).collect();
                match there.iter().position(Option::is_none) {
                    Some(missing) => self.partly(there, Miss::Missing(wanted[missing])),
                    None => {
                        let extra = unwanted.iter().copied().find(|&part| self.anywhere(part).is_some());
                        self.partly(there, extra.map_or(Miss::Apart, Miss::Unwanted))
                    }
                }
            }
            Op::Word(_) => self.misspelt(id).map(|word| (Decimal::part(1, 2), Miss::Misspelt(word, id), vec![word])),
            Op::AtLeast { .. } | Op::Regex(_) | Op::Opening(_) | Op::Cover(_) => None,
        }
    }

    fn near_phrase(&self, steps: &[Step]) -> Option<Attempt> {
        let sentences = self.heard.text.sentences();
        let in_sentence = |sentence: &Range<usize>| self.near_in(steps, sentence);
        let best =
            sentences.iter().filter_map(in_sentence).reduce(|best, next| if next.0 > best.0 { next } else { best });
        let there: Vec<_> = steps.iter().map(|step| self.anywhere(step.op)).collect();
        if there.iter().all(Option::is_some) && best.as_ref().is_none_or(|best| best.0 < Decimal::ONE) {
            return self.partly(there, Miss::Apart);
        }
        best
    }

    /// The nearest that a sentence comes to a phrase.
    fn near_in(&self, steps: &[Step], sentence: &Range<usize>) -> Option<Attempt> {
        // The chain of parts in order, each as early as it can be after the one before; gaps may be any.
        let mut chain: Vec<Option<Range<usize>>> = Vec::new();
        let mut from = sentence.start;
        for step in steps {
            let part = self.first_in(step.op, from..sentence.end);
            from = part.as_ref().map_or(from, |part| part.end);
            chain.push(part);
        }
        if chain.iter().all(Option::is_some) {
            let parts: Vec<_> = chain.iter().flatten().collect();
            let too_far = |(pair, step): (&[&Range<usize>], &Step)| {
                self.heard.text.distance(pair[0].end..pair[1].start).saturating_sub(step.gap)
            };
            let excess = parts.windows(2).zip(&steps[1..]).map(too_far).sum();
            return self.partly(chain, Miss::TooFar(excess));
        }
        let anywhere: Vec<_> = steps.iter().map(|step| self.first_in(step.op, sentence.clone())).collect();
        match anywhere.iter().position(Option::is_none) {
            None => self.partly(anywhere, Miss::OtherOrder),
            Some(missing) => {
                let missing = steps[missing].op;
                let why = self.misspelt(missing).map_or(Miss::Missing(missing), |word| Miss::Misspelt(word, missing));
                self.partly(anywhere, why)
            }
        }
    }

    /// An attempt, if at least half of the parts, and more than one, or one of two, are there.
    fn partly(&self, parts: Vec<Option<Range<usize>>>, why: Miss) -> Option<Attempt> {
        let there: Vec<Range<usize>> = parts.iter().flatten().cloned().collect();
        let share = Decimal::part(there.len() as u64, parts.len().max(1) as u64);
        let words = self.heard.text.words();
        let spans = there.iter().map(|part| words[part.start].span.to(words[part.end - 1].span)).collect();
        (share >= Decimal::part(1, 2)).then_some((share, why, spans))
    }

    fn anywhere(&self, id: OpId) -> Option<Range<usize>> {
        self.first_in(id, 0..self.heard.text.words().len())
    }

    fn first_in(&self, id: OpId, stretch: Range<usize>) -> Option<Range<usize>> {
        let found = self.phrases(&[id], &stretch);
        found.into_iter().map(|(_, words)| words).min_by_key(|words| (words.start, words.end))
    }

    /// A word of the answer that nobody knows and that is one edit more than would be mended from this word.
    fn misspelt(&self, id: OpId) -> Option<Span> {
        let wanted = self.stem(id)?;
        let text = &self.heard.text;
        let at = (0..text.words().len()).find(|&at| crate::text::mend::nearly(text.form(at), wanted))?;
        Some(text.words()[at].span)
    }
}
