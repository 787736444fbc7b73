//! New rubrics as YAML text, in the layout of the shipped ones.
//!
//! A [`Draft`] → a question's file, a [`DraftBank`] → `bank.yaml`, terms → `glossary.yaml`. What is written is read back as
//! it was meant, whatever characters a text has; but for white space at the ends of texts and of their lines, patterns aside.
//! [`id::id`] makes ids of any text.

pub mod id;
mod scalar;
pub(crate) mod tree;

use super::{Band, Kind, Layer, Level};
use crate::decimal::Decimal;
use tree::{Apart, Indent, Item, Tree, entry};

/// A rubric to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// Lower-case words joined by hyphens.
    pub id: String,
    /// How it is asked.
    pub question: String,
    /// Other ways in which it is asked.
    pub wordings: Vec<String>,
    /// For whom it is.
    pub level: Option<Level>,
    /// What it probes.
    pub layer: Option<Layer>,
    /// What it is about.
    pub topics: Vec<String>,
    /// What a strong candidate would say.
    pub model_answer: Option<String>,
    /// Terms of this question alone, each with its patterns.
    pub terms: Vec<(String, Vec<String>)>,
    /// What is looked for.
    pub criteria: Vec<DraftCriterion>,
    /// Answers, each after the band that it must reach.
    pub examples: Vec<(String, String)>,
}

/// A criterion to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftCriterion {
    /// Unique in the question.
    pub id: String,
    /// The idea in a few words.
    pub title: String,
    /// Above 0 and at most 1000.
    pub points: Decimal,
    /// Above 0 and at most 1; 1 is not written.
    pub full_credit: Decimal,
    /// Ways to earn it; at least one.
    pub strong: Vec<DraftSignal>,
    /// Shallow; their weights are not written.
    pub weak: Vec<DraftSignal>,
    /// Misconceptions.
    pub wrong: Vec<DraftSignal>,
    /// What an interviewer asks when it is thin.
    pub follow_up: Option<String>,
}

/// A signal to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftSignal {
    /// What it listens for.
    pub said: Said,
    /// Above 0 and at most 1; 1 is not written.
    pub weight: Decimal,
    /// What is noted beside it.
    pub comment: Option<String>,
}

/// What a signal listens for: any of these, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// In the language of patterns.
    Patterns(Vec<String>),
    /// Plain sentences.
    Prose(Vec<String>),
}

/// What a new `bank.yaml` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftBank {
    /// What to call the bank.
    pub name: String,
    /// Highest first, the last from 0.
    pub bands: Vec<Band>,
    /// Of 100, at most 100; 0 is not written.
    pub wrong_claim_costs: Decimal,
}

const TOP: Indent = Indent { column: 0, dash: 2 };

/// The text of a question's file.
#[must_use]
pub fn rubric(draft: &Draft) -> String {
    let one = |key: &str, value: Option<Tree>| value.map(|value| (key.to_owned(), value));
    let list = |key: &str, items: Vec<Item>| one(key, (!items.is_empty()).then_some(Tree::List(items)));
    let texts = |texts: &[String]| texts.iter().map(|one| Item::of(text(one))).collect();
    let topics: Vec<_> = draft.topics.iter().map(|topic| text(topic)).collect();
    let examples = draft.examples.iter().map(|(band, answer)| example(band, answer)).collect();
    let criteria = draft.criteria.iter();
    let criteria =
        criteria.map(|criterion| Item { tree: criterion.tree(), comment: None, apart: Apart::Yes }).collect();
    let head = [
        one("id", Some(text(&draft.id))),
        one("question", Some(text(&draft.question))),
        list("wordings", texts(&draft.wordings)),
        one("level", draft.level.map(|level| text(level.name()))),
        one("layer", draft.layer.map(|layer| text(layer.name()))),
        one("topics", (!topics.is_empty()).then_some(Tree::Row(topics))),
        one("model_answer", draft.model_answer.as_deref().map(text)),
    ];
    let terms = one("terms", (!draft.terms.is_empty()).then(|| terms_tree(&draft.terms)));
    sections(&[
        head.into_iter().flatten().collect(),
        terms.into_iter().collect(),
        one("criteria", Some(Tree::List(criteria))).into_iter().collect(),
        list("examples", examples).into_iter().collect(),
    ])
}

