//! The form under which a word is compared: one for all its inflections and spellings.
//!
//! `shares`, `shared`, `sharing` → `share`; `wrote` → `write`; `serialise` → `serialize`;
//! `two` → `2`. Snowball's English stemmer does the regular part; what it cannot know stands in
//! the tables here.

use frostem::{Algorithm, Stemmer};
use std::borrow::Cow;
use std::sync::LazyLock;

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));

/// No word of English is as long; what is longer has no stem but itself.
pub(super) const LONGEST: usize = 27;

/// The stem of a folded word. Operators and dunder names are their own.
#[must_use]
pub fn stem(form: &str) -> Cow<'_, str> {
    if form.len() > LONGEST || !form.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(form);
    }
    if let Some(whole) = kept_whole(form) {
        return Cow::Borrowed(whole);
    }
    let base = american(irregular(form).unwrap_or(form));
    let stem = match base {
        Cow::Borrowed(base) => ENGLISH.stem(base),
        Cow::Owned(base) => Cow::Owned(ENGLISH.stem(&base).into_owned()),
    };
    match stem.strip_suffix("ll") {
        Some(root) if root.len() > 2 => Cow::Owned(format!("{root}l")),
        _ => stem,
    }
}

/// British endings respelt: `serialise` as `serialize`, `analysing` as `analyzing`, `behaviour` as
/// `behavior`. Words that are no such verb (`promise`) are respelt alike in patterns and answers.
fn american(form: &str) -> Cow<'_, str> {
    const VERB_ENDINGS: [&str; 8] = ["e", "ed", "es", "ing", "er", "ers", "ation", "ations"];
    for (british, american) in [("is", "iz"), ("ys", "yz")] {
        for ending in VERB_ENDINGS {
            if let Some(root) = form.strip_suffix(ending).and_then(|root| root.strip_suffix(british))
                && root.len() >= 3
            {
                return Cow::Owned(format!("{root}{american}{ending}"));
            }
        }
    }
    for (british, american) in [("our", "or"), ("ours", "ors"), ("oured", "ored")] {
        if let Some(root) = form.strip_suffix(british).filter(|root| root.len() >= 3) {
            return Cow::Owned(format!("{root}{american}"));
        }
    }
    Cow::Borrowed(form)
}

/// The base of a form that no rule yields.
fn irregular(form: &str) -> Option<&'static str> {
    Some(match form {
        // Verbs that English conjugates by heart.
        "am" | "are" | "is" | "was" | "were" | "been" | "being" => "be",
        "has" | "had" | "having" => "have",
        "does" | "did" | "done" | "doing" => "do",
        "goes" | "went" | "gone" => "go",
        "became" => "become",
        "began" | "begun" => "begin",
        "bit" | "bitten" => "bite",
        "bound" => "bind",
        "broke" | "broken" => "break",
        "brought" => "bring",
        "built" => "build",
        "bought" => "buy",
        "caught" => "catch",
        "chose" | "chosen" => "choose",
        "came" => "come",
        "dealt" => "deal",
        "drew" | "drawn" => "draw",
        "ate" | "eaten" => "eat",
        "fell" | "fallen" => "fall",
        "fed" => "feed",
        "felt" => "feel",
        "fought" => "fight",
        "found" => "find",
        "froze" | "frozen" => "freeze",
        "forgot" | "forgotten" => "forget",
        "gave" | "given" => "give",
        "got" | "gotten" => "get",
        "grew" | "grown" => "grow",
        "heard" => "hear",
        "held" => "hold",
        "hid" | "hidden" => "hide",
        "kept" => "keep",
        "knew" | "known" => "know",
        "learnt" => "learn",
        "led" => "lead",
        "left" => "leave",
        "lost" => "lose",
        "made" => "make",
        "meant" => "mean",
        "met" => "meet",
        "paid" => "pay",
        "ran" => "run",
        "rose" | "risen" => "rise",
        "said" => "say",
        "saw" | "seen" => "see",
        "sent" => "send",
        "slept" => "sleep",
        "sold" => "sell",
        "spent" => "spend",
        "spoke" | "spoken" => "speak",
        "stood" => "stand",
        "stole" | "stolen" => "steal",
        "stuck" => "stick",
        "swept" => "sweep",
        "taught" => "teach",
        "thought" => "think",
        "threw" | "thrown" => "throw",
        "told" => "tell",
        "took" | "taken" => "take",
        "understood" => "understand",
        "wore" | "worn" => "wear",
        "woke" | "woken" => "wake",
        "won" => "win",
        "wrote" | "written" | "writing" => "write",
        "overrode" | "overridden" => "override",
        // Nouns and comparatives.
        "children" => "child",
        "indices" | "indexes" => "index",
        "leaves" => "leave",
        "people" | "persons" => "person",
        "better" | "best" => "good",
        "worse" | "worst" => "bad",
        "fewer" | "fewest" => "few",
        "faster" | "fastest" => "fast",
        "slower" | "slowest" => "slow",
        "bigger" | "biggest" => "big",
        "larger" | "largest" => "large",
        "smaller" | "smallest" => "small",
        "cheaper" | "cheapest" => "cheap",
        "quicker" | "quickest" => "quick",
        "simpler" | "simplest" => "simple",
        "easier" | "easiest" => "easy",
        _ => return None,
    })
}

