//! Form controls: buttons with a condition, fields, lists to choose from, dates, and a form with all its errors.

mod buttons;
mod fields;
mod filters;
mod forms;
mod lists;
mod times;

use super::Section;

pub(super) const SECTIONS: &[Section] = &[
    Section { id: "presses", title: "Button states", draw: buttons::presses },
    Section { id: "toolbars", title: "Toolbar, toggles", draw: buttons::toolbars },
    Section { id: "inputs", title: "Text fields", draw: fields::inputs },
    Section { id: "choices", title: "Choices, switch, slider", draw: fields::choices },
    Section { id: "select", title: "Select", draw: lists::selects },
    Section { id: "combobox", title: "Combobox", draw: lists::comboboxes },
    Section { id: "multi-select", title: "Multi-select", draw: lists::multi_selects },
    Section { id: "dates", title: "Dates", draw: times::dates },
    Section { id: "time-range", title: "Time range", draw: times::time_range },
    Section { id: "filter-bar", title: "Filter bar", draw: filters::filter_bar },
    Section { id: "form", title: "Form", draw: forms::form },
];
