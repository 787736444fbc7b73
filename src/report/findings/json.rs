//! Mistakes in rubrics as JSON: one array with an object for each, in the order of files and places.
//!
//! Fields are never renamed or removed without a change of the first version number; new ones may come.
//!
//! | field | type | meaning |
//! |---|---|---|
//! | `code` | text | the kind of mistake, such as `unknown-key`; stable between versions |
//! | `severity` | text | `error` (the bank cannot be used) or `warning` |
//! | `message` | text | what is wrong |
//! | `help` | text or null | what to do about it |
//! | `file` | text | the path as the program was given or found it |
//! | `line`, `column` | number | where it begins; both count from 1, columns in characters |
//! | `end_line`, `end_column` | number | where it ends: the character after the last one |
//! | `start`, `end` | number | the same in bytes of the file, half-open, from 0 |
//! | `fix` | record or null | what `--fix` writes: `start` and `end`, bytes of the file, and the `replacement` of what stands there |
//! | `related` | list | other places that matter: objects with `message` and the seven fields of a place, from `file` to `end` |

use super::super::json::pretty;
use super::{region, severity, source};
use crate::diagnostic::{Diagnostic, Place};
use crate::source::Source;
use serde::Serialize;

#[derive(Serialize)]
struct Finding<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    #[serde(flatten)]
    place: Placed<'a>,
    fix: Option<Mend<'a>>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Mend<'a> {
    start: usize,
    end: usize,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Placed<'a>,
}

#[derive(Serialize)]
struct Placed<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start: usize,
    end: usize,
}

/// The array, with a line break after it.
#[must_use]
pub fn json(found: &[Diagnostic], sources: &[Source]) -> String {
    let found: Vec<_> = found.iter().map(|diagnostic| finding(diagnostic, sources)).collect();
    pretty(&found)
}

fn finding<'a>(diagnostic: &'a Diagnostic, sources: &'a [Source]) -> Finding<'a> {
    let related = |(place, note): &'a (Place, String)| Related { message: note, place: placed(*place, sources) };
    Finding {
        code: diagnostic.code.name(),
        severity: severity(diagnostic.severity()),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        place: placed(diagnostic.place, sources),
        fix: diagnostic.fix.as_ref().map(|fix| Mend {
            start: fix.span.start,
            end: fix.span.end,
            replacement: &fix.replacement,
        }),
        related: diagnostic.related.iter().map(related).collect(),
    }
}

fn placed(place: Place, sources: &[Source]) -> Placed<'_> {
    let region = region(place, sources);
    Placed {
        file: &source(place, sources).name,
        line: region.start.line,
        column: region.start.column,
        end_line: region.end.line,
        end_column: region.end.column,
        start: place.span.start,
        end: place.span.end,
    }
}
