//! Laws that hold for every input.

use proptest::prelude::*;
use rubricate::grade::grade;
use rubricate::pattern::parse;
use rubricate::program::{Program, compile::compile};
use rubricate::rubric::load::{File, load};
use rubricate::scan::Stance;
use rubricate::text::Text;
use std::sync::LazyLock;

const RUBRIC: &str = "
id: q
question: What does a lock do?
criteria:
  - {id: a, title: A, points: 2, strong: [lock ... thread, {pattern: wait & share, weight: 0.25}], wrong: [lock ... faster]}
  - {id: b, title: B, points: 3.5, strong: [{prose: names mutex or semaphore and says who waits}, '/x+\\(/'], weak: [it locks]}
";

static PROGRAM: LazyLock<Program> = LazyLock::new(|| {
    let loaded = load(vec![File { name: "q.yaml".into(), bytes: RUBRIC.into() }]);
    assert!(loaded.found.is_empty(), "{:?}", loaded.found);
    compile(&loaded.bank)
});

/// Words of the rubric among anything else.
fn answer() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "lock", "locks", "thread", "wait", "share", "faster", "mutex", "not", "never", "x(", "people say", "but", ".",
        ",", "mutexx", "\n\n",
    ]);
    let piece = prop_oneof![3 => known.prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn words_lie_in_order_within_the_text(original in any::<String>()) {
        let text = Text::new(&original);
        let words = text.words();
        prop_assert!(words.iter().all(|word| original.get(word.span.start..word.span.end).is_some_and(|slice| !slice.is_empty())));
        prop_assert!(words.is_sorted_by_key(|word| word.span.start));
        prop_assert!(words.is_sorted_by_key(|word| word.place));
        prop_assert_eq!(text.sentences().iter().map(|sentence| sentence.len()).sum::<usize>(), words.len());
    }

    #[test]
    fn patterns_are_read_or_refused_with_a_place(pattern in any::<String>()) {
        if let Err(error) = parse(&pattern) {
            prop_assert!(pattern.get(error.span.start..error.span.end).is_some());
        }
    }

    #[test]
    fn what_was_read_prints_as_what_reads_the_same(pattern in "[a-c ]{1,4}( (\\.\\.\\.|\\|) [a-c]{1,3}){0,3}( & [x-z]{1,3}){0,2}") {
        if let Ok(parsed) = parse(&pattern) {
            let printed = parsed.to_string();
            prop_assert_eq!(parse(&printed).map(|again| again.to_string()), Ok(printed));
        }
    }

    #[test]
    fn grades_keep_the_law(answer in answer()) {
        let question = PROGRAM.question("q").unwrap();
        let grade = grade(&PROGRAM, question, &answer);
        prop_assert_eq!(grade.score.is_none(), Text::new(&answer).words().is_empty());
        for (criterion, graded) in question.criteria.iter().zip(&grade.criteria) {
            prop_assert!(graded.earned <= criterion.points);
            for piece in graded.hits.iter().flat_map(|hit| &hit.pieces) {
                prop_assert!(answer.get(piece.span.start..piece.span.end).is_some());
                prop_assert!(piece.words.iter().all(|word| piece.span.start <= word.start && word.end <= piece.span.end));
            }
        }
        if let Some(score) = grade.score {
            prop_assert!(score.tenths() <= 1000);
        }
    }

    /// A signal counts once: saying it all again earns nothing more.
    #[test]
    fn saying_it_twice_earns_no_more(answer in answer()) {
        let question = PROGRAM.question("q").unwrap();
        let said = |answer: &str| -> Vec<(usize, usize)> {
            let grade = grade(&PROGRAM, question, answer);
            let hits = grade.criteria.into_iter().flat_map(|criterion| criterion.hits);
            hits.filter(|hit| hit.stance == Stance::Said).map(|hit| (hit.criterion, hit.signal)).collect()
        };
        let once = grade(&PROGRAM, question, &answer);
        let twice = grade(&PROGRAM, question, &format!("{answer}.\n\n{answer}"));
        let points = |grade: &rubricate::grade::Grade| grade.score.map(|score| score.earned);
        // The two halves can only meet at their border, where a sentence ends.
        if said(&answer) == said(&format!("{answer}.\n\n{answer}")) {
            prop_assert_eq!(points(&once), points(&twice));
        }
    }

    #[test]
    fn line_endings_and_bom_change_no_grade(answer in answer()) {
        let question = PROGRAM.question("q").unwrap();
        let points = |answer: &str| grade(&PROGRAM, question, answer).score.map(|score| score.earned);
        let plain = answer.replace('\r', " ");
        prop_assert_eq!(points(&plain), points(&plain.replace('\n', "\r\n")));
        prop_assert_eq!(points(&plain), points(&format!("\u{feff}{plain}")));
    }
}
