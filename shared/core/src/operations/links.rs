//! Links of signals to incidents and tickets: kept here, and told to FLUO, which has a place for them.

use console_api::operations::{AddLink, ListLinks, RemoveLink};
use console_api::session::Done;
use console_api::triage::{Happening, LinkSent, MAX_LINKS, MAX_REMARK, MAX_URL, SignalLink};
use console_api::{Answer, AuditOutcome, Error, ErrorCode, LinkId, Signal};
use serde_json::json;
use url::Url;

use super::notes::known;
use super::triage::begin;
use super::{internal, person_text};
use crate::audit::Entry;
use crate::call::Context;
use crate::entropy::new_id;
use crate::store::{Changed, Told};

pub(super) async fn list(context: Context, request: ListLinks) -> Result<Answer<Vec<SignalLink>>, Error> {
    known(&context, &request.id).await?;
    let links = context.console.store().links(&context.scope, &request.id).await;
    links.map(Answer::new).map_err(internal)
}

pub(super) async fn add(context: Context, request: AddLink) -> Result<Answer<SignalLink>, Error> {
    // Runs to its end even when the caller goes away: FLUO may have heard of it already.
    let running = tokio::spawn(async move { added(&context, request).await });
    running.await.unwrap_or_else(|error| {
        tracing::error!(%error, "adding a link");
        Err(Error::new(ErrorCode::Internal, "the change failed inside the console; the log has the cause"))
    })
}

async fn added(context: &Context, request: AddLink) -> Result<Answer<SignalLink>, Error> {
    let url = checked_url(&request.url)?;
    let title = match request.title.as_deref().filter(|title| !title.trim().is_empty()) {
        Some(title) => person_text("a link's title", title, MAX_REMARK)?,
        None => url.chars().take(MAX_REMARK).collect(),
    };
    let console = &context.console;
    room(&known(context, &request.id).await?)?;
    let links = console.store().links(&context.scope, &request.id).await.map_err(internal)?;
    let twice = || Error::new(ErrorCode::Conflict, "the signal has a link to that address");
    if links.iter().any(|link| link.url == url) {
        return Err(twice());
    }
    let sent = match context.workspace.fluo()?.add_link(&request.id, &url).await {
        Ok(()) => LinkSent::Sent,
        Err(error) if error.is_transient() => LinkSent::Waits,
        Err(error) => LinkSent::Refused { problem: error.to_string() },
    };
    let (mut tx, before, now) = begin(context, &request.id).await?;
    room(&before)?;
    if tx.is_linked(&request.id, &url).await.map_err(internal)? {
        return Err(twice());
    }
    let id = LinkId(new_id(console.entropy(), now));
    let by = context.caller.user().clone();
    let link = SignalLink { id, url, title, by: by.clone(), at: now, sent };
    tx.insert_link(&before.id, &link).await.map_err(internal)?;
    let SignalLink { id, url, title, .. } = link.clone();
    let what = Happening::LinkAdded { link: id, url, title };
    let (links, revision) = (before.links + 1, before.revision + 1);
    let after = Signal { links, updated_at: now, revision, ..before.clone() };
    let told = Told { by: Some(by), what, fields: Vec::new() };
    let change = Changed { before: Some(before), after, told: Some(told) };
    tx.change_signals(&[change]).await.map_err(internal)?;
    let waits = link.sent == LinkSent::Waits;
    let outcome = if waits { AuditOutcome::Pending } else { AuditOutcome::Done };
    let detail = json!({ "link": link.id, "sent": link.sent });
    tx.audit(Entry::of::<AddLink>().on("signal", request.id.as_str()).outcome(outcome).detail(detail));
    tx.commit(now).await.map_err(internal)?;
    if waits {
        context.workspace.wake_mirror();
    }
    Ok(Answer::new(link))
}

pub(super) async fn remove(context: Context, request: RemoveLink) -> Result<Answer<Done>, Error> {
    let (mut tx, before, now) = begin(&context, &request.id).await?;
    let link = tx.link(&before.id, &request.link).await.map_err(internal)?;
    let SignalLink { id, url, title, .. } = link.ok_or_else(|| Error::not_found("link"))?;
    tx.delete_link(&id).await.map_err(internal)?;
    let (links, revision) = (before.links.saturating_sub(1), before.revision + 1);
    let after = Signal { links, updated_at: now, revision, ..before.clone() };
    let what = Happening::LinkRemoved { link: id.clone(), url, title };
    let told = Told { by: Some(context.caller.user().clone()), what, fields: Vec::new() };
    let change = Changed { before: Some(before), after, told: Some(told) };
    tx.change_signals(&[change]).await.map_err(internal)?;
    tx.audit(Entry::of::<RemoveLink>().on("signal", request.id.as_str()).detail(json!({ "link": id })));
    tx.commit(now).await.map_err(internal)?;
    Ok(Answer::new(Done {}))
}

fn room(signal: &Signal) -> Result<(), Error> {
    if signal.links >= MAX_LINKS {
        return Err(Error::new(ErrorCode::Conflict, format!("a signal has at most {MAX_LINKS} links")));
    }
    Ok(())
}

/// An address that a click may open, in its normal form.
fn checked_url(text: &str) -> Result<String, Error> {
    let refuse = || {
        Error::invalid(format!(
            "a link is an http or https address of at most {MAX_URL} bytes, without user name and password"
        ))
    };
    let url = Url::parse(text.trim()).map_err(|_| refuse())?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    let is_bare = url.username().is_empty() && url.password().is_none();
    if !is_web || !is_bare || url.as_str().len() > MAX_URL {
        return Err(refuse());
    }
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::checked_url;

    #[test]
    fn only_plain_web_addresses_are_links() {
        assert_eq!(checked_url(" https://jira.example.com/A-1 ").unwrap(), "https://jira.example.com/A-1");
        for text in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//x",
            "ftp://x/",
            "https://a:b@x/",
            "https://",
            "x",
            "",
        ] {
            assert!(checked_url(text).is_err(), "{text}");
        }
        assert!(checked_url(&format!("https://x/{}", "a".repeat(2_100))).is_err());
    }
}
