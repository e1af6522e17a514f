//! Keys as people write them: `?`, `g s`, `Mod+k`, `Shift+z`; and what was pressed, in the same words.
//!
//! What counts is the character a key makes, not where it sits, so that `?` is `?` on every layout. `Mod` is Command
//! on a Mac and Control elsewhere, which lets one declaration and one stored choice serve both. Pure; the browser's
//! event becomes a [`Press`] in `listener`.

/// One key going down.
#[derive(Clone, Debug, Default)]
pub(crate) struct Press {
    pub(crate) key: String,
    pub(crate) ctrl: bool,
    pub(crate) alt: bool,
    pub(crate) meta: bool,
    pub(crate) shift: bool,
    pub(crate) alt_graph: bool,
}

impl Press {
    /// The press as one stroke of a shortcut; nothing for keys that mean nothing alone (Shift, a dead accent).
    pub(crate) fn stroke(&self, mac: bool) -> Option<String> {
        let mut chars = self.key.chars();
        let single = chars.next().filter(|_| chars.next().is_none());
        let (mut ctrl, mut alt, mut shift) = (self.ctrl, self.alt, self.shift);
        let key = match single {
            Some(' ') => "Space".to_owned(),
            Some(letter) if letter.is_alphabetic() => letter.to_lowercase().collect(),
            Some(sign) => {
                // Shift, AltGr and a Mac's Option only made the character.
                shift = false;
                if self.alt_graph {
                    ctrl = false;
                }
                if self.alt_graph || mac {
                    alt = false;
                }
                if sign == '+' { "Plus".to_owned() } else { sign.to_string() }
            }
            None => match self.key.as_str() {
                "" | "Alt" | "AltGraph" | "CapsLock" | "Control" | "Dead" | "Fn" | "Meta" | "NumLock"
                | "Process" | "Shift" | "Unidentified" => return None,
                named => named.to_owned(),
            },
        };
        let (command, other) = if mac { (self.meta, ("Ctrl+", ctrl)) } else { (ctrl, ("Meta+", self.meta)) };
        let mut out = String::new();
        for (name, held) in [("Mod+", command), other, ("Alt+", alt), ("Shift+", shift)] {
            if held {
                out.push_str(name);
            }
        }
        out.push_str(&key);
        Some(out)
    }
}

/// Whether `so_far` is where `keys` begins, with more to come.
pub(crate) fn continues(keys: &str, so_far: &str) -> bool {
    keys.strip_prefix(so_far).is_some_and(|rest| rest.starts_with(' '))
}

/// Whether both cannot be told apart while typing: the same keys, or one the beginning of the other.
pub(crate) fn collide(one: &str, other: &str) -> bool {
    !one.is_empty() && (one == other || continues(one, other) || continues(other, one))
}

/// Whether a shortcut begins with a plain character: what speech input and slips of the hand set off.
pub(crate) fn is_character(keys: &str) -> bool {
    let first = keys.split(' ').next().unwrap_or_default();
    let bare = first.strip_prefix("Shift+").unwrap_or(first);
    bare.chars().count() == 1 || matches!(bare, "Space" | "Plus")
}

/// What stands on the keys, stroke by stroke.
pub(crate) fn caps(keys: &str, mac: bool) -> Vec<Vec<String>> {
    let cap = |name: &str| match (name, mac) {
        ("Mod" | "Meta", true) => "⌘".to_owned(),
        ("Mod", false) => "Ctrl".to_owned(),
        ("Ctrl", true) => "⌃".to_owned(),
        ("Alt", true) => "⌥".to_owned(),
        ("Shift", true) => "⇧".to_owned(),
        ("Escape", _) => "Esc".to_owned(),
        ("Plus", _) => "+".to_owned(),
        ("ArrowUp", _) => "↑".to_owned(),
        ("ArrowDown", _) => "↓".to_owned(),
        ("ArrowLeft", _) => "←".to_owned(),
        ("ArrowRight", _) => "→".to_owned(),
        (letter, _) if letter.chars().count() == 1 => letter.to_uppercase(),
        (name, _) => name.to_owned(),
    };
    keys.split(' ')
        .filter(|stroke| !stroke.is_empty())
        .map(|stroke| stroke.split('+').map(cap).collect())
        .collect()
}

/// The same in the words of `aria-keyshortcuts`; nothing for sequences, which it has no words for.
pub(crate) fn aria(keys: &str, mac: bool) -> Option<String> {
    let command = if mac { "Meta" } else { "Control" };
    (!keys.is_empty() && !keys.contains(' ')).then(|| keys.replace("Mod", command).replace("Ctrl", "Control"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str, held: &str) -> Press {
        Press {
            key: key.to_owned(),
            ctrl: held.contains('c'),
            alt: held.contains('a'),
            meta: held.contains('m'),
            shift: held.contains('s'),
            alt_graph: held.contains('g'),
        }
    }

    #[test]
    fn a_press_is_named_by_its_character() {
        for (key, held, mac, wanted) in [
            ("z", "", false, "z"),
            ("Z", "s", false, "Shift+z"),
            // Caps lock makes the other case; only Shift is Shift.
            ("Z", "", false, "z"),
            ("?", "s", false, "?"),
            ("k", "c", false, "Mod+k"),
            ("k", "m", true, "Mod+k"),
            ("k", "c", true, "Ctrl+k"),
            ("k", "m", false, "Meta+k"),
            ("K", "cs", false, "Mod+Shift+k"),
            // A German keyboard makes brackets with AltGr, a Mac with Option.
            ("[", "cag", false, "["),
            ("[", "a", true, "["),
            ("[", "a", false, "Alt+["),
            ("ArrowDown", "s", false, "Shift+ArrowDown"),
            (" ", "", false, "Space"),
            ("+", "s", false, "Plus"),
        ] {
            assert_eq!(press(key, held).stroke(mac).as_deref(), Some(wanted), "{key} {held} {mac}");
        }
        assert_eq!(press("Shift", "s").stroke(false), None);
        assert_eq!(press("Dead", "").stroke(false), None);
    }

    #[test]
    fn the_beginning_of_a_sequence_collides_with_it() {
        assert!(collide("g", "g s") && collide("g s", "g") && collide("z", "z"));
        assert!(
            !collide("g s", "g r") && !collide("g", "gg") && !collide("", "") && !collide("z", "Shift+z")
        );
    }

    #[test]
    fn single_characters_are_those_without_a_modifier() {
        assert!(is_character("z") && is_character("g s") && is_character("Shift+z") && is_character("?"));
        assert!(!is_character("Mod+k") && !is_character("Escape") && !is_character("ArrowDown"));
    }

    #[test]
    fn caps_follow_the_platform() {
        assert_eq!(caps("Mod+k", true), [["⌘", "K"]]);
        assert_eq!(caps("Mod+k", false), [["Ctrl", "K"]]);
        assert_eq!(caps("g s", false), [["G"], ["S"]]);
        assert_eq!(caps("Shift+Escape", true), [["⇧", "Esc"]]);
        assert_eq!(aria("Mod+k", true).as_deref(), Some("Meta+k"));
        assert_eq!(aria("g s", true), None);
    }
}
