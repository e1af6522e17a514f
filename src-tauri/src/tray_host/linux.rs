//! Some desktops, plain GNOME among them, show no tray icons; a watcher on the session bus tells.

use std::time::Duration;

/// Who does not answer shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

#[zbus::proxy(
    interface = "org.kde.StatusNotifierWatcher",
    default_service = "org.kde.StatusNotifierWatcher",
    default_path = "/StatusNotifierWatcher",
    gen_blocking = false
)]
trait StatusNotifierWatcher {
    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> zbus::Result<bool>;
}

pub(crate) async fn is_present() -> bool {
    match ask().await {
        Ok(registered) => registered,
        Err(error) => {
            tracing::info!(%error, "nobody shows tray icons");
            false
        }
    }
}

async fn ask() -> zbus::Result<bool> {
    let connection = zbus::connection::Builder::session()?.method_timeout(PATIENCE).build().await?;
    StatusNotifierWatcherProxy::new(&connection).await?.is_status_notifier_host_registered().await
}
