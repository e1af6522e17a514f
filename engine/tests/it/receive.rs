//! What the OTLP receiver takes, refuses and says about it.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::trace::v1::{ResourceSpans, ScopeSpans, Span};
use prost::Message;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::harness::{Fluo, read, request, span, trace_id};

const PROTOBUF: &str = "application/x-protobuf";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn protobuf(spans: Vec<Span>) -> Vec<u8> {
    let scope_spans = vec![ScopeSpans { spans, ..ScopeSpans::default() }];
    let resource_spans = vec![ResourceSpans { scope_spans, ..ResourceSpans::default() }];
    ExportTraceServiceRequest { resource_spans }.encode_to_vec()
}

fn protobuf_span(number: u8) -> Span {
    Span {
        trace_id: vec![7; 16],
        span_id: vec![number; 8],
        name: "POST /charge".to_owned(),
        start_time_unix_nano: 1_795_176_000_000_000_000,
        end_time_unix_nano: 1_795_176_000_500_000_000,
        ..Span::default()
    }
}

/// `google.rpc.Status`, as an OTLP client in protobuf reads it.
#[derive(Clone, PartialEq, Message)]
struct RpcStatus {
    #[prost(int32, tag = "1")]
    code: i32,
    #[prost(string, tag = "2")]
    message: String,
}

#[tokio::test]
async fn a_json_request_is_stored_and_found_in_tempos_shape() {
    let fluo = Fluo::start().await;
    let (status, answer) = fluo.export(&request(&[span(1, 1, "GET /"), span(2, 2, "GET /")])).await;
    assert_eq!((status, answer), (StatusCode::OK, json!({})));

    let (status, trace) = fluo.get(&format!("/api/traces/{}", trace_id(1).to_uppercase())).await;
    assert_eq!(status, StatusCode::OK);
    let batch = &trace["batches"][0];
    assert_eq!(batch["resource"]["attributes"][0]["value"]["stringValue"], "shop");
    assert_eq!(batch["scopeSpans"][0]["scope"]["name"], "test");
    let spans = batch["scopeSpans"][0]["spans"].as_array().unwrap();
    assert_eq!(spans.len(), 1, "only the spans of this trace");
    assert_eq!(spans[0]["traceId"], trace_id(1));
    assert_eq!(spans[0]["startTimeUnixNano"], "1795176000000000000");
    assert_eq!(spans[0]["attributes"][0], json!({ "key": "amount", "value": { "doubleValue": 12.5 } }));

    assert_eq!(fluo.get(&format!("/api/traces/{}", trace_id(3))).await.0, StatusCode::NOT_FOUND);
    for bad in ["xyz", "00000000000000000000000000000000", "abcd"] {
        let (status, error) = fluo.get(&format!("/api/traces/{bad}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(error["error"], "invalid_request");
    }
}

#[tokio::test]
async fn protobuf_with_gzip_is_taken() {
    let fluo = Fluo::start().await;
    fluo.rule("slow", "durationMillis >= 500").await;
    let body = gzip(&protobuf(vec![protobuf_span(1)]));
    let answer = fluo
        .request(Method::POST, "/v1/traces")
        .header(header::CONTENT_TYPE, PROTOBUF)
        .header(header::CONTENT_ENCODING, "gzip")
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], PROTOBUF);
    let answer = ExportTraceServiceResponse::decode(answer.bytes().await.unwrap()).unwrap();
    assert_eq!(answer.partial_success, None);
    let signals = fluo.signals("").await;
    assert_eq!(signals.len(), 1);
    assert_eq!(signals[0]["message"], "durationMillis >= 500: took 500 ms (POST /charge in unknown_service)");
}

