//! Mistakes as data: what is wrong, where, and what to type instead. Rendered once, by `report::diagnostics`.

use crate::span::Span;
use std::fmt;

/// Which of the loaded files a span belongs to: an index into the list they were loaded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub usize);

/// A span in one of the loaded files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub source: SourceId,
    /// Bytes of it.
    pub span: Span,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The bank cannot be used.
    Error,
    /// It can, but probably does not do what its author meant.
    Warning,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// The kinds of mistake. Each has a folder of this name under `fixtures/mistakes/`
        /// that triggers it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// All of them, in the order of their definition.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The name that is printed, stable between versions.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What kind of mistake it is, in a sentence, most with an example in back-ticks.
            #[must_use]
            pub const fn explained(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }

            /// Whether a bank with this mistake can be used.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// The file's bytes are not UTF-8: `id: caf\xe9`
    Encoding = "encoding", Error;
    /// The file is not YAML, or more than the loader is willing to read: `criteria: [`
    YamlSyntax = "yaml-syntax", Error;
    /// The file has no content, or more than one YAML document: `# only a comment`
    NotOneDocument = "not-one-document", Error;
    /// The same key twice in one mapping: `id: gil` … `id: lock`
    DuplicateKey = "duplicate-key", Error;
    /// A key that the format does not have: `critera:`
    UnknownKey = "unknown-key", Error;
    /// A key that has to be there is not: a rubric without `question:`
    MissingKey = "missing-key", Error;
    /// A list where a text belongs, and the like: `question: [a, b]`
    WrongType = "wrong-type", Error;
    /// A value outside the closed set of its key: `level: expert`
    UnknownValue = "unknown-value", Error;
    /// An id that is not made of lower-case words joined by hyphens: `id: The GIL`
    BadId = "bad-id", Error;
    /// Two questions, two criteria of a question, or two terms with one id.
    DuplicateId = "duplicate-id", Error;
    /// A weight, or a `full_credit`, that is not a decimal number above 0 and at most 1: `weight: .nan`
    BadWeight = "bad-weight", Error;
    /// Points that are not a decimal number above 0 and at most 1000: `points: -2`
    BadPoints = "bad-points", Error;
    /// A band threshold outside 0 to 100, or bands not in falling order down to 0.
    BadBand = "bad-band", Error;
    /// A pattern with no words in it, which would match everywhere: `"…"`
    EmptyPattern = "empty-pattern", Error;
    /// A pattern that can never match, or always does: `3 of (a | b)`
    ImpossiblePattern = "impossible-pattern", Error;
    /// A pattern that cannot be read: `(a | b`
    PatternSyntax = "pattern-syntax", Error;
    /// A regular expression that cannot be read, or matches the empty text: `/(/`
    BadRegex = "bad-regex", Error;
    /// A `<term>` that neither the glossary nor the rubric defines: `<cpu-bond>`
    UnknownTerm = "unknown-term", Error;
    /// Glossary terms that need each other: `a: <b>` and `b: <a>`
    TermCycle = "term-cycle", Error;
    /// `use:` of a criterion that `bank.yaml` does not have: `use: gives-raeson`
    UnknownCriterion = "unknown-criterion", Error;
    /// A rubric that nobody can earn anything on: no criteria, or one without a strong signal.
    NothingToEarn = "nothing-to-earn", Error;
    /// A bare `no`, `0123` or `null`, taken as written here but not by other YAML readers.
    QuoteIt = "quote-it", Warning;
    /// One pattern, or one of its alternatives, both for and against an answer: `strong: [cached]` and `wrong: [cached]`
    SameSignal = "same-signal", Warning;
    /// A signal that another of its criterion repeats, or a strong one of another criterion: `strong: [cache, caches]`
    RepeatedSignal = "repeated-signal", Warning;
    /// A signal that never decides, because another that earns as much hears all that it does: `strong: [lock, lock | key]`
    ShadowedSignal = "shadowed-signal", Warning;
    /// The same alternative twice: `(cache | memo | cache)`
    RepeatedAlternative = "repeated-alternative", Warning;
    /// A signal that not even its own words are heard by: `only one lock & !lock`
    UnreachableSignal = "unreachable-signal", Warning;
    /// A term that no pattern names.
    UnusedTerm = "unused-term", Warning;
    /// A question whose points add up to less or more than `points:` in `bank.yaml` wants.
    PointsTotal = "points-total", Warning;
    /// A model answer that does not earn the top band.
    ModelAnswer = "model-answer", Error;
    /// A question that earns points when it is given back as its answer.
    EchoEarns = "echo-earns", Error;
    /// A signal whose own words are heard by one that says the opposite: `strong: [fast lock]` and `wrong: [fast]`
    ContradictorySignals = "contradictory-signals", Warning;
    /// A strong signal whose words make an answer worse: `strong: [lock & !slow, slow start]`
    StrongLowers = "strong-lowers", Error;
    /// A wrong signal whose words make an answer better: `wrong: [fast & !safe, safe]`
    WrongRaises = "wrong-raises", Error;
    /// A criterion without `follow_up:`.
    NoFollowUp = "no-follow-up", Warning;
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One mistake. Messages are lower case and name the thing in back-ticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of mistake.
    pub code: Code,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Other places that matter, each with what to say of it: "first defined here".
    pub related: Vec<(Place, String)>,
    /// What to do about it.
    pub help: Option<String>,
    /// The change that mends it, where there is only one.
    pub fix: Option<Fix>,
}

