//! The places that a change is about, and the steps that it takes there.
//!
//! A file's tree and a [`Change`] → [`Step`]s; an error where the file has no such place.

use super::Change;
use super::meaning::{Path, at, is_key};
use super::steps::Step;
use crate::decimal::Decimal;
use crate::pattern;
use crate::rubric::load::Role;
use crate::rubric::write::tree::{Apart, Item, Tree};
use crate::rubric::write::{self, DraftSignal, Said};
use crate::rubric::yaml::{Node, Value};
use crate::rubric::{Band, Kind};

/// The keys that stand before another in a criterion.
const BEFORE_POINTS: &[&str] = &["use", "id", "title"];
const BEFORE_FULL_CREDIT: &[&str] = &["use", "id", "title", "points"];
const BEFORE_STRONG: &[&str] = &["id", "title", "points", "full_credit"];
const BEFORE_WEAK: &[&str] = &["id", "title", "points", "full_credit", "strong"];
const BEFORE_WRONG: &[&str] = &["id", "title", "points", "full_credit", "strong", "weak"];
/// And in a signal, the bank and a question.
const BEFORE_WEIGHT: &[&str] = &["pattern", "prose", "opening"];
const BEFORE_BANDS: &[&str] = &["name"];
const BEFORE_CRITERIA: &[&str] = &[
    "name", "bands", "wrong_claim_costs", "margin", "weights", "points", "flags", "id", "question", "wordings",
    "level", "layer", "topics", "model_answer", "terms",
];

/// A file's tree, and what kind of file it is.
pub(super) struct FileTree<'n> {
    pub(super) role: Role,
    pub(super) root: &'n Node,
}

impl FileTree<'_> {
    /// The steps of a change; none where all is as it shall be.
    ///
    /// # Errors
    /// What of it this file does not have.
    pub(super) fn steps(&self, change: &Change) -> Result<Vec<Step>, String> {
        match change {
            Change::Weight { criterion, kind, index, weight } => {
                is_number(*weight, 1)?;
                self.weight(&self.signal(criterion, *kind, *index)?, *kind, *weight)
            }
            Change::Points { criterion, points } => {
                is_number(*points, 1000)?;
                Ok(vec![self.number(self.criterion(criterion)?, "points", BEFORE_POINTS, *points)])
            }
            Change::FullCredit { criterion, full_credit } => {
                is_number(*full_credit, 1)?;
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
                criterion.signals().try_for_each(|(kind, signal)| can_be_read(kind, signal))?;
                is_number(criterion.points, 1000)?;
                is_number(criterion.full_credit, 1)?;
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
        is_score(from)?;
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
        bands.iter().try_for_each(|band| is_score(band.from))?;
        let items: Vec<_> = bands.iter().map(|band| Item::of(write::band(band))).collect();
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
        can_be_read(kind, signal)?;
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

fn can_be_read(kind: Kind, signal: &DraftSignal) -> Result<(), String> {
    if kind != Kind::Weak {
        is_number(signal.weight, 1)?;
    }
    match &signal.said {
        Said::Patterns(patterns) => patterns.iter().try_for_each(|pattern| pattern_is_readable(pattern)),
        Said::Prose(_) => Ok(()),
    }
}

fn is_number(number: Decimal, most: u64) -> Result<(), String> {
    let is_read = Decimal::parse(&number.to_string()).is_some();
    if is_read && number > Decimal::ZERO && number <= Decimal::whole(most) {
        return Ok(());
    }
    Err(format!("`{number}` is not above 0 and at most {most}, with at most three decimals"))
}

fn is_score(number: Decimal) -> Result<(), String> {
    if number.has_tenths_only() && number <= Decimal::whole(100) {
        return Ok(());
    }
    Err(format!("`{number}` is not a score from 0 to 100, with at most one decimal"))
}

fn pattern_is_readable(text: &str) -> Result<(), String> {
    pattern::parse(text).map(|_| ()).map_err(|error| format!("`{text}` is no pattern: {}", error.message))
}
