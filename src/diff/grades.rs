//! The same answers under both banks: whose score or band moves, and why.
//!
//! In: both programs, and answers of which each names its question. Out: [`Grades`], with an answer for each that moved,
//! largest shift first; scores are compared as fractions. Answers to questions that only one of the banks has are
//! counted, not compared.

use super::shift::Shift;
use super::{Side, Version, reasons};
use crate::decimal::Decimal;
use crate::grade::{CriterionGrade, Grade};
use crate::program::Program;
use crate::rubric::{Bank, FlagKind, Kind, Question};
use crate::spoken::grade_spoken;
use crate::transcript::{Answer, Passage};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// What became of all answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grades {
    /// How many have a score under both banks.
    pub compared: usize,
    /// How many have no words, and so no score.
    pub empty: usize,
    /// How many are answers to questions that only the new bank has.
    pub to_added: usize,
    /// How many are answers to questions that only the old bank has.
    pub to_removed: usize,
    /// Those that moved: a change of the band first, then by size, then by question and id.
    pub moved: Vec<Moved>,
    /// The mean shift over all that were compared.
    pub mean: Option<Shift>,
}

/// An answer whose score or band moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The answer.
    pub answer: Answer,
    /// Its grade before.
    pub old: Grade,
    /// Its grade now.
    pub new: Grade,
    /// How far the score moved.
    pub shift: Shift,
    /// Where its band went.
    pub band: BandMove,
    /// What moved the whole answer.
    pub wide: Vec<Wide>,
    /// The criteria that earn otherwise.
    pub criteria: Vec<CriterionShift>,
    /// Whether it is a change that is meant.
    pub accepted: bool,
}

/// Where a band went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandMove {
    /// Nowhere.
    Same,
    /// To a higher one.
    Up,
    /// To a lower one.
    Down,
    /// To another of the same rank.
    Renamed,
}

/// A criterion that earns otherwise than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionShift {
    /// Its id.
    pub id: String,
    /// Its title, that of the new bank where it has the criterion.
    pub title: String,
    /// How it did before, if it was there.
    pub old: Option<Heard>,
    /// How it does now, if it is there.
    pub new: Option<Heard>,
    /// What is to blame.
    pub causes: Vec<Cause>,
}

/// How a criterion did under one bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Index of the criterion in the question.
    pub index: usize,
    /// What it is worth.
    pub points: Decimal,
    /// Its grade, with the hits of the signals that are to blame; all, where only one bank has the criterion.
    pub grade: CriterionGrade,
}

/// Why a criterion earns otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// It is new.
    CriterionAdded,
    /// It is gone.
    CriterionRemoved,
    /// It is worth more or less.
    Points {
        /// Before.
        old: Decimal,
        /// Now.
        new: Decimal,
    },
    /// More or less evidence earns all its points.
    FullCredit {
        /// Before.
        old: Decimal,
        /// Now.
        new: Decimal,
    },
    /// A signal counts otherwise.
    Signal {
        /// Its kind and text before, if it was there.
        old: Option<(Kind, String)>,
        /// Its kind and text now, if it is there.
        new: Option<(Kind, String)>,
        /// The weight that it counted for, if it did.
        before: Option<Decimal>,
        /// The weight that it counts for now, if it does.
        now: Option<Decimal>,
    },
}

/// What moves an answer beside its criteria.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wide {
    /// Another number of points can be earned.
    Possible {
        /// Before.
        old: Decimal,
        /// Now.
        new: Decimal,
    },
    /// Wrong claims cost more or less.
    Deducted {
        /// Before.
        old: Decimal,
        /// Now.
        new: Decimal,
    },
    /// A flag is raised that was not.
    FlagRaised(FlagKind),
    /// A flag is not raised that was.
    FlagGone(FlagKind),
    /// A flag caps the band elsewhere.
    Cap(FlagKind),
    /// The bands have other thresholds or names.
    Bands,
}

/// Grades all answers under both.
#[must_use]
pub fn compare(old: Side<'_>, new: Side<'_>, answers: Vec<Answer>) -> Grades {
    let outcomes: Vec<_> = answers.into_par_iter().map(|answer| one(old, new, answer)).collect();
    let mut grades = Grades::default();
    for outcome in outcomes {
        match outcome {
            Outcome::Only(Version::Old) => grades.to_removed += 1,
            Outcome::Only(Version::New) => grades.to_added += 1,
            Outcome::Empty => grades.empty += 1,
            Outcome::Same => grades.compared += 1,
            Outcome::Moved(moved) => {
                grades.compared += 1;
                grades.moved.push(*moved);
            }
        }
    }
    grades.moved.sort_by(|a, b| {
        let first = |moved: &Moved| moved.band == BandMove::Same;
        let size = b.shift.size().cmp(&a.shift.size());
        let name = |moved: &Moved| (moved.answer.question.clone(), moved.answer.id.clone());
        first(a).cmp(&first(b)).then(size).then_with(|| name(a).cmp(&name(b)))
    });
    grades.mean = Shift::mean(grades.moved.iter().map(|moved| &moved.shift), grades.compared);
    grades
}

