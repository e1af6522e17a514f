//! The editor of rules, and two versions of one compared. What it knows of the languages is `console-rules`, compiled
//! into the same wasm; the typing is a script's. Where the script cannot be had, a plain field with the remarks listed
//! below it does the same work.
//!
//! Reached from parts only. Nothing here fetches or saves.

mod answers;
mod positions;
mod script;

use std::rc::Rc;

use console_rules::diagnostic::Severity;
use console_rules::{Language, Schema};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;

use crate::browser;
use crate::components::{Shape, glyph, rule_text};
use crate::dom::{line, none};
use crate::lazy::Missing;
use crate::words as w;
use answers::Remark;
use script::{Pair, Script, Setup};

/// What was seen of spans, to complete names and values from.
#[derive(Clone, Debug)]
pub(crate) struct Seen(pub(crate) Rc<Schema>);

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct EditorProps {
    /// Unique on the page.
    pub(crate) id: AttrValue,
    /// What is written here: "Condition".
    pub(crate) label: AttrValue,
    #[prop_or_default]
    pub(crate) description: AttrValue,
    pub(crate) language: Language,
    pub(crate) text: AttrValue,
    #[prop_or_default]
    pub(crate) read_only: bool,
    #[prop_or_default]
    pub(crate) seen: Option<Seen>,
    /// In rem; reserved before the script is here.
    #[prop_or(10)]
    pub(crate) min_height: u8,
    #[prop_or_default]
    pub(crate) on_change: Callback<String>,
}

#[component]
pub(crate) fn Editor(props: &EditorProps) -> Html {
    let host = use_node_ref();
    let script = use_state(|| None::<Result<Rc<Script>, Missing>>);
    let attempt = use_state_eq(|| 0);
    let refused = use_state_eq(|| false);
    // The text as it is by now: what was typed does not wait for whoever keeps it.
    let text = use_state_eq(|| props.text.to_string());
    use_effect_with(props.text.clone(), {
        let text = text.setter();
        move |given: &AttrValue| text.set(given.to_string())
    });

    use_effect_with((props.language, props.seen.clone(), props.label.clone(), *attempt), {
        let (host, script, refused) = (host.clone(), script.setter(), refused.setter());
        let (text, props) = (text.clone(), props.clone());
        move |_| {
            let cleared = script.clone();
            let task = browser::spawn(async move {
                let Some(host) = host.cast::<Element>() else { return };
                let setup = Setup {
                    text: (*text).clone(),
                    label: props.label.to_string(),
                    description: w::editor_about(&props.description).trim_start().to_owned(),
                    read_only: props.read_only,
                    min_height: props.min_height,
                };
                let schema = props.seen.as_ref().map(|seen| Rc::clone(&seen.0));
                let (typed, on_change) = (text.setter(), props.on_change.clone());
                let changed = move |now: String| {
                    refused.set(false);
                    typed.set(now.clone());
                    on_change.emit(now);
                };
                script.set(Some(
                    Script::editor(host, &setup, props.language, schema, changed).await.map(Rc::new),
                ));
            });
            move || {
                drop(task);
                cleared.set(None);
            }
        }
    });
    let ready = script.as_ref().and_then(|script| script.as_ref().ok()).cloned();
    let ready_at = ready.as_ref().map(|script| Rc::as_ptr(script) as usize);
    use_effect_with((props.text.clone(), ready_at), {
        let ready = ready.clone();
        move |(text, _): &(AttrValue, Option<usize>)| {
            if let Some(script) = ready {
                script.set_text(text);
            }
        }
    });
    use_effect_with((props.read_only, ready_at), {
        let ready = ready.clone();
        move |(locked, _): &(bool, Option<usize>)| {
            if let Some(script) = ready {
                script.set_read_only(*locked);
            }
        }
    });

    if matches!(*script, Some(Err(Missing))) {
        let typed = {
            let (text, on_change) = (text.setter(), props.on_change.clone());
            Callback::from(move |now: String| {
                text.set(now.clone());
                on_change.emit(now);
            })
        };
        let again = Callback::from(move |_: MouseEvent| attempt.set(*attempt + 1));
        return plain(props, &text, typed, again);
    }
    let min_height = ["min-height: ", &props.min_height.to_string(), "rem"].concat();
    let bar = ready.map(|script| {
        let format = {
            let (script, refused) = (Rc::clone(&script), refused.setter());
            Callback::from(move |_: MouseEvent| refused.set(!script.format()))
        };
        let search = Callback::from(move |_: MouseEvent| script.search());
        html! {
            <span class="ml-auto flex items-center gap-2">
                <button type="button" class="button-link" onclick={search}>{ w::editor_find() }</button>
                if !props.read_only {
                    <button type="button" class="button-link" title="Shift+Alt+F" onclick={format}>{ w::editor_format() }</button>
                }
            </span>
        }
    });
    let note = if *refused { w::editor_not_formatted() } else { "" };
    html! {
        <div id={props.id.clone()} class="editor">
            <div class="flex flex-wrap items-center gap-x-3">
                <span class="font-medium text-ink">{ props.label.clone() }</span>
                if !props.description.is_empty() { <span class="text-small text-ink-2">{ props.description.clone() }</span> }
                { bar }
            </div>
            <div class="editor-place" style={min_height.clone()}>
                if script.is_none() {
                    <pre class="code editor-coming" style={min_height} aria-busy="true">{ (*text).clone() }</pre>
                }
                <div ref={host}></div>
            </div>
            if !props.read_only { { line("p", "text-small text-ink-2", w::editor_leave()) } }
            <p class="text-small text-critical-text empty:hidden" role="status">{ note }</p>
        </div>
    }
}

