//! When a question that failed is asked again by itself.

use console_api::ErrorCode;

use crate::client::CallError;

const FIRST_MS: i64 = 1_000;
const LONGEST_MS: i64 = 30_000;
/// Who wants a longer rest than this gets it, and is asked again by a person.
const LONGEST_REST_MS: i64 = 300_000;
const MOST: u32 = 5;

/// How long to wait before the next try after `failures` in a row; nothing when there is to be none. `random` is in
/// [0, 1) and spreads the tries of many pages.
pub(super) fn wait_ms(
    error: &CallError,
    failures: u32,
    retry_after_ms: Option<i64>,
    random: f64,
) -> Option<i64> {
    let rest = retry_after_ms.unwrap_or(0);
    if !may_pass(error) || failures > MOST || rest > LONGEST_REST_MS {
        return None;
    }
    let doubled = (FIRST_MS << failures.saturating_sub(1).min(10)).min(LONGEST_MS);
    #[expect(clippy::cast_possible_truncation, reason = "at most 300,000")]
    #[expect(clippy::cast_precision_loss, reason = "at most 300,000")]
    let spread = (doubled as f64 * (0.5 + random / 2.0)) as i64;
    Some(rest + spread)
}

/// Whether another try may end otherwise although nobody changed the question.
fn may_pass(error: &CallError) -> bool {
    match error {
        CallError::Unreached(_) => true,
        CallError::Refused { error, .. } => match error.code {
            ErrorCode::RateLimited | ErrorCode::Unavailable | ErrorCode::Internal => true,
            ErrorCode::Unauthenticated
            | ErrorCode::Forbidden
            | ErrorCode::SecondFactorRequired
            | ErrorCode::ProofRequired
            | ErrorCode::CrossSite
            | ErrorCode::NotFound
            | ErrorCode::MethodNotAllowed
            | ErrorCode::Invalid
            | ErrorCode::Conflict
            | ErrorCode::TooLarge
            | ErrorCode::UnsupportedMedia => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use console_api::Error;

    use super::*;

    fn refused(code: ErrorCode) -> CallError {
        CallError::Refused { error: Error::new(code, ""), request_id: String::new() }
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for code in ErrorCode::ALL {
            let is_tried = wait_ms(&refused(code), 1, None, 0.5).is_some();
            let status = code.http_status();
            assert_eq!(is_tried, status >= 500 || status == 429, "{code:?}");
        }
        assert!(wait_ms(&CallError::Unreached(String::new()), 1, None, 0.5).is_some());
    }

    #[test]
    fn waits_double_are_spread_and_end() {
        let lost = CallError::Unreached(String::new());
        let waits: Vec<_> = (1..=7).map(|failures| wait_ms(&lost, failures, None, 0.0)).collect();
        assert_eq!(waits, [Some(500), Some(1_000), Some(2_000), Some(4_000), Some(8_000), None, None]);
        assert_eq!(wait_ms(&lost, 1, None, 0.999_999), Some(999));
    }

    #[test]
    fn a_server_that_asks_for_rest_gets_it() {
        let limited = refused(ErrorCode::RateLimited);
        assert_eq!(wait_ms(&limited, 1, Some(20_000), 0.0), Some(20_500));
        assert_eq!(wait_ms(&limited, 1, Some(3_600_000), 0.0), None);
    }
}
