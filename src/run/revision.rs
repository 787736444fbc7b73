//! Files as they were at a revision of git, read by the program `git`, without a shell.

use crate::diagnostic::nearest;
use crate::rubric::load::File;
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// The commit that a revision means, as seen from a folder.
pub(super) fn commit(folder: &Path, revision: &str) -> Result<String, String> {
    if revision.starts_with('-') {
        return Err(format!("`{revision}` is no revision: it begins with a hyphen"));
    }
    git(folder, ["rev-parse", "--show-prefix"], b"")
        .map_err(|reason| format!("`{revision}` is no file or folder, and no revision can be read: {reason}"))?;
    let asked = format!("{revision}^{{commit}}");
    match git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", &asked], b"") {
        Ok(commit) => Ok(line(&commit)),
        Err(_) => Err(unknown(folder, revision)),
    }
}

/// The commit from which two revisions parted.
pub(super) fn parting(folder: &Path, one: &str, other: &str) -> Result<String, String> {
    let (first, second) = (commit(folder, one)?, commit(folder, other)?);
    let base = git(folder, ["merge-base", &first, &second], b"");
    base.map(|base| line(&base)).map_err(|_| format!("`{one}` and `{other}` have no commit in common"))
}

fn unknown(folder: &Path, revision: &str) -> String {
    let names = ["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/tags", "refs/remotes"];
    let names = git(folder, names, b"").unwrap_or_default();
    let names = String::from_utf8_lossy(&names);
    match nearest(revision, names.lines()) {
        Some(near) => format!("`{revision}` is no file, no folder and no revision; did you mean `{near}`?"),
        None => format!("`{revision}` is no file, no folder and no revision of this repository"),
    }
}

/// All files below a path, a folder or a file, at a commit that was found by [`commit`]. Their names are as git writes
/// them, `main:rubrics/gil.yaml`, after `prefix`.
pub(super) fn files(place: &Path, commit: &str, prefix: &str, wanted: fn(&Path) -> bool) -> Result<Vec<File>, String> {
    let (folder, name) = match place.file_name() {
        Some(name) if !place.is_dir() => (place.parent().unwrap_or(place), name.to_owned()),
        _ => (place, OsStr::new(".").to_owned()),
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let tree = [OsStr::new("ls-tree"), "-rz".as_ref(), "--full-name".as_ref(), commit.as_ref(), "--".as_ref(), &name];
    let tree = git(folder, tree, b"")?;
    let entries = tree.split(|&byte| byte == 0).filter_map(entry);
    let entries: Vec<_> = entries.filter(|(_, path)| wanted(Path::new(path))).collect();
    let asked: String = entries.iter().map(|(object, _)| format!("{object}\n")).collect();
    let contents = contents(&git(folder, ["cat-file", "--batch"], asked.as_bytes())?)
        .filter(|contents| contents.len() == entries.len())
        .ok_or("git gave other files than it was asked for")?;
    // The name decides what a file is, and a bank can be the whole repository.
    let named = |path: &str| format!("{prefix}{}{path}", if path.contains('/') { "" } else { "./" });
    Ok(entries.iter().zip(contents).map(|((_, path), bytes)| File { name: named(path), bytes }).collect())
}

/// Object and path of a line of `ls-tree` that is a file, and no link.
fn entry(line: &[u8]) -> Option<(String, String)> {
    let line = String::from_utf8_lossy(line);
    let (described, path) = line.split_once('\t')?;
    let mut words = described.split(' ');
    let (mode, kind, object) = (words.next()?, words.next()?, words.next()?);
    (kind == "blob" && mode != "120000").then(|| (object.to_owned(), path.to_owned()))
}

/// The objects that `cat-file --batch` printed, each after a line that ends in its length.
fn contents(mut printed: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut all = Vec::new();
    while !printed.is_empty() {
        let end = printed.iter().position(|&byte| byte == b'\n')?;
        let head = std::str::from_utf8(&printed[..end]).ok()?;
        let length: usize = head.rsplit(' ').next()?.parse().ok()?;
        let rest = &printed[end + 1..];
        all.push(rest.get(..length)?.to_vec());
        printed = rest.get(length + 1..)?;
    }
    Some(all)
}

/// What git prints, or what it complains of.
fn git<Arg: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = Arg>, input: &[u8]) -> Result<Vec<u8>, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut run = || -> io::Result<_> {
        let mut child = command.spawn()?;
        let stdin = child.stdin.take();
        std::thread::scope(|scope| {
            // Git answers while it is asked; who only asked first would wait for ever.
            scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
            child.wait_with_output()
        })
    };
    let output = run().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "the program `git` was not found".to_owned(),
        _ => format!("git could not be run: {error}"),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let complaint = complaint.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
    Err(format!("git: {complaint}"))
}

fn line(printed: &[u8]) -> String {
    String::from_utf8_lossy(printed).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_prints_is_read() {
        let blob = b"100644 blob 1f2e\trubrics/a b.yaml";
        assert_eq!(entry(blob), Some(("1f2e".to_owned(), "rubrics/a b.yaml".to_owned())));
        assert_eq!(entry(b"120000 blob 1f2e\trubrics/link.yaml"), None);
        assert_eq!(entry(b""), None);
        let printed = b"1f2e blob 4\nid\n:\n3a4b blob 0\n\n";
        assert_eq!(contents(printed), Some(vec![b"id\n:".to_vec(), Vec::new()]));
        assert_eq!(contents(b"1f2e missing\n"), None);
    }
}
