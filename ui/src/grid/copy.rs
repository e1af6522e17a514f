//! Rows as text for the clipboard, and on to it.

use yew::Callback;

use super::body::{Grid, Said};
use super::selection::Selection;
use super::source::Presence;
use crate::browser;

/// Rows that are read for one copy at most.
const MOST_COPIED: usize = 100_000;

/// What rows are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// What spreadsheets paste into cells.
    Tsv,
    Json,
    Markdown,
}

impl Grid {
    /// The selected rows that are loaded; else the current cell or row; with the number of rows.
    fn text(&self, form: Form) -> Option<(String, usize)> {
        let state = self.0.state.borrow();
        let source = &*self.0.source;
        let full = |index, column| source.full(index, column, state.clock());
        let chosen: Vec<usize> = match &state.selection {
            Selection::None => state.current.iter().map(|current| current.index).collect(),
            selection => (0..source.total().rows())
                .take(MOST_COPIED)
                .filter(|index| source.key(*index).is_some_and(|key| selection.has(&key)))
                .collect(),
        };
        let chosen: Vec<_> =
            chosen.into_iter().filter(|index| source.presence(*index) == Presence::Here).collect();
        if let (Selection::None, Some(cell), [index], Form::Tsv) =
            (&state.selection, state.cell, chosen.as_slice(), form)
        {
            return Some((full(*index, state.visible.get(cell)?.column), 1));
        }
        if chosen.is_empty() {
            return None;
        }
        let titles: Vec<_> =
            state.visible.iter().map(|setting| (self.0.columns[setting.column].title)()).collect();
        let row = |index: &usize| {
            state.visible.iter().map(|setting| full(*index, setting.column)).collect::<Vec<_>>()
        };
        let rows: Vec<_> = chosen.iter().map(row).collect();
        Some((write(form, &titles, &rows), rows.len()))
    }

    /// Copies the address of the current row.
    pub(super) fn copy_link(&self, link: &Callback<String, String>) {
        let current = self.0.state.borrow().current.as_ref().and_then(|current| current.key.clone());
        if let Some(key) = current {
            self.put_on_clipboard(link.emit(key), 1);
        }
    }

    /// Copies and says so.
    pub(super) fn copy(&self, form: Form) {
        if let Some((text, rows)) = self.text(form) {
            self.put_on_clipboard(text, rows);
        }
    }

    fn put_on_clipboard(&self, text: String, rows: usize) {
        let grid = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let copied = browser::copy(&text).await;
            grid.say(if copied { Said::Copied(rows) } else { Said::Refused });
        });
    }
}

/// Writes rows below their titles. A single value without a title is that value.
fn write(form: Form, titles: &[&str], rows: &[Vec<String>]) -> String {
    match form {
        Form::Tsv => lines(titles, rows, "", "\t", "", tsv_cell),
        Form::Markdown => {
            let mut out = lines(titles, &[], "| ", " | ", " |", markdown_cell);
            out.push_str(&"| --- ".repeat(titles.len()));
            out.push_str("|\n");
            out.push_str(&lines(&[], rows, "| ", " | ", " |", markdown_cell));
            out
        }
        Form::Json => json(titles, rows),
    }
}

fn lines(
    titles: &[&str],
    rows: &[Vec<String>],
    before: &str,
    between: &str,
    after: &str,
    cell: fn(&str) -> String,
) -> String {
    let mut out = String::new();
    let mut line = |cells: Vec<String>| {
        out.push_str(before);
        out.push_str(&cells.join(between));
        out.push_str(after);
        out.push('\n');
    };
    if !titles.is_empty() {
        line(titles.iter().map(|title| cell(title)).collect());
    }
    for row in rows {
        line(row.iter().map(|text| cell(text)).collect());
    }
    out
}

/// Spreadsheets have no escape that all of them read: what would split a cell becomes a space. A leading sign that
/// starts a formula is set off, because this text comes from elsewhere.
fn tsv_cell(text: &str) -> String {
    let plain = text.replace(['\t', '\n', '\r'], " ");
    let is_number = plain.strip_prefix(['+', '-']).is_some_and(is_digits);
    if plain.starts_with(['=', '+', '-', '@']) && !is_number { ["'", &plain].concat() } else { plain }
}

/// Digits, with a point among them at most.
fn is_digits(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit()))
}

fn markdown_cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => out.push(' '),
            '\\' | '|' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' => {
                out.push('\\');
                out.push(character);
            }
            _ => out.push(character),
        }
    }
    out
}

fn json(titles: &[&str], rows: &[Vec<String>]) -> String {
    let object = |row: &Vec<String>| -> serde_json::Value {
        titles
            .iter()
            .zip(row)
            .map(|(title, text)| ((*title).to_owned(), serde_json::Value::from(text.as_str())))
            .collect()
    };
    crate::json::write(&serde_json::Value::Array(rows.iter().map(object).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(form: Form) -> String {
        let rows = [
            vec!["a\tb\nc".to_owned(), "=HYPERLINK(1)".to_owned()],
            vec!["x|y".to_owned(), "-5".to_owned()],
            vec!["<b>\\".to_owned(), "-rf".to_owned()],
        ];
        write(form, &["Name", "Value"], &rows)
    }

    #[test]
    fn cells_stay_cells_in_a_spreadsheet_and_nothing_is_a_formula() {
        assert_eq!(sample(Form::Tsv), "Name\tValue\na b c\t'=HYPERLINK(1)\nx|y\t-5\n<b>\\\t'-rf\n");
    }

    #[test]
    fn markdown_shows_what_was_there() {
        let text = sample(Form::Markdown);
        assert_eq!(
            text,
            "| Name | Value |\n| --- | --- |\n| a b c | =HYPERLINK(1) |\n| x\\|y | -5 |\n| \\<b\\>\\\\ | -rf |\n"
        );
    }

    #[test]
    fn json_keeps_everything() {
        let value: serde_json::Value = serde_json::from_str(&sample(Form::Json)).unwrap();
        assert_eq!(value[0]["Name"], "a\tb\nc");
        assert_eq!(value[0]["Value"], "=HYPERLINK(1)");
    }
}
