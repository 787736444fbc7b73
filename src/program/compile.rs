//! [`Bank`] → [`Program`].
//!
//! Stages, one function each: terms are looked up and compiled where they are used; optional parts become
//! alternatives; equal operations become one.

use super::{CoverUnit, CriterionProgram, Op, OpId, Program, QuestionProgram, SignalProgram, Step};
use crate::catalog::Catalog;
use crate::pattern::{self, Pattern};
use crate::rubric::{Bank, Criterion, Kind, PatternText, ProseText, Question, Signal};
use crate::text::Text;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

/// Compiles a bank that was loaded without errors: each question when it is first looked at.
///
/// # Panics
/// Then, if a term is unknown or needs itself; loading reports both as errors.
#[must_use]
pub fn compile(bank: &Bank) -> Program {
    let caps = bank.caps.iter();
    let caps = caps.filter_map(|cap| Some((cap.flag, bank.bands.iter().position(|band| band.name == cap.at_most)?)));
    let shared = Arc::new(bank.clone());
    // No question's program depends on another question.
    let question = |(at, id): (usize, &str)| {
        let bank = Arc::clone(&shared);
        (id.to_owned(), move || Compiler::new(&bank).question(&bank.questions[at]))
    };
    Program {
        questions: Catalog::lazy(bank.questions.names().enumerate().map(question)),
        bands: bank.bands.clone(),
        wrong_claim_costs: bank.wrong_claim_costs,
        limits: bank.limits,
        caps: caps.collect(),
    }
}

/// Words that may stand between two things of a sentence that are heard together.
const BETWEEN: usize = 2;

/// What was compiled of a question so far.
struct Compiler<'a> {
    bank: &'a Bank,
    /// The operations, and the id of each.
    ops: Vec<Op>,
    known: FxHashMap<Op, OpId>,
    /// The terms that were compiled: one that names another twice, and so on, would else take for ever.
    terms: BTreeMap<&'a str, OpId>,
}

impl<'a> Compiler<'a> {
    fn new(bank: &'a Bank) -> Self {
        Self { bank, ops: Vec::new(), known: FxHashMap::default(), terms: BTreeMap::new() }
    }

    fn question(mut self, question: &'a Question) -> QuestionProgram {
        let criteria: Vec<_> = question.criteria.iter().map(|criterion| self.criterion(question, criterion)).collect();
        let mut terms: Vec<_> = self.terms.into_iter().map(|(name, op)| (op, name.to_owned())).collect();
        terms.sort();
        QuestionProgram {
            id: question.id.clone(),
            criteria,
            ops: self.ops,
            terms,
            wordings: std::iter::once(&question.question).chain(&question.wordings).cloned().collect(),
            model_answer: question.model_answer.clone(),
            needs: OnceLock::new(),
            lexicon: OnceLock::new(),
            code: OnceLock::new(),
            passages: OnceLock::new(),
            indexed_model_answer: OnceLock::new(),
            given: OnceLock::new(),
            digest: OnceLock::new(),
        }
    }

    fn criterion(&mut self, question: &'a Question, criterion: &'a Criterion) -> CriterionProgram {
        let mut signals: Vec<SignalProgram> = Vec::new();
        let mut numbers: BTreeMap<Kind, usize> = BTreeMap::new();
        for signal in &criterion.signals {
            let number = numbers.entry(signal.kind).and_modify(|number| *number += 1).or_insert(1);
            signals.push(SignalProgram {
                id: format!("{}.{}.{number}", criterion.id, signal.kind),
                kind: signal.kind,
                weight: signal.weight,
                op: match signal.opening {
                    Some(_) => self.opening(question),
                    None => self.signal(question, signal),
                },
                text: signal.texts().collect::<Vec<_>>().join(" | "),
            });
        }
        CriterionProgram {
            id: criterion.id.clone(),
            title: criterion.title.clone(),
            points: criterion.points,
            full_credit: criterion.full_credit,
            signals,
            follow_up: criterion.follow_up.clone(),
        }
    }

    fn signal(&mut self, question: &'a Question, signal: &'a Signal) -> OpId {
        if signal.prose.is_empty() {
            self.wordings(question, &signal.wordings)
        } else {
            self.prose(question, &signal.prose)
        }
    }

    /// What the question's own criteria credit, each once; alternatives of prose stand for themselves.
    fn opening(&mut self, question: &'a Question) -> OpId {
        let mut parts = Vec::new();
        for signal in question.claims() {
            let op = self.signal(question, signal);
            let alternatives = match &self.ops[op.0 as usize] {
                Op::Any(alternatives) if !signal.prose.is_empty() => alternatives.to_vec(),
                _ => vec![op],
            };
            parts.extend(alternatives);
        }
        let mut known = BTreeSet::new();
        parts.retain(|&part| known.insert(part));
        self.intern(Op::Opening(parts.into()))
    }

    fn wordings(&mut self, question: &'a Question, wordings: &'a [PatternText]) -> OpId {
        let parts = wordings.iter().map(|wording| self.pattern(question, &wording.pattern)).collect();
        self.any(parts)
    }

