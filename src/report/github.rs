//! Annotations of GitHub Actions: `::error file=F,line=L,col=C,endColumn=E,title=T::message`, a line each.
//!
//! GitHub shows ten of a kind a step, so what matters most should stand first.

use std::fmt::Write;

/// How GitHub shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// In red.
    Error,
    /// In yellow.
    Warning,
    /// Plain.
    Notice,
}

/// Where it is, as far as that is known. Lines and columns count from 1; the end is exclusive, and on the same line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place<'a> {
    /// The path in the repository.
    pub file: Option<&'a str>,
    /// The line.
    pub line: Option<usize>,
    /// The first column, and the one after the last.
    pub columns: Option<(usize, usize)>,
}

/// One annotation, with its line break.
#[must_use]
pub fn annotation(level: Level, place: Place<'_>, title: &str, message: &str) -> String {
    let name = match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Notice => "notice",
    };
    let mut out = format!("::{name} ");
    if let Some(file) = place.file {
        let _ = write!(out, "file={},", property(file));
    }
    if let Some(line) = place.line {
        let _ = write!(out, "line={line},");
    }
    if let Some((from, to)) = place.columns {
        let _ = write!(out, "col={from},endColumn={to},");
    }
    let _ = writeln!(out, "title={}::{}", property(title), data(message));
    out
}

/// The text of a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_a_command() {
        let place = Place { file: Some("a,b.yaml"), line: Some(3), columns: Some((5, 9)) };
        assert_eq!(
            annotation(Level::Error, place, "bad: weight", "100 %\n::error::x"),
            "::error file=a%2Cb.yaml,line=3,col=5,endColumn=9,title=bad%3A weight::100 %25%0A::error::x\n"
        );
        assert_eq!(annotation(Level::Notice, Place::default(), "t", "m"), "::notice title=t::m\n");
    }
}
