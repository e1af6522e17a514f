//! Reading a menu as `com.canonical.dbusmenu` describes it.

use std::collections::HashMap;

use zbus::zvariant::Value;

/// Number, properties, children.
pub(crate) type Layout<'a> = (i32, HashMap<&'a str, Value<'a>>, Vec<Value<'a>>);

/// One line of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) id: i32,
    /// Empty for a separator.
    pub(crate) label: String,
    pub(crate) can_be_chosen: bool,
}

/// The entries directly below the root.
pub(crate) fn read((_, _, children): &Layout<'_>) -> zbus::Result<Vec<Entry>> {
    children
        .iter()
        .map(|child| entry(child).ok_or_else(|| zbus::Error::Failure(format!("no entry: {child:?}"))))
        .collect()
}

fn entry(child: &Value<'_>) -> Option<Entry> {
    let Value::Structure(structure) = unwrapped(child) else { return None };
    let [Value::I32(id), Value::Dict(properties), Value::Array(_)] = structure.fields() else { return None };
    let label: Option<&str> = properties.get(&"label").ok().flatten();
    let kind: Option<&str> = properties.get(&"type").ok().flatten();
    let enabled: Option<bool> = properties.get(&"enabled").ok().flatten();
    Some(Entry {
        id: *id,
        label: label.unwrap_or_default().replace("__", "_"),
        can_be_chosen: enabled.unwrap_or(true) && kind != Some("separator"),
    })
}

fn unwrapped<'a, 'b>(value: &'a Value<'b>) -> &'a Value<'b> {
    match value {
        Value::Value(inner) => unwrapped(inner),
        other => other,
    }
}
