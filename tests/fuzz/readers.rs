//! Every reader of answers and of marks, on any bytes: places lead into the file, and what was read is graded and shown.

use super::{archive, bank, laws, sections};
use rubricate::decode;
use rubricate::intake::{Intake, Sheet, Taken};
use rubricate::marks::columns::Named;
use rubricate::marks::{join, read as read_marks, scale::Scale, table};
use rubricate::transcript::format::{Format, recognise};
use rubricate::transcript::sheet::workbook::to_csv;
use rubricate::transcript::{Answer, Passage, html as fragment};

/// WebVTT, SubRip and SBV, told apart by what they hold.
pub(super) fn captions(input: &[u8]) {
    [Format::Vtt, Format::Srt, Format::Sbv].into_iter().for_each(|format| whole(input, format));
}

/// Text with labelled turns, and whatever else a text is taken for.
pub(super) fn labelled(input: &[u8]) {
    whole(input, Format::Text);
    whole(input, recognise("a.txt", &decode::decode(input.to_vec()).text));
}

/// The JSON of recognisers, and lists of records.
pub(super) fn speech(input: &[u8]) {
    whole(input, Format::Json);
}

/// As an interview, with its questions found and with their order given, and as one answer.
fn whole(input: &[u8], format: Format) {
    let intake = Intake::new(bank::wordings());
    let order = Intake { order: vec!["lock".to_owned(), "code".to_owned()], ..Intake::new(bank::wordings()) };
    let question = Intake { question: Some("lock".to_owned()), ..Intake::new(bank::wordings()) };
    for intake in [intake, order, question] {
        laws::of_taken(intake.whole("a.txt", input.to_vec(), format).taken, input.len());
    }
}

/// Lines of JSON.
pub(super) fn records(input: &[u8]) {
    let intake = Intake { question: Some("code".to_owned()), ..Intake::new(bank::wordings()) };
    let lines = input.split_inclusive(|&byte| byte == b'\n').zip(1..);
    let taken = lines.filter_map(|(line, number)| intake.line("a.jsonl", number, line)).collect();
    laws::of_taken(taken, usize::MAX);
}

/// Comma, semicolon and tab.
pub(super) fn sheet(input: &[u8]) {
    let intake = Intake::new(bank::wordings());
    let head = decode::decode(input.to_vec()).text;
    for format in [Format::Csv, Format::Tsv] {
        rows(Sheet::new(&intake, "a.csv", &head, format), input);
    }
}

fn rows(mut sheet: Sheet<'_>, bytes: &[u8]) {
    let mut taken: Vec<Taken> = Vec::new();
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        match sheet.line(line) {
            Ok(found) => taken.extend(found),
            Err(_) => return,
        }
    }
    taken.extend(sheet.end().into_iter().flatten());
    laws::of_taken(taken, usize::MAX);
}

/// A workbook: its bytes, or else the first sheet, the shared texts and the styles, one a section.
pub(super) fn workbook(input: &[u8]) {
    let bytes = if input.starts_with(b"PK") { input.to_vec() } else { archive::workbook(sections(input)) };
    let Ok(csv) = to_csv(bytes) else { return };
    let intake = Intake::new(bank::wordings());
    rows(Sheet::separated(&intake, "a.xlsx", b','), csv.as_bytes());
}

/// The text of a page is plain, and one of its words can be graded.
pub(super) fn html(input: &[u8]) {
    let page = String::from_utf8_lossy(input);
    let text = fragment::text(&page);
    let _ = fragment::is_fragment(&page);
    let answer = Answer { question: "lock".to_owned(), said: Passage::plain(text), ..Answer::default() };
    laws::of_taken(vec![Taken::answer(answer)], usize::MAX);
}

/// A scale and a table of marks, one a section: each mark is on the scale, or refused with its place.
pub(super) fn marks(input: &[u8]) {
    let mut sections = sections(input);
    let scale = Scale::parse(sections.next().unwrap_or_default().trim());
    let text = sections.next().unwrap_or_default();
    let Ok(table) = table::read("marks.csv", &text, None) else { return };
    assert!(table.rows.iter().all(|row| row.cells.len() == table.header.len()));
    let bank = bank::rubrics().bank;
    let answer = |id: &str| Answer { id: id.to_owned(), question: "lock".to_owned(), ..Answer::default() };
    for scale in [None, scale.as_ref().ok()] {
        let Ok(marks) = read_marks::read(&table, &Named::default(), scale, bank) else { continue };
        let levels = &marks.scale.levels;
        assert!(levels.len() > 1 && levels.is_sorted_by(|one, next| one.value < next.value), "{levels:?}");
        let joined = join::by_id(&marks, vec![answer("a"), answer("b")], bank, &|_| Some("lock".to_owned()));
        for answer in &joined.answers {
            let reference = answer.reference(&marks.scale);
            let (least, most) = (marks.scale.least(), marks.scale.most());
            assert!(reference.is_none_or(|value| (least..=most).contains(&value)), "{reference:?}");
        }
    }
}
