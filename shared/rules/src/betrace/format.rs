//! One way to write a rule: a clause per line, comments where they were, long conditions broken before the outermost
//! `and` and `or`. The tokens stay as they are, only the white space between them is ours.

use super::lexer::{self, Class, Lexed, Token};
use super::parser;
use crate::diagnostic::{Diagnostic, Span};

/// Longest line, in characters, before a clause is broken.
const WIDTH: usize = 100;

/// The rule in the house style; formatting twice changes nothing, and meaning and comments stay.
///
/// # Errors
///
/// What is wrong with it, if it cannot be read.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    if text.len() > super::MAX_LENGTH {
        return super::Program::compile(text).map(|_| text.to_owned());
    }
    let lexed = lexer::lex(text);
    let (rule, diagnostics) = parser::parse(text, &lexed);
    if rule.is_none() {
        return Err(diagnostics);
    }
    let mut writer = Writer { text, comments: &lexed.comments, out: String::new(), line_start: 0 };
    writer.clauses(&lexed);
    Ok(writer.out)
}

struct Writer<'t> {
    text: &'t str,
    /// Those not yet written.
    comments: &'t [Span],
    out: String,
    line_start: usize,
}

impl Writer<'_> {
    fn clauses(&mut self, lexed: &Lexed) {
        let mut at = 0;
        while lexed.tokens[at].class != Class::End {
            // A clause: the word, `{`, its tokens, `}`.
            let end = (at..lexed.tokens.len())
                .find(|end| lexed.tokens[*end].span.of(self.text) == "}")
                .unwrap_or(lexed.tokens.len() - 2);
            self.clause(&lexed.tokens[at..=end]);
            at = end + 1;
        }
        self.pending(u32::MAX, 0);
        while self.out.ends_with('\n') {
            self.out.pop();
        }
    }

    fn clause(&mut self, tokens: &[Token]) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        self.pending(first.span.start, 0);
        let body = &tokens[2.min(tokens.len())..tokens.len() - 1];
        let word = first.span.of(self.text);
        let commented = self.comments.first().is_some_and(|comment| comment.start < last.span.start);
        let inline = joined(self.text, body);
        if !commented && word.len() + inline.chars().count() + 5 <= WIDTH {
            self.out.push_str(&format!("{word} {{ {inline} }}\n"));
            self.line_start = self.out.len();
            return;
        }
        self.out.push_str(&format!("{word} {{\n    "));
        self.line_start = self.out.len();
        let mut depth = 0u32;
        for (at, token) in body.iter().enumerate() {
            let image = token.span.of(self.text);
            let breaks =
                depth == 0 && at > 0 && matches!(image, "and" | "or") && token.class == Class::Keyword;
            let commented = self.pending(token.span.start, 1);
            if breaks && !commented {
                self.out.push_str("\n    ");
                self.line_start = self.out.len();
            } else if at > 0 && !self.fresh() && spaced(self.text, &body[at - 1], token) {
                self.out.push(' ');
            }
            self.out.push_str(image);
            match image {
                "(" => depth += 1,
                ")" => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        self.pending(last.span.start, 1);
        let trimmed = self.out.trim_end().len();
        self.out.truncate(trimmed);
        self.out.push_str("\n}\n");
        self.line_start = self.out.len();
    }

    /// Whether nothing but the indent stands on the current line.
    fn fresh(&self) -> bool {
        self.out[self.line_start.min(self.out.len())..].trim().is_empty()
    }

    /// Writes the comments before an offset, each on a line of its own; whether there were any.
    fn pending(&mut self, before: u32, depth: usize) -> bool {
        let mut any = false;
        while let Some((comment, rest)) = self.comments.split_first() {
            if comment.start >= before {
                break;
            }
            self.comments = rest;
            any = true;
            let indent = "    ".repeat(depth);
            if self.fresh() {
                self.out.truncate(self.line_start);
            } else {
                self.out.push('\n');
            }
            self.out.push_str(&format!("{indent}{}\n{indent}", comment.of(self.text).trim_end()));
            self.line_start = self.out.len() - indent.len();
        }
        any
    }
}

fn joined(text: &str, tokens: &[Token]) -> String {
    let mut out = String::new();
    for (at, token) in tokens.iter().enumerate() {
        if at > 0 && spaced(text, &tokens[at - 1], token) {
            out.push(' ');
        }
        out.push_str(token.span.of(text));
    }
    out
}

fn spaced(text: &str, before: &Token, token: &Token) -> bool {
    let left = before.span.of(text);
    let right = token.span.of(text);
    let strings = before.class == Class::Str || token.class == Class::Str;
    match (left, right) {
        ("(" | "[" | ".", _) | (_, ")" | "]" | "," | ".")
            if !strings || right.len() == 1 || left.len() == 1 =>
        {
            false
        }
        ("where" | "count", "(") if before.class == Class::Keyword => false,
        _ => true,
    }
}
