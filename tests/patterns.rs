//! The pattern language by example: what each form hears, which words make the hit, and how the speaker stands to it.

use rubricate::grade::grade;
use rubricate::program::compile::compile;
use rubricate::rubric::load::{File, load};
use rubricate::scan::Stance;

const GLOSSARY: &str = "
cpu-bound: [cpu bound, number crunching]
not: [not, never]
both: list & dict
";

/// Grades an answer by a rubric of one signal, and shows the answer with the matched words in brackets; nothing
/// where nothing was heard.
#[track_caller]
fn hear(kind: &str, pattern: &str, answer: &str) -> Option<(Stance, String)> {
    let strong = if kind == "strong" { pattern } else { "zzzz" };
    let wrong = if kind == "wrong" { pattern } else { "yyyy" };
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let rubric = format!(
        "id: q\nquestion: Q?\ncriteria:\n  - id: c\n    title: C\n    points: 1\n    strong: [{}]\n    wrong: [{}]\n",
        quoted(strong),
        quoted(wrong)
    );
    let file = |name: &str, text: &str| File { name: name.into(), bytes: text.into() };
    let loaded = load(vec![file("glossary.yaml", GLOSSARY), file("q.yaml", &rubric)]);
    assert!(loaded.found.is_empty(), "{pattern}: {:?}", loaded.found);
    let program = compile(&loaded.bank);
    let grade = grade(&program, program.question("q").unwrap(), answer);
    let hit = grade.criteria.first()?.hits.first()?.clone();
    let mut shown = String::new();
    let mut at = 0;
    let mut words: Vec<_> = hit.pieces.iter().flat_map(|piece| piece.words.clone()).collect();
    words.sort_unstable();
    words.dedup();
    for word in words {
        shown += &answer[at..word.start];
        shown += &format!("[{}]", word.of(answer));
        at = word.end;
    }
    Some((hit.stance, shown + &answer[at..]))
}

#[track_caller]
fn hears(pattern: &str, expected: &str) {
    let answer = expected
        .replace("\\[", "\u{1}")
        .replace("\\]", "\u{2}")
        .replace(['[', ']'], "")
        .replace('\u{1}', "[")
        .replace('\u{2}', "]");
    let expected = expected.replace("\\[", "[").replace("\\]", "]");
    assert_eq!(hear("strong", pattern, &answer).map(|(_, shown)| shown), Some(expected), "{pattern}");
}

#[track_caller]
fn hears_nothing(pattern: &str, answer: &str) {
    assert_eq!(hear("strong", pattern, answer), None, "{pattern}");
}

#[test]
fn words_in_order_in_any_inflection_over_fillers() {
    hears("evaluate once", "It's [evaluated] just [once].");
    hears("share list", "they are [sharing] the, um, you know, [list]");
    hears("write file", "I [wrote] the [files]");
    hears("the list", "a [list]");
    hears("cpu bound", "[CPU]-[bound] work");
    hears("multiprocessing", "use [multi\u{ad}processing]");
    hears_nothing("evaluated once", "it is evaluated only the once-over time");
    hears_nothing("once evaluated", "evaluated once");
    hears_nothing("rest", "that is interesting");
    hears_nothing("evaluated once", "it is evaluated. Once more");
}

#[test]
fn gaps_alternatives_and_optional_parts() {
    hears("share ... call", "they [share] one list between all the [calls]");
    hears("share ...3 call", "[share] it over [calls]");
    hears_nothing("share ...3 call", "share one list between all the many calls");
    hears_nothing("share ... call", "they share it. Every call");
    hears("(fast | quick) [key] lookup", "[quick] [key] [lookup]");
    hears("(fast | quick) [key] lookup", "[fast] [lookup]");
    hears_nothing("(fast | quick) [key] lookup", "fast dict lookup");
    hears("first ... [then] ... last", "the [first] and the [last]");
    hears("x | y z", "here [y] [z]");
}

#[test]
fn conditions_over_the_answer_a_sentence_or_a_window() {
    hears("list & tuple", "A [tuple] is fixed. A [list] is not.");
    hears_nothing("list & tuple", "A list is not.");
    hears("list &. tuple", "Tuples differ. A [list] is no [tuple].");
    hears_nothing("list &. tuple", "A tuple is fixed. A list is not.");
    hears("list &4 tuple", "[tuple] against the [list]");
    hears_nothing("list &4 tuple", "tuple is what I would use instead of a list");
    hears("2 of (list | dict | set)", "a [dict] or a [set] or a list");
    hears_nothing("2 of (list | dict | set)", "a set of sets");
    hears("2 of. (list | dict | set)", "A set. A [dict] and a [list].");
    hears("yield & !return", "you [yield] it");
    hears_nothing("yield & !return", "you yield, then return");
    hears("(list & dict) | set", "a [set]");
    hears("<both> & set", "a [list], a [set], a [dict]");
}

