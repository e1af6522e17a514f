//! Over the session bus, one connection for all: notification services close what was sent over a connection
//! that went away, replace by id, and report clicks.

use std::collections::HashMap;
use std::time::Duration;

use console_api::{RuleId, SignalId};
use console_core::tray::Notice;
use futures_util::StreamExt as _;
use zbus::zvariant::Value;

/// The service decides how long a notification stays.
const UNTIL_THE_SERVICE_DECIDES: i32 = -1;
/// A service that takes longer is not waited for.
const PATIENCE: Duration = Duration::from_secs(2);
/// What a click on the notification itself is called.
const CLICK: &str = "default";

#[zbus::proxy(
    interface = "org.freedesktop.Notifications",
    default_service = "org.freedesktop.Notifications",
    default_path = "/org/freedesktop/Notifications",
    gen_blocking = false
)]
trait Notifications {
    fn get_capabilities(&self) -> zbus::Result<Vec<String>>;

    #[expect(clippy::too_many_arguments, reason = "the specification's signature")]
    fn notify(
        &self,
        app_name: &str,
        replaces_id: u32,
        app_icon: &str,
        summary: &str,
        body: &str,
        actions: &[&str],
        hints: HashMap<&str, Value<'_>>,
        expire_timeout: i32,
    ) -> zbus::Result<u32>;

    #[zbus(signal)]
    fn action_invoked(&self, id: u32, action_key: &str) -> zbus::Result<()>;
}

pub(crate) struct Notifier {
    /// Nothing where there is no session bus.
    service: Option<Service>,
    shown: HashMap<RuleId, Shown>,
}

struct Service {
    proxy: NotificationsProxy<'static>,
    clicks: ActionInvokedStream,
}

struct Shown {
    id: u32,
    signal: SignalId,
}

impl Notifier {
    pub(crate) async fn connect() -> Self {
        let service = match Service::connect().await {
            Ok(service) => Some(service),
            Err(error) => {
                tracing::warn!(%error, "no session bus: there will be no notifications");
                None
            }
        };
        Self { service, shown: HashMap::new() }
    }

    /// Shows the notice in place of what the rule had shown.
    pub(crate) async fn show(&mut self, rule: &RuleId, notice: &Notice) {
        let Some(service) = &self.service else { return };
        let replaces = self.shown.get(rule).map_or(0, |shown| shown.id);
        match service.show(replaces, notice).await {
            Ok(id) => {
                self.shown.insert(rule.clone(), Shown { id, signal: notice.signal.clone() });
            }
            Err(error) => tracing::warn!(%error, "a notification could not be shown"),
        }
    }

    /// The signal of the next notification that is clicked.
    pub(crate) async fn clicked(&mut self) -> SignalId {
        loop {
            let Some(service) = &mut self.service else { return std::future::pending().await };
            let Some(click) = service.clicks.next().await else {
                self.service = None;
                continue;
            };
            let Ok(click) = click.args() else { continue };
            let shown = self.shown.values().find(|shown| shown.id == click.id && click.action_key == CLICK);
            if let Some(shown) = shown {
                return shown.signal.clone();
            }
        }
    }
}

impl Service {
    async fn connect() -> zbus::Result<Self> {
        let connection = zbus::connection::Builder::session()?.method_timeout(PATIENCE).build().await?;
        let proxy = NotificationsProxy::new(&connection).await?;
        let clicks = proxy.receive_action_invoked().await?;
        Ok(Self { proxy, clicks })
    }

    async fn show(&self, replaces: u32, notice: &Notice) -> zbus::Result<u32> {
        // The service may have been replaced since, so it is asked each time.
        let reads_markup = self.proxy.get_capabilities().await?.iter().any(|name| name == "body-markup");
        let body = if reads_markup { escape(&notice.body) } else { notice.body.clone() };
        self.proxy
            .notify(
                "Fluo Console",
                replaces,
                "dialog-error",
                &notice.title,
                &body,
                &[CLICK, "Open"],
                HashMap::new(),
                UNTIL_THE_SERVICE_DECIDES,
            )
            .await
    }
}

/// Text where markup is read.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn upstream_text_stays_text() {
        assert_eq!(escape("a <b>&amp;</b>"), "a &lt;b&gt;&amp;amp;&lt;/b&gt;");
    }
}
