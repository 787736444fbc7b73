//! Which bank a run uses: the one that was named, a `rubrics` folder found upward, or the built-in one.

use super::args::Args;
use super::{Ending, fail, say, show};
use crate::report::diagnostics;
use crate::rubric::Bank;
use crate::rubric::load::{File, Loaded, load};
use include_dir::{Dir, DirEntry, include_dir};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rubrics");

/// Finds, loads and names the bank; mistakes in it are printed, and errors end the run.
pub(super) fn open(args: &Args) -> Result<Bank, Ending> {
    load_bank(args).map(|loaded| loaded.bank)
}

/// The same, with the texts of its files.
pub(super) fn load_bank(args: &Args) -> Result<Loaded, Ending> {
    let (files, place) = match args.rubrics.as_deref() {
        Some(path) => (from_folder(path)?, path.display().to_string()),
        None => match upward() {
            Some(folder) => (from_folder(&folder)?, folder.display().to_string()),
            None => (built_in(), "built in".to_owned()),
        },
    };
    if files.is_empty() {
        fail(format_args!("no rubrics in {place}: there is no .yaml file"));
        return Err(Ending::Unusable);
    }
    let loaded = load(files);
    report(&loaded);
    if loaded.has_errors() {
        return Err(Ending::Unusable);
    }
    if loaded.bank.questions.is_empty() {
        fail(format_args!("no questions in {place}"));
        return Err(Ending::Unusable);
    }
    if !args.quiet {
        say(format_args!("using {} ({place}, {} questions)", loaded.bank.name, loaded.bank.questions.len()));
    }
    Ok(loaded)
}

fn report(loaded: &Loaded) {
    if loaded.found.is_empty() {
        return;
    }
    let colour = super::args::colour_of(&std::io::stderr());
    show(diagnostics::render(&loaded.found, &loaded.sources, colour).trim_end());
}

/// The nearest folder called `rubrics` with rubrics in it, from here upward.
fn upward() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let found = here
        .ancestors()
        .map(|folder| folder.join("rubrics"))
        .find(|folder| folder.is_dir() && !yaml_files(folder).is_empty())?;
    // A short name reads better in messages.
    Some(found.strip_prefix(&here).map(Path::to_path_buf).unwrap_or(found))
}

fn from_folder(path: &Path) -> Result<Vec<File>, Ending> {
    if !path.exists() {
        fail(format_args!("no such file or folder: {}", path.display()));
        return Err(Ending::Unusable);
    }
    let mut files = Vec::new();
    for path in yaml_files(path) {
        match std::fs::read(&path) {
            Ok(bytes) => files.push(File { name: path.display().to_string(), bytes }),
            Err(error) => {
                fail(format_args!("cannot read {}: {error}", path.display()));
                return Err(Ending::Unusable);
            }
        }
    }
    Ok(files)
}

/// All YAML files below a folder, in the order of their names; or the one file itself.
fn yaml_files(path: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter().filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files.filter(|path| is_yaml(path)).collect()
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

fn built_in() -> Vec<File> {
    let mut files = Vec::new();
    collect(&BUILT_IN, &mut files);
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

fn collect(folder: &Dir<'_>, files: &mut Vec<File>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(folder) => collect(folder, files),
            DirEntry::File(file) if is_yaml(file.path()) => {
                files
                    .push(File { name: format!("rubrics/{}", file.path().display()), bytes: file.contents().to_vec() });
            }
            DirEntry::File(_) => {}
        }
    }
}
