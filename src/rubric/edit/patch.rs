//! What is different in a file, as a patch in the unified format that `git apply` and `patch -p1` take.
//!
//! Two texts of a file → the patch, with three lines of context; nothing where they are the same.
//! The file's name must be relative; one with white space or characters that do not show is quoted as git does.

use similar::TextDiff;
use std::fmt::Write;

/// The patch from `old` to `new`, for the file `name` with `/` between its folders.
#[must_use]
pub fn patch(name: &str, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let (before, after) = (quoted(&format!("a/{name}")), quoted(&format!("b/{name}")));
    TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(&before, &after).to_string()
}

/// As git writes names: in double quotes with octal escapes, where it has to.
fn quoted(name: &str) -> String {
    if !name.bytes().any(|byte| !(b' '..0x7f).contains(&byte) || matches!(byte, b'"' | b'\\')) {
        // `patch` takes a name with spaces to end where a tab stands.
        return if name.contains(' ') { format!("{name}\t") } else { name.to_owned() };
    }
    let mut out = String::from("\"");
    for byte in name.bytes() {
        match byte {
            b'"' | b'\\' => out.extend(['\\', char::from(byte)]),
            b' '..=b'~' => out.push(char::from(byte)),
            byte => {
                let _ = write!(out, "\\{byte:03o}");
            }
        }
    }
    out + "\""
}
