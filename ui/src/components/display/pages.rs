//! Where one is: the way here, and which page of many.

use crate::words as w;
use yew::prelude::*;

/// The way here; the last place is this one and has no address.
pub(crate) fn breadcrumb(places: &[(AttrValue, Option<AttrValue>)]) -> Html {
    html! {
        <nav aria-label={w::breadcrumb()} class="min-w-0">
            <ol class="breadcrumb">
                for (name, address) in places.iter() {
                    <li class="breadcrumb-place">
                        if let Some(address) = address {
                            <a class="breadcrumb-link" href={address.clone()}>{ name.clone() }</a>
                        } else {
                            <span class="truncate font-medium text-ink" aria-current="page">{ name.clone() }</span>
                        }
                    </li>
                }
            </ol>
        </nav>
    }
}

/// Pages from 1 to `count`; the first, the last and those around `page` have a button each.
pub(crate) fn pagination(label: &'static str, page: usize, count: usize, go: &Callback<usize>) -> Html {
    let step = |word: &'static str, to: usize, is_possible: bool| {
        html! {
            <button
                type="button" class="button button-quiet"
                disabled={!is_possible} onclick={go.reform(move |_: MouseEvent| to)}
            >
                { word }
            </button>
        }
    };
    html! {
        <nav aria-label={label}>
            <ul class="flex flex-wrap items-center gap-1">
                <li>{ step(w::page_previous(), page.saturating_sub(1), page > 1) }</li>
                for shown in page_numbers(page, count) {
                    <li>
                        if let Some(number) = shown {
                            <button
                                type="button"
                                class="button button-quiet page-number"
                                aria-label={w::page_number(&number.to_string())}
                                aria-current={(number == page).then_some("page")}
                                onclick={go.reform(move |_: MouseEvent| number)}
                            >
                                { number }
                            </button>
                        } else {
                            <span class="px-1 text-ink-2" aria-hidden="true">{ "…" }</span>
                        }
                    </li>
                }
                <li>{ step(w::page_next(), page + 1, page < count) }</li>
            </ul>
        </nav>
    }
}

/// Which numbers to show; nothing stands for those left out.
fn page_numbers(page: usize, count: usize) -> Vec<Option<usize>> {
    let mut shown: Vec<Option<usize>> = Vec::new();
    for number in 1..=count {
        let is_near = number == 1 || number == count || number.abs_diff(page) <= 1;
        if is_near {
            shown.push(Some(number));
        } else if shown.last().is_some_and(Option::is_some) {
            shown.push(None);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::page_numbers;

    #[test]
    fn the_ends_and_the_neighbours_are_shown() {
        let text = |page, count| {
            let numbers = page_numbers(page, count).into_iter();
            numbers
                .map(|number| number.map_or("…".to_owned(), |n| n.to_string()))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(text(1, 1), "1");
        assert_eq!(text(1, 9), "1 2 … 9");
        assert_eq!(text(5, 9), "1 … 4 5 6 … 9");
        assert_eq!(text(3, 5), "1 2 3 4 5");
        assert_eq!(text(1, 0), "");
    }
}
