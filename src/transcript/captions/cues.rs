//! A file of captions → its captions, each with its times and lines, in order.

use crate::span::{Span, lines};
use crate::transcript::{Time, clock};

/// Whether a line gives the times of a caption, and which. They may be damaged: then it has none.
#[must_use]
pub fn timing(line: &str) -> Option<Option<Time>> {
    let line = line.trim();
    // No caption ends before it begins.
    let from_to = |start: u64, end: u64| Time { start, end: end.max(start) };
    if let Some((start, end)) = line.split_once("-->") {
        let end = clock::leading(end.trim_start()).map(|(end, _)| end);
        let time = clock::parse(start.trim()).zip(end).map(|(start, end)| from_to(start, end));
        return (time.is_some() || start.starts_with(|c: char| c.is_ascii_digit())).then_some(time);
    }
    let (start, end) = line.split_once(',')?;
    let time = from_to(clock::parse(start)?, clock::parse(end)?);
    (start.contains(':') && end.contains('.')).then_some(Some(time))
}

/// A caption.
pub(super) struct Cue {
    id: Option<Span>,
    pub(super) time: Option<Time>,
    pub(super) lines: Vec<Span>,
}

/// All of a file.
pub(super) struct Cues {
    pub(super) cues: Vec<Cue>,
    /// Lines that are neither captions nor comments.
    pub(super) left_out: usize,
}

/// Takes the file apart.
pub(super) fn cues(text: &str) -> Cues {
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
pub(super) fn put_in_order(cues: &mut [Cue], text: &str) -> bool {
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