#[test]
fn exact_words_prefixes_terms_and_code() {
    hears("=share", "we [share] what is shared");
    hears_nothing("=share", "it is shared");
    hears("=None", "[None] of it is none");
    hears_nothing("=None", "none");
    hears("serial*", "[serialisation] costs");
    hears("<cpu-bound> work", "[number] [crunching] [work]");
    hears("__init__", "the [__init__] method");
    hears("*args", "takes [*][args]");
    hears("`==`", "a [==] b");
    hears("`O(1)`", "it's [O]([1])");
    hears("`o(1)`", "it's [O]([1])");
    hears("functools.wraps", "[functools].[wraps](f)");
    hears("IO", "[I/O] waits");
    hears(r"/\[\s*:\s*\]/", "copy with x[\\[:\\]] here");
    hears(r"slice ... /\[\s*:\s*\]/", "a [slice] like x[\\[:\\]] here");
    hears("two list", "[2] [lists]");
    hears("3 thread", "[three] [threads]");
}

#[track_caller]
fn stands(kind: &str, pattern: &str, answer: &str, expected: &str) {
    let stance = hear(kind, pattern, answer).map_or("nothing", |(stance, _)| stance.name());
    assert_eq!(stance, expected, "{kind} {pattern}: {answer}");
}

#[test]
fn what_is_denied_is_not_credited() {
    stands("strong", "threads ... share memory", "Threads share memory.", "said");
    stands("strong", "threads ... share memory", "Threads don't share memory.", "denied");
    stands("strong", "share memory", "Processes never share memory.", "denied");
    stands("strong", "threads ... <not> ... share", "Threads don't share memory.", "said");
    stands("strong", "share memory", "It doesn't copy, the threads share memory.", "said");
    stands("strong", "share memory", "They don't copy but share memory.", "said");
    stands("strong", "share memory", "They not only copy, they share memory.", "said");
    stands("strong", "share memory", "Processes do not share memory. Threads share memory.", "said");
    stands("strong", "evaluated once", "It is evaluated once, not on every call.", "said");
    stands("strong", "list & dict", "It's not a list. A dict is.", "said");
}

#[test]
fn what_is_refuted_is_not_held_against_anyone() {
    let pattern = "threads ... (help | faster) ... <cpu-bound>";
    for (answer, expected) in [
        ("Threads help with CPU-bound work.", "said"),
        ("Threads don't help with CPU-bound work.", "denied"),
        ("It isn't the case that threads help with CPU-bound work.", "denied"),
        ("People say threads help with CPU-bound work, but that is not right.", "rejected"),
        ("It's a myth that threads help CPU-bound work.", "rejected"),
        ("I used to think threads help with CPU-bound work.", "rejected"),
        ("Threads help with CPU-bound work? No, they take turns.", "rejected"),
        ("My colleague insists that threads help with CPU-bound work. They don't.", "rejected"),
        ("If there were no lock, threads would help with CPU-bound work.", "denied"),
        ("If Python had no such lock, then sure, threads would help CPU-bound work.", "rejected"),
        ("You often hear that threads help CPU-bound work, which is wrong.", "rejected"),
        ("I think threads help with CPU-bound work because they run on all cores.", "said"),
        ("Threads help with CPU-bound work, they don't need locks.", "said"),
        ("Threads are faster for number crunching. They use all cores.", "said"),
        ("Threads are faster for CPU-bound work, which is why there is no need for processes.", "said"),
        ("Threads help with CPU-bound work, is what my teacher said.", "rejected"),
    ] {
        stands("wrong", pattern, answer, expected);
    }
}

#[test]
fn a_list_of_terms_says_nothing() {
    let list = "GIL, mutex, CPU-bound, threads, help, bytecode, multiprocessing, asyncio, pool";
    stands("strong", "cpu bound threads", list, "listed");
    stands(
        "strong",
        "cpu bound threads",
        "With CPU-bound threads, you get a list of items, such as bytecode, and so on.",
        "said",
    );
}

#[test]
fn spans_are_of_the_original_whatever_its_characters() {
    hears("cafe is open", "the [Ｃａｆé] [is] [open]");
    hears("file is open", "the [ﬁle] [is] [open]");
    hears("do not share", "we [don’t] [share]");
    hears("istanbul", "[İstanbul]");
    hears("naive copy", "a [nai\u{308}ve] [co\u{200b}py]");
}
