//! The operations: one function each, `async fn(Context, Request) -> Result<Answer, Error>`.

mod fluo;
mod rules;
mod session;
pub(crate) mod signals;
mod traces;

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
        .add(session::create_link);
    handlers
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
