//! Interviews → answers to the bank's questions.
//!
//! Which turns ask a question of the bank, [`Wordings`] tell, or the user gives their order. What a candidate says from
//! there until the next question is the answer; the interviewer's other turns (follow-ups, "mm-hm") leave it going on.
//! Which of these turns asks a follow-up of the question's rubric is kept with them.

use crate::transcript::labels::{HEADING, Role, role};
use crate::transcript::{Answer, Passage, Prompt, Turn};
use crate::wordings::{Wordings, asks};
use std::collections::BTreeMap;

/// Who speaks for the candidate, and which turns ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voices {
    /// The label of the candidate.
    pub candidate: String,
}

/// Decides which label is the candidate's: the one that was named, the one whose role says so, or the one other than
/// who asks the bank's questions.
///
/// # Errors
/// A sentence that lists the labels, where it cannot be told.
pub fn voices(turns: &[Turn], wordings: &Wordings, speaker: Option<&str>) -> Result<Voices, String> {
    let mut labels: Vec<&str> = Vec::new();
    for turn in turns.iter().filter(|turn| turn.speaker != HEADING) {
        if !labels.contains(&turn.speaker.as_str()) {
            labels.push(&turn.speaker);
        }
    }
    let listed = || labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ");
    let found = |label: &str| Ok(Voices { candidate: label.to_owned() });
    if let Some(speaker) = speaker {
        return match labels.iter().find(|label| label.eq_ignore_ascii_case(speaker)) {
            Some(label) => found(label),
            None => Err(format!("nobody is called `{speaker}`; the speakers are {}", listed())),
        };
    }
    if let Some(label) = labels.iter().find(|label| role(label) == Some(Role::Candidate)) {
        return found(label);
    }
    // Who asks the bank's questions, for the words they speak; candidates use the same words, but many more. Questions in
    // other words count too, but less.
    let questions_in_a_thousand_words = |label: &str| {
        let said: Vec<&str> =
            turns.iter().filter(|turn| turn.speaker == label).map(|turn| turn.said.text.as_str()).collect();
        let asked = |turn: &&str| match (asks(turn) && wordings.recognise(turn).is_some(), turn.contains('?')) {
            (true, _) => 4,
            (false, true) => 1,
            (false, false) => 0,
        };
        let asked: usize = said.iter().map(asked).sum();
        1000 * asked / said.iter().map(|turn| turn.split_whitespace().count()).sum::<usize>().max(1)
    };
    let interviewer = labels
        .iter()
        .find(|label| role(label) == Some(Role::Interviewer))
        .or_else(|| labels.iter().rev().max_by_key(|label| questions_in_a_thousand_words(label)));
    let others: Vec<_> = labels.iter().filter(|label| Some(label) != interviewer.as_ref()).collect();
    match (interviewer, others.as_slice()) {
        (Some(_), [candidate]) => found(candidate),
        _ => Err(format!("cannot tell who the candidate is among {}; name them with --speaker", listed())),
    }
}

/// What an interview holds for its grading.
#[derive(Clone, Debug, Default)]
pub struct Interview {
    /// One answer for each question of the bank that was asked, in the order of asking.
    pub answers: Vec<Answer>,
    /// Turns that seem to ask something new which is not in the bank, by index.
    pub unmatched: Vec<usize>,
}

/// Takes an interview apart by the wording of its questions.
#[must_use]
pub fn by_wording(name: &str, turns: &[Turn], voices: &Voices, wordings: &Wordings) -> Interview {
    let mut unmatched = Vec::new();
    let mut left: Vec<String> = Vec::new();
    let mut current: Option<String> = None;
    let answers = split(name, turns, voices, wordings, |at, turn| {
        let left_ids: Vec<_> = left.iter().map(String::as_str).collect();
        let said = &turn.said.text;
        let followed = current.as_deref().and_then(|question| wordings.follow_up(said, question));
        let likeness = followed.as_ref().map_or(0, |followed| followed.likeness);
        let asked = wordings.asked(said, current.as_deref(), &left_ids).filter(|asked| asked.likeness >= likeness);
        let Some(asked) = asked else {
            if followed.is_none() && wordings.asks_else(said, current.as_deref()) {
                unmatched.push(at);
            }
            return None;
        };
        if !left.contains(&asked.question) {
            left.push(asked.question.clone());
        }
        current = Some(asked.question.clone());
        Some(asked.question)
    });
    Interview { answers, unmatched }
}

