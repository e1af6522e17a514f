//! Operands: literals, names, calls, brackets, lists and what OGNL allows after a dot; and the words for what does
//! not belong.

use super::super::ast::{Kind, NodeId, Selection, Subscript};
use super::super::lexer::Tok;
use super::Parser;
use crate::diagnostic::{Diagnostic, Span};

impl Parser<'_> {
    pub(super) fn navigation(&mut self) -> NodeId {
        let first = self.primary();
        let start = self.tree.node(first).span.start;
        let mut links = match self.tree.kind(first) {
            Kind::Chain(inner) => inner.to_vec(),
            _ => vec![first],
        };
        loop {
            if self.accept(".") {
                let link = self.link();
                match self.tree.kind(link) {
                    Kind::Chain(inner) => links.extend_from_slice(&inner.clone()),
                    _ => links.push(link),
                }
            } else if self.is("[") || matches!(self.peek().tok, Tok::Dynamic(_)) {
                let index = self.index();
                links.push(index);
            } else if self.is("(") {
                let target = self.chain(links, start);
                let argument = self.parenthesised();
                links = vec![self.node(Kind::Eval(target, argument), start)];
            } else {
                return self.chain(links, start);
            }
        }
    }

    fn chain(&mut self, links: Vec<NodeId>, start: u32) -> NodeId {
        match links.as_slice() {
            [only] => *only,
            _ => self.node(Kind::Chain(links.into()), start),
        }
    }

    /// What stands after a dot.
    fn link(&mut self) -> NodeId {
        match self.peek().tok {
            Tok::Ident => self.name_or_call(),
            Tok::Sign("{") => self.projection(),
            Tok::Sign("(") => self.parenthesised(),
            Tok::Sign(word) if word.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                let span = self.peek().span;
                self.diagnostics.push(Diagnostic::error(
                    "keyword-as-name",
                    span,
                    format!(
                        "`{word}` is a word of the language; a key of that name is written `[\"{word}\"]`"
                    ),
                ));
                self.at += 1;
                self.tree.add(Kind::Broken, span)
            }
            _ => {
                self.error("expected-name", "after `.` comes a name, a method, `{…}` or `(…)`");
                self.broken()
            }
        }
    }

    fn primary(&mut self) -> NodeId {
        let token = self.peek().clone();
        let start = token.span.start;
        let kind = match token.tok {
            Tok::Literal(value) => Kind::Const(value),
            Tok::Sign("true") => Kind::Const(true.into()),
            Tok::Sign("false") => Kind::Const(false.into()),
            Tok::Sign("null") => Kind::Const(super::super::value::Value::Null),
            Tok::Sign("#this") => Kind::This,
            Tok::Sign("#root") => Kind::Root,
            Tok::Sign("#") => return self.variable_or_map(),
            Tok::Sign(":") if *self.peek_second() == Tok::Sign("[") => return self.lambda(),
            Tok::Sign("@") => return self.static_reference(),
            Tok::Sign("new") => return self.constructor(),
            Tok::Ident => return self.name_or_call(),
            Tok::Sign("[") | Tok::Dynamic(_) => return self.index(),
            Tok::Sign("(") => return self.parenthesised(),
            Tok::Sign("{") => return self.list(),
            Tok::Sign(_) | Tok::End => return self.missing_operand(),
        };
        self.at += 1;
        self.node(kind, start)
    }

    pub(super) fn starts_operand(&self) -> bool {
        match self.peek().tok {
            Tok::Ident | Tok::Literal(_) | Tok::Dynamic(_) => true,
            Tok::Sign(sign) => {
                matches!(
                    sign,
                    "true" | "false" | "null" | "#this" | "#root" | "(" | "[" | "{" | "!" | "not" | "-"
                )
            }
            Tok::End => false,
        }
    }

    fn parenthesised(&mut self) -> NodeId {
        let start = self.peek().span.start;
        self.at += 1;
        let inner = self.expression();
        self.close(")", start);
        let span = self.span_from(start);
        self.tree.widen(inner, span);
        inner
    }

    fn name_or_call(&mut self) -> NodeId {
        let token = self.peek().clone();
        let name: Box<str> = token.span.of(self.text).into();
        self.at += 1;
        let start = token.span.start;
        if !self.is("(") {
            return self.node(Kind::Property(name), start);
        }
        let open = self.peek().span.start;
        self.at += 1;
        let arguments = self.items(")");
        self.close(")", open);
        self.node(Kind::Method(name, arguments), start)
    }

    fn index(&mut self) -> NodeId {
        let start = self.peek().span.start;
        let token = self.peek().tok.clone();
        self.at += 1;
        if let Tok::Dynamic(which) = token {
            let subscript = match which {
                b'^' => Subscript::First,
                b'|' => Subscript::Mid,
                b'$' => Subscript::Last,
                _ => Subscript::All,
            };
            return self.node(Kind::Dynamic(subscript), start);
        }
        let inner = self.expression();
        self.close("]", start);
        self.node(Kind::Index(inner), start)
    }

    fn list(&mut self) -> NodeId {
        let start = self.peek().span.start;
        self.at += 1;
        let items = self.items("}");
        self.close("}", start);
        self.node(Kind::List(items), start)
    }

    /// Expressions with commas between them, up to (not with) the closing sign.
    fn items(&mut self, close: &str) -> Box<[NodeId]> {
        let mut items = Vec::new();
        if self.is(close) {
            return items.into();
        }
        loop {
            let item = self.nested(Self::assignment);
            items.push(item);
            if !self.accept(",") {
                return items.into();
            }
        }
    }

    fn projection(&mut self) -> NodeId {
        let start = self.peek().span.start;
        self.at += 1;
        let selection = match self.peek().tok {
            Tok::Sign("?") => Some(Selection::All),
            Tok::Sign("^") => Some(Selection::First),
            Tok::Sign("$") => Some(Selection::Last),
            _ => None,
        };
        self.at += usize::from(selection.is_some());
        let inner = self.expression();
        self.close("}", start);
        match selection {
            Some(selection) => self.node(Kind::Select(selection, inner), start),
            None => self.node(Kind::Project(inner), start),
        }
    }

    fn lambda(&mut self) -> NodeId {
        let start = self.peek().span.start;
        let open = self.tokens[self.at + 1].span.start;
        self.at += 2;
        let body = self.expression();
        self.close("]", open);
        self.node(Kind::Lambda(body), start)
    }

    fn variable_or_map(&mut self) -> NodeId {
        let start = self.peek().span.start;
        self.at += 1;
        match self.peek().tok {
            Tok::Ident => {
                let kind = match self.peek().span.of(self.text) {
                    // With a space after the sign they are variables, of the same value.
                    "this" => Kind::This,
                    "root" => Kind::Root,
                    name => Kind::Var(name.into()),
                };
                self.at += 1;
                self.node(kind, start)
            }
            Tok::Sign("@") => {
                self.class_reference();
                let entries = self.entries();
                let parts = entries.iter().flat_map(|(key, value)| [Some(*key), *value]).flatten().collect();
                self.node(Kind::Refused("a map of a named class", parts), start)
            }
            Tok::Sign("{") => {
                let entries = self.entries();
                self.node(Kind::Map(entries), start)
            }
            _ => {
                self.error("expected-name", "after `#` comes a variable's name or `{` of a map");
                self.broken()
            }
        }
    }

    fn entries(&mut self) -> Box<[(NodeId, Option<NodeId>)]> {
        let open = self.peek().span.start;
        let mut entries = Vec::new();
        if !self.accept("{") {
            self.error("expected-brace", "a map starts with `{`");
            return entries.into();
        }
        while !self.is("}") {
            let key = self.nested(Self::assignment);
            let value = self.accept(":").then(|| self.nested(Self::assignment));
            entries.push((key, value));
            if !self.accept(",") {
                break;
            }
        }
        self.close("}", open);
        entries.into()
    }

    fn static_reference(&mut self) -> NodeId {
        let start = self.peek().span.start;
        self.class_reference();
        if self.peek().tok != Tok::Ident {
            self.error("expected-name", "after `@Class@` comes a field or a method");
            return self.broken();
        }
        let member = self.name_or_call();
        let arguments = match self.tree.kind(member) {
            Kind::Method(_, arguments) => arguments.clone(),
            _ => [].into(),
        };
        self.node(Kind::Refused("static access (`@`)", arguments), start)
    }

    /// `@a.b.C@` or `@@`.
    fn class_reference(&mut self) {
        self.at += 1;
        if self.peek().tok == Tok::Ident {
            self.class_name();
        }
        if !self.accept("@") {
            self.error("expected-at", "a class name stands between two `@`");
        }
    }

    pub(super) fn class_name(&mut self) -> Option<String> {
        let mut name = String::new();
        loop {
            if self.peek().tok != Tok::Ident {
                self.error("expected-name", "a class name is expected here");
                return None;
            }
            name.push_str(self.peek().span.of(self.text));
            self.at += 1;
            if !self.accept(".") {
                return Some(name);
            }
            name.push('.');
        }
    }

    fn constructor(&mut self) -> NodeId {
        let start = self.peek().span.start;
        self.at += 1;
        self.class_name();
        let open = self.peek().span.start;
        let parts = if self.accept("(") {
            let parts = self.items(")");
            self.close(")", open);
            parts
        } else if self.accept("[") {
            if self.accept("]") {
                let list = self.peek().span.start;
                if !self.accept("{") {
                    self.error("expected-brace", "`new T[]` needs `{…}` with its elements");
                    return self.broken();
                }
                let parts = self.items("}");
                self.close("}", list);
                parts
            } else {
                let size = self.nested(Self::assignment);
                self.close("]", open);
                [size].into()
            }
        } else {
            self.error("expected-parenthesis", "after the class name comes `(`");
            [].into()
        };
        self.node(Kind::Refused("the creation of objects (`new`)", parts), start)
    }

    fn close(&mut self, sign: &'static str, open: u32) {
        if self.accept(sign) {
            return;
        }
        if self.peek().tok != Tok::End {
            self.unexpected_after();
            // Up to the closing sign, if there is one.
            let ahead = self.tokens[self.at..].iter().position(|t| t.tok == Tok::Sign(sign));
            if let Some(ahead) = ahead {
                self.at += ahead + 1;
            }
            return;
        }
        let end = Span::new(self.text.len(), self.text.len());
        let opened = Span { start: open, end: open + 1 };
        let opening = opened.of(self.text).to_owned();
        self.diagnostics.push(
            Diagnostic::error("unclosed", opened, format!("`{opening}` is never closed by `{sign}`"))
                .with_fix(format!("add `{sign}` at the end"), end, sign),
        );
    }

    /// An operand should stand here and does not.
    fn missing_operand(&mut self) -> NodeId {
        let token = self.peek().clone();
        let found = token.span.of(self.text);
        let message = if token.tok == Tok::End {
            "something is missing at the end of the expression".to_owned()
        } else {
            format!("a value is expected here, not `{found}`")
        };
        let mut diagnostic = Diagnostic::error("expected-value", token.span, message);
        let before = self.at.checked_sub(1).map(|at| self.tokens[at].span);
        if let Some(before) = before {
            diagnostic = doubled_operator(diagnostic, before.of(self.text), before.to(token.span), found);
        }
        self.diagnostics.push(diagnostic);
        // An operator in the place of an operand is passed over, a closing sign is left to its owner.
        let passed = matches!(token.tok, Tok::Sign(sign) if !matches!(sign, ")" | "]" | "}" | ","));
        self.at += usize::from(passed);
        let node = self.tree.add(Kind::Broken, token.span);
        if passed && self.starts_operand() {
            self.nested(Self::unary);
        }
        node
    }

    /// Something stands here that cannot follow what came before.
    pub(super) fn unexpected_after(&mut self) {
        let token = self.peek().clone();
        let found = token.span.of(self.text);
        let message = match token.tok {
            Tok::Sign(")" | "]" | "}") => format!("nothing opened this `{found}`"),
            Tok::Sign(_) => format!("`{found}` cannot stand here"),
            _ => format!("an operator is missing before `{found}`"),
        };
        let mut diagnostic = Diagnostic::error("unexpected", token.span, message);
        if let Some((instead, why)) = super::super::hints::foreign_word(found) {
            diagnostic.message = format!("`{found}` is no operator of OGNL; {why}");
            if let Some(instead) = instead {
                diagnostic = diagnostic.with_fix(format!("use `{instead}`"), token.span, instead);
            }
        }
        self.diagnostics.push(diagnostic);
    }
}

/// `= =`, `===`, `&&&` and the like: say what was meant.
fn doubled_operator(diagnostic: Diagnostic, before: &str, both: Span, found: &str) -> Diagnostic {
    let meant = match (before, found) {
        ("=" | "==", "=" | "==") => "==",
        ("!=", "=" | "==") => "!=",
        ("&&" | "&", "&" | "&&") => "&&",
        ("||" | "|", "|" | "||") => "||",
        ("<", "=") => "<=",
        (">", "=") => ">=",
        ("<", ">") => "!=",
        _ => return diagnostic,
    };
    diagnostic.with_fix(format!("use `{meant}`"), both, meant)
}
