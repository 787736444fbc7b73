//! An answer typed or pasted at the terminal, with a clock below it. Drawn on stderr.
//!
//! The terminal is in raw mode only while an answer is typed, and is given back whatever ends that: the end of the answer, an
//! error, a panic, or a signal. A paste arrives whole where the terminal brackets it; nothing typed is printed raw.

use super::super::Ending;
use super::super::output::terminal_width;
use super::draft::{Draft, Move, Remove, columns, rows};
use crate::report::terminal::{Colour, styled, visible};
use anstyle::Style;
use crossterm::event::{
    DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll, read,
};
use crossterm::terminal::{Clear, ClearType, disable_raw_mode, enable_raw_mode, size};
use crossterm::{cursor, execute, queue};
use std::io::{self, Write, stderr};
use std::time::{Duration, Instant};

/// How typing ended.
pub(super) enum Typed {
    /// With an answer, after so many seconds.
    Answer(String, u64),
    /// By Ctrl-C.
    Stopped,
}

/// What a key led to.
enum Step {
    Go,
    Edit,
    Done,
    Stop,
}

/// The answer while it is typed.
struct Editor<'a> {
    draft: Draft,
    colour: Colour,
    /// The time that the question takes in an interview, where it is known.
    minutes: Option<u64>,
    began: Instant,
    /// What to say in place of the keys.
    note: Option<String>,
    /// Where the cursor is, in rows below the top of what was drawn.
    row: u16,
    /// The columns that each row above the cursor takes, and then those before the cursor.
    above: Vec<usize>,
    /// Keeps what was typed, against whatever may happen.
    keep: &'a dyn Fn(&str),
    kept: String,
}

/// Raw mode, for as long as it lives.
struct Raw;

