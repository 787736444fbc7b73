//! The page that GitHub Actions shows of a step: Markdown, appended to the file that `GITHUB_STEP_SUMMARY` names.

use super::{Ending, fail, say};
use std::fs::File;
use std::io::Write;

/// What GitHub takes of a step; of more it shows nothing at all.
const MOST: usize = 1 << 20;

/// Appends what fits, cut off at the end of a line. Where the variable is not set there is nothing to do.
pub(super) fn append(markdown: &str) -> Result<(), Ending> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return Ok(()) };
    let there = std::fs::metadata(&path).map_or(0, |found| usize::try_from(found.len()).unwrap_or(usize::MAX));
    let fitting = fitting(markdown, MOST.saturating_sub(there));
    if fitting.len() < markdown.len() {
        say("the step summary is full: not all of it is written");
    }
    let written = File::options().create(true).append(true).open(&path).and_then(|mut file| {
        file.write_all(fitting.as_bytes())?;
        file.flush()
    });
    written.map_err(|error| {
        fail(format_args!("{} could not be written: {error}", path.display()));
        Ending::Unwritten
    })
}

/// All of the text, or as many whole lines of it as take at most so many bytes.
fn fitting(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let cut = text.floor_char_boundary(most);
    &text[..text[..cut].rfind('\n').map_or(0, |end| end + 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_cut_at_a_line() {
        for (most, expected) in [(9, "é\nbc\nd"), (7, "é\nbc\nd"), (6, "é\nbc\n"), (5, "é\n"), (1, ""), (0, "")] {
            assert_eq!(fitting("é\nbc\nd", most), expected, "{most}");
        }
    }
}
