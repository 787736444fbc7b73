//! The files of practice: the history, and drafts of answers that were not finished.
//!
//! The history only grows, by whole lines, each written at once and handed to the disk. The drafts stand beside it, in a
//! file that appears under its name only when it is whole.

use super::super::{Ending, fail, inputs, say};
use crate::practice::history::{History, Record, read};
use etcetera::BaseStrategy;
use serde::{Deserialize, Serialize};
use std::ffi::OsString;
use std::fs::{File, OpenOptions, create_dir_all};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Where the history is kept.
pub(super) struct Store {
    path: PathBuf,
    drafts: PathBuf,
    /// Whether a line that somebody began must be ended first.
    unended: bool,
}

/// An answer that was not finished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Draft {
    /// Name of the bank.
    pub(super) bank: String,
    /// Id of the question.
    pub(super) question: String,
    /// What was typed.
    pub(super) text: String,
}

impl Store {
    /// The file that was named, or the one in the platform's folder for data.
    pub(super) fn at(named: Option<&Path>) -> Result<Self, String> {
        let path = match named {
            Some(path) => path.to_owned(),
            None => etcetera::base_strategy::choose_native_strategy()
                .map_err(|_| "no folder for the history is known here; name a file with `--history FILE`".to_owned())?
                .data_dir()
                .join("rubricate")
                .join("practice.jsonl"),
        };
        let mut drafts: OsString = path.clone().into();
        drafts.push(".drafts");
        Ok(Self { path, drafts: drafts.into(), unended: false })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What was answered so far; an empty history where there is no file yet. What had to be skipped is said.
    pub(super) fn history(&mut self) -> Result<History, String> {
        let history = match inputs::file_bytes(&self.path) {
            Ok(bytes) => read(&bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => History::default(),
            Err(error) => return Err(format!("{} cannot be read: {error}", self.path.display())),
        };
        self.unended = history.unended;
        for line in &history.skipped {
            let place = format!("{}:{line}", self.path.display());
            say(format_args!("{place}: not a line of a history; it is left as it is, and not counted"));
        }
        Ok(history)
    }

    /// Whether a record can be added, before anybody is asked for an answer.
    pub(super) fn ready(&self) -> Result<(), Ending> {
        self.open().map(drop).map_err(|error| self.unwritten(&error))
    }

    /// Adds a record.
    pub(super) fn add(&mut self, record: &Record) -> Result<(), Ending> {
        let end = if self.unended { "\n" } else { "" };
        let line = format!("{end}{}", record.line());
        let written = self.open().and_then(|mut file| {
            file.write_all(line.as_bytes())?;
            file.sync_data()
        });
        written.map_err(|error| self.unwritten(&error))?;
        self.unended = false;
        Ok(())
    }

    fn open(&self) -> std::io::Result<File> {
        if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            create_dir_all(folder)?;
        }
        OpenOptions::new().append(true).create(true).open(&self.path)
    }

    fn unwritten(&self, error: &std::io::Error) -> Ending {
        fail(format_args!("{} could not be written: {error}", self.path.display()));
        Ending::Unwritten
    }

    /// The answers that were not finished, the last one at the end.
    pub(super) fn drafts(&self) -> Vec<Draft> {
        let bytes = std::fs::read(&self.drafts).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    /// Keeps an unfinished answer in place of an older one to the same question; one without text is none. Where it cannot
    /// be kept, what was there stays.
    pub(super) fn keep(&self, draft: Draft) {
        let mut drafts = self.drafts();
        drafts.retain(|other| (&other.bank, &other.question) != (&draft.bank, &draft.question));
        if !draft.text.trim().is_empty() {
            drafts.push(draft);
        }
        if drafts.is_empty() {
            // There may be none.
            let _ = std::fs::remove_file(&self.drafts);
            return;
        }
        let folder = self.drafts.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let kept = tempfile::NamedTempFile::new_in(folder).ok().and_then(|mut file| {
            serde_json::to_writer(&mut file, &drafts).ok()?;
            file.persist(&self.drafts).ok()
        });
        drop(kept);
    }
}
