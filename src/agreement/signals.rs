//! Signals against people: in which answers a signal is heard, and whether people think well of those.
//!
//! Where people marked the signal's criterion, that mark decides, else the mark of the whole answer: at least half, or at
//! least the middle of the scale, is well. A strong signal is right where it is heard in what people think well of, a wrong
//! one where it is heard in the other; a weak one claims neither. Only what the speaker stands by counts.

use super::Judged;
use super::moments::Moments;
use crate::marks::scale::Scale;
use crate::program::Program;
use crate::rubric::Kind;
use crate::scan::{Piece, Stance};
use std::collections::BTreeMap;

/// How a signal agrees.
#[derive(Clone, Debug, PartialEq)]
pub struct SignalFigures {
    /// The question's id.
    pub question: String,
    /// The criterion's id.
    pub criterion: String,
    /// How results name the signal.
    pub signal: String,
    /// What it says of an answer.
    pub kind: Kind,
    /// As the rubric has it.
    pub text: String,
    /// Answers in which it is heard.
    pub heard: usize,
    /// Answers to its question.
    pub answers: usize,
    /// The mean mark of those.
    pub mean_heard: Option<f64>,
    /// The mean mark of the other answers to its question.
    pub mean_other: Option<f64>,
    /// Where people agree with it.
    pub right: Sightings,
    /// Where they do not.
    pub wrong: Sightings,
}

/// Answers in which a signal is heard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sightings {
    /// How many.
    pub count: usize,
    /// The first few, with what was heard.
    pub quotes: Vec<Sighting>,
}

/// What was heard in an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// Index of the answer.
    pub answer: usize,
    /// The words.
    pub piece: Piece,
}

/// So many are quoted.
const MOST_QUOTED: usize = 3;

/// The signals of the questions that were answered.
#[must_use]
pub fn figures(judged: &[Judged], program: &Program, scale: &Scale) -> Vec<SignalFigures> {
    let mut by_question: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, one) in judged.iter().enumerate() {
        by_question.entry(one.marked.answer.question.as_str()).or_default().push(at);
    }
    let mut figures = Vec::new();
    for (id, answers) in by_question {
        let Some(question) = program.question(id) else { continue };
        for (at, criterion) in question.criteria.iter().enumerate() {
            for (index, signal) in criterion.signals.iter().enumerate() {
                let mut one = SignalFigures {
                    question: id.to_owned(),
                    criterion: criterion.id.clone(),
                    signal: signal.id.clone(),
                    kind: signal.kind,
                    text: signal.text.clone(),
                    heard: 0,
                    answers: answers.len(),
                    mean_heard: None,
                    mean_other: None,
                    right: Sightings::default(),
                    wrong: Sightings::default(),
                };
                fill(&mut one, judged, &answers, (at, index), scale);
                figures.push(one);
            }
        }
    }
    figures
}

fn fill(figures: &mut SignalFigures, judged: &[Judged], answers: &[usize], place: (usize, usize), scale: &Scale) {
    let (mut with, mut without) = (Moments::default(), Moments::default());
    for &answer in answers {
        let one = &judged[answer];
        let heard = heard(one, place);
        if let Some(human) = one.human {
            let marks = if heard.is_some() { &mut with } else { &mut without };
            marks.add(1.0, human.value, 0.0);
        }
        let Some(piece) = heard else { continue };
        figures.heard += 1;
        let Some(well) = thought_well_of(one, &figures.criterion, scale) else { continue };
        let sightings = match (figures.kind, well) {
            (Kind::Strong, true) | (Kind::Wrong, false) => &mut figures.right,
            (Kind::Strong, false) | (Kind::Wrong, true) => &mut figures.wrong,
            (Kind::Weak, _) => continue,
        };
        sightings.count += 1;
        if sightings.quotes.len() < MOST_QUOTED {
            sightings.quotes.push(Sighting { answer, piece: piece.clone() });
        }
    }
    figures.mean_heard = with.mean_x();
    figures.mean_other = without.mean_x();
}

/// What of the answer a signal was heard in, if the speaker stands by it.
fn heard(judged: &Judged, (criterion, signal): (usize, usize)) -> Option<&Piece> {
    let hits = &judged.grade.criteria.get(criterion)?.hits;
    hits.iter().find(|hit| hit.signal == signal && hit.stance == Stance::Said)?.pieces.first()
}

fn thought_well_of(judged: &Judged, criterion: &str, scale: &Scale) -> Option<bool> {
    let share = judged.marked.criteria.get(criterion).copied();
    share.or_else(|| Some(scale.share(judged.human?.value))).map(|share| share >= 0.5)
}
