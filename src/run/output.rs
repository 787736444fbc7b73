//! Where results go: standard output, and files that appear under their names only when they are whole.

use super::{Ending, fail};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::{Builder, NamedTempFile, TempPath};

/// A buffered writer, whose end is told apart from its failure.
pub(super) struct Output {
    writer: BufWriter<Box<dyn Write>>,
    /// The name that a file gets when it is whole.
    unfinished: Option<(TempPath, PathBuf)>,
    name: String,
}

impl Output {
    /// Standard output; colours pass as they are.
    pub(super) fn new() -> Self {
        Self::of(Box::new(io::stdout()), "the output".to_owned())
    }

    fn of(writer: Box<dyn Write>, name: String) -> Self {
        Self { writer: BufWriter::with_capacity(1 << 16, writer), unfinished: None, name }
    }

    /// A file. What is there stays as it is until the new one is whole; what is no file, like `/dev/null`, is written
    /// to directly.
    pub(super) fn file(path: &Path, unfinished: &Unfinished) -> Result<Self, Ending> {
        let name = path.display().to_string();
        let told = |error: &io::Error| told(&name, error);
        let existing = path.metadata().ok();
        if existing.as_ref().is_some_and(|found| !found.is_file()) {
            let file = File::options().write(true).open(path).map_err(|error| told(&error))?;
            return Ok(Self::of(Box::new(file), name));
        }
        // A link stays a link, to the new file.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = new_file(folder).map_err(|error| told(&error))?;
        if let Some(found) = existing {
            // Where this is not allowed, the file has the permissions of a new one.
            let _ = file.as_file().set_permissions(found.permissions());
        }
        let (file, temporary) = file.into_parts();
        unfinished.add(&temporary);
        let mut output = Self::of(Box::new(file), name);
        output.unfinished = Some((temporary, path));
        Ok(output)
    }

    pub(super) fn colour(&self) -> crate::report::terminal::Colour {
        match self.unfinished {
            Some(_) => crate::report::terminal::Colour::Off,
            None => super::args::colour_of(&io::stdout()),
        }
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Ending> {
        self.writer.write_all(bytes).map_err(|error| told(&self.name, &error))
    }

    /// Hands on what is buffered, to whoever waits for it.
    pub(super) fn flush(&mut self) -> Result<(), Ending> {
        self.writer.flush().map_err(|error| told(&self.name, &error))
    }

    /// Writes what is still buffered; a full disk may show only here. Then a file gets its name.
    pub(super) fn finish(mut self) -> Result<(), Ending> {
        self.flush()?;
        match self.unfinished {
            Some((temporary, path)) => temporary.persist(path).map_err(|error| told(&self.name, &error.error)),
            None => Ok(()),
        }
    }
}

/// Writes a file whole.
pub(super) fn write_file(path: &Path, bytes: &[u8], unfinished: &Unfinished) -> Result<(), Ending> {
    let mut output = Output::file(path, unfinished)?;
    output.write(bytes)?;
    output.finish()
}

/// From now on what is over the limit of a file's size cannot be written, where the system would end the program.
pub(super) fn mind_limits() {
    // That somebody takes the signal is all: then the write fails. Where nobody can, it ends the program all the same.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// The terminal's width; 100 columns where there is none.
pub(super) fn terminal_width() -> u16 {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    asked.or_else(|| comfy_table::Table::new().width()).filter(|&width| width > 0).unwrap_or(100)
}

/// A file of no name yet, in the folder of the one that it shall be, with the permissions of any new file.
fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".rubricate-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn told(name: &str, error: &io::Error) -> Ending {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Ending::PipeClosed;
    }
    // The library names its temporary file too, of which nobody knows.
    let reason = error.to_string();
    let reason = reason.split(" at path ").next().unwrap_or_default();
    fail(format_args!("{name} could not be written: {reason}"));
    Ending::Unwritten
}

/// The files that are being written, so that an interrupted run can remove them.
#[derive(Clone, Default)]
pub(super) struct Unfinished {
    paths: Arc<Mutex<Vec<PathBuf>>>,
}

impl Unfinished {
    /// From now on an interrupt removes what is unfinished and ends the program.
    pub(super) fn watched() -> Self {
        let unfinished = Self::default();
        let paths = Arc::clone(&unfinished.paths);
        // Where no handler can be set, an interrupt ends the program all the same.
        let _ = ctrlc::set_handler(move || {
            for path in paths.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                let _ = std::fs::remove_file(path);
            }
            std::process::exit(i32::from(Ending::Interrupted.code()));
        });
        unfinished
    }

    fn add(&self, path: &Path) {
        self.paths.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
    }
}
