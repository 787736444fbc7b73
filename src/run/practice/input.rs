//! Where answers come from: somebody who types at a terminal, or a stream in which a line with only `.` ends each.

use super::super::say;
use super::editor::{self, Typed};
use crate::report::terminal::Colour;
use std::io::{self, BufRead, IsTerminal, stderr, stdin};

/// Where answers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// Somebody types.
    Typed,
    /// They are read.
    Read,
}

/// What came for a question.
pub(super) enum Taken {
    /// An answer, and how many seconds it took, where that was measured.
    Answer(String, Option<u64>),
    /// Nothing; the next question, please.
    Passed,
    /// No more.
    Over,
}

impl Input {
    /// Typed, where there is a terminal to type at and one to show it on; on a dumb one answers are read by lines.
    pub(super) fn new() -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|name| name == "dumb");
        if stdin().is_terminal() && stderr().is_terminal() && !dumb {
            editor::watch();
            return Self::Typed;
        }
        if stdin().is_terminal() {
            say("end each answer by a line with only `.`; an empty one passes on");
        }
        Self::Read
    }

    pub(super) fn is_typed(self) -> bool {
        self == Self::Typed
    }

    /// Takes an answer; what was begun is typed on, and kept on the way.
    pub(super) fn take(
        self,
        begun: &str,
        minutes: Option<u64>,
        colour: Colour,
        keep: &dyn Fn(&str),
    ) -> io::Result<Taken> {
        Ok(match self {
            Self::Typed => match editor::answer(begun, minutes, colour, keep)? {
                Typed::Stopped => Taken::Over,
                Typed::Answer(text, seconds) => taken(text, Some(seconds)),
            },
            Self::Read => match next(&mut stdin().lock())? {
                None => Taken::Over,
                Some(text) => taken(text, None),
            },
        })
    }
}

fn taken(text: String, seconds: Option<u64>) -> Taken {
    if text.trim().is_empty() { Taken::Passed } else { Taken::Answer(text.trim_end().to_owned(), seconds) }
}

/// The lines up to one that is only `.`, or to the end; nothing where it is reached already. Bytes that are no UTF-8 are
/// replaced.
fn next(lines: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    loop {
        let start = bytes.len();
        let read = lines.read_until(b'\n', &mut bytes)?;
        if bytes[start..].trim_ascii_end() == b"." {
            bytes.truncate(start);
            break;
        }
        if read == 0 {
            if start == 0 {
                return Ok(None);
            }
            break;
        }
    }
    let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_a_point_ends_an_answer() {
        let mut bytes: &[u8] = b"\xef\xbb\xbfone\r\ntwo .\n..\n.\n.\r\nthree \xff\n.";
        let mut found = Vec::new();
        while let Some(text) = next(&mut bytes).unwrap() {
            found.push(text);
        }
        assert_eq!(found, ["one\ntwo .\n..\n", "", "three \u{fffd}\n"]);
    }
}
