//! Events of the parser to nodes, with a stack of our own: however deep a text nests, nothing recurses into it.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use yew::prelude::*;

use super::links::{Target, target};
use crate::components::copy_button;
use crate::dom::tell_around;
use crate::dom::{el, el_of, none, tell};
use crate::words as w;

/// Deeper elements are laid flat: the browser and Yew walk the tree by recursion.
const DEEPEST: usize = 32;
/// Most nodes; a small text can ask for a table of millions of cells.
const MOST: usize = 20_000;

/// An element whose end has not been read.
struct Open {
    kind: Kind,
    children: Vec<Html>,
}

enum Kind {
    Element {
        tag: &'static str,
        class: &'static str,
    },
    Heading(u8),
    List(Option<u64>),
    /// The language is said above the text.
    Code {
        language: String,
        text: String,
    },
    Link(String),
    Picture(String),
    Table(Vec<Alignment>),
    /// The head of a table or one of its rows.
    Row {
        head: bool,
        cells: usize,
    },
    Cell {
        head: bool,
        alignment: Alignment,
    },
    Footnote(String),
    /// Too deep, or nothing to show: its children go to its parent.
    Flat,
}

struct Builder {
    open: Vec<Open>,
    /// Where the levels of headings begin.
    top: u8,
    made: usize,
}

/// The nodes of a text, and whether they are all of it.
pub(super) fn nodes(text: &str, top: u8) -> (Vec<Html>, bool) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES;
    let root = Open { kind: Kind::Flat, children: Vec::new() };
    let mut builder = Builder { open: vec![root], top: top.clamp(1, 6), made: 0 };
    let mut complete = true;
    for event in Parser::new_ext(text, options) {
        if builder.made >= MOST {
            complete = false;
            break;
        }
        builder.take(event);
    }
    while builder.open.len() > 1 {
        builder.close();
    }
    (builder.open.pop().map(|root| root.children).unwrap_or_default(), complete)
}

impl Builder {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => {
                // The ends of what is not an element of its own come as well; the stack has an entry for each start.
                debug_assert!(self.open.len() > 1, "{end:?}");
                self.close();
                if end == TagEnd::TableHead {
                    self.open(Kind::Element { tag: "tbody", class: "" });
                }
            }
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.push(el("code", "markdown-code", [tell(&text)])),
            // Shown as it was written.
            Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => {
                self.text(&text);
            }
            Event::FootnoteReference(name) => {
                self.push(el("sup", "", [tell("["), tell(&name), tell("]")]));
            }
            Event::SoftBreak => self.text("\n"),
            Event::HardBreak => self.push(html! { <br /> }),
            Event::Rule => self.push(html! { <hr class="markdown-rule" /> }),
            Event::TaskListMarker(done) => self.push(html! {
                <input
                    type="checkbox" class="check markdown-task" checked={done} disabled=true
                    aria-label={if done { w::markdown_done() } else { w::markdown_to_do() }}
                />
            }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        let element = |tag: &'static str, class: &'static str| Kind::Element { tag, class };
        let kind = match tag {
            Tag::Paragraph => element("p", ""),
            Tag::Heading { level, .. } => Kind::Heading(level as u8),
            Tag::BlockQuote(_) => element("blockquote", "markdown-quote"),
            Tag::CodeBlock(kind) => Kind::Code {
                language: match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                },
                text: String::new(),
            },
            Tag::HtmlBlock => element("p", "markdown-raw"),
            Tag::List(start) => Kind::List(start),
            Tag::Item => element("li", ""),
            Tag::FootnoteDefinition(name) => Kind::Footnote(name.to_string()),
            Tag::Table(alignments) => Kind::Table(alignments),
            Tag::TableHead => Kind::Row { head: true, cells: 0 },
            Tag::TableRow => Kind::Row { head: false, cells: 0 },
            Tag::TableCell => self.cell(),
            Tag::Emphasis => element("em", ""),
            Tag::Strong => element("strong", "font-semibold"),
            Tag::Strikethrough => element("del", ""),
            Tag::Link { dest_url, .. } => Kind::Link(dest_url.to_string()),
            Tag::Image { dest_url, .. } => Kind::Picture(dest_url.to_string()),
            _ => Kind::Flat,
        };
        self.open(kind);
    }

    fn open(&mut self, kind: Kind) {
        // A cell or a row out of its table would be no table any more, code would lose its text; neither holds blocks.
        let keeps = matches!(
            kind,
            Kind::Code { .. }
                | Kind::Table(_)
                | Kind::Element { tag: "tbody", .. }
                | Kind::Row { .. }
                | Kind::Cell { .. }
        );
        let kind = if self.open.len() < DEEPEST || keeps { kind } else { Kind::Flat };
        self.open.push(Open { kind, children: Vec::new() });
    }

    /// The next cell of the row that is being read.
    fn cell(&mut self) -> Kind {
        let place = match self.open.last_mut() {
            Some(Open { kind: Kind::Row { head, cells }, .. }) => {
                *cells += 1;
                Some((*head, *cells - 1))
            }
            _ => None,
        };
        let alignments = self.open.iter().rev().find_map(|open| match &open.kind {
            Kind::Table(alignments) => Some(alignments),
            _ => None,
        });
        let Some((head, at)) = place else { return Kind::Flat };
        let alignment =
            alignments.and_then(|alignments| alignments.get(at).copied()).unwrap_or(Alignment::None);
        Kind::Cell { head, alignment }
    }

    fn text(&mut self, words: &str) {
        match self.open.last_mut() {
            Some(Open { kind: Kind::Code { text, .. }, .. }) => text.push_str(words),
            _ => self.push(tell(words)),
        }
    }

    fn push(&mut self, node: Html) {
        self.made += 1;
        if let Some(open) = self.open.last_mut() {
            open.children.push(node);
        }
    }

    fn close(&mut self) {
        let Some(Open { kind, children }) = self.open.pop() else { return };
        let node = match kind {
            Kind::Flat => {
                if let Some(parent) = self.open.last_mut() {
                    parent.children.extend(children);
                }
                return;
            }
            // A table ends with its body still open.
            Kind::Element { tag: "tbody", .. } => {
                self.push(el_of("tbody", "", children));
                return self.close();
            }
            Kind::Element { tag, class } => el_of(tag, class, children),
            Kind::Heading(level) => heading(self.top + level - 1, children),
            Kind::List(None) => el_of("ul", "markdown-list", children),
            Kind::List(Some(start)) => {
                html! { <ol class="markdown-list markdown-numbers" start={start.to_string()}>{ children }</ol> }
            }
            Kind::Code { language, text } => code(&language, text),
            Kind::Link(href) => link(&href, children),
            Kind::Picture(href) => picture(&href, children),
            Kind::Table(_) => table(children),
            Kind::Row { head: true, .. } => el("thead", "", [el_of("tr", "", children)]),
            Kind::Row { head: false, .. } => el_of("tr", "", children),
            Kind::Cell { head, alignment } => cell(head, alignment, children),
            Kind::Footnote(name) => {
                let name = el("sup", "", [tell("["), tell(&name), tell("]")]);
                el("div", "markdown-footnote", [name, el_of("div", "min-w-0", children)])
            }
        };
        self.push(node);
    }
}

