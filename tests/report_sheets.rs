//! Reports that are opened by other programs: CSV, Excel, Markdown and JUnit, on the same grades. Whatever was said,
//! nothing in them is executed and no cell moves.

use calamine::{Data, Reader, Xlsx};
use rubricate::decimal::Decimal;
use rubricate::grade::grade;
use rubricate::program::{Program, compile::compile};
use rubricate::report::csv::{self, Bom, Layout, Separator, Shape, Sheet};
use rubricate::report::{Item, Outcome, Rubrics, junit, markdown, xlsx};
use rubricate::rubric::Bank;
use rubricate::rubric::load::{File, load};
use rubricate::totals::Candidates;
use rubricate::transcript::{Answer, Passage};

const BANK: &str = "
name: Test
bands: [{name: strong, from: 60}, {name: partial, from: 30}, {name: weak, from: 0}]
";

const TUPLES: &str = "
id: tuples
question: Why would you use a tuple?
level: junior
layer: knowledge
topics: [data-model]
criteria:
  - id: fixed
    title: A `tuple` cannot change
    points: 2
    strong: [tuple ... not ... change]
    wrong: [tuple ... is ... faster]
    follow_up: Can it be a key?
  - id: key
    title: Works as a key
    points: 1
    strong: [{pattern: key, weight: 0.5}, hashable]
";

const LOCK: &str = "
id: lock
question: What does the lock do?
level: senior
layer: knowledge
topics: [concurrency]
criteria:
  - id: one
    title: One thread | one lock
    points: 3
    strong: [one thread]
";

fn bank() -> (Bank, Program) {
    let file = |name: &str, text: &str| File { name: name.into(), bytes: text.into() };
    let loaded = load(vec![file("bank.yaml", BANK), file("tuples.yaml", TUPLES), file("lock.yaml", LOCK)]);
    assert!(loaded.found.is_empty(), "{:?}", loaded.found);
    let program = compile(&loaded.bank);
    (loaded.bank, program)
}

/// An answer of somebody to a question; one to a question that is not in the bank could not be graded.
fn item(program: &Program, source: &str, candidate: &str, question: &str, said: &str) -> Item {
    let answer = Answer {
        id: format!("{candidate}/{question}"),
        source: source.into(),
        candidate: Some(candidate.into()),
        question: question.into(),
        said: Passage::plain(said),
        ..Answer::default()
    };
    let outcome = match program.question(question) {
        Some(question) => Outcome::Graded(grade(program, question, said)),
        None => Outcome::Failed(format!("no question `{question}` in the bank")),
    };
    Item { answer, outcome }
}

fn items(program: &Program) -> Vec<Item> {
    vec![
        item(program, "ann.txt", "ann", "tuples", "A tuple can not ever change, so it is a fine key for a dict."),
        item(program, "ann.txt", "ann", "lock", "Only one thread has it."),
        item(program, "bo.jsonl:1", "bo", "tuples", "A tuple is a bit faster than a list, and that is all."),
        item(program, "bo.jsonl:2", "bo", "lock", ""),
        item(program, "bo.jsonl:3", "bo", "nothing", "What?"),
    ]
}

fn sheet(items: &[Item], rubrics: Rubrics<'_>, layout: Layout) -> String {
    let mut sheet = Sheet::new(layout, rubrics);
    let mut bytes = sheet.start();
    items.iter().for_each(|item| bytes.extend(sheet.item(item)));
    bytes.extend(sheet.end().flatten());
    String::from_utf8(bytes).unwrap()
}

const fn comma(shape: Shape) -> Layout {
    Layout { shape, separator: Separator::Comma, bom: Bom::Without }
}

/// What texts from outside may hold.
const HOSTILE: &[&str] = &[
    "=HYPERLINK(\"http://x\",\"y\") one thread",
    "+1 one thread",
    "-1 one thread",
    "@x one thread",
    "\tone thread",
    "\u{ff1d}1 one thread",
    "\u{200b}=1 one thread",
    "\r=1 one\r\nthread",
    "sep=; one thread, \"quoted\"\n,\n;",
    "\u{0}\u{1}\u{1b}]0;x\u{7} one thread \u{fffe}\u{ffff}\u{85}",
    "_x0041_ one thread _x000A_",
    "]]></system-out><!-- <script>alert(1)</script> &amp; one thread",
    "| `one thread` | **x** [x](javascript:alert(1)) @all #1\n::error::one thread\n# h",
];

