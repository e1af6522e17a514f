//! The tree of an OGNL expression, in one arena: no node owns another, so a tree is dropped without recursion.

use super::value::Value;
use crate::diagnostic::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeId(pub(crate) u32);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Binary {
    BitOr,
    Xor,
    BitAnd,
    Eq,
    NotEq,
    Less,
    Greater,
    LessEq,
    GreaterEq,
    In,
    NotIn,
    ShiftLeft,
    ShiftRight,
    UnsignedShiftRight,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unary {
    Not,
    Negate,
    BitNegate,
}

/// `[^]`, `[|]`, `[$]` and `[*]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subscript {
    First,
    Mid,
    Last,
    All,
}

/// `{? }`, `{^ }` and `{$ }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Selection {
    All,
    First,
    Last,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Const(Value),
    /// `name` of the current object.
    Property(Box<str>),
    /// `[expr]` of the current object.
    Index(NodeId),
    Dynamic(Subscript),
    Method(Box<str>, Box<[NodeId]>),
    /// Each part is asked of the value of the part before it.
    Chain(Box<[NodeId]>),
    This,
    Root,
    Var(Box<str>),
    Lambda(NodeId),
    Eval(NodeId, NodeId),
    /// What the grammar accepts and nothing here evaluates: `@Class@member`, `new`, with its reason.
    Refused(&'static str, Box<[NodeId]>),
    Assign(NodeId, NodeId),
    List(Box<[NodeId]>),
    /// Keys and values; a key without a value has none.
    Map(Box<[(NodeId, Option<NodeId>)]>),
    Project(NodeId),
    Select(Selection, NodeId),
    And(Box<[NodeId]>),
    Or(Box<[NodeId]>),
    /// `+ * | ^ &`: OGNL joins equal operators into one node, across parentheses, and folds it from the left.
    Fold(Binary, Box<[NodeId]>),
    Binary(Binary, NodeId, NodeId),
    Unary(Unary, NodeId),
    InstanceOf(NodeId, Box<str>),
    Test(NodeId, NodeId, NodeId),
    Sequence(Box<[NodeId]>),
    /// Where the parser recovered; a text with one never becomes a program.
    Broken,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
    /// Levels below this node, itself included.
    pub(crate) height: u16,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    pub(crate) fn kind(&self, id: NodeId) -> &Kind {
        &self.node(id).kind
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = NodeId> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn add(&mut self, kind: Kind, span: Span) -> NodeId {
        let mut height = 0;
        each_child(&kind, &mut |child| height = height.max(self.node(child).height));
        self.nodes.push(Node { kind, span, height: height.saturating_add(1) });
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// Whether two nodes have the same structure, spans aside.
    pub(crate) fn same(&self, id: NodeId, other: &Tree, other_id: NodeId) -> bool {
        let (left, right) = (self.kind(id), other.kind(other_id));
        if !same_label(left, right) {
            return false;
        }
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        each_child(left, &mut |child| lefts.push(child));
        each_child(right, &mut |child| rights.push(child));
        lefts.len() == rights.len()
            && lefts.iter().zip(&rights).all(|(left, right)| self.same(*left, other, *right))
    }

    /// Widens a node to the parentheses around it.
    pub(crate) fn widen(&mut self, id: NodeId, span: Span) {
        self.nodes[id.0 as usize].span = span;
    }
}

/// Calls `found` with the children of a node, in the order of the text.
pub(crate) fn each_child(kind: &Kind, found: &mut dyn FnMut(NodeId)) {
    match kind {
        Kind::Const(_)
        | Kind::Property(_)
        | Kind::Dynamic(_)
        | Kind::This
        | Kind::Root
        | Kind::Var(_)
        | Kind::Broken => {}
        Kind::Index(one)
        | Kind::Lambda(one)
        | Kind::Project(one)
        | Kind::Select(_, one)
        | Kind::Unary(_, one)
        | Kind::InstanceOf(one, _) => found(*one),
        Kind::Eval(left, right) | Kind::Assign(left, right) | Kind::Binary(_, left, right) => {
            found(*left);
            found(*right);
        }
        Kind::Test(test, yes, no) => {
            found(*test);
            found(*yes);
            found(*no);
        }
        Kind::Method(_, many)
        | Kind::Chain(many)
        | Kind::Refused(_, many)
        | Kind::List(many)
        | Kind::And(many)
        | Kind::Or(many)
        | Kind::Fold(_, many)
        | Kind::Sequence(many) => many.iter().for_each(|id| found(*id)),
        Kind::Map(entries) => {
            for (key, value) in entries {
                found(*key);
                if let Some(value) = value {
                    found(*value);
                }
            }
        }
    }
}

/// Whether two nodes say the same, their children aside.
fn same_label(left: &Kind, right: &Kind) -> bool {
    match (left, right) {
        (Kind::Const(left), Kind::Const(right)) => left == right,
        (Kind::Property(left), Kind::Property(right)) | (Kind::Var(left), Kind::Var(right)) => left == right,
        (Kind::Dynamic(left), Kind::Dynamic(right)) => left == right,
        (Kind::Method(left, _), Kind::Method(right, _)) => left == right,
        (Kind::Refused(left, _), Kind::Refused(right, _)) => left == right,
        (Kind::Select(left, _), Kind::Select(right, _)) => left == right,
        (Kind::Fold(left, _), Kind::Fold(right, _)) => left == right,
        (Kind::Binary(left, ..), Kind::Binary(right, ..)) => left == right,
        (Kind::Unary(left, _), Kind::Unary(right, _)) => left == right,
        (Kind::InstanceOf(_, left), Kind::InstanceOf(_, right)) => left == right,
        (Kind::Map(left), Kind::Map(right)) => {
            let shape = |entries: &[(NodeId, Option<NodeId>)]| {
                entries.iter().map(|(_, v)| v.is_some()).collect::<Vec<_>>()
            };
            shape(left) == shape(right)
        }
        _ => std::mem::discriminant(left) == std::mem::discriminant(right),
    }
}
