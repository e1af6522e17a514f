//! Which keys somebody has chosen, and which clash. Stored in this browser as `single=off&go.signals=g%20x`.

use super::keys;
use crate::query_string;
use crate::words as w;

pub(super) const STORED_AS: &str = "fluo.keys";
/// Not the id of a command: those have a dot.
const SINGLE: &str = "single";

/// What differs from the keys that commands declare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Keymap {
    /// Shortcuts that begin with a plain character do nothing.
    pub(crate) single_off: bool,
    /// Command and its keys; no keys at all is a choice too.
    changed: Vec<(String, String)>,
}

impl Keymap {
    /// Reads what was stored; what is not understood is as if it were not there.
    pub(super) fn parse(text: &str) -> Self {
        let mut keymap = Self::default();
        for (id, keys) in query_string::parse(text) {
            if id == SINGLE {
                keymap.single_off = keys == "off";
            } else {
                keymap.changed.push((id, keys));
            }
        }
        keymap
    }

    pub(super) fn text(&self) -> String {
        let single = self.single_off.then_some((SINGLE, "off"));
        let changed = self.changed.iter().map(|(id, keys)| (id.as_str(), keys.as_str()));
        query_string::build(single.into_iter().chain(changed))
    }

    /// The keys of a command: the chosen ones, else the declared ones.
    pub(crate) fn keys<'a>(&'a self, id: &str, declared: &'a str) -> &'a str {
        self.changed.iter().find(|(changed, _)| changed == id).map_or(declared, |(_, keys)| keys)
    }

    pub(crate) fn is_changed(&self, id: &str) -> bool {
        self.changed.iter().any(|(changed, _)| changed == id)
    }

    pub(crate) fn is_default(&self) -> bool {
        self.changed.is_empty()
    }

    /// Gives a command other keys, or with nothing its own again.
    pub(crate) fn set(&mut self, id: &str, keys: Option<&str>) {
        self.changed.retain(|(changed, _)| changed != id);
        if let Some(keys) = keys {
            self.changed.push((id.to_owned(), keys.to_owned()));
        }
    }

    pub(crate) fn reset(&mut self) {
        self.changed.clear();
    }

    /// Whether these keys do nothing because plain characters are switched off.
    pub(crate) fn silences(&self, keys: &str) -> bool {
        self.single_off && keys::is_character(keys)
    }
}

/// Why keys cannot be given to a command, where the browser or the console itself needs them.
pub(crate) fn reserved(keys: &str) -> Option<&'static str> {
    const BROWSER: &str = "acdefghjlnopqrstuvwxz0123456789";
    for stroke in keys.split(' ') {
        let key = stroke.rsplit('+').next().unwrap_or_default();
        let has = |modifier: &str| stroke.split('+').any(|part| part == modifier);
        let is_function = key.len() > 1 && key.starts_with('F') && key[1..].parse::<u8>().is_ok();
        match key {
            "Tab" | "Enter" | "Space" | "Escape" => {
                return Some(w::sheet_key_moves());
            }
            "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" | "Home" | "End" | "PageUp" | "PageDown"
            | "Backspace" | "Delete" | "ContextMenu" => return Some(w::sheet_key_edits()),
            _ if is_function => return Some(w::sheet_key_browser()),
            _ if has("Alt") || has("Meta") || has("Ctrl") => {
                return Some(w::sheet_key_system());
            }
            _ if has("Mod")
                && (has("Shift") || BROWSER.contains(key) || matches!(key, "-" | "Plus" | "=")) =>
            {
                return Some(w::sheet_key_browser());
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back() {
        let mut keymap = Keymap { single_off: true, ..Keymap::default() };
        keymap.set("go.signals", Some("g x"));
        keymap.set("change.undo", Some(""));
        assert_eq!(keymap.text(), "single=off&go.signals=g%20x&change.undo=");
        assert_eq!(Keymap::parse(&keymap.text()), keymap);
        assert_eq!(keymap.keys("go.signals", "g s"), "g x");
        assert_eq!(keymap.keys("change.undo", "z"), "");
        assert_eq!(keymap.keys("go.rules", "g r"), "g r");
        keymap.set("go.signals", None);
        assert_eq!(keymap.keys("go.signals", "g s"), "g s");
        assert_eq!(Keymap::parse("%%%&&=").keys("go.signals", "g s"), "g s");
    }

    #[test]
    fn what_the_browser_needs_stays_its_own() {
        for keys in
            ["Mod+t", "Mod+w", "Mod+Shift+k", "Tab", "g Tab", "F5", "Alt+x", "Escape", "ArrowUp", "Mod+Plus"]
        {
            assert!(reserved(keys).is_some(), "{keys}");
        }
        for keys in ["x", "g x", "Shift+x", "Mod+k", "Mod+b", "?", "F", "Mod+;"] {
            assert_eq!(reserved(keys), None, "{keys}");
        }
    }
}
