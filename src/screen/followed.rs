//! What of a plan was asked: items in → those beyond the plan flagged, and an item for each question that is left.
//!
//! A candidate is one who is named, whatever files their answers stand in; answers that name nobody are one interview a
//! file. So nothing is said not to be asked before all items are known.

use crate::flags::Flag;
use crate::item::{Item, Outcome, file};
use crate::rubric::FlagKind;
use crate::transcript::Answer;
use std::collections::{BTreeMap, BTreeSet};

/// A plan, and who was asked what of it so far.
#[derive(Clone, Debug, Default)]
pub struct Followed {
    ids: Vec<String>,
    interviews: Vec<Interview>,
    known: BTreeMap<(bool, String), usize>,
}

/// What one candidate was asked.
#[derive(Clone, Debug)]
struct Interview {
    /// What the ids of their answers begin with.
    name: String,
    source: String,
    candidate: Option<String>,
    asked: BTreeSet<String>,
}

impl Followed {
    /// A plan with these questions, of which nobody was asked any.
    #[must_use]
    pub fn new(ids: Vec<String>) -> Self {
        Self { ids, ..Self::default() }
    }

    /// Takes note of an item; flags it where its question is not in the plan.
    pub fn note(&mut self, item: &mut Item) {
        let Item { answer, outcome } = item;
        if answer.question.is_empty() {
            return;
        }
        let interview = self.interview(answer);
        self.interviews[interview].asked.insert(answer.question.clone());
        if let Outcome::Graded(grade) = outcome
            && !self.ids.contains(&answer.question)
        {
            grade
                .flags
                .push(Flag { kind: FlagKind::NotInPlan, detail: "the plan does not have this question".to_owned() });
        }
    }

    fn interview(&mut self, answer: &Answer) -> usize {
        let source = file(&answer.source);
        let name = answer.candidate.as_deref().unwrap_or(source);
        let next = self.interviews.len();
        let at = *self.known.entry((answer.candidate.is_some(), name.to_owned())).or_insert(next);
        if at == next {
            let before = answer.id.strip_suffix(answer.question.as_str()).and_then(|id| id.strip_suffix('/'));
            self.interviews.push(Interview {
                name: before.unwrap_or(name).to_owned(),
                source: source.to_owned(),
                candidate: answer.candidate.clone(),
                asked: BTreeSet::new(),
            });
        }
        at
    }

    /// The questions that were not asked, of each candidate in the order of the plan.
    pub fn left(&self) -> impl Iterator<Item = Item> {
        self.interviews.iter().flat_map(|interview| {
            let left = self.ids.iter().filter(|id| !interview.asked.contains(*id));
            left.map(|id| Item {
                answer: Answer {
                    id: format!("{}/{id}", interview.name),
                    source: interview.source.clone(),
                    candidate: interview.candidate.clone(),
                    question: id.clone(),
                    ..Answer::default()
                },
                outcome: Outcome::NotAsked,
            })
        })
    }
}
