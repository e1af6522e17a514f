//! The parts of a rule's text by their role, for an editor that colours them. As tolerant as the lexers: a text that
//! cannot be read has parts all the same.

use crate::Language;
use crate::betrace::assist::{Class as Cut, lex};
use crate::diagnostic::Span;
use crate::ognl::assist::{Tok, tokens};

/// The role of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Keyword,
    Name,
    Text,
    Number,
    Operator,
    Punctuation,
    Comment,
    /// What no rule of the language begins with.
    Wrong,
}

/// The parts in the order of the text; white space is in none of them.
pub(crate) fn roles(language: Language, text: &str) -> Vec<(Span, Role)> {
    match language {
        Language::Ognl => tokens(text)
            .into_iter()
            .map(|token| (token.span, ognl(&token.tok, token.span.of(text))))
            .collect(),
        Language::Betrace => betrace(text),
    }
}

fn ognl(tok: &Tok, image: &str) -> Role {
    match tok {
        Tok::Ident => Role::Name,
        Tok::Sign("." | "," | "(" | ")" | "[" | "]" | "{" | "}") | Tok::Dynamic(_) => Role::Punctuation,
        Tok::Sign(sign) if sign.starts_with(|c: char| c.is_ascii_alphabetic()) => Role::Keyword,
        Tok::Sign("#this" | "#root") => Role::Keyword,
        Tok::Sign(_) => Role::Operator,
        Tok::Literal(_) if image.starts_with(['"', '\'', '`']) => Role::Text,
        Tok::Literal(_) => Role::Number,
        Tok::End => Role::Punctuation,
    }
}

fn betrace(text: &str) -> Vec<(Span, Role)> {
    let lexed = lex(text);
    let mut parts: Vec<(Span, Role)> = Vec::with_capacity(lexed.tokens.len() + lexed.comments.len());
    for token in &lexed.tokens {
        let role = match token.class {
            Cut::Keyword => Role::Keyword,
            Cut::Ident => Role::Name,
            Cut::Str => Role::Text,
            Cut::Int | Cut::Float => Role::Number,
            Cut::Operator => Role::Operator,
            Cut::Punct => Role::Punctuation,
            Cut::End => continue,
        };
        parts.push((token.span, role));
    }
    parts.extend(lexed.comments.iter().map(|span| (*span, Role::Comment)));
    parts.extend(lexed.invalid.iter().map(|span| (*span, Role::Wrong)));
    parts.sort_unstable_by_key(|(span, _)| span.start);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(language: Language, text: &str) -> Vec<(&str, Role)> {
        roles(language, text).into_iter().map(|(span, role)| (span.of(text), role)).collect()
    }

    #[test]
    fn an_expression_is_cut_by_role() {
        use Role::{Keyword, Name, Number, Operator, Punctuation, Text};
        assert_eq!(
            shown(Language::Ognl, "name == \"é\" and not (x.y > 1.5)"),
            [
                ("name", Name),
                ("==", Operator),
                ("\"é\"", Text),
                ("and", Keyword),
                ("not", Keyword),
                ("(", Punctuation),
                ("x", Name),
                (".", Punctuation),
                ("y", Name),
                (">", Operator),
                ("1.5", Number),
                (")", Punctuation),
            ]
        );
    }

    #[test]
    fn comments_and_what_is_wrong_have_their_place() {
        use Role::{Comment, Keyword, Name, Punctuation, Wrong};
        assert_eq!(
            shown(Language::Betrace, "when { ö pay } // why"),
            [
                ("when", Keyword),
                ("{", Punctuation),
                ("ö", Wrong),
                ("pay", Name),
                ("}", Punctuation),
                ("// why", Comment),
            ]
        );
    }

    #[test]
    fn parts_never_overlap_whatever_the_text() {
        for text in ["", "\"", "a \"open", "when {\"", "'é", "#thisx", "[^]", "§§", "// x\n// y", "0x 1e 09"]
        {
            for language in [Language::Ognl, Language::Betrace] {
                let parts = roles(language, text);
                assert!(parts.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start), "{text} {parts:?}");
                assert!(
                    parts.iter().all(|(span, _)| text.get(span.start as usize..span.end as usize).is_some())
                );
            }
        }
    }
}
