//! CSV, or the same with tabs, in three tidy shapes: every cell holds one thing.
//!
//! | shape | a row is | written |
//! |---|---|---|
//! | [`Shape::Wide`] | an answer; a column for each criterion has the points earned | at the end, when all columns are known |
//! | [`Shape::Long`] | a criterion of an answer | as answers come |
//! | [`Shape::Evidence`] | a stretch of an answer in which a signal was heard | as answers come |
//!
//! RFC 4180 with a header, lines ending in LF. An answer without a score, or that could not be graded, has one row in each
//! shape, with the cells that it lacks empty. Text that a spreadsheet would take for a formula gets a leading apostrophe;
//! our own numbers stay numbers: a point before the decimals, nothing between thousands.
//!
//! In the wide shape a criterion's column is named by its id where all answers are to one question, else `question/criterion`;
//! the columns stand in the order in which the questions first came, and then in that of the rubric. Where some transcript
//! has times, `seconds`, `words` and `words_per_minute` come last: how the answer was spoken, up to the first follow-up.

use super::candidates::{Value, columns};
use super::{Item, Rubrics};
use crate::delivery::Delivery;
use crate::follow_ups::of_criterion;
use crate::ranking::{Place, Ranking};
use crate::rubric::Bank;
use crate::totals::Candidate;
use ::csv::{StringRecord, WriterBuilder};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An answer.
    Wide,
    /// A criterion of an answer.
    Long,
    /// A stretch of an answer in which a signal was heard.
    Evidence,
}

/// What stands between cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// CSV.
    Comma,
    /// TSV.
    Tab,
}

/// Whether the bytes begin with a byte order mark, without which Excel takes UTF-8 for an old encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bom {
    /// They do.
    With,
    /// They do not.
    Without,
}

/// How a sheet is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// What a row is.
    pub shape: Shape,
    /// What stands between cells.
    pub separator: Separator,
    /// Whether it begins with a byte order mark.
    pub bom: Bom,
}

const WIDE: [&str; 12] = [
    "source", "id", "candidate", "question", "status", "score", "band", "points", "possible", "deducted", "flags",
    "error",
];

/// The last columns of the wide shape, where some transcript has times.
const SPOKEN: [&str; 3] = ["seconds", "words", "words_per_minute"];

/// The last columns of candidates.
const PLACE: [&str; 4] = ["place", "tied", "within_margin", "ranked_on"];

const LONG: [&str; 17] = [
    "source", "id", "candidate", "question", "status", "score", "band", "flags", "criterion", "title", "verdict",
    "points", "possible", "evidence", "signals", "follow_up", "error",
];

const EVIDENCE: [&str; 20] = [
    "source", "id", "candidate", "question", "status", "criterion", "kind", "stance", "signal", "weight", "coverage",
    "start", "end", "line", "column", "byte", "time", "time_end", "text", "error",
];

/// A sheet in the making: [`start`](Self::start), each answer, [`end`](Self::end), and the bytes of each in this order.
#[derive(Debug)]
pub struct Sheet<'a> {
    layout: Layout,
    rubrics: Rubrics<'a>,
    wide: Wide<'a>,
}

impl<'a> Sheet<'a> {
    /// One without rows.
    #[must_use]
    pub fn new(layout: Layout, rubrics: Rubrics<'a>) -> Self {
        Self { layout, rubrics, wide: Wide::default() }
    }

    /// What stands before the first answer.
    #[must_use]
    pub fn start(&self) -> Vec<u8> {
        let mark = mark(self.layout.bom);
        let header = match self.layout.shape {
            Shape::Wide => return mark,
            Shape::Long => StringRecord::from(LONG.as_slice()),
            Shape::Evidence => StringRecord::from(EVIDENCE.as_slice()),
        };
        [mark, write([header], self.layout.separator)].concat()
    }

    /// The rows of an answer; of the wide shape they are kept for the end.
    #[must_use]
    pub fn item(&mut self, item: &Item) -> Vec<u8> {
        let rows = match self.layout.shape {
            Shape::Wide => {
                self.wide.add(item, self.rubrics, self.layout.separator);
                return Vec::new();
            }
            Shape::Long => long(item, self.rubrics),
            Shape::Evidence => evidence(item, self.rubrics),
        };
        write(rows, self.layout.separator)
    }

