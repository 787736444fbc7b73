//! A pattern's text → tokens with their bytes. Words stay chunks of text; what they fold to is the parser's business.

use super::{DEFAULT_GAP, PatternError, Scope, WIDEST, impossible, syntax};
use crate::diagnostic::Code;
use crate::span::Span;
use crate::text::Text;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A run of characters that is folded to words.
    Chunk {
        exact: bool,
        text: &'a str,
    },
    Prefix(String),
    Term(&'a str),
    Regex(String),
    Open,
    Close,
    OpenOptional,
    CloseOptional,
    Or,
    And(Scope),
    Not,
    Gap(usize),
    Of(usize, Scope),
}

/// A cursor over the text while it is cut into tokens.
struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

/// Cuts a pattern's text.
pub(super) fn lex(text: &str) -> Result<Vec<(Token<'_>, Span)>, PatternError> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_spaces();
        let start = lexer.at;
        if start == text.len() {
            return Ok(tokens);
        }
        let token = lexer.token()?;
        tokens.push((token, Span::new(start, lexer.at)));
    }
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn eat(&mut self, expected: &str) -> bool {
        let eaten = self.rest().starts_with(expected);
        if eaten {
            self.at += expected.len();
        }
        eaten
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Digits at the cursor, as a number of words.
    fn number(&mut self) -> Result<Option<usize>, PatternError> {
        let start = self.at;
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += digits;
        if digits == 0 {
            return Ok(None);
        }
        let span = Span::new(start, self.at);
        match span.of(self.text).parse() {
            Ok(words) if (1..=WIDEST).contains(&words) => Ok(Some(words)),
            _ => Err(impossible(span, format!("`{}` words", span.of(self.text)))
                .help(format!("a gap or a window has 1 to {WIDEST} words"))),
        }
    }

    fn scope(&mut self) -> Result<Scope, PatternError> {
        if self.rest().starts_with('.') && !self.rest().starts_with("...") {
            self.at += 1;
            return Ok(Scope::Sentence);
        }
        Ok(self.number()?.map_or(Scope::Whole, Scope::Window))
    }

    fn token(&mut self) -> Result<Token<'a>, PatternError> {
        let start = self.at;
        let mut characters = self.rest().chars();
        let (first, second) = (characters.next(), characters.next());
        match first {
            Some('(') => Ok(self.sign(Token::Open)),
            Some(')') => Ok(self.sign(Token::Close)),
            Some('[') => Ok(self.sign(Token::OpenOptional)),
            Some(']') => Ok(self.sign(Token::CloseOptional)),
            Some('|') => Ok(self.sign(Token::Or)),
            Some('!') if second != Some('=') => Ok(self.sign(Token::Not)),
            Some('&') => {
                self.at += 1;
                Ok(Token::And(self.scope()?))
            }
            Some('.' | '…') if self.eat("...") || self.eat("…") => {
                Ok(Token::Gap(self.number()?.unwrap_or(DEFAULT_GAP)))
            }
            Some('0'..='9') => match self.of()? {
                Some(of) => Ok(of),
                None => self.chunk(false),
            },
            Some('<') => {
                self.at += 1;
                self.term(start)
            }
            Some('/') => {
                self.at += 1;
                self.regex(start)
            }
            Some('`') => self.code(start),
            Some('=') if second == Some('`') => {
                self.at += 1;
                self.code(start)
            }
            Some('=') if second.is_some_and(char::is_alphanumeric) => {
                self.at += 1;
                self.chunk(true)
            }
            _ => self.chunk(false),
        }
    }

    /// A token of one byte.
    const fn sign(&mut self, token: Token<'a>) -> Token<'a> {
        self.at += 1;
        token
    }

    /// What stands in back-ticks.
    fn code(&mut self, start: usize) -> Result<Token<'a>, PatternError> {
        self.at += 1;
        let Some(length) = self.rest().find('`') else {
            return Err(syntax(Span::new(start, self.text.len()), "a back-tick that is never closed"));
        };
        let text = &self.rest()[..length];
        self.at += length + 1;
        Ok(Token::Chunk { exact: true, text })
    }

    /// `2 of (`, `2 of. (` or `2 of12 (`, up to the bracket.
    fn of(&mut self) -> Result<Option<Token<'a>>, PatternError> {
        let start = self.at;
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let Ok(count) = self.rest()[..digits].parse() else {
            return Ok(None);
        };
        self.at += digits;
        self.skip_spaces();
        if self.eat("of")
            && self.rest().starts_with(|c: char| c == '.' || c == '(' || c.is_whitespace() || c.is_ascii_digit())
        {
            let scope = self.scope()?;
            self.skip_spaces();
            if self.rest().starts_with('(') {
                return Ok(Some(Token::Of(count, scope)));
            }
        }
        self.at = start;
        Ok(None)
    }

    fn term(&mut self, start: usize) -> Result<Token<'a>, PatternError> {
        let length = self.rest().find('>').unwrap_or(self.rest().len());
        let name = &self.rest()[..length];
        let closed = self.rest()[length..].starts_with('>');
        if !closed || !is_term(name) {
            return Err(syntax(Span::new(start, start + 1), "`<` opens the name of a term")
                .help("write `<cpu-bound>` for a term, or put code in back-ticks"));
        }
        self.at += length + 1;
        Ok(Token::Term(name))
    }

    fn regex(&mut self, start: usize) -> Result<Token<'a>, PatternError> {
        let mut source = String::new();
        let mut escaped = false;
        for (index, c) in self.rest().char_indices() {
            match c {
                '/' if escaped => {
                    source.pop();
                    source.push('/');
                    escaped = false;
                }
                '/' => {
                    let written = Span::new(start + 1, self.at + index);
                    self.at += index + 1;
                    check_regex(&source, written)?;
                    return Ok(Token::Regex(source));
                }
                _ => {
                    source.push(c);
                    escaped = c == '\\' && !escaped;
                }
            }
        }
        Err(syntax(Span::new(start, self.text.len()), "`/` opens a regular expression that is never closed")
            .help("close it with `/`, or put code in back-ticks"))
    }

    fn chunk(&mut self, exact: bool) -> Result<Token<'a>, PatternError> {
        let start = self.at;
        let length =
            self.rest().find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '|' | '&' | '`'));
        let length = length.unwrap_or(self.rest().len());
        // A gap may follow a word without a space.
        let gap = self.rest().as_bytes()[..length].windows(3).position(|three| three == b"...");
        let length = gap.unwrap_or(length);
        let text = &self.rest()[..length];
        self.at += length;
        let span = Span::new(start, self.at);
        if self.rest().starts_with(['(', '[']) {
            return Err(syntax(span, format!("`{text}` touches a bracket"))
                .help(format!("put code in back-ticks: `` `{text}()` ``; or a space before the bracket")));
        }
        if holds_term(text) {
            return Err(syntax(span, format!("`{text}` has something that touches the name of a term"))
                .help("write a space before `<`, or put code in back-ticks"));
        }
        match text.strip_suffix('*') {
            Some(beginning) if beginning.ends_with(char::is_alphanumeric) => {
                let words = Text::new(beginning);
                if words.words().len() != 1 || words.form(0).chars().count() < 3 {
                    return Err(syntax(span, format!("`{text}` begins too many words"))
                        .help("give at least three letters of one word before the `*`"));
                }
                Ok(Token::Prefix(words.form(0).to_owned()))
            }
            _ => Ok(Token::Chunk { exact, text }),
        }
    }
}

