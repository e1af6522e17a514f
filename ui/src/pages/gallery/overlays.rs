//! What lies above the page: notices, dialogs, menus, hints.

use std::rc::Rc;

use yew::prelude::*;

use super::{Section, specimen};
use crate::components::overlays::confirm::Confirm;
use crate::components::overlays::context_menu::ContextMenu;
use crate::components::overlays::dialog::{Dialog, Side};
use crate::components::overlays::hover::{HoverCard, Tooltip};
use crate::components::overlays::menu::{MenuAction, MenuButton, MenuItem, MenuItems, Menubar};
use crate::components::{Align, copy_button, popover, popover_button};
use crate::toasts::{Toast, ToastKind, use_toasts};

pub(super) const SECTIONS: &[Section] = &[
    Section { id: "toasts", title: "Toasts", draw: || html! { <Toasts /> } },
    Section { id: "dialogs", title: "Dialogs, sheet, drawer", draw: || html! { <Dialogs /> } },
    Section { id: "alert-dialog", title: "Alert dialog", draw: || html! { <Confirms /> } },
    Section { id: "menus", title: "Menus", draw: || html! { <Menus /> } },
    Section { id: "tooltips", title: "Popover, tooltip, hover card", draw: hints },
];

fn button(word: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" class="button button-outline" {onclick}>{ word }</button> }
}

#[component]
fn Toasts() -> Html {
    let toasts = use_toasts();
    let undone = use_state_eq(|| 0);
    let undo = {
        let undone = undone.clone();
        Callback::from(move |()| undone.set(*undone + 1))
    };
    let kinds = [
        ("Done", ToastKind::Done, "Resolved brave-otter-42", Some(undo)),
        ("News", ToastKind::Info, "Ada took over 3 signals", None),
        ("Warning", ToastKind::Warning, "2 of 40 signals had changed meanwhile and were left alone", None),
        ("Error", ToastKind::Error, "Could not save the view: the console server does not answer", None),
    ];
    let show = |(word, kind, text, action): (&'static str, ToastKind, &'static str, Option<Callback<()>>)| {
        let toast =
            Toast { kind, text: text.into(), action: action.map(|run| (AttrValue::Static("Undo"), run)) };
        button(word, Callback::from(move |_| toasts.show(toast.clone())))
    };
    html! {
        <>
            { specimen("Bottom right, three at most, for eight seconds", kinds.into_iter().map(show).collect()) }
            <p>{ "Undone: " }{ *undone }</p>
        </>
    }
}

#[component]
fn Dialogs() -> Html {
    let shown = use_state_eq(|| None::<usize>);
    let kinds = [
        ("In the middle", "gallery-dialog", Side::Middle),
        ("Sheet", "gallery-sheet", Side::End),
        ("Drawer", "gallery-drawer", Side::Bottom),
    ];
    let buttons = kinds.iter().enumerate().map(|(at, (word, ..))| {
        let shown = shown.setter();
        button(word, Callback::from(move |_| shown.set(Some(at))))
    });
    let close = {
        let shown = shown.setter();
        Callback::from(move |()| shown.set(None))
    };
    let dialogs = kinds.iter().enumerate().map(|(at, (_, id, side))| {
        let foot = html! {
            <>
                { button("Cancel", close.reform(|_| ())) }
                <button type="button" class="button button-primary" onclick={close.reform(|_| ())}>{ "Save view" }</button>
            </>
        };
        html! {
            <Dialog
                id={*id}
                title="Save this view"
                about="Its filters, columns and sort, under a name of its own."
                open={*shown == Some(at)}
                onclose={close.clone()}
                side={*side}
                {foot}
            >
                <label class="flex flex-col gap-1.5">
                    { "Name" }<input class="field" autocomplete="off" autofocus=true />
                </label>
            </Dialog>
        }
    });
    html! {
        <>
            { specimen("A click beside it closes it", buttons.collect()) }
            for dialog in dialogs { { dialog } }
        </>
    }
}

