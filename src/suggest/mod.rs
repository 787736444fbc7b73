//! What a rubric lacks, told from marking keys and from answers that people marked.
//!
//! [`key`] drafts a first rubric. [`suggest`] takes answers with marks and finds what highly marked ones say that no signal
//! hears, and what low ones say that none catches:
//! [`mod@phrases`] that several answers share → those that good or poor ones say more often ([`odds`]) → the few that together
//! explain what the rubric's score misses ([`select`]) → the criterion in which each belongs → [`Suggestion`]s. [`near`] finds
//! the signals that good answers almost say.

pub mod key;
pub mod near;
pub mod odds;
pub mod phrases;
mod place;
pub mod select;

use crate::decimal::Decimal;
use crate::grade::Score;
use crate::lesson::Lesson;
use crate::program::{Program, compile::compile};
use crate::rubric::{Bank, Kind, Question};
use crate::scan::{Hit, Stance, scan};
use crate::span::Span;
use crate::text::Text;
use odds::{Counts, z_score};
use phrases::{Phrase, phrases};
use rayon::prelude::*;
use select::{Column, fit};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A signal that a question could do with.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// The question's id.
    pub question: String,
    /// The criterion to which it belongs most likely.
    pub criterion: String,
    /// Strong where good answers say it, wrong where poor ones do.
    pub kind: Kind,
    /// What to listen for.
    pub pattern: String,
    /// What it would weigh, above 0 and at most 1.
    pub weight: Decimal,
    /// The answers in which it is heard, by their marks.
    pub heard: Counts,
    /// All answers of the question.
    pub of: Counts,
    /// Of the answers in which it is heard, those to which the criterion gives nothing so far.
    pub new: usize,
    /// How surely good and poor answers differ in it, as [`z_score`] has it.
    pub z: f64,
    /// Some answers in which it is heard, for which it speaks.
    pub examples: Vec<Example>,
}

/// An answer in which a suggestion is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The answer's index among the lessons.
    pub answer: usize,
    /// From the first of its words there to the last.
    pub span: Span,
    /// The words alone.
    pub words: Vec<Span>,
}

/// How many, and how sure, suggestions must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wanted {
    /// At most so many a question.
    pub most: usize,
    /// Each heard in at least so many answers.
    pub least: usize,
}

/// Phrases that are looked at closely, for each question.
const CANDIDATES: usize = 160;
/// A z-score that is no difference.
const SAME: f64 = 0.8;
/// Examples that are kept.
const EXAMPLES: usize = 3;
/// What a suggestion weighs at least.
const LEAST_WEIGHT: f64 = 0.05;

impl Suggestion {
    /// The line to add to the criterion's list of such signals. A suggested pattern has plain words only.
    #[must_use]
    pub fn line(&self) -> String {
        let is_other = |c: char| c.is_ascii_digit() || c == '.';
        let reads_otherwise =
            ["true", "false", "yes", "no", "null", "on", "off", "y", "n"].contains(&self.pattern.as_str());
        let pattern = match self.pattern.chars().all(is_other) || reads_otherwise {
            true => format!("\"{}\"", self.pattern),
            false => self.pattern.clone(),
        };
        match self.weight {
            Decimal::ONE => format!("- {pattern}"),
            weight => format!("- {{pattern: {pattern}, weight: {weight}}}"),
        }
    }

    /// The share of the answers in which it is heard for which it speaks.
    #[must_use]
    pub fn precision(&self) -> f64 {
        let all = self.heard.good + self.heard.poor;
        (if self.kind == Kind::Wrong { self.heard.poor } else { self.heard.good }) / all
    }
}

/// Suggestions for every question, the weightiest first.
#[must_use]
pub fn suggest(bank: &Bank, lessons: &[Lesson<'_>], wanted: Wanted) -> Vec<Suggestion> {
    let of_question = |(index, question): (usize, &Question)| {
        let own: Vec<usize> = (0..lessons.len()).filter(|&at| lessons[at].question == index).collect();
        Learner::new(question, lessons, own, wanted).map(|learner| learner.suggestions()).unwrap_or_default()
    };
    let all: Vec<Vec<Suggestion>> =
        bank.questions.iter().enumerate().collect::<Vec<_>>().into_par_iter().map(of_question).collect();
    all.concat()
}

/// A question's answers, and the phrases that could tell them apart.
struct Learner<'a> {
    question: &'a Question,
    lessons: &'a [Lesson<'a>],
    /// Indices of the question's answers.
    own: Vec<usize>,
    of: Counts,
    wanted: Wanted,
}

