//! The Markdown report, for a pull request, a wiki or an e-mail: a table of the answers, then each one's criteria.
//!
//! The escaping of Markdown, for [`pages`](super::pages) too. Two kinds of text are told apart:
//!
//! - [`plain`] is for what others wrote: nothing in it is markup, HTML, a link, a heading, a formula or a command to a CI
//!   runner, and nobody is notified by it: `@name` and `#12` become code, for GitHub looks for them after entities are read;
//! - [`prose`] is for what rubrics say: the same, but what stands between back-ticks stays code.
//!
//! Both give one line, which can stand anywhere but at the start of a line; [`quoted`] is for what does.

use super::candidates::markdown::totals;
use super::explain::deduction;
use super::quote::{Run, quote, quoted as quoted_pieces};
use super::spoken::spoken;
use super::terminal::visible;
use super::{Item, Rubrics, Status};
use crate::flags::{Flag, Other};
use crate::follow_ups::{FollowUp, follow_ups};
use crate::grade::CriterionGrade;
use crate::program::CriterionProgram;
use crate::ranking::Ranking;
use crate::totals::Candidates;
use std::fmt::Write;

/// The whole report.
#[must_use]
pub fn report(items: &[Item], rubrics: Rubrics<'_>) -> String {
    let mut out = String::from("# Grades\n\n");
    out.push_str("| candidate | question | score | band | flags |\n|---|---|---:|---|---|\n");
    items.iter().for_each(|item| out.push_str(&summary(item)));
    let list = Candidates::of(items, rubrics.bank).list;
    if list.len() > 1 {
        let _ = write!(out, "\n## Candidates\n\n{}", totals(&list, &Ranking::of(&list, rubrics.bank), rubrics.bank));
    }
    items.iter().for_each(|item| out.push_str(&detail(item, rubrics)));
    out
}

fn summary(item: &Item) -> String {
    let grade = item.grade();
    let score = grade.and_then(|grade| grade.score);
    let score =
        score.map_or_else(|| "\u{2013}".to_owned(), |score| format!("{}.{}", score.tenths() / 10, score.tenths() % 10));
    let band = match grade {
        None => item.status().words(),
        Some(grade) => grade.band.as_deref().unwrap_or("no answer"),
    };
    let notes = match item.failure() {
        Some(reason) => plain(reason),
        None => item.flag_names().join(", "),
    };
    format!("| {} | {} | {score} | {} | {notes} |\n", plain(name(item)), plain(&item.answer.question), plain(band))
}

/// Who answered or, where that is not known, which answer it is.
fn name(item: &Item) -> &str {
    item.answer.candidate.as_deref().unwrap_or(&item.answer.id)
}

fn detail(item: &Item, rubrics: Rubrics<'_>) -> String {
    let answer = &item.answer;
    let mut out = format!("\n## {} \u{b7} {}\n\n", plain(name(item)), plain(&answer.question));
    let source = plain(&answer.source);
    if item.status() == Status::NotAsked {
        let _ = writeln!(out, "Not asked. Source: {source}");
        return out;
    }
    let (Some(grade), Some(question)) = (item.grade(), rubrics.program.question(&answer.question)) else {
        let _ = writeln!(out, "Could not be graded: {}. Source: {source}", plain(item.failure().unwrap_or_default()));
        return out;
    };
    let Some(score) = grade.score else {
        let _ = writeln!(out, "No answer. Source: {source}");
        return out;
    };
    let (band, deduction) = (plain(grade.band.as_deref().unwrap_or_default()), deduction(grade));
    let points = format!("{} of {} points{deduction}", score.earned, score.possible);
    let _ = writeln!(out, "**{score}** {band}, {points}. Source: {source}\n");
    let given = spoken(grade);
    if !given.is_empty() {
        let _ = writeln!(out, "_{}._\n", given.join("; "));
    }
    for flag in &grade.flags {
        let cap = rubrics.program.cap(flag.kind).map(|band| format!("; at most {}", plain(&band.name)));
        let _ = writeln!(out, "- \u{2691} {}: {}{}", flag.kind, prose(&flag.detail), cap.unwrap_or_default());
    }
    if !grade.flags.is_empty() {
        out.push('\n');
    }
    out.push_str(&passages(&grade.flags));
    out.push_str("| criterion | verdict | points | evidence |\n|---|---|---:|---|\n");
    for (criterion, graded) in question.criteria.iter().zip(&grade.criteria) {
        let _ = writeln!(
            out,
            "| {} | {} | {}/{} | {} |",
            cell(&criterion.title),
            graded.verdict.name(),
            graded.earned,
            criterion.points,
            evidence(criterion, graded, &answer.said.text)
        );
    }
    out.push_str(&ask_next(&follow_ups(question, grade, answer)));
    out
}

/// A table of what stands elsewhere too, side by side with where.
fn passages(flags: &[Flag]) -> String {
    let mut rows = String::new();
    for (flag, copied) in flags.iter().filter_map(|flag| Some((flag, flag.copied.as_ref()?))) {
        let Other { source, id, candidate, text } = &copied.other;
        let whose = candidate.as_ref().or(id.as_ref()).filter(|name| *name != source);
        let whose = whose.map_or_else(|| plain(source), |name| format!("{} ({})", plain(name), plain(source)));
        let _ = writeln!(rows, "| {} | {} | {} | {whose} |", flag.kind, plain(&copied.said), plain(text));
    }
    if rows.is_empty() {
        return rows;
    }
    format!("| flag | here | there | of |\n|---|---|---|---|\n{rows}\n")
}

