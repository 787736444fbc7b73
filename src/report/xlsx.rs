//! The Excel report: a workbook to filter, sort and read.
//!
//! | sheet | a row is |
//! |---|---|
//! | `summary` | an answer |
//! | `criteria` | a criterion of an answer |
//! | `evidence` | a stretch of an answer in which a signal was heard, quoted with the matched words in bold |
//! | `passages` | a passage of an answer that stands elsewhere too, beside it, where there are such |
//! | `candidates` | a candidate, where there are several, with the place among those who can be compared |
//! | `comparison` | a candidate, with the score of each question in a column |
//!
//! Every text is written as text, so none is a formula or a link, and characters that XML cannot hold or nobody can see
//! are shown as [`visible_lines`] has them. Numbers are numbers. A cell that is longer than Excel allows ends with `…`, and
//! a sheet that is full goes on in `evidence 2`. The same grades make the same bytes.

use super::candidates::{Value, columns};
use super::quote::{Run, quote, quoted};
use super::terminal::visible_lines;
use super::{Item, Rubrics, Status};
use crate::decimal::Decimal;
use crate::flags::Flag;
use crate::follow_ups::of_criterion;
use crate::grade::{CriterionGrade, Verdict};
use crate::program::CriterionProgram;
use crate::ranking::Ranking;
use crate::rubric::{Band, Bank, Kind};
use crate::scan::{Hit, Stance};
use crate::totals::{Candidate, Candidates};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// The most that Excel takes in a cell, in UTF-16 units.
const LONGEST_CELL: usize = 32_767;
/// The most rows of a sheet, header included.
const MOST_ROWS: u32 = 1_048_576;
/// The most columns of a sheet are 16,384; one has the names.
const MOST_QUESTIONS: usize = 16_000;

/// The whole report.
#[must_use]
pub fn report(items: &[Item], rubrics: Rubrics<'_>) -> Vec<u8> {
    let styles = Styles::new();
    let mut summary = Table::new("summary", SUMMARY, &styles);
    let mut criteria = Table::new("criteria", CRITERIA, &styles);
    let mut evidence = Table::new("evidence", EVIDENCE, &styles);
    let mut passages = Table::new("passages", PASSAGES, &styles);
    let mut copied = false;
    for item in items {
        summary.add(summary_row(item, rubrics.bank));
        let (Some(grade), Some(question)) = (item.grade(), rubrics.program.question(&item.answer.question)) else {
            continue;
        };
        for row in grade.flags.iter().filter_map(|flag| passage_row(item, flag)) {
            passages.add(row);
            copied = true;
        }
        for (criterion, graded) in question.criteria.iter().zip(&grade.criteria) {
            criteria.add(criterion_row(item, criterion, graded));
            for hit in &graded.hits {
                evidence_rows(item, criterion, hit).into_iter().for_each(|row| evidence.add(row));
            }
        }
    }
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1).expect("a day in the calendar, the same whenever it is run");
    workbook.set_properties(&DocProperties::new().set_title("Grades").set_creation_datetime(&made));
    let totals = Candidates::of(items, rubrics.bank);
    let mut sheets = [summary, criteria, evidence].map(Table::finish).into_iter().flatten().collect::<Vec<_>>();
    if copied {
        sheets.extend(passages.finish());
    }
    if totals.list.len() > 1 {
        sheets.splice(1..1, candidates(&totals.list, rubrics.bank, &styles));
    }
    sheets.into_iter().for_each(|sheet| workbook.push_worksheet(sheet));
    workbook.save_to_buffer().expect("sheets have different names and cells are within Excel's limits")
}

/// A column's title and width, in characters.
type Column<'a> = (&'a str, f64);

const SUMMARY: &[Column<'static>] = &[
    ("Candidate", 24.0),
    ("Question", 26.0),
    ("Score", 8.0),
    ("Band", 10.0),
    ("Points", 8.0),
    ("Possible", 10.0),
    ("Flags", 24.0),
    ("Status", 10.0),
    ("Error", 24.0),
    ("Source", 34.0),
    ("Id", 34.0),
];

