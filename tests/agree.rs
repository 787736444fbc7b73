//! Agreement with people, told by the whole program: what is joined, what is measured, in every format, and by its exit.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

const BANK: &str = "fixtures/banks/first-aid";
const MARKED: &str = "fixtures/marks/first-aid.csv";

struct Run {
    status: i32,
    stdout: String,
    stderr: String,
}

fn agree(args: &[&str]) -> Run {
    let mut command = Command::cargo_bin("rubricate").unwrap();
    command.args(["agree", "--rubrics", BANK]).args(args).env("COLUMNS", "80").env_remove("NO_COLOR");
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// The fixture with its two raters.
fn rated(args: &[&str]) -> Run {
    let fixed = [MARKED, "--mark", "Ann", "--mark", "Bo", "--scale", "0-4", "--resamples", "100"];
    agree(&[&fixed[..], args].concat())
}

#[track_caller]
fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {} {}", run.stdout, run.stderr))
}

#[track_caller]
fn snapshot(name: &str, args: &[&str]) {
    let run = rated(args);
    assert_eq!(run.status, 0, "{}", run.stderr);
    insta::assert_snapshot!(name, run.stdout);
}

#[test]
fn the_report_for_people() {
    snapshot("human", &["--by-column", "school", "--worst", "2"]);
}

#[test]
fn the_report_in_markdown() {
    snapshot("md", &["--by-column", "school", "--worst", "1", "-f", "md"]);
}

#[test]
fn the_report_for_programs() {
    snapshot("json", &["--worst", "1", "-f", "json"]);
}

#[test]
fn figures_are_rows_of_csv() {
    let run = rated(&["-f", "csv", "--by-column", "school"]);
    let rows: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(rows[0], "measure,group,value,low,high,n");
    assert!(rows[1].starts_with("qwk,program,0."), "{}", rows[1]);
    for start in ["qwk,people,", "qwk,length,", "f1,level/4,", "impact_ratio,school/south,", "f1,criterion/burn/cools,"]
    {
        assert!(rows.iter().any(|row| row.starts_with(start)), "{start}\n{}", run.stdout);
    }
}

#[test]
fn the_page_is_one_file_without_scripts() {
    let page = rated(&["-f", "html", "--by-column", "school"]).stdout;
    assert!(page.contains("<svg class=\"scatter\"") && page.contains("<circle "), "{page}");
    for forbidden in ["<script", "http://", "https://", "url("] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

/// Two raters in columns are the same as in rows.
#[test]
fn raters_can_have_columns_or_rows() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = String::from("id,question,rater,mark\n");
    let mut reader = csv::Reader::from_path(MARKED).unwrap();
    for record in reader.records().map(Result::unwrap) {
        for (column, name) in [(3, "Ann"), (4, "Bo")] {
            rows.push_str(&format!("{},{},{name},{}\n", &record[0], &record[1], &record[column]));
        }
    }
    let marks = write(&folder, "marks.csv", &rows);
    let long = agree(&[&marks, "--answers", MARKED, "--scale", "0-4", "--resamples", "100", "-f", "json"]);
    let (long, wide) = (json(&long), json(&rated(&["-f", "json"])));
    for field in ["program", "people", "confusion", "raters"] {
        assert_eq!(long[field], wide[field], "{field}");
    }
}

fn write(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

const ANSWERS: &str = concat!(
    "{\"id\": \"x\", \"question\": \"burn\", \"answer\": \"Cold running water for twenty minutes, rings off, cling film over it.\"}\n",
    "{\"id\": \"y\", \"question\": \"burn\", \"answer\": \"Put butter on it.\"}\n",
    "{\"id\": \"z\", \"question\": \"burn\", \"answer\": \"Cover it with a clean cloth.\"}\n",
    "{\"id\": \"w\", \"question\": \"tyres\", \"answer\": \"Change it.\"}\n",
);

#[test]
fn what_could_not_be_joined_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let answers = write(&folder, "answers.jsonl", ANSWERS);
    let marks = write(&folder, "marks.csv", "id,mark\nx,4\ny,0\nq,1\nz,9\n");
    let run = agree(&[&marks, "--answers", &answers, "--scale", "0-4", "-f", "json"]);
    assert_eq!(run.status, 3, "{}", run.stderr);
    for told in [
        "no question `tyres` in the bank",
        "marks.csv:5: `9` is not on the scale; expected 0 to 4",
        "2 answers with 2 marks, 1 answer left out",
        "marks without an answer: 1 (`q`)",
        "answers without a mark: 1 (`z`)",
    ] {
        assert!(run.stderr.contains(told), "{told}\n{}", run.stderr);
    }
    assert_eq!(json(&run)["answers"]["compared"], 2);
}

#[test]
fn labels_can_be_joined_to_levels_and_wrong_claims_have_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let answers = write(&folder, "answers.jsonl", ANSWERS);
    let marks = write(&folder, "marks.csv", "id,label\nx,correct\ny,contradictory\nz,incorrect\n");
    let confusion = |args: &[&str]| {
        let run = agree(&[&[&marks[..], "--answers", &answers, "--resamples", "0", "-f", "json"], args].concat());
        json(&run)["confusion"].to_string()
    };
    assert_eq!(confusion(&["--scale", "incorrect|contradictory,correct"]), "[[2,0],[0,1]]");
    let three = ["--scale", "incorrect,contradictory,correct", "--by", "score"];
    assert_eq!(confusion(&three), "[[1,0,0],[1,0,0],[0,1,0]]");
    let three = [&three[..], &["--wrong-claim", "contradictory"]].concat();
    assert_eq!(confusion(&three), "[[1,0,0],[0,1,0],[0,1,0]]");
}

