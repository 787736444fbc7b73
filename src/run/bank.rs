//! Which bank a run uses: the one that was named, a `rubrics` folder found upward, or the built-in one.

use super::args::Args;
use super::{Ending, fail, say, show};
use crate::report::diagnostics;
use crate::rubric::load::{File, Loaded, load};
use crate::rubric::open::SoundFile;
use crate::rubric::{self, Bank};
use include_dir::{Dir, DirEntry, include_dir};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rubrics");
/// Where that is, for messages.
const BUILT_IN_PLACE: &str = "built in";

/// Finds, reads and names the bank; mistakes in it are printed, and errors end the run. In the one that is built in there are
/// none, so of it no more is read than is asked for. It lasts as long as the run: to take a bank to pieces takes time, and
/// the end of the run gives back all at once.
pub(super) fn open(args: &Args) -> Result<&'static Bank, Ending> {
    let bank = if place(args).is_some() {
        load_bank(args)?.bank
    } else {
        let bank = rubric::open::open(&built_in());
        tell(args, &bank, BUILT_IN_PLACE)?;
        bank
    };
    Ok(Box::leak(Box::new(bank)))
}

/// Where the bank is; nowhere if it is the built-in one.
pub(super) fn place(args: &Args) -> Option<PathBuf> {
    args.rubrics.clone().or_else(upward)
}

/// The bank with the texts of its files; mistakes in it are printed, and errors end the run.
pub(super) fn load_bank(args: &Args) -> Result<Loaded, Ending> {
    let found = find(args, None)?;
    let place = found.place();
    let loaded = load(found.files);
    report(&loaded);
    if loaded.has_errors() {
        return Err(Ending::Unusable);
    }
    tell(args, &loaded.bank, &place)?;
    Ok(loaded)
}

/// Says which bank is used; one without questions ends the run.
pub(super) fn tell(args: &Args, bank: &Bank, place: &str) -> Result<(), Ending> {
    if bank.questions.is_empty() {
        fail(format_args!("no questions in {place}"));
        return Err(Ending::Unusable);
    }
    if !args.quiet {
        say(format_args!("using {} ({place}, {} questions)", bank.name, bank.questions.len()));
    }
    Ok(())
}

/// The files of a bank, at least one, as they were found.
pub(super) struct Found {
    pub(super) files: Vec<File>,
    /// Where they are; nothing for the bank that is built in.
    pub(super) folder: Option<PathBuf>,
}

impl Found {
    /// Where they are, for messages.
    pub(super) fn place(&self) -> String {
        self.folder.as_ref().map_or_else(|| BUILT_IN_PLACE.to_owned(), |folder| folder.display().to_string())
    }
}

/// Finds the bank: the one that was named, the one that `member` belongs to, or the one that a run from here uses.
pub(super) fn find(args: &Args, member: Option<&Path>) -> Result<Found, Ending> {
    let folder = args.rubrics.clone().or_else(|| member.map(around)).or_else(upward);
    let files = match &folder {
        Some(folder) => from_folder(folder)?,
        None => {
            let file = |(name, bytes): SoundFile| File { name, bytes: bytes.to_vec() };
            built_in().into_iter().map(file).collect()
        }
    };
    let found = Found { files, folder };
    if found.files.is_empty() {
        fail(format_args!("no rubrics in {}: there is no .yaml file", found.place()));
        return Err(Ending::Unusable);
    }
    Ok(found)
}

/// The nearest folder around a file of a bank that holds `bank.yaml`, or else the file's own.
fn around(member: &Path) -> PathBuf {
    let own = if member.is_dir() { Some(member) } else { member.parent() };
    let own = own.filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let has_bank = |folder: &&Path| folder.join("bank.yaml").is_file() || folder.join("bank.yml").is_file();
    if let Some(folder) = own.ancestors().filter(|folder| !folder.as_os_str().is_empty()).find(has_bank) {
        return folder.to_owned();
    }
    let whole = own.canonicalize().unwrap_or_else(|_| own.to_owned());
    whole.ancestors().find(has_bank).unwrap_or(own).to_owned()
}

/// The files that the bank is read from; none where it is the built-in one.
pub(super) fn files(args: &Args) -> Vec<PathBuf> {
    place(args).map(|folder| yaml_files(&folder)).unwrap_or_default()
}

/// Prints the mistakes in a bank.
pub(super) fn report(loaded: &Loaded) {
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

/// The rubric files of a folder, or the one file.
pub(super) fn from_folder(path: &Path) -> Result<Vec<File>, Ending> {
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

/// Whether it can be a rubric, by its name.
pub(super) fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

fn built_in() -> Vec<SoundFile> {
    let mut files = Vec::new();
    collect(&BUILT_IN, &mut files);
    files.sort();
    files
}

fn collect(folder: &'static Dir<'static>, files: &mut Vec<SoundFile>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(folder) => collect(folder, files),
            DirEntry::File(file) if is_yaml(file.path()) => {
                files.push((format!("rubrics/{}", file.path().display()), file.contents()));
            }
            DirEntry::File(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::compile::compile;
    use crate::program::listing::listing;

    /// What is read bit by bit is what is read as a whole, and nothing is wrong with it.
    #[test]
    fn the_built_in_bank_is_sound() {
        let files = built_in();
        let whole =
            load(files.iter().map(|(name, bytes)| File { name: name.clone(), bytes: bytes.to_vec() }).collect());
        assert!(whole.found.is_empty(), "{:?}", whole.found);
        let bank = rubric::open::open(&files);
        assert!(bank.questions.names().eq(whole.bank.questions.names()));
        let (opened, loaded) = (compile(&bank), compile(&whole.bank));
        for (opened_question, loaded_question) in opened.questions.iter().zip(&loaded.questions) {
            assert_eq!(listing(&opened, opened_question), listing(&loaded, loaded_question));
        }
        assert_eq!(format!("{bank:?}"), format!("{:?}", whole.bank));
        let places = |bank: &Bank| bank.terms.iter().map(|term| term.place).collect::<Vec<_>>();
        assert_eq!(places(&bank), places(&whole.bank));
        assert!(
            bank.questions.iter().all(|question| bank.question(&question.id).is_some_and(|own| own.id == question.id))
        );
    }
}
