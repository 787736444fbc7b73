//! Words that deny what follows them, and how far.

use super::Text;
use super::roles::Role;

/// Two words that deny what they stand before.
const NEAR_PAIRS: &[(&str, &str)] =
    &[("rather", "than"), ("instead", "of"), ("far", "from"), ("fails", "to"), ("fail", "to"), ("opposed", "to")];
/// How many words that count a denial of its nearest words reaches.
const NEAR: usize = 3;

/// How many of the words that count, after the one at `at`, that one denies: none, the next few, or at most `far`.
#[must_use]
pub fn denial_reach(text: &Text, at: usize, far: usize) -> usize {
    if !text.words()[at].roles.may_deny() {
        return 0;
    }
    let form = text.form(at);
    let has_next = at + 1 < text.words().len();
    let next = if has_next { text.form(at + 1) } else { "" };
    match form {
        _ if has_next && text.has(at + 1, Role::Harmless) => 0,
        _ if text.has(at, Role::Denial) || (form, next) == ("no", "longer") => far,
        _ if text.has(at, Role::SubjectDenial) && begins_clause(text, at) => far,
        _ if text.has(at, Role::NearDenial) || NEAR_PAIRS.contains(&(form, next)) => NEAR.min(far),
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
