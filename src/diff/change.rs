//! The changes that a bank can undergo, and what is said of each.

use super::Version;
use crate::decimal::Decimal;
use crate::diagnostic::Place;
use crate::rubric::{FlagKind, Kind, Layer, Level, Limits};
use std::fmt;

/// A change with what it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is a change of.
    pub subject: Subject,
    /// What changed.
    pub change: Change,
    /// Where it stands, in the files of which bank.
    pub place: Option<(Version, Place)>,
    /// The questions that it reaches, where it is not one question's own.
    pub reaches: Vec<String>,
}

/// What a change is a change of; the order is that of reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// What `bank.yaml` says of all questions.
    Bank,
    /// A criterion that questions share.
    Shared,
    /// Terms that questions share.
    Glossary,
    /// The question of this id.
    Question(String),
}

/// Something in a list that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// It is new.
    Added(String),
    /// It is gone.
    Removed(String),
    /// It was another before.
    Reworded {
        /// Before.
        old: String,
        /// Now.
        new: String,
    },
}

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is said in words below")]
pub enum Change {
    QuestionAdded(String),
    QuestionRemoved(String),
    Question { old: String, new: String },
    Wording(Edit),
    Level { old: Option<Level>, new: Option<Level> },
    Layer { old: Option<Layer>, new: Option<Layer> },
    Topic(Edit),
    ModelAnswer,
    Examples { added: usize, removed: usize },
    ExampleBand { number: usize, old: String, new: String },
    CriterionAdded { criterion: String, title: String, points: Decimal },
    CriterionRemoved { criterion: String, title: String, points: Decimal },
    CriterionRetitled { criterion: String, old: String, new: String },
    CriterionMoved { criterion: String, old: usize, new: usize },
    Points { criterion: String, old: Decimal, new: Decimal },
    FullCredit { criterion: String, old: Decimal, new: Decimal },
    FollowUp { criterion: String },
    SignalAdded { criterion: String, kind: Kind, text: String, weight: Decimal },
    SignalRemoved { criterion: String, kind: Kind, text: String, weight: Decimal },
    SignalReworded { criterion: String, kind: Kind, old: String, new: String },
    SignalWeight { criterion: String, kind: Kind, text: String, old: Decimal, new: Decimal },
    SignalKind { criterion: String, text: String, old: Kind, new: Kind },
    TermAdded(String),
    TermRemoved(String),
    Term { name: String, edits: Vec<Edit> },
    Name { old: String, new: String },
    Band { name: String, old: Option<Decimal>, new: Option<Decimal> },
    WrongClaimCosts { old: Decimal, new: Decimal },
    Margin { old: Decimal, new: Decimal },
    Cap { flag: FlagKind, old: Option<String>, new: Option<String> },
    Delivery { old: Limits, new: Limits },
    QuestionWeight { level: Level, layer: Layer, old: Decimal, new: Decimal },
}

impl Change {
    /// The criterion in which it is, where it is in one.
    #[must_use]
    pub fn criterion(&self) -> Option<&str> {
        match self {
            Self::CriterionAdded { criterion, .. }
            | Self::CriterionRemoved { criterion, .. }
            | Self::CriterionRetitled { criterion, .. }
            | Self::CriterionMoved { criterion, .. }
            | Self::Points { criterion, .. }
            | Self::FullCredit { criterion, .. }
            | Self::FollowUp { criterion }
            | Self::SignalAdded { criterion, .. }
            | Self::SignalRemoved { criterion, .. }
            | Self::SignalReworded { criterion, .. }
            | Self::SignalWeight { criterion, .. }
            | Self::SignalKind { criterion, .. } => Some(criterion),
            _ => None,
        }
    }

