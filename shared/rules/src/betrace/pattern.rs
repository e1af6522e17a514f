//! `matches`: Go's regular expressions, as far as the question is whether a text matches. Its syntax with its own
//! opinion of what is an error, and a simulation that takes time in proportion to pattern times text, never more.
//!
//! A library would do the matching, but none reads Go's syntax: what Go refuses makes a span not match, and what
//! others refuse it accepts. Unicode classes (`\p{…}`) and folding beyond simple letters are said to be missing.

mod parse;

pub(crate) use parse::Node;

/// Longest pattern, in bytes.
const MAX_PATTERN: usize = 2_000;
/// Most instructions of a compiled pattern.
const MAX_PROGRAM: usize = 20_000;

/// A pattern, compiled once per rule.
#[derive(Debug, Clone)]
pub(crate) enum Pattern {
    Ready(Regex),
    /// Go reports an error, which makes the span not match.
    Invalid,
    /// Go accepts it, with this feature that is missing here.
    Unsupported(&'static str),
}

/// Equal when made from the same text, which the comparison beside it tells.
impl PartialEq for Pattern {
    fn eq(&self, _: &Pattern) -> bool {
        true
    }
}

/// Why a pattern is not compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    Invalid,
    Unsupported(&'static str),
}

impl Pattern {
    pub(crate) fn new(pattern: &str) -> Pattern {
        if pattern.len() > MAX_PATTERN {
            return Pattern::Unsupported("a pattern of more than 2,000 bytes");
        }
        let compiled = parse::parse(pattern).and_then(|node| {
            let mut regex = Regex { code: Vec::new() };
            regex.emit(&node)?;
            regex.push(Code::Match)?;
            Ok(regex)
        });
        match compiled {
            Ok(regex) => Pattern::Ready(regex),
            Err(Refusal::Invalid) => Pattern::Invalid,
            Err(Refusal::Unsupported(what)) => Pattern::Unsupported(what),
        }
    }
}

/// A place in a text that has no width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    Word,
    NotWord,
}

#[derive(Debug, Clone)]
enum Code {
    /// One character within the ranges, both ends included.
    Chars(Box<[(u32, u32)]>),
    Edge(Edge),
    Jump(usize),
    /// Both ways.
    Split(usize, usize),
    Match,
}

#[derive(Debug, Clone)]
pub(crate) struct Regex {
    code: Vec<Code>,
}

impl Regex {
    fn push(&mut self, code: Code) -> Result<usize, Refusal> {
        if self.code.len() >= MAX_PROGRAM {
            return Err(Refusal::Unsupported("a pattern this large"));
        }
        self.code.push(code);
        Ok(self.code.len() - 1)
    }

    fn emit(&mut self, node: &Node) -> Result<(), Refusal> {
        match node {
            Node::Chars(ranges) => self.push(Code::Chars(ranges.as_slice().into())).map(|_| ()),
            Node::Edge(edge) => self.push(Code::Edge(*edge)).map(|_| ()),
            Node::Sequence(nodes) => nodes.iter().try_for_each(|node| self.emit(node)),
            Node::Choice(nodes) => {
                let mut ends = Vec::new();
                for (at, node) in nodes.iter().enumerate() {
                    if at + 1 == nodes.len() {
                        self.emit(node)?;
                        break;
                    }
                    let split = self.push(Code::Split(0, 0))?;
                    self.emit(node)?;
                    ends.push(self.push(Code::Jump(0))?);
                    self.code[split] = Code::Split(split + 1, self.code.len());
                }
                let end = self.code.len();
                for jump in ends {
                    self.code[jump] = Code::Jump(end);
                }
                Ok(())
            }
            Node::Repeat { node, least, most } => {
                for _ in 0..*least {
                    self.emit(node)?;
                }
                match most {
                    None => {
                        let split = self.push(Code::Split(0, 0))?;
                        self.emit(node)?;
                        self.push(Code::Jump(split))?;
                        self.code[split] = Code::Split(split + 1, self.code.len());
                    }
                    Some(most) => {
                        let mut splits = Vec::new();
                        for _ in *least..*most {
                            splits.push(self.push(Code::Split(0, 0))?);
                            self.emit(node)?;
                        }
                        for split in splits {
                            self.code[split] = Code::Split(split + 1, self.code.len());
                        }
                    }
                }
                Ok(())
            }
        }
    }

    /// Whether the pattern matches anywhere in the text.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        let mut now = Threads::new(self.code.len());
        let mut next = Threads::new(self.code.len());
        let mut before = None;
        let mut rest = text.chars();
        loop {
            let here = rest.clone().next();
            // The match may start at any character.
            if self.follow(0, before, here, &mut now) {
                return true;
            }
            let Some(c) = rest.next() else { return false };
            for at in 0..now.list.len() {
                let thread = now.list[at];
                if let Code::Chars(ranges) = &self.code[thread]
                    && within(ranges, u32::from(c))
                    && self.follow(thread + 1, Some(c), rest.clone().next(), &mut next)
                {
                    return true;
                }
            }
            std::mem::swap(&mut now, &mut next);
            next.clear();
            before = Some(c);
        }
    }

    /// Adds the threads reached from an instruction without reading; true if one of them is a match.
    fn follow(&self, from: usize, before: Option<char>, here: Option<char>, threads: &mut Threads) -> bool {
        let mut stack = vec![from];
        while let Some(at) = stack.pop() {
            if !threads.add(at) {
                continue;
            }
            match &self.code[at] {
                Code::Match => return true,
                Code::Jump(to) => stack.push(*to),
                Code::Split(one, other) => stack.extend([*other, *one]),
                Code::Edge(edge) if holds(*edge, before, here) => stack.push(at + 1),
                Code::Edge(_) | Code::Chars(_) => {}
            }
        }
        false
    }
}