/// Without the script: a field, and the remarks below it.
pub(crate) fn plain(
    props: &EditorProps,
    text: &str,
    typed: Callback<String>,
    again: Callback<MouseEvent>,
) -> Html {
    let schema = props.seen.as_ref().map(|seen| &*seen.0);
    let remarks = answers::diagnose(props.language, text, schema);
    let [field, list] = ["-text", "-remarks"].map(|end| [&props.id, end].concat());
    let invalid = remarks.iter().any(|remark| remark.severity == Severity::Error);
    let oninput = Callback::from(move |event: InputEvent| {
        if let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok()) {
            typed.emit(field.value());
        }
    });
    html! {
        <div id={props.id.clone()} class="editor">
            <label for={field.clone()} class="font-medium text-ink">{ props.label.clone() }</label>
            <p class="text-small text-ink-2" role="status">
                { w::editor_missing() }{ " " }
                <button type="button" class="button-link" onclick={again}>{ w::try_again() }</button>
            </p>
            <textarea
                id={field}
                class="field editor-field"
                style={["min-height: ", &props.min_height.to_string(), "rem"].concat()}
                spellcheck="false"
                autocapitalize="off"
                value={text.to_owned()}
                readonly={props.read_only}
                aria-invalid={invalid.to_string()}
                aria-describedby={list.clone()}
                {oninput}
            />
            <ul id={list} class="flex flex-col gap-1" aria-live="polite">
                { for remarks.iter().map(|remark| remark_line(text, remark)) }
            </ul>
        </div>
    }
}

/// `Line 2, column 5: …`
fn remark_line(text: &str, remark: &Remark) -> Html {
    let before: Vec<u16> = text.encode_utf16().take(remark.from as usize).collect();
    let before = String::from_utf16_lossy(&before);
    let row = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
    let shape = match remark.severity {
        Severity::Error => Shape::Octagon,
        Severity::Warning => Shape::Triangle,
        Severity::Info => Shape::CircleInfo,
    };
    html! {
        <li class="flex items-start gap-2 text-small">
            <span class="flex h-4 items-center">{ glyph(shape) }</span>
            <span>
                <span class="font-medium">{ w::editor_place(&row.to_string(), &column.to_string(), answers::severity_word(remark.severity)) }</span>
                { " " }{ remark.message.clone() }
            </span>
        </li>
    }
}

#[derive(Properties, Clone, PartialEq)]
pub(crate) struct CompareProps {
    pub(crate) language: Language,
    pub(crate) before: AttrValue,
    pub(crate) after: AttrValue,
    /// "Version 3".
    pub(crate) before_label: AttrValue,
    pub(crate) after_label: AttrValue,
    /// One below the other instead of side by side.
    #[prop_or_default]
    pub(crate) unified: bool,
}

/// Two versions and what differs between them.
#[component]
pub(crate) fn Compare(props: &CompareProps) -> Html {
    let host = use_node_ref();
    let script = use_state(|| None::<Result<Rc<Script>, Missing>>);
    use_effect_with(props.clone(), {
        let (host, script) = (host.clone(), script.setter());
        move |props: &CompareProps| {
            let (cleared, language) = (script.clone(), props.language);
            let pair = Pair {
                before: props.before.to_string(),
                after: props.after.to_string(),
                before_label: props.before_label.to_string(),
                after_label: props.after_label.to_string(),
                unified: props.unified,
            };
            let task = browser::spawn(async move {
                let Some(host) = host.cast::<Element>() else { return };
                script.set(Some(Script::comparison(host, &pair, language).await.map(Rc::new)));
            });
            move || {
                drop(task);
                cleared.set(None);
            }
        }
    });
    let version = |label: &AttrValue, text: &AttrValue| {
        html! {
            <div class="min-w-0 flex-1">
                <p class="pb-1 text-small font-medium text-ink-2">{ label.clone() }</p>
                { if matches!(*script, Some(Ok(_))) { none() } else { rule_text(text, label, false, props.language) } }
            </div>
        }
    };
    html! {
        <div class="editor">
            <div class="flex flex-wrap gap-3">
                { version(&props.before_label, &props.before) }
                { version(&props.after_label, &props.after) }
            </div>
            <div ref={host}></div>
        </div>
    }
}
