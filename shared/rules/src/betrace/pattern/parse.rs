//! Go's syntax of regular expressions (`regexp/syntax` with the Perl flags).

use super::{Edge, Refusal};

/// Deepest nesting of groups.
const MAX_DEPTH: usize = 60;
/// Most repetitions of one part, nested ones multiplied.
const MAX_REPEAT: u32 = 1000;
const LAST: u32 = char::MAX as u32;

/// A part of a pattern.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Chars(Vec<(u32, u32)>),
    Edge(Edge),
    Sequence(Vec<Node>),
    Choice(Vec<Node>),
    Repeat { node: Box<Node>, least: u32, most: Option<u32> },
}

type Read<T> = Result<T, Refusal>;

#[derive(Debug, Clone, Copy, Default)]
struct Flags {
    fold: bool,
    lines: bool,
    dot_all: bool,
}

struct Parser<'p> {
    rest: &'p str,
    flags: Flags,
    names: Vec<&'p str>,
}

pub(super) fn parse(pattern: &str) -> Read<Node> {
    let mut parser = Parser { rest: pattern, flags: Flags::default(), names: Vec::new() };
    let node = parser.choice(0)?;
    // What is left is a closing parenthesis without an opening one.
    if parser.rest.is_empty() { Ok(node) } else { Err(Refusal::Invalid) }
}

