//! Which lines of captions were shown before, where they roll or grow.

use super::lines::Piece;
use super::voices::initials;
use std::collections::BTreeSet;

/// Of so many lines in a row each is shown again, where captions roll.
const WINDOW: usize = 3;

/// The lines that were shown before, by index. Where a fifth of all lines are such, captions roll or grow; elsewhere only
/// the very same caption at the very same time is taken for a copy, since people do say things twice.
pub(super) fn repeated(pieces: &[Piece], text: &str) -> BTreeSet<usize> {
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
