//! Streams that end with what they were opened by.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use console_api::{Access, EventKind, Permission};
use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::time::Instant;

use super::alive;
use crate::caller::{Caller, Credential};
use crate::console::Console;
use crate::events::Frame;
use crate::store::sessions::SessionKey;
use crate::store::tokens::TokenKey;

/// How long what is not known to end is believed without asking.
const UNTIL_ASKED: Duration = Duration::from_secs(60 * 60);

impl Console {
    /// The frames for as long as the caller may have them: asked again when anybody's access changed, and when
    /// their session would be over.
    pub(crate) fn while_permitted<S: Stream<Item = Arc<Frame>> + Send>(
        &self,
        caller: Caller,
        frames: S,
    ) -> impl Stream<Item = Arc<Frame>> + Send + use<S> {
        let (console, everywhere) = (self.clone(), self.access_changes());
        let state = (console, caller, everywhere, Box::pin(frames));
        stream::unfold(state, |(console, mut caller, mut everywhere, mut frames)| async move {
            loop {
                let asked_at = Instant::now() + console.believed_for(&caller);
                let frame = {
                    let sleep = pin!(tokio::time::sleep_until(asked_at));
                    tokio::select! {
                        frame = frames.next() => Some(frame?),
                        () = sleep => None,
                        // In no tenant in particular: of the account itself, or of all who are in one.
                        Ok(()) = everywhere.changed() => None,
                    }
                };
                if frame.as_ref().is_none_or(|frame| frame.kind == EventKind::AccessChanged) {
                    caller = console.still_permitted(&caller).await?;
                }
                if let Some(frame) = frame {
                    return Some((frame, (console, caller, everywhere, frames)));
                }
            }
        })
    }

    fn believed_for(&self, caller: &Caller) -> Duration {
        let until = match caller.credential() {
            Credential::Machine => return UNTIL_ASKED,
            Credential::Session { until, .. } | Credential::Token { until, .. } => until,
        };
        let micros = u64::try_from(until.0 - self.clock().now().0).unwrap_or_default();
        Duration::from_micros(micros).min(UNTIL_ASKED)
    }

    /// The caller as they are now; nothing when they may not read signals any more, or that cannot be told.
    pub(crate) async fn still_permitted(&self, caller: &Caller) -> Option<Caller> {
        let time = self.clock().now();
        let found = match caller.credential() {
            Credential::Machine => Ok(Some(caller.clone())),
            Credential::Session { id, .. } => {
                let live = self.store().live_session(SessionKey::Id(id), alive(time)).await;
                live.map(|live| self.holder(live?))
            }
            Credential::Token { id, .. } => {
                let live = self.store().live_token(TokenKey::Id(id), time).await;
                live.map(|live| self.bearer(live?))
            }
        };
        let now = found.unwrap_or_else(|error| {
            tracing::error!(%error, "a stream ends because it cannot be told whose it is");
            None
        })?;
        // A session that was taken to another tenant has a stream of that one to open.
        let stays = now.tenant().id == caller.tenant().id;
        (stays && now.authorise(Access::Needs(Permission::SignalsRead)).is_ok()).then_some(now)
    }
}
