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

use super::clock;
use super::labels::{self, Speakers};
use super::{Passage, Time, Utterance};
use crate::source::Source;
use crate::span::{Span, lines, trim};
use std::collections::BTreeSet;

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
    let Cues { mut cues, left_out } = cues(&source.text);
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

/// Whether a line gives the times of a caption, and which. They may be damaged: then it has none.
#[must_use]
pub fn timing(line: &str) -> Option<Option<Time>> {
    let line = line.trim();
    let time = |start: &str, end: &str| {
        let (end, _) = clock::leading(end.trim_start())?;
        Some(Time { start: clock::parse(start.trim())?, end })
    };
    if let Some((start, end)) = line.split_once("-->") {
        let time = time(start, end).map(|time| Time { end: time.end.max(time.start), ..time });
        return (time.is_some() || start.starts_with(|c: char| c.is_ascii_digit())).then_some(time);
    }
    let (start, end) = line.split_once(',')?;
    let time = Time { start: clock::parse(start)?, end: clock::parse(end)? };
    (start.contains(':') && end.contains('.')).then_some(Some(time))
}

struct Cue {
    id: Option<Span>,
    time: Option<Time>,
    lines: Vec<Span>,
}

struct Cues {
    cues: Vec<Cue>,
    /// Lines that are neither captions nor comments.
    left_out: usize,
}

/// Takes the file apart.
fn cues(text: &str) -> Cues {
    let mut read = Cues { cues: Vec::new(), left_out: 0 };
    // What stands right before a line of times may be the caption's number or id.
    let mut before: Option<(Span, After)> = None;
    let mut after = After::Blank;
    let mut comment = text.trim_start_matches('\u{feff}').starts_with("WEBVTT");
    for line in lines(text) {
        let content = line.of(text).trim();
        if content.is_empty() {
            (after, comment, before) = (After::Blank, false, None);
            continue;
        }
        if let Some(time) = timing(content) {
            let id = before.take().filter(|&(id, after)| {
                after == After::Blank || id.of(text).trim().bytes().all(|byte| byte.is_ascii_digit())
            });
            if let Some((id, _)) = id {
                match read.cues.last_mut() {
                    Some(last) => {
                        last.lines.retain(|line| *line != id);
                    }
                    None => read.left_out -= 1,
                }
            }
            read.cues.push(Cue { id: id.map(|(id, _)| id), time, lines: Vec::new() });
            (comment, after) = (false, After::Line);
            continue;
        }
        comment |= after == After::Blank && begins_comment(content);
        if !comment {
            match read.cues.last_mut() {
                Some(cue) => cue.lines.push(line),
                None => read.left_out += 1,
            }
            before = Some((line, after));
        }
        after = After::Line;
    }
    read
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Blank,
    Line,
}

fn begins_comment(line: &str) -> bool {
    line == "NOTE" || line.starts_with("NOTE ") || line.starts_with("NOTE\t") || matches!(line, "STYLE" | "REGION")
}

/// Captions whose ids end with `/12-3` are those of utterance 12, in parts: an utterance stands where its first part
/// begins. Returns whether that changed the order.
fn put_in_order(cues: &mut [Cue], text: &str) -> bool {
    let part = |cue: &Cue| {
        let (_, part) = cue.id?.of(text).trim().rsplit_once('/')?;
        let (utterance, part) = part.split_once('-')?;
        Some((utterance.parse::<u64>().ok()?, part.parse::<u64>().ok()?))
    };
    let Some(parts) = cues.iter().map(part).collect::<Option<Vec<_>>>() else { return false };
    let mut starts: std::collections::BTreeMap<u64, u64> = std::collections::BTreeMap::new();
    for (cue, &(utterance, _)) in cues.iter().zip(&parts) {
        let start = cue.time.map_or(0, |time| time.start);
        starts.entry(utterance).and_modify(|first| *first = start.min(*first)).or_insert(start);
    }
    let key = |cue: &Cue| part(cue).map(|(utterance, part)| (starts.get(&utterance), utterance, part));
    let sorted = cues.is_sorted_by_key(key);
    cues.sort_by_key(key);
    !sorted
}

/// What stands where another voice begins to speak.
const MARKS: [&str; 2] = [">>", "&gt;&gt;"];

/// Where lines begin with the mark of another voice, one within a line begins a line of its own.
fn cut_at_marks(cues: &mut [Cue], text: &str) {
    let begins = |line: &Span| MARKS.iter().any(|mark| line.of(text).trim_start().starts_with(mark));
    if !cues.iter().flat_map(|cue| &cue.lines).any(begins) {
        return;
    }
    for cue in cues {
        cue.lines = cue.lines.iter().flat_map(|&line| parts(line, text)).collect();
    }
}

