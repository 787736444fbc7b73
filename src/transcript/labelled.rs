//! Interviews as text or Markdown: `Interviewer: …` / `Candidate: …` and what people and programs write instead, with
//! times (Otter, Riverside, Rev, Meet) or without.
//!
//! In: a transcript's text. Out: its utterances; none where no labels are found. What a label is, [`labels`] says.
//!
//! In Markdown a label may be bold, and headings (`## What is the GIL?`) are taken as the interviewer's words where labels
//! or answers follow. A heading or a line that is only a time says when what follows was said. Lines without a label
//! continue the turn before. What stands before the first label is nobody's, and so is, where a heading `Transcript`
//! parts them, all that stands before it: summaries that a machine wrote. What programs put at the end is left out.

use super::labels::{self, HEADING, Speakers};
use super::{Passage, Time, Utterance};
use crate::source::Source;
use crate::span::{Span, lines, trim};

/// Finds what was said; empty where nobody is named.
#[must_use]
pub fn read(source: &Source) -> Vec<Utterance> {
    let text = source.text.as_str();
    let begin = lines(text).find(|line| begins_transcript(line.of(text))).map_or(0, |line| line.end);
    let lines: Vec<_> = lines(text)
        .filter(|line| line.start >= begin && !is_footer(line.of(text)))
        .map(|line| (line, labels::label(line, text)))
        .collect();
    let speakers = Speakers::among(lines.iter().filter_map(|(_, label)| label.map(|label| label.name)));
    if speakers.is_empty() {
        return Vec::new();
    }
    let mut said: Vec<Said<'_>> = Vec::new();
    let mut clock = None;
    for (line, label) in lines {
        let label = label.filter(|label| speakers.is_one(label.name));
        if let Some(label) = label {
            clock = label.time.or(clock);
            said.push(Said { speaker: label.name, words: label.said, start: clock });
            continue;
        }
        let heading = heading(line, text);
        if let Some(time) = only_time(heading.unwrap_or(line).of(text)) {
            clock = Some(time);
        } else if let Some(words) = heading {
            said.push(Said { speaker: HEADING, words, start: clock });
        } else if let Some(last) = said.last_mut() {
            // After a time of its own, or a line that was left out, a new stretch begins.
            if last.start == clock && text[last.words.end..line.start].trim().is_empty() {
                last.words.end = line.end;
            } else if !line.of(text).trim().is_empty() {
                let speaker = last.speaker;
                said.push(Said { speaker, words: line, start: clock });
            }
        }
    }
    utterances(&said, source)
}

struct Said<'a> {
    speaker: &'a str,
    words: Span,
    /// Milliseconds.
    start: Option<u64>,
}

/// For each the first time after its own that stands at or below it.
fn ends(said: &[Said<'_>]) -> Vec<Option<u64>> {
    let mut ends = vec![None; said.len()];
    // What can still end something further up, the nearest last.
    let mut later: Vec<u64> = Vec::new();
    for (end, start) in ends.iter_mut().zip(said.iter().map(|said| said.start)).rev() {
        let Some(start) = start else { continue };
        while later.last().is_some_and(|&later| later <= start) {
            later.pop();
        }
        *end = later.last().copied();
        later.push(start);
    }
    ends
}

/// Each ends when the next one begins; that is not known where a time stands above what several people say.
fn utterances(said: &[Said<'_>], source: &Source) -> Vec<Utterance> {
    let ends = ends(said);
    let shares_its_time = |at: usize| {
        let other =
            |other: &&Said<'_>| other.start == said[at].start && ![said[at].speaker, HEADING].contains(&other.speaker);
        [at.checked_sub(1), Some(at + 1)]
            .into_iter()
            .flatten()
            .filter_map(|beside| said.get(beside))
            .any(|beside| other(&beside))
    };
    let utterance = |(at, said): (usize, &Said<'_>)| {
        let time = said.start.map(|start| Time { start, end: ends[at].unwrap_or(start) });
        let time = time.map(|time| if shares_its_time(at) { Time { end: time.start, ..time } } else { time });
        let words = Passage::of(source, trim(said.words, &source.text), time);
        Utterance { speaker: Some(said.speaker.to_owned()), said: words }
    };
    said.iter().enumerate().map(utterance).collect()
}

/// Whether a line is a heading that says that the transcript begins.
fn begins_transcript(line: &str) -> bool {
    let plain = line.trim().trim_matches(['#', '*', ' ', ':']);
    let words = plain.trim_start_matches(|c: char| !c.is_alphanumeric());
    words.eq_ignore_ascii_case("transcript") && (line.trim_start().starts_with(['#', '*']) || words == plain)
}

/// What programs write below a transcript.
fn is_footer(line: &str) -> bool {
    const FOOTERS: [&str; 7] = [
        "transcribed by ",
        "transcript by ",
        "transcription ended after ",
        "this editable transcript was computer generated",
        "this transcript was generated",
        "this transcript was exported",
        "automatically transcribed by ",
    ];
    let line = line.trim().trim_matches(['*', '_', '#', ' ']).to_lowercase();
    FOOTERS.iter().any(|footer| line.starts_with(footer)) || is_page_number(&line) || is_file_name(&line)
}

/// `page 1 of 2`
fn is_page_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    matches!(words.as_slice(), ["page", page, "of", pages] if number(page) && number(pages))
}

/// `ann_lee.mp4 (completed 11/29/25)`, as Rev writes at the foot of a page.
fn is_file_name(line: &str) -> bool {
    let date = line.rsplit_once("(completed ").and_then(|(_, rest)| rest.trim_start().strip_suffix(')'));
    date.is_some_and(|date| {
        date.split('/').count() == 3 && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'/')
    })
}

