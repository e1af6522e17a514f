//! The colours with their measured contrast, the scales of type, space, shape and elevation.

use console_api::brand::{Oklch, contrast};
use web_sys::Element;
use yew::prelude::*;

use super::{Section, specimen};
use crate::browser::{self, Listener};

pub(super) const SECTIONS: &[Section] = &[
    Section { id: "tokens", title: "Tokens: colours", draw: colours },
    Section { id: "scales", title: "Tokens: scales", draw: scales },
];

/// A family of colours, and the surface they are measured against.
struct Family {
    title: &'static str,
    names: &'static [&'static str],
    against: &'static str,
}

const FAMILIES: &[Family] = &[
    Family {
        title: "Surfaces, against ink",
        names: &["sunken", "background", "surface", "muted", "hover", "active", "selected"],
        against: "ink",
    },
    Family {
        title: "Ink and lines, against background",
        names: &["ink", "ink-2", "ink-3", "control", "line", "line-subtle"],
        against: "background",
    },
    Family { title: "Brand, against background", names: &["primary", "ring"], against: "background" },
    Family { title: "Words on primary", names: &["on-primary"], against: "primary" },
    Family { title: "Words on danger", names: &["on-danger"], against: "danger" },
    Family {
        title: "Status, against background",
        names: &["ok", "info", "warning", "critical", "paused", "unknown", "danger"],
        against: "background",
    },
    Family {
        title: "Words of a status, against background",
        names: &["ok-text", "info-text", "warning-text", "critical-text", "paused-text", "unknown-text"],
        against: "background",
    },
    Family {
        title: "Ground of a badge, against ink",
        names: &["ok-soft", "info-soft", "warning-soft", "critical-soft", "paused-soft", "unknown-soft"],
        against: "ink",
    },
    Family {
        title: "Series, against surface",
        names: &[
            "series-1", "series-2", "series-3", "series-4", "series-5", "series-6", "series-7", "series-8",
        ],
        against: "surface",
    },
    Family {
        title: "Heat, against ink",
        names: &["heat-1", "heat-2", "heat-3", "heat-4", "heat-5", "heat-6", "heat-7"],
        against: "ink",
    },
];

fn colours() -> Html {
    html! { <Colours /> }
}

/// Reads each colour from the page, so that what is shown is what is in force.
#[component]
fn Colours() -> Html {
    let appearance = use_state(|| 0);
    let measured = use_state(Vec::<Option<f64>>::new);
    use_effect_with((), {
        let appearance = appearance.clone();
        move |()| {
            let change = move |_| appearance.set(*appearance + 1);
            let listener = browser::window().map(|window| Listener::new(window, "fluo:appearance", change));
            || drop(listener)
        }
    });
    use_effect_with(*appearance, {
        let measured = measured.setter();
        move |_| {
            let pairs =
                FAMILIES.iter().flat_map(|family| family.names.iter().map(|name| (*name, family.against)));
            measured.set(pairs.map(|(name, against)| Some(contrast(read(name)?, read(against)?))).collect());
        }
    });
    let mut figures = measured.iter();
    html! {
        for family in FAMILIES {
            { specimen(family.title, html! {
                for name in family.names.iter().copied() {
                    { swatch(name, figures.next().copied().flatten()) }
                }
            }) }
        }
    }
}

fn swatch(name: &'static str, contrast: Option<f64>) -> Html {
    html! {
        <div class="flex w-30 flex-col gap-1">
            <span
                class="h-10 rounded-control border border-line"
                style={["forced-color-adjust: none; background: var(--", name, ")"].concat()}
            />
            <span class="truncate font-mono text-caption text-ink">{ name }</span>
            <span class="tabular text-caption text-ink-2">
                { contrast.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2} : 1")) }
            </span>
        </div>
    }
}

/// The colour a variable has on the page now: as the sheet has it, `oklch(50% .19 262)`.
fn read(name: &str) -> Option<Oklch> {
    let probe: Element = browser::element("specimen")?;
    let style = browser::window()?.get_computed_style(&probe).ok()??;
    let declared = style.get_property_value(&["--", name].concat()).ok()?;
    let inside =
        declared.trim().strip_prefix("oklch(")?.strip_suffix(')')?.replace("calc(", "").replace(')', "");
    let number = |part: &str| match part.strip_suffix('%') {
        Some(share) => share.parse::<f64>().ok().map(|share| share / 100.0),
        None => part.parse().ok(),
    };
    let numbers: Vec<f64> = inside.split([' ', '*']).filter_map(number).collect();
    match numbers[..] {
        [l, c, h] => Some(Oklch::new(l, c, h)),
        [l, c, share, h] => Some(Oklch::new(l, c * share, h)),
        _ => None,
    }
}

const TYPE: [(&str, &str); 7] = [
    ("caption, 11/16", "text-caption"),
    ("small, 12/16", "text-small"),
    ("ui, 13/20", "text-ui"),
    ("body, 14/20", "text-body"),
    ("section, 16/24", "text-section font-semibold"),
    ("page, 20/28", "text-page font-semibold"),
    ("kpi, 28/32", "text-kpi font-semibold tabular"),
];

const SPACES: [(&str, &str); 9] = [
    ("2", "w-0.5"),
    ("4", "w-1"),
    ("6", "w-1.5"),
    ("8", "w-2"),
    ("12", "w-3"),
    ("16", "w-4"),
    ("24", "w-6"),
    ("32", "w-8"),
    ("48", "w-12"),
];

const SHAPES: [(&str, &str); 5] = [
    ("badge, 4", "rounded-badge"),
    ("control, 6", "rounded-control"),
    ("card, 8", "rounded-card"),
    ("dialog, 12", "rounded-dialog"),
    ("full", "rounded-full"),
];

const ELEVATIONS: [(&str, &str); 4] = [
    ("e0: a border", "border border-line"),
    ("e1: a card", "shadow-card"),
    ("e2: a popover", "shadow-popover"),
    ("e3: a dialog", "shadow-dialog"),
];

fn scales() -> Html {
    let figures = "0123456789 1,111 ms 8,888 ms";
    html! {
        <>
            { specimen("Type", html! {
                <div class="flex flex-col gap-2">
                    for (name, class) in TYPE { <p class={classes!(class, "text-ink")}>{ name }{ " Signals, rules, evidence" }</p> }
                    <p class="font-mono text-small text-ink">{ "mono, 12/16 " }{ figures }</p>
                    <p class="tabular text-ui text-ink">{ "tabular figures " }{ figures }</p>
                </div>
            }) }
            { specimen("Space", html! { for (name, class) in SPACES { { sample(name, classes!("h-4", "bg-primary", class)) } } }) }
            { specimen("Shape", html! {
                for (name, class) in SHAPES { { sample(name, classes!("size-12", "border", "border-control", "bg-surface", class)) } }
            }) }
            { specimen("Elevation", html! {
                for (name, class) in ELEVATIONS { { sample(name, classes!("m-3", "h-16", "w-30", "rounded-card", "bg-surface", class)) } }
            }) }
            { specimen("Density", html! {
                <>
                    <span class="button button-outline">{ "control" }</span>
                    <span class="flex items-center border border-line px-2" style="height: var(--row-h)">{ "row" }</span>
                    <span class="flex items-center border border-line px-2" style="height: var(--target)">{ "target" }</span>
                </>
            }) }
        </>
    }
}

fn sample(name: &'static str, class: Classes) -> Html {
    html! {
        <div class="flex flex-col items-center gap-1">
            <span {class} />
            <span class="text-caption text-ink-2">{ name }</span>
        </div>
    }
}
