//! How patterns refer to glossary terms: every name is known, none needs itself, and a term that holds
//! a condition is not asked for in the order of words; and whether there is something that an answer can open with.

use super::{Bank, PatternText, Question, Term};
use crate::diagnostic::{Code, Diagnostic, Fix, Place, certain, nearest};
use crate::pattern::{Kind, Pattern};
use std::collections::BTreeSet;

/// Checks the whole bank.
pub(super) fn check(bank: &Bank, found: &mut Vec<Diagnostic>) {
    let glossary = Scope { bank, question: None };
    for term in &bank.terms {
        glossary.check_term(term, found);
    }
    for question in &bank.questions {
        let scope = Scope { bank, question: Some(question) };
        for term in &question.terms {
            scope.check_term(term, found);
        }
        for wording in
            question.criteria.iter().flat_map(|criterion| &criterion.signals).flat_map(|signal| &signal.wordings)
        {
            scope.check_pattern(wording, found);
        }
        found.extend(nothing_to_open_with(question));
    }
    found.extend(cycles(&bank.terms, |name| bank.term(name)));
    for question in &bank.questions {
        found.extend(cycles(&question.terms, |name| question.term(bank, name)));
    }
}

/// The question's `opening: strong`, if it has no strong signals of its own.
fn nothing_to_open_with(question: &Question) -> Option<Diagnostic> {
    let mut signals = question.criteria.iter().flat_map(|criterion| &criterion.signals);
    let opening = signals.find_map(|signal| signal.opening).filter(|_| question.claims().next().is_none())?;
    let message = format!("`{}` has no strong signals of its own that an answer could open with", question.id);
    let help = "give it a criterion of its own, beside those that it takes over with `use`";
    Some(Diagnostic::new(Code::NothingToEarn, opening, message).related(question.place, "the question").help(help))
}

/// Where names are looked up.
#[derive(Clone, Copy)]
struct Scope<'a> {
    bank: &'a Bank,
    question: Option<&'a Question>,
}

impl<'a> Scope<'a> {
    fn term(self, name: &str) -> Option<&'a Term> {
        match self.question {
            Some(question) => question.term(self.bank, name),
            None => self.bank.term(name),
        }
    }

    fn names(self) -> impl Iterator<Item = &'a str> {
        let own = self.question.into_iter().flat_map(|question| &question.terms);
        own.chain(&self.bank.terms).map(|term| term.name.as_str())
    }

    fn check_term(self, term: &Term, found: &mut Vec<Diagnostic>) {
        for wording in &term.wordings {
            self.check_pattern(wording, found);
        }
    }

    fn check_pattern(self, wording: &PatternText, found: &mut Vec<Diagnostic>) {
        for (name, span) in wording.pattern.terms() {
            if self.term(name).is_none() {
                let help = match nearest(name, self.names()) {
                    Some(near) => format!("did you mean `<{near}>`?"),
                    None => "define it in glossary.yaml, or under `terms:` in this rubric".to_owned(),
                };
                let place = wording.place_of(span);
                let meant = certain(name, self.names()).filter(|_| wording.verbatim.is_some());
                let fix = meant.map(|meant| Fix { span: place.span, replacement: format!("<{meant}>") });
                let message = format!("no term is called `{name}`");
                found.push(Diagnostic::new(Code::UnknownTerm, place, message).help(help).fix(fix));
            }
        }
        wording.pattern.visit(&mut |pattern| {
            let Kind::Phrase(steps) = &pattern.kind else { return };
            for step in steps {
                let Kind::Term(name) = &step.pattern.kind else { continue };
                if let Some(condition) = self.condition(name, &mut BTreeSet::new()) {
                    found.push(
                        Diagnostic::new(
                            Code::PatternSyntax,
                            wording.place_of(step.pattern.span),
                            format!("`<{name}>` holds a condition, which has no place in the order of words"),
                        )
                        .related(condition.place, "the condition stands here")
                        .help("join it with `&`"),
                    );
                }
            }
        });
    }

    /// The wording of a term, or of one it is made of, that is a condition; terms that were `seen` have none.
    fn condition<'b>(self, name: &'b str, seen: &mut BTreeSet<&'b str>) -> Option<&'a PatternText>
    where
        'a: 'b,
    {
        if !seen.insert(name) {
            return None;
        }
        self.term(name)?.wordings.iter().find_map(|wording| {
            if holds_condition(&wording.pattern) {
                return Some(wording);
            }
            wording.pattern.terms().into_iter().find_map(|(inner, _)| self.condition(inner, seen))
        })
    }
}

fn holds_condition(pattern: &Pattern) -> bool {
    let mut holds = false;
    pattern.visit(&mut |part| holds |= matches!(part.kind, Kind::All(..) | Kind::AtLeast(..)));
    holds
}

/// One diagnostic for each ring of terms, at its first term in the order of names.
fn cycles<'a>(terms: &'a [Term], lookup: impl Fn(&str) -> Option<&'a Term>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut told: Vec<&str> = Vec::new();
    for term in terms {
        if told.contains(&term.name.as_str()) {
            continue;
        }
        if let Some(ring) = ring(term, &lookup) {
            let path: Vec<_> = ring.iter().map(|(term, _)| format!("`{}`", term.name)).collect();
            let message = format!("`{}` needs itself: {} → `{}`", term.name, path.join(" → "), term.name);
            let mut diagnostic =
                Diagnostic::new(Code::TermCycle, term.place, message).help("break the ring at one of its terms");
            for &(term, place) in &ring {
                diagnostic = diagnostic.related(place, format!("`{}` needs the next here", term.name));
            }
            told.extend(ring.iter().map(|(term, _)| term.name.as_str()));
            found.push(diagnostic);
        }
    }
    found
}

/// The shortest way from a term back to itself: each term on it with the place where it names the next.
fn ring<'a>(start: &'a Term, lookup: &impl Fn(&str) -> Option<&'a Term>) -> Option<Vec<(&'a Term, Place)>> {
    let mut paths: Vec<Vec<(&'a Term, Place)>> = vec![Vec::new()];
    let mut seen: Vec<&str> = Vec::new();
    while !paths.is_empty() {
        let mut longer = Vec::new();
        for path in paths {
            let last = match path.last() {
                Some(&(term, place)) => next_of(term, place, lookup)?,
                None => start,
            };
            for wording in &last.wordings {
                for (name, span) in wording.pattern.terms() {
                    let mut path = path.clone();
                    path.push((last, wording.place_of(span)));
                    if name == start.name {
                        return Some(path);
                    }
                    if lookup(name).is_some() && !seen.contains(&name) {
                        seen.push(name);
                        longer.push(path);
                    }
                }
            }
        }
        paths = longer;
    }
    None
}

/// The term that `term` names at `place`.
fn next_of<'a>(term: &'a Term, place: Place, lookup: &impl Fn(&str) -> Option<&'a Term>) -> Option<&'a Term> {
    term.wordings.iter().find_map(|wording| {
        wording
            .pattern
            .terms()
            .into_iter()
            .find(|&(_, span)| wording.place_of(span) == place)
            .and_then(|(name, _)| lookup(name))
    })
}
