//! The two banks that `diff` compares: folders, single files, or revisions of git.

use super::args::Args;
use super::args::keep::Diff;
use super::{Ending, bank, revision, say, unusable};
use crate::diff::change::counted;
use crate::rubric::load::{File, Loaded, load};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A bank, loaded, with its names.
pub(super) struct Opened {
    pub(super) loaded: Loaded,
    /// What the user called it.
    pub(super) name: String,
    /// What its files' names begin with, where they are from a revision.
    pub(super) prefix: String,
    /// The one question that is meant, where a single file was named.
    only: Option<String>,
}

/// Where a bank is.
enum Place {
    /// The files that any other command would use.
    Here,
    Path(PathBuf),
    /// What the user called it, and the commit.
    Revision(String, String),
}

/// Both banks; where a single file was named, only with its question.
pub(super) fn open(args: &Args, options: &Diff) -> Result<(Opened, Opened), Ending> {
    let (old, new) = places(args, options).map_err(unusable)?;
    let (old, new) = (one(args, "old", old)?, one(args, "new", new)?);
    let only: BTreeSet<String> = old.only.iter().chain(&new.only).cloned().collect();
    let narrowed = |which: &str, mut opened: Opened| {
        let bank = &mut opened.loaded.bank;
        if !only.is_empty() {
            bank.questions.retain(|id| only.iter().any(|only| only == id));
        }
        if !args.quiet {
            let questions = counted(bank.questions.len(), "question");
            say(format_args!("{which}: {} ({}, {questions})", opened.name, bank.name));
        }
        opened
    };
    Ok((narrowed("old", old), narrowed("new", new)))
}

/// What the arguments mean. What is a file or folder is one, whatever revision has its name.
fn places(args: &Args, options: &Diff) -> Result<(Place, Place), String> {
    let folder = folder_of(&bank::place(args).unwrap_or_else(|| PathBuf::from(".")));
    let place = |named: &str| {
        if named.is_empty() {
            return Err("a name is missing: give a folder, a file or a revision".to_owned());
        }
        let path = Path::new(named);
        if !path.exists() {
            let commit = revision::commit(&folder, named)?;
            return Ok(Place::Revision(named.to_owned(), commit));
        }
        if revision::commit(&folder, named).is_ok() {
            let kind = if path.is_dir() { "folder" } else { "file" };
            say(format_args!("`{named}` is a {kind} and a revision; the {kind} is taken, `{named}^0` is the revision"));
        }
        Ok(Place::Path(path.to_owned()))
    };
    // `../rubrics` is a path, also where there is none.
    let is_range = |(_, new): &(&str, &str)| !new.starts_with('/') && !Path::new(&options.old).exists();
    let range = options.old.split_once("..").filter(is_range);
    let Some((old, new)) = range else {
        let new = options.new.as_deref().map_or(Ok(Place::Here), place)?;
        return Ok((place(&options.old)?, new));
    };
    if options.new.is_some() {
        return Err(format!("`{}` gives both sides; leave out the second", options.old));
    }
    let or_head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
    let (old, parted) = (or_head(old), new.strip_prefix('.'));
    let new = or_head(parted.unwrap_or(new));
    let commit = match parted {
        Some(_) => revision::parting(&folder, &old, &new)?,
        None => revision::commit(&folder, &old)?,
    };
    let now = revision::commit(&folder, &new)?;
    Ok((Place::Revision(old, commit), Place::Revision(new, now)))
}

fn folder_of(path: &Path) -> PathBuf {
    let folder = if path.is_dir() { Some(path) } else { path.parent() };
    folder.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

fn one(args: &Args, which: &str, place: Place) -> Result<Opened, Ending> {
    let mut only = None;
    let mut prefix = String::new();
    let (name, files) = match place {
        Place::Here => {
            let found = bank::find(args, None)?;
            (found.place(), found.files)
        }
        Place::Path(path) if path.is_file() => {
            let (id, files) = with_file(args, &path)?;
            only = Some(id);
            (path.display().to_string(), files)
        }
        Place::Path(path) => (path.display().to_string(), bank::from_folder(&path)?),
        Place::Revision(name, commit) => {
            let Some(folder) = bank::place(args) else {
                let reason = "there is no folder `rubrics` here whose revisions could be read; name it with --rubrics";
                return Err(unusable(reason.to_owned()));
            };
            prefix = format!("{name}:");
            let files = revision::files(&folder, &commit, &prefix, bank::is_yaml).map_err(unusable)?;
            if files.is_empty() {
                return Err(unusable(format!("at `{name}` there are no rubrics in {}", folder.display())));
            }
            (name, files)
        }
    };
    if files.is_empty() {
        return Err(unusable(format!("no rubrics in {name}: there is no .yaml file")));
    }
    let loaded = load(files);
    if !loaded.found.is_empty() {
        say(format_args!("in the {which} bank, {name}:"));
        bank::report(&loaded);
    }
    if loaded.has_errors() {
        return Err(unusable(format!("the {which} bank, {name}, cannot be used")));
    }
    if loaded.bank.questions.is_empty() {
        return Err(unusable(format!("no questions in the {which} bank, {name}")));
    }
    Ok(Opened { loaded, name, prefix, only })
}

/// The id of a single rubric, and the bank's files with it in the place of the bank's own, for it needs their glossary.
fn with_file(args: &Args, path: &Path) -> Result<(String, Vec<File>), Ending> {
    let name = path.display().to_string();
    let bytes = super::inputs::all_bytes(path).map_err(|error| unusable(format!("cannot read {name}: {error}")))?;
    let file = File { name: name.clone(), bytes };
    let Some(id) = load(vec![file.clone()]).bank.questions.names().next().map(str::to_owned) else {
        return Err(unusable(format!("{name} is not the rubric of a question; to compare banks, name their folders")));
    };
    let mut files = match bank::place(args) {
        Some(place) if place.is_file() => Vec::new(),
        _ => bank::find(args, None)?.files,
    };
    let base = load(files.clone());
    let own = base.bank.question(&id).map(|question| &base.sources[question.place.source.0].name);
    files.retain(|file| Some(&file.name) != own);
    files.push(file);
    Ok((id, files))
}
