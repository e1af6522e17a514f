//! Where BeTrace's own parser stops: its grammar as data, and the rules by which the library it is built on (a
//! parser with a look-ahead of two tokens) chooses, gives up and reports.
//!
//! The tree is not built here, see `parser`; this answers only whether a text is accepted and which token is
//! reported when it is not. Sources: the observable behaviour of participle v2 and of BeTrace's grammar.

use super::go;
use super::lexer::{Class, Lexed};

/// A node of the grammar.
enum Node {
    /// A token with this text.
    Text(&'static str),
    Class(Class),
    /// One after the other.
    Sequence(&'static [Node]),
    /// The first that fits.
    Choice(&'static [Node]),
    Optional(&'static Node),
    Many(&'static Node),
    AtLeastOnce(&'static Node),
    /// A named production: where errors are noted and captured numbers converted.
    Rule(&'static Node),
    /// A number, converted when its production ends.
    Number(Class),
    /// A production that refers back to an outer one.
    Recursive(fn() -> &'static Node),
}

use Node::{AtLeastOnce, Choice, Many, Number, Optional, Recursive, Rule, Sequence, Text};

const IDENT: Node = Node::Class(Class::Ident);
const STRING: Node = Node::Class(Class::Str);
const DOTTED: Node = Sequence(&[Text("."), IDENT]);
const COMPARE: &[Node] = &[
    Text("=="),
    Text("!="),
    Text("<="),
    Text(">="),
    Text("<"),
    Text(">"),
    Text("in"),
    Text("matches"),
    Text("contains"),
];
const COUNTS: &[Node] = &[Text(">"), Text(">="), Text("<"), Text("<="), Text("=="), Text("!=")];

const ITEM: Node = Choice(&[STRING, IDENT]);
const VALUE: Node = Rule(&Choice(&[
    STRING,
    Number(Class::Float),
    Number(Class::Int),
    Choice(&[Text("true"), Text("false")]),
    IDENT,
    Sequence(&[Text("["), ITEM, Many(&Sequence(&[Text(","), ITEM])), Text("]")]),
]));
const COUNT: Node = Rule(&Sequence(&[Text("count"), Text("("), IDENT, Many(&DOTTED), Text(")")]));
const EXPRESSION: Node = Rule(&Choice(&[VALUE, COUNT, Sequence(&[IDENT, Many(&DOTTED)])]));

const WHERE_COMPARISON: Node = Rule(&Sequence(&[Choice(&[IDENT, STRING]), Choice(COMPARE), EXPRESSION]));
const WHERE_SPAN: Node = Rule(&Sequence(&[IDENT, AtLeastOnce(&DOTTED)]));
const WHERE_ATOM: Node = Rule(&Sequence(&[
    Optional(&Text("not")),
    Choice(&[
        Sequence(&[Text("("), Recursive(|| &WHERE_CONDITION), Text(")")]),
        WHERE_COMPARISON,
        WHERE_SPAN,
        IDENT,
    ]),
]));
const WHERE_AND: Node = Rule(&Sequence(&[WHERE_ATOM, Many(&Sequence(&[Text("and"), WHERE_ATOM]))]));
static WHERE_CONDITION: Node = Rule(&Sequence(&[WHERE_AND, Many(&Sequence(&[Text("or"), WHERE_AND]))]));
const WHERE_FILTER: Node = Rule(&Recursive(|| &WHERE_CONDITION));
const WHERE: Node = Sequence(&[Text("."), Text("where"), Text("("), WHERE_FILTER, Text(")")]);
const WHERE_CHAIN: Node = Rule(&Sequence(&[WHERE, Many(&WHERE)]));

const COMPARISON: Node = Rule(&Sequence(&[Choice(COMPARE), EXPRESSION]));
const HAS: Node = Rule(&Sequence(&[IDENT, Many(&DOTTED), Optional(&Choice(&[WHERE_CHAIN, COMPARISON]))]));
const COUNT_CHECK: Node = Rule(&Sequence(&[IDENT, Many(&DOTTED), Text(")"), Choice(COUNTS), EXPRESSION]));
const SPAN_CHECK: Node = Rule(&Choice(&[Sequence(&[Text("count"), Text("("), COUNT_CHECK]), HAS]));
const TERM: Node = Rule(&Choice(&[Sequence(&[Text("("), Recursive(|| &CONDITION), Text(")")]), SPAN_CHECK]));
const AND_TERM: Node = Rule(&Sequence(&[Optional(&Text("not")), TERM]));
const OR_TERM: Node = Rule(&Sequence(&[AND_TERM, Many(&Sequence(&[Text("and"), AND_TERM]))]));
static CONDITION: Node = Rule(&Sequence(&[OR_TERM, Many(&Sequence(&[Text("or"), OR_TERM]))]));

const BLOCK: Node = Sequence(&[Text("{"), Recursive(|| &CONDITION), Text("}")]);
static RULE: Node = Rule(&Sequence(&[
    Text("when"),
    BLOCK,
    Optional(&Sequence(&[Text("always"), BLOCK])),
    Optional(&Sequence(&[Text("never"), BLOCK])),
]));

/// How far ahead a failed alternative may have got and still be taken back.
const LOOKAHEAD: usize = 2;

/// What BeTrace complains about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Complaint {
    /// The token at this index.
    Token(usize),
    /// A number out of range, without a position.
    Number,
}

/// Nothing if the text is accepted. The text has no invalid characters and its nesting is bounded.
pub(crate) fn check(text: &str, lexed: &Lexed) -> Option<Complaint> {
    let input = Input { text, lexed };
    let mut state = State::default();
    match input.parse(&RULE, &mut state) {
        Err(complaint) => return Some(complaint),
        Ok(Match::None) => return Some(state.deepest_or(Complaint::Token(state.at))),
        Ok(_) => {}
    }
    let end = input.lexed.tokens.len() - 1;
    (state.at < end).then(|| state.deepest_or(Complaint::Token(state.at)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Match {
    None,
    Some,
}

/// The state of one branch of the parse; copied to look ahead.
#[derive(Debug, Clone, Default)]
struct State {
    at: usize,
    deepest: usize,
    complaint: Option<Complaint>,
    /// A captured number that cannot be converted, until the production that owns it ends.
    bad_number: bool,
}

impl State {
    fn deepest_or(&self, complaint: Complaint) -> Complaint {
        if self.at >= self.deepest { complaint } else { self.complaint.unwrap_or(complaint) }
    }

    fn note(&mut self, complaint: Complaint) {
        if self.at >= self.deepest {
            self.complaint = Some(complaint);
            self.deepest = self.at;
        }
    }

    fn branch(&self) -> State {
        State { bad_number: false, ..self.clone() }
    }

    fn accept(&mut self, branch: State) {
        self.at = branch.at;
        self.bad_number |= branch.bad_number;
        if branch.deepest >= self.deepest {
            self.deepest = branch.deepest;
            self.complaint = branch.complaint;
        }
    }

    /// Whether a failed branch got too far to be taken back; then the failure stands.
    fn stops(&mut self, complaint: Complaint, branch: &State) -> bool {
        if branch.deepest > self.deepest {
            self.complaint = branch.complaint;
            self.deepest = branch.deepest;
        } else if branch.at >= self.deepest {
            self.complaint = Some(complaint);
            self.deepest = branch.at.max(branch.deepest);
        }
        let stops = branch.at > self.at + LOOKAHEAD;
        if stops {
            self.accept(branch.clone());
        }
        stops
    }
}

struct Input<'t> {
    text: &'t str,
    lexed: &'t Lexed,
}

type Parsed = Result<Match, Complaint>;

impl Input<'_> {
    fn parse(&self, node: &'static Node, state: &mut State) -> Parsed {
        let token = self.lexed.tokens[state.at];
        match node {
            Text(text) => {
                Ok(self.take(state, token.span.of(self.text) == *text && token.class != Class::End))
            }
            Node::Class(class) => Ok(self.take(state, token.class == *class)),
            Number(class) => {
                if token.class != *class {
                    return Ok(Match::None);
                }
                state.at += 1;
                let image = token.span.of(self.text);
                state.bad_number |= match class {
                    Class::Int => go::parse_int(image).is_none(),
                    _ => go::parse_float(image).is_none(),
                };
                Ok(Match::Some)
            }
            Sequence(nodes) => {
                for (at, node) in nodes.iter().enumerate() {
                    if self.parse(node, state)? == Match::None {
                        return if at == 0 { Ok(Match::None) } else { Err(Complaint::Token(state.at)) };
                    }
                }
                Ok(Match::Some)
            }
            Choice(nodes) => self.choice(nodes, state),
            Optional(node) => self.repeat(node, 0, 1, state),
            Many(node) => self.repeat(node, 0, usize::MAX, state),
            AtLeastOnce(node) => self.repeat(node, 1, usize::MAX, state),
            Recursive(node) => self.parse(node(), state),
            Rule(node) => match self.parse(node, state) {
                Err(complaint) => {
                    state.note(complaint);
                    state.bad_number = false;
                    Err(complaint)
                }
                Ok(Match::Some) if std::mem::take(&mut state.bad_number) => Err(Complaint::Number),
                other => other,
            },
        }
    }

    fn take(&self, state: &mut State, fits: bool) -> Match {
        state.at += usize::from(fits);
        if fits { Match::Some } else { Match::None }
    }

    fn choice(&self, nodes: &'static [Node], state: &mut State) -> Parsed {
        let mut deepest = 0;
        let mut first = None;
        for node in nodes {
            let mut branch = state.branch();
            match self.parse(node, &mut branch) {
                Err(complaint) => {
                    if state.stops(complaint, &branch) {
                        return Err(complaint);
                    }
                    if branch.at >= deepest {
                        first = Some(complaint);
                        deepest = branch.at;
                    }
                }
                Ok(Match::Some) => {
                    state.accept(branch);
                    return Ok(Match::Some);
                }
                Ok(Match::None) => {}
            }
        }
        match first {
            Some(complaint) => {
                state.note(complaint);
                Err(complaint)
            }
            None => Ok(Match::None),
        }
    }

    fn repeat(&self, node: &'static Node, least: usize, most: usize, state: &mut State) -> Parsed {
        let mut matches = 0;
        while matches < most {
            let mut branch = state.branch();
            match self.parse(node, &mut branch) {
                Err(complaint) => {
                    state.note(complaint);
                    if state.stops(complaint, &branch) {
                        return Err(complaint);
                    }
                    break;
                }
                Ok(found) => {
                    state.accept(branch);
                    if found == Match::None {
                        break;
                    }
                }
            }
            matches += 1;
        }
        if matches < least { Err(Complaint::Token(state.at)) } else { Ok(Match::Some) }
    }
}
