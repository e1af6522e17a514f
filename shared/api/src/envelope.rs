//! The envelope around every JSON answer.
//!
//! Success: `{"data":…,"meta":{"requestId":…},"error":null}`. Failure:
//! `{"data":null,"meta":{…},"error":{"code":…,"message":…}}`. A page's cursor and count, and how fresh the
//! data is, live in `meta`.

use serde::{Deserialize, Serialize};

use crate::{Cursor, Error, Freshness};

/// What comes beside the data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Meta {
    /// Finds this request in the server's log. Empty where no host stood between (desktop, tests).
    #[serde(default)]
    pub request_id: String,
    /// Where the next page begins; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
    /// Rows that match in all, where counting was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// How old the data is; present on everything read from the mirror of FLUO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub freshness: Option<Freshness>,
}

/// Data with what comes beside it: what a handler returns and a typed client gets.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<T> {
    pub data: T,
    pub meta: Meta,
}

impl<T> Answer<T> {
    pub fn new(data: T) -> Self {
        Self { data, meta: Meta::default() }
    }

    pub fn fresh(data: T, freshness: Freshness) -> Self {
        Self { data, meta: Meta { freshness: Some(freshness), ..Meta::default() } }
    }
}

/// The wire form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Envelope<T> {
    pub data: Option<T>,
    pub meta: Meta,
    pub error: Option<Error>,
}

impl<T> Envelope<T> {
    pub fn from_result(result: Result<Answer<T>, Error>, request_id: String) -> Self {
        match result {
            Ok(Answer { data, meta }) => {
                Self { data: Some(data), meta: Meta { request_id, ..meta }, error: None }
            }
            Err(error) => {
                Self { data: None, meta: Meta { request_id, ..Meta::default() }, error: Some(error) }
            }
        }
    }

    /// The answer inside, or the error and the request id that finds it in the log.
    pub fn into_result(self) -> Result<Answer<T>, (Error, String)> {
        match (self.data, self.error) {
            (Some(data), None) => Ok(Answer { data, meta: self.meta }),
            (_, Some(error)) => Err((error, self.meta.request_id)),
            (None, None) => {
                let error =
                    Error::new(crate::ErrorCode::Internal, "the answer holds neither data nor an error");
                Err((error, self.meta.request_id))
            }
        }
    }
}
