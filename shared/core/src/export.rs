//! Rows as a file: JSON Lines, or CSV that no spreadsheet takes for formulas. Each ends by saying how many rows there
//! were, so that what was cut off is told from what is whole.

use std::borrow::Cow;

use console_api::Error;
use console_api::export::ExportFormat;
use futures_util::stream::{self, Stream};
use serde::Serialize;
use serde_json::json;

/// What is a row of a file. In JSON Lines it stands as it is answered elsewhere.
pub(crate) trait Exported: Serialize {
    /// The header of CSV.
    const COLUMNS: &'static [&'static str];

    /// A text for each column, as it is: what makes it harmless comes later.
    fn cells(&self) -> Vec<Cow<'_, str>>;
}

/// The rows in one piece.
pub(crate) fn whole<T: Exported>(format: ExportFormat, rows: &[T]) -> String {
    let mut writer = Writer { format, rows: 0 };
    let mut text = String::new();
    writer.head::<T>(&mut text);
    rows.iter().for_each(|row| writer.row(&mut text, row));
    writer.close(&mut text);
    text
}

/// The rows in a piece per page; a page is read when its piece is asked for. `read` answers the rows after a place, and
/// the place to go on from unless they are the last. A stream that ends early ends with an error.
pub(crate) fn pieces<T, P, R, F>(
    format: ExportFormat,
    read: R,
) -> impl Stream<Item = Result<String, Error>> + Send + use<T, P, R, F>
where
    T: Exported + Send + Sync,
    P: Send,
    R: FnMut(Option<P>) -> F + Send,
    F: Future<Output = Result<(Vec<T>, Option<P>), Error>> + Send,
{
    let begin = (Writer { format, rows: 0 }, At::Begin, read);
    stream::try_unfold(begin, |(mut writer, at, mut read)| async move {
        let mut text = String::new();
        let after = match at {
            At::Begin => {
                writer.head::<T>(&mut text);
                None
            }
            At::After(place) => Some(place),
            At::End => return Ok(None),
        };
        let (rows, last) = read(after).await?;
        rows.iter().for_each(|row| writer.row(&mut text, row));
        let at = match last {
            Some(place) => At::After(place),
            None => {
                writer.close(&mut text);
                At::End
            }
        };
        Ok(Some((text, (writer, at, read))))
    })
}

enum At<P> {
    Begin,
    After(P),
    End,
}

struct Writer {
    format: ExportFormat,
    rows: u64,
}

impl Writer {
    fn head<T: Exported>(&self, out: &mut String) {
        match self.format {
            ExportFormat::Jsonl => {}
            ExportFormat::Csv => record(out, T::COLUMNS),
        }
    }

    fn row<T: Exported>(&mut self, out: &mut String, row: &T) {
        self.rows += 1;
        match self.format {
            ExportFormat::Jsonl => {
                out.push_str(&serde_json::to_string(row).unwrap_or_default());
                out.push('\n');
            }
            ExportFormat::Csv => record(out, &row.cells()),
        }
    }

    fn close(&self, out: &mut String) {
        match self.format {
            ExportFormat::Jsonl => {
                out.push_str(&json!({ "rows": self.rows }).to_string());
                out.push('\n');
            }
            ExportFormat::Csv => record(out, &["rows", &self.rows.to_string()]),
        }
    }
}

/// A record of RFC 4180.
fn record(out: &mut String, cells: &[impl AsRef<str>]) {
    for (position, cell) in cells.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        field(out, cell.as_ref());
    }
    out.push_str("\r\n");
}

/// A cell that a spreadsheet would run as a formula begins with an apostrophe, as OWASP's page on CSV injection
/// says; what holds a comma, quote or line break is quoted.
fn field(out: &mut String, text: &str) {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if !runs && !text.contains([',', '"', '\r', '\n']) {
        out.push_str(text);
        return;
    }
    out.push_str(if runs { "\"'" } else { "\"" });
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt as _;

    use super::*;

    #[derive(Serialize)]
    struct Word(&'static str);

    impl Exported for Word {
        const COLUMNS: &'static [&'static str] = &["word"];

        fn cells(&self) -> Vec<Cow<'_, str>> {
            vec![self.0.into()]
        }
    }

    #[test]
    fn no_cell_is_a_formula_and_none_leaves_its_place() {
        for (text, cell) in [
            ("plain", "plain"),
            ("=1+1", "\"'=1+1\""),
            ("-2", "\"'-2\""),
            ("+2", "\"'+2\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("a,b", "\"a,b\""),
            ("say \"a\"", "\"say \"\"a\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("", ""),
        ] {
            assert_eq!(
                whole(ExportFormat::Csv, &[Word(text)]),
                format!("word\r\n{cell}\r\nrows,1\r\n"),
                "{text:?}"
            );
        }
        assert_eq!(whole(ExportFormat::Jsonl, &[Word("=1")]), "\"=1\"\n{\"rows\":1}\n");
        assert_eq!(whole::<Word>(ExportFormat::Csv, &[]), "word\r\nrows,0\r\n");
    }

    #[tokio::test]
    async fn only_what_was_read_to_its_end_is_closed() {
        let page = async |after: Option<usize>| {
            let page = after.unwrap_or(0);
            Ok((vec![Word("a"), Word("b")], (page < 2).then_some(page + 1)))
        };
        let told: Vec<_> = pieces(ExportFormat::Jsonl, page).map(Result::unwrap).collect().await;
        assert_eq!(told, ["\"a\"\n\"b\"\n", "\"a\"\n\"b\"\n", "\"a\"\n\"b\"\n{\"rows\":6}\n"]);

        let breaks = async |after: Option<()>| match after {
            None => Ok((vec![Word("a")], Some(()))),
            Some(()) => Err(Error::not_found("page")),
        };
        let told: Vec<_> = pieces(ExportFormat::Csv, breaks).collect().await;
        assert_eq!(told, [Ok("word\r\na\r\n".to_owned()), Err(Error::not_found("page"))]);
    }
}
