//! What can be done here, declared once: id, title, section, keys, where it holds, whether it can be done now, and
//! what it does.
//!
//! Pages and widgets declare theirs for as long as they are on the screen: with [`use_declared`] as a table, with
//! [`use_commands`] made anew with each drawing. A first visit needs no more than to keep the declarations, to hold the
//! first keys (`early`) and to draw the button of the palette (`buttons`). Everything else, the `hands`, is a part
//! that comes with the first key: which keys mean what (`listener`), what opens above the page, hints, undoing.

mod buttons;
mod early;
mod global;
mod hands;
mod hints;
pub(crate) mod keymap;
pub(crate) mod keys;
mod listener;
mod provider;
mod replay;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_util::future::LocalBoxFuture;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use crate::browser::{self, Task};
use crate::desk::use_desk;
use crate::toasts::Toasts;
use crate::undo::Undo;
use crate::words::{self as w, Said};
pub(crate) use buttons::command_buttons;
pub(crate) use early::focus_arrival;
pub(crate) use hands::{Hands, PALETTE_FIELD, PALETTE_LIST};
pub(crate) use hints::kbd;
pub(crate) use keymap::Keymap;
pub(crate) use provider::{above_pages, use_all_commands};

/// Under which heading a command stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Section {
    /// On what is open or chosen.
    Selection,
    /// On this page.
    Page,
    GoTo,
    Edit,
    View,
    Help,
}

impl Section {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Selection => w::section_selection(),
            Self::Page => w::section_page(),
            Self::GoTo => w::section_go_to(),
            Self::Edit => w::section_edit(),
            Self::View => w::section_view(),
            Self::Help => w::section_help(),
        }
    }
}

/// Where the keys of a command hold; the narrower wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    Global,
    Page,
    /// While the focus is inside the element of this id, or nowhere; also when that element is, or is in, a dialog.
    Within(&'static str),
}

#[derive(Clone)]
enum Run {
    Now(Callback<()>),
    /// Pressing again does nothing until it is over.
    Ask(Rc<dyn Fn() -> LocalBoxFuture<'static, ()>>),
}

/// One thing that can be done.
#[derive(Clone)]
pub(crate) struct Command {
    /// `page.verb`; chosen keys are stored under it.
    pub(crate) id: &'static str,
    pub(crate) title: AttrValue,
    pub(crate) section: Section,
    /// The keys it has unless somebody chose others; empty for none. See `keys`.
    pub(crate) keys: &'static str,
    /// Why it cannot be done now.
    pub(crate) refusal: Option<AttrValue>,
    /// Goes on while the key is held down.
    pub(crate) repeats: bool,
    /// With a modifier, also while the focus is in a field.
    pub(crate) in_fields: bool,
    run: Run,
}

impl Command {
    pub(crate) fn new(
        id: &'static str,
        title: impl Into<AttrValue>,
        section: Section,
        keys: &'static str,
        run: Callback<()>,
    ) -> Self {
        let title = title.into();
        Self { id, title, section, keys, refusal: None, repeats: false, in_fields: false, run: Run::Now(run) }
    }

    /// One that asks the server: until it has answered, asking again does nothing.
    pub(crate) fn asking(
        id: &'static str,
        title: impl Into<AttrValue>,
        section: Section,
        keys: &'static str,
        run: impl Fn() -> LocalBoxFuture<'static, ()> + 'static,
    ) -> Self {
        let command = Self::new(id, title, section, keys, Callback::noop());
        Self { run: Run::Ask(Rc::new(run)), ..command }
    }

    /// Cannot be done now, for this reason.
    pub(crate) fn refused(self, refusal: Option<impl Into<AttrValue>>) -> Self {
        Self { refusal: refusal.map(Into::into), ..self }
    }
}

/// A command as a row of a table, for what a first visit declares: nothing is made of it before the first key.
#[derive(Clone, Copy)]
pub(crate) struct Declared {
    id: &'static str,
    title: Said,
    section: Section,
    scope: Scope,
    keys: &'static str,
    repeats: bool,
    needs: Option<usize>,
}

impl Declared {
    pub(crate) const fn new(id: &'static str, title: Said, scope: Scope, keys: &'static str) -> Self {
        Self { id, title, section: Section::Page, scope, keys, repeats: false, needs: None }
    }

    pub(crate) const fn under(self, section: Section) -> Self {
        Self { section, ..self }
    }

    pub(crate) const fn repeating(self) -> Self {
        Self { repeats: true, ..self }
    }

