//! Folded characters split into words and sentences.
//!
//! What a word is:
//! - letters, or digits: `PEP8` is `pep 8`, `CPU-bound` is `cpu bound`, `lru_cache` is `lru cache`,
//!   `functools.wraps` is `functools wraps`, in patterns as in answers, so that typed and spoken forms meet;
//! - whole all the same: dunder names (`__init__`), decimal numbers and versions (`3.12`, `1,000`),
//!   single letters joined by a slash or by full stops (`I/O` is `io`, `e.g.` is `eg`);
//! - contractions are the words they stand for: `don't` is `do not`, `it's` is `it is`;
//! - operators of code (`==`, `:=`, `**`, `[]`) are words too, but light ones.
//!
//! *Light* words take no distance: a phrase may run over them. Beside operators they are articles,
//! fillers (`um`, `you know`, `basically`) and a word said twice in a row.
//!
//! A sentence ends at `.`, `!`, `?` or `;` before a space, at a blank line, and before a list item.

use super::Text;
use super::fold::Folded;
use super::roles::Role;
use crate::span::Span;

/// Splits folded characters.
pub(super) fn split(chars: &Folded<'_>) -> Text {
    let mut text = Text::default();
    // A word and its space take six letters or so, and a stem is shorter than its word.
    text.forms.reserve(chars.len() + chars.len() / 4);
    text.words.reserve(chars.len() / 5);
    let mut splitter = Splitter { chars, text, buffer: String::new(), sentence_start: 0, parted: true };
    splitter.run();
    lighten(&mut splitter.text);
    splitter.text
}

struct Splitter<'a> {
    chars: &'a Folded<'a>,
    text: Text,
    buffer: String,
    sentence_start: usize,
    /// Whether clauses were parted since the last word.
    parted: bool,
}

