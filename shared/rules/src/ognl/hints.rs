//! What people write out of habit from other languages, and what OGNL has instead.

/// An operator that other languages have: its replacement in OGNL, if a word for a word will do, and the reason.
pub(crate) fn foreign_word(word: &str) -> Option<(Option<&'static str>, &'static str)> {
    Some(match word.to_ascii_lowercase().as_str() {
        "and" => (Some("and"), "the word is written in lower case"),
        "or" => (Some("or"), "the word is written in lower case"),
        "not" => (Some("not"), "the word is written in lower case"),
        "is" | "equals" => (Some("=="), "equality is `==` or `eq`"),
        "ne" => (Some("neq"), "inequality is `!=` or `neq`"),
        "le" => (Some("lte"), "less or equal is `<=` or `lte`"),
        "ge" => (Some("gte"), "greater or equal is `>=` or `gte`"),
        "mod" => (Some("%"), "the remainder is `%`"),
        "div" => (Some("/"), "division is `/`"),
        "between" => (None, "write `x >= low && x <= high`"),
        "matches" | "like" => {
            (None, "there are no patterns; use `.contains(…)`, `.startsWith(…)` or `.endsWith(…)`")
        }
        "contains" => (None, "it is a method: `text.contains(\"…\")`"),
        "startswith" => (None, "it is a method: `text.startsWith(\"…\")`"),
        "endswith" => (None, "it is a method: `text.endsWith(\"…\")`"),
        ";" => (None, "an expression has no end sign"),
        "=" => (Some("=="), "comparison is `==`"),
        _ => return None,
    })
}