/// A phrase as a signal, with where it is heard.
struct Candidate {
    pattern: String,
    kind: Kind,
    z: f64,
    counts: Counts,
    /// Index among the question's answers, with the hit.
    heard: Vec<(usize, Hit)>,
}

impl<'a> Learner<'a> {
    fn new(question: &'a Question, lessons: &'a [Lesson<'a>], own: Vec<usize>, wanted: Wanted) -> Option<Self> {
        let mut of = Counts::default();
        own.iter().for_each(|&at| of.add(lessons[at].mark));
        let enough = of.good > 0.0 && of.poor > 0.0 && own.len() >= 2 * wanted.least;
        enough.then_some(Self { question, lessons, own, of, wanted })
    }

    fn mark(&self, own: usize) -> f64 {
        self.lessons[self.own[own]].mark
    }

    fn suggestions(&self) -> Vec<Suggestion> {
        let candidates = self.candidates();
        let scores: Vec<f64> = self.own.iter().map(|&at| score(&self.lessons[at])).collect();
        let marks: Vec<f64> = (0..self.own.len()).map(|own| self.mark(own)).collect();
        let column = |candidate: &Candidate| Column {
            sign: if candidate.kind == Kind::Wrong { -1.0 } else { 1.0 },
            answers: candidate.heard.iter().map(|(own, hit)| (*own, hit.coverage.to_f64())).collect(),
        };
        let columns: Vec<Column> = candidates.iter().map(column).collect();
        let fit = fit(&scores, &marks, &columns);
        let mut chosen: Vec<(f64, &Candidate)> =
            fit.weights.iter().copied().zip(&candidates).filter(|(weight, _)| *weight >= LEAST_WEIGHT / 4.0).collect();
        let gain = |(weight, candidate): &(f64, &Candidate)| {
            #[expect(clippy::cast_precision_loss, reason = "answers are few")]
            let heard = candidate.heard.len() as f64;
            weight * heard
        };
        chosen.sort_by(|one, other| gain(other).total_cmp(&gain(one)));
        chosen.truncate(self.wanted.most);
        chosen.into_iter().map(|(weight, candidate)| self.suggestion(weight, candidate)).collect()
    }

    /// The phrases that differ most between good and poor answers, as the scanner hears them.
    fn candidates(&self) -> Vec<Candidate> {
        let texts: Vec<Text> = self.own.iter().map(|&at| Text::new(&self.lessons[at].answer.said.text)).collect();
        let mut differing: Vec<(f64, Phrase)> = phrases(&texts.iter().collect::<Vec<_>>(), self.wanted.least)
            .into_iter()
            .map(|phrase| (self.z_of(&phrase.texts), phrase))
            .filter(|(z, _)| z.abs() > SAME)
            .collect();
        differing.sort_by(|one, other| other.0.abs().total_cmp(&one.0.abs()).then(one.1.pattern.cmp(&other.1.pattern)));
        differing.truncate(CANDIDATES);
        let (program, signals) = self.trial(&differing);
        let question = &program.questions[0];
        let mut heard: Vec<Vec<(usize, Hit)>> = vec![Vec::new(); signals.len()];
        for (own, text) in texts.iter().enumerate() {
            for hit in scan(question, &self.lessons[self.own[own]].answer.said.text, text) {
                if hit.stance == Stance::Said {
                    heard[hit.signal].push((own, hit));
                }
            }
        }
        // What the model answer says is no misconception, whoever else says it.
        let refuted = self.in_model_answer(&program);
        let is_wrong = |at: usize| signals[at].1 == Kind::Wrong;
        refuted.into_iter().filter(|&at| is_wrong(at)).for_each(|at| heard[at].clear());
        let candidate = |((pattern, kind), heard): ((String, Kind), Vec<(usize, Hit)>)| {
            let mut counts = Counts::default();
            heard.iter().for_each(|(own, _)| counts.add(self.mark(*own)));
            Candidate { pattern, kind, z: z_score(counts, self.of), counts, heard }
        };
        let candidates = signals.into_iter().zip(heard).map(candidate);
        distinct(candidates.filter(|candidate| candidate.heard.len() >= self.wanted.least).collect())
    }

    /// The signals of a trial program that are heard in the model answer.
    fn in_model_answer(&self, program: &Program) -> Vec<usize> {
        let Some(answer) = self.question.model_answer.as_deref() else { return Vec::new() };
        let hits = scan(&program.questions[0], answer, &Text::new(answer));
        hits.into_iter().map(|hit| hit.signal).collect()
    }

    fn z_of(&self, texts: &[usize]) -> f64 {
        let mut counts = Counts::default();
        texts.iter().for_each(|&own| counts.add(self.mark(own)));
        z_score(counts, self.of)
    }

    /// A program with a criterion of which every phrase is a signal, and these in its order.
    fn trial(&self, differing: &[(f64, Phrase)]) -> (Program, Vec<(String, Kind)>) {
        let mut criterion = self.question.criteria[0].clone();
        let kind = |z: f64| if z > 0.0 { Kind::Strong } else { Kind::Wrong };
        let mut phrases: Vec<(String, Kind)> =
            differing.iter().map(|(z, phrase)| (phrase.pattern.clone(), kind(*z))).collect();
        phrases.sort_by_key(|(_, kind)| *kind);
        let read = phrases
            .into_iter()
            .filter_map(|(pattern, kind)| Some((place::signal(&pattern, kind, criterion.place)?, (pattern, kind))));
        let (signals, phrases) = read.unzip();
        criterion.signals = signals;
        let question = Question { criteria: vec![criterion], ..self.question.clone() };
        // The phrases name no term of the bank, and scanning needs no more of it.
        let bank = Bank { questions: std::iter::once(question).collect(), ..Bank::default() };
        (compile(&bank), phrases)
    }

    fn suggestion(&self, weight: f64, candidate: &Candidate) -> Suggestion {
        let index = place::criterion(self.question, &candidate.pattern);
        let criterion = &self.question.criteria[index];
        let share = criterion.points.to_f64() / self.question.possible().to_f64();
        let credit = if candidate.kind == Kind::Wrong { 1.0 } else { criterion.full_credit.to_f64() };
        let is_new =
            |(own, _): &&(usize, Hit)| self.lessons[self.own[*own]].grade.criteria[index].earned == Decimal::ZERO;
        let speaks = |(own, _): &&(usize, Hit)| (self.mark(*own) >= 0.5) == (candidate.kind == Kind::Strong);
        let example = |(own, hit): &(usize, Hit)| {
            let piece = hit.pieces.first()?;
            Some(Example { answer: self.own[*own], span: piece.span, words: piece.words.clone() })
        };
        Suggestion {
            question: self.question.id.clone(),
            criterion: criterion.id.clone(),
            kind: candidate.kind,
            pattern: candidate.pattern.clone(),
            weight: twentieths(weight * credit / share),
            heard: candidate.counts,
            of: self.of,
            new: candidate.heard.iter().filter(is_new).count(),
            z: candidate.z,
            examples: candidate.heard.iter().filter(speaks).filter_map(example).take(EXAMPLES).collect(),
        }
    }
}

/// Of phrases that the very same answers say, the one of most words.
fn distinct(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut groups: BTreeMap<(Kind, Vec<usize>), Candidate> = BTreeMap::new();
    let length = |candidate: &Candidate| candidate.pattern.split_whitespace().count();
    for candidate in candidates {
        let answers = candidate.heard.iter().map(|(own, _)| *own).collect();
        match groups.entry((candidate.kind, answers)) {
            Entry::Occupied(mut known) if length(known.get()) < length(&candidate) => {
                known.insert(candidate);
            }
            Entry::Occupied(_) => {}
            Entry::Vacant(place) => {
                place.insert(candidate);
            }
        }
    }
    groups.into_values().collect()
}

impl Counts {
    fn add(&mut self, mark: f64) {
        self.good += mark;
        self.poor += 1.0 - mark;
    }
}

fn score(lesson: &Lesson<'_>) -> f64 {
    lesson.grade.score.map_or(0.0, Score::share)
}

/// To the nearest twentieth, from the least to 1.
fn twentieths(weight: f64) -> Decimal {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 20")]
    let parts = (weight / LEAST_WEIGHT).round().clamp(1.0, 20.0) as u64;
    Decimal::part(parts, 20)
}