fn heading(level: u8, children: Vec<Html>) -> Html {
    match level {
        ..=1 => el_of("h1", "markdown-title", children),
        2 => el_of("h2", "markdown-title", children),
        3 => el_of("h3", "markdown-title", children),
        4 => el_of("h4", "markdown-subtitle", children),
        5 => el_of("h5", "markdown-subtitle", children),
        6.. => el_of("h6", "markdown-subtitle", children),
    }
}

fn code(language: &str, text: String) -> Html {
    let text = AttrValue::from(text);
    let label =
        if language.is_empty() { w::markdown_code().to_owned() } else { w::markdown_code_in(language) };
    html! {
        <div class="relative">
            <pre class="code pr-10" tabindex="0" role="region" aria-label={label}>{ text.clone() }</pre>
            <span class="absolute top-1 right-1">{ copy_button(text, w::copy_code()) }</span>
        </div>
    }
}

fn link(href: &str, children: Vec<Html>) -> Html {
    match target(href) {
        Target::Inside => html! { <a class="markdown-link" href={href.to_owned()}>{ children }</a> },
        Target::Outside => html! {
            <a class="markdown-link" href={href.to_owned()} target="_blank" rel="noopener noreferrer">{ children }</a>
        },
        Target::Nowhere => el_of("span", "markdown-refused", children),
    }
}

/// A picture would tell its server who reads the text; a link does so only when it is followed.
fn picture(href: &str, children: Vec<Html>) -> Html {
    let words = if children.is_empty() { vec![tell(href)] } else { children };
    el("span", "", [tell_around(w::markdown_picture, link(href, words))])
}

fn table(children: Vec<Html>) -> Html {
    html! {
        <div class="markdown-scroll" tabindex="0" role="region" aria-label={w::markdown_table()}>
            <table class="markdown-table">{ children }</table>
        </div>
    }
}

fn cell(head: bool, alignment: Alignment, children: Vec<Html>) -> Html {
    let class = match alignment {
        Alignment::None | Alignment::Left => "",
        Alignment::Center => "text-center",
        Alignment::Right => "text-right",
    };
    match (head, children.is_empty()) {
        // A column without a name is no header.
        (true, true) => el("td", "", [none()]),
        (true, false) => html! { <th scope="col" {class}>{ children }</th> },
        (false, _) => el_of("td", class, children),
    }
}
