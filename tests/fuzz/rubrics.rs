//! Rubrics: files of any kind, single patterns and prose, and what they hear in an answer.

use super::{laws, sections};
use rubricate::check::{fix, prove};
use rubricate::grade::grade;
use rubricate::pattern::{parse, prose as prose_pattern};
use rubricate::program::{compile::compile, listing};
use rubricate::rubric::load::{File, load};
use rubricate::wordings::Wordings;

/// A question, a glossary and a bank file, one a section: mistakes have places; without any the bank compiles, prints,
/// is proved, and grades its own texts.
pub(super) fn rubric(input: &[u8]) {
    let names = ["question.yaml", "glossary.yaml", "bank.yaml", "other.yaml"];
    // Of the first section the very bytes, which need not be a text.
    let first = input.windows(5).position(|bytes| bytes == b"\n%%%\n").unwrap_or(input.len());
    let mut files: Vec<_> = names.into_iter().zip(sections(input)).map(|(name, text)| file(name, text)).collect();
    files[0].bytes = input[..first].to_vec();
    let loaded = load(files.clone());
    laws::of_mistakes(&loaded.found, &loaded.sources);
    let all: Vec<_> = (0..files.len()).collect();
    let (mended, _) = fix::mend(files, &all);
    let again = load(mended);
    laws::of_mistakes(&again.found, &again.sources);
    if loaded.has_errors() {
        return;
    }
    assert!(!again.has_errors(), "{:?}", again.found);
    let program = compile(&loaded.bank);
    let _ = Wordings::new(&loaded.bank);
    laws::of_mistakes(&prove(&loaded.bank, &program), &loaded.sources);
    for question in &program.questions {
        let _ = listing::listing(&program, question);
        let texts = question.wordings.iter().chain(&question.model_answer);
        for text in texts {
            laws::of_grade(question, text, &grade(&program, question, text));
        }
    }
}

fn file(name: &str, text: String) -> File {
    File { name: name.to_owned(), bytes: text.into() }
}

/// A pattern and an answer: mistakes and parts lie in the pattern; what is accepted in a rubric hears words of the
/// answer.
pub(super) fn pattern(input: &[u8]) {
    let mut sections = sections(input);
    let pattern = sections.next().unwrap_or_default();
    match parse(&pattern) {
        Err(error) => assert!(pattern.get(error.span.start..error.span.end).is_some(), "{error:?}"),
        Ok(parsed) => parsed.visit(&mut |part| {
            assert!(pattern.get(part.span.start..part.span.end).is_some(), "{part:?}");
        }),
    }
    heard(&format!("{{pattern: {}}}", quoted(&pattern)), &sections.next().unwrap_or_default());
}

/// A sentence and an answer: what is read lies in the sentence and hears words of the answer.
pub(super) fn prose(input: &[u8]) {
    let mut sections = sections(input);
    let sentence = sections.next().unwrap_or_default();
    for unit in prose_pattern::read(&sentence) {
        for part in unit.alternatives {
            assert!(sentence.get(part.span.start..part.span.end).is_some(), "{part:?}");
        }
    }
    heard(&format!("{{prose: {}}}", quoted(&sentence)), &sections.next().unwrap_or_default());
}

/// A signal of a rubric, as one that earns and as one that costs, with an answer.
fn heard(signal: &str, answer: &str) {
    let rubric = format!(
        "id: q\nquestion: Why?\ncriteria:\n  - {{id: c, title: C, points: 2, strong: [only one, {signal}]}}\n  \
         - {{id: d, title: D, points: 1, strong: [never], wrong: [{signal}]}}\n"
    );
    let loaded =
        load(vec![file("q.yaml", rubric), file("glossary.yaml", "term: [lock, list ... thread]\n".to_owned())]);
    laws::of_mistakes(&loaded.found, &loaded.sources);
    if loaded.has_errors() {
        return;
    }
    let program = compile(&loaded.bank);
    let question = program.question("q").expect("it has no errors");
    let graded = grade(&program, question, answer);
    laws::of_grade(question, answer, &graded);
    assert_eq!(graded, grade(&program, question, answer));
}

/// As a YAML text in double quotes.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
