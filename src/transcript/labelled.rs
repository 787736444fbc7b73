//! Interviews as labelled text or Markdown: `Interviewer: …` / `Candidate: …` and what people write instead.
//!
//! In: a transcript's text. Out: its [`Turn`]s; none where no labels are found.
//!
//! A label begins a line and is followed by a colon: one to four words, no digits but a speaker's number, not a time. It
//! is taken for one if it is a known role (`Q`, `A`, `Interviewer`, `Candidate`, …) or if it labels at
//! least two lines; so `Note: …` once in an answer stays part of the answer. In Markdown it may be bold, and
//! headings (`## What is the GIL?`) are taken as the interviewer's words where labels or answers follow.
//! Lines without a label continue the turn before.

use super::Turn;
use crate::source::Source;
use crate::span::Span;

/// Who a speaker is, as far as the label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Asks.
    Interviewer,
    /// Answers.
    Candidate,
}

/// The label given to the words of a Markdown heading.
pub const HEADING: &str = "#";

/// What a label says of its speaker's role.
#[must_use]
pub fn role(label: &str) -> Option<Role> {
    let label = label.to_lowercase();
    let words: Vec<_> =
        label.split(|c: char| !c.is_alphanumeric() && c != '#').filter(|word| !word.is_empty()).collect();
    let any = |names: &[&str]| words.iter().any(|word| names.contains(word));
    if any(&["interviewer", "recruiter", "moderator", "host", "examiner", "teacher", "question", "q", "#"]) {
        return Some(Role::Interviewer);
    }
    any(&["candidate", "applicant", "interviewee", "student", "examinee", "guest", "answer", "response", "a"])
        .then_some(Role::Candidate)
}

/// Finds the turns.
#[must_use]
pub fn read(source: &Source) -> Vec<Turn> {
    let lines: Vec<_> = lines(&source.text).map(|span| (span, label(span, &source.text))).collect();
    let accepted: Vec<&str> = {
        let labels: Vec<_> = lines.iter().filter_map(|(_, label)| label.as_ref()).map(|label| label.name).collect();
        labels
            .iter()
            .copied()
            .filter(|name| role(name).is_some() || labels.iter().filter(|other| other == &name).count() > 1)
            .collect()
    };
    if accepted.is_empty() {
        return Vec::new();
    }
    let mut turns: Vec<Turn> = Vec::new();
    for (line, label) in &lines {
        let label = label.as_ref().filter(|label| accepted.contains(&label.name));
        let heading = heading(*line, &source.text);
        let (speaker, said) = match (label, heading) {
            (Some(label), _) => (Some(label.name), label.said),
            (None, Some(said)) => (Some(HEADING), said),
            (None, None) => (None, *line),
        };
        match (speaker, turns.last_mut()) {
            (Some(speaker), Some(turn)) if turn.speaker == speaker => extend(turn, said, &source.text),
            (Some(speaker), _) => turns.push(Turn { speaker: speaker.to_owned(), said: vec![said] }),
            (None, Some(turn)) => extend(turn, said, &source.text),
            // What stands before the first label is nobody's.
            (None, None) => {}
        }
    }
    for turn in &mut turns {
        turn.said =
            turn.said.iter().map(|span| trim(*span, &source.text)).filter(|span| span.start < span.end).collect();
    }
    turns.retain(|turn| !turn.said.is_empty());
    turns
}

/// Adds a line; where only white space lies between, the stretch grows, so that sentences stay whole.
fn extend(turn: &mut Turn, said: Span, text: &str) {
    match turn.said.last_mut() {
        Some(last) if text[last.end..said.start].trim().is_empty() => last.end = said.end,
        _ => turn.said.push(said),
    }
}

/// The lines, without their endings.
fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    text.split_inclusive(['\n', '\r']).map(move |line| {
        let span = Span::new(start, start + line.trim_end_matches(['\n', '\r']).len());
        start += line.len();
        span
    })
}

fn trim(span: Span, text: &str) -> Span {
    let inner = span.of(text);
    let start = span.start + inner.len() - inner.trim_start().len();
    Span::new(start, start + inner.trim().len())
}

struct Label<'a> {
    name: &'a str,
    said: Span,
}

