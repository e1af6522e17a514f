//! Text to tokens, as OGNL's own token manager cuts it: longest match, `'x'` a character and `'xy'` a string, octal
//! and `\u` escapes, and literals with a type of their own.

use super::decimal::Decimal;
use super::value::Value;
use crate::diagnostic::{Diagnostic, Span};

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tok {
    /// A name that is no keyword.
    Ident,
    /// A word operator, `true`, `false`, `null`, `new`, `instanceof`, `#this`, `#root`, or an operator sign.
    Sign(&'static str),
    Literal(Value),
    /// `[^]` and its kin; the character inside.
    Dynamic(u8),
    End,
}

#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) tok: Tok,
    pub(crate) span: Span,
}

pub(crate) const WORDS: [&str; 24] = [
    "or",
    "and",
    "bor",
    "xor",
    "band",
    "eq",
    "neq",
    "lt",
    "gt",
    "lte",
    "gte",
    "in",
    "not",
    "shl",
    "shr",
    "ushr",
    "instanceof",
    "true",
    "false",
    "null",
    "new",
    "#this",
    "#root",
    // Alone it is the sign of a selection, with more letters a name.
    "$",
];

/// Longest first, so that the first that fits is the token.
const SIGNS: [&str; 34] = [
    ">>>", "||", "&&", "==", "!=", "<=", ">=", "<<", ">>", "?", ":", "|", "^", "&", "<", ">", "+", "-", "*",
    "/", "%", "~", "!", ".", "(", ")", "[", "]", "{", "}", ",", "=", "#", "@",
];

pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, '$' | '_' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{1fff}' | '\u{3040}'..='\u{318f}' | '\u{3300}'..='\u{3d2d}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}')
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Cuts the whole text; what cannot be a token is skipped with a diagnostic. The last token is always `End`.
pub(crate) fn tokens(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, diagnostics };
    let mut out = Vec::new();
    loop {
        let token = lexer.next();
        let end = token.tok == Tok::End;
        out.push(token);
        if end {
            return out;
        }
    }
}

struct Lexer<'t, 'd> {
    text: &'t str,
    at: usize,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'t> Lexer<'t, '_> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn next(&mut self) -> Token {
        loop {
            let skipped = self.rest().trim_start_matches([' ', '\t', '\u{c}', '\r', '\n']);
            self.at = self.text.len() - skipped.len();
            let start = self.at;
            let Some(first) = skipped.chars().next() else {
                return Token { tok: Tok::End, span: Span::new(start, start) };
            };
            let tok = match first {
                '"' => self.quoted('"'),
                '\'' => self.quoted('\''),
                '`' => self.quoted('`'),
                '0'..='9' => Some(self.number()),
                '.' if skipped[1..].starts_with(is_digit) => Some(self.number()),
                _ if is_letter(first) => Some(self.word()),
                _ => self.sign(),
            };
            if let Some(tok) = tok {
                return Token { tok, span: Span::new(start, self.at) };
            }
        }
    }

    fn word(&mut self) -> Tok {
        let rest = self.rest();
        let end = rest.find(|c| !is_letter(c) && !is_digit(c)).unwrap_or(rest.len());
        self.at += end;
        let word = &rest[..end];
        WORDS.iter().find(|keyword| **keyword == word).map_or(Tok::Ident, |keyword| Tok::Sign(keyword))
    }

    fn sign(&mut self) -> Option<Tok> {
        let rest = self.rest();
        let start = self.at;
        for word in ["#this", "#root"] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Some(Tok::Sign(word));
            }
        }
        let bytes = rest.as_bytes();
        if bytes.len() >= 3 && bytes[0] == b'[' && bytes[2] == b']' && b"^|$*".contains(&bytes[1]) {
            self.at += 3;
            return Some(Tok::Dynamic(bytes[1]));
        }
        if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            self.at += sign.len();
            return Some(Tok::Sign(sign));
        }
        let bad = rest.chars().next().unwrap_or(' ');
        self.at += bad.len_utf8();
        let span = Span::new(start, self.at);
        self.diagnostics.push(Diagnostic::error(
            "unexpected-character",
            span,
            format!("`{}` has no meaning in OGNL", bad),
        ));
        None
    }

    fn number(&mut self) -> Tok {
        let rest = self.rest();
        let start = self.at;
        let integer = integer_length(rest);
        let float = float_length(rest);
        let (length, is_float) = if float > integer { (float, true) } else { (integer, false) };
        self.at += length;
        let image = &rest[..length];
        let value = if is_float { make_float(image) } else { make_integer(image) };
        let span = Span::new(start, self.at);
        match value {
            Some(value) => Tok::Literal(value),
            None => {
                let (code, hint) = if is_float {
                    ("number-too-large", "has more digits than are handled here")
                } else {
                    ("number-too-large", "does not fit its type; add L for a long")
                };
                let mut diagnostic = Diagnostic::error(code, span, format!("the number `{image}` {hint}"));
                if !is_float && image.bytes().all(|b| b.is_ascii_digit()) && image.parse::<i64>().is_ok() {
                    diagnostic = diagnostic.with_fix("make it a long", span, format!("{image}L"));
                }
                self.diagnostics.push(diagnostic);
                Tok::Literal(Value::Int32(0))
            }
        }
    }

    /// A string or character literal. Java source escapes (`\u0041`) are read here as well, where they are useful.
    fn quoted(&mut self, quote: char) -> Option<Tok> {
        let start = self.at;
        let mut units = String::new();
        let mut chars = self.text[start + 1..].char_indices();
        while let Some((offset, c)) = chars.next() {
            let position = start + 1 + offset;
            if c == quote {
                self.at = position + 1;
                return Some(Tok::Literal(literal(quote, units)));
            }
            if c != '\\' {
                units.push(c);
                continue;
            }
            match escape(&self.text[position + 1..]) {
                Some((value, length)) => {
                    units.push(value);
                    for _ in 0..length {
                        chars.next();
                    }
                }
                None => {
                    let next = self.text[position + 1..].chars().next();
                    let end = position + 1 + next.map_or(0, char::len_utf8);
                    let span = Span::new(position, end);
                    let mut diagnostic = Diagnostic::error(
                        "bad-escape",
                        span,
                        "OGNL does not know this escape; write `\\\\` for a backslash",
                    );
                    diagnostic = diagnostic.with_fix(
                        "double the backslash",
                        Span::new(position, position + 1),
                        "\\\\",
                    );
                    self.diagnostics.push(diagnostic);
                }
            }
        }
        self.at = self.text.len();
        let span = Span::new(start, self.at);
        let what = if quote == '"' { "string" } else { "text" };
        self.diagnostics.push(
            Diagnostic::error("unclosed-string", span, format!("this {what} has no closing `{quote}`"))
                .with_fix(format!("close it with {quote}"), Span::new(self.at, self.at), quote.to_string()),
        );
        Some(Tok::Literal(literal('"', units)))
    }
}