/// The time that a line consists of.
fn only_time(line: &str) -> Option<u64> {
    let line = line.trim();
    labels::stamp(line).filter(|&(_, length)| length == line.len()).map(|(time, _)| time)
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
    fn transcripts_with_times() {
        check(
            "Ann Lee  0:03  \nWhat is it?  \n\nBo  0:07  \nA lock.  \nFor threads.  \n\nAnn Lee  0:12  \nWhy?  \n\nBo  0:14  \nCounts.\n\nTranscribed by https://otter.ai\n",
            &["Ann Lee|What is it?", "Bo|A lock.  \nFor threads.", "Ann Lee|Why?", "Bo|Counts."],
        );
        check(
            "Ann (00:03.608)\nWhat?\n\nBo (00:04.1)\nThat.\n\nAnn (00:05.0)\nI see.\nBo (00:06.0)\nOk",
            &["Ann|What?", "Bo|That.", "Ann|I see.", "Bo|Ok"],
        );
        check(
            "Speaker 1 (00:01):\nWhat?\n\nAnn_Lee (Completed  11/29/25)\nTranscript by Rev.com\n\nPage 1 of 2\nThis transcript was exported on Nov 29, 2025 - view latest version here.\n\nSpeaker 2 (00:04):\nSee page 1 of 2.\n\nSpeaker 1 (00:09):\nOk\nSpeaker 2 (00:10):\nBye",
            &["Speaker 1|What?", "Speaker 2|See page 1 of 2.", "Speaker 1|Ok", "Speaker 2|Bye"],
        );
        check(
            "Speaker 1 (00:01):\nWhat?\n\nSpeaker 2 (00:04):\nThat.\n\nMore.\n\nSpeaker 1 (00:09):\nOk\n\nSpeaker 2 (00:10):\nBye",
            &["Speaker 1|What?", "Speaker 2|That.\n\nMore.", "Speaker 1|Ok", "Speaker 2|Bye"],
        );
        check(
            "[00:01] Interviewer: What?\n[00:02] Candidate: That.\n[00:05]\nAnd more.",
            &["Interviewer|What?", "Candidate|That.\nAnd more."],
        );
    }

    #[test]
    fn what_a_machine_wrote_is_nobodys() {
        check(
            "# Meeting\n\n## Summary\n\n**Bo:** The GIL is a lock.\n**Ann:** asked.\n\n# \u{1f4d6} Transcript\n\n### 00:00:00\n\n**Ann:** What?\n\n**Bo:** No idea.\n\n### 00:01:08\n\n**Ann:** Ok.\n\n**Bo:** Bye.\n\n### Transcription ended after 00:02:00\n\n*This editable transcript was computer generated and might contain errors.*\n",
            &["Ann|What?", "Bo|No idea.", "Ann|Ok.", "Bo|Bye."],
        );
    }

    #[test]
    fn times_last_until_the_next() {
        let source = Source::new("t", "Ann  0:03\nWhat?\nBo  0:07\nThat.\nAnn  0:12\nOk.\nBo  0:20\nBye");
        let turns = merge(read(&source), "\n");
        let times: Vec<_> = turns.iter().map(|turn| turn.said.time(Span::new(0, 2)).unwrap()).collect();
        let time = |start: u64, end: u64| Time { start: start * 1000, end: end * 1000 };
        assert_eq!(times, [time(3, 7), time(7, 12), time(12, 20), time(20, 20)]);
    }

    #[test]
    fn headings_ask() {
        check(
            "# Screen\n\n## What is the GIL?\nA: A lock.\n## Next?\nA: Yes.",
            &["#|Screen\nWhat is the GIL?", "A|A lock.", "#|Next?", "A|Yes."],
        );
    }
}
