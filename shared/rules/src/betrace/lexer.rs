//! Text to tokens, as BeTrace's lexer cuts it: the first rule that fits wins, not the longest.

use crate::diagnostic::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Keyword,
    Float,
    Int,
    Str,
    Ident,
    Operator,
    Punct,
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) class: Class,
    pub(crate) span: Span,
}

/// A text cut into tokens. Comments and white space are not among them; comments are kept apart for the formatter.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lexed {
    /// Ends with an `End` token.
    pub(crate) tokens: Vec<Token>,
    pub(crate) comments: Vec<Span>,
    /// Characters that fit no rule; BeTrace stops at the first.
    pub(crate) invalid: Vec<Span>,
}

pub(crate) const KEYWORDS: [&str; 13] = [
    "where", "count", "and", "or", "not", "in", "matches", "contains", "true", "false", "when", "always",
    "never",
];

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

pub(crate) fn lex(text: &str) -> Lexed {
    let mut lexed = Lexed::default();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let start = at;
        if let Some(skipped) = white_space(rest) {
            at += skipped;
        } else if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            lexed.comments.push(Span::new(start, at));
        } else if let Some((class, length)) = token(rest) {
            at += length;
            lexed.tokens.push(Token { class, span: Span::new(start, at) });
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            lexed.invalid.push(Span::new(start, at));
        }
    }
    lexed.tokens.push(Token { class: Class::End, span: Span::new(at, at) });
    lexed
}

fn white_space(rest: &str) -> Option<usize> {
    let length = rest.bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')).count();
    (length > 0).then_some(length)
}

fn token(rest: &str) -> Option<(Class, usize)> {
    let bytes = rest.as_bytes();
    let run = |from: usize, fits: fn(u8) -> bool| bytes[from..].iter().take_while(|b| fits(**b)).count();
    match bytes[0] {
        b'0'..=b'9' => {
            let whole = run(0, |b| b.is_ascii_digit());
            let fraction =
                if bytes.get(whole) == Some(&b'.') { run(whole + 1, |b| b.is_ascii_digit()) } else { 0 };
            Some(if fraction > 0 { (Class::Float, whole + 1 + fraction) } else { (Class::Int, whole) })
        }
        b'"' => rest[1..].find('"').map(|end| (Class::Str, end + 2)),
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
            let length = run(0, is_word);
            let class = if KEYWORDS.contains(&&rest[..length]) { Class::Keyword } else { Class::Ident };
            Some((class, length))
        }
        b'=' | b'!' if bytes.get(1) == Some(&b'=') => Some((Class::Operator, 2)),
        b'<' | b'>' => Some((Class::Operator, 1 + usize::from(bytes.get(1) == Some(&b'=')))),
        b'{' | b'}' | b'(' | b')' | b'[' | b']' | b',' | b'.' => Some((Class::Punct, 1)),
        _ => None,
    }
}

/// Line and column as BeTrace counts them: both from 1, columns in characters.
pub(crate) fn position(text: &str, offset: u32) -> (u32, u32) {
    let before = text.get(..offset as usize).unwrap_or(text);
    let line = before.matches('\n').count() as u32 + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before[start..].chars().count() as u32 + 1)
}
