//! What a provider's tokens have to be to be believed.
//!
//! ID tokens: OpenID Connect Core 1.0, section 3.1.3.7. Logout tokens: OpenID Connect Back-Channel Logout 1.0,
//! section 2.6. The library checks the signature, `iss`, `aud`, `exp` and the subject of what userinfo tells; what it
//! leaves open is closed here: which algorithms, `azp`, an `iat` that is yet to come, `at_hash`, empty subjects.

use std::collections::BTreeMap;
use std::str::FromStr as _;
use std::time::{Duration, UNIX_EPOCH};

use console_api::Timestamp;
use openidconnect::core::{CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey, CoreJwsSigningAlgorithm};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, ClaimsVerificationError, ClientId, IdTokenVerifier, IssuerUrl,
    JsonWebTokenType, Nonce, OAuth2TokenResponse as _, RefreshToken, RequestTokenError,
    SignatureVerificationError, TokenResponse as _, UserInfoClaims,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ASKED_AGAIN, KEPT, Metadata, Provider, ProviderError, Tokens, causes, unusable};
use crate::entropy::token_hash;
use crate::identity::SECOND;

/// Signatures with a key that only the provider has. None with a secret that both know: whoever reads our
/// configuration could make them, and public keys have been taken for such secrets.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];
/// How far a provider's clock may be ahead.
const AHEAD: i64 = 60 * SECOND;
/// How old a logout token may be: it is sent at once.
const LOGOUT_WITHIN: i64 = 10 * 60 * SECOND;
/// Bytes of a subject at most (OpenID Connect Core 1.0, section 2).
const MAX_SUBJECT: usize = 255;
const MAX_SESSION: usize = 255;
/// What a token may call itself (`typ`).
const ID_TOKEN: [&str; 1] = ["JWT"];
const LOGOUT_TOKEN: [&str; 2] = ["logout+jwt", "JWT"];
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Claims that are not of OpenID Connect Core.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct Further {
    #[serde(flatten)]
    all: BTreeMap<String, Value>,
}

impl AdditionalClaims for Further {}

impl Further {
    fn text(&self, name: &str) -> Option<&str> {
        self.all.get(name)?.as_str()
    }
}

type IdToken = openidconnect::IdToken<
    Further,
    CoreGenderClaim,
    openidconnect::core::CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Claims = openidconnect::IdTokenClaims<Further, CoreGenderClaim>;

/// Who came, as the provider says and as it is believed.
#[derive(Debug)]
pub(in crate::identity) struct Person {
    pub(in crate::identity) subject: String,
    pub(in crate::identity) name: Option<String>,
    pub(in crate::identity) email: Option<String>,
    /// The provider's own name for its session.
    pub(in crate::identity) session: Option<String>,
    /// What the provider can be asked again with.
    pub(in crate::identity) refresh_token: Option<SecretString>,
    /// What else is said, for the claim that gives roles.
    pub(in crate::identity) claims: BTreeMap<String, Value>,
}

/// What a provider said when it was asked again.
#[derive(Debug)]
pub(in crate::identity) enum Renewal {
    /// It still vouches, and gave another refresh token if it changes them.
    Renewed(Option<SecretString>),
    /// Nothing that says yes or no.
    Unanswered,
    /// No, or something that is not believed.
    Ended,
}

/// Whose sessions are to end.
#[derive(Debug)]
pub(in crate::identity) struct Logout {
    pub(in crate::identity) subject: String,
    pub(in crate::identity) session: Option<String>,
    /// What the token is known by, and until when it could come again.
    pub(in crate::identity) id: String,
    pub(in crate::identity) forget_at: Timestamp,
}

