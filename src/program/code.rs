//! The regular expressions of a question, and where they match in an answer.

use super::{Op, OpId};
use aho_corasick::AhoCorasick;
use regex::Regex;
use regex_syntax::hir::literal::{Extractor, Literal};
use std::ops::Range;
use std::sync::OnceLock;

/// As many matches of an expression count.
const MOST_MATCHES: usize = 64;

/// The expressions, in order.
#[derive(Debug, Default)]
pub(crate) struct Code {
    expressions: Vec<Expression>,
    /// The literals of which every match must contain one, where there are such.
    literals: OnceLock<Option<AhoCorasick>>,
}

/// An expression, built when it is first needed.
#[derive(Debug)]
struct Expression {
    id: OpId,
    /// As the rubric has it.
    source: String,
    regex: OnceLock<Regex>,
}

impl Code {
    /// The expressions among these operations.
    pub(super) fn new(ops: &[Op]) -> Self {
        let expressions = (0..).map(OpId).zip(ops).filter_map(|(id, op)| match op {
            Op::Regex(source) => Some(Expression { id, source: source.clone(), regex: OnceLock::new() }),
            _ => None,
        });
        Self { expressions: expressions.collect(), literals: OnceLock::new() }
    }

    /// Where they match in `answer`, by operation; at most [`MOST_MATCHES`] of each.
    pub(crate) fn matches(&self, answer: &str) -> Vec<(OpId, Range<usize>)> {
        // One pass over the answer tells which expressions can match at all; most never do.
        if self.expressions.is_empty() || self.literals().is_some_and(|literals| !literals.is_match(answer)) {
            return Vec::new();
        }
        let matches = |expression: &Expression| {
            let found = expression.regex().find_iter(answer).take(MOST_MATCHES);
            found.map(|found| (expression.id, found.range())).collect::<Vec<_>>()
        };
        self.expressions.iter().flat_map(matches).collect()
    }

    fn literals(&self) -> Option<&AhoCorasick> {
        self.literals.get_or_init(|| literals(&self.expressions)).as_ref()
    }
}

impl Expression {
    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| Regex::new(&self.source).expect("patterns are checked when they are read"))
    }
}

/// One automaton for literals of which every match of the expressions must contain one; nothing where some expression has
/// no such literal, as `\w+\(\)` has not.
fn literals(expressions: &[Expression]) -> Option<AhoCorasick> {
    let mut literals = Vec::new();
    for expression in expressions {
        let hir = regex_syntax::parse(&expression.source).ok()?;
        let prefixes = Extractor::new().extract(&hir);
        let needed = prefixes.literals()?;
        if needed.iter().any(Literal::is_empty) {
            return None;
        }
        literals.extend(needed.iter().map(|literal| literal.as_bytes().to_vec()));
    }
    AhoCorasick::new(literals).ok()
}
