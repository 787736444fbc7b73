//! Rubrics compiled: the patterns of each question as operations over words, in one flat list a question.
//!
//! [`Bank`](crate::rubric::Bank) → [`compile::compile`] → [`Program`]. What compiling keeps: what each
//! signal listens for, and what it is worth. What it forgets: the spelling of patterns, the names of terms (but
//! for the listing), which of two like patterns came first: equal operations are one.
//! [`listing`] prints a question's part of it, and [`Program::digest`] names it.

mod code;
pub mod compile;
mod lexicon;
pub mod listing;
mod meaning;
mod needs;

use code::Code;
pub(crate) use lexicon::Lexicon;
pub(crate) use needs::Needs;
pub(crate) use needs::Possible;

use crate::catalog::Catalog;
use crate::copies::index::Index;
use crate::copies::{Boilerplate, Words};
use crate::decimal::Decimal;
use crate::pattern::{Form, Scope};
use crate::rubric::{Band, FlagKind, Kind, Limits};
use crate::text::Text;
use crate::text::overlap::Passages;
use std::ops::Range;
use std::sync::OnceLock;

/// A compiled bank.
#[derive(Debug)]
pub struct Program {
    /// The questions, by id; each is compiled when it is first looked at.
    pub questions: Catalog<QuestionProgram>,
    /// The bank's bands, highest first.
    pub bands: Vec<Band>,
    /// What a criterion in which a wrong signal is heard costs the answer, of its 100, beside its own points.
    pub wrong_claim_costs: Decimal,
    /// For flags that cap the band: the index of the highest band that an answer with it can reach.
    pub caps: Vec<(FlagKind, usize)>,
    /// How long an answer may be spoken, and which pauses are long.
    pub limits: Limits,
}

/// Index of an operation in [`QuestionProgram::ops`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpId(pub u32);

/// What to look for. The first four are phrases and have places in the order of words; the next two are conditions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// A word of this form.
    Word(Form),
    /// What this regular expression matches.
    Regex(String),
    /// Parts in order.
    Phrase(Box<[Step]>),
    /// Any of these.
    Any(Box<[OpId]>),
    /// All of `wanted` and none of `unwanted` within the scope.
    All {
        /// The stretch in which they must be found.
        scope: Scope,
        /// What must be there.
        wanted: Box<[OpId]>,
        /// What must not.
        unwanted: Box<[OpId]>,
    },
    /// At least `count` of the parts within the scope.
    AtLeast {
        /// How many.
        count: usize,
        /// The stretch in which they must be found.
        scope: Scope,
        /// Of which.
        parts: Box<[OpId]>,
    },
    /// Any of these, as the speaker's claim, in the sentence with which the answer opens. Stands only as a signal's whole
    /// operation.
    Opening(Box<[OpId]>),
    /// Things to be said, of which some may be missing: what is heard of their weight counts. Stands only as a signal's
    /// whole operation, or among its alternatives.
    Cover(Box<[CoverUnit]>),
}

/// A thing to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CoverUnit {
    /// A phrase.
    pub op: OpId,
    /// How much it counts against the others.
    pub weight: u32,
    /// Whether it is to be denied.
    pub denied: bool,
}

/// A part of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// How many words that count may stand before it.
    pub gap: usize,
    /// The part.
    pub op: OpId,
}

/// A question's criteria and what their signals compiled to.
#[derive(Debug)]
pub struct QuestionProgram {
    /// The question's id.
    pub id: String,
    /// Its criteria, in the order of the rubric.
    pub criteria: Vec<CriterionProgram>,
    /// The operations; an operation's parts stand before it.
    pub ops: Vec<Op>,
    /// The terms that its patterns name, by the operation they compiled to.
    pub terms: Vec<(OpId, String)>,
    /// The ways in which it is asked.
    pub wordings: Vec<String>,
    /// What a strong candidate would say.
    pub model_answer: Option<String>,
    // All of these are made when they are first needed: most runs ask few questions of a bank.
    needs: OnceLock<Needs>,
    lexicon: OnceLock<Lexicon>,
    code: OnceLock<Code>,
    passages: OnceLock<Passages>,
    indexed_model_answer: OnceLock<Option<Index>>,
    given: OnceLock<Boilerplate>,
    digest: OnceLock<String>,
}

