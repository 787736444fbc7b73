//! Names of people and answers → names of files: nothing in a name leads out of the folder, or to a device.
//!
//! Letters, digits, `-`, `_`, and a dot or a space within stay; any other byte is written as `%2F`. A long name is cut
//! and ends in a digest of the whole; two that differ only in case, or not at all, are numbered.

use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The longest name, in bytes; with an ending and a number it fits any file system.
const LONGEST: usize = 120;

/// A file name, without its ending, for each name, no two alike.
#[must_use]
pub fn unique<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut free = |name: &str| {
        let name = encoded(name);
        let mut numbered = (1..).map(|n: usize| if n == 1 { name.clone() } else { format!("{name}-{n}") });
        numbered.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
    };
    names.map(&mut free).collect()
}

fn encoded(name: &str) -> String {
    let mut out = String::new();
    for c in name.trim().chars() {
        let inner = !out.is_empty() && matches!(c, '.' | ' ');
        if c.is_alphanumeric() || matches!(c, '-' | '_') || inner {
            out.push(c);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    // Windows drops dots and spaces at the end, and keeps names like CON for devices.
    let trimmed = out.trim_end_matches(['.', ' ']);
    let mut out = if trimmed.is_empty() { "unnamed".to_owned() } else { trimmed.to_owned() };
    let stem = out.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT") {
        out.insert(0, '_');
    }
    if out.len() > LONGEST {
        let digest: String = Sha256::digest(name).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let end = (0..=LONGEST - digest.len() - 1).rev().find(|&end| out.is_char_boundary(end)).unwrap_or_default();
        out = format!("{}-{digest}", &out[..end]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folder() {
        for (name, expected) in [
            ("Amara Okafor", "Amara Okafor"),
            ("José 2", "José 2"),
            ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd"),
            ("/etc", "%2Fetc"),
            (".hidden", "%2Ehidden"),
            ("a\\b:c", "a%5Cb%3Ac"),
            ("con", "_con"),
            ("COM1.x", "_COM1.x"),
            ("", "unnamed"),
            (" . ", "%2E"),
            ("x\0\u{1b}", "x%00%1B"),
            ("a/b", "a%2Fb"),
        ] {
            assert_eq!(encoded(name), expected, "{name:?}");
        }
        let long = "é".repeat(500);
        assert!(encoded(&long).len() <= LONGEST && encoded(&long) != encoded(&format!("{long}x")));
        assert_eq!(unique(["Bo", "bo", "Bo"].into_iter()), ["Bo", "bo-2", "Bo-3"]);
    }
}
