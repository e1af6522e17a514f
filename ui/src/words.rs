//! What the interface says, in the reader's language: one function per message of `ui/locales/en`, named after it.
//!
//! English is compiled in. Another language is a list of patterns in the order of the English messages, fetched by
//! `app.js` before the start and whenever another one is chosen; what it does not say is said in English. Numbers,
//! plural forms and units come from the browser's `Intl`; in English, and in tests, from the rules written here and in
//! `text.rs`, which say the same.
//!
//! The language is kept for the thread, not handed down as context: plain functions all over the interface say things,
//! and there is one reader. Whoever says something is drawn anew when the language changes, see [`use_language`].

mod pattern;

use std::cell::Cell;

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

use crate::browser;
use crate::dom::use_once;

/// What a variable of a message holds.
#[derive(Clone, Copy, Debug)]
enum Value<'a> {
    Number(i64),
    Text(&'a str),
}

/// One function per message. Every one is said somewhere; what only the editor says, in builds that have it.
#[cfg_attr(
    not(feature = "gallery"),
    expect(dead_code, reason = "the pages that have the editor are to come")
)]
mod english {
    use super::{Value, fill, plain};

    include!(concat!(env!("OUT_DIR"), "/english.rs"));
}
pub(crate) use english::*;

#[wasm_bindgen]
extern "C" {
    /// Chooses the language anew and fetches its words; whether it is another one than before.
    #[wasm_bindgen(js_name = fluoSpeak)]
    fn fluo_speak() -> js_sys::Promise;

    /// The patterns of the language; nothing for English.
    #[wasm_bindgen(js_name = fluoWords)]
    fn fluo_words() -> Option<js_sys::Array>;

    /// Whether numbers, units and ages are written otherwise than in English.
    #[wasm_bindgen(js_name = fluoIsForeign)]
    fn fluo_is_foreign() -> bool;

    #[wasm_bindgen(js_name = fluoPlural)]
    fn fluo_plural(count: f64, ordinal: bool) -> String;

    /// A number with so many decimals, and a unit where one is named as `Intl` names it.
    #[wasm_bindgen(js_name = fluoNumber)]
    pub(crate) fn foreign_number(value: f64, decimals: u32, unit: &str) -> String;

    /// So many units ago; `now` for none.
    #[wasm_bindgen(js_name = fluoAge)]
    pub(crate) fn foreign_age(count: f64, unit: &str) -> String;

    /// A day in words, from midnight UTC in milliseconds since 1970: `day`, `day-short`, `month`, `weekday` or
    /// `weekday-short` of it.
    #[wasm_bindgen(js_name = fluoDate)]
    pub(crate) fn foreign_date(millis: f64, part: &str) -> String;
}

/// Something said: one of the functions below, where a table is made before the language is known.
pub(crate) type Said = fn() -> &'static str;

type Patterns = &'static [Option<&'static str>];

#[derive(Clone, Copy, Default)]
struct Spoken {
    patterns: Option<Patterns>,
    foreign: bool,
}

thread_local! {
    static SPOKEN: Cell<Spoken> = const { Cell::new(Spoken { patterns: None, foreign: false }) };
}

/// Takes over the language that `app.js` fetched. Its words stay for good: few people change it twice.
pub(crate) fn take_language() {
    let pattern = |word: wasm_bindgen::JsValue| word.as_string().map(|word| &*word.leak());
    let patterns = fluo_words().map(|words| &*words.iter().map(pattern).collect::<Vec<_>>().leak());
    SPOKEN.set(Spoken { patterns, foreign: fluo_is_foreign() });
}

/// Whether the browser writes numbers, units and ages; otherwise `text.rs` does.
pub(crate) fn is_foreign() -> bool {
    SPOKEN.get().foreign
}

/// Follows the choice of the language, here and in other tabs. The number changes with the language: what is drawn
/// under it as a key is drawn anew.
#[hook]
pub(crate) fn use_language() -> u32 {
    let generation = use_state_eq(u32::default);
    use_once({
        let generation = generation.setter();
        move || {
            let (task, mut count) = (Cell::new(None), 0);
            browser::on_appearance(move || {
                count += 1;
                let (generation, next) = (generation.clone(), count);
                task.set(Some(browser::spawn(async move {
                    if JsFuture::from(fluo_speak()).await.is_ok_and(|changed| changed.is_truthy()) {
                        take_language();
                        generation.set(next);
                    }
                })));
            })
        }
    });
    *generation
}

fn foreign_pattern(id: usize) -> Option<&'static str> {
    SPOKEN.get().patterns?.get(id).copied().flatten()
}

#[inline(never)]
fn plain(id: usize, english: &'static str) -> &'static str {
    foreign_pattern(id).unwrap_or(english)
}

#[inline(never)]
fn fill(id: usize, english: &'static str, values: &[Value<'_>]) -> String {
    match foreign_pattern(id) {
        Some(pattern) => pattern::fill(pattern, values, foreign_plural),
        None => pattern::fill(english, values, pattern::english_plural),
    }
}

/// The plural form in the language; by English rules where the browser is not asked.
fn foreign_plural(count: i64, ordinal: bool) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts fit in 53 bits")]
    if is_foreign() { fluo_plural(count as f64, ordinal) } else { pattern::english_plural(count, ordinal) }
}

/// Everything said on this thread from now on is said in `en-XA`.
#[cfg(test)]
pub(crate) fn speak_pseudo() {
    let patterns = PSEUDO.iter().map(|pattern| Some(*pattern)).collect::<Vec<_>>().leak();
    SPOKEN.set(Spoken { patterns: Some(patterns), foreign: false });
}

#[cfg(test)]
mod scan;
#[cfg(test)]
mod tests;