#[track_caller]
fn refused(marks: &str, args: &[&str], reason: &str) {
    let folder = tempfile::tempdir().unwrap();
    let answers = write(&folder, "answers.jsonl", ANSWERS);
    let marks = write(&folder, "marks.csv", marks);
    let run = agree(&[&[&marks[..], "--answers", &answers], args].concat());
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(run.stderr.contains(reason), "{}", run.stderr);
}

#[test]
fn what_cannot_be_compared_says_what_to_type() {
    refused("id,mark\na,1\nb,2\n", &[], "an id of the marks is `a`, one of the answers `x`");
    refused("id,mark\nx,good\ny,bad\n", &[], "the order of the marks `bad`, `good` is not known; type `--scale a,b,c`");
    refused("id,x\nx,1\n", &[], "no column holds marks; the columns are `id`, `x`; name one with --mark");
    refused("nr,mark\nx,1\ny,0\n", &[], "the marks have no column with ids; name it with --id-column");
    refused("id,mark\nx,1\ny,0\n", &["--by", "band"], "the bank has 3 bands and the scale 2 levels");
    refused("id,mark\nx,1\ny,0\n", &["--wrong-claim", "maybe"], "no level `maybe` on the scale");
    refused("id,mark\nx,1\ny,0\n", &["--by-column", "scool"], "no column is called `scool`");
    refused("id,mark\nx,1\ny,0\n", &["--pass", "gold"], "`gold` is no level of the scale (0 to 1) and no band");
    refused("id,mark\nx,1\ny,0\n", &["-o", "x.pdf"], "no format for x.pdf");
}

/// The gate compares the figure as it is; equality passes.
#[test]
fn the_gate_is_exact() {
    let qwk = json(&rated(&["-f", "json"]))["program"]["qwk"]["value"].as_f64().unwrap();
    let gate = |least: f64| rated(&["--fail-under", &least.to_string()]);
    assert_eq!(gate(qwk - 0.001).status, 0);
    let run = gate(qwk + 0.001);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("failed: the quadratic weighted kappa 0."), "{}", run.stderr);
}

/// The same bytes, whatever the threads, and no two seeds alike.
#[test]
fn intervals_depend_on_the_seed_alone() {
    let run = |threads: &str, seed: &str| {
        let mut command = Command::cargo_bin("rubricate").unwrap();
        command.args(["agree", "--rubrics", BANK, MARKED, "--mark", "Ann", "-f", "csv", "--seed", seed]);
        command.env("RAYON_NUM_THREADS", threads).output().unwrap().stdout
    };
    assert_eq!(run("1", "1"), run("3", "1"));
    assert_ne!(run("1", "1"), run("1", "2"));
}

/// A workbook is read as the sheet that it is.
#[test]
fn workbooks_hold_marks_and_answers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("marked.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(MARKED).unwrap();
    for (row, record) in reader.records().map(Result::unwrap).enumerate() {
        for (column, cell) in record.iter().enumerate() {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    workbook.save(&path).unwrap();
    let fixed = ["--mark", "Ann", "--mark", "Bo", "--scale", "0-4", "--resamples", "100", "-f", "csv"];
    let of = |marks: &str, answers: &[&str]| agree(&[&[marks], &fixed[..], answers].concat()).stdout;
    let path = path.to_str().unwrap();
    let expected = of(MARKED, &[]);
    assert_eq!(of(path, &[]), expected);
    assert_eq!(of(path, &["--answers", MARKED]), expected);
}

/// What people and answers say acts on no terminal and in no browser.
#[test]
fn nothing_in_a_text_acts_on_whoever_reads_it() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "</p><script>x</script> \u{1b}[2J\u{202e} =1+1 [a](http://b) cold running water";
    let mut lines = String::new();
    for (id, mark) in [("=1", "4"), ("::error::\u{1b}[m", "0"), ("c", "2")] {
        lines += &serde_json::json!({"id": id, "question": "burn", "mark": mark, "team": hostile, "answer": hostile})
            .to_string();
        lines.push('\n');
    }
    let marked = write(&folder, "marked.jsonl", &lines);
    for format in ["human", "md", "json", "html"] {
        let run = agree(&[&marked, "-f", format, "--by-column", "team"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(!run.stdout.contains(|c: char| (c.is_control() && c != '\n') || c == '\u{202e}'), "{format}");
        assert!(!run.stdout.lines().any(|line| line.trim_start().starts_with("::")), "{format}");
        assert!(format == "json" || format == "human" || !run.stdout.contains("<script"), "{format}");
    }
    let csv = agree(&[&marked, "-f", "csv", "--by-column", "team"]).stdout;
    assert!(!csv.lines().any(|line| line.contains(",=")), "{csv}");
}
