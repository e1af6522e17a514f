//! Traces, from the source of traces itself: they are too many to mirror.

use console_api::operations::GetTrace;
use console_api::trace::Trace;
use console_api::{Answer, Error, ErrorCode};

use crate::call::Context;

pub(super) async fn get(context: Context, request: GetTrace) -> Result<Answer<Trace>, Error> {
    let id = request.id.as_str();
    let well_formed =
        id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()) && id.bytes().any(|b| b != b'0');
    if !well_formed {
        return Err(Error::invalid("a trace id is 32 hex digits, not all zero"));
    }
    let id = console_api::TraceId(id.to_ascii_lowercase());
    match context.console.traces().trace(&id).await {
        Ok(Some(trace)) => Ok(Answer::new(trace)),
        Ok(None) => Err(Error::new(
            ErrorCode::NotFound,
            "the source of traces does not have this trace: its spans were dropped by age or size, or never arrived",
        )),
        Err(error) => Err(Error::new(ErrorCode::Unavailable, error.to_string())),
    }
}