    /// What stands after the last answer, piece by piece.
    pub fn end(self) -> impl Iterator<Item = Vec<u8>> {
        let wide = Some(self.wide).filter(|_| self.layout.shape == Shape::Wide);
        wide.into_iter().flat_map(move |wide| wide.rows(self.rubrics, self.layout.separator))
    }
}

/// A row a candidate: how many answers were graded or not, the total, what the columns of [`columns`] say, named
/// `band/strong`, `level/senior`, and the place; `ranked_on` is how many questions it is over. Without one they are empty.
#[must_use]
pub fn candidates(list: &[Candidate], bank: &Bank, separator: Separator, bom: Bom) -> Vec<u8> {
    let columns = columns(list, bank);
    let mut header = StringRecord::from(["candidate", "graded", "not_answered", "not_graded", "total"].as_slice());
    columns.iter().for_each(|column| {
        header.push_field(&text(&format!("{}/{}", column.group(), column.name().replace(' ', "_"))))
    });
    PLACE.iter().for_each(|title| header.push_field(title));
    let ranking = Ranking::of(list, bank);
    let row = |(candidate, place): (&Candidate, &Option<Place>)| {
        let counts = [candidate.total.count(), candidate.empty, candidate.failed];
        let mut row = StringRecord::from(vec![text(&candidate.name)]);
        counts.iter().for_each(|count| row.push_field(&count.to_string()));
        for value in
            [Value::Mean(&candidate.total)].into_iter().chain(columns.iter().map(|column| column.of(candidate)))
        {
            row.push_field(&match value {
                Value::Count(count) => count.to_string(),
                Value::Mean(mean) if mean.tenths().is_some() => mean.to_string(),
                Value::Mean(_) | Value::Nothing => String::new(),
            });
        }
        let yes = |it| if it { "yes" } else { "no" };
        let place = place.as_ref().map(|place| {
            let [tied, near] = [place.tied, place.within_margin].map(|it| yes(it).to_owned());
            [place.number.to_string(), tied, near, ranking.common.len().to_string()]
        });
        place.unwrap_or_default().iter().for_each(|cell| row.push_field(cell));
        row
    };
    let rows: Vec<_> = [header].into_iter().chain(list.iter().zip(&ranking.all).map(row)).collect();
    [mark(bom), write(rows, separator)].concat()
}

/// The rows of the wide shape, finished but for the columns of other questions.
#[derive(Debug, Default)]
struct Wide<'a> {
    /// The questions that occur, by first appearance.
    questions: Vec<&'a str>,
    rows: Vec<WideRow>,
}

/// A row as it is written, for there may be many.
#[derive(Debug)]
struct WideRow {
    /// The cells of [`WIDE`].
    common: Box<str>,
    /// The points of the question's criteria, where there are some, each after a separator; and how many they are.
    points: Box<str>,
    criteria: usize,
    /// Index in [`Wide::questions`].
    question: Option<usize>,
    /// The cells of [`SPOKEN`], where the transcript has times.
    spoken: Option<Box<str>>,
}

impl<'a> Wide<'a> {
    fn add(&mut self, item: &Item, rubrics: Rubrics<'a>, separator: Separator) {
        let question = rubrics.program.question(&item.answer.question).map(|question| {
            let known = self.questions.iter().position(|id| *id == question.id);
            known.unwrap_or_else(|| {
                self.questions.push(&question.id);
                self.questions.len() - 1
            })
        });
        let grade = item.grade();
        let scored = grade.zip(grade.and_then(|grade| grade.score));
        let mut common = StringRecord::from(common(item).as_slice());
        common.extend([
            scored.map(|(_, score)| score.earned.to_string()).unwrap_or_default(),
            grade.map(|grade| grade.possible.to_string()).unwrap_or_default(),
            scored.map(|(grade, _)| grade.deducted.to_string()).unwrap_or_default(),
            item.flag_names().join(" "),
            text(item.failure().unwrap_or_default()),
        ]);
        let criteria = grade.map_or(&[][..], |grade| &grade.criteria);
        let sign = separator.sign();
        let points: String = criteria.iter().map(|criterion| format!("{sign}{}", criterion.earned)).collect();
        let spoken = grade.and_then(|grade| grade.delivery).map(|delivery| spoken(&delivery));
        self.rows.push(WideRow {
            common: line(common, separator).into(),
            points: points.into(),
            criteria: criteria.len(),
            question,
            spoken: spoken.map(|cells| line(StringRecord::from(cells.as_slice()), separator).into()),
        });
    }

