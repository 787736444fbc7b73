//! Rubric files that are changed with their comments and layout kept, and rubrics that are written anew.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use proptest::prelude::*;
use rubricate::decimal::Decimal;
use rubricate::rubric::edit::{Change, Edited, edit, patch::patch};
use rubricate::rubric::load::{File, load};
use rubricate::rubric::write::{Draft, DraftBank, DraftCriterion, DraftSignal, Said, bank, glossary, rubric};
use rubricate::rubric::yaml::{Node, Value, parse};
use rubricate::rubric::{Band, Bank, Kind, Layer, Level, Question, Signal};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use walkdir::WalkDir;

fn number(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn patterns(texts: &[&str], weight: &str, comment: Option<&str>) -> DraftSignal {
    let said = Said::Patterns(texts.iter().map(|&text| text.to_owned()).collect());
    DraftSignal { said, weight: number(weight), comment: comment.map(str::to_owned) }
}

fn weight(criterion: &str, kind: Kind, index: usize, weight: &str) -> Change {
    Change::Weight { criterion: criterion.into(), kind, index, weight: number(weight) }
}

fn signal(criterion: &str, kind: Kind, signal: DraftSignal) -> Change {
    Change::Signal { criterion: criterion.into(), kind, signal }
}

fn wording(criterion: &str, kind: Kind, index: usize, text: &str) -> Change {
    Change::Wording { criterion: criterion.into(), kind, index, text: text.into() }
}

fn criterion(id: &str) -> DraftCriterion {
    DraftCriterion {
        id: id.into(),
        title: "New: one".into(),
        points: number("2.5"),
        full_credit: number("0.8"),
        strong: vec![patterns(&["a | b"], "0.5", Some("said by\nmany"))],
        weak: Vec::new(),
        wrong: vec![patterns(&["c, d", "e"], "1", None)],
        follow_up: Some("Why?".into()),
    }
}

/// A file with the change made, where one text of it is replaced by another; nothing else is.
#[track_caller]
fn check(name: &str, text: &str, change: Change, from: &str, to: &str) {
    let Edited { text: new, refused } = edit(name, text, &[change]);
    assert_eq!(refused, []);
    assert_eq!(text.matches(from).count(), 1, "{from}");
    assert_eq!(new, text.replace(from, to));
    assert_eq!(edit(name, text, &[]).text, text);
}

const FLAT: &str = "\
# At the top.
id: q  # an id
question: Q?
criteria:
- id: a
  title: A
  points: 2 # two
  strong: [x y, 'c d', {pattern: \"u | v\", weight: 0.5}]   # tail
  weak:
  # before
  - pattern: foo |
      bar   # x

  # after
  wrong:
  - pattern: |
      foo bar
      baz

  - >-
    fool
    bart
  - some words # noted
  - {prose: [reads, writes]}
- {id: b, title: B, points: 1, strong: [m], weak: []}
# the end
terms: {t: b, u: [d]}
";

const DEEP: &str = "\
id: q
question: Q?
criteria:

    - id: a
      title: A
      points: 2
      strong:
          - <t> ... (x | y)
          - (long | words) ...8
              over lines
          - prose: says it
          - 'quoted: it''s'

    - use: reason   # shared

terms:
    t:
        - one
    u: two |
        three
    v: >-
        four
        five
";

#[test]
fn weights_are_set_where_they_stand_or_added() {
    let flat = |change, from, to| check("q.yaml", FLAT, change, from, to);
    flat(weight("a", Kind::Strong, 0, "0.4"), "x y", "{pattern: x y, weight: 0.4}");
    flat(weight("a", Kind::Strong, 0, "1"), "x y", "x y");
    flat(weight("a", Kind::Strong, 1, "0.4"), "'c d'", "{pattern: c d, weight: 0.4}");
    flat(weight("a", Kind::Strong, 2, "0.35"), "0.5", "0.35");
    flat(weight("a", Kind::Strong, 2, "1"), "0.5", "1");
    flat(weight("a", Kind::Wrong, 0, "0.4"), "      baz\n", "      baz\n    weight: 0.4\n");
    flat(
        weight("a", Kind::Wrong, 1, "0.4"),
        "- >-\n    fool\n    bart\n",
        "- pattern: >-\n      fool\n      bart\n    weight: 0.4\n",
    );
    flat(weight("a", Kind::Wrong, 2, "0.4"), "some words #", "{pattern: some words, weight: 0.4} #");
    flat(weight("a", Kind::Wrong, 3, "0.4"), "writes]", "writes], weight: 0.4");
    flat(weight("b", Kind::Strong, 0, "0.4"), "[m]", "[{pattern: m, weight: 0.4}]");
    let deep = |change, from, to| check("q.yaml", DEEP, change, from, to);
    deep(weight("a", Kind::Strong, 0, "0.4"), "<t> ... (x | y)", "{pattern: <t> ... (x | y), weight: 0.4}");
    deep(
        weight("a", Kind::Strong, 1, "0.4"),
        "- (long | words) ...8\n              over lines\n",
        "- pattern: (long | words) ...8\n                over lines\n            weight: 0.4\n",
    );
    deep(weight("a", Kind::Strong, 2, "0.4"), "says it\n", "says it\n            weight: 0.4\n");
    deep(weight("a", Kind::Strong, 3, "0.4"), "'quoted: it''s'", "{pattern: \"quoted: it's\", weight: 0.4}");
}

#[test]
fn points_and_full_credit_are_set() {
    let points = |criterion: &str, points| Change::Points { criterion: criterion.into(), points: number(points) };
    let full = |criterion: &str, full| Change::FullCredit { criterion: criterion.into(), full_credit: number(full) };
    check("q.yaml", FLAT, points("a", "2.5"), "2 # two", "2.5 # two");
    check("q.yaml", FLAT, full("a", "0.8"), "2 # two\n", "2 # two\n  full_credit: 0.8\n");
    check("q.yaml", FLAT, full("b", "0.8"), "points: 1,", "points: 1, full_credit: 0.8,");
    check("q.yaml", FLAT, full("a", "1"), "# two", "# two");
    check("q.yaml", DEEP, points("reason", "3"), "# shared\n", "# shared\n      points: 3\n");
    check("q.yaml", DEEP, full("reason", "0.75"), "# shared\n", "# shared\n      full_credit: 0.75\n");
}

#[test]
fn signals_are_added_in_the_way_of_the_file() {
    let flat = |change, from, to| check("q.yaml", FLAT, change, from, to);
    let noted = || patterns(&["k: l"], "0.3", Some("heard\r\ntwice"));
    flat(
        signal("a", Kind::Strong, patterns(&["p | q"], "1", None)),
        "{pattern: \"u | v\", weight: 0.5}]   # tail",
        "{pattern: \"u | v\", weight: 0.5}, p | q]   # tail",
    );
    let text = FLAT.replace("   # tail", "");
    check(
        "q.yaml",
        &text,
        signal("a", Kind::Strong, noted()),
        "weight: 0.5}]",
        "weight: 0.5}, {pattern: \"k: l\", weight: 0.3}]  # heard twice",
    );
    let above = edit("q.yaml", FLAT, &[signal("a", Kind::Strong, noted())]).text;
    assert!(above.contains("\n  # heard twice\n  strong: ["), "{above}");
    flat(signal("a", Kind::Weak, noted()), "bar   # x\n", "bar   # x\n  - \"k: l\"  # heard twice\n");
    flat(
        signal("a", Kind::Wrong, noted()),
        "{prose: [reads, writes]}\n",
        "{prose: [reads, writes]}\n  - {pattern: \"k: l\", weight: 0.3}  # heard twice\n",
    );
    flat(signal("b", Kind::Weak, patterns(&["z"], "1", None)), "weak: []", "weak: [z]");
    flat(
        signal("b", Kind::Wrong, patterns(&["z"], "0.5", None)),
        "weak: []",
        "weak: [], wrong: [{pattern: z, weight: 0.5}]",
    );
    check(
        "q.yaml",
        DEEP,
        signal("a", Kind::Wrong, patterns(&["j", "z"], "0.5", Some("both"))),
        "it''s'\n",
        "it''s'\n      wrong:\n          # both\n          - pattern:\n                - j\n                - z\n            weight: 0.5\n",
    );
    check(
        "q.yaml",
        &DEEP.replace('\n', "\r\n"),
        signal("a", Kind::Wrong, patterns(&["j"], "1", None)),
        "it''s'\r\n",
        "it''s'\r\n      wrong:\r\n          - j\r\n",
    );
    check(
        "q.yaml",
        "id: q\nquestion: Q?\ncriteria:\n  - id: a\n    strong: [x]\n    weak:",
        signal("a", Kind::Weak, patterns(&["j"], "1", None)),
        "weak:",
        "weak:\n      - j",
    );
}

#[test]
fn wordings_are_added() {
    let term = |term: &str, text: &str| Change::TermWording { term: term.into(), text: text.into() };
    let flat = |change, from, to| check("q.yaml", FLAT, change, from, to);
    flat(wording("a", Kind::Strong, 0, "z"), "x y", "{pattern: [x y, z]}");
    flat(wording("a", Kind::Strong, 2, "w [z] w"), "\"u | v\"", "[\"u | v\", \"w [z] w\"]");
    flat(wording("a", Kind::Wrong, 3, "deletes"), "writes]", "writes, deletes]");
    flat(wording("a", Kind::Weak, 0, "z"), " foo |\n      bar   # x\n", "\n    - foo |\n        bar   # x\n    - z\n");
    flat(term("t", "c | d"), "t: b", "t: [b, c | d]");
    flat(term("u", "c, d"), "u: [d]", "u: [d, \"c, d\"]");
    let deep = |change, from, to| check("q.yaml", DEEP, change, from, to);
    deep(term("t", "other"), "- one\n", "- one\n        - other\n");
    deep(term("u", "other"), " two |\n        three\n", "\n        - two |\n              three\n        - other\n");
    deep(
        term("v", "other"),
        " >-\n        four\n        five\n",
        "\n        - >-\n              four\n              five\n        - other\n",
    );
    deep(
        wording("a", Kind::Strong, 2, "does it"),
        " says it\n",
        "\n                - says it\n                - does it\n",
    );
    check("glossary.yaml", "# c\na: x\nb:\n- y # n\n# end", term("a", "z"), " x\n", "\n- x\n- z\n");
}

#[test]
fn criteria_and_bands_are_added() {
    check(
        "q.yaml",
        DEEP,
        Change::Criterion(criterion("new")),
        "# shared\n",
        "# shared\n\n    - id: new\n      title: \"New: one\"\n      points: 2.5\n      full_credit: 0.8\n      strong:\n          - {pattern: a | b, weight: 0.5}  # said by many\n      wrong:\n          - pattern:\n                - c, d\n                - e\n      follow_up: Why?\n",
    );
    let bands = "name: B\nbands:   # three\n  # best\n  - {name: good, from: 60}\n  - {name: poor, from: 0} # rest\n\nflags: {}\n";
    let band = |name: &str, from| Band { name: name.into(), from: number(from) };
    let from = Change::BandFrom { band: "good".into(), from: number("62.5") };
    check("bank.yaml", bands, from, "60", "62.5");
    check("bank.yaml", bands, Change::Bands(vec![band("good", "61"), band("poor", "0")]), "60", "61");
    check(
        "bank.yaml",
        bands,
        Change::Bands(vec![band("5: yes", "60"), band("no", "30"), band("poor", "0")]),
        "  - {name: good, from: 60}\n  - {name: poor, from: 0} # rest\n",
        "  - {name: \"5: yes\", from: 60}\n  - {name: \"no\", from: 30}\n  - {name: poor, from: 0}  # rest\n",
    );
    check(
        "bank.yaml",
        "name: B\n",
        Change::Bands(vec![band("all", "0")]),
        "name: B\n",
        "name: B\nbands:\n  - {name: all, from: 0}\n",
    );
    let all = || Change::Bands(vec![band("all", "0")]);
    check("bank.yaml", "\u{feff}# c\nflags: {}", all(), "flags", "bands:\n  - {name: all, from: 0}\nflags");
    check("bank.yaml", "\u{feff}flags: {}", all(), "flags", "bands:\n  - {name: all, from: 0}\nflags");
    check("bank.yaml", "{flags: {}}", all(), "flags", "bands: [{name: all, from: 0}], flags");
}

#[test]
fn what_cannot_be_changed_is_refused_and_the_rest_is_changed() {
    let text = FLAT.replace("[x y,", "[&x x y, *x,");
    let changes = [
        weight("a", Kind::Strong, 9, "0.5"),
        weight("a", Kind::Weak, 0, "0.5"),
        weight("z", Kind::Strong, 0, "0.5"),
        wording("a", Kind::Strong, 0, "(x"),
        Change::TermWording { term: "zz".into(), text: "x".into() },
        weight("a", Kind::Strong, 1, "0.4"),
        weight("a", Kind::Strong, 3, "0.4"),
    ];
    let Edited { text: new, refused } = edit("q.yaml", &text, &changes);
    let reasons: Vec<_> = refused.iter().map(|refusal| (refusal.change, refusal.reason.as_str())).collect();
    assert_eq!(
        reasons[..5],
        [
            (0, "no strong signal 10 in `a`"),
            (1, "a weak signal has no weight"),
            (2, "no criterion `z` in this file"),
            (3, "`(x` is no pattern: `(` is never closed"),
            (4, "no term `zz` in this file"),
        ]
    );
    assert!(new.contains("weight: 0.4") && new.contains("# tail"), "{new}");
    let third = Change::Points { criterion: "a".into(), points: number("1").portion(number("1"), number("3")) };
    let refused = edit("q.yaml", FLAT, &[third, weight("a", Kind::Strong, 0, "2")]).refused;
    let reasons: Vec<_> = refused.iter().map(|refusal| refusal.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "`0.333333` is not above 0 and at most 1000, with at most three decimals",
            "`2` is not above 0 and at most 1, with at most three decimals"
        ]
    );
    let broken = edit("q.yaml", "a: [", &changes[..1]);
    assert_eq!((broken.text.as_str(), broken.refused.len()), ("a: [", 1));
}

/// All that a question says, without its places.
fn said(question: &Question) -> Vec<String> {
    let Question { id, question: asked, wordings, level, layer, topics, model_answer, .. } = question;
    let mut all = vec![format!("{id} {asked} {wordings:?} {level:?} {layer:?} {topics:?} {model_answer:?}")];
    for term in &question.terms {
        all.push(format!("term {} {:?}", term.name, term.wordings.iter().map(|w| &w.text).collect::<Vec<_>>()));
    }
    for criterion in &question.criteria {
        all.push(format!("{} {} {:?}", criterion.id, criterion.title, criterion.follow_up));
        all.push(format!("{} points {}", criterion.id, criterion.points));
        all.push(format!("{} full credit {}", criterion.id, criterion.full_credit));
        for kind in Kind::ALL {
            let of_kind = criterion.signals.iter().filter(|signal| signal.kind == *kind);
            all.extend(of_kind.map(|signal| format!("{} {}", criterion.id, signal_said(signal))));
        }
    }
    all.extend(question.examples.iter().map(|example| format!("{} {}", example.band, example.answer)));
    all
}

fn signal_said(signal: &Signal) -> String {
    let patterns: Vec<_> = signal.wordings.iter().map(|wording| &wording.text).collect();
    let prose: Vec<_> = signal.prose.iter().map(|sentence| &sentence.text).collect();
    format!("{} {patterns:?} {prose:?} {}", signal.kind, signal.weight)
}

/// A bank of these files; what of other files they miss is no matter.
fn loaded(files: &[(&str, &str)]) -> Bank {
    load(files.iter().map(|(name, text)| File { name: (*name).into(), bytes: (*text).into() }).collect()).bank
}

/// Numbers that look random and are not.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

/// A change of a question, and the question with it made.
fn change(question: &Question, shared: &[&str], dice: &mut Dice) -> (Change, Question) {
    let mut new = question.clone();
    let at = dice.next(new.criteria.len());
    let is_shared = shared.contains(&new.criteria[at].id.as_str());
    let amount = number(["0.35", "0.999", "0.1", "1"][dice.next(4)]);
    let id = new.criteria[at].id.clone();
    let text = ["(x | y) ...3 <not>", "`f(x): #1` | y", "x, y & z", "yes", "'x' | \"y\"", "3"][dice.next(6)];
    let quoted = serde_json::to_string(text).unwrap();
    let rubric = format!("id: q\nquestion: q\ncriteria: [{{id: a, title: a, points: 1, strong: [{quoted}]}}]");
    let sample = loaded(&[("q.yaml", &rubric)]).questions[0].criteria[0].signals[0].clone();
    let pick = dice.next(if is_shared { 2 } else { 7 });
    let kinds = [Kind::Strong, Kind::Wrong, Kind::Weak];
    let kind = kinds[dice.next(3)];
    let of_kind: Vec<usize> =
        (0..new.criteria[at].signals.len()).filter(|&s| new.criteria[at].signals[s].kind == kind).collect();
    let chosen = (!of_kind.is_empty()).then(|| dice.next(of_kind.len()));
    match (pick, chosen) {
        (0, _) => {
            new.criteria[at].points = amount;
            (Change::Points { criterion: id, points: amount }, new)
        }
        (2, Some(index)) if kind != Kind::Weak => {
            new.criteria[at].signals[of_kind[index]].weight = amount;
            (Change::Weight { criterion: id, kind, index, weight: amount }, new)
        }
        (3, _) => {
            let mut signal = sample;
            signal.kind = kind;
            signal.weight = if kind == Kind::Weak { Decimal::ZERO } else { amount };
            let last =
                new.criteria[at].signals.iter().rposition(|signal| signal.kind <= kind).map_or(0, |last| last + 1);
            new.criteria[at].signals.insert(last, signal);
            let comment = Some("of an answer");
            let signal = DraftSignal { weight: amount, ..patterns(&[text], "1", comment) };
            (Change::Signal { criterion: id, kind, signal }, new)
        }
        (4, Some(index)) => {
            let signal = &mut new.criteria[at].signals[of_kind[index]];
            if signal.prose.is_empty() {
                signal.wordings.extend(sample.wordings);
                (wording(&id, kind, index, text), new)
            } else {
                let mut sentence = signal.prose[0].clone();
                sentence.text = text.into();
                signal.prose.push(sentence);
                (wording(&id, kind, index, text), new)
            }
        }
        (5, _) if !new.terms.is_empty() => {
            let term = dice.next(new.terms.len());
            new.terms[term].wordings.extend(sample.wordings);
            (Change::TermWording { term: new.terms[term].name.clone(), text: text.into() }, new)
        }
        _ => {
            new.criteria[at].full_credit = amount;
            (Change::FullCredit { criterion: id, full_credit: amount }, new)
        }
    }
}

fn yaml_files(folder: &str) -> Vec<PathBuf> {
    let paths = WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect()
}

#[test]
fn shipped_rubrics_change_as_asked_and_nowhere_else() {
    let mut dice = Dice(1);
    for folder in ["rubrics/python", "fixtures/banks/first-aid"] {
        let bank_text = fs::read_to_string(format!("{folder}/bank.yaml")).unwrap();
        for path in yaml_files(folder) {
            let name = path.to_str().unwrap();
            if name.ends_with("bank.yaml") || name.ends_with("glossary.yaml") {
                continue;
            }
            let old = fs::read_to_string(&path).unwrap();
            let load = |text: &str| loaded(&[("bank.yaml", &bank_text), ("q.yaml", text)]);
            let bank = load(&old);
            let shared: Vec<_> = bank.shared.iter().map(|criterion| criterion.id.as_str()).collect();
            let (mut wanted, mut changes) = (bank.questions[0].clone(), Vec::new());
            for _ in 0..4 {
                let (change, changed) = change(&wanted, &shared, &mut dice);
                changes.push(change);
                wanted = changed;
            }
            let Edited { text: new, refused } = edit("q.yaml", &old, &changes);
            assert_eq!(refused, [], "{name}: {changes:#?}");
            assert_eq!(said(&load(&new).questions[0]), said(&wanted), "{name}: {changes:#?}");
            let mut left: Vec<&str> = new.lines().collect();
            let mut gone = Vec::new();
            for line in old.lines() {
                match left.iter().position(|other| *other == line) {
                    Some(at) => drop(left.remove(at)),
                    None => gone.push(line),
                }
            }
            assert!(gone.iter().all(|line| !line.trim_start().starts_with('#')), "{name}: {gone:?}");
            assert!(gone.len() <= 4 * 9, "{name}: {gone:?}");
            assert_eq!(edit("q.yaml", &old, &[]).text, old);
        }
    }
}

#[test]
fn glossaries_and_shared_criteria_change_as_asked_and_nowhere_else() {
    for path in yaml_files("rubrics/python").iter().filter(|path| path.ends_with("glossary.yaml")) {
        let old = fs::read_to_string(path).unwrap();
        let terms = |text: &str| -> Vec<(String, Vec<String>)> {
            let texts =
                |term: &rubricate::rubric::Term| term.wordings.iter().map(|wording| wording.text.clone()).collect();
            loaded(&[("glossary.yaml", text)]).terms.iter().map(|term| (term.name.clone(), texts(term))).collect()
        };
        let mut wanted = terms(&old);
        let added = wanted.iter_mut().step_by(7).map(|(term, texts)| {
            texts.push("(x, y) #z".into());
            Change::TermWording { term: term.clone(), text: "(x, y) #z".into() }
        });
        let Edited { text: new, refused } = edit("glossary.yaml", &old, &added.collect::<Vec<_>>());
        assert_eq!(refused, [], "{path:?}");
        assert_eq!(terms(&new), wanted, "{path:?}");
    }
    let old = fs::read_to_string("rubrics/python/bank.yaml").unwrap();
    let full = Change::FullCredit { criterion: "reason".into(), full_credit: number("0.5") };
    check("bank.yaml", &old, full, "only what\n    points: 1\n", "only what\n    points: 1\n    full_credit: 0.5\n");
}

#[test]
fn a_patch_is_taken_by_git() {
    let folder = tempfile::tempdir().unwrap();
    let new = edit("q.yaml", FLAT, &[weight("a", Kind::Strong, 0, "0.4"), wording("a", Kind::Wrong, 3, "z")]).text;
    let cases = [
        ("q.yaml", FLAT.to_owned(), new),
        ("ä b.yaml", "a\nb".into(), "a\nc".into()),
        ("c d.yaml", "a\n".into(), "b\n".into()),
        ("crlf.yaml", "a\r\nb\r\n".into(), "a\r\nc\r\n".into()),
    ];
    for (name, old, new) in &cases {
        fs::write(folder.path().join(name), old).unwrap();
        fs::write(folder.path().join("change.patch"), patch(name, old, new)).unwrap();
        let Ok(output) = Command::new("git").args(["apply", "change.patch"]).current_dir(folder.path()).output() else {
            return;
        };
        assert!(output.status.success(), "{}\n{}", patch(name, old, new), String::from_utf8_lossy(&output.stderr));
        assert_eq!(&fs::read_to_string(folder.path().join(name)).unwrap(), new, "{name}");
    }
    assert_eq!(patch("a", "x", "x"), "");
}

/// Texts that YAML has ways of its own to read, among any others.
fn any_text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "- ",
        ": ",
        " #",
        "#",
        "\n",
        "\r\n",
        "\t",
        "\"",
        "'",
        "\\",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a",
        "*a",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        "no",
        "~",
        "0x1",
        "1e3",
        ".nan",
        "---",
        "...",
        "<<",
        "=",
        "?",
        " ",
        "  ",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\u{0}",
        "\u{1b}",
        "\u{7f}",
        "\u{fffe}",
        "\u{1f600}",
        "é",
        "word",
        "some longer words of an answer that fill a line",
    ]);
    let piece = prop_oneof![4 => odd.prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 1..12).prop_map(|pieces| pieces.concat())
}