    /// Words that the question has already said count a third. Two things that stand together in the sentence count once more
    /// if they are heard together: it is how they are joined that tells.
    fn prose(&mut self, question: &'a Question, sentences: &'a [ProseText]) -> OpId {
        let asked = Text::new(&question.question);
        let asked: BTreeSet<_> = asked.stems().map(str::to_owned).collect();
        let mut parts = Vec::new();
        for sentence in sentences {
            let mut units: Vec<CoverUnit> = Vec::new();
            let mut pairs: Vec<CoverUnit> = Vec::new();
            let mut before: Option<CoverUnit> = None;
            for unit in &sentence.units {
                let alternatives = self.patterns(question, &unit.alternatives);
                let given = unit.alternatives.iter().any(|word| asked.contains(&word.to_string()));
                let cover = CoverUnit {
                    op: self.any(alternatives),
                    weight: if given { unit.weight } else { 3 * unit.weight },
                    denied: unit.denied,
                };
                if unit.has_content()
                    && let Some(before) = before.replace(cover)
                {
                    let steps = [Step { gap: 0, op: before.op }, Step { gap: BETWEEN, op: cover.op }];
                    let op = self.intern(Op::Phrase(steps.into()));
                    pairs.push(CoverUnit { op, weight: before.weight.min(cover.weight), denied: cover.denied });
                }
                units.push(cover);
            }
            units.extend(pairs);
            parts.push(self.intern(Op::Cover(units.into())));
        }
        self.any(parts)
    }

    fn pattern(&mut self, question: &'a Question, pattern: &'a Pattern) -> OpId {
        let op = match &pattern.kind {
            pattern::Kind::Word(form) => Op::Word(form.clone()),
            pattern::Kind::Regex(source) => Op::Regex(source.clone()),
            pattern::Kind::Term(name) => {
                if let Some(&id) = self.terms.get(name.as_str()) {
                    return id;
                }
                let term = question.term(self.bank, name).expect("loading reports unknown terms");
                let id = self.wordings(question, &term.wordings);
                self.terms.insert(name, id);
                return id;
            }
            pattern::Kind::Phrase(steps) => return self.phrase(question, steps),
            pattern::Kind::Any(parts) => {
                let parts = self.patterns(question, parts);
                return self.any(parts);
            }
            pattern::Kind::All(scope, parts) => {
                let mut wanted = Vec::new();
                let mut unwanted = Vec::new();
                for part in parts {
                    match &part.kind {
                        pattern::Kind::Not(part) => unwanted.push(self.pattern(question, part)),
                        _ => wanted.push(self.pattern(question, part)),
                    }
                }
                Op::All { scope: *scope, wanted: wanted.into(), unwanted: unwanted.into() }
            }
            pattern::Kind::AtLeast(count, scope, parts) => {
                let parts = self.patterns(question, parts);
                Op::AtLeast { count: *count, scope: *scope, parts: parts.into() }
            }
            pattern::Kind::Not(_) => unreachable!("the parser lets `!` stand only in a conjunction"),
        };
        self.intern(op)
    }

    fn patterns(&mut self, question: &'a Question, patterns: &'a [Pattern]) -> Vec<OpId> {
        patterns.iter().map(|pattern| self.pattern(question, pattern)).collect()
    }

    /// A phrase with optional parts is any of the phrases with and without them; a part left out leaves
    /// its gap to the next.
    fn phrase(&mut self, question: &'a Question, steps: &'a [pattern::Step]) -> OpId {
        let mut phrases: Vec<(Vec<Step>, usize)> = vec![(Vec::new(), 0)];
        for step in steps {
            let op = self.pattern(question, &step.pattern);
            let mut longer = Vec::with_capacity(phrases.len() * 2);
            for (phrase, carried) in phrases {
                let gap = step.gap + carried;
                if step.optional {
                    longer.push((phrase.clone(), gap));
                }
                let mut phrase = phrase;
                phrase.push(Step { gap, op });
                longer.push((phrase, 0));
            }
            phrases = longer;
        }
        let parts = phrases
            .into_iter()
            .map(|(steps, _)| match steps.as_slice() {
                [only] => only.op,
                _ => self.intern(Op::Phrase(steps.into())),
            })
            .collect();
        self.any(parts)
    }

    /// Alternatives in the order of the rubric, so that the listing, and with it the digest, of a question
    /// does not depend on the other questions.
    fn any(&mut self, all: Vec<OpId>) -> OpId {
        let mut seen = FxHashSet::default();
        let parts: Vec<_> = all.into_iter().filter(|&part| seen.insert(part)).collect();
        match parts.as_slice() {
            [only] => *only,
            _ => self.intern(Op::Any(parts.into())),
        }
    }

    fn intern(&mut self, op: Op) -> OpId {
        let ops = &mut self.ops;
        *self.known.entry(op).or_insert_with_key(|op| {
            ops.push(op.clone());
            OpId(u32::try_from(ops.len() - 1).expect("fewer than 2³² operations"))
        })
    }
}

impl QuestionProgram {
    /// The operations and all their parts, each once, parts before what needs them.
    pub(crate) fn needed(&self, ids: impl Iterator<Item = OpId>) -> Vec<OpId> {
        let (mut seen, mut needed) = (vec![false; self.ops.len()], Vec::new());
        ids.for_each(|id| self.add_needed(id, &mut seen, &mut needed));
        needed
    }

    fn add_needed(&self, id: OpId, seen: &mut [bool], needed: &mut Vec<OpId>) {
        if std::mem::replace(&mut seen[id.0 as usize], true) {
            return;
        }
        let mut add = |part| self.add_needed(part, seen, needed);
        match self.op(id) {
            Op::Word(_) | Op::Regex(_) => {}
            Op::Cover(units) => units.iter().for_each(|unit| add(unit.op)),
            Op::Phrase(steps) => steps.iter().for_each(|step| add(step.op)),
            Op::Any(parts) | Op::Opening(parts) | Op::AtLeast { parts, .. } => parts.iter().for_each(|&part| add(part)),
            Op::All { wanted, unwanted, .. } => wanted.iter().chain(unwanted).for_each(|&part| add(part)),
        }
        needed.push(id);
    }
}
