//! A reader that pulls what is wanted out of JSON text and steps over the rest. Knows no types: whoever calls says what
//! comes next. What is wrong is told with its line and the path to it.

use std::borrow::Cow;

/// Deeper nesting is refused.
const DEEPEST: u8 = 64;

/// Why a text could not be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// In bytes, counted from 1.
    pub column: usize,
    /// `resourceSpans[0].scopeSpans[0].spans[7].spanId`; empty at the outermost level.
    pub path: String,
    /// `expected 16 hex digits`.
    pub what: &'static str,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)?;
        if !self.path.is_empty() {
            write!(f, ", {}", self.path)?;
        }
        write!(f, ": {}", self.what)
    }
}

impl std::error::Error for Fault {}

/// What is wrong at a place of the text; the path grows from the inside while it is passed on.
#[derive(Debug)]
pub(crate) struct Wrong {
    at: usize,
    path: Vec<Step>,
    what: &'static str,
}

#[derive(Debug)]
enum Step {
    Member(String),
    Item(usize),
}

impl Wrong {
    pub(crate) fn in_text(self, text: &str) -> Fault {
        let before = &text.as_bytes()[..self.at.min(text.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
        let mut path = String::new();
        for step in self.path.iter().rev() {
            match step {
                Step::Member(name) => {
                    if !path.is_empty() {
                        path.push('.');
                    }
                    path.push_str(name);
                }
                Step::Item(index) => path.push_str(&format!("[{index}]")),
            }
        }
        Fault { line, column, path, what: self.what }
    }

    fn within(mut self: Box<Self>, step: Step) -> Box<Self> {
        self.path.push(step);
        self
    }
}

pub(crate) type Read<T> = Result<T, Box<Wrong>>;

pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    pub(crate) fn wrong<T>(&self, what: &'static str) -> Read<T> {
        Self::wrong_at(self.at, what)
    }

    pub(crate) fn wrong_at<T>(at: usize, what: &'static str) -> Read<T> {
        Err(Box::new(Wrong { at, path: Vec::new(), what }))
    }

    /// Where the next value begins.
    pub(crate) fn place(&mut self) -> usize {
        self.peek();
        self.at
    }

    /// Goes back to the value of a member, whose place [`Self::place`] told, reads it, and returns.
    pub(crate) fn again<T>(
        &mut self,
        name: &str,
        place: usize,
        read: impl FnOnce(&mut Self) -> Read<T>,
    ) -> Read<T> {
        let here = std::mem::replace(&mut self.at, place);
        let found = read(self).map_err(|wrong| wrong.within(Step::Member(name.to_owned())))?;
        self.at = here;
        Ok(found)
    }

    /// The text from a place up to here.
    pub(crate) fn since(&self, place: usize) -> &'a str {
        &self.text[place..self.at]
    }