/// Whether the name of a term stands in a word: `x<term>`, where `x` may be something that is not seen.
fn holds_term(chunk: &str) -> bool {
    chunk.split('<').skip(1).filter_map(|rest| rest.split_once('>')).any(|(name, _)| is_term(name))
}

fn is_term(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
}

/// `whole` is where the expression stands in the pattern's text; longer than it, where slashes are escaped there.
fn check_regex(source: &str, whole: Span) -> Result<(), PatternError> {
    let bad = |span: Span, message: String| PatternError { code: Code::BadRegex, span, message, help: None };
    let mut parser = regex_syntax::ParserBuilder::new().nest_limit(50).build();
    let hir = match parser.parse(source) {
        Ok(hir) => hir,
        Err(error) => {
            let (span, message) = match &error {
                regex_syntax::Error::Parse(e) => {
                    (Span::new(e.span().start.offset, e.span().end.offset), e.kind().to_string())
                }
                regex_syntax::Error::Translate(e) => {
                    (Span::new(e.span().start.offset, e.span().end.offset), e.kind().to_string())
                }
                _ => (Span::new(0, source.len()), error.to_string()),
            };
            let as_written = source.len() == whole.end - whole.start;
            let span = if as_written { span.moved(whole.start) } else { whole };
            return Err(bad(span, format!("this regular expression cannot be read: {message}")));
        }
    };
    if hir.properties().minimum_len().unwrap_or(0) == 0 {
        return Err(bad(whole, "this regular expression matches the empty text, so it would match everywhere".into())
            .help("make at least one character of it required"));
    }
    // Only counted repetition can make a short expression large; to build all of them here would cost start-up.
    if source.contains('{')
        && let Err(error) = regex::RegexBuilder::new(source).size_limit(1 << 20).build()
    {
        return Err(bad(whole, format!("this regular expression is too large: {error}")));
    }
    Ok(())
}
