//! What names a speaker: `Name: text` at the beginning of a line or caption.
//!
//! A label is one to four words before a colon, without digits but for a speaker's number, and not a time. A time may stand
//! beside it (`[0:12] Ann:`, `Ann (0:12):`), and then the colon may be missing, if nothing follows (`Ann  0:12`). It is taken
//! for one if it is a known role (`Q`, `A`, `Interviewer`, `Candidate`, …) or labels at least two lines; so `Note: …` once
//! in an answer stays part of the answer, and so does `I'm: more`, as recognisers punctuate.

use super::clock;
use crate::span::Span;
use std::collections::BTreeMap;

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
    // `Q 3` asks, but `Speaker Q` may do anything.
    let is = |letter: &str| {
        words.first() == Some(&letter) && words[1..].iter().all(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if any(&["interviewer", "recruiter", "moderator", "host", "examiner", "teacher", "question", "#"]) || is("q") {
        return Some(Role::Interviewer);
    }
    let answers = any(&["candidate", "applicant", "interviewee", "student", "examinee", "guest", "answer", "response"]);
    (answers || is("a")).then_some(Role::Candidate)
}

/// A label and what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label<'a> {
    /// The speaker's name.
    pub name: &'a str,
    /// The rest of the line.
    pub said: Span,
    /// The time beside it, in milliseconds.
    pub time: Option<u64>,
}

/// The label that a line begins with, perhaps quoted, in a list or in bold: `Name: text`, `**Name:** text`,
/// `[0:12] Name: text`, `Name (0:12): text`, or a whole line `Name 0:12`.
#[must_use]
pub fn label(line: Span, text: &str) -> Option<Label<'_>> {
    let content = line.of(text);
    let start = content.find(|c: char| !(c.is_whitespace() || c == '\u{feff}' || c == '>'))?;
    let (before, rest) = match stamp(&content[start..]) {
        Some((time, length)) => (Some(time), content[start + length..].trim_start()),
        None => (None, &content[start..]),
    };
    let (name, time, after) = named(rest)?;
    Some(Label { name, said: Span::new(line.end - after.len(), line.end), time: before.or(time) })
}

/// The name, the time beside it, and the rest of the line.
fn named(rest: &str) -> Option<(&str, Option<u64>, &str)> {
    let bold = ["**", "__"].into_iter().find(|mark| rest.starts_with(mark)).unwrap_or_default();
    let inner = &rest[bold.len()..];
    // The colon that ends the label is the first one outside of a time; without one, a time must end the line.
    let end = inner.find([':', '(', '[']).unwrap_or(inner.len());
    let digits = inner[..end].len() - inner[..end].trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let at_time = if digits > 0 && inner[end..].starts_with(':') { end - digits } else { end };
    if let Some((time, length)) = stamp(&inner[at_time..]) {
        let name = inner[..at_time].trim_end();
        let rest = &inner[at_time + length..];
        let rest = rest.strip_prefix(bold).unwrap_or(rest).trim_start_matches(' ');
        let after = rest.strip_prefix(':').map(|rest| rest.strip_prefix(bold).unwrap_or(rest));
        let name = name.strip_suffix(bold).unwrap_or(name).trim_end();
        let whole = rest.trim().is_empty();
        return (is_name(name) && (whole || after.is_some())).then_some((name, Some(time), after.unwrap_or(rest)));
    }
    let colon = inner.find(':')?;
    let name = inner[..colon].trim_end();
    let after = &inner[colon + 1..];
    let (name, after) = match name.strip_suffix(bold) {
        Some(name) => (name, after),
        None => (name, after.strip_prefix(bold)?),
    };
    let apart = after.is_empty() || after.starts_with(char::is_whitespace);
    (is_name(name) && apart).then_some((name, None, after))
}

/// A time at the beginning of a text, bare or in brackets: milliseconds, and the length of what was taken. A colon does
/// not belong to it.
#[must_use]
pub fn stamp(text: &str) -> Option<(u64, usize)> {
    let close = match text.chars().next()? {
        '[' => ']',
        '(' => ')',
        _ => return clock::leading(text),
    };
    let end = text.find(close)?;
    Some((clock::parse(text[1..end].trim())?, end + 1))
}

