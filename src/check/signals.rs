//! Each signal tried with a sample of its words: alone, where it must be heard and nothing of the other side with it; and
//! added to an answer of the rubric, where a strong one must not lower the score and a wrong one not raise it.
//!
//! - Of a signal's samples the first that is heard as the speaker's claim is taken; one whose samples are heard only as
//!   denied, or as a list, is tried no further.
//! - A sample that says something of the other side too proves nothing about an answer. If all samples of a strong signal
//!   do so, the two contradict each other.
//! - Samples are added to the model answer and the examples in turn, three at the end and three at the beginning (four
//!   fragments in a row would be a list). If none of them silences a signal of its own side or wakes one of the other, no
//!   score can move the wrong way; else each of them is added alone, and the scores are compared.
//! - What answer and samples say only together, each with some of the words, proves nothing either.

use super::proofs::graded;
use super::{Heard, Subject};
use crate::diagnostic::{Code, Diagnostic};
use crate::rubric::Kind;
use crate::scan::{Hit, Stance, listen, scan};
use crate::span::Span;
use crate::text::Text;

/// As many samples are added to an end of an answer at once.
const TOGETHER: usize = 3;

/// And to as many of the rubric's answers.
const ANSWERS: usize = 4;
/// As many signals of a question are tried: more than a sound rubric has.
const TRIED: usize = 300;

/// A signal, with a sample that is heard as its claim and says nothing of the other side.
struct Clean<'a> {
    signal: Heard<'a>,
    sample: &'a str,
}

/// An answer of the rubric, and what is heard in it.
struct Base<'a> {
    answer: &'a str,
    hits: Vec<Hit>,
}

/// All that trying the signals of a question tells.
pub(super) fn of_question(subject: Subject<'_>) -> Vec<Diagnostic> {
    let (mut found, mut clean) = (Vec::new(), Vec::new());
    for signal in subject.signals().into_iter().take(TRIED) {
        match alone(subject, signal) {
            Alone::Clean(sample) => clean.push(Clean { signal, sample }),
            Alone::Untold => {}
            Alone::Wrong(diagnostic) => found.push(diagnostic),
        }
    }
    let examples = subject.question.examples.iter().map(|example| example.answer.as_str());
    let answers = subject.question.model_answer.as_deref().into_iter().chain(examples).take(ANSWERS);
    let bases: Vec<_> = answers.map(|answer| Base { answer, hits: heard(subject, answer) }).collect();
    let mut turns = bases.iter().cycle();
    for kind in [Kind::Strong, Kind::Wrong] {
        let own: Vec<_> = clean.iter().filter(|clean| clean.signal.compiled.kind == kind).collect();
        for some in own.chunks(2 * TOGETHER) {
            let Some(base) = turns.next() else { continue };
            let samples: Vec<_> = some.iter().map(|clean| clean.sample).collect();
            let (after, before) = samples.split_at(samples.len().min(TOGETHER));
            if moves(subject, kind, base, &added(before, base, after)) {
                found.extend(some.iter().filter_map(|clean| moved(subject, clean, base)));
            }
        }
    }
    found
}

/// What became of a signal that was tried by itself.
enum Alone<'a> {
    Clean(&'a str),
    Untold,
    Wrong(Diagnostic),
}

fn alone<'a>(subject: Subject<'a>, signal: Heard<'a>) -> Alone<'a> {
    let samples = subject.samples.of(signal.compiled.op);
    let mut reached = false;
    for sample in samples {
        let hits = around(subject, signal, sample);
        let Some(own) = hits.iter().find(|hit| is(hit, signal)) else { continue };
        reached = true;
        if own.stance == Stance::Said {
            return match opposed(subject, signal.compiled.kind, &hits) {
                false => Alone::Clean(sample),
                true => contradiction(subject, signal, samples).map_or(Alone::Untold, Alone::Wrong),
            };
        }
    }
    match samples.first() {
        Some(sample) if !reached => Alone::Wrong(unreachable(subject, signal, sample)),
        _ => Alone::Untold,
    }
}

fn is(hit: &Hit, signal: Heard<'_>) -> bool {
    (hit.criterion, hit.signal) == (signal.criterion, signal.signal)
}

fn kind(subject: Subject<'_>, hit: &Hit) -> Kind {
    subject.compiled.criteria[hit.criterion].signals[hit.signal].kind
}

/// What is heard in an answer.
fn heard(subject: Subject<'_>, answer: &str) -> Vec<Hit> {
    scan(subject.compiled, answer, &Text::new(answer))
}

/// What is heard in a sample of the signal itself and of the other side.
fn around(subject: Subject<'_>, signal: Heard<'_>, sample: &str) -> Vec<Hit> {
    let answer = sentence(sample);
    let other = other_side(signal.compiled.kind);
    listen(subject.compiled, &answer, &Text::new(&answer), |criterion, at| {
        (criterion, at) == (signal.criterion, signal.signal)
            || other.is_some_and(|other| subject.compiled.criteria[criterion].signals[at].kind == other)
    })
}

