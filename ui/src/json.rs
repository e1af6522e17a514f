//! JSON text to types and back, as far as the console needs it.
//!
//! `serde_json` does this too, but brings 20 KB of tables for reading and writing fractions, which do not compress;
//! here the browser's own number functions do that. Its `Value` remains what untyped JSON is held in.

#[cfg(target_arch = "wasm32")]
#[path = "json/fraction_browser.rs"]
mod fraction;
#[cfg(not(target_arch = "wasm32"))]
#[path = "json/fraction_native.rs"]
mod fraction;
mod read;
mod write;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) use read::Unreadable;
pub(crate) use write::write;

/// Reads one JSON value and nothing after it.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let mut reader = read::Reader::new(text);
    let value = T::deserialize(&mut reader)?;
    if reader.is_at_end() { Ok(value) } else { Err(Unreadable) }
}

/// The members of an object, unread: each name with the text of its value.
pub(crate) fn members(text: &str) -> Result<Vec<(String, &str)>, Unreadable> {
    let mut reader = read::Reader::new(text);
    let members = reader.members()?;
    if reader.is_at_end() { Ok(members) } else { Err(Unreadable) }
}

/// Reads what is held untyped.
pub(crate) fn read_value<T: DeserializeOwned>(value: &Value) -> Result<T, Unreadable> {
    read(&write(value))
}

/// Untyped, null where a type cannot be JSON; ours all can.
pub(crate) fn value(of: &impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}

#[cfg(test)]
mod tests;
