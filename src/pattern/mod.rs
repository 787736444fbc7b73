//! Patterns: the small language in which a rubric says what to listen for.
//!
//! ```text
//! evaluated once            these words in this order, in any inflection: "is evaluated only once" no, "evaluates once" yes
//! shared ... calls          up to 8 words may stand between; `...3`: up to 3
//! (fast|quick) [key] lookup alternatives; a part that may be missing
//! <cpu-bound>               a term of the glossary, or of the rubric's own `terms`
//! list & tuple              both, anywhere in the answer
//! list &. tuple             both in one sentence, in any order
//! list &12 tuple            both within 12 words
//! 2 of (list | dict | set)  at least so many of these; also `2 of. (…)` and `2 of12 (…)`
//! yield & !return           one without the other
//! =iterator  =GIL           this spelling only; with a capital letter also this case
//! serial*                   words that begin so
//! `O(n)`  `x[i] | y`        code, taken as it stands, in this spelling only
//! /\[\s*:\s*\]/             a regular expression over the answer as it was written
//! ```
//!
//! There are two levels. A **phrase** (words, alternatives, gaps, terms that hold phrases) lies within one
//! sentence and has a first and a last word. A **condition** (`&`, `of`, `!`) joins phrases over a stretch of
//! the answer; it has no place in the word order, so it cannot stand inside a phrase.
//!
//! Articles (`a`, `an`, `the`) in a phrase need not be said. What counts as a word, and which words
//! take no distance, is told in [`crate::text`]; the meaning of each form, exactly, in [`crate::scan`].

mod lex;
mod parse;
pub mod prose;

pub use parse::parse;

use crate::diagnostic::Code;
use crate::span::Span;
use std::fmt;

/// Words that may stand in a gap written `...`.
pub const DEFAULT_GAP: usize = 8;
/// The widest gap or window that can be asked for, in words.
pub const WIDEST: usize = 60;

/// A pattern, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// What it asks for.
    pub kind: Kind,
    /// Its bytes in the pattern's text.
    pub span: Span,
}

/// What a pattern asks for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One word.
    Word(Form),
    /// A glossary term, by name.
    Term(String),
    /// A regular expression over the answer's own text.
    Regex(String),
    /// Parts in order; at least one is not optional.
    Phrase(Vec<Step>),
    /// Any one of these.
    Any(Vec<Pattern>),
    /// All of these within the scope; a [`Kind::Not`] among them must not be found there.
    All(Scope, Vec<Pattern>),
    /// At least so many of these within the scope.
    AtLeast(usize, Scope, Vec<Pattern>),
    /// Absence; stands only directly in an [`Kind::All`].
    Not(Box<Pattern>),
}

/// A part of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// How many words may stand between the part before and this one; 0 for the first part.
    pub gap: usize,
    /// Whether it may be missing.
    pub optional: bool,
    /// The part.
    pub pattern: Pattern,
}

/// Which spellings of a word are meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Any inflection: a stem, as [`crate::text::stem::stem`] yields it.
    Inflected(String),
    /// One folded spelling.
    Exact(String),
    /// One spelling in one case, as the answer has it.
    Cased(String),
    /// Folded spellings that begin so.
    Prefix(String),
}

/// The stretch of an answer within which a condition must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// So many words that count, from the first that matched.
    Window(usize),
    /// One sentence.
    Sentence,
    /// All of it: the answer, or the stretch that an outer condition looks at.
    Whole,
}

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// What kind of mistake.
    pub code: Code,
    /// Its bytes in the pattern's text.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

fn syntax(span: Span, message: impl Into<String>) -> PatternError {
    PatternError { code: Code::PatternSyntax, span, message: message.into(), help: None }
}

fn impossible(span: Span, message: impl Into<String>) -> PatternError {
    PatternError { code: Code::ImpossiblePattern, span, message: message.into(), help: None }
}

fn empty(span: Span, message: impl Into<String>) -> PatternError {
    PatternError { code: Code::EmptyPattern, span, message: message.into(), help: None }
}

impl PatternError {
    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Pattern {
    /// The terms it names, with their places, in order.
    #[must_use]
    pub fn terms(&self) -> Vec<(&str, Span)> {
        let mut found = Vec::new();
        self.visit(&mut |pattern| {
            if let Kind::Term(name) = &pattern.kind {
                found.push((name.as_str(), pattern.span));
            }
        });
        found
    }

    /// Calls `see` for this pattern and every part of it, outermost first, in the order of the text.
    pub fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        match &self.kind {
            Kind::Word(_) | Kind::Term(_) | Kind::Regex(_) => {}
            Kind::Phrase(steps) => steps.iter().for_each(|step| step.pattern.visit(see)),
            Kind::Any(parts) | Kind::All(_, parts) | Kind::AtLeast(_, _, parts) => {
                parts.iter().for_each(|part| part.visit(see));
            }
            Kind::Not(part) => part.visit(see),
        }
    }
}

/// A pattern prints in the forms that are matched: stems instead of the words that were typed.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Word(form) => write!(f, "{form}"),
            Kind::Term(name) => write!(f, "<{name}>"),
            Kind::Regex(source) => write!(f, "/{source}/"),
            Kind::Phrase(steps) => {
                for (index, step) in steps.iter().enumerate() {
                    if index > 0 {
                        f.write_str(" ")?;
                    }
                    match step.gap {
                        0 => {}
                        DEFAULT_GAP => f.write_str("... ")?,
                        gap => write!(f, "...{gap} ")?,
                    }
                    match step.optional {
                        true => write!(f, "[{}]", step.pattern)?,
                        false => write!(f, "{}", step.pattern)?,
                    }
                }
                Ok(())
            }
            Kind::Any(parts) => write_list(f, "(", parts, " | ", ")"),
            Kind::All(scope, parts) => write_list(f, "(", parts, &format!(" &{scope} "), ")"),
            Kind::AtLeast(count, scope, parts) => write_list(f, &format!("{count} of{scope} ("), parts, " | ", ")"),
            Kind::Not(part) => match part.kind {
                Kind::Phrase(_) => write!(f, "!({part})"),
                _ => write!(f, "!{part}"),
            },
        }
    }
}

fn write_list(f: &mut fmt::Formatter<'_>, open: &str, parts: &[Pattern], between: &str, close: &str) -> fmt::Result {
    f.write_str(open)?;
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        write!(f, "{part}")?;
    }
    f.write_str(close)
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inflected(stem) => f.write_str(stem),
            Self::Exact(form) | Self::Cased(form) => write!(f, "`{form}`"),
            Self::Prefix(form) => write!(f, "{form}*"),
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Window(words) => write!(f, "{words}"),
            Self::Sentence => f.write_str("."),
            Self::Whole => Ok(()),
        }
    }
}