#[tokio::test]
async fn invalid_spans_are_left_out_and_counted() {
    let fluo = Fluo::start().await;
    fluo.rule("any", "true").await;
    let with = |field: &str, value: Value| {
        let mut broken = span(1, 9, "broken");
        broken[field] = value;
        broken
    };
    let spans = [
        span(1, 1, "fine"),
        with("traceId", json!("abcd")),
        with("traceId", json!("00000000000000000000000000000000")),
        with("traceId", json!("not hexadecimal")),
        with("spanId", json!("")),
        with("spanId", json!("0000000000000000")),
        with("parentSpanId", json!("12")),
        with("startTimeUnixNano", json!(0)),
        with("endTimeUnixNano", json!("1795175999999999999")),
    ];
    let (status, answer) = fluo.export(&request(&spans)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answer["partialSuccess"]["rejectedSpans"], "8");
    let message = answer["partialSuccess"]["errorMessage"].as_str().unwrap();
    assert!(message.contains("2 rejected: traceId is not 16 bytes"), "{message}");
    assert!(message.contains("ends before it starts"), "{message}");
    assert_eq!(fluo.count_signals("any").await, 1);
    assert_eq!(fluo.metric("fluo_spans_rejected_total").await, 8);

    // In protobuf the same is said in protobuf.
    let body = protobuf(vec![protobuf_span(2), Span::default()]);
    let answer = fluo.export_as(PROTOBUF, body).await.bytes().await.unwrap();
    let partial = ExportTraceServiceResponse::decode(answer).unwrap().partial_success.unwrap();
    assert_eq!(partial.rejected_spans, 1);
    assert_eq!(fluo.metric("fluo_span_store_spans").await, 2);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_leaves_nothing() {
    let fluo = Fluo::start().await;
    fluo.rule("any", "true").await;

    let (status, error) = read(fluo.export_as("application/json", "{\"resourceSpans\": [").await).await;
    assert_eq!((status, &error["code"]), (StatusCode::BAD_REQUEST, &json!(3)));
    assert!(error["message"].as_str().unwrap().contains("JSON"));

    // A valid span before the damage is not kept either.
    let mut cut = serde_json::to_string(&request(&[span(1, 1, "fine"), span(1, 2, "cut")])).unwrap();
    cut.truncate(cut.len() - 40);
    assert_eq!(fluo.export_as("application/json", cut).await.status(), StatusCode::BAD_REQUEST);

    let answer = fluo.export_as(PROTOBUF, [0xff; 64]).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert_eq!(answer.headers()[header::CONTENT_TYPE], PROTOBUF);
    assert_eq!(RpcStatus::decode(answer.bytes().await.unwrap()).unwrap().code, 3);

    for wrong in ["text/plain", "application/xml", ""] {
        let answer = fluo.export_as(wrong, "{}").await;
        assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "{wrong}");
    }
    for (encoding, status) in [("br", 415), ("gzip", 400)] {
        let answer = fluo
            .request(Method::POST, "/v1/traces")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONTENT_ENCODING, encoding)
            .body("{}")
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status().as_u16(), status, "{encoding}");
    }
    let (status, error) = fluo.get("/v1/traces").await;
    assert_eq!((status, &error["error"]), (StatusCode::METHOD_NOT_ALLOWED, &json!("method_not_allowed")));

    assert_eq!(fluo.signals("").await.len(), 0);
    assert_eq!(fluo.metric("fluo_span_store_spans").await, 0);
    assert_eq!(fluo.metric("fluo_panics_total").await, 0);
}

