//! Mistakes in rubrics as other programs read them: JSON, SARIF, annotations, JUnit, and the summary in Markdown.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use assert_cmd::Command;
use jsonschema::Validator;
use regex::Regex;
use rubricate::diagnostic::{Code, Diagnostic, Place, Severity, SourceId};
use rubricate::report::findings;
use rubricate::rubric::load::{File, Loaded, load};
use rubricate::source::Source;
use rubricate::span::Span;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

/// The mistakes of a folder under `fixtures/mistakes`.
fn loaded(name: &str) -> Loaded {
    let folder = format!("fixtures/mistakes/{name}");
    let paths = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|it| it == "yaml")).collect();
    paths.sort();
    let file = |path: &std::path::PathBuf| File {
        name: format!("rubrics/{}", path.file_name().unwrap().to_str().unwrap()),
        bytes: fs::read(path).unwrap(),
    };
    load(paths.iter().map(file).collect())
}

/// What somebody could write to make a report do something else than report.
const HOSTILE: &str = "a]]>\u{1b}[31m&<b>\"'|`@team\n::error::x\r\n##[error]y,:%0A\u{202e}";

/// A mistake in a file whose name and text are hostile too, and a warning before it in the list.
fn hostile() -> (Vec<Diagnostic>, Vec<Source>) {
    let sources = vec![Source::new("plain.yaml", "é: x\n"), Source::new(HOSTILE, HOSTILE)];
    let place = |source, start, end| Place { source: SourceId(source), span: Span::new(start, end) };
    let found = vec![
        Diagnostic::new(Code::QuoteIt, place(0, 4, 5), "quote `x`"),
        Diagnostic::new(Code::UnknownKey, place(1, 0, 3), HOSTILE).help(HOSTILE).related(place(0, 0, 2), HOSTILE),
        Diagnostic::new(Code::UnknownKey, place(1, 0, HOSTILE.len()), "over several lines"),
    ];
    (found, sources)
}

#[track_caller]
fn acts_on_nothing(text: &str) {
    let unseen = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
    assert!(!text.contains(unseen), "{text:?}");
}

#[test]
fn json_is_an_array_of_all_fields() {
    let loaded = loaded("duplicate-key");
    insta::assert_snapshot!(findings::json(&loaded.found, &loaded.sources).trim_end(), @r#"
    [
      {
        "code": "duplicate-key",
        "severity": "error",
        "message": "`question` a second time",
        "help": "merge the two, or remove one",
        "file": "rubrics/sample.yaml",
        "line": 8,
        "column": 1,
        "end_line": 8,
        "end_column": 9,
        "start": 136,
        "end": 144,
        "fix": null,
        "related": [
          {
            "message": "first here",
            "file": "rubrics/sample.yaml",
            "line": 2,
            "column": 1,
            "end_line": 2,
            "end_column": 9,
            "start": 11,
            "end": 19
          }
        ]
      }
    ]
    "#);
    assert_eq!(findings::json(&[], &[]), "[]\n");
    let (found, sources) = hostile();
    let text = findings::json(&found, &sources);
    acts_on_nothing(&text);
    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value[1]["message"], HOSTILE);
    assert_eq!((&value[0]["column"], &value[0]["start"]), (&Value::from(4), &Value::from(4)), "characters and bytes");
}

/// The schema that OASIS publishes; one of its patterns, of a key that we do not print, is no regular expression.
static SARIF: LazyLock<Validator> = LazyLock::new(|| {
    let text = fs::read_to_string("fixtures/schemas/sarif-2.1.0.json").unwrap();
    let mut schema: Value = serde_json::from_str(&text).unwrap();
    for part in ["run", "toolComponent"] {
        schema["definitions"][part]["properties"]["language"].as_object_mut().unwrap().remove("pattern").unwrap();
    }
    jsonschema::draft7::new(&schema).unwrap()
});

fn sarif(found: &[Diagnostic], sources: &[Source]) -> Value {
    let text = findings::sarif(found, sources);
    acts_on_nothing(&text);
    let value = serde_json::from_str(&text).unwrap();
    let complaints: Vec<_> = SARIF.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");
    value
}

#[test]
fn sarif_fits_the_published_schema_whatever_was_found() {
    for code in Code::ALL {
        let loaded = loaded(code.name());
        let value = sarif(&loaded.found, &loaded.sources);
        let run = &value["runs"][0];
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), loaded.found.len(), "{code}");
        for result in results {
            let rule = result["ruleIndex"].as_u64().unwrap();
            assert_eq!(run["tool"]["driver"]["rules"][usize::try_from(rule).unwrap()]["id"], result["ruleId"]);
        }
    }
    let (found, sources) = hostile();
    let value = sarif(&found, &sources);
    let results = value["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.iter().map(|result| &result["level"]).collect::<Vec<_>>(), ["error", "error", "warning"]);
    let uri = results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
    assert!(Regex::new("^[A-Za-z0-9%._~/-]+$").unwrap().is_match(uri), "{uri}");
}

