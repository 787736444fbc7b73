//! Sentences that are none: terms in a row, separated by commas or full stops, with nothing that joins them.
//!
//! A list has at least four items, none of more than five words and the first of at most three (five, if there are eight
//! items), and hardly any of the words that sentences are built with. So has a run of four fragments between full stops.
//! Code, with its signs, is no list.

use super::Text;
use super::roles::Role;
use std::ops::Range;

/// The longest item, and the longest first one, in words.
const LONGEST: (usize, usize) = (5, 3);
/// As few items make no list.
const FEWEST: usize = 4;

/// For each sentence, whether it is a list of terms or belongs to a run of fragments.
#[must_use]
pub fn lists(text: &Text) -> Vec<bool> {
    let (mut lists, mut fragments) = (Vec::new(), Vec::new());
    for sentence in text.sentences() {
        let items = items(text, sentence.clone());
        lists.push(items.as_ref().is_some_and(|(words, items)| is_list(text, words, items)));
        fragments.push(items.is_some_and(|(words, _)| is_fragment(text, &words)));
    }
    let mut at = 0;
    while at < fragments.len() {
        let run = fragments[at..].iter().take_while(|&&fragment| fragment).count();
        if run >= FEWEST {
            lists[at..at + run].fill(true);
        }
        at += run.max(1);
    }
    lists
}

/// So many words in a row are a stretch.
const STRETCH: usize = 20;

/// How many words stand in stretches that have hardly a word of those with which sentences are built, wherever commas and
/// full stops are put: rows of terms. None in an answer with articles as prose has them.
#[must_use]
pub fn in_rows(text: &Text) -> usize {
    let articles = text.forms().filter(|form| matches!(*form, "the" | "a" | "an")).count();
    // The fewer articles, the surer it is that no sentences are meant; measured on terse textbook answers.
    let few_joining = match articles * 1000 / text.words().len().max(1) {
        0..15 => 5,
        15..30 => 3,
        _ => return 0,
    };
    let roles = [Role::Structural, Role::Relating, Role::Filler];
    let joins = |at: usize| usize::from(roles.iter().any(|&role| text.has(at, role)));
    let (mut joining, mut marked, mut rows) = (0, 0, 0);
    for at in 0..text.words().len() {
        joining += joins(at);
        if at + 1 < STRETCH {
            continue;
        }
        let from = at + 1 - STRETCH;
        if joining <= few_joining {
            rows += at + 1 - from.max(marked);
            marked = at + 1;
        }
        joining -= joins(from);
    }
    rows
}

fn is_list(text: &Text, words: &[usize], items: &[usize]) -> bool {
    // In a long row even the first item may be long; a short one might be a sentence that ends in an enumeration.
    let first = if items.len() >= 2 * FEWEST { LONGEST.0 } else { LONGEST.1 };
    let short = items.iter().all(|&item| item <= LONGEST.0) && items[0] <= first;
    // Without commas, only a long row of words is surely no sentence.
    let row = (items.len() >= FEWEST && short) || (items.len() == 1 && words.len() >= 14 && relating(text, words) == 0);
    // Terms bring a structural word with them now and then (`is a`), but not many.
    row && structural(text, words, 3) <= words.len() / 16
}

fn is_fragment(text: &Text, words: &[usize]) -> bool {
    words.len() <= LONGEST.0 && structural(text, words, 1) == 0
}

/// The words that count of a sentence, and how many there are in each part between commas; nothing for code.
fn items(text: &Text, sentence: Range<usize>) -> Option<(Vec<usize>, Vec<usize>)> {
    let is_word = |at: &usize| text.form(*at).chars().any(char::is_alphanumeric);
    let signs = sentence.clone().filter(|at| !is_word(at)).count();
    let words: Vec<usize> = sentence.filter(is_word).collect();
    let mut items: Vec<usize> = Vec::new();
    for &at in &words {
        match items.last_mut() {
            Some(item) if !text.words()[at].parted => *item += usize::from(!text.words()[at].light),
            _ => items.push(usize::from(!text.words()[at].light)),
        }
    }
    (!items.is_empty() && (signs <= 1 || signs * 3 < words.len())).then_some((words, items))
}

/// How many of the words join others, in items of at least so many words: `is` alone, and `is a`, are terms of Python.
fn structural(text: &Text, words: &[usize], least: usize) -> usize {
    let is_border = |&at: &usize| text.words()[at].parted;
    let mut rest = words;
    let mut count = 0;
    while let Some((_, after)) = rest.split_first() {
        let length = 1 + after.iter().position(is_border).unwrap_or(after.len());
        let (item, next) = rest.split_at(length);
        if item.len() >= least {
            count += item.iter().filter(|&&at| text.has(at, Role::Structural)).count();
        }
        rest = next;
    }
    count
}

fn relating(text: &Text, words: &[usize]) -> usize {
    words.iter().filter(|&&at| text.has(at, Role::Relating)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[bool]) {
        assert_eq!(lists(&Text::new(text)), expected, "{text}");
    }

    #[track_caller]
    fn check_rows(text: &str, expected: usize) {
        assert_eq!(in_rows(&Text::new(text)), expected, "{text}");
    }

    #[test]
    fn rows_of_terms_are_none_however_they_are_parted() {
        let words: Vec<String> = (0..24).map(|number| format!("term{}", ["x", "y", "z"][number % 3])).collect();
        for parting in [" ", ", ", ". ", "\n"] {
            check_rows(&words.join(parting), 24);
        }
        let prose =
            "It keeps what it has seen, and when you ask again it gives you that, because it need not work twice";
        check_rows(prose, 0);
        assert!(in_rows(&Text::new(&format!("{prose}. {}", words.join(" ")))) >= 24);
        check_rows(&format!("The {}", words.join(" the ")), 0);
        check_rows("Sets hash members once", 0);
    }

    #[test]
    fn terms_in_a_row_are_told_from_terse_sentences() {
        check("GIL, mutex, CPU-bound, threads, help, bytecode, multiprocessing, asyncio, pool", &[true]);
        check(
            "yield, lazy, memory efficient, large files, infinite streams, one at a time, single pass, next",
            &[true],
        );
        check("Higher-order function. Wrapper. @ syntax. Closures. functools.wraps.", &[true; 5]);
        check(
            "Inconsistent levels raise IndentationError and ambiguous mixtures raise TabError, both at compile time.",
            &[false],
        );
        check("Reading goes through local, enclosing, global, builtins by itself.", &[false]);
        check(
            "Names resolve in the order Local, Enclosing function scopes (innermost first), Global, Built-in.",
            &[false],
        );
        check("`is` is right for singletons: None, True, False, a sentinel.", &[false]);
        check("is-a, has-a, base class, mixin, coupling, delegation", &[true]);
        check("is, identity, equality, same object, memory, None, singleton", &[true]);
        check(
            "dict with expires_at, time.monotonic, lazy expiration, maxsize, eviction, OrderedDict, Lock, jitter",
            &[true],
        );
        check("def f(x=[]): x.append(1); return x", &[false, false]);
        check("A lock. It takes turns. Threads wait.", &[false; 3]);
        check("For I/O-bound tasks I'd go for threading or asyncio, for example with aiohttp.", &[false]);
    }
}
