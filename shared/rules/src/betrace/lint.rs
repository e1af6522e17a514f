//! Rules that are read without an error and still do not do what they say; above all the traps of the language.

mod clauses;

use super::ast::{Cond, Condition, Filter, Operator, Right, Rule, Spanned, Where};
use super::pattern::Pattern;
use super::{eval, go, lexer};
use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::schema::Schema;
use crate::spelling;
use crate::table::Table;

/// Most remarks about one rule.
const MAX_REMARKS: usize = 50;

/// What is wrong with the text, or, if it can be read, what is doubtful about it. In the order of the text.
pub fn lint(text: &str, schema: Option<&Schema>) -> Vec<Diagnostic> {
    let program = match super::Program::compile(text) {
        Ok(program) => program,
        Err(diagnostics) => return diagnostics,
    };
    let rule = &program.inner.rule;
    let operations = schema.map(Schema::operations).unwrap_or_default();
    let mut linter = Linter { text, schema, operations, remarks: Vec::new() };
    linter.rule(rule);
    linter.octal_numbers();
    let mut remarks = linter.remarks;
    crate::diagnostic::in_order(&mut remarks);
    remarks.truncate(MAX_REMARKS);
    remarks
}

struct Linter<'a> {
    text: &'a str,
    schema: Option<&'a Schema>,
    /// Spans of each operation of the schema.
    operations: Table<u64>,
    remarks: Vec<Diagnostic>,
}

