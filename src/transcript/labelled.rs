//! Interviews as labelled text or Markdown: `Interviewer: …` / `Candidate: …` and what people write instead.
//!
//! In: a transcript's text. Out: its utterances; none where no labels are found. What a label is, [`labels`] says.
//!
//! In Markdown a label may be bold, and headings (`## What is the GIL?`) are taken as the interviewer's words where labels
//! or answers follow. Lines without a label continue the turn before; what stands before the first label is nobody's.

use super::labels::{self, HEADING, Speakers};
use super::{Passage, Utterance};
use crate::source::Source;
use crate::span::{Span, lines, trim};

/// Finds what was said; empty where nobody is named.
#[must_use]
pub fn read(source: &Source) -> Vec<Utterance> {
    let text = source.text.as_str();
    let lines: Vec<_> = lines(text).map(|line| (line, labels::label(line, text))).collect();
    let speakers = Speakers::among(lines.iter().filter_map(|(_, label)| label.map(|label| label.name)));
    if speakers.is_empty() {
        return Vec::new();
    }
    let mut utterances: Vec<(&str, Span)> = Vec::new();
    for (line, label) in lines {
        let label = label.filter(|label| speakers.is_one(label.name));
        match (label, heading(line, text), utterances.last_mut()) {
            (Some(label), ..) => utterances.push((label.name, label.said)),
            (None, Some(said), _) => utterances.push((HEADING, said)),
            (None, None, Some((_, said))) => said.end = line.end,
            (None, None, None) => {}
        }
    }
    let utterance = |(speaker, said): (&str, Span)| Utterance {
        speaker: Some(speaker.to_owned()),
        said: Passage::of(source, trim(said, text), None),
    };
    utterances.into_iter().map(utterance).collect()
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
    use crate::transcript::merge;

    /// Turns as `Speaker|text|text`, one a line.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let source = Source::new("t", text);
        let shown: Vec<_> =
            merge(read(&source), "\n").iter().map(|turn| format!("{}|{}", turn.speaker, turn.said.text)).collect();
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
        check("A: One\nA: two\n", &["A|One\ntwo"]);
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
            &["#|Screen\nWhat is the GIL?", "A|A lock.", "#|Next?", "A|Yes."],
        );
    }
}
