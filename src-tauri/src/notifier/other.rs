//! Through the platform's own service, which neither replaces nor reports clicks here.

use console_api::{RuleId, SignalId};
use console_core::tray::Notice;
use notify_rust::Notification;

pub(crate) struct Notifier;

impl Notifier {
    pub(crate) async fn connect() -> Self {
        Self
    }

    pub(crate) async fn show(&mut self, _: &RuleId, notice: &Notice) {
        let mut notification = Notification::new();
        notification.appname("Fluo Console").summary(&notice.title).body(&notice.body);
        // Some of these services answer only when the person did.
        tokio::task::spawn_blocking(move || {
            if let Err(error) = notification.show() {
                tracing::warn!(%error, "a notification could not be shown");
            }
        });
    }

    pub(crate) async fn clicked(&mut self) -> SignalId {
        std::future::pending().await
    }
}
