//! The sheet of shortcuts: what holds here, to look up, to choose anew, to switch off. A part of its own.

use console_api::Timestamp;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::commands::{Command, Commands, Open, Scope, kbd, keymap, keys, use_commands_context};
use crate::components::{Shape, Symbol, glyph, icon_button};
use crate::dom::{el, line, none, say, tell};
use crate::words as w;

const TITLE: &str = "key-sheet-title";
const SEARCH: &str = "key-sheet-search";
const USE: &str = "key-sheet-use";
/// How long the next key of a sequence may take.
const SEQUENCE_MICROS: i64 = 1_500_000;

/// Keys being chosen for a command.
#[derive(Clone, PartialEq)]
struct Chosen {
    id: &'static str,
    keys: String,
    /// When the last of them was pressed.
    at: Timestamp,
    refused: Option<&'static str>,
}

#[component]
pub(crate) fn KeySheet() -> Html {
    let Some(commands) = use_commands_context() else { return none() };
    let text = use_state(String::new);
    let choosing = use_state_eq(|| None::<Chosen>);
    let latest = use_mut_ref(|| None::<Chosen>);
    latest.borrow_mut().clone_from(&choosing);
    // While keys are being chosen, presses come here and not to commands.
    use_effect_with((choosing.is_some(), commands), {
        let setter = choosing.setter();
        move |(is_choosing, commands): &(bool, Commands)| {
            let commands = *commands;
            commands.capture(is_choosing.then(|| {
                Callback::from(move |stroke: String| {
                    let chosen = latest.borrow_mut().take();
                    let next = chosen.and_then(|chosen| chosen.pressed(&stroke, browser::now()));
                    latest.borrow_mut().clone_from(&next);
                    setter.set(next);
                })
            }));
            move || commands.capture(None)
        }
    });
    use_effect_with((), |()| browser::focus(SEARCH));
    // The focus follows what takes the place of what had it.
    let before = use_mut_ref(|| None::<&'static str>);
    use_effect_with(choosing.as_ref().map(|chosen| chosen.id), move |&id| {
        let before = std::mem::replace(&mut *before.borrow_mut(), id);
        match (before, id) {
            (_, Some(_)) => browser::focus(USE),
            (Some(before), None) => browser::focus(&keys_of(before)),
            (None, None) => {}
        }
    });

    let keymap = commands.keymap();
    let wanted = text.trim().to_lowercase();
    let all = commands.all();
    let fits = |command: &Command| {
        let keys = keymap.keys(command.id, command.keys).to_lowercase();
        command.title.to_lowercase().contains(&wanted)
            || keys == wanted
            || command.section.title().to_lowercase().contains(&wanted)
    };
    let mut shown: Vec<&(Scope, Command)> = all.iter().filter(|(_, command)| fits(command)).collect();
    shown.sort_by_key(|(_, command)| command.section);
    let row = |(_, command): &(Scope, Command)| row(command, &all, &commands, &choosing);
    let close = Callback::from(move |_: MouseEvent| commands.open(Open::Nothing));
    let reset = Callback::from(move |_: MouseEvent| commands.choose_keys(keymap::Keymap::reset));
    let single = Callback::from(move |event: Event| {
        let on = event.target_unchecked_into::<HtmlInputElement>().checked();
        commands.choose_keys(|keymap| keymap.single_off = !on);
    });
    let stop = {
        let choosing = choosing.setter();
        Callback::from(move |_: FocusEvent| choosing.set(None))
    };
    let oninput = {
        let text = text.setter();
        Callback::from(move |event: InputEvent| {
            text.set(event.target_unchecked_into::<HtmlInputElement>().value())
        })
    };
    html! {
        <>
            <header class="sheet-head">
                <h2 id={TITLE} class="text-section font-semibold">{ w::command_keys() }</h2>
                <input
                    id={SEARCH}
                    type="search"
                    class="field min-w-0 flex-1"
                    aria-label={w::sheet_search()}
                    placeholder={w::sheet_search_by()}
                    value={(*text).clone()}
                    autocomplete="off"
                    spellcheck="false"
                    {oninput}
                    onfocus={stop}
                />
                { icon_button(Symbol::Close, w::sheet_close(), close) }
            </header>
            <div class="sheet-body" tabindex="0" role="region" aria-labelledby={TITLE}>
                for group in shown.chunk_by(|(_, one), (_, other)| one.section == other.section) {
                    <section aria-label={group[0].1.section.title()}>
                        { line("h3", "sheet-section", group[0].1.section.title()) }
                        <ul>{ for group.iter().copied().map(row) }</ul>
                    </section>
                }
                if shown.is_empty() {
                    <p class="py-6 text-center text-ink-2">{ w::sheet_none() }</p>
                }
            </div>
            <footer class="sheet-foot">
                <label class="flex items-center gap-2">
                    <input type="checkbox" class="check" checked={!keymap.single_off} onchange={single} />
                    <span>{ w::sheet_single() }</span>
                </label>
                <span class="min-w-0 flex-1 text-small text-ink-2">
                    { if keymap.single_off { w::sheet_single_off() } else { w::sheet_single_on() } }
                </span>
                <button type="button" class="button button-outline" disabled={keymap.is_default()} onclick={reset}>
                    { w::sheet_reset_all() }
                </button>
            </footer>
        </>
    }
}

impl Chosen {
    /// After one more press; nothing when choosing is over.
    fn pressed(self, stroke: &str, now: Timestamp) -> Option<Self> {
        if stroke == "Escape" {
            return None;
        }
        let goes_on = !self.keys.is_empty()
            && self.refused.is_none()
            && !self.keys.contains(' ')
            && keys::is_character(&self.keys)
            && now.since(self.at) < SEQUENCE_MICROS;
        let keys = if goes_on { [&self.keys, " ", stroke].concat() } else { stroke.to_owned() };
        let refused = keymap::reserved(&keys);
        Some(Self { keys, at: now, refused, ..self })
    }
}

/// Id of the button that holds the keys of a command.
fn keys_of(id: &str) -> String {
    ["keys-of-", id].concat()
}

/// Other commands here whose keys cannot be told from these.
fn rivals<'a>(id: &str, keys: &str, all: &'a [(Scope, Command)], commands: &Commands) -> Vec<&'a Command> {
    let collides = |command: &&Command| {
        command.id != id && keys::collide(keys, commands.keymap().keys(command.id, command.keys))
    };
    all.iter().map(|(_, command)| command).filter(collides).collect()
}

