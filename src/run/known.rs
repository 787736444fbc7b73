//! The published texts of `grade --known`: files and folders in, texts to look answers up in out.

use super::args::grade::Grade;
use super::{Ending, inputs, say, unusable};
use crate::copied::{Known, KnownText};
use crate::decode;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The files that `--known` names.
pub(super) fn files(options: &Grade) -> Result<Vec<PathBuf>, Ending> {
    inputs::expand(&options.known).map_err(|reason| unusable(format!("--known: {reason}")))
}

/// Reads them; nothing where none are named. One that cannot be read ends the run, for what it would show is not known.
pub(super) fn read(files: &[PathBuf], most_bytes: u64) -> Result<Option<Known>, Ending> {
    let texts = files.iter().map(|path| text(path, most_bytes)).collect::<Result<Vec<_>, _>>().map_err(unusable)?;
    Ok((!texts.is_empty()).then(|| Known::new(texts)))
}

fn text(path: &Path, most_bytes: u64) -> Result<KnownText, String> {
    let name = path.display().to_string();
    let bytes = bytes(path, most_bytes).map_err(|error| format!("--known: {name} cannot be read: {error}"))?;
    if bytes.len() as u64 > most_bytes {
        return Err(format!("--known: {name} is larger than {most_bytes} bytes; raise the limit with --max-bytes"));
    }
    if let Some((kind, _)) = decode::no_text(&bytes) {
        return Err(format!(
            "--known: {name} looks like {kind}; save it as plain text (UTF-8) or Markdown and name that"
        ));
    }
    let decoded = decode::decode(bytes);
    if let Some(note) = decoded.note {
        say(format_args!("{name}: {note}"));
    }
    Ok(KnownText { name, text: decoded.text })
}

fn bytes(path: &Path, most_bytes: u64) -> io::Result<Vec<u8>> {
    if !path.metadata()?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(most_bytes + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
