//! What a graded answer lacks: its thinnest point, and what the model answer says of it; a session's thin spots by topic.
//!
//! [`Practised`] questions → [`thin_spots`]. What is to be read is found by grading the model answer: the sentences in which
//! its own evidence for a criterion lies.

use crate::decimal::Decimal;
use crate::grade::{Grade, grade};
use crate::program::{CriterionProgram, Program, QuestionProgram};
use crate::rubric::{Criterion, Kind, Question};
use crate::scan::Stance;
use crate::span::{Span, trim};
use crate::text::Text;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A question with how it was answered in the end.
#[derive(Clone, Debug)]
pub struct Practised<'a> {
    /// The question.
    pub question: &'a Question,
    /// The grade of its last answer; it has a score.
    pub grade: Grade,
    /// The score before the follow-up in tenths, where there was one.
    pub before: Option<u64>,
}

/// A criterion that did not earn all its points.
#[derive(Clone, Debug)]
pub struct Gap<'a> {
    /// The criterion.
    pub criterion: &'a Criterion,
    /// The points that it did not earn.
    pub lost: Decimal,
}

/// What was missed about a topic.
#[derive(Clone, Debug)]
pub struct Thin<'a> {
    /// The topic; empty for questions about none.
    pub topic: &'a str,
    /// The points that were not earned.
    pub lost: Decimal,
    /// All points of its questions.
    pub possible: Decimal,
    /// The gaps, each with its question, most points first.
    pub gaps: Vec<(&'a Question, Gap<'a>)>,
}

/// The criteria that did not earn all their points, most lost points first, equal ones in the order of the rubric.
#[must_use]
pub fn gaps<'a>(question: &'a Question, grade: &Grade) -> Vec<Gap<'a>> {
    let both = question.criteria.iter().zip(&grade.criteria);
    let gaps = both.map(|(criterion, graded)| Gap { criterion, lost: criterion.points.less(graded.earned) });
    let mut gaps: Vec<_> = gaps.filter(|gap| gap.lost > Decimal::ZERO).collect();
    gaps.sort_by_key(|gap| Reverse(gap.lost));
    gaps
}

/// What to ask after an answer: the follow-up of the thinnest point that has one.
#[must_use]
pub fn follow_up<'a>(question: &'a Question, grade: &Grade) -> Option<&'a str> {
    gaps(question, grade).into_iter().find_map(|gap| gap.criterion.follow_up.as_deref())
}

/// What was missed, by the first topic of each question; the topic with the greatest part of its points lost first.
#[must_use]
pub fn thin_spots<'a>(practised: &[Practised<'a>]) -> Vec<Thin<'a>> {
    let mut topics: BTreeMap<&str, Thin<'a>> = BTreeMap::new();
    for Practised { question, grade, .. } in practised {
        let topic = question.topics.first().map(String::as_str).unwrap_or_default();
        let empty = Thin { topic, lost: Decimal::ZERO, possible: Decimal::ZERO, gaps: Vec::new() };
        let thin = topics.entry(topic).or_insert(empty);
        let own = gaps(question, grade);
        thin.possible = [thin.possible, grade.possible].into_iter().sum();
        thin.lost = [thin.lost].into_iter().chain(own.iter().map(|gap| gap.lost)).sum();
        thin.gaps.extend(own.into_iter().map(|gap| (*question, gap)));
    }
    let mut thin: Vec<_> = topics.into_values().filter(|thin| !thin.gaps.is_empty()).collect();
    thin.iter_mut().for_each(|thin| thin.gaps.sort_by_key(|(_, gap)| Reverse(gap.lost)));
    // Cross-multiplied, for a fraction has no order of its own.
    let share = |one: &Thin<'_>, other: &Thin<'_>| {
        let part =
            |one: &Thin<'_>, all: &Thin<'_>| u128::from(one.lost.millionths()) * u128::from(all.possible.millionths());
        part(other, one).cmp(&part(one, other))
    };
    thin.sort_by(share);
    thin
}

/// The sentences of the model answer that earn a criterion, as bytes of it; none where nothing in it does.
#[must_use]
pub fn to_read(program: &Program, question: &Question, criterion: &Criterion) -> Vec<Span> {
    let (Some(compiled), Some(answer)) = (program.question(&question.id), question.model_answer.as_deref()) else {
        return Vec::new();
    };
    let Some(at) = question.criteria.iter().position(|other| other.id == criterion.id) else { return Vec::new() };
    let evidence = evidence(program, compiled, at, answer);
    let mut sentences = sentences(answer);
    sentences.retain(|sentence| evidence.iter().any(|words| words.start < sentence.end && sentence.start < words.end));
    sentences
}