/// Each hostile text in every place that comes from outside.
fn hostile(program: &Program) -> Vec<Item> {
    let texts = HOSTILE.iter();
    texts
        .flat_map(|text| {
            let mut failed = item(program, text, text, text, text);
            failed.outcome = Outcome::Failed((*text).to_owned());
            [item(program, text, text, "lock", text), failed]
        })
        .collect()
}

#[test]
fn the_three_shapes_of_csv() {
    let (bank, program) = bank();
    let rubrics = Rubrics { bank: &bank, program: &program };
    let items = items(&program);
    insta::assert_snapshot!(sheet(&items, rubrics, comma(Shape::Wide)), @r#"
    source,id,candidate,question,status,score,band,points,possible,deducted,flags,error,tuples/fixed,tuples/key,lock/one
    ann.txt,ann/tuples,ann,tuples,graded,83.3,strong,2.5,3,0,,,2,0.5,
    ann.txt,ann/lock,ann,lock,graded,100,strong,3,3,0,very-short,,,,3
    bo.jsonl:1,bo/tuples,bo,tuples,graded,0,weak,0,3,0,,,0,0,
    bo.jsonl:2,bo/lock,bo,lock,empty,,,,3,,,,,,
    bo.jsonl:3,bo/nothing,bo,nothing,error,,,,,,,no question `nothing` in the bank,,,
    "#);
    insta::assert_snapshot!(sheet(&items, rubrics, comma(Shape::Long)), @r#"
    source,id,candidate,question,status,score,band,flags,criterion,title,verdict,points,possible,evidence,signals,follow_up,error
    ann.txt,ann/tuples,ann,tuples,graded,83.3,strong,,fixed,A `tuple` cannot change,strong,2,2,tuple can not ever change,fixed.strong.1,,
    ann.txt,ann/tuples,ann,tuples,graded,83.3,strong,,key,Works as a key,partial,0.5,1,key,key.strong.1,,
    ann.txt,ann/lock,ann,lock,graded,100,strong,very-short,one,One thread | one lock,strong,3,3,one thread,one.strong.1,,
    bo.jsonl:1,bo/tuples,bo,tuples,graded,0,weak,,fixed,A `tuple` cannot change,wrong,0,2,tuple is a bit faster,fixed.wrong.1,Can it be a key?,
    bo.jsonl:1,bo/tuples,bo,tuples,graded,0,weak,,key,Works as a key,missing,0,1,,,,
    bo.jsonl:2,bo/lock,bo,lock,empty,,,,,,,,,,,,
    bo.jsonl:3,bo/nothing,bo,nothing,error,,,,,,,,,,,,no question `nothing` in the bank
    "#);
    insta::assert_snapshot!(sheet(&items, rubrics, comma(Shape::Evidence)), @r#"
    source,id,candidate,question,status,criterion,kind,stance,signal,weight,coverage,start,end,line,column,byte,time,time_end,text,error
    ann.txt,ann/tuples,ann,tuples,graded,fixed,strong,said,fixed.strong.1,1,1,2,27,1,3,,,,tuple can not ever change,
    ann.txt,ann/tuples,ann,tuples,graded,key,strong,said,key.strong.1,0.5,1,45,48,1,46,,,,key,
    ann.txt,ann/lock,ann,lock,graded,one,strong,said,one.strong.1,1,1,5,15,1,6,,,,one thread,
    bo.jsonl:1,bo/tuples,bo,tuples,graded,fixed,wrong,said,fixed.wrong.1,1,1,2,23,1,3,,,,tuple is a bit faster,
    bo.jsonl:2,bo/lock,bo,lock,empty,,,,,,,,,,,,,,,
    bo.jsonl:3,bo/nothing,bo,nothing,error,,,,,,,,,,,,,,,no question `nothing` in the bank
    "#);
    let list = Candidates::of(&items, &bank).list;
    let candidates = csv::candidates(&list, &bank, Separator::Comma, Bom::Without);
    insta::assert_snapshot!(String::from_utf8(candidates).unwrap(), @r#"
    candidate,graded,not_answered,not_graded,total,band/strong,band/weak,level/junior,level/senior,layer/knowledge,topic/concurrency,topic/data-model,place,tied,within_margin,ranked_on
    ann,2,0,0,91.6,2,0,83.3,100.0,91.6,100.0,83.3,1,no,no,2
    bo,1,1,1,0.0,0,1,0.0,,0.0,,0.0,2,no,no,2
    "#);
}

#[test]
fn answers_to_one_question_have_columns_named_by_the_criterion_alone() {
    let (bank, program) = bank();
    let rubrics = Rubrics { bank: &bank, program: &program };
    let items = items(&program);
    let wide = sheet(&items[..1], rubrics, comma(Shape::Wide));
    assert!(wide.lines().next().unwrap().ends_with(",error,fixed,key"), "{wide}");
    let none = sheet(&[], rubrics, comma(Shape::Wide));
    assert!(none.ends_with(",error\n") && none.lines().count() == 1, "{none}");
}

#[test]
fn tabs_and_a_byte_order_mark_on_request() {
    let (bank, program) = bank();
    let rubrics = Rubrics { bank: &bank, program: &program };
    for shape in [Shape::Wide, Shape::Long, Shape::Evidence] {
        let items = items(&program);
        let plain = sheet(&items, rubrics, comma(shape));
        let layout = Layout { shape, separator: Separator::Tab, bom: Bom::With };
        let tabs = sheet(&items, rubrics, layout);
        assert!(tabs.starts_with("\u{feff}source\tid\t"), "{tabs}");
        assert_eq!(cells(&tabs[3..], b'\t'), cells(&plain, b','));
    }
}

/// All cells, as a reader that knows RFC 4180 and no more takes them.
fn cells(sheet: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(sheet.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn no_text_becomes_a_formula_or_moves_a_cell() {
    let (bank, program) = bank();
    let rubrics = Rubrics { bank: &bank, program: &program };
    let items = hostile(&program);
    for shape in [Shape::Wide, Shape::Long, Shape::Evidence] {
        for separator in [Separator::Comma, Separator::Tab] {
            let text = sheet(&items, rubrics, Layout { shape, separator, bom: Bom::Without });
            let delimiter = if separator == Separator::Comma { b',' } else { b'\t' };
            let rows = cells(&text, delimiter);
            // One criterion with one piece of evidence each.
            assert_eq!(rows.len(), 1 + items.len(), "{shape:?}");
            for cell in rows.iter().flatten() {
                let first = cell.chars().find(|c| !c.is_whitespace() && *c != '\u{200b}');
                let bare = cell.parse::<f64>().is_err() && first.is_some_and(|c| "=+-@\u{ff1d}".contains(c));
                assert!(!bare && !cell.contains('\0'), "{cell:?}");
            }
        }
    }
    let list = Candidates::of(&items, &bank).list;
    let bytes = csv::candidates(&list, &bank, Separator::Comma, Bom::Without);
    let rows = cells(&String::from_utf8(bytes).unwrap(), b',');
    assert_eq!(rows.len(), 1 + HOSTILE.len());
    assert!(rows[1][0].starts_with("'=HYPERLINK"));
}

/// The sheets with their rows, as another library reads them.
fn workbook(bytes: &[u8]) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheets = book.worksheets();
    for (name, _) in &sheets {
        assert_eq!(book.worksheet_formula(name).unwrap().used_cells().count(), 0, "{name}");
    }
    sheets.into_iter().map(|(name, range)| (name, range.rows().map(<[Data]>::to_vec).collect())).collect()
}

#[test]
fn a_workbook_has_a_sheet_for_each_way_of_looking() {
    let (bank, program) = bank();
    let rubrics = Rubrics { bank: &bank, program: &program };
    let items = items(&program);
    let bytes = xlsx::report(&items, rubrics);
    let sheets = workbook(&bytes);
    let names: Vec<_> = sheets.iter().map(|(name, rows)| (name.as_str(), rows.len())).collect();
    assert_eq!(names, [("summary", 6), ("candidates", 3), ("comparison", 3), ("criteria", 6), ("evidence", 5)]);
    let row =
        |sheet: usize, row: usize| sheets[sheet].1[row].iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ");
    insta::assert_snapshot!([row(0, 1), row(0, 4), row(0, 5), row(1, 2), row(2, 2), row(3, 1), row(4, 1)].join("\n"), @r#"
    ann | tuples | 83.3 | strong | 2.5 | 3 |  | graded |  | ann.txt | ann/tuples
    bo | lock |  |  |  | 3 |  | empty |  | bo.jsonl:2 | bo/lock
    bo | nothing |  |  |  |  |  | error | no question `nothing` in the bank | bo.jsonl:3 | bo/nothing
    bo | 1 | 1 | 1 | 0 | 0 | 1 | 0 |  | 0 |  | 0 | 2 | no | no | 2
    bo | not answered | 0
    ann | tuples | fixed | A `tuple` cannot change | strong | 2 | 2 | tuple can not ever change |  | ann/tuples
    ann | tuples | fixed | strong | said | A tuple can not ever change, so it is… | 1 | 1 | fixed.strong.1 |  | 1 | 3 | ann.txt | ann/tuples
    "#);
    assert_eq!(sheets[0].1[1][2], Data::Float(83.3), "numbers are numbers");
    assert_eq!(bytes, xlsx::report(&items, rubrics), "the same grades make the same bytes");
    let alone = workbook(&xlsx::report(&items[..2], rubrics));
    assert_eq!(alone.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["summary", "criteria", "evidence"]);
    assert_eq!(workbook(&xlsx::report(&[], rubrics)).len(), 3);
}

#[test]
fn texts_stay_texts_in_a_workbook() {
    let (bank, program) = bank();
    let rubrics = Rubrics { bank: &bank, program: &program };
    let items = hostile(&program);
    let sheets = workbook(&xlsx::report(&items, rubrics));
    assert_eq!(sheets[0].1.len(), 1 + items.len());
    let candidates: Vec<_> = sheets[0].1[1..].iter().step_by(2).map(|row| row[0].to_string()).collect();
    assert_eq!(candidates[0], HOSTILE[0]);
    assert_eq!(candidates[5], HOSTILE[5]);
    assert_eq!(candidates[7], "\n=1 one\nthread");
    assert_eq!(candidates[9], "␀␁␛]0;x␇ one thread <U+FFFE><U+FFFF><U+0085>");
    assert_eq!(candidates[10], HOSTILE[10]);
    let quotes: Vec<_> = sheets[4].1[1..].iter().map(|row| row[5].to_string()).collect();
    assert_eq!(quotes.len(), HOSTILE.len());
    assert_eq!(quotes[10], HOSTILE[10], "with some of it in bold, too");
}

#[test]
fn an_answer_longer_than_a_cell_is_cut() {
    let (bank, program) = bank();
    let rubrics = Rubrics { bank: &bank, program: &program };
    let said = format!("one{} thread {}", " um".repeat(20_000), "one thread. ".repeat(5_000));
    let sheets = workbook(&xlsx::report(&[item(&program, "a", &said, "lock", &said)], rubrics));
    let name = sheets[0].1[1][0].to_string();
    assert!(name.encode_utf16().count() == 32_767 && name.ends_with('…'), "{}", name.len());
}

#[test]
fn markdown_has_a_table_of_answers_and_one_for_each() {
    let (bank, program) = bank();
    let rubrics = Rubrics { bank: &bank, program: &program };
    insta::assert_snapshot!(markdown::report(&items(&program), rubrics), @r#"
    # Grades

    | candidate | question | score | band | flags |
    |---|---|---:|---|---|
    | ann | tuples | 83.3 | strong |  |
    | ann | lock | 100.0 | strong | very-short |
    | bo | tuples | 0.0 | weak |  |
    | bo | lock | – | no answer |  |
    | bo | nothing | – | error | no question &#96;nothing&#96; in the bank |

    ## Candidates

    | candidate | place | graded | not answered | not graded | total | strong | weak | junior | senior | knowledge |
    |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
    | ann | 1 | 2 | 0 | 0 | 91.6 | 2 | 0 | 83.3 | 100.0 | 91.6 (1) |
    | bo | 2 | 1 | 1 | 1 | 0.0 | 0 | 1 | 0.0 | – | 0.0 (2) |

    Ranked on 2 questions, which both candidates were asked. 1 answer is missing: 0 in ranks, no part of totals. 1 answer could not be graded: its question is no part of ranks over several.

    ## ann · tuples

    **83.3** strong, 2.5 of 3 points. Source: ann.txt

    | criterion | verdict | points | evidence |
    |---|---|---:|---|
    | A `tuple` cannot change | strong | 2/2 | A **tuple** can **not** ever **change**, so it is… |
    | Works as a key | partial | 0.5/1 | …it is a fine **key** for a dict. |

    ## ann · lock

    **100** strong, 3 of 3 points. Source: ann.txt

    - ⚑ very-short: 5 words

    | criterion | verdict | points | evidence |
    |---|---|---:|---|
    | One thread \| one lock | strong | 3/3 | Only **one thread** has it. |

    ## bo · tuples

    **0** weak, 0 of 3 points. Source: bo.jsonl:1

    | criterion | verdict | points | evidence |
    |---|---|---:|---|
    | A `tuple` cannot change | wrong | 0/2 | _wrong:_ A **tuple is** a bit **faster** than a list, and… |
    | Works as a key | missing | 0/1 |  |

    Ask next:

    - Can it be a key?

    ## bo · lock

    No answer. Source: bo.jsonl:2

    ## bo · nothing

    Could not be graded: no question &#96;nothing&#96; in the bank. Source: bo.jsonl:3
    "#);
}

#[test]
fn no_text_is_markup() {
    let (bank, program) = bank();
    let rubrics = Rubrics { bank: &bank, program: &program };
    let report = markdown::report(&hostile(&program), rubrics);
    let mut columns = None;
    for line in report.lines() {
        // Lines are those of the report itself, and cells those of its tables.
        assert!(["", "#", "|", "*", "-", "Could", "No"].iter().any(|start| line.starts_with(start)), "{line}");
        if let Some(row) = line.strip_prefix('|') {
            let bars = row.replace("\\\\", "").replace("\\|", "").matches('|').count();
            assert_eq!(bars, *columns.get_or_insert(bars), "{line}");
        } else {
            columns = None;
        }
    }
    let unescaped = report.replace("\\\\", "").replace("\\]", "");
    for markup in ["<script", "](", "::", "\u{1b}", " @all", "\n# h"] {
        assert!(!unescaped.contains(markup), "{markup}");
    }
}

#[track_caller]
fn counts(node: roxmltree::Node<'_, '_>) -> [usize; 4] {
    let told = ["tests", "failures", "errors", "skipped"].map(|name| node.attribute(name).unwrap().parse().unwrap());
    let found = ["testcase", "failure", "error", "skipped"]
        .map(|name| node.descendants().filter(|node| node.has_tag_name(name)).count());
    assert_eq!(told, found);
    told
}

#[test]
fn junit_counts_what_fails_errs_and_is_skipped() {
    let (bank, program) = bank();
    let rubrics = Rubrics { bank: &bank, program: &program };
    let items = items(&program);
    // The scores are 83.3 (2.5 of 3), 100 and 0; equality passes, and what is cut off is not lost.
    for (gate, failures) in [(None, 0), (Some("0"), 0), (Some("83.3"), 1), (Some("83.4"), 2), (Some("100"), 2)] {
        let report = junit::report(&items, rubrics, gate.map(|gate| Decimal::parse(gate).unwrap()));
        let document = roxmltree::Document::parse(&report).unwrap();
        assert_eq!(counts(document.root_element()), [5, failures, 1, 1], "{gate:?}");
        let suites = document.descendants().filter(|node| node.has_tag_name("testsuite"));
        let suites: Vec<_> = suites.map(|suite| (suite.attribute("name").unwrap(), counts(suite)[0])).collect();
        assert_eq!(suites, [("ann.txt", 2), ("bo.jsonl", 3)]);
    }
    insta::assert_snapshot!(junit::report(&items, rubrics, Decimal::parse("83.4")), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="rubricate" tests="5" failures="2" errors="1" skipped="1">
      <testsuite name="ann.txt" tests="2" failures="1" errors="0" skipped="0">
        <testcase classname="tuples" name="ann/tuples">
          <failure type="gate" message="score 83.3 (2.5 of 3 points) is below 83.4"/>
          <system-out>source ann.txt
    candidate ann
    score 83.3 strong, 2.5 of 3 points
    strong 2/2 fixed
    partial 0.5/1 key</system-out>
        </testcase>
        <testcase classname="lock" name="ann/lock">
          <system-out>source ann.txt
    candidate ann
    score 100 strong, 3 of 3 points
    flag very-short: 5 words
    strong 3/3 one</system-out>
        </testcase>
      </testsuite>
      <testsuite name="bo.jsonl" tests="3" failures="1" errors="1" skipped="1">
        <testcase classname="tuples" name="bo/tuples">
          <failure type="gate" message="score 0 (0 of 3 points) is below 83.4"/>
          <system-out>source bo.jsonl:1
    candidate bo
    score 0 weak, 0 of 3 points
    wrong 0/2 fixed
    missing 0/1 key</system-out>
        </testcase>
        <testcase classname="lock" name="bo/lock">
          <skipped message="nothing was answered"/>
        </testcase>
        <testcase classname="nothing" name="bo/nothing">
          <error type="not-graded" message="no question `nothing` in the bank"/>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
}

#[test]
fn junit_is_xml_whatever_was_said() {
    let (bank, program) = bank();
    let rubrics = Rubrics { bank: &bank, program: &program };
    let items = hostile(&program);
    let report = junit::report(&items, rubrics, Some(Decimal::ONE));
    let document = roxmltree::Document::parse(&report).unwrap();
    assert_eq!(counts(document.root_element())[0], items.len());
    let names: Vec<_> = document.descendants().filter_map(|node| node.attribute("classname")).collect();
    assert_eq!(names[1], HOSTILE[0]);
    let legal = |c: char| matches!(c, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(report.chars().all(legal));
}
