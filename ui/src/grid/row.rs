//! One row in the document: made once, then given other rows to show. Only what differs from what it shows is written.

use web_sys::{Document, Element, Text};

use super::columns::{Column, Face, Setting};
use super::source::{Branch, Cell, Presence, Source};
use crate::clock::Clock;
use crate::components::drawing;
use crate::words as w;

const SVG: &str = "http://www.w3.org/2000/svg";

/// What is drawn, besides the cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) is_current: bool,
    pub(super) is_checked: bool,
    pub(super) is_open: bool,
    pub(super) is_fresh: bool,
    /// Outside the rows in sight, kept for the focus.
    pub(super) is_pinned: bool,
    pub(super) presence: Presence,
}

/// Everything a row needs to know for being drawn.
pub(super) struct Scene<'a> {
    pub(super) document: &'a Document,
    pub(super) source: &'a dyn Source,
    pub(super) columns: &'static [Column],
    pub(super) visible: &'a [Setting],
    pub(super) has_checks: bool,
    pub(super) clock: Clock,
    /// Changes whenever cells may.
    pub(super) epoch: u64,
}

struct CellNode {
    element: Element,
    text: Text,
    mark: Option<Mark>,
    note: Option<(Element, Element)>,
    shown: Cell,
}

struct Mark {
    svg: Element,
    body: Element,
    sign: Element,
}

pub(super) struct RowNode {
    pub(super) element: Element,
    cells: Vec<CellNode>,
    index: Option<usize>,
    epoch: u64,
    place: f64,
    look: Look,
    key: Option<String>,
    branch: Option<Branch>,
    pub(super) is_attached: bool,
}

impl RowNode {
    pub(super) fn new(scene: &Scene) -> Option<Self> {
        let element = make(scene.document, "div", "grid-row grid-columns", "row")?;
        let mut row = Self {
            element,
            cells: Vec::new(),
            index: None,
            epoch: 0,
            place: -1.0,
            look: Look::default(),
            key: None,
            branch: None,
            is_attached: false,
        };
        row.furnish(scene);
        Some(row)
    }

    /// Makes the cells anew, for other columns.
    pub(super) fn furnish(&mut self, scene: &Scene) {
        self.element.set_text_content(None);
        self.cells.clear();
        self.index = None;
        if scene.has_checks
            && let Some(check) = make(scene.document, "div", "col-check", "gridcell")
        {
            set(&check, "aria-colindex", "1");
            set(&check, "aria-label", w::grid_select());
            let _ = self.element.append_child(&check);
        }
        let mut pins = 0;
        for setting in scene.visible {
            let Some(cell) = CellNode::new(scene, *setting) else { continue };
            if setting.pinned {
                let _ = cell.element.class_list().add_1("grid-pinned");
                set(&cell.element, "style", &["left:var(--pin-", &pins.to_string(), ")"].concat());
                pins += 1;
            }
            let _ = self.element.append_child(&cell.element);
            self.cells.push(cell);
        }
    }

    pub(super) fn index(&self) -> Option<usize> {
        self.index
    }

    pub(super) fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The element of a visible column's cell.
    pub(super) fn cell(&self, at: usize) -> Option<&Element> {
        self.cells.get(at).map(|cell| &cell.element)
    }

    /// Reads the row where it is another one or may have changed.
    pub(super) fn show(&mut self, index: usize, scene: &Scene, scratch: &mut Cell) {
        if self.index == Some(index) && self.epoch == scene.epoch {
            return;
        }
        if self.index != Some(index) {
            set(&self.element, "aria-rowindex", &(index + 2).to_string());
        }
        self.index = Some(index);
        self.epoch = scene.epoch;
        let presence = scene.source.presence(index);
        if self.look.presence != presence {
            self.wear(Look { presence, ..self.look });
        }
        self.key = scene.source.key(index);
        let branch = scene.source.branch(index);
        if self.branch != branch {
            self.branch = branch;
            self.say_branch();
        }
        for (cell, setting) in self.cells.iter_mut().zip(scene.visible) {
            scratch.clear();
            if presence == Presence::Here {
                if scene.columns[setting.column].face == Face::Own {
                    scene.source.draw(index, setting.column, &cell.element);
                    continue;
                }
                scene.source.cell(index, setting.column, scene.clock, scratch);
            }
            cell.show(scratch, scene.document);
        }
    }

    fn say_branch(&self) {
        let Some(branch) = self.branch else { return };
        set(&self.element, "aria-level", &branch.level.to_string());
        set(&self.element, "aria-posinset", &branch.place.0.to_string());
        set(&self.element, "aria-setsize", &branch.place.1.to_string());
        match branch.is_open {
            Some(open) => set(&self.element, "aria-expanded", if open { "true" } else { "false" }),
            None => drop(self.element.remove_attribute("aria-expanded")),
        }
    }

    pub(super) fn dress(&mut self, look: Look) {
        let look = Look { presence: self.look.presence, ..look };
        if look != self.look {
            self.wear(look);
        }
    }

