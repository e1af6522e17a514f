//! Every component in every state, for those who build pages and for the visual tests. Not in a release.
//!
//! `/dev/gallery` lists the sections, `/dev/gallery?section=buttons` shows one.

mod basics;
mod brand;
mod charts;
mod controls;
mod display;
mod editor;
mod grid;
mod hands;
mod overlays;
mod shell;
mod text;
mod tokens;

use std::rc::Rc;

use yew::prelude::*;

use crate::clock::Clock;
use crate::desk::{Desk, use_desk};
use crate::query_string;
use crate::route::{Route, use_place};
use crate::session::Session;
use crate::shell::page_heading;

/// One component, or a few that belong together, in every state.
struct Section {
    /// In the address.
    id: &'static str,
    title: &'static str,
    draw: fn() -> Html,
}

/// The sections of each domain, in the order they are shown.
const SECTIONS: &[&[Section]] = &[
    basics::SECTIONS,
    brand::SECTIONS,
    controls::SECTIONS,
    display::SECTIONS,
    hands::SECTIONS,
    overlays::SECTIONS,
    charts::SECTIONS,
    grid::SECTIONS,
    shell::SECTIONS,
    text::SECTIONS,
    tokens::SECTIONS,
    editor::SECTIONS,
];

#[component]
pub(crate) fn GalleryPage() -> Html {
    let place = use_place();
    let wanted = query_string::parse(&place.query).into_iter().find(|(key, _)| key == "section");
    let sections = SECTIONS.iter().copied().flatten();
    let shown = wanted.and_then(|(_, id)| sections.clone().find(|section| section.id == id));
    html! {
        <>
            { page_heading(Route::Gallery.title(), Html::default()) }
            <div class="flex flex-wrap items-start gap-6 p-4">
                <nav aria-label="Components" class="w-full md:w-48">
                    <ul>
                        for section in sections {
                            <li>
                                <a
                                    class="place"
                                    href={[Route::Gallery.path(), "?section=", section.id].concat()}
                                    aria-current={shown.is_some_and(|shown| shown.id == section.id).then_some("page")}
                                >
                                    { section.title }
                                </a>
                            </li>
                        }
                    </ul>
                </nav>
                if let Some(section) = shown {
                    <section key={section.id} id="specimen" class="min-w-0 flex-1" aria-labelledby="specimen-title">
                        <h2 id="specimen-title" class="pb-4 text-section font-semibold">{ section.title }</h2>
                        { (section.draw)() }
                    </section>
                }
            </div>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct InsteadProps {
    #[prop_or_default]
    clock: Option<Clock>,
    #[prop_or_default]
    session: Option<Session>,
    children: Html,
}

/// At another time, or for somebody else, than the page around it.
#[component]
fn Instead(props: &InsteadProps) -> Html {
    let desk = use_desk();
    let clock = props.clock.unwrap_or(desk.clock);
    let session = props.session.clone().unwrap_or_else(|| desk.session.clone());
    let desk = Rc::new(Desk { clock, session, ..(*desk).clone() });
    html! { <ContextProvider<Rc<Desk>> context={desk}>{ props.children.clone() }</ContextProvider<Rc<Desk>>> }
}

/// A state of a component with its name above.
fn specimen(name: &'static str, content: Html) -> Html {
    html! {
        <div class="flex flex-col gap-2 pb-6">
            <h3 class="text-small text-ink-2">{ name }</h3>
            <div class="flex flex-wrap items-center gap-3">{ content }</div>
        </div>
    }
}
