//! A pattern's text → [`Pattern`], or the one mistake that stops it, with its place in the text.
//!
//! Recursive descent; `|` binds loosest, then `&`, then the order of words.

use super::lex::{Token, lex};
use super::{Form, Kind, Pattern, PatternError, Step, empty, impossible, syntax};
use crate::diagnostic::Code;
use crate::span::Span;
use crate::text::Text;

/// Deeper nesting than this is refused, so that no pattern can exhaust the stack.
const DEEPEST: usize = 32;
/// A longer text is refused: it is no pattern but a document.
const LONGEST: usize = 10_000;
/// A phrase with more optional parts than this is refused, for it stands for 2ⁿ phrases.
const MOST_OPTIONAL: usize = 6;

/// Reads a pattern.
///
/// # Errors
/// The first mistake, with its place in `text`.
pub fn parse(text: &str) -> Result<Pattern, PatternError> {
    if text.len() > LONGEST {
        return Err(PatternError {
            code: Code::PatternSyntax,
            span: Span::new(0, 0),
            message: format!("a pattern of {} bytes", text.len()),
            help: Some(format!("split it into several signals of at most {LONGEST} bytes each")),
        });
    }
    let mut parser = Parser { text, tokens: Vec::new(), at: 0, depth: 0 };
    parser.tokens = lex(text)?;
    let pattern = parser.any()?;
    match parser.peek() {
        None => {}
        Some((Token::Close, span)) => return Err(syntax(*span, "`)` without a `(` before it")),
        Some((_, span)) => return Err(syntax(*span, "`]` without a `[` before it")),
    }
    match &pattern.kind {
        Kind::Not(_) => Err(impossible(pattern.span, "this holds for every answer that does not speak of it")
            .help("join it to something that must be said: `yield & !return`")),
        _ => Ok(pattern),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token<'a>, Span)>,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&(Token<'a>, Span)> {
        self.tokens.get(self.at)
    }

    fn next_is(&mut self, token: &Token<'_>) -> bool {
        let is = self.peek().is_some_and(|(next, _)| next == token);
        self.at += usize::from(is);
        is
    }

    /// Where the reading stands: the next token, or the end.
    fn here(&self) -> Span {
        self.peek().map_or(Span::at(self.text.len()), |&(_, span)| span)
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, PatternError>) -> Result<T, PatternError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(syntax(self.here(), format!("brackets nested more than {DEEPEST} deep")));
        }
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// `all | all | …`
    fn any(&mut self) -> Result<Pattern, PatternError> {
        let first = self.all()?;
        if !matches!(self.peek(), Some((Token::Or, _))) {
            return Ok(first);
        }
        let mut parts = vec![first];
        while self.next_is(&Token::Or) {
            parts.push(self.all()?);
        }
        match parts.iter().find(|part| matches!(part.kind, Kind::Not(_))) {
            Some(not) => Err(misplaced_not(not.span)),
            None => Ok(joined(parts, Kind::Any)),
        }
    }

    /// `phrase & !phrase & …`, all with the same scope.
    fn all(&mut self) -> Result<Pattern, PatternError> {
        let first = self.operand()?;
        let Some(&(Token::And(scope), _)) = self.peek() else { return Ok(first) };
        let mut parts = vec![first];
        while let Some(&(Token::And(next), span)) = self.peek() {
            if scope != next {
                return Err(syntax(span, "conjunctions of different reach in one row")
                    .help("bracket the narrower one: `(a &5 b) & c`"));
            }
            self.at += 1;
            parts.push(self.operand()?);
        }
        if parts.iter().all(|part| matches!(part.kind, Kind::Not(_))) {
            let span = parts[0].span.to(parts[parts.len() - 1].span);
            return Err(impossible(span, "this holds for every answer that does not speak of it")
                .help("join it to something that must be said"));
        }
        if let Some((one, other)) = contradiction(&parts) {
            return Err(impossible(
                one.span.to(other.span),
                "this asks for the same thing to be said and not to be said",
            ));
        }
        Ok(joined(parts, |parts| Kind::All(scope, parts)))
    }

    fn operand(&mut self) -> Result<Pattern, PatternError> {
        let start = self.here();
        if self.next_is(&Token::Not) {
            let part = self.deeper(Self::operand)?;
            if matches!(part.kind, Kind::Not(_)) {
                return Err(syntax(start, "`!` twice"));
            }
            let span = start.to(part.span);
            return Ok(Pattern { kind: Kind::Not(Box::new(part)), span });
        }
        self.phrase()
    }

    /// Words and groups in order.
    fn phrase(&mut self) -> Result<Pattern, PatternError> {
        let start = self.here();
        let mut steps: Vec<Step> = Vec::new();
        let mut gap: Option<(usize, Span)> = None;
        while let Some((token, span)) = self.peek().cloned() {
            if let Token::Gap(words) = token {
                if gap.is_some() || steps.is_empty() {
                    return Err(syntax(span, "a gap needs words on both sides"));
                }
                gap = Some((words, span));
                self.at += 1;
                continue;
            }
            let Some((parts, optional)) = self.part(&token, span)? else {
                break;
            };
            for (index, pattern) in parts.into_iter().enumerate() {
                let before = if index == 0 { gap.take().map_or(0, |(words, _)| words) } else { 0 };
                steps.push(Step { gap: before, optional, pattern });
            }
        }
        if let Some((_, span)) = gap {
            return Err(syntax(span, "a gap needs words on both sides"));
        }
        drop_articles(&mut steps);
        self.check_steps(start, &steps)?;
        match steps.as_mut_slice() {
            [_] => Ok(steps.remove(0).pattern),
            [first, .., last] => {
                first.gap = 0;
                let span = first.pattern.span.to(last.pattern.span);
                Ok(Pattern { kind: Kind::Phrase(steps), span })
            }
            [] => unreachable!("check_steps refuses an empty phrase"),
        }
    }

    /// One part of a phrase, as the steps it stands for and whether they may be missing; nothing where the phrase ends.
    fn part(&mut self, token: &Token<'_>, span: Span) -> Result<Option<(Vec<Pattern>, bool)>, PatternError> {
        let single = |kind| Ok(Some((vec![Pattern { kind, span }], false)));
        match token {
            Token::Chunk { exact, text } => {
                self.at += 1;
                Ok(Some((words(text, *exact, span)?, false)))
            }
            Token::Prefix(beginning) => {
                self.at += 1;
                single(Kind::Word(Form::Prefix(beginning.clone())))
            }
            Token::Term(name) => {
                self.at += 1;
                single(Kind::Term((*name).to_owned()))
            }
            Token::Regex(source) => {
                self.at += 1;
                single(Kind::Regex(source.clone()))
            }
            Token::Open => Ok(Some((vec![self.group(span, &Token::Close)?], false))),
            Token::OpenOptional => Ok(Some((vec![self.group(span, &Token::CloseOptional)?], true))),
            Token::Of(count, scope) => {
                let (count, scope) = (*count, *scope);
                self.at += 1;
                let open = self.here();
                let group = self.group(open, &Token::Close)?;
                let parts = match group.kind {
                    Kind::Any(parts) => parts,
                    _ => vec![group],
                };
                let span = span.to(open);
                if count == 0 || count > parts.len() {
                    return Err(impossible(span, format!("{count} of {} alternatives", parts.len()))
                        .help("the number must be at least 1 and at most that of the alternatives"));
                }
                let last = parts.last().map_or(open, |part| part.span);
                Ok(Some((vec![Pattern { kind: Kind::AtLeast(count, scope, parts), span: span.to(last) }], false)))
            }
            Token::Not => Err(misplaced_not(span)),
            Token::Close | Token::CloseOptional | Token::Or | Token::And(_) | Token::Gap(_) => Ok(None),
        }
    }

    fn group(&mut self, open: Span, close: &Token<'_>) -> Result<Pattern, PatternError> {
        self.at += 1;
        let inner = self.deeper(Self::any)?;
        if !self.next_is(close) {
            return Err(syntax(open, format!("`{}` is never closed", open.of(self.text))));
        }
        if matches!(inner.kind, Kind::Not(_)) {
            return Err(misplaced_not(inner.span));
        }
        Ok(inner)
    }

    /// What holds of every phrase: it has words, says something at both ends, and every part has a place in the order.
    fn check_steps(&self, start: Span, steps: &[Step]) -> Result<(), PatternError> {
        let ends = [steps.first(), steps.last()].into_iter().flatten();
        if steps.is_empty() {
            return Err(empty(start, "words are missing here"));
        }
        if steps.iter().filter(|step| step.optional).count() > MOST_OPTIONAL {
            return Err(syntax(start, format!("a phrase with more than {MOST_OPTIONAL} optional parts"))
                .help("write the ones that matter as separate signals"));
        }
        for step in ends {
            if step.optional {
                return Err(impossible(step.pattern.span, "an optional part at the edge of a phrase changes nothing")
                    .help("leave it out, or ask for it"));
            }
        }
        if steps.len() > 1 {
            for step in steps {
                if !is_phrase(&step.pattern) {
                    return Err(syntax(step.pattern.span, "a condition has no place in the order of words")
                        .help("join it with `&`, or write it as alternatives in order: `(a ... b | b ... a)`"));
                }
            }
        }
        Ok(())
    }
}

