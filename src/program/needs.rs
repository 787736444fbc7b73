//! What an operation needs in order to match, turned round: which operations each one can help to match.
//!
//! Most operations cannot match in an answer: a phrase needs a word that nobody said, or nobody in the same sentence. From
//! the words and the code that are there, [`Needs::possible`] goes up to what they make possible, and never looks at the
//! rest.

use super::{Op, OpId};
use crate::pattern::Scope;

/// What the operations of a question need.
#[derive(Debug)]
pub(crate) struct Needs {
    /// For each operation how many of its parts it needs, or the most that finds room here.
    counts: Vec<u8>,
    /// The operations that have it as a part, as often as they have it.
    users: Users,
    /// Those of them of which it is an alternative.
    choices: Users,
    /// The operations that need nothing.
    free: Vec<OpId>,
}

/// For each operation, others: those of operation `n` are `all[starts[n]..starts[n + 1]]`.
#[derive(Debug)]
struct Users {
    all: Vec<OpId>,
    starts: Vec<u32>,
}

/// The operations that can match in an answer, numbered.
#[derive(Debug)]
pub(crate) struct Possible {
    /// By operation, one more than its number; 0 where words are missing.
    numbers: Vec<u32>,
    /// By number, in which sentences it may match; in none, where they are never in one.
    sentences: Vec<Sentences>,
}

/// A set of sentences: bit `n` for the sentences `n`, `n` + 64, and so on.
type Sentences = u64;

impl Needs {
    pub(super) fn new(ops: &[Op]) -> Self {
        let counts: Vec<_> = ops.iter().map(|op| u8::try_from(needed(op)).unwrap_or(u8::MAX)).collect();
        let free = (0..).map(OpId).zip(&counts).filter(|&(_, &count)| count == 0).map(|(id, _)| id).collect();
        let users = Users::new(ops, |_| true);
        Self { counts, users, choices: Users::new(ops, |op| matches!(op, Op::Any(_))), free }
    }

    /// The operations of this list that can match, given the words and expressions that are there, each with the number
    /// of its sentence.
    pub(crate) fn possible(&self, ops: &[Op], there: impl Iterator<Item = (OpId, usize)> + Clone) -> Possible {
        let candidates = self.candidates(there.clone().map(|(id, _)| id));
        let mut possible = Possible { numbers: vec![0; ops.len()], sentences: Vec::with_capacity(candidates.len()) };
        for (id, number) in candidates.iter().zip(1..) {
            possible.numbers[id.0 as usize] = number;
        }
        possible.sentences.resize(candidates.len(), 0);
        for (id, sentence) in there {
            if let Some(number) = possible.number(id) {
                possible.sentences[number] |= 1 << (sentence % Sentences::BITS as usize);
            }
        }
        for (number, &id) in candidates.iter().enumerate() {
            possible.sentences[number] |= possible.sentences(&ops[id.0 as usize]);
            // Of alternatives most are not there; so those that are there tell what they are alternatives of.
            let sentences = possible.sentences[number];
            for &user in self.choices.of(id) {
                if let Some(user) = possible.number(user) {
                    possible.sentences[user] |= sentences;
                }
            }
        }
        possible
    }

    /// The operations of which all words are there, as far as parts tell by their number; parts before what needs them.
    fn candidates(&self, there: impl Iterator<Item = OpId>) -> Vec<OpId> {
        let mut missing = self.counts.clone();
        let mut found = self.free.clone();
        let mut help = |id: OpId, found: &mut Vec<OpId>| {
            let missing = &mut missing[id.0 as usize];
            if *missing == 1 {
                found.push(id);
            }
            *missing = missing.saturating_sub(1);
        };
        there.for_each(|id| help(id, &mut found));
        let mut next = 0;
        while let Some(&id) = found.get(next) {
            next += 1;
            self.users.of(id).iter().for_each(|&user| help(user, &mut found));
        }
        in_order(&found, self.counts.len())
    }

    /// Whether an operation can be asked for the same over and over: a condition within another looks at stretch after
    /// stretch, and of what has several users each one asks.
    pub(crate) fn asked_often(&self, op: &Op, id: OpId) -> bool {
        match op {
            Op::All { .. } | Op::AtLeast { .. } => !self.users.of(id).is_empty(),
            Op::Any(_) => self.users.of(id).len() > 1,
            Op::Word(_) | Op::Regex(_) | Op::Phrase(_) | Op::Opening(_) | Op::Cover(_) => false,
        }
    }
}

