//! Line icons, drawn for a 16 px box. Decorative always: the word beside or the label on the control says it.

use yew::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Symbol {
    Home,
    Pulse,
    Rules,
    Plug,
    Sun,
    Menu,
    Sidebar,
    Close,
    ChevronDown,
    Copy,
    Check,
    Search,
    Clock,
    Calendar,
    ArrowDown,
    ArrowUp,
    Columns,
    Refresh,
    Person,
    Bell,
    Undo,
    Waterfall,
    Plus,
    More,
    Key,
    Lock,
    Mail,
    Screen,
    People,
    Shield,
    Gear,
    Help,
    Leave,
    List,
    Building,
}

impl Symbol {
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Home => "M2.5 7L8 2.5 13.5 7v6.5h-4V10h-3v3.5h-4z",
            Self::Pulse => "M1.5 8h2.8l2-5.5 3.4 11 2-5.5h2.8",
            Self::Rules => "M2 4.2l1.2 1.2L5.5 3M2 11.2l1.2 1.2L5.5 10M8 4.5h6M8 11.5h6",
            Self::Plug => "M5.5 1.8v3.4M10.5 1.8v3.4M3.8 5.2h8.4v2.3a4.2 4.2 0 0 1-8.4 0zM8 11.7v2.8",
            Self::Sun => {
                "M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6M8 1.2v1.3M8 13.5v1.3M1.2 8h1.3M13.5 8h1.3M3.2 3.2l.9.9M11.9 11.9l.9.9M3.2 12.8l.9-.9M11.9 4.1l.9-.9"
            }
            Self::Menu => "M2 4.5h12M2 8h12M2 11.5h12",
            Self::Sidebar => "M2 2.8h12v10.4H2zM6 2.8v10.4",
            Self::Close => "M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4",
            Self::ChevronDown => "M3.5 6L8 10.5 12.5 6",
            Self::Copy => "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
            Self::Check => "M2.8 8.5l3.4 3.4 7-7.4",
            Self::Search => "M7 2.2a4.8 4.8 0 1 0 0 9.6 4.8 4.8 0 0 0 0-9.6M10.5 10.5l3.3 3.3",
            Self::Undo => "M5.5 2.5L2.2 5.8l3.3 3.3M2.2 5.8h7.3a4 4 0 0 1 0 8H6",
            Self::Waterfall => "M2 3.5h7M5 8h7M8.5 12.5H14",
            Self::Clock => "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.6V8l2.3 1.6",
            Self::Calendar => "M2.5 3.5h11v10h-11zM2.5 6.8h11M5.5 1.8v3M10.5 1.8v3",
            Self::ArrowDown => "M8 2.8v10.4M3.6 8.8L8 13.2l4.4-4.4",
            Self::Columns => "M2 2.8h12v10.4H2zM6 2.8v10.4M10 2.8v10.4",
            Self::ArrowUp => "M8 13.2V2.8M3.6 7.2L8 2.8l4.4 4.4",
            Self::Refresh => "M13.5 8A5.5 5.5 0 1 1 11.7 3.9M13.5 1.8v3h-3",
            Self::Plus => "M8 3v10M3 8h10",
            Self::More => "M3.4 8h.2M7.9 8h.2M12.4 8h.2",
            Self::Key => "M5.5 7.2a3 3 0 1 0 0 6 3 3 0 0 0 0-6M7.7 8.2L13.5 2.4M11 5l2 2",
            Self::Lock => "M3.5 7.2h9v6.3h-9zM5.5 7V5a2.5 2.5 0 0 1 5 0v2",
            Self::Mail => "M2 3.5h12v9H2zM2 4.2l6 4.6 6-4.6",
            Self::Screen => "M2 3h12v8H2zM5.5 13.8h5M8 11v2.8",
            Self::People => {
                "M6 2.6a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6M1.6 13.4c.3-2.6 2-3.9 4.4-3.9s4.1 1.3 4.4 3.9M10.6 2.9a2.2 2.2 0 0 1 0 4.2M12 9.9c1.4.5 2.2 1.7 2.4 3.5"
            }
            Self::Shield => "M8 1.8l5.2 1.9v4c0 3.2-2.2 5.4-5.2 6.5-3-1.1-5.2-3.3-5.2-6.5v-4z",
            Self::Gear => {
                "M8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4M8 1.6v2M8 12.4v2M1.6 8h2M12.4 8h2M3.5 3.5l1.4 1.4M11.1 11.1l1.4 1.4M3.5 12.5l1.4-1.4M11.1 4.9l1.4-1.4"
            }
            Self::Help => {
                "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M6.2 6.3a1.8 1.8 0 1 1 2.7 1.6c-.6.3-.9.7-.9 1.3M8 11.4v.1"
            }
            Self::Leave => "M6.5 2.5h-4v11h4M6 8h8M11 5l3 3-3 3",
            Self::Building => "M3 14V2.5h6.5V14M9.5 6.5H13V14M1.5 14h13M5.3 5.3h2M5.3 8h2M5.3 10.7h2",
            Self::List => "M5.5 4h8.5M5.5 8h8.5M5.5 12h8.5M2 4h.5M2 8h.5M2 12h.5",
            Self::Bell => "M4 11V7a4 4 0 0 1 8 0v4l1.3 1.6H2.7zM6.6 14.2h2.8",
            Self::Person => {
                "M8 2a2.7 2.7 0 1 0 0 5.4A2.7 2.7 0 0 0 8 2M2.8 14c.4-2.9 2.4-4.4 5.2-4.4s4.8 1.5 5.2 4.4"
            }
        }
    }
}

/// The icon at its usual size.
pub(crate) fn icon(symbol: Symbol) -> Html {
    sized(symbol, "icon")
}

/// The icon beside small text.
pub(crate) fn small_icon(symbol: Symbol) -> Html {
    sized(symbol, "icon icon-small")
}

fn sized(symbol: Symbol, class: &'static str) -> Html {
    html! { <svg {class} viewBox="0 0 16 16" aria-hidden="true"><path d={symbol.path()} /></svg> }
}
