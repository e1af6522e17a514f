//! What the editor asks about a text, answered by `console-rules` in the browser's positions. Pure.

use console_rules::diagnostic::Severity;
use console_rules::highlight::Role;
use console_rules::{Language, Schema};

use super::positions::Positions;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Remark {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) code: String,
    pub(super) fix: Option<Mend>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mend {
    pub(super) title: String,
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) insert: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Proposals {
    pub(super) from: u32,
    pub(super) items: Vec<console_rules::assist::Completion>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Note {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) text: String,
}

/// Everything wrong or doubtful; nothing about a text that has not been begun.
pub(super) fn diagnose(language: Language, text: &str, schema: Option<&Schema>) -> Vec<Remark> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let positions = Positions::of(text);
    let found = language.lint(text, schema).into_iter().map(|found| {
        let fix = found.fix.map(|fix| Mend {
            title: fix.title,
            from: positions.utf16(fix.span.start),
            to: positions.utf16(fix.span.end),
            insert: fix.replacement,
        });
        Remark {
            from: positions.utf16(found.span.start),
            to: positions.utf16(found.span.end),
            severity: found.severity,
            message: found.message,
            code: found.code,
            fix,
        }
    });
    found.collect()
}

pub(super) fn complete(language: Language, text: &str, at: u32, schema: Option<&Schema>) -> Proposals {
    let positions = Positions::of(text);
    let found = language.complete(text, positions.byte(at), schema);
    Proposals { from: positions.utf16(found.span.start), items: found.items }
}

pub(super) fn hover(language: Language, text: &str, at: u32, schema: Option<&Schema>) -> Option<Note> {
    let positions = Positions::of(text);
    let found = language.hover(text, positions.byte(at), schema)?;
    let (from, to) = (positions.utf16(found.span.start), positions.utf16(found.span.end));
    Some(Note { from, to, text: found.text })
}

/// From, to and role, one after the other; what is empty has no colour.
pub(super) fn roles(language: Language, text: &str) -> Vec<u32> {
    let positions = Positions::of(text);
    let parts = language.roles(text).into_iter().filter(|(span, _)| span.start < span.end);
    parts
        .flat_map(|(span, role)| [positions.utf16(span.start), positions.utf16(span.end), number(role)])
        .collect()
}

/// The place of a role among `ROLES` of the script.
const fn number(role: Role) -> u32 {
    match role {
        Role::Keyword => 0,
        Role::Name => 1,
        Role::Text => 2,
        Role::Number => 3,
        Role::Operator => 4,
        Role::Punctuation => 5,
        Role::Comment => 6,
        Role::Wrong => 7,
    }
}

pub(super) const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text between two positions, as the browser cuts it.
    fn cut(text: &str, from: u32, to: u32) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        String::from_utf16_lossy(&units[from as usize..to as usize])
    }

    #[test]
    fn a_remark_stands_where_the_browser_looks_for_it() {
        let text = "city == \"東京 🦊\" && spanKnd == \"SERVER\" &&";
        let remarks = diagnose(Language::Ognl, text, None);
        assert!(!remarks.is_empty());
        for remark in &remarks {
            assert!(remark.to as usize <= text.encode_utf16().count(), "{remark:?}");
        }
        let ascii = diagnose(Language::Ognl, "city == \"TOKYO\" && spanKnd == \"SERVER\" &&", None);
        // The two texts have the same length for the browser, so everything stands at the same place.
        let places =
            |remarks: &[Remark]| remarks.iter().map(|remark| (remark.from, remark.to)).collect::<Vec<_>>();
        assert_eq!(places(&remarks), places(&ascii));
    }

    #[test]
    fn a_text_that_was_not_begun_is_not_wrong() {
        assert_eq!(diagnose(Language::Ognl, "  \n", None), []);
    }

    #[test]
    fn completion_replaces_what_was_typed_after_wide_characters() {
        let text = "name == \"🦊\" && dur";
        let at = text.encode_utf16().count() as u32;
        let proposals = complete(Language::Ognl, text, at, None);
        assert_eq!(cut(text, proposals.from, at), "dur");
        assert_eq!(proposals.items[0].insert, "durationMillis");
    }

    #[test]
    fn hover_covers_the_word_after_wide_characters() {
        let text = "name == \"🦊é\" && isError";
        let at = text.encode_utf16().count() as u32 - 2;
        let note = hover(Language::Ognl, text, at, None).unwrap();
        assert_eq!(cut(text, note.from, note.to), "isError");
    }

    #[test]
    fn colours_cover_the_words_after_wide_characters() {
        let text = "\"🦊\" == name";
        let roles = roles(Language::Ognl, text);
        let words: Vec<_> = roles.chunks(3).map(|part| (cut(text, part[0], part[1]), part[2])).collect();
        assert_eq!(words, [("\"🦊\"".to_owned(), 2), ("==".to_owned(), 4), ("name".to_owned(), 1)]);
    }
}
