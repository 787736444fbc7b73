//! Hits → stretches of the answer to quote and to mark, and the answer cut into segments along them.
//!
//! A [`Stretch`] is what one criterion heard in one manner in one place: its pieces that overlap are one. It has one quote.
//! Stretches of several criteria can overlap; so the answer is cut wherever one begins or ends, and each [`Segment`] lies in
//! a fixed set of them. The segments' texts, one after another, are the answer; those with a stretch are the evidence.

use crate::grade::Grade;
use crate::program::{CriterionProgram, QuestionProgram};
use crate::rubric::Kind;
use crate::scan::{Hit, Piece, Stance};
use crate::span::Span;

/// What was heard, and whether the speaker stands by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Manner {
    kind: Kind,
    /// The name of the stance, unless it was simply said.
    stance: Option<&'static str>,
    /// Whether it took a follow-up.
    pub(super) after_follow_up: bool,
}

/// How evidence looks. Where several overlap, the first of these shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    /// It costs points.
    Wrong,
    /// It earns points.
    Strong,
    /// It does neither.
    Weak,
    /// It would, but the speaker does not claim it.
    Unclaimed,
}

/// A stretch of the answer in which one criterion heard something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// Index of the criterion in the question.
    pub(super) criterion: usize,
    pub(super) manner: Manner,
    /// From its first word to its last, with all that matched.
    pub(super) piece: Piece,
}

/// A part of the answer within which nothing begins or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) span: Span,
    /// Indexes of the stretches that it lies in; none where nothing was heard.
    pub(super) stretches: Vec<usize>,
    /// Of those with stretches, which it is, from 1.
    pub(super) mark: usize,
}

impl Manner {
    fn of(hit: &Hit, piece: &Piece, criterion: &CriterionProgram) -> Self {
        let stance = Some(hit.stance.name()).filter(|_| hit.stance != Stance::Said);
        Self { kind: criterion.signals[hit.signal].kind, stance, after_follow_up: hit.is_after_follow_up(piece) }
    }

    /// What is to be said of it; nothing of what simply earns.
    pub(super) fn words(self) -> Option<String> {
        let kind = Some(self.kind.name()).filter(|_| self.kind != Kind::Strong);
        let words: Vec<_> = kind.into_iter().chain(self.stance).collect();
        Some(words.join(", ")).filter(|words| !words.is_empty())
    }

    pub(super) const fn look(self) -> Look {
        match (self.stance, self.kind) {
            (Some(_), _) => Look::Unclaimed,
            (None, Kind::Strong) => Look::Strong,
            (None, Kind::Weak) => Look::Weak,
            (None, Kind::Wrong) => Look::Wrong,
        }
    }
}

impl Look {
    /// The class in the style sheet.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Wrong => "wrong",
            Self::Strong => "strong",
            Self::Weak => "weak",
            Self::Unclaimed => "unclaimed",
        }
    }
}

/// The stretches of an answer, by criterion, then by manner, then by place.
pub(super) fn stretches(question: &QuestionProgram, grade: &Grade) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (criterion, (compiled, graded)) in question.criteria.iter().zip(&grade.criteria).enumerate() {
        let pieces = graded.hits.iter().flat_map(|hit| hit.pieces.iter().map(move |piece| (hit, piece)));
        let mut pieces: Vec<_> = pieces.map(|(hit, piece)| (Manner::of(hit, piece, compiled), piece)).collect();
        pieces.sort();
        for (manner, piece) in pieces {
            match stretches.last_mut() {
                Some(last)
                    if (last.criterion, last.manner) == (criterion, manner)
                        && piece.span.start < last.piece.span.end =>
                {
                    last.piece = joined(&last.piece, piece);
                }
                _ => stretches.push(Stretch { criterion, manner, piece: piece.clone() }),
            }
        }
    }
    stretches
}

fn joined(one: &Piece, other: &Piece) -> Piece {
    let mut words = [one.words.as_slice(), &other.words].concat();
    let mut mended = [one.mended.as_slice(), &other.mended].concat();
    words.sort();
    mended.sort();
    mended.dedup();
    Piece { span: one.span.to(other.span), words, mended }
}

/// An answer of `length` bytes, cut along its stretches and at `cuts`.
pub(super) fn segments(length: usize, stretches: &[Stretch], cuts: impl Iterator<Item = usize>) -> Vec<Segment> {
    let ends = stretches.iter().flat_map(|stretch| [stretch.piece.span.start, stretch.piece.span.end]);
    let mut ends: Vec<_> = ends.chain(cuts).chain([0, length]).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut mark = 0;
    let segment = |ends: &[usize]| {
        let span = Span::new(ends[0], ends[1]);
        let holds = |stretch: &Stretch| stretch.piece.span.start <= span.start && span.end <= stretch.piece.span.end;
        let holding = stretches.iter().enumerate().filter(|(_, stretch)| holds(stretch));
        let stretches: Vec<_> = holding.map(|(index, _)| index).collect();
        mark += usize::from(!stretches.is_empty());
        Segment { span, stretches, mark }
    };
    ends.windows(2).map(segment).collect()
}

/// The mark at which a stretch begins.
pub(super) fn mark_of(stretch: usize, segments: &[Segment]) -> Option<usize> {
    segments.iter().find(|segment| segment.stretches.contains(&stretch)).map(|segment| segment.mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(criterion: usize, start: usize, end: usize) -> Stretch {
        let span = Span::new(start, end);
        let manner = Manner { kind: Kind::Strong, stance: None, after_follow_up: false };
        Stretch { criterion, manner, piece: Piece { span, words: vec![span], mended: Vec::new() } }
    }

    #[track_caller]
    fn check(stretches: &[Stretch], cuts: &[usize], expected: &str) {
        let shown = segments(9, stretches, cuts.iter().copied()).into_iter().map(|segment| {
            let of: Vec<_> = segment.stretches.iter().map(ToString::to_string).collect();
            format!("{}-{}:{}", segment.span.start, segment.span.end, of.join("+"))
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn an_answer_is_cut_wherever_evidence_begins_or_ends() {
        check(&[], &[], "0-9:");
        check(&[stretch(0, 2, 4)], &[], "0-2: 2-4:0 4-9:");
        check(&[stretch(0, 2, 6), stretch(1, 4, 9)], &[5], "0-2: 2-4:0 4-5:0+1 5-6:0+1 6-9:1");
        check(&[stretch(0, 0, 9), stretch(1, 0, 9)], &[0, 9], "0-9:0+1");
    }

    #[test]
    fn a_quote_leads_to_the_first_of_its_segments() {
        let stretches = [stretch(0, 0, 6), stretch(1, 4, 9)];
        let segments = segments(9, &stretches, [].into_iter());
        assert_eq!([0, 1, 2].map(|index| mark_of(index, &segments)), [Some(1), Some(2), None]);
    }

    #[test]
    fn what_overlaps_is_quoted_once() {
        let whole = joined(&stretch(0, 0, 5).piece, &stretch(0, 3, 8).piece);
        assert_eq!((whole.span, whole.words.len()), (Span::new(0, 8), 2));
    }
}