fn ask_next(follow_ups: &[FollowUp<'_>]) -> String {
    let lines = follow_ups.iter().map(|follow_up| format!("- {}\n", prose(follow_up.question)));
    let heading = if follow_ups.is_empty() { "" } else { "\nAsk next:\n\n" };
    std::iter::once(heading.to_owned()).chain(lines).collect()
}

/// The quotes, wrong and weak ones said to be so.
fn evidence(criterion: &CriterionProgram, graded: &CriterionGrade, answer: &str) -> String {
    let line = |(label, piece): (Option<&str>, &crate::scan::Piece)| {
        let quote: String = quote(piece, answer).iter().map(run).collect();
        label.map_or_else(|| quote.clone(), |label| format!("_{label}:_ {quote}"))
    };
    quoted_pieces(criterion, graded).into_iter().map(line).collect::<Vec<_>>().join("<br>")
}

pub(super) fn run(run: &Run<'_>) -> String {
    match run {
        Run::Plain(text) => plain(text),
        Run::Cut => "\u{2026}".to_owned(),
        Run::Marked(text) => {
            let ends = [text.chars().next(), text.chars().next_back()];
            // Asterisks beside punctuation may not count as bold.
            if ends.iter().flatten().all(|c| c.is_alphanumeric()) {
                format!("**{}**", plain(text))
            } else {
                format!("<b>{}</b>", plain(text))
            }
        }
    }
}

/// Text of which nothing is Markdown, on one line; also in a cell of a table.
#[must_use]
pub fn plain(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let name = &rest.as_str()[..name_length(rest.as_str())];
        match c {
            '@' | '#' if !name.is_empty() => {
                let _ = write!(out, "`{c}{name}`");
                rest = rest.as_str()[name.len()..].chars();
            }
            '@' => out.push_str("&#64;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // An entity, so that none can stand beside the back-ticks of a name.
            '`' => out.push_str("&#96;"),
            // Neither `https://` nor `::error`.
            ':' if rest.as_str().starts_with([':', '/']) => out.push_str("&#58;"),
            '.' if out.ends_with("www") => out.push_str("&#46;"),
            '\\' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// How many bytes of a name, as GitHub has them, stand at the start.
fn name_length(text: &str) -> usize {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.')));
    let name = &text[..end.unwrap_or(text.len())];
    if name.starts_with(char::is_alphanumeric) { name.trim_end_matches(['.', '-', '/']).len() } else { 0 }
}

/// The same, but `code` between single back-ticks stays code. Not in a table: there it is [`cell`].
#[must_use]
pub fn prose(text: &str) -> String {
    with_code(text, "|")
}

/// Prose in a cell of a table, where a bar ends the cell even in code.
#[must_use]
pub fn cell(text: &str) -> String {
    with_code(text, "\\|")
}

fn with_code(text: &str, bar: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some((before, after)) = rest.split_once('`') {
        out.push_str(&plain(before));
        let code = after.split_once('`').filter(|(code, after)| !code.trim().is_empty() && !after.starts_with('`'));
        if let Some((code, after)) = code {
            let _ = write!(out, "`{}`", code.replace('|', bar));
            rest = after;
        } else {
            out.push_str(&plain("`"));
            rest = after;
        }
    }
    out.push_str(&plain(rest));
    out
}

/// A block quote of what a rubric says, line by line.
#[must_use]
pub fn quoted(text: &str) -> String {
    text.trim().lines().map(|line| format!("> {}", line_start(&prose(line.trim())))).collect::<Vec<_>>().join("\n")
}

/// What begins a line neither as a list nor as a rule or an underlined heading.
fn line_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at(digits);
    match rest.split(' ').next() {
        Some("." | ")") if digits > 0 => format!("{number}\\{rest}"),
        _ if line.starts_with(['-', '+', '=']) => format!("\\{line}"),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_stays_text() {
        for (text, escaped) in [
            ("plain, it's (all) fine: 1 - 2", "plain, it's (all) fine: 1 - 2"),
            ("a|b `c` *d* snake_case ~e~ $x$", "a\\|b &#96;c&#96; \\*d\\* snake\\_case \\~e\\~ \\$x\\$"),
            ("\\| a\\", "\\\\\\| a\\\\"),
            ("<script>&lt;</script>", "&lt;script&gt;&amp;lt;&lt;/script&gt;"),
            ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
            ("![x](https://a.b)", "!\\[x\\](https&#58;//a.b)"),
            ("www.evil.com", "www&#46;evil.com"),
            ("::error file=x::y", "&#58;:error file=x&#58;:y"),
            ("##[error]x", "\\#\\#\\[error\\]x"),
            ("# head", "\\# head"),
            ("@torvalds, @org/team. a@b.c @ 5", "`@torvalds`, `@org/team`. a`@b.c` &#64; 5"),
            ("#12 org/repo#12", "`#12` org/repo`#12`"),
            ("`@a`", "&#96;`@a`&#96;"),
            ("a\r\n\n# b\u{1b}[m\u{202e}", "a   \\# b␛\\[m&lt;U+202E&gt;"),
        ] {
            assert_eq!(plain(text), escaped);
        }
    }

    #[test]
    fn code_in_rubrics_stays_code() {
        for (text, escaped) in [
            ("use `a|b` and `_x_`, not *c*", "use `a|b` and `_x_`, not \\*c\\*"),
            ("one ` alone <b>", "one &#96; alone &lt;b&gt;"),
            ("``two`` `a` `", "&#96;&#96;two&#96;&#96; `a` &#96;"),
        ] {
            assert_eq!(prose(text), escaped);
        }
        assert_eq!(quoted("- a\n12. b\n===\n1.5 s\nc"), "> \\- a\n> 12\\. b\n> \\===\n> 1.5 s\n> c");
        assert_eq!(cell("`a|b` | c"), "`a\\|b` \\| c");
    }
}
