//! A grade → what to ask next.
//!
//! In: a question, an answer to it and its grade. Out: the follow-ups of the criteria that are thin, those that lost most
//! points first, and no more of them than one asks; what the interviewer has asked already is not asked again.

use crate::grade::{CriterionGrade, Grade};
use crate::program::{CriterionProgram, QuestionProgram};
use crate::transcript::Answer;
use std::cmp::Reverse;

/// What to ask next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FollowUp<'a> {
    /// The id of the criterion that is thin.
    pub criterion: &'a str,
    /// What to ask.
    pub question: &'a str,
}

/// So many follow-ups are proposed of an answer.
pub const MOST: usize = 3;

/// What to ask next, most points lost first; criteria that lost the same in the order of the rubric.
#[must_use]
pub fn follow_ups<'a>(question: &'a QuestionProgram, grade: &Grade, answer: &Answer) -> Vec<FollowUp<'a>> {
    let asked = |criterion: &str| answer.prompts.iter().any(|prompt| prompt.follow_up.as_deref() == Some(criterion));
    let criteria = question.criteria.iter().zip(&grade.criteria);
    let thin = criteria.filter_map(|(criterion, graded)| Some((criterion, graded, of_criterion(criterion, graded)?)));
    let mut thin: Vec<_> = thin.filter(|(criterion, ..)| !asked(&criterion.id)).collect();
    thin.sort_by_key(|(criterion, graded, _)| Reverse(criterion.points.less(graded.earned)));
    thin.truncate(MOST);
    thin.into_iter().map(|(criterion, _, question)| FollowUp { criterion: &criterion.id, question }).collect()
}

/// The follow-up of a criterion that did not earn all its points.
#[must_use]
pub fn of_criterion<'a>(criterion: &'a CriterionProgram, graded: &CriterionGrade) -> Option<&'a str> {
    criterion.follow_up.as_deref().filter(|_| graded.earned < criterion.points)
}
