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
use std::fmt::Write;

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
        let names = names.remove(&id).unwrap_or_default();
        let what = describe(question.op(id), &number);
        line(format!("  %{:<3} {what:<44} {}", index + 1, names.join(" ")));
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

fn describe(op: &Op, number: &impl Fn(OpId) -> usize) -> String {
    let list = |parts: &[OpId]| {
        parts.iter().fold(String::new(), |mut list, &part| {
            let _ = write!(list, " %{}", number(part));
            list
        })
    };
    match op {
        Op::Word(form) => format!("word     {form}"),
        Op::Regex(source) => format!("regex    /{source}/"),
        Op::Phrase(steps) => steps.iter().fold("phrase  ".to_owned(), |mut text, step| {
            let _ = match step.gap {
                0 => write!(text, " %{}", number(step.op)),
                gap => write!(text, " ...{gap} %{}", number(step.op)),
            };
            text
        }),
        Op::Any(parts) => format!("any     {}", list(parts)),
        Op::Opening(parts) => format!("opening {}", list(parts)),
        Op::All { scope, wanted, unwanted } => {
            let without = if unwanted.is_empty() { String::new() } else { format!(" without{}", list(unwanted)) };
            format!("all     {}{without} {}", list(wanted), within(*scope))
        }
        Op::Cover(units) => units.iter().fold("cover   ".to_owned(), |mut text, unit| {
            let sign = if unit.denied { "!" } else { "" };
            let _ = write!(text, " {}×{sign}%{}", unit.weight, number(unit.op));
            text
        }),
        Op::AtLeast { count, scope, parts } => format!("{count} of    {} {}", list(parts), within(*scope)),
    }
}

fn within(scope: Scope) -> String {
    match scope {
        Scope::Whole => String::new(),
        Scope::Sentence => "in a sentence".into(),
        Scope::Window(words) => format!("in {words} words"),
    }
}
