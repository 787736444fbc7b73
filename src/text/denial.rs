//! Words that deny what follows them, and how far.

use super::Text;

/// Words that deny a whole clause.
const DENIALS: &[&str] = &["not", "never", "hardly", "rarely", "barely", "nor"];
/// Words that deny only what they stand before.
const NEAR_DENIALS: &[&str] = &["no", "without"];
/// Words that deny a clause which they begin, and elsewhere are its object: "that costs nothing, and starting is cheap".
const SUBJECTS: &[&str] = &["nothing", "nobody", "neither", "nowhere"];
/// Two words that deny what they stand before.
const NEAR_PAIRS: &[(&str, &str)] =
    &[("rather", "than"), ("instead", "of"), ("far", "from"), ("fails", "to"), ("fail", "to"), ("opposed", "to")];
/// Denials that deny nothing, by the word that follows.
const HARMLESS_AFTER: &[&str] = &[
    "only", "just", "merely", "simply", "matter", "doubt", "wonder", "problem", "mention", "sure", "until", "unless",
    "found", "forget",
];
/// How many words that count a denial of its nearest words reaches.
const NEAR: usize = 3;

/// How many of the words that count, after the one at `at`, that one denies: none, the next few, or at most `far`.
#[must_use]
pub fn denial_reach(text: &Text, at: usize, far: usize) -> usize {
    let form = text.form(at);
    let next = if at + 1 < text.words().len() { text.form(at + 1) } else { "" };
    let harmless = HARMLESS_AFTER.contains(&next);
    match form {
        _ if harmless => 0,
        _ if DENIALS.contains(&form) || (form, next) == ("no", "longer") => far,
        _ if SUBJECTS.contains(&form) && begins_clause(text, at) => far,
        _ if NEAR_DENIALS.contains(&form) || NEAR_PAIRS.contains(&(form, next)) => NEAR.min(far),
        _ => 0,
    }
}

fn begins_clause(text: &Text, at: usize) -> bool {
    let words = text.words();
    words[at].parted || (at > 0 && words[at - 1].parted && matches!(text.form(at - 1), "and" | "but" | "so" | "or"))
}

/// Whether the word at `at` denies anything.
#[must_use]
pub fn is_denial(text: &Text, at: usize) -> bool {
    denial_reach(text, at, 1) > 0
}
