//! Changes of a bank's files: shown as a patch, or written.

use super::output::{Unfinished, write_file};
use super::{Ending, say, unusable};
use crate::diagnostic::SourceId;
use crate::rubric::edit::{Change, edit, patch::patch};
use crate::source::Source;
use std::collections::BTreeMap;
use std::path::Path;

/// Files with their new texts.
pub(super) struct Edits<'a> {
    files: Vec<(&'a Source, String)>,
    /// How many changes were made.
    pub(super) made: usize,
}

impl<'a> Edits<'a> {
    /// Makes the changes of each file; says which cannot be made.
    pub(super) fn make(sources: &'a [Source], changes: &BTreeMap<SourceId, Vec<Change>>) -> Self {
        let mut edits = Self { files: Vec::new(), made: 0 };
        for (&SourceId(file), changes) in changes {
            let source = &sources[file];
            let edited = edit(&source.name, &source.text, changes);
            for refused in &edited.refused {
                let line = refused.line.map(|line| format!(":{line}")).unwrap_or_default();
                say(format_args!("{}{line}: not changed: {}", source.name, refused.reason));
            }
            edits.made += changes.len() - edited.refused.len();
            edits.files.push((source, edited.text));
        }
        edits
    }

    /// All of it as one patch.
    pub(super) fn patch(&self) -> String {
        self.files.iter().map(|(source, text)| patch(&relative(&source.name), &source.text, text)).collect()
    }

    /// Writes the files that change.
    pub(super) fn write(&self, folder: Option<&Path>, unfinished: &Unfinished) -> Result<(), Ending> {
        if folder.is_none() {
            return Err(unusable("the built-in rubrics cannot be changed: name a folder with --rubrics"));
        }
        for (source, text) in self.files.iter().filter(|(source, text)| source.text != *text) {
            write_file(Path::new(&source.name), text.as_bytes(), unfinished)?;
        }
        Ok(())
    }
}

/// A patch names files from where it is applied.
fn relative(name: &str) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = Path::new(name);
    let relative = path.strip_prefix(&here).unwrap_or(path);
    relative.to_string_lossy().trim_start_matches("./").trim_start_matches('/').to_owned()
}
