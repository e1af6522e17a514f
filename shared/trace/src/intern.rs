//! Texts and values that repeat, kept once and named by their place.

use std::collections::HashMap;

use serde_json::Value;

/// Texts by their place.
#[derive(Default)]
pub(crate) struct Texts {
    places: HashMap<Box<str>, u32>,
    pub(crate) list: Vec<Box<str>>,
}

impl Texts {
    pub(crate) fn place(&mut self, text: &str) -> u32 {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.places.insert(text.into(), place);
        self.list.push(text.into());
        place
    }
}

/// Values by their place. One value is told from another by its kind and how it was written.
#[derive(Default)]
pub(crate) struct Values {
    places: HashMap<Box<str>, u32>,
    pub(crate) list: Vec<Value>,
    scratch: String,
}

impl Values {
    pub(crate) fn place(&mut self, kind: char, written: &str, value: impl FnOnce() -> Value) -> u32 {
        self.scratch.clear();
        self.scratch.push(kind);
        self.scratch.push_str(written);
        if let Some(place) = self.places.get(self.scratch.as_str()) {
            return *place;
        }
        let place = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.places.insert(self.scratch.as_str().into(), place);
        self.list.push(value());
        place
    }
}
