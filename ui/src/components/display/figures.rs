//! How much, how far, how many: native elements, always with the figure in words.

use yew::prelude::*;

use crate::words as w;

/// Work under way; `done` of `total`, or without an end in sight where `total` is 0.
pub(crate) fn progress(label: impl Into<AttrValue>, done: usize, total: usize) -> Html {
    let (label, is_known) = (label.into(), total > 0);
    let figure = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let words =
        if is_known { w::progress(figure(done), figure(total)) } else { w::progress_unknown().to_owned() };
    html! {
        <label class="amount">
            <span class="amount-line"><span>{ label }</span><span class="tabular text-ink-2">{ words.clone() }</span></span>
            if is_known {
                <progress class="amount-bar" max={total.to_string()} value={done.to_string()}>{ words }</progress>
            } else {
                <progress class="amount-bar">{ words }</progress>
            }
        </label>
    }
}

/// A quantity within its limits, in percent; `warning` and `critical` are where it becomes one.
pub(crate) fn meter(label: impl Into<AttrValue>, percent: u8, warning: u8, critical: u8) -> Html {
    let percent = percent.min(100);
    let shown = percent.to_string();
    let (words, class) = match percent {
        _ if percent >= critical => {
            (w::meter_critical(&shown, &critical.to_string()), "amount-bar amount-critical")
        }
        _ if percent >= warning => (w::meter_high(&shown, &warning.to_string()), "amount-bar amount-warning"),
        _ => (w::meter(&shown), "amount-bar"),
    };
    html! {
        <label class="amount">
            <span class="amount-line"><span>{ label.into() }</span><span class="tabular text-ink-2">{ words.clone() }</span></span>
            <meter
                {class} min="0" max="100" low={warning.to_string()} high={critical.to_string()} optimum="0"
                value={percent.to_string()}
            >
                { words }
            </meter>
        </label>
    }
}

/// Something that takes a moment, in words.
pub(crate) fn spinner(words: impl Into<AttrValue>) -> Html {
    html! {
        <span class="word text-ink-2" role="status">
            <span class="spinner" aria-hidden="true" /><span>{ words.into() }</span>
        </span>
    }
}

/// How many things want to be dealt with; `noun` is read out with it.
pub(crate) fn count_badge(count: usize, noun: &'static str) -> Html {
    let shown = if count > 99 { "99+".to_owned() } else { count.to_string() };
    html! { <span class="count">{ shown }<span class="sr-only">{ " " }{ noun }</span></span> }
}
