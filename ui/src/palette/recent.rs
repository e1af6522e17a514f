//! What was chosen last, kept in this browser: ids of commands, and the names of signals and rules.

use crate::browser;
use crate::query_string;

const STORED_AS: &str = "fluo.recent";
const KEPT: usize = 6;
/// What stands in front of the ids of things rather than commands.
pub(super) const SIGNAL: &str = "signal:";
pub(super) const RULE: &str = "rule:";

/// Id and title of each, the last one first.
pub(super) fn recent() -> Vec<(String, String)> {
    query_string::parse(&browser::stored(STORED_AS).unwrap_or_default())
}

pub(super) fn remember(id: &str, title: &str) {
    // An undone change is not what one wants to do again.
    if id.is_empty() {
        return;
    }
    let text = with(recent(), id, title);
    browser::store(STORED_AS, &text);
}

fn with(mut recent: Vec<(String, String)>, id: &str, title: &str) -> String {
    recent.retain(|(other, _)| other != id);
    // Titles of commands are looked up; what a title says of a change made now means nothing later.
    let is_thing = id.starts_with(SIGNAL) || id.starts_with(RULE);
    recent.insert(0, (id.to_owned(), if is_thing { title.to_owned() } else { String::new() }));
    recent.truncate(KEPT);
    query_string::build(recent.iter().map(|(id, title)| (id.as_str(), title.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_few_are_kept_each_once() {
        let mut text = String::new();
        for id in ["a", "b", "c", "d", "e", "f", "g", "c"] {
            text = with(query_string::parse(&text), id, "title");
        }
        assert_eq!(text, "c=&g=&f=&e=&d=&b=");
        assert_eq!(with(Vec::new(), "rule:x", "x"), "rule%3Ax=x");
    }
}
