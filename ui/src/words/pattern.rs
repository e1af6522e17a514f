//! Reads a pattern, as `console-words` encodes it, with the values of its variables.

use super::Value;
use crate::text;

const ARGUMENT: char = '\u{1}';
const SELECT: char = '\u{2}';
const KEY: char = '\u{3}';
const VALUE: char = '\u{4}';
const END: char = '\u{5}';
const MARKS: [char; 4] = [ARGUMENT, SELECT, KEY, END];

/// The plural category of a count, or of a place in a row.
type Plural = fn(i64, bool) -> String;

pub(super) fn fill(pattern: &str, values: &[Value<'_>], plural: Plural) -> String {
    let mut out = String::new();
    Reader { rest: pattern, values, plural }.read(Some(&mut out));
    out
}

struct Reader<'a> {
    rest: &'a str,
    values: &'a [Value<'a>],
    plural: Plural,
}

impl<'a> Reader<'a> {
    /// Writes up to the end, or up to the end of this variant, which stays in `rest`. Without `out` it only goes past.
    fn read(&mut self, mut out: Option<&mut String>) {
        loop {
            let at = self.rest.find(MARKS).unwrap_or(self.rest.len());
            let (text, rest) = self.rest.split_at(at);
            if let Some(out) = &mut out {
                out.push_str(text);
            }
            self.rest = rest;
            if self.skip(ARGUMENT) {
                let value = self.value();
                match (&mut out, value) {
                    (Some(out), Some(Value::Number(number))) => out.push_str(&text::number(number)),
                    (Some(out), Some(Value::Text(text))) => out.push_str(text),
                    _ => {}
                }
            } else if self.skip(SELECT) {
                self.select(out.as_deref_mut());
            } else {
                return;
            }
        }
    }

    fn select(&mut self, out: Option<&mut String>) {
        let value = self.value();
        let ordinal = self.take(1) == "o";
        let (exact, category) = match value {
            Some(Value::Number(number)) => (number.to_string(), (self.plural)(number, ordinal)),
            Some(Value::Text(text)) => (text.to_owned(), String::new()),
            None => Default::default(),
        };
        // The number itself comes before its plural form, and both before the last variant, which always fits.
        let (mut chosen, mut rank) = ("", 0);
        while self.skip(KEY) {
            let at = self.rest.find(VALUE).unwrap_or(self.rest.len());
            let key = self.take(at);
            self.skip(VALUE);
            let fits = if key == exact {
                3
            } else if key == category {
                2
            } else {
                1
            };
            let body = self.rest;
            self.read(None);
            let is_last = self.rest.starts_with(END);
            if fits > rank.max(1) || (is_last && rank <= 1) {
                (chosen, rank) = (body, fits);
            }
        }
        self.skip(END);
        if let Some(out) = out {
            Reader { rest: chosen, ..*self }.read(Some(out));
        }
    }

    fn value(&mut self) -> Option<Value<'a>> {
        let place = self.take(1).bytes().next()?.wrapping_sub(b'0');
        self.values.get(usize::from(place)).copied()
    }

    fn skip(&mut self, mark: char) -> bool {
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes.min(self.rest.len()));
        self.rest = rest;
        taken
    }
}

/// English in the words of CLDR.
pub(super) fn english_plural(count: i64, ordinal: bool) -> String {
    let (tens, ones) = (count % 100, count % 10);
    let category = match (ordinal, ones) {
        (false, _) if count == 1 => "one",
        (true, 1) if tens != 11 => "one",
        (true, 2) if tens != 12 => "two",
        (true, 3) if tens != 13 => "few",
        _ => "other",
    };
    category.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNALS: &str = "\u{2}0c\u{3}0\u{4}no signals\u{3}one\u{4}\u{1}0 signal of \u{1}1\u{3}other\u{4}\u{1}0 signals of \u{1}1\u{5}!";

    fn say(pattern: &str, values: &[Value<'_>]) -> String {
        fill(pattern, values, english_plural)
    }

    #[test]
    fn variables_are_put_where_they_belong() {
        assert_eq!(say("plain", &[]), "plain");
        assert_eq!(say("\u{1}1 of \u{1}0", &[Value::Number(1_284), Value::Text("shop")]), "shop of 1,284");
        // What comes in a variable is never read as a pattern.
        assert_eq!(say("<\u{1}0>", &[Value::Text("\u{1}0\u{5}")]), "<\u{1}0\u{5}>");
    }

    #[test]
    fn a_plural_is_chosen_by_the_number_then_by_its_form() {
        let count = |count| say(SIGNALS, &[Value::Number(count), Value::Text("payment")]);
        assert_eq!(count(0), "no signals!");
        assert_eq!(count(1), "1 signal of payment!");
        assert_eq!(count(1_284), "1,284 signals of payment!");
        let place = "\u{2}0o\u{3}one\u{4}\u{1}0st\u{3}two\u{4}\u{1}0nd\u{3}few\u{4}\u{1}0rd\u{3}other\u{4}\u{1}0th\u{5}";
        let places = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(|at| say(place, &[Value::Number(at)]));
        assert_eq!(places, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]);
    }

    #[test]
    fn languages_with_more_forms_use_them() {
        fn polish(count: i64, _: bool) -> String {
            let (tens, ones) = (count % 100, count % 10);
            let category = match ones {
                _ if count == 1 => "one",
                2..=4 if !(12..=14).contains(&tens) => "few",
                _ => "many",
            };
            category.to_owned()
        }
        let pattern =
            "\u{2}0c\u{3}one\u{4}\u{1}0 sygnał\u{3}few\u{4}\u{1}0 sygnały\u{3}many\u{4}\u{1}0 sygnałów\u{5}";
        let said = [1, 3, 5, 12, 22].map(|count| fill(pattern, &[Value::Number(count)], polish));
        assert_eq!(said, ["1 sygnał", "3 sygnały", "5 sygnałów", "12 sygnałów", "22 sygnały"]);
    }

    #[test]
    fn choices_by_word_may_hold_others_inside() {
        let pattern = "\u{2}0s\u{3}up\u{4}Up\u{2}1c\u{3}one\u{4} once\u{3}other\u{4} \u{1}1 times\u{5}\u{3}down\u{4}Down\u{5}.";
        let said = |word, count| say(pattern, &[Value::Text(word), Value::Number(count)]);
        assert_eq!(
            [said("up", 1), said("up", 3), said("elsewhere", 3)],
            ["Up once.", "Up 3 times.", "Down."]
        );
    }
}