/// The text of a `bank.yaml`.
#[must_use]
pub fn bank(draft: &DraftBank) -> String {
    let bands = Tree::List(draft.bands.iter().map(|one| Item::of(band(one))).collect());
    let costs = Some(draft.wrong_claim_costs).filter(|costs| *costs > Decimal::ZERO);
    let costs = costs.map(|costs| ("wrong_claim_costs".to_owned(), Tree::Number(costs)));
    sections(&[
        vec![("name".to_owned(), text(&draft.name))],
        vec![("bands".to_owned(), bands)],
        costs.into_iter().collect(),
    ])
}

/// The text of a `glossary.yaml`: terms, each with its patterns; at least one term.
#[must_use]
pub fn glossary(terms: &[(String, Vec<String>)]) -> String {
    let Tree::Map(entries) = terms_tree(terms) else { return String::new() };
    sections(&[entries])
}

/// Entries of the outermost mapping, with an empty line between the groups.
fn sections(groups: &[Vec<(String, Tree)>]) -> String {
    let written = groups.iter().filter(|group| !group.is_empty()).map(|group| {
        let lines = group.iter().flat_map(|(key, value)| entry(key, value, TOP));
        lines.fold(String::new(), |text, line| text + &line + "\n")
    });
    written.collect::<Vec<_>>().join("\n")
}

/// A text without white space at its ends and those of its lines; one of several lines ends its last line.
fn text(text: &str) -> Tree {
    let text = text.trim();
    let tidied = || text.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
    Tree::Text(if text.contains('\n') { tidied() } else { text.to_owned() })
}

fn terms_tree(terms: &[(String, Vec<String>)]) -> Tree {
    let list = |patterns: &[String]| Tree::List(patterns.iter().map(|one| Item::of(Tree::Text(one.clone()))).collect());
    Tree::Map(terms.iter().map(|(name, patterns)| (name.clone(), list(patterns))).collect())
}

fn example(band: &str, answer: &str) -> Item {
    Item::of(Tree::Map(vec![("band".to_owned(), text(band)), ("answer".to_owned(), text(answer))]))
}

pub(super) fn band(band: &Band) -> Tree {
    Tree::Record(vec![("name".to_owned(), text(&band.name)), ("from".to_owned(), Tree::Number(band.from))])
}

impl DraftCriterion {
    /// All its signals, by kind.
    pub(super) fn signals(&self) -> impl Iterator<Item = (Kind, &DraftSignal)> {
        let all = [(Kind::Strong, &self.strong), (Kind::Weak, &self.weak), (Kind::Wrong, &self.wrong)];
        all.into_iter().flat_map(|(kind, signals)| signals.iter().map(move |signal| (kind, signal)))
    }

    pub(super) fn tree(&self) -> Tree {
        let mut entries = vec![("id".to_owned(), text(&self.id)), ("title".to_owned(), text(&self.title))];
        entries.push(("points".to_owned(), Tree::Number(self.points)));
        if self.full_credit != Decimal::ONE {
            entries.push(("full_credit".to_owned(), Tree::Number(self.full_credit)));
        }
        for (kind, signals) in [(Kind::Strong, &self.strong), (Kind::Weak, &self.weak), (Kind::Wrong, &self.wrong)] {
            if !signals.is_empty() {
                let items = signals.iter().map(|signal| signal.item(kind)).collect();
                entries.push((kind.name().to_owned(), Tree::List(items)));
            }
        }
        entries.extend(self.follow_up.as_deref().map(|ask| ("follow_up".to_owned(), text(ask))));
        Tree::Map(entries)
    }
}

impl DraftSignal {
    pub(super) fn item(&self, kind: Kind) -> Item {
        let weight = Some(self.weight).filter(|&weight| kind != Kind::Weak && weight != Decimal::ONE);
        let (key, texts) = match &self.said {
            Said::Patterns(patterns) => ("pattern", patterns),
            Said::Prose(sentences) => ("prose", sentences),
        };
        let all = || texts.iter().map(|text| Item::of(Tree::Text(text.clone()))).collect();
        let value = if let [only] = texts.as_slice() { Tree::Text(only.clone()) } else { Tree::List(all()) };
        let tree = if key == "pattern" && weight.is_none() && texts.len() == 1 {
            value
        } else {
            let weight = weight.map(|weight| ("weight".to_owned(), Tree::Number(weight)));
            Tree::Record([(key.to_owned(), value)].into_iter().chain(weight).collect())
        };
        Item { tree, comment: self.comment.clone(), apart: Apart::No }
    }
}
