//! Tokens to a tree, going on after an error so that one text yields all its complaints.

mod value;

use std::sync::Arc;

use super::ast::{Cond, Condition, Filter, Operator, Rule, Spanned, Where};
use super::lexer::{Class, Lexed, Token};
use super::pattern::Pattern;
use super::{eval, hints};
use crate::diagnostic::{Diagnostic, Span};

/// Deepest nesting of parentheses that is read.
pub const MAX_DEPTH: usize = 64;
const MAX_DIAGNOSTICS: usize = 20;

/// A part that could not be read has been complained about.
struct Broken;

type Read<T> = Result<T, Broken>;

pub(crate) fn parse(text: &str, lexed: &Lexed) -> (Option<Rule>, Vec<Diagnostic>) {
    let mut parser = Parser { text, tokens: &lexed.tokens, at: 0, depth: 0, diagnostics: Vec::new() };
    for span in &lexed.invalid {
        let diagnostic = hints::invalid(text, *span);
        parser.report(diagnostic);
    }
    let rule = parser.rule();
    let mut diagnostics = parser.diagnostics;
    crate::diagnostic::in_order(&mut diagnostics);
    diagnostics.truncate(MAX_DIAGNOSTICS);
    (rule.filter(|_| diagnostics.is_empty()), diagnostics)
}