    /// Cannot be done while there is a reason; which one of [`Rows::refusals`].
    pub(crate) const fn needing(self, what: usize) -> Self {
        Self { needs: Some(what), ..self }
    }

    fn command(&self, refusals: &[Option<&'static str>], run: Callback<()>) -> Command {
        let command = Command::new(self.id, (self.title)(), self.section, self.keys, run);
        let refusal = self.needs.and_then(|what| refusals[what]);
        Command { repeats: self.repeats, ..command }.refused(refusal)
    }
}

/// A table of commands, and what does them.
#[derive(Clone, PartialEq)]
pub(crate) struct Rows {
    pub(crate) table: Table,
    /// Why those that need something cannot be done now, by what they need.
    pub(crate) refusals: [Option<&'static str>; 2],
    /// Called with the place in the table.
    pub(crate) run: Callback<usize>,
}

/// The same for as long as a page is on the screen, so two of one place compare as equal.
#[derive(Clone, Copy)]
pub(crate) struct Table(pub(crate) &'static [Declared]);

impl PartialEq for Table {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The commands of one page or widget.
struct Group {
    id: u32,
    what: What,
}

enum What {
    Made(Scope, Vec<Command>),
    Rows(Rows),
}

impl What {
    fn commands(&self) -> Vec<(Scope, Command)> {
        match self {
            Self::Made(scope, commands) => commands.iter().map(|command| (*scope, command.clone())).collect(),
            Self::Rows(Rows { table, refusals, run }) => {
                let made = table.0.iter().enumerate().map(|(at, row)| {
                    let run = run.reform(move |()| at);
                    (row.scope, row.command(refusals, run))
                });
                made.collect()
            }
        }
    }
}

/// What is open above the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Open {
    #[default]
    Nothing,
    /// With what stands in its field at first.
    Palette(&'static str),
    Sheet,
}

/// What is said at the lower edge for a moment.
#[derive(Clone, Debug, Default, PartialEq)]
enum Hint {
    #[default]
    Nothing,
    /// The first keys of a sequence were pressed.
    Pending(String),
    /// Why the last press did nothing.
    Words(String),
}

/// What becomes of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// It is held until the hands are here.
    #[default]
    Away,
    /// Those that were held are being done, in order; what is pressed meanwhile comes after them.
    Replaying,
    Ready,
}

/// What the hands put into the top bar: the keys of the palette as they were chosen, and the way to what was done.
struct InTopBar {
    keys: Html,
    aria: Option<String>,
    history: Html,
}

/// Lives as long as the page. The hands keep here what other parts ask of them.
#[derive(Default)]
struct Inner {
    mac: Cell<bool>,
    next_id: Cell<u32>,
    groups: RefCell<Vec<Group>>,
    stage: Cell<Stage>,
    is_wanted: Cell<bool>,
    held: RefCell<Vec<KeyboardEvent>>,
    /// Draws the application anew, with what has changed here.
    changed: RefCell<Callback<()>>,
    in_top_bar: RefCell<Option<InTopBar>>,
    /// Was asked to open before the hands were here.
    asked: RefCell<Option<Open>>,
    /// Shows what was told, once the hands are here.
    told: RefCell<Option<Callback<Told>>>,
    /// Commands whose request is under way.
    running: RefCell<Vec<&'static str>>,
    hint: RefCell<Hint>,
    /// Clears the hint in a while.
    clearing: RefCell<Option<Task>>,
    /// What is watching for the next key itself: the sheet, when keys are chosen.
    capture: RefCell<Option<Callback<String>>>,
    keymap: RefCell<Rc<Keymap>>,
    undo: Undo,
    toasts: Toasts,
}

/// What the hands draw anew for.
enum Told {
    Hint(Hint),
    Open(Open),
}

/// Handle on all commands. Differs when there is something to draw anew for: keys were chosen, something was done or
/// undone, a notice came that was not read.
#[derive(Clone, Copy)]
pub(crate) struct Commands {
    inner: &'static Inner,
    version: u32,
}

impl PartialEq for Commands {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.inner, other.inner) && self.version == other.version
    }
}

impl Commands {
    fn new() -> Self {
        Self { inner: Box::leak(Box::default()), version: 0 }
    }

    pub(crate) fn keymap(&self) -> Rc<Keymap> {
        Rc::clone(&self.inner.keymap.borrow())
    }

    /// Whether keys are shown as on a Mac.
    pub(crate) fn is_mac(&self) -> bool {
        self.inner.mac.get()
    }

    pub(crate) fn undo(&self) -> &'static Undo {
        &self.inner.undo
    }

