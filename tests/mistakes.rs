//! Every kind of mistake has a folder under `fixtures/mistakes/` that triggers it, at the places listed in its
//! `expected.txt`, and nothing else; the folder `none` uses the whole format and triggers nothing.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use rubricate::check::prove;
use rubricate::diagnostic::Code;
use rubricate::program::compile::compile;
use rubricate::report::{diagnostics, terminal::Colour};
use rubricate::rubric::load::{File, Loaded, load};
use std::fs;
use std::path::Path;

fn load_folder(folder: &Path) -> Loaded {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    load(
        files
            .iter()
            .map(|path| File {
                name: path.file_name().unwrap().to_str().unwrap().into(),
                bytes: fs::read(path).unwrap(),
            })
            .collect(),
    )
}

/// `file:line:column code`, in the order in which they are reported.
fn places(loaded: &Loaded) -> Vec<String> {
    let place = |diagnostic: &rubricate::diagnostic::Diagnostic| {
        let source = &loaded.sources[diagnostic.place.source.0];
        let place = source.line_column(diagnostic.place.span.start);
        format!("{}:{}:{} {}", source.name, place.line, place.column, diagnostic.code)
    };
    loaded.found.iter().map(place).collect()
}

#[track_caller]
fn check(name: &str) {
    let folder = Path::new("fixtures/mistakes").join(name);
    let mut loaded = load_folder(&folder);
    // What only the compiled bank can tell is told of those that have no other mistake.
    if loaded.found.is_empty() {
        loaded.found = prove(&loaded.bank, &compile(&loaded.bank));
    }
    let expected = fs::read_to_string(folder.join("expected.txt")).unwrap();
    let expected: Vec<_> = expected.lines().filter(|line| !line.is_empty()).collect();
    let rendered = diagnostics::render(&loaded.found, &loaded.sources, Colour::Off);
    assert_eq!(places(&loaded), expected, "\n{rendered}");
    assert!(!rendered.contains(['\u{1b}', '\0', '\u{200b}']), "{rendered:?}");
}

#[test]
fn every_kind_of_mistake_is_found_where_it_is() {
    let wrong: Vec<_> =
        Code::ALL.iter().filter(|code| std::panic::catch_unwind(|| check(code.name())).is_err()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    for code in Code::ALL {
        let expected = fs::read_to_string(format!("fixtures/mistakes/{code}/expected.txt")).unwrap();
        assert!(
            expected.lines().any(|line| line.ends_with(&format!(" {code}"))),
            "fixtures/mistakes/{code} shows something else"
        );
    }
}

#[test]
fn a_bank_without_mistakes_has_none() {
    check("none");
}

#[test]
fn a_mistake_is_drawn_with_its_line_a_caret_and_what_to_do() {
    let loaded = load_folder(Path::new("fixtures/mistakes/unknown-term"));
    insta::assert_snapshot!(diagnostics::render(&loaded.found, &loaded.sources, Colour::Off).trim_end(), @r"
    error[unknown-term]: no term is called `much`
     --> glossary.yaml:2:7
      |
    2 | many: <much>
      |       ^^^^^^
      |
      = help: define it in glossary.yaml, or under `terms:` in this rubric

    error[unknown-term]: no term is called `one-thred`
     --> sample.yaml:8:9
      |
    8 |       - <one-thred>
      |         ^^^^^^^^^^^
      |
      = help: did you mean `<one-thread>`?
    ");
}

/// What is in a rubric file must not act on the terminal of whoever checks it.
#[test]
fn control_characters_in_a_rubric_are_shown_and_not_sent() {
    let text = "id: \"a\\u001b]0;x\\u0007\"\nquestion: What \u{202e}is?\ncritera: \u{1b}[31m\n";
    let loaded = load(vec![File { name: "\u{1b}[2Jx.yaml".into(), bytes: text.into() }]);
    let rendered = diagnostics::render(&loaded.found, &loaded.sources, Colour::Off);
    assert!(!loaded.found.is_empty());
    assert!(!rendered.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{rendered:?}");
}

/// BOM, CRLF and lone CR change nothing but the places.
#[test]
fn line_endings_and_bom_change_nothing() {
    let text = fs::read_to_string("fixtures/mistakes/unknown-key/sample.yaml").unwrap();
    let found = |text: String| {
        let loaded = load(vec![File { name: "sample.yaml".into(), bytes: text.into_bytes() }]);
        places(&loaded)
    };
    let plain = found(text.clone());
    assert_eq!(found(text.replace('\n', "\r\n")), plain);
    assert_eq!(found(text.replace('\n', "\r")), plain);
    assert_eq!(found(format!("\u{feff}{text}")), plain);
}
