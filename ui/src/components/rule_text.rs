//! The text of a rule to read: its parts coloured, without the editor.

use console_rules::Language;
use console_rules::highlight::Role;
use yew::prelude::*;

use crate::dom::{el, tell};

/// Longer texts stay plain: nobody reads them part by part, and each part is an element.
const LONGEST: usize = 16 * 1_024;

const fn class(role: Role) -> &'static str {
    match role {
        Role::Keyword => "role-keyword",
        Role::Text => "role-text",
        Role::Number => "role-number",
        Role::Operator => "role-operator",
        Role::Comment => "role-comment",
        Role::Wrong => "role-wrong",
        Role::Name | Role::Punctuation => "",
    }
}

/// Scrolls within itself; `label` says whose text it is. `room` leaves place for a button in the corner.
pub(crate) fn rule_text(text: &str, label: &str, room: bool, language: Language) -> Html {
    html! {
        <pre
            class={if room { "code pr-10" } else { "code" }}
            tabindex="0" role="region" aria-label={label.to_owned()}
        >
            { for parts(text, language) }
        </pre>
    }
}

fn parts(text: &str, language: Language) -> Vec<Html> {
    if text.len() > LONGEST {
        return vec![tell(text)];
    }
    let mut out = Vec::new();
    let mut at = 0;
    for (span, role) in language.roles(text) {
        let class = class(role);
        let (start, end) = (span.start as usize, span.end as usize);
        if class.is_empty() || end <= start {
            continue;
        }
        // Names and spaces in a row are one text.
        if at < start {
            out.push(tell(&text[at..start]));
        }
        out.push(el("span", class, [tell(&text[start..end])]));
        at = end;
    }
    if at < text.len() {
        out.push(tell(&text[at..]));
    }
    out
}
