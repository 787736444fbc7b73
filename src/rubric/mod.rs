//! Rubrics: what a bank of questions asks for, and how it is read from YAML.
//!
//! Files (name and bytes) → [`load::load`] → [`Bank`] and all [`Diagnostic`](crate::diagnostic::Diagnostic)s; files that are
//! known to be sound → [`open::open`] → the same bank, of which no more is read than is asked for.
//! [`yaml`] keeps the place of every value, `values` takes them out and `decode` makes the types below of them, collecting
//! its mistakes, `terms` checks how patterns and glossary terms refer to one another;
//! [`schema`] tells editors the same format. [`mod@write`] makes such files, and [`mod@edit`] changes those that there are.

mod assemble;
mod decode;
pub mod edit;
pub mod load;
mod needs;
pub mod open;
pub mod schema;
mod terms;
mod values;
pub mod write;
pub mod yaml;

use crate::catalog::Catalog;
use crate::decimal::Decimal;
use crate::diagnostic::Place;
use crate::pattern::Pattern;
use crate::pattern::prose::Unit;
use crate::span::Span;
use std::collections::BTreeMap;
use std::fmt;

/// The margin of a bank that states none.
const MARGIN: Decimal = Decimal::whole(5);

/// All questions that are graded by the same bands and glossary.
#[derive(Clone, Debug, Default)]
pub struct Bank {
    /// What to call it.
    pub name: String,
    /// The bands an answer can reach, highest first; the last one is from 0.
    pub bands: Vec<Band>,
    /// What a criterion in which a wrong signal is heard costs the answer, of its 100, beside its own points.
    pub wrong_claim_costs: Decimal,
    /// Of two candidates whose totals differ by less, in points of 100, neither is said to be better; 5 where nothing is said.
    pub margin: Decimal,
    /// What a question of a level and a layer weighs in a candidate's total; 1 where nothing is said.
    pub weights: BTreeMap<(Level, Layer), Decimal>,
    /// How many minutes of an interview a question of a layer takes.
    pub minutes: BTreeMap<Layer, Decimal>,
    /// What flags do to the band.
    pub caps: Vec<Cap>,
    /// How long an answer may be spoken, and which pauses are long.
    pub limits: Limits,
    /// What the points of a question shall add up to.
    pub points: Option<PointsWanted>,
    /// Criteria that questions can take over; each that does has its own copy.
    pub shared: Vec<Criterion>,
    /// The glossary.
    pub terms: Catalog<Term>,
    /// The questions, by id.
    pub questions: Catalog<Question>,
}

/// A name for all scores from some threshold on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// `strong`, `partial`, …
    pub name: String,
    /// The least score, 0 to 100, that reaches it.
    pub from: Decimal,
}

/// An answer with this flag reaches at most this band, whatever its score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cap {
    /// The flag.
    pub flag: FlagKind,
    /// Name of the band.
    pub at_most: String,
    /// Where the name stands.
    pub place: Place,
}

/// How answers shall be spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The seconds that an answer may take.
    pub longest: Decimal,
    /// From so many seconds on, a pause is long.
    pub pause: Decimal,
}

/// What the points of each question shall add up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PointsWanted {
    /// At least so many.
    pub least: Decimal,
    /// At most so many.
    pub most: Decimal,
    /// Where that is said.
    pub place: Place,
}

/// What can be odd about an answer; [`crate::flags`] says when each is raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FlagKind {
    /// Terms without sentences.
    TermList,
    /// Passages of the model answer, word for word.
    ModelAnswer,
    /// Passages of a text that the user named.
    KnownText,
    /// Passages that another candidate has too.
    SharedPassage,
    /// The question given back.
    Echo,
    /// The same sentences again.
    Repetition,
    /// Letters of several scripts in one word.
    MixedScript,
    /// Characters that nobody sees.
    InvisibleCharacters,
    /// So many characters that nobody sees, or that turn words round, that words are hidden or unreadable.
    Disguised,
    /// All that the rubric listens for, one after the other.
    Recited,
    /// A few words.
    VeryShort,
    /// A point and its opposite.
    Contradiction,
    /// A point that is heard only where it is denied.
    Denied,
    /// Too long to be spoken.
    Overlong,
    /// A question that the plan of the interview does not have. It is about the interview, so no bank can do anything to
    /// the band for it.
    NotInPlan,
}

