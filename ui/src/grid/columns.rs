//! Which columns a table has, and what a reader made of them: order, widths, what is hidden, what stays in sight.

use crate::words as w;
use std::cmp::Ordering;

/// Pixels.
const NARROWEST: u16 = 48;
const WIDEST: u16 = 1_200;

/// How a column's cells are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    Text,
    /// Right-aligned.
    Number,
    /// A status glyph before its word.
    Mark,
    /// Drawn by the source.
    Own,
}

/// A column as the page declares it.
#[derive(Debug)]
pub(crate) struct Column {
    /// In what is remembered, and the class of its cells with `col-` before it.
    pub(crate) id: &'static str,
    pub(crate) class: &'static str,
    pub(crate) title: w::Said,
    /// A track of a CSS grid.
    pub(crate) track: &'static str,
    /// Pixels of the table below which the column is left out, unless the reader asked for it.
    pub(crate) from: u16,
    pub(crate) face: Face,
    pub(crate) sortable: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// When there is room.
    Room,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Setting {
    /// Place of the column in its declaration.
    pub(crate) column: usize,
    pub(crate) shown: Shown,
    /// Pixels; the declared track where absent.
    pub(crate) width: Option<u16>,
    pub(crate) pinned: bool,
}

/// What the reader made of the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    /// In the order they are drawn.
    pub(crate) settings: Vec<Setting>,
    /// Row height: `compact`, `default` or `comfortable`; as everywhere where absent.
    pub(crate) density: Option<Density>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Density {
    Compact,
    Default,
    Comfortable,
}

impl Density {
    pub(crate) const ALL: [Self; 3] = [Self::Compact, Self::Default, Self::Comfortable];

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Compact => "compact",
            Self::Default => "default",
            Self::Comfortable => "comfortable",
        }
    }
}

/// A change of the layout.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Edit {
    Column(usize, Change),
    Density(Option<Density>),
    Reset,
}

/// What can be done to a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Pixels.
    Width(u16),
    DeclaredWidth,
    Left,
    Right,
    /// To the place of another column.
    To(usize),
    Pin(bool),
    Show(bool),
}

impl Layout {
    pub(crate) fn new(columns: &[Column]) -> Self {
        let settings = (0..columns.len())
            .map(|column| Setting { column, shown: Shown::Room, width: None, pinned: false })
            .collect();
        Self { settings, density: None }
    }

    /// The columns drawn in a table of that many pixels, pinned ones first.
    pub(crate) fn visible(&self, columns: &[Column], room: u16) -> Vec<Setting> {
        let fits = |setting: &Setting| match setting.shown {
            Shown::Always => true,
            Shown::Never => false,
            Shown::Room => room >= columns[setting.column].from,
        };
        let mut visible = Vec::with_capacity(self.settings.len());
        for pinned in [true, false] {
            let group = self.settings.iter().filter(|setting| setting.pinned == pinned && fits(setting));
            visible.extend(group.copied());
        }
        visible
    }

    pub(crate) fn change(&mut self, column: usize, change: Change) {
        let Some(at) = self.settings.iter().position(|setting| setting.column == column) else { return };
        match change {
            Change::Width(width) => self.settings[at].width = Some(width.clamp(NARROWEST, WIDEST)),
            Change::DeclaredWidth => self.settings[at].width = None,
            Change::Pin(pinned) => self.settings[at].pinned = pinned,
            Change::Show(shown) => {
                self.settings[at].shown = if shown { Shown::Always } else { Shown::Never };
            }
            Change::Left => {
                let group = self.settings[at].pinned;
                if let Some(to) = (0..at).rev().find(|to| self.steps_over(*to, group)) {
                    self.settings.swap(at, to);
                }
            }
            Change::Right => {
                let group = self.settings[at].pinned;
                if let Some(to) = (at + 1..self.settings.len()).find(|to| self.steps_over(*to, group)) {
                    self.settings.swap(at, to);
                }
            }
            Change::To(other) => {
                let Some(to) = self.settings.iter().position(|setting| setting.column == other) else {
                    return;
                };
                let setting = self.settings.remove(at);
                self.settings.insert(to, setting);
            }
        }
    }

    /// Hidden columns, and those on the other side of the pin, are no neighbours.
    fn steps_over(&self, at: usize, pinned: bool) -> bool {
        self.settings[at].shown != Shown::Never && self.settings[at].pinned == pinned
    }

