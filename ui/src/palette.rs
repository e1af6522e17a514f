//! The palette: everything that can be done or gone to, found by a few letters. The field is the owner's
//! (`commands::provider`), so that typing works before this part is here; this is what stands below it.
//!
//! A colon in front makes what is typed a line of the command mode ([`line`]).

mod entries;
mod fuzzy;
mod line;
mod list;
mod recent;
mod search;

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::browser::{self, Listener};
use crate::commands::{Commands, PALETTE_FIELD, PALETTE_LIST, use_commands_context};
use crate::route::{Place, use_place};
pub(crate) use entries::{Does, Entry, Index, Shown};
use line::{Action, Line};
pub(crate) use list::listing;
use list::option_id;
use search::use_found;

/// Rows that PageUp and PageDown go by.
const PAGE: usize = 8;

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct PaletteProps {
    /// What is in the field.
    pub(crate) text: AttrValue,
    /// Puts something else into the field.
    pub(crate) set: Callback<AttrValue>,
    pub(crate) close: Callback<()>,
}

#[component]
pub(crate) fn Palette(props: &PaletteProps) -> Html {
    let commands = use_commands_context();
    let place = use_place();
    // What can be done is looked up once: the palette lies above the page, nothing changes below it.
    let index = use_memo((), |()| Index::new(commands.as_ref()));
    let active = use_state_eq(|| 0_usize);
    let text = props.text.as_str();
    let line = text.strip_prefix(':');
    let (found, retry) = use_found(if line.is_some() { "" } else { text });
    let verbs = index.verbs();
    let (shown, problem) = match line {
        Some(line) => {
            let problem = match line::read(line, verbs) {
                Line::Wrong { at, why } => Some((at, why)),
                Line::Whole(_) | Line::Unfinished => None,
            };
            (entries::of_line(line, verbs), problem)
        }
        None => {
            let mut shown = index.find(text);
            shown.extend(entries::of_found(&found, text));
            (shown, None)
        }
    };
    let shown = Rc::new(shown);
    // Another text, another list: begin at its best.
    use_effect_with(props.text.clone(), {
        let active = active.setter();
        move |_| active.set(0)
    });
    let at = (*active).min(shown.len().saturating_sub(1));
    let choose = {
        let (shown, set, close) = (Rc::clone(&shown), props.set.clone(), props.close.clone());
        let place = place.clone();
        Callback::from(move |at: usize| {
            if let (Some(shown), Some(commands)) = (shown.get(at), &commands) {
                choose(&shown.entry, commands, &place, &set, &close);
            }
        })
    };
    use_field(FieldState { shown: Rc::clone(&shown), at, active: active.setter(), choose: choose.clone() });
    let has_problem = problem.is_some();
    use_effect_with((at, shown.len(), has_problem), |&(at, count, has_problem)| {
        describe_field(at, count, has_problem);
    });
    let point = Callback::from(move |at| active.set(at));
    let mac = commands.as_ref().is_some_and(Commands::is_mac);
    html! {
        <>
            { list::problem(line.unwrap_or_default(), problem) }
            { listing(PALETTE_LIST, &shown, at, mac, &choose, &point) }
            { list::foot(&found, shown.len(), line.is_some(), &retry) }
        </>
    }
}

/// Carries out an entry. The palette closes first: the focus is back where it was when a command moves it.
fn choose(
    entry: &Entry,
    commands: &Commands,
    place: &Place,
    set: &Callback<AttrValue>,
    close: &Callback<()>,
) {
    if entry.refusal.is_some() {
        return;
    }
    if let Does::Complete(line) = &entry.does {
        return set.emit([":", line].concat().into());
    }
    recent::remember(&entry.id, &entry.title);
    close.emit(());
    match &entry.does {
        Does::Complete(_) => {}
        Does::Run(command) => commands.run(command),
        Does::Visit(route, query) => place.visit(*route, query, true),
        Does::Act(Action::Choose { key, value }) => browser::store_appearance(key, value),
        Does::Act(Action::SingleKeys(on)) => commands.choose_keys(|keymap| keymap.single_off = !on),
        Does::Act(Action::Command(id)) => {
            if let Some((_, command)) = commands.all().iter().find(|(_, command)| command.id == *id) {
                commands.run(command);
            }
        }
        Does::Toggle(id) => {
            let (undo, id) = (commands.undo().clone(), *id);
            wasm_bindgen_futures::spawn_local(async move { undo.toggle(id).await });
        }
    }
}

/// What a key in the field needs to know.
struct FieldState {
    shown: Rc<Vec<Shown>>,
    at: usize,
    active: UseStateSetter<usize>,
    choose: Callback<usize>,
}

impl FieldState {
    fn pressed(&self, event: &KeyboardEvent) {
        if event.is_composing() || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let last = self.shown.len().saturating_sub(1);
        let key = event.key();
        let to = match key.as_str() {
            "ArrowDown" if self.at >= last => 0,
            "ArrowDown" => self.at + 1,
            "ArrowUp" if self.at == 0 => last,
            "ArrowUp" => self.at - 1,
            "PageDown" => (self.at + PAGE).min(last),
            "PageUp" => self.at.saturating_sub(PAGE),
            "Home" if !event.shift_key() => 0,
            "End" if !event.shift_key() => last,
            "Enter" => {
                event.prevent_default();
                if !event.repeat() && !self.shown.is_empty() {
                    self.choose.emit(self.at);
                }
                return;
            }
            // A word is completed without carrying the line out.
            "Tab" if !event.shift_key() => {
                if let Some(Does::Complete(_)) = self.shown.get(self.at).map(|shown| &shown.entry.does) {
                    event.prevent_default();
                    self.choose.emit(self.at);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        self.active.set(to);
    }
}

/// Listens to the keys of the field, which is drawn elsewhere.
#[hook]
fn use_field(state: FieldState) {
    let latest = use_mut_ref(|| None);
    *latest.borrow_mut() = Some(Rc::new(state));
    use_effect_with((), move |()| {
        let listener = browser::element(PALETTE_FIELD).map(|field| {
            Listener::new(field, "keydown", move |event| {
                let state = latest.borrow().clone();
                if let (Some(state), Ok(event)) = (state, event.dyn_into::<KeyboardEvent>()) {
                    state.pressed(&event);
                }
            })
        });
        || drop(listener)
    });
}

/// Tells the field which option is the active one, and brings that into view.
fn describe_field(at: usize, count: usize, has_problem: bool) {
    let Some(field) = browser::element(PALETTE_FIELD) else { return };
    let set = |name: &str, value: Option<&str>| {
        let _ = match value {
            Some(value) => field.set_attribute(name, value),
            None => field.remove_attribute(name),
        };
    };
    let option = option_id(PALETTE_LIST, at);
    set("aria-activedescendant", (count > 0).then_some(option.as_str()));
    set("aria-invalid", has_problem.then_some("true"));
    set("aria-describedby", has_problem.then_some(list::PROBLEM));
    if let Some(option) = browser::element(&option) {
        browser::scroll_to_nearest(&option);
    }
}
