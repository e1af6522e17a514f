//! Providers of identities: who else may say who somebody is, by OpenID Connect.
//!
//! What a provider says of itself (OpenID Connect Discovery 1.0) and its keys are read when they are first needed
//! and kept for a while. What it says of people is believed only as [`tokens`] tells. Which accounts and
//! sessions come of it is not decided here but in [`super::provider_sign_in`].

mod config;
mod http;
mod tokens;

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use console_api::{Error, ErrorCode, Timestamp};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClaimName, CoreClaimType,
    CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm,
    CoreResponseMode, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreSubjectIdentifierType, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalProviderMetadata, AuthType, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, IdTokenFields,
    IssuerUrl, LoginHint, Nonce, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata, RedirectUrl, Scope,
    StandardErrorResponse, StandardTokenResponse,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use url::{Url, form_urlencoded};

pub use config::{ProviderConfig, ProviderConfigError, RoleClaim};
use http::ProviderHttp;
use tokens::Further;
pub(super) use tokens::{Person, Renewal};

use super::SECOND;

/// How long what a provider says of itself is believed.
const KEPT: i64 = 60 * 60 * SECOND;
/// A key that is not known makes the server ask again, but not more often than this.
const ASKED_AGAIN: i64 = 60 * SECOND;

/// Why a provider's word is not taken. For the log; people are told less.
#[derive(Debug, thiserror::Error)]
pub(super) enum ProviderError {
    #[error("the provider does not answer as it should: {0}")]
    Answer(String),
    #[error("the ID token is not believed: {0}")]
    IdToken(String),
    #[error("the logout token is not believed: {0}")]
    LogoutToken(String),
    #[error("what the provider tells of the person is not believed: {0}")]
    UserInfo(String),
    #[error("the provider vouches for nobody any more: {0}")]
    Ended(String),
}

impl ProviderError {
    /// As it leaves the process.
    pub(super) fn told(&self) -> Error {
        match self {
            Self::Answer(_) => Error::new(
                ErrorCode::Unavailable,
                "the sign-in provider does not answer as it should; try again",
            ),
            Self::IdToken(_) | Self::UserInfo(_) | Self::Ended(_) => {
                Error::new(ErrorCode::Unauthenticated, "what the sign-in provider said is not believed")
            }
            Self::LogoutToken(_) => Error::invalid("the logout token is not valid"),
        }
    }

    /// As the audit trail names it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Answer(_) => "answer",
            Self::IdToken(_) => "id_token",
            Self::LogoutToken(_) => "logout_token",
            Self::UserInfo(_) => "userinfo",
            Self::Ended(_) => "grant",
        }
    }
}

/// An error with its causes in one line.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

fn unusable(error: impl std::error::Error) -> ProviderError {
    ProviderError::Answer(causes(&error))
}

/// What providers say of themselves beyond Discovery.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct More {
    /// RFC 9207: the answer to an authorisation request always says whose it is.
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    /// OpenID Connect RP-Initiated Logout 1.0.
    end_session_endpoint: Option<Url>,
    /// RFC 7009.
    revocation_endpoint: Option<Url>,
}

impl AdditionalProviderMetadata for More {}

type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Tokens = StandardTokenResponse<
    IdTokenFields<
        Further,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type OidcClient = Client<
    Further,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A provider as the console knows it.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(super) config: ProviderConfig,
    http: ProviderHttp,
    /// Held while the provider is asked, so that it is asked once.
    known: Mutex<Option<Known>>,
}

#[derive(Debug)]
struct Known {
    metadata: Arc<Metadata>,
    read_at: Timestamp,
}

/// What one request to sign in is known by. Only hashes of it are kept.
pub(super) struct Departing {
    pub(super) state: SecretString,
    pub(super) nonce: SecretString,
    /// RFC 7636.
    pub(super) verifier: SecretString,
    pub(super) redirect: String,
}

/// What a browser brings back, and what it is checked with.
pub(super) struct Returning<'a> {
    pub(super) code: &'a str,
    pub(super) verifier: &'a SecretString,
    pub(super) redirect: String,
    pub(super) nonce_hash: &'a str,
}

impl Provider {
    pub(crate) fn new(config: ProviderConfig) -> Result<Self, ProviderConfigError> {
        let origins = config.check()?;
        let http = ProviderHttp::new(origins, config.patience);
        let http = http.map_err(|error| config.wrong(causes(&error)))?;
        Ok(Self { config, http, known: Mutex::default() })
    }

