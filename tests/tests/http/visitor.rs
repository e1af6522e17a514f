//! Whoever comes to the server: headers they always send, and what they got back.

use std::collections::VecDeque;

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, Response};
use serde_json::Value;

#[derive(Clone)]
pub(crate) struct Visitor {
    base: String,
    headers: Vec<(String, String)>,
    client: Client,
}

/// A client that follows, unpacks and keeps nothing by itself.
pub(crate) fn client() -> Client {
    // Of no consequence when there is one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    builder().build().unwrap()
}

fn builder() -> reqwest::ClientBuilder {
    let plain = Client::builder().redirect(reqwest::redirect::Policy::none()).no_gzip();
    plain.pool_max_idle_per_host(0)
}

/// An answer that has been read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Visitor {
    pub(crate) fn new(base: String) -> Self {
        Self { base, headers: Vec::new(), client: client() }
    }

    /// The same visitor with one more header.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.push((name.to_owned(), value.to_owned()));
        other
    }

    /// The same visitor with a header in place of those of that name.
    pub(crate) fn with_only(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.retain(|(held, _)| held != name);
        other.with(name, value)
    }

    /// What the visitor always sends under that name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }

    /// The same visitor at another address of this machine.
    pub(crate) fn at_address(&self, address: [u8; 4]) -> Self {
        let client = builder().local_address(std::net::IpAddr::from(address)).build().unwrap();
        Self { client, ..self.clone() }
    }

    /// The same visitor with the session the answer gave.
    pub(crate) fn keep_cookie(&self, answer: &Answer) -> Self {
        self.with_only("cookie", answer.header("set-cookie").split(';').next().unwrap())
    }

    /// The value of the one cookie the visitor has.
    pub(crate) fn cookie_value(&self) -> String {
        let cookie = self.headers.iter().find(|(name, _)| name == "cookie");
        cookie.and_then(|(_, cookie)| cookie.split_once('=')).map(|(_, value)| value.to_owned()).unwrap()
    }

    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Answer {
        let body = serde_json::json!({ "email": email, "password": password }).to_string();
        self.with("content-type", "application/json").send("POST", "/sign-in", Some(&body)).await
    }

    /// With what the console's own page sends.
    pub(crate) fn as_our_page(&self) -> Self {
        self.with("x-fluo-console", "1").with("sec-fetch-site", "same-origin")
    }

    pub(crate) async fn open(&self, method: &str, target: &str, body: Option<&str>) -> Response {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, format!("{}{target}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(body) = body {
            request = request.body(body.to_owned());
        }
        request.send().await.unwrap()
    }

    pub(crate) async fn send(&self, method: &str, target: &str, body: Option<&str>) -> Answer {
        let response = self.open(method, target, body).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { status, headers, body: response.text().await.unwrap() }
    }

    pub(crate) async fn get(&self, target: &str) -> Answer {
        self.send("GET", target, None).await
    }

    pub(crate) async fn put(&self, target: &str, body: &str) -> Answer {
        self.with("content-type", "application/json").send("PUT", target, Some(body)).await
    }

    pub(crate) async fn post(&self, target: &str, body: &str) -> Answer {
        self.with("content-type", "application/json").send("POST", target, Some(body)).await
    }

    /// Opens the live stream, after that event or from now on.
    pub(crate) async fn listen(&self, after: Option<i64>) -> Events {
        let visitor = after.map(|seq| self.with("last-event-id", &seq.to_string()));
        let response = visitor.as_ref().unwrap_or(self).open("GET", "/api/v1/stream/events", None).await;
        assert_eq!(response.status(), 200);
        Events { response, text: String::new(), ready: VecDeque::new() }
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub(crate) fn data(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        self.json()["data"].clone()
    }

    /// Status and code of a refusal; fails when the envelope is not complete.
    pub(crate) fn refusal(&self) -> (u16, String) {
        let json = self.json();
        let id = json["meta"]["requestId"].as_str().unwrap();
        assert!(!id.is_empty() && id == self.header("x-request-id"), "{json}");
        assert!(json["data"].is_null() && !json["error"]["message"].as_str().unwrap().is_empty(), "{json}");
        (self.status, json["error"]["code"].as_str().unwrap().to_owned())
    }
}

/// An open live stream.
pub(crate) struct Events {
    response: Response,
    text: String,
    ready: VecDeque<Event>,
}

/// One event: its `id:` line, and the JSON of its `data:`.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) id: Option<i64>,
    pub(crate) data: Value,
}

impl Event {
    pub(crate) fn kind(&self) -> &str {
        self.data["type"].as_str().unwrap()
    }
}

impl Events {
    /// The next event; nothing when the stream ended.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let chunk = self.response.chunk().await.ok()??;
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                self.ready.extend(parse(event));
                self.text = rest.to_owned();
            }
        }
    }

    /// The next event that is a change.
    pub(crate) async fn next_change(&mut self) -> Option<Event> {
        loop {
            let event = self.next().await?;
            if event.kind() != "heartbeat" {
                return Some(event);
            }
        }
    }
}

impl Events {
    /// The next event of a kind.
    pub(crate) async fn next_of(&mut self, kind: &str) -> Option<Event> {
        loop {
            let event = self.next().await?;
            if event.kind() == kind {
                return Some(event);
            }
        }
    }
}

fn parse(text: &str) -> Option<Event> {
    let field = |name| text.lines().find_map(|line| line.strip_prefix(name));
    let data = serde_json::from_str(field("data: ")?).unwrap();
    Some(Event { id: field("id: ").map(|id| id.parse().unwrap()), data })
}
