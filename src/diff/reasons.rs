//! Why a grade moved: for each criterion the signals that count otherwise than before, and what moved all of them.

use super::change::reworded;
use super::grades::{Cause, CriterionShift, Heard, Wide};
use super::pairs::{Pair, pairs};
use crate::decimal::Decimal;
use crate::grade::{CriterionGrade, Grade};
use crate::program::{CriterionProgram, Program, QuestionProgram, SignalProgram};
use crate::rubric::Kind;
use crate::scan::Stance;

/// The criteria that earn otherwise than before, in the order of the new rubric, and then those that are gone.
pub(super) fn criteria(
    (old, before): (&QuestionProgram, &Grade),
    (new, now): (&QuestionProgram, &Grade),
) -> Vec<CriterionShift> {
    let at = |question: &QuestionProgram, id: &str| question.criteria.iter().position(|criterion| criterion.id == id);
    let mut shifts = Vec::new();
    for (index, criterion) in new.criteria.iter().enumerate() {
        let is = now.criteria.get(index).map(|grade| (index, criterion, grade));
        let was = at(old, &criterion.id).map(|at| (at, &old.criteria[at]));
        let was = was.and_then(|(at, criterion)| Some((at, criterion, before.criteria.get(at)?)));
        shifts.extend(shift(was, is));
    }
    for (index, criterion) in old.criteria.iter().enumerate() {
        if at(new, &criterion.id).is_none() {
            shifts.extend(shift(before.criteria.get(index).map(|grade| (index, criterion, grade)), None));
        }
    }
    shifts
}

type Graded<'a> = (usize, &'a CriterionProgram, &'a CriterionGrade);

fn shift(old: Option<Graded<'_>>, new: Option<Graded<'_>>) -> Option<CriterionShift> {
    let (_, named, _) = new.or(old)?;
    let outcome =
        |graded: Option<Graded<'_>>| graded.map(|(_, criterion, grade)| (grade.earned, criterion.points, grade.wrong));
    if outcome(old) == outcome(new) {
        return None;
    }
    let (causes, of_old, of_new) = causes(old, new);
    // Of a criterion that both have, evidence is what the signals to blame heard; of one alone, all that was heard.
    let alone = old.is_none() || new.is_none();
    let heard = |graded: Option<Graded<'_>>, signals: &[usize]| {
        graded.map(|(index, criterion, grade)| {
            let mut grade = grade.clone();
            grade.hits.retain(|hit| alone || signals.contains(&hit.signal));
            Heard { index, points: criterion.points, grade }
        })
    };
    Some(CriterionShift {
        id: named.id.clone(),
        title: named.title.clone(),
        old: heard(old, &of_old),
        new: heard(new, &of_new),
        causes,
    })
}

/// What is to blame, and the signals among it, as indices of the old and of the new criterion.
fn causes(old: Option<Graded<'_>>, new: Option<Graded<'_>>) -> (Vec<Cause>, Vec<usize>, Vec<usize>) {
    let ((_, old, before), (_, new, now)) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (Some(_), None) => return (vec![Cause::CriterionRemoved], Vec::new(), Vec::new()),
        (None, Some(_)) => return (vec![Cause::CriterionAdded], Vec::new(), Vec::new()),
        (None, None) => return Default::default(),
    };
    let mut all = Vec::new();
    if old.points != new.points {
        all.push(Cause::Points { old: old.points, new: new.points });
    }
    if old.full_credit != new.full_credit {
        all.push(Cause::FullCredit { old: old.full_credit, new: new.full_credit });
    }
    let paired = pairs(&texts(old), &texts(new));
    let (mut of_old, mut of_new) = (Vec::new(), Vec::new());
    for Pair { old: was, new: is } in paired {
        let counted = |at: Option<usize>, criterion: &CriterionProgram, grade: &CriterionGrade| {
            at.map(|at| counting(&criterion.signals[at], at, grade)).filter(|counts| *counts > Decimal::ZERO)
        };
        let (counted_before, counts_now) = (counted(was, old, before), counted(is, new, now));
        let signal = |at: Option<usize>, criterion: &'_ CriterionProgram| at.map(|at| criterion.signals[at].clone());
        let (was_signal, is_signal) = (signal(was, old), signal(is, new));
        let kinds = was_signal.as_ref().map(|signal| signal.kind) == is_signal.as_ref().map(|signal| signal.kind);
        if counted_before == counts_now && (kinds || counts_now.is_none()) {
            continue;
        }
        of_old.extend(was);
        of_new.extend(is);
        let text = |signal: SignalProgram| (signal.kind, signal.text);
        all.push(Cause::Signal {
            old: was_signal.map(text),
            new: is_signal.map(text),
            before: counted_before,
            now: counts_now,
        });
    }
    (all, of_old, of_new)
}