    /// Where the browser goes to sign in. `login_hint` is whom the provider should expect.
    pub(super) async fn sign_in_url(
        &self,
        departing: &Departing,
        login_hint: Option<&str>,
        now: Timestamp,
    ) -> Result<Url, ProviderError> {
        let metadata = self.metadata(now, KEPT).await?;
        let (state, nonce) = (departing.state.clone(), departing.nonce.clone());
        let verifier = PkceCodeVerifier::new(departing.verifier.expose_secret().to_owned());
        let client = self.client(&metadata);
        let request = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state.expose_secret().to_owned()),
            move || Nonce::new(nonce.expose_secret().to_owned()),
        );
        let mut request = request
            .set_redirect_uri(Cow::Owned(redirect_url(&departing.redirect)?))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_scopes(self.config.scopes.iter().cloned().map(Scope::new));
        for (name, value) in &self.config.parameters {
            request = request.add_extra_param(name.clone(), value.clone());
        }
        if let Some(hint) = login_hint {
            request = request.set_login_hint(LoginHint::new(hint.to_owned()));
        }
        Ok(request.url().0)
    }

    /// RFC 9207: whether the answer is this provider's own, as far as it says.
    pub(super) async fn is_own_answer(
        &self,
        issuer: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, ProviderError> {
        match issuer {
            Some(issuer) => Ok(issuer == self.config.issuer),
            None => {
                let metadata = self.metadata(now, KEPT).await?;
                Ok(!metadata.additional_metadata().authorization_response_iss_parameter_supported)
            }
        }
    }

    /// Exchanges the code, and says who it is if all of it can be believed.
    pub(super) async fn person(
        &self,
        returning: Returning<'_>,
        now: Timestamp,
    ) -> Result<Person, ProviderError> {
        let metadata = self.metadata(now, KEPT).await?;
        let client = self.client(&metadata);
        let code = AuthorizationCode::new(returning.code.to_owned());
        let answer = client
            .exchange_code(code)
            .map_err(unusable)?
            .set_redirect_uri(Cow::Owned(redirect_url(&returning.redirect)?))
            .set_pkce_verifier(PkceCodeVerifier::new(returning.verifier.expose_secret().to_owned()))
            .request_async(&self.http)
            .await
            .map_err(unusable)?;
        self.believe(&metadata, &answer, returning.nonce_hash, now).await
    }

    /// Where the browser goes to sign out at the provider, too; nothing when it has no such place.
    pub(super) async fn sign_out_url(
        &self,
        back: &str,
        now: Timestamp,
    ) -> Result<Option<Url>, ProviderError> {
        let metadata = self.metadata(now, KEPT).await?;
        let Some(mut url) = metadata.additional_metadata().end_session_endpoint.clone() else {
            return Ok(None);
        };
        url.query_pairs_mut()
            .append_pair("client_id", &self.config.client_id)
            .append_pair("post_logout_redirect_uri", back);
        Ok(Some(url))
    }

    /// Tells the provider that a refresh token is used no more (RFC 7009); nothing where it takes no such word.
    pub(super) async fn revoke(&self, token: &SecretString, now: Timestamp) -> Result<(), ProviderError> {
        let metadata = self.metadata(now, KEPT).await?;
        let Some(url) = &metadata.additional_metadata().revocation_endpoint else { return Ok(()) };
        let request = self.revocation(&metadata, url, token)?;
        let status = self.http.send(request).await.map_err(unusable)?.status();
        if status.is_success() { Ok(()) } else { Err(ProviderError::Answer(format!("HTTP {status}"))) }
    }

    fn revocation(
        &self,
        metadata: &Metadata,
        url: &Url,
        token: &SecretString,
    ) -> Result<HttpRequest, ProviderError> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("token", token.expose_secret()).append_pair("token_type_hint", "refresh_token");
        let mut request = openidconnect::http::Request::post(url.as_str())
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "application/json");
        match &self.config.client_secret {
            Some(secret) if !takes_secret_in_body(metadata) => {
                // RFC 6749, section 2.3.1: both are encoded before they are joined.
                let [id, secret] = [&self.config.client_id, secret.expose_secret()]
                    .map(|text| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>());
                let both = STANDARD.encode(format!("{id}:{secret}"));
                request = request.header("authorization", format!("Basic {both}"));
            }
            secret => {
                form.append_pair("client_id", &self.config.client_id);
                if let Some(secret) = secret {
                    form.append_pair("client_secret", secret.expose_secret());
                }
            }
        }
        request.body(form.finish().into_bytes()).map_err(unusable)
    }

    fn client(&self, metadata: &Metadata) -> OidcClient {
        let id = ClientId::new(self.config.client_id.clone());
        let secret = self.config.client_secret.as_ref();
        let secret = secret.map(|secret| ClientSecret::new(secret.expose_secret().to_owned()));
        let client = OidcClient::from_provider_metadata(metadata.clone(), id, secret);
        let in_body = takes_secret_in_body(metadata);
        client.set_auth_type(if in_body { AuthType::RequestBody } else { AuthType::BasicAuth })
    }

    /// What the provider says of itself, read within the last `age` microseconds.
    async fn metadata(&self, now: Timestamp, age: i64) -> Result<Arc<Metadata>, ProviderError> {
        let mut known = self.known.lock().await;
        if let Some(known) = known.as_ref().filter(|known| now.0 - known.read_at.0 < age) {
            return Ok(Arc::clone(&known.metadata));
        }
        let metadata = Arc::new(self.discover().await?);
        *known = Some(Known { metadata: Arc::clone(&metadata), read_at: now });
        Ok(metadata)
    }

    async fn discover(&self) -> Result<Metadata, ProviderError> {
        let issuer = IssuerUrl::new(self.config.issuer.clone()).map_err(unusable)?;
        let metadata = Metadata::discover_async(issuer, &self.http).await.map_err(unusable)?;
        let named = [
            Some(metadata.authorization_endpoint().url()),
            metadata.token_endpoint().map(|url| url.url()),
            metadata.userinfo_endpoint().map(|url| url.url()),
            metadata.additional_metadata().end_session_endpoint.as_ref(),
            metadata.additional_metadata().revocation_endpoint.as_ref(),
        ];
        named.into_iter().flatten().try_for_each(|url| self.http.check(url)).map_err(unusable)?;
        Ok(metadata)
    }
}

/// Where nothing is said, the header is what every provider takes (RFC 6749, section 2.3.1).
fn takes_secret_in_body(metadata: &Metadata) -> bool {
    let ways = metadata.token_endpoint_auth_methods_supported();
    let takes = |way| ways.is_none_or(|ways| ways.contains(&way));
    !takes(CoreClientAuthMethod::ClientSecretBasic) && takes(CoreClientAuthMethod::ClientSecretPost)
}

fn redirect_url(url: &str) -> Result<RedirectUrl, ProviderError> {
    RedirectUrl::new(url.to_owned()).map_err(unusable)
}