#[component]
fn Confirms() -> Html {
    let shown = use_state_eq(|| None::<usize>);
    let said = use_state_eq(|| "Nothing yet");
    let kinds = [
        ("By typing the name", "gallery-delete", "Delete the rule slow-charge?", Some("slow-charge"), None),
        ("By the button alone", "gallery-end", "End all other sessions?", None, None),
        (
            "That failed",
            "gallery-failed",
            "Delete the rule slow-charge?",
            None,
            Some("FLUO does not answer: nothing was deleted"),
        ),
    ];
    let buttons = kinds.iter().enumerate().map(|(at, (word, ..))| {
        let shown = shown.setter();
        button(word, Callback::from(move |_| shown.set(Some(at))))
    });
    let end = |words: &'static str| {
        let (shown, said) = (shown.setter(), said.setter());
        Callback::from(move |()| {
            shown.set(None);
            said.set(words);
        })
    };
    html! {
        <>
            { specimen("Focus starts on Cancel, the button names the action", buttons.collect()) }
            <p role="status">{ *said }</p>
            for (at, (_, id, title, name, error)) in kinds.iter().enumerate() {
                <Confirm
                    id={*id}
                    title={*title}
                    about="Its 1,284 signals stay; it raises no new ones. This cannot be undone."
                    action={if at == 1 { "End sessions" } else { "Delete rule" }}
                    name={name.map(AttrValue::Static)}
                    error={error.map(AttrValue::Static)}
                    open={*shown == Some(at)}
                    onconfirm={end("Done")}
                    oncancel={end("Cancelled")}
                />
            }
        </>
    }
}

#[component]
fn Menus() -> Html {
    let said = use_state_eq(|| AttrValue::Static("Nothing yet"));
    let is_dense = use_state_eq(|| false);
    let action = |label: &'static str, key: Option<&'static str>| {
        let said = said.setter();
        let run = Callback::from(move |()| said.set(label.into()));
        MenuAction { label: label.into(), key: key.map(AttrValue::Static), run, ..MenuAction::default() }
    };
    let dense = {
        let is_dense = is_dense.clone();
        Callback::from(move |()| is_dense.set(!*is_dense))
    };
    let copies =
        ["Text", "Markdown", "JSON", "Link"].map(|word| MenuItem::Action(action(word, None))).to_vec();
    let items: MenuItems = Rc::new(vec![
        MenuItem::Action(action("Investigate", Some("I"))),
        MenuItem::Action(action("Resolve", Some("R"))),
        MenuItem::Submenu { label: "Copy as".into(), items: copies },
        MenuItem::Separator,
        MenuItem::Check { label: "Dense rows".into(), checked: *is_dense, run: dense },
        MenuItem::Choice {
            label: "Newest first".into(),
            chosen: true,
            run: action("Newest first", None).run,
        },
        MenuItem::Choice {
            label: "Oldest first".into(),
            chosen: false,
            run: action("Oldest first", None).run,
        },
        MenuItem::Separator,
        MenuItem::Action(MenuAction {
            refused: Some("Needs rules:write".into()),
            ..action("Edit rule", None)
        }),
        MenuItem::Action(MenuAction { danger: true, ..action("Delete rule", Some("Del")) }),
    ]);
    let file: MenuItems = Rc::new(vec![
        MenuItem::Action(action("New rule", Some("N"))),
        MenuItem::Action(action("Save", Some("Ctrl+S"))),
    ]);
    let menus = Rc::new(vec![
        (AttrValue::Static("Rule"), file.clone()),
        (AttrValue::Static("Signal"), items.clone()),
        (AttrValue::Static("View"), file),
    ]);
    html! {
        <>
            { specimen("Menu button", html! { <MenuButton id="gallery-menu" label="Actions" items={items.clone()} /> }) }
            { specimen("Menubar", html! { <Menubar id="gallery-bar" label="Rule editor" {menus} /> }) }
            { specimen("Context menu: right click, Shift+F10 or the menu key", html! {
                <ContextMenu id="gallery-context" label="Signal" {items}>
                    <button type="button" class="button button-outline">{ "brave-otter-42" }</button>
                </ContextMenu>
            }) }
            <p role="status">{ "Chosen: " }{ (*said).clone() }</p>
        </>
    }
}

fn hints() -> Html {
    let long = (1..=40).map(|line| html! { <p class="px-3 py-1">{ "Line " }{ line }</p> });
    html! {
        <>
            { specimen("Popover that scrolls", html! {
                <>
                    { popover_button("gallery-popover", "button-outline", None, html! { "Forty lines" }) }
                    { popover("gallery-popover", "Forty lines", Align::Start, html! { <div tabindex="0">{ for long }</div> }) }
                </>
            }) }
            { specimen("Tooltip: on focus and hover, Escape sends it away", html! {
                <Tooltip id="gallery-tip" text="Reads the list again; what you selected stays">
                    <button type="button" class="button button-outline" aria-describedby="gallery-tip">{ "Refresh" }</button>
                </Tooltip>
            }) }
            { specimen("Hover card", html! {
                <HoverCard id="gallery-card" label="The rule slow-charge" card={html! {
                    <span class="flex flex-col gap-1">
                        <span class="font-medium">{ "slow-charge" }</span>
                        <span class="text-ink-2">{ "Card charges slower than 400 ms" }</span>
                        { copy_button("slow-charge", "rule id") }
                    </span>
                }}>
                    <a class="button-link" href="/rules">{ "slow-charge" }</a>
                </HoverCard>
            }) }
        </>
    }
}
