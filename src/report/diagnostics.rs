//! Mistakes in rubrics, drawn for people: the message, the line with a caret under the place, and what to do.

use super::terminal::{Colour, visible};
use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::source::Source;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// Draws them all, in the order given, with an empty line after each.
#[must_use]
pub fn render(found: &[Diagnostic], sources: &[Source], colour: Colour) -> String {
    let renderer = match colour {
        Colour::On => Renderer::styled(),
        Colour::Off => Renderer::plain(),
    };
    let drawn: String = found.iter().map(|diagnostic| renderer.render(&report(diagnostic, sources)) + "\n\n").collect();
    // The renderer replaces the control characters of ASCII in the lines that it shows, and leaves those beyond.
    drawn.replace(|c| matches!(c, '\u{80}'..='\u{9f}'), "\u{fffd}")
}

fn report<'a>(diagnostic: &'a Diagnostic, sources: &'a [Source]) -> Vec<Group<'a>> {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level.primary_title(visible(&diagnostic.message)).id(diagnostic.code.name()).element(
        snippet(sources, diagnostic.place).annotation(AnnotationKind::Primary.span(range(sources, diagnostic.place))),
    );
    for (place, note) in &diagnostic.related {
        let annotation = AnnotationKind::Context.span(range(sources, *place)).label(visible(note));
        group = group.element(snippet(sources, *place).annotation(annotation));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    vec![group]
}

fn snippet<T: Clone>(sources: &[Source], place: Place) -> Snippet<'_, T> {
    let source = &sources[place.source.0];
    Snippet::source(&source.text).path(visible(&source.name))
}

fn range(sources: &[Source], place: Place) -> std::ops::Range<usize> {
    let length = sources[place.source.0].text.len();
    place.span.start.min(length)..place.span.end.min(length)
}
