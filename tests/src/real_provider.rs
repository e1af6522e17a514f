//! A real OpenID Connect provider in a process of its own: npm's `oidc-provider`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use reqwest::{Client, Response, StatusCode, header, redirect};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// A provider that runs until it is dropped.
pub struct RealProvider {
    pub issuer: String,
    said: Lines<BufReader<ChildStdout>>,
    told: ChildStdin,
    _process: Child,
}

impl RealProvider {
    /// Starts it. It knows nobody until it is [told](Self::know).
    pub async fn start() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("provider");
        assert!(folder.join("node_modules").exists(), "run scripts/setup.sh test first");
        let mut process = Command::new("node")
            .arg("provider.mjs")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node starts");
        let told = process.stdin.take().expect("its standard input");
        let mut said = BufReader::new(process.stdout.take().expect("its standard output")).lines();
        let issuer = next(&mut said).await;
        Self { issuer, said, told, _process: process }
    }

    /// Tells it of the console and of the one account it has.
    pub async fn know(&mut self, config: &Value) {
        self.told.write_all(format!("{config}\n").as_bytes()).await.expect("the provider listens");
        assert_eq!(next(&mut self.said).await, "ready");
    }
}

impl RealProvider {
    /// Waits until it gave new tokens for a refresh token.
    pub async fn renewed(&mut self) {
        assert_eq!(next(&mut self.said).await, "renewed");
    }
}

/// The next line that is not one of the library's own warnings.
async fn next(said: &mut Lines<BufReader<ChildStdout>>) -> String {
    loop {
        let line = said.next_line().await.expect("the provider's output").expect("the provider runs");
        if !line.contains("oidc-provider") && !line.trim().is_empty() {
            return line;
        }
    }
}

/// A browser's memory for one host.
pub struct Browser {
    client: Client,
    cookies: BTreeMap<String, String>,
}

impl Default for Browser {
    fn default() -> Self {
        // Of no consequence when there is one already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().redirect(redirect::Policy::none()).no_proxy().build();
        Self { client: client.expect("an HTTP client"), cookies: BTreeMap::new() }
    }
}

impl Browser {
    /// Follows the provider's redirects, from this address until one that is not the provider's.
    pub async fn follow(&mut self, provider: &RealProvider, address: &str) -> String {
        let mut address = address.to_owned();
        while address.starts_with(&provider.issuer) {
            let response = self.send(&address, None).await;
            assert!(
                response.status().is_redirection(),
                "{address}: {}",
                response.text().await.unwrap_or_default()
            );
            address = location(&response, &address);
        }
        address
    }

    /// Agrees to end the session on the provider's page, and answers where it sends the browser.
    pub async fn end_session(&mut self, address: &str) -> String {
        let page = self.send(address, None).await;
        assert_eq!(page.status(), StatusCode::OK);
        let page = page.text().await.expect("a page");
        let between = |begin: &str| {
            let (_, rest) = page.split_once(begin).unwrap_or_else(|| panic!("{begin} in {page}"));
            rest.split('"').next().expect("its end").to_owned()
        };
        let (action, secret) = (between("action=\""), between("name=\"xsrf\" value=\""));
        let body = format!("xsrf={secret}&logout=yes");
        let response = self.send(&action, Some(body)).await;
        assert!(response.status().is_redirection(), "{}", response.status());
        location(&response, &action)
    }

    async fn send(&mut self, address: &str, form: Option<String>) -> Response {
        let request = match form {
            None => self.client.get(address),
            Some(form) => self
                .client
                .post(address)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form),
        };
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let response = request.header(header::COOKIE, cookies.join("; ")).send().await.expect("an answer");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("a cookie");
            let (name, value) =
                cookie.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
            match value {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        response
    }
}

/// Where a redirect leads.
fn location(response: &Response, from: &str) -> String {
    let to = response.headers().get(header::LOCATION).expect("a location").to_str().expect("text");
    let from: reqwest::Url = from.parse().expect("an address");
    from.join(to).expect("an address").into()
}