/// `Name: text`, `**Name:** text` or `**Name**: text`, perhaps quoted or in a list.
fn label(line: Span, text: &str) -> Option<Label<'_>> {
    let content = line.of(text);
    let start = content.find(|c: char| !(c.is_whitespace() || c == '\u{feff}' || c == '>'))?;
    let rest = &content[start..];
    let bold = ["**", "__"].into_iter().find(|mark| rest.starts_with(mark));
    let inner = &rest[bold.map_or(0, str::len)..];
    let colon = inner.find(':')?;
    let name = inner[..colon].trim_end();
    let (name, after) = match bold {
        None => (name, &inner[colon + 1..]),
        Some(mark) => match name.strip_suffix(mark) {
            Some(name) => (name, &inner[colon + 1..]),
            None => (name, inner[colon + 1..].strip_prefix(mark)?),
        },
    };
    if !is_name(name) || !(after.is_empty() || after.starts_with(char::is_whitespace)) {
        return None;
    }
    Some(Label { name, said: Span::new(line.end - after.len(), line.end) })
}

/// Whether this could be what people call a speaker.
fn is_name(name: &str) -> bool {
    let words: Vec<_> = name.split_whitespace().collect();
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '\u{2019}' | '-' | '(' | ')' | '/' | '#');
    let number_at_end =
        |index: usize, word: &str| index > 0 && word.trim_start_matches('#').chars().all(|c| c.is_ascii_digit());
    (1..=4).contains(&words.len())
        && name.chars().count() <= 40
        && words.iter().enumerate().all(|(index, word)| {
            word.chars().all(allowed) && (word.chars().any(char::is_alphabetic) || number_at_end(index, word))
        })
        && name.starts_with(char::is_alphabetic)
}

/// The text of a Markdown heading of the second level or below; the first level is the document's title.
fn heading(line: Span, text: &str) -> Option<Span> {
    let content = line.of(text);
    let hashes = content.len() - content.trim_start_matches('#').len();
    let rest = &content[hashes..];
    (hashes >= 1 && rest.starts_with(' ')).then(|| Span::new(line.start + hashes, line.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Turns as `Speaker|text|text`, one a line.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let source = Source::new("t", text);
        let shown: Vec<_> = read(&source)
            .iter()
            .map(|turn| turn.said.iter().fold(turn.speaker.clone(), |s, span| s + "|" + span.of(text)))
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn labels_of_many_kinds() {
        check("Interviewer: What?\nCandidate: That.\n", &["Interviewer|What?", "Candidate|That."]);
        check("Q: What?\r\nA: That.\r\nand more\r\n\r\nQ: Why?", &["Q|What?", "A|That.\r\nand more", "Q|Why?"]);
        check(
            "**Interviewer:** What?\n\n**Candidate:** One.\n\nTwo.\n",
            &["Interviewer|What?", "Candidate|One.\n\nTwo."],
        );
        check("**Ann**: Hi\n**Bo**: Yo\n**Ann**: So\n**Bo**: Ok", &["Ann|Hi", "Bo|Yo", "Ann|So", "Bo|Ok"]);
        check(
            "Speaker 1: Hi\nSpeaker 2: Yo\nSpeaker 1: a\nSpeaker 2: b",
            &["Speaker 1|Hi", "Speaker 2|Yo", "Speaker 1|a", "Speaker 2|b"],
        );
        check("A: One\nA: two\n", &["A|One|two"]);
        check("\u{feff}Q: What?\nA: That.", &["Q|What?", "A|That."]);
    }

    #[test]
    fn colons_elsewhere_are_no_labels() {
        check("10:30 Meeting: hello\nnothing here: really", &[]);
        check(
            "Candidate: There is one thing\nNote: this stays.\n",
            &["Candidate|There is one thing\nNote: this stays."],
        );
        check("A: see\nhttp://x.y/z\nI mean: no", &["A|see\nhttp://x.y/z\nI mean: no"]);
        check("A: def f(x):\n    return x", &["A|def f(x):\n    return x"]);
    }

    #[test]
    fn headings_ask() {
        check(
            "# Screen\n\n## What is the GIL?\nA: A lock.\n## Next?\nA: Yes.",
            &["#|Screen|What is the GIL?", "A|A lock.", "#|Next?", "A|Yes."],
        );
    }
}
