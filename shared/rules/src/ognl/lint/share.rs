//! An estimate of how many spans match, from what was seen. Within a group of spans the conditions are taken to be
//! independent of each other; service and operation are known exactly.

use super::super::ast::{Kind, NodeId, Tree, Unary};
use super::super::ops;
use super::super::value::{Val, Value};
use super::attribute_of;
use crate::schema::{Group, Scalar, Schema};

pub(super) fn estimate(tree: &Tree, root: NodeId, schema: &Schema) -> Option<f64> {
    let total: u64 = schema.groups.iter().map(|group| group.spans).sum();
    if total == 0 {
        return None;
    }
    let mut matching = 0.0;
    for group in &schema.groups {
        matching += holds(tree, root, group)? * group.spans as f64;
    }
    Some((matching / total as f64).clamp(0.0, 1.0))
}

/// The share of a group's spans for which a condition holds.
fn holds(tree: &Tree, id: NodeId, group: &Group) -> Option<f64> {
    match tree.kind(id) {
        Kind::And(parts) => {
            parts.iter().try_fold(1.0, |share, part| Some(share * holds(tree, *part, group)?))
        }
        Kind::Or(parts) => {
            let none =
                parts.iter().try_fold(1.0, |share, part| Some(share * (1.0 - holds(tree, *part, group)?)))?;
            Some(1.0 - none)
        }
        Kind::Unary(Unary::Not, inner) => Some(1.0 - holds(tree, *inner, group)?),
        Kind::Binary(operator, left, right) => {
            let (subject, constant, swapped) = match (attribute_of(tree, *left), attribute_of(tree, *right)) {
                (Some(name), None) => (name, *right, false),
                (None, Some(name)) => (name, *left, true),
                _ => return None,
            };
            let constant = literal(tree, constant)?;
            let constant = Val::borrow(&constant);
            share_of(group, &subject, |value| {
                let (left, right) = if swapped { (&constant, value) } else { (value, &constant) };
                matches!(ops::binary(*operator, left, right), Ok(Val::Bool(true)))
            })
        }
        Kind::Const(value) => Some(f64::from(u8::from(ops::truth(&Val::borrow(value))))),
        _ => {
            let name = attribute_of(tree, id)?;
            share_of(group, &name, ops::truth)
        }
    }
}

fn literal(tree: &Tree, id: NodeId) -> Option<Value> {
    match tree.kind(id) {
        Kind::Const(value) => Some(value.clone()),
        Kind::List(items) => {
            items.iter().map(|item| literal(tree, *item)).collect::<Option<Vec<_>>>().map(Value::List)
        }
        Kind::Unary(Unary::Negate, operand) => {
            let operand = literal(tree, *operand)?;
            ops::unary(Unary::Negate, &Val::borrow(&operand)).ok().map(Val::into_owned)
        }
        _ => None,
    }
}

/// The share of a group's spans whose attribute passes; a missing one is null.
fn share_of(group: &Group, name: &str, passes: impl Fn(&Val<'_>) -> bool) -> Option<f64> {
    let missing = f64::from(u8::from(passes(&Val::Null)));
    let Some(attribute) = group.attributes.get(name) else {
        return (!group.more).then_some(missing);
    };
    let present = (attribute.count as f64 / group.spans.max(1) as f64).min(1.0);
    let sampled: u64 = attribute.samples.iter().map(|sample| sample.count).sum();
    if sampled == 0 {
        return (attribute.count == 0).then_some(missing);
    }
    let mut passing = 0;
    for sample in &attribute.samples {
        let value = match &sample.value {
            Scalar::Bool(value) => Val::Bool(*value),
            Scalar::Int(value) => Val::Int(*value),
            Scalar::Double(value) => Val::Double(*value),
            Scalar::Text(text) => Val::Str(text.as_str().into()),
        };
        if passes(&value) {
            passing += sample.count;
        }
    }
    Some(present * passing as f64 / sampled as f64 + (1.0 - present) * missing)
}
