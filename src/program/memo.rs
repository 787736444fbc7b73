//! What was found out about a spelling, kept so that it is found out once.
//!
//! A text has many words and few spellings. The memo holds a bounded number of them, the first that come; what finds no
//! room is found out anew each time, so it saves time and changes nothing. Threads share it without waiting for one
//! another.

use rustc_hash::FxBuildHasher;
use std::borrow::Cow;
use std::hash::BuildHasher;
use std::sync::OnceLock;

/// As many spellings as are kept.
const ROOM: usize = 1 << 16;
/// As many places a spelling may lie in.
const PLACES: usize = 4;
/// A longer spelling is not kept: it hardly comes again.
const LONGEST: usize = 40;

/// Facts by spelling.
#[derive(Debug)]
pub(super) struct Memo<T> {
    /// Made when it is first needed: most programs never meet an answer.
    slots: OnceLock<Box<[Slot<T>]>>,
}

type Slot<T> = OnceLock<Box<(Box<str>, T)>>;

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { slots: OnceLock::new() }
    }
}

impl<T: Clone> Memo<T> {
    /// What is known of a spelling, or else what `find_out` finds.
    pub(super) fn get(&self, spelling: &str, find_out: impl FnOnce() -> T) -> Cow<'_, T> {
        if spelling.len() > LONGEST {
            return Cow::Owned(find_out());
        }
        let slots = self.slots.get_or_init(|| (0..ROOM).map(|_| OnceLock::new()).collect());
        let hash = FxBuildHasher.hash_one(spelling) as usize;
        for place in 0..PLACES {
            let slot = &slots[(hash + place) % ROOM];
            let Some(kept) = slot.get() else {
                let found = find_out();
                // Another thread may have been faster; then this is only for once.
                return match slot.set(Box::new((spelling.into(), found.clone()))) {
                    Ok(()) => Cow::Borrowed(&slot.get().expect("it was set").1),
                    Err(_) => Cow::Owned(found),
                };
            };
            if *kept.0 == *spelling {
                return Cow::Borrowed(&kept.1);
            }
        }
        Cow::Owned(find_out())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_not_asked_again_and_what_finds_no_room_is() {
        let memo = Memo::default();
        for round in 0..2 {
            for word in 0..2 * ROOM {
                assert_eq!(*memo.get(&word.to_string(), || word), word, "round {round}");
            }
        }
        assert_eq!(*memo.get("0", || panic!("it is known")), 0);
        assert_eq!(*memo.get(&"x".repeat(LONGEST + 1), || 7), 7);
    }
}
