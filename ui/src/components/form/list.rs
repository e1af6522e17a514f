//! Lists to choose from, as values: what is in them, what matches, and where a key leads. Nothing here is drawn.

use std::rc::Rc;

use yew::AttrValue;

/// One thing to choose.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Choice {
    pub(crate) value: AttrValue,
    pub(crate) label: AttrValue,
    /// Something to tell it from others by: a count, an explanation.
    pub(crate) note: Option<AttrValue>,
    pub(crate) disabled: bool,
}

impl Choice {
    pub(crate) fn new(value: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }
}

/// What a list that is asked for has to offer by now.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Offer {
    /// Asked for; what was there before may still be shown.
    Loading,
    Ready(Rc<[Choice]>),
    /// Why there is nothing.
    Failed(AttrValue),
}

impl Offer {
    pub(super) fn choices(&self) -> Rc<[Choice]> {
        match self {
            Self::Ready(choices) => Rc::clone(choices),
            Self::Loading | Self::Failed(_) => Rc::from([]),
        }
    }
}

/// The choices whose label has the words of the query, those that begin with it first.
pub(crate) fn matching(choices: &[Choice], query: &str) -> Rc<[Choice]> {
    let query = query.trim().to_lowercase();
    let mut found: Vec<_> = choices
        .iter()
        .filter_map(|choice| {
            let label = choice.label.to_lowercase();
            let hit = query.split_whitespace().all(|word| label.contains(word));
            hit.then(|| (!label.starts_with(&query), choice.clone()))
        })
        .collect();
    found.sort_by_key(|(behind, _)| *behind);
    found.into_iter().map(|(_, choice)| choice).collect()
}

/// How far Page Up and Page Down go.
const PAGE: usize = 10;

/// Where a key leads within a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Move {
    Next,
    Previous,
    First,
    Last,
    PageDown,
    PageUp,
}

impl Move {
    pub(super) fn of(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowDown" => Self::Next,
            "ArrowUp" => Self::Previous,
            "Home" => Self::First,
            "End" => Self::Last,
            "PageDown" => Self::PageDown,
            "PageUp" => Self::PageUp,
            _ => return None,
        })
    }

    /// The place it leads to from `from`, past what cannot be chosen; it stays where nothing lies that way.
    pub(super) fn go(self, choices: &[Choice], from: Option<usize>) -> Option<usize> {
        let open = |at: &usize| !choices[*at].disabled;
        let last = choices.len().checked_sub(1)?;
        let after = |start: usize| (start..=last).find(open);
        let before = |start: usize| (0..=start.min(last)).rev().find(open);
        match (self, from.filter(|at| *at <= last)) {
            (Self::First, _) | (Self::Next | Self::PageDown, None) => after(0),
            (Self::Last, _) | (Self::Previous | Self::PageUp, None) => before(last),
            (Self::Next, Some(at)) => after(at + 1).or(Some(at)),
            (Self::Previous, Some(at)) => at.checked_sub(1).and_then(before).or(Some(at)),
            (Self::PageDown, Some(at)) => before((at + PAGE).min(last)).filter(|to| *to > at).or(Some(at)),
            (Self::PageUp, Some(at)) => after(at.saturating_sub(PAGE)).filter(|to| *to < at).or(Some(at)),
        }
    }
}

/// Typing ahead: the next choice that begins with what was typed. One letter again and again goes through those that
/// begin with it.
pub(super) fn typed_ahead(choices: &[Choice], from: Option<usize>, typed: &str) -> Option<usize> {
    let typed = typed.to_lowercase();
    let first = typed.chars().next()?;
    let repeated = typed.chars().all(|letter| letter == first);
    let wanted = if repeated { first.to_string() } else { typed };
    // More letters may narrow the choice one stands on; a repeated letter goes on from it.
    let start = from.map_or(0, |at| if repeated { at + 1 } else { at });
    let order = (start..choices.len()).chain(0..start.min(choices.len()));
    order
        .into_iter()
        .find(|at| !choices[*at].disabled && choices[*at].label.to_lowercase().starts_with(&wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(labels: &[&'static str]) -> Vec<Choice> {
        labels
            .iter()
            .map(|label| Choice { disabled: label.starts_with('-'), ..Choice::new(*label, *label) })
            .collect()
    }

    #[test]
    fn keys_lead_past_what_cannot_be_chosen_and_stop_at_the_ends() {
        let choices = list(&["-a", "b", "-c", "d", "-e"]);
        let go = |step: Move, from| step.go(&choices, from);
        assert_eq!(go(Move::Next, None), Some(1));
        assert_eq!(go(Move::Next, Some(1)), Some(3));
        assert_eq!(go(Move::Next, Some(3)), Some(3));
        assert_eq!(go(Move::Previous, Some(3)), Some(1));
        assert_eq!(go(Move::Previous, Some(1)), Some(1));
        assert_eq!(go(Move::Previous, None), Some(3));
        assert_eq!((go(Move::First, Some(3)), go(Move::Last, Some(1))), (Some(1), Some(3)));
        assert_eq!((go(Move::PageDown, Some(1)), go(Move::PageUp, Some(3))), (Some(3), Some(1)));
        assert_eq!(Move::Next.go(&[], None), None);
        assert_eq!(Move::Next.go(&list(&["-a"]), None), None);
        assert_eq!(Move::Next.go(&choices, Some(9)), Some(1), "a list that has become shorter");
    }

    #[test]
    fn typing_ahead_narrows_and_a_repeated_letter_goes_on() {
        let choices = list(&["Cart", "Checkout", "-Currency", "Catalogue", "Payment"]);
        assert_eq!(typed_ahead(&choices, None, "c"), Some(0));
        assert_eq!(typed_ahead(&choices, Some(0), "ch"), Some(1));
        assert_eq!(typed_ahead(&choices, Some(0), "c"), Some(1));
        assert_eq!(typed_ahead(&choices, Some(0), "cc"), Some(1));
        assert_eq!(typed_ahead(&choices, Some(3), "c"), Some(0), "around the end");
        assert_eq!(typed_ahead(&choices, Some(0), "cu"), None);
        assert_eq!(typed_ahead(&choices, Some(4), "x"), None);
    }

    #[test]
    fn a_query_finds_all_its_words_and_puts_beginnings_first() {
        let choices = list(&["slow checkout", "Checkout failed", "payment"]);
        let labels =
            |query| matching(&choices, query).iter().map(|c| c.label.to_string()).collect::<Vec<_>>();
        assert_eq!(labels("check"), ["Checkout failed", "slow checkout"]);
        assert_eq!(labels(" OUT slow "), ["slow checkout"]);
        assert_eq!(labels("").len(), 3);
        assert_eq!(labels("zebra").len(), 0);
    }
}
