//! What was found out, kept so that it is found out once.
//!
//! Texts have many words and few spellings. A memo holds a bounded number of them, the first that come; what finds no
//! room is found out anew each time, so it saves time and changes nothing. Threads share it without waiting for one
//! another.

use std::sync::OnceLock;

/// As many places of a level a key may lie in.
const PLACES: usize = 4;
/// A longer spelling is not kept: it hardly comes again.
pub(super) const LONGEST: usize = 31;

/// Facts by key.
#[derive(Debug)]
pub(crate) struct Memo<K, T> {
    /// As many keys as the last level has room for; a power of two.
    room: usize,
    /// Each has four times the room of the one before, and is made when a key finds none there. What comes often comes
    /// early, so it lies close together.
    levels: [Level<K, T>; LEVELS],
}

const LEVELS: usize = 3;

type Level<K, T> = OnceLock<Box<[Slot<K, T>]>>;
type Slot<K, T> = OnceLock<(K, T)>;

/// A short text without a place of its own in memory: its bytes, and in the last one how many they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spelling([u8; LONGEST + 1]);

impl Spelling {
    /// Nothing for a text of more than [`LONGEST`] bytes.
    pub(super) fn new(text: &str) -> Option<Self> {
        let mut bytes = [0; LONGEST + 1];
        bytes[..LONGEST].get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        bytes[LONGEST] = u8::try_from(text.len()).ok()?;
        Some(Self(bytes))
    }

    /// The text.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0[..usize::from(self.0[LONGEST])]).unwrap_or_default()
    }
}

impl<K: Copy + Eq, T> Memo<K, T> {
    /// An empty one, with room for so many keys, a power of two, and a third more.
    pub(crate) const fn new(room: usize) -> Self {
        Self { room, levels: [const { OnceLock::new() }; LEVELS] }
    }

    /// Tells what is known of a key, or else what `find_out` finds: if it is kept, with a number of its own, below twice the
    /// room.
    pub(crate) fn tell<R>(
        &self,
        key: K,
        hash: u64,
        find_out: impl Fn() -> T,
        tell: impl FnOnce(&T, Option<u32>) -> R,
    ) -> R {
        let mut found = None;
        let mut before = 0;
        for (level, slots) in self.levels.iter().enumerate() {
            let room = self.room >> (2 * (LEVELS - 1 - level));
            let slots = slots.get_or_init(|| (0..room).map(|_| Slot::new()).collect());
            for place in 0..PLACES {
                #[expect(clippy::cast_possible_truncation, reason = "any part of the hash will do")]
                let at = (hash as usize).wrapping_add(place) & (room - 1);
                let slot = &slots[at];
                if slot.get().is_none() {
                    // Another thread may be faster; then this was only for once, or for the next place.
                    found = slot.set((key, found.unwrap_or_else(&find_out))).err().map(|(_, found)| found);
                }
                if let Some((kept, known)) = slot.get()
                    && *kept == key
                {
                    return tell(known, u32::try_from(before + at).ok());
                }
            }
            before += room;
        }
        tell(&found.unwrap_or_else(find_out), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustc_hash::FxBuildHasher;
    use std::collections::BTreeMap;
    use std::hash::BuildHasher;

    #[test]
    fn what_is_known_is_not_asked_again_and_what_finds_no_room_is() {
        const ROOM: usize = 1 << 8;
        let memo = Memo::new(ROOM);
        let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
        for round in 0..2 {
            for word in 0..2 * ROOM {
                let hash = FxBuildHasher.hash_one(word);
                let number = memo.tell(
                    word,
                    hash,
                    || word,
                    |known, number| {
                        assert_eq!(*known, word, "round {round}");
                        number
                    },
                );
                assert!(number.is_none_or(|number| *numbers.entry(number).or_insert(word) == word));
            }
        }
        assert!(numbers.len() > ROOM / 2 && numbers.keys().all(|&number| (number as usize) < 2 * ROOM));
        memo.tell(0, FxBuildHasher.hash_one(0_usize), || panic!("it is known"), |known, _| assert_eq!(*known, 0));
    }
}
