//! Order, equality and membership: by number where one side is a number, by the texts' order, or an error.

use std::cmp::Ordering;

use super::super::java;
use super::super::value::Val;
use super::super::{ErrorKind, Stop};
use super::{Answer, Type, big_of, common, decimal_of, double_of, long_of, too_large, type_of};

fn same_object(left: &Val<'_>, right: &Val<'_>) -> bool {
    match (left, right) {
        (Val::Null, Val::Null) | (Val::Span, Val::Span) => true,
        (Val::Items(left), Val::Items(right)) => std::ptr::eq(*left, *right),
        (Val::Entries(left), Val::Entries(right)) => std::ptr::eq(*left, *right),
        (Val::List(left), Val::List(right)) => std::rc::Rc::ptr_eq(left, right),
        (Val::Map(left), Val::Map(right)) => std::rc::Rc::ptr_eq(left, right),
        _ => false,
    }
}

/// OGNL's order. `Greater` is also what a NaN answers.
pub(crate) fn compare(left: &Val<'_>, right: &Val<'_>) -> Answer<Ordering> {
    if let (Val::Int(left), Val::Int32(right)) = (left, right) {
        return Ok(left.cmp(&i64::from(*right)));
    }
    if same_object(left, right) {
        return Ok(Ordering::Equal);
    }
    let (left_type, right_type) = (type_of(left), type_of(right));
    match common(left_type, right_type, true) {
        Type::BigInt => Ok(big_of(left)?.cmp(&big_of(right)?)),
        Type::Decimal => decimal_of(left)?.compare(decimal_of(right)?).ok_or_else(too_large),
        Type::Other if left_type == Type::Other && right_type == Type::Other => compare_objects(left, right),
        Type::Other | Type::Float | Type::Double => {
            let (left, right) = (double_of(left)?, double_of(right)?);
            Ok(left.partial_cmp(&right).unwrap_or(Ordering::Greater))
        }
        Type::Bool | Type::Char | Type::Int | Type::Long => Ok(long_of(left)?.cmp(&long_of(right)?)),
    }
}

fn compare_objects(left: &Val<'_>, right: &Val<'_>) -> Answer<Ordering> {
    match (left, right) {
        (Val::Str(left), Val::Str(right)) => Ok(java::compare(left, right).cmp(&0)),
        (Val::Null, _) | (_, Val::Null) => {
            Err(Stop::error(ErrorKind::NullPointer, "text is compared with null; only a number may be"))
        }
        _ => Err(Stop::error(
            ErrorKind::IllegalArgument,
            format!("a {} cannot be compared with a {}", left.type_name(), right.type_name()),
        )),
    }
}

/// `==`, as `in` uses it too.
pub(crate) fn equal(left: &Val<'_>, right: &Val<'_>) -> Answer<bool> {
    match (left, right) {
        (Val::Null, _) | (_, Val::Null) => return Ok(left.is_null() && right.is_null()),
        (Val::Str(left), Val::Str(right)) => return Ok(left == right),
        _ => {}
    }
    Ok(compare(left, right)? == Ordering::Equal || java_equals(left, right))
}

/// Java's `equals`: the same class and the same value.
pub(crate) fn java_equals(left: &Val<'_>, right: &Val<'_>) -> bool {
    match (left, right) {
        (Val::Null, Val::Null) | (Val::Span, Val::Span) => true,
        (Val::Bool(left), Val::Bool(right)) => left == right,
        (Val::Char(left), Val::Char(right)) => left == right,
        (Val::Int32(left), Val::Int32(right)) => left == right,
        (Val::Int(left), Val::Int(right)) => left == right,
        (Val::BigInt(left), Val::BigInt(right)) => left == right,
        (Val::Float(left), Val::Float(right)) => {
            left.to_bits() == right.to_bits() || left.is_nan() && right.is_nan()
        }
        (Val::Double(left), Val::Double(right)) => {
            left.to_bits() == right.to_bits() || left.is_nan() && right.is_nan()
        }
        (Val::Decimal(left), Val::Decimal(right)) => left == right,
        (Val::Str(left), Val::Str(right)) => left == right,
        _ => match (left.elements(), right.elements()) {
            (Some(left), Some(right)) => {
                left.len() == right.len()
                    && left.iter().zip(&right).all(|(left, right)| java_equals(left, right))
            }
            _ => false,
        },
    }
}

/// Whether `right` holds something equal to `left`: a list's elements, a map's values, the numbers below a number,
/// or the object itself.
pub(super) fn is_in(left: &Val<'_>, right: &Val<'_>) -> Answer<bool> {
    if let Some(count) = right.length() {
        for at in 0..count {
            if let Some(element) = right.element(at)
                && equal(left, &element)?
            {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some(entries) = right.entries() {
        for (_, value) in &entries {
            if equal(left, value)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match right {
        Val::Null => Ok(false),
        Val::Span => Err(Stop::not_evaluated("`in` over the whole span")),
        Val::Int32(_) | Val::Int(_) | Val::BigInt(_) | Val::Float(_) | Val::Double(_) | Val::Decimal(_) => {
            // OGNL walks the integers from zero up; comparing with the bounds comes to the same.
            let below = long_of(right)?;
            if below <= 0 || left.is_null() {
                return Ok(false);
            }
            let value = double_of(left)?;
            Ok(value >= 0.0 && value < below as f64 && value.fract() == 0.0)
        }
        object => equal(left, object),
    }
}