const CRITERIA: &[Column<'static>] = &[
    ("Candidate", 24.0),
    ("Question", 26.0),
    ("Criterion", 20.0),
    ("Title", 36.0),
    ("Verdict", 10.0),
    ("Points", 8.0),
    ("Possible", 10.0),
    ("Evidence", 60.0),
    ("Follow-up", 40.0),
    ("Id", 34.0),
];

const EVIDENCE: &[Column<'static>] = &[
    ("Candidate", 24.0),
    ("Question", 26.0),
    ("Criterion", 20.0),
    ("Kind", 9.0),
    ("Stance", 10.0),
    ("Quote", 80.0),
    ("Weight", 9.0),
    ("Coverage", 11.0),
    ("Signal", 24.0),
    ("Time", 9.0),
    ("Line", 7.0),
    ("Column", 9.0),
    ("Source", 34.0),
    ("Id", 34.0),
];

const PASSAGES: &[Column<'static>] = &[
    ("Candidate", 24.0),
    ("Question", 26.0),
    ("Flag", 16.0),
    ("Passage", 70.0),
    ("Other passage", 70.0),
    ("Other candidate", 24.0),
    ("Other source", 34.0),
    ("Other id", 34.0),
    ("Source", 34.0),
    ("Id", 34.0),
];

fn summary_row<'a>(item: &'a Item, bank: &Bank) -> Vec<Cell<'a>> {
    let grade = item.grade();
    let score = grade.and_then(|grade| grade.score);
    let flags = item.flag_names().join(", ");
    let band = grade.and_then(|grade| grade.band.as_deref());
    vec![
        label(name(item)),
        label(&item.answer.question),
        score.map_or(Cell::Nothing, |score| Cell::Tenths(score.tenths())),
        band.map_or(Cell::Nothing, |band| Cell::Toned(band.into(), tone_of_band(band, &bank.bands))),
        score.map_or(Cell::Nothing, |score| Cell::Number(score.earned)),
        grade.map_or(Cell::Nothing, |grade| Cell::Number(grade.possible)),
        Cell::Text(flags.into()),
        Cell::Toned(item.status().name().into(), tone_of_status(item.status())),
        text(item.failure().unwrap_or_default()),
        label(&item.answer.source),
        label(&item.answer.id),
    ]
}

fn criterion_row<'a>(item: &'a Item, criterion: &'a CriterionProgram, graded: &CriterionGrade) -> Vec<Cell<'a>> {
    let line = |(label, piece): (Option<&str>, &crate::scan::Piece)| {
        let text = piece.span.of(&item.answer.said.text);
        label.map_or_else(|| text.to_owned(), |label| format!("{label}: {text}"))
    };
    let evidence: Vec<_> = quoted(criterion, graded).into_iter().map(line).collect();
    vec![
        label(name(item)),
        label(&item.answer.question),
        label(&criterion.id),
        text(&criterion.title),
        Cell::Toned(graded.verdict.name().into(), tone_of_verdict(graded.verdict)),
        Cell::Number(graded.earned),
        Cell::Number(criterion.points),
        Cell::Text(evidence.join("\n").into()),
        text(of_criterion(criterion, graded).unwrap_or_default()),
        label(&item.answer.id),
    ]
}

fn passage_row<'a>(item: &'a Item, flag: &'a Flag) -> Option<Vec<Cell<'a>>> {
    let copied = flag.copied.as_ref()?;
    let other = &copied.other;
    Some(vec![
        label(name(item)),
        label(&item.answer.question),
        label(flag.kind.name()),
        text(&copied.said),
        text(&other.text),
        label(other.candidate.as_deref().unwrap_or_default()),
        label(&other.source),
        label(other.id.as_deref().unwrap_or_default()),
        label(&item.answer.source),
        label(&item.answer.id),
    ])
}

fn evidence_rows<'a>(item: &'a Item, criterion: &'a CriterionProgram, hit: &Hit) -> Vec<Vec<Cell<'a>>> {
    let said = &item.answer.said;
    let signal = &criterion.signals[hit.signal];
    let row = |piece: &crate::scan::Piece| {
        let place = said.place(piece.span.start);
        let time = said.time(piece.span).map(|time| time.to_string());
        vec![
            label(name(item)),
            label(&item.answer.question),
            label(&criterion.id),
            Cell::Toned(signal.kind.name().into(), tone_of_kind(signal.kind, hit.stance)),
            label(hit.stance.name()),
            Cell::Quote(quote(piece, &said.text)),
            Cell::Number(signal.weight),
            Cell::Number(hit.coverage),
            label(&signal.id),
            Cell::Label(time.unwrap_or_default().into()),
            Cell::Count(place.line),
            Cell::Count(place.column),
            label(&item.answer.source),
            label(&item.answer.id),
        ]
    };
    hit.pieces.iter().map(row).collect()
}

