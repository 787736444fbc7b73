//! Who says each line of the captions.

use super::lines::{Change, Piece, speech};
use crate::source::Source;
use crate::span::trim;
use crate::transcript::Passage;
use crate::transcript::labels::{self, Speakers};

/// Finds labels, initials and changes of voice, now that all lines are known, takes labels off the speech, and lets each
/// speaker go on until the next.
pub(super) fn name_speakers(pieces: &mut [Piece], source: &Source) {
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
pub(super) fn initials(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('(')?.strip_suffix(')')?;
    ((1..=3).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(inner)
}
