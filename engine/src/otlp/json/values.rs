//! The leaves of OTLP/JSON: ids, numbers that may be text, enums, attribute values.

use std::fmt;

use base64::Engine as _;
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, IgnoredAny, MapAccess, Visitor},
};

use super::{KeyValueJson, convert};
use crate::otlp::{AnyValue, ArrayValue, KeyValueList, Value, unhex};

/// A trace or span id in hexadecimal; empty when absent, one byte when unreadable.
#[derive(Default)]
pub(super) struct HexId(pub(super) Vec<u8>);

impl<'de> Deserialize<'de> for HexId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct HexVisitor;
        impl Visitor<'_> for HexVisitor {
            type Value = HexId;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id in hexadecimal")
            }
            fn visit_str<E>(self, text: &str) -> Result<HexId, E> {
                Ok(HexId(unhex(text).unwrap_or_else(|| vec![0])))
            }
            fn visit_unit<E>(self) -> Result<HexId, E> {
                Ok(HexId::default())
            }
        }
        deserializer.deserialize_any(HexVisitor)
    }
}

/// Any JSON form of an integer: a number, a whole float, decimal text, `null` for 0.
struct Integer(i128);

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IntegerVisitor;
        impl Visitor<'_> for IntegerVisitor {
            type Value = Integer;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an integer, as a number or as text")
            }
            fn visit_u64<E>(self, number: u64) -> Result<Integer, E> {
                Ok(Integer(number.into()))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Integer, E> {
                Ok(Integer(number.into()))
            }
            fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Integer, E> {
                if number.fract() == 0.0 && number.abs() < 1e19 {
                    Ok(Integer(number as i128))
                } else {
                    Err(E::custom("an integer must be whole"))
                }
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Integer, E> {
                text.parse().map(Integer).map_err(|_| E::custom("text where an integer belongs"))
            }
            fn visit_unit<E>(self) -> Result<Integer, E> {
                Ok(Integer(0))
            }
        }
        deserializer.deserialize_any(IntegerVisitor)
    }
}

/// Defines a newtype over an integer that fits the target, or is an error.
macro_rules! integer {
    ($name:ident, $target:ty, $what:literal) => {
        #[derive(Default)]
        pub(super) struct $name(pub(super) $target);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let Integer(number) = Integer::deserialize(deserializer)?;
                <$target>::try_from(number)
                    .map($name)
                    .map_err(|_| D::Error::custom(concat!($what, " is out of range")))
            }
        }
    };
}

integer!(Nanos, u64, "a time in nanoseconds");
integer!(Count, u32, "a 32-bit count");
integer!(Int, i64, "a 64-bit integer");

/// Defines a newtype over an enum of the protocol: an integer, or one of its names.
macro_rules! enumeration {
    ($name:ident, [$($text:literal => $number:literal),+]) => {
        #[derive(Default)]
        pub(super) struct $name(pub(super) i32);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct EnumVisitor;
                impl Visitor<'_> for EnumVisitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an enum value as an integer")
                    }
                    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<$name, E> {
                        i32::try_from(number).map($name).map_err(|_| E::custom("an enum value is out of range"))
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        match text {
                            $($text => Ok($name($number)),)+
                            other => other.parse().map($name).map_err(|_| E::custom("an unknown enum name")),
                        }
                    }
                    fn visit_unit<E>(self) -> Result<$name, E> {
                        Ok($name(0))
                    }
                }
                deserializer.deserialize_any(EnumVisitor)
            }
        }
    };
}

enumeration!(Kind, [
    "SPAN_KIND_UNSPECIFIED" => 0, "SPAN_KIND_INTERNAL" => 1, "SPAN_KIND_SERVER" => 2,
    "SPAN_KIND_CLIENT" => 3, "SPAN_KIND_PRODUCER" => 4, "SPAN_KIND_CONSUMER" => 5
]);
enumeration!(StatusCode, ["STATUS_CODE_UNSET" => 0, "STATUS_CODE_OK" => 1, "STATUS_CODE_ERROR" => 2]);

/// A double: a number, or `"NaN"`, `"Infinity"`, `"-Infinity"`, or a number as text.
struct Double(f64);

impl<'de> Deserialize<'de> for Double {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DoubleVisitor;
        impl Visitor<'_> for DoubleVisitor {
            type Value = Double;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }
            fn visit_f64<E>(self, number: f64) -> Result<Double, E> {
                Ok(Double(number))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Double, E> {
                Ok(Double(number as f64))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Double, E> {
                Ok(Double(number as f64))
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Double, E> {
                text.parse().map(Double).map_err(|_| E::custom("text where a number belongs"))
            }
        }
        deserializer.deserialize_any(DoubleVisitor)
    }
}

/// An attribute's value: an object with one of the typed fields, empty for "no value".
pub(super) struct AnyValueJson(pub(super) AnyValue);

impl<'de> Deserialize<'de> for AnyValueJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyValueVisitor;
        impl<'de> Visitor<'de> for AnyValueVisitor {
            type Value = AnyValueJson;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an attribute value such as {\"stringValue\": …}")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AnyValueJson, A::Error> {
                let mut value = None;
                while let Some(field) = map.next_key::<Field>()? {
                    value = match field {
                        Field::String => map.next_value::<Option<String>>()?.map(Value::StringValue),
                        Field::Bool => map.next_value::<Option<bool>>()?.map(Value::BoolValue),
                        Field::Int => map.next_value::<Option<Int>>()?.map(|int| Value::IntValue(int.0)),
                        Field::Double => {
                            map.next_value::<Option<Double>>()?.map(|double| Value::DoubleValue(double.0))
                        }
                        Field::Array => map.next_value::<Option<ListJson<AnyValueJson>>>()?.map(|list| {
                            let values =
                                list.values.unwrap_or_default().into_iter().map(|value| value.0).collect();
                            Value::ArrayValue(ArrayValue { values })
                        }),
                        Field::Kvlist => map.next_value::<Option<ListJson<KeyValueJson>>>()?.map(|list| {
                            Value::KvlistValue(KeyValueList {
                                values: convert(list.values.unwrap_or_default()),
                            })
                        }),
                        Field::Bytes => match map.next_value::<Option<String>>()? {
                            Some(text) => {
                                let bytes = base64::engine::general_purpose::STANDARD.decode(text);
                                Some(Value::BytesValue(
                                    bytes.map_err(|_| A::Error::custom("bytesValue is not base64"))?,
                                ))
                            }
                            None => None,
                        },
                        Field::Other => {
                            map.next_value::<IgnoredAny>()?;
                            value
                        }
                    };
                }
                Ok(AnyValueJson(AnyValue { value }))
            }
        }
        deserializer.deserialize_map(AnyValueVisitor)
    }
}

#[derive(Deserialize)]
enum Field {
    #[serde(rename = "stringValue", alias = "string_value")]
    String,
    #[serde(rename = "boolValue", alias = "bool_value")]
    Bool,
    #[serde(rename = "intValue", alias = "int_value")]
    Int,
    #[serde(rename = "doubleValue", alias = "double_value")]
    Double,
    #[serde(rename = "arrayValue", alias = "array_value")]
    Array,
    #[serde(rename = "kvlistValue", alias = "kvlist_value")]
    Kvlist,
    #[serde(rename = "bytesValue", alias = "bytes_value")]
    Bytes,
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct ListJson<T> {
    values: Option<Vec<T>>,
}