/// A word of the rubrics' own for many wordings of one idea.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The name, as in `<name>`.
    pub name: String,
    /// Any of these wordings.
    pub wordings: Vec<PatternText>,
    /// Where the name stands.
    pub place: Place,
}

/// A pattern with its place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternText {
    /// As it was written.
    pub text: String,
    /// As it was read.
    pub pattern: Pattern,
    /// Where it stands.
    pub place: Place,
    /// Where its text begins in the file, if it stands there byte for byte.
    pub verbatim: Option<usize>,
}

/// A sentence of a scoring note, and how it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseText {
    /// As it was written.
    pub text: String,
    /// The things to be said.
    pub units: Vec<Unit>,
    /// Where it stands.
    pub place: Place,
}

/// A question and what its answers are graded by.
#[derive(Clone, Debug)]
pub struct Question {
    /// Lower-case words joined by hyphens, unique in the bank.
    pub id: String,
    /// How it is asked.
    pub question: String,
    /// Other ways in which it is asked; they help to find it in an interview.
    pub wordings: Vec<String>,
    /// For whom it is.
    pub level: Option<Level>,
    /// What it probes.
    pub layer: Option<Layer>,
    /// What it is about.
    pub topics: Vec<String>,
    /// What a strong candidate would say in about a minute.
    pub model_answer: Option<String>,
    /// Terms of this question alone.
    pub terms: Vec<Term>,
    /// What is looked for; the order is that of the file.
    pub criteria: Vec<Criterion>,
    /// The rubric's own tests.
    pub examples: Vec<Example>,
    /// Where its id stands.
    pub place: Place,
}

/// One idea that an answer can show.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Unique in the question.
    pub id: String,
    /// The idea in a few words.
    pub title: String,
    /// What it is worth.
    pub points: Decimal,
    /// The sum of strong weights that earns all its points; above 0 and at most 1.
    pub full_credit: Decimal,
    /// What to listen for: the strong ones, then the weak, then the wrong, each in the order of the file.
    pub signals: Vec<Signal>,
    /// What an interviewer asks when this point is thin.
    pub follow_up: Option<String>,
    /// Where its id stands.
    pub place: Place,
}

/// One way in which a criterion shows.
#[derive(Clone, Debug)]
pub struct Signal {
    /// What it says of the answer.
    pub kind: Kind,
    /// What to listen for: any of these.
    pub wordings: Vec<PatternText>,
    /// Or, in place of patterns, plain sentences; the one that is covered best counts.
    pub prose: Vec<ProseText>,
    /// Or, in place of both, that the answer opens with a strong signal of the question's own criteria: where that is asked
    /// for. [`crate::scan`] says what the opening is.
    pub opening: Option<Place>,
    /// Strong: what it adds toward the criterion's full credit. Wrong: the share it costs. Weak: nothing.
    pub weight: Decimal,
}

/// What a signal says of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The idea is there.
    Strong,
    /// Only its surface is.
    Weak,
    /// Its opposite is: a misconception.
    Wrong,
}

/// An answer with the band it must reach.
#[derive(Clone, Debug)]
pub struct Example {
    /// Name of the band.
    pub band: String,
    /// The answer.
    pub answer: String,
    /// Where it stands.
    pub place: Place,
}

/// Seniority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Up to two years.
    Junior,
    /// Two to five.
    Mid,
    /// More.
    Senior,
}

/// The layers of an interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Does the candidate understand the thing?
    Knowledge,
    /// Can the candidate solve a problem with it?
    Coding,
    /// Does the candidate decide sensibly?
    Judgment,
}

macro_rules! named {
    ($type:ty { $($variant:path = $name:literal),+ }) => {
        impl $type {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$($variant),+];

            /// The name in rubrics and results.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $($variant => $name),+ }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.name())
            }
        }
    };
}

named!(Kind { Self::Strong = "strong", Self::Weak = "weak", Self::Wrong = "wrong" });
named!(FlagKind {
    Self::TermList = "term-list",
    Self::ModelAnswer = "model-answer",
    Self::KnownText = "known-text",
    Self::SharedPassage = "shared-passage",
    Self::Echo = "echo",
    Self::Repetition = "repetition",
    Self::MixedScript = "mixed-script",
    Self::InvisibleCharacters = "invisible-characters",
    Self::Disguised = "disguised",
    Self::Recited = "recited",
    Self::VeryShort = "very-short",
    Self::Contradiction = "contradiction",
    Self::Denied = "denied",
    Self::Overlong = "overlong",
    Self::NotInPlan = "not-in-plan"
});
named!(Level { Self::Junior = "junior", Self::Mid = "mid", Self::Senior = "senior" });
named!(Layer { Self::Knowledge = "knowledge", Self::Coding = "coding", Self::Judgment = "judgment" });

