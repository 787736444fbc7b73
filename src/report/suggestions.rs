//! What rubrics lack, printed: for reading, as Markdown, as JSON.
//!
//! The JSON object has
//!
//! | field | meaning |
//! |---|---|
//! | `suggestions` | a list, by question, the weightiest first: `question`, `criterion`, `kind` (`strong`, `wrong`), `pattern`, `weight`, `line` (the YAML to add), `good` and `poor` (each `heard` and `of`: answers, of which each counts as good by its mark and as poor by the rest), `precision`, `new` (answers in which it is heard and the criterion gives nothing so far), `z`, and `examples`: `id` and `quote`, with the words in `‹›` |
//! | `nearly` | signals that good answers almost say: `question`, `signal`, `lacks` (in words), `instead` or null, `answers`, `examples` |

use super::explain::marked;
use super::json::pretty;
use super::markdown::plain as markdown_text;
use super::quote::{Run, quote};
use super::terminal::{Colour, style_of, styled, visible, without_commands};
use crate::decimal::Decimal;
use crate::lesson::Lesson;
use crate::rubric::Bank;
use crate::scan::Piece;
use crate::suggest::near::{Lack, Nearly};
use crate::suggest::odds::Counts;
use crate::suggest::{Example, Suggestion};
use anstyle::Style;
use serde::Serialize;

/// What was found, with what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// Signals to add.
    pub suggested: &'a [Suggestion],
    /// Signals that are almost said.
    pub nearly: &'a [Nearly],
    /// The answers they were learnt from.
    pub lessons: &'a [Lesson<'a>],
    /// The bank.
    pub bank: &'a Bank,
}

const NOTHING: &str = "nothing to suggest: no phrase tells good answers from poor ones beyond what the rubrics hear\n";

impl<'a> Found<'a> {
    /// The suggestions and near misses of each question that has any.
    fn by_question(&self) -> Vec<(&'a str, Vec<&'a Suggestion>, Vec<&'a Nearly>)> {
        let of = |id: &'a str| {
            let suggested: Vec<_> = self.suggested.iter().filter(|one| one.question == id).collect();
            let nearly: Vec<_> = self.nearly.iter().filter(|one| one.question == id).collect();
            (id, suggested, nearly)
        };
        let all = self.bank.questions.iter().map(|question| of(&question.id));
        all.filter(|(_, suggested, nearly)| !suggested.is_empty() || !nearly.is_empty()).collect()
    }

    fn quote(&self, example: &Example) -> Vec<Run<'a>> {
        let piece = Piece { span: example.span, words: example.words.clone(), mended: Vec::new() };
        quote(&piece, &self.lessons[example.answer].answer.said.text)
    }

    /// `heard in 16 of 32 good and 4 of 71 poor answers, precision 80 %, z 4.7`
    fn counts(one: &Suggestion) -> String {
        let Counts { good, poor } = one.heard;
        format!(
            "heard in {} of {} good and {} of {} poor answers, precision {:.0} %, z {:.1}{}",
            share(good),
            share(one.of.good),
            share(poor),
            share(one.of.poor),
            100.0 * one.precision(),
            one.z,
            if one.new > 0 { format!(", {} earn nothing there so far", one.new) } else { String::new() }
        )
    }
}

/// Answers, of which some may count in part.
fn share(answers: f64) -> String {
    if (answers - answers.round()).abs() < 0.05 { format!("{answers:.0}") } else { format!("{answers:.1}") }
}

fn lacks(one: &Nearly) -> String {
    match &one.lacks {
        Lack::Part(part) => {
            let instead = one.instead.as_ref().map(|word| format!("; most say `{word}` there")).unwrap_or_default();
            format!("`{part}` is not said{instead}")
        }
        Lack::Room(words) => format!("the words stand {words} farther apart; widen the gap"),
        Lack::Order => "the words stand in another order; join them by `&.`".to_owned(),
    }
}

