//! What terms need of one another: a [`Needs`] of some terms and all that these name.
//!
//! Out: a mistake for each ring and for each term that stands on too many others; and which terms are conditions. All of it
//! in time linear in the names that stand in patterns, whatever a bank's author, or a machine, wrote.

use super::{PatternText, Term};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pattern::{Kind, Pattern};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// As many alternatives, conditions and phrases within each other, terms put in place of their names, are read; to follow
/// more could exhaust the stack.
const DEEPEST: usize = 256;

/// Terms and those that they name, numbered as they are come upon.
pub(super) struct Needs<'a> {
    terms: Vec<&'a Term>,
    numbers: BTreeMap<&'a str, usize>,
    /// Which terms each one names, and where.
    named: Vec<Vec<(usize, Place)>>,
    /// How deep the patterns of each one go; nothing for those that are in a ring or need one.
    depths: Vec<Option<usize>>,
    /// The first wording, of each or of one it needs, that is a condition.
    conditions: Vec<Option<&'a PatternText>>,
}

impl<'a> Needs<'a> {
    /// Those of some terms, which name what `lookup` finds; unknown names are nothing.
    pub(super) fn of(terms: impl Iterator<Item = &'a Term>, lookup: impl Fn(&str) -> Option<&'a Term>) -> Self {
        let mut needs = Self {
            terms: Vec::new(),
            numbers: BTreeMap::new(),
            named: Vec::new(),
            depths: Vec::new(),
            conditions: Vec::new(),
        };
        for term in terms {
            needs.number(term);
        }
        while let Some(&term) = needs.terms.get(needs.named.len()) {
            let mut named = Vec::new();
            for wording in &term.wordings {
                for (name, span) in wording.pattern.terms() {
                    named.extend(lookup(name).map(|found| (needs.number(found), wording.place_of(span))));
                }
            }
            needs.named.push(named);
        }
        needs.depths.resize(needs.terms.len(), None);
        needs.conditions.resize(needs.terms.len(), None);
        settled(&needs.edges()).into_iter().for_each(|at| needs.settle(at));
        needs
    }

    fn number(&mut self, term: &'a Term) -> usize {
        let next = self.terms.len();
        let number = *self.numbers.entry(&term.name).or_insert(next);
        if number == next {
            self.terms.push(term);
        }
        number
    }

    fn edges(&self) -> Vec<Vec<usize>> {
        self.named.iter().map(|named| named.iter().map(|&(at, _)| at).collect()).collect()
    }

    /// Finds out about a term when all is known about those that it names.
    fn settle(&mut self, at: usize) {
        let wordings = &self.terms[at].wordings;
        self.depths[at] = wordings.iter().map(|wording| self.depth(&wording.pattern)).max().or(Some(0));
        let own = wordings.iter().find(|wording| holds_condition(&wording.pattern));
        self.conditions[at] = own.or_else(|| self.named[at].iter().find_map(|&(named, _)| self.conditions[named]));
    }

    fn depth(&self, pattern: &Pattern) -> usize {
        let deepest = |parts: &[Pattern]| parts.iter().map(|part| self.depth(part)).max().unwrap_or_default();
        match &pattern.kind {
            Kind::Word(_) | Kind::Regex(_) => 1,
            Kind::Term(name) => {
                self.numbers.get(name.as_str()).and_then(|&at| self.depths[at]).unwrap_or_default().saturating_add(1)
            }
            Kind::Phrase(steps) => {
                steps.iter().map(|step| self.depth(&step.pattern)).max().unwrap_or_default().saturating_add(1)
            }
            Kind::Any(parts) | Kind::All(_, parts) | Kind::AtLeast(_, _, parts) => deepest(parts).saturating_add(1),
            Kind::Not(part) => self.depth(part),
        }
    }

