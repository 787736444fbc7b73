//! What can be said of a bank that loaded: proofs, by running the grader on its own texts, and lints, by comparing its
//! signals.
//!
//! A [`Bank`] and its [`Program`] → [`Diagnostic`]s, by file and place.
//!
//! Lints, see `lints` and `alternatives`:
//! - a signal that another repeats, or that never decides because another hears all that it does;
//! - a pattern that is both strong and wrong;
//! - an alternative that stands twice in one list;
//! - terms that nothing uses, criteria without a follow-up, points that do not add up.
//!
//! Proofs, see `proofs` and `signals`:
//! - the model answer earns the top band, the question given back earns nothing;
//! - each signal is heard by a [`sample`] of its own words, and no sample is heard by the other side;
//! - a strong signal's sample, added to the rubric's own answers, never lowers a score, and a wrong one's never raises
//!   one.

mod alternatives;
pub mod fix;
mod lints;
mod proofs;
pub mod sample;
mod signals;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::program::{Program, QuestionProgram, SignalProgram};
use crate::rubric::{Bank, Question};
use rayon::prelude::*;
use sample::Samples;

/// All that is found, in the order of the files.
#[must_use]
pub fn prove(bank: &Bank, program: &Program) -> Vec<Diagnostic> {
    let spellings = sample::spellings(bank);
    let of_question = |question: &Question| {
        let Some(compiled) = program.question(&question.id) else { return Vec::new() };
        let samples = Samples::new(compiled, &spellings);
        of_question(Subject { bank, program, question, compiled, samples: &samples })
    };
    let mut found: Vec<_> = bank.questions.par_iter().flat_map_iter(of_question).collect();
    found.extend(lints::unused_terms(bank));
    found.extend(alternatives::repeated(bank));
    found.sort_by_key(|diagnostic| (diagnostic.place, diagnostic.code));
    // What is wrong with a shared criterion is found once for each question that uses it.
    found.dedup_by_key(|diagnostic| (diagnostic.place, diagnostic.code));
    found
}

fn of_question(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = lints::of_question(subject);
    let same = found.iter().filter(|diagnostic| diagnostic.code == Code::SameSignal);
    let told: Vec<_> = same.flat_map(|diagnostic| &diagnostic.related).map(|(place, _)| *place).collect();
    if subject.signals().iter().any(|signal| subject.samples.is_too_large(signal.compiled.op)) {
        return found;
    }
    found.extend(proofs::of_question(subject));
    let tried = signals::of_question(subject).into_iter();
    // That a signal contradicts itself need not be said twice.
    found.extend(tried.filter(|tried| tried.code != Code::ContradictorySignals || !told.contains(&tried.place)));
    found
}

/// A question, with what it compiled to.
#[derive(Clone, Copy)]
struct Subject<'a> {
    bank: &'a Bank,
    program: &'a Program,
    question: &'a Question,
    compiled: &'a QuestionProgram,
    samples: &'a Samples,
}

/// A signal, where it stands and what it compiled to.
#[derive(Clone, Copy)]
struct Heard<'a> {
    /// Index of its criterion.
    criterion: usize,
    /// Index in the criterion.
    signal: usize,
    place: Place,
    compiled: &'a SignalProgram,
}

impl<'a> Subject<'a> {
    /// All signals, in the order of the rubric.
    fn signals(self) -> Vec<Heard<'a>> {
        let criteria = self.question.criteria.iter().zip(&self.compiled.criteria).enumerate();
        let signals = criteria.flat_map(|(criterion, (written, compiled))| {
            let pairs = written.signals.iter().zip(&compiled.signals).enumerate();
            pairs.filter_map(move |(signal, (written, compiled))| {
                Some(Heard { criterion, signal, place: written.place()?, compiled })
            })
        });
        signals.collect()
    }

    /// What a signal listens for, as far as it fits into a message.
    fn shown(self, signal: Heard<'_>) -> String {
        let text = signal.compiled.text.split_whitespace().collect::<Vec<_>>().join(" ");
        match text.char_indices().nth(60) {
            Some((end, _)) => format!("{}\u{2026}", text[..end].trim_end()),
            None => text,
        }
    }
}
