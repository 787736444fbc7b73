//! The kit as Markdown, for a wiki or a shared document: the points are a list to tick.

use super::super::Rubrics;
use super::super::markdown::{plain, prose, quoted};
use super::{IMPRESSIONS, about, place, points, weak};
use crate::rubric::Question;
use crate::screen::Plan;
use std::fmt::Write;

/// The whole document.
#[must_use]
pub fn document(plan: &Plan<'_>, rubrics: Rubrics<'_>) -> String {
    let mut out = format!("# Interview: {}\n\n{}\n\n", prose(&rubrics.bank.name), about(plan, rubrics));
    for (index, question) in plan.questions.iter().enumerate() {
        let place = plain(&place(question, rubrics));
        let _ = writeln!(out, "{}. {} (`{}`, {place})", index + 1, prose(&question.question), question.id);
    }
    out.push_str("\nCandidate: \n\nDate: \n");
    for (index, question) in plan.questions.iter().enumerate() {
        section(&mut out, index + 1, question, rubrics);
    }
    out
}

fn section(out: &mut String, number: usize, question: &Question, rubrics: Rubrics<'_>) {
    let _ = writeln!(out, "\n## {number}. {}\n", prose(&question.question));
    let _ = writeln!(out, "`{}` \u{b7} {}\n", question.id, plain(&place(question, rubrics)));
    if let Some(wording) = question.wordings.first() {
        let _ = writeln!(out, "Or: {}\n", prose(wording));
    }
    out.push_str("### A strong answer says\n");
    for (importance, criteria) in points(question) {
        let _ = writeln!(out, "\n{}:\n", importance.words());
        for criterion in criteria {
            let _ = write!(out, "- [ ] {}", prose(&criterion.title));
            let _ = match &criterion.follow_up {
                Some(ask) => writeln!(out, "<br>*If missing, ask:* {}", prose(ask)),
                None => writeln!(out),
            };
        }
    }
    for weak in weak(question, rubrics) {
        let _ = writeln!(out, "\n### {}\n\n{}", weak.heading, quoted(weak.answer));
        if !weak.untrue.is_empty() {
            out.push('\n');
        }
        for words in &weak.untrue {
            let _ = writeln!(out, "- not true: \u{201c}{}\u{201d}", plain(words));
        }
    }
    if let Some(answer) = &question.model_answer {
        let _ = writeln!(out, "\n### A strong answer, whole\n\n{}", quoted(answer));
    }
    out.push_str("\n### Notes\n\n&nbsp;\n\n");
    for (number, words) in IMPRESSIONS {
        let _ = writeln!(out, "- [ ] {number} {words}");
    }
}
