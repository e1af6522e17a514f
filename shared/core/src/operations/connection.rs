//! How the tenant's FLUO is reached. Its secret comes in here and never goes out again but to FLUO.

use console_api::connection::{ConnectionReport, FluoConnection};
use console_api::operations::{GetConnection, RemoveConnection, SetConnection, TestConnection};
use console_api::session::Done;
use console_api::{Answer, Error};
use serde_json::json;

use super::internal;
use super::tenants::tenant_changed;
use crate::audit::Entry;
use crate::call::Context;
use crate::connection::{BEARER, Bearer, bearer_place};

pub(super) async fn get(context: Context, _: GetConnection) -> Result<Answer<FluoConnection>, Error> {
    context.console.shown_connection(&context.scope).await.map(Answer::new)
}

pub(super) async fn test(
    context: Context,
    request: TestConnection,
) -> Result<Answer<ConnectionReport>, Error> {
    let console = &context.console;
    let (row, bearer) = console.checked_connection(&context.scope, request.into()).await?;
    Ok(Answer::new(console.try_connection(&row, &bearer).await))
}

pub(super) async fn set(context: Context, request: SetConnection) -> Result<Answer<FluoConnection>, Error> {
    let (console, scope) = (&context.console, &context.scope);
    let (row, bearer) = console.checked_connection(scope, request).await?;
    let now = console.clock().now();
    let mut tx = console.store().write(scope).await.map_err(internal)?;
    tx.put_connection(&row).await.map_err(internal)?;
    match &bearer {
        Bearer::Kept(Some(_)) => {}
        Bearer::Kept(None) | Bearer::Removed => tx.delete_secret(BEARER).await.map_err(internal)?,
        Bearer::Replaced(secret) => {
            let sealed = console.vault().seal(bearer_place(scope), secret, console.entropy());
            let sealed = sealed.map_err(|error| {
                tracing::error!(%error, "a secret cannot be sealed");
                Error::new(
                    console_api::ErrorCode::Internal,
                    "the token could not be sealed; nothing was changed",
                )
            })?;
            tx.put_secret(BEARER, &sealed, now).await.map_err(internal)?;
        }
    }
    let detail = json!({ "url": row.url, "dialect": row.dialect, "bearer": bearer.word() });
    tx.audit(Entry::of::<SetConnection>().on("tenant", scope.tenant()).detail(detail));
    tx.log(tenant_changed(scope.tenant()));
    tx.commit(now).await.map_err(internal)?;
    console.settle_workspace(&context.caller.tenant().id).await.map_err(internal)?;
    console.shown_connection(scope).await.map(Answer::new)
}

pub(super) async fn remove(context: Context, _: RemoveConnection) -> Result<Answer<Done>, Error> {
    let (console, scope) = (&context.console, &context.scope);
    let mut tx = console.store().write(scope).await.map_err(internal)?;
    if !tx.delete_connection().await.map_err(internal)? {
        return Err(Error::not_found("connection"));
    }
    tx.delete_secret(BEARER).await.map_err(internal)?;
    tx.audit(Entry::of::<RemoveConnection>().on("tenant", scope.tenant()));
    tx.log(tenant_changed(scope.tenant()));
    tx.commit(console.clock().now()).await.map_err(internal)?;
    console.settle_workspace(&context.caller.tenant().id).await.map_err(internal)?;
    Ok(Answer::new(Done {}))
}
