//! An answer with what became of it: the unit of every report.

use crate::grade::Grade;
use crate::transcript::Answer;

/// An answer with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The answer; of one that could not be read, what is known.
    pub answer: Answer,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was graded, or found empty: then the grade has no score.
    Graded(Grade),
    /// It could not be, for this reason.
    Failed(String),
    /// Its question was planned, but never asked.
    NotAsked,
}

/// What became of an answer, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It has a score.
    Graded,
    /// Nothing was answered: no score, which is not zero.
    Empty,
    /// The question was planned, but never asked: no score either.
    NotAsked,
    /// It could not be graded.
    Error,
}

impl Status {
    /// The name in results.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Graded => "graded",
            Self::Empty => "empty",
            Self::NotAsked => "not-asked",
            Self::Error => "error",
        }
    }

    /// In words for people, where it has no score.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Graded => "graded",
            Self::Empty => "no answer",
            Self::NotAsked => "not asked",
            Self::Error => "error",
        }
    }
}

impl Item {
    /// The grade, where there is one.
    #[must_use]
    pub const fn grade(&self) -> Option<&Grade> {
        match &self.outcome {
            Outcome::Graded(grade) => Some(grade),
            Outcome::Failed(_) | Outcome::NotAsked => None,
        }
    }

    /// Why it could not be graded, where it could not.
    #[must_use]
    pub fn failure(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Graded(_) | Outcome::NotAsked => None,
            Outcome::Failed(reason) => Some(reason),
        }
    }

    /// The kinds of its flags, each once; some are raised for several criteria.
    #[must_use]
    pub fn flag_names(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for flag in self.grade().map(|grade| grade.flags.as_slice()).unwrap_or_default() {
            if !names.contains(&flag.kind.name()) {
                names.push(flag.kind.name());
            }
        }
        names
    }

    /// What became of it, in a word.
    #[must_use]
    pub fn status(&self) -> Status {
        match &self.outcome {
            Outcome::Graded(Grade { score: Some(_), .. }) => Status::Graded,
            Outcome::Graded(Grade { score: None, .. }) => Status::Empty,
            Outcome::NotAsked => Status::NotAsked,
            Outcome::Failed(_) => Status::Error,
        }
    }
}

/// A record's source without its line.
#[must_use]
pub fn file(source: &str) -> &str {
    match source.rsplit_once(':') {
        Some((file, line)) if !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()) => file,
        _ => source,
    }
}
