//! Bytes of a file → its text: encodings told apart, and files that are no text at all.
//!
//! UTF-8, with or without a mark, is taken as it is. UTF-16 is told by its mark or by its NULs. What is neither is taken
//! for Windows-1252, the encoding of old Windows programs, if nothing in it looks like damaged UTF-8; and else for UTF-8
//! in which the bytes that are not valid are replaced (U+FFFD). A guess and a replacement are said in a note; nothing
//! is lost, and [`Source::byte`] leads back to the bytes of the file.

use crate::source::{Encoding, Replaced, Source};
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text, and what was odd about its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, with the byte-order mark if there was one.
    pub text: String,
    /// How it was encoded.
    pub encoding: Encoding,
    /// What was not valid.
    pub replaced: Vec<Replaced>,
    /// What to tell the user, where a guess was made or something was replaced.
    pub note: Option<String>,
}

impl Decoded {
    /// The text under the name of its file.
    #[must_use]
    pub fn named(self, name: &str) -> Source {
        Source::decoded(name, self.text, self.encoding, self.replaced)
    }
}

/// The two orders of bytes in UTF-16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Utf16 {
    /// The low byte first.
    Little,
    /// The high byte first.
    Big,
}

impl Utf16 {
    /// The library's name for it.
    #[must_use]
    pub fn encoding(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Little => UTF_16LE,
            Self::Big => UTF_16BE,
        }
    }
}

/// Whether a file that begins with these bytes is UTF-16: it has the mark, or at least a third of its odd, or even,
/// bytes are NULs and hardly any of the others.
#[must_use]
pub fn utf16(head: &[u8]) -> Option<Utf16> {
    match head {
        [0xff, 0xfe, ..] => return Some(Utf16::Little),
        [0xfe, 0xff, ..] => return Some(Utf16::Big),
        _ => {}
    }
    let head = &head[..head.len().min(4096)];
    let nuls = |first: usize| head.iter().skip(first).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, enough) = (nuls(0), nuls(1), (head.len() / 6).max(2));
    if odd >= enough && even * 10 < odd {
        Some(Utf16::Little)
    } else if even >= enough && odd * 10 < even {
        Some(Utf16::Big)
    } else {
        None
    }
}

/// What a file is that is no text, as its first bytes tell; the second part is what to do about it.
#[must_use]
pub fn no_text(head: &[u8]) -> Option<(String, &'static str)> {
    const RESAVE: &str = "save it as plain text (UTF-8) or Markdown and grade that";
    const UNPACK: &str = "unpack it and grade what is in it";
    const TRANSCRIBE: &str = "have it transcribed, and grade the transcript";
    const EXPORT: &str = "export it as CSV (UTF-8) and grade that";
    if utf16(head).is_some() {
        return None;
    }
    if let Some(kind) = infer::get(head) {
        use infer::MatcherType;
        let extension = if kind.extension() == "zip" { office(head).unwrap_or("zip") } else { kind.extension() };
        let help = match (kind.matcher_type(), extension) {
            (_, "xlsx" | "xls" | "ods") => EXPORT,
            (MatcherType::Doc | MatcherType::Book, _) | (_, "pdf" | "rtf" | "docx" | "pptx") => RESAVE,
            (MatcherType::Audio | MatcherType::Video, _) => TRANSCRIBE,
            (MatcherType::Archive, _) => UNPACK,
            // An HTML page or a shell script is text; let the readers say what they make of it.
            (MatcherType::Text, _) => return None,
            _ => "name a text instead",
        };
        return Some((extension.to_uppercase(), help));
    }
    let head = &head[..head.len().min(8192)];
    let broken = std::str::from_utf8(head).is_err_and(|error| error.error_len().is_some());
    if broken && head.contains(&0) {
        return Some(("binary data".to_owned(), "name a text instead"));
    }
    let odd = head
        .iter()
        .filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b | 0x08 | 0x07))
        .count();
    (odd * 10 > head.len()).then(|| ("binary data".to_owned(), "name a text instead"))
}

/// Which office document an archive is, as the folders in it tell; the order of what is in them differs from program to
/// program.
fn office(head: &[u8]) -> Option<&'static str> {
    const ENTRY: &[u8] = b"PK\x03\x04";
    const BEFORE_NAME: usize = 30;
    let entries = (0..head.len()).filter(|&at| head[at..].starts_with(ENTRY));
    let names = entries.filter_map(|at| head.get(at + BEFORE_NAME..));
    let kind = |name: &[u8]| {
        let kinds = [(&b"word/"[..], "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx")];
        kinds.into_iter().find_map(|(folder, kind)| name.starts_with(folder).then_some(kind))
    };
    names.filter_map(kind).next()
}