fn within(ranges: &[(u32, u32)], c: u32) -> bool {
    ranges.iter().any(|(low, high)| (*low..=*high).contains(&c))
}

fn holds(edge: Edge, before: Option<char>, here: Option<char>) -> bool {
    let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    match edge {
        Edge::TextStart => before.is_none(),
        Edge::TextEnd => here.is_none(),
        Edge::LineStart => before.is_none_or(|c| c == '\n'),
        Edge::LineEnd => here.is_none_or(|c| c == '\n'),
        Edge::Word => word(before) != word(here),
        Edge::NotWord => word(before) == word(here),
    }
}

/// The instructions a simulation stands at, each once.
struct Threads {
    list: Vec<usize>,
    on: Vec<bool>,
}

impl Threads {
    fn new(size: usize) -> Threads {
        Threads { list: Vec::new(), on: vec![false; size] }
    }

    fn add(&mut self, at: usize) -> bool {
        let new = !std::mem::replace(&mut self.on[at], true);
        if new {
            self.list.push(at);
        }
        new
    }

    fn clear(&mut self) {
        for at in self.list.drain(..) {
            self.on[at] = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn matches(pattern: &str, text: &str) -> Option<bool> {
        match Pattern::new(pattern) {
            Pattern::Ready(regex) => Some(regex.is_match(text)),
            Pattern::Invalid => None,
            Pattern::Unsupported(what) => panic!("{pattern}: {what}"),
        }
    }

    #[test]
    fn matches_what_go_matches() {
        let cases = [
            ("", "", true),
            ("^$", "", true),
            ("^$", "x", false),
            ("bot", "Mozilla (bot)", true),
            (".*bot.*", "a\nbot", true),
            ("^a.b$", "a\nb", false),
            ("(?s)^a.b$", "a\nb", true),
            ("(?m)^b$", "a\nb\nc", true),
            ("^b$", "a\nb", false),
            ("a|b|", "zzz", true),
            ("^(ab|c)+$", "abcab", true),
            ("^(?:a{2,3}){2}$", "aaaaa", true),
            ("^(?:a{2,3}){2}$", "aaa", false),
            ("^a{0}$", "", true),
            ("^a{,2}$", "a{,2}", true),
            ("^[^a]$", "\n", true),
            ("^[]a]+$", "]a", true),
            ("^[a-c-]+$", "b-", true),
            ("^[[:alpha:][:^space:]]$", "\u{e9}", true),
            ("^[\\d_-]+$", "1_-", true),
            (r"^\s$", "\u{b}", false),
            (r"\bin\b", "x in y", true),
            (r"\bin\b", "xin", false),
            (r"^\Qa.b\E+$", "a.bb", true),
            (r"^\x41\x{e9}\101$", "A\u{e9}A", true),
            ("(?i)straSSe", "STRASSE", true),
            ("(?i)k", "\u{212a}", true),
            ("^(?i:a)b$", "Ab", true),
            ("^(?i:a)b$", "AB", false),
            ("^a(?i)b$", "aB", true),
            ("(?P<x>a)(?<y>b)", "ab", true),
            ("^(a*)*$", "aaaa", true),
            ("^(|a)+$", "aaa", true),
            ("\u{e9}+$", "caf\u{e9}\u{e9}", true),
            (r"^\W$", "\u{e9}", true),
            ("]", "a]", true),
            ("}", "}", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(matches(pattern, text), Some(expected), "{pattern:?} on {text:?}");
        }
    }

    #[test]
    fn refuses_what_go_refuses() {
        for pattern in [
            "(",
            ")",
            "a)",
            "[",
            "[]",
            "[a",
            "*",
            "+a",
            "a|*",
            "(*)",
            "a**",
            "a+*",
            "a{2}{3}",
            "a{1001}",
            "a{3,2}",
            "(a{100}){100}",
            "[b-a]",
            "[[:nope:]]",
            r"\",
            r"\E",
            r"\Z",
            r"\1",
            r"\y",
            r"[\b]",
            r"[a-\d]",
            r"\x{110000}",
            r"\xg0",
            "(?z)",
            "(?i-)",
            "(?=a)",
            "(?<=a)",
            "(?P<a>x)(?P<a>y)",
            "(?P<>x)",
            "{2}",
        ] {
            assert_eq!(matches(pattern, ""), None, "{pattern:?}");
        }
    }

    #[test]
    fn takes_linear_time() {
        let text = "a".repeat(20_000);
        assert_eq!(matches("^(a|aa|a*)*b$", &text), Some(false));
    }
}