struct Parser<'t> {
    text: &'t str,
    tokens: &'t [Token],
    at: usize,
    depth: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Parser<'_> {
    fn peek(&self) -> Token {
        self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn image(&self) -> &str {
        self.peek().span.of(self.text)
    }

    fn is(&self, text: &str) -> bool {
        self.peek().class != Class::Str && self.image() == text
    }

    fn accept(&mut self, text: &str) -> bool {
        let found = self.is(text);
        self.at += usize::from(found);
        found
    }

    fn ended(&self) -> bool {
        self.peek().class == Class::End
    }

    fn span_from(&self, start: u32) -> Span {
        let end = self.at.checked_sub(1).map_or(start, |at| self.tokens[at].span.end);
        Span { start, end: end.max(start) }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < 2 * MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
    }

    fn expected<T>(&mut self, what: &str) -> Read<T> {
        let diagnostic = hints::expected(self.text, self.peek(), what);
        self.report(diagnostic);
        Err(Broken)
    }

    fn expect(&mut self, text: &str) -> Read<()> {
        if self.accept(text) { Ok(()) } else { self.expected(&format!("`{text}`")) }
    }

    fn rule(&mut self) -> Option<Rule> {
        let when = self.clause("when", true);
        let mut always = None;
        let mut never = None;
        while !self.ended() {
            if self.is("always") {
                if never.is_some() || always.is_some() {
                    self.misplaced("always", never.is_some() && always.is_none());
                }
                always = self.clause("always", false).or(always);
            } else if self.is("never") {
                if never.is_some() {
                    self.misplaced("never", false);
                }
                never = self.clause("never", false).or(never);
            } else {
                let _: Read<()> = self.expected("`always` or `never`");
                self.skip_to(&["always", "never"]);
            }
            if self.diagnostics.len() >= MAX_DIAGNOSTICS {
                return None;
            }
        }
        Some(Rule { when: when?, always, never })
    }

    fn misplaced(&mut self, word: &str, order: bool) {
        let span = self.peek().span;
        let message = if order {
            "`always` comes before `never`".to_owned()
        } else {
            format!("a rule has one `{word}` block; join the conditions with `and` or `or`")
        };
        self.report(Diagnostic::error("clause-order", span, message));
    }

    fn clause(&mut self, word: &str, required: bool) -> Option<Condition> {
        if !self.accept(word) {
            if required {
                let _: Read<()> = self.expected(&format!("`{word}`"));
            }
            if !self.is("{") {
                return None;
            }
        }
        let open = self.peek().span;
        let read = self.expect("{").and_then(|()| self.condition());
        let read = read.and_then(|condition| {
            if self.accept("}") {
                return Ok(condition);
            }
            if self.ended() || self.is("always") || self.is("never") {
                let here = Span { start: self.peek().span.start, end: self.peek().span.start };
                let found = self.peek().span;
                self.report(
                    Diagnostic::error(
                        "unclosed",
                        found,
                        format!("the block opened by `{word} {{` is not closed"),
                    )
                    .with_fix("close it with `}`", here, "} "),
                );
                let _ = open;
                return Err(Broken);
            }
            self.expected("`and`, `or` or `}`")
        });
        if read.is_err() {
            self.skip_to(&["always", "never", "}"]);
            self.accept("}");
        }
        read.ok()
    }

    fn skip_to(&mut self, stops: &[&str]) {
        while !self.ended() && !stops.iter().any(|stop| self.is(stop)) {
            self.at += 1;
        }
    }

    fn deeper<T>(&mut self, read: fn(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth >= MAX_DEPTH {
            let span = self.peek().span;
            self.report(Diagnostic::error(
                "too-deep",
                span,
                format!("more than {MAX_DEPTH} levels of nesting"),
            ));
            self.at = self.tokens.len() - 1;
            return Err(Broken);
        }
        self.depth += 1;
        let answer = read(self);
        self.depth -= 1;
        answer
    }

    fn condition(&mut self) -> Read<Condition> {
        let start = self.peek().span.start;
        let mut parts = vec![self.conjunction()?];
        while self.accept("or") {
            parts.push(self.conjunction()?);
        }
        Ok(self.joined(parts, start, Cond::Or))
    }

    fn conjunction(&mut self) -> Read<Condition> {
        let start = self.peek().span.start;
        let mut parts = vec![self.negatable()?];
        while self.accept("and") {
            parts.push(self.negatable()?);
        }
        Ok(self.joined(parts, start, Cond::And))
    }

    fn joined<T>(
        &self,
        mut parts: Vec<Spanned<T>>,
        start: u32,
        join: fn(Vec<Spanned<T>>) -> T,
    ) -> Spanned<T> {
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            Some(last) => {
                parts.push(last);
                Spanned { node: join(parts), span: self.span_from(start) }
            }
            None => Spanned { node: join(parts), span: self.span_from(start) },
        }
    }

    fn negatable(&mut self) -> Read<Condition> {
        let start = self.peek().span.start;
        if !self.accept("not") {
            return self.term();
        }
        let inner = self.term()?;
        Ok(Spanned { node: Cond::Not(Box::new(inner)), span: self.span_from(start) })
    }

    fn term(&mut self) -> Read<Condition> {
        let start = self.peek().span.start;
        if self.accept("(") {
            let inner = self.deeper(Self::condition)?;
            self.expect(")")?;
            return Ok(Spanned { span: self.span_from(start), ..inner });
        }
        if self.accept("count") {
            self.expect("(")?;
            let operation = self.operation()?;
            self.expect(")")?;
            let Some(operator) = self.operator().filter(|operator| operator.orders()) else {
                return self.expected("a comparison such as `>` or `==`");
            };
            self.at += 1;
            let right = self.right(operator)?;
            let node = Cond::Count { operation, operator, right };
            return Ok(Spanned { node, span: self.span_from(start) });
        }
        if self.peek().class != Class::Ident {
            return self.expected("the name of an operation");
        }
        let operation = self.operation()?;
        if let Some(operator) = self.operator() {
            self.at += 1;
            let right = self.right(operator)?;
            let node = Cond::Compare { operation, operator, right };
            return Ok(Spanned { node, span: self.span_from(start) });
        }
        let mut filters = Vec::new();
        while self.accept(".") {
            self.expect("where")?;
            self.expect("(")?;
            filters.push(self.deeper(Self::filter)?);
            self.expect(")")?;
        }
        Ok(Spanned { node: Cond::Has { operation, filters }, span: self.span_from(start) })
    }

    fn second_is(&self, class: Class) -> bool {
        self.tokens.get(self.at + 1).is_some_and(|token| token.class == class)
    }

    /// A dotted name; a dot that no name follows is left alone.
    fn operation(&mut self) -> Read<Spanned<String>> {
        let start = self.peek().span.start;
        if self.peek().class != Class::Ident {
            return self.expected("the name of an operation");
        }
        let mut name = self.image().to_owned();
        self.at += 1;
        while self.is(".") && self.second_is(Class::Ident) {
            self.at += 1;
            name.push('.');
            name.push_str(self.peek().span.of(self.text));
            self.at += 1;
        }
        Ok(Spanned { node: name, span: self.span_from(start) })
    }

    fn operator(&self) -> Option<Operator> {
        if self.peek().class == Class::Str { None } else { Operator::of(self.image()) }
    }

    fn filter(&mut self) -> Read<Filter> {
        let start = self.peek().span.start;
        let mut parts = vec![self.filter_conjunction()?];
        while self.accept("or") {
            parts.push(self.filter_conjunction()?);
        }
        Ok(self.joined(parts, start, Where::Or))
    }

    fn filter_conjunction(&mut self) -> Read<Filter> {
        let start = self.peek().span.start;
        let mut parts = vec![self.filter_atom()?];
        while self.accept("and") {
            parts.push(self.filter_atom()?);
        }
        Ok(self.joined(parts, start, Where::And))
    }

    fn filter_atom(&mut self) -> Read<Filter> {
        let start = self.peek().span.start;
        if !self.accept("not") {
            return self.filter_term();
        }
        let inner = self.filter_term()?;
        Ok(Spanned { node: Where::Not(Box::new(inner)), span: self.span_from(start) })
    }

    fn filter_term(&mut self) -> Read<Filter> {
        let start = self.peek().span.start;
        if self.accept("(") {
            let inner = self.deeper(Self::filter)?;
            self.expect(")")?;
            return Ok(Spanned { span: self.span_from(start), ..inner });
        }
        let token = self.peek();
        let attribute = match token.class {
            Class::Ident => token.span.of(self.text).to_owned(),
            Class::Str => unquoted(token.span.of(self.text)),
            _ => return self.expected("the name of an attribute"),
        };
        self.at += 1;
        let attribute = Spanned { node: attribute, span: token.span };
        if let Some(operator) = self.operator() {
            self.at += 1;
            let right = self.right(operator)?;
            let pattern =
                (operator == Operator::Matches).then(|| Arc::new(Pattern::new(&eval::text_of(&right.node))));
            let node = Where::Compare { attribute, operator, right, pattern };
            return Ok(Spanned { node, span: self.span_from(start) });
        }
        if token.class == Class::Str {
            return self.expected("a comparison after the attribute");
        }
        if !(self.is(".") && self.second_is(Class::Ident)) {
            return Ok(Spanned { node: Where::Truthy(attribute), span: token.span });
        }
        let mut name = attribute.node;
        while self.is(".") && self.second_is(Class::Ident) {
            self.at += 1;
            name.push('.');
            name.push_str(self.peek().span.of(self.text));
            self.at += 1;
        }
        let span = self.span_from(start);
        if let Some(operator) = self.operator() {
            let message = "a dotted attribute name needs double quotes";
            self.report(Diagnostic::error("unquoted-attribute", span, message).with_fix(
                format!("use \"{name}\""),
                span,
                format!("\"{name}\""),
            ));
            self.at += 1;
            self.right(operator)?;
        }
        Ok(Spanned { node: Where::SpanReference(name), span })
    }
}

fn unquoted(image: &str) -> String {
    image.trim_start_matches('"').trim_end_matches('"').to_owned()
}