fn sentence(sample: &str) -> String {
    format!("{sample}.")
}

const fn other_side(kind: Kind) -> Option<Kind> {
    match kind {
        Kind::Strong => Some(Kind::Wrong),
        Kind::Wrong => Some(Kind::Strong),
        Kind::Weak => None,
    }
}

/// Whether something of the other side is claimed.
fn opposed(subject: Subject<'_>, side: Kind, hits: &[Hit]) -> bool {
    let other = other_side(side);
    hits.iter().any(|hit| hit.stance == Stance::Said && other == Some(kind(subject, hit)))
}

fn unreachable(subject: Subject<'_>, signal: Heard<'_>, sample: &str) -> Diagnostic {
    let message = format!("`{}` is never heard, not even in `{sample}`", subject.shown(signal));
    Diagnostic::new(Code::UnreachableSignal, signal.place, message)
        .help("widen its gaps and windows, or take out what it forbids")
}

/// If all that a strong signal hears is wrong too.
fn contradiction(subject: Subject<'_>, signal: Heard<'_>, samples: &[String]) -> Option<Diagnostic> {
    let always = || samples.iter().all(|sample| opposed(subject, Kind::Strong, &around(subject, signal, sample)));
    (signal.compiled.kind == Kind::Strong && always()).then(|| {
        let message = format!("`{}` is strong, but all that it hears is also heard as wrong", subject.shown(signal));
        Diagnostic::new(Code::ContradictorySignals, signal.place, message).help("narrow the wrong signal, or this one")
    })
}

/// An answer with more sentences around it.
struct Longer {
    text: String,
    /// The bytes of the answer in it.
    inner: Span,
}

fn added(before: &[&str], base: &Base<'_>, after: &[&str]) -> Longer {
    let paragraphs = |samples: &[&str]| samples.iter().map(|sample| sentence(sample) + "\n\n").collect::<String>();
    let (before, answer) = (paragraphs(before), base.answer.trim_end());
    let inner = Span::new(before.len(), before.len() + answer.len());
    Longer { text: format!("{before}{answer}\n\n{}", paragraphs(after)), inner }
}

/// Whether what was added for one side can move a score to the other: it silences a signal of its own, or wakes one of the
/// other in the answer itself.
fn moves(subject: Subject<'_>, side: Kind, base: &Base<'_>, longer: &Longer) -> bool {
    let after = heard(subject, &longer.text);
    let other = other_side(side);
    let woken =
        other.is_some_and(|other| lost(subject, other, &after, &base.hits).any(|hit| within(hit, longer.inner)));
    woken || lost(subject, side, &base.hits, &after).next().is_some()
}

fn within(hit: &Hit, inner: Span) -> bool {
    hit.pieces.iter().all(|piece| inner.start <= piece.span.start && piece.span.end <= inner.end)
}

/// What was claimed for a side, and is not, or less, in the other hits.
fn lost<'h>(subject: Subject<'_>, side: Kind, hits: &'h [Hit], others: &'h [Hit]) -> impl Iterator<Item = &'h Hit> {
    let claimed = move |hit: &&Hit| hit.stance == Stance::Said && kind(subject, hit) == side;
    let kept = |hit: &&Hit| {
        let same = |other: &&Hit| (other.criterion, other.signal) == (hit.criterion, hit.signal);
        let other = others.iter().find(same);
        other.is_some_and(|other| other.stance == Stance::Said && other.coverage >= hit.coverage)
    };
    hits.iter().filter(claimed).filter(move |hit| !kept(hit))
}

/// Whether the score moves to the wrong side when this sample is added alone.
fn moved(subject: Subject<'_>, clean: &Clean<'_>, base: &Base<'_>) -> Option<Diagnostic> {
    let side = clean.signal.compiled.kind;
    let longer = added(&[], base, &[clean.sample]);
    let (before, after) = (graded(subject, base.answer).score?, graded(subject, &longer.text).score?);
    let (code, does) = match side {
        Kind::Strong if after.earned < before.earned => (Code::StrongLowers, "strong, but lowers"),
        Kind::Wrong if after.earned > before.earned => (Code::WrongRaises, "wrong, but raises"),
        _ => return None,
    };
    let hits = heard(subject, &longer.text);
    if lost(subject, other_side(side)?, &hits, &base.hits).any(|hit| !within(hit, longer.inner)) {
        return None;
    }
    let message =
        format!("`{}` is {does} the score of an answer from {before} to {after}", subject.shown(clean.signal));
    let beginning: String = base.answer.chars().take(60).collect();
    let help = format!("see what `{}` changes at the end of `{}\u{2026}`", clean.sample, beginning.trim_end());
    Some(Diagnostic::new(code, clean.signal.place, message).help(help))
}
