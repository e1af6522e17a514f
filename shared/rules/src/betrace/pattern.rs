//! `matches`: Go's regular expressions on top of `regex-lite`, which shares their ASCII classes and linear time.
//! What the two read differently is translated, refused as Go refuses it, or said not to be evaluated here.

use regex_lite::{Regex, RegexBuilder};

/// Longest pattern, in bytes.
const MAX_PATTERN: usize = 2_000;

/// A pattern, compiled once per rule.
#[derive(Debug, Clone)]
pub(crate) enum Pattern {
    Ready(Box<Regex>),
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

impl Pattern {
    pub(crate) fn new(pattern: &str) -> Pattern {
        if pattern.len() > MAX_PATTERN {
            return Pattern::Unsupported("a pattern of more than 2,000 bytes");
        }
        let translated = match translate(pattern) {
            Ok(translated) => translated,
            Err(pattern) => return pattern,
        };
        match RegexBuilder::new(&translated).size_limit(1 << 20).nest_limit(60).build() {
            Ok(regex) => Pattern::Ready(Box::new(regex)),
            // Too large is ours, not Go's; anything else is no pattern.
            Err(error) if error.to_string().contains("limit") => Pattern::Unsupported("a pattern this large"),
            Err(_) => Pattern::Invalid,
        }
    }
}

/// The same pattern in the other dialect.
fn translate(pattern: &str) -> Result<String, Pattern> {
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern;
    let mut in_class = false;
    let mut class_start = false;
    // Whether a repetition sign stands just before, which Go does not allow to be repeated.
    let mut repeated = false;
    while let Some(c) = rest.chars().next() {
        let here = rest;
        rest = &rest[c.len_utf8()..];
        let was_repeated = std::mem::take(&mut repeated);
        let was_class_start = std::mem::take(&mut class_start);
        match c {
            '\\' => rest = escape(rest, in_class, &mut out)?,
            '[' if in_class => {
                if !here.starts_with("[:") {
                    out.push('\\');
                }
                out.push('[');
                if here.starts_with("[:")
                    && let Some(end) = here.find(":]")
                {
                    out.push_str(&here[1..end + 2]);
                    rest = &here[end + 2..];
                }
            }
            '[' => {
                in_class = true;
                out.push('[');
                if let Some(after) = rest.strip_prefix('^') {
                    out.push('^');
                    rest = after;
                }
                class_start = true;
            }
            ']' if in_class && !was_class_start => {
                in_class = false;
                out.push(']');
            }
            ']' if in_class => out.push_str("\\]"),
            '&' | '~' if in_class => {
                out.push('\\');
                out.push(c);
            }
            _ if in_class => out.push(c),
            '*' | '+' | '?' => {
                if was_repeated {
                    return Err(Pattern::Invalid);
                }
                out.push(c);
                if let Some(after) = rest.strip_prefix('?') {
                    out.push('?');
                    rest = after;
                }
                repeated = true;
            }
            '{' => match repetition(here) {
                Some((_, least, most))
                    if least > 1000 || most.is_some_and(|most| most > 1000 || most < least) =>
                {
                    return Err(Pattern::Invalid);
                }
                Some((length, ..)) => {
                    if was_repeated {
                        return Err(Pattern::Invalid);
                    }
                    out.push_str(&here[..length]);
                    rest = &here[length..];
                    if let Some(after) = rest.strip_prefix('?') {
                        out.push('?');
                        rest = after;
                    }
                    repeated = true;
                }
                // Not a repetition: the sign itself.
                None => out.push_str("\\{"),
            },
            '}' => out.push_str("\\}"),
            '(' if rest.starts_with('?') => {
                flags(rest)?;
                out.push(c);
                // The question mark belongs to the group, it repeats nothing.
                out.push('?');
                rest = &rest[1..];
            }
            _ => out.push(c),
        }
    }
    if in_class { Err(Pattern::Invalid) } else { Ok(out) }
}

/// Copies what follows a backslash and answers with the rest.
fn escape<'p>(rest: &'p str, in_class: bool, out: &mut String) -> Result<&'p str, Pattern> {
    let Some(c) = rest.chars().next() else { return Err(Pattern::Invalid) };
    let after = &rest[c.len_utf8()..];
    match c {
        'p' | 'P' => Err(Pattern::Unsupported("a Unicode class in a pattern")),
        'Q' if !in_class => {
            let (literal, after) = after.split_once("\\E").unwrap_or((after, ""));
            out.push_str(&regex_lite::escape(literal));
            Ok(after)
        }
        'E' if !in_class => Ok(after),
        'd' | 'D' | 's' | 'S' | 'w' | 'W' | 'a' | 'f' | 't' | 'n' | 'r' | 'v' => {
            // Go leaves the vertical tab out of white space.
            match (c, in_class) {
                ('s', false) => out.push_str("[\\t\\n\\f\\r ]"),
                ('s', true) => out.push_str("\\t\\n\\f\\r "),
                ('S', false) => out.push_str("[^\\t\\n\\f\\r ]"),
                ('S', true) => return Err(Pattern::Unsupported("\\S within brackets")),
                _ => {
                    out.push('\\');
                    out.push(c);
                }
            }
            Ok(after)
        }
        'b' | 'B' | 'A' | 'z' if !in_class => {
            out.push('\\');
            out.push(c);
            Ok(after)
        }
        'x' => {
            out.push_str("\\x");
            Ok(after)
        }
        // Octal: a leading zero and up to two more digits, or three digits; one digit alone is a back-reference.
        '0'..='7' => {
            let digits = rest.bytes().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
            if c != '0' && digits < 2 {
                return Err(Pattern::Invalid);
            }
            let value = u32::from_str_radix(&rest[..digits], 8).unwrap_or(0);
            out.push_str(&format!("\\x{{{value:x}}}"));
            Ok(&rest[digits..])
        }
        _ if c.is_ascii_punctuation() => {
            out.push_str(&regex_lite::escape(c.encode_utf8(&mut [0; 4])));
            if in_class
                && matches!(c, '-' | '^' | ']' | '[' | '&' | '~')
                && !out.ends_with(&['\\', c].iter().collect::<String>())
            {
                out.pop();
                out.push('\\');
                out.push(c);
            }
            Ok(after)
        }
        _ => Err(Pattern::Invalid),
    }
}

/// `{n}`, `{n,}` or `{n,m}` at the start: its length and bounds.
fn repetition(text: &str) -> Option<(usize, u32, Option<u32>)> {
    let end = text.find('}')?;
    let body = &text[1..end];
    let number = |digits: &str| {
        (!digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit())
            && (digits == "0" || !digits.starts_with('0')))
        .then(|| digits.parse().unwrap_or(u32::MAX))
    };
    let (least, most) = match body.split_once(',') {
        None => (number(body)?, Some(number(body)?)),
        Some((least, "")) => (number(least)?, None),
        Some((least, most)) => (number(least)?, Some(number(most)?)),
    };
    Some((end + 1, least, most))
}

/// Checks what follows `(?`.
fn flags(rest: &str) -> Result<(), Pattern> {
    let body = &rest[1..];
    if body.starts_with("P<") || body.starts_with('<') {
        return if body.starts_with("<=") || body.starts_with("<!") { Err(Pattern::Invalid) } else { Ok(()) };
    }
    let end = body.find([':', ')']).ok_or(Pattern::Invalid)?;
    if body[..end].bytes().all(|b| b"imsU-".contains(&b)) { Ok(()) } else { Err(Pattern::Invalid) }
}