/// Whether this could be what people call a speaker.
#[must_use]
pub fn is_name(name: &str) -> bool {
    /// What begins a line of code that ends with a colon.
    const CODE: [&str; 16] = [
        "def", "class", "if", "for", "while", "else", "elif", "try", "except", "finally", "with", "match", "case",
        "async", "lambda", "return",
    ];
    let words: Vec<_> = name.split_whitespace().collect();
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '\u{2019}' | '-' | '(' | ')' | '/' | '#');
    let number_at_end =
        |index: usize, word: &str| index > 0 && word.trim_start_matches('#').chars().all(|c| c.is_ascii_digit());
    (1..=4).contains(&words.len())
        && !CODE.contains(&words[0])
        && name.chars().count() <= 40
        && words.iter().enumerate().all(|(index, word)| {
            word.chars().all(allowed) && (word.chars().any(char::is_alphabetic) || number_at_end(index, word))
        })
        && name.starts_with(char::is_alphabetic)
}

/// Which of the labels that were seen, in any order, name speakers.
#[derive(Debug, Default)]
pub struct Speakers<'a> {
    seen: BTreeMap<&'a str, usize>,
}

impl<'a> Speakers<'a> {
    /// Counts the labels.
    #[must_use]
    pub fn among(labels: impl IntoIterator<Item = &'a str>) -> Self {
        let mut seen = BTreeMap::new();
        for label in labels {
            *seen.entry(label).or_default() += 1;
        }
        Self { seen }
    }

    /// Whether this label names a speaker.
    #[must_use]
    pub fn is_one(&self, label: &str) -> bool {
        self.seen.get(label).is_some_and(|&times| times > 1 || role(label).is_some())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.seen.keys().any(|label| self.is_one(label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(&str, Option<u64>, &str)>) {
        let label = label(Span::new(0, line.len()), line);
        assert_eq!(label.map(|label| (label.name, label.time, label.said.of(line))), expected, "{line}");
    }

    #[test]
    fn labels_with_and_without_a_time() {
        check("Ann: Hi", Some(("Ann", None, " Hi")));
        check("**Ann:** Hi", Some(("Ann", None, " Hi")));
        check("**Ann**: Hi", Some(("Ann", None, " Hi")));
        check("> Ann Lee: Hi", Some(("Ann Lee", None, " Hi")));
        check("Ann Lee  0:34", Some(("Ann Lee", Some(34_000), "")));
        check("Ann Lee  1:02:34  ", Some(("Ann Lee", Some(3_754_000), "")));
        check("Ann (00:03.608)", Some(("Ann", Some(3_608), "")));
        check("Speaker 1 (00:01):", Some(("Speaker 1", Some(1000), "")));
        check("Speaker 1 (00:01): Hi", Some(("Speaker 1", Some(1000), " Hi")));
        check("Speaker 2 [00:01:02]: Hi", Some(("Speaker 2", Some(62_000), " Hi")));
        check("[00:01:02] Ann: Hi", Some(("Ann", Some(62_000), " Hi")));
        check("(0:12) **Ann:** Hi", Some(("Ann", Some(12_000), " Hi")));
        check("0:12 Ann: Hi", Some(("Ann", Some(12_000), " Hi")));
        check("**Ann** (0:12): Hi", Some(("Ann", Some(12_000), " Hi")));
        check("**Ann** 0:12", Some(("Ann", Some(12_000), "")));
        check("Ann (Host): Hi", Some(("Ann (Host)", None, " Hi")));
        check("10:30 Meeting: hello", Some(("Meeting", Some(630_000), " hello")));
        check("We met at 10:30", Some(("We met at", Some(630_000), "")));
        check("It took until 10:30 to find", None);
        check("http://x.y", None);
        check("a[0:12] is a slice", None);
        check("def f(x):", None);
        check("", None);
    }

    #[test]
    fn roles_are_told_by_words() {
        for (label, expected) in [
            ("Interviewer", Some(Role::Interviewer)),
            ("Q", Some(Role::Interviewer)),
            ("Q 3", Some(Role::Interviewer)),
            ("Ann (Host)", Some(Role::Interviewer)),
            ("A", Some(Role::Candidate)),
            ("Student 2", Some(Role::Candidate)),
            ("Speaker A", None),
            ("Speaker 1", None),
        ] {
            assert_eq!(role(label), expected, "{label}");
        }
    }
}