impl Provider {
    pub(super) async fn believe(
        &self,
        metadata: &Metadata,
        answer: &Tokens,
        nonce_hash: &str,
        now: Timestamp,
    ) -> Result<Person, ProviderError> {
        let wrong = |reason: &str| ProviderError::IdToken(reason.to_owned());
        let token = answer.id_token().ok_or_else(|| wrong("there is none"))?;
        let nonce = |nonce: Option<&Nonce>| match nonce {
            Some(nonce) if token_hash(nonce.secret()) == nonce_hash => Ok(()),
            Some(_) => Err("it answers another request".to_owned()),
            None => Err("it names no request".to_owned()),
        };
        let (verifier, claims) =
            self.verified(metadata, token, &ID_TOKEN, nonce, now).await.map_err(|e| wrong(&causes(&e)))?;
        self.check_party(&claims).map_err(wrong)?;
        if let Some(expected) = claims.access_token_hash() {
            let hash = token.signing_alg().and_then(|alg| Ok((alg, token.signing_key(&verifier)?)));
            let (alg, key) = hash.map_err(|error| wrong(&causes(&error)))?;
            let actual = AccessTokenHash::from_token(answer.access_token(), alg, key);
            if actual.map_err(|error| wrong(&causes(&error)))? != *expected {
                return Err(wrong("it belongs to another access token"));
            }
        }
        let told = self.told_of(metadata, answer, &claims).await?;
        let told = told.as_ref();
        let name = claims.name().or_else(|| told.and_then(UserInfoClaims::name));
        let name = name.and_then(|name| name.get(None)).map(|name| name.to_string());
        let email = claims.email().or_else(|| told.and_then(UserInfoClaims::email));
        let mut all = told.map(|told| told.additional_claims().all.clone()).unwrap_or_default();
        all.extend(claims.additional_claims().all.clone());
        Ok(Person {
            subject: claims.subject().to_string(),
            name,
            email: email.map(|email| email.to_string()),
            session: provider_session(claims.additional_claims()).map_err(wrong)?,
            refresh_token: refresh_token(answer),
            claims: all,
        })
    }

    /// What the provider tells beside the ID token, where it tells such things. It has to be of the same person.
    async fn told_of(
        &self,
        metadata: &Metadata,
        answer: &Tokens,
        claims: &Claims,
    ) -> Result<Option<UserInfoClaims<Further, CoreGenderClaim>>, ProviderError> {
        if metadata.userinfo_endpoint().is_none() {
            return Ok(None);
        }
        let client = self.client(metadata);
        let subject = claims.subject().clone();
        let request = client.user_info(answer.access_token().clone(), Some(subject)).map_err(unusable)?;
        let told = request.request_async(&self.http).await;
        told.map(Some).map_err(|error| ProviderError::UserInfo(causes(&error)))
    }

    /// Asks whether the provider still vouches for somebody (OpenID Connect Core 1.0, section 12).
    pub(in crate::identity) async fn renew(
        &self,
        token: &SecretString,
        subject: &str,
        now: Timestamp,
    ) -> Renewal {
        let error = match self.try_to_renew(token, subject, now).await {
            Ok(token) => return Renewal::Renewed(token),
            Err(error) => error,
        };
        tracing::warn!(provider = self.config.id, %error, "a grant is not renewed");
        match error {
            ProviderError::Answer(_) => Renewal::Unanswered,
            _ => Renewal::Ended,
        }
    }

    async fn try_to_renew(
        &self,
        token: &SecretString,
        subject: &str,
        now: Timestamp,
    ) -> Result<Option<SecretString>, ProviderError> {
        let wrong = |reason: &str| ProviderError::IdToken(reason.to_owned());
        let metadata = self.metadata(now, KEPT).await?;
        let client = self.client(&metadata);
        let token = RefreshToken::new(token.expose_secret().to_owned());
        let answer = client.exchange_refresh_token(&token).map_err(unusable)?.request_async(&self.http).await;
        let answer = answer.map_err(|error| match &error {
            RequestTokenError::ServerResponse(said)
                if *said.error() == CoreErrorResponseType::InvalidGrant =>
            {
                ProviderError::Ended(said.to_string())
            }
            _ => unusable(error),
        })?;
        // It may leave the ID token out, and its nonce.
        if let Some(token) = answer.id_token() {
            let any = |_: Option<&Nonce>| Ok(());
            let found = self.verified(&metadata, token, &ID_TOKEN, any, now).await;
            let (_, claims) = found.map_err(|error| wrong(&causes(&error)))?;
            self.check_party(&claims).map_err(wrong)?;
            if claims.subject().as_str() != subject {
                return Err(wrong("it is of somebody else than before"));
            }
        }
        Ok(refresh_token(&answer))
    }

