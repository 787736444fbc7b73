//! Files of golden answers: read as cases, and written where what they get now is accepted.

use super::output::{Output, Unfinished};
use super::{Ending, fail, unusable};
use crate::intake::{Intake, OddBytes};
use crate::report::terminal::visible;
use crate::rubric::Bank;
use crate::trial::golden::{Change, accept, change, read};
use crate::trial::{Case, Tried};
use crate::wordings::Wordings;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The files with their texts and cases.
pub(super) struct Golden {
    files: Vec<File>,
}

struct File {
    path: PathBuf,
    text: String,
    cases: Vec<Case>,
}

impl Golden {
    /// Reads them all; every mistake in them is told, and ends the run.
    pub(super) fn read(paths: &[PathBuf], bank: &Bank) -> Result<Self, Ending> {
        if paths.is_empty() {
            return Ok(Self { files: Vec::new() });
        }
        let wordings = Wordings::new(bank);
        let intake = Intake { odd_bytes: OddBytes::Refused, ..Intake::new(&wordings) };
        let mut files = Vec::new();
        let mut mistaken = false;
        for path in self::files(paths).map_err(unusable)? {
            let name = path.display().to_string();
            let bytes =
                super::inputs::all_bytes(&path).map_err(|error| unusable(format!("cannot read {name}: {error}")))?;
            let text = String::from_utf8(bytes)
                .map_err(|error| unusable(format!("{name}: not UTF-8 at byte {}", error.utf8_error().valid_up_to())))?;
            let (cases, mistakes) = read(&name, &text, bank, &intake);
            mistakes.iter().for_each(fail);
            mistaken |= !mistakes.is_empty();
            files.push(File { path, text, cases });
        }
        if mistaken { Err(Ending::Unusable) } else { Ok(Self { files }) }
    }

    pub(super) fn cases(&self) -> impl Iterator<Item = Case> {
        self.files.iter().flat_map(|file| &file.cases).cloned()
    }

    /// Writes what failing cases get now, after which they pass; gives a line for each.
    pub(super) fn accept(&self, tried: &mut [Tried<'_>], unfinished: &Unfinished) -> Result<Vec<String>, Ending> {
        let mut said = Vec::new();
        for File { path, text, .. } in &self.files {
            let name = path.display().to_string();
            let mut changes: Vec<Change> = Vec::new();
            let outcomes = tried.iter_mut().flat_map(|tried| &mut tried.outcomes);
            for outcome in outcomes.filter(|outcome| outcome.case.file == name) {
                let Some(change) = change(outcome) else { continue };
                let case = &mut outcome.case;
                let line =
                    format!("{name}:{}: {}: {} \u{2192} {}", case.line, case.question, case.expected, change.expected);
                said.push(visible(&line).into_owned());
                case.expected = change.expected.clone();
                changes.push(change);
            }
            if !changes.is_empty() {
                let mut output = Output::file(path, unfinished)?;
                output.write(accept(text, &changes).as_bytes())?;
                output.finish()?;
            }
        }
        Ok(said)
    }
}

/// The files that are named, and those in the folders that are, in the order of names.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        let entries = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter().filter_map(Result::ok);
        let found = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
        files.extend(found.filter(|path| is_records(path)));
        if files.len() == before {
            return Err(format!("no golden answers in {}: there is no .jsonl file", path.display()));
        }
    }
    // A file that is named twice is read once.
    let mut unique: Vec<PathBuf> = Vec::new();
    for file in files {
        if !unique.contains(&file) {
            unique.push(file);
        }
    }
    Ok(unique)
}

fn is_records(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "jsonl" || extension == "ndjson")
}
