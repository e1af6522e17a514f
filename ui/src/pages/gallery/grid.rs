//! The big table: a million rows, rows that change a thousand times a second, rows that cannot be read, no rows.

use std::cell::{Cell as Flag, RefCell};
use std::cmp::Ordering;
use std::ops::Range;
use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use yew::prelude::*;

use super::Section;
use crate::browser;
use crate::client::CallError;
use crate::clock::{Clock, use_clock};
use crate::components::Shape;
use crate::dom::el;
use crate::grid::{Cell, Column, Face, Fetch, Grid, GridView, Paged, Presence, Sort, Source, Total};
use crate::text;
use crate::words::Said;

pub(super) const SECTIONS: &[Section] = &[
    Section { id: "grid-million", title: "Table: a million rows", draw: million },
    Section { id: "grid-patches", title: "Table: 1,000 changes a second", draw: patches },
    Section { id: "grid-small", title: "Table: few rows, totals", draw: small },
    Section { id: "grid-loading", title: "Table: rows to come", draw: loading },
    Section { id: "grid-failing", title: "Table: rows that fail", draw: failing },
    Section { id: "grid-unknown", title: "Table: unknown total", draw: unknown },
    Section { id: "grid-outdated", title: "Table: another question", draw: outdated },
];

const fn column(id: &'static str, class: &'static str, title: Said, track: &'static str) -> Column {
    Column { id, class, title, track, from: 0, face: Face::Text, sortable: false }
}

const COLUMNS: &[Column] = &[
    Column { face: Face::Mark, ..column("state", "col-state", || "State", "7.5rem") },
    Column { face: Face::Number, sortable: true, ..column("number", "col-number", || "Number", "7rem") },
    Column { from: 640, ..column("service", "col-service", || "Service", "minmax(6rem,1fr)") },
    Column { from: 800, ..column("span", "col-span", || "Span", "minmax(7rem,1fr)") },
    column("message", "col-message", || "Message", "minmax(12rem,3fr)"),
    Column { face: Face::Number, from: 640, ..column("duration", "col-duration", || "Duration", "6rem") },
    Column { from: 900, ..column("trace", "col-trace", || "Trace", "8rem") },
    Column { from: 1_000, ..column("host", "col-host", || "Host", "6rem") },
];

const SERVICES: [&str; 5] = ["checkout", "payment", "inventory", "identity", "frontend"];
const SPANS: [&str; 4] = ["POST /checkout", "charge card", "reserve stock", "POST /login"];

/// How rows behave.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    Good,
    Never,
    /// Pages but the first fail, once.
    Failing,
}

/// Rows that are made up by their number, answered with the delay of a server.
struct Made {
    rows: usize,
    is_known: bool,
    paged: Paged<u32>,
    sort: Flag<Option<Sort>>,
    version: Rc<Flag<u64>>,
    /// Changes a row has seen.
    patched: RefCell<Vec<u32>>,
    changed: Rc<RefCell<Callback<()>>>,
    retried: Rc<Flag<bool>>,
}

impl Made {
    fn new(rows: usize, is_known: bool, manner: Manner) -> Self {
        let changed: Rc<RefCell<Callback<()>>> = Rc::default();
        let version = Rc::new(Flag::new(1));
        let retried = Rc::new(Flag::new(false));
        let tell = {
            let (changed, version) = (Rc::clone(&changed), Rc::clone(&version));
            Callback::from(move |()| {
                version.set(version.get() + 1);
                changed.borrow().emit(());
            })
        };
        let fetch = fetch(rows, manner, false, Rc::clone(&retried));
        let patched = RefCell::default();
        let paged = Paged::new(fetch, tell);
        Self { rows, is_known, paged, sort: Flag::new(None), version, patched, changed, retried }
    }

    /// Changes a thousandth of a second's worth of rows, round the first ones, as a stream would.
    fn patch(&self, rows: usize, turn: u32) {
        let mut patched = self.patched.borrow_mut();
        patched.resize(200, 0);
        let size = patched.len();
        for at in 0..rows {
            patched[(at * 7 + turn as usize) % size] += 1;
        }
        self.version.set(self.version.get() + 1);
        self.changed.borrow().emit(());
    }

    fn number(&self, index: usize) -> Option<u32> {
        self.paged.pages().borrow().row(index).copied()
    }
}

fn fetch(rows: usize, manner: Manner, reversed: bool, retried: Rc<Flag<bool>>) -> Fetch<u32> {
    Rc::new(move |index, limit| -> LocalBoxFuture<'static, Result<Vec<u32>, CallError>> {
        let fails = manner == Manner::Failing && index > 0 && !retried.get();
        Box::pin(async move {
            browser::sleep(if manner == Manner::Never { i32::MAX } else { 40 }).await;
            if fails {
                return Err(CallError::Unreached("The server does not answer.".to_owned()));
            }
            let range = index..(index + limit).min(rows);
            let number = |at: usize| u32::try_from(if reversed { rows - 1 - at } else { at }).unwrap_or(0);
            Ok(range.map(number).collect())
        })
    })
}

impl Source for Made {
    fn total(&self) -> Total {
        if self.is_known { Total::Known(self.rows) } else { Total::AtLeast(self.rows) }
    }

