//! JSON as rows to read: which of its nodes are to be seen, given what is folded and what is sought.

use std::collections::HashSet;

use serde_json::Value;

/// Down to here everything is open at first.
const OPEN_DEPTH: usize = 2;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// `$.spans[3].name`.
    pub(crate) path: String,
    pub(crate) depth: usize,
    /// Its key or place; nothing for the whole.
    pub(crate) key: String,
    pub(crate) kind: Kind,
    /// Which of how many siblings, from 1.
    pub(crate) place: (usize, usize),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Leaf { text: String, class: &'static str },
    Branch { is_list: bool, count: usize, is_open: bool },
}

/// The rows to show: those below open nodes, or, while something is sought, those that hold it and what leads to them.
/// `turned` are the paths of nodes that are not as they were at first.
pub(crate) fn rows(value: &Value, turned: &HashSet<String>, sought: &str) -> Vec<Row> {
    let mut out = Vec::new();
    let mut walk = Walk { turned, sought: sought.trim().to_lowercase(), out: &mut out };
    walk.visit(value, "$".to_owned(), String::new(), 0, (1, 1));
    out
}

struct Walk<'a> {
    turned: &'a HashSet<String>,
    sought: String,
    out: &'a mut Vec<Row>,
}

impl Walk<'_> {
    /// Adds the node and what is seen below it; whether it holds what is sought.
    fn visit(
        &mut self,
        value: &Value,
        path: String,
        key: String,
        depth: usize,
        place: (usize, usize),
    ) -> bool {
        let is_search = !self.sought.is_empty();
        let mut is_hit = !is_search || key.to_lowercase().contains(&self.sought);
        let start = self.out.len();
        let count = match value {
            Value::Array(items) => items.len(),
            Value::Object(fields) => fields.len(),
            leaf => {
                let (text, class) = leaf_text(leaf);
                is_hit = is_hit || text.to_lowercase().contains(&self.sought);
                if is_hit {
                    self.out.push(Row { path, depth, key, kind: Kind::Leaf { text, class }, place });
                }
                return is_hit;
            }
        };
        let is_list = value.is_array();
        let is_open = is_search || (depth < OPEN_DEPTH) != self.turned.contains(&path);
        let kind = Kind::Branch { is_list, count, is_open };
        self.out.push(Row { path: path.clone(), depth, key, kind, place });
        if is_open {
            match value {
                Value::Array(items) => {
                    for (at, item) in items.iter().enumerate() {
                        let below = format!("{path}[{at}]");
                        is_hit |= self.visit(item, below, at.to_string(), depth + 1, (at + 1, count));
                    }
                }
                Value::Object(fields) => {
                    for (at, (name, field)) in fields.iter().enumerate() {
                        let below = field_path(&path, name);
                        is_hit |= self.visit(field, below, name.clone(), depth + 1, (at + 1, count));
                    }
                }
                _ => {}
            }
        }
        if !is_hit {
            self.out.truncate(start);
        }
        is_hit
    }
}

fn field_path(path: &str, name: &str) -> String {
    let is_word = name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty();
    if is_word { [path, ".", name].concat() } else { format!("{path}[{}]", Value::from(name)) }
}

fn leaf_text(leaf: &Value) -> (String, &'static str) {
    let class = match leaf {
        Value::String(_) => "json-text",
        Value::Number(_) => "json-number",
        _ => "json-word",
    };
    (leaf.to_string(), class)
}

/// The node at the path of a row.
pub(crate) fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    let mut stack = vec![(value, "$".to_owned())];
    while let Some((value, here)) = stack.pop() {
        if here == path {
            return Some(value);
        }
        match value {
            Value::Array(items) => {
                stack.extend(items.iter().enumerate().map(|(at, item)| (item, format!("{here}[{at}]"))));
            }
            Value::Object(fields) => {
                stack.extend(fields.iter().map(|(name, field)| (field, field_path(&here, name))));
            }
            _ => {}
        }
        // Only what the path leads through is of interest.
        stack.retain(|(_, below)| path.starts_with(below.as_str()));
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn paths(value: &Value, turned: &[&str], sought: &str) -> Vec<String> {
        let turned = turned.iter().map(|path| (*path).to_owned()).collect();
        rows(value, &turned, sought).into_iter().map(|row| row.path).collect()
    }

    #[test]
    fn two_levels_are_open_at_first() {
        let value = json!({ "a": { "b": { "c": 1 } }, "list": [true, null] });
        assert_eq!(paths(&value, &[], ""), ["$", "$.a", "$.a.b", "$.list", "$.list[0]", "$.list[1]"]);
        assert_eq!(paths(&value, &["$.a", "$.list"], ""), ["$", "$.a", "$.list"]);
        assert_eq!(paths(&value, &["$.a.b", "$.list"], ""), ["$", "$.a", "$.a.b", "$.a.b.c", "$.list"]);
    }

    #[test]
    fn what_is_sought_is_shown_with_the_way_to_it() {
        let value = json!({ "a": { "b": { "C": 1 } }, "list": ["Otter", "heron"] });
        assert_eq!(paths(&value, &["$.list"], "otter"), ["$", "$.list", "$.list[0]"]);
        assert_eq!(paths(&value, &[], "c"), ["$", "$.a", "$.a.b", "$.a.b.C"]);
        assert!(paths(&value, &[], "zebra").is_empty());
    }

    #[test]
    fn a_path_leads_to_its_node() {
        let value = json!({ "http.status": [{ "x y": 503 }], "http": 1 });
        let path = "$[\"http.status\"][0][\"x y\"]";
        assert!(paths(&value, &["$[\"http.status\"][0]"], "").contains(&path.to_owned()));
        assert_eq!(at(&value, path), Some(&json!(503)));
        assert_eq!(at(&value, "$.http"), Some(&json!(1)));
        assert_eq!(at(&value, "$.gone"), None);
    }

    #[test]
    fn ten_thousand_nodes_are_quick() {
        let list: Vec<_> = (0..10_000).map(|n| json!({ "n": n })).collect();
        assert_eq!(rows(&Value::Array(list), &HashSet::new(), "").len(), 20_001);
    }
}