/// A change of a file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Bytes of the file in which the mistake is.
    pub span: Span,
    /// What shall stand there.
    pub replacement: String,
}

impl Diagnostic {
    /// A mistake of this kind at this place.
    #[must_use]
    pub fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), place, related: Vec::new(), help: None, fix: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn related(mut self, place: Place, note: impl Into<String>) -> Self {
        self.related.push((place, note.into()));
        self
    }

    /// Adds the change that mends it.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// How bad it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The text with those changes made of which none begins before another ends, and which these are, by their indices in
/// `fixes`, in the order of the text.
#[must_use]
pub fn replaced(text: &str, fixes: &[&Fix]) -> (String, Vec<usize>) {
    let mut order: Vec<usize> = (0..fixes.len()).collect();
    order.sort_by_key(|&at| fixes[at].span);
    let (mut new, mut made, mut end) = (String::with_capacity(text.len()), Vec::new(), 0);
    for at in order {
        let Fix { span, replacement } = fixes[at];
        if span.start < end {
            continue;
        }
        new.push_str(&text[end..span.start]);
        new.push_str(replacement);
        end = span.end;
        made.push(at);
    }
    new.push_str(&text[end..]);
    (new, made)
}

/// The name among `known` that a mistyped `name` most likely meant: at most a third of its
/// letters away (optimal string alignment distance). Ties go to the first.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = name.chars().count().max(3) / 3;
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// The name among `known` that `name` is for certain: the only one that is a single slip away.
#[must_use]
pub fn certain<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut close = known.into_iter().filter(|candidate| strsim::osa_distance(name, candidate) == 1);
    close.next().filter(|_| close.next().is_none() && name.chars().count() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_close_or_not_named() {
        let known = ["criteria", "question", "level"];
        assert_eq!(nearest("critera", known), Some("criteria"));
        assert_eq!(nearest("qeustion", known), Some("question"));
        assert_eq!(nearest("topics", known), None);
        assert_eq!(nearest("", known), None);
    }

    #[test]
    fn a_name_is_certain_if_one_alone_is_a_slip_away() {
        assert_eq!(certain("critera", ["criteria", "question"]), Some("criteria"));
        assert_eq!(certain("qeustoin", ["question"]), None);
        assert_eq!(certain("thread", ["threads", "threat"]), None);
    }
}