impl Splitter<'_> {
    fn run(&mut self) {
        let mut at = self.line_start(0);
        while at < self.chars.len() {
            at = match self.char(at) {
                Some('\n') => self.line_start(at + 1),
                Some(' ') => at + 1,
                Some(c) if is_word_char(c) => self.word(at),
                Some(c) => match operator(self.chars, at) {
                    Some(length) => {
                        self.push(at, at + length);
                        at + length
                    }
                    None if matches!(c, '.' | '!' | '?' | ';' | '\u{3002}') => self.stop(at),
                    None => {
                        self.parted |= self.parts_clauses(at, c);
                        at + 1
                    }
                },
                None => at + 1,
            };
        }
        self.end_sentence();
    }

    fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at)
    }

    /// The end of the run of characters from `at` that satisfy `belongs`.
    fn run_end(&self, at: usize, belongs: impl Fn(char) -> bool) -> usize {
        self.chars.run_end(at, belongs)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        self.chars.span(from).to(self.chars.span(to - 1))
    }

    fn push(&mut self, from: usize, to: usize) {
        self.buffer.clear();
        self.chars.add(from, to, &mut self.buffer);
        let form = std::mem::take(&mut self.buffer);
        self.push_as(&form, from, to);
        self.buffer = form;
    }

    fn push_as(&mut self, form: &str, from: usize, to: usize) {
        let span = self.span(from, to);
        self.text.push(form, span, std::mem::take(&mut self.parted));
    }

    /// Whether the character parts clauses; a hyphen within a word does not.
    fn parts_clauses(&self, at: usize, c: char) -> bool {
        let spaced = |at: Option<usize>| at.and_then(|at| self.char(at)).is_none_or(char::is_whitespace);
        match c {
            ',' | ':' | '(' | ')' | '"' | '[' | ']' => true,
            '-' => {
                self.char(at + 1) == Some('-')
                    || (spaced(at.checked_sub(1)) && spaced(Some(at + 1)))
                    || self.is_dash(at)
            }
            _ => false,
        }
    }

    /// An en or em dash of the original, which was folded to a hyphen.
    fn is_dash(&self, at: usize) -> bool {
        let original = self.chars.span(at);
        original.end - original.start == 3 && !self.char(at + 1).is_some_and(char::is_alphabetic)
    }

    fn end_sentence(&mut self) {
        let end = self.text.words.len();
        if end > self.sentence_start {
            self.text.sentences.push(self.sentence_start..end);
            self.sentence_start = end;
            self.parted = true;
        }
    }

    /// After a line break: a blank line, a heading or a list item ends the sentence. Returns where the line's text begins.
    fn line_start(&mut self, at: usize) -> usize {
        let text = self.run_end(at, |c| c == ' ' || c == '\t');
        let marker = match self.char(text) {
            None | Some('\n') => {
                self.end_sentence();
                return text;
            }
            Some('#') => self.run_end(text, |c| c == '#'),
            Some('-' | '*' | '+' | '\u{2022}') => text + 1,
            Some(c) if c.is_ascii_digit() => {
                let end = self.run_end(text, |c| c.is_ascii_digit());
                if matches!(self.char(end), Some('.' | ')')) { end + 1 } else { text }
            }
            Some(_) => text,
        };
        if marker > text && matches!(self.char(marker), Some(' ' | '\t')) {
            self.end_sentence();
            return marker;
        }
        text
    }

    /// At a full stop or its like: a sentence border when a space follows, after closing quotes and
    /// brackets. An ellipsis is a pause, not an end.
    fn stop(&mut self, at: usize) -> usize {
        let end = self.run_end(at, |c| matches!(c, '.' | '!' | '?' | ';' | '\u{3002}'));
        let after = self.run_end(end, |c| matches!(c, '"' | '\'' | ')' | ']' | '`' | '*'));
        let ellipsis = end - at > 1 && self.chars.chars(at, end).all(|c| c == '.');
        let space = self.char(after).is_none_or(char::is_whitespace);
        if (space && !ellipsis && !self.after_abbreviation(at)) || self.char(at) == Some('\u{3002}') {
            self.end_sentence();
        }
        end
    }

    fn after_abbreviation(&self, at: usize) -> bool {
        const ABBREVIATIONS: [&str; 8] = ["eg", "ie", "etc", "vs", "cf", "approx", "mr", "dr"];
        let last = self.text.words.len().checked_sub(1);
        let touches = last.is_some_and(|last| {
            let (end, stop) = (self.text.words[last].span.end, self.chars.span(at));
            end == stop.start || end == stop.end
        });
        touches && last.is_some_and(|last| ABBREVIATIONS.contains(&self.text.form(last)))
    }

    /// A run of word characters, with what belongs to it beyond them. Returns where it ends.
    fn word(&mut self, at: usize) -> usize {
        // Most words are this plain.
        let end = self.run_end(at, |c| c.is_ascii_lowercase());
        if end > at + 1 && !self.char(end).is_some_and(is_word_char) {
            return self.letters(at, end).max(end);
        }
        let end = self.run_end(at, is_word_char);
        if let Some(end) = self.acronym(at, end) {
            return end;
        }
        if is_dunder(self.chars, at, end) {
            self.push(at, end);
            return end;
        }
        let mut part = at;
        let mut past = end;
        while part < end {
            part = match self.char(part) {
                Some('_') => part + 1,
                Some(c) if c.is_numeric() => {
                    let number = self.number(part);
                    past = past.max(number);
                    number
                }
                _ => {
                    let letters = self.run_end(part, |c| is_word_char(c) && c != '_' && !c.is_numeric());
                    past = past.max(self.letters(part, letters));
                    letters
                }
            };
        }
        past
    }

    /// Single letters joined by `/` or `.`, as in `I/O` and `e.g.`, are one word.
    fn acronym(&mut self, at: usize, end: usize) -> Option<usize> {
        let separator = self.char(end).filter(|&c| (c == '/' || c == '.') && end == at + 1)?;
        let mut letters = vec![at];
        let mut next = end;
        while self.char(next) == Some(separator)
            && self.char(next + 1).is_some_and(char::is_alphabetic)
            && self.run_end(next + 1, is_word_char) == next + 2
        {
            letters.push(next + 1);
            next += 2;
        }
        if letters.len() < 2 || !letters.iter().all(|&at| self.char(at).is_some_and(char::is_alphabetic)) {
            return None;
        }
        let form: String = letters.iter().filter_map(|&at| self.char(at)).collect();
        self.push_as(&form, at, next);
        Some(next)
    }

    /// Digits with decimal points and thousands separators. Returns where they end.
    fn number(&mut self, at: usize) -> usize {
        let digits = |from| self.run_end(from, char::is_numeric);
        let mut end = digits(at);
        loop {
            let next = digits((end + 1).min(self.chars.len()));
            match self.char(end) {
                Some('.') if next > end + 1 => end = next,
                Some(',') if next == end + 4 => end = next,
                _ => break,
            }
        }
        let form: String = self.chars.chars(at, end).filter(|&c| c != ',').collect();
        self.push_as(&form, at, end);
        end
    }

    /// A run of letters, which may be a contraction; then both words span all of it. Returns where it ends.
    fn letters(&mut self, at: usize, end: usize) -> usize {
        let mut word = std::mem::take(&mut self.buffer);
        word.clear();
        self.chars.add(at, end, &mut word);
        let end = self.word_and_suffix(&word, at, end);
        self.buffer = word;
        end
    }

    fn word_and_suffix(&mut self, word: &str, at: usize, end: usize) -> usize {
        if let Some((base, rest)) = contracted_without_apostrophe(word) {
            self.push_as(base, at, end);
            self.push_as(rest, at, end);
            return end;
        }
        if self.char(end) != Some('\'') {
            self.push_as(word, at, end);
            return end;
        }
        let suffix_end = self.run_end(end + 1, char::is_alphabetic);
        let suffix: String = self.chars.chars(end + 1, suffix_end).collect();
        let (base, rest) = match (word, suffix.as_str()) {
            ("can", "t") => ("can", Some("not")),
            ("won", "t") => ("will", Some("not")),
            ("shan", "t") => ("shall", Some("not")),
            (word, "t") if word.ends_with('n') && word.len() > 2 => (&word[..word.len() - 1], Some("not")),
            (word, "s") if takes_is(word) => (word, Some("is")),
            (word, "re") => (word, Some("are")),
            (word, "ve") => (word, Some("have")),
            (word, "ll") => (word, Some("will")),
            (word, "m") => (word, Some("am")),
            // A possessive, or `would` and `had`, which say nothing for a rubric.
            (word, "s" | "d") => (word, None),
            (word, _) => {
                self.push_as(word, at, end);
                return end;
            }
        };
        let whole = if rest.is_some() { suffix_end } else { end };
        self.push_as(base, at, whole);
        if let Some(rest) = rest {
            self.push_as(rest, at, whole);
        }
        suffix_end
    }
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_dunder(chars: &Folded<'_>, from: usize, to: usize) -> bool {
    let underscore = |at: usize| chars.get(at) == Some('_');
    to - from > 4 && [from, from + 1, to - 2, to - 1].into_iter().all(underscore) && !underscore(from + 2)
}