    /// The next byte that is no space.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self, word: &'static str) -> Read<()> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return self.wrong("this is not JSON");
        }
        self.at += word.len();
        Ok(())
    }

    /// Whether `null` stands here, which is read then: the same as nothing at all.
    fn is_null(&mut self) -> Read<bool> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.word("null").map(|()| true)
    }

    fn enter(&mut self, bracket: u8, what: &'static str) -> Read<()> {
        if self.peek() != Some(bracket) {
            return self.wrong(what);
        }
        if self.depth >= DEEPEST {
            return self.wrong("this is nested too deeply");
        }
        self.at += 1;
        self.depth += 1;
        Ok(())
    }

    /// Reads an object; `member` reads or skips the value of the name it is given.
    pub(crate) fn object(&mut self, mut member: impl FnMut(&str, &mut Self) -> Read<()>) -> Read<()> {
        if self.is_null()? {
            return Ok(());
        }
        self.enter(b'{', "expected an object")?;
        let mut first = true;
        while !self.take(b'}') {
            if !first && !self.take(b',') {
                return self.wrong("expected a comma or the end of the object");
            }
            first = false;
            self.peek();
            let name = self.text()?;
            if !self.take(b':') {
                return self.wrong("expected a colon");
            }
            member(&name, self).map_err(|wrong| wrong.within(Step::Member(name.clone().into_owned())))?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// Reads a list; `item` reads or skips each value.
    pub(crate) fn list(&mut self, mut item: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        if self.is_null()? {
            return Ok(());
        }
        self.enter(b'[', "expected a list")?;
        let mut index = 0;
        while !self.take(b']') {
            if index > 0 && !self.take(b',') {
                return self.wrong("expected a comma or the end of the list");
            }
            item(self).map_err(|wrong| wrong.within(Step::Item(index)))?;
            index += 1;
        }
        self.depth -= 1;
        Ok(())
    }

    /// A text; borrowed where nothing in it is escaped.
    pub(crate) fn text(&mut self) -> Read<Cow<'a, str>> {
        if self.is_null()? {
            return Ok(Cow::Borrowed(""));
        }
        if !self.take(b'"') {
            return self.wrong("expected a text in quotes");
        }
        let start = self.at;
        let plain = self.run()?;
        if self.text.as_bytes()[self.at] == b'"' {
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        let mut out = self.text[start..self.at].to_owned();
        loop {
            match self.text.as_bytes()[self.at] {
                b'"' => {
                    self.at += 1;
                    return Ok(Cow::Owned(out));
                }
                b'\\' => {
                    self.at += 1;
                    out.push(self.escaped()?);
                }
                _ => return self.wrong("a text may not hold a control character"),
            }
            out.push_str(self.run()?);
        }
    }

    /// What comes before a quote, a backslash or a control character, one of which there must be.
    fn run(&mut self) -> Read<&'a str> {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        match rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f)) {
            Some(length) => {
                self.at += length;
                Ok(&self.text[start..self.at])
            }
            None => Self::wrong_at(self.text.len(), "the text ends within quotes"),
        }
    }

    fn escaped(&mut self) -> Read<char> {
        let letter = self.text.as_bytes().get(self.at).copied();
        self.at += 1;
        Ok(match letter {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.code_unit()?;
                let code = if (0xd800..0xdc00).contains(&first) {
                    self.word("\\u")?;
                    let second = self.code_unit()?;
                    0x1_0000 + ((first - 0xd800) << 10) + second.wrapping_sub(0xdc00)
                } else {
                    first
                };
                // Half a pair stands for no character.
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return self.wrong("unknown escape"),
        })
    }

    fn code_unit(&mut self) -> Read<u32> {
        let digits = self.text.get(self.at..self.at + 4);
        let Some(code) = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) else {
            return self.wrong("expected four hex digits");
        };
        self.at += 4;
        Ok(code)
    }

    /// A number as it is written, with or without quotes; `0` for null.
    pub(crate) fn number(&mut self) -> Read<Cow<'a, str>> {
        match self.peek() {
            Some(b'"') => self.text(),
            Some(b'n') => self.word("null").map(|()| Cow::Borrowed("0")),
            _ => {
                let start = self.at;
                let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
                let length = self.text.as_bytes()[start..].iter().take_while(|byte| is_part(byte)).count();
                if length == 0 {
                    return self.wrong("expected a number");
                }
                self.at += length;
                Ok(Cow::Borrowed(&self.text[start..self.at]))
            }
        }
    }

    pub(crate) fn truth(&mut self) -> Read<bool> {
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => self.wrong("expected true or false"),
        }
    }

    /// Steps over a value that nobody asked for.
    pub(crate) fn skip(&mut self) -> Read<()> {
        match self.peek() {
            Some(b'{') => self.object(|_, reader| reader.skip()),
            Some(b'[') => self.list(Self::skip),
            Some(b'"') => self.text().map(drop),
            Some(b't' | b'f') => self.truth().map(drop),
            Some(b'n') => self.word("null"),
            Some(_) => self.number().map(drop),
            None => self.wrong("the text ends too early"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        let mut reader = Reader::new(text);
        reader.skip().unwrap_err().in_text(text).to_string()
    }

    #[test]
    fn what_is_wrong_is_told_with_line_and_path() {
        assert_eq!(fault("{\"a\": [1,\n  {\"b\": tru}]}"), "line 2, column 9, a[1].b: this is not JSON");
        assert_eq!(fault("{\"a\" 1}"), "line 1, column 6: expected a colon");
        assert_eq!(fault("[1 2]"), "line 1, column 4: expected a comma or the end of the list");
        assert_eq!(fault("{\"a\": \"open"), "line 1, column 12, a: the text ends within quotes");
        assert_eq!(fault(""), "line 1, column 1: the text ends too early");
        assert_eq!(fault(&"[".repeat(100)).split(": ").nth(1), Some("this is nested too deeply"));
    }

    #[test]
    fn texts_are_unescaped() {
        let mut reader = Reader::new(r#""a\n\u00e9\ud83d\ude00\\" "#);
        assert_eq!(reader.text().unwrap(), "a\né😀\\");
    }

    #[test]
    fn numbers_stand_with_or_without_quotes() {
        for (text, number) in [("17 ", "17"), ("\"17\"", "17"), ("null", "0"), ("-1.5e3", "-1.5e3")] {
            assert_eq!(Reader::new(text).number().unwrap(), number);
        }
    }
}
