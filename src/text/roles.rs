//! What part words play in a sentence, whatever it is about: which fill, deny, join, turn, or tell of others.
//!
//! All lists of such words stand here, so that one look-up a word finds its parts, and everything else asks for bits.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A part that a word can play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Says nothing: articles, hesitation, emphasis.
    Filler,
    /// Denies a whole clause.
    Denial,
    /// Denies only what it stands before.
    NearDenial,
    /// Denies a clause which it begins, and elsewhere is its object: "that costs nothing, and starting is cheap".
    SubjectDenial,
    /// With the word after it, denies what they stand before: "rather than".
    PairedDenial,
    /// After it, a denial denies nothing: "not only".
    Harmless,
    /// What sentences are built with: pronouns, auxiliaries, conjunctions, and verbs that join anything.
    Structural,
    /// Articles, prepositions and the like.
    Relating,
    /// At it a sentence turns, so that no cue reaches over it.
    Turn,
    /// By itself marks a view as mistaken or as another's.
    Mistaken,
    /// Holds views that are not the speaker's.
    Other,
    /// How views are held.
    Holding,
    /// A noun that needs no verb beside it: "the idea that …", "the usual advice is …".
    Held,
    /// Rejects what was said before it.
    Rejection,
}

/// The parts that a word can play.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(u16);

impl Roles {
    /// Those of a folded word.
    #[must_use]
    pub fn of(form: &str) -> Self {
        if form.len() > LONGEST { Self::default() } else { ROLES.get(form).copied().unwrap_or_default() }
    }

    /// Whether this is one of them.
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & 1 << role as u16 != 0
    }

    /// Whether the word can be, or begin, a denial.
    #[must_use]
    pub const fn may_deny(self) -> bool {
        self.has(Role::Denial)
            || self.has(Role::NearDenial)
            || self.has(Role::SubjectDenial)
            || self.has(Role::PairedDenial)
    }
}

/// No word of the lists has more bytes.
const LONGEST: usize = 16;

static ROLES: LazyLock<FxHashMap<&str, Roles>> = LazyLock::new(|| {
    let mut roles: FxHashMap<&str, Roles> = FxHashMap::default();
    for (role, words) in LISTS {
        words.iter().for_each(|word| roles.entry(word).or_default().0 |= 1 << *role as u16);
    }
    roles
});

const LISTS: &[(Role, &[&str])] = &[
    (
        Role::Filler,
        &[
            "a", "an", "the", "um", "umm", "uh", "uhm", "er", "erm", "ah", "eh", "oh", "hm", "hmm", "mm", "mhm",
            "like", "just", "really", "actually", "basically", "literally", "simply", "essentially", "obviously",
            "very", "quite", "well", "so", "okay", "ok", "yeah", "right", "also",
        ],
    ),
    (Role::Denial, &["not", "never", "hardly", "rarely", "barely", "nor"]),
    (Role::NearDenial, &["no", "without"]),
    (Role::SubjectDenial, &["nothing", "nobody", "neither", "nowhere"]),
    (Role::PairedDenial, &["rather", "instead", "far", "fails", "fail", "opposed"]),
    (
        Role::Harmless,
        &[
            "only", "just", "merely", "simply", "matter", "doubt", "wonder", "problem", "mention", "sure", "until",
            "unless", "found", "forget",
        ],
    ),
    (
        Role::Structural,
        &[
            "i", "you", "he", "she", "it", "we", "they", "me", "him", "us", "them", "my", "your", "its", "our",
            "their", "this", "that", "these", "those", "is", "are", "was", "were", "be", "been", "am", "do", "does",
            "did", "have", "has", "had", "can", "could", "will", "would", "should", "may", "might", "must", "but",
            "because", "so", "if", "when", "while", "which", "who", "what", "where", "than", "then", "not", "there",
            "get", "gets", "got", "use", "uses", "used", "means", "makes", "gives", "lets", "needs", "takes", "raises",
            "returns", "therefore", "to", "otherwise",
        ],
    ),
    (Role::Relating, &["the", "a", "and", "or", "of", "in", "on", "at", "for", "with", "by", "from", "to"]),
    (
        Role::Turn,
        &[
            "but", "however", "although", "though", "which", "whereas", "while", "except", "yet", "because", "since",
            "so", "unless", "until",
        ],
    ),
    (
        Role::Mistaken,
        &[
            "myth", "misconception", "misconceptions", "misunderstanding", "mistaken", "mistakenly", "wrongly",
            "contrary", "supposedly", "folklore", "rumour", "rumor", "misbelief", "legend", "fallacy", "tempting",
            "falsely", "naively", "misleading", "misreading", "allegedly",
        ],
    ),
    (
        Role::Other,
        &[
            "people", "person", "somebody", "someone", "some", "many", "most", "everyone", "everybody", "folks",
            "they", "he", "she", "colleague", "colleagues", "beginners", "newcomers", "juniors", "candidates",
            "tutorial", "tutorials", "blog", "blogs", "article", "articles", "books", "docs", "post", "posts", "team",
            "lead", "manager", "teacher", "developers", "devs", "programmers", "others", "friend", "guy", "advice",
            "explanation", "version", "line", "one", "thing", "things", "idea", "claim", "belief", "intuition",
            "assumption", "answer",
        ],
    ),
    (
        Role::Holding,
        &[
            "thinking", "believing", "acts", "act", "say", "says", "said", "saying", "think", "thinks", "thought",
            "believe", "believes", "believed", "assume", "assumes", "assumed", "claim", "claims", "claimed", "tell",
            "tells", "told", "expect", "expects", "expected", "imagine", "insist", "insists", "insisted", "swear",
            "swore", "read", "reading", "hear", "hearing", "heard", "suggest", "argue", "argued", "call", "convinced",
            "sure", "figured", "reckon", "reckoned", "repeat", "repeated", "picture", "guess", "treat", "describe",
        ],
    ),
    (Role::Held, &["idea", "claim", "belief", "assumption", "intuition", "advice", "notion", "impression", "story"]),
    (
        Role::Rejection,
        &[
            "wrong", "untrue", "nonsense", "myth", "incorrect", "backwards", "mistaken", "mistake", "misconception",
            "rubbish", "disagree", "opposite",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_all_parts_that_lists_give_it_and_no_others() {
        for (role, words) in LISTS {
            assert!(words.iter().all(|word| word.len() <= LONGEST && Roles::of(word).has(*role)), "{role:?}");
        }
        assert!(Roles::of("so").has(Role::Filler) && Roles::of("so").has(Role::Turn) && !Roles::of("so").may_deny());
        assert_eq!(Roles::of("lock"), Roles::default());
    }
}
