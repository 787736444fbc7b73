//! Texts that an operation hears, made from the compiled program: what a speaker would say who said no more than that.
//!
//! A word is spelt as some rubric spells it, or as its stem; a phrase is its parts in order without gaps; alternatives
//! take turns; the parts of a condition are joined in a sentence. An operation has at most [`MOST`] samples; one whose
//! words are not known, such as a regular expression without a literal, has none, and so has what needs it.
//! Samples are guesses: whether one is heard, only the grader tells.

use crate::pattern::{Form, Kind, Scope};
use crate::program::{CoverUnit, Op, OpId, QuestionProgram};
use crate::rubric::{Bank, PatternText};
use crate::text::Text;
use crate::text::stem::stem;
use regex_syntax::hir::literal::Extractor;
use std::collections::HashMap;

/// As many samples as an operation has at most.
pub const MOST: usize = 16;
/// A sample has at most so many bytes.
const LONGEST: usize = 1000;
/// An operation that stands for more than so many has no samples: terms of terms can stand for more than atoms there are.
const LARGEST: u64 = 100_000;

/// The samples of all operations of a question.
#[derive(Debug)]
pub struct Samples {
    texts: Vec<Vec<String>>,
    sizes: Vec<u64>,
}

impl Samples {
    /// Makes them, parts before what needs them.
    #[must_use]
    pub fn new(question: &QuestionProgram, spellings: &HashMap<String, String>) -> Self {
        let mut samples = Self { texts: Vec::new(), sizes: Vec::new() };
        for op in &question.ops {
            let size = size(op, &samples.sizes);
            let texts = if size > LARGEST { Vec::new() } else { samples.make(op, spellings) };
            samples.texts.push(texts);
            samples.sizes.push(size);
        }
        samples
    }

    /// Those of one operation, none twice.
    #[must_use]
    pub fn of(&self, id: OpId) -> &[String] {
        &self.texts[id.0 as usize]
    }

    /// Whether an operation stands for so many that no answer can be graded by it in time.
    #[must_use]
    pub fn is_too_large(&self, id: OpId) -> bool {
        self.sizes[id.0 as usize] > LARGEST
    }

    fn make(&self, op: &Op, spellings: &HashMap<String, String>) -> Vec<String> {
        match op {
            Op::Word(form) => spelt(form, spellings).into_iter().collect(),
            Op::Regex(source) => literal(source).into_iter().collect(),
            Op::Phrase(steps) => self.joined(steps.iter().map(|step| step.op), " "),
            Op::Any(parts) | Op::Opening(parts) => self.in_turn(parts),
            Op::All { scope, wanted, .. } => self.joined(wanted.iter().copied(), between(*scope)),
            Op::AtLeast { count, scope, parts } => {
                let known = parts.iter().copied().filter(|&part| !self.of(part).is_empty());
                let some: Vec<_> = known.take(*count).collect();
                if some.len() < *count { Vec::new() } else { self.joined(some.into_iter(), between(*scope)) }
            }
            Op::Cover(units) => self.covering(units).into_iter().collect(),
        }
    }

    /// Some text of each part: the first of all, then the second of all, as far as there are any; a part that has fewer
    /// begins anew.
    fn joined(&self, parts: impl Iterator<Item = OpId> + Clone, between: &str) -> Vec<String> {
        if parts.clone().any(|part| self.of(part).is_empty()) {
            return Vec::new();
        }
        let most = parts.clone().map(|part| self.of(part).len()).max().unwrap_or_default();
        let texts = (0..most).filter_map(|number| {
            let chosen = parts.clone().map(|part| {
                let texts = self.of(part);
                texts[number % texts.len()].as_str()
            });
            let length: usize = chosen.clone().map(|text| text.len() + between.len()).sum();
            (length <= LONGEST).then(|| chosen.collect::<Vec<_>>().join(between))
        });
        distinct(texts)
    }

