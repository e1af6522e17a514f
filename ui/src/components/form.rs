//! Everything a person types into, chooses from or presses: fields and their controls, lists to choose from, dates,
//! and the form around them. Each follows its WAI-ARIA pattern; native controls come first.
//!
//! Controls keep no value of their own beyond what is being typed: the owner hands the value in and hears of changes.
//! Nothing here fetches.

mod calendar;
mod choice;
mod combobox;
mod date;
mod date_field;
mod errors;
mod facet;
mod field;
mod filter_bar;
mod filter_query;
#[expect(clippy::module_inception, reason = "the form is one of the things a form is made of")]
mod form;
mod input;
mod list;
mod listbox;
mod multi_select;
mod number;
mod press;
mod query_bar;
mod query_line;
mod select;
mod textarea;
mod time_panel;
mod toolbar;
mod typed_time;
mod unsaved;

pub(crate) use choice::{checkbox, native_select, radio_group, slider, switch};
pub(crate) use combobox::Combobox;
pub(crate) use date::Date;
pub(crate) use date_field::{DateField, DateRange};
pub(crate) use errors::{Problem, refused};
pub(crate) use field::Field;
pub(crate) use filter_bar::{FilterBar, FilterChange};
pub(crate) use filter_query::{Facet, FacetValue};
pub(crate) use form::Form;
pub(crate) use input::{Affix, PasswordInput, TextInput, text_input};
pub(crate) use list::{Choice, Offer, matching};
pub(crate) use multi_select::MultiSelect;
pub(crate) use number::{Bounds, number_input};
pub(crate) use press::{Look, Press, Ready, toggle_button};
pub(crate) use query_bar::{QueryBar, QueryChange};
pub(crate) use query_line::{QueryFacet, QueryValue, fault_words};
pub(crate) use select::Select;
pub(crate) use textarea::TextArea;
pub(crate) use time_panel::{TimePanel, TimePanelProps};
pub(crate) use toolbar::Toolbar;
