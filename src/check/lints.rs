//! Signals compared with one another, and what a rubric leaves out or adds in vain.
//!
//! Equal operations of a program are one, so two signals that ask for the same are told by their ids, however differently
//! they are written. A list of alternatives hears all that a shorter list of some of them does.

use super::{Heard, Subject};
use crate::decimal::Decimal;
use crate::diagnostic::{Code, Diagnostic};
use crate::pattern::Pattern;
use crate::program::{Op, OpId, QuestionProgram, listing};
use crate::rubric::{Bank, Criterion, Kind, Question, Term};
use std::collections::{BTreeMap, BTreeSet};

/// All lints that look at one question.
pub(super) fn of_question(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    found.extend(points(subject));
    found.extend(subject.question.criteria.iter().filter_map(follow_up));
    let signals = subject.signals();
    let heard: Vec<_> = signals.iter().map(|signal| alternatives(subject.compiled, signal.compiled.op)).collect();
    // Two signals that have to do with each other share an alternative.
    let mut by_alternative: BTreeMap<OpId, Vec<usize>> = BTreeMap::new();
    for (at, &later) in signals.iter().enumerate() {
        let earlier: BTreeSet<_> = heard[at].iter().filter_map(|part| by_alternative.get(part)).flatten().collect();
        let pairs = earlier.into_iter().map(|&before| ((signals[before], &heard[before]), (later, &heard[at])));
        found.extend(pairs.filter_map(|(earlier, later)| compare(subject, earlier, later)));
        heard[at].iter().for_each(|&part| by_alternative.entry(part).or_default().push(at));
    }
    found
}

/// What an operation is any of, alternatives of alternatives included.
fn alternatives(question: &QuestionProgram, id: OpId) -> BTreeSet<OpId> {
    let (mut seen, mut waiting) = (BTreeSet::new(), vec![id]);
    while let Some(id) = waiting.pop() {
        match question.op(id) {
            _ if !seen.insert(id) => {}
            Op::Any(parts) => waiting.extend(parts),
            _ => {}
        }
    }
    seen.retain(|&id| !matches!(question.op(id), Op::Any(_)));
    seen
}

