//! What names a speaker: `Name: text` at the beginning of a line or caption.
//!
//! A label is one to four words before a colon, without digits but for a speaker's number, and not a time. It is taken
//! for one if it is a known role (`Q`, `A`, `Interviewer`, `Candidate`, …) or labels at least two lines; so `Note: …` once
//! in an answer stays part of the answer, and so does `I'm: more`, as recognisers punctuate.

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
}

/// `Name: text`, `**Name:** text` or `**Name**: text`, perhaps quoted or in a list.
#[must_use]
pub fn label(line: Span, text: &str) -> Option<Label<'_>> {
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
#[must_use]
pub fn is_name(name: &str) -> bool {
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