fn misplaced_not(span: Span) -> PatternError {
    syntax(span, "`!` stands only in a conjunction").help("write `yield & !return`")
}

/// Whether a pattern can stand in the order of words; terms are assumed to until they are known.
fn is_phrase(pattern: &Pattern) -> bool {
    match &pattern.kind {
        Kind::Word(_) | Kind::Term(_) | Kind::Regex(_) | Kind::Phrase(_) => true,
        Kind::Any(parts) => parts.iter().all(is_phrase),
        Kind::All(..) | Kind::AtLeast(..) | Kind::Not(_) => false,
    }
}

/// Several patterns as one.
fn joined(parts: Vec<Pattern>, kind: impl FnOnce(Vec<Pattern>) -> Kind) -> Pattern {
    let span = parts[0].span.to(parts[parts.len() - 1].span);
    Pattern { kind: kind(parts), span }
}

/// A part that a conjunction asks for both to be there and not to be there.
fn contradiction(parts: &[Pattern]) -> Option<(&Pattern, &Pattern)> {
    if !parts.iter().any(|part| matches!(part.kind, Kind::Not(_))) {
        return None;
    }
    let shown: Vec<_> = parts.iter().map(ToString::to_string).collect();
    parts.iter().enumerate().find_map(|(index, part)| match &part.kind {
        Kind::Not(inner) => {
            let inner = inner.to_string();
            shown
                .iter()
                .position(|other| *other == inner)
                .map(|other| (&parts[other.min(index)], &parts[other.max(index)]))
        }
        _ => None,
    })
}

