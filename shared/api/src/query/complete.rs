//! What may come next while a query is typed.

use super::expr::Key;
use super::fault::Span;
use super::write::quoted_for;

/// Candidates at most.
const MOST: usize = 50;
/// Times that are often asked for.
const AGES: [&str; 5] = ["<15m", "<1h", "<24h", "<7d", ">7d"];
const MOMENTS: [&str; 6] = ["15m", "1h", "24h", "7d", "today", "yesterday"];

/// A value that there is, told by who knows: a service, a rule, a tag, a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub value: String,
    /// What it is called, where that is something else.
    pub label: Option<String>,
    /// How many signals have it.
    pub count: Option<i64>,
}

/// What may take the place of what is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// What a candidate replaces.
    pub span: Span,
    /// The key whose value is typed; where there is none, a key or a word is.
    pub key: Option<Key>,
    /// The best first.
    pub candidates: Vec<Candidate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// As it is put in.
    pub insert: String,
    /// As it is shown.
    pub label: String,
    pub count: Option<i64>,
    /// Another value follows a key; a value is the end of a condition.
    pub is_key: bool,
}

impl Completion {
    /// The text with the candidate put in, and where the cursor stands then.
    pub fn apply(&self, text: &str, candidate: &Candidate) -> (String, usize) {
        let (before, after) = (&text[..self.span.start], &text[self.span.end..]);
        let at = before.len() + candidate.insert.len();
        if candidate.is_key || after.starts_with(char::is_whitespace) {
            return ([before, &candidate.insert, after].concat(), at);
        }
        ([before, &candidate.insert, " ", after].concat(), at + 1)
    }
}

/// What may stand at the cursor, given in bytes. `known` tells the values of a key whose values are free.
pub fn complete(text: &str, cursor: usize, known: impl Fn(Key) -> Vec<Known>) -> Completion {
    let mut cursor = cursor.min(text.len());
    while !text.is_char_boundary(cursor) {
        cursor -= 1;
    }
    let start = token_start(&text[..cursor]);
    let token = &text[start..cursor];
    let named = (!token.starts_with('"')).then(|| token.split_once(':')).flatten();
    match named.and_then(|(name, values)| Some((Key::parse(name)?, values))) {
        Some((key, values)) => {
            let value_start = start + token.len() - values.len() + last_value(values);
            let span = Span { start: value_start, end: token_end(text, cursor, true) };
            let typed = unquoted(&text[value_start..cursor]);
            let listed: Vec<_> = split_values(&values[..last_value(values)]);
            let candidates = values_of(key, &typed, &listed, known(key));
            Completion { span, key: Some(key), candidates }
        }
        None => {
            let span = Span { start, end: token_end(text, cursor, false) };
            let candidates =
                if named.is_some() || token.starts_with('"') { Vec::new() } else { words(token) };
            Completion { span, key: None, candidates }
        }
    }
}

/// Keys that begin like that, then conditions whose value does.
fn words(typed: &str) -> Vec<Candidate> {
    let typed = typed.to_ascii_lowercase();
    let keys = Key::ALL.into_iter().filter(|key| key.as_str().starts_with(&typed)).map(|key| {
        let insert = [key.as_str(), ":"].concat();
        Candidate { label: insert.clone(), insert, count: None, is_key: true }
    });
    let values = [Key::Severity, Key::Status].into_iter().flat_map(|key| {
        let matching = key.words().iter().filter(|word| typed.len() > 1 && word.starts_with(&typed));
        matching.map(move |word| {
            let insert = [key.as_str(), ":", word].concat();
            Candidate { label: insert.clone(), insert, count: None, is_key: false }
        })
    });
    keys.chain(values).collect()
}

fn values_of(key: Key, typed: &str, listed: &[String], known: Vec<Known>) -> Vec<Candidate> {
    let operator = typed.len() - typed.trim_start_matches(['>', '<', '=']).len();
    let (operator, begun) = typed.split_at(operator);
    let begun = begun.to_lowercase();
    let fixed: &[&str] = match key {
        Key::Age => &AGES,
        Key::From | Key::To | Key::Updated | Key::Decided => &MOMENTS,
        other => other.words(),
    };
    let mut candidates = Vec::new();
    for word in fixed {
        // Of times that compare already, only those that do so in the same way.
        let rest = if key == Key::Age { word.strip_prefix(operator) } else { Some(*word) };
        let Some(rest) = rest.filter(|rest| rest.starts_with(&begun)) else { continue };
        if !listed.iter().any(|value| value.eq_ignore_ascii_case(word)) {
            let insert = [operator, rest].concat();
            let count = known.iter().find(|known| known.value.eq_ignore_ascii_case(word));
            let count = count.and_then(|known| known.count);
            candidates.push(Candidate { label: insert.clone(), insert, count, is_key: false });
        }
    }
    let (mut first, mut later) = (Vec::new(), Vec::new());
    for Known { value, label, count } in known {
        let is_fixed = fixed.iter().any(|word| word.eq_ignore_ascii_case(&value)) && key != Key::Assigned;
        if is_fixed || listed.contains(&value) {
            continue;
        }
        let label = label.unwrap_or_else(|| value.clone());
        let texts = [label.to_lowercase(), value.to_lowercase()];
        let list = if texts.iter().any(|text| text.starts_with(&begun)) {
            &mut first
        } else if texts.iter().any(|text| text.contains(&begun)) {
            &mut later
        } else {
            continue;
        };
        list.push(Candidate { insert: quoted_for(key, &value), label, count, is_key: false });
    }
    candidates.extend(first);
    candidates.extend(later);
    candidates.truncate(MOST);
    candidates
}

/// Where the token begins that ends there: after white space or a parenthesis outside quotes, and after negations.
fn token_start(text: &str) -> usize {
    let mut start = 0;
    let mut is_quoted = false;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' | ')' => start = at + 1,
            c if c.is_whitespace() => start = at + c.len_utf8(),
            '!' | '-' if at == start => start = at + 1,
            _ => {}
        }
    }
    start
}

/// Where the token, or the value in a list, ends that the cursor is in.
fn token_end(text: &str, cursor: usize, in_list: bool) -> usize {
    let start = token_start(&text[..cursor]);
    let mut is_quoted = text[start..cursor].matches('"').count() % 2 == 1;
    let ends = |c: char| c.is_whitespace() || "()".contains(c) || (in_list && c == ',');
    for (at, c) in text[cursor..].char_indices() {
        if c == '"' {
            is_quoted = !is_quoted;
        } else if !is_quoted && ends(c) {
            return cursor + at;
        }
    }
    // An open quote ends where the line does; what stands behind the cursor is not part of it.
    if is_quoted { cursor } else { text.len() }
}

/// Where the last value of the list begins.
fn last_value(values: &str) -> usize {
    let mut is_quoted = false;
    let mut start = 0;
    for (at, c) in values.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => start = at + 1,
            _ => {}
        }
    }
    start
}

fn split_values(values: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = values;
    while let Some(before) = rest.strip_suffix(',') {
        let at = last_value(before);
        found.push(unquoted(&before[at..]));
        rest = &before[..at];
    }
    found
}

fn unquoted(text: &str) -> String {
    text.trim_matches('"').replace("\\\"", "\"").replace("\\\\", "\\")
}