/// Decodes a whole file, or a line of one.
#[must_use]
pub fn decode(bytes: Vec<u8>) -> Decoded {
    let plain = |text, encoding, note| Decoded { text, encoding, replaced: Vec::new(), note };
    if let Some(order) = utf16(&bytes) {
        let (text, broken) = order.encoding().decode_without_bom_handling(&bytes);
        let note = broken.then(|| "not all of it is valid UTF-16; what is not was replaced".to_owned());
        return plain(text.into_owned(), Encoding::Utf16, note);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return plain(text, Encoding::Utf8, None),
        Err(error) => error.into_bytes(),
    };
    if is_windows_1252(&bytes) {
        let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
        let note = Some("encoding: windows-1252 (guessed)".to_owned());
        return plain(text.into_owned(), Encoding::Windows1252, note);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = Vec::new();
    let mut byte = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        byte += chunk.valid().len();
        let length = chunk.invalid().len();
        if length > 0 {
            replaced.push(Replaced { at: text.len(), byte, length });
            text.push(char::REPLACEMENT_CHARACTER);
            byte += length;
        }
    }
    let first = replaced.first().map_or(0, |first| first.byte);
    let places = match replaced.len() {
        1 => "1 place was replaced".to_owned(),
        many => format!("{many} places were replaced"),
    };
    Decoded { text, encoding: Encoding::Utf8, replaced, note: Some(format!("not UTF-8 at byte {first}; {places}")) }
}

/// Whether bytes that are not UTF-8 look like the older encoding: no byte is one that it does not have, none of the
/// others looks like a part of UTF-8 (a leading byte and one that continues it).
fn is_windows_1252(bytes: &[u8]) -> bool {
    let unassigned = |byte: u8| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d);
    let like_utf8 = |pair: &[u8]| pair[0] >= 0xc0 && (0x80..0xc0).contains(&pair[1]);
    !bytes.iter().any(|&byte| unassigned(byte)) && !bytes.windows(2).any(like_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], text: &str, encoding: Encoding, note: Option<&str>) {
        let decoded = decode(bytes.to_vec());
        assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.note.as_deref()), (text, encoding, note));
    }

    #[test]
    fn encodings_are_told_apart() {
        check("naïve".as_bytes(), "naïve", Encoding::Utf8, None);
        check(b"na\xefve \x93x\x94", "naïve “x”", Encoding::Windows1252, Some("encoding: windows-1252 (guessed)"));
        check(b"caf\xe9", "café", Encoding::Windows1252, Some("encoding: windows-1252 (guessed)"));
        check(b"\xff\xfea\0\xe9\0", "\u{feff}aé", Encoding::Utf16, None);
        check(b"\xfe\xff\0a", "\u{feff}a", Encoding::Utf16, None);
        check(b"a\0b\0c\0d\0", "abcd", Encoding::Utf16, None);
        check(b"\0a\0b\0c\0d", "abcd", Encoding::Utf16, None);
        let replaced = |at| format!("not UTF-8 at byte {at}; 1 place was replaced");
        check(b"na\xc3\xafve \xff", "naïve \u{fffd}", Encoding::Utf8, Some(&replaced(7)));
        check(b"na\xc3\xafve \xe2\x82", "naïve \u{fffd}", Encoding::Utf8, Some(&replaced(7)));
        check(b"a\xc0\xafb", "a\u{fffd}\u{fffd}b", Encoding::Utf8, Some("not UTF-8 at byte 1; 2 places were replaced"));
        check(
            b"a \xed\xa0\x80",
            "a \u{fffd}\u{fffd}\u{fffd}",
            Encoding::Utf8,
            Some("not UTF-8 at byte 2; 3 places were replaced"),
        );
        check(b"a\0b", "a\0b", Encoding::Utf8, None);
    }

    #[test]
    fn what_is_no_text_is_named() {
        let named = |bytes: &[u8]| no_text(bytes).map(|(name, _)| name);
        assert_eq!(named(b"%PDF-1.7 ...").as_deref(), Some("PDF"));
        assert_eq!(named(b"\x1f\x8b\x08\0\0\0\0\0").as_deref(), Some("GZ"));
        assert_eq!(named(b"{\\rtf1\\ansi}").as_deref(), Some("RTF"));
        assert_eq!(named(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").as_deref(), Some("PNG"));
        assert_eq!(named(&[1, 2, 3, 4, 0, 0, 0, 5, 6]).as_deref(), Some("binary data"));
        assert_eq!(named(b"A lock."), None);
        assert_eq!(named(b"a\0b plain text with one NUL"), None);
        assert_eq!(named(b"<!DOCTYPE html><p>x"), None);
        assert_eq!(named(b"\xff\xfea\0"), None);
    }
}