/// A line from each mark that stands between spaces to the next.
fn parts(line: Span, text: &str) -> Vec<Span> {
    let content = line.of(text);
    let marked = |at: usize| {
        let alone = |mark: &&str| content[at..].strip_prefix(*mark).is_some_and(|rest| rest.starts_with(' '));
        content[..at].ends_with(' ') && MARKS.iter().any(alone)
    };
    let cuts: Vec<usize> = content.char_indices().map(|(at, _)| at).filter(|&at| marked(at)).collect();
    let starts = [0].into_iter().chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([content.len()]);
    starts.zip(ends).map(|(start, end)| Span::new(line.start + start, line.start + end)).collect()
}

/// A line of a caption, without its tags.
struct Piece {
    speaker: Option<String>,
    said: Passage,
    time: Option<Time>,
    /// The line in the file, where it may begin with a label.
    line: Option<Span>,
    change: Change,
}

/// Whether the line begins with the mark of another voice.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Marked,
    None,
}

/// The lines of a caption; a voice tag within one begins another.
fn pieces(cue: &Cue, source: &Source) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for &line in &cue.lines {
        let line = trim(line, &source.text);
        let (start, change) = without_marks(line, &source.text);
        let mut piece = Piece { speaker: None, said: Passage::default(), time: cue.time, line: Some(start), change };
        for token in tokens(start, &source.text) {
            match token {
                Token::Text(span) => piece.said.push(source, span, source.slice(span), cue.time),
                Token::Escape(span, text) => piece.said.push(source, span, &text, cue.time),
                Token::Voice(name) => {
                    let next = Piece { speaker: Some(name), said: Passage::default(), line: None, ..piece };
                    if !piece.said.text.is_empty() {
                        pieces.push(piece);
                    }
                    piece = next;
                }
            }
        }
        pieces.push(piece);
    }
    pieces
}

/// The line after dashes, `>>` and positions (`{\an8}`), which stand before speech.
fn without_marks(line: Span, text: &str) -> (Span, Change) {
    let mut line = line;
    let mut change = Change::None;
    loop {
        let rest = line.of(text);
        let length = if rest.starts_with("{\\") {
            rest.find('}').map_or(0, |end| end + 1)
        } else if let Some(mark) = MARKS.into_iter().find(|mark| rest.starts_with(mark)) {
            change = Change::Marked;
            mark.len()
        } else if let Some(dash) = ["- ", "\u{2013} ", "\u{2014} "].into_iter().find(|dash| rest.starts_with(dash)) {
            dash.len()
        } else if let Some((None, length)) = rest.starts_with('<').then(|| tag(rest)).flatten() {
            length
        } else if rest.starts_with('>') && change == Change::Marked {
            1
        } else {
            0
        };
        if length == 0 {
            return (line, change);
        }
        line = trim(Span::new(line.start + length, line.end), text);
    }
}

enum Token {
    Text(Span),
    /// `&amp;` and what it stands for.
    Escape(Span, String),
    Voice(String),
}

/// Text, escapes and voices of a line; other tags of captions are passed over, and what is no tag stays text.
fn tokens(line: Span, text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = line.start;
    let mut from = at;
    while at < line.end {
        let rest = &text[at..line.end];
        let special = match rest.as_bytes()[0] {
            b'<' => tag(rest).map(|(voice, length)| (voice.map(Token::Voice), length)),
            b'&' => escape(rest).map(|(text, length)| (Some(Token::Escape(Span::new(at, at + length), text)), length)),
            _ => None,
        };
        let step = rest.chars().next().map_or(1, char::len_utf8);
        match special {
            Some((token, length)) => {
                if from < at {
                    tokens.push(Token::Text(Span::new(from, at)));
                }
                tokens.extend(token);
                at += length;
                from = at;
            }
            None => at += step,
        }
    }
    if from < at {
        tokens.push(Token::Text(Span::new(from, at)));
    }
    tokens
}

/// A tag that captions have at the beginning of `text`: whose voice it begins, if so, and its length.
fn tag(text: &str) -> Option<(Option<String>, usize)> {
    let end = text[1..].find(['<', '>']).map(|at| at + 1).filter(|&at| text[at..].starts_with('>'))?;
    let inner = &text[1..end];
    let name = inner.trim_start_matches('/').split([' ', '\t', '.']).next().unwrap_or_default();
    let known = ["c", "i", "b", "u", "v", "lang", "ruby", "rt", "font"].contains(&name.to_ascii_lowercase().as_str());
    if !known && clock::parse(inner).is_none() {
        return None;
    }
    let voice = inner.strip_prefix('v').and_then(|rest| rest.split_once([' ', '\t'])).map(|(_, voice)| voice.trim());
    let named = voice.filter(|voice| voice.chars().any(char::is_alphanumeric));
    Some((named.map(|voice| html_escape::decode_html_entities(voice).into_owned()), end + 1))
}

