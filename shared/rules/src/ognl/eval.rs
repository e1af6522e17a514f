//! Walks the tree for one span. Recursion is bounded by the tree's height, which the parser limits; the work is
//! bounded by a count of steps.

use std::rc::Rc;

use super::ast::{Kind, NodeId, Selection, Tree};
use super::context::SpanContext;
use super::value::{Val, Value};
use super::{ErrorKind, MAX_STEPS, Stop, methods, ops, property};

/// Most elements a list built by an expression may have.
const MAX_ELEMENTS: usize = 10_000;

pub(crate) fn run<'a>(tree: &'a Tree, root: NodeId, span: &'a dyn SpanContext) -> Result<Val<'a>, Stop> {
    Run::new(tree, span).value(root, &Val::Span)
}

/// What a node came to, for an explanation.
#[derive(Debug)]
pub(crate) enum Seen<'a> {
    Value(Val<'a>),
    Stopped { message: String, class: &'static str },
}

pub(crate) struct Run<'a> {
    tree: &'a Tree,
    span: &'a dyn SpanContext,
    /// What `#root` answers; a function's body has its argument there.
    root: Val<'a>,
    steps: u32,
    /// Where to note what each node came to, if anybody watches.
    pub(crate) watch: Option<Vec<Option<Seen<'a>>>>,
}

type Answer<'a> = Result<Val<'a>, Stop>;

