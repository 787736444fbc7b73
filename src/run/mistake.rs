//! Mistakes of ours: a panic ends what it must, and no more.
//!
//! While a file is read or an answer graded, it is the error of that one, and the rest goes on. Anywhere else it ends the
//! run like an output that cannot be written, and on its way out whatever is not yet whole is removed. Whoever catches it
//! says so; the panic itself is silent, and shows where it was if `RUST_BACKTRACE` asks for that.

use super::{Ending, fail, show};
use crate::report::terminal::visible_lines;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

/// What to say of an answer, or of a file, on which the program itself fails.
pub(super) const ON_THIS: &str =
    "internal: rubricate failed on this, which is a mistake in it; RUST_BACKTRACE=1 shows where";

/// What to say where the program itself fails on all of it.
const ON_ALL: &str = "internal: rubricate failed, which is a mistake in it; RUST_BACKTRACE=1 shows where";

/// From now on a panic says nothing unless it is asked where it was. Its message may quote an answer.
pub(super) fn silence() {
    set_hook(Box::new(|panic| {
        let trace = Backtrace::capture();
        if trace.status() == BacktraceStatus::Captured {
            show(&visible_lines(&format!("{panic}\n{trace}")));
        }
    }));
}

/// What the work gives, or what to say of that on which it failed.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| ON_THIS.to_owned())
}

/// How the whole run ends.
pub(super) fn ending(run: impl FnOnce() -> Result<Ending, Ending>) -> Ending {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(ending) => ending.unwrap_or_else(|early| early),
        Err(_) => {
            fail(ON_ALL);
            Ending::Unwritten
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::output::{Output, Unfinished};
    use super::*;

    #[test]
    fn a_mistake_of_ours_is_one_answers() {
        assert_eq!(guarded(|| -> u8 { panic!("only a test") }), Err(ON_THIS.to_owned()));
        assert_eq!(guarded(|| 1), Ok(1));
    }

    #[test]
    fn a_mistake_of_ours_leaves_nothing_half_written() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("old.csv"), folder.path().join("new.csv"));
        std::fs::write(&old, "as it was").unwrap();
        let unfinished = Unfinished::default();
        let write = |panics: &str| {
            let mut outputs = [Output::file(&old, &unfinished)?, Output::file(&new, &unfinished)?];
            for output in &mut outputs {
                output.write(b"half")?;
                output.flush()?;
            }
            assert!(panics.is_empty(), "only a test");
            outputs.into_iter().try_for_each(Output::finish)?;
            Ok(Ending::Done)
        };
        assert_eq!(ending(|| write("yes")), Ending::Unwritten);
        assert_eq!(std::fs::read_to_string(&old).unwrap(), "as it was");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(ending(|| write("")), Ending::Done);
        assert_eq!(std::fs::read_to_string(&new).unwrap(), "half");
    }

    #[test]
    fn other_endings_are_as_they_were() {
        for way in [Ending::Done, Ending::Failed, Ending::PipeClosed] {
            assert_eq!((ending(|| Ok(way)), ending(|| Err(way))), (way, way));
        }
    }
}