fn value<'n>(node: &'n Node, key: &str) -> &'n Node {
    let Value::Map(entries) = &node.value else { panic!("no mapping: {node:?}") };
    let is_it = |node: &Node| matches!(&node.value, Value::Scalar(scalar) if scalar.text == key);
    &entries.iter().find(|(name, _)| is_it(name)).unwrap_or_else(|| panic!("no {key}")).1
}

fn item(node: &Node, at: usize) -> &Node {
    let Value::List(items) = &node.value else { panic!("no list: {node:?}") };
    &items[at]
}

fn scalar(node: &Node) -> &str {
    let Value::Scalar(scalar) = &node.value else { panic!("no text: {node:?}") };
    &scalar.text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_is_read_as_it_was(text in any_text(), other in any_text()) {
        let said = |texts: &[&String]| Said::Patterns(texts.iter().map(|&text| text.clone()).collect());
        let signal = |said, weight| DraftSignal { said, weight: number(weight), comment: Some(other.clone()) };
        let all = vec![
            signal(said(&[&text]), "1"),
            signal(said(&[&text]), "0.5"),
            signal(said(&[&text, &other]), "1"),
            signal(Said::Prose(vec![text.clone()]), "0.5"),
        ];
        let draft = Draft {
            id: "q".into(),
            question: text.clone(),
            topics: vec![text.clone(), other.clone()],
            model_answer: Some(other.clone()),
            terms: vec![("no".into(), vec![text.clone(), other.clone()])],
            criteria: vec![DraftCriterion { title: other.clone(), strong: all.clone(), weak: all, ..criterion("a") }],
            examples: vec![("strong".into(), text.clone())],
            ..Draft::default()
        };
        let written = rubric(&draft);
        let read = parse(&written).unwrap_or_else(|error| panic!("{error:?}\n{written}"));
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(words(scalar(value(&read, "question"))), words(&text));
        prop_assert_eq!(words(scalar(item(value(&read, "topics"), 1))), words(&other));
        prop_assert_eq!(words(scalar(value(&read, "model_answer"))), words(&other));
        prop_assert_eq!(scalar(item(value(value(&read, "terms"), "no"), 0)), &text);
        prop_assert_eq!(scalar(item(value(value(&read, "terms"), "no"), 1)), &other);
        let a = item(value(&read, "criteria"), 0);
        prop_assert_eq!(words(scalar(value(a, "title"))), words(&other));
        for kind in ["strong", "weak"] {
            let signals = value(a, kind);
            prop_assert_eq!(scalar(item(signals, 0)), &text, "{}", written);
            let second = if kind == "strong" { value(item(signals, 1), "pattern") } else { item(signals, 1) };
            prop_assert_eq!(scalar(second), &text);
            prop_assert_eq!(scalar(item(value(item(signals, 2), "pattern"), 1)), &other);
            prop_assert_eq!(scalar(value(item(signals, 3), "prose")), &text);
        }
        prop_assert_eq!(words(scalar(value(item(value(&read, "examples"), 0), "answer"))), words(&text));
    }

    /// What is added stands in the file as it was meant, in lists of either kind.
    #[test]
    fn whatever_is_added_is_read_as_it_was(text in any_text(), flat in any::<bool>()) {
        let old = if flat { "criteria: [{id: a, strong: [{prose: x}]}]\n" } else { DEEP };
        let index = if flat { 0 } else { 2 };
        let said = Said::Prose(vec![text.clone()]);
        let added = signal("a", Kind::Strong, DraftSignal { said, weight: Decimal::ONE, comment: Some(text.clone()) });
        let Edited { text: new, refused } = edit("q.yaml", old, &[wording("a", Kind::Strong, index, &text), added]);
        prop_assert_eq!(refused, []);
        let read = parse(&new).unwrap();
        let strong = value(item(value(&read, "criteria"), 0), "strong");
        prop_assert_eq!(scalar(item(value(item(strong, index), "prose"), 1)), &text);
        prop_assert_eq!(scalar(value(item(strong, if flat { 1 } else { 4 }), "prose")), &text);
    }
}