/// For the terminal: by question, each suggestion as the line to add, with its counts and quotes.
#[must_use]
pub fn human(found: &Found<'_>, colour: Colour) -> String {
    if found.suggested.is_empty() && found.nearly.is_empty() {
        return NOTHING.to_owned();
    }
    let dimmed = |text: &str| styled(&visible(text), Style::new().dimmed(), colour);
    let mut out = String::new();
    for (question, suggested, nearly) in found.by_question() {
        out.push_str(&format!("{}\n", styled(&visible(question), Style::new().bold().underline(), colour)));
        for one in suggested {
            let to = format!("{} {}", one.criterion, one.kind);
            out.push_str(&format!(
                "  {}  {}\n",
                styled(&visible(&one.line()), style_of(one.kind.name()), colour),
                dimmed(&to)
            ));
            out.push_str(&format!("      {}\n", dimmed(&Found::counts(one))));
            for example in &one.examples {
                out.push_str(&format!("      {}\n", marked(&found.quote(example), colour)));
            }
        }
        for one in nearly {
            out.push_str(&format!(
                "  nearly {}  {}\n",
                visible(&one.signal),
                dimmed(&format!("{} good answers", one.answers))
            ));
            out.push_str(&format!("      {}\n", visible(&lacks(one))));
            for example in &one.examples {
                out.push_str(&format!("      {}\n", marked(&found.quote(example), colour)));
            }
        }
        out.push('\n');
    }
    without_commands(&out).into_owned()
}

/// The words of a quote in one line, what was heard in `‹›`.
fn plain(runs: &[Run<'_>]) -> String {
    let shown = runs.iter().map(|run| match run {
        Run::Plain(text) => (*text).to_owned(),
        Run::Marked(text) => format!("\u{2039}{text}\u{203a}"),
        Run::Cut => "\u{2026}".to_owned(),
    });
    shown.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// For a pull request.
#[must_use]
pub fn markdown(found: &Found<'_>) -> String {
    if found.suggested.is_empty() && found.nearly.is_empty() {
        return NOTHING.to_owned();
    }
    let mut out = String::from("# Suggested signals\n");
    for (question, suggested, nearly) in found.by_question() {
        out.push_str(&format!("\n## {}\n\n", markdown_text(question)));
        for one in suggested {
            let to = format!("{} of {}", one.kind, one.criterion);
            out.push_str(&format!("- `{}`, {}: {}\n", one.line(), markdown_text(&to), Found::counts(one)));
            for example in &one.examples {
                out.push_str(&format!("  - {}\n", markdown_text(&plain(&found.quote(example)))));
            }
        }
        for one in nearly {
            let what = format!("nearly {}, {} good answers: {}", one.signal, one.answers, lacks(one));
            out.push_str(&format!("- {}\n", markdown_text(&what)));
            for example in &one.examples {
                out.push_str(&format!("  - {}\n", markdown_text(&plain(&found.quote(example)))));
            }
        }
    }
    out
}

#[derive(Serialize)]
struct Report<'a> {
    suggestions: Vec<One<'a>>,
    nearly: Vec<Near<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    question: &'a str,
    criterion: &'a str,
    kind: &'static str,
    pattern: &'a str,
    weight: Decimal,
    line: String,
    good: Heard,
    poor: Heard,
    precision: f64,
    new: usize,
    z: f64,
    examples: Vec<Quoted<'a>>,
}

#[derive(Serialize)]
struct Near<'a> {
    question: &'a str,
    signal: &'a str,
    lacks: String,
    instead: Option<&'a str>,
    answers: usize,
    examples: Vec<Quoted<'a>>,
}

#[derive(Serialize)]
struct Heard {
    heard: f64,
    of: f64,
}

#[derive(Serialize)]
struct Quoted<'a> {
    id: &'a str,
    quote: String,
}

/// For programs.
#[must_use]
pub fn json<'a>(found: &Found<'a>) -> String {
    let quoted = |examples: &[Example]| {
        let one = |example: &Example| Quoted {
            id: &found.lessons[example.answer].answer.id,
            quote: plain(&found.quote(example)),
        };
        examples.iter().map(one).collect::<Vec<_>>()
    };
    let suggestion = |one: &'a Suggestion| {
        let Suggestion { question, criterion, kind, pattern, weight, heard, of, new, z, examples } = one;
        One {
            question,
            criterion,
            kind: kind.name(),
            pattern,
            weight: *weight,
            line: one.line(),
            good: Heard { heard: thousandths(heard.good), of: thousandths(of.good) },
            poor: Heard { heard: thousandths(heard.poor), of: thousandths(of.poor) },
            precision: thousandths(one.precision()),
            new: *new,
            z: thousandths(*z),
            examples: quoted(examples),
        }
    };
    let near = |one: &'a Nearly| {
        let Nearly { question, signal, instead, answers, examples, .. } = one;
        Near {
            question,
            signal,
            lacks: lacks(one),
            instead: instead.as_deref(),
            answers: *answers,
            examples: quoted(examples),
        }
    };
    let report = Report {
        suggestions: found.suggested.iter().map(suggestion).collect(),
        nearly: found.nearly.iter().map(near).collect(),
    };
    pretty(&report)
}

/// So that it is the same on every machine.
fn thousandths(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
