//! The lines of captions → what was said in them, without marks, tags and escapes.

use super::cues::Cue;
use crate::source::Source;
use crate::span::{Span, trim};
use crate::transcript::{Passage, Time, clock};

/// What stands where another voice begins to speak.
const MARKS: [&str; 2] = [">>", "&gt;&gt;"];

/// Where lines begin with the mark of another voice, one within a line begins a line of its own.
pub(super) fn cut_at_marks(cues: &mut [Cue], text: &str) {
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
pub(super) struct Piece {
    pub(super) speaker: Option<String>,
    pub(super) said: Passage,
    pub(super) time: Option<Time>,
    /// The line in the file, where it may begin with a label.
    pub(super) line: Option<Span>,
    pub(super) change: Change,
}

/// Whether the line begins with the mark of another voice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Marked,
    None,
}

/// The lines of a caption; a voice tag within one begins another.
pub(super) fn pieces(cue: &Cue, source: &Source) -> Vec<Piece> {
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
pub(super) fn speech(source: &Source, span: Span, time: Option<Time>) -> Passage {
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