    /// Its name for programs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::QuestionAdded(_) => "question-added",
            Self::QuestionRemoved(_) => "question-removed",
            Self::Question { .. } => "question-reworded",
            Self::Wording(_) => "wording",
            Self::Level { .. } => "level",
            Self::Layer { .. } => "layer",
            Self::Topic(_) => "topic",
            Self::ModelAnswer => "model-answer",
            Self::Examples { .. } => "examples",
            Self::ExampleBand { .. } => "example-band",
            Self::CriterionAdded { .. } => "criterion-added",
            Self::CriterionRemoved { .. } => "criterion-removed",
            Self::CriterionRetitled { .. } => "criterion-retitled",
            Self::CriterionMoved { .. } => "criterion-moved",
            Self::Points { .. } => "points",
            Self::FullCredit { .. } => "full-credit",
            Self::FollowUp { .. } => "follow-up",
            Self::SignalAdded { .. } => "signal-added",
            Self::SignalRemoved { .. } => "signal-removed",
            Self::SignalReworded { .. } => "signal-reworded",
            Self::SignalWeight { .. } => "signal-weight",
            Self::SignalKind { .. } => "signal-kind",
            Self::TermAdded(_) => "term-added",
            Self::TermRemoved(_) => "term-removed",
            Self::Term { .. } => "term-changed",
            Self::Name { .. } => "bank-name",
            Self::Band { .. } => "band",
            Self::WrongClaimCosts { .. } => "wrong-claim-costs",
            Self::Margin { .. } => "margin",
            Self::Cap { .. } => "flag",
            Self::Delivery { .. } => "delivery",
            Self::QuestionWeight { .. } => "question-weight",
        }
    }
}

/// In plain words, on one line as far as the texts in it are.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| format!("\u{201c}{}\u{201d}", text.trim());
        match self {
            Self::QuestionAdded(question) => write!(f, "added: {}", quoted(question)),
            Self::QuestionRemoved(question) => write!(f, "removed: {}", quoted(question)),
            Self::Question { old, new } => write!(f, "question reworded: {} \u{2192} {}", quoted(old), quoted(new)),
            Self::Wording(edit) => write!(f, "wording {edit}"),
            Self::Level { old, new } => write!(f, "level {} \u{2192} {}", or_none(*old), or_none(*new)),
            Self::Layer { old, new } => write!(f, "layer {} \u{2192} {}", or_none(*old), or_none(*new)),
            Self::Topic(edit) => write!(f, "topic {edit}"),
            Self::ModelAnswer => f.write_str("model answer changed"),
            Self::Examples { added, removed: 0 } => write!(f, "{} added", counted(*added, "example")),
            Self::Examples { added: 0, removed } => write!(f, "{} removed", counted(*removed, "example")),
            Self::Examples { added, removed } => write!(f, "{} added, {removed} removed", counted(*added, "example")),
            Self::ExampleBand { number, old, new } => write!(f, "example {number} shall be {new}, was {old}"),
            Self::CriterionAdded { criterion, title, points } => {
                write!(f, "{criterion}: criterion added, worth {points}: {title}")
            }
            Self::CriterionRemoved { criterion, title, points } => {
                write!(f, "{criterion}: criterion removed, worth {points}: {title}")
            }
            Self::CriterionRetitled { criterion, old, new } => {
                write!(f, "{criterion}: retitled: {} \u{2192} {}", quoted(old), quoted(new))
            }
            Self::CriterionMoved { criterion, old, new } => write!(f, "{criterion}: moved, place {old} \u{2192} {new}"),
            Self::Points { criterion, old, new } => write!(f, "{criterion}: points {old} \u{2192} {new}"),
            Self::FullCredit { criterion, old, new } => {
                write!(f, "{criterion}: full credit at {old} \u{2192} {new}")
            }
            Self::FollowUp { criterion } => write!(f, "{criterion}: follow-up changed"),
            Self::SignalAdded { criterion, kind, text, weight } => {
                write!(f, "{criterion}: {kind} signal added{}: {}", weighing(*weight), quoted(text))
            }
            Self::SignalRemoved { criterion, kind, text, weight } => {
                write!(f, "{criterion}: {kind} signal removed{}: {}", weighing(*weight), quoted(text))
            }
            Self::SignalReworded { criterion, kind, old, new } => {
                write!(f, "{criterion}: {kind} signal reworded: {}", reworded(old, new))
            }
            Self::SignalWeight { criterion, kind, text, old, new } => {
                write!(f, "{criterion}: weight {old} \u{2192} {new} of {kind} signal {}", quoted(text))
            }
            Self::SignalKind { criterion, text, old, new } => {
                write!(f, "{criterion}: signal {old} \u{2192} {new}: {}", quoted(text))
            }
            Self::TermAdded(name) => write!(f, "term <{name}> added"),
            Self::TermRemoved(name) => write!(f, "term <{name}> removed"),
            Self::Term { name, edits } => {
                let edits: Vec<_> = edits.iter().map(ToString::to_string).collect();
                write!(f, "term <{name}> changed: {}", edits.join("; "))
            }
            Self::Name { old, new } => write!(f, "name {} \u{2192} {}", quoted(old), quoted(new)),
            Self::Band { name, old, new } => {
                let from = |at: &Option<Decimal>| at.map_or_else(|| "none".to_owned(), |at| format!("from {at}"));
                write!(f, "band {name}: {} \u{2192} {}", from(old), from(new))
            }
            Self::WrongClaimCosts { old, new } => write!(f, "a wrong claim costs {old} \u{2192} {new}"),
            Self::Margin { old, new } => write!(f, "the margin between totals {old} \u{2192} {new}"),
            Self::Cap { flag, old, new } => {
                let at_most = |band: &Option<String>| {
                    band.as_ref().map_or_else(|| "no limit".to_owned(), |band| format!("at most {band}"))
                };
                write!(f, "flag {flag}: {} \u{2192} {}", at_most(old), at_most(new))
            }
            Self::Delivery { old, new } => {
                let limits = |limits: &Limits| format!("at most {} s, pauses from {} s", limits.longest, limits.pause);
                write!(f, "delivery: {} \u{2192} {}", limits(old), limits(new))
            }
            Self::QuestionWeight { level, layer, old, new } => {
                write!(f, "weight of {level} {layer} questions {old} \u{2192} {new}")
            }
        }
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(text) => write!(f, "added: \u{201c}{}\u{201d}", text.trim()),
            Self::Removed(text) => write!(f, "removed: \u{201c}{}\u{201d}", text.trim()),
            Self::Reworded { old, new } => write!(f, "reworded: {}", reworded(old, new)),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bank => "the bank",
            Self::Shared => "shared criteria",
            Self::Glossary => "the glossary",
            Self::Question(id) => id,
        })
    }
}

