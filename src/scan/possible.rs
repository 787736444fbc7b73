//! Which of a question's operations can match in an answer at all, as the words and the code in it tell.
//!
//! Most cannot: a phrase needs a word that nobody said. This is found out for all of them in one pass, parts before what
//! needs them, so that only the others are looked for.

use crate::program::{Op, OpId};

/// The operations that can match, numbered.
#[derive(Debug)]
pub(super) struct Possible {
    /// By operation, one more than its number; 0 where it cannot match.
    numbers: Vec<u32>,
    count: u32,
}

impl Possible {
    /// Finds them, given the words and expressions that are there.
    pub(super) fn new(ops: &[Op], there: impl Iterator<Item = OpId>) -> Self {
        let mut possible = Self { numbers: vec![0; ops.len()], count: 0 };
        there.for_each(|id| possible.add(id.0 as usize));
        for (at, op) in ops.iter().enumerate() {
            if possible.follows(op) {
                possible.add(at);
            }
        }
        possible
    }

    fn add(&mut self, at: usize) {
        if self.numbers[at] == 0 {
            self.count += 1;
            self.numbers[at] = self.count;
        }
    }

    /// Whether an operation can match because its parts can.
    fn follows(&self, op: &Op) -> bool {
        match op {
            Op::Word(_) | Op::Regex(_) => false,
            Op::Phrase(steps) => steps.iter().all(|step| self.has(step.op)),
            Op::Any(parts) => parts.iter().any(|&part| self.has(part)),
            Op::All { wanted, .. } => wanted.iter().all(|&part| self.has(part)),
            Op::AtLeast { count, parts, .. } => parts.iter().filter(|&&part| self.has(part)).count() >= *count,
            Op::Cover(units) => units.iter().any(|unit| self.has(unit.op)),
        }
    }

    /// Whether the operation can match.
    pub(super) fn has(&self, id: OpId) -> bool {
        self.numbers[id.0 as usize] != 0
    }

    /// Its number, below [`count`](Self::count).
    pub(super) fn number(&self, id: OpId) -> Option<usize> {
        (self.numbers[id.0 as usize] as usize).checked_sub(1)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count as usize
    }
}
