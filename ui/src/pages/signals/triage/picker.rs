//! Asking for what is missing, in a small dialog: options with digits, and a line to type into. The line is read while it
//! is typed, so that what Enter will do is seen before.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::overlays::dialog::Dialog;
use crate::words as w;

/// Options that have a digit.
const DIGITS: usize = 9;

/// Something to choose.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Offer {
    /// What stands in the line when it is chosen.
    pub(super) line: String,
    pub(super) label: String,
    /// What it comes to: "until Mon 09:00".
    pub(super) note: String,
}

/// What a line comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reading {
    /// Nothing yet.
    Empty,
    /// This will be done.
    Means(String),
    /// It means nothing; why.
    Wrong(String),
}

#[derive(Properties, PartialEq)]
pub(super) struct PickerProps {
    pub(super) id: &'static str,
    pub(super) title: AttrValue,
    /// Of the line.
    pub(super) label: AttrValue,
    pub(super) hint: AttrValue,
    pub(super) offers: Vec<Offer>,
    pub(super) read: Callback<String, Reading>,
    /// A digit chooses at once, while the line is empty. Otherwise it is read like what is typed.
    #[prop_or_default]
    pub(super) instant: bool,
    /// The offers are those that have what is typed.
    #[prop_or_default]
    pub(super) filters: bool,
    /// Below the line.
    #[prop_or_default]
    pub(super) more: Html,
    /// Gets the line that was chosen or typed.
    pub(super) onpick: Callback<String>,
    pub(super) onclose: Callback<()>,
}

#[component]
pub(super) fn Picker(props: &PickerProps) -> Html {
    let line = use_state_eq(String::new);
    let reading = props.read.emit((*line).clone());
    let offers = shown(&props.offers, if props.filters { &line } else { "" });
    let oninput = {
        let line = line.clone();
        Callback::from(move |event: InputEvent| {
            line.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let onkeydown = {
        let (line, instant, onpick) = (line.clone(), props.instant, props.onpick.clone());
        let offers = offers.clone();
        Callback::from(move |event: KeyboardEvent| {
            let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !event.repeat();
            if let Some(offer) = digit(&event.key()).and_then(|at| offers.get(at))
                && instant
                && plain
                && line.is_empty()
            {
                event.prevent_default();
                onpick.emit(offer.line.clone());
            }
        })
    };
    let onsubmit = {
        let (line, reading, onpick) = ((*line).clone(), reading.clone(), props.onpick.clone());
        let first = offers.first().filter(|_| props.filters).cloned();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match (&reading, &first) {
                (Reading::Means(_), None) => onpick.emit(line.clone()),
                (_, Some(first)) if !line.trim().is_empty() => onpick.emit(first.line.clone()),
                _ => {}
            }
        })
    };
    let form = [props.id, "-form"].concat();
    let (words, is_wrong) = match &reading {
        Reading::Empty => (props.hint.to_string(), false),
        Reading::Means(words) => (words.clone(), false),
        Reading::Wrong(words) => (words.clone(), true),
    };
    let said = [props.id, "-said"].concat();
    let is_ready = matches!(reading, Reading::Means(_));
    let foot = html! {
        <>
            <button type="button" class="button button-outline" onclick={props.onclose.reform(|_: MouseEvent| ())}>{ w::cancel() }</button>
            <button type="submit" form={form.clone()} class="button button-primary" disabled={!is_ready}>{ w::triage_do() }</button>
        </>
    };
    html! {
        <Dialog id={props.id} title={props.title.clone()} open=true onclose={props.onclose.clone()} {foot}>
            <form id={form} class="flex flex-col gap-3" {onsubmit}>
                <label class="flex flex-col gap-1.5">
                    <span class="form-label">{ props.label.clone() }</span>
                    <input
                        class="field"
                        autofocus=true
                        autocomplete="off"
                        spellcheck="false"
                        value={(*line).clone()}
                        aria-describedby={said.clone()}
                        aria-invalid={is_wrong.then_some("true")}
                        {oninput}
                        {onkeydown}
                    />
                    <span id={said} role="status" class={if is_wrong { "text-small text-critical-text" } else { "text-small text-ink-2" }}>
                        { words }
                    </span>
                </label>
                <ol class="flex flex-col gap-0.5">
                    { for offers.iter().enumerate().map(|(at, offer)| offered(at, offer, &props.onpick)) }
                </ol>
                { props.more.clone() }
            </form>
        </Dialog>
    }
}

fn offered(at: usize, offer: &Offer, onpick: &Callback<String>) -> Html {
    let line = offer.line.clone();
    let onclick = onpick.reform(move |_: MouseEvent| line.clone());
    html! {
        <li>
            <button type="button" class="option w-full text-left" {onclick}>
                <kbd class="kbd" aria-hidden="true">
                    if at < DIGITS { { (at + 1).to_string() } }
                </kbd>
                <span class="min-w-0 flex-1 wrap-anywhere">{ &offer.label }</span>
                <span class="text-small text-ink-2">{ &offer.note }</span>
            </button>
        </li>
    }
}

/// The offers that have the words of the line.
fn shown(offers: &[Offer], line: &str) -> Vec<Offer> {
    let wanted = line.trim().to_lowercase();
    offers.iter().filter(|offer| offer.label.to_lowercase().contains(&wanted)).cloned().collect()
}

/// The place that a digit stands for.
pub(super) fn digit(key: &str) -> Option<usize> {
    let digit: usize = key.parse().ok()?;
    (1..=DIGITS).contains(&digit).then(|| digit - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_places_and_words_narrow_the_offers() {
        assert_eq!(
            (digit("1"), digit("9"), digit("0"), digit("10"), digit("a")),
            (Some(0), Some(8), None, None, None)
        );
        let offer = |label: &str| Offer { line: label.into(), label: label.into(), note: String::new() };
        let offers = [offer("Ana Lopez"), offer("Ben")];
        assert_eq!(shown(&offers, " lop").len(), 1);
        assert_eq!(shown(&offers, "").len(), 2);
    }
}
