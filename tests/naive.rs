//! A naive matcher, written from the definition in `scan`'s documentation, against the compiled one on random
//! patterns and texts: the same signals are heard, in the same words.

use proptest::prelude::*;
use rubricate::grade::grade;
use rubricate::pattern::{Form, Kind, Pattern, Scope, parse};
use rubricate::program::compile::compile;
use rubricate::rubric::load::{File, load};
use rubricate::text::lists::lists;
use rubricate::text::{Text, stem};
use std::ops::Range;

/// All matches of a phrase that begin at `start` and end by `limit`, by trying everything.
fn ends(pattern: &Pattern, text: &Text, start: usize, limit: usize) -> Vec<usize> {
    match &pattern.kind {
        Kind::Word(Form::Inflected(wanted)) if start < limit && stem::stem(text.form(start)) == wanted.as_str() => {
            vec![start + 1]
        }
        Kind::Any(parts) => parts.iter().flat_map(|part| ends(part, text, start, limit)).collect(),
        Kind::Phrase(steps) => {
            // Where the part before ended, and the gap that optional parts left out have handed on.
            let mut reached = vec![(start, 0, true)];
            for step in steps {
                let mut next = Vec::new();
                for &(end, carried, first) in &reached {
                    let gap = step.gap + carried;
                    if step.optional {
                        next.push((end, gap, first));
                    }
                    for begin in end..limit {
                        if (first && begin == end) || (!first && text.distance(end..begin) <= gap) {
                            next.extend(ends(&step.pattern, text, begin, limit).into_iter().map(|end| (end, 0, false)));
                        }
                    }
                }
                reached = next;
            }
            reached.into_iter().map(|(end, ..)| end).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a pattern holds in a stretch of the text.
fn holds(pattern: &Pattern, text: &Text, stretch: Range<usize>) -> bool {
    let in_scope = |scope: Scope, holds: &dyn Fn(Range<usize>) -> bool| match scope {
        Scope::Whole => holds(stretch.clone()),
        Scope::Sentence => text.sentences().iter().any(|s| {
            let part = s.start.max(stretch.start)..s.end.min(stretch.end);
            !part.is_empty() && holds(part)
        }),
        Scope::Window(words) => stretch.clone().any(|start| {
            let end = (start..stretch.end)
                .take_while(|&at| text.distance(start..at) < words)
                .last()
                .map_or(start, |at| at + 1);
            holds(start..end)
        }),
    };
    match &pattern.kind {
        Kind::All(scope, parts) => in_scope(*scope, &|stretch| {
            parts.iter().all(|part| match &part.kind {
                Kind::Not(part) => !holds(part, text, stretch.clone()),
                _ => holds(part, text, stretch.clone()),
            })
        }),
        Kind::AtLeast(count, scope, parts) => in_scope(*scope, &|stretch| {
            parts.iter().filter(|part| holds(part, text, stretch.clone())).count() >= *count
        }),
        Kind::Any(parts) => parts.iter().any(|part| holds(part, text, stretch.clone())),
        _ => text.sentences().iter().any(|s| {
            (s.start.max(stretch.start)..s.end.min(stretch.end))
                .any(|start| !ends(pattern, text, start, s.end.min(stretch.end)).is_empty())
        }),
    }
}

/// The first match of a phrase in the text, the shortest of those that begin there.
fn first(pattern: &Pattern, text: &Text) -> Option<Range<usize>> {
    (0..text.words().len()).find_map(|start| {
        let sentence = text.sentences().iter().find(|s| s.contains(&start))?;
        ends(pattern, text, start, sentence.end).into_iter().min().map(|end| start..end)
    })
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["lock", "list", "dict", "keys", "shared"]).prop_map(str::to_owned)
}

fn phrase() -> impl Strategy<Value = String> {
    word().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} | {b})")),
            (word(), inner.clone()).prop_map(|(a, b)| format!("{a} {b}")),
            (word(), 1..4_usize, inner.clone()).prop_map(|(a, n, b)| format!("{a} ...{n} {b}")),
            (word(), word(), 1..3_usize, word()).prop_map(|(a, b, n, c)| format!("{a} ...{n} [{b}] {c}")),
        ]
    })
}

fn condition() -> impl Strategy<Value = String> {
    let scope = prop::sample::select(vec!["", ".", "3", "6"]);
    prop_oneof![
        (phrase(), scope.clone(), phrase()).prop_map(|(a, s, b)| format!("({a}) &{s} ({b})")),
        (phrase(), phrase()).prop_map(|(a, b)| format!("({a}) & !({b})")),
        (phrase(), phrase()).prop_map(|(a, b)| format!("({a}) &. !({b})")),
        (scope, phrase(), phrase(), phrase()).prop_map(|(s, a, b, c)| format!("2 of{s} ({a} | {b} | {c})")),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "lock", "list", "dict", "key", "sharing", "um", "the", "sure", "and", "lists. ", "Keys",
    ]);
    prop::collection::vec(piece, 0..25).prop_map(|words| words.join(" "))
}

fn heard(pattern: &str, answer: &str) -> Option<Range<usize>> {
    let rubric = format!("id: q\nquestion: Q?\ncriteria:\n  - {{id: c, title: C, points: 1, strong: ['{pattern}']}}\n");
    let loaded = load(vec![File { name: "q.yaml".into(), bytes: rubric.into() }]);
    assert!(loaded.found.is_empty(), "{pattern}: {:?}", loaded.found);
    let program = compile(&loaded.bank);
    let grade = grade(&program, program.question("q").unwrap(), answer);
    let piece = grade.criteria.first()?.hits.first()?.pieces.first()?;
    Some(piece.span.start..piece.span.end)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn phrases_match_where_the_definition_says(pattern in phrase(), answer in text()) {
        let Ok(parsed) = parse(&pattern) else { return Ok(()) };
        let folded = Text::new(&answer);
        // What stands in a list of terms says nothing.
        prop_assume!(!lists(&folded).contains(&true));
        let words = folded.words();
        let expected = first(&parsed, &folded).map(|found| words[found.start].span.start..words[found.end - 1].span.end);
        // Alternatives at the top are told apart by where they end, so only whether they are heard is compared.
        let heard = heard(&pattern, &answer);
        match parsed.kind {
            Kind::Any(_) => prop_assert_eq!(heard.is_some(), expected.is_some()),
            _ => prop_assert_eq!(heard, expected),
        }
    }

    #[test]
    fn conditions_hold_where_the_definition_says(pattern in condition(), answer in text()) {
        let Ok(parsed) = parse(&pattern) else { return Ok(()) };
        let folded = Text::new(&answer);
        // What stands in a list of terms says nothing.
        prop_assume!(!lists(&folded).contains(&true));
        let expected = holds(&parsed, &folded, 0..folded.words().len());
        prop_assert_eq!(heard(&pattern, &answer).is_some(), expected);
    }
}