fn candidates(list: &[Candidate], bank: &Bank, styles: &Styles) -> Vec<Worksheet> {
    let known = columns(list, bank);
    // Room for the title and for the filter's button.
    #[expect(clippy::cast_precision_loss, reason = "names are short")]
    let narrow = |title| -> Column<'_> { (title, str::width(title).clamp(5, 40) as f64 + 4.0) };
    let counts = ["Graded", "Not answered", "Not graded", "Total"].into_iter();
    let places = ["Place", "Tied", "Within margin", "Ranked on"];
    let titles = counts.chain(known.iter().map(|column| column.name())).chain(places).map(narrow);
    let titles: Vec<_> = [("Candidate", 24.0)].into_iter().chain(titles).collect();
    let mut table = Table::new("candidates", &titles, styles);
    let ranking = Ranking::of(list, bank);
    for (candidate, place) in list.iter().zip(&ranking.all) {
        let counts = [candidate.total.count(), candidate.empty, candidate.failed].map(Cell::Count);
        let means = [Value::Mean(&candidate.total)].into_iter().chain(known.iter().map(|column| column.of(candidate)));
        let means = means.map(|value| match value {
            Value::Count(count) => Cell::Count(count),
            Value::Mean(mean) => mean.tenths().map_or(Cell::Nothing, Cell::Tenths),
            Value::Nothing => Cell::Nothing,
        });
        let yes = |it| label(if it { "yes" } else { "no" });
        let place = place.as_ref().map(|place| {
            let (number, on) = (Cell::Count(place.number), Cell::Count(ranking.common.len()));
            [number, yes(place.tied), yes(place.within_margin), on]
        });
        let place = place.unwrap_or([const { Cell::Nothing }; 4]);
        table.add([label(&candidate.name)].into_iter().chain(counts).chain(means).chain(place).collect());
    }
    table.finish().into_iter().chain(comparison(list, &ranking, styles)).collect()
}

/// The questions side by side; a cell stays empty where nothing was asked.
fn comparison(list: &[Candidate], ranking: &Ranking, styles: &Styles) -> Vec<Worksheet> {
    let questions = ranking.asked.iter().take(MOST_QUESTIONS);
    let titles = [("Candidate", 24.0)].into_iter().chain(questions.clone().map(|id| (id.as_str(), 18.0)));
    let titles: Vec<_> = titles.collect();
    let mut table = Table::new("comparison", &titles, styles);
    for candidate in list.iter().filter(|candidate| !candidate.name.is_empty()) {
        let cell = |id: &String| match candidate.questions.get(id) {
            Some(asked) if asked.status() == Status::Empty => label("not answered"),
            Some(asked) => asked.mean.tenths().map_or_else(|| label("not graded"), Cell::Tenths),
            None => Cell::Nothing,
        };
        table.add([label(&candidate.name)].into_iter().chain(questions.clone().map(cell)).collect());
    }
    table.finish()
}

/// Who answered or, where that is not known, which answer it is.
fn name(item: &Item) -> &str {
    item.answer.candidate.as_deref().unwrap_or(&item.answer.id)
}

/// What is in a cell.
enum Cell<'a> {
    /// A name, on one line.
    Label(Cow<'a, str>),
    /// Words, on as many lines as they need.
    Text(Cow<'a, str>),
    /// A word in a colour.
    Toned(Cow<'a, str>, Tone),
    /// Words with some of them in bold.
    Quote(Vec<Run<'a>>),
    /// Tenths, with one decimal.
    Tenths(u64),
    /// Points or a weight, with at least one decimal.
    Number(Decimal),
    /// A whole number.
    Count(usize),
    /// It stays empty.
    Nothing,
}

fn label(text: &str) -> Cell<'_> {
    Cell::Label(text.into())
}

fn text(text: &str) -> Cell<'_> {
    Cell::Text(text.into())
}

/// A fill with letters that can be read on it.
#[derive(Clone, Copy)]
enum Tone {
    Plain,
    Good,
    Middling,
    Thin,
    Bad,
    Absent,
}

const fn tone_of_verdict(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Strong => Tone::Good,
        Verdict::Partial => Tone::Middling,
        Verdict::Weak => Tone::Thin,
        Verdict::Wrong => Tone::Bad,
        Verdict::Missing => Tone::Absent,
    }
}

