//! Plain elements: a tag, a class, children. What most of every page is made of.
//!
//! `html!` writes out the making of each element where it stands, some 200 bytes of wasm; these functions are called
//! in 40. Where an element has other attributes or listens to something, `html!` it is.

use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VNode, VTag, VText};

/// An element with its class; an empty class is none.
pub(crate) fn el<const N: usize>(tag: &'static str, class: &'static str, children: [Html; N]) -> Html {
    el_of(tag, class, children.into())
}

/// An element with as many children as there happen to be.
pub(crate) fn el_of(tag: &'static str, class: &'static str, children: Vec<Html>) -> Html {
    let mut element = VTag::new(tag);
    if !class.is_empty() {
        element.set_attributes(Attributes::Dynamic {
            keys: &["class"],
            values: Box::new([Some(AttributeOrProperty::Static(class))]),
        });
    }
    element.add_children(children);
    element.into()
}

/// Words that never change.
pub(crate) fn say(words: &'static str) -> Html {
    VNode::VText(VText::new(words))
}

/// Words that do.
pub(crate) fn tell(words: &str) -> Html {
    VNode::VText(VText::new(words.to_owned()))
}

/// An element that holds words only.
pub(crate) fn line(tag: &'static str, class: &'static str, words: &'static str) -> Html {
    el(tag, class, [say(words)])
}

/// Nothing.
pub(crate) fn none() -> Html {
    Html::default()
}
