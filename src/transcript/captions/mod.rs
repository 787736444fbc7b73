//! Captions: WebVTT (as Zoom, Teams, Stream, Meet and YouTube write it), SubRip and SBV.
//!
//! In: a file's text. Out: its utterances, one a line of a caption, in the order of time, each with its time.
//!
//! Read leniently, for hardly any maker keeps to the standard: what begins a caption is a line of two times; its text
//! goes on until the next such line, over blank lines too; the header, comments (`NOTE`), styles and the captions'
//! numbers are not speech. A speaker is named by a voice tag (`<v Ann>`), by a label (`Ann: …`, see [`super::labels`]),
//! by a line of initials (`(DF)`), or only said to change (`>>`, within a line too where some line begins with it), then
//! two voices take turns. A caption without a speaker goes on with the one before.
//!
//! Rolling captions, which show each line two or three times, and captions that grow word by word are read once.
//! Captions of Teams, whose ids (`…/12-3`) tell which belong together, are put in order by them.

mod cues;
mod lines;
mod once;
mod voices;

pub use cues::timing;

use super::Utterance;
use crate::source::Source;
use cues::{Cues, put_in_order};
use lines::{Piece, cut_at_marks, pieces};
use once::repeated;
use voices::name_speakers;

/// What a file of captions holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captions {
    /// What was said, in order.
    pub utterances: Vec<Utterance>,
    /// What the user should know.
    pub notes: Vec<String>,
}

