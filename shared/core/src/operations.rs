//! The operations: one function each, `async fn(Context, Request) -> Result<Answer, Error>`.

mod access;
mod accounts;
mod audit;
mod bulk;
mod connection;
mod device_logins;
mod fluo;
mod groups;
mod handover;
mod invitations;
mod links;
mod members;
mod notes;
mod platform;
mod profile;
mod proof;
mod retention;
mod roles;
mod rules;
mod second_factor;
mod session;
mod sessions;
mod sign_in_policy;
pub(crate) mod signals;
mod tenants;
mod timeline;
mod tokens;
mod traces;
mod triage;
mod views;

pub(crate) use accounts::{MAX_NAME, checked_email};
pub(crate) use tokens::{MAX_TOKENS, new_api_token};

use console_api::{Error, ErrorCode};

use crate::call::Handlers;
use crate::store::StoreError;

/// Every operation with what runs it.
pub(crate) fn handlers() -> Handlers {
    let mut handlers = Handlers::default();
    handlers
        .add(signals::list)
        .add(signals::count)
        .add(groups::list)
        .add(groups::detail)
        .add(groups::overview)
        .add(signals::get)
        .add(signals::set_status)
        .add(triage::assign)
        .add(triage::claim)
        .add(triage::snooze)
        .add(triage::wake)
        .add(triage::tag)
        .add(triage::undo)
        .add(notes::list)
        .add(notes::add)
        .add(notes::edit)
        .add(notes::delete)
        .add(notes::versions)
        .add(links::list)
        .add(links::add)
        .add(links::remove)
        .add(timeline::timeline)
        .add(timeline::related)
        .add(timeline::presence)
        .add(triage::reasons)
        .add(bulk::preview)
        .add(bulk::start)
        .add(bulk::get)
        .add(bulk::items)
        .add(bulk::cancel)
        .add(bulk::undo)
        .add(views::list)
        .add(views::create)
        .add(views::update)
        .add(views::mark)
        .add(views::delete)
        .add(handover::report)
        .add(rules::stacks)
        .add(traces::get)
        .add(traces::columns)
        .add(fluo::health)
        .add(session::me)
        .add(session::create_link)
        .add(sessions::sign_out)
        .add(sessions::list)
        .add(sessions::revoke)
        .add(sessions::revoke_others)
        .add(accounts::change_password)
        .add(profile::get)
        .add(profile::rename)
        .add(profile::change_email)
        .add(proof::prove)
        .add(second_factor::get)
        .add(second_factor::enrol)
        .add(second_factor::confirm)
        .add(second_factor::renew_recovery_codes)
        .add(second_factor::disable)
        .add(device_logins::get)
        .add(device_logins::approve)
        .add(device_logins::deny)
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
        .add(second_factor::reset)
        .add(sign_in_policy::get)
        .add(sign_in_policy::put)
        .add(roles::list)
        .add(roles::put)
        .add(roles::delete)
        .add(roles::explain)
        .add(access::review)
        .add(access::confirm)
        .add(access::reviews)
        .add(audit::list)
        .add(tenants::list)
        .add(tenants::switch)
        .add(tenants::get)
        .add(tenants::update)
        .add(tenants::set_brand)
        .add(tenants::set_logo)
        .add(tenants::remove_logo)
        .add(tenants::transfer)
        .add(tenants::close)
        .add(connection::get)
        .add(connection::test)
        .add(connection::set)
        .add(connection::remove)
        .add(retention::get)
        .add(retention::set)
        .add(platform::tenants)
        .add(platform::create_tenant)
        .add(platform::suspend_tenant)
        .add(platform::resume_tenant)
        .add(platform::users)
        .add(platform::create_user)
        .add(platform::disable_user)
        .add(platform::enable_user)
        .add(platform::assign_access)
        .add(platform::remove_access)
        .add(platform::admins)
        .add(platform::grant_admin)
        .add(platform::revoke_admin)
        .add(platform::audit_list);
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
    if matches!(error, StoreError::Repeated) {
        let done = "this request was made already; read what became of it";
        return Error::new(ErrorCode::Conflict, done);
    }
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