    pub(crate) fn toasts(&self) -> Toasts {
        self.inner.toasts
    }

    /// Everything that can be done here, the narrowest scope first.
    pub(crate) fn all(&self) -> Vec<(Scope, Command)> {
        self.inner.all()
    }

    pub(crate) fn run(&self, command: &Command) {
        self.inner.run(command);
    }

    /// At once, or as soon as the hands are here.
    pub(crate) fn open(&self, what: Open) {
        self.inner.open(what);
    }

    /// Stores what is changed about the keys, here and for later visits.
    pub(crate) fn choose_keys(&self, change: impl FnOnce(&mut Keymap)) {
        let mut keymap = (*self.keymap()).clone();
        change(&mut keymap);
        browser::store_appearance(keymap::STORED_AS, &keymap.text());
        self.inner.set_keymap(keymap);
    }

    /// Gives the next presses to `capture` instead of to commands, or with nothing no longer.
    pub(crate) fn capture(&self, capture: Option<Callback<String>>) {
        *self.inner.capture.borrow_mut() = capture;
    }
}

impl Inner {
    fn all(&self) -> Vec<(Scope, Command)> {
        let groups = self.groups.borrow();
        let mut all: Vec<_> = groups.iter().rev().flat_map(|group| group.what.commands()).collect();
        all.sort_by(|(one, _), (other, _)| other.cmp(one));
        all
    }

    fn new_id(&self) -> u32 {
        self.next_id.replace(self.next_id.get() + 1)
    }

    fn replace(&self, id: u32, what: What) {
        let mut groups = self.groups.borrow_mut();
        match groups.iter_mut().find(|group| group.id == id) {
            Some(group) => group.what = what,
            None => groups.push(Group { id, what }),
        }
    }

    fn remove(&self, id: u32) {
        self.groups.borrow_mut().retain(|group| group.id != id);
    }

    /// Draws anew.
    fn touch(&self) {
        let changed = self.changed.borrow().clone();
        changed.emit(());
    }

    /// Fetches the hands.
    fn want(&self) {
        if !self.is_wanted.replace(true) {
            self.touch();
        }
    }

    fn open(&self, what: Open) {
        let told = self.told.borrow().clone();
        match told {
            Some(told) => told.emit(Told::Open(what)),
            None => {
                *self.asked.borrow_mut() = Some(what);
                self.want();
            }
        }
    }

    fn run(&'static self, command: &Command) {
        if let Some(refusal) = &command.refusal {
            return self.hint(Hint::Words(w::command_refused(&command.title, refusal)));
        }
        match &command.run {
            Run::Now(run) => run.emit(()),
            Run::Ask(_) if self.running.borrow().contains(&command.id) => {}
            Run::Ask(ask) => {
                let (id, answer) = (command.id, ask());
                self.running.borrow_mut().push(id);
                // Not ended with the page: what was asked for is carried out, and told of, wherever one is by then.
                wasm_bindgen_futures::spawn_local(async move {
                    answer.await;
                    self.running.borrow_mut().retain(|running| *running != id);
                });
            }
        }
    }

    fn set_keymap(&self, keymap: Keymap) {
        if *self.keymap.replace(Rc::new(keymap.clone())) != keymap {
            self.touch();
        }
    }
}

#[hook]
pub(crate) fn use_commands_context() -> Option<Commands> {
    use_desk().commands
}

/// Declares what can be done for as long as the component is on the screen.
#[hook]
pub(crate) fn use_declared(rows: Rows) {
    let inner = use_commands_context().map(|commands| commands.inner);
    use_effect_with(rows, move |rows| {
        let declared = inner.map(|inner| {
            let id = inner.new_id();
            inner.groups.borrow_mut().push(Group { id, what: What::Rows(rows.clone()) });
            (inner, id)
        });
        move || {
            if let Some((inner, id)) = declared {
                inner.remove(id);
            }
        }
    });
}

/// The same, each time anew with what is drawn.
#[hook]
pub(crate) fn use_commands(scope: Scope, commands: Vec<Command>) {
    let inner = use_commands_context().map(|commands| commands.inner);
    let id = use_mut_ref(|| None::<u32>);
    use_effect({
        let id = id.clone();
        move || {
            if let Some(inner) = inner {
                let id = *id.borrow_mut().get_or_insert_with(|| inner.new_id());
                inner.replace(id, What::Made(scope, commands));
            }
        }
    });
    use_effect_with((), move |()| {
        move || {
            if let (Some(inner), Some(id)) = (inner, *id.borrow()) {
                inner.remove(id);
            }
        }
    });
}
