//! Changes of rubric files as people keep them: comments, order and layout stay, and only the bytes concerned change.
//!
//! A file's text and [`Change`]s → a new text, and the changes that could not be made. Each change is made on the text
//! that the ones before it left. The new text is read back and must say exactly what the change means, and nothing else;
//! one whose place the layout hides (aliases, dashes on lines of their own) is refused, and the others are made.
//! [`patch`] shows what is different, as a patch that other programs apply.

mod layout;
pub mod patch;
mod steps;

use super::load::{Role, role};
use super::write::tree::{Apart, Item, Tree};
use super::write::{DraftCriterion, DraftSignal, Said};
use super::yaml::{Node, Value, parse};
use super::{Band, Kind};
use crate::decimal::Decimal;
use crate::diagnostic::replaced;
use crate::pattern;
use steps::{Path, Step, at, is_key, same};

/// A change of one file. Criteria are those of the file: a question's own, or in `bank.yaml` the shared ones; where a
/// question takes one over with `use:`, its points and full credit can be changed there. Signals are counted from 0
/// among those of their kind in the criterion, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are what their names say")]
pub enum Change {
    /// What a strong or wrong signal weighs; above 0 and at most 1.
    Weight { criterion: String, kind: Kind, index: usize, weight: Decimal },
    /// What a criterion is worth; above 0 and at most 1000.
    Points { criterion: String, points: Decimal },
    /// Which sum of weights earns all points; above 0 and at most 1.
    FullCredit { criterion: String, full_credit: Decimal },
    /// Where a band begins; from 0 to 100, with at most one decimal.
    BandFrom { band: String, from: Decimal },
    /// All bands, highest first.
    Bands(Vec<Band>),
    /// A further signal, the last of its kind. Its comment is left out where the criterion stands on one line.
    Signal { criterion: String, kind: Kind, signal: DraftSignal },
    /// A further criterion, the last one.
    Criterion(DraftCriterion),
    /// A further pattern, or sentence of prose, of a signal.
    Wording { criterion: String, kind: Kind, index: usize, text: String },
    /// A further pattern of a term: of the glossary, or of the rubric's own.
    TermWording { term: String, text: String },
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The new text; the old one, byte for byte, where nothing was to be done.
    pub text: String,
    /// What was not changed.
    pub refused: Vec<Refusal>,
}

/// Why a change was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Index of the change.
    pub change: usize,
    /// The line of the text on which it would have been, from 1, where that is known.
    pub line: Option<usize>,
    /// Why, in a few words without a full stop.
    pub reason: String,
}

/// Makes all changes that can be made, one after the other. `name` is the file's name, which says what it holds.
#[must_use]
pub fn edit(name: &str, text: &str, changes: &[Change]) -> Edited {
    let mut edited = Edited { text: text.to_owned(), refused: Vec::new() };
    let mut root = parse(text).map_err(|error| (None, error.message));
    for (change, wanted) in changes.iter().enumerate() {
        let made = match &root {
            Ok(root) => make(name, &edited.text, root, wanted),
            Err(error) => Err(error.clone()),
        };
        match made {
            Ok((text, changed)) => (edited.text, root) = (text, Ok(changed)),
            Err((line, reason)) => edited.refused.push(Refusal { change, line, reason }),
        }
    }
    edited
}

/// Why not, and on which line.
type Refused = (Option<usize>, String);

fn make(name: &str, text: &str, root: &Node, change: &Change) -> Result<(String, Node), Refused> {
    let file = FileTree { role: role(name), root };
    let (mut text, mut root) = (text.to_owned(), root.clone());
    for step in file.steps(change).map_err(|reason| (None, reason))? {
        let place = at(&root, step.path()).span.start;
        let line = Some(text[..place].matches('\n').count() + 1);
        let fixes = step.fixes(&text, &root).map_err(|reason| (line, reason))?;
        let fixes: Vec<_> = fixes.iter().collect();
        let (new, made) = replaced(&text, &fixes);
        let read =
            parse(&new).map_err(|error| (line, format!("the file would not be read any more: {}", error.message)))?;
        if made.len() < fixes.len() || !same(&read, &step.meant(&root)) {
            return Err((line, "the way it is laid out, more would change than this".into()));
        }
        (text, root) = (new, read);
    }
    Ok((text, root))
}

