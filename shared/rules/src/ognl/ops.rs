//! OGNL's operators: the type of an operation comes from both operands, texts are read as numbers, null is zero.
//!
//! Source: the observable behaviour of `ognl.OgnlOps` 2.7.3.

mod compare;

use super::ast::{Binary, Unary};
use super::decimal::Decimal;
use super::java;
use super::value::Val;
use super::{ErrorKind, Stop};

/// The order matters: the wider of two types is the greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Type {
    Bool,
    Char,
    Int,
    Long,
    BigInt,
    Float,
    Double,
    Decimal,
    Other,
}

fn type_of(value: &Val<'_>) -> Type {
    match value {
        Val::Bool(_) => Type::Bool,
        Val::Char(_) => Type::Char,
        Val::Int32(_) => Type::Int,
        Val::Int(_) => Type::Long,
        Val::BigInt(_) => Type::BigInt,
        Val::Float(_) => Type::Float,
        Val::Double(_) => Type::Double,
        Val::Decimal(_) => Type::Decimal,
        _ => Type::Other,
    }
}

/// The type in which two operands meet. Where `text` is allowed, anything beside a text or a character stays text.
fn common(left: Type, right: Type, text: bool) -> Type {
    if left == right {
        return left;
    }
    let textual = |t| t == Type::Other || t == Type::Char;
    if text && (textual(left) || textual(right)) {
        return Type::Other;
    }
    let number = |t| if t == Type::Other { Type::Double } else { t };
    let (left, right) = (number(left), number(right));
    let (narrow, wide) = (left.min(right), left.max(right));
    if wide < Type::Float || narrow >= Type::Float || narrow < Type::Int {
        wide
    } else if narrow == Type::BigInt {
        Type::Decimal
    } else {
        wide.max(Type::Double)
    }
}

pub(crate) use compare::{compare, equal, java_equals};

type Answer<T> = Result<T, Stop>;

fn no_number(text: &str) -> Stop {
    let shown: String = text.chars().take(40).collect();
    Stop::error(ErrorKind::NumberFormat, format!("\"{shown}\" is not a number"))
}

fn too_large() -> Stop {
    Stop::not_evaluated("a number of more than 38 digits")
}

fn division_by_zero() -> Stop {
    Stop::error(ErrorKind::Arithmetic, "division by zero")
}

pub(crate) fn long_of(value: &Val<'_>) -> Answer<i64> {
    Ok(match value {
        Val::Null => 0,
        Val::Bool(value) => i64::from(*value),
        Val::Char(unit) => i64::from(*unit),
        Val::Int32(value) => i64::from(*value),
        Val::Int(value) => *value,
        Val::BigInt(value) => **value as i64,
        Val::Float(value) => *value as i64,
        Val::Double(value) => *value as i64,
        Val::Decimal(value) => value.truncate().ok_or_else(too_large)? as i64,
        other => {
            let text = other.text();
            let text = java::trim(&text);
            java::parse_long(text).ok_or_else(|| no_number(text))?
        }
    })
}

pub(crate) fn double_of(value: &Val<'_>) -> Answer<f64> {
    Ok(match value {
        Val::Null => 0.0,
        Val::Bool(value) => f64::from(u8::from(*value)),
        Val::Char(unit) => f64::from(*unit),
        Val::Int32(value) => f64::from(*value),
        Val::Int(value) => *value as f64,
        Val::BigInt(value) => **value as f64,
        Val::Float(value) => f64::from(*value),
        Val::Double(value) => *value,
        Val::Decimal(value) => value.to_double(),
        other => {
            let text = other.text();
            let text = java::trim(&text);
            if text.is_empty() { 0.0 } else { java::parse_double(text).ok_or_else(|| no_number(text))? }
        }
    })
}

fn big_of(value: &Val<'_>) -> Answer<i128> {
    match value {
        Val::BigInt(value) => Ok(**value),
        Val::Decimal(value) => value.truncate().ok_or_else(too_large),
        Val::Str(text) => java::trim(text).parse().map_err(|_| no_number(text)),
        other => long_of(other).map(i128::from),
    }
}

fn decimal_of(value: &Val<'_>) -> Answer<Decimal> {
    match value {
        Val::Decimal(value) => Ok(**value),
        Val::BigInt(value) => Ok(Decimal::integer(**value)),
        // OGNL goes through a double for every other number.
        Val::Int32(_) | Val::Int(_) | Val::Float(_) | Val::Double(_) => {
            let double = double_of(value)?;
            if !double.is_finite() {
                return Err(Stop::error(ErrorKind::NumberFormat, "infinite or NaN as a decimal"));
            }
            Decimal::from_double(double).ok_or_else(too_large)
        }
        Val::Null | Val::Bool(_) | Val::Char(_) => long_of(value).map(|value| Decimal::integer(value.into())),
        other => {
            let text = other.text();
            Decimal::parse(java::trim(&text)).ok_or_else(|| no_number(&text))
        }
    }
}