    /// With the header; one at a time, for most of a row's cells are empty where there are many questions.
    fn rows(self, rubrics: Rubrics<'a>, separator: Separator) -> impl Iterator<Item = Vec<u8>> {
        let criteria = |id: &str| rubrics.program.question(id).map_or(&[][..], |question| &question.criteria);
        let mut header = StringRecord::from(WIDE.as_slice());
        // Where each question's columns begin.
        let mut from = Vec::new();
        let one = match self.questions.as_slice() {
            [id] => criteria(id).iter().all(|criterion| !own(&criterion.id)),
            _ => false,
        };
        for id in &self.questions {
            from.push(header.len());
            for criterion in criteria(id) {
                header.push_field(&text(&if one { criterion.id.clone() } else { format!("{id}/{}", criterion.id) }));
            }
        }
        let width = header.len();
        let timed = self.rows.iter().any(|row| row.spoken.is_some());
        if timed {
            header.extend(SPOKEN);
        }
        let sign = separator.sign();
        let empty = move |cells: usize| std::iter::repeat_n(sign, cells);
        let row = move |row: WideRow| {
            let before = row.question.map_or(0, |question| from[question] - WIDE.len());
            let mut cells = String::from(row.common);
            cells.extend(empty(before));
            cells.push_str(&row.points);
            cells.extend(empty(width - WIDE.len() - before - row.criteria));
            match row.spoken {
                Some(spoken) => cells.extend([sign.to_string().as_str(), &spoken]),
                None if timed => cells.extend(empty(SPOKEN.len())),
                None => {}
            }
            cells.push('\n');
            cells.into_bytes()
        };
        [write([header], separator)].into_iter().chain(self.rows.into_iter().map(row))
    }
}

/// Whether a column of the wide shape has this name that is no criterion's.
fn own(name: &str) -> bool {
    WIDE.contains(&name) || SPOKEN.contains(&name)
}

fn spoken(delivery: &Delivery) -> [String; 3] {
    [seconds(delivery.milliseconds), delivery.words.to_string(), delivery.words_per_minute().to_string()]
}

fn long(item: &Item, rubrics: Rubrics<'_>) -> Vec<StringRecord> {
    let answer = &item.answer;
    let mut common = StringRecord::from(common(item).as_slice());
    common.push_field(&item.flag_names().join(" "));
    let row = |rest: [String; 9]| common.iter().map(str::to_owned).chain(rest).collect::<StringRecord>();
    let mut rows = Vec::new();
    if let (Some(grade), Some(question)) = (item.grade(), rubrics.program.question(&answer.question)) {
        for (criterion, graded) in question.criteria.iter().zip(&grade.criteria) {
            let pieces = graded.hits.iter().flat_map(|hit| &hit.pieces);
            let evidence: Vec<_> = pieces.map(|piece| piece.span.of(&answer.said.text)).collect();
            let signals: Vec<_> = graded.hits.iter().map(|hit| criterion.signals[hit.signal].id.as_str()).collect();
            rows.push(row([
                text(&criterion.id),
                text(&criterion.title),
                graded.verdict.name().to_owned(),
                graded.earned.to_string(),
                criterion.points.to_string(),
                text(&evidence.join(" … ")),
                text(&signals.join(" ")),
                text(of_criterion(criterion, graded).unwrap_or_default()),
                String::new(),
            ]));
        }
    }
    if rows.is_empty() {
        let mut rest: [String; 9] = Default::default();
        rest[8] = text(item.failure().unwrap_or_default());
        rows.push(row(rest));
    }
    rows
}

