//! Tokens as the provider signs them, well or not.

use base64::Engine as _;
use openidconnect::core::{CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{JsonWebKey, JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value, json};

pub(super) const KEY: &str = include_str!("key.pem");
/// A key that the provider does not publish.
pub(super) const OTHER_KEY: &str = include_str!("other_key.pem");
pub(super) const KEY_ID: &str = "key";
pub(super) const RS256: CoreJwsSigningAlgorithm = CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256;
pub(super) const HS256: CoreJwsSigningAlgorithm = CoreJwsSigningAlgorithm::HmacSha256;

pub(super) fn key(pem: &str) -> CoreRsaPrivateSigningKey {
    CoreRsaPrivateSigningKey::from_pem(pem, Some(JsonWebKeyId::new(KEY_ID.to_owned()))).expect("a key")
}

pub(super) fn public_key() -> Value {
    let mut public = serde_json::to_value(key(KEY).as_verification_key()).expect("a key as JSON");
    public["alg"] = json!("RS256");
    public
}

/// Puts claims in place of others; null takes one away.
pub(super) fn replace(claims: &mut Value, by: &Value) {
    let claims = claims.as_object_mut().expect("an object");
    for (name, value) in by.as_object().expect("an object") {
        match value {
            Value::Null => claims.remove(name),
            value => claims.insert(name.clone(), value.clone()),
        };
    }
}

/// RFC 7515's compact form.
pub(super) fn jwt<K>(header: &Value, claims: &Value, key: &K, algorithm: CoreJwsSigningAlgorithm) -> String
where
    K: PrivateSigningKey,
    K::VerificationKey: JsonWebKey<SigningAlgorithm = CoreJwsSigningAlgorithm>,
{
    let signed = format!("{}.{}", encoded(header), encoded(claims));
    let signature = key.sign(&algorithm, signed.as_bytes()).expect("a signature");
    format!("{signed}.{}", base64url(&signature))
}

pub(super) fn encoded(value: &Value) -> String {
    base64url(value.to_string().as_bytes())
}

pub(super) fn base64url(bytes: &[u8]) -> String {
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn base64(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
