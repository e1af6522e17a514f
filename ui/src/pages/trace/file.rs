//! A trace from a file or the clipboard: OTLP JSON, one request per line or one in all, gzipped or not. It is read here;
//! nothing of it goes to the server.

use std::rc::Rc;

use console_trace::{Recorded, Recording, Trace, read};
use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DragEvent, File, FileList, HtmlInputElement, HtmlTextAreaElement, ReadableStream,
    ReadableStreamDefaultReader, ReadableWritablePair,
};
use yew::prelude::*;

use super::page::facts;
use super::view::{Shown, TraceView};
use crate::browser::{self, Task};
use crate::clock::{Clock, use_clock};
use crate::components::{Shape, Symbol, button, glyph, relative_time};
use crate::dom::{el, line, none, tell};
use crate::route::Route;
use crate::shell::page_heading;
use crate::text;
use crate::words as w;

/// Bytes that are read at most, unpacked.
const MOST_BYTES: usize = 256 * 1024 * 1024;
/// Spans that are kept of a file.
const MOST_SPANS: usize = 250_000;
/// Traces of a file that are listed.
const MOST_LISTED: usize = 200;

/// How such a text begins.
const EXAMPLE: &str = "{\"resourceSpans\": [ … ]}";

/// What was opened. Told from others by its address.
#[derive(Clone)]
struct Opened {
    name: String,
    recording: Rc<Recording>,
    traces: Rc<Vec<Recorded>>,
}

#[derive(Clone)]
enum State {
    Nothing,
    Reading,
    /// Why it could not be read.
    Failed(String),
    Listed(Opened),
    Shown(Opened, Shown),
}

#[component]
pub(super) fn FromFile() -> Html {
    let clock = use_clock();
    let state = use_state(|| State::Nothing);
    let task = use_mut_ref(|| None::<Task>);
    let take = {
        let (state, task) = (state.setter(), Rc::clone(&task));
        Callback::from(move |source: Source| {
            state.set(State::Reading);
            let state = state.clone();
            *task.borrow_mut() = Some(browser::spawn(async move {
                // The word that it is being read comes onto the screen first.
                browser::sleep(20).await;
                state.set(opened(source).await);
            }));
        })
    };
    let show = {
        let state = state.setter();
        Callback::from(move |next: State| state.set(next))
    };
    let content = match &*state {
        State::Shown(opened, shown) => return shown_page(opened, shown, &show, clock),
        State::Listed(opened) => list(opened, &show, clock),
        State::Reading => el("p", "px-4 py-6 text-ink-2", [tell(w::trace_reading())]),
        State::Nothing => none(),
        State::Failed(why) => html! {
            <div role="alert" class="trace-fault">
                { el("span", "flex h-5 items-center", [glyph(Shape::Octagon)]) }
                { el("div", "min-w-0", [
                    line("p", "font-medium", w::trace_unreadable()),
                    el("p", "wrap-anywhere", [tell(why)]),
                ]) }
            </div>
        },
    };
    html! {
        <div class="trace-page overflow-y-auto">
            { page_heading(Route::Traces.title(), none()) }
            { chooser(&take) }
            <div role="status" class="contents">{ content }</div>
        </div>
    }
}

/// Where the text comes from.
enum Source {
    File(File),
    Text(String),
}

async fn opened(source: Source) -> State {
    let (name, text) = match source {
        Source::Text(text) => (w::trace_pasted().to_owned(), text),
        Source::File(file) => match text_of(&file).await {
            Ok(text) => (file.name(), text),
            Err(why) => return State::Failed(why),
        },
    };
    match read(&text, MOST_SPANS) {
        Err(fault) => State::Failed(fault.to_string()),
        Ok(recording) => {
            let traces = Rc::new(recording.traces());
            let opened = Opened { name, recording: Rc::new(recording), traces };
            match opened.traces.as_slice() {
                [] => State::Failed(w::trace_no_spans().to_owned()),
                [only] => one(&opened, only),
                _ => State::Listed(opened),
            }
        }
    }
}

fn one(opened: &Opened, recorded: &Recorded) -> State {
    let trace = opened.recording.columns(&recorded.id).and_then(Trace::new);
    trace.map_or_else(
        || State::Failed(w::trace_no_spans().to_owned()),
        |trace| State::Shown(opened.clone(), Shown(Rc::new(trace))),
    )
}

/// The text of a file, unpacked where it is packed.
async fn text_of(file: &File) -> Result<String, String> {
    let refused = |_: JsValue| w::trace_file_refused().to_owned();
    let mut stream: ReadableStream = file.stream();
    if file.name().ends_with(".gz") {
        stream = stream.pipe_through(&gunzip().map_err(refused)?);
    }
    let reader: ReadableStreamDefaultReader =
        stream.get_reader().dyn_into().map_err(|_| w::trace_file_refused().to_owned())?;
    let mut bytes = Vec::new();
    loop {
        let result = JsFuture::from(reader.read()).await.map_err(refused)?;
        let Ok(value) = Reflect::get(&result, &"value".into()) else { break };
        let Ok(chunk) = value.dyn_into::<Uint8Array>() else { break };
        let length = chunk.length() as usize;
        if bytes.len() + length > MOST_BYTES {
            return Err(w::trace_file_large(&(MOST_BYTES >> 20).to_string()));
        }
        let end = bytes.len();
        bytes.resize(end + length, 0);
        chunk.copy_to(&mut bytes[end..]);
    }
    String::from_utf8(bytes).map_err(|_| w::trace_not_text().to_owned())
}

