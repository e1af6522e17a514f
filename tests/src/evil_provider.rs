//! An OpenID Connect provider that says what the test wants: the truth, or one of many lies.
//!
//! Each lie is a provider of its own below the same port, and lies in that one thing alone: a client that does not
//! look there lets somebody in. Two of the lies are told from another name of the same machine, so that a client that
//! follows them gets a perfectly good answer.

mod signing;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Json, Redirect, Response};
use axum::routing::{get, post};
use console_core::{Clock as _, SystemClock};
use openidconnect::core::CoreHmacKey;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use signing::{
    HS256, KEY, KEY_ID, OTHER_KEY, RS256, base64, base64url, encoded, jwt, key, public_key, replace,
};

pub const CLIENT: &str = "console";
pub const SECRET: &str = "a secret that client and provider share";
const HOUR: i64 = 60 * 60;

macro_rules! lies {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What a provider answers. Its name in small letters is its place below the port, and its id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Says {
            /// Nothing but the truth.
            Truth,
            /// The truth at first, and another subject when it is asked again.
            ChangesSubject,
            $($(#[$doc])* $name,)*
        }

        impl Says {
            pub const LIES: &[Says] = &[$(Self::$name,)*];
        }
    };
}

lies! {
    /// An ID token without a signature, `alg: none`.
    AlgNone,
    /// Signed by HMAC with the public key as the secret.
    PublicKeyAsSecret,
    /// Signed by HMAC with the client's secret.
    ClientSecret,
    /// Signed by another key that claims to be the published one.
    Signature,
    /// Signed well, then changed.
    Changed,
    Audience,
    /// For us and for somebody whom nobody knows.
    TwoAudiences,
    Party,
    Issuer,
    Expired,
    Future,
    NoNonce,
    OtherNonce,
    NoSubject,
    EmptySubject,
    /// A logout token in place of an ID token.
    LogoutTokenInstead,
    NoIdToken,
    /// `at_hash` of another access token.
    OtherAccessToken,
    /// Userinfo tells of somebody else.
    UserInfo,
    /// Keys from another host.
    KeysElsewhere,
    /// Tokens from another host.
    TokensElsewhere,
    /// The discovery document is somebody else's.
    Discovery,
    RedirectsTokens,
    RedirectsDiscovery,
    Oversized,
    Slow,
    Fails,
    NoJson,
}

impl Says {
    pub fn id(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    fn of(id: &str) -> Option<Self> {
        let all = Self::LIES.iter().copied().chain([Self::Truth, Self::ChangesSubject]);
        all.into_iter().find(|says| says.id() == id)
    }
}

/// Who signs in at the provider.
#[derive(Clone, Debug)]
pub struct Account {
    pub subject: String,
    /// Claims of userinfo.
    pub claims: Value,
    /// The provider's session.
    pub session: String,
}

#[derive(Default)]
struct Held {
    account: Option<Account>,
    /// What was asked for, by code. A code is good once.
    codes: HashMap<String, HashMap<String, String>>,
    issued: usize,
    /// The refresh tokens that are good, each once.
    refresh_tokens: HashSet<String>,
    /// How often it was asked again.
    renewals: usize,
    /// Whether it fails when it is asked again.
    silent: bool,
}

/// A provider that runs until it is dropped.
#[derive(Clone)]
pub struct EvilProvider {
    port: u16,
    held: Arc<Mutex<Held>>,
}

impl EvilProvider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port for the provider");
        let port = listener.local_addr().expect("its address").port();
        let provider = Self { port, held: Arc::default() };
        let router = Router::new()
            .route("/{id}/.well-known/openid-configuration", get(discovery))
            .route("/{id}/moved", get(moved))
            .route("/{id}/keys", get(keys))
            .route("/{id}/tokens", post(tokens))
            .route("/{id}/moved-tokens", post(moved_tokens))
            .route("/{id}/revoke", post(revoke))
            .route("/{id}/userinfo", get(userinfo))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    pub fn issuer(&self, says: Says) -> String {
        format!("http://127.0.0.1:{}/{}", self.port, says.id())
    }

    /// The same place by another name.
    fn elsewhere(&self, says: Says) -> String {
        format!("{}/{}", self.other_origin(), says.id())
    }

    /// The origin that two of the lies are told from.
    pub fn other_origin(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Who is sitting at the browser from now on.
    pub fn sits_down(&self, account: Account) {
        self.with(|held| held.account = Some(account));
    }

    /// What the provider's page does once somebody agreed: a code for what the address asks for.
    pub fn agree(&self, asked: &str) -> String {
        let url = url(asked);
        for (name, value) in
            [("response_type", "code"), ("client_id", CLIENT), ("code_challenge_method", "S256")]
        {
            assert_eq!(url.get(name).map(String::as_str), Some(value), "{asked}");
        }
        assert!(url["scope"].split(' ').any(|scope| scope == "openid"), "{asked}");
        self.with(|held| {
            held.issued += 1;
            let code = format!("code {}", held.issued);
            held.codes.insert(code.clone(), url);
            code
        })
    }

    /// How often it was asked again.
    pub fn renewals(&self) -> usize {
        self.with(|held| held.renewals)
    }

    /// Whether it fails when it is asked again.
    pub fn be_silent(&self, silent: bool) {
        self.with(|held| held.silent = silent);
    }

    /// Vouches for nobody any more.
    pub fn end_grants(&self) {
        self.with(|held| held.refresh_tokens.clear());
    }

    /// Refresh tokens that are good.
    pub fn grants(&self) -> usize {
        self.with(|held| held.refresh_tokens.len())
    }

    fn new_refresh_token(&self) -> String {
        let token = format!("refresh {:016x}", rand::random::<u64>());
        self.with(|held| held.refresh_tokens.insert(token.clone()));
        token
    }

    /// RFC 9700, section 4.14.2: a token that comes twice ends every grant.
    fn renew(&self, says: Says, token: &str) -> Response {
        let is_good = self.with(|held| {
            held.renewals += 1;
            let is_good = held.refresh_tokens.remove(token);
            if !is_good {
                held.refresh_tokens.clear();
            }
            is_good
        });
        if !is_good {
            return (StatusCode::BAD_REQUEST, Json(json!({ "error": "invalid_grant" }))).into_response();
        }
        let account = self.with(|held| held.account.clone()).expect("somebody sat down");
        let subject = if says == Says::ChangesSubject { "somebody else" } else { account.subject.as_str() };
        let claims = json!({
            "iss": self.issuer(says), "sub": subject, "aud": CLIENT, "iat": now(), "exp": now() + 4 * HOUR,
        });
        let header = json!({ "alg": "RS256", "kid": KEY_ID });
        let token = jwt(&header, &claims, &key(KEY), RS256);
        Json(json!({
            "access_token": "another", "token_type": "Bearer", "id_token": token,
            "refresh_token": self.new_refresh_token(),
        }))
        .into_response()
    }

    /// A logout token, signed as it should be, with these claims in place of the right ones; null takes one away.
    pub fn logout_token(&self, says: Says, claims: &Value) -> String {
        let account = self.with(|held| held.account.clone()).expect("somebody sat down");
        let mut right = logout_claims(&self.issuer(says), &account, now());
        replace(&mut right, claims);
        jwt(&json!({ "alg": "RS256", "kid": KEY_ID, "typ": "logout+jwt" }), &right, &key(KEY), RS256)
    }

    /// The same, signed by a key that nobody published.
    pub fn forged_logout_token(&self, says: Says) -> String {
        let account = self.with(|held| held.account.clone()).expect("somebody sat down");
        let claims = logout_claims(&self.issuer(says), &account, now());
        jwt(&json!({ "alg": "RS256", "kid": KEY_ID, "typ": "logout+jwt" }), &claims, &key(OTHER_KEY), RS256)
    }

    fn with<T>(&self, change: impl FnOnce(&mut Held) -> T) -> T {
        change(&mut self.held.lock().expect("the provider's state"))
    }

    fn id_token(&self, says: Says, asked: &HashMap<String, String>, access_token: &str) -> Option<String> {
        let account = self.with(|held| held.account.clone()).expect("somebody sat down");
        let now = now();
        let hash = Sha256::digest(access_token.as_bytes());
        let mut claims = json!({
            "iss": self.issuer(says), "sub": account.subject, "aud": CLIENT, "azp": CLIENT,
            "iat": now, "exp": now + HOUR, "nonce": asked["nonce"], "sid": account.session,
            "at_hash": base64url(&hash[..16]),
        });
        let header = json!({ "alg": "RS256", "kid": KEY_ID, "typ": "JWT" });
        let lie = match says {
            Says::NoIdToken => return None,
            Says::LogoutTokenInstead => {
                let claims = logout_claims(&self.issuer(says), &account, now);
                return Some(jwt(&header, &claims, &key(KEY), RS256));
            }
            Says::Audience => json!({ "aud": "somebody-else" }),
            Says::TwoAudiences => json!({ "aud": [CLIENT, "somebody-else"] }),
            Says::Party => json!({ "azp": "somebody-else" }),
            Says::Issuer => json!({ "iss": self.issuer(Says::Truth) }),
            Says::Expired => json!({ "iat": now - 2 * HOUR, "exp": now - HOUR }),
            Says::Future => json!({ "iat": now + HOUR, "exp": now + 2 * HOUR }),
            Says::NoNonce => json!({ "nonce": null }),
            Says::OtherNonce => json!({ "nonce": "of another request" }),
            Says::NoSubject => json!({ "sub": null }),
            Says::EmptySubject => json!({ "sub": "" }),
            Says::OtherAccessToken => json!({ "at_hash": base64url(&[7; 16]) }),
            _ => json!({}),
        };
        replace(&mut claims, &lie);
        let with_hmac = json!({ "alg": "HS256", "kid": KEY_ID, "typ": "JWT" });
        Some(match says {
            Says::AlgNone => {
                format!("{}.{}.", encoded(&json!({ "alg": "none", "typ": "JWT" })), encoded(&claims))
            }
            Says::PublicKeyAsSecret => {
                let public = serde_json::to_vec(&public_key()).expect("a key as JSON");
                jwt(&with_hmac, &claims, &CoreHmacKey::new(public), HS256)
            }
            Says::ClientSecret => jwt(&with_hmac, &claims, &CoreHmacKey::new(SECRET), HS256),
            Says::Signature => jwt(&header, &claims, &key(OTHER_KEY), RS256),
            Says::Changed => {
                let token = jwt(&header, &claims, &key(KEY), RS256);
                let signature = token.rsplit('.').next().expect("a signature").to_owned();
                claims["sub"] = json!("somebody else");
                format!("{}.{}.{signature}", encoded(&header), encoded(&claims))
            }
            _ => jwt(&header, &claims, &key(KEY), RS256),
        })
    }
}

fn logout_claims(issuer: &str, account: &Account, now: i64) -> Value {
    json!({
        "iss": issuer, "sub": account.subject, "aud": CLIENT, "iat": now, "exp": now + 120,
        "jti": format!("{:016x}", rand::random::<u64>()), "sid": account.session,
        "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
    })
}

async fn discovery(State(provider): State<EvilProvider>, Path(id): Path<String>) -> Response {
    let Some(says) = Says::of(&id) else { return StatusCode::NOT_FOUND.into_response() };
    match says {
        Says::RedirectsDiscovery => Redirect::temporary(&format!("/{id}/moved")).into_response(),
        _ => Json(metadata(&provider, says)).into_response(),
    }
}

async fn moved(State(provider): State<EvilProvider>, Path(id): Path<String>) -> Response {
    let Some(says) = Says::of(&id) else { return StatusCode::NOT_FOUND.into_response() };
    Json(metadata(&provider, says)).into_response()
}

fn metadata(provider: &EvilProvider, says: Says) -> Value {
    let issuer = provider.issuer(says);
    let mut metadata = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/tokens"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/keys"),
        "end_session_endpoint": format!("{issuer}/end"),
        "revocation_endpoint": format!("{issuer}/revoke"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        "authorization_response_iss_parameter_supported": true,
    });
    let lie = match says {
        Says::Discovery => json!({ "issuer": provider.issuer(Says::Truth) }),
        Says::KeysElsewhere => json!({ "jwks_uri": format!("{}/keys", provider.elsewhere(says)) }),
        Says::TokensElsewhere => json!({ "token_endpoint": format!("{}/tokens", provider.elsewhere(says)) }),
        Says::Oversized => json!({ "service_documentation": format!("{issuer}/{}", "x".repeat(300_000)) }),
        _ => json!({}),
    };
    replace(&mut metadata, &lie);
    metadata
}

