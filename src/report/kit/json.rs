//! A plan as JSON, for `rubricate grade --plan`, for `--exclude`, and for other programs.

use super::super::Rubrics;
use super::super::json::pretty;
use crate::decimal::Decimal;
use crate::screen::{Plan, minutes};
use serde::Serialize;

/// The whole plan, one object. Fields are never renamed or removed without a change of the first version number; new
/// ones may come.
///
/// | field | type | meaning |
/// |---|---|---|
/// | `bank` | text | the bank's name |
/// | `level` | text | `junior`, `mid` or `senior`: for whom the interview is |
/// | `seed` | number | what it was drawn with |
/// | `minutes` | number | how long all questions take |
/// | `remarks` | list | texts: what could not be had as it was wished |
/// | `questions` | list | objects, in the order in which they are to be asked |
/// | `version` | text | of this program |
///
/// A question:
///
/// | field | type | meaning |
/// |---|---|---|
/// | `id` | text | its id in the bank |
/// | `question` | text | how it is asked |
/// | `level`, `layer` | text or null | what it is for |
/// | `topics` | list | what it is about |
/// | `minutes` | number | how long it takes |
/// | `follow_ups` | list | objects with `criterion`, `title` and `ask`: what to ask where that point is missing |
/// | `rubric` | text or null | digest of what its answers are graded by |
#[derive(Serialize)]
struct PlanObject<'a> {
    bank: &'a str,
    level: &'static str,
    seed: u64,
    minutes: Decimal,
    remarks: Vec<String>,
    questions: Vec<QuestionObject<'a>>,
    version: &'static str,
}

#[derive(Serialize)]
struct QuestionObject<'a> {
    id: &'a str,
    question: &'a str,
    level: Option<&'static str>,
    layer: Option<&'static str>,
    topics: &'a [String],
    minutes: Decimal,
    follow_ups: Vec<FollowUp<'a>>,
    rubric: Option<&'a str>,
}

#[derive(Serialize)]
struct FollowUp<'a> {
    criterion: &'a str,
    title: &'a str,
    ask: &'a str,
}

/// The plan, indented, with a line break at its end.
#[must_use]
pub fn plan(plan: &Plan<'_>, rubrics: Rubrics<'_>) -> String {
    let questions = plan.questions.iter().map(|question| {
        let asks = question.criteria.iter().filter_map(|criterion| {
            let ask = criterion.follow_up.as_deref()?;
            Some(FollowUp { criterion: &criterion.id, title: &criterion.title, ask })
        });
        QuestionObject {
            id: &question.id,
            question: &question.question,
            level: question.level.map(|level| level.name()),
            layer: question.layer.map(|layer| layer.name()),
            topics: &question.topics,
            minutes: rubrics.bank.minutes(question.layer),
            follow_ups: asks.collect(),
            rubric: rubrics.program.question(&question.id).map(|compiled| rubrics.program.digest(compiled)),
        }
    });
    let object = PlanObject {
        bank: &rubrics.bank.name,
        level: plan.level.name(),
        seed: plan.seed,
        minutes: minutes(rubrics.bank, &plan.questions),
        remarks: plan.remarks.iter().map(ToString::to_string).collect(),
        questions: questions.collect(),
        version: env!("CARGO_PKG_VERSION"),
    };
    pretty(&object)
}
