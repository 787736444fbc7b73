//! The interviewer's kit: a plan → what somebody needs who asks its questions and does not know the subject.
//!
//! For every question: how it is asked, and in other words; what a strong answer says, what matters most first, and for
//! each point what to ask where it is missing; a weak answer, and what is not true in it; a strong answer whole; room for
//! notes, and boxes for a first impression from 0 to 4. No word of the pattern language: the points are the titles of
//! criteria, and what is not true is quoted from the bank's own weak answers, as its grader heard it there.

pub mod html;
pub mod json;
pub mod markdown;
pub mod text;

use super::Rubrics;
use crate::grade::grade;
use crate::rubric::{Criterion, Kind, Question};
use crate::scan::{Hit, Stance};
use crate::screen::{Plan, minutes};
use crate::span::Span;

/// How much a point matters, by what the most valuable one of its question is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Importance {
    /// At least three quarters of that.
    Most,
    /// At least two fifths.
    Also,
    /// Less.
    Bonus,
}

impl Importance {
    const fn words(self) -> &'static str {
        match self {
            Self::Most => "Most important",
            Self::Also => "Also",
            Self::Bonus => "A plus",
        }
    }
}

/// The boxes for a first impression, with what each says.
const IMPRESSIONS: [(u8, &str); 5] = [(0, "nothing"), (1, "a little"), (2, "half"), (3, "most"), (4, "nearly all")];

/// The points of a question in groups, what matters most first; equal ones in the order of the rubric.
fn points(question: &Question) -> Vec<(Importance, Vec<&Criterion>)> {
    let most = question.criteria.iter().map(|criterion| criterion.points.millionths()).max().unwrap_or_default();
    let importance = |criterion: &Criterion| match u128::from(criterion.points.millionths()) * 20 {
        points if points >= u128::from(most) * 15 => Importance::Most,
        points if points >= u128::from(most) * 8 => Importance::Also,
        _ => Importance::Bonus,
    };
    let mut criteria: Vec<_> = question.criteria.iter().map(|criterion| (importance(criterion), criterion)).collect();
    criteria.sort_by_key(|&(importance, criterion)| (importance, std::cmp::Reverse(criterion.points)));
    let groups = criteria.chunk_by(|(one, _), (other, _)| one == other);
    groups.map(|group| (group[0].0, group.iter().map(|&(_, criterion)| criterion).collect())).collect()
}

/// A weak answer, and the words in it that are not true.
struct Weak<'a> {
    heading: &'static str,
    answer: &'a str,
    untrue: Vec<String>,
}

/// A thin answer and one with misconceptions, as far as the rubric has such examples.
fn weak<'a>(question: &'a Question, rubrics: Rubrics<'_>) -> Vec<Weak<'a>> {
    let lowest = rubrics.bank.bands.last().map(|band| band.name.as_str());
    let examples = question.examples.iter().filter(|example| Some(example.band.as_str()) == lowest);
    let examples: Vec<_> =
        examples.map(|example| (example.answer.as_str(), untrue(question, &example.answer, rubrics))).collect();
    let thin = examples.iter().find(|(_, untrue)| untrue.is_empty());
    let thin = thin.map(|&(answer, _)| Weak { heading: "A thin answer", answer, untrue: Vec::new() });
    let mistaken =
        examples.iter().rev().max_by_key(|(_, untrue)| untrue.len()).filter(|(_, untrue)| !untrue.is_empty());
    let mistaken =
        mistaken.map(|(answer, untrue)| Weak { heading: "A mistaken answer", answer, untrue: untrue.clone() });
    thin.into_iter().chain(mistaken).collect()
}

/// The clauses of an answer in which misconceptions are heard, in their order.
fn untrue(question: &Question, answer: &str, rubrics: Rubrics<'_>) -> Vec<String> {
    let Some(program) = rubrics.program.question(&question.id) else { return Vec::new() };
    let graded = grade(rubrics.program, program, answer);
    let mut clauses: Vec<Span> = Vec::new();
    for (criterion, graded) in program.criteria.iter().zip(&graded.criteria) {
        let wrong = |hit: &&Hit| hit.stance == Stance::Said && criterion.signals[hit.signal].kind == Kind::Wrong;
        let pieces = graded.hits.iter().filter(wrong).flat_map(|hit| &hit.pieces);
        clauses.extend(pieces.map(|piece| clause(answer, piece.span)));
    }
    clauses.sort_unstable_by_key(|clause| clause.start);
    let mut apart: Vec<Span> = Vec::new();
    for clause in clauses {
        match apart.last_mut().filter(|last| clause.start < last.end) {
            Some(last) => last.end = last.end.max(clause.end),
            None => apart.push(clause),
        }
    }
    apart.into_iter().map(|clause| clause.of(answer).split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The words around a stretch from one punctuation mark to the next, so that they can be read alone.
fn clause(answer: &str, words: Span) -> Span {
    let ends = |(at, c): (usize, char)| {
        let stops = matches!(c, '.' | ',' | ';' | ':' | '?' | '!');
        // Not the point in `random.py`.
        (stops && answer[at + 1..].starts_with(|next: char| next.is_whitespace())).then_some(at)
    };
    let before = answer[..words.start].char_indices().rev().find_map(ends).map_or(0, |at| at + 1);
    let start = before + (answer[before..].len() - answer[before..].trim_start().len());
    let after = answer[words.end..].char_indices().find_map(|(at, c)| ends((words.end + at, c)));
    let end = after.unwrap_or_else(|| answer.trim_end().trim_end_matches('.').len());
    Span::new(start.min(words.start), end.max(words.end))
}

/// `senior · 6 questions, about 41 minutes · seed 7`
fn about(plan: &Plan<'_>, rubrics: Rubrics<'_>) -> String {
    let count = plan.questions.len();
    let questions = if count == 1 { "question" } else { "questions" };
    let minutes = minutes(rubrics.bank, &plan.questions);
    format!("{} \u{b7} {count} {questions}, about {minutes} minutes \u{b7} seed {}", plan.level, plan.seed)
}

/// `knowledge · concurrency · 5 minutes`
pub(super) fn place(question: &Question, rubrics: Rubrics<'_>) -> String {
    let layer = question.layer.map(|layer| layer.name().to_owned());
    let topics = Some(question.topics.join(", ")).filter(|topics| !topics.is_empty());
    let minutes = format!("{} minutes", rubrics.bank.minutes(question.layer));
    [layer, topics, Some(minutes)].into_iter().flatten().collect::<Vec<_>>().join(" \u{b7} ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(answer: &str, words: &str, expected: &str) {
        let start = answer.find(words).unwrap();
        assert_eq!(clause(answer, Span::new(start, start + words.len())).of(answer), expected);
    }

    #[test]
    fn a_clause_can_be_read_alone() {
        check("It is slow, and threads run in parallel. So.", "threads run", "and threads run in parallel");
        check("A file random.py never shadows it.", "never", "A file random.py never shadows it");
        check("one, two, three", "one, two", "one, two");
        check("  alone ", "alone", "alone");
        check("Übung: größer!\nNein", "größer", "größer");
    }
}
