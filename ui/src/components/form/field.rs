//! What stands around a control: label, explanation, error, count; and the attributes that tie them to it.

use yew::prelude::*;

use crate::components::{Shape, glyph};
use crate::words as w;

/// A control's words and condition. `id` is that of the control and unique on the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Field {
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    pub(crate) hint: Option<AttrValue>,
    /// What is wrong with the value; the value stays as it was typed.
    pub(crate) error: Option<AttrValue>,
    pub(crate) required: bool,
    pub(crate) disabled: bool,
    pub(crate) read_only: bool,
    /// Characters there is room for. Counted, not cut off: a pasted text is never lost.
    pub(crate) limit: Option<usize>,
}

impl Field {
    pub(crate) fn new(id: impl Into<AttrValue>, label: impl Into<AttrValue>) -> Self {
        Self { id: id.into(), label: label.into(), ..Self::default() }
    }

    /// The id of a piece of this field: `-label`, `-hint`, `-error`, `-list`.
    pub(super) fn part(&self, suffix: &str) -> AttrValue {
        [&self.id, suffix].concat().into()
    }

    /// For `aria-describedby`: the error first, since it matters most.
    pub(super) fn described_by(&self) -> Option<AttrValue> {
        let error = self.error.as_ref().map(|_| self.part("-error"));
        let hint = self.hint.as_ref().map(|_| self.part("-hint"));
        let count = self.limit.map(|_| self.part("-count"));
        let ids: Vec<_> = [error, hint, count].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" ").into())
    }

    /// For `aria-invalid`.
    pub(super) fn invalid(&self) -> Option<&'static str> {
        self.error.as_ref().map(|_| "true")
    }

    /// For `aria-required`.
    pub(super) fn aria_required(&self) -> Option<&'static str> {
        self.required.then_some("true")
    }

    /// The control with its label above and its words below; `used` are the characters typed, where there is a limit.
    pub(super) fn around(&self, used: usize, control: Html) -> Html {
        html! {
            <div class="form-field">
                <label id={self.part("-label")} for={self.id.clone()} class="form-label">
                    { self.label.clone() }{ self.mark() }
                </label>
                { control }
                { self.below(used) }
            </div>
        }
    }

    /// The same for a group of controls, which has a legend in place of a label.
    pub(super) fn around_group(&self, controls: Html) -> Html {
        html! {
            <fieldset
                id={self.id.clone()}
                class="form-field"
                disabled={self.disabled}
                aria-describedby={self.described_by()}
                aria-invalid={self.invalid()}
                tabindex="-1"
            >
                <legend class="form-label">{ self.label.clone() }{ self.mark() }</legend>
                { controls }
                { self.below(0) }
            </fieldset>
        }
    }

    /// The mark of what has to be filled in; the control itself says so to assistive technology.
    pub(super) fn mark(&self) -> Html {
        html! {
            if self.required { <span class="form-mark" aria-hidden="true">{ " *" }</span> }
        }
    }

    /// Error, explanation and count, below the control.
    pub(super) fn below(&self, used: usize) -> Html {
        html! {
            <>
                if let Some(error) = &self.error {
                    <p id={self.part("-error")} class="form-error">
                        { glyph(Shape::Octagon) }<span class="wrap-anywhere">{ error.clone() }</span>
                    </p>
                }
                if self.hint.is_some() || self.limit.is_some() {
                    <div class="form-words">
                        if let Some(hint) = &self.hint { <p id={self.part("-hint")}>{ hint.clone() }</p> }
                        if let Some(limit) = self.limit { { self.count(used, limit) } }
                    </div>
                }
            </>
        }
    }

    fn count(&self, used: usize, limit: usize) -> Html {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let over = used > limit;
        let words = if over {
            w::characters_over(number(used), number(limit), number(used - limit))
        } else {
            w::characters(number(used), number(limit))
        };
        html! {
            <p
                id={self.part("-count")}
                class={if over { "tabular ml-auto flex-none font-medium text-critical-text" } else { "tabular ml-auto flex-none" }}
            >
                { words }
                <span class="sr-only">{ " " }{ w::characters_word() }</span>
            </p>
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_is_described_by_what_is_there() {
        let mut field = Field::new("name", "Name");
        assert_eq!((field.described_by(), field.invalid()), (None, None));
        field.hint = Some("As in the invoice".into());
        field.limit = Some(10);
        field.error = Some("Too short".into());
        assert_eq!(field.described_by().as_deref(), Some("name-error name-hint name-count"));
        assert_eq!(field.invalid(), Some("true"));
    }
}