fn texts(criterion: &CriterionProgram) -> Vec<(Kind, &str)> {
    criterion.signals.iter().map(|signal| (signal.kind, signal.text.as_str())).collect()
}

/// The weight for which a signal counts in an answer; a weak one, which does neither, counts as nothing.
fn counting(signal: &SignalProgram, at: usize, grade: &CriterionGrade) -> Decimal {
    let hit = grade.hits.iter().find(|hit| hit.signal == at && hit.stance == Stance::Said);
    hit.filter(|_| signal.kind != Kind::Weak).map_or(Decimal::ZERO, |hit| signal.weight.times(hit.coverage))
}

/// What moved the whole answer, beside its criteria.
pub(super) fn wide((old, before): (&Program, &Grade), (new, now): (&Program, &Grade)) -> Vec<Wide> {
    let mut all = Vec::new();
    if before.possible != now.possible {
        all.push(Wide::Possible { old: before.possible, new: now.possible });
    }
    if before.deducted != now.deducted {
        all.push(Wide::Deducted { old: before.deducted, new: now.deducted });
    }
    let kinds = |grade: &Grade| grade.flags.iter().map(|flag| flag.kind).collect::<Vec<_>>();
    let (flags_before, flags_now) = (kinds(before), kinds(now));
    all.extend(flags_before.iter().filter(|flag| !flags_now.contains(flag)).map(|&flag| Wide::FlagGone(flag)));
    all.extend(flags_now.iter().filter(|flag| !flags_before.contains(flag)).map(|&flag| Wide::FlagRaised(flag)));
    if before.band != now.band {
        let cap = |program: &Program, flag| program.cap(flag).map(|band| band.name.clone());
        let moved = |flag: &&_| flags_before.contains(flag) && cap(old, **flag) != cap(new, **flag);
        all.extend(flags_now.iter().filter(moved).map(|&flag| Wide::Cap(flag)));
        if old.bands != new.bands {
            all.push(Wide::Bands);
        }
    }
    all
}

impl std::fmt::Display for Wide {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Possible { old, new } => write!(f, "possible points {old} \u{2192} {new}"),
            Self::Deducted { old, new } => write!(f, "cost of wrong claims {old} \u{2192} {new} points"),
            Self::FlagRaised(flag) => write!(f, "flag {flag} is raised"),
            Self::FlagGone(flag) => write!(f, "flag {flag} is not raised any more"),
            Self::Cap(flag) => write!(f, "flag {flag} allows another band"),
            Self::Bands => f.write_str("the bands begin elsewhere"),
        }
    }
}

impl std::fmt::Display for Cause {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let quoted = |text: &str| format!("\u{201c}{}\u{201d}", text.trim());
        match self {
            Self::CriterionAdded => f.write_str("the criterion is new"),
            Self::CriterionRemoved => f.write_str("the criterion is gone"),
            Self::Points { old, new } => write!(f, "worth {old} \u{2192} {new} points"),
            Self::FullCredit { old, new } => write!(f, "full credit at {old} \u{2192} {new}"),
            Self::Signal { old, new, before, now } => {
                let counts = match (before, now) {
                    (Some(before), Some(now)) => format!("counts {before} \u{2192} {now}"),
                    (Some(_), None) => "not counted any more".to_owned(),
                    (None, _) => "counts now".to_owned(),
                };
                match (old, new) {
                    (Some((kind, text)), None) => write!(f, "removed: {kind} {}", quoted(text)),
                    (None, Some((kind, text))) => write!(f, "added: {kind} {}", quoted(text)),
                    (Some((old_kind, old)), Some((kind, text))) if old == text && old_kind == kind => {
                        write!(f, "{counts}: {kind} {}", quoted(text))
                    }
                    (Some((old_kind, old)), Some((kind, text))) if old == text => {
                        write!(f, "{old_kind} \u{2192} {kind}: {}", quoted(text))
                    }
                    (Some((_, old)), Some((kind, text))) => {
                        write!(f, "reworded, {counts}: {kind} {}", reworded(old, text))
                    }
                    (None, None) => Ok(()),
                }
            }
        }
    }
}
