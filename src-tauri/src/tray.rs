//! The tray icon: translates the core's [`TrayMenu`] into Tauri's tray, and choices back into [`TrayAction`]s.

use std::path::Path;

use console_api::{Severity, SignalId};
use console_core::tray::{TrayAction, TrayIcon, TrayItem, TrayMenu};
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::TrayIconBuilder;
use tauri::{AppHandle, include_image};

const OPEN_WINDOW: &str = "open-window";
const QUIT: &str = "quit";
const SIGNAL: &str = "signal:";
const NOTE: &str = "note";

/// The tray with what it shows.
pub(crate) struct Tray {
    app: AppHandle,
    icon: tauri::tray::TrayIcon,
    shown: TrayMenu,
    /// The menu's items in order; nothing for a separator.
    items: Vec<Option<MenuItem<tauri::Wry>>>,
}

impl Tray {
    /// Puts the icon up; `chosen` hears what people choose. Its files go into `folder`.
    pub(crate) fn new(
        app: &AppHandle,
        folder: &Path,
        menu: TrayMenu,
        chosen: impl Fn(TrayAction) + Send + Sync + 'static,
    ) -> tauri::Result<Self> {
        let (native, items) = build_menu(app, &menu.items)?;
        let icon = TrayIconBuilder::with_id("main")
            .temp_dir_path(folder)
            .icon(image(menu.icon))
            .title(&menu.title)
            .tooltip(&menu.title)
            .menu(&native)
            .on_menu_event(move |_, event| {
                if let Some(action) = action_of(event.id().as_ref()) {
                    chosen(action);
                }
            })
            .build(app)?;
        Ok(Self { app: app.clone(), icon, shown: menu, items })
    }

    /// Shows `menu`, touching only what differs: a menu that is open stays so while only its words change.
    pub(crate) fn show(&mut self, menu: TrayMenu) -> tauri::Result<()> {
        if menu == self.shown {
            return Ok(());
        }
        if menu.icon != self.shown.icon {
            self.icon.set_icon(Some(image(menu.icon)))?;
        }
        if menu.title != self.shown.title {
            self.icon.set_title(Some(&menu.title))?;
            self.icon.set_tooltip(Some(&menu.title))?;
        }
        if menu.items.iter().map(item_id).eq(self.shown.items.iter().map(item_id)) {
            for ((item, shown), native) in menu.items.iter().zip(&self.shown.items).zip(&self.items) {
                if let Some(native) = native.as_ref().filter(|_| item != shown) {
                    native.set_text(label(item))?;
                }
            }
        } else {
            let (native, items) = build_menu(&self.app, &menu.items)?;
            self.icon.set_menu(Some(native))?;
            self.items = items;
        }
        self.shown = menu;
        Ok(())
    }
}

type NativeMenu = (Menu<tauri::Wry>, Vec<Option<MenuItem<tauri::Wry>>>);

fn build_menu(app: &AppHandle, items: &[TrayItem]) -> tauri::Result<NativeMenu> {
    let menu = Menu::new(app)?;
    let mut natives = Vec::with_capacity(items.len());
    for item in items {
        natives.push(match item {
            TrayItem::Separator => {
                menu.append(&PredefinedMenuItem::separator(app)?)?;
                None
            }
            TrayItem::Note(_) | TrayItem::Action { .. } => {
                let can_be_chosen = matches!(item, TrayItem::Action { .. });
                let native = MenuItem::with_id(app, item_id(item), label(item), can_be_chosen, None::<&str>)?;
                menu.append(&native)?;
                Some(native)
            }
        });
    }
    Ok((menu, natives))
}

/// A label's text; an ampersand would otherwise underline the letter after it.
fn label(item: &TrayItem) -> String {
    match item {
        TrayItem::Note(label) | TrayItem::Action { label, .. } => label.replace('&', "&&"),
        TrayItem::Separator => String::new(),
    }
}

/// Names what choosing the item does, so that a choice made while the menu changes means what was read.
fn item_id(item: &TrayItem) -> String {
    match item {
        TrayItem::Note(_) => NOTE.to_owned(),
        TrayItem::Separator => String::new(),
        TrayItem::Action { action: TrayAction::OpenWindow, .. } => OPEN_WINDOW.to_owned(),
        TrayItem::Action { action: TrayAction::OpenSignal(id), .. } => format!("{SIGNAL}{id}"),
        TrayItem::Action { action: TrayAction::Quit, .. } => QUIT.to_owned(),
    }
}

fn action_of(item_id: &str) -> Option<TrayAction> {
    match item_id {
        OPEN_WINDOW => Some(TrayAction::OpenWindow),
        QUIT => Some(TrayAction::Quit),
        other => other.strip_prefix(SIGNAL).map(|id| TrayAction::OpenSignal(SignalId::from(id))),
    }
}

/// A shape and a colour of its own for each: octagon, triangle, letter, tick, dash. Made from the SVG files beside.
fn image(icon: TrayIcon) -> Image<'static> {
    match icon {
        TrayIcon::Open(Severity::Critical | Severity::Error) => include_image!("icons/tray/error.png"),
        TrayIcon::Open(Severity::Warning) => include_image!("icons/tray/warning.png"),
        TrayIcon::Open(Severity::Info) => include_image!("icons/tray/info.png"),
        TrayIcon::Calm => include_image!("icons/tray/calm.png"),
        TrayIcon::Away => include_image!("icons/tray/away.png"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_comes_back_as_the_action_it_was_shown_for() {
        let actions =
            [TrayAction::OpenWindow, TrayAction::Quit, TrayAction::OpenSignal("signal:7&quit".into())];
        for action in actions {
            let item = TrayItem::Action { label: "a & b".into(), action: action.clone() };
            assert_eq!(action_of(&item_id(&item)), Some(action));
            assert_eq!(label(&item), "a && b");
        }
        assert_eq!(action_of(&item_id(&TrayItem::Note("text".into()))), None);
        assert_eq!(action_of(&item_id(&TrayItem::Separator)), None);
    }

    #[test]
    fn every_state_has_an_icon_of_its_own() {
        let states = [
            TrayIcon::Open(Severity::Error),
            TrayIcon::Open(Severity::Warning),
            TrayIcon::Open(Severity::Info),
            TrayIcon::Calm,
            TrayIcon::Away,
        ];
        for (place, state) in states.iter().enumerate() {
            for other in &states[place + 1..] {
                assert_ne!(image(*state).rgba(), image(*other).rgba(), "{state:?} {other:?}");
            }
        }
    }
}