    fn presence(&self, index: usize) -> Presence {
        let pages = self.paged.pages().borrow();
        if pages.row(index).is_some() {
            Presence::Here
        } else if pages.failure(index).is_some() {
            Presence::Failed
        } else {
            Presence::Coming
        }
    }

    fn key(&self, index: usize) -> Option<String> {
        self.number(index).map(|number| number.to_string())
    }

    fn position(&self, key: &str) -> Option<usize> {
        let number: u32 = key.parse().ok()?;
        let pages = self.paged.pages().borrow();
        pages.rows().find(|(_, row)| **row == number).map(|(index, _)| index)
    }

    fn cell(&self, index: usize, column: usize, _clock: Clock, cell: &mut Cell) {
        let Some(number) = self.number(index) else { return };
        let n = number as usize;
        let patches = self.patched.borrow().get(n).copied().unwrap_or(0);
        match column {
            0 => {
                let (shape, word) = match (n + patches as usize) % 7 {
                    0 => (Shape::Octagon, "Error"),
                    1 | 2 => (Shape::Triangle, "Warning"),
                    _ => (Shape::CircleTick, "Fine"),
                };
                cell.mark = Some(shape);
                cell.text.push_str(word);
            }
            1 => cell.text.push_str(&text::number(i64::from(number))),
            2 => cell.text.push_str(SERVICES[n * 7 % 5]),
            3 => cell.text.push_str(SPANS[n * 3 % 4]),
            4 => {
                cell.text.push_str("Charging took ");
                cell.text.push_str(&(400 + (n * 37 + patches as usize) % 900).to_string());
                cell.text.push_str(" ms, which is more than the 400 ms that the rule allows");
            }
            5 => {
                cell.text.push_str(&(n * 91 % 1_500).to_string());
                cell.text.push_str(" ms");
            }
            6 => {
                cell.text.push_str("7e3a91c4");
                cell.text.push_str(&number.to_string());
            }
            _ => {
                cell.text.push_str("host-");
                cell.text.push_str(&(n % 40).to_string());
            }
        }
    }

    fn full(&self, index: usize, column: usize, clock: Clock) -> String {
        let mut cell = Cell::default();
        self.cell(index, column, clock, &mut cell);
        cell.text
    }

    fn want(&self, rows: Range<usize>, forward: bool) {
        self.paged.want(rows, forward, self.rows);
    }

    fn listen(&self, changed: Callback<()>) {
        *self.changed.borrow_mut() = changed;
    }

    fn version(&self) -> u64 {
        self.version.get()
    }

    fn retry(&self) {
        self.retried.set(true);
        self.paged.retry();
    }

    fn sort(&self) -> Option<Sort> {
        self.sort.get()
    }

    fn sort_by(&self, sort: Sort) {
        self.sort.set(Some(sort));
        let reversed = sort.order == Ordering::Greater;
        self.paged.ask(fetch(self.rows, Manner::Good, reversed, Rc::clone(&self.retried)));
        self.version.set(self.version.get() + 1);
        self.changed.borrow().emit(());
    }
}

#[derive(Properties, PartialEq)]
struct SpecimenProps {
    id: &'static str,
    rows: usize,
    #[prop_or(true)]
    is_known: bool,
    #[prop_or(Manner::Good)]
    manner: Manner,
    #[prop_or_default]
    changes: bool,
    #[prop_or_default]
    outdated: bool,
    #[prop_or_default]
    footer: Html,
}

#[component]
fn Specimen(props: &SpecimenProps) -> Html {
    let clock = use_clock();
    let made = use_memo((), |()| Rc::new(Made::new(props.rows, props.is_known, props.manner)));
    let grid = use_memo((), |()| Grid::new(props.id, (*made).clone(), COLUMNS, clock));
    let opened = use_state(|| None::<String>);
    use_effect_with(props.changes, {
        let made = (*made).clone();
        move |changes| {
            let task = changes.then(|| {
                browser::spawn(async move {
                    for turn in 0.. {
                        browser::sleep(10).await;
                        made.patch(10, turn);
                    }
                })
            });
            || drop(task)
        }
    });
    html! {
        <div class="grid-specimen">
            <GridView
                grid={(*grid).clone()}
                label={props.id}
                open={(*opened).clone()}
                onopen={Callback::from(move |key| opened.set(Some(key)))}
                selectable={true}
                outdated={props.outdated}
                footer={props.footer.clone()}
                link={Callback::from(|key: String| ["/dev/gallery?row=", &key].concat())}
            />
        </div>
    }
}

fn million() -> Html {
    html! { <Specimen key="million" id="million" rows={1_000_000} /> }
}

fn patches() -> Html {
    html! { <Specimen key="patches" id="patches" rows={1_000_000} changes={true} /> }
}

fn small() -> Html {
    let totals = el("div", "grid-totals", ["12 rows, 7,412 ms in all".into()]);
    html! { <Specimen key="few" id="few" rows={12} footer={totals} /> }
}

fn loading() -> Html {
    html! { <Specimen key="coming" id="coming" rows={400} manner={Manner::Never} /> }
}

fn failing() -> Html {
    html! { <Specimen key="failing" id="failing" rows={1_000} manner={Manner::Failing} /> }
}

fn unknown() -> Html {
    html! { <Specimen key="unknown" id="unknown" rows={1_000} is_known={false} /> }
}

fn outdated() -> Html {
    html! { <Specimen key="outdated" id="outdated" rows={200} outdated={true} /> }
}