#[tokio::test]
async fn bodies_end_at_four_mebibytes_before_and_after_decompression() {
    let fluo = Fluo::start().await;
    let padded = |size: usize| {
        let mut body = serde_json::to_vec(&request(&[span(1, 1, "fine")])).unwrap();
        body.resize(size, b' ');
        body
    };
    let limit = 4 << 20;
    assert_eq!(fluo.export_as("application/json", padded(limit)).await.status(), StatusCode::OK);
    let answer = fluo.export_as("application/json", padded(limit + 1)).await;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);

    // The same without a length in advance.
    let chunks = futures_util::stream::iter(
        padded(limit + 1).chunks(64 << 10).map(<[u8]>::to_vec).collect::<Vec<_>>(),
    );
    let chunks = futures_util::StreamExt::map(chunks, Ok::<_, std::io::Error>);
    let answer = fluo
        .request(Method::POST, "/v1/traces")
        .header(header::CONTENT_TYPE, "application/json")
        .body(reqwest::Body::wrap_stream(chunks))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);

    for size in [limit + 1, 256 << 20] {
        let answer = fluo
            .request(Method::POST, "/v1/traces")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONTENT_ENCODING, "gzip")
            .body(gzip(&padded(size)))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
    let tiny_messages = protobuf(vec![Span::default(); 400_000]);
    assert_eq!(fluo.export_as(PROTOBUF, tiny_messages).await.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn rules_see_the_context_of_the_contract() {
    let fluo = Fluo::start().await;
    let seen = [
        ("attributes", "amount > 12 && amount < 13"),
        ("dotted", "[\"http.status_code\"] == 503"),
        ("own-name-wins", "status == \"ERROR\" && isError"),
        ("times", "durationMillis == 20"),
        ("names", "operationName == \"GET /\" && serviceName == \"shop\" && spanKind == \"SERVER\""),
        ("ids", "traceId.length() == 32 && spanId == \"0000000000000001\""),
        ("tenant", "tenantId == \"acme\""),
        ("resource", "[\"resource.service.version\"] == \"2.1\""),
        ("text-true", "\"true\""),
        ("list", "tags.size() == 2"),
    ];
    let unseen = [("missing", "nothing == 1"), ("error", "operationName > 5"), ("text-false", "\"yes\"")];
    for (id, condition) in seen.iter().chain(&unseen) {
        fluo.rule(id, condition).await;
    }
    let mut span = span(1, 1, "GET /");
    span["status"] = json!({ "code": 2, "message": "boom" });
    let attributes = span["attributes"].as_array_mut().unwrap();
    attributes.push(json!({ "key": "http.status_code", "value": { "intValue": "503" } }));
    attributes.push(json!({ "key": "status", "value": { "stringValue": "hidden" } }));
    attributes.push(json!({ "key": "tags", "value": { "arrayValue": { "values": [
        { "stringValue": "a" }, { "stringValue": "b" } ] } } }));
    fluo.export(&request(&[span])).await;

    let signals = fluo.signals("limit=100").await;
    let mut fired: Vec<_> = signals.iter().map(|signal| signal["ruleId"].as_str().unwrap()).collect();
    fired.sort_unstable();
    let mut expected: Vec<_> = seen.iter().map(|(id, _)| *id).collect();
    expected.sort_unstable();
    assert_eq!(fired, expected);
    assert!(signals.iter().all(|signal| signal["severity"] == "ERROR"), "the span is an error");

    // The rule that failed is named where an operator looks.
    let (_, health) = fluo.get("/q/health").await;
    assert_eq!(health["checks"][2]["data"]["evaluationErrors"], json!({ "error@1": 1 }));
    assert_eq!(fluo.metric("fluo_rule_errors_total{rule_id=\"error\",rule_version=\"1\"}").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_span_sent_twice_raises_one_signal() {
    let fluo = Fluo::start().await;
    fluo.rule("any", "true").await;
    let body = request(&[span(1, 1, "a"), span(1, 2, "b"), span(1, 1, "a")]);
    let sends = (0..20).map(|_| fluo.export(&body));
    for (status, _) in futures_util::future::join_all(sends).await {
        assert_eq!(status, StatusCode::OK);
    }
    assert_eq!(fluo.count_signals("any").await, 2);
    assert_eq!(fluo.metric("fluo_signals_created_total").await, 2);
}

#[tokio::test]
async fn a_rule_that_fires_on_everything_is_bounded_and_said_so() {
    let fluo = Fluo::start().await;
    fluo.rule("any", "true").await;
    let spans: Vec<Value> = (1..=10_100).map(|number| span(1, number, "GET /")).collect();
    assert_eq!(fluo.export(&request(&spans)).await.0, StatusCode::OK);
    assert_eq!(fluo.metric("fluo_signals_created_total").await, 10_000);
    assert_eq!(fluo.metric("fluo_signals_suppressed_total").await, 100);
    assert_eq!(fluo.metric("fluo_span_store_spans").await, 10_100);
    let (_, health) = fluo.get("/q/health").await;
    assert_eq!(health["checks"][2]["data"]["suppressedSignals"], 100);
}

#[tokio::test]
async fn pages_of_other_hosts_are_not_answered() {
    let fluo = Fluo::start().await;
    for (name, value) in [(header::HOST, "evil.example"), (header::ORIGIN, "https://evil.example")] {
        let answer = fluo.request(Method::GET, "/signals").header(name, value).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    }
    let answer =
        fluo.request(Method::GET, "/signals").header(header::ORIGIN, fluo.url()).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
}
