//! What is typed into a filter bar: `service:checkout severity:error some words`. Facets by their key, everything else
//! free text. Nothing here is drawn.

use yew::AttrValue;

use super::list::Choice;
use crate::components::Shape;
use crate::text;
use crate::words as w;

/// A field to filter by.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Facet {
    /// As it is typed: `severity`.
    pub(crate) key: AttrValue,
    /// As it is shown: "Severity".
    pub(crate) name: AttrValue,
    pub(crate) values: Vec<FacetValue>,
}

/// One value of a field, with how many results it would leave.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FacetValue {
    pub(crate) value: AttrValue,
    pub(crate) label: AttrValue,
    pub(crate) shape: Option<Shape>,
    pub(crate) count: Option<i64>,
    pub(crate) chosen: bool,
}

/// What was typed, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// Key and value of each facet that was named, as the facets spell them.
    pub(super) chosen: Vec<(AttrValue, AttrValue)>,
    pub(super) text: String,
}

/// A part of the text that means nothing here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// There is no such key; these there are.
    Key(String, String),
    /// The key has no such value: key, value.
    Value(String, String),
}

impl Fault {
    pub(super) fn words(&self) -> String {
        match self {
            Self::Key(key, known) => w::filter_unknown_key(key, known),
            Self::Value(key, value) => w::filter_unknown_value(key, value),
        }
    }
}

pub(super) fn read(text: &str, facets: &[Facet]) -> Result<Query, Fault> {
    let mut query = Query::default();
    let mut words = Vec::new();
    for token in tokens(text) {
        let named = (!token.starts_with('"')).then(|| token.split_once(':')).flatten();
        // `12:30` and `http://…` are no facets.
        let named = named.filter(|(key, value)| is_key(key) && !value.starts_with("//"));
        let Some((key, value)) = named else {
            words.push(unquoted(token));
            continue;
        };
        let facet = facets.iter().find(|facet| facet.key.eq_ignore_ascii_case(key));
        let known = || facets.iter().map(|facet| &*facet.key).collect::<Vec<_>>().join(", ");
        let facet = facet.ok_or_else(|| Fault::Key(key.to_owned(), known()))?;
        let wanted = unquoted(value);
        let found = facet.values.iter().find(|value| {
            value.value.eq_ignore_ascii_case(wanted) || value.label.to_lowercase() == wanted.to_lowercase()
        });
        let found = found.ok_or_else(|| Fault::Value(facet.key.to_string(), wanted.to_owned()))?;
        query.chosen.push((facet.key.clone(), found.value.clone()));
    }
    query.text = words.join(" ");
    Ok(query)
}

/// What may come next: keys for the beginning of one, values after its colon. Of each choice the value is the text that
/// takes the place of the last token.
pub(super) fn suggest(text: &str, facets: &[Facet]) -> Vec<Choice> {
    let last = last_token(text);
    match last.split_once(':') {
        Some((key, begun)) => {
            let facet = facets.iter().find(|facet| facet.key.eq_ignore_ascii_case(key));
            let begun = unquoted(begun).to_lowercase();
            let matching = |value: &&FacetValue| value.label.to_lowercase().contains(&begun);
            let choice = |facet: &Facet, value: &FacetValue| Choice {
                note: value.count.map(|count| text::number(count).into()),
                ..Choice::new(format!("{}:\"{}\"", facet.key, value.value), value.label.clone())
            };
            facet.map_or_else(Vec::new, |facet| {
                facet
                    .values
                    .iter()
                    .filter(|value| !value.chosen)
                    .filter(matching)
                    .map(|value| choice(facet, value))
                    .collect()
            })
        }
        None => {
            let begun = last.to_lowercase();
            facets
                .iter()
                .filter(|facet| facet.key.starts_with(&begun))
                .map(|facet| Choice {
                    note: Some(facet.name.clone()),
                    ..Choice::new(format!("{}:", facet.key), format!("{}:", facet.key))
                })
                .collect()
        }
    }
}

/// The text with its last token replaced.
pub(super) fn completed(text: &str, with: &str) -> String {
    let kept = text.len() - last_token(text).len();
    [&text[..kept], with].concat()
}

fn is_key(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-')
}

/// Apart at white space outside quotes.
fn tokens(text: &str) -> Vec<&str> {
    let mut quoted = false;
    text.split(move |letter: char| {
        quoted ^= letter == '"';
        letter.is_whitespace() && !quoted
    })
    .filter(|token| !token.is_empty())
    .collect()
}

fn last_token(text: &str) -> &str {
    if text.ends_with(char::is_whitespace) { "" } else { tokens(text).pop().unwrap_or_default() }
}

fn unquoted(text: &str) -> &str {
    text.trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facets() -> Vec<Facet> {
        let value = |value: &'static str, label: &'static str, count| FacetValue {
            value: value.into(),
            label: label.into(),
            shape: None,
            count: Some(count),
            chosen: false,
        };
        vec![
            Facet {
                key: "severity".into(),
                name: "Severity".into(),
                values: vec![value("ERROR", "Error", 12), value("WARNING", "Warning", 1_200)],
            },
            Facet { key: "service".into(), name: "Service".into(), values: vec![value("a b", "a b", 3)] },
        ]
    }

    #[test]
    fn facets_and_words_are_told_apart() {
        let query =
            read("severity:error took  Service:\"a b\" \"severity:x\" 12:30 http://x", &facets()).unwrap();
        assert_eq!(query.chosen, [("severity".into(), "ERROR".into()), ("service".into(), "a b".into())]);
        assert_eq!(query.text, "took severity:x 12:30 http://x");
        assert_eq!(read("  ", &facets()), Ok(Query::default()));
    }

    #[test]
    fn what_means_nothing_is_a_fault_at_its_token() {
        let known = "severity, service".to_owned();
        assert_eq!(read("a sevrity:error", &facets()), Err(Fault::Key("sevrity".to_owned(), known)));
        assert_eq!(
            read("severity:loud", &facets()),
            Err(Fault::Value("severity".to_owned(), "loud".to_owned()))
        );
    }

    #[test]
    fn keys_and_values_are_completed() {
        let labels =
            |text| suggest(text, &facets()).iter().map(|choice| choice.label.to_string()).collect::<Vec<_>>();
        assert_eq!(labels("took se"), ["severity:", "service:"]);
        assert_eq!(labels("sev"), ["severity:"]);
        assert_eq!(labels("severity:"), ["Error", "Warning"]);
        assert_eq!(labels("took severity:WAR"), ["Warning"]);
        assert_eq!(labels("colour:"), [""; 0]);
        assert_eq!(suggest("severity:w", &facets())[0].note.as_deref(), Some("1,200"));
        assert_eq!(completed("took sev", "severity:"), "took severity:");
        assert_eq!(completed("took ", "severity:"), "took severity:");
        let done = completed("service:a", &suggest("service:a", &facets())[0].value);
        assert_eq!(read(&done, &facets()).unwrap().chosen, [("service".into(), "a b".into())]);
    }
}