/// Articles need not be said, unless they are all there is or were asked for in this very form.
fn drop_articles(steps: &mut Vec<Step>) {
    let is_article = |step: &Step| matches!(&step.pattern.kind, Kind::Word(Form::Inflected(word)) if matches!(word.as_str(), "a" | "an" | "the"));
    if steps.iter().all(is_article) {
        return;
    }
    let mut carried = 0;
    steps.retain_mut(|step| {
        step.gap = step.gap.max(carried);
        let drop = is_article(step);
        carried = if drop { step.gap } else { 0 };
        !drop
    });
}

/// The words a chunk of text folds to.
fn words(chunk: &str, exact: bool, span: Span) -> Result<Vec<Pattern>, PatternError> {
    let text = Text::new(chunk);
    if text.words().is_empty() {
        return Err(empty(span, format!("`{chunk}` holds no word, so it would match everywhere"))
            .help("leave it out, or write a regular expression between slashes"));
    }
    let cased = exact && chunk.chars().any(char::is_uppercase);
    let form = |index: usize| match (exact, cased) {
        (false, _) => Form::Inflected(text.stem(index).to_owned()),
        (true, false) => Form::Exact(text.form(index).to_owned()),
        (true, true) => Form::Cased(text.words()[index].span.of(chunk).to_owned()),
    };
    Ok((0..text.words().len()).map(|index| Pattern { kind: Kind::Word(form(index)), span }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, expected: &str) {
        match parse(pattern) {
            Ok(parsed) => assert_eq!(parsed.to_string(), expected, "{pattern}"),
            Err(error) => panic!("{pattern}: {error:?}"),
        }
    }

    #[track_caller]
    fn refuse(pattern: &str, code: Code, under: &str) {
        match parse(pattern) {
            Ok(parsed) => panic!("`{pattern}` was read as {parsed}"),
            Err(error) => {
                assert_eq!(error.code, code, "{error:?}");
                assert_eq!(error.span.of(pattern), under, "{error:?}");
            }
        }
    }

    #[test]
    fn words_are_folded_and_stemmed_as_in_answers() {
        check("evaluated once", "evalu onc");
        check("CPU-bound", "cpu bind");
        check("don't share", "do not share");
        check("the list", "list");
        check("`functools.wraps`", "`functools` `wraps`");
        check("functools.wraps", "functool wrap");
        check("__init__ == *args", "__init__ == * arg");
        check("=iterator", "`iterator`");
        check("=GIL", "`GIL`");
        check("`O(1)`", "`O` `1`");
        check("serial*", "serial*");
        check("I/O", "io");
    }

    #[test]
    fn forms_of_the_language() {
        check("x ... y", "x ... y");
        check("the x ... a y", "x ... y");
        check("share ...3 call", "share ...3 call");
        check("(fast|quick) [key] lookup", "(fast | quick) [key] lookup");
        check("<cpu-bound> & <io-bound>", "(<cpu-bound> & <io-bound>)");
        check("x &. y", "(x &. y)");
        check("x &12 y", "(x &12 y)");
        check("2 of (list | dict | set)", "2 of (list | dict | set)");
        check("2 of. (list | dict)", "2 of. (list | dict)");
        check("1 of12 (list | dict)", "1 of12 (list | dict)");
        check("2 of them", "2 of them");
        check("yield & !return", "(yield & !return)");
        check("x & y | z", "((x & y) | z)");
        check(r"/\[\s*:\s*\]/", r"/\[\s*:\s*\]/");
        check(r"/a\/b/", "/a/b/");
    }

    #[test]
    fn mistakes_point_into_the_pattern() {
        refuse("", Code::EmptyPattern, "");
        refuse("—", Code::EmptyPattern, "—");
        refuse("\u{200b}", Code::EmptyPattern, "\u{200b}");
        refuse("x | ", Code::EmptyPattern, "");
        refuse("(list | tuple", Code::PatternSyntax, "(");
        refuse("list)", Code::PatternSyntax, ")");
        refuse("... list", Code::PatternSyntax, "...");
        refuse("list ...", Code::PatternSyntax, "...");
        refuse("list ...99 set", Code::ImpossiblePattern, "99");
        refuse("3 of (x | y)", Code::ImpossiblePattern, "3 of (");
        refuse("!list", Code::ImpossiblePattern, "!list");
        refuse("list & !list", Code::ImpossiblePattern, "list & !list");
        refuse("[really] fast", Code::ImpossiblePattern, "really");
        refuse("(x & y) z", Code::PatternSyntax, "x & y");
        refuse("x & y &5 z", Code::PatternSyntax, "&5");
        refuse("< 5", Code::PatternSyntax, "<");
        refuse("len(x)", Code::PatternSyntax, "len");
        refuse("x <a> \u{200b}<cpu-bound>", Code::PatternSyntax, "\u{200b}<cpu-bound>");
        check("x<b", "x < b");
        refuse("se*", Code::PatternSyntax, "se*");
        refuse("`x", Code::PatternSyntax, "`x");
        refuse("/x", Code::PatternSyntax, "/x");
        refuse("/(x/", Code::BadRegex, "(");
        refuse("/x*/", Code::BadRegex, "x*");
        refuse(r"/\/é[/", Code::BadRegex, r"\/é[");
        refuse(r"/\w{500}{500}/", Code::BadRegex, r"\w{500}{500}");
        refuse(&"(".repeat(40), Code::PatternSyntax, "(");
    }
}