fn big<'a>(value: Option<i128>) -> Answer<Val<'a>> {
    value.map(|value| Val::BigInt(Box::new(value))).ok_or_else(too_large)
}

fn decimal<'a>(value: Option<Decimal>) -> Answer<Val<'a>> {
    value.map(|value| Val::Decimal(Box::new(value))).ok_or_else(too_large)
}

/// An integer in the given type; a real type takes it only if it can hold it exactly.
fn integer<'a>(kind: Type, value: i64) -> Val<'a> {
    match kind {
        Type::Bool | Type::Char | Type::Int => Val::Int32(value as i32),
        Type::Float if (value as f32) as i64 == value => Val::Float(value as f32),
        Type::Float | Type::Double if (value as f64) as i64 == value => Val::Double(value as f64),
        Type::Float | Type::Double | Type::Long => Val::Int(value),
        Type::BigInt | Type::Decimal | Type::Other => Val::BigInt(Box::new(i128::from(value))),
    }
}

fn real<'a>(kind: Type, value: f64) -> Val<'a> {
    if kind == Type::Float { Val::Float(value as f32) } else { Val::Double(value) }
}

/// What counts as true: true itself, a number or character that is not zero, and anything else but null.
pub(crate) fn truth(value: &Val<'_>) -> bool {
    match value {
        Val::Null => false,
        Val::Bool(value) => *value,
        Val::Char(unit) => *unit != 0,
        Val::Int32(value) => *value != 0,
        Val::Int(value) => *value != 0,
        Val::BigInt(value) => **value != 0,
        // NaN differs from zero.
        Val::Float(value) => *value != 0.0,
        Val::Double(value) => *value != 0.0,
        Val::Decimal(value) => value.unscaled != 0,
        _ => true,
    }
}

pub(crate) fn binary<'a>(operator: Binary, left: &Val<'a>, right: &Val<'a>) -> Answer<Val<'a>> {
    Ok(match operator {
        Binary::Eq => Val::Bool(equal(left, right)?),
        Binary::NotEq => Val::Bool(!equal(left, right)?),
        Binary::Less => Val::Bool(compare(left, right)?.is_lt()),
        Binary::Greater => Val::Bool(compare(left, right)?.is_gt()),
        Binary::LessEq => Val::Bool(compare(left, right)?.is_le()),
        Binary::GreaterEq => Val::Bool(compare(left, right)?.is_ge()),
        Binary::In => Val::Bool(compare::is_in(left, right)?),
        Binary::NotIn => Val::Bool(!compare::is_in(left, right)?),
        Binary::Add => return add(left, right),
        Binary::Subtract | Binary::Multiply | Binary::Divide | Binary::Remainder => {
            return arithmetic(operator, left, right);
        }
        Binary::BitOr | Binary::Xor | Binary::BitAnd => return bits(operator, left, right),
        Binary::ShiftLeft | Binary::ShiftRight | Binary::UnsignedShiftRight => {
            return shift(operator, left, right);
        }
    })
}

fn add<'a>(left: &Val<'a>, right: &Val<'a>) -> Answer<Val<'a>> {
    let (left_type, right_type) = (type_of(left), type_of(right));
    match common(left_type, right_type, true) {
        Type::BigInt => big(big_of(left)?.checked_add(big_of(right)?)),
        Type::Decimal => decimal(decimal_of(left)?.add(decimal_of(right)?)),
        kind @ (Type::Float | Type::Double) => Ok(real(kind, double_of(left)? + double_of(right)?)),
        Type::Other => {
            if left_type != Type::Other && right.is_null() || right_type != Type::Other && left.is_null() {
                return Err(Stop::error(ErrorKind::NullPointer, "null is added to a number"));
            }
            let mut text = left.text().into_owned();
            text.push_str(&right.text());
            Stop::check_text(&text)?;
            Ok(Val::string(text))
        }
        kind => Ok(integer(kind, long_of(left)?.wrapping_add(long_of(right)?))),
    }
}

