//! The supply of other people's code is what `deny.toml` says: licences, sources, and which crates come twice.

#![allow(clippy::disallowed_methods, reason = "tests are at the edge")]

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

/// The texts that an expression finds in `deny.toml`.
fn accepted(expression: &str) -> BTreeSet<String> {
    let text = fs::read_to_string("deny.toml").unwrap();
    let found = Regex::new(expression).unwrap();
    let found: BTreeSet<_> = found.captures_iter(&text).map(|found| found[1].to_owned()).collect();
    assert!(!found.is_empty(), "{expression}");
    found
}

/// Each package of the lock file: name, version, and source if it has one.
fn locked() -> Vec<(String, String, Option<String>)> {
    let text = fs::read_to_string("Cargo.lock").unwrap();
    let field = |package: &str, name: &str| {
        let line = package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "));
        line.map(|value| value.trim_matches('"').to_owned())
    };
    let packages = text.split("[[package]]").skip(1);
    let package = |text| (field(text, "name").unwrap(), field(text, "version").unwrap(), field(text, "source"));
    packages.map(package).collect()
}

#[test]
fn all_crates_come_from_the_registry() {
    for (name, _, source) in locked() {
        let expected = (name != "rubricate").then_some("registry+https://github.com/rust-lang/crates.io-index");
        assert_eq!(source.as_deref(), expected, "{name}");
    }
}

/// Of each crate that comes in several versions, all but the newest are accepted; and nothing else is.
#[test]
fn no_other_crate_comes_twice() {
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, version, _) in locked() {
        versions.entry(name).or_default().push(version);
    }
    let number = |version: &String| version.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>();
    let older = versions.iter_mut().flat_map(|(name, versions)| {
        versions.sort_by_key(number);
        versions.split_last().unwrap().1.iter().map(move |version| format!("{name}:{version}"))
    });
    assert_eq!(older.collect::<BTreeSet<_>>(), accepted(r#"crate = "([^"]+)""#));
}

/// What this platform is built from may be passed on; `cargo deny` looks at the others too.
#[test]
fn licences_are_on_the_list() {
    let allowed: BTreeSet<String> = accepted(r"(?m)^allow = \[(.*)\]$")
        .iter()
        .flat_map(|list| list.split(", "))
        .map(|name| name.trim_matches('"').to_owned())
        .collect();
    let about = Command::new("rustc").arg("-vV").output().unwrap();
    let about = String::from_utf8(about.stdout).unwrap();
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host])
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    for package in metadata["packages"].as_array().unwrap() {
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(fits(licence, &allowed), "{}: `{licence}`", package["name"]);
    }
}

/// Whether an expression of SPDX holds with these licences; older ones write `/` for OR.
fn fits(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let expression = expression.replace('/', " OR ");
    let expression = expression.trim();
    let parts = |joint| outside_brackets(expression, joint);
    match (parts(" OR "), parts(" AND ")) {
        (some, _) if some.len() > 1 => some.iter().any(|part| fits(part, allowed)),
        (_, all) if all.len() > 1 => all.iter().all(|part| fits(part, allowed)),
        _ => match expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            Some(inner) => fits(inner, allowed),
            None => allowed.contains(expression),
        },
    }
}

/// The parts of an expression between joints that stand in no brackets.
fn outside_brackets<'a>(expression: &'a str, joint: &str) -> Vec<&'a str> {
    let depth = |at: usize| expression[..at].matches('(').count() - expression[..at].matches(')').count();
    let joints: Vec<_> = expression.match_indices(joint).map(|(at, _)| at).filter(|&at| depth(at) == 0).collect();
    let starts = std::iter::once(0).chain(joints.iter().map(|at| at + joint.len()));
    let ends = joints.iter().copied().chain([expression.len()]);
    starts.zip(ends).map(|(start, end)| &expression[start..end]).collect()
}

#[test]
fn expressions_are_read_as_spdx_has_them() {
    let allowed = BTreeSet::from(["MIT".to_owned(), "Zlib".to_owned()]);
    for (expression, expected) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("", false),
        ("Unlicense/MIT", true),
        ("(Apache-2.0 OR MIT) AND BSD-3-Clause", false),
        ("(Apache-2.0 OR MIT) AND Zlib", true),
        ("Apache-2.0 OR MIT AND GPL-3.0", false),
        ("Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT", true),
    ] {
        assert_eq!(fits(expression, &allowed), expected, "{expression}");
    }
}
