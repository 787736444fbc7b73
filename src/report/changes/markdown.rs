//! Markdown, for a comment on a pull request: the summary in a table, then the answers that moved and the changes in
//! words, each folded. GitHub takes 65,536 characters; what would not fit is counted.
//!
//! The escaping is that of [`markdown`](super::super::markdown): answers and rubrics are text, never markup.

use super::super::markdown::{plain, run};
use super::super::terminal::visible;
use super::{NOTHING, by_subject, evidence, heard, points, reach, summary};
use crate::diff::change::{Difference, Subject};
use crate::diff::grades::{BandMove, CriterionShift, Moved};
use crate::diff::{Comparison, Version};
use std::fmt::Write;

/// As many bytes as a comment can have, of which no character takes less than one, with room for what closes it.
const MOST: usize = 64_000;
/// Of these the answers have so many; the rest is for the changes in words.
const ANSWERS: usize = 48_000;

/// The whole report.
#[must_use]
pub fn report(comparison: &Comparison<'_>) -> String {
    let mut out = String::from("## What this change of rubrics does\n\n");
    if comparison.is_nothing() {
        return out + NOTHING + "\n";
    }
    out.push_str("| | |\n|---|---|\n");
    for line in summary(comparison) {
        let (what, rest) = line.split_once(' ').unwrap_or((&line, ""));
        let _ = writeln!(out, "| {what} | {} |", plain(rest));
    }
    let (bands, scores): (Vec<_>, Vec<_>) =
        comparison.grades.moved.iter().partition(|moved| moved.band != BandMove::Same);
    for (title, answers) in [("Bands that changed", bands), ("Scores that changed", scores)] {
        if !answers.is_empty() {
            let _ = write!(out, "\n### {title}\n\n");
            limited(&mut out, answers.iter().map(|moved| answer(comparison, moved)), ANSWERS, "answer");
        }
    }
    out.push_str("\n### In words\n\n");
    limited(&mut out, words(comparison).into_iter(), MOST, "subject");
    out
}

/// Appends parts until there are so many bytes, and says how many are left out.
fn limited(out: &mut String, parts: impl ExactSizeIterator<Item = String>, most: usize, what: &str) {
    let all = parts.len();
    for (shown, part) in parts.enumerate() {
        if out.len() + part.len() > most {
            let more = all - shown;
            let _ = writeln!(out, "and {more} more {what}{}", if more == 1 { "" } else { "s" });
            return;
        }
        out.push_str(&part);
    }
}

fn answer(comparison: &Comparison<'_>, moved: &Moved) -> String {
    let accepted = if moved.accepted { " (accepted)" } else { "" };
    let mut out = format!(
        "<details><summary>{} \u{b7} {}: {} \u{2192} <b>{}</b>, {}{accepted}</summary>\n\n",
        inline(&moved.answer.question),
        inline(moved.name()),
        inline(&moved.result(Version::Old)),
        inline(&moved.result(Version::New)),
        moved.shift
    );
    let _ = writeln!(out, "Source: {}", plain(&moved.answer.source));
    if !moved.wide.is_empty() {
        out.push('\n');
    }
    for wide in &moved.wide {
        let _ = writeln!(out, "- {}", plain(&wide.to_string()));
    }
    if !moved.criteria.is_empty() {
        out.push_str("\n| criterion | why | points | before | now |\n|---|---|---|---|---|\n");
    }
    moved.criteria.iter().for_each(|shift| out.push_str(&row(comparison, moved, shift)));
    out + "\n</details>\n"
}

/// Within a tag Markdown is not read, so only what HTML reads needs escaping; names and numbers that GitHub would link are
/// code, in which it does not look for them.
fn inline(text: &str) -> String {
    let text = visible(text);
    let escaped = html_escape::encode_text(&text);
    if text.contains(['@', '#']) { format!("<code>{escaped}</code>") } else { escaped.into_owned() }
}

fn row(comparison: &Comparison<'_>, moved: &Moved, shift: &CriterionShift) -> String {
    let both = [Version::Old, Version::New];
    let points = both.map(|version| points(heard(shift, version))).join(" \u{2192} ");
    let causes: Vec<_> = shift.causes.iter().map(|cause| plain(&cause.to_string())).collect();
    let [before, now] = both.map(|version| quotes(comparison, moved, shift, version));
    format!("| {} | {} | {points} | {before} | {now} |\n", plain(&shift.title), causes.join("<br>"))
}

fn quotes(comparison: &Comparison<'_>, moved: &Moved, shift: &CriterionShift, version: Version) -> String {
    let line = |(label, runs): &super::Quote<'_>| {
        let quote: String = runs.iter().map(run).collect();
        label.map_or_else(|| quote.clone(), |label| format!("_{label}:_ {quote}"))
    };
    let quotes = evidence(comparison.side(version), moved, heard(shift, version));
    quotes.iter().map(line).collect::<Vec<_>>().join("<br>")
}

/// A part for each subject.
fn words(comparison: &Comparison<'_>) -> Vec<String> {
    let part = |(subject, differences): (&Subject, &[Difference])| {
        let mut out = format!("<details><summary>{}</summary>\n\n", inline(&subject.to_string()));
        for difference in differences {
            let reach = reach(difference).map(|reach| format!(" ({})", plain(&reach))).unwrap_or_default();
            let _ = writeln!(out, "- {}{reach}", plain(&difference.change.to_string()));
        }
        out + "\n</details>\n"
    };
    by_subject(comparison.words).map(part).collect()
}