    fn wear(&mut self, look: Look) {
        let before = std::mem::replace(&mut self.look, look);
        let mut class = String::from("grid-row grid-columns");
        for (worn, name) in [
            (look.is_current, " grid-row-current"),
            (look.is_open, " grid-row-selected"),
            (look.is_checked, " grid-row-checked"),
            (look.is_fresh, " grid-row-fresh"),
            (look.is_pinned, " grid-row-pinned"),
            (look.presence == Presence::Coming, " grid-row-coming"),
            (look.presence == Presence::Failed, " grid-row-failed"),
        ] {
            if worn {
                class.push_str(name);
            }
        }
        self.element.set_class_name(&class);
        if before.is_checked != look.is_checked {
            set(&self.element, "aria-selected", if look.is_checked { "true" } else { "false" });
        }
        if before.is_open != look.is_open {
            if look.is_open {
                set(&self.element, "aria-current", "true");
            } else {
                let _ = self.element.remove_attribute("aria-current");
            }
        }
        if before.is_current && !look.is_current {
            let _ = self.element.remove_attribute("id");
        }
    }

    pub(super) fn put(&mut self, place: f64) {
        if (self.place - place).abs() > 0.01 {
            self.place = place;
            set(&self.element, "style", &["transform:translateY(", &px(place), ")"].concat());
        }
    }
}

impl CellNode {
    fn new(scene: &Scene, setting: Setting) -> Option<Self> {
        let column = &scene.columns[setting.column];
        let element = make(scene.document, "div", column.class, "gridcell")?;
        let place = setting.column + 1 + usize::from(scene.has_checks);
        set(&element, "aria-colindex", &place.to_string());
        let text = scene.document.create_text_node("");
        match column.face {
            Face::Own => {}
            Face::Text => {
                let _ = element.append_child(&text);
            }
            Face::Number => {
                let _ = element.class_list().add_1("grid-number");
                let _ = element.append_child(&text);
            }
            Face::Mark => {
                let _ = element.class_list().add_1("grid-mark");
                let words = scene.document.create_element("span").ok()?;
                words.set_class_name("truncate");
                let _ = words.append_child(&text);
                let _ = element.append_child(&words);
            }
        }
        Some(Self { element, text, mark: None, note: None, shown: Cell::default() })
    }

    fn show(&mut self, cell: &Cell, document: &Document) {
        if self.shown.text != cell.text {
            self.text.set_data(&cell.text);
            self.shown.text.clone_from(&cell.text);
        }
        if self.shown.mark != cell.mark {
            self.shown.mark = cell.mark;
            match cell.mark {
                None => drop(self.mark.take().map(|mark| mark.svg.remove())),
                Some(shape) => {
                    if self.mark.is_none() {
                        self.mark = Mark::new(document);
                        if let Some(mark) = &self.mark {
                            let first = self.element.first_child();
                            let _ = self.element.insert_before(&mark.svg, first.as_ref());
                        }
                    }
                    if let Some(mark) = &self.mark {
                        mark.show(drawing(shape));
                    }
                }
            }
        }
        if self.shown.note != cell.note {
            self.shown.note = cell.note;
            if let Some((mark, words)) = self.note.take() {
                mark.remove();
                words.remove();
            }
            if let Some((shape, words)) = cell.note
                && let Some(mark) = Mark::new(document)
                && let Ok(said) = document.create_element("span")
            {
                mark.show(drawing(shape));
                said.set_class_name("sr-only");
                said.set_text_content(Some(words));
                let _ = self.element.append_with_node_2(&mark.svg, &said);
                self.note = Some((mark.svg, said));
            }
        }
    }
}

impl Mark {
    fn new(document: &Document) -> Option<Self> {
        let make = |tag| document.create_element_ns(Some(SVG), tag).ok();
        let (svg, body, sign) = (make("svg")?, make("path")?, make("path")?);
        set(&svg, "viewBox", "0 0 16 16");
        set(&svg, "aria-hidden", "true");
        set(&body, "fill", "currentColor");
        set(&body, "fill-rule", "evenodd");
        set(&sign, "class", "glyph-mark");
        let _ = svg.append_child(&body);
        let _ = svg.append_child(&sign);
        Some(Self { svg, body, sign })
    }

    fn show(&self, [class, body, sign]: [&'static str; 3]) {
        set(&self.svg, "class", class);
        set(&self.body, "d", body);
        set(&self.sign, "d", sign);
    }
}

fn make(document: &Document, tag: &str, class: &str, role: &str) -> Option<Element> {
    let element = document.create_element(tag).ok()?;
    element.set_class_name(class);
    set(&element, "role", role);
    Some(element)
}

pub(super) fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Whole and tenth pixels, without the weight of formatting floats.
pub(super) fn px(value: f64) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    let tenths = super::scroll::whole(value.abs() * 10.0 + 0.5);
    [sign, &(tenths / 10).to_string(), ".", &(tenths % 10).to_string(), "px"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_are_written_with_one_decimal() {
        assert_eq!([px(0.0), px(32.0), px(1_047.55), px(-3.25)], ["0.0px", "32.0px", "1047.6px", "-3.3px"]);
    }
}