/// `"x"` is a string, `'x'` and `` `x` `` a character (of the last character for the latter), `'xy'` a string.
fn literal(quote: char, text: String) -> Value {
    let mut units = text.encode_utf16();
    match quote {
        '\'' => match (units.next(), units.next()) {
            (Some(unit), None) => Value::Char(unit),
            _ => Value::Str(text),
        },
        '`' => Value::Char(units.last().unwrap_or(0)),
        _ => Value::Str(text),
    }
}

/// What follows a backslash: the character meant and how many characters it took.
fn escape(rest: &str) -> Option<(char, usize)> {
    let first = rest.chars().next()?;
    let simple = match first {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' => '\u{8}',
        'f' => '\u{c}',
        '\\' | '\'' | '"' => first,
        // OGNL accepts this escape and then reads it as an octal digit: '`' - '0' is '0'.
        '`' => '0',
        'u' => {
            let marks = rest.bytes().take_while(|b| *b == b'u').count();
            let digits = rest.get(marks..marks + 4)?;
            let unit = u32::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))?;
            return Some((char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER), marks + 4));
        }
        '0'..='7' => {
            let most = if first <= '3' { 3 } else { 2 };
            let length = rest.bytes().take(most).take_while(|b| (b'0'..=b'7').contains(b)).count();
            let value = u32::from_str_radix(&rest[..length], 8).ok()?;
            return Some((char::from_u32(value)?, length));
        }
        _ => return None,
    };
    Some((simple, 1))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Length of the integer literal at the start, 0 if there is none.
fn integer_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let hex = if bytes.len() > 2 && bytes[0] == b'0' && matches!(bytes[1], b'x' | b'X') {
        bytes[2..].iter().take_while(|b| b.is_ascii_hexdigit()).count()
    } else {
        0
    };
    let length = match bytes.first() {
        Some(b'0') if hex > 0 => 2 + hex,
        Some(b'0') => 1 + bytes[1..].iter().take_while(|b| (b'0'..=b'7').contains(b)).count(),
        Some(b'1'..=b'9') => digits(text),
        _ => return 0,
    };
    length + usize::from(matches!(bytes.get(length), Some(b'l' | b'L' | b'h' | b'H')))
}

/// Length of the real literal at the start, 0 if there is none.
fn float_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let whole = digits(text);
    let mut length = whole;
    let mut is_float = false;
    if bytes.get(length) == Some(&b'.') {
        let fraction = digits(&text[length + 1..]);
        if whole > 0 || fraction > 0 {
            length += 1 + fraction;
            is_float = true;
        }
    }
    if length == 0 {
        return 0;
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        let exponent = digits(&text[(length + 1 + sign).min(text.len())..]);
        if exponent > 0 {
            length += 1 + sign + exponent;
            is_float = true;
        }
    }
    if matches!(bytes.get(length), Some(b'd' | b'D' | b'f' | b'F' | b'b' | b'B')) {
        length += 1;
        is_float = true;
    }
    if is_float { length } else { 0 }
}

fn make_integer(image: &str) -> Option<Value> {
    let (digits, suffix) = match image.as_bytes().last() {
        Some(b'l' | b'L' | b'h' | b'H') => image.split_at(image.len() - 1),
        _ => (image, ""),
    };
    let (digits, radix) = match digits.get(..2) {
        Some("0x" | "0X") => (&digits[2..], 16),
        _ if digits.starts_with('0') => (digits, 8),
        _ => (digits, 10),
    };
    match suffix {
        "l" | "L" => i64::from_str_radix(digits, radix).ok().map(Value::Int),
        "h" | "H" => i128::from_str_radix(digits, radix).ok().map(Value::BigInt),
        _ => i32::from_str_radix(digits, radix).ok().map(Value::Int32),
    }
}

fn make_float(image: &str) -> Option<Value> {
    let number = image.trim_end_matches(['d', 'D', 'f', 'F', 'b', 'B']);
    match image.as_bytes().last() {
        Some(b'f' | b'F') => number.parse::<f64>().ok().map(|value| Value::Float(value as f32)),
        Some(b'b' | b'B') => Decimal::parse(number).map(Value::Decimal),
        _ => number.parse().ok().map(Value::Double),
    }
}