    /// The first text of each alternative, then the second of each.
    fn in_turn(&self, parts: &[OpId]) -> Vec<String> {
        let rounds = (0..MOST).flat_map(|round| parts.iter().filter_map(move |&part| self.of(part).get(round)));
        distinct(rounds.cloned())
    }

    /// All that is to be said.
    fn covering(&self, units: &[CoverUnit]) -> Option<String> {
        let texts = units.iter().map(|unit| {
            let text = self.of(unit.op).first()?;
            Some(if unit.denied { format!("it does not {text}") } else { text.clone() })
        });
        let text = texts.collect::<Option<Vec<_>>>()?.join(" and ");
        Some(text).filter(|text| text.len() <= LONGEST)
    }
}

/// How many operations one stands for, each counted as often as it is needed.
fn size(op: &Op, sizes: &[u64]) -> u64 {
    let of = |id: OpId| sizes[id.0 as usize];
    let sum = |parts: &[OpId]| parts.iter().map(|&part| of(part)).fold(1, u64::saturating_add);
    match op {
        Op::Word(_) | Op::Regex(_) => 1,
        Op::Phrase(steps) => steps.iter().map(|step| of(step.op)).fold(1, u64::saturating_add),
        Op::Any(parts) | Op::Opening(parts) | Op::AtLeast { parts, .. } => sum(parts),
        Op::All { wanted, unwanted, .. } => sum(wanted).saturating_add(sum(unwanted)),
        Op::Cover(units) => units.iter().map(|unit| of(unit.op)).fold(1, u64::saturating_add),
    }
}

fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        if kept.len() == MOST {
            break;
        }
        if !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}

/// What joins the parts of a condition: a window may be too narrow for another word.
const fn between(scope: Scope) -> &'static str {
    match scope {
        Scope::Window(_) => " ",
        Scope::Sentence | Scope::Whole => " and ",
    }
}

fn spelt(form: &Form, spellings: &HashMap<String, String>) -> Option<String> {
    match form {
        Form::Exact(spelling) | Form::Cased(spelling) | Form::Prefix(spelling) => Some(spelling.clone()),
        Form::Inflected(root) => {
            let endings =
                ["", "e", "s", "ed", "ing", "y", "ion", "ation"].iter().map(|ending| format!("{root}{ending}"));
            let known = spellings.get(root).cloned();
            known.or_else(|| endings.into_iter().find(|word| stem(word) == root.as_str()))
        }
    }
}

/// A text that a regular expression matches as a whole, if it is made of nothing but literals.
fn literal(source: &str) -> Option<String> {
    let literals = Extractor::new().extract(&regex_syntax::parse(source).ok()?);
    let first = literals.literals()?.iter().find(|literal| literal.is_exact())?;
    String::from_utf8(first.as_bytes().to_vec()).ok()
}

/// For each stem the first word of a rubric that has it.
pub fn spellings(bank: &Bank) -> HashMap<String, String> {
    let mut spellings = HashMap::new();
    bank.terms.iter().for_each(|term| spell(&term.wordings, &mut spellings));
    for question in &bank.questions {
        question.terms.iter().for_each(|term| spell(&term.wordings, &mut spellings));
        let signals = question.criteria.iter().flat_map(|criterion| &criterion.signals);
        signals.for_each(|signal| spell(&signal.wordings, &mut spellings));
    }
    spellings
}

fn spell(wordings: &[PatternText], spellings: &mut HashMap<String, String>) {
    for wording in wordings {
        wording.pattern.visit(&mut |pattern| {
            let Kind::Word(Form::Inflected(root)) = &pattern.kind else { return };
            if spellings.contains_key(root) {
                return;
            }
            let written = pattern.span.of(&wording.text);
            let text = Text::new(written);
            if text.words().len() == 1 && text.stem(0) == root.as_str() {
                spellings.insert(root.clone(), written.to_owned());
            }
        });
    }
}