/// The matched words that earn the criterion.
fn evidence(program: &Program, question: &QuestionProgram, at: usize, answer: &str) -> Vec<Span> {
    let graded = grade(program, question, answer).criteria.into_iter().nth(at);
    let strong = |criterion: &CriterionProgram, signal: usize| criterion.signals[signal].kind == Kind::Strong;
    let hits = graded.into_iter().flat_map(|graded| graded.hits);
    let earning = hits.filter(|hit| hit.stance == Stance::Said && strong(&question.criteria[at], hit.signal));
    earning.flat_map(|hit| hit.pieces).flat_map(|piece| piece.words).collect()
}

/// The sentences with their punctuation, as bytes of the text.
fn sentences(text: &str) -> Vec<Span> {
    let folded = Text::new(text);
    let words = folded.words();
    let starts = folded.sentences().iter().map(|sentence| {
        let from = sentence.start.checked_sub(1).map_or(0, |before| words[before].span.end);
        let word = words[sentence.start].span.start;
        // What stands before the first space between two sentences closes the one, the rest opens the other.
        text.get(from..word)
            .and_then(|gap| gap.find(char::is_whitespace))
            .map_or(if from == 0 { 0 } else { word }, |at| from + at)
    });
    let starts: Vec<_> = starts.collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(&start, end)| trim(Span::new(start, end.max(start)), text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::compile::compile;
    use crate::rubric::Bank;
    use crate::rubric::load::{File, load};

    fn bank() -> Bank {
        let text = "\
id: locks
question: What is a lock?
topics: [concurrency]
model_answer: |
  A lock lets one thread in. Others wait (\"block\") until it is free. See `threading.Lock`.
  Forgetting to free it stops them all.
criteria:
  - {id: one, title: One at a time, points: 1, strong: [one thread], follow_up: How many get in?}
  - {id: wait, title: Others wait, points: 3, strong: [wait ... free], follow_up: What do others do?}
  - {id: dead, title: It can stop, points: 3, strong: [stop ... all]}
";
        let loaded = load(vec![File { name: "locks.yaml".into(), bytes: text.into() }]);
        assert!(loaded.found.is_empty(), "{:?}", loaded.found);
        loaded.bank
    }

    #[track_caller]
    fn check(answer: &str, lost: &[&str], asked: Option<&str>) {
        let bank = bank();
        let (program, question) = (compile(&bank), &bank.questions[0]);
        let grade = grade(&program, &program.questions[0], answer);
        let found: Vec<_> = gaps(question, &grade).iter().map(|gap| gap.criterion.id.as_str()).collect();
        assert_eq!((found.as_slice(), follow_up(question, &grade)), (lost, asked), "{answer}");
    }

    #[test]
    fn the_point_that_loses_most_is_asked_for() {
        check("It lets one thread in.", &["wait", "dead"], Some("What do others do?"));
        check("They wait until it is free.", &["dead", "one"], Some("How many get in?"));
        check("One thread; others wait till it's free.", &["dead"], None);
        check("One thread; others wait till it's free. It may stop all.", &[], None);
    }

    #[test]
    fn what_to_read_is_where_the_model_answer_earns_it() {
        let bank = bank();
        let (program, question) = (compile(&bank), &bank.questions[0]);
        let answer = question.model_answer.as_deref().unwrap();
        for (at, expected) in [
            "A lock lets one thread in.",
            "Others wait (\"block\") until it is free.",
            "Forgetting to free it stops them all.",
        ]
        .into_iter()
        .enumerate()
        {
            let found: Vec<_> =
                to_read(&program, question, &question.criteria[at]).into_iter().map(|span| span.of(answer)).collect();
            assert_eq!(found, [expected]);
        }
    }

    #[test]
    fn topics_are_told_by_what_they_lack() {
        let bank = bank();
        let (program, question) = (compile(&bank), &bank.questions[0]);
        let practised =
            |answer: &str| Practised { question, grade: grade(&program, &program.questions[0], answer), before: None };
        let thin = thin_spots(&[practised("It lets one thread in."), practised("They wait until it is free.")]);
        assert_eq!(thin.len(), 1);
        assert_eq!(
            (thin[0].topic, thin[0].lost, thin[0].possible),
            ("concurrency", Decimal::whole(10), Decimal::whole(14))
        );
        assert_eq!(thin[0].gaps.len(), 4);
        let all = "One thread; others wait till it's free. It may stop all.";
        assert!(thin_spots(&[practised(all)]).is_empty());
    }
}
