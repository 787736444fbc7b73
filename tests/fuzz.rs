//! What fuzzing found, and a few inputs to begin with, through the bodies of the targets.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

#[path = "fuzz/bodies.rs"]
#[allow(unreachable_pub, reason = "to the fuzzer they are a library")]
mod bodies;

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Whatever takes longer grows faster than its input.
const LONGEST: Duration = Duration::from_secs(5);

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Each input under `tests/fuzz/<target>` keeps the laws of its target, in no time.
#[test]
fn known_inputs_keep_the_laws() {
    for (target, _) in bodies::TARGETS {
        for input in entries(&Path::new("tests/fuzz").join(target)) {
            let bytes = fs::read(&input).unwrap();
            let began = Instant::now();
            assert!(catch_unwind(|| bodies::run(target, &bytes)).is_ok(), "{}", input.display());
            assert!(began.elapsed() < LONGEST, "{} took {:?}", input.display(), began.elapsed());
        }
    }
}

/// Each target has its file for the fuzzer, and inputs of its own.
#[test]
fn every_target_can_be_run() {
    let manifest = fs::read_to_string("fuzz/Cargo.toml").unwrap();
    for (target, _) in bodies::TARGETS {
        let path = format!("fuzz_targets/{target}.rs");
        let file = fs::read_to_string(Path::new("fuzz").join(&path)).unwrap();
        assert!(file.contains(&format!("run(\"{target}\", input)")), "{path}");
        assert!(manifest.contains(&path), "{path}");
    }
    let folders = entries(Path::new("tests/fuzz")).into_iter().filter(|path| path.is_dir()).count();
    assert_eq!(folders, bodies::TARGETS.len());
}
