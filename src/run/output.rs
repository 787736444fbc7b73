//! Standard output: one buffered writer, whose end is told apart from its failure.

use super::{Ending, fail};
use std::io::{self, BufWriter, Write};

/// Standard output, buffered; colours pass as they are.
pub(super) struct Output {
    writer: BufWriter<io::Stdout>,
}

impl Output {
    pub(super) fn new() -> Self {
        Self { writer: BufWriter::with_capacity(1 << 16, io::stdout()) }
    }

    pub(super) fn colour(&self) -> crate::report::terminal::Colour {
        super::args::colour_of(self.writer.get_ref())
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Ending> {
        self.writer.write_all(bytes).map_err(|error| told(&error))
    }

    /// Writes what is still buffered. A full disk may show only here.
    pub(super) fn finish(mut self) -> Result<(), Ending> {
        self.writer.flush().map_err(|error| told(&error))
    }
}

fn told(error: &io::Error) -> Ending {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Ending::PipeClosed;
    }
    fail(format_args!("the output could not be written: {error}"));
    Ending::Unwritten
}
