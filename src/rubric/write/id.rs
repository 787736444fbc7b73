//! Ids of any text: lower-case letters and digits, in words joined by hyphens.
//!
//! Text and the ids that are taken → an id that is not. Letters lose their accents; what is no letter or digit of English
//! parts words.

use std::collections::BTreeSet;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longer ids are cut at the end of a word; what numbers them comes on top, and the format allows 80.
const LONGEST: usize = 60;

/// An id for `text`, or for `otherwise` where it has no letter and digit to make one of; with `-2`, `-3` and so on at its end
/// where it is taken. It is added to those that are.
#[must_use]
pub fn id(text: &str, otherwise: &str, taken: &mut BTreeSet<String>) -> String {
    let base = [text, otherwise].into_iter().find_map(words).unwrap_or_else(|| "x".to_owned());
    let numbered = (2_usize..).map(|number| format!("{base}-{number}"));
    let free = std::iter::once(base.clone()).chain(numbered).find(|id| !taken.contains(id));
    let id = free.unwrap_or(base);
    taken.insert(id.clone());
    id
}

fn words(text: &str) -> Option<String> {
    // An apostrophe parts no words: `don't` is `dont`.
    let kept = text.nfkd().filter(|&c| !is_combining_mark(c) && !matches!(c, '\'' | '\u{2019}'));
    let lower: String = kept.flat_map(char::to_lowercase).collect();
    let mut id = String::new();
    for word in lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !id.is_empty() && id.len() + 1 + word.len() > LONGEST {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(&word[..word.len().min(LONGEST)]);
    }
    (!id.is_empty()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_makes_an_id_of_its_own() {
        let mut taken = BTreeSet::new();
        for (text, expected) in [
            ("What's the GIL?", "whats-the-gil"),
            ("whats the gil", "whats-the-gil-2"),
            ("What\u{2019}s  the_GIL", "whats-the-gil-3"),
            ("Café № 3", "cafe-no-3"),
            ("Ⅷ ﬁne", "viii-fine"),
            ("\u{130}stanbul", "istanbul"),
            ("什么", "question"),
            ("", "question-2"),
            ("--- a --", "a"),
        ] {
            assert_eq!(id(text, "question", &mut taken), expected, "{text}");
        }
        let long = id(&"long words ".repeat(20), "question", &mut taken);
        assert!(long.len() <= LONGEST && long.ends_with("-words-long"), "{long}");
        assert_eq!(id(&"x".repeat(300), "question", &mut taken).len(), LONGEST);
    }
}