/// The keys that stand before another in a criterion.
const BEFORE_POINTS: &[&str] = &["use", "id", "title"];
const BEFORE_FULL_CREDIT: &[&str] = &["use", "id", "title", "points"];
const BEFORE_STRONG: &[&str] = &["id", "title", "points", "full_credit"];
const BEFORE_WEAK: &[&str] = &["id", "title", "points", "full_credit", "strong"];
const BEFORE_WRONG: &[&str] = &["id", "title", "points", "full_credit", "strong", "weak"];
/// And in a signal, the bank and a question.
const BEFORE_WEIGHT: &[&str] = &["pattern", "prose"];
const BEFORE_BANDS: &[&str] = &["name"];
const BEFORE_CRITERIA: &[&str] = &[
    "name", "bands", "wrong_claim_costs", "weights", "points", "flags", "id", "question", "wordings", "level", "layer",
    "topics", "model_answer", "terms",
];

/// A file's tree, and what kind of file it is.
struct FileTree<'n> {
    role: Role,
    root: &'n Node,
}

impl FileTree<'_> {
    fn steps(&self, change: &Change) -> Result<Vec<Step>, String> {
        match change {
            Change::Weight { criterion, kind, index, weight } => {
                self.weight(&self.signal(criterion, *kind, *index)?, *kind, *weight)
            }
            Change::Points { criterion, points } => {
                Ok(vec![self.number(self.criterion(criterion)?, "points", BEFORE_POINTS, *points)])
            }
            Change::FullCredit { criterion, full_credit } => {
                let map = self.criterion(criterion)?;
                let is_said = self.key(&map, "full_credit").or(self.key(&map, "use")).is_some();
                // Only what a shared criterion says has to be overruled.
                let wanted = is_said || *full_credit != Decimal::ONE;
                Ok(wanted
                    .then(|| self.number(map, "full_credit", BEFORE_FULL_CREDIT, *full_credit))
                    .into_iter()
                    .collect())
            }
            Change::BandFrom { band, from } => self.band_from(band, *from).map(|step| vec![step]),
            Change::Bands(bands) => self.bands(bands),
            Change::Signal { criterion, kind, signal } => self.add_signal(criterion, *kind, signal),
            Change::Criterion(criterion) => {
                criterion.signals().try_for_each(readable)?;
                let item = Item { tree: criterion.tree(), comment: None, apart: Apart::Yes };
                Ok(vec![self.append(Vec::new(), "criteria", BEFORE_CRITERIA, item)])
            }
            Change::Wording { criterion, kind, index, text } => {
                self.wording(&self.signal(criterion, *kind, *index)?, text)
            }
            Change::TermWording { term, text } => self.term_wording(term, text),
        }
    }

    /// The way on to the value of a key.
    fn key(&self, map: &[usize], key: &str) -> Option<Path> {
        let Value::Map(entries) = &at(self.root, map).value else { return None };
        let index = entries.iter().position(|(name, _)| is_key(name, key))?;
        Some(map.iter().copied().chain([index]).collect())
    }

    fn items(&self, list: &[usize]) -> Vec<Path> {
        let Value::List(items) = &at(self.root, list).value else { return Vec::new() };
        (0..items.len()).map(|index| list.iter().copied().chain([index]).collect()).collect()
    }

    fn is(&self, path: &[usize], text: &str) -> bool {
        is_key(at(self.root, path), text)
    }

    fn criterion(&self, id: &str) -> Result<Path, String> {
        let named =
            |path: &Path| ["id", "use"].iter().any(|key| self.key(path, key).is_some_and(|key| self.is(&key, id)));
        let all = self.key(&[], "criteria").map(|list| self.items(&list)).unwrap_or_default();
        all.into_iter().find(named).ok_or_else(|| format!("no criterion `{id}` in this file"))
    }

    /// A signal of a criterion that this file defines.
    fn signal(&self, criterion: &str, kind: Kind, index: usize) -> Result<Path, String> {
        let map = self.own_criterion(criterion)?;
        let all = self.key(&map, kind.name()).map(|list| self.items(&list)).unwrap_or_default();
        all.into_iter().nth(index).ok_or_else(|| format!("no {kind} signal {} in `{criterion}`", index + 1))
    }

    fn own_criterion(&self, id: &str) -> Result<Path, String> {
        let map = self.criterion(id)?;
        match self.key(&map, "use") {
            Some(_) => Err(format!("`{id}` is shared: change it in `bank.yaml`")),
            None => Ok(map),
        }
    }

    fn number(&self, map: Path, key: &'static str, before: &'static [&'static str], number: Decimal) -> Step {
        match self.key(&map, key) {
            Some(path) => Step::Replace(path, Tree::Number(number)),
            None => Step::Put { map, key, before, value: Tree::Number(number) },
        }
    }

    fn weight(&self, signal: &[usize], kind: Kind, weight: Decimal) -> Result<Vec<Step>, String> {
        if kind == Kind::Weak {
            return Err("a weak signal has no weight".into());
        }
        let stands = self.key(signal, "weight").is_some();
        Ok(match &at(self.root, signal).value {
            _ if weight == Decimal::ONE && !stands => Vec::new(),
            Value::Map(_) => vec![self.number(signal.to_vec(), "weight", BEFORE_WEIGHT, weight)],
            _ => vec![Step::Wrap {
                scalar: signal.to_vec(),
                key: "pattern",
                more: vec![("weight", Tree::Number(weight))],
            }],
        })
    }

    fn band_from(&self, band: &str, from: Decimal) -> Result<Step, String> {
        let all = self.key(&[], "bands").map(|list| self.items(&list)).unwrap_or_default();
        let named = |path: &Path| self.key(path, "name").is_some_and(|key| self.is(&key, band));
        let path = all.into_iter().find(named).and_then(|path| self.key(&path, "from"));
        path.map(|path| Step::Replace(path, Tree::Number(from))).ok_or_else(|| format!("no band `{band}` in this file"))
    }

    /// Where the names stay, only the numbers change.
    fn bands(&self, bands: &[Band]) -> Result<Vec<Step>, String> {
        if self.role != Role::Bank {
            return Err("bands stand in `bank.yaml`".into());
        }
        let items: Vec<_> = bands.iter().map(|band| Item::of(super::write::band(band))).collect();
        let Some(list) = self.key(&[], "bands") else {
            return Ok(vec![Step::Put {
                map: Vec::new(),
                key: "bands",
                before: BEFORE_BANDS,
                value: Tree::List(items),
            }]);
        };
        let old = self.items(&list);
        let named = |(path, band): (&Path, &Band)| self.key(path, "name").is_some_and(|key| self.is(&key, &band.name));
        if old.len() == bands.len() && old.iter().zip(bands).all(named) {
            return bands.iter().map(|band| self.band_from(&band.name, band.from)).collect();
        }
        Ok(vec![Step::ReplaceList(list, items)])
    }

    fn add_signal(&self, criterion: &str, kind: Kind, signal: &DraftSignal) -> Result<Vec<Step>, String> {
        readable(signal)?;
        let before = match kind {
            Kind::Strong => BEFORE_STRONG,
            Kind::Weak => BEFORE_WEAK,
            Kind::Wrong => BEFORE_WRONG,
        };
        Ok(vec![self.append(self.own_criterion(criterion)?, kind.name(), before, signal.item(kind))])
    }

    fn append(&self, map: Path, key: &'static str, before: &'static [&'static str], item: Item) -> Step {
        match self.key(&map, key) {
            Some(list) => Step::Append(list, item),
            None => Step::Put { map, key, before, value: Tree::List(vec![item]) },
        }
    }

    fn wording(&self, signal: &[usize], text: &str) -> Result<Vec<Step>, String> {
        let prose = self.key(signal, "prose");
        if prose.is_none() {
            pattern_is_readable(text)?;
        }
        match self.key(signal, "pattern").or(prose) {
            Some(path) => Ok(vec![self.add_text(path, text)]),
            None => {
                let inner = signal.iter().copied().chain([0]).collect();
                let wrap = Step::Wrap { scalar: signal.to_vec(), key: "pattern", more: Vec::new() };
                Ok(vec![wrap, Step::ToList(inner, Tree::Text(text.to_owned()))])
            }
        }
    }

    fn term_wording(&self, term: &str, text: &str) -> Result<Vec<Step>, String> {
        pattern_is_readable(text)?;
        let terms = if self.role == Role::Glossary { Some(Vec::new()) } else { self.key(&[], "terms") };
        let path =
            terms.and_then(|terms| self.key(&terms, term)).ok_or_else(|| format!("no term `{term}` in this file"))?;
        Ok(vec![self.add_text(path, text)])
    }

    fn add_text(&self, path: Path, text: &str) -> Step {
        let tree = Tree::Text(text.to_owned());
        match at(self.root, &path).value {
            Value::List(_) => Step::Append(path, Item::of(tree)),
            _ => Step::ToList(path, tree),
        }
    }
}

fn readable(signal: &DraftSignal) -> Result<(), String> {
    match &signal.said {
        Said::Patterns(patterns) => patterns.iter().try_for_each(|pattern| pattern_is_readable(pattern)),
        Said::Prose(_) => Ok(()),
    }
}

fn pattern_is_readable(text: &str) -> Result<(), String> {
    pattern::parse(text).map(|_| ()).map_err(|error| format!("`{text}` is no pattern: {}", error.message))
}