/// Bands have names of the bank's own; what tells is their place.
fn tone_of_band(name: &str, bands: &[Band]) -> Tone {
    match bands.iter().position(|band| band.name == name) {
        Some(0) => Tone::Good,
        Some(at) if at + 1 == bands.len() => Tone::Thin,
        Some(_) => Tone::Middling,
        None => Tone::Plain,
    }
}

const fn tone_of_status(status: Status) -> Tone {
    match status {
        Status::Graded => Tone::Plain,
        Status::Empty | Status::NotAsked => Tone::Absent,
        Status::Error => Tone::Bad,
    }
}

const fn tone_of_kind(kind: Kind, stance: Stance) -> Tone {
    match (stance, kind) {
        (Stance::Said, Kind::Strong) => Tone::Good,
        (Stance::Said, Kind::Weak) => Tone::Thin,
        (Stance::Said, Kind::Wrong) => Tone::Bad,
        (_, _) => Tone::Absent,
    }
}

/// The formats of cells, made once.
struct Styles {
    header: Format,
    label: Format,
    plain_word: Format,
    text: Format,
    bold: Format,
    plain: Format,
    tenths: Format,
    number: Format,
    count: Format,
    good: Format,
    middling: Format,
    thin: Format,
    bad: Format,
    absent: Format,
}

impl Styles {
    fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        // Else a text begins where the number in the column before it ends.
        let text = top.clone().set_align(FormatAlign::Left).set_indent(1);
        let middle = Format::new().set_align(FormatAlign::Center).set_align(FormatAlign::Top);
        let toned = |fill: u32, letters: u32| middle.clone().set_background_color(fill).set_font_color(letters);
        Self {
            header: text.clone().set_bold().set_background_color(0x00E7_ECF2).set_border_bottom(FormatBorder::Thin),
            label: text.clone(),
            plain_word: middle.clone(),
            text: text.set_text_wrap(),
            bold: Format::new().set_bold(),
            plain: Format::new(),
            tenths: top.clone().set_num_format("0.0"),
            number: top.clone().set_num_format("0.0##"),
            count: top.clone().set_num_format("0"),
            good: toned(0x00DF_EFDC, 0x0023_5C2C),
            middling: toned(0x00FB_F1CF, 0x006B_5200),
            thin: toned(0x00FB_E3D3, 0x007A_3A10),
            bad: toned(0x00F8_D7D7, 0x0088_1F1F),
            absent: toned(0x00ED_EDED, 0x0059_5959),
        }
    }

    const fn toned(&self, tone: Tone) -> &Format {
        match tone {
            Tone::Plain => &self.plain_word,
            Tone::Good => &self.good,
            Tone::Middling => &self.middling,
            Tone::Thin => &self.thin,
            Tone::Bad => &self.bad,
            Tone::Absent => &self.absent,
        }
    }
}

/// Rows under a header, on as many sheets as they need.
struct Table<'a> {
    name: &'static str,
    columns: &'a [Column<'a>],
    styles: &'a Styles,
    most_rows: u32,
    /// The sheets that are full.
    full: Vec<Worksheet>,
    sheet: Worksheet,
    rows: u32,
}