impl FlagKind {
    /// Those that are about an answer, for which a bank can lower the band.
    pub fn of_answers() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|&flag| flag != Self::NotInPlan)
    }
}

impl Bank {
    /// The question of this id.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.get(id)
    }

    /// What a question weighs in a candidate's total.
    #[must_use]
    pub fn weight(&self, question: &Question) -> Decimal {
        let known = question.level.zip(question.layer).and_then(|place| self.weights.get(&place));
        known.copied().unwrap_or(Decimal::ONE)
    }

    /// How many minutes of an interview a question takes; 6 where nothing is said.
    #[must_use]
    pub fn minutes(&self, layer: Option<Layer>) -> Decimal {
        layer.and_then(|layer| self.minutes.get(&layer)).copied().unwrap_or(Decimal::whole(6))
    }

    /// The glossary's term of this name.
    #[must_use]
    pub fn term(&self, name: &str) -> Option<&Term> {
        self.terms.get(name)
    }
}

impl Limits {
    /// What an answer may take, in milliseconds.
    #[must_use]
    pub const fn longest_milliseconds(self) -> u64 {
        self.longest.millionths() / 1000
    }

    /// From where on a pause is long, in milliseconds.
    #[must_use]
    pub const fn pause_milliseconds(self) -> u64 {
        self.pause.millionths() / 1000
    }
}

/// An answer of a minute and a half; a breath is no pause.
impl Default for Limits {
    fn default() -> Self {
        Self { longest: Decimal::whole(90), pause: Decimal::whole(3) }
    }
}

impl PatternText {
    /// Bytes of the file for bytes of the pattern; all of the pattern's, where its text does not stand there byte for byte.
    #[must_use]
    pub fn place_of(&self, span: Span) -> Place {
        Place { span: self.verbatim.map_or(self.place.span, |start| span.moved(start)), ..self.place }
    }
}

impl Signal {
    /// Where it stands: its first pattern or sentence.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        let sentence = self.prose.first().map(|sentence| sentence.place);
        self.wordings.first().map(|wording| wording.place).or(sentence).or(self.opening)
    }

    /// What it listens for, as its rubric has it.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let patterns = self.wordings.iter().map(|wording| wording.text.as_str());
        let prose = self.prose.iter().map(|sentence| sentence.text.as_str());
        patterns.chain(prose).chain(self.opening.map(|_| "opening: strong"))
    }
}

impl Question {
    /// What `<name>` means in this question's patterns: a term of its own, or of the glossary.
    #[must_use]
    pub fn term<'a>(&'a self, bank: &'a Bank, name: &str) -> Option<&'a Term> {
        self.terms.iter().find(|term| term.name == name).or_else(|| bank.term(name))
    }

    /// Whether a criterion of it stands in its own file, and was not taken over from the bank.
    #[must_use]
    pub fn owns(&self, criterion: &Criterion) -> bool {
        criterion.place.source == self.place.source
    }

    /// The signals that an opening can hold: the strong ones of its own criteria.
    pub fn claims(&self) -> impl Iterator<Item = &Signal> {
        let own = self.criteria.iter().filter(|criterion| self.owns(criterion));
        let signals = own.flat_map(|criterion| &criterion.signals);
        signals.filter(|signal| signal.kind == Kind::Strong && signal.opening.is_none())
    }

    /// All points that can be earned.
    #[must_use]
    pub fn possible(&self) -> Decimal {
        self.criteria.iter().map(|criterion| criterion.points).sum()
    }
}

impl FromIterator<Question> for Catalog<Question> {
    fn from_iter<I: IntoIterator<Item = Question>>(questions: I) -> Self {
        questions.into_iter().map(|question| (question.id.clone(), question)).collect()
    }
}

impl FromIterator<Term> for Catalog<Term> {
    fn from_iter<I: IntoIterator<Item = Term>>(terms: I) -> Self {
        terms.into_iter().map(|term| (term.name.clone(), term)).collect()
    }
}

impl Default for Band {
    fn default() -> Self {
        Self { name: "weak".into(), from: Decimal::ZERO }
    }
}
