//! Where a link may go.

/// How a link is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A place of the console.
    Inside,
    Outside,
    Nowhere,
}

/// `https`, `http`, `mailto`, or relative. What browsers would quietly mend, control characters, backslashes,
/// leading spaces, is refused instead of mended.
pub(super) fn target(href: &str) -> Target {
    if href.is_empty() || href.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return Target::Nowhere;
    }
    let end = href.find([':', '/', '?', '#']).unwrap_or(href.len());
    match (&href[..end], href[end..].starts_with(':')) {
        ("", false) if href.starts_with("//") => Target::Nowhere,
        (_, false) => Target::Inside,
        (scheme, true)
            if ["https", "http", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) =>
        {
            Target::Outside
        }
        (_, true) => Target::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_schemes_and_places_are_followed() {
        for href in ["https://example.org/a?b#c", "HTTP://example.org", "mailto:ops@example.org"] {
            assert_eq!(target(href), Target::Outside, "{href}");
        }
        for href in ["/rules", "rules?x=a:b", "#part", "?q=1", "./a/b:c", "../up"] {
            assert_eq!(target(href), Target::Inside, "{href}");
        }
    }

    #[test]
    fn everything_else_is_not() {
        for href in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://example.org/x",
            "//example.org",
            "/\\example.org",
            "\\\\example.org",
            ":x",
        ] {
            assert_eq!(target(href), Target::Nowhere, "{href:?}");
        }
    }
}
