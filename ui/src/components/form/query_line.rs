//! What a query bar makes of what is typed: what may be typed next, what is wrong with it in words, and where that is in the
//! browser's count. The language itself is `console_api::query`. Nothing here is drawn.

use console_api::query::{Completion, Fault, Key, Known, Problem, complete};
use yew::AttrValue;

use crate::components::Shape;
use crate::words as w;

/// A field to filter by.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct QueryFacet {
    pub(crate) key: Key,
    /// As it is shown: "Severity".
    pub(crate) name: AttrValue,
    pub(crate) values: Vec<QueryValue>,
    /// Whether it has a button; its values are completed in any case.
    pub(crate) has_button: bool,
}

/// One value of a field, with how many results it would leave.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct QueryValue {
    pub(crate) value: AttrValue,
    pub(crate) label: AttrValue,
    pub(crate) shape: Option<Shape>,
    pub(crate) count: Option<i64>,
}

/// What may come next, at a byte of the text.
pub(super) fn suggest(text: &str, cursor: usize, facets: &[QueryFacet]) -> Completion {
    let known = |value: &QueryValue| Known {
        value: value.value.to_string(),
        label: (value.label != value.value && value.shape.is_none()).then(|| value.label.to_string()),
        count: value.count,
    };
    complete(text, cursor, |key| {
        facets
            .iter()
            .find(|facet| facet.key == key)
            .map_or_else(Vec::new, |facet| facet.values.iter().map(known).collect())
    })
}

/// What is wrong, in words.
pub(crate) fn fault_words(fault: &Fault) -> String {
    match &fault.problem {
        Problem::TooLong | Problem::TooDeep | Problem::TooManyValues => w::query_too_much().to_owned(),
        Problem::UnknownKey(key, Some(near)) => w::query_unknown_key_near(key, near.as_str()),
        Problem::UnknownKey(key, None) => w::query_unknown_key(key, &Key::ALL.map(Key::as_str).join(", ")),
        Problem::UnknownValue(key, value, Some(near)) => {
            w::query_unknown_value_near(key.as_str(), value, near)
        }
        Problem::UnknownValue(key, value, None) => {
            w::query_unknown_value(key.as_str(), value, &key.words().join(", "))
        }
        Problem::NoValue(key) => w::query_no_value(key.as_str()),
        Problem::NotOrdered(key) => w::query_not_ordered(key.as_str()),
        Problem::OneValue(key) => w::query_one_value(key.as_str()),
        Problem::Backwards(key) => w::query_backwards(key.as_str()),
        Problem::NotADuration(key, value) => w::query_not_a_duration(key.as_str(), value),
        Problem::NotATime(key, value) => w::query_not_a_time(key.as_str(), value),
        Problem::OpenQuote => w::query_open_quote().to_owned(),
        Problem::OpenParenthesis => w::query_open_parenthesis().to_owned(),
        Problem::StrayParenthesis => w::query_stray_parenthesis().to_owned(),
        Problem::NoCondition => w::query_no_condition().to_owned(),
    }
}

/// The byte at a position of the browser, which counts UTF-16 units.
pub(super) fn byte_at(text: &str, position: u32) -> usize {
    let mut units = 0;
    for (byte, letter) in text.char_indices() {
        if units >= position {
            return byte;
        }
        units += u32::from(letter.len_utf16() == 2) + 1;
    }
    text.len()
}

/// The position of a byte.
pub(super) fn position_of(text: &str, byte: usize) -> u32 {
    let before = text.get(..byte).unwrap_or(text);
    u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use console_api::query::Query;

    use super::*;

    fn facets() -> Vec<QueryFacet> {
        let value = |value: &'static str, count| QueryValue {
            value: value.into(),
            label: value.into(),
            shape: None,
            count: Some(count),
        };
        vec![QueryFacet {
            key: Key::Service,
            name: "Service".into(),
            values: vec![value("checkout", 12), value("a b", 3)],
            has_button: true,
        }]
    }

    #[test]
    fn values_are_completed_with_their_counts_where_the_cursor_stands() {
        let text = "took service: status:open";
        let completion = suggest(text, 13, &facets());
        let offered: Vec<_> =
            completion.candidates.iter().map(|offer| (offer.label.as_str(), offer.count)).collect();
        assert_eq!(offered, [("checkout", Some(12)), ("a b", Some(3))]);
        let (line, _) = completion.apply(text, &completion.candidates[1]);
        assert_eq!(line, "took service:\"a b\" status:open");
        assert!(Query::parse(&line).is_ok());
    }

    #[test]
    fn faults_are_said_in_words() {
        let words = |text| fault_words(&Query::parse(text).unwrap_err());
        assert_eq!(words("sevrity:error"), "There is no key “sevrity”. Did you mean “severity”?");
        assert!(words("status:opne").contains("open"));
        assert_eq!(words("\"took"), "This quote is not closed.");
    }

    #[test]
    fn bytes_and_positions_agree() {
        let text = "é🦊 a";
        for (byte, position) in [(0, 0), (2, 1), (6, 3), (7, 4), (8, 5)] {
            assert_eq!((byte_at(text, position), position_of(text, byte)), (byte, position));
        }
        assert_eq!(byte_at("ab", 9), 2);
    }
}