/// What `--fix` writes is there for editors too, and for whoever reads a code scan.
#[test]
fn what_can_be_mended_comes_with_its_mend() {
    let loaded = loaded("quote-it");
    let value = sarif(&loaded.found, &loaded.sources);
    let change = &value["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0];
    let mend: Value = serde_json::from_str(&findings::json(&loaded.found, &loaded.sources)).unwrap();
    let mend = &mend[0]["fix"];
    assert_eq!(change["replacements"][0]["insertedContent"]["text"], mend["replacement"]);
    let at = |name: &str| usize::try_from(mend[name].as_u64().unwrap()).unwrap();
    let bare = &loaded.sources[0].text[at("start")..at("end")];
    assert_eq!(mend["replacement"], format!("\"{bare}\""));
}

#[test]
fn sarif_has_a_rule_for_every_code() {
    let value = sarif(&[], &[]);
    let rules = value["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), Code::ALL.len());
    for (rule, code) in rules.iter().zip(Code::ALL) {
        let text = |key: &str| rule[key]["text"].as_str().unwrap().to_owned();
        assert_eq!(rule["id"], code.name());
        assert_eq!(text("fullDescription"), code.explained());
        assert!(code.explained().starts_with(&text("shortDescription")), "{code}");
        assert!(!text("shortDescription").ends_with(['.', ':', ' ']), "{code}");
        let level = if code.severity() == Severity::Error { "error" } else { "warning" };
        assert_eq!(rule["defaultConfiguration"]["level"], level);
    }
}

#[test]
fn a_sarif_result_has_its_place_and_what_belongs_to_it() {
    let loaded = loaded("duplicate-key");
    let value = sarif(&loaded.found, &loaded.sources);
    insta::assert_snapshot!(format!("{:#}", value["runs"][0]["results"][0]), @r#"
    {
      "level": "error",
      "locations": [
        {
          "physicalLocation": {
            "artifactLocation": {
              "uri": "rubrics/sample.yaml"
            },
            "region": {
              "endColumn": 9,
              "endLine": 8,
              "startColumn": 1,
              "startLine": 8
            }
          }
        }
      ],
      "message": {
        "text": "`question` a second time\nhelp: merge the two, or remove one"
      },
      "partialFingerprints": {
        "primaryLocationLineHash": "2c23f65592bc70a4:1"
      },
      "relatedLocations": [
        {
          "id": 1,
          "message": {
            "text": "first here"
          },
          "physicalLocation": {
            "artifactLocation": {
              "uri": "rubrics/sample.yaml"
            },
            "region": {
              "endColumn": 9,
              "endLine": 2,
              "startColumn": 1,
              "startLine": 2
            }
          }
        }
      ],
      "ruleId": "duplicate-key",
      "ruleIndex": 3
    }
    "#);
}

/// GitHub knows a mistake again by this.
#[test]
fn a_fingerprint_stays_when_lines_move() {
    let prints = |text: &str| -> Vec<String> {
        let loaded = load(vec![File { name: "a.yaml".into(), bytes: text.into() }]);
        let value = sarif(&loaded.found, &loaded.sources);
        let results = value["runs"][0]["results"].as_array().unwrap().clone();
        let print =
            |result: &Value| result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().to_owned();
        results.iter().map(print).collect()
    };
    let text = "id: a\nquestion: Q?\ncriteria:\n  - {id: b, title: T, points: 1, strong: [\"(\"]}\n  - id: c\n    title: T\n    \
                points: 0\n    strong:\n      - (x\n      - (x\n";
    let before = prints(text);
    assert_eq!(before.len(), 4);
    assert_eq!(before.iter().collect::<BTreeSet<_>>().len(), 4, "each has its own: {before:?}");
    assert_eq!(prints(&format!("# moved\n\n{text}")), before);
    assert_eq!(prints(&text.replace('\n', "\r\n")), before);
    assert_ne!(prints(&text.replace("points: 0", "points: -1")), before);
}

#[test]
fn sarif_ends_where_github_stops_reading_and_begins_with_errors() {
    let sources = vec![Source::new("a.yaml", "x\n".repeat(30_000))];
    let found =
        |code| move |line: usize| Diagnostic::new(code, Place { source: SourceId(0), span: Span::at(2 * line) }, "m");
    let found: Vec<_> = (0..25_000).map(found(Code::QuoteIt)).chain((25_000..25_010).map(found(Code::BadId))).collect();
    let value: Value = serde_json::from_str(&findings::sarif(&found, &sources)).unwrap();
    let results = value["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 25_000);
    assert_eq!((&results[9]["ruleId"], &results[10]["ruleId"]), (&"bad-id".into(), &"quote-it".into()));
}

#[test]
fn annotations_are_commands_of_their_form_and_nothing_else() {
    let loaded = loaded("unknown-key");
    insta::assert_snapshot!(findings::github(&loaded.found, &loaded.sources).trim_end(), @r"
    ::error file=rubrics/sample.yaml,line=7,col=5,endColumn=13,title=unknown-key::unknown key `folow_up`%0Ahelp: did you mean `follow_up`?
    ::error file=rubrics/sample.yaml,line=9,col=1,endColumn=6,title=unknown-key::unknown key `topic`%0Ahelp: did you mean `topics`?
    ");
    let form = Regex::new(
        "^::(error|warning) file=[^:,\\r\\n]+,line=[0-9]+,(col=[0-9]+,endColumn=[0-9]+,)?title=[a-z-]+::[^\\r\\n]+$",
    )
    .unwrap();
    let (found, sources) = hostile();
    for (found, sources) in Code::ALL
        .iter()
        .map(|code| self::loaded(code.name()))
        .map(|it| (it.found, it.sources))
        .chain([(found, sources)])
    {
        let text = findings::github(&found, &sources);
        acts_on_nothing(&text);
        assert_eq!(text.lines().count(), found.len());
        for line in text.lines() {
            assert!(form.is_match(line), "{line}");
        }
        let first_warning = text.lines().position(|line| line.starts_with("::warning"));
        let last_error = text.lines().filter(|line| line.starts_with("::error")).count();
        assert!(first_warning.is_none_or(|at| at == last_error), "{text}");
    }
}

#[test]
fn junit_has_a_case_for_each_file() {
    let loaded = loaded("unknown-term");
    insta::assert_snapshot!(findings::junit(&loaded.found, &loaded.sources).trim_end(), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="rubricate check" tests="2" failures="2" errors="0" skipped="0">
      <testsuite name="rubrics" tests="2" failures="2" errors="0" skipped="0">
        <testcase classname="rubrics" name="rubrics/glossary.yaml">
          <failure type="error" message="no term is called `much`">unknown-term at line 2, column 7
    help: define it in glossary.yaml, or under `terms:` in this rubric</failure>
        </testcase>
        <testcase classname="rubrics" name="rubrics/sample.yaml">
          <failure type="error" message="no term is called `one-thred`">unknown-term at line 8, column 9
    help: did you mean `&lt;one-thread&gt;`?</failure>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
    let (found, sources) = hostile();
    let text = findings::junit(&found, &sources);
    acts_on_nothing(&text);
    let document = roxmltree::Document::parse(&text).unwrap();
    let count = |name| document.descendants().filter(|node| node.has_tag_name(name)).count();
    assert_eq!((count("testcase"), count("failure")), (2, 3));
    assert_eq!(document.root_element().attribute("failures"), Some("2"));
}

#[test]
fn a_summary_is_a_table_that_holds() {
    let loaded = loaded("unknown-key");
    insta::assert_snapshot!(findings::summary(&loaded.found, &loaded.sources).trim_end(), @r"
    ## Rubrics: 2 found

    | severity | code | place | what is wrong | what to do |
    |---|---|---|---|---|
    | error | `unknown-key` | rubrics/sample.yaml:7:5 | unknown key `folow_up` | did you mean `follow_up`? |
    | error | `unknown-key` | rubrics/sample.yaml:9:1 | unknown key `topic` | did you mean `topics`? |
    ");
    let (found, sources) = hostile();
    let text = findings::summary(&found, &sources);
    acts_on_nothing(&text);
    assert!(!text.contains("<b>") && !text.contains(" @team"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("| ")).count(), 1 + found.len(), "{text}");
}

/// The whole program, as a step of GitHub Actions runs it.
#[test]
fn on_github_the_step_has_its_summary() {
    let folder = tempfile::tempdir().unwrap();
    let summary = folder.path().join("summary.md");
    fs::write(&summary, "before\n").unwrap();
    let run = |format: &str| {
        let mut command = Command::cargo_bin("rubricate").unwrap();
        command.args(["check", "--rubrics", "fixtures/mistakes/no-follow-up", "-f", format]);
        let output = command.env("GITHUB_STEP_SUMMARY", &summary).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(run("github").starts_with("::warning file=fixtures/mistakes/no-follow-up/sample.yaml,line=5,"));
    let written = fs::read_to_string(&summary).unwrap();
    assert!(written.starts_with("before\n## Rubrics: 1 found\n") && written.contains("`no-follow-up`"), "{written}");
    run("sarif");
    assert_eq!(fs::read_to_string(&summary).unwrap(), written, "only the annotations come with a summary");
}
