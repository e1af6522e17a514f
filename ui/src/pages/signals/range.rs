//! The time range in force, on a button; what it opens is fetched when it is first opened.

use std::rc::Rc;

use yew::prelude::*;

use super::Go;
use super::view::View;
use crate::clock::Clock;
use crate::components::form::TimePanelProps;
use crate::components::{Align, Symbol, icon, popover, popover_button, small_icon};
use crate::parts;
use crate::time_range::TimeRange;
use crate::words as w;

const POPOVER: &str = "range";

pub(super) fn range_button(view: &Rc<View>, go: &Go, clock: Clock) -> Html {
    let value = TimeRange { from: view.from.clone(), to: view.to.clone() };
    let name = value.name(clock);
    let (view, go) = (Rc::clone(view), go.clone());
    let onchange = Callback::from(move |TimeRange { from, to }| {
        go.emit((Rc::new(View { from, to, ..(*view).clone() }), true));
    });
    let props = TimePanelProps { popover: POPOVER.into(), value, onchange, refresh: None, compare: None };
    let panel = parts::time_range_panel(POPOVER, props);
    html! {
        <>
            { popover_button(POPOVER, "button-outline", None, html! {
                <>{ icon(Symbol::Clock) }{ name }{ small_icon(Symbol::ChevronDown) }</>
            }) }
            { popover(POPOVER, w::signals_range(), Align::Start, panel) }
        </>
    }
}