#[test]
fn a_new_bank_is_in_the_layout_of_the_shipped_one() {
    let long = "It lets one thread in at a time, and the others wait until it is let go, ";
    let draft = Draft {
        id: "lock".into(),
        question: "What is a lock: and why?".into(),
        wordings: vec!["Explain locks.".into()],
        level: Some(Level::Mid),
        layer: Some(Layer::Knowledge),
        topics: vec!["concurrency".into(), "no".into()],
        model_answer: Some(format!("{long}\nwhich keeps data whole.\n")),
        terms: vec![("topic".into(), vec!["lock | <thread>".into()])],
        criteria: vec![
            criterion("one"),
            DraftCriterion {
                strong: vec![
                    patterns(&["lock ... thread"], "1", Some("heard often")),
                    patterns(&[&format!("({})", ["lock", "mutex"].repeat(20).join(" | "))], "0.5", None),
                    DraftSignal { said: Said::Prose(vec!["names a mutex".into()]), ..patterns(&[], "1", None) },
                ],
                weak: vec![patterns(&["it locks"], "0.5", None)],
                full_credit: Decimal::ONE,
                ..criterion("two")
            },
        ],
        examples: vec![("good".into(), long.repeat(3)), ("poor".into(), "No idea.".into())],
    };
    let band = |name: &str, from| Band { name: name.into(), from: number(from) };
    let head = DraftBank {
        name: "Locks".into(),
        bands: vec![band("good", "62.5"), band("poor", "0")],
        wrong_claim_costs: number("5"),
    };
    let files = [bank(&head), glossary(&[("thread".into(), vec!["thread".into(), "worker".into()])]), rubric(&draft)];
    let [bank_text, glossary_text, rubric_text] = &files;
    let read = load(
        [("bank.yaml", bank_text), ("glossary.yaml", glossary_text), ("lock.yaml", rubric_text)]
            .map(|(name, text)| File { name: name.into(), bytes: text.clone().into() })
            .into(),
    );
    assert_eq!(read.found, []);
    assert_eq!(read.bank.questions[0].criteria[1].signals.len(), 5);
    insta::assert_snapshot!(files.join("\n=====\n\n"));
}
