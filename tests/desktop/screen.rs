//! The screen as a window manager sees it: whether the app's window is up, and its close button.

use x11rb::connection::Connection as _;
use x11rb::errors::ReplyError;
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, MapState, Window,
};
use x11rb::rust_connection::RustConnection;

x11rb::atom_manager! {
    Atoms: AtomsCookie {
        WM_DELETE_WINDOW,
        WM_PROTOCOLS,
    }
}

pub(crate) struct Screen {
    connection: RustConnection,
    root: Window,
    atoms: Atoms,
}

impl Screen {
    pub(crate) fn connect(display: &str) -> Result<Self, String> {
        let (connection, screen) =
            RustConnection::connect(Some(display)).map_err(|error| error.to_string())?;
        let root = connection.setup().roots[screen].root;
        let atoms = Atoms::new(&connection).map_err(|error| error.to_string())?;
        let atoms = atoms.reply().map_err(|error| error.to_string())?;
        Ok(Self { connection, root, atoms })
    }

    /// Fails unless the app's window is up, or is not.
    pub(crate) fn shows_window(&self, up: bool) -> Result<(), String> {
        let window = self.window_that_is_up().map_err(|error| error.to_string())?;
        if window.is_some() == up {
            Ok(())
        } else {
            Err(format!("the window is {}up", if up { "not " } else { "" }))
        }
    }

    /// What a window manager does when its close button is clicked.
    pub(crate) fn close_window(&self) -> Result<(), String> {
        let window =
            self.window_that_is_up().map_err(|error| error.to_string())?.ok_or("there is no window")?;
        let data = [self.atoms.WM_DELETE_WINDOW, x11rb::CURRENT_TIME, 0, 0, 0];
        let message = ClientMessageEvent::new(32, window, self.atoms.WM_PROTOCOLS, data);
        let sent = self.connection.send_event(false, window, EventMask::NO_EVENT, message);
        sent.map_err(|error| error.to_string())?.check().map_err(|error| error.to_string())
    }

    /// Without a window manager the windows of programs are the root's own children.
    fn window_that_is_up(&self) -> Result<Option<Window>, ReplyError> {
        for window in self.connection.query_tree(self.root)?.reply()?.children {
            let is_up =
                self.connection.get_window_attributes(window)?.reply()?.map_state == MapState::VIEWABLE;
            if is_up && self.can_be_closed(window)? {
                return Ok(Some(window));
            }
        }
        Ok(None)
    }

    fn can_be_closed(&self, window: Window) -> Result<bool, ReplyError> {
        let (any, protocols): (Atom, Atom) = (AtomEnum::ATOM.into(), self.atoms.WM_PROTOCOLS);
        let property = self.connection.get_property(false, window, protocols, any, 0, 16)?.reply()?;
        Ok(property.value32().is_some_and(|mut atoms| atoms.any(|atom| atom == self.atoms.WM_DELETE_WINDOW)))
    }
}
