//! Plain elements: a tag, a class, children. What most of every page is made of.
//!
//! `html!` writes out the making of each element where it stands, some 200 bytes of wasm; these functions are called
//! in 40. Where an element has other attributes or listens to something, `html!` it is.

use std::any::Any;

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

/// An element with these attributes; one without a value is left out.
pub(crate) fn with(
    tag: &'static str,
    names: &'static [&'static str],
    values: &[Option<&str>],
    children: Vec<Html>,
) -> VTag {
    let mut element = VTag::new(tag);
    let value =
        |value: &Option<&str>| value.map(|value| AttributeOrProperty::Attribute(value.to_owned().into()));
    element.set_attributes(Attributes::Dynamic { keys: names, values: values.iter().map(value).collect() });
    element.add_children(children);
    element
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

/// A sentence with an element in the place of what is named.
pub(crate) fn tell_around(sentence: impl Fn(&str) -> String, inside: Html) -> Html {
    const PLACE: char = '\u{fffc}';
    let words = sentence(PLACE.encode_utf8(&mut [0; 4]));
    let (before, after) = words.split_once(PLACE).unwrap_or((&words, ""));
    html! { <>{ tell(before) }{ inside }{ tell(after) }</> }
}

/// Nothing.
pub(crate) fn none() -> Html {
    Html::default()
}

/// Begins something when the component comes onto the page, and drops what that answers when it leaves. Yew writes out
/// the handling of an effect for each closure; this is the one of all that begin but once.
#[hook]
pub(crate) fn use_once<G: 'static>(begin: impl FnOnce() -> G + 'static) {
    use_boxed_once(Box::new(|| Box::new(begin())));
}

#[hook]
fn use_boxed_once(begin: Box<dyn FnOnce() -> Box<dyn Any>>) {
    use_effect_with((), move |()| {
        let held = begin();
        || drop(held)
    });
}
