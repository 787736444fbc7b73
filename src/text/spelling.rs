//! What a spelling says by itself: the stem it has, and the parts that it can play in a sentence.
//!
//! A folded word → [`Facts`]. Both are looked up for every word of every text, so they are found out once a spelling.

use super::memo::{Memo, Spelling};
use super::roles::Roles;
use super::stem::stem;

/// The facts about a spelling.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    /// The stem, where that is not the word itself.
    stem: Option<Spelling>,
    /// The parts it can play.
    pub(super) roles: Roles,
}

static KNOWN: Memo<Facts> = Memo::new();

impl Facts {
    /// Those of a folded word.
    pub(super) fn of(form: &str) -> Self {
        KNOWN.get(form, || Self::found(form))
    }

    fn found(form: &str) -> Self {
        let stem = stem(form);
        Self { stem: Spelling::new(&stem).filter(|_| stem != form), roles: Roles::of(form) }
    }

    /// The stem, where that is not the word itself.
    pub(super) fn stem(&self) -> Option<&str> {
        self.stem.as_ref().map(Spelling::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::memo::LONGEST;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_remembered_is_what_is_so(form in "[a-z0-9_]{1,40}") {
            for _ in 0..2 {
                let facts = Facts::of(&form);
                prop_assert_eq!(facts.stem().unwrap_or(&form), &*stem(&form));
                prop_assert_eq!(facts.roles, Roles::of(&form));
            }
        }
    }

    #[test]
    fn every_stem_of_the_tables_finds_room() {
        let longest = "a".repeat(LONGEST - 3) + "ing";
        assert_eq!(Facts::of(&longest).stem(), Some("a".repeat(LONGEST - 3).as_str()));
    }
}
