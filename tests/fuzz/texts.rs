//! Answers as texts: how they fold, and what they are worth.

use super::{bank, laws, sections};
use rubricate::grade::grade as grade_text;
use rubricate::intake::Taken;
use rubricate::text::Text;
use rubricate::text::fold::fold;
use rubricate::transcript::{Answer, Passage, Prompt};

/// Words stand in order within the text, on borders of characters; sentences hold each of them once; to fold a folded
/// text changes nothing.
pub(super) fn text(input: &[u8]) {
    let original = String::from_utf8_lossy(input);
    let folded = characters(&original);
    let again = characters(&folded);
    assert_eq!(again, folded);
    let text = Text::new(&original);
    let words = text.words();
    for word in words {
        assert!(original.get(word.span.start..word.span.end).is_some_and(|slice| !slice.is_empty()), "{word:?}");
    }
    assert!(words.is_sorted_by_key(|word| word.span.start) && words.is_sorted_by_key(|word| word.place));
    assert!(text.forms().all(|form| !form.is_empty()));
    let borders: Vec<_> = text.sentences().iter().flat_map(|sentence| [sentence.start, sentence.end]).collect();
    assert!(borders.is_sorted() && borders.first().is_none_or(|&first| first == 0), "{borders:?}");
    assert_eq!(text.sentences().iter().map(|sentence| sentence.len()).sum::<usize>(), words.len());
    assert_eq!(text.lists().len(), text.sentences().len());
}

fn characters(text: &str) -> String {
    let folded = fold(text);
    folded.chars(0, folded.len()).collect()
}

/// An answer, parts of which came after follow-ups, to each question of the small bank.
pub(super) fn grade(input: &[u8]) {
    let mut answer = Answer { id: "a".to_owned(), source: "a.txt".to_owned(), ..Answer::default() };
    let mut said = String::new();
    for (at, part) in sections(input).enumerate() {
        if at > 0 {
            let follow_up = Some(if at % 2 == 0 { "one" } else { "waits" }.to_owned());
            let prompt = Prompt { from: said.len(), speaker: "Ann".to_owned(), text: "And?".to_owned(), follow_up };
            answer.prompts.push(prompt);
        }
        said += &part;
    }
    answer.said = Passage::plain(said);
    let program = bank::rubrics().program;
    for id in ["code", "lock"] {
        let answer = Answer { question: id.to_owned(), ..answer.clone() };
        same_in_other_spellings(&answer);
        let question = program.question(id).unwrap();
        let alone = Answer { prompts: Vec::new(), ..answer.clone() };
        assert_eq!(laws::graded(program, question, &alone), grade_text(program, question, &answer.said.text));
        let length = answer.said.text.len();
        laws::of_taken(vec![Taken::answer(answer)], length);
    }
}

/// A byte-order mark and the kind of line endings change no points.
fn same_in_other_spellings(answer: &Answer) {
    let program = bank::rubrics().program;
    let question = program.question(&answer.question).unwrap();
    let score = |text: &str| grade_text(program, question, text).score;
    let plain = answer.said.text.replace('\r', " ");
    let expected = score(&plain);
    assert_eq!(score(&plain.replace('\n', "\r\n")), expected);
    assert_eq!(score(&format!("\u{feff}{plain}")), expected);
}
