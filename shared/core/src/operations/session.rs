//! Who is asking, and letting others in.

use console_api::operations::{CreateSignInLink, GetMe};
use console_api::session::{Me, SignInLink};
use console_api::{Answer, Error};

use crate::call::Context;

pub(super) async fn me(context: Context, _: GetMe) -> Result<Answer<Me>, Error> {
    Ok(Answer::new(context.caller.me()))
}

pub(super) async fn create_link(context: Context, _: CreateSignInLink) -> Result<Answer<SignInLink>, Error> {
    context.console.create_sign_in_link_in(&context.scope).await.map(Answer::new)
}