fn titles(commands: &[&Command]) -> String {
    commands.iter().map(|command| command.title.as_str()).collect::<Vec<_>>().join(", ")
}

fn row(
    command: &Command,
    all: &[(Scope, Command)],
    commands: &Commands,
    choosing: &UseStateHandle<Option<Chosen>>,
) -> Html {
    let (keymap, mac) = (commands.keymap(), commands.is_mac());
    let keys = keymap.keys(command.id, command.keys);
    let chosen = choosing.as_ref().filter(|chosen| chosen.id == command.id);
    let begin = {
        let (choosing, id) = (choosing.setter(), command.id);
        Callback::from(move |_: MouseEvent| {
            choosing.set(Some(Chosen { id, keys: String::new(), at: Timestamp::default(), refused: None }));
        })
    };
    let reset = {
        let (commands, id) = (*commands, command.id);
        Callback::from(move |_: MouseEvent| commands.choose_keys(|keymap| keymap.set(id, None)))
    };
    let change = w::sheet_change(&command.title);
    let clashing = rivals(command.id, keys, all, commands);
    html! {
        <li key={command.id} class="sheet-row" data-command={command.id}>
            <span class="min-w-0 flex-1">{ command.title.clone() }</span>
            if keymap.is_changed(command.id) && chosen.is_none() {
                { icon_button(Symbol::Refresh, w::sheet_reset(&command.title), reset) }
            }
            if chosen.is_none() {
                <button
                    id={keys_of(command.id)}
                    type="button"
                    class={if keymap.silences(keys) { "sheet-keys sheet-silent" } else { "sheet-keys" }}
                    onclick={begin}
                >
                    { el("span", "sr-only", [tell(&change), say(" ")]) }
                    if keys.is_empty() { <span class="text-ink-2">{ w::sheet_no_keys_now() }</span> } else { { kbd(keys, mac) } }
                </button>
            }
            if let Some(chosen) = chosen { { chooser(chosen, command, all, commands, choosing) } }
            else if !clashing.is_empty() {
                <p class="sheet-note text-warning-text">
                    { glyph(Shape::Triangle) }{ w::sheet_same_keys(&titles(&clashing)) }
                </p>
            }
        </li>
    }
}

/// Where the new keys are shown while they are pressed, with what speaks against them.
fn chooser(
    chosen: &Chosen,
    command: &Command,
    all: &[(Scope, Command)],
    commands: &Commands,
    choosing: &UseStateHandle<Option<Chosen>>,
) -> Html {
    let rivals = rivals(command.id, &chosen.keys, all, commands);
    let cancel = {
        let choosing = choosing.setter();
        Callback::from(move |_: MouseEvent| choosing.set(None))
    };
    let is_usable = !chosen.keys.is_empty() && chosen.refused.is_none();
    let (shape, words) = match chosen.refused {
        Some(why) => (Some(Shape::Octagon), why.to_owned()),
        None if chosen.keys.is_empty() => (None, w::sheet_press().to_owned()),
        None if rivals.is_empty() => (None, w::sheet_free().to_owned()),
        None => (Some(Shape::Triangle), w::sheet_taken(&titles(&rivals))),
    };
    let taken: Vec<_> = rivals.iter().map(|rival| rival.id).collect();
    let take = if taken.is_empty() { w::sheet_use() } else { w::sheet_take_over() };
    let store = |keys: String, taken: Vec<&'static str>| {
        let (commands, choosing, id) = (*commands, choosing.setter(), command.id);
        Callback::from(move |_: MouseEvent| {
            commands.choose_keys(|keymap| {
                taken.iter().for_each(|taken| keymap.set(taken, Some("")));
                keymap.set(id, Some(&keys));
            });
            choosing.set(None);
        })
    };
    let usable = if is_usable { store(chosen.keys.clone(), taken) } else { Callback::noop() };
    html! {
        <div class="sheet-chooser">
            <span class="sheet-pressed">{ kbd(&chosen.keys, commands.is_mac()) }</span>
            <p class="flex min-w-0 flex-1 items-center gap-1.5 text-small" role="status">
                { shape.map_or_else(none, glyph) }
                { el("span", "wrap-anywhere", [tell(&words)]) }
            </p>
            // Has the focus from the start, so it is never `disabled`.
            <button id={USE} type="button" class="button button-primary" aria-disabled={(!is_usable).to_string()} onclick={usable}>
                { take }
            </button>
            <button type="button" class="button button-outline" onclick={store(String::new(), Vec::new())}>{ w::sheet_no_keys() }</button>
            <button type="button" class="button button-quiet" onclick={cancel}>{ w::cancel() }</button>
        </div>
    }
}
