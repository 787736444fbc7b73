//! Signals that good answers almost say: what one more alternative, or a wider gap, would let be heard.
//!
//! The near misses of good answers in criteria that earned nothing → those that several answers share, with the word that most
//! of these say in the same sentence and the others do not.

use super::{Example, Wanted};
use crate::decimal::Decimal;
use crate::lesson::Lesson;
use crate::program::{Program, QuestionProgram, listing::pattern};
use crate::rubric::Kind;
use crate::scan::near::{Miss, Near, near_misses};
use crate::span::Span;
use crate::text::Text;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A signal that good answers almost say.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearly {
    /// The question's id.
    pub question: String,
    /// The signal's id, as results have it.
    pub signal: String,
    /// What keeps it from being heard.
    pub lacks: Lack,
    /// What most of these answers say in its place, where they agree.
    pub instead: Option<String>,
    /// How many good answers.
    pub answers: usize,
    /// Some of them.
    pub examples: Vec<Example>,
}

/// What keeps a signal from being heard in several answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// This part, as a pattern.
    Part(String),
    /// Room: the words stand so much farther apart.
    Room(usize),
    /// The order of the words.
    Order,
}

/// Good answers of a question that are looked at.
const LOOKED_AT: usize = 200;
/// As many of a question are told.
const TOLD: usize = 3;
/// Examples that are kept.
const EXAMPLES: usize = 2;

/// What good answers almost say, for each question that which most do first.
#[must_use]
pub fn nearly(program: &Program, lessons: &[Lesson<'_>], wanted: Wanted) -> Vec<Nearly> {
    let of_question = |(index, question): (usize, &QuestionProgram)| {
        let good = (0..lessons.len()).filter(|&at| lessons[at].question == index && lessons[at].mark >= 0.5);
        in_question(question, lessons, &good.take(LOOKED_AT).collect::<Vec<_>>(), wanted)
    };
    let all: Vec<Vec<Nearly>> =
        program.questions.iter().enumerate().collect::<Vec<_>>().into_par_iter().map(of_question).collect();
    all.concat()
}

/// What the answers with some near miss have in common.
#[derive(Default)]
struct Shared {
    answers: Vec<(usize, Vec<Span>)>,
    /// The other words of the sentences, with how many of the answers say them.
    words: BTreeMap<String, usize>,
}

fn in_question(question: &QuestionProgram, lessons: &[Lesson<'_>], good: &[usize], wanted: Wanted) -> Vec<Nearly> {
    let mut shared: BTreeMap<(usize, usize, Lack), Shared> = BTreeMap::new();
    for &at in good {
        let answer = lessons[at].answer.said.text.as_str();
        let text = Text::new(answer);
        for near in near_misses(question, answer, &text) {
            let is_lost = lessons[at].grade.criteria[near.criterion].earned == Decimal::ZERO;
            let is_strong = question.criteria[near.criterion].signals[near.signal].kind == Kind::Strong;
            let Some(lack) = lack(question, &near).filter(|_| is_lost && is_strong) else { continue };
            let known = shared.entry((near.criterion, near.signal, lack)).or_default();
            around(&text, &near.there).into_iter().for_each(|word| *known.words.entry(word).or_default() += 1);
            known.answers.push((at, near.there));
        }
    }
    let mut found: Vec<Nearly> = shared
        .into_iter()
        .filter(|(_, shared)| shared.answers.len() >= wanted.least.max(2))
        .map(|((criterion, signal, lacks), shared)| Nearly {
            question: question.id.clone(),
            signal: question.criteria[criterion].signals[signal].id.clone(),
            instead: matches!(lacks, Lack::Part(_)).then(|| shared.common()).flatten(),
            lacks,
            answers: shared.answers.len(),
            examples: shared.examples(),
        })
        .collect();
    found.sort_by(|one, other| other.answers.cmp(&one.answers).then_with(|| one.signal.cmp(&other.signal)));
    found.truncate(TOLD);
    found
}

fn lack(question: &QuestionProgram, near: &Near) -> Option<Lack> {
    match near.why {
        Miss::Missing(part) => Some(Lack::Part(pattern(question, part))),
        Miss::TooFar(words) => Some(Lack::Room(words)),
        Miss::OtherOrder => Some(Lack::Order),
        Miss::Apart | Miss::Unwanted(_) | Miss::Misspelt(..) => None,
    }
}

impl Shared {
    /// The word that more than half of the answers say.
    fn common(&self) -> Option<String> {
        let (word, count) = self.words.iter().max_by_key(|(word, count)| (**count, std::cmp::Reverse(*word)))?;
        (2 * count > self.answers.len()).then(|| word.clone())
    }

    fn examples(&self) -> Vec<Example> {
        let example = |(at, there): &(usize, Vec<Span>)| {
            Some(Example { answer: *at, span: there.iter().copied().reduce(Span::to)?, words: there.clone() })
        };
        self.answers.iter().filter_map(example).take(EXAMPLES).collect()
    }
}

/// The words with content in the sentences of those that are there, without these.
fn around(text: &Text, there: &[Span]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let inside = |at: usize| {
        there.iter().any(|span| span.start <= text.words()[at].span.start && text.words()[at].span.end <= span.end)
    };
    for sentence in text.sentences().iter().filter(|sentence| (sentence.start..sentence.end).any(inside)) {
        let others = sentence.clone().filter(|&at| !inside(at) && !super::phrases::is_empty_word(text.form(at)));
        // The stem is what counts, and the first spelling what is shown.
        let mut seen = BTreeSet::new();
        words.extend(others.filter(|&at| seen.insert(text.stem(at).to_owned())).map(|at| text.form(at).to_owned()));
    }
    words
}
