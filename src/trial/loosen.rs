//! Loosened signals: what is left of a signal when the last part of each wording need not be said.
//!
//! Of `a & b` it is `a`, of `a ... b` too, of `2 of (a | b | c)` it is one of them, and of alternatives each is loosened. A
//! signal of which no wording has parts has no looser form.

use crate::pattern::{Kind, Pattern};
use crate::rubric::{Bank, Question, Signal};

/// The bank with every signal loosened that can be.
pub(super) fn bank(bank: &Bank) -> Bank {
    Bank { questions: bank.questions.iter().map(question).collect(), ..bank.clone() }
}

fn question(question: &Question) -> Question {
    let mut question = question.clone();
    for signal in question.criteria.iter_mut().flat_map(|criterion| &mut criterion.signals) {
        if let Some(loose) = self::signal(signal) {
            *signal = loose;
        }
    }
    question
}

/// The signal without the last part of each wording; nothing where no wording has parts.
pub(super) fn signal(signal: &Signal) -> Option<Signal> {
    let mut loose = signal.clone();
    let mut any = false;
    for wording in &mut loose.wordings {
        if let Some(pattern) = loosen(&wording.pattern) {
            wording.pattern = pattern;
            any = true;
        }
    }
    for sentence in &mut loose.prose {
        if sentence.units.len() > 1 {
            sentence.units.pop();
            any = true;
        }
    }
    any.then_some(loose)
}

/// A pattern without its last part; alternatives each without theirs.
fn loosen(pattern: &Pattern) -> Option<Pattern> {
    let like = |kind| Some(Pattern { kind, span: pattern.span });
    match &pattern.kind {
        Kind::All(scope, parts) => {
            let last = parts.iter().rposition(|part| !matches!(part.kind, Kind::Not(_)))?;
            let rest: Vec<_> =
                parts.iter().enumerate().filter(|(at, _)| *at != last).map(|(_, part)| part.clone()).collect();
            let wanted = rest.iter().filter(|part| !matches!(part.kind, Kind::Not(_))).count();
            match (wanted, rest.as_slice()) {
                (0, _) => loosen(&parts[last]).and_then(|loose| {
                    let mut parts = parts.clone();
                    parts[last] = loose;
                    like(Kind::All(*scope, parts))
                }),
                (1, [only]) => Some(only.clone()),
                _ => like(Kind::All(*scope, rest)),
            }
        }
        Kind::Phrase(steps) => {
            let needed: Vec<_> = (0..steps.len()).filter(|&at| !steps[at].optional).collect();
            // An optional part at the end would change nothing.
            let [.., before, _] = needed.as_slice() else { return None };
            like(Kind::Phrase(steps[..=*before].to_vec()))
        }
        Kind::AtLeast(count, scope, parts) if *count > 1 => like(Kind::AtLeast(count - 1, *scope, parts.clone())),
        Kind::Any(parts) => {
            let loose: Vec<_> = parts.iter().map(loosen).collect();
            if loose.iter().all(Option::is_none) {
                return None;
            }
            let parts = loose.into_iter().zip(parts).map(|(loose, part)| loose.unwrap_or_else(|| part.clone()));
            like(Kind::Any(parts.collect()))
        }
        _ => None,
    }
}

/// What a loosened signal listens for.
pub(super) fn text(signal: &Signal) -> String {
    let prose = signal.prose.iter().flat_map(|sentence| &sentence.units);
    let units = prose.filter_map(|unit| unit.alternatives.first()).map(ToString::to_string);
    let patterns = signal.wordings.iter().map(|wording| wording.pattern.to_string());
    if signal.prose.is_empty() {
        // An opening has no parts, and so no looser form.
        patterns.collect::<Vec<_>>().join(" | ")
    } else {
        units.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use crate::pattern::parse;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let pattern = parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        assert_eq!(super::loosen(&pattern).map(|loose| loose.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn the_last_part_need_not_be_said() {
        check("lock", None);
        check("<gil>", None);
        check("lock & thread", Some("lock"));
        check("lock &12 thread &12 wait", Some("(lock &12 thread)"));
        check("lock & thread & !wait", Some("(lock & !wait)"));
        check("lock ... wait & !thread", Some("(lock & !thread)"));
        check("lock [free] thread", Some("lock"));
        check("2 of (lock | thread | wait)", Some("1 of (lock | thread | wait)"));
        check("lock ... wait | thread", Some("(lock | thread)"));
    }
}
