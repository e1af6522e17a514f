//! The bodies OTLP/HTTP answers with: the export response and, on failure, `google.rpc.Status`, each in the
//! encoding of the request.

use prost::Message;
use serde_json::json;

use super::{Encoding, check::Rejected};

/// `google.rpc.Status` without details.
#[derive(Clone, PartialEq, Message)]
struct RpcStatus {
    #[prost(int32, tag = "1")]
    code: i32,
    #[prost(string, tag = "2")]
    message: String,
}

/// The codes of `google.rpc.Code` the receiver uses.
#[derive(Debug, Clone, Copy)]
pub(crate) enum RpcCode {
    InvalidArgument = 3,
    DeadlineExceeded = 4,
    ResourceExhausted = 8,
    Internal = 13,
    Unavailable = 14,
}

/// The body of a failure.
pub(crate) fn failure(encoding: Encoding, code: RpcCode, message: &str) -> Vec<u8> {
    match encoding {
        Encoding::Protobuf => RpcStatus { code: code as i32, message: message.to_owned() }.encode_to_vec(),
        Encoding::Json => json!({ "code": code as i32, "message": message }).to_string().into_bytes(),
    }
}

/// The body of a success, full or partial.
pub(crate) fn success(encoding: Encoding, rejected: &Rejected) -> Vec<u8> {
    use opentelemetry_proto::tonic::collector::trace::v1::{
        ExportTracePartialSuccess, ExportTraceServiceResponse,
    };

    match encoding {
        Encoding::Protobuf => {
            let partial_success = (rejected.spans > 0).then(|| ExportTracePartialSuccess {
                rejected_spans: i64::try_from(rejected.spans).unwrap_or(i64::MAX),
                error_message: rejected.message.clone(),
            });
            ExportTraceServiceResponse { partial_success }.encode_to_vec()
        }
        Encoding::Json if rejected.spans > 0 => json!({
            "partialSuccess": { "rejectedSpans": rejected.spans.to_string(), "errorMessage": rejected.message }
        })
        .to_string()
        .into_bytes(),
        Encoding::Json => b"{}".to_vec(),
    }
}

/// What a failure in protobuf says; for an endpoint that answers in another way, its first words.
pub(crate) fn failure_text(body: &[u8]) -> String {
    match RpcStatus::decode(body) {
        Ok(status) if !status.message.is_empty() => status.message,
        _ => String::from_utf8_lossy(body).trim().chars().take(200).collect(),
    }
}
