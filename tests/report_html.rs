//! The HTML report, as the program writes it: one page, well formed, without anything that runs or loads; every quote leads
//! to its words in the transcript and every mark back to its criterion; what a candidate wrote stays text.

use assert_cmd::Command;
use rubricate::item::{Item, Outcome};
use rubricate::program::compile::compile;
use rubricate::report::{Rubrics, html};
use rubricate::rubric::Bank;
use rubricate::transcript::{Answer, Passage};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A piece of a page.
#[derive(Debug)]
enum Token {
    Open(String, BTreeMap<String, String>),
    Close(String),
    Text(String),
}

fn grade(args: &[&str], stdin: &str) -> String {
    let output = Command::cargo_bin("rubricate").unwrap().arg("grade").args(args).write_stdin(stdin).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The page of some records.
fn page(records: &[Value]) -> String {
    let lines: Vec<_> = records.iter().map(ToString::to_string).collect();
    grade(&["-", "-f", "html"], &lines.join("\n"))
}

fn record(candidate: &str, question: &str, answer: &str) -> Value {
    serde_json::json!({"id": "r", "candidate": candidate, "question": question, "answer": answer})
}

fn tokens(page: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("every tag ends");
        match tag.strip_prefix('/') {
            Some(name) => tokens.push(Token::Close(name.to_owned())),
            None => tokens.push(open(tag)),
        }
        tokens.push(Token::Text(html_escape::decode_html_entities(text).into_owned()));
    }
    tokens
}

fn open(tag: &str) -> Token {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = BTreeMap::new();
    while let Some((attribute, value)) = rest.split_once("=\"") {
        let (value, after) = value.split_once('"').expect("every value ends");
        let value = html_escape::decode_html_entities(value).into_owned();
        assert!(attributes.insert(attribute.trim().to_owned(), value).is_none(), "{tag}");
        rest = after;
    }
    attributes.extend(rest.split_whitespace().map(|attribute| (attribute.to_owned(), String::new())));
    Token::Open(name.to_owned(), attributes)
}

