//! The kit as pages for a terminal, or for a printer of plain text.

use super::super::Rubrics;
use super::super::pages::wrapped;
use super::super::terminal::{Colour, styled, visible, without_commands};
use super::{IMPRESSIONS, about, place, points, weak};
use crate::rubric::Question;
use crate::screen::Plan;
use anstyle::Style;
use std::fmt::Write;

/// How the pages are laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Columns of the terminal.
    pub width: u16,
    /// Whether styles are printed.
    pub colour: Colour,
}

/// All pages.
#[must_use]
pub fn pages(plan: &Plan<'_>, rubrics: Rubrics<'_>, layout: Layout) -> String {
    let mut sheet =
        Sheet { out: String::new(), width: usize::from(layout.width.clamp(40, 100)), colour: layout.colour };
    sheet.front(plan, rubrics);
    for (index, question) in plan.questions.iter().enumerate() {
        sheet.rule();
        sheet.question(&format!("{} of {}", index + 1, plan.questions.len()), question, rubrics);
    }
    without_commands(&sheet.out).into_owned()
}

struct Sheet {
    out: String,
    width: usize,
    colour: Colour,
}

impl Sheet {
    fn front(&mut self, plan: &Plan<'_>, rubrics: Rubrics<'_>) {
        self.styled(&format!("Interview: {}", rubrics.bank.name), "", Style::new().bold());
        self.styled(&about(plan, rubrics), "", Style::new().dimmed());
        self.out.push('\n');
        for (index, question) in plan.questions.iter().enumerate() {
            self.lines(&format!("{:>2} {}", index + 1, question.question), "   ");
            self.styled(
                &format!("   {} \u{b7} {}", question.id, place(question, rubrics)),
                "   ",
                Style::new().dimmed(),
            );
        }
        self.out.push('\n');
        self.lines(&format!("Candidate {}  Date {}", "_".repeat(30), "_".repeat(14)), "");
    }

    fn question(&mut self, number: &str, question: &Question, rubrics: Rubrics<'_>) {
        let about = format!("{number} \u{b7} {} \u{b7} {}", question.id, place(question, rubrics));
        self.styled(&about, "", Style::new().dimmed());
        self.out.push('\n');
        self.styled(&question.question, "", Style::new().bold());
        if let Some(wording) = question.wordings.first() {
            self.styled(&format!("or: {wording}"), "    ", Style::new().dimmed());
        }
        self.heading("A strong answer says");
        for (importance, criteria) in points(question) {
            self.styled(&format!("  {}", importance.words().to_lowercase()), "  ", Style::new().italic());
            for criterion in criteria {
                self.lines(&format!("  [ ] {}", criterion.title), "      ");
                if let Some(ask) = &criterion.follow_up {
                    self.styled(&format!("      if missing, ask: {ask}"), "      ", Style::new().dimmed());
                }
            }
        }
        for weak in weak(question, rubrics) {
            self.heading(weak.heading);
            self.lines(&format!("  {}", weak.answer), "  ");
            for words in &weak.untrue {
                self.lines(&format!("    not true: \u{201c}{words}\u{201d}"), "    ");
            }
        }
        if let Some(answer) = &question.model_answer {
            self.heading("A strong answer, whole");
            self.lines(&format!("  {answer}"), "  ");
        }
        self.notes();
    }

    fn notes(&mut self) {
        self.heading("Notes");
        for _ in 0..4 {
            let _ = writeln!(self.out, "  {}", "_".repeat(self.width - 2));
        }
        self.out.push('\n');
        let boxes: Vec<_> = IMPRESSIONS.iter().map(|(number, words)| format!("[ ] {number} {words}")).collect();
        let row = format!("  {}", boxes.join("  "));
        if row.len() <= self.width {
            let _ = writeln!(self.out, "{row}");
        } else {
            boxes.iter().for_each(|a_box| self.lines(&format!("  {a_box}"), "  "));
        }
    }

    fn heading(&mut self, text: &str) {
        self.out.push('\n');
        self.styled(text, "", Style::new().bold());
    }

    fn rule(&mut self) {
        let rule = "\u{2500}".repeat(self.width);
        let _ = writeln!(self.out, "\n{}\n", styled(&rule, Style::new().dimmed(), self.colour));
    }

    fn styled(&mut self, text: &str, indent: &str, style: Style) {
        let text = wrapped(&visible(text), self.width, indent);
        // A style ends with its line, so that no other begins in it.
        for line in text.lines() {
            let _ = writeln!(self.out, "{}", styled(line, style, self.colour));
        }
    }

    fn lines(&mut self, text: &str, indent: &str) {
        self.out.push_str(&wrapped(&visible(text), self.width, indent));
    }
}
