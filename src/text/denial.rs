//! Words that deny what follows them.

use super::Text;

/// Words that deny what follows.
const DENIALS: &[&str] = &[
    "not", "no", "never", "without", "neither", "nor", "none", "nothing", "nobody", "hardly", "rarely", "barely",
    "nowhere",
];
/// Two words that deny what follows.
const DENYING_PAIRS: &[(&str, &str)] =
    &[("rather", "than"), ("instead", "of"), ("far", "from"), ("fails", "to"), ("fail", "to"), ("opposed", "to")];
/// `not` and `no` that deny nothing, by the word that follows.
const HARMLESS_AFTER: &[&str] =
    &["only", "just", "merely", "simply", "matter", "doubt", "wonder", "problem", "mention", "sure", "until", "unless"];

/// Whether the word at `at` denies what follows it.
#[must_use]
pub fn is_denial(text: &Text, at: usize) -> bool {
    let form = text.form(at);
    let next = if at + 1 < text.words().len() { text.form(at + 1) } else { "" };
    (DENIALS.contains(&form) && !HARMLESS_AFTER.contains(&next)) || DENYING_PAIRS.contains(&(form, next))
}