impl Raw {
    fn begin() -> io::Result<Self> {
        enable_raw_mode()?;
        let raw = Self;
        execute!(stderr(), EnableBracketedPaste)?;
        Ok(raw)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back as it was.
fn give_back() {
    // There is nobody left to tell when this fails.
    let _ = execute!(stderr(), DisableBracketedPaste, cursor::Show);
    let _ = disable_raw_mode();
}

/// From now on a signal that ends the program gives the terminal back first.
pub(super) fn watch() {
    // Where no handler can be set, a signal ends the program all the same.
    let _ = ctrlc::set_handler(|| {
        give_back();
        std::process::exit(i32::from(Ending::Interrupted.code()));
    });
}

/// Takes an answer. `begun` is what there is of it already.
pub(super) fn answer(begun: &str, minutes: Option<u64>, colour: Colour, keep: &dyn Fn(&str)) -> io::Result<Typed> {
    let raw = Raw::begin()?;
    let draft = Draft::new(begun);
    let note = (!begun.is_empty()).then(|| "what you had typed is back".to_owned());
    let kept = begun.to_owned();
    let mut editor =
        Editor { draft, colour, minutes, began: Instant::now(), note, row: 0, above: Vec::new(), keep, kept };
    let typed = editor.run();
    drop(raw);
    typed
}

impl Editor<'_> {
    fn run(&mut self) -> io::Result<Typed> {
        loop {
            self.draw()?;
            let step = self.wait()?;
            match step {
                Step::Go => {}
                Step::Edit => self.edit_elsewhere()?,
                Step::Done => {
                    self.leave()?;
                    return Ok(Typed::Answer(self.draft.text().to_owned(), self.began.elapsed().as_secs()));
                }
                Step::Stop => {
                    (self.keep)(self.draft.text());
                    self.leave()?;
                    return Ok(Typed::Stopped);
                }
            }
        }
    }

    /// Waits for keys until the next second, and takes all that are there.
    fn wait(&mut self) -> io::Result<Step> {
        let millis = u64::from(self.began.elapsed().subsec_millis());
        if !poll(Duration::from_millis(1000 - millis.min(999)))? {
            self.keep_now();
            return Ok(Step::Go);
        }
        while poll(Duration::ZERO)? {
            let step = match read()? {
                Event::Paste(text) => {
                    self.draft.insert(&text);
                    Step::Go
                }
                Event::Key(key) if key.kind != KeyEventKind::Release => self.key(key),
                Event::Resize(width, _) => {
                    self.refit(usize::from(width.max(1)));
                    Step::Go
                }
                _ => Step::Go,
            };
            if !matches!(step, Step::Go) {
                return Ok(step);
            }
        }
        Ok(Step::Go)
    }

    /// Terminals break rows anew when they become narrower, so the top of what was drawn is further up.
    fn refit(&mut self, width: usize) {
        let (before, above) = self.above.split_last().map_or((0, [].as_slice()), |(last, rest)| (*last, rest));
        let rows = above.iter().map(|columns| columns.div_ceil(width).max(1)).sum::<usize>() + before / width;
        self.row = u16::try_from(rows).unwrap_or(u16::MAX);
    }

    fn keep_now(&mut self) {
        if self.kept != self.draft.text() {
            self.draft.text().clone_into(&mut self.kept);
            (self.keep)(&self.kept);
        }
    }

    fn key(&mut self, key: KeyEvent) -> Step {
        self.note = None;
        let width = width();
        if key.modifiers.contains(KeyModifiers::CONTROL) && !key.modifiers.contains(KeyModifiers::ALT) {
            return self.control(key.code, width);
        }
        match key.code {
            KeyCode::Char(c) => self.draft.insert(c.encode_utf8(&mut [0; 4])),
            KeyCode::Enter => self.draft.insert("\n"),
            KeyCode::Tab => self.draft.insert("    "),
            KeyCode::Backspace => self.draft.remove(Remove::Before),
            KeyCode::Delete => self.draft.remove(Remove::Behind),
            KeyCode::Left => self.draft.go(Move::Left, width),
            KeyCode::Right => self.draft.go(Move::Right, width),
            KeyCode::Up => self.draft.go(Move::Up, width),
            KeyCode::Down => self.draft.go(Move::Down, width),
            KeyCode::Home => self.draft.go(Move::LineStart, width),
            KeyCode::End => self.draft.go(Move::LineEnd, width),
            _ => {}
        }
        Step::Go
    }

    /// A key with Ctrl.
    fn control(&mut self, code: KeyCode, width: usize) -> Step {
        match code {
            KeyCode::Char('d') => return Step::Done,
            KeyCode::Char('c') => return Step::Stop,
            KeyCode::Char('g') => return Step::Edit,
            KeyCode::Char('w') | KeyCode::Backspace => self.draft.remove(Remove::Word),
            KeyCode::Char('u') => self.draft.remove(Remove::Line),
            KeyCode::Char('h') => self.draft.remove(Remove::Before),
            KeyCode::Char('a') => self.draft.go(Move::LineStart, width),
            KeyCode::Char('e') => self.draft.go(Move::LineEnd, width),
            KeyCode::Char('j' | 'm') => self.draft.insert("\n"),
            _ => {}
        }
        Step::Go
    }

    /// Draws the answer, as much of it around the cursor as there is room for, and the clock.
    fn draw(&mut self) -> io::Result<()> {
        let width = width();
        let height = size().map_or(24, |(_, height)| usize::from(height)).saturating_sub(3).max(1);
        let rows = rows(self.draft.text(), width);
        let (row, column) = self.draft.place(&rows);
        let first = (row + 1).saturating_sub(height);
        let shown = &rows[first..rows.len().min(first + height)];
        let mut out = Vec::new();
        self.clear(&mut out)?;
        for row in shown {
            write!(
                out,
                "{} {}\r\n",
                styled("\u{2502}", Style::new().dimmed(), self.colour),
                visible(&self.draft.text()[row.clone()])
            )?;
        }
        let status: String = self.status().chars().take(width + 1).collect();
        write!(out, "{}", styled(&status, Style::new().dimmed(), self.colour))?;
        let up = u16::try_from(shown.len() - (row - first)).unwrap_or(1);
        queue!(out, cursor::MoveUp(up), cursor::MoveToColumn(u16::try_from(column + 2).unwrap_or(2)), cursor::Show)?;
        self.row = u16::try_from(row - first).unwrap_or_default();
        let drawn = rows[first..row].iter().map(|row| columns(&self.draft.text()[row.clone()]) + 2);
        self.above = drawn.chain([column + 2]).collect();
        stderr().write_all(&out)?;
        stderr().flush()
    }

    /// Goes to the top of what was drawn, and clears it.
    fn clear(&self, out: &mut Vec<u8>) -> io::Result<()> {
        queue!(out, cursor::Hide)?;
        if self.row > 0 {
            queue!(out, cursor::MoveUp(self.row))?;
        }
        queue!(out, cursor::MoveToColumn(0), Clear(ClearType::FromCursorDown))
    }

    /// Leaves the whole answer on the screen, without the clock.
    fn leave(&mut self) -> io::Result<()> {
        let mut out = Vec::new();
        self.clear(&mut out)?;
        let text = self.draft.text().trim_end();
        if text.is_empty() {
            write!(out, "{}\r\n", styled("(nothing said)", Style::new().dimmed(), self.colour))?;
        } else {
            for row in rows(text, width()) {
                write!(out, "{} {}\r\n", styled("\u{2502}", Style::new().dimmed(), self.colour), visible(&text[row]))?;
            }
        }
        write!(out, "\r\n")?;
        queue!(out, cursor::Show)?;
        self.row = 0;
        stderr().write_all(&out)?;
        stderr().flush()
    }

    /// `1:05 of 5:00 · 42 words · Ctrl-D done · …`
    fn status(&self) -> String {
        let seconds = self.began.elapsed().as_secs();
        let of = self.minutes.map(|minutes| format!(" of {minutes}:00")).unwrap_or_default();
        let words = match self.draft.text().split_whitespace().count() {
            1 => "1 word".to_owned(),
            words => format!("{words} words"),
        };
        let keys = "Ctrl-D done \u{b7} Ctrl-G editor \u{b7} Ctrl-C stop";
        let rest = self.note.as_deref().unwrap_or(keys);
        format!("{}:{:02}{of} \u{b7} {words} \u{b7} {rest}", seconds / 60, seconds % 60)
    }

    /// Hands the answer to the user's own editor and takes back what becomes of it.
    fn edit_elsewhere(&mut self) -> io::Result<()> {
        self.keep_now();
        let mut out = Vec::new();
        self.clear(&mut out)?;
        stderr().write_all(&out)?;
        self.row = 0;
        give_back();
        let edited = edited(self.draft.text());
        enable_raw_mode()?;
        execute!(stderr(), EnableBracketedPaste)?;
        match edited {
            Ok(text) => self.draft = Draft::new(text.trim_end()),
            Err(reason) => self.note = Some(visible(&reason).into_owned()),
        }
        Ok(())
    }
}

/// Columns for the answer; one is left free, for many terminals break a line that is full.
fn width() -> usize {
    usize::from(size().map_or_else(|_| terminal_width(), |(width, _)| width).clamp(20, 100)) - 3
}

/// The text after the user's editor has had it.
fn edited(text: &str) -> Result<String, String> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    let fallback = if cfg!(windows) { "notepad" } else { "vi" };
    let command = named.into_iter().find(|named| !named.trim().is_empty()).unwrap_or_else(|| fallback.to_owned());
    let failed = |error: io::Error| format!("`{command}` could not be run: {error}");
    let mut file = tempfile::Builder::new().prefix("answer-").suffix(".txt").tempfile().map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    let path = file.into_temp_path();
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or(fallback);
    let status = std::process::Command::new(program).args(words).arg(&path).status().map_err(failed)?;
    if !status.success() {
        return Err(format!("`{command}` ended with an error; your answer is as it was"));
    }
    let bytes = std::fs::read(&path).map_err(failed)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
