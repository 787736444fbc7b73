//! The transcript of an answer: the candidate's words, what the interviewer said between them, the evidence marked.
//!
//! Every mark has an anchor and leads to a criterion. Behind the last mark of a stretch stands the number of its criterion,
//! with a word where it does not simply earn.

use super::Numbered;
use super::evidence::{Segment, Stretch};
use super::shown::{line, lines};
use crate::span::{Span, trim};
use crate::transcript::{Answer, Passage, Prompt};
use maud::{Markup, html};

/// What the interviewer said and the candidate's words after it, without the white space around them.
pub(super) struct Turn<'a> {
    prompts: Vec<&'a Prompt>,
    pub(super) said: Span,
}

/// The transcript; of an answer without words, what was asked.
pub(super) fn transcript(
    answer: Numbered<'_>,
    turns: &[Turn<'_>],
    segments: &[Segment],
    stretches: &[Stretch],
) -> Markup {
    let Numbered { number, item } = answer;
    let answer = &item.answer;
    let labelled = !answer.prompts.is_empty();
    html! {
        @if labelled || !answer.said.text.trim().is_empty() {
            details open {
                summary { "Transcript" }
                @for turn in turns {
                    @for prompt in &turn.prompts {
                        p.asked dir="auto" { b { bdi { (line(speaker(&prompt.speaker))) } ": " } (lines(&prompt.text)) }
                    }
                    @if turn.said.start < turn.said.end {
                        p.said dir="auto" {
                            @if labelled {
                                b { bdi { (line(answer.candidate.as_deref().unwrap_or("Candidate"))) } ": " }
                            }
                            @if let Some(place) = place(&answer.said, turn.said.start) { small { (place) " " } }
                            @for segment in segments.iter().filter(|segment| within(segment.span, turn.said)) {
                                (marked(number, segment, stretches, segment.span.of(&answer.said.text)))
                            }
                        }
                    }
                }
            }
        }
    }
}

const fn within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn speaker(label: &str) -> &str {
    if label.trim().is_empty() { "Interviewer" } else { label }
}

/// The turns of an answer, in order.
pub(super) fn turns(answer: &Answer) -> Vec<Turn<'_>> {
    let end = answer.said.text.len();
    let mut turns = vec![Turn { prompts: Vec::new(), said: Span::new(0, end) }];
    for prompt in &answer.prompts {
        if let Some(last) = turns.last_mut()
            && last.said.start < prompt.from
        {
            last.said.end = prompt.from;
            turns.push(Turn { prompts: Vec::new(), said: Span::new(prompt.from, end) });
        }
        turns.last_mut().into_iter().for_each(|last| last.prompts.push(prompt));
    }
    for turn in &mut turns {
        turn.said = trim(turn.said, &answer.said.text);
    }
    turns
}

/// When the byte at `offset` was said, or on which line it stands; nothing for a text of one line.
pub(super) fn place(said: &Passage, offset: usize) -> Option<String> {
    if let Some(time) = said.time(Span::at(offset)) {
        return Some(time.to_string());
    }
    let has_lines = !said.stretches.is_empty() || said.text.trim().contains('\n');
    has_lines.then(|| format!("line {}", said.place(offset).line))
}

fn marked(number: usize, segment: &Segment, stretches: &[Stretch], text: &str) -> Markup {
    let own = || segment.stretches.iter().map(|&at| &stretches[at]);
    let Some(first) = own().min_by_key(|stretch| stretch.manner.look()) else {
        return html! { (lines(text)) };
    };
    let anchor = |stretch: &Stretch| format!("#a{number}-c{}", stretch.criterion + 1);
    html! {
        a href=(anchor(first)) {
            mark #{ "a" (number) "-m" (segment.mark) } class=(first.manner.look().class()) { (lines(text)) }
        }
        @for stretch in own().filter(|stretch| stretch.piece.span.end == segment.span.end) {
            sup {
                a href=(anchor(stretch)) {
                    span.unseen { "criterion " }
                    (stretch.criterion + 1)
                    @if let Some(words) = stretch.manner.words() { " " (words) }
                }
            }
        }
    }
}
