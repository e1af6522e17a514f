//! What can be done on every page. Themes and the like are words of the palette's command mode, not here.

use super::{Command, Inner, Open, Section};
use crate::route::{Place, Route};
use crate::words as w;

pub(crate) const PALETTE: (&str, &str) = ("help.palette", "Mod+k");
pub(crate) const SHEET: (&str, &str) = ("help.keys", "?");

/// Pages with an address of their own, and the keys that go there.
const PLACES: [(&str, Route, &str); 5] = [
    ("go.overview", Route::Home, "g o"),
    ("go.signals", Route::Signals, "g s"),
    ("go.rules", Route::Rules, "g r"),
    ("go.traces", Route::Traces, "g t"),
    ("go.fluo", Route::Health, "g f"),
];

pub(super) fn commands(inner: &'static Inner, place: &Place) -> Vec<Command> {
    let open = |id, title: &'static str, keys, what: Open| {
        let run = yew::Callback::from(move |()| inner.open(what.clone()));
        Command::new(id, title, Section::Help, keys, run)
    };
    let places = PLACES.iter().map(|&(id, route, keys)| {
        let place = place.clone();
        let run = yew::Callback::from(move |()| place.visit(route, "", true));
        Command::new(id, route.title(), Section::GoTo, keys, run)
    });
    let palette = open(PALETTE.0, w::command_palette(), PALETTE.1, Open::Palette(""));
    let mut commands: Vec<_> = places.collect();
    commands.extend([
        Command { in_fields: true, ..palette },
        open("help.line", w::command_line(), ":", Open::Palette(":")),
        open(SHEET.0, w::command_keys(), SHEET.1, Open::Sheet),
    ]);
    commands.extend(inner.undo.commands());
    commands
}
