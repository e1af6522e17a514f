//! Keys shown to people: as caps beside a command, and the hint at the lower edge while a sequence is under way.

use yew::prelude::*;

use super::{Commands, Hint, keys};
use crate::dom::{el, el_of, none, say, tell};
use crate::words as w;

/// Keys as caps, in the way of the platform; nothing where there are none.
pub(crate) fn kbd(keys: &str, mac: bool) -> Html {
    if keys.is_empty() {
        return none();
    }
    let mut children = Vec::new();
    for (index, stroke) in keys::caps(keys, mac).iter().enumerate() {
        if index > 0 {
            children.push(el("span", "sr-only", [say(w::keys_then_aloud())]));
        }
        children.extend(stroke.iter().map(|cap| el("kbd", "kbd", [tell(cap)])));
    }
    el_of("span", "keys", children)
}

/// The keys a command has now: the declared ones unless somebody chose others. Empty while plain characters are
/// switched off and the keys begin with one.
pub(super) fn keys_of(commands: &Commands, id: &str, declared: &str) -> String {
    let keymap = commands.keymap();
    let keys = keymap.keys(id, declared);
    if keymap.silences(keys) { String::new() } else { keys.to_owned() }
}

/// What may come next, or why nothing happened.
pub(super) fn hint(hint: &Hint, commands: &Commands) -> Html {
    let content = match hint {
        Hint::Nothing => none(),
        Hint::Words(words) => el("p", "key-hint", [tell(words)]),
        Hint::Pending(so_far) => {
            let (all, keymap) = (commands.all(), commands.keymap());
            let mut seen = Vec::new();
            let mut children =
                vec![kbd(so_far, commands.is_mac()), el("span", "text-ink-2", [say(w::keys_then())])];
            for (_, command) in &all {
                let keys = keymap.keys(command.id, command.keys);
                if keys::continues(keys, so_far) && !seen.contains(&keys) {
                    seen.push(keys);
                    let rest = kbd(&keys[so_far.len()..], commands.is_mac());
                    children.push(el("span", "flex items-center gap-1", [rest, tell(&command.title)]));
                }
            }
            el_of("p", "key-hint", children)
        }
    };
    html! { <div class="key-hints" role="status">{ content }</div> }
}
