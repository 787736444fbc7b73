//! Things by name, each made when it is first looked at.
//!
//! A bank has many questions, and most runs ask few of them. So a question is read, and compiled, when somebody asks for
//! it, and kept; copies of a catalog share what was made.

use rayon::prelude::*;
use std::fmt;
use std::ops::Index;
use std::sync::{Arc, OnceLock};

/// Things by name, in the order of their names.
pub struct Catalog<T> {
    entries: Vec<Arc<Entry<T>>>,
}

/// How an entry is made; it must not look at the entry itself.
type Make<T> = Box<dyn Fn() -> T + Send + Sync>;

struct Entry<T> {
    name: String,
    made: OnceLock<T>,
    /// Nothing for what was there from the first.
    make: Option<Make<T>>,
}

impl<T> Entry<T> {
    fn get(&self) -> &T {
        self.made.get_or_init(|| self.make.as_ref().expect("what cannot be made is there from the first")())
    }
}

impl<T> Catalog<T> {
    /// Of names, each with what makes what it stands for.
    pub fn lazy<M: Fn() -> T + Send + Sync + 'static>(entries: impl IntoIterator<Item = (String, M)>) -> Self {
        let entry = |(name, make): (String, M)| Entry { name, made: OnceLock::new(), make: Some(Box::new(make)) };
        Self::of(entries.into_iter().map(entry))
    }

    fn of(entries: impl Iterator<Item = Entry<T>>) -> Self {
        let mut entries: Vec<_> = entries.map(Arc::new).collect();
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        Self { entries }
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// Where this name stands; one of the places, if there are several.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.entries.binary_search_by(|entry| entry.name.as_str().cmp(name)).ok()
    }

    /// What this name stands for.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.position(name).map(|at| &self[at])
    }

    /// Leaves only the names for which `keep` holds.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.entries.retain(|entry| keep(&entry.name));
    }
}

impl<T: Send + Sync> Catalog<T> {
    /// Makes all that was not looked at yet, on all cores.
    pub fn make_all(&self) {
        if self.entries.iter().any(|entry| entry.made.get().is_none()) {
            self.entries.par_iter().for_each(|entry| {
                entry.get();
            });
        }
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> + DoubleEndedIterator + Clone {
        self.make_all();
        self.entries.iter().map(|entry| entry.get())
    }
}

impl<T> Index<usize> for Catalog<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        self.entries[at].get()
    }
}

impl<'a, T: Send + Sync> IntoIterator for &'a Catalog<T> {
    type Item = &'a T;
    type IntoIter = std::vec::IntoIter<&'a T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter().collect::<Vec<_>>().into_iter()
    }
}

impl<'a, T: Send + Sync> IntoParallelIterator for &'a Catalog<T> {
    type Item = &'a T;
    type Iter = rayon::vec::IntoIter<&'a T>;

    fn into_par_iter(self) -> Self::Iter {
        self.into_iter().collect::<Vec<_>>().into_par_iter()
    }
}

/// Of names with what they stand for.
impl<T> FromIterator<(String, T)> for Catalog<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(entries: I) -> Self {
        Self::of(entries.into_iter().map(|(name, made)| Entry { name, made: made.into(), make: None }))
    }
}

impl<T> Clone for Catalog<T> {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone() }
    }
}

impl<T> Default for Catalog<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<T> fmt::Debug for Catalog<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[test]
    fn each_is_made_once_and_only_when_it_is_looked_at() {
        let made = Arc::new(Mutex::new(Vec::new()));
        let entry = |name: &'static str| {
            let made = Arc::clone(&made);
            (name.to_owned(), move || {
                made.lock().unwrap().push(name);
                name.len()
            })
        };
        let catalog = Catalog::lazy(["three", "a", "to"].map(entry));
        assert_eq!((catalog.len(), catalog.names().collect::<Vec<_>>()), (3, vec!["a", "three", "to"]));
        let copy = catalog.clone();
        assert_eq!((catalog.get("to"), copy.get("to"), copy.get("four"), catalog[2]), (Some(&2), Some(&2), None, 2));
        assert_eq!(*made.lock().unwrap(), ["to"]);
        assert_eq!(copy.iter().copied().collect::<Vec<_>>(), [1, 5, 2]);
        assert_eq!(catalog.iter().len(), 3);
        let mut made = made.lock().unwrap().clone();
        made.sort_unstable();
        assert_eq!(made, ["a", "three", "to"]);
    }

    #[test]
    fn what_is_there_from_the_first_is_found_by_name() {
        let mut catalog: Catalog<u8> = [("b".to_owned(), 2), ("a".to_owned(), 1)].into_iter().collect();
        assert_eq!((catalog[0], catalog.position("b")), (1, Some(1)));
        catalog.retain(|name| name == "b");
        assert_eq!((catalog.get("a"), catalog.get("b")), (None, Some(&2)));
    }
}