impl Linter<'_> {
    fn warn(&mut self, code: &str, span: Span, message: impl Into<String>) {
        if self.remarks.len() < 4 * MAX_REMARKS {
            self.remarks.push(Diagnostic::warning(code, span, message));
        }
    }

    fn warn_with(&mut self, diagnostic: Diagnostic) {
        if self.remarks.len() < 4 * MAX_REMARKS {
            self.remarks.push(diagnostic);
        }
    }

    fn condition(&mut self, cond: &Condition) {
        match &cond.node {
            Cond::Or(parts) | Cond::And(parts) => parts.iter().for_each(|part| self.condition(part)),
            Cond::Not(inner) => self.condition(inner),
            Cond::Has { operation, filters } => {
                self.operation(operation);
                for filter in filters {
                    self.filter(filter, &operation.node);
                }
            }
            Cond::Compare { operation, operator, right } => {
                self.operation(operation);
                self.right(cond.span, *operator, right);
                let rest = Span { start: operation.span.end, end: cond.span.end }.of(self.text);
                let mut diagnostic = Diagnostic::warning(
                    "direct-comparison",
                    cond.span,
                    "without `where` or `count` the number 1 is compared, whatever the span holds",
                );
                if operator.orders() {
                    let fix = format!("count({}){rest}", operation.node);
                    diagnostic = diagnostic.with_fix("count the spans", cond.span, fix);
                }
                self.warn_with(diagnostic);
            }
            Cond::Count { operation, operator, right } => {
                self.operation(operation);
                self.count(cond.span, *operator, right);
            }
        }
    }

    fn count(&mut self, span: Span, operator: Operator, right: &Spanned<Right>) {
        let bound = match &right.node {
            Right::Number(bound) => *bound,
            Right::Count(_) => return,
            other => match go::parse_float(&eval::text_of(other)) {
                Some(bound) => bound,
                None => {
                    self.warn(
                        "count-against-text",
                        right.span,
                        "a count is a number; this is compared as text",
                    );
                    return;
                }
            },
        };
        let constant = match operator {
            Operator::GreaterEqual if bound <= 0.0 => Some(true),
            Operator::Greater if bound < 0.0 => Some(true),
            Operator::Less if bound <= 0.0 => Some(false),
            Operator::LessEqual if bound < 0.0 => Some(false),
            Operator::Equal if bound < 0.0 || bound.fract() != 0.0 => Some(false),
            Operator::NotEqual if bound < 0.0 || bound.fract() != 0.0 => Some(true),
            _ => None,
        };
        if let Some(answer) = constant {
            self.warn(
                "constant-condition",
                span,
                format!("a count is a whole number from 0: always {answer}"),
            );
        }
    }

    fn operation(&mut self, operation: &Spanned<String>) {
        let Some(schema) = self.schema.filter(|schema| !schema.incomplete()) else { return };
        if self.operations.contains(&operation.node) {
            return;
        }
        let near = spelling::closest(&operation.node, self.operations.iter().map(|(name, _)| name));
        let mut message = format!("no span of the {} seen has this name", schema.spans);
        if let Some(near) = near {
            message.push_str(&format!("; did you mean `{near}`?"));
        }
        let mut diagnostic = Diagnostic::warning("never-seen", operation.span, message);
        if let Some(near) = near.filter(|near| addressable(near)) {
            diagnostic = diagnostic.with_fix(format!("use `{near}`"), operation.span, near);
        }
        self.warn_with(diagnostic);
    }

    fn filter(&mut self, filter: &Filter, operation: &str) {
        match &filter.node {
            Where::Or(parts) | Where::And(parts) => {
                parts.iter().for_each(|part| self.filter(part, operation))
            }
            Where::Not(inner) => self.filter(inner, operation),
            Where::Truthy(attribute) => self.attribute(attribute, operation, None),
            Where::SpanReference(name) => {
                let diagnostic = Diagnostic::warning(
                    "span-reference",
                    filter.span,
                    "a dotted name without quotes is an error at evaluation: the span never matches",
                );
                self.warn_with(diagnostic.with_fix(
                    "quote it",
                    filter.span,
                    format!("\"{name}\" == \"true\""),
                ));
            }
            Where::Compare { attribute, operator, right, pattern } => {
                self.right(filter.span, *operator, right);
                self.attribute(attribute, operation, Some((*operator, right)));
                match pattern.as_deref() {
                    Some(Pattern::Invalid) => {
                        self.warn(
                            "bad-pattern",
                            right.span,
                            "this is no regular expression: the span never matches",
                        );
                    }
                    Some(Pattern::Unsupported(what)) => {
                        self.warn("not-evaluated", right.span, format!("{what} is not evaluated here"));
                    }
                    Some(Pattern::Ready(_)) if !matches!(right.node, Right::Text(_)) => {
                        let text = eval::text_of(&right.node);
                        self.warn(
                            "pattern-not-text",
                            right.span,
                            format!("the pattern is read as the text `{text}`"),
                        );
                    }
                    _ => {}
                }
                self.missing(attribute, *operator, right, operation);
            }
        }
    }

    /// The traps on the right of a comparison.
    fn right(&mut self, whole: Span, operator: Operator, right: &Spanned<Right>) {
        let image = right.span.of(self.text);
        match (&right.node, operator) {
            (Right::Bool { written: false }, _) => {
                let diagnostic = Diagnostic::warning(
                    "false-is-true",
                    right.span,
                    "`false` is read as true here; quote it to compare with the text false",
                );
                self.warn_with(diagnostic.with_fix("quote it", right.span, "\"false\""));
            }
            (Right::Count(_), _) if !whole.of(self.text).starts_with("count") => {
                self.warn(
                    "count-in-where",
                    right.span,
                    "a count cannot be compared here: the span never matches",
                );
            }
            (Right::List(items), Operator::In) => {
                let quoted = items.iter().any(|item| item.starts_with('"'));
                if quoted {
                    let diagnostic = Diagnostic::warning(
                        "quoted-in-list",
                        right.span,
                        "texts in a list keep their quotes and match nothing; write bare words",
                    );
                    let bare: Vec<&str> = items.iter().map(|item| item.trim_matches('"')).collect();
                    let words = bare.iter().all(|word| addressable(word) && !word.contains('.'));
                    let fix = format!("[{}]", bare.join(", "));
                    self.warn_with(if words {
                        diagnostic.with_fix("use bare words", right.span, fix)
                    } else {
                        diagnostic
                    });
                }
            }
            (_, Operator::In) => {
                let diagnostic =
                    Diagnostic::warning("in-without-list", whole, "`in` without a list matches nothing");
                let start = whole.start;
                let fix = Span { start, end: right.span.start }.of(self.text);
                let fix = fix.trim_end().strip_suffix("in").map(|before| format!("{before}== {image}"));
                self.warn_with(match fix {
                    Some(fix) => diagnostic.with_fix("use ==", whole, fix),
                    None => diagnostic,
                });
            }
            (Right::List(_), Operator::Matches) => {}
            (Right::List(_), _) => {
                let text = eval::text_of(&right.node);
                self.warn(
                    "list-as-text",
                    right.span,
                    format!("the list is compared as the text `{text}`; use `in`"),
                );
            }
            (Right::Word(word), operator)
                if operator.orders() && !matches!(operator, Operator::Equal | Operator::NotEqual) =>
            {
                let message =
                    format!("`{word}` is the text \"{word}\", not an attribute: compared letter by letter");
                self.warn("word-is-text", right.span, message);
            }
            (Right::Text(text), Operator::Contains) if text.is_empty() => {
                self.warn("constant-condition", whole, "every text contains the empty text: always true");
            }
            (
                Right::Bool { .. } | Right::Text(_),
                Operator::Less | Operator::Greater | Operator::LessEqual | Operator::GreaterEqual,
            ) if go::parse_float(&eval::text_of(&right.node)).is_none() => {
                self.warn(
                    "ordered-as-text",
                    right.span,
                    "this is no number: the two are compared letter by letter",
                );
            }
            _ => {}
        }
    }

    /// A missing attribute is the empty text.
    fn missing(
        &mut self,
        attribute: &Spanned<String>,
        operator: Operator,
        right: &Spanned<Right>,
        operation: &str,
    ) {
        if self.always_there(&attribute.node, operation) || matches!(right.node, Right::Count(_)) {
            return;
        }
        let text = eval::text_of(&right.node);
        let passes = match operator {
            Operator::Less => "" < text.as_str(),
            Operator::LessEqual => "" <= text.as_str(),
            _ => false,
        };
        if passes {
            let message = format!(
                "a span without `{}` matches: missing is the empty text, which comes first",
                attribute.node
            );
            self.warn("missing-comes-first", attribute.span, message);
        }
    }

    fn always_there(&self, attribute: &str, operation: &str) -> bool {
        let Some(schema) = self.schema.filter(|schema| !schema.incomplete()) else { return false };
        let groups = schema.groups.iter().filter(|group| group.operation == operation);
        groups.clone().count() > 0
            && groups
                .clone()
                .all(|group| group.attributes.get(attribute).is_some_and(|a| a.count >= group.spans))
    }

    fn attribute(
        &mut self,
        attribute: &Spanned<String>,
        operation: &str,
        test: Option<(Operator, &Spanned<Right>)>,
    ) {
        let Some(schema) = self.schema.filter(|schema| !schema.incomplete()) else { return };
        let groups: Vec<_> = schema.groups.iter().filter(|group| group.operation == operation).collect();
        if groups.is_empty() {
            return;
        }
        let seen: Vec<_> = groups.iter().filter_map(|group| group.attributes.get(&attribute.node)).collect();
        if seen.is_empty() {
            let names = groups.iter().flat_map(|group| group.attributes.iter().map(|(name, _)| name));
            let near = spelling::closest(&attribute.node, names);
            let mut message = format!("no `{operation}` seen has the attribute `{}`", attribute.node);
            if let Some(near) = near {
                message.push_str(&format!("; did you mean `{near}`?"));
            }
            let mut diagnostic = Diagnostic::warning("never-seen", attribute.span, message);
            if let Some(near) = near {
                let quoted = attribute.span.of(self.text).starts_with('"') || near.contains('.');
                let fix = if quoted { format!("\"{near}\"") } else { near.to_owned() };
                diagnostic = diagnostic.with_fix(format!("use `{near}`"), attribute.span, fix);
            }
            self.warn_with(diagnostic);
            return;
        }
        let Some((Operator::Equal | Operator::NotEqual, right)) = test else { return };
        let text = eval::text_of(&right.node);
        let number = go::parse_float(&text);
        let same = |seen: &str| seen == text || number.is_some() && go::parse_float(seen) == number;
        let known =
            seen.iter().flat_map(|attribute| attribute.samples.iter().map(|sample| sample.value.text()));
        let known: Vec<String> = known.collect();
        if seen.iter().any(|attribute| attribute.more) || known.iter().any(|value| same(value)) {
            return;
        }
        let shown = known.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
        let message = format!("`{}` was never {text} there; it was {shown}", attribute.node);
        self.warn("value-never-seen", right.span, message);
    }

    /// `007` is 7, `010` is 8.
    fn octal_numbers(&mut self) {
        for token in lexer::lex(self.text).tokens {
            let image = token.span.of(self.text);
            if token.class != lexer::Class::Int || image.len() < 2 || !image.starts_with('0') {
                continue;
            }
            let plain = image.trim_start_matches('0');
            let plain = if plain.is_empty() { "0" } else { plain };
            let value = go::parse_int(image).unwrap_or_default();
            let same = value.to_string() == plain;
            let message = format!("a leading zero makes this octal: it is {value}");
            let mut diagnostic = Diagnostic::warning("octal-number", token.span, message);
            if same {
                diagnostic.severity = Severity::Info;
            }
            self.warn_with(diagnostic.with_fix(format!("use {plain}"), token.span, plain));
        }
    }
}

/// Whether a name can be written without quotes.
pub(crate) fn addressable(name: &str) -> bool {
    !name.is_empty()
        && name.split('.').all(|part| {
            part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                && !lexer::KEYWORDS.contains(&part)
        })
}