/// Takes an interview apart by the order in which its questions were asked: of all ways to give each question a turn of
/// the interviewer's, in this order, the one in which the turns are most like the questions.
///
/// # Errors
/// A sentence, where there are fewer turns than questions.
pub fn by_order(
    name: &str,
    turns: &[Turn],
    voices: &Voices,
    wordings: &Wordings,
    order: &[&str],
) -> Result<Vec<Answer>, String> {
    let asking: Vec<usize> =
        turns.iter().enumerate().filter(|(_, turn)| turn.speaker != voices.candidate).map(|(at, _)| at).collect();
    if asking.len() < order.len() {
        return Err(format!(
            "{} questions were named, but only {} turns are not the candidate's",
            order.len(),
            asking.len()
        ));
    }
    let fit = |question: &str, turn: usize| {
        let said = &turns[turn].said.text;
        wordings.likeness_to(question, said) + if asks(said) { PLAIN_QUESTION } else { 0 }
    };
    // best[q][t]: the most that the first q questions can fit with the first t turns (Needleman and Wunsch 1970).
    let mut best = vec![vec![Some(0); asking.len() + 1]];
    for (q, question) in order.iter().enumerate() {
        let mut row: Vec<Option<u64>> = vec![None];
        for (t, &turn) in asking.iter().enumerate() {
            let taken = best[q][t].map(|before| before + fit(question, turn));
            row.push(row[t].max(taken));
        }
        best.push(row);
    }
    let mut given: BTreeMap<usize, &str> = BTreeMap::new();
    let mut t = asking.len();
    for q in (1..=order.len()).rev() {
        while t > q && best[q][t] == best[q][t - 1] {
            t -= 1;
        }
        t -= 1;
        given.insert(asking[t], order[q - 1]);
    }
    Ok(split(name, turns, voices, wordings, |at, _| given.get(&at).map(|&question| question.to_owned())))
}

/// What a turn that asks something fits any question, beside its likeness.
const PLAIN_QUESTION: u64 = 50;

/// Gives what the candidate says to the question that was asked last; `asked` tells which turn asks which.
fn split(
    name: &str,
    turns: &[Turn],
    voices: &Voices,
    wordings: &Wordings,
    mut asked: impl FnMut(usize, &Turn) -> Option<String>,
) -> Vec<Answer> {
    let stem = file_stem(name);
    let candidate = if role(&voices.candidate).is_some() { stem.to_owned() } else { voices.candidate.clone() };
    let mut answers: Vec<Answer> = Vec::new();
    let mut current: Option<usize> = None;
    for (at, turn) in turns.iter().enumerate() {
        if turn.speaker == voices.candidate {
            if let Some(current) = current {
                answers[current].said.join("\n", &turn.said);
            }
            continue;
        }
        let asked = asked(at, turn);
        let goes_on = asked.is_none();
        if let Some(question) = asked {
            let known = answers.iter().position(|answer| answer.question == question);
            current = Some(known.unwrap_or_else(|| {
                answers.push(Answer {
                    id: format!("{stem}/{question}"),
                    source: name.to_owned(),
                    candidate: Some(candidate.clone()),
                    question,
                    ..Answer::default()
                });
                answers.len() - 1
            }));
        }
        if let Some(current) = current {
            let answer = &mut answers[current];
            let text = turn.said.text.clone();
            let follow_up = wordings.follow_up(&text, &answer.question).filter(|_| goes_on);
            answer.prompts.push(Prompt {
                from: answer.said.text.len(),
                speaker: turn.speaker.clone(),
                text,
                follow_up: follow_up.map(|followed| followed.criterion),
            });
        }
    }
    answers
}

/// All that one voice says as the answer to one question, with what the others say in between. Which of that is a
/// follow-up, [`mark_follow_ups`] tells when it is known what the question is.
#[must_use]
pub fn monologue(name: &str, turns: &[Turn], candidate: &str) -> Answer {
    let (mut said, mut prompts) = (Passage::default(), Vec::new());
    for turn in turns {
        if turn.speaker == candidate {
            said.join("\n", &turn.said);
        } else {
            let (speaker, text) = (turn.speaker.clone(), turn.said.text.clone());
            prompts.push(Prompt { from: said.text.len(), speaker, text, follow_up: None });
        }
    }
    let stem = file_stem(name).to_owned();
    let known = !candidate.is_empty() && role(candidate).is_none();
    Answer {
        id: stem,
        source: name.to_owned(),
        candidate: known.then(|| candidate.to_owned()),
        said,
        prompts,
        ..Answer::default()
    }
}

/// Marks those prompts of an answer that ask a follow-up of its question; one that is more like the question asks that.
pub fn mark_follow_ups(answer: &mut Answer, wordings: &Wordings) {
    let question = answer.question.as_str();
    for prompt in &mut answer.prompts {
        let asked = wordings.recognise(&prompt.text).filter(|asked| asked.question == question);
        let likeness = asked.map_or(0, |asked| asked.likeness);
        let followed = wordings.follow_up(&prompt.text, question).filter(|followed| followed.likeness > likeness);
        prompt.follow_up = followed.map(|followed| followed.criterion);
    }
}

/// `interviews/amara-okafor.txt` → `amara-okafor`
#[must_use]
pub fn file_stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| if stem.is_empty() { file } else { stem })
}