impl<'p> Parser<'p> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next();
        self.rest = chars.as_str();
        c
    }

    fn accept(&mut self, sign: &str) -> bool {
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn choice(&mut self, depth: usize) -> Read<Node> {
        if depth > MAX_DEPTH {
            return Err(Refusal::Unsupported("a pattern nested this deep"));
        }
        let mut choices = Vec::new();
        let mut parts: Vec<Node> = Vec::new();
        let mut repeated = false;
        while let Some(c) = self.peek().filter(|c| *c != ')') {
            let again = std::mem::take(&mut repeated);
            match c {
                '|' => {
                    self.next();
                    choices.push(Node::Sequence(std::mem::take(&mut parts)));
                }
                '*' | '+' | '?' => {
                    self.next();
                    let least = u32::from(c == '+');
                    self.repeat(&mut parts, again, least, (c == '?').then_some(1))?;
                    repeated = true;
                }
                '{' => match bounds(self.rest) {
                    Some((length, least, most)) => {
                        self.rest = &self.rest[length..];
                        if least > MAX_REPEAT || most.is_some_and(|most| most > MAX_REPEAT || most < least) {
                            return Err(Refusal::Invalid);
                        }
                        self.repeat(&mut parts, again, least, most)?;
                        repeated = true;
                    }
                    None => {
                        self.next();
                        parts.push(self.literal('{')?);
                    }
                },
                '(' => {
                    self.next();
                    let around = self.flags;
                    if self.group()? {
                        let inner = self.choice(depth + 1)?;
                        self.flags = around;
                        if !self.accept(")") {
                            return Err(Refusal::Invalid);
                        }
                        parts.push(inner);
                    }
                }
                '\\' if self.rest.starts_with("\\Q") => {
                    let (text, rest) = self.rest[2..].split_once("\\E").unwrap_or((&self.rest[2..], ""));
                    self.rest = rest;
                    for c in text.chars() {
                        parts.push(self.literal(c)?);
                    }
                }
                _ => parts.push(self.atom(c)?),
            }
        }
        choices.push(Node::Sequence(parts));
        Ok(Node::Choice(choices))
    }

    fn repeat(&mut self, parts: &mut Vec<Node>, again: bool, least: u32, most: Option<u32>) -> Read<()> {
        self.accept("?");
        // `a**` is an error, and so is a repetition of nothing.
        let Some(node) = parts.pop().filter(|_| !again) else { return Err(Refusal::Invalid) };
        let node = Node::Repeat { node: Box::new(node), least, most };
        let counted = least >= 2 || most.is_some_and(|most| most >= 2);
        if counted && !repeats_within(&node, MAX_REPEAT) {
            return Err(Refusal::Invalid);
        }
        parts.push(node);
        Ok(())
    }

    /// What follows an opening parenthesis: true for a group, false for flags alone.
    fn group(&mut self) -> Read<bool> {
        if !self.accept("?") {
            return Ok(true);
        }
        if self.accept("P<") || self.accept("<") {
            let (name, rest) = self.rest.split_once('>').ok_or(Refusal::Invalid)?;
            let word = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            if !word || self.names.contains(&name) {
                return Err(Refusal::Invalid);
            }
            self.names.push(name);
            self.rest = rest;
            return Ok(true);
        }
        let mut flags = self.flags;
        let (mut on, mut any) = (true, false);
        loop {
            match self.next() {
                Some('i') => flags.fold = on,
                Some('m') => flags.lines = on,
                Some('s') => flags.dot_all = on,
                // Greediness changes where a match ends, not whether there is one.
                Some('U') => {}
                Some('-') if on => {
                    (on, any) = (false, false);
                    continue;
                }
                Some(end @ (':' | ')')) if on || any => {
                    // Flags alone hold up to the end of the group around them, which puts its own back.
                    self.flags = flags;
                    return Ok(end == ':');
                }
                _ => return Err(Refusal::Invalid),
            }
            any = true;
        }
    }

    fn atom(&mut self, c: char) -> Read<Node> {
        self.next();
        Ok(match c {
            '^' => Node::Edge(if self.flags.lines { Edge::LineStart } else { Edge::TextStart }),
            '$' => Node::Edge(if self.flags.lines { Edge::LineEnd } else { Edge::TextEnd }),
            '.' if self.flags.dot_all => Node::Chars(vec![(0, LAST)]),
            '.' => Node::Chars(vec![(0, 9), (11, LAST)]),
            '[' => self.class()?,
            '\\' => {
                let edge = match self.peek() {
                    Some('A') => Some(Edge::TextStart),
                    Some('z') => Some(Edge::TextEnd),
                    Some('b') => Some(Edge::Word),
                    Some('B') => Some(Edge::NotWord),
                    _ => None,
                };
                if let Some(edge) = edge {
                    self.next();
                    return Ok(Node::Edge(edge));
                }
                match self.perl_class()? {
                    Some(ranges) => Node::Chars(ranges),
                    None => {
                        let c = self.escape()?;
                        self.literal(c)?
                    }
                }
            }
            c => self.literal(c)?,
        })
    }

    fn literal(&self, c: char) -> Read<Node> {
        let mut ranges = vec![(u32::from(c), u32::from(c))];
        if self.flags.fold {
            fold(&mut ranges)?;
        }
        Ok(Node::Chars(ranges))
    }

    /// `\d` and its kin after the backslash.
    fn perl_class(&mut self) -> Read<Option<Vec<(u32, u32)>>> {
        let Some(c) = self.peek() else { return Err(Refusal::Invalid) };
        let mut ranges = match c.to_ascii_lowercase() {
            'd' => vec![(48, 57)],
            // Without the vertical tab.
            's' => vec![(9, 10), (12, 13), (32, 32)],
            'w' => vec![(48, 57), (65, 90), (95, 95), (97, 122)],
            'p' => return Err(Refusal::Unsupported("a Unicode class in a pattern")),
            _ => return Ok(None),
        };
        self.next();
        if self.flags.fold {
            fold(&mut ranges)?;
        }
        Ok(Some(if c.is_ascii_uppercase() { negated(ranges) } else { ranges }))
    }

    /// One character after the backslash.
    fn escape(&mut self) -> Read<char> {
        let c = self.next().ok_or(Refusal::Invalid)?;
        Ok(match c {
            'a' => '\u{7}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            'x' => {
                let digits = if self.accept("{") {
                    let (digits, rest) = self.rest.split_once('}').ok_or(Refusal::Invalid)?;
                    self.rest = rest;
                    digits
                } else {
                    let digits = self.rest.get(..2).ok_or(Refusal::Invalid)?;
                    self.rest = &self.rest[2..];
                    digits
                };
                if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                    return Err(Refusal::Invalid);
                }
                let digits = digits.trim_start_matches('0');
                let value = if digits.is_empty() { Ok(0) } else { u32::from_str_radix(digits, 16) };
                let value = value.ok().filter(|value| *value <= LAST).ok_or(Refusal::Invalid)?;
                // Half a surrogate pair matches nothing a text can hold.
                char::from_u32(value).ok_or(Refusal::Unsupported("a surrogate in a pattern"))?
            }
            // One digit alone would be a back-reference.
            '0'..='7' => {
                let more = self.rest.bytes().take(2).take_while(|b| (b'0'..=b'7').contains(b)).count();
                if c != '0' && more == 0 {
                    return Err(Refusal::Invalid);
                }
                let digits = &self.rest[..more];
                self.rest = &self.rest[more..];
                let value =
                    digits.bytes().fold(u32::from(c) - 48, |value, b| value * 8 + u32::from(b - b'0'));
                char::from_u32(value).ok_or(Refusal::Invalid)?
            }
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => c,
            _ => return Err(Refusal::Invalid),
        })
    }

    /// What stands after `[`.
    fn class(&mut self) -> Read<Node> {
        let negate = self.accept("^");
        let mut ranges = Vec::new();
        let mut first = true;
        loop {
            let c = self.peek().ok_or(Refusal::Invalid)?;
            if c == ']' && !first {
                self.next();
                break;
            }
            first = false;
            if let Some((body, rest)) = self.rest.strip_prefix("[:").and_then(|rest| rest.split_once(":]")) {
                let (name, inverse) = body.strip_prefix('^').map_or((body, false), |name| (name, true));
                let named = posix(name).ok_or(Refusal::Invalid)?;
                ranges.extend(if inverse { negated(named) } else { named });
                self.rest = rest;
                continue;
            }
            if c == '\\' {
                let start = self.rest;
                self.next();
                if let Some(perl) = self.perl_class()? {
                    ranges.extend(perl);
                    continue;
                }
                self.rest = start;
            }
            let low = self.class_char()?;
            let mut high = low;
            if self.rest.starts_with('-') && !self.rest[1..].starts_with(']') && self.rest.len() > 1 {
                self.next();
                high = self.class_char()?;
                if high < low {
                    return Err(Refusal::Invalid);
                }
            }
            ranges.push((low, high));
        }
        if self.flags.fold {
            fold(&mut ranges)?;
        }
        Ok(Node::Chars(if negate { negated(ranges) } else { ranges }))
    }

    fn class_char(&mut self) -> Read<u32> {
        match self.next() {
            Some('\\') => self.escape().map(u32::from),
            Some(c) => Ok(u32::from(c)),
            None => Err(Refusal::Invalid),
        }
    }
}

