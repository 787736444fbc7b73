//! What a spelling says by itself: the stem it has, and the parts that it can play in a sentence.
//!
//! A folded word → [`Facts`]. They are looked up for every word of every text, so they are found out once a spelling.

use super::memo::{Memo, Spelling};
use super::number::number;
use super::roles::Roles;
use super::stem::stem;

/// The facts about a spelling.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    /// The stem, where that is not the word itself.
    stem: Option<Spelling>,
    /// The stem's number.
    pub(super) stem_number: u64,
    /// The parts it can play.
    pub(super) roles: Roles,
}

static KNOWN: Memo<Spelling, Facts> = Memo::new(1 << 14);

impl Facts {
    /// Tells those of a folded word with this number; and of one that is kept a smaller number of its own.
    pub(super) fn tell<R>(form: &str, number: u64, tell: impl FnOnce(&Self, Option<u32>) -> R) -> R {
        let find_out = || Self::found(form);
        match Spelling::new(form) {
            Some(key) => KNOWN.tell(key, number, find_out, tell),
            None => tell(&find_out(), None),
        }
    }

    fn found(form: &str) -> Self {
        let stem = stem(form);
        let known = Spelling::new(&stem).filter(|_| stem != form);
        let stem_number = number(known.as_ref().map_or(form, Spelling::as_str));
        Self { stem: known, stem_number, roles: Roles::of(form) }
    }

    /// The stem, where that is not the word itself.
    pub(super) fn stem(&self) -> Option<&str> {
        self.stem.as_ref().map(Spelling::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{memo::LONGEST, stem};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_remembered_is_what_is_so(form in "[a-z0-9_]{1,40}") {
            for _ in 0..2 {
                Facts::tell(&form, number(&form), |facts, _| {
                    prop_assert_eq!(facts.stem().unwrap_or(&form), &*stem(&form));
                    prop_assert_eq!(facts.stem_number, number(&stem(&form)));
                    prop_assert_eq!(facts.roles, Roles::of(&form));
                    Ok(())
                })?;
            }
        }
    }

    #[test]
    fn every_stem_of_the_tables_finds_room() {
        const { assert!(stem::LONGEST <= LONGEST) };
        let longest = "a".repeat(stem::LONGEST - 3) + "ing";
        Facts::tell(&longest, 0, |facts, _| assert_eq!(facts.stem(), Some("a".repeat(stem::LONGEST - 3).as_str())));
    }
}