fn arithmetic<'a>(operator: Binary, left: &Val<'a>, right: &Val<'a>) -> Answer<Val<'a>> {
    let kind = common(type_of(left), type_of(right), false);
    match (kind, operator) {
        (Type::BigInt, _) | (Type::Decimal, Binary::Remainder) => {
            let (left, right) = (big_of(left)?, big_of(right)?);
            match operator {
                Binary::Subtract => big(left.checked_sub(right)),
                Binary::Multiply => big(left.checked_mul(right)),
                _ if right == 0 => Err(division_by_zero()),
                Binary::Divide => big(left.checked_div(right)),
                _ => big(Some(left.wrapping_rem(right))),
            }
        }
        (Type::Decimal, _) => {
            let (left, right) = (decimal_of(left)?, decimal_of(right)?);
            match operator {
                Binary::Subtract => decimal(right.negate().and_then(|right| left.add(right))),
                Binary::Multiply => decimal(left.multiply(right)),
                _ if right.unscaled == 0 => Err(division_by_zero()),
                _ => decimal(left.divide(right)),
            }
        }
        (Type::Float | Type::Double, Binary::Subtract) => {
            Ok(real(kind, double_of(left)? - double_of(right)?))
        }
        (Type::Float | Type::Double, Binary::Multiply) => {
            Ok(real(kind, double_of(left)? * double_of(right)?))
        }
        (Type::Float | Type::Double, Binary::Divide) => Ok(real(kind, double_of(left)? / double_of(right)?)),
        _ => {
            let (left, right) = (long_of(left)?, long_of(right)?);
            let value = match operator {
                Binary::Subtract => left.wrapping_sub(right),
                Binary::Multiply => left.wrapping_mul(right),
                _ if right == 0 => return Err(division_by_zero()),
                Binary::Divide => left.wrapping_div(right),
                _ => left.wrapping_rem(right),
            };
            Ok(integer(kind, value))
        }
    }
}

fn bits<'a>(operator: Binary, left: &Val<'a>, right: &Val<'a>) -> Answer<Val<'a>> {
    let kind = common(type_of(left), type_of(right), false);
    if matches!(kind, Type::BigInt | Type::Decimal) {
        let (left, right) = (big_of(left)?, big_of(right)?);
        return big(Some(match operator {
            Binary::BitOr => left | right,
            Binary::Xor => left ^ right,
            _ => left & right,
        }));
    }
    let (left, right) = (long_of(left)?, long_of(right)?);
    let value = match operator {
        Binary::BitOr => left | right,
        Binary::Xor => left ^ right,
        _ => left & right,
    };
    Ok(integer(kind, value))
}

fn shift<'a>(operator: Binary, left: &Val<'a>, right: &Val<'a>) -> Answer<Val<'a>> {
    let kind = type_of(left);
    if matches!(kind, Type::BigInt | Type::Decimal) {
        let value = big_of(left)?;
        let places = long_of(right)? as i32;
        let places = if operator == Binary::ShiftLeft { places } else { places.saturating_neg() };
        return big(if places >= 0 {
            let room = if value == 0 { 127 } else { value.unsigned_abs().leading_zeros() as i32 - 1 };
            if value == 0 { Some(0) } else { (places <= room).then(|| value << places) }
        } else {
            Some(value >> places.unsigned_abs().min(127))
        });
    }
    let value = long_of(left)?;
    let places = long_of(right)? as u32;
    Ok(match operator {
        Binary::ShiftLeft => integer(kind, value.wrapping_shl(places)),
        Binary::ShiftRight => integer(kind, value.wrapping_shr(places)),
        _ if kind <= Type::Int => {
            integer(Type::Int, i64::from((value as i32 as u32).wrapping_shr(places) as i32))
        }
        _ => integer(kind, (value as u64).wrapping_shr(places) as i64),
    })
}

pub(crate) fn unary<'a>(operator: Unary, value: &Val<'a>) -> Answer<Val<'a>> {
    let kind = type_of(value);
    match (operator, kind) {
        (Unary::Not, _) => Ok(Val::Bool(!truth(value))),
        (Unary::Negate, Type::BigInt) => big(big_of(value)?.checked_neg()),
        (Unary::Negate, Type::Decimal) => decimal(decimal_of(value)?.negate()),
        (Unary::Negate, Type::Float | Type::Double) => Ok(real(kind, -double_of(value)?)),
        (Unary::Negate, _) => Ok(integer(kind, long_of(value)?.wrapping_neg())),
        (Unary::BitNegate, Type::BigInt | Type::Decimal) => big(Some(!big_of(value)?)),
        (Unary::BitNegate, _) => Ok(integer(kind, !long_of(value)?)),
    }
}
