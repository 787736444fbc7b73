//! A first rubric from a marking key: a question, what is to be said, and scoring notes, as people write them.
//!
//! A [`Table`] with a row a question (or several, whose keys add up) → [`Key`]s → [`Draft`]s, for a person to go on with.
//!
//! - A line of the key, or what stands behind a bullet or a number, is a criterion; a key of one paragraph is one, in as many
//!   wordings as it has sentences. `||`, and `OR` on its own, stand between wordings of one; `(2 points)` is what it is worth.
//! - A label in capitals before a wording (`BEST:`) is dropped.
//! - A scoring note is a criterion likewise; one that says what is not to be accepted is a misconception of the first.
//! - Every wording is a prose signal: what is credited is how much of it is heard.

use crate::decimal::Decimal;
use crate::marks::table::Table;
use crate::rubric::write::id::id;
use crate::rubric::write::{Draft, DraftCriterion, DraftSignal, Said};
use crate::transcript::sheet::{column, listed};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Columns that the user named, by heading or by number from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The question's id.
    pub id: Option<String>,
    /// Its wording.
    pub question: Option<String>,
    /// What is to be said.
    pub key: Option<String>,
    /// Scoring notes.
    pub notes: Option<String>,
}

/// What is known of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// What the table calls it; empty where it does not.
    pub id: String,
    /// How it is asked.
    pub question: String,
    /// What is to be said, a text for each row of the table.
    pub key: Vec<String>,
    /// Scoring notes, likewise.
    pub notes: Vec<String>,
}

const IDS: [&str; 6] = ["question id", "id", "essay set", "item", "item id", "question number"];
const QUESTIONS: [&str; 5] = ["question", "question text", "prompt", "wording", "stem"];
const KEYS: [&str; 17] = [
    "key", "marking key", "answer key", "model answer", "references", "reference", "reference answer",
    "reference answers", "desired answer", "expected answer", "ideal answer", "correct answer", "sample answer",
    "sample solution", "solution", "rubric", "answer",
];
const NOTES: [&str; 7] =
    ["notes", "scoring notes", "marking notes", "scoring guide", "guidelines", "rubric notes", "comments"];

/// Reads the keys of a table, in the order in which their questions appear first.
///
/// # Errors
/// Which column is missing, and what to type.
pub fn read(table: &Table, named: &Named) -> Result<Vec<Key>, String> {
    let columns = Columns::find(&table.header, named)?;
    let mut keys: Vec<Key> = Vec::new();
    for row in &table.rows {
        let cell = |at: Option<usize>| at.map_or("", |at| row.cells[at].trim()).to_owned();
        let (id, question) = (cell(columns.id), cell(Some(columns.question)));
        if question.is_empty() {
            continue;
        }
        let same = |key: &Key| if id.is_empty() { key.question == question } else { key.id == id };
        let at = keys.iter().position(same).unwrap_or_else(|| {
            keys.push(Key { id, question, ..Key::default() });
            keys.len() - 1
        });
        add(&mut keys[at].key, cell(Some(columns.key)));
        add(&mut keys[at].notes, cell(columns.notes));
    }
    Ok(keys)
}

fn add(texts: &mut Vec<String>, text: String) {
    if !text.is_empty() && !texts.contains(&text) {
        texts.push(text);
    }
}

struct Columns {
    id: Option<usize>,
    question: usize,
    key: usize,
    notes: Option<usize>,
}

impl Columns {
    fn find(header: &[String], named: &Named) -> Result<Self, String> {
        let plain: Vec<String> =
            header.iter().map(|heading| heading.trim().to_lowercase().replace(['_', '-'], " ")).collect();
        let find = |given: &Option<String>, known: &[&str]| match given {
            Some(name) => column(name, header).map(Some),
            None => Ok(known.iter().find_map(|known| plain.iter().position(|heading| heading == known))),
        };
        let needed = |found: Option<usize>, what: &str, option: &str| {
            found.ok_or_else(|| {
                format!("no column with {what}; the columns are {}; name it with {option}", listed(header))
            })
        };
        Ok(Self {
            id: find(&named.id, &IDS)?,
            question: needed(find(&named.question, &QUESTIONS)?, "the question", "--question-column")?,
            key: needed(find(&named.key, &KEYS)?, "the key", "--key-column")?,
            notes: find(&named.notes, &NOTES)?,
        })
    }
}

/// Drafts a rubric for each key. A question of whose key no sentence has a word with content gets none; its place in `keys`
/// is told instead.
#[must_use]
pub fn drafts(keys: &[Key], top: &str) -> Vec<Result<Draft, usize>> {
    let mut taken = BTreeSet::new();
    let drafted = |(at, key)| draft(key, top, &mut taken).ok_or(at);
    keys.iter().enumerate().map(drafted).collect()
}

/// Evidence of as much of a key's weight earns all its points: people leave out what goes without saying.
const FULL_CREDIT: Decimal = Decimal::part(9, 10);

