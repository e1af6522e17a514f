//! Who is asking, and letting others in.

use console_api::operations::{CreateSignInLink, GetMe};
use console_api::session::{Me, SignInLink};
use console_api::{Answer, Error, ErrorCode};

use crate::call::Context;

pub(super) async fn me(context: Context, _: GetMe) -> Result<Answer<Me>, Error> {
    Ok(Answer::new(context.caller.me()))
}

/// Whoever follows such a link is the operator of the machine: an owner of another tenant must not become that.
pub(super) async fn create_link(context: Context, _: CreateSignInLink) -> Result<Answer<SignInLink>, Error> {
    if context.caller.tenant().id != context.console.local_tenant().id {
        let message = "such links are made in the tenant of the machine's operator alone";
        return Err(Error::new(ErrorCode::Forbidden, message));
    }
    context.console.create_sign_in_link_in(&context.scope).await.map(Answer::new)
}
