//! Finding spans: words that stand anywhere in them, and `key=value` for what an attribute, the service, the name, the
//! status or the kind is.

use serde_json::Value;

use crate::trace::Trace;

const KINDS: [&str; 6] = ["unspecified", "internal", "server", "client", "producer", "consumer"];
const STATUSES: [&str; 3] = ["unset", "ok", "error"];

/// What is looked for: all of its terms must match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    terms: Vec<Term>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    /// In lower case.
    Anywhere(String),
    /// The key as it is written, the value in lower case.
    Is(String, String),
}

impl Search {
    /// Terms stand between spaces; quotes keep spaces in a term.
    pub fn parse(text: &str) -> Self {
        let mut terms = Vec::new();
        let mut key: Option<String> = None;
        let (mut word, mut quoted, mut was_quoted) = (String::new(), false, false);
        for letter in text.chars().chain([' ']) {
            match letter {
                '"' => (quoted, was_quoted) = (!quoted, true),
                '=' if !quoted && key.is_none() && !word.is_empty() => key = Some(std::mem::take(&mut word)),
                ' ' if !quoted => {
                    let value = std::mem::take(&mut word).to_lowercase();
                    match key.take() {
                        Some(key) => terms.push(Term::Is(key, value)),
                        None if !value.is_empty() => terms.push(Term::Anywhere(value)),
                        None => {}
                    }
                    was_quoted = false;
                }
                letter => word.push(letter),
            }
        }
        // A quote that is still open holds what was typed so far.
        if was_quoted && !word.trim_end().is_empty() {
            let value = word.trim_end().to_lowercase();
            terms.push(key.map_or_else(|| Term::Anywhere(value.clone()), |key| Term::Is(key, value.clone())));
        }
        Self { terms }
    }

    /// The term that finds spans with that attribute.
    pub fn term(key: &str, value: &str) -> String {
        let quote = |text: &str| {
            if text.contains([' ', '=']) || text.is_empty() {
                ["\"", text, "\""].concat()
            } else {
                text.to_owned()
            }
        };
        [&quote(key), "=", &quote(value)].concat()
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Places of the spans that match, in order of call; nothing is looked for where there are no terms.
    pub fn find(&self, trace: &Trace) -> Vec<usize> {
        if self.terms.is_empty() {
            return Vec::new();
        }
        let mut found = vec![true; trace.len()];
        for term in &self.terms {
            match term {
                Term::Anywhere(words) => anywhere(trace, words, &mut found),
                Term::Is(key, value) => is(trace, key, value, &mut found),
            }
        }
        found.iter().enumerate().filter(|(_, found)| **found).map(|(span, _)| span).collect()
    }
}

/// Each text and value is looked at once, however many spans have it.
fn anywhere(trace: &Trace, words: &str, found: &mut [bool]) {
    let texts: Vec<bool> = trace.texts().iter().map(|text| holds(text, words)).collect();
    let values: Vec<bool> = trace.values().iter().map(|value| holds(&plain(value), words)).collect();
    let services: Vec<bool> = trace.services().iter().map(|service| holds(&service.name, words)).collect();
    let pairs = |places: &[u32]| {
        places.chunks_exact(2).any(|pair| texts[pair[0] as usize] || values[pair[1] as usize])
    };
    for (span, found) in found.iter_mut().enumerate() {
        *found = *found
            && (texts[trace.name_place(span) as usize]
                || services[trace.service_place(span)]
                || pairs(trace.attribute_places(span))
                || trace.id(span).as_str() == words
                || trace.message(span).is_some_and(|message| holds(message, words))
                || trace
                    .events(span)
                    .iter()
                    .any(|event| texts[event.name as usize] || pairs(&event.attributes)));
    }
}

fn is(trace: &Trace, key: &str, value: &str, found: &mut [bool]) {
    let same = |text: &str| text.to_lowercase() == value;
    let keys: Vec<bool> = trace.texts().iter().map(|text| text == key).collect();
    let values: Vec<bool> = trace.values().iter().map(|held| same(&plain(held))).collect();
    let of_resource = |span: usize| {
        let mut attributes = trace.origin(span).attributes.iter();
        attributes.any(|attribute| attribute.key == key && same(&plain(&attribute.value)))
    };
    for (span, found) in found.iter_mut().enumerate() {
        *found = *found
            && (match key {
                "service" => same(trace.service(span)),
                "name" => same(trace.name(span)),
                "status" => STATUSES[usize::from(trace.status(span)).min(2)] == value,
                "kind" => KINDS[usize::from(trace.kind(span)).min(5)] == value,
                _ => false,
            } || trace
                .attribute_places(span)
                .chunks_exact(2)
                .any(|pair| keys[pair[0] as usize] && values[pair[1] as usize])
                || of_resource(span));
    }
}

fn holds(text: &str, words: &str) -> bool {
    text.to_lowercase().contains(words)
}

/// A value as it is read: a text without quotes.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => {
            number.as_i64().map_or_else(|| number.to_string(), |whole| whole.to_string())
        }
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Null | Value::Object(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::detailed;

    #[test]
    fn words_and_attributes_are_found() {
        let trace = detailed(&[
            ("POST /checkout", "", 0, 100, r#","kind":2,"status":{"code":2,"message":"card declined"}"#),
            (
                "charge card",
                "POST /checkout",
                10,
                40,
                r#","attributes":[{"key":"amount","value":{"intValue":"512"}},
                    {"key":"http.target","value":{"stringValue":"/pay now"}}]"#,
            ),
            ("mail", "POST /checkout", 50, 90, r#","events":[{"name":"queued","timeUnixNano":"5"}]"#),
        ]);
        let found = |text: &str| Search::parse(text).find(&trace);
        assert_eq!(found("CARD"), [0, 1]);
        assert_eq!(found("charge card"), [1]);
        assert_eq!(found("\"declined card\""), [0_usize; 0]);
        assert_eq!(found("512"), [1]);
        assert_eq!(found("amount=512"), [1]);
        assert_eq!(found("amount=51"), [0_usize; 0]);
        assert_eq!(found(&Search::term("http.target", "/pay now")), [1]);
        assert_eq!(found("queued"), [2]);
        assert_eq!(found("status=error kind=server"), [0]);
        assert_eq!(found("service.name=SHOP"), [0, 1, 2]);
        assert_eq!(found("shop mail"), [2]);
        assert_eq!(found("  "), [0_usize; 0]);
        assert_eq!(found("\"pay no"), [1]);
    }
}
