//! What was found out about a spelling, kept so that it is found out once.
//!
//! Texts have many words and few spellings. The memo holds a bounded number of them, the first that come; what finds no
//! room is found out anew each time, so it saves time and changes nothing. Threads share it without waiting for one
//! another.

use rustc_hash::FxBuildHasher;
use std::hash::BuildHasher;
use std::sync::OnceLock;

/// As many spellings as are kept.
const ROOM: usize = 1 << 15;
/// As many places a spelling may lie in.
const PLACES: usize = 4;
/// A longer spelling is not kept: it hardly comes again.
pub(super) const LONGEST: usize = 27;

/// Facts by spelling.
#[derive(Debug)]
pub(super) struct Memo<T> {
    /// Made when it is first needed: most programs never meet an answer.
    slots: OnceLock<Box<[Slot<T>]>>,
}

/// A spelling and what is known of it, where the processor finds both at once.
#[derive(Debug)]
#[repr(align(64))]
struct Slot<T>(OnceLock<(Spelling, T)>);

/// A short text without a place of its own in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spelling {
    length: u8,
    bytes: [u8; LONGEST],
}

impl Spelling {
    /// Nothing for a text of more than [`LONGEST`] bytes.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut bytes = [0; LONGEST];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self { length: u8::try_from(text.len()).ok()?, bytes })
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).unwrap_or_default()
    }
}

impl<T: Copy> Memo<T> {
    /// An empty one.
    pub(super) const fn new() -> Self {
        Self { slots: OnceLock::new() }
    }

    /// What is known of a spelling, or else what `find_out` finds.
    pub(super) fn get(&self, spelling: &str, find_out: impl FnOnce() -> T) -> T {
        let Some(key) = Spelling::new(spelling) else { return find_out() };
        let slots = self.slots.get_or_init(|| (0..ROOM).map(|_| Slot(OnceLock::new())).collect());
        let hash = FxBuildHasher.hash_one(spelling) as usize;
        for place in 0..PLACES {
            let Slot(slot) = &slots[(hash + place) % ROOM];
            let Some((kept, known)) = slot.get() else {
                let found = find_out();
                // Another thread may have been faster; then this was only for once.
                let _ = slot.set((key, found));
                return found;
            };
            if *kept == key {
                return *known;
            }
        }
        find_out()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_not_asked_again_and_what_finds_no_room_is() {
        let memo = Memo::new();
        for round in 0..2 {
            for word in 0..2 * ROOM {
                assert_eq!(memo.get(&word.to_string(), || word), word, "round {round}");
            }
        }
        assert_eq!(memo.get("0", || panic!("it is known")), 0);
        assert_eq!(memo.get(&"x".repeat(LONGEST + 1), || 7), 7);
    }
}