impl<'a> Run<'a> {
    pub(crate) fn new(tree: &'a Tree, span: &'a dyn SpanContext) -> Run<'a> {
        Run { tree, span, root: Val::Span, steps: 0, watch: None }
    }

    pub(crate) fn value(&mut self, id: NodeId, source: &Val<'a>) -> Answer<'a> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Err(Stop::not_evaluated("more steps than one evaluation may take"));
        }
        let node = self.tree.node(id);
        let answer = self.kind(&node.kind, source).map_err(|stop| stop.within(node.span));
        if let Some(watch) = &mut self.watch {
            watch[id.0 as usize] = Some(match &answer {
                Ok(value) => Seen::Value(value.clone()),
                Err(stop) => {
                    let (message, class) = stop.told();
                    Seen::Stopped { message, class }
                }
            });
        }
        answer
    }

    /// The value of an operand: literals and attributes of the span, which most are, without another call.
    #[inline]
    fn operand(&mut self, id: NodeId, source: &Val<'a>) -> Answer<'a> {
        if self.watch.is_none() {
            match self.tree.kind(id) {
                Kind::Const(value) => return Ok(Val::borrow(value)),
                Kind::Property(name) if matches!(source, Val::Span) => {
                    return property::of_span(self.span, name);
                }
                Kind::Index(key) if matches!(source, Val::Span) && matches!(self.root, Val::Span) => {
                    if let Kind::Const(Value::Str(name)) = self.tree.kind(*key) {
                        return Ok(property::entry(self.span, name));
                    }
                }
                _ => {}
            }
        }
        self.value(id, source)
    }

    fn kind(&mut self, kind: &'a Kind, source: &Val<'a>) -> Answer<'a> {
        match kind {
            Kind::Const(value) => Ok(Val::borrow(value)),
            Kind::Property(name) => property::named(self.span, source, name),
            Kind::Chain(links) => {
                let mut value = source.clone();
                for link in links {
                    value = self.value(*link, &value)?;
                }
                Ok(value)
            }
            Kind::And(parts) => {
                let mut value = Val::Null;
                for part in parts {
                    value = self.operand(*part, source)?;
                    if !ops::truth(&value) {
                        break;
                    }
                }
                Ok(value)
            }
            Kind::Or(parts) => {
                let mut value = Val::Null;
                for part in parts {
                    value = self.operand(*part, source)?;
                    if ops::truth(&value) {
                        break;
                    }
                }
                Ok(value)
            }
            Kind::Binary(operator, left, right) => {
                let left = self.operand(*left, source)?;
                let right = self.operand(*right, source)?;
                ops::binary(*operator, &left, &right)
            }
            Kind::Unary(operator, operand) => ops::unary(*operator, &self.value(*operand, source)?),
            Kind::Test(test, yes, no) => {
                let chosen = if ops::truth(&self.value(*test, source)?) { yes } else { no };
                self.value(*chosen, source)
            }
            Kind::Method(name, arguments) => {
                let root = self.root.clone();
                let mut values = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    values.push(self.value(*argument, &root)?);
                }
                methods::call(self.span, source, name, &values)
            }
            Kind::Index(index) => {
                let root = self.root.clone();
                let key = self.value(*index, &root)?;
                property::indexed(self.span, source, &key)
            }
            Kind::Fold(operator, parts) => {
                let mut parts = parts.iter();
                let mut value = match parts.next() {
                    Some(first) => self.value(*first, source)?,
                    None => Val::Null,
                };
                for part in parts {
                    let right = self.value(*part, source)?;
                    value = ops::binary(*operator, &value, &right)?;
                }
                Ok(value)
            }
            Kind::This => Ok(source.clone()),
            Kind::Root => Ok(self.root.clone()),
            _ => self.rare(kind, source),
        }
    }

    /// The kinds a rule seldom has, apart so that the common ones stay small.
    fn rare(&mut self, kind: &'a Kind, source: &Val<'a>) -> Answer<'a> {
        match kind {
            Kind::Dynamic(subscript) => property::subscript(source, *subscript),
            Kind::List(items) => {
                let mut values = Vec::with_capacity(items.len());
                for item in items {
                    values.push(self.value(*item, source)?);
                }
                Ok(Val::List(Rc::new(values)))
            }
            Kind::Map(entries) => self.map(entries, source),
            Kind::Project(body) => {
                let mut out = Vec::new();
                for element in elements(source)? {
                    out.push(self.value(*body, &element)?);
                }
                Ok(Val::List(Rc::new(out)))
            }
            Kind::Select(selection, body) => {
                let mut out = Vec::new();
                for element in elements(source)? {
                    if !ops::truth(&self.value(*body, &element)?) {
                        continue;
                    }
                    if *selection == Selection::Last {
                        out.clear();
                    }
                    out.push(element);
                    if *selection == Selection::First {
                        break;
                    }
                }
                Ok(Val::List(Rc::new(out)))
            }
            Kind::Sequence(parts) => {
                let mut value = Val::Null;
                for part in parts {
                    value = self.value(*part, source)?;
                }
                Ok(value)
            }
            Kind::InstanceOf(value, class) => property::instance_of(&self.value(*value, source)?, class),
            Kind::Eval(target, argument) => {
                let Kind::Lambda(body) = self.tree.kind(*target) else {
                    return Err(Stop::not_evaluated("a value called as an expression"));
                };
                let argument = self.value(*argument, source)?;
                let outer = std::mem::replace(&mut self.root, argument.clone());
                let value = self.value(*body, &argument);
                self.root = outer;
                value
            }
            Kind::Var(name) => match name.as_ref() {
                "context"
                | "_memberAccess"
                | "_classResolver"
                | "_typeConverter"
                | "_traceEvaluations"
                | "_lastEvaluation"
                | "_keepLastEvaluation" => {
                    Err(Stop::not_evaluated(format!("`#{name}`, OGNL's own machinery")))
                }
                // Nothing sets a variable, so each is null.
                _ => Ok(Val::Null),
            },
            Kind::Lambda(_) => Err(Stop::not_evaluated("a function that is not called on the spot")),
            Kind::Assign(..) => Err(Stop::not_evaluated("assignment (`=`)")),
            Kind::Refused(what, _) => Err(Stop::not_evaluated(*what)),
            _ => Err(Stop::not_evaluated("a text with errors")),
        }
    }

    fn map(&mut self, entries: &'a [(NodeId, Option<NodeId>)], source: &Val<'a>) -> Answer<'a> {
        let mut out: Vec<(Val<'a>, Val<'a>)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let key = self.value(*key, source)?;
            let value = match value {
                Some(value) => self.value(*value, source)?,
                None => Val::Null,
            };
            match out.iter_mut().find(|(found, _)| ops::java_equals(found, &key)) {
                Some(entry) => entry.1 = value,
                None => out.push((key, value)),
            }
        }
        Ok(Val::Map(Rc::new(out)))
    }
}

/// What a projection or selection walks over.
fn elements<'a>(source: &Val<'a>) -> Result<Vec<Val<'a>>, Stop> {
    if let Some(elements) = source.elements() {
        return Ok(elements);
    }
    if let Some(entries) = source.entries() {
        return Ok(entries.into_iter().map(|(_, value)| value).collect());
    }
    match source {
        Val::Null => Err(Stop::error(ErrorKind::NullPointer, "null has no elements")),
        Val::Span => Err(Stop::not_evaluated("a walk over the whole span")),
        Val::Int32(_) | Val::Int(_) | Val::Double(_) | Val::Float(_) | Val::BigInt(_) | Val::Decimal(_) => {
            let count = ops::long_of(source)?;
            if count > MAX_ELEMENTS as i64 {
                return Err(Stop::not_evaluated("a list of more than 10,000 elements"));
            }
            let number = |at: i64| match source {
                Val::Int32(_) => Val::Int32(at as i32),
                Val::Double(_) => Val::Double(at as f64),
                Val::Float(_) => Val::Float(at as f32),
                Val::Int(_) => Val::Int(at),
                _ => Val::BigInt(Box::new(i128::from(at))),
            };
            Ok((0..count.max(0)).map(number).collect())
        }
        single => Ok(vec![single.clone()]),
    }
}