async fn keys() -> Json<Value> {
    Json(json!({ "keys": [public_key()] }))
}

async fn tokens(
    State(provider): State<EvilProvider>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let Some(says) = Says::of(&id) else { return StatusCode::NOT_FOUND.into_response() };
    match says {
        Says::Slow => std::future::pending().await,
        Says::Fails => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Says::NoJson => {
            ([(header::CONTENT_TYPE, "application/json")], "{ \"access_token\": ").into_response()
        }
        Says::RedirectsTokens => Redirect::temporary(&format!("/{id}/moved-tokens")).into_response(),
        _ => give_tokens(&provider, says, &headers, &form),
    }
}

async fn moved_tokens(
    State(provider): State<EvilProvider>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let Some(says) = Says::of(&id) else { return StatusCode::NOT_FOUND.into_response() };
    give_tokens(&provider, says, &headers, &form)
}

/// RFC 7009: a token that is not known is as good as revoked.
async fn revoke(
    State(provider): State<EvilProvider>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> StatusCode {
    if !is_client(&headers) {
        return StatusCode::UNAUTHORIZED;
    }
    provider.with(|held| held.refresh_tokens.remove(&form["token"]));
    StatusCode::OK
}

fn is_client(headers: &HeaderMap) -> bool {
    let secret = SECRET.replace(' ', "+");
    let client = format!("Basic {}", base64(format!("{CLIENT}:{secret}").as_bytes()));
    headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) == Some(client.as_str())
}

