//! Data as columns for people.

use std::fmt::Write as _;

use serde_json::Value;

/// Columns are cut to this many characters.
const WIDEST: usize = 48;

/// The values of a list, or the one value.
pub(super) fn rows(data: &Value) -> impl Iterator<Item = &Value> {
    match data {
        Value::Array(rows) => rows.iter(),
        one => std::slice::from_ref(one).iter(),
    }
}

/// A line per row, a column per field that holds a plain value.
pub(super) fn render(data: &Value) -> String {
    let mut columns = Vec::<&str>::new();
    for (name, value) in rows(data).filter_map(Value::as_object).flatten() {
        if !value.is_object() && !value.is_array() && !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    let head = columns.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let body = rows(data).map(|row| columns.iter().map(|name| cell(&row[*name])).collect());
    let lines: Vec<Vec<String>> = std::iter::once(head).chain(body).collect();
    let widths: Vec<_> = (0..columns.len())
        .map(|column| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or_default())
        .collect();
    let mut text = String::new();
    for line in lines {
        let padded = line.iter().zip(&widths).fold(String::new(), |mut padded, (cell, width)| {
            let _ = write!(padded, "{cell:width$}  ");
            padded
        });
        text.push_str(padded.trim_end());
        text.push('\n');
    }
    text
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.replace(char::is_control, " "),
        other => other.to_string(),
    };
    if text.chars().count() <= WIDEST {
        return text;
    }
    text.chars().take(WIDEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use serde_json::json;

    use super::*;

    #[test]
    fn columns_line_up() {
        let data = json!([{"id": "1", "n": 10, "list": []}, {"id": "long\nid", "n": null, "extra": true}]);
        expect![[r"
            id       n   extra
            1        10
            long id      true
        "]]
        .assert_eq(&render(&data));
    }
}