/// What unpacks a stream. The bindings count it among what is not settled; all our browsers have it.
fn gunzip() -> Result<ReadableWritablePair, JsValue> {
    let made_by: Function = Reflect::get(&js_sys::global(), &"DecompressionStream".into())?.dyn_into()?;
    Ok(Reflect::construct(&made_by, &Array::of1(&"gzip".into()))?.unchecked_into())
}

fn chooser(take: &Callback<Source>) -> Html {
    let first = |files: Option<FileList>| files.and_then(|files| files.get(0));
    let onchange = {
        let take = take.clone();
        Callback::from(move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            if let Some(file) = first(input.files()) {
                take.emit(Source::File(file));
            }
            // The same file may be chosen again.
            input.set_value("");
        })
    };
    let ondrop = {
        let take = take.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            if let Some(file) = first(event.data_transfer().and_then(|data| data.files())) {
                take.emit(Source::File(file));
            }
        })
    };
    let paste = {
        let take = take.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let field =
                browser::element("trace-text").and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok());
            if let Some(text) = field.map(|field| field.value()).filter(|text| !text.trim().is_empty()) {
                take.emit(Source::Text(text));
            }
        })
    };
    html! {
        <div class="trace-chooser">
            <div class="trace-drop" {ondrop} ondragover={Callback::from(|event: DragEvent| event.prevent_default())}>
                { line("p", "font-medium text-ink", w::trace_open_title()) }
                { line("p", "text-ink-2", w::trace_open_help()) }
                <label class="button button-primary trace-file">
                    { w::trace_open_file() }
                    <input type="file" class="sr-only" accept=".json,.jsonl,.gz,application/json,application/gzip" {onchange} />
                </label>
            </div>
            <form class="flex flex-col gap-2" onsubmit={paste}>
                <label class="font-medium text-ink" for="trace-text">{ w::trace_paste() }</label>
                <textarea id="trace-text" class="field trace-text" spellcheck="false" placeholder={EXAMPLE} />
                <button type="submit" class="button button-outline self-start">{ w::trace_paste_show() }</button>
            </form>
        </div>
    }
}

/// The traces of a file, to choose one.
fn list(opened: &Opened, show: &Callback<State>, clock: Clock) -> Html {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let title = w::trace_file_traces(number(opened.traces.len()), &opened.name);
    html! {
        <section class="trace-list" aria-label={title.clone()}>
            <h2 class="font-semibold">{ title }</h2>
            if opened.recording.is_truncated() {
                { el("p", "text-ink-2", [tell(&w::trace_cut(number(MOST_SPANS)))]) }
            }
            <ul>
                for recorded in opened.traces.iter().take(MOST_LISTED) {
                    <li>
                        <button type="button" class="trace-choice" onclick={
                            let (opened, recorded) = (opened.clone(), recorded.clone());
                            show.reform(move |_: MouseEvent| one(&opened, &recorded))
                        }>
                            <span class="font-medium wrap-anywhere">{ recorded.name.clone() }</span>
                            <span class="text-ink-2">{ recorded.service.clone() }</span>
                            <span class="tabular">{ w::trace_spans(number(recorded.spans)) }</span>
                            <span class="tabular">{ text::duration(recorded.duration_ns) }</span>
                            if recorded.failed > 0 {
                                <span class="text-critical-text">{ w::trace_failures(number(recorded.failed)) }</span>
                            }
                            <span class="text-ink-2">{ relative_time(recorded.start, clock) }</span>
                        </button>
                    </li>
                }
            </ul>
            if opened.traces.len() > MOST_LISTED {
                { el("p", "text-ink-2", [tell(&w::trace_listed(number(MOST_LISTED)))]) }
            }
        </section>
    }
}

fn shown_page(opened: &Opened, shown: &Shown, show: &Callback<State>, clock: Clock) -> Html {
    let back = {
        let opened = opened.clone();
        let state = if opened.traces.len() > 1 { State::Listed(opened) } else { State::Nothing };
        show.reform(move |_: MouseEvent| state.clone())
    };
    html! {
        <div class="trace-page">
            { page_heading(Route::Traces.title(), facts(&shown.0, clock)) }
            <p class="trace-of">
                <span class="truncate text-ink-2">{ w::trace_from(&opened.name) }</span>
                { button(Symbol::Close, w::trace_file_close(), back) }
            </p>
            <TraceView id="trace" trace={shown.clone()} />
        </div>
    }
}