/// The length of the code operator that begins at `at`. Longer ones come first.
fn operator(chars: &Folded<'_>, at: usize) -> Option<usize> {
    const OPERATORS: [&str; 34] = [
        "**=", "//=", "[:]", "==", "!=", "<=", ">=", ":=", "->", "=>", "**", "//", "+=", "-=", "*=", "/=", "|=", "&=",
        "<<", ">>", "[]", "()", "{}", "=", "+", "*", "/", "%", "<", ">", "|", "&", "^", "@",
    ];
    let first = chars.get(at)?;
    if !matches!(
        first,
        '*' | '/' | '[' | '=' | '!' | '<' | '>' | ':' | '-' | '+' | '|' | '&' | '(' | '{' | '%' | '^' | '@'
    ) {
        return None;
    }
    OPERATORS
        .iter()
        .find(|operator| operator.chars().zip(at..).all(|(sign, at)| chars.get(at) == Some(sign)))
        .map(|operator| operator.len())
}

/// The two words of `dont`, as recognisers and hasty typists write it.
fn contracted_without_apostrophe(word: &str) -> Option<(&'static str, &'static str)> {
    Some(match word {
        "cannot" => ("can", "not"),
        "dont" => ("do", "not"),
        "doesnt" | "dosent" | "dosnt" => ("does", "not"),
        "didnt" => ("did", "not"),
        "isnt" => ("is", "not"),
        "arent" => ("are", "not"),
        "wasnt" => ("was", "not"),
        "werent" => ("were", "not"),
        "cant" => ("can", "not"),
        "wont" => ("will", "not"),
        "couldnt" => ("could", "not"),
        "wouldnt" => ("would", "not"),
        "shouldnt" => ("should", "not"),
        "havent" => ("have", "not"),
        "hasnt" => ("has", "not"),
        "hadnt" => ("had", "not"),
        "thats" => ("that", "is"),
        "theres" => ("there", "is"),
        "whats" => ("what", "is"),
        "theyre" => ("they", "are"),
        "youre" => ("you", "are"),
        _ => return None,
    })
}

/// Words after which `'s` is `is` or `has` and not a possessive.
fn takes_is(word: &str) -> bool {
    matches!(word, "it" | "that" | "there" | "here" | "what" | "who" | "where" | "how" | "he" | "she" | "this")
}

