//! Tokens to a tree: OGNL's grammar, its precedence and its way of joining equal operators. Goes on after an error,
//! so that one text yields all its complaints.

mod primary;

use super::ast::{Binary, Kind, NodeId, Tree, Unary};
use super::lexer::{self, Tok, Token};
use crate::diagnostic::{Diagnostic, Span};

/// Longest text that is read, in bytes.
pub const MAX_LENGTH: usize = 16 * 1024;
/// Deepest nesting of parentheses, brackets and signs that is read.
pub const MAX_DEPTH: usize = 64;
/// Tallest tree that is evaluated: `a - b - c` grows one level with each operator.
const MAX_HEIGHT: u16 = 200;
/// After so many complaints the rest is not worth reading.
const MAX_DIAGNOSTICS: usize = 20;

pub(crate) struct Parsed {
    pub(crate) tree: Tree,
    pub(crate) root: NodeId,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads a whole text. The tree is usable only when there are no diagnostics.
pub(crate) fn parse(text: &str) -> Parsed {
    let mut tree = Tree::default();
    let mut diagnostics = Vec::new();
    if text.len() > MAX_LENGTH {
        let message = format!("a rule may have {MAX_LENGTH} bytes; this one has {}", text.len());
        diagnostics.push(Diagnostic::error("too-long", Span::new(0, text.len()), message));
        let root = tree.add(Kind::Broken, Span::new(0, text.len()));
        return Parsed { tree, root, diagnostics };
    }
    let tokens = lexer::tokens(text, &mut diagnostics);
    let mut parser = Parser { text, tokens, at: 0, tree, depth: 0, diagnostics };
    let root = parser.whole();
    let mut diagnostics = parser.diagnostics;
    let height = parser.tree.node(root).height;
    if diagnostics.is_empty() && height > MAX_HEIGHT {
        let message = format!("the expression is {height} levels deep; {MAX_HEIGHT} is the limit");
        diagnostics.push(Diagnostic::error("too-deep", parser.tree.node(root).span, message));
    }
    crate::diagnostic::in_order(&mut diagnostics);
    diagnostics.truncate(MAX_DIAGNOSTICS);
    Parsed { tree: parser.tree, root, diagnostics }
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    tree: Tree,
    depth: usize,
    diagnostics: Vec<Diagnostic>,
}

/// The binary operators, loosest first; each row is one level of precedence and associates to the left.
const LEVELS: [&[(&str, Binary)]; 8] = [
    &[("|", Binary::BitOr), ("bor", Binary::BitOr)],
    &[("^", Binary::Xor), ("xor", Binary::Xor)],
    &[("&", Binary::BitAnd), ("band", Binary::BitAnd)],
    &[("==", Binary::Eq), ("eq", Binary::Eq), ("!=", Binary::NotEq), ("neq", Binary::NotEq)],
    &[
        ("<", Binary::Less),
        ("lt", Binary::Less),
        (">", Binary::Greater),
        ("gt", Binary::Greater),
        ("<=", Binary::LessEq),
        ("lte", Binary::LessEq),
        (">=", Binary::GreaterEq),
        ("gte", Binary::GreaterEq),
        ("in", Binary::In),
        ("not", Binary::NotIn),
    ],
    &[
        ("<<", Binary::ShiftLeft),
        ("shl", Binary::ShiftLeft),
        (">>", Binary::ShiftRight),
        ("shr", Binary::ShiftRight),
        (">>>", Binary::UnsignedShiftRight),
        ("ushr", Binary::UnsignedShiftRight),
    ],
    &[("+", Binary::Add), ("-", Binary::Subtract)],
    &[("*", Binary::Multiply), ("/", Binary::Divide), ("%", Binary::Remainder)],
];

impl Parser<'_> {
    fn whole(&mut self) -> NodeId {
        if self.peek().tok == Tok::End && self.diagnostics.is_empty() {
            self.error("empty", "the expression is empty");
            return self.tree.add(Kind::Broken, Span::new(0, self.text.len()));
        }
        let root = self.expression();
        while self.peek().tok != Tok::End && self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.unexpected_after();
            self.at += 1;
            // What follows is read on its own, for its complaints.
            if self.starts_operand() {
                self.expression();
            }
        }
        root
    }

    fn peek(&self) -> &Token {
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn peek_second(&self) -> &Tok {
        &self.tokens[(self.at + 1).min(self.tokens.len() - 1)].tok
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.peek().tok, Tok::Sign(found) if found == sign)
    }

    fn accept(&mut self, sign: &str) -> bool {
        let found = self.is(sign);
        self.at += usize::from(found);
        found
    }

    fn previous_end(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |at| self.tokens[at].span.end as usize)
    }

    fn span_from(&self, start: u32) -> Span {
        Span { start, end: start.max(self.previous_end() as u32) }
    }

    fn node(&mut self, kind: Kind, start: u32) -> NodeId {
        let span = self.span_from(start);
        self.tree.add(kind, span)
    }

    fn broken(&mut self) -> NodeId {
        let span = self.peek().span;
        self.tree.add(Kind::Broken, span)
    }

    /// One more level of nesting, or `Broken` with the rest of the text given up.
    fn nested(&mut self, read: fn(&mut Self) -> NodeId) -> NodeId {
        if self.depth >= MAX_DEPTH {
            self.error("too-deep", format!("more than {MAX_DEPTH} levels of nesting"));
            self.at = self.tokens.len() - 1;
            return self.broken();
        }
        self.depth += 1;
        let node = read(self);
        self.depth -= 1;
        node
    }

    fn expression(&mut self) -> NodeId {
        self.nested(Self::sequence)
    }

    fn sequence(&mut self) -> NodeId {
        let first = self.assignment();
        if !self.is(",") {
            return first;
        }
        let start = self.tree.node(first).span.start;
        let mut parts = Vec::new();
        self.join(
            &mut parts,
            first,
            |kind| if let Kind::Sequence(inner) = kind { Some(inner) } else { None },
        );
        while self.accept(",") {
            let next = self.assignment();
            self.join(
                &mut parts,
                next,
                |kind| if let Kind::Sequence(inner) = kind { Some(inner) } else { None },
            );
        }
        self.node(Kind::Sequence(parts.into()), start)
    }

    /// Adds a part, or the parts of a part of the same kind: OGNL flattens these even across parentheses.
    fn join(&self, parts: &mut Vec<NodeId>, part: NodeId, same: fn(&Kind) -> Option<&Box<[NodeId]>>) {
        match same(self.tree.kind(part)) {
            Some(inner) => parts.extend_from_slice(inner),
            None => parts.push(part),
        }
    }

    fn assignment(&mut self) -> NodeId {
        let mut parts = vec![self.conditional()];
        while self.accept("=") {
            parts.push(self.conditional());
        }
        let mut value = parts.pop().unwrap_or(NodeId(0));
        while let Some(target) = parts.pop() {
            let start = self.tree.node(target).span.start;
            value = self.node(Kind::Assign(target, value), start);
        }
        value
    }

    fn conditional(&mut self) -> NodeId {
        let test = self.or();
        if !self.accept("?") {
            return test;
        }
        let yes = self.nested(Self::conditional);
        if !self.accept(":") {
            self.error("missing-colon", "`?` needs a `:` with what else to answer");
            return test;
        }
        let no = self.nested(Self::conditional);
        let start = self.tree.node(test).span.start;
        self.node(Kind::Test(test, yes, no), start)
    }

    fn or(&mut self) -> NodeId {
        let first = self.and();
        if !self.is("||") && !self.is("or") {
            return first;
        }
        let start = self.tree.node(first).span.start;
        let same = |kind: &Kind| -> bool { matches!(kind, Kind::Or(_)) };
        let mut parts = self.parts_of(first, same);
        while self.accept("||") || self.accept("or") {
            let next = self.and();
            parts.extend(self.parts_of(next, same));
        }
        self.node(Kind::Or(parts.into()), start)
    }

    fn and(&mut self) -> NodeId {
        let first = self.binary(0);
        if !self.is("&&") && !self.is("and") {
            return first;
        }
        let start = self.tree.node(first).span.start;
        let same = |kind: &Kind| -> bool { matches!(kind, Kind::And(_)) };
        let mut parts = self.parts_of(first, same);
        while self.accept("&&") || self.accept("and") {
            let next = self.binary(0);
            parts.extend(self.parts_of(next, same));
        }
        self.node(Kind::And(parts.into()), start)
    }

    fn parts_of(&self, id: NodeId, same: impl Fn(&Kind) -> bool) -> Vec<NodeId> {
        match self.tree.kind(id) {
            kind @ (Kind::And(parts) | Kind::Or(parts) | Kind::Fold(_, parts)) if same(kind) => {
                parts.to_vec()
            }
            _ => vec![id],
        }
    }

    /// Precedence climbing over [`LEVELS`]: one call per operand, not one per level.
    fn binary(&mut self, loosest: usize) -> NodeId {
        let mut left = self.unary();
        while let Some((level, operator, width)) = self.binary_operator() {
            if level < loosest {
                break;
            }
            self.at += width;
            let right = self.binary(level + 1);
            left = self.combine(operator, left, right);
        }
        left
    }

    fn binary_operator(&self) -> Option<(usize, Binary, usize)> {
        let Tok::Sign(sign) = self.peek().tok else { return None };
        for (level, operators) in LEVELS.iter().enumerate() {
            if let Some((_, operator)) = operators.iter().find(|(name, _)| *name == sign) {
                if *operator == Binary::NotIn {
                    return (*self.peek_second() == Tok::Sign("in")).then_some((level, *operator, 2));
                }
                return Some((level, *operator, 1));
            }
        }
        None
    }

    fn combine(&mut self, operator: Binary, left: NodeId, right: NodeId) -> NodeId {
        let start = self.tree.node(left).span.start;
        match operator {
            Binary::Add | Binary::Multiply | Binary::BitAnd | Binary::BitOr | Binary::Xor => {
                let same = |kind: &Kind| matches!(kind, Kind::Fold(found, _) if *found == operator);
                let mut parts = self.parts_of(left, same);
                parts.extend(self.parts_of(right, same));
                self.node(Kind::Fold(operator, parts.into()), start)
            }
            _ => self.node(Kind::Binary(operator, left, right), start),
        }
    }

    fn unary(&mut self) -> NodeId {
        let start = self.peek().span.start;
        let operator = match self.peek().tok {
            Tok::Sign("-") => Some(Unary::Negate),
            Tok::Sign("~") => Some(Unary::BitNegate),
            Tok::Sign("!" | "not") => Some(Unary::Not),
            Tok::Sign("+") => None,
            _ => return self.instance_of(),
        };
        self.at += 1;
        let operand = self.nested(Self::unary);
        match operator {
            Some(operator) => self.node(Kind::Unary(operator, operand), start),
            None => operand,
        }
    }

    fn instance_of(&mut self) -> NodeId {
        let value = self.navigation();
        if !self.accept("instanceof") {
            return value;
        }
        let start = self.tree.node(value).span.start;
        let Some(name) = self.class_name() else { return value };
        self.node(Kind::InstanceOf(value, name.into()), start)
    }

    fn error(&mut self, code: &str, message: impl Into<String>) {
        let span = self.peek().span;
        self.diagnostics.push(Diagnostic::error(code, span, message));
    }
}