impl<'a> Table<'a> {
    fn new(name: &'static str, columns: &'a [Column<'a>], styles: &'a Styles) -> Self {
        let sheet = sheet(name.to_owned(), columns, styles);
        Self { name, columns, styles, most_rows: MOST_ROWS, full: Vec::new(), sheet, rows: 1 }
    }

    #[expect(clippy::cast_precision_loss, reason = "few lines fit into a cell")]
    fn add(&mut self, cells: Vec<Cell<'_>>) {
        if self.rows == self.most_rows {
            let name = format!("{} {}", self.name, self.full.len() + 2);
            let next = sheet(name, self.columns, self.styles);
            self.full.push(filtered(std::mem::replace(&mut self.sheet, next), self.rows, self.columns));
            self.rows = 1;
        }
        let lines = cells.iter().zip(self.columns).map(|(cell, (_, width))| lines(cell, *width)).max().unwrap_or(1);
        if lines > 1 {
            let height = (lines as f64 * LINE_HEIGHT).min(HIGHEST_ROW);
            self.sheet.set_row_height(self.rows, height).expect("rows are counted");
        }
        for (column, cell) in (0..).zip(cells) {
            put(&mut self.sheet, self.rows, column, cell, self.styles);
        }
        self.rows += 1;
    }

    fn finish(self) -> Vec<Worksheet> {
        let last = filtered(self.sheet, self.rows, self.columns);
        self.full.into_iter().chain([last]).collect()
    }
}

/// Points; Excel lets no row be higher than the second.
const LINE_HEIGHT: f64 = 15.0;
const HIGHEST_ROW: f64 = 409.0;

/// On how many lines a cell will probably be wrapped: not every program finds the height of a row by itself.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small")]
fn lines(cell: &Cell<'_>, width: f64) -> usize {
    // Letters are narrower than the digits by which a column is measured; words do not fill their lines.
    let room = (width * 1.1 - 3.0).max(1.0);
    let wrapped = |text: &str| {
        let columns = |line: &str| (line.width() as f64 / room).ceil().max(1.0) as usize;
        text.split('\n').map(columns).sum()
    };
    match cell {
        Cell::Text(text) => wrapped(text),
        Cell::Quote(runs) => wrapped(&plain(runs)),
        Cell::Label(_) | Cell::Toned(..) | Cell::Tenths(_) | Cell::Number(_) | Cell::Count(_) | Cell::Nothing => 1,
    }
}

fn plain(runs: &[Run<'_>]) -> String {
    let text = |run: &Run<'_>| match run {
        Run::Plain(text) | Run::Marked(text) => visible_lines(text),
        Run::Cut => "\u{2026}".to_owned(),
    };
    runs.iter().map(text).collect()
}

/// An empty sheet with its header, which stays in sight and is printed on every page.
fn sheet(name: String, columns: &[Column<'_>], styles: &Styles) -> Worksheet {
    const WITHIN: &str = "a short name, and fewer columns than Excel's 16,384";
    let mut sheet = Worksheet::new();
    sheet.set_name(name).expect(WITHIN);
    for (at, &(title, width)) in (0..).zip(columns) {
        sheet.set_column_width(at, width).expect(WITHIN);
        sheet.write_string_with_format(0, at, shown(title), &styles.header).expect(WITHIN);
    }
    sheet.set_freeze_panes(1, 0).expect(WITHIN);
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0).expect(WITHIN);
    sheet
}

/// Excel's number for A4.
const A4: u8 = 9;

fn filtered(mut sheet: Worksheet, rows: u32, columns: &[Column<'_>]) -> Worksheet {
    let last = u16::try_from(columns.len() - 1).expect("few columns");
    sheet.autofilter(0, 0, rows - 1, last).expect("the range that was written");
    sheet
}

fn put(sheet: &mut Worksheet, row: u32, column: u16, cell: Cell<'_>, styles: &Styles) {
    const WITHIN: &str = "rows are counted and texts are cut";
    match cell {
        Cell::Text(text) | Cell::Label(text) if text.is_empty() => {}
        Cell::Label(text) => {
            sheet.write_string_with_format(row, column, shown(&text), &styles.label).expect(WITHIN);
        }
        Cell::Text(text) => {
            sheet.write_string_with_format(row, column, shown(&text), &styles.text).expect(WITHIN);
        }
        Cell::Toned(text, tone) => {
            sheet.write_string_with_format(row, column, shown(&text), styles.toned(tone)).expect(WITHIN);
        }
        Cell::Quote(runs) => put_quote(sheet, row, column, &runs, styles),
        #[expect(clippy::cast_precision_loss, reason = "scores are at most 1000 tenths")]
        Cell::Tenths(tenths) => {
            sheet.write_number_with_format(row, column, tenths as f64 / 10.0, &styles.tenths).expect(WITHIN);
        }
        Cell::Number(number) => {
            sheet.write_number_with_format(row, column, number.to_f64(), &styles.number).expect(WITHIN);
        }
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2⁵³")]
        Cell::Count(count) => {
            sheet.write_number_with_format(row, column, count as f64, &styles.count).expect(WITHIN);
        }
        Cell::Nothing => {}
    }
}

fn put_quote(sheet: &mut Worksheet, row: u32, column: u16, runs: &[Run<'_>], styles: &Styles) {
    let format = |run: &Run<'_>| if let Run::Marked(_) = run { &styles.bold } else { &styles.plain };
    let escaped: Vec<_> =
        runs.iter().map(|run| (format(run), escape_references(&plain(&[*run])).into_owned())).collect();
    let rich: Vec<_> =
        escaped.iter().map(|(format, text)| (*format, text.as_str())).filter(|(_, text)| !text.is_empty()).collect();
    if rich.is_empty() || sheet.write_rich_string_with_format(row, column, &rich, &styles.text).is_err() {
        // With its markup it is longer than a cell may be: better all the words than some of them in bold.
        put(sheet, row, column, Cell::Text(plain(runs).into()), styles);
    }
}

/// In a cell `_x0041_` stands for the character of that number; the library lets that pass in text with formats.
fn escape_references(text: &str) -> Cow<'_, str> {
    let is_reference = |at: usize| {
        let digits = text.as_bytes().get(at + 2..at + 7);
        digits.is_some_and(|digits| digits[..4].iter().all(u8::is_ascii_hexdigit) && digits[4] == b'_')
    };
    let mut out = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices("_x").filter(|&(at, _)| is_reference(at)) {
        out.push_str(&text[done..at]);
        out.push_str("_x005F");
        done = at;
    }
    if done == 0 && out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// As it is written into a cell: nothing that XML cannot hold, no more than fits.
fn shown(text: &str) -> String {
    let text = visible_lines(text);
    if text.encode_utf16().count() <= LONGEST_CELL {
        return text;
    }
    let mut length = 1;
    let fits = |c: &char| {
        length += c.len_utf16();
        length <= LONGEST_CELL
    };
    text.chars().take_while(fits).chain(['\u{2026}']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_sheet_goes_on_in_another() {
        let styles = Styles::new();
        let mut table = Table { most_rows: 3, ..Table::new("evidence", &[("Line", 8.0)], &styles) };
        (0..5).for_each(|line| table.add(vec![Cell::Count(line)]));
        let names: Vec<_> = table.finish().iter().map(Worksheet::name).collect();
        assert_eq!(names, ["evidence", "evidence 2", "evidence 3"]);
    }

    #[test]
    fn a_cell_holds_no_more_than_excel_takes() {
        assert_eq!(shown(&"a".repeat(LONGEST_CELL)).len(), LONGEST_CELL);
        for text in ["a".repeat(LONGEST_CELL + 1), "\u{1f600}".repeat(20_000), "\u{0}".repeat(40_000)] {
            let cell = shown(&text);
            assert!(cell.encode_utf16().count() <= LONGEST_CELL && cell.ends_with('\u{2026}'), "{}", cell.len());
        }
    }

    #[test]
    fn a_quote_with_too_much_markup_keeps_its_words() {
        let styles = Styles::new();
        let mut sheet = Worksheet::new();
        put_quote(&mut sheet, 0, 0, &[Run::Marked("word"), Run::Plain(" ")].repeat(1000), &styles);
        let mut workbook = Workbook::new();
        workbook.push_worksheet(sheet);
        assert!(workbook.save_to_buffer().is_ok());
    }

    #[test]
    fn references_stay_text() {
        for (text, escaped) in [
            ("plain _x y", "plain _x y"),
            ("_x0041_", "_x005F_x0041_"),
            ("é_x00e9__x000A_", "é_x005F_x00e9__x005F_x000A_"),
            ("_x004_", "_x004_"),
            ("_x00é_", "_x00é_"),
        ] {
            assert_eq!(escape_references(text), escaped);
        }
    }
}