/// Marks the light words, then counts the places.
fn lighten(text: &mut Text) {
    for at in 0..text.words.len() {
        let form = text.form(at);
        let before = at.checked_sub(1).map(|before| text.form(before));
        let pair =
            matches!((before, form), (Some("you"), "know") | (Some("i"), "mean") | (Some("sort" | "kind"), "of"));
        let filler = text.words[at].roles.has(Role::Filler);
        let again = at > 0 && text.form_number(at - 1) == text.form_number(at);
        let light = filler || !form.chars().any(is_word_char) || again;
        text.words[at].light = light || pair;
        if pair {
            text.words[at - 1].light = true;
        }
    }
    let mut place = 0;
    for word in &mut text.words {
        word.place = place;
        place += usize::from(!word.light);
    }
}

#[cfg(test)]
mod tests {
    use crate::text::Text;

    /// Sentences joined by ` / `, light words in parentheses.
    #[track_caller]
    fn check(original: &str, expected: &str) {
        let text = Text::new(original);
        let show = |at: usize| {
            if text.words()[at].light { format!("({})", text.form(at)) } else { text.form(at).to_owned() }
        };
        let sentences = text.sentences().iter().map(|s| s.clone().map(show).collect::<Vec<_>>().join(" "));
        assert_eq!(sentences.collect::<Vec<_>>().join(" / "), expected, "{original:?}");
        let spans: Vec<_> = text.words().iter().map(|word| word.span).collect();
        assert!(spans.is_sorted_by_key(|span| span.start), "{spans:?}");
        assert!(spans.iter().all(|span| original.get(span.start..span.end).is_some()), "{spans:?}");
        assert_eq!(text.sentences().iter().map(|s| s.len()).sum::<usize>(), text.words().len());
    }

    #[test]
    fn hyphenated_and_split_spellings_are_the_same_words() {
        check("CPU-bound", "cpu bound");
        check("cpu bound", "cpu bound");
        check("CPU\u{2011}bound", "cpu bound");
        check("lru_cache LRU cache", "lru cache lru cache");
        check("PEP8, PEP 8", "pep 8 pep 8");
    }

    #[test]
    fn code_is_found_as_it_is_written() {
        check("__init__ and __name__", "__init__ and __name__");
        check("functools.wraps(f)", "functools wraps f");
        check("a == b", "(a) (==) b");
        check("*args, **kwargs", "(*) args (**) kwargs");
        check("O(1) or O(n log n)", "o 1 or o n log n");
        check("I/O or i/o or IO", "io or io or io");
        check("x := 5; y", "x (:=) 5 / y");
        check("def f(x=[]):", "def f x (=) ([])");
        check("@property", "(@) property");
        check("_private __x", "private x");
    }

    #[test]
    fn numbers_stay_whole() {
        check("Python 3.12.", "python 3.12");
        check("1,000 rows, 3.14.1", "1000 rows 3.14.1");
        check("python3.13 is", "python 3.13 is");
    }

    #[test]
    fn contractions_are_the_words_they_stand_for() {
        check("don't", "do not");
        check("dont", "do not");
        check("Can’t, won't", "can not will not");
        check("it's they're Python's", "it is they are python");
        check("I'd we've o'clock", "i we have o clock");
        check("cannot", "can not");
    }

    #[test]
    fn sentences_end_where_people_stop() {
        check("One thing. Another! A third?", "one thing / another / (a) third");
        check(
            "with e.g. Python 3.12 and functools.lru_cache, etc. and",
            "with eg python 3.12 and functools lru cache etc and",
        );
        check("i.e. this", "ie this");
        check("well... I think", "(well) i think");
        check("(Done.) Next \"so.\" There", "done / next (so) / there");
        check("line one\nline two", "line one line two");
        check("para one\n\npara two", "para one / para two");
        check("- first\n- second\n1. third", "first / second / third");
        check("no space.Here", "no space here");
    }

    #[test]
    fn fillers_and_repetitions_are_light() {
        check("the um the GIL you know locks", "(the) (um) (the) gil (you) (know) locks");
        check("it it waits", "it (it) waits");
        check("I mean a sort of lock", "(i) (mean) (a) (sort) (of) lock");
    }

    #[test]
    fn nothing_gives_no_words() {
        check("", "");
        check(" \n\n … — ?! ", "");
        check("\u{200b}\u{feff}", "");
    }

    #[test]
    fn a_word_over_a_soft_hyphen_spans_it() {
        let original = "multi\u{ad}processing";
        let text = Text::new(original);
        assert_eq!(text.words()[0].span.of(original), original);
    }
}