enum Outcome {
    /// Only this bank has the question.
    Only(Version),
    Empty,
    Same,
    Moved(Box<Moved>),
}

fn one(old: Side<'_>, new: Side<'_>, answer: Answer) -> Outcome {
    let questions = (old.program.question(&answer.question), new.program.question(&answer.question));
    let (was, is) = match questions {
        (Some(was), Some(is)) => (was, is),
        (None, Some(_)) => return Outcome::Only(Version::New),
        (_, None) => return Outcome::Only(Version::Old),
    };
    let before = grade_spoken(old.program, was, &answer);
    let now = grade_spoken(new.program, is, &answer);
    let (Some(score_before), Some(score_now)) = (before.score, now.score) else { return Outcome::Empty };
    let shift = Shift::between(score_before, score_now);
    if shift.is_zero() && before.band == now.band {
        return Outcome::Same;
    }
    Outcome::Moved(Box::new(Moved {
        band: band_move(old.bank, new.bank, (&before, &now), &shift),
        wide: reasons::wide((old.program, &before), (new.program, &now)),
        criteria: reasons::criteria((was, &before), (is, &now)),
        answer,
        old: before,
        new: now,
        shift,
        accepted: false,
    }))
}

/// Ranks are those of a bank that has both bands, the new one first; where neither has, the score tells.
fn band_move(old: &Bank, new: &Bank, (before, now): (&Grade, &Grade), shift: &Shift) -> BandMove {
    if before.band == now.band {
        return BandMove::Same;
    }
    let rank = |bank: &Bank, grade: &Grade| bank.bands.iter().position(|band| Some(&band.name) == grade.band.as_ref());
    let both = |bank: &Bank| rank(bank, before).zip(rank(bank, now));
    match both(new).or_else(|| both(old)) {
        Some((was, is)) if is < was => BandMove::Up,
        Some(_) => BandMove::Down,
        None if shift.is_zero() => BandMove::Renamed,
        None if shift.is_down() => BandMove::Down,
        None => BandMove::Up,
    }
}

/// The examples of both banks as answers: those of the new one, and those that only the old one has.
#[must_use]
pub fn examples(old: Side<'_>, new: Side<'_>) -> Vec<Answer> {
    let mut answers = Vec::new();
    for question in &new.bank.questions {
        answers.extend((1..).zip(&question.examples).map(|(number, _)| example(new, question, number, "")));
    }
    for question in &old.bank.questions {
        let kept = new.bank.question(&question.id).map(|question| question.examples.as_slice()).unwrap_or_default();
        let is_gone = |text: &str| kept.iter().all(|example| example.answer != text);
        let gone = (1..).zip(&question.examples).filter(|(_, example)| is_gone(&example.answer));
        answers.extend(gone.map(|(number, _)| example(old, question, number, "old ")));
    }
    answers
}

fn example(side: Side<'_>, question: &Question, number: usize, which: &str) -> Answer {
    let example = &question.examples[number - 1];
    let (file, line) = side.line(example.place);
    Answer {
        id: format!("{which}example {number}"),
        source: format!("{file}:{line}"),
        question: question.id.clone(),
        said: Passage::plain(example.answer.clone()),
        ..Answer::default()
    }
}

impl Grades {
    /// The largest shift, either way.
    #[must_use]
    pub fn largest(&self) -> Option<&Shift> {
        self.moved.iter().map(|moved| &moved.shift).max_by(|a, b| a.size().cmp(&b.size()))
    }

    /// How many bands went there.
    #[must_use]
    pub fn bands(&self, went: BandMove) -> usize {
        self.moved.iter().filter(|moved| moved.band == went).count()
    }

    /// How many scores rose, and how many fell.
    #[must_use]
    pub fn scores(&self) -> (usize, usize) {
        let moved = self.moved.iter().filter(|moved| !moved.shift.is_zero());
        let down = moved.clone().filter(|moved| moved.shift.is_down()).count();
        (moved.count() - down, down)
    }
}

impl Moved {
    /// Who answered or, where that is not known, which answer it is.
    #[must_use]
    pub fn name(&self) -> &str {
        self.answer.candidate.as_deref().unwrap_or(&self.answer.id)
    }

    /// Score and band under a version: `58.3 strong`.
    #[must_use]
    pub fn result(&self, version: Version) -> String {
        let grade = match version {
            Version::Old => &self.old,
            Version::New => &self.new,
        };
        let score = grade.score.map(|score| score.to_string()).unwrap_or_default();
        format!("{score} {}", grade.band.as_deref().unwrap_or_default()).trim().to_owned()
    }
}

/// The program in which a criterion's hits have their meaning.
#[must_use]
pub fn criterion<'a>(
    program: &'a Program,
    question: &str,
    heard: &Heard,
) -> Option<&'a crate::program::CriterionProgram> {
    program.question(question)?.criteria.get(heard.index)
}
