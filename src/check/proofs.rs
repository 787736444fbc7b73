//! What a rubric promises, proved by grading its own texts before anybody else is graded by it.
//!
//! Each signal is tried with a sample of its words, alone, and added as a last sentence to one of the rubric's own
//! answers: the model answer and the examples take turns, so that the number of gradings stays that of the signals.
//! A sample that also says something of the other side proves nothing about either, and is left out there.

use super::{Heard, Subject};
use crate::diagnostic::{Code, Diagnostic};
use crate::grade::{Grade, grade};
use crate::rubric::Kind;
use crate::scan::Stance;

/// All proofs of one question.
pub(super) fn of_question(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(model_answer(subject));
    found.extend(echo(subject));
    let bases: Vec<Base<'_>> = bases(subject);
    for (number, signal) in subject.signals().into_iter().enumerate() {
        let base = (!bases.is_empty()).then(|| &bases[number % bases.len()]);
        found.extend(try_signal(subject, signal, base));
    }
    found
}

fn graded(subject: Subject<'_>, answer: &str) -> Grade {
    grade(subject.program, subject.compiled, answer)
}

fn model_answer(subject: Subject<'_>) -> Option<Diagnostic> {
    let top = subject.bank.bands.first()?.name.as_str();
    let grade = graded(subject, subject.question.model_answer.as_deref()?);
    if grade.band.as_deref() == Some(top) {
        return None;
    }
    let score = grade.score.map(|score| score.to_string()).unwrap_or_default();
    let message = format!("the model answer of `{}` scores {score}, not `{top}`", subject.question.id);
    Some(
        Diagnostic::new(Code::ModelAnswer, subject.question.place, message)
            .help("see what is not heard: rubricate explain ID --answer FILE"),
    )
}

/// The first wording that earns something.
fn echo(subject: Subject<'_>) -> Option<Diagnostic> {
    subject.compiled.wordings.iter().find_map(|wording| {
        let grade = graded(subject, wording);
        let score = grade.score.filter(|score| score.tenths() > 0)?;
        let message = format!("`{wording}`, given back as the answer to `{}`, scores {score}", subject.question.id);
        Some(
            Diagnostic::new(Code::EchoEarns, subject.question.place, message)
                .help("ask it in other words than those that a strong signal listens for"),
        )
    })
}

/// An answer of the rubric, and its grade.
struct Base<'a> {
    answer: &'a str,
    grade: Grade,
}

fn bases(subject: Subject<'_>) -> Vec<Base<'_>> {
    let examples = subject.question.examples.iter().map(|example| example.answer.as_str());
    let answers = subject.question.model_answer.as_deref().into_iter().chain(examples);
    answers.map(|answer| Base { answer, grade: graded(subject, answer) }).collect()
}

/// A sample, and what was heard in it.
struct Tried<'a> {
    sample: &'a str,
    grade: Grade,
    stance: Stance,
}

fn try_signal(subject: Subject<'_>, signal: Heard<'_>, base: Option<&Base<'_>>) -> Option<Diagnostic> {
    let samples = subject.samples.of(signal.compiled.op);
    let mut tried: Option<Tried<'_>> = None;
    for sample in samples {
        let grade = graded(subject, &sentence(sample));
        if let Some(stance) = heard(&grade, signal) {
            let said = stance == Stance::Said;
            tried = Some(Tried { sample, grade, stance });
            if said {
                break;
            }
        }
    }
    match tried {
        None => (!samples.is_empty()).then(|| unreachable(subject, signal, &samples[0])),
        Some(tried) if tried.stance != Stance::Said => None,
        Some(tried) if opposed(subject, signal, &tried.grade) => contradiction(subject, signal),
        Some(tried) => base.and_then(|base| monotone(subject, signal, &tried, base)),
    }
}

fn sentence(sample: &str) -> String {
    format!("{sample}.")
}

fn heard(grade: &Grade, signal: Heard<'_>) -> Option<Stance> {
    let hits = &grade.criteria.get(signal.criterion)?.hits;
    hits.iter().find(|hit| hit.signal == signal.signal).map(|hit| hit.stance)
}

/// Whether something of the other side was heard: a wrong claim beside a strong signal, points beside a wrong one.
fn opposed(subject: Subject<'_>, signal: Heard<'_>, grade: &Grade) -> bool {
    match signal.compiled.kind {
        Kind::Strong => said(subject, grade, Kind::Wrong),
        Kind::Wrong => said(subject, grade, Kind::Strong),
        Kind::Weak => false,
    }
}

fn said(subject: Subject<'_>, grade: &Grade, kind: Kind) -> bool {
    let criteria = grade.criteria.iter().zip(&subject.compiled.criteria);
    let mut hits = criteria.flat_map(|(grade, compiled)| grade.hits.iter().map(move |hit| (hit, compiled)));
    hits.any(|(hit, compiled)| hit.stance == Stance::Said && compiled.signals[hit.signal].kind == kind)
}

fn unreachable(subject: Subject<'_>, signal: Heard<'_>, sample: &str) -> Diagnostic {
    let message = format!("`{}` is never heard, not even in `{sample}`", subject.shown(signal));
    Diagnostic::new(Code::UnreachableSignal, signal.place, message)
        .help("widen its gaps or windows, or take out what it forbids")
}

/// If all that a strong signal hears is wrong too.
fn contradiction(subject: Subject<'_>, signal: Heard<'_>) -> Option<Diagnostic> {
    let samples = subject.samples.of(signal.compiled.op);
    let always = || samples.iter().all(|sample| opposed(subject, signal, &graded(subject, &sentence(sample))));
    (signal.compiled.kind == Kind::Strong && always()).then(|| {
        let message = format!("`{}` is strong, but its words are heard as wrong too", subject.shown(signal));
        Diagnostic::new(Code::ContradictorySignals, signal.place, message).help("narrow the wrong signal, or this one")
    })
}

/// That the sample moves the score of an answer to the right side, if it moves it at all.
fn monotone(subject: Subject<'_>, signal: Heard<'_>, tried: &Tried<'_>, base: &Base<'_>) -> Option<Diagnostic> {
    let before = base.grade.score?;
    let after = graded(subject, &format!("{}\n\n{}", base.answer.trim_end(), sentence(tried.sample))).score?;
    let (code, does) = match signal.compiled.kind {
        Kind::Strong if after.earned < before.earned => (Code::StrongLowers, "strong, but lowers"),
        Kind::Wrong if after.earned > before.earned => (Code::WrongRaises, "wrong, but raises"),
        _ => return None,
    };
    let message = format!("`{}` is {does} the score of an answer from {before} to {after}", subject.shown(signal));
    let shown: String = base.answer.chars().take(60).collect();
    Some(Diagnostic::new(code, signal.place, message).help(format!(
        "add `{}` to the answer `{}\u{2026}`, and compare what is heard",
        tried.sample,
        shown.trim_end()
    )))
}