/// A character reference at the beginning of `text`: what it stands for, and its length.
fn escape(text: &str) -> Option<(String, usize)> {
    let end = text.find(';').filter(|&end| (2..=10).contains(&end))? + 1;
    let decoded = html_escape::decode_html_entities(&text[..end]);
    (decoded != text[..end]).then(|| (decoded.into_owned(), end))
}

/// The words of some bytes of the file.
fn speech(source: &Source, span: Span, time: Option<Time>) -> Passage {
    let mut said = Passage::default();
    for token in tokens(span, &source.text) {
        match token {
            Token::Text(span) => said.push(source, span, source.slice(span), time),
            Token::Escape(span, text) => said.push(source, span, &text, time),
            Token::Voice(_) => {}
        }
    }
    said
}

/// Finds labels, initials and changes of voice, now that all lines are known, takes labels off the speech, and lets each
/// speaker go on until the next.
fn name_speakers(pieces: &mut [Piece], source: &Source) {
    let text = source.text.as_str();
    let label = |piece: &Piece| piece.line.and_then(|line| labels::label(line, text));
    let initials = |piece: &Piece| piece.line.and_then(|line| initials(line.of(text)));
    let names = pieces.iter().filter_map(|piece| label(piece).map(|label| label.name).or_else(|| initials(piece)));
    let speakers = Speakers::among(names);
    let mut voice = 1;
    let mut current: Option<String> = None;
    for piece in pieces {
        if let Some(label) = label(piece).filter(|label| speakers.is_one(label.name)) {
            piece.speaker = Some(label.name.to_owned());
            piece.said = speech(source, trim(label.said, text), piece.time);
        } else if let Some(initials) = initials(piece).filter(|name| speakers.is_one(name)) {
            piece.speaker = Some(initials.to_owned());
            piece.said = Passage::default();
        } else if piece.change == Change::Marked && piece.speaker.is_none() {
            voice = 3 - voice;
            piece.speaker = Some(format!("Speaker {voice}"));
        }
        match &piece.speaker {
            Some(_) => current.clone_from(&piece.speaker),
            None => piece.speaker.clone_from(&current),
        }
    }
}

/// `DF` of a line that is `(DF)`.
fn initials(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('(')?.strip_suffix(')')?;
    ((1..=3).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(inner)
}

/// Of so many lines in a row each is shown again, where captions roll.
const WINDOW: usize = 3;

/// The lines that were shown before, by index. Where a fifth of all lines are such, captions roll or grow; elsewhere only
/// the very same caption at the very same time is taken for a copy, since people do say things twice.
fn repeated(pieces: &[Piece], text: &str) -> BTreeSet<usize> {
    let words = |piece: &Piece| piece.said.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_speech = |piece: &Piece| piece.line.is_none_or(|line| initials(line.of(text)).is_none());
    let spoken: Vec<(usize, String)> = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| is_speech(piece))
        .map(|(at, piece)| (at, words(piece)))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    let before = |at: usize| &spoken[at.saturating_sub(WINDOW)..at];
    let shown_before = |at: usize| before(at).iter().any(|(_, words)| *words == spoken[at].1);
    let grown = |words: &str, shown: &str| words.strip_prefix(shown).is_some_and(|rest| rest.starts_with(' '));
    let again = (1..spoken.len()).filter(|&at| shown_before(at) || grown(&spoken[at].1, &spoken[at - 1].1)).count();
    let rolling = again >= 2 && again * 5 >= spoken.len();
    let mut repeated = BTreeSet::new();
    let mut once: Vec<(usize, &str)> = Vec::with_capacity(spoken.len());
    for (at, words) in &spoken {
        let (piece, words) = (&pieces[*at], words.as_str());
        let copy = |&(other, shown): &(usize, &str)| shown == words && (rolling || pieces[other].time == piece.time);
        if once[once.len().saturating_sub(WINDOW)..].iter().any(copy) {
            repeated.insert(*at);
            continue;
        }
        let grows =
            |&(last, shown): &(usize, &str)| rolling && pieces[last].speaker == piece.speaker && grown(words, shown);
        repeated.extend(once.pop_if(|last| grows(last)).map(|(last, _)| last));
        once.push((*at, words));
    }
    repeated
}

#[cfg(test)]
mod tests {
    use super::*;
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