/// Words that the stemmer must not touch: numbers become digits, and words that it would wrongly run
/// together (`iterable` with `iterator`, `important` with `import`) stay apart.
fn kept_whole(form: &str) -> Option<&'static str> {
    Some(match form {
        "zero" => "0",
        "one" => "1",
        "two" => "2",
        "three" => "3",
        "four" => "4",
        "five" => "5",
        "six" => "6",
        "seven" => "7",
        "eight" => "8",
        "nine" => "9",
        "ten" => "10",
        "twelve" => "12",
        "twenty" => "20",
        "fifty" => "50",
        "eleven" => "11",
        "thirteen" => "13",
        "fourteen" => "14",
        "fifteen" => "15",
        "thirty" => "30",
        "forty" => "40",
        "hundred" | "hundreds" => "100",
        "thousand" | "thousands" => "1000",
        "iterable" | "iterables" => "iterable",
        "iterator" | "iterators" => "iterator",
        "important" | "importantly" | "importance" => "important",
        "instant" | "instantly" => "instant",
        "generally" | "general" => "general",
        "objective" | "objectives" => "objective",
        "this" => "this",
        "news" => "news",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn alike(words: &[&str]) {
        let stems: Vec<_> = words.iter().map(|word| stem(word)).collect();
        assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{words:?} → {stems:?}");
    }

    #[track_caller]
    fn apart(one: &str, other: &str) {
        assert_ne!(stem(one), stem(other), "{one}, {other}");
    }

    #[test]
    fn inflections_and_spellings_share_a_stem() {
        alike(&["share", "shares", "shared", "sharing"]);
        alike(&["write", "writes", "wrote", "written", "writing"]);
        alike(&["hold", "held", "holding"]);
        alike(&["find", "found", "finds"]);
        alike(&["be", "is", "are", "was"]);
        alike(&["serialise", "serialize", "serialising", "serialization"]);
        alike(&["optimise", "optimized"]);
        alike(&["behaviour", "behavior", "behaviors"]);
        alike(&["cancelled", "canceled", "cancelling"]);
        alike(&["copy", "copies", "copied"]);
        alike(&["two", "2"]);
        alike(&["index", "indices", "indexes", "indexing"]);
        alike(&["leave", "left", "leaves"]);
        alike(&["override", "overrides", "overridden"]);
        alike(&["large", "larger"]);
        alike(&["easy", "easier"]);
        alike(&["simple", "simpler"]);
        alike(&["choose", "chose", "chooses"]);
    }

    #[test]
    fn different_words_stay_apart() {
        apart("iterable", "iterator");
        apart("important", "import");
        apart("mutable", "immutable");
        apart("mutable", "mutate");
        apart("hash", "hashable");
        apart("thread", "threat");
        apart("process", "processor");
        apart("general", "generator");
        apart("string", "strong");
    }

    #[test]
    fn irregular_forms_meet_their_base() {
        alike(&["choose", "chose", "chosen", "choosing"]);
        alike(&["give", "gave", "given", "giving"]);
        alike(&["freeze", "froze", "frozen", "freezing"]);
        alike(&["lose", "lost", "losing"]);
        alike(&["take", "took", "taking"]);
        alike(&["bind", "bound", "binding"]);
        alike(&["do", "does", "did", "done"]);
        alike(&["best", "better", "good"]);
    }
}
