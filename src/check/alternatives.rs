//! Alternatives that stand twice in one list.
//!
//! Only the same words count: `(cache | caches)` asks for one word too, but says to a reader what is meant.

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::pattern::{Kind, Pattern};
use crate::rubric::{Bank, PatternText};
use crate::span::Span;

/// Those in all patterns of a bank.
#[must_use]
pub(super) fn repeated(bank: &Bank) -> Vec<Diagnostic> {
    let terms = bank.terms.iter().chain(bank.questions.iter().flat_map(|question| &question.terms));
    let criteria = bank.shared.iter().chain(bank.questions.iter().flat_map(|question| &question.criteria));
    let signals = criteria.flat_map(|criterion| &criterion.signals).map(|signal| signal.wordings.as_slice());
    let mut found = Vec::new();
    for wordings in terms.map(|term| term.wordings.as_slice()).chain(signals) {
        between_wordings(wordings, &mut found);
        wordings.iter().for_each(|wording| within(wording, &mut found));
    }
    found
}

/// An alternative: its wording, and itself.
type Alternative<'a> = (&'a PatternText, &'a Pattern);

/// Repeats in a list of patterns, one of which stands in another entry than the other.
fn between_wordings(wordings: &[PatternText], found: &mut Vec<Diagnostic>) {
    let mut seen: Vec<(Alternative<'_>, String)> = Vec::new();
    for wording in wordings {
        let before = seen.len();
        for part in flat(&wording.pattern) {
            let shown = part.to_string();
            if let Some((first, _)) = seen[..before].iter().find(|(_, other)| *other == shown) {
                found.extend(repeat(*first, (wording, part), None));
            }
            seen.push(((wording, part), shown));
        }
    }
}

/// Repeats in the lists of one pattern.
fn within(wording: &PatternText, found: &mut Vec<Diagnostic>) {
    wording.pattern.visit(&mut |pattern| {
        let Kind::Any(parts) = &pattern.kind else { return };
        let shown: Vec<_> = parts.iter().map(ToString::to_string).collect();
        for (at, part) in parts.iter().enumerate() {
            if let Some(first) = shown[..at].iter().position(|other| *other == shown[at]) {
                let fix = removal(wording, &parts[at - 1], part);
                found.extend(repeat((wording, &parts[first]), (wording, part), fix));
            }
        }
    });
}

/// Alternatives, those of alternatives included.
fn flat(pattern: &Pattern) -> Vec<&Pattern> {
    match &pattern.kind {
        Kind::Any(parts) => parts.iter().flat_map(flat).collect(),
        _ => vec![pattern],
    }
}

/// The words of an alternative, as they are written.
fn written((wording, part): Alternative<'_>) -> String {
    part.span.of(&wording.text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn repeat(first: Alternative<'_>, second: Alternative<'_>, fix: Option<Fix>) -> Option<Diagnostic> {
    let again = second.1.span.of(&second.0.text);
    (written(first) == written(second) && is_whole(second)).then(|| {
        let place = second.0.place_of(second.1.span);
        Diagnostic::new(Code::RepeatedAlternative, place, format!("`{again}` a second time in one list"))
            .related(first.0.place_of(first.1.span), "first here")
            .help("remove it")
            .fix(fix)
    })
}

/// Whether nothing else belongs to the alternative, such as an article, that need not be said.
fn is_whole((wording, part): Alternative<'_>) -> bool {
    let before = wording.text[..part.span.start].trim_end();
    let after = wording.text[part.span.end..].trim_start();
    (before.is_empty() || before.ends_with(['(', '[', '|'])) && (after.is_empty() || after.starts_with([')', ']', '|']))
}

/// Takes out an alternative with the bar before it, if nothing else stands between it and its neighbour.
fn removal(wording: &PatternText, before: &Pattern, part: &Pattern) -> Option<Fix> {
    let start = wording.verbatim?;
    let bar = Span::new(before.span.end, part.span.start.max(before.span.end));
    let alone = bar.of(&wording.text).trim() == "|";
    let span = Span::new(before.span.end, part.span.end).moved(start);
    alone.then(|| Fix { span, replacement: String::new() })
}