fn evidence(item: &Item, rubrics: Rubrics<'_>) -> Vec<StringRecord> {
    let said = &item.answer.said;
    let [source, id, candidate, question, status, ..] = common(item);
    let common = [source, id, candidate, question, status];
    let row = |rest: [String; 15]| common.iter().cloned().chain(rest).collect::<StringRecord>();
    let mut rows = Vec::new();
    let grade = item.grade().filter(|grade| grade.score.is_some());
    let (Some(grade), Some(question)) = (grade, rubrics.program.question(&item.answer.question)) else {
        let mut rest: [String; 15] = Default::default();
        rest[14] = text(item.failure().unwrap_or_default());
        return vec![row(rest)];
    };
    for (criterion, graded) in question.criteria.iter().zip(&grade.criteria) {
        for hit in &graded.hits {
            let signal = &criterion.signals[hit.signal];
            for piece in &hit.pieces {
                let place = said.place(piece.span.start);
                let time = said.time(piece.span);
                rows.push(row([
                    text(&criterion.id),
                    signal.kind.name().to_owned(),
                    hit.stance.name().to_owned(),
                    text(&signal.id),
                    signal.weight.to_string(),
                    hit.coverage.to_string(),
                    piece.span.start.to_string(),
                    piece.span.end.to_string(),
                    place.line.to_string(),
                    place.column.to_string(),
                    said.byte(piece.span.start).map(|byte| byte.to_string()).unwrap_or_default(),
                    time.map(|time| seconds(time.start)).unwrap_or_default(),
                    time.map(|time| seconds(time.end)).unwrap_or_default(),
                    text(piece.span.of(&said.text)),
                    String::new(),
                ]));
            }
        }
    }
    rows
}

/// The cells with which all shapes begin: up to the band.
fn common(item: &Item) -> [String; 7] {
    let answer = &item.answer;
    let grade = item.grade();
    [
        text(&answer.source),
        text(&answer.id),
        text(answer.candidate.as_deref().unwrap_or_default()),
        text(&answer.question),
        item.status().name().to_owned(),
        grade.and_then(|grade| grade.score).map(|score| score.to_string()).unwrap_or_default(),
        text(grade.and_then(|grade| grade.band.as_deref()).unwrap_or_default()),
    ]
}

/// Seconds of milliseconds.
fn seconds(milliseconds: u64) -> String {
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}

fn mark(bom: Bom) -> Vec<u8> {
    match bom {
        Bom::With => "\u{feff}".into(),
        Bom::Without => Vec::new(),
    }
}

impl Separator {
    const fn sign(self) -> char {
        match self {
            Self::Comma => ',',
            Self::Tab => '\t',
        }
    }
}

/// Room for most rows, of which often one is written at a time.
const ROW: usize = 1024;

/// Cells as they stand in a line, without its end.
fn line(cells: StringRecord, separator: Separator) -> String {
    let mut line = String::from_utf8(write([cells], separator)).expect("cells are texts");
    line.pop();
    line
}

pub(super) fn write(rows: impl IntoIterator<Item = StringRecord>, separator: Separator) -> Vec<u8> {
    let mut writer =
        WriterBuilder::new().delimiter(separator.sign() as u8).buffer_capacity(ROW).from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).expect("rows of one length, into memory");
    }
    writer.into_inner().expect("into memory")
}

/// A cell of text that no spreadsheet executes: what begins like a formula, also after spaces and characters that show
/// nothing or in full width, gets a leading apostrophe.
#[must_use]
pub fn text(cell: &str) -> String {
    let cell = cell.replace('\0', "\u{2400}");
    let formula = matches!(
        cell.chars().find(|&c| !is_passed_over(c)),
        Some(
            '=' | '+'
                | '-'
                | '@'
                | '\t'
                | '\r'
                | '\n'
                | '\u{ff1d}'
                | '\u{ff0b}'
                | '\u{ff0d}'
                | '\u{ff20}'
                | '\u{2212}'
                | '\u{fe66}'
                | '\u{fe62}'
                | '\u{fe63}'
                | '\u{fe6b}'
        )
    );
    if formula { format!("'{cell}") } else { cell }
}

/// Characters that a spreadsheet may drop before it looks for a formula.
fn is_passed_over(c: char) -> bool {
    let breaks = matches!(c, '\t' | '\r' | '\n');
    !breaks && (c.is_whitespace() || c.is_control() || crate::text::fold::is_invisible(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for cell in [
            "=HYPERLINK(\"x\")", "+1", "-1", "@x", "\tx", "\rx", "\n=1", " =1", "\u{3000}=1", "\u{1}=1", "\u{200b}=1",
            "\u{feff}=1", "＝1", "＋1", "－1", "＠x", "−1", "﹦1",
        ] {
            assert_eq!(text(cell), format!("'{cell}"));
        }
        for cell in ["plain", "a=b", "", "1 - 2", "'=1", "\"=1"] {
            assert_eq!(text(cell), cell);
        }
        assert_eq!(text("a\0b"), "a␀b");
    }
}
