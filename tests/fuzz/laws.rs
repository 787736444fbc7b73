//! The laws: of answers as they were read, of their grades and reports, and of mistakes in rubrics.

use super::bank;
use rubricate::diagnostic::{Diagnostic, Place};
use rubricate::grade::Grade;
use rubricate::intake::Taken;
use rubricate::item::{Item, Outcome};
use rubricate::program::{Program, QuestionProgram};
use rubricate::report::csv::{Bom, Layout, Separator, Shape, Sheet};
use rubricate::report::findings;
use rubricate::report::terminal::Colour;
use rubricate::report::{Rubrics, diagnostics, explain, html, json, junit, markdown, table};
use rubricate::source::Source;
use rubricate::span::Span;
use rubricate::spoken::grade_spoken;
use rubricate::transcript::Answer;

/// Whatever was taken of `length` bytes has its places in them, can be graded, and is shown in every format.
pub(super) fn of_taken(taken: Vec<Taken>, length: usize) {
    let rubrics = bank::rubrics();
    let items: Vec<_> = taken.into_iter().map(|taken| item(taken, length)).collect();
    of_reports(&items, rubrics);
}

fn item(Taken { answer, refused }: Taken, length: usize) -> Item {
    of_answer(&answer, length);
    let program = bank::rubrics().program;
    let outcome = match (refused, program.question(&answer.question)) {
        (None, Some(question)) => Outcome::Graded(graded(program, question, &answer)),
        (Some(reason), _) => Outcome::Failed(reason),
        (None, None) => Outcome::Failed("no such question".to_owned()),
    };
    Item { answer, outcome }
}

/// Stretches and prompts stand in order, on borders of characters, and lead into the file.
fn of_answer(answer: &Answer, length: usize) {
    let said = &answer.said;
    let borders = said.stretches.iter().map(|stretch| stretch.from);
    let prompts = answer.prompts.iter().map(|prompt| prompt.from);
    assert!(borders.clone().is_sorted() && prompts.clone().is_sorted());
    for at in borders.chain(prompts).chain([0, said.text.len()]) {
        assert!(said.text.is_char_boundary(at), "{at} in {:?}", said.text);
        let place = said.place(at);
        assert!(place.line > 0 && place.column > 0);
        // What ends with bytes that are not valid ends anywhere.
        assert!(at == said.text.len() || said.byte(at).is_none_or(|byte| byte <= length), "{at} in {said:?}");
        let time = said.time(Span::at(at));
        assert!(time.is_none_or(|time| time.start <= time.end));
    }
}

/// Grades an answer: the law of scoring, evidence from its words, and the same again.
pub(super) fn graded(program: &Program, question: &QuestionProgram, answer: &Answer) -> Grade {
    let grade = grade_spoken(program, question, answer);
    of_grade(question, &answer.said.text, &grade);
    assert_eq!(grade, grade_spoken(program, question, answer));
    grade
}

/// Points lie between 0 and what is possible; what was heard stands in the answer, on borders of characters; what was not can
/// be explained.
pub(super) fn of_grade(question: &QuestionProgram, answer: &str, grade: &Grade) {
    assert!(grade.score.is_none_or(|score| score.tenths() <= 1000 && score.earned <= score.possible));
    assert_eq!(grade.possible, question.possible());
    assert!(grade.score.is_none() || grade.criteria.len() == question.criteria.len());
    assert!(!acts(&explain::heard(question, grade, answer, Colour::Off)));
    for (criterion, graded) in question.criteria.iter().zip(&grade.criteria) {
        assert!(graded.earned <= criterion.points);
        for piece in graded.hits.iter().flat_map(|hit| &hit.pieces) {
            assert!(answer.get(piece.span.start..piece.span.end).is_some_and(|quote| !quote.is_empty()), "{piece:?}");
            assert!(!piece.words.is_empty() && piece.words.is_sorted(), "{piece:?}");
            let inside = |word: &Span| piece.span.start <= word.start && word.end <= piece.span.end;
            let is_text = |word: &Span| answer.get(word.start..word.end).is_some();
            assert!(piece.words.iter().all(|word| inside(word) && is_text(word)), "{piece:?}");
        }
    }
}

/// So many answers are shown in every format.
const MOST_SHOWN: usize = 4;

/// Every format shows them, and nothing acts on a terminal; JSON is JSON.
pub(super) fn of_reports(items: &[Item], rubrics: Rubrics<'_>) {
    for item in items {
        let line = json::line(item, rubrics);
        assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok(), "{line}");
        assert!(!line.contains('\n'));
    }
    // The first few show what there is to be shown; the fuzzer has more to try.
    let items = &items[..items.len().min(MOST_SHOWN)];
    for shape in [Shape::Wide, Shape::Long, Shape::Evidence] {
        let layout = Layout { shape, separator: Separator::Comma, bom: Bom::Without };
        let mut sheet = Sheet::new(layout, rubrics);
        let mut bytes = sheet.start();
        items.iter().for_each(|item| bytes.extend(sheet.item(item)));
        bytes.extend(sheet.end().flatten());
        assert!(csv::Reader::from_reader(bytes.as_slice()).into_records().all(|row| row.is_ok()));
    }
    let layout = table::Layout { width: 80, colour: Colour::Off, detail: table::Detail::Criteria };
    let shown = [
        table::report(items, rubrics, layout),
        markdown::report(items, rubrics),
        html::report(items, rubrics),
        junit::report(items, rubrics, None),
    ];
    shown.iter().for_each(|shown| assert!(!acts(shown), "{shown:?}"));
}

fn acts(shown: &str) -> bool {
    shown.chars().any(|c| {
        (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

/// Mistakes stand in their files, on borders of characters, and can be shown.
pub(super) fn of_mistakes(found: &[Diagnostic], sources: &[Source]) {
    // Half the time of a target goes into lists of all lints; without a mistake they are always the same.
    if found.is_empty() {
        return;
    }
    let inside = |place: Place| {
        let Span { start, end } = place.span;
        assert!(sources[place.source.0].text.get(start..end).is_some(), "{place:?}");
    };
    for diagnostic in found {
        inside(diagnostic.place);
        diagnostic.related.iter().for_each(|(place, _)| inside(*place));
    }
    assert!(!acts(&diagnostics::render(found, sources, Colour::Off)));
    assert!(serde_json::from_str::<serde_json::Value>(&findings::sarif(found, sources)).is_ok());
}