/// What holds for every page.
#[track_caller]
fn check(page: &str) -> Vec<Token> {
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"));
    assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline';"), "the policy");
    let unseen = |c: char| {
        (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
    };
    assert_eq!(page.find(unseen), None);
    let tokens = tokens(page);
    check_balance(&tokens);
    check_attributes(&tokens);
    tokens
}

#[track_caller]
fn check_balance(tokens: &[Token]) {
    let mut open = Vec::new();
    for token in tokens {
        match token {
            Token::Open(name, _) if name == "meta" || name == "!DOCTYPE" => {}
            Token::Open(name, _) => open.push(name),
            Token::Close(name) => assert_eq!(open.pop(), Some(name)),
            Token::Text(_) => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

/// Nothing runs, nothing is loaded, links stay in the page and have a place to go to.
#[track_caller]
fn check_attributes(tokens: &[Token]) {
    let mut ids = BTreeSet::new();
    let mut links = BTreeSet::new();
    for token in tokens {
        let Token::Open(name, attributes) = token else { continue };
        assert!(
            !["script", "link", "img", "iframe", "object", "embed", "base", "form"].contains(&name.as_str()),
            "<{name}>"
        );
        for (attribute, value) in attributes {
            match attribute.as_str() {
                "id" => assert!(ids.insert(value.as_str()), "two elements are {value}"),
                "href" => assert!(links.insert(value.as_str()) || value.starts_with('#'), "{value}"),
                other => assert!(
                    !other.starts_with("on") && !["src", "style", "srcset", "action"].contains(&other),
                    "{other}"
                ),
            }
        }
    }
    let lost: Vec<_> = links.iter().filter(|link| !link.strip_prefix('#').is_some_and(|id| ids.contains(id))).collect();
    assert!(lost.is_empty(), "{lost:?} lead nowhere");
}

/// Of each answer the marked words of its transcript.
fn marked(tokens: &[Token]) -> BTreeMap<usize, String> {
    let mut marked: BTreeMap<usize, String> = BTreeMap::new();
    for pair in tokens.windows(2) {
        let [Token::Open(name, attributes), Token::Text(text)] = pair else { continue };
        if name != "mark" {
            continue;
        }
        if let Some((answer, _)) = attributes.get("id").and_then(|id| id.split_once("-m")) {
            marked.entry(answer[1..].parse().unwrap()).or_default().push_str(text);
        }
    }
    marked
}

/// The words of an answer that are evidence, from its JSON, each once.
fn evidence(graded: &Value) -> String {
    let pieces =
        graded["criteria"].as_array().unwrap().iter().flat_map(|criterion| criterion["evidence"].as_array().unwrap());
    let at = |piece: &Value| usize::try_from(piece["start"].as_u64().unwrap()).unwrap();
    let mut pieces: Vec<_> = pieces.map(|piece| (at(piece), piece["text"].as_str().unwrap())).collect();
    pieces.sort_unstable();
    let mut words = String::new();
    let mut end = 0;
    for (start, text) in pieces {
        words.push_str(text.get(end.max(start) - start..).unwrap_or_default());
        end = end.max(start + text.len());
    }
    words
}

fn without_space(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The links from criteria to marks, and from the transcript to criteria, of which those around a mark are counted apart.
fn links(tokens: &[Token]) -> (BTreeSet<String>, BTreeSet<String>, usize) {
    let (mut quoted, mut noted, mut around) = (BTreeSet::new(), BTreeSet::new(), 0);
    let mut criterion = String::new();
    for (at, token) in tokens.iter().enumerate() {
        let Token::Open(name, attributes) = token else { continue };
        if let Some(id) = attributes.get("id").filter(|_| name == "li") {
            criterion.clone_from(id);
        }
        let Some(link) = attributes.get("href").filter(|_| name == "a") else { continue };
        if link.contains("-m") {
            quoted.insert(criterion.clone());
        } else if link.contains("-c") {
            noted.insert(link[1..].to_owned());
            around += usize::from(matches!(&tokens[at + 2], Token::Open(name, _) if name == "mark"));
        }
    }
    (quoted, noted, around)
}

#[test]
fn interviews_become_a_page_whose_marks_are_the_evidence() {
    let page = grade(&["fixtures/interviews", "-f", "html"], "");
    assert_eq!(page, grade(&["fixtures/interviews", "-f", "html"], ""), "the same bytes each time");
    let tokens = check(&page);
    let marked = marked(&tokens);
    let graded: Vec<Value> = serde_json::from_str(&grade(&["fixtures/interviews", "-f", "json"], "")).unwrap();
    for (index, graded) in graded.iter().enumerate() {
        let words = marked.get(&(index + 1)).map(String::as_str).unwrap_or_default();
        assert_eq!(without_space(words), without_space(&evidence(graded)), "{}", graded["id"]);
    }
    let (quoted, noted, around) = links(&tokens);
    assert_eq!(quoted, noted, "criteria with quotes are those that the transcript leads to");
    assert!(around > 100);
    assert_eq!(around, page.matches("<mark id=").count(), "every mark leads to a criterion");
    assert!(page.contains("questions that all 5 candidates were asked"), "different questions are said to be so");
    assert!(page.len() < 400_000);
}

#[test]
fn what_a_candidate_wrote_stays_text() {
    let hostile = "<script>alert('x')</script></style> \" ' & &amp; <img src=x onerror=alert(1)> \u{202e}abc\u{200b} \u{1b}[31m \0 The GIL lets one thread run at a time.";
    let mut records = vec![
        record("<script>alert(1)</script>", "gil", hostile),
        record("Eve \u{202e}exe.", "gil", &"W".repeat(2000)),
        record("\" onmouseover=\"alert(1)", "<b>no-such", "</p></article>"),
        record("javascript:alert(1)", "gil", ""),
    ];
    records[0]["id"] = "\"><svg onload=alert(1)>".into();
    let page = page(&records);
    check(&page);
    assert!(page.contains("&lt;script&gt;alert('x')&lt;/script&gt;&lt;/style&gt;"));
    assert!(
        page.contains("&amp; &amp;amp; &lt;img src=x onerror=alert(1)&gt; &lt;U+202E&gt;abc&lt;U+200B&gt; ␛[31m ␀")
    );
    assert!(page.contains("<bdi>Eve &lt;U+202E&gt;exe.</bdi>"));
}

#[test]
fn what_was_not_asked_is_not_what_was_not_answered() {
    let gil = "The GIL lets only one thread run Python bytecode at a time.";
    let page = page(&[record("Ann", "gil", gil), record("Bo", "gil", ""), record("Bo", "lambda", "A small function.")]);
    check(&page);
    let row = |name: &str| {
        let row = page
            .split("<tr>")
            .skip(1)
            .find(|row| row.contains(&format!("<bdi>{name}</bdi>")) && row.contains("#k"))
            .unwrap();
        row.split_once("</tr>").unwrap().0.to_owned()
    };
    assert!(row("Ann").ends_with("<td class=\"number\">–</td>"), "{}", row("Ann"));
    assert!(
        row("Bo").contains("<td class=\"number none\"><a class=\"none\" href=\"#a2\">no answer</a></td>"),
        "{}",
        row("Bo")
    );
    assert!(page.contains("<section id=\"ungraded\">"));
    assert!(page.contains("nothing was answered"));
}

#[test]
fn one_candidate_is_compared_with_nobody() {
    let page = page(&[record("Ann", "gil", "One thread at a time.")]);
    check(&page);
    assert!(!page.contains("id=\"comparison\"") && !page.contains("id=\"ungraded\""));
}

#[test]
fn answers_without_names_are_one_group() {
    let page = grade(&["fixtures/answers/python.jsonl", "-f", "html"], "");
    check(&page);
    assert_eq!(page.matches("<section class=\"candidate\"").count(), 1);
    assert_eq!(page.matches("<article ").count(), 729);
    assert!(page.len() < 5_000_000, "{}", page.len());
}

#[test]
fn very_many_answers_are_quoted_but_not_shown_whole() {
    let item = |number: usize| Item {
        answer: Answer { id: number.to_string(), said: Passage::plain("Some words."), ..Answer::default() },
        outcome: Outcome::Failed("no reason".into()),
    };
    let bank = Bank::default();
    let program = compile(&bank);
    let report =
        |count| html::report(&(0..count).map(item).collect::<Vec<_>>(), Rubrics { bank: &bank, program: &program });
    let (some, many, none) = (report(3), report(4001), report(0));
    for page in [&some, &many, &none] {
        check(page);
    }
    assert!(some.contains("Some words.") && !many.contains("Some words."));
    assert!(many.contains("too many answers"));
}
