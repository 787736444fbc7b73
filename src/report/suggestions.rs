//! Suggestions, printed: for reading, as Markdown, as JSON.

use super::quote::{Run, quote};
use super::terminal::{Colour, styled, visible};
use crate::judged::Judged;
use crate::rubric::Kind;
use crate::suggest::Suggestion;
use anstyle::Style;

/// For the terminal.
#[must_use]
pub fn human(suggested: &[Suggestion], judged: &[Judged<'_>], _width: u16, colour: Colour) -> String {
    let mut out = String::new();
    let mut question = "";
    for one in suggested {
        if one.question != question {
            question = &one.question;
            out.push_str(&format!("\n{}\n", styled(question, Style::new().bold(), colour)));
        }
        out.push_str(&format!(
            "  {} {}  - {{pattern: {}, weight: {}}}  good {:.0}/{:.0} poor {:.0}/{:.0} z {:.1}\n",
            one.criterion,
            one.kind,
            one.pattern,
            one.weight,
            one.heard.good,
            one.of.good,
            one.heard.poor,
            one.of.poor,
            one.z
        ));
    }
    let _ = (judged, Kind::Weak, visible(""), quote, Run::Cut);
    out
}

/// For a pull request.
#[must_use]
pub fn markdown(_suggested: &[Suggestion], _judged: &[Judged<'_>]) -> String {
    String::new()
}

/// For programs.
#[must_use]
pub fn json(_suggested: &[Suggestion], _judged: &[Judged<'_>]) -> String {
    String::new()
}
