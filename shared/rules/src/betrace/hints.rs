//! What is said where a rule cannot be read, with the mend people most likely want.

use super::lexer::{Class, KEYWORDS, Token};
use crate::diagnostic::{Diagnostic, Span};
use crate::spelling;

/// A character that fits no token.
pub(crate) fn invalid(text: &str, span: Span) -> Diagnostic {
    let found = span.of(text);
    let after = &text[span.end as usize..];
    match found {
        "'" => {
            let message = "texts stand in double quotes";
            let diagnostic = Diagnostic::error("unexpected-character", span, message);
            diagnostic.with_fix("use \"", span, "\"")
        }
        "\"" => {
            Diagnostic::error("unclosed-string", span, "this text has no closing quote; there are no escapes")
        }
        "-" if after.starts_with(|c: char| c.is_ascii_digit()) => Diagnostic::error(
            "negative-number",
            span,
            "negative numbers cannot be written; compare with a text: \"-1\" counts as a number",
        ),
        "=" => Diagnostic::error("unexpected-character", span, "comparison is `==`")
            .with_fix("use ==", span, "=="),
        "&" | "|" => {
            let word = if found == "&" { "and" } else { "or" };
            Diagnostic::error("unexpected-character", span, format!("there is no `{found}`; write `{word}`"))
        }
        "!" => Diagnostic::error("unexpected-character", span, "there is no `!`; write `not`")
            .with_fix("use not", span, "not "),
        _ => {
            let message =
                format!("`{}` has no meaning here; a name such as `GET /x` cannot be addressed", found);
            Diagnostic::error("unexpected-character", span, message)
        }
    }
}

/// Something else stands where `what` is needed.
pub(crate) fn expected(text: &str, token: Token, what: &str) -> Diagnostic {
    let found = token.span.of(text);
    if token.class == Class::End {
        return Diagnostic::error(
            "unexpected-end",
            token.span,
            format!("the rule ends where {what} is expected"),
        );
    }
    let diagnostic =
        Diagnostic::error("unexpected", token.span, format!("{what} is expected here, not `{found}`"));
    if token.class == Class::Ident {
        let lower = found.to_ascii_lowercase();
        if let Some(word) = spelling::closest(&lower, KEYWORDS.iter().copied()) {
            return diagnostic.with_fix(format!("use `{word}`"), token.span, word);
        }
    }
    if token.class == Class::Keyword && what.contains("name") {
        return Diagnostic {
            message: format!("`{found}` is a word of the language and cannot be a name; {what} is expected"),
            ..diagnostic
        };
    }
    diagnostic
}

pub(crate) fn bad_number(image: &str, span: Span) -> Diagnostic {
    if image.starts_with('0') && image.len() < 19 {
        let message = "a leading zero makes the number octal, which has no 8 or 9";
        let plain = image.trim_start_matches('0');
        let diagnostic = Diagnostic::error("octal-number", span, message);
        return diagnostic.with_fix(format!("use {plain}"), span, plain);
    }
    Diagnostic::error("number-too-large", span, "the number does not fit 64 bits")
}
