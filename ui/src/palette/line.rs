//! The command mode: `theme dark`, `go rules`. Which words there are, what they complete to, and which one is wrong.
//! Pure; the colon in front is not part of the line.

use std::ops::Range;

use crate::clock::ZONE_KEY;
use crate::words as w;

/// What a line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Stores a choice of appearance.
    Choose { key: &'static str, value: &'static str },
    /// Shortcuts of one plain character on or off.
    SingleKeys(bool),
    /// The declared command of that id.
    Command(&'static str),
}

/// A first word, and what may follow it.
pub(crate) struct Verb {
    pub(super) word: &'static str,
    /// What it is about, as a title of the palette: "Theme".
    pub(super) title: &'static str,
    pub(super) values: Vec<Value>,
}

pub(crate) struct Value {
    pub(super) word: String,
    pub(super) title: String,
    pub(super) action: Action,
}

/// What a line is so far.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Can be carried out.
    Whole(Action),
    /// Right so far, and what it waits for.
    Unfinished,
    /// The word at these bytes is none of those that could stand there.
    Wrong { at: Range<usize>, why: String },
}

/// A way to go on.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Completion {
    /// The whole line with the word completed.
    pub(super) line: String,
    pub(super) title: String,
    pub(super) is_whole: bool,
}

fn choices(
    word: &'static str,
    title: &'static str,
    key: &'static str,
    values: &[(&'static str, &'static str)],
) -> Verb {
    let value = |&(value, title): &(&'static str, &'static str)| Value {
        word: value.to_owned(),
        title: title.to_owned(),
        action: Action::Choose { key, value },
    };
    Verb { word, title, values: values.iter().map(value).collect() }
}