/// RFC 6749, section 4.1.3, and RFC 7636, section 4.6: the honest part of it.
fn give_tokens(
    provider: &EvilProvider,
    says: Says,
    headers: &HeaderMap,
    form: &HashMap<String, String>,
) -> Response {
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    if !is_client(headers) {
        return refused("invalid_client");
    }
    if let Some(token) = form.get("refresh_token") {
        if provider.with(|held| held.silent) {
            return StatusCode::BAD_GATEWAY.into_response();
        }
        return provider.renew(says, token);
    }
    let asked = form.get("code").and_then(|code| provider.with(|held| held.codes.remove(code)));
    let Some(asked) = asked else { return refused("invalid_grant") };
    let challenge = form.get("code_verifier").map(|verifier| base64url(&Sha256::digest(verifier.as_bytes())));
    if challenge.as_ref() != asked.get("code_challenge")
        || form.get("redirect_uri") != asked.get("redirect_uri")
    {
        return refused("invalid_grant");
    }
    let access_token = "access";
    let mut answer = json!({ "access_token": access_token, "token_type": "Bearer", "expires_in": 300 });
    answer["refresh_token"] = json!(provider.new_refresh_token());
    if let Some(token) = provider.id_token(says, &asked, access_token) {
        answer["id_token"] = json!(token);
    }
    Json(answer).into_response()
}

async fn userinfo(State(provider): State<EvilProvider>, Path(id): Path<String>) -> Response {
    let account = provider.with(|held| held.account.clone()).expect("somebody sat down");
    let mut claims = account.claims;
    claims["sub"] = json!(account.subject);
    if Says::of(&id) == Some(Says::UserInfo) {
        claims["sub"] = json!("somebody else");
    }
    Json(claims).into_response()
}

/// The query of an address.
fn url(address: &str) -> HashMap<String, String> {
    let url: reqwest::Url = address.parse().expect("an address");
    url.query_pairs().into_owned().collect()
}

fn now() -> i64 {
    SystemClock.now().micros() / 1_000_000
}
