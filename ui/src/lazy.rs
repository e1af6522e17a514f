//! Parts of the interface that are fetched when they are first shown.
//!
//! The build cuts the functions marked `wasm_split`, and whatever only they reach, out of the first module. Such a
//! function returns a plain function that draws; it is called as often as one likes once the part is here. With the
//! first part comes the style sheet `more.css`.

use std::any::Any;
use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::SplitLoaderError;
use yew::prelude::*;

use crate::browser::{self, Listener};
use crate::components::{Patience, Symbol, button, skeleton_lines, use_patience};
use crate::dom::{el, line, none, use_once};
use crate::words as w;

const STYLES: &str = "more.css";

#[wasm_bindgen]
extern "C" {
    /// A script of `ui/js`, as a module.
    #[wasm_bindgen(js_name = fluoModule)]
    fn fluo_module(name: &str) -> js_sys::Promise;

    #[wasm_bindgen(js_name = fluoSheet)]
    fn fluo_sheet(name: &str) -> js_sys::Promise;
}

/// Draws a part from its properties.
pub(crate) type Draw<P> = fn(&P) -> Html;

/// The part did not arrive: the server is away, or serves a newer build by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Missing;

impl From<SplitLoaderError> for Missing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl From<JsValue> for Missing {
    fn from(_: JsValue) -> Self {
        Self
    }
}

type Fetch<P> = fn() -> LocalBoxFuture<'static, Result<Draw<P>, Missing>>;

/// Announced when a part is on the page.
pub(crate) const ARRIVED: &str = "fluo:arrived";

/// A part and its properties, whatever their types: what shows parts exists once.
trait Part {
    fn fetch(&self) -> LocalBoxFuture<'static, Result<Rc<dyn Any>, Missing>>;
    /// Draws with what was fetched.
    fn draw(&self, fetched: &dyn Any) -> Html;
    fn is(&self, other: &dyn Any) -> bool;
    fn as_any(&self) -> &dyn Any;
}

struct Of<P> {
    fetch: Fetch<P>,
    with: P,
}

impl<P: PartialEq + 'static> Part for Of<P> {
    fn fetch(&self) -> LocalBoxFuture<'static, Result<Rc<dyn Any>, Missing>> {
        let fetching = (self.fetch)();
        Box::pin(async move { Ok(Rc::new(fetching.await?) as Rc<dyn Any>) })
    }

    fn draw(&self, fetched: &dyn Any) -> Html {
        fetched.downcast_ref::<Draw<P>>().map_or_else(none, |draw| draw(&self.with))
    }

    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref::<Self>().is_some_and(|other| self.with == other.with)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Which part it is the key of the component says, so only the properties are compared.
#[derive(Properties)]
struct LazyProps {
    part: Rc<dyn Part>,
    /// Nothing stands in its place meanwhile.
    quiet: bool,
    /// Fetched once this popover, in which it stands, was opened.
    popover: Option<&'static str>,
}

impl PartialEq for LazyProps {
    fn eq(&self, other: &Self) -> bool {
        self.part.is(other.part.as_any())
    }
}

/// Shows a part, with these properties, as soon as it is here. Another part in its place begins anew.
pub(crate) fn later<P: PartialEq + 'static>(fetch: Fetch<P>, with: P) -> Html {
    show(fetch as usize, Rc::new(Of { fetch, with }), false, None)
}

/// The same in a popover: fetched once that was opened.
pub(crate) fn in_popover<P: PartialEq + 'static>(popover: &'static str, fetch: Fetch<P>, with: P) -> Html {
    show(fetch as usize, Rc::new(Of { fetch, with }), false, Some(popover))
}

/// The same for what has no place of its own on the page: nothing shows that it is on its way, and a failure stands in a
/// corner.
pub(crate) fn quietly<P: PartialEq + 'static>(fetch: Fetch<P>, with: P) -> Html {
    show(fetch as usize, Rc::new(Of { fetch, with }), true, None)
}

fn show(key: usize, part: Rc<dyn Part>, quiet: bool, popover: Option<&'static str>) -> Html {
    html! { <Lazy {key} {part} {quiet} {popover} /> }
}

/// Fetches a part without showing it; a failure is met again, and told, where it is shown.
pub(crate) fn fetch<P: 'static>(fetch: Fetch<P>) {
    wasm_bindgen_futures::spawn_local(async move {
        let _ = JsFuture::from(fluo_sheet(STYLES)).await;
        let _ = fetch().await;
    });
}

/// Has the styles of the parts here, for a part that is shown by other means.
pub(crate) async fn styles() -> Result<(), Missing> {
    JsFuture::from(fluo_sheet(STYLES)).await?;
    Ok(())
}

/// A script of `ui/js`, by its file name.
pub(crate) async fn module(name: &str) -> Result<JsValue, Missing> {
    Ok(JsFuture::from(fluo_module(name)).await?)
}

/// A function that such a module offers.
pub(crate) fn function(of: &JsValue, name: &str) -> Result<Function, Missing> {
    Reflect::get(of, &name.into())?.dyn_into().map_err(Missing::from)
}

/// What such a function takes: an object with these members.
pub(crate) fn object<'a>(entries: impl IntoIterator<Item = (&'a str, JsValue)>) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        let _ = Reflect::set(&object, &key.into(), &value);
    }
    object.into()
}

#[component]
fn Lazy(props: &LazyProps) -> Html {
    let fetched = use_state(|| None::<Result<Rc<dyn Any>, Missing>>);
    let attempt = use_state_eq(u32::default);
    let is_here = matches!(&*fetched, Some(Ok(_)));
    let popover = props.popover;
    let was_opened = use_state_eq(bool::default);
    let is_wanted = popover.is_none() || *was_opened;
    let patience = use_patience(is_wanted && fetched.is_none());
    use_once({
        let was_opened = was_opened.setter();
        move || {
            let popover = popover.and_then(browser::element);
            popover.map(|popover| Listener::once(popover, "toggle", move || was_opened.set(true)))
        }
    });
    use_effect_with((is_wanted, *attempt), {
        let (fetched, part) = (fetched.setter(), Rc::clone(&props.part));
        move |(is_wanted, _)| {
            let task = is_wanted.then(|| {
                browser::spawn(async move {
                    let both = async {
                        JsFuture::from(fluo_sheet(STYLES))
                            .await
                            .map_err(Missing::from)
                            .and(part.fetch().await)
                    };
                    fetched.set(Some(both.await));
                })
            });
            || drop(task)
        }
    });
    use_effect_with(is_here, |is_here| {
        if *is_here {
            browser::announce(ARRIVED);
        }
    });
    match &*fetched {
        Some(Ok(fetched)) => props.part.draw(&**fetched),
        Some(Err(Missing)) => {
            let again = Callback::from(move |_: MouseEvent| {
                fetched.set(None);
                attempt.set(*attempt + 1);
            });
            if props.quiet {
                el("div", "pointer-events-auto fixed right-0 bottom-0", [missing(again)])
            } else {
                missing(again)
            }
        }
        None if props.quiet || !is_wanted => none(),
        None => html! {
            <div class="p-4" aria-busy="true">if patience >= Patience::Shape { { skeleton_lines(6) } }</div>
        },
    }
}

fn missing(again: Callback<MouseEvent>) -> Html {
    html! {
        <div role="alert" class="m-4 flex flex-col items-start gap-3 rounded-card border border-line bg-surface p-4">
            { line("p", "font-medium text-ink", w::part_failed()) }
            { line("p", "text-ink-2", w::part_failed_help()) }
            { button(Symbol::Refresh, w::try_again(), again) }
        </div>
    }
}