/// The words of the command mode; `places` are where one can go: the words, titles and ids of their commands.
pub(super) fn verbs(places: Vec<(String, String, &'static str)>) -> Vec<Verb> {
    let place = |(word, title, id)| Value { word, title, action: Action::Command(id) };
    let zone = |word: &str, title: &str, value| Value {
        word: word.to_owned(),
        title: title.to_owned(),
        action: Action::Choose { key: ZONE_KEY, value },
    };
    let switch = |word: &str, title: &str, on| Value {
        word: word.to_owned(),
        title: title.to_owned(),
        action: Action::SingleKeys(on),
    };
    vec![
        Verb { word: "go", title: w::line_go(), values: places.into_iter().map(place).collect() },
        choices(
            "theme",
            w::line_theme(),
            "fluo.theme",
            &[("system", w::appearance_system()), ("light", w::theme_light()), ("dark", w::theme_dark())],
        ),
        choices(
            "density",
            w::line_density(),
            "fluo.density",
            &[
                ("compact", w::density_compact()),
                ("default", w::density_default()),
                ("comfortable", w::density_comfortable()),
            ],
        ),
        choices(
            "contrast",
            w::line_contrast(),
            "fluo.contrast",
            &[("system", w::appearance_system()), ("more", w::contrast_more())],
        ),
        Verb {
            word: "zone",
            title: w::line_zone(),
            values: vec![zone("local", w::line_zone_local(), "browser"), zone("utc", w::zone_utc(), "utc")],
        },
        Verb {
            word: "keys",
            title: w::line_keys(),
            values: vec![switch("on", w::line_keys_on(), true), switch("off", w::line_keys_off(), false)],
        },
    ]
}

/// The words of a line with where they stand.
fn words(line: &str) -> Vec<(Range<usize>, &str)> {
    let mut words = Vec::new();
    let mut from = None;
    for (at, char) in line.char_indices().chain([(line.len(), ' ')]) {
        match (char.is_whitespace(), from) {
            (false, None) => from = Some(at),
            (true, Some(start)) => {
                words.push((start..at, &line[start..at]));
                from = None;
            }
            _ => {}
        }
    }
    words
}

fn is_being_typed(line: &str, word: &Range<usize>) -> bool {
    word.end == line.len()
}

/// What a line means. The word being typed is not wrong while it can still become one.
pub(super) fn read(line: &str, verbs: &[Verb]) -> Line {
    let words = words(line);
    let Some((at, first)) = words.first().cloned() else { return Line::Unfinished };
    let lower = first.to_lowercase();
    let Some(verb) = verbs.iter().find(|verb| verb.word == lower) else {
        if is_being_typed(line, &at) && verbs.iter().any(|verb| verb.word.starts_with(&lower)) {
            return Line::Unfinished;
        }
        let known = verbs.iter().map(|verb| verb.word);
        return Line::Wrong { at, why: w::line_no_command(first, &listed(known)) };
    };
    let Some((at, second)) = words.get(1).cloned() else { return Line::Unfinished };
    let lower = second.to_lowercase();
    let Some(value) = verb.values.iter().find(|value| value.word == lower) else {
        if is_being_typed(line, &at) && verb.values.iter().any(|value| value.word.starts_with(&lower)) {
            return Line::Unfinished;
        }
        let known = verb.values.iter().map(|value| value.word.as_str());
        return Line::Wrong { at, why: w::line_no_value(verb.title, second, &listed(known)) };
    };
    match words.get(2) {
        None => Line::Whole(value.action.clone()),
        Some((at, more)) => Line::Wrong { at: at.clone(), why: w::line_too_long(second, more) },
    }
}

/// How the line can go on from its last word.
pub(super) fn completions(line: &str, verbs: &[Verb]) -> Vec<Completion> {
    let words = words(line);
    let ends_in_space = line.ends_with(char::is_whitespace);
    let begun = |index: usize| words.get(index).map(|(_, word)| word.to_lowercase()).unwrap_or_default();
    let choosing_verb = words.is_empty() || (words.len() == 1 && !ends_in_space);
    if choosing_verb {
        let begun = begun(0);
        let fits = verbs.iter().filter(|verb| verb.word.starts_with(&begun));
        return fits
            .map(|verb| Completion {
                line: [verb.word, " "].concat(),
                title: w::palette_choice(
                    verb.title,
                    &listed(verb.values.iter().map(|value| value.word.as_str())),
                ),
                is_whole: false,
            })
            .collect();
    }
    if words.len() > 2 || (words.len() == 2 && ends_in_space) {
        return Vec::new();
    }
    let (verb, begun) = (begun(0), begun(1));
    let Some(verb) = verbs.iter().find(|candidate| candidate.word == verb) else { return Vec::new() };
    let fits = verb.values.iter().filter(|value| value.word.starts_with(&begun));
    fits.map(|value| Completion {
        line: [verb.word, " ", &value.word].concat(),
        title: w::palette_choice(verb.title, &value.title),
        is_whole: true,
    })
    .collect()
}

/// `a, b or c`.
fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => w::list_or(&others.join(", "), last),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verbs() -> Vec<Verb> {
        super::verbs(vec![("rules".to_owned(), "Rules".to_owned(), "go.rules")])
    }

    fn wrong(line: &str) -> (String, String) {
        match read(line, &verbs()) {
            Line::Wrong { at, why } => (line[at].to_owned(), why),
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn a_whole_line_is_an_action() {
        let dark = Action::Choose { key: "fluo.theme", value: "dark" };
        assert_eq!(read("theme dark", &verbs()), Line::Whole(dark.clone()));
        assert_eq!(read("  Theme   DARK ", &verbs()), Line::Whole(dark));
        assert_eq!(read("go rules", &verbs()), Line::Whole(Action::Command("go.rules")));
        assert_eq!(read("keys off", &verbs()), Line::Whole(Action::SingleKeys(false)));
    }

    #[test]
    fn the_wrong_word_is_named_and_what_could_stand_there() {
        assert_eq!(
            wrong("theme drak"),
            ("drak".to_owned(), "Theme cannot be “drak”: system, light or dark".to_owned())
        );
        assert_eq!(wrong("theem dark").0, "theem");
        assert_eq!(wrong("thé ").0, "thé");
        assert_eq!(wrong("theme dark please").0, "please");
    }

    #[test]
    fn a_word_being_typed_is_not_wrong_yet() {
        for line in ["", " ", "th", "theme", "theme ", "theme da"] {
            assert_eq!(read(line, &verbs()), Line::Unfinished, "{line:?}");
        }
        assert_eq!(wrong("th ").0, "th");
    }

    #[test]
    fn a_line_completes_to_what_is_a_line() {
        let lines =
            |line: &str| completions(line, &verbs()).into_iter().map(|one| one.line).collect::<Vec<_>>();
        assert_eq!(lines("the"), ["theme "]);
        assert_eq!(lines("theme "), ["theme system", "theme light", "theme dark"]);
        assert_eq!(lines("theme d"), ["theme dark"]);
        assert!(lines("theme x").is_empty() && lines("theme dark ").is_empty() && lines("x y").is_empty());
        for verb in verbs() {
            for completion in completions(&[verb.word, " "].concat(), &verbs()) {
                assert!(completion.is_whole);
                assert!(matches!(read(&completion.line, &verbs()), Line::Whole(_)), "{}", completion.line);
            }
        }
    }
}