/// Longer texts are cut down to where they differ.
const WHOLE: usize = 80;
/// So many words that both have stay on either side.
const CONTEXT: usize = 3;

/// `“old” → “new”`, with what is alike at the beginning and the end left out of long texts.
#[must_use]
pub fn reworded(old: &str, new: &str) -> String {
    let (before, now): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    let alike = before.iter().zip(&now).take_while(|(one, other)| one == other).count();
    let rest = before.len().min(now.len()) - alike;
    let ends = before.iter().rev().zip(now.iter().rev()).take(rest);
    let alike_at_end = ends.take_while(|(one, other)| one == other).count();
    let cut = old.len().max(new.len()) > WHOLE;
    let shown = |words: &[&str]| {
        let from = if cut { alike.saturating_sub(CONTEXT) } else { 0 };
        let left_out = if cut { alike_at_end.saturating_sub(CONTEXT) } else { 0 };
        let text = words[from..words.len() - left_out].join(" ");
        let sign = |left_out: usize| if left_out > 0 { "\u{2026}" } else { "" };
        format!("\u{201c}{}{text}{}\u{201d}", sign(from), sign(left_out))
    };
    format!("{} \u{2192} {}", shown(&before), shown(&now))
}

fn or_none(named: Option<impl fmt::Display>) -> String {
    named.map_or_else(|| "none".to_owned(), |named| named.to_string())
}

fn weighing(weight: Decimal) -> String {
    if weight == Decimal::ONE { String::new() } else { format!(" (weight {weight})") }
}

/// `1 example`, `2 examples`
#[must_use]
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_to_where_they_differ() {
        assert_eq!(reworded("a b c d e f", "a b c x e f"), "“a b c d e f” → “a b c x e f”");
        let long = |middle: &str| {
            format!("{} {middle} {}", "some words before it and then more", "and so many after it that nobody reads")
        };
        assert_eq!(
            reworded(&long("one two"), &long("one")),
            "“…then more one two and so many…” → “…then more one and so many…”"
        );
        let list = format!("{}a", "a ".repeat(50));
        assert_eq!(reworded(&list, &format!("{list} a")), "“…a a a” → “…a a a a”");
    }
}
