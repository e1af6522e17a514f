//! One way to write an expression: the tokens stay as they are, only the white space between them is ours. What is
//! too long for a line breaks before the outermost `and`, `or`, `?` and `:`.

use super::lexer::{self, Tok, Token};
use super::parser;
use crate::diagnostic::Diagnostic;

/// Longest line, in characters, before an expression is broken.
const WIDTH: usize = 100;

/// The expression in the house style; formatting twice changes nothing, and the meaning stays.
///
/// # Errors
///
/// What is wrong with it, if it cannot be read.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let parsed = parser::parse(text);
    if !parsed.diagnostics.is_empty() {
        return Err(parsed.diagnostics);
    }
    let tokens = lexer::tokens(text, &mut Vec::new());
    let tokens: Vec<Token> = tokens.into_iter().filter(|token| token.tok != Tok::End).collect();
    let line = write(text, &tokens, false);
    if line.chars().count() <= WIDTH { Ok(line) } else { Ok(write(text, &tokens, true)) }
}

fn write(text: &str, tokens: &[Token], broken: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut depth = 0u32;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| &tokens[at]);
        let sign = sign_of(token);
        if matches!(sign, ")" | "]" | "}") {
            depth = depth.saturating_sub(1);
        }
        let breaks =
            broken && depth == 0 && before.is_some() && matches!(sign, "&&" | "||" | "and" | "or" | "?")
                || broken && depth == 0 && sign == ":" && !lambda(tokens, at);
        if breaks {
            out.push_str("\n    ");
        } else if let Some(before) = before
            && spaced(tokens, at, before, token)
        {
            out.push(' ');
        }
        out.push_str(token.span.of(text));
        if matches!(sign, "(" | "[" | "{") {
            depth += 1;
        }
    }
    out
}

fn sign_of(token: &Token) -> &'static str {
    match token.tok {
        Tok::Sign(sign) => sign,
        _ => "",
    }
}

/// Whether the `:` at an index opens a function, `:[…]`.
fn lambda(tokens: &[Token], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(|next| sign_of(next) == "[") && !ends_operand(tokens, at)
}

/// Whether an operand ends just before an index, so that a sign there is a binary operator.
fn ends_operand(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|at| &tokens[at]) else { return false };
    match before.tok {
        Tok::Ident | Tok::Literal(_) | Tok::Dynamic(_) => true,
        Tok::Sign(sign) => matches!(sign, ")" | "]" | "}" | "true" | "false" | "null" | "#this" | "#root"),
        Tok::End => false,
    }
}

fn spaced(tokens: &[Token], at: usize, before: &Token, token: &Token) -> bool {
    let (left, right) = (sign_of(before), sign_of(token));
    // A unary sign clings to its operand; a word or an equal sign after it must not melt into it.
    let unary =
        |at: usize| matches!(sign_of(&tokens[at]), "-" | "+" | "~" | "!") && !ends_operand(tokens, at);
    if unary(at - 1) {
        return matches!(right, "-" | "+") || right == "=" || matches!(right, "==" | "!=");
    }
    match (left, right) {
        ("(" | "[" | "." | "#" | "@", _) | (_, ")" | "]" | "." | "," | "@") => {
            // `1 .size` and `a .5` would read as numbers without the space.
            right == "." && matches!(before.tok, Tok::Literal(_)) && !quoted(before)
        }
        ("{", "}") | ("{", "?" | "^" | "$") => false,
        ("{", _) | (_, "}") => false,
        (_, "(") => {
            !(matches!(before.tok, Tok::Ident) || matches!(left, ")" | "]" | "}" | "#this" | "#root"))
        }
        (_, "[") => !(ends_operand(tokens, at) || left == ":"),
        _ if matches!(token.tok, Tok::Dynamic(_)) => !ends_operand(tokens, at),
        (":", _) | (_, ":") => true,
        _ => true,
    }
}

fn quoted(token: &Token) -> bool {
    matches!(token.tok, Tok::Literal(super::Value::Str(_) | super::Value::Char(_)))
}
