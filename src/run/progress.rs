//! A bar on stderr, when that is a terminal and the work takes over a second.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// The bar, and the clock of the run.
pub(super) struct Progress {
    bar: ProgressBar,
    began: Instant,
    shown: bool,
    /// Bytes of all inputs, where that is known.
    size: Option<u64>,
}

/// Shorter work needs no bar.
const SHORT: Duration = Duration::from_secs(1);

impl Progress {
    pub(super) fn begin(size: Option<u64>) -> Self {
        Self { bar: ProgressBar::hidden(), began: Instant::now(), shown: false, size }
    }

    /// Shows how far it is.
    pub(super) fn at(&mut self, bytes: u64, answers: usize) {
        if !self.shown && self.began.elapsed() > SHORT && std::io::stderr().is_terminal() {
            self.shown = true;
            self.bar = match self.size {
                Some(size) => ProgressBar::new(size).with_style(style("{bar:30} {percent:>3}%  {msg}  {eta} left")),
                None => ProgressBar::new_spinner().with_style(style("{spinner} {msg}  {elapsed}")),
            };
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_message(format!("{answers} answers"));
        self.bar.set_position(bytes);
    }

    /// Does something that prints, with the bar out of the way.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }

    /// Takes the bar away; how long it all took.
    pub(super) fn end(self) -> Duration {
        self.bar.finish_and_clear();
        self.began.elapsed()
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
