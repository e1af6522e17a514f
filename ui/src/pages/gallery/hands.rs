//! Commands: keys as caps, the palette and what it lists, the sheet of shortcuts, what was done.

use std::rc::Rc;

use yew::prelude::*;

use super::{Section, specimen};
use crate::commands::{Command, Open, Scope, Section as Heading, kbd, use_commands, use_commands_context};
use crate::palette::{Does, Entry, Index, listing};
use crate::undo::{ChangeHistory, Deed, use_undo};

pub(super) const SECTIONS: &[Section] = &[
    Section { id: "keys", title: "Keys", draw: keys },
    Section { id: "palette", title: "Palette", draw: palette },
    Section { id: "palette-many", title: "Palette, 5,000", draw: many },
    Section { id: "undo", title: "Undo", draw: || html! { <UndoStage /> } },
];

fn keys() -> Html {
    const KEYS: [&str; 6] = ["g s", "Mod+k", "Shift+z", "?", "Escape", "ArrowDown"];
    let row = |mac| html! { for keys in KEYS { <span class="pr-4">{ kbd(keys, mac) }</span> } };
    html! {
        <>
            { specimen("Elsewhere", row(false)) }
            { specimen("On a Mac", row(true)) }
            { specimen("The sheet, and keys that clash", html! { <OpenButton what={Open::Sheet} word="Open the sheet" /> }) }
        </>
    }
}

fn palette() -> Html {
    let nothing = Callback::noop();
    let entries = vec![
        entry("go.signals", "Signals", "Go to", "", "g s"),
        entry("go.rules", "Rules", "Go to", "", "g r"),
        Entry {
            refusal: Some("nothing was changed in this session".into()),
            ..entry("change.undo", "Undo", "Changes", "", "z")
        },
        entry(
            "x",
            "A title so long that there is no room for it beside what it is about, and it has to be cut",
            "Signals",
            "payment · Charging took 612 ms",
            "",
        ),
    ];
    let index = Index::of(entries, &[], Vec::new());
    html! {
        <>
            { specimen("The real one", html! {
                <>
                    <OpenButton what={Open::Palette("")} word="Open the palette" />
                    <OpenButton what={Open::Palette(":")} word="Open the command mode" />
                </>
            }) }
            { specimen("What it lists", html! {
                <div class="w-full max-w-136 rounded-card border border-line">
                    { listing("palette-example", &index.find(""), 1, false, &nothing, &nothing) }
                </div>
            }) }
            { specimen("With letters found", html! {
                <div class="w-full max-w-136 rounded-card border border-line">
                    { listing("palette-marked", &index.find("s"), 0, true, &nothing, &nothing) }
                </div>
            }) }
        </>
    }
}

fn entry(id: &str, title: &str, section: &'static str, detail: &str, keys: &str) -> Entry {
    Entry {
        id: id.to_owned().into(),
        title: title.to_owned().into(),
        detail: detail.to_owned().into(),
        keys: keys.to_owned(),
        section,
        refusal: None,
        does: Does::Complete(String::new()),
    }
}

#[derive(Properties, PartialEq)]
struct OpenButtonProps {
    what: Open,
    word: &'static str,
}

#[component]
fn OpenButton(props: &OpenButtonProps) -> Html {
    let commands = use_commands_context();
    // Two that clash, for the sheet to say so.
    let clashing = |id, title: &'static str| Command::new(id, title, Heading::Page, "y", Callback::noop());
    use_commands(
        Scope::Page,
        vec![clashing("gallery.one", "One of two"), clashing("gallery.two", "The other")],
    );
    let what = props.what.clone();
    let open = Callback::from(move |_: MouseEvent| {
        if let Some(commands) = &commands {
            commands.open(what.clone());
        }
    });
    html! { <button type="button" class="button button-outline" onclick={open}>{ props.word }</button> }
}

fn many() -> Html {
    html! { <Many /> }
}

/// What is typed here is found among 5,000.
#[component]
fn Many() -> Html {
    const VERBS: [&str; 5] = ["Open", "Show", "Compare", "Explain", "Silence"];
    const NOUNS: [&str; 8] =
        ["checkout", "payment", "inventory", "identity", "frontend", "shipping", "mail", "search"];
    let index = use_memo((), |()| {
        let title = |n: usize| {
            let (verb, noun) = (VERBS[n % VERBS.len()], NOUNS[n / VERBS.len() % NOUNS.len()]);
            format!("{verb} {noun} rule {n}")
        };
        let entries = (0..5_000).map(|n| entry(&n.to_string(), &title(n), "Rules", "", ""));
        Index::of(entries.collect(), &[], Vec::new())
    });
    let text = use_state(String::new);
    let oninput = {
        let text = text.setter();
        Callback::from(move |event: InputEvent| {
            text.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().value());
        })
    };
    let shown = Rc::new(index.find(&text));
    let nothing = Callback::noop();
    html! {
        <div class="flex max-w-136 flex-col gap-3">
            <input class="field" aria-label="Find among 5,000" value={(*text).clone()} {oninput} />
            { listing("palette-many", &shown, 0, false, &nothing, &nothing) }
        </div>
    }
}

#[component]
fn UndoStage() -> Html {
    let undo = use_undo();
    let count = use_state_eq(|| 0_i32);
    let value = use_mut_ref(|| 0_i32);
    let act = |by: i32, fails: bool| {
        let (undo, count, value) = (undo.clone(), count.setter(), Rc::clone(&value));
        Callback::from(move |_: MouseEvent| {
            let change = |by: i32, refused: bool| -> crate::undo::Attempt {
                let (count, value) = (count.clone(), Rc::clone(&value));
                Rc::new(move || {
                    let (count, value) = (count.clone(), Rc::clone(&value));
                    Box::pin(async move {
                        if refused {
                            return Err("The console does not allow it".to_owned());
                        }
                        *value.borrow_mut() += by;
                        count.set(*value.borrow());
                        Ok(())
                    })
                })
            };
            *value.borrow_mut() += by;
            count.set(*value.borrow());
            let label = if fails { "Added one for good".to_owned() } else { format!("Added {by}") };
            undo.record(Deed { label, revert: change(-by, fails), again: change(by, false) });
        })
    };
    html! {
        <>
            { specimen("Something to undo", html! {
                <>
                    <output class="tabular" aria-label="Sum">{ *count }</output>
                    <button type="button" class="button button-outline" onclick={act(1, false)}>{ "Add one" }</button>
                    <button type="button" class="button button-outline" onclick={act(10, false)}>{ "Add ten" }</button>
                    <button type="button" class="button button-outline" onclick={act(1, true)}>{ "Add one for good" }</button>
                </>
            }) }
            { specimen("What was done", html! { <ChangeHistory /> }) }
        </>
    }
}