fn draft(key: &Key, top: &str, taken: &mut BTreeSet<String>) -> Option<Draft> {
    let (accepted, refused): (Vec<Element>, Vec<Element>) =
        key.notes.iter().flat_map(|text| elements(text)).partition(|element| !element.is_refused());
    let mut wanted =
        wordings_of_one(&key.key).unwrap_or_else(|| key.key.iter().flat_map(|text| elements(text)).collect());
    let model: Vec<String> = wanted.iter().filter_map(|element| element.wordings.first().cloned()).collect();
    wanted.extend(accepted);
    wanted.retain(Element::has_content);
    let mut ids = BTreeSet::new();
    let mut criteria: Vec<DraftCriterion> = wanted.iter().map(|element| element.criterion(&mut ids)).collect();
    let first = criteria.first_mut()?;
    first.wrong = refused.iter().filter(|element| element.has_content()).map(Element::signal).collect();
    let model_answer = model.iter().map(|text| sentence(text)).collect::<Vec<_>>().join(" ");
    Some(Draft {
        id: id(&key.id, &key.question, taken),
        question: key.question.clone(),
        examples: vec![(top.to_owned(), model_answer.clone())],
        model_answer: Some(model_answer),
        criteria,
        ..Draft::default()
    })
}

/// One thing that a key wants said, in any of some wordings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Element {
    wordings: Vec<String>,
    points: Option<Decimal>,
}

static POINTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)[(\[]?\b(\d+(?:\.\d{1,3})?)\s*(?:points?|pts?|marks?)\b\.?[)\]]?\s*[:–-]?").expect("it is tested")
});
static LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[A-Z][A-Z_ -]+:\s*").expect("it is tested"));
static BULLET: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^\s*(?:[-*•▪–]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+").expect("it is tested"));
static OR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s*\|\|\s*|\s+OR\s+").expect("it is tested"));
static REFUSED: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"(?i)^(?:do not accept|don.t accept|not accepted|no (?:credit|marks?|points?)|reject|wrong|incorrect|misconceptions?|common (?:errors?|mistakes?|misconceptions?))\b[\s:,–-]*(?:for\s+)?";
    Regex::new(words).expect("it is tested")
});

impl Element {
    fn of(text: &str) -> Self {
        let points =
            POINTS.captures(text).and_then(|found| Decimal::parse(&found[1])).filter(|points| *points > Decimal::ZERO);
        let rest = POINTS.replace_all(text, "");
        let wordings = OR.split(&rest).map(|wording| LABEL.replace(wording.trim(), "").trim().to_owned());
        Self { wordings: wordings.filter(|wording| !wording.is_empty()).collect(), points }
    }

    fn is_refused(&self) -> bool {
        self.wordings.first().is_some_and(|wording| REFUSED.is_match(wording))
    }

    fn has_content(&self) -> bool {
        self.wordings.iter().any(|wording| !crate::pattern::prose::read(wording).is_empty())
    }

    fn signal(&self) -> DraftSignal {
        let mut wordings: Vec<String> = Vec::new();
        for wording in &self.wordings {
            let wording = REFUSED.replace(wording, "").trim().to_owned();
            if !wordings.contains(&wording) && !crate::pattern::prose::read(&wording).is_empty() {
                wordings.push(wording);
            }
        }
        DraftSignal { said: Said::Prose(wordings), weight: Decimal::ONE, comment: None }
    }

    fn criterion(&self, taken: &mut BTreeSet<String>) -> DraftCriterion {
        let title = title(&self.wordings[0]);
        DraftCriterion {
            id: id(&title.split_whitespace().take(4).collect::<Vec<_>>().join(" "), "key", taken),
            title,
            points: self.points.unwrap_or(Decimal::whole(2)),
            full_credit: FULL_CREDIT,
            strong: vec![self.signal()],
            weak: Vec::new(),
            wrong: Vec::new(),
            follow_up: None,
        }
    }
}

/// Texts of a single sentence each are wordings of one thing.
fn wordings_of_one(texts: &[String]) -> Option<Vec<Element>> {
    let one = |text: &String| Some(elements(text)).filter(|elements| elements.len() == 1)?.pop();
    let all: Vec<Element> = texts.iter().map(one).collect::<Option<_>>()?;
    let points = all.iter().find_map(|element| element.points);
    let wordings = all.into_iter().flat_map(|element| element.wordings).collect();
    Some(vec![Element { wordings, points }])
}

/// The things that a text lists: by lines, bullets and numbers, or as one paragraph.
fn elements(text: &str) -> Vec<Element> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let elements = lines.into_iter().map(|line| Element::of(BULLET.replace(line, "").trim()));
    elements.filter(|element| !element.wordings.is_empty()).collect()
}

/// Words of a title at most.
const TITLE: usize = 9;

fn title(wording: &str) -> String {
    let words: Vec<&str> = wording.split_whitespace().collect();
    let cut = words[..words.len().min(TITLE)].join(" ");
    let cut = cut.trim_end_matches(['.', ',', ';', ':']);
    let mut title: String = cut.chars().take(1).flat_map(char::to_uppercase).collect();
    title.extend(cut.chars().skip(1));
    if words.len() > TITLE {
        title.push_str(" …");
    }
    title
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