/// Reads them.
#[must_use]
pub fn read(source: &Source) -> Captions {
    let Cues { mut cues, left_out } = cues::cues(&source.text);
    let mut notes = Vec::new();
    if left_out > 0 {
        notes.push(format!("{left_out} lines outside captions were left out"));
    }
    if put_in_order(&mut cues, &source.text) {
        notes.push("captions out of order were put in order".to_owned());
    }
    cut_at_marks(&mut cues, &source.text);
    let all: Vec<Piece> = cues.iter().flat_map(|cue| pieces(cue, source)).collect();
    let repeated = repeated(&all, &source.text);
    if !repeated.is_empty() {
        notes.push(format!("{} repeated lines were read once", repeated.len()));
    }
    let once = all.into_iter().enumerate().filter(|(at, _)| !repeated.contains(at));
    let mut pieces: Vec<Piece> = once.map(|(_, piece)| piece).collect();
    name_speakers(&mut pieces, source);
    pieces.retain(|piece| !piece.said.text.trim().is_empty());
    let utterances = pieces.into_iter().map(|piece| Utterance { speaker: piece.speaker, said: piece.said });
    Captions { utterances: utterances.collect(), notes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use crate::transcript::Time;
    use crate::transcript::merge;

    /// Turns as `Speaker|text`, without the notes.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let source = Source::new("t.vtt", text);
        let turns = merge(read(&source).utterances, " ");
        let shown: Vec<_> = turns.iter().map(|turn| format!("{}|{}", turn.speaker, turn.said.text)).collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn zoom() {
        check(
            "WEBVTT\r\n\r\n1\r\n00:00:00.510 --> 00:00:01.020\r\nAnn Lee: So what is\r\n\r\n2\r\n00:00:01.020 --> 00:00:02.000\r\nAnn Lee: the GIL?\r\n\r\n3\r\n00:00:02.500 --> 00:00:04.000\r\nBo: A lock. I'm\r\n\r\n4\r\n00:00:04.000 --> 00:00:05.000\r\nI'm: more sure now.\r\n\r\n5\r\n00:00:05.000 --> 00:00:06.000\r\nBo: Yes.\r\n",
            &["Ann Lee|So what is the GIL?", "Bo|A lock. I'm I'm: more sure now. Yes."],
        );
    }

    #[test]
    fn teams_in_order_of_ids() {
        check(
            "\u{feff}WEBVTT\r\n\r\nab-cd/2-0\r\n00:00:03.000 --> 00:00:04.000\r\n<v O&#39;Neil, Bo>A &lt;lock&gt;\r\nand more.</v>\r\n\r\nab-cd/1-1\r\n00:00:01.000 --> 00:00:02.000\r\n<v Ann>the GIL?\r\n\r\nab-cd/1-0\r\n00:00:00.000 --> 00:00:01.000\r\n<v Ann>What is</v>\r\n",
            &["Ann|What is the GIL?", "O'Neil, Bo|A <lock> and more."],
        );
    }

    #[test]
    fn comments_styles_and_headers_are_not_speech() {
        check(
            "WEBVTT - a title\nKind: captions\nLanguage: en\n\nSTYLE\n::cue { color: red }\n\nNOTE Confidence: 0.9\n\n1\n00:01.000 --> 00:02.000 align:start\n<v Ann>Hello\n\nNOTE\ntwo\nlines\n\n2\n00:02.000 --> 00:03.000\n<v ->and a --> b.\n",
            &["Ann|Hello and a --> b."],
        );
    }

    #[test]
    fn initials_and_blank_lines_within_captions() {
        check(
            "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\n(DF)\nWhat is it?\n\n00:00:02.000 --> 00:00:03.000\n(MK)\n\nA lock,\n\nI think.\n\n00:00:03.000 --> 00:00:04.000\n(DF)\nGood.\n\n00:00:04.000 --> 00:00:05.000\n(MK)\nThanks.\n",
            &["DF|What is it?", "MK|A lock, I think.", "DF|Good.", "MK|Thanks."],
        );
    }

    #[test]
    fn rolling_captions_are_read_once() {
        check(
            "WEBVTT\nKind: captions\n\n00:00:00.000 --> 00:00:02.000 align:start position:0%\n \n>> so<00:00:00.400><c> what</c><00:00:00.800><c> is</c>\n\n00:00:02.000 --> 00:00:02.010 align:start position:0%\n>> so what is\n \n\n00:00:02.010 --> 00:00:04.000 align:start position:0%\n>> so what is\nthe<00:00:02.300><c> lock</c>\n\n00:00:04.000 --> 00:00:04.010\nthe lock\n \n\n00:00:04.010 --> 00:00:06.000\nthe lock\n&gt;&gt; only<c> one</c>\n\n00:00:06.000 --> 00:00:06.010\n&gt;&gt; only one\n \n",
            &["Speaker 2|so what is the lock", "Speaker 1|only one"],
        );
        check(
            "1\n00:00:01,000 --> 00:00:02,000\nonly\n\n2\n00:00:01,000 --> 00:00:03,000\nonly one\n\n3\n00:00:01,000 --> 00:00:04,000\nonly one thread\n",
            &["|only one thread"],
        );
        check("1\n0:01 --> 0:02\nYes.\n\n2\n0:03 --> 0:04\nYes.\n", &["|Yes. Yes."]);
    }

    #[test]
    fn a_voice_may_change_within_a_line_and_a_line_shown_twice_is_one_label() {
        check(
            "WEBVTT\n\n0:00.0 --> 0:02.0\n \n&gt;&gt; one from<0:00.5><c> me:</c>\n\n0:02.0 --> 0:02.1\n&gt;&gt; one from me:\n \n\n0:02.1 --> 0:04.0\n&gt;&gt; one from me:\nwhat?<0:03.0><c> &gt;&gt; A</c>\n\n0:04.0 --> 0:04.1\nwhat? &gt;&gt; A\n \n\n0:04.1 --> 0:05.0\nwhat? &gt;&gt; A\nlock.\n",
            &["Speaker 2|one from me: what?", "Speaker 1|A lock."],
        );
        check("1\n0:01 --> 0:02\nIt is a >> b then.\n", &["|It is a >> b then."]);
    }

    #[test]
    fn subrip_and_sbv_with_sloppy_times_and_numbers() {
        check(
            "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>Q: What</i>\nis it?\n2\n00:75:02,0 --> 00:75:03,0\n<font color=\"#fff\">A: A lock & key, 3 < 4.</font>\n",
            &["Q|What is it?", "A|A lock & key, 3 < 4."],
        );
        check(
            "0:00:00.378,0:00:11.378\nInterviewer: What is it?\n\n0:00:11.378,0:00:13.000\nCandidate: A lock.\nSurely.\n",
            &["Interviewer|What is it?", "Candidate|A lock. Surely."],
        );
    }

    #[test]
    fn places_and_times_lead_back() {
        let source = Source::new(
            "t",
            "WEBVTT\n\n1\n0:01.000 --> 0:02.000\n<v Bo>only &amp; one\n\n2\n0:02.000 --> 0:03.500\nthread\n",
        );
        let said = &merge(read(&source).utterances, " ")[0].said;
        assert_eq!(said.text, "only & one thread");
        let place = said.place(7);
        assert_eq!((place.line, place.column), (5, 18));
        assert_eq!(said.time(Span::new(7, 17)), Some(Time { start: 1000, end: 3500 }));
    }
}
