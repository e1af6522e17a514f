//! A whole number, typed or stepped: the spin button of the WAI-ARIA practices. A text field underneath, since the
//! browser's number field throws away what it cannot read and changes under the mouse wheel.

use yew::prelude::*;

use super::{Field, input};
use crate::words as w;

/// What a number may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) min: i64,
    pub(crate) max: i64,
    pub(crate) step: i64,
}

impl Bounds {
    /// Up or down by this many steps, within the bounds; from the nearer bound where nothing is typed yet.
    fn stepped(self, typed: &str, steps: i64) -> i64 {
        match typed.trim().parse::<i64>() {
            Ok(value) => value.saturating_add(self.step.saturating_mul(steps)).clamp(self.min, self.max),
            Err(_) if steps < 0 => self.max,
            Err(_) => self.min,
        }
    }

    /// What is wrong with what was typed.
    pub(crate) fn problem(self, typed: &str) -> Option<String> {
        let number = typed.trim().parse::<i64>();
        match number {
            Ok(value) if (self.min..=self.max).contains(&value) => None,
            Ok(_) => Some(w::number_between(&self.min.to_string(), &self.max.to_string())),
            Err(_) => Some(w::number_whole().to_owned()),
        }
    }
}

/// A number with its unit and buttons that step it.
pub(crate) fn number_input(
    field: &Field,
    typed: &str,
    bounds: Bounds,
    unit: &'static str,
    onchange: &Callback<String>,
) -> Html {
    let go = |steps: i64| {
        let typed = typed.to_owned();
        move || bounds.stepped(&typed, steps).to_string()
    };
    let usable = !field.disabled && !field.read_only;
    let onkeydown = {
        let (typed, onchange) = (typed.to_owned(), onchange.clone());
        Callback::from(move |event: KeyboardEvent| {
            let next = match event.key().as_str() {
                "ArrowUp" => bounds.stepped(&typed, 1),
                "ArrowDown" => bounds.stepped(&typed, -1),
                "PageUp" => bounds.stepped(&typed, 10),
                "PageDown" => bounds.stepped(&typed, -10),
                _ => return,
            };
            if usable {
                event.prevent_default();
                onchange.emit(next.to_string());
            }
        })
    };
    let stepper = |steps: i64, sign: &'static str, label: String| {
        let next = go(steps);
        html! {
            <button
                type="button"
                class="input-button input-icon"
                tabindex="-1"
                disabled={!usable}
                aria-label={label}
                onmousedown={super::combobox::hold()}
                onclick={onchange.reform(move |_: MouseEvent| next())}
            >
                { sign }
            </button>
        }
    };
    let control = html! {
        <>
            <input
                id={field.id.clone()}
                type="text"
                role="spinbutton"
                inputmode="numeric"
                class="input-bare tabular text-right"
                value={typed.to_owned()}
                autocomplete="off"
                disabled={field.disabled}
                readonly={field.read_only}
                aria-valuenow={typed.trim().parse::<i64>().ok().map(|value| value.to_string())}
                aria-valuemin={bounds.min.to_string()}
                aria-valuemax={bounds.max.to_string()}
                aria-valuetext={(!unit.is_empty()).then(|| [typed, " ", unit].concat())}
                aria-required={field.aria_required()}
                aria-invalid={field.invalid()}
                aria-describedby={field.described_by()}
                oninput={input::typed(onchange)}
                {onkeydown}
            />
            if !unit.is_empty() { <span class="input-affix" aria-hidden="true">{ unit }</span> }
            { stepper(-1, "−", w::number_less(&field.label)) }
            { stepper(1, "+", w::number_more(&field.label)) }
        </>
    };
    field.around(0, input::group(field, control))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTS: Bounds = Bounds { min: 1, max: 100, step: 5 };

    #[test]
    fn steps_stay_within_the_bounds() {
        assert_eq!((PORTS.stepped("10", 1), PORTS.stepped("98", 1), PORTS.stepped("3", -10)), (15, 100, 1));
        assert_eq!((PORTS.stepped("", 1), PORTS.stepped("x", -1)), (1, 100));
        assert_eq!(PORTS.stepped(&i64::MAX.to_string(), 10), 100);
    }

    #[test]
    fn what_is_no_number_or_too_large_is_said() {
        assert_eq!(PORTS.problem(" 7 "), None);
        assert_eq!(PORTS.problem("0").as_deref(), Some("Enter a number from 1 to 100"));
        assert_eq!(PORTS.problem("1.5").as_deref(), Some("Enter a whole number"));
    }
}