    /// Whether it knows a term of this name, and then the wording for which it is a condition.
    pub(super) fn condition(&self, name: &str) -> Option<Option<&'a PatternText>> {
        self.numbers.get(name).map(|&at| self.conditions[at])
    }

    /// Rings, each at the first of `terms` in it, and those of `terms` that are the first to go too deep.
    pub(super) fn mistakes(&self, terms: impl Iterator<Item = &'a Term> + Clone) -> Vec<Diagnostic> {
        let own = |term: &Term| self.numbers.get(term.name.as_str()).copied();
        let mut found = self.rings(terms.clone().filter_map(own));
        let deep = |at: &usize| self.depths[*at].is_some_and(|depth| depth > DEEPEST);
        let first = |at: &usize| deep(at) && !self.named[*at].iter().any(|(named, _)| deep(named));
        found.extend(terms.filter_map(own).filter(first).map(|at| too_deep(self.terms[at])));
        found
    }

    fn rings(&self, own: impl Iterator<Item = usize>) -> Vec<Diagnostic> {
        let mut users = vec![Vec::new(); self.terms.len()];
        for (at, named) in self.named.iter().enumerate() {
            named
                .iter()
                .filter(|(named, _)| self.depths[*named].is_none())
                .for_each(|&(named, _)| users[named].push(at));
        }
        // What is before a ring and what is behind it is in none.
        let outside: BTreeSet<usize> = settled(&users).into_iter().collect();
        let inside = |at: &usize| self.depths[*at].is_none() && !outside.contains(at);
        let mut found = Vec::new();
        let mut told = BTreeSet::new();
        for start in own.filter(inside) {
            if !told.contains(&start)
                && let Some(ring) = self.ring(start, inside)
            {
                told.extend(ring.iter().map(|&(at, _)| at));
                found.push(self.told(&ring));
            }
        }
        found
    }

    /// The shortest way from a term back to itself: each term on it with the place where it names the next.
    fn ring(&self, start: usize, inside: impl Fn(&usize) -> bool) -> Option<Vec<(usize, Place)>> {
        let mut from: BTreeMap<usize, (usize, Place)> = BTreeMap::new();
        let mut waiting = VecDeque::from([start]);
        while let Some(at) = waiting.pop_front() {
            for &(next, place) in self.named[at].iter().filter(|(next, _)| inside(next)) {
                if next == start {
                    let steps = std::iter::successors(Some((at, place)), |(at, _)| from.get(at).copied());
                    let mut ring: Vec<_> = steps.collect();
                    ring.reverse();
                    return Some(ring);
                }
                from.entry(next).or_insert_with(|| {
                    waiting.push_back(next);
                    (at, place)
                });
            }
        }
        None
    }

    fn told(&self, ring: &[(usize, Place)]) -> Diagnostic {
        let name = |at: usize| self.terms[at].name.as_str();
        let first = ring[0].0;
        let mut path: Vec<_> = ring.iter().map(|&(at, _)| format!("`{}`", name(at))).collect();
        let related = ring.len().min(MOST_SHOWN);
        if path.len() > MOST_SHOWN {
            path.splice(MOST_SHOWN - 1..path.len() - 1, ["\u{2026}".to_owned()]);
        }
        let message = format!("`{}` needs itself: {} → `{}`", name(first), path.join(" → "), name(first));
        let diagnostic = Diagnostic::new(Code::TermCycle, self.terms[first].place, message)
            .help("break the ring at one of its terms");
        ring[..related].iter().fold(diagnostic, |diagnostic, &(at, place)| {
            diagnostic.related(place, format!("`{}` needs the next here", name(at)))
        })
    }
}

/// So many terms of a ring are named.
const MOST_SHOWN: usize = 12;

fn too_deep(term: &Term) -> Diagnostic {
    let message = format!("`{}` stands on terms of terms, more than {DEEPEST} patterns deep", term.name);
    Diagnostic::new(Code::PatternSyntax, term.place, message).help("write some of these terms out")
}

fn holds_condition(pattern: &Pattern) -> bool {
    let mut holds = false;
    pattern.visit(&mut |part| holds |= matches!(part.kind, Kind::All(..) | Kind::AtLeast(..)));
    holds
}

/// What leads to no ring along the edges, each after all that its edges lead to.
fn settled(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut users = vec![Vec::new(); edges.len()];
    for (at, to) in edges.iter().enumerate() {
        to.iter().for_each(|&to| users[to].push(at));
    }
    let mut missing: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut order: Vec<usize> = (0..edges.len()).filter(|&at| missing[at] == 0).collect();
    let mut next = 0;
    while let Some(&at) = order.get(next) {
        next += 1;
        for &user in &users[at] {
            missing[user] -= 1;
            if missing[user] == 0 {
                order.push(user);
            }
        }
    }
    order
}
