//! Runs something again whenever one of some files changes, until the user stops it.
//!
//! The files are looked at a few times a second: that works on every system and file system, and a folder of rubrics is
//! small. A run waits until nothing has changed for one look, for editors save in several steps.

use super::{Ending, fail, say};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, SystemTime};

const LOOK: Duration = Duration::from_millis(300);

/// The files with time and size.
type Seen = Vec<(PathBuf, Option<(SystemTime, u64)>)>;

/// Ends only where the results can no longer be written, or where there is nothing to watch.
pub(super) fn watch(
    files: impl Fn() -> Vec<PathBuf>,
    mut run: impl FnMut() -> Result<Ending, Ending>,
) -> Result<Ending, Ending> {
    let look = || seen(files());
    let mut before = look();
    if before.is_empty() {
        fail("nothing to watch: the bank is built in; name a folder with --rubrics");
        return Err(Ending::Unusable);
    }
    loop {
        if let Err(ending @ (Ending::Unwritten | Ending::PipeClosed)) = run() {
            return Err(ending);
        }
        let now = settled(&before, look);
        say(format_args!("\u{2500}\u{2500} {} \u{2500}\u{2500}", told(&before, &now)));
        before = now;
    }
}

/// Waits for a change, and for its end.
fn settled(before: &Seen, look: impl Fn() -> Seen) -> Seen {
    let mut last = look();
    loop {
        sleep(LOOK);
        let now = look();
        if now != *before && now == last {
            return now;
        }
        last = now;
    }
}

fn seen(mut files: Vec<PathBuf>) -> Seen {
    files.sort();
    let look = |path: PathBuf| {
        let found = path.metadata().and_then(|found| Ok((found.modified()?, found.len()))).ok();
        (path, found)
    };
    files.into_iter().map(look).collect()
}

/// Which files are new, gone or other than they were.
fn told(before: &Seen, now: &Seen) -> String {
    let changed =
        now.iter().filter(|file| !before.contains(file)).map(|(path, _)| format!("{} changed", path.display()));
    let gone = before.iter().filter(|(path, _)| now.iter().all(|(other, _)| other != path));
    let gone = gone.map(|(path, _)| format!("{} is gone", path.display()));
    changed.chain(gone).collect::<Vec<_>>().join(", ")
}