    /// Which columns are shown, in their order; nothing where they are those that are declared.
    pub(crate) fn chosen(&self, columns: &[Column]) -> Vec<&'static str> {
        let is_usual =
            |(at, setting): (usize, &Setting)| setting.column == at && setting.shown == Shown::Room;
        if self.settings.iter().enumerate().all(is_usual) {
            return Vec::new();
        }
        let is_shown = |setting: &&Setting| match setting.shown {
            Shown::Always => true,
            Shown::Room => columns[setting.column].from < u16::MAX,
            Shown::Never => false,
        };
        self.settings.iter().filter(is_shown).map(|setting| columns[setting.column].id).collect()
    }

    /// Shows these columns in this order, the others not; all as they are declared where none is named. Widths and pins
    /// stay.
    pub(crate) fn choose(&mut self, columns: &[Column], chosen: &[String]) {
        let place = |column: usize| chosen.iter().position(|id| *id == columns[column].id);
        for setting in &mut self.settings {
            setting.shown = match place(setting.column) {
                Some(_) if columns[setting.column].from == u16::MAX => Shown::Always,
                Some(_) => Shown::Room,
                None if chosen.is_empty() => Shown::Room,
                None => Shown::Never,
            };
        }
        self.settings.sort_by_key(|setting| (place(setting.column).unwrap_or(usize::MAX), setting.column));
    }

    /// The tracks of a CSS grid.
    pub(crate) fn tracks(columns: &[Column], visible: &[Setting]) -> String {
        let mut out = String::new();
        for setting in visible {
            out.push(' ');
            match setting.width {
                Some(width) => {
                    out.push_str(&width.to_string());
                    out.push_str("px");
                }
                None => out.push_str(columns[setting.column].track),
            }
        }
        out
    }

    /// `severity:120:pin,-time;compact`: what is remembered.
    pub(crate) fn write(&self, columns: &[Column]) -> String {
        let mut out = String::new();
        for setting in &self.settings {
            if !out.is_empty() {
                out.push(',');
            }
            out.push_str(match setting.shown {
                Shown::Room => "",
                Shown::Always => "+",
                Shown::Never => "-",
            });
            out.push_str(columns[setting.column].id);
            if let Some(width) = setting.width {
                out.push(':');
                out.push_str(&width.to_string());
            }
            if setting.pinned {
                out.push_str(":pin");
            }
        }
        if let Some(density) = self.density {
            out.push(';');
            out.push_str(density.as_str());
        }
        out
    }

    /// What was remembered; columns it does not know stand where they are declared, unknown ones are dropped.
    pub(crate) fn read(columns: &[Column], text: &str) -> Self {
        let (list, density) = text.split_once(';').unwrap_or((text, ""));
        let mut layout = Self { settings: Vec::new(), density: None };
        layout.density = Density::ALL.into_iter().find(|known| known.as_str() == density);
        for part in list.split(',') {
            let mut words = part.split(':');
            let name = words.next().unwrap_or_default();
            let (shown, name) = match name.split_at_checked(1) {
                Some(("-", name)) => (Shown::Never, name),
                Some(("+", name)) => (Shown::Always, name),
                _ => (Shown::Room, name),
            };
            let Some(column) = columns.iter().position(|column| column.id == name) else { continue };
            if layout.settings.iter().any(|setting| setting.column == column) {
                continue;
            }
            let mut setting = Setting { column, shown, width: None, pinned: false };
            for word in words {
                match word {
                    "pin" => setting.pinned = true,
                    _ => setting.width = word.parse().ok().map(|width: u16| width.clamp(NARROWEST, WIDEST)),
                }
            }
            layout.settings.push(setting);
        }
        for column in 0..columns.len() {
            if layout.settings.iter().all(|setting| setting.column != column) {
                let at = column.min(layout.settings.len());
                let setting = Setting { column, shown: Shown::Room, width: None, pinned: false };
                layout.settings.insert(at, setting);
            }
        }
        layout
    }
}

/// How a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sort {
    pub(crate) column: usize,
    pub(crate) order: Ordering,
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn column(id: &'static str, from: u16) -> Column {
        Column { id, class: "", title: || "", track: "1fr", from, face: Face::Text, sortable: false }
    }

    const COLUMNS: [Column; 4] = [column("a", 0), column("b", 0), column("c", 900), column("d", 0)];

    fn ids(layout: &Layout, room: u16) -> String {
        layout.visible(&COLUMNS, room).iter().map(|setting| COLUMNS[setting.column].id).collect()
    }

    #[test]
    fn a_column_without_room_is_left_out_unless_asked_for() {
        let mut layout = Layout::new(&COLUMNS);
        assert_eq!((ids(&layout, 1_000), ids(&layout, 800)), ("abcd".into(), "abd".into()));
        layout.change(2, Change::Show(true));
        layout.change(0, Change::Show(false));
        assert_eq!(ids(&layout, 800), "bcd");
    }

    #[test]
    fn columns_move_within_what_is_seen() {
        let mut layout = Layout::new(&COLUMNS);
        layout.change(1, Change::Show(false));
        layout.change(2, Change::Left);
        assert_eq!(ids(&layout, 1_000), "cad");
        layout.change(2, Change::Left);
        layout.change(3, Change::Right);
        assert_eq!(ids(&layout, 1_000), "cad");
        layout.change(3, Change::Pin(true));
        assert_eq!(ids(&layout, 1_000), "dca");
        layout.change(2, Change::To(0));
        assert_eq!(ids(&layout, 1_000), "dac");
    }

    #[test]
    fn widths_are_tracks_of_a_sensible_size() {
        let mut layout = Layout::new(&COLUMNS);
        layout.change(0, Change::Width(3));
        layout.change(1, Change::Width(200));
        assert_eq!(Layout::tracks(&COLUMNS, &layout.visible(&COLUMNS, 0)), " 48px 200px 1fr");
        layout.change(1, Change::DeclaredWidth);
        assert_eq!(Layout::tracks(&COLUMNS, &layout.visible(&COLUMNS, 0)), " 48px 1fr 1fr");
    }

    #[test]
    fn what_is_remembered_reads_back() {
        let mut layout = Layout::new(&COLUMNS);
        layout.change(3, Change::To(0));
        layout.change(1, Change::Width(120));
        layout.change(1, Change::Pin(true));
        layout.change(2, Change::Show(false));
        layout.density = Some(Density::Compact);
        let text = layout.write(&COLUMNS);
        assert_eq!(text, "d,a,b:120:pin,-c;compact");
        assert_eq!(Layout::read(&COLUMNS, &text), layout);
        // From an older or newer version.
        let layout = Layout::read(&COLUMNS, "gone:9,d,+c:wide,d;loud");
        assert_eq!(layout.write(&COLUMNS), "a,b,d,+c");
        assert_eq!(Layout::read(&COLUMNS, ""), Layout::new(&COLUMNS));
    }
}
