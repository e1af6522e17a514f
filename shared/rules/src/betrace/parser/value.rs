//! The right side of a comparison.

use super::super::ast::{Operator, Right, Spanned};
use super::super::lexer::Class;
use super::super::{go, hints};
use super::{Broken, Parser, Read, unquoted};

impl Parser<'_> {
    pub(super) fn right(&mut self, operator: Operator) -> Read<Spanned<Right>> {
        let token = self.peek();
        let start = token.span.start;
        let image = token.span.of(self.text);
        let node = match token.class {
            Class::Str => Right::Text(unquoted(image)),
            Class::Ident => Right::Word(image.to_owned()),
            Class::Float | Class::Int => {
                let value = if token.class == Class::Int {
                    go::parse_int(image).map(|value| value as f64)
                } else {
                    go::parse_float(image)
                };
                let Some(value) = value else {
                    let diagnostic = hints::bad_number(image, token.span);
                    self.report(diagnostic);
                    return Err(Broken);
                };
                Right::Number(value)
            }
            Class::Keyword if image == "true" || image == "false" => Right::Bool { written: image == "true" },
            Class::Keyword if image == "count" => {
                self.at += 1;
                self.expect("(")?;
                let operation = self.operation()?;
                self.expect(")")?;
                let span = self.span_from(start);
                return Ok(Spanned { node: Right::Count(operation.node), span });
            }
            Class::Punct if image == "[" => return self.list(start),
            _ => {
                let what = if operator == Operator::In { "a list such as `[A, B]`" } else { "a value" };
                return self.expected(what);
            }
        };
        self.at += 1;
        Ok(Spanned { node, span: token.span })
    }

    fn list(&mut self, start: u32) -> Read<Spanned<Right>> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            if !matches!(self.peek().class, Class::Str | Class::Ident) {
                return self.expected("a word or a text in double quotes");
            }
            items.push(self.image().to_owned());
            self.at += 1;
            if !self.accept(",") {
                break;
            }
        }
        self.expect("]")?;
        Ok(Spanned { node: Right::List(items), span: self.span_from(start) })
    }
}
