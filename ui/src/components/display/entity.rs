//! A thing by its id: icon, the id in mono with its middle left out, a link to it and a copy of it.

use yew::prelude::*;

use crate::components::{Symbol, copy_button, icon};
use crate::words as w;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entity {
    Signal,
    Rule,
    Trace,
    Service,
    Span,
}

impl Entity {
    const fn symbol(self) -> Symbol {
        match self {
            Self::Signal => Symbol::Pulse,
            Self::Rule => Symbol::Rules,
            Self::Trace => Symbol::Search,
            Self::Service => Symbol::Plug,
            Self::Span => Symbol::Clock,
        }
    }

    /// What it is called with its id, and what its id is called.
    fn words(self, id: &str) -> (String, &'static str) {
        match self {
            Self::Signal => (w::entity_signal(id), w::copy_signal_id()),
            Self::Rule => (w::entity_rule(id), w::copy_rule_id()),
            Self::Trace => (w::entity_trace(id), w::copy_trace_id()),
            Self::Service => (w::entity_service(id), w::copy_service_id()),
            Self::Span => (w::entity_span(id), w::copy_span_id()),
        }
    }
}

/// `address` where there is a page for it. The end of the id stays in view however narrow it gets.
pub(crate) fn entity_link(entity: Entity, id: &str, address: Option<AttrValue>) -> Html {
    let (label, noun) = entity.words(id);
    let (head, tail) = split(id);
    let name = html! {
        <span class="entity-id" aria-hidden="true"><span class="truncate">{ head.to_owned() }</span><span>{ tail.to_owned() }</span></span>
    };
    let (label, id) = (AttrValue::from(label), AttrValue::from(id.to_owned()));
    html! {
        <span class="entity">
            { icon(entity.symbol()) }
            if let Some(href) = address {
                <a class="entity-link" {href} aria-label={label} title={id.clone()}>{ name }</a>
            } else {
                <span class="entity-link" title={id.clone()}><span class="sr-only">{ label }</span>{ name }</span>
            }
            { copy_button(id, noun) }
        </span>
    }
}

/// The last six characters apart, where there are enough.
fn split(id: &str) -> (&str, &str) {
    let count = id.chars().count();
    let at = id.char_indices().nth(count.saturating_sub(6)).map_or(0, |(at, _)| at);
    if count > 12 { id.split_at(at) } else { (id, "") }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn the_end_of_a_long_id_stays() {
        assert_eq!(
            split("0199f000-0000-7000-8000-000000000003"),
            ("0199f000-0000-7000-8000-000000", "000003")
        );
        assert_eq!(split("slow-charge"), ("slow-charge", ""));
        assert_eq!(split("überlanger-dienst-ä"), ("überlanger-di", "enst-ä"));
    }
}