impl Users {
    /// The operations that have each one as a part, of those that are wanted.
    fn new(ops: &[Op], wanted: impl Fn(&Op) -> bool) -> Self {
        let wanted = || (0..).map(OpId).zip(ops).filter(|(_, op)| wanted(op));
        let mut starts = vec![0_u32; ops.len() + 1];
        wanted().for_each(|(_, op)| parts(op, |part| starts[part.0 as usize + 1] += 1));
        let mut end = 0;
        for start in &mut starts {
            end += *start;
            *start = end;
        }
        let (mut all, mut next) = (vec![OpId(0); end as usize], starts.clone());
        for (id, op) in wanted() {
            parts(op, |part| {
                let place = &mut next[part.0 as usize];
                all[*place as usize] = id;
                *place += 1;
            });
        }
        Self { all, starts }
    }

    fn of(&self, id: OpId) -> &[OpId] {
        let at = id.0 as usize;
        &self.all[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// Ids below `end`, none twice, in order; to set their bits is faster than to sort them.
fn in_order(ids: &[OpId], end: usize) -> Vec<OpId> {
    let mut set = vec![0_u64; end.div_ceil(64)];
    ids.iter().for_each(|id| set[id.0 as usize / 64] |= 1 << (id.0 % 64));
    let mut sorted = Vec::with_capacity(ids.len());
    for (first, mut bits) in (0..).step_by(64).zip(set) {
        while bits != 0 {
            sorted.push(OpId(first + bits.trailing_zeros()));
            bits &= bits - 1;
        }
    }
    sorted
}

/// How many of its parts an operation needs.
const fn needed(op: &Op) -> usize {
    match op {
        // They are there or not.
        Op::Word(_) | Op::Regex(_) => 1,
        Op::Phrase(steps) => steps.len(),
        Op::Any(_) | Op::Opening(_) | Op::Cover(_) => 1,
        Op::All { wanted, .. } => wanted.len(),
        Op::AtLeast { count, .. } => *count,
    }
}

/// Those parts.
fn parts(op: &Op, mut see: impl FnMut(OpId)) {
    match op {
        Op::Word(_) | Op::Regex(_) => {}
        Op::Phrase(steps) => steps.iter().for_each(|step| see(step.op)),
        Op::Any(parts) | Op::Opening(parts) | Op::AtLeast { parts, .. } | Op::All { wanted: parts, .. } => {
            parts.iter().for_each(|&part| see(part));
        }
        Op::Cover(units) => units.iter().for_each(|unit| see(unit.op)),
    }
}

impl Possible {
    /// In which sentences an operation may match because all its parts may; a condition also in all of those that its parts
    /// may be in.
    fn sentences(&self, op: &Op) -> Sentences {
        let of = |id: OpId| self.number(id).map_or(0, |number| self.sentences[number]);
        let any = |parts: &[OpId]| parts.iter().fold(0, |any, &part| any | of(part));
        let all = |parts: &[OpId]| parts.iter().fold(Sentences::MAX, |all, &part| all & of(part));
        match op {
            Op::Word(_) | Op::Regex(_) | Op::Any(_) => 0,
            Op::Phrase(steps) => steps.iter().fold(Sentences::MAX, |all, step| all & of(step.op)),
            Op::All { scope: Scope::Sentence, wanted, .. } => all(wanted),
            Op::All { wanted, .. } if wanted.is_empty() => Sentences::MAX,
            Op::All { wanted, .. } if wanted.iter().all(|&part| of(part) != 0) => any(wanted),
            Op::All { .. } => 0,
            Op::AtLeast { count: 0, .. } => Sentences::MAX,
            Op::AtLeast { count, parts, .. } if parts.iter().filter(|&&part| of(part) != 0).count() >= *count => {
                any(parts)
            }
            Op::AtLeast { .. } => 0,
            Op::Opening(parts) => any(parts),
            Op::Cover(units) => units.iter().fold(0, |any, unit| any | of(unit.op)),
        }
    }

    /// Whether the operation can match.
    pub(crate) fn has(&self, id: OpId) -> bool {
        self.number(id).is_some_and(|number| self.sentences[number] != 0)
    }

    /// Its number, below [`count`](Self::count); it has none where words are missing.
    pub(crate) fn number(&self, id: OpId) -> Option<usize> {
        (self.numbers[id.0 as usize] as usize).checked_sub(1)
    }

    /// How many have numbers.
    pub(crate) fn count(&self) -> usize {
        self.sentences.len()
    }
}