/// `{n}`, `{n,}` or `{n,m}` at the start: its length and bounds. Anything else is the sign itself.
fn bounds(text: &str) -> Option<(usize, u32, Option<u32>)> {
    let end = text.find('}')?;
    let number = |digits: &str| {
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        (plain && (digits == "0" || !digits.starts_with('0'))).then(|| digits.parse().unwrap_or(u32::MAX))
    };
    let (least, most) = match text[1..end].split_once(',') {
        None => (number(&text[1..end])?, Some(number(&text[1..end])?)),
        Some((least, "")) => (number(least)?, None),
        Some((least, most)) => (number(least)?, Some(number(most)?)),
    };
    Some((end + 1, least, most))
}

/// Whether no character is asked for more than `most` times by repetitions within repetitions.
fn repeats_within(node: &Node, most: u32) -> bool {
    match node {
        Node::Repeat { node, least, most: bound } => {
            let times = bound.unwrap_or(*least);
            let counted = *least > 1 || bound.is_some_and(|bound| bound > 1);
            if *bound == Some(0) || !counted {
                return repeats_within(node, most);
            }
            times <= most && repeats_within(node, most / times.max(1))
        }
        Node::Sequence(nodes) | Node::Choice(nodes) => nodes.iter().all(|node| repeats_within(node, most)),
        Node::Chars(_) | Node::Edge(_) => true,
    }
}

fn negated(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    let mut out = Vec::new();
    let mut from = 0;
    // Few ranges: pick the lowest again and again rather than sort.
    while let Some(at) = (0..ranges.len()).min_by_key(|at| ranges[*at].0) {
        let (low, high) = ranges.swap_remove(at);
        if low > from {
            out.push((from, low - 1));
        }
        from = from.max(high + 1);
    }
    if from <= LAST {
        out.push((from, LAST));
    }
    out
}

/// Adds the other case of every letter.
fn fold(ranges: &mut Vec<(u32, u32)>) -> Read<()> {
    for (low, high) in ranges.clone() {
        for (from, to, other) in [(97, 122, 65), (65, 90, 97)] {
            let (a, b) = (low.max(from), high.min(to));
            if a <= b {
                ranges.push((a - from + other, b - from + other));
            }
        }
        // The long s and the Kelvin sign fold to ASCII letters.
        for (letter, sign) in [(u32::from('s'), 0x17f), (u32::from('k'), 0x212a)] {
            let has = |c: u32| (low..=high).contains(&c);
            if has(letter) || has(letter - 32) {
                ranges.push((sign, sign));
            }
        }
        if high > 127 && !(low <= 128 && high == LAST) {
            return Err(Refusal::Unsupported("a pattern that folds letters beyond ASCII"));
        }
    }
    Ok(())
}

fn posix(name: &str) -> Option<Vec<(u32, u32)>> {
    Some(match name {
        "alnum" => vec![(48, 57), (65, 90), (97, 122)],
        "alpha" => vec![(65, 90), (97, 122)],
        "ascii" => vec![(0, 127)],
        "blank" => vec![(9, 9), (32, 32)],
        "cntrl" => vec![(0, 31), (127, 127)],
        "digit" => vec![(48, 57)],
        "graph" => vec![(33, 126)],
        "lower" => vec![(97, 122)],
        "print" => vec![(32, 126)],
        "punct" => vec![(33, 47), (58, 64), (91, 96), (123, 126)],
        "space" => vec![(9, 13), (32, 32)],
        "upper" => vec![(65, 90)],
        "word" => vec![(48, 57), (65, 90), (95, 95), (97, 122)],
        "xdigit" => vec![(48, 57), (65, 70), (97, 102)],
        _ => return None,
    })
}
