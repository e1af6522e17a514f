//! From text to a query.

mod value;

use super::expr::{Expr, Field, Key, TextKey};
use super::fault::{Fault, Problem, Span};
use super::pattern::Pattern;
use super::{MAX_DEPTH, MAX_LENGTH, MAX_VALUES, read};

pub(super) fn parse(text: &str) -> Result<Option<Expr>, Fault> {
    if text.len() > MAX_LENGTH {
        return Err(Fault::new(text, Span { start: 0, end: text.len() }, Problem::TooLong));
    }
    let mut parser = Parser { text, at: 0, values: 0 };
    parser.skip_blanks();
    if parser.peek().is_none() {
        return Ok(None);
    }
    let expr = parser.any(0)?;
    match parser.peek() {
        None => Ok(Some(expr)),
        // Only a parenthesis ends a list of conditions before the text ends.
        Some(_) => Err(parser.fault(parser.at, parser.at + 1, Problem::StrayParenthesis)),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    values: usize,
}

/// A word or value as it was written.
struct Raw {
    span: Span,
    /// What stands between the wildcards.
    pieces: Vec<String>,
    quoted: bool,
}

impl Raw {
    fn plain(&self) -> String {
        self.pieces.join("*")
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Not,
}

impl<'t> Parser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn fault(&self, start: usize, end: usize, problem: Problem) -> Fault {
        let mut end = end.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        Fault::new(self.text, Span { start, end }, problem)
    }

    /// The operator that comes next, if one does.
    fn operator(&self) -> Option<Operator> {
        let word = self.rest().split(|c: char| c.is_whitespace() || c == '(' || c == ')').next();
        match word? {
            "OR" => Some(Operator::Or),
            "AND" => Some(Operator::And),
            "NOT" => Some(Operator::Not),
            _ => None,
        }
    }

    fn any(&mut self, depth: usize) -> Result<Expr, Fault> {
        let mut parts = vec![self.all(depth)?];
        while self.operator() == Some(Operator::Or) {
            self.at += "OR".len();
            parts.push(self.all(depth)?);
        }
        Ok(Expr::any(parts).expect("there is a first"))
    }

    fn all(&mut self, depth: usize) -> Result<Expr, Fault> {
        let mut parts = Vec::new();
        let mut is_joined = false;
        loop {
            self.skip_blanks();
            let ends = matches!(self.peek(), None | Some(')')) || self.operator() == Some(Operator::Or);
            if ends || (self.operator() == Some(Operator::And) && (is_joined || parts.is_empty())) {
                break;
            }
            if self.operator() == Some(Operator::And) {
                self.at += "AND".len();
                is_joined = true;
                continue;
            }
            parts.push(self.one(depth)?);
            is_joined = false;
        }
        match Expr::all(parts) {
            Some(expr) if !is_joined => Ok(expr),
            _ => Err(self.missing()),
        }
    }

    fn missing(&self) -> Fault {
        if self.peek() == Some(')') && !self.text[..self.at].contains('(') {
            return self.fault(self.at, self.at + 1, Problem::StrayParenthesis);
        }
        // At the end of the text there is nothing to point at but its last character.
        let start = if self.at == self.text.len() {
            self.text.char_indices().next_back().map_or(0, |(at, _)| at)
        } else {
            self.at
        };
        self.fault(start, start + 1, Problem::NoCondition)
    }

    fn one(&mut self, depth: usize) -> Result<Expr, Fault> {
        let start = self.at;
        let deeper = |parser: &Self| {
            if depth >= MAX_DEPTH {
                return Err(parser.fault(start, start + 1, Problem::TooDeep));
            }
            Ok(depth + 1)
        };
        if self.operator() == Some(Operator::Not) {
            let depth = deeper(self)?;
            self.at += "NOT".len();
            self.skip_blanks();
            let ends = matches!(self.peek(), None | Some(')'));
            if ends || matches!(self.operator(), Some(Operator::Or | Operator::And)) {
                return Err(self.missing());
            }
            return Ok(self.one(depth)?.negated());
        }
        match self.peek() {
            Some('!' | '-') if self.rest()[1..].starts_with(|c: char| !c.is_whitespace() && c != ')') => {
                let depth = deeper(self)?;
                self.at += 1;
                Ok(self.one(depth)?.negated())
            }
            Some('(') => {
                let depth = deeper(self)?;
                self.at += 1;
                let inner = self.any(depth)?;
                if self.peek() != Some(')') {
                    return Err(self.fault(start, start + 1, Problem::OpenParenthesis));
                }
                self.at += 1;
                Ok(inner)
            }
            _ => match self.key()? {
                Some(key) => self.field(key).map(Expr::Field),
                None => {
                    let raw = self.raw(false)?;
                    Ok(Expr::Text(Pattern::of(raw.pieces)))
                }
            },
        }
    }

    /// Reads past `key:`. Times and addresses (`12:30`, `http://…`) are words, not keys.
    fn key(&mut self) -> Result<Option<Key>, Fault> {
        let rest = self.rest();
        let length =
            rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        let (name, after) = rest.split_at(length);
        let Some(after) = after.strip_prefix(':') else { return Ok(None) };
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Ok(None);
        }
        let Some(key) = Key::parse(name) else {
            if after.starts_with("//") {
                return Ok(None);
            }
            let near = read::nearest(name, Key::ALL.iter().map(|key| key.as_str())).and_then(Key::parse);
            let problem = Problem::UnknownKey(name.to_owned(), near);
            return Err(self.fault(self.at, self.at + length, problem));
        };
        self.at += length + 1;
        Ok(Some(key))
    }

    /// One word, with quoted parts, up to what ends it.
    fn raw(&mut self, in_list: bool) -> Result<Raw, Fault> {
        let start = self.at;
        let mut raw = Raw { span: Span { start, end: start }, pieces: vec![String::new()], quoted: false };
        while let Some(next) = self.peek() {
            match next {
                '"' => {
                    raw.quoted = true;
                    let text = self.quote()?;
                    push(&mut raw.pieces, &text);
                }
                '*' => {
                    self.at += 1;
                    raw.pieces.push(String::new());
                }
                '(' | ')' => break,
                ',' if in_list => break,
                other if other.is_whitespace() => break,
                other => {
                    self.at += other.len_utf8();
                    push(&mut raw.pieces, other.encode_utf8(&mut [0; 4]));
                }
            }
        }
        raw.span.end = self.at;
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(self.fault(start, self.at, Problem::TooManyValues));
        }
        Ok(raw)
    }

    /// Reads past a quoted text; `\"` and `\\` stand for what follows the backslash.
    fn quote(&mut self) -> Result<String, Fault> {
        let start = self.at;
        let mut text = String::new();
        let mut rest = self.rest()[1..].char_indices();
        while let Some((at, c)) = rest.next() {
            match c {
                '"' => {
                    self.at = start + 1 + at + 1;
                    return Ok(text);
                }
                '\\' => match rest.clone().next() {
                    Some((_, escaped @ ('"' | '\\'))) => {
                        rest.next();
                        text.push(escaped);
                    }
                    _ => text.push('\\'),
                },
                other => text.push(other),
            }
        }
        Err(self.fault(start, self.text.len(), Problem::OpenQuote))
    }

    fn field(&mut self, key: Key) -> Result<Field, Fault> {
        let mut raws = Vec::new();
        loop {
            let raw = self.raw(true)?;
            if raw.span.start == raw.span.end {
                // Points at the key or comma before it.
                return Err(self.fault(raw.span.start - 1, raw.span.end, Problem::NoValue(key)));
            }
            raws.push(raw);
            if self.peek() != Some(',') {
                break;
            }
            self.at += 1;
        }
        let text = |key| Ok(Field::Text(key, self.each(&raws, |raw| self.pattern(raw, key))?));
        match key {
            Key::Severity => Ok(Field::Severity(self.each(&raws, |raw| self.severity(raw))?)),
            Key::Status => Ok(Field::Status(self.each(&raws, |raw| self.status(raw))?)),
            Key::Service => text(TextKey::Service),
            Key::Rule => text(TextKey::Rule),
            Key::Span => text(TextKey::Span),
            Key::Message => text(TextKey::Message),
            Key::Id => text(TextKey::Id),
            Key::Trace => text(TextKey::Trace),
            Key::Tag => text(TextKey::Tag),
            Key::Assigned => Ok(Field::Assigned(self.each(&raws, |raw| self.assignee(raw))?)),
            Key::Has => Ok(Field::Has(self.each(&raws, |raw| self.feature(raw))?)),
            Key::Snoozed => Ok(Field::Snoozed(self.each(&raws, |raw| self.yes_or_no(raw))?)),
            Key::Age => Ok(Field::Age(self.each(&raws, |raw| self.age(raw))?)),
            Key::Updated => Ok(Field::Updated(self.each(&raws, |raw| self.time(raw, key))?)),
            Key::Decided => Ok(Field::Decided(self.each(&raws, |raw| self.time(raw, key))?)),
            Key::From => Ok(Field::From(self.only_moment(&raws, key)?)),
            Key::To => Ok(Field::To(self.only_moment(&raws, key)?)),
        }
    }
}

fn push(pieces: &mut [String], text: &str) {
    if let Some(last) = pieces.last_mut() {
        last.push_str(text);
    }
}