/// A criterion's signals.
#[derive(Clone, Debug)]
pub struct CriterionProgram {
    /// Its id.
    pub id: String,
    /// The idea in a few words.
    pub title: String,
    /// What it is worth.
    pub points: Decimal,
    /// The sum of strong weights that earns all of that; above 0.
    pub full_credit: Decimal,
    /// Its signals, strong ones first.
    pub signals: Vec<SignalProgram>,
    /// What to ask when it is thin.
    pub follow_up: Option<String>,
}

/// A signal.
#[derive(Clone, Debug)]
pub struct SignalProgram {
    /// How results name it: `cpu-vs-io.strong.2`, counted from 1 within its kind.
    pub id: String,
    /// What it says of an answer.
    pub kind: Kind,
    /// Strong: what it adds toward the full credit. Wrong: the share of the points it costs.
    pub weight: Decimal,
    /// What it listens for.
    pub op: OpId,
    /// As the rubric has it.
    pub text: String,
}

/// As many words in a row are no longer one's own, if the question has them.
const ECHOED: usize = 4;

impl QuestionProgram {
    /// What its operations need.
    pub(crate) fn needs(&self) -> &Needs {
        self.needs.get_or_init(|| Needs::new(&self.ops))
    }

    /// The words that its patterns ask for.
    pub(crate) fn lexicon(&self) -> &Lexicon {
        self.lexicon.get_or_init(|| Lexicon::new(&self.ops))
    }

    /// The regular expressions that its patterns ask for.
    pub(crate) fn code(&self) -> &Code {
        self.code.get_or_init(|| Code::new(&self.ops))
    }

    /// The model answer, to look passages up in, with every run of words.
    #[must_use]
    pub fn indexed_model_answer(&self) -> Option<&Index> {
        let indexed = || self.model_answer.as_deref().map(|text| Index::new(vec![Words::new(&Text::new(text))], 1));
        self.indexed_model_answer.get_or_init(indexed).as_ref()
    }

    /// What every candidate is told: the wordings and the follow-ups.
    #[must_use]
    pub fn given(&self) -> &Boilerplate {
        self.given.get_or_init(|| {
            let follow_ups = self.criteria.iter().filter_map(|criterion| criterion.follow_up.as_deref());
            let follow_ups: Vec<_> = follow_ups.map(|text| Words::new(&Text::new(text))).collect();
            let wordings: Vec<_> = self.wordings.iter().map(|text| Words::new(&Text::new(text))).collect();
            Boilerplate::of(wordings.iter().chain(&follow_ups))
        })
    }

    /// All points that can be earned.
    #[must_use]
    pub fn possible(&self) -> Decimal {
        self.criteria.iter().map(|criterion| criterion.points).sum()
    }

    /// The operation of this id.
    #[must_use]
    pub fn op(&self, id: OpId) -> &Op {
        &self.ops[id.0 as usize]
    }

    /// The passages that an answer can have given back: those of what was [asked](Self::asked), by their indices, then
    /// those of the [titles](Self::titles).
    #[must_use]
    pub fn passages(&self) -> &Passages {
        self.passages.get_or_init(|| {
            let mut passages = Passages::default();
            let follow_ups = self.criteria.iter().filter_map(|criterion| criterion.follow_up.as_ref());
            let titles = self.criteria.iter().map(|criterion| &criterion.title);
            let texts = self.wordings.iter().chain(follow_ups).chain(titles);
            texts.for_each(|text| passages.add(&Text::new(text), ECHOED));
            passages
        })
    }

    /// Which of the passages were asked: the question in all its wordings, and its follow-ups.
    #[must_use]
    pub fn asked(&self) -> Range<usize> {
        0..self.wordings.len() + self.criteria.iter().filter(|criterion| criterion.follow_up.is_some()).count()
    }

    /// Which of the passages are the names of its criteria.
    #[must_use]
    pub fn titles(&self) -> Range<usize> {
        let from = self.asked().end;
        from..from + self.criteria.len()
    }
}

impl Program {
    /// The question of this id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&QuestionProgram> {
        self.questions.get(id)
    }

    /// The band that a flag caps an answer at.
    #[must_use]
    pub fn cap(&self, flag: FlagKind) -> Option<&Band> {
        self.caps.iter().find(|(kind, _)| *kind == flag).and_then(|&(_, at)| self.bands.get(at))
    }

    /// Names what a question is graded by: sixteen hexadecimal digits that change whenever a grade could.
    #[must_use]
    pub fn digest<'a>(&self, question: &'a QuestionProgram) -> &'a str {
        use sha2::Digest;
        question.digest.get_or_init(|| {
            let listing = listing::listing(self, question);
            sha2::Sha256::digest(listing).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
        })
    }
}
