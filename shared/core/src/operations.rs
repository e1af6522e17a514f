//! The operations: one function each, `async fn(Context, Request) -> Result<Answer, Error>`.

mod accounts;
mod audit;
mod fluo;
mod invitations;
mod members;
mod roles;
mod rules;
mod session;
mod sessions;
pub(crate) mod signals;
mod tokens;
mod traces;

pub(crate) use accounts::checked_email;

use console_api::{Error, ErrorCode};

use crate::call::Handlers;
use crate::store::StoreError;

/// Every operation with what runs it.
pub(crate) fn handlers() -> Handlers {
    let mut handlers = Handlers::default();
    handlers
        .add(signals::list)
        .add(signals::count)
        .add(signals::get)
        .add(signals::set_status)
        .add(rules::stacks)
        .add(traces::get)
        .add(fluo::health)
        .add(session::me)
        .add(session::create_link)
        .add(sessions::sign_out)
        .add(sessions::list)
        .add(sessions::revoke)
        .add(sessions::revoke_others)
        .add(accounts::change_password)
        .add(tokens::list)
        .add(tokens::create)
        .add(tokens::revoke)
        .add(tokens::list_service)
        .add(tokens::create_service)
        .add(tokens::revoke_service)
        .add(members::list)
        .add(members::set_role)
        .add(members::remove)
        .add(members::leave)
        .add(invitations::list)
        .add(invitations::create)
        .add(invitations::revoke)
        .add(accounts::create)
        .add(accounts::reset_password)
        .add(roles::list)
        .add(roles::put)
        .add(roles::delete)
        .add(roles::explain)
        .add(audit::list);
    handlers
}

/// A text that people read: trimmed, not empty, bounded, on one line.
pub(crate) fn person_text(what: &str, text: &str, max: usize) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > max || text.chars().any(char::is_control) {
        return Err(Error::invalid(format!("{what} is one line of 1 to {max} characters")));
    }
    Ok(text.to_owned())
}

/// A failure of ours: the log gets the cause, the caller a sentence.
pub(crate) fn internal(error: StoreError) -> Error {
    tracing::error!(%error, "the store failed");
    Error::new(ErrorCode::Internal, "something failed inside the console; the log has the cause")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_declared_operation_has_a_handler() {
        let declared: BTreeSet<_> = console_api::operations::ALL.iter().map(|info| info.name).collect();
        let handlers = handlers();
        assert_eq!(handlers.names().collect::<BTreeSet<_>>(), declared);
    }
}