    /// What a logout token says, if it can be believed.
    pub(in crate::identity) async fn logout(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Logout, ProviderError> {
        let wrong = |reason: &str| ProviderError::LogoutToken(reason.to_owned());
        let metadata = self.metadata(now, KEPT).await?;
        let token = IdToken::from_str(token).map_err(|error| wrong(&causes(&error)))?;
        let nonce = |nonce: Option<&Nonce>| match nonce {
            None => Ok(()),
            Some(_) => Err("it is an ID token: it has a nonce".to_owned()),
        };
        let (_, claims) = self
            .verified(&metadata, &token, &LOGOUT_TOKEN, nonce, now)
            .await
            .map_err(|e| wrong(&causes(&e)))?;
        let further = claims.additional_claims();
        let event = further.all.get("events").and_then(|events| events.get(LOGOUT_EVENT));
        if !event.is_some_and(Value::is_object) {
            return Err(wrong("it is not about logging out"));
        }
        let id = further.text("jti").filter(|id| !id.is_empty()).ok_or_else(|| wrong("it has no jti"))?;
        let issued = claims.issue_time().timestamp_micros();
        if now.0 - issued > LOGOUT_WITHIN {
            return Err(wrong("it is too old"));
        }
        check_subject(&claims).map_err(wrong)?;
        Ok(Logout {
            subject: claims.subject().to_string(),
            session: provider_session(further).map_err(wrong)?,
            id: token_hash(id),
            forget_at: Timestamp(issued + LOGOUT_WITHIN + AHEAD),
        })
    }

    /// The claims of a token that this provider signed for us. A key that is not known may be a new one.
    async fn verified(
        &self,
        metadata: &Metadata,
        token: &IdToken,
        types: &[&str],
        nonce: impl Fn(Option<&Nonce>) -> Result<(), String>,
        now: Timestamp,
    ) -> Result<(Verifier, Claims), ClaimsVerificationError> {
        let verifier = self.verifier(metadata, types, now);
        let unknown =
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey);
        match token.claims(&verifier, &nonce) {
            Err(error) if error == unknown => {
                let metadata = self.metadata(now, ASKED_AGAIN).await.map_err(|_| unknown)?;
                let verifier = self.verifier(&metadata, types, now);
                let claims = token.claims(&verifier, &nonce)?.clone();
                Ok((verifier, claims))
            }
            found => {
                let claims = found?.clone();
                Ok((verifier, claims))
            }
        }
    }

    fn verifier(&self, metadata: &Metadata, types: &[&str], now: Timestamp) -> Verifier {
        let id = ClientId::new(self.config.client_id.clone());
        let issuer: IssuerUrl = metadata.issuer().clone();
        // As a public client, so that no signature is checked against the client's secret.
        let verifier = IdTokenVerifier::new_public_client(id, issuer, metadata.jwks().clone());
        let types = types.iter().map(|name| JsonWebTokenType::new((*name).to_owned()));
        let types: Vec<_> = types.filter_map(|name| name.normalize().ok()).collect();
        let micros = u64::try_from(now.0).unwrap_or_default();
        verifier
            .set_allowed_algs(ALGORITHMS)
            .set_allowed_jose_types(types)
            .set_time_fn(move || (UNIX_EPOCH + Duration::from_micros(micros)).into())
            .set_issue_time_verifier_fn(move |issued| match issued.timestamp_micros() - now.0 {
                ..=AHEAD => Ok(()),
                _ => Err("it is from the future".to_owned()),
            })
    }

    fn check_party(&self, claims: &Claims) -> Result<(), &'static str> {
        match claims.authorized_party() {
            Some(party) if party.as_str() != self.config.client_id => Err("it was made for another client"),
            _ => check_subject(claims),
        }
    }
}

type Verifier = IdTokenVerifier<'static, CoreJsonWebKey>;

fn refresh_token(answer: &Tokens) -> Option<SecretString> {
    answer.refresh_token().map(|token| SecretString::from(token.secret().as_str()))
}

fn check_subject(claims: &Claims) -> Result<(), &'static str> {
    match claims.subject().len() {
        1..=MAX_SUBJECT => Ok(()),
        _ => Err("its subject is empty or too long"),
    }
}

fn provider_session(further: &Further) -> Result<Option<String>, &'static str> {
    match further.all.get("sid") {
        None => Ok(None),
        Some(Value::String(sid)) if (1..=MAX_SESSION).contains(&sid.len()) => Ok(Some(sid.clone())),
        Some(_) => Err("its session is not a text of 1 to 255 bytes"),
    }
}
