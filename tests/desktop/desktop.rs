//! The double of the desktop: keeps the tray items and the notifications it was told of.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tauri::image::Image;
use zbus::message::Header;
use zbus::object_server::SignalEmitter;
use zbus::proxy::CacheProperties;
use zbus::zvariant::{OwnedValue, Type, Value};
use zbus::{Connection, Proxy, interface};

use crate::menu::{self, Entry};

const NOTIFICATIONS: &str = "/org/freedesktop/Notifications";
const WATCHER: &str = "/StatusNotifierWatcher";

/// A notification as it stands on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) id: u32,
    pub(crate) title: String,
    pub(crate) body: String,
    /// How often this one was shown, the first time included.
    pub(crate) times: u32,
}

/// Where a tray item is.
#[derive(Clone, Debug)]
struct Item {
    owner: String,
    path: String,
}

#[derive(Default)]
struct State {
    /// The desktop has no place for tray icons.
    is_without_tray: bool,
    items: Vec<Item>,
    notifications: Vec<Shown>,
}

type Shared = Arc<Mutex<State>>;

fn lock(state: &Shared) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) struct Desktop {
    state: Shared,
    connection: Connection,
}

struct Watcher(Shared);

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    async fn register_status_notifier_item(&self, service: String, #[zbus(header)] header: Header<'_>) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        // Either a path of the sender's, or a bus name with the usual path.
        let item = match service.strip_prefix('/') {
            Some(_) => Item { owner: sender, path: service },
            None => Item { owner: service, path: "/StatusNotifierItem".to_owned() },
        };
        lock(&self.0).items.push(item);
    }

    async fn register_status_notifier_host(&self, _service: String) {}

    #[zbus(property)]
    async fn is_status_notifier_host_registered(&self) -> bool {
        !lock(&self.0).is_without_tray
    }

    #[zbus(property)]
    async fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(property)]
    async fn registered_status_notifier_items(&self) -> Vec<String> {
        lock(&self.0).items.iter().map(|item| format!("{}{}", item.owner, item.path)).collect()
    }
}

struct Notifications(Shared);

#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    async fn get_capabilities(&self) -> Vec<String> {
        ["actions", "body", "body-markup"].map(str::to_owned).to_vec()
    }

    async fn get_server_information(&self) -> (String, String, String, String) {
        ("double".to_owned(), "test".to_owned(), "1".to_owned(), "1.2".to_owned())
    }

    #[expect(clippy::too_many_arguments, reason = "the specification's signature")]
    async fn notify(
        &self,
        _app_name: String,
        replaces_id: u32,
        _app_icon: String,
        summary: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expire_timeout: i32,
    ) -> u32 {
        let notifications = &mut lock(&self.0).notifications;
        if let Some(shown) = notifications.iter_mut().find(|shown| shown.id == replaces_id) {
            *shown = Shown { title: summary, body, times: shown.times + 1, id: replaces_id };
            return replaces_id;
        }
        let id = u32::try_from(notifications.len()).unwrap_or(u32::MAX).saturating_add(1);
        notifications.push(Shown { id, title: summary, body, times: 1 });
        id
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action_key: &str) -> zbus::Result<()>;
}

impl Desktop {
    pub(crate) async fn start(bus: &str) -> zbus::Result<Self> {
        let state = Shared::default();
        let connection = zbus::connection::Builder::address(bus)?
            .serve_at(WATCHER, Watcher(Arc::clone(&state)))?
            .serve_at(NOTIFICATIONS, Notifications(Arc::clone(&state)))?
            .name("org.kde.StatusNotifierWatcher")?
            .name("org.freedesktop.Notifications")?
            .build()
            .await?;
        Ok(Self { state, connection })
    }

    /// Whether there is a place for tray icons.
    pub(crate) fn show_tray_icons(&self, shows: bool) {
        lock(&self.state).is_without_tray = !shows;
    }

    pub(crate) fn notifications(&self) -> Vec<Shown> {
        lock(&self.state).notifications.clone()
    }

    /// The person clicks a notification.
    pub(crate) async fn click_notification(&self, id: u32) -> zbus::Result<()> {
        let emitter = SignalEmitter::new(&self.connection, NOTIFICATIONS)?;
        Notifications::action_invoked(&emitter, id, "default").await
    }

    /// The newest tray item there is.
    pub(crate) fn tray(&self) -> Result<Tray<'_>, String> {
        let item = lock(&self.state).items.last().cloned().ok_or("there is no tray item")?;
        Ok(Tray { desktop: self, item })
    }

    /// The process that owns a bus name.
    async fn process_of(&self, owner: &str) -> zbus::Result<u32> {
        let bus = zbus::fdo::DBusProxy::new(&self.connection).await?;
        Ok(bus.get_connection_unix_process_id(owner.try_into()?).await?)
    }
}

/// One tray item, read anew each time.
pub(crate) struct Tray<'a> {
    desktop: &'a Desktop,
    item: Item,
}

impl Tray<'_> {
    /// The process behind it.
    pub(crate) async fn process(&self) -> zbus::Result<u32> {
        self.desktop.process_of(&self.item.owner).await
    }

    /// The text beside the icon.
    pub(crate) async fn title(&self) -> zbus::Result<String> {
        self.property("XAyatanaLabel").await
    }

    pub(crate) async fn icon(&self) -> Result<Image<'static>, String> {
        let path: String = self.property("IconName").await.map_err(|error| error.to_string())?;
        Image::from_path(&path).map(Image::to_owned).map_err(|error| format!("{path}: {error}"))
    }

    pub(crate) async fn menu(&self) -> zbus::Result<Vec<Entry>> {
        let layout =
            self.menu_proxy().await?.call_method("GetLayout", &(0_i32, -1_i32, Vec::<&str>::new())).await?;
        menu::read(&layout.body().deserialize::<(u32, menu::Layout<'_>)>()?.1)
    }

    /// The person chooses an entry.
    pub(crate) async fn choose(&self, entry: &Entry) -> zbus::Result<()> {
        let nothing = Value::from(0_i32);
        self.call_menu("Event", &(entry.id, "clicked", nothing, 0_u32)).await
    }

    async fn call_menu<B: serde::Serialize + Type>(&self, method: &str, body: &B) -> zbus::Result<()> {
        self.menu_proxy().await?.call_method(method, body).await.map(drop)
    }

    async fn menu_proxy(&self) -> zbus::Result<Proxy<'static>> {
        let path: zbus::zvariant::OwnedObjectPath = self.property("Menu").await?;
        self.proxy(path.as_str(), "com.canonical.dbusmenu").await
    }

    async fn property<T>(&self, name: &str) -> zbus::Result<T>
    where
        T: TryFrom<OwnedValue>,
        T::Error: Into<zbus::Error>,
    {
        self.proxy(&self.item.path, "org.kde.StatusNotifierItem").await?.get_property(name).await
    }

    async fn proxy(&self, path: &str, interface: &str) -> zbus::Result<Proxy<'static>> {
        zbus::proxy::Builder::new(&self.desktop.connection)
            .destination(self.item.owner.clone())?
            .path(path.to_owned())?
            .interface(interface.to_owned())?
            .cache_properties(CacheProperties::No)
            .build()
            .await
    }
}