/// What two signals have to do with each other; of opposite ones the wrong one stands later in its criterion.
fn compare(
    subject: Subject<'_>,
    (earlier, first): (Heard<'_>, &BTreeSet<OpId>),
    (later, second): (Heard<'_>, &BTreeSet<OpId>),
) -> Option<Diagnostic> {
    match (earlier.compiled.kind, later.compiled.kind) {
        (Kind::Strong, Kind::Wrong) => opposite(subject, earlier, later, first.intersection(second).next()),
        (Kind::Wrong, Kind::Strong) => opposite(subject, later, earlier, first.intersection(second).next()),
        // One thing said earns once. That it may be wrong in two ways is another matter.
        (Kind::Strong, Kind::Strong) if earlier.criterion != later.criterion && first == second => Some(
            Diagnostic::new(
                Code::RepeatedSignal,
                later.place,
                format!("`{}` earns in two criteria", subject.shown(later)),
            )
            .related(earlier.place, "here too")
            .help("keep it in the criterion whose idea it is"),
        ),
        _ if earlier.criterion != later.criterion => None,
        (one, other) if one == other && first == second => Some(
            Diagnostic::new(Code::RepeatedSignal, later.place, format!("`{}` a second time", subject.shown(later)))
                .related(earlier.place, "first here")
                .help("remove one of them; give the other more `weight` if it should count for more"),
        ),
        (one, other) if one == other && first.is_subset(second) && decides(subject, later) => {
            Some(shadowed(subject, earlier, later))
        }
        (one, other)
            if (one == other || one == Kind::Strong) && second.is_subset(first) && decides(subject, earlier) =>
        {
            Some(shadowed(subject, later, earlier))
        }
        _ => None,
    }
}

/// Whether it says all that can be said of its criterion.
fn decides(subject: Subject<'_>, signal: Heard<'_>) -> bool {
    match signal.compiled.kind {
        Kind::Strong => signal.compiled.weight >= subject.compiled.criteria[signal.criterion].full_credit,
        Kind::Weak => true,
        Kind::Wrong => signal.compiled.weight == Decimal::ONE,
    }
}

fn shadowed(subject: Subject<'_>, narrow: Heard<'_>, wide: Heard<'_>) -> Diagnostic {
    let message = format!("`{}` never decides: all that it hears is heard by another signal", subject.shown(narrow));
    Diagnostic::new(Code::ShadowedSignal, narrow.place, message)
        .related(wide.place, "this one hears it too")
        .help("remove it, or give the wider one less `weight`")
}

fn opposite(subject: Subject<'_>, strong: Heard<'_>, wrong: Heard<'_>, shared: Option<&OpId>) -> Option<Diagnostic> {
    let pattern = match *shared? {
        whole if whole == wrong.compiled.op => subject.shown(wrong),
        part => listing::pattern(subject.compiled, part),
    };
    Some(
        Diagnostic::new(Code::SameSignal, wrong.place, format!("`{pattern}` is both strong and wrong"))
            .related(strong.place, "strong here")
            .help("keep one of them"),
    )
}

fn points(subject: Subject<'_>) -> Option<Diagnostic> {
    let (wanted, sum) = (subject.bank.points?, subject.question.possible());
    let (than, bound) = match sum {
        sum if sum < wanted.least => ("less than the least", wanted.least),
        sum if sum > wanted.most => ("more than the most", wanted.most),
        _ => return None,
    };
    let message =
        format!("the points of `{}` add up to {sum}, {than} that the bank wants: {bound}", subject.question.id);
    Some(
        Diagnostic::new(Code::PointsTotal, subject.question.place, message)
            .related(wanted.place, "wanted here")
            .help("change the `points:` of its criteria"),
    )
}

fn follow_up(criterion: &Criterion) -> Option<Diagnostic> {
    let message = format!("no follow-up for `{}`", criterion.id);
    criterion.follow_up.is_none().then(|| {
        Diagnostic::new(Code::NoFollowUp, criterion.place, message)
            .help("add `follow_up:` with what an interviewer asks when this is thin")
    })
}

/// Terms of the glossary and of questions that no signal names, nor another term that one names.
pub(super) fn unused_terms(bank: &Bank) -> Vec<Diagnostic> {
    let mut used = BTreeSet::new();
    for criterion in &bank.shared {
        name_all(bank, None, patterns(criterion), &mut used);
    }
    for question in &bank.questions {
        question.criteria.iter().for_each(|criterion| name_all(bank, Some(question), patterns(criterion), &mut used));
    }
    let terms = bank.terms.iter().chain(bank.questions.iter().flat_map(|question| &question.terms));
    let unused = terms.filter(|term| !used.contains(&term.place));
    unused
        .map(|term| {
            Diagnostic::new(Code::UnusedTerm, term.place, format!("no signal uses `<{}>`", term.name))
                .help("remove it, or name it in a pattern")
        })
        .collect()
}

fn patterns(criterion: &Criterion) -> impl Iterator<Item = &Pattern> {
    criterion.signals.iter().flat_map(|signal| &signal.wordings).map(|wording| &wording.pattern)
}

/// Notes the terms that patterns name, and those that these name, by their places.
fn name_all<'a>(
    bank: &'a Bank,
    question: Option<&'a Question>,
    patterns: impl Iterator<Item = &'a Pattern>,
    used: &mut BTreeSet<crate::diagnostic::Place>,
) {
    for (name, _) in patterns.flat_map(Pattern::terms) {
        let term: Option<&Term> = question.map_or_else(|| bank.term(name), |question| question.term(bank, name));
        let Some(term) = term else { continue };
        if used.insert(term.place) {
            let inner = term.wordings.iter().map(|wording| &wording.pattern).collect::<Vec<_>>();
            name_all(bank, question, inner.into_iter(), used);
        }
    }
}
