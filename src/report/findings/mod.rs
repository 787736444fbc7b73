//! Mistakes in rubrics for programs: [`json()`], SARIF, annotations of GitHub, JUnit, and a summary in Markdown.
//!
//! In: diagnostics and the files they were found in. Out: one text, with no time in it and no path but the files' own, so
//! that the same mistakes make the same bytes. Lines and columns count from 1, columns in characters, ends are exclusive.
//! What a rubric or a file's name holds stays a text: nothing in it acts on a terminal, a runner or a web page.

mod annotations;
mod json;
mod junit;
mod markdown;
mod sarif;

pub use annotations::github;
pub use json::json;
pub use junit::junit;
pub use markdown::summary;
pub use sarif::sarif;

use super::terminal::visible;
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::{LineColumn, Source};

/// Where it is, for people and programs.
struct Region {
    start: LineColumn,
    end: LineColumn,
}

/// Errors before warnings, in each the order given: every reader of these formats stops after so many.
fn worst_first(found: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut found: Vec<_> = found.iter().collect();
    found.sort_by_key(|diagnostic| diagnostic.severity());
    found
}

fn source(place: Place, sources: &[Source]) -> &Source {
    &sources[place.source.0]
}

fn region(place: Place, sources: &[Source]) -> Region {
    let source = source(place, sources);
    Region { start: source.line_column(place.span.start), end: source.line_column(place.span.end) }
}

const fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// What is wrong, and on a second line what to do about it.
fn told(diagnostic: &Diagnostic) -> String {
    let message = visible(&diagnostic.message);
    match &diagnostic.help {
        Some(help) => format!("{message}\nhelp: {}", visible(help)),
        None => message.into_owned(),
    }
}

/// A file's name as the parts of a repository are named: with forward slashes, from where the program ran.
fn path(name: &str) -> String {
    let path = name.replace(std::path::MAIN_SEPARATOR, "/");
    let relative = path.trim_start_matches("./");
    if relative.is_empty() { path } else { relative.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_begins_where_the_program_ran() {
        for (name, expected) in [("./a/b.yaml", "a/b.yaml"), ("../b.yaml", "../b.yaml"), ("/a", "/a"), ("./", "./")] {
            assert_eq!(path(name), expected);
        }
    }
}
