//! How patterns refer to glossary terms: every name is known, none needs itself, and a term that holds
//! a condition is not asked for in the order of words; and whether there is something that an answer can open with.

use super::needs::Needs;
use super::{Bank, PatternText, Question, Term};
use crate::diagnostic::{Code, Diagnostic, Fix, certain, nearest};
use crate::pattern::Kind;

/// Checks the whole bank.
pub(super) fn check(bank: &Bank, found: &mut Vec<Diagnostic>) {
    let common = Needs::of(bank.terms.iter(), |name| bank.term(name));
    let glossary = Scope { bank, question: None, needs: [&common; 2] };
    for term in &bank.terms {
        glossary.check_term(term, found);
    }
    found.extend(common.mistakes(bank.terms.iter()));
    for question in &bank.questions {
        let own = Needs::of(question.terms.iter(), |name| question.term(bank, name));
        let scope = Scope { bank, question: Some(question), needs: [&own, &common] };
        for term in &question.terms {
            scope.check_term(term, found);
        }
        for wording in
            question.criteria.iter().flat_map(|criterion| &criterion.signals).flat_map(|signal| &signal.wordings)
        {
            scope.check_pattern(wording, found);
        }
        found.extend(own.mistakes(question.terms.iter()));
        found.extend(nothing_to_open_with(question));
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
struct Scope<'s, 'a> {
    bank: &'a Bank,
    question: Option<&'a Question>,
    /// What the terms need, nearest first.
    needs: [&'s Needs<'a>; 2],
}

impl<'a> Scope<'_, 'a> {
    fn term(self, name: &str) -> Option<&'a Term> {
        match self.question {
            Some(question) => question.term(self.bank, name),
            None => self.bank.term(name),
        }
    }

    fn names(self) -> impl Iterator<Item = &'a str> {
        let own = self.question.into_iter().flat_map(|question| &question.terms);
        own.map(|term| term.name.as_str()).chain(self.bank.terms.names())
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
                if let Some(condition) = self.condition(name) {
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

    /// The wording of a term, or of one it is made of, that is a condition.
    fn condition(self, name: &str) -> Option<&'a PatternText> {
        self.needs.iter().find_map(|needs| needs.condition(name)).flatten()
    }
}
