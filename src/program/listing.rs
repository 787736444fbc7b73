//! A question's program for people to read, one operation a line.
//!
//! ```text
//! gil
//! asked    What is the lock for?
//! criterion cpu-vs-io  4 points  Separates CPU-bound from I/O-bound work
//!   strong  1    cpu-vs-io.strong.1  %9
//! operations
//!   %3  phrase   %1 %2                  <cpu-bound>
//! ```
//! Numbers count within the question, from 1, in the order in which operations first need each other.
//! The digest of a question is taken over this text, so whatever can change a grade must show in it.

use super::{CriterionProgram, Op, OpId, Program, QuestionProgram};
use crate::decimal::Decimal;
use crate::pattern::Scope;
use crate::rubric::Limits;
use std::collections::BTreeMap;
use std::fmt::{self, Write};

/// Prints what a question compiles to.
#[must_use]
pub fn listing(program: &Program, question: &QuestionProgram) -> String {
    let signals = question.criteria.iter().flat_map(|criterion| &criterion.signals);
    let needed = question.needed(signals.map(|signal| signal.op));
    let mut numbers = vec![0; question.ops.len()];
    needed.iter().zip(1..).for_each(|(id, number)| numbers[id.0 as usize] = number);
    let number = |id: OpId| numbers[id.0 as usize];
    let mut out = String::new();
    let mut line = |text: String| {
        out.push_str(text.trim_end());
        out.push('\n');
    };
    line(question.id.clone());
    for wording in &question.wordings {
        line(format!("asked    {wording}"));
    }
    if let Some(answer) = &question.model_answer {
        line(format!("model    {}", answer.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    for band in &program.bands {
        line(format!("band {} from {}", band.name, band.from));
    }
    line(format!("wrong claim costs {}", program.wrong_claim_costs));
    for &(flag, at) in &program.caps {
        line(format!("flag {flag} at most {}", program.bands[at].name));
    }
    if program.limits != Limits::default() {
        line(format!("overlong after {} s, pauses from {} s", program.limits.longest, program.limits.pause));
    }
    for criterion in &question.criteria {
        let full = full_credit(criterion);
        line(format!("criterion {}  {} points{full}  {}", criterion.id, criterion.points, criterion.title));
        for signal in &criterion.signals {
            let weight = signal.weight.to_string();
            line(format!("  {:<6}  {weight:<5}  %{:<3}  {}", signal.kind.name(), number(signal.op), signal.id));
        }
    }
    line("operations".into());
    let mut names: BTreeMap<OpId, Vec<String>> = BTreeMap::new();
    for (id, name) in &question.terms {
        names.entry(*id).or_default().push(format!("<{name}>"));
    }
    for (index, id) in needed.into_iter().enumerate() {
        let _ = write!(out, "  %{:<3} ", index + 1);
        let from = out.len();
        describe(&mut out, question.op(id), &number).expect("a text takes what is written to it");
        match names.remove(&id) {
            Some(names) => {
                let width = out[from..].chars().count();
                out.extend(std::iter::repeat_n(' ', WIDTH.saturating_sub(width) + 1));
                out.push_str(&names.join(" "));
            }
            None => out.truncate(out.trim_end().len()),
        }
        out.push('\n');
    }
    out
}

/// What earns all points of a criterion, where that is not the weight 1: `, full credit at 0.8`.
#[must_use]
pub fn full_credit(criterion: &CriterionProgram) -> String {
    match criterion.full_credit {
        Decimal::ONE => String::new(),
        full => format!(", full credit at {full}"),
    }
}

/// An operation in the language of patterns, as far as it fits into a line: `<cpu-bound>`, `(fast | quick | …)`.
#[must_use]
pub fn pattern(question: &QuestionProgram, id: OpId) -> String {
    if let Some((_, name)) = question.terms.iter().find(|(op, _)| *op == id) {
        return format!("<{name}>");
    }
    let list = |parts: &[OpId], between: &str| {
        let shown = parts.iter().take(4).map(|&part| pattern(question, part));
        let more = if parts.len() > 4 { format!("{between}\u{2026}") } else { String::new() };
        shown.collect::<Vec<_>>().join(between) + &more
    };
    match question.op(id) {
        Op::Word(form) => form.to_string(),
        Op::Regex(source) => format!("/{source}/"),
        Op::Phrase(steps) => {
            let step = |step: &super::Step| match step.gap {
                0 => pattern(question, step.op),
                gap => format!("...{gap} {}", pattern(question, step.op)),
            };
            steps.iter().map(step).collect::<Vec<_>>().join(" ")
        }
        Op::Any(parts) => format!("({})", list(parts, " | ")),
        Op::All { wanted, .. } => list(wanted, " & "),
        Op::AtLeast { count, parts, .. } => format!("{count} of ({})", list(parts, " | ")),
        Op::Opening(_) => "opening: strong".to_owned(),
        Op::Cover(_) => "prose".to_owned(),
    }
}

/// How wide operations are, at least, before the names of terms.
const WIDTH: usize = 44;

fn describe(out: &mut String, op: &Op, number: &impl Fn(OpId) -> usize) -> fmt::Result {
    let list = |out: &mut String, parts: &[OpId]| parts.iter().try_for_each(|&part| write!(out, " %{}", number(part)));
    match op {
        Op::Word(form) => write!(out, "word     {form}"),
        Op::Regex(source) => write!(out, "regex    /{source}/"),
        Op::Phrase(steps) => {
            write!(out, "phrase  ")?;
            steps.iter().try_for_each(|step| match step.gap {
                0 => write!(out, " %{}", number(step.op)),
                gap => write!(out, " ...{gap} %{}", number(step.op)),
            })
        }
        Op::Any(parts) => {
            write!(out, "any     ")?;
            list(out, parts)
        }
        Op::Opening(parts) => {
            write!(out, "opening ")?;
            list(out, parts)
        }
        Op::All { scope, wanted, unwanted } => {
            write!(out, "all     ")?;
            list(out, wanted)?;
            if !unwanted.is_empty() {
                write!(out, " without")?;
                list(out, unwanted)?;
            }
            write!(out, " {}", within(*scope))
        }
        Op::Cover(units) => {
            write!(out, "cover   ")?;
            units.iter().try_for_each(|unit| {
                let sign = if unit.denied { "!" } else { "" };
                write!(out, " {}×{sign}%{}", unit.weight, number(unit.op))
            })
        }
        Op::AtLeast { count, scope, parts } => {
            write!(out, "{count} of    ")?;
            list(out, parts)?;
            write!(out, " {}", within(*scope))
        }
    }
}

fn within(scope: Scope) -> String {
    match scope {
        Scope::Whole => String::new(),
        Scope::Sentence => "in a sentence".into(),
        Scope::Window(words) => format!("in {words} words"),
    }
}
