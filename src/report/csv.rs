//! CSV in the long shape: a row a criterion, so that every cell holds one thing.
//!
//! RFC 4180 with a header; an answer without a score, or that could not be graded, has one row with those cells
//! empty. Text that a spreadsheet would take for a formula gets a leading apostrophe; our own numbers stay numbers.

use super::{Item, Rubrics};

/// The names of the columns.
pub const HEADER: [&str; 17] = [
    "source", "id", "candidate", "question", "status", "score", "band", "flags", "criterion", "title", "verdict",
    "points", "possible", "evidence", "signals", "follow_up", "error",
];

/// The header as a line.
#[must_use]
pub fn header() -> Vec<u8> {
    write(&[HEADER.iter().map(ToString::to_string).collect()])
}

/// The rows of one answer.
#[must_use]
pub fn rows(item: &Item, rubrics: Rubrics<'_>) -> Vec<u8> {
    let program = rubrics.program;
    let answer = &item.answer;
    let grade = item.grade();
    let score = grade.and_then(|grade| grade.score);
    let common = [
        text(&answer.source),
        text(&answer.id),
        text(answer.candidate.as_deref().unwrap_or_default()),
        text(&answer.question),
        item.status().name().to_owned(),
        score.map(|score| score.to_string()).unwrap_or_default(),
        text(grade.and_then(|grade| grade.band.as_deref()).unwrap_or_default()),
        grade
            .map(|grade| grade.flags.iter().map(|flag| flag.kind.name()).collect::<Vec<_>>().join(" "))
            .unwrap_or_default(),
    ];
    let row = |rest: [String; 9]| common.iter().cloned().chain(rest).collect::<Vec<_>>();
    let mut rows = Vec::new();
    if let (Some(grade), Some(question)) = (grade, program.question(&answer.question)) {
        for (criterion, graded) in question.criteria.iter().zip(&grade.criteria) {
            let pieces = graded.hits.iter().flat_map(|hit| &hit.pieces);
            let evidence: Vec<_> = pieces.map(|piece| piece.span.of(&answer.said.text)).collect();
            let signals: Vec<_> = graded.hits.iter().map(|hit| criterion.signals[hit.signal].id.as_str()).collect();
            let thin = graded.earned < criterion.points;
            rows.push(row([
                text(&criterion.id),
                text(&criterion.title),
                graded.verdict.name().to_owned(),
                graded.earned.to_string(),
                criterion.points.to_string(),
                text(&evidence.join(" … ")),
                text(&signals.join(" ")),
                text(criterion.follow_up.as_deref().filter(|_| thin).unwrap_or_default()),
                String::new(),
            ]));
        }
    }
    if rows.is_empty() {
        let mut rest: [String; 9] = Default::default();
        rest[8] = text(item.failure().unwrap_or_default());
        rows.push(row(rest));
    }
    write(&rows)
}

fn write(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("rows of one length, into memory");
    }
    writer.into_inner().expect("into memory")
}

/// A cell of text that no spreadsheet executes: what begins like a formula, also after spaces and invisible characters
/// or in full width, gets a leading apostrophe.
#[must_use]
pub fn text(cell: &str) -> String {
    let cell = cell.replace('\0', "\u{2400}");
    let first = cell.chars().find(|&c| !(c == ' ' || c == '\u{a0}' || crate::text::fold::is_invisible(c)));
    let formula = matches!(
        first,
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}' | '\u{2212}')
    );
    if formula { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in ["=HYPERLINK(\"x\")", "+1", "-1", "@x", "\tx", "\rx", " =1", "\u{200b}=1", "＝1", "＋1"] {
            assert_eq!(text(cell), format!("'{cell}"));
        }
        for cell in ["plain", "a=b", "", "1 - 2"] {
            assert_eq!(text(cell), cell);
        }
        assert_eq!(text("a\0b"), "a␀b");
    }
}
