//! What an installation says of a provider.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

use console_api::RoleId;
use secrecy::SecretString;
use url::{Host, Origin, Url};

/// A provider of identities, and what its people become here.
#[derive(Clone, Debug)]
pub struct ProviderConfig {
    /// Part of addresses: `/sign-in/with/{id}`. Small letters, digits and hyphens.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The issuer, exactly as the provider writes it. `https`, or `http` on this machine.
    pub issuer: String,
    pub client_id: String,
    pub client_secret: Option<SecretString>,
    /// Asked for beside `openid`.
    pub scopes: Vec<String>,
    /// Origins beside its issuer's at which its endpoints and keys may be, such as `https://www.googleapis.com`.
    pub origins: Vec<String>,
    /// What people are sent there with beside the usual, such as `hd` or `domain_hint`.
    pub parameters: Vec<(String, String)>,
    /// Where the provider says what somebody may be here. Without it people come in by invitation.
    pub role_claim: Option<RoleClaim>,
    /// How long one answer of the provider may take.
    pub patience: Duration,
}

/// A claim whose values are roles here.
#[derive(Clone, Debug)]
pub struct RoleClaim {
    /// Name of the claim: a text, or a list of texts.
    pub claim: String,
    /// Its values and what they make of somebody, the first that applies.
    pub roles: Vec<(String, RoleId)>,
}

/// What is wrong with a provider's configuration. One line for a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sign-in provider `{id}`: {reason}")]
pub struct ProviderConfigError {
    pub id: String,
    pub reason: String,
}

const MAX_ID: usize = 40;
const MAX_ORIGINS: usize = 10;
const MAX_PARAMETERS: usize = 10;
/// What a request to sign in is made of: nobody configures that.
const OURS: [&str; 10] = [
    "response_type",
    "response_mode",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "login_hint",
];

impl ProviderConfig {
    pub(super) fn wrong(&self, reason: impl Into<String>) -> ProviderConfigError {
        ProviderConfigError { id: self.id.clone(), reason: reason.into() }
    }

    /// Where the provider may be asked: at its issuer's origin, and at those that are named.
    pub(super) fn check(&self) -> Result<Vec<Origin>, ProviderConfigError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.id.is_empty() || self.id.len() > MAX_ID || !self.id.chars().all(plain) {
            return Err(self.wrong("its id is made of small letters, digits and hyphens, at most 40"));
        }
        if self.client_id.is_empty() {
            return Err(self.wrong("its client id is empty"));
        }
        let url = Url::parse(&self.issuer).map_err(|error| self.wrong(format!("its issuer: {error}")))?;
        if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() {
            return Err(self.wrong("an issuer has no query, no fragment and no credentials"));
        }
        if !is_safe(&url) {
            return Err(self.wrong("an issuer begins with https://, or with http:// on this machine"));
        }
        let ours = |(name, _): &(String, String)| name.is_empty() || OURS.contains(&name.as_str());
        if self.parameters.len() > MAX_PARAMETERS || self.parameters.iter().any(ours) {
            let most = "parameters have names that are not the console's own, and are at most 10";
            return Err(self.wrong(most));
        }
        if self.origins.len() > MAX_ORIGINS {
            return Err(self.wrong("it has at most 10 origins beside its issuer's"));
        }
        let named = self.origins.iter().map(|origin| {
            let url = Url::parse(origin).ok().filter(|url| is_safe(url) && is_bare(url));
            url.map(|url| url.origin()).ok_or_else(|| {
                self.wrong(format!("`{origin}` is no origin such as https://www.googleapis.com"))
            })
        });
        std::iter::once(Ok(url.origin())).chain(named).collect()
    }
}

/// Whether nobody on the way can listen.
fn is_safe(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => is_this_machine(url),
        _ => false,
    }
}

fn is_bare(url: &Url) -> bool {
    url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty()
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

impl RoleClaim {
    /// The first role that the claim gives.
    pub(in crate::identity) fn role(&self, claims: &BTreeMap<String, serde_json::Value>) -> Option<&RoleId> {
        let said = claims.get(&self.claim)?;
        let says = |value: &str| match said {
            serde_json::Value::String(text) => text == value,
            serde_json::Value::Array(texts) => texts.iter().any(|text| text == value),
            _ => false,
        };
        self.roles.iter().find(|(value, _)| says(value)).map(|(_, role)| role)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn config(id: &str, issuer: &str) -> ProviderConfig {
        ProviderConfig {
            id: id.to_owned(),
            name: "Company".to_owned(),
            issuer: issuer.to_owned(),
            client_id: "console".to_owned(),
            client_secret: None,
            scopes: Vec::new(),
            origins: Vec::new(),
            parameters: Vec::new(),
            role_claim: None,
            patience: Duration::from_secs(10),
        }
    }

    #[test]
    fn an_issuer_is_reached_so_that_nobody_can_listen() {
        for (issuer, fine) in [
            ("https://id.example.com/realms/one", true),
            ("http://127.0.0.1:3000", true),
            ("http://[::1]:3000", true),
            ("http://localhost", true),
            ("http://id.example.com", false),
            ("ftp://id.example.com", false),
            ("https://id.example.com?x", false),
            ("https://me@id.example.com", false),
            ("id.example.com", false),
        ] {
            assert_eq!(config("company", issuer).check().is_ok(), fine, "{issuer}");
        }
        for id in ["", "Company", "a/b", "a b"] {
            assert!(config(id, "https://id.example.com").check().is_err(), "{id}");
        }
    }

    #[test]
    fn only_origins_are_added_and_nothing_of_ours_is_replaced() {
        for (origin, fine) in [
            ("https://www.googleapis.com", true),
            ("http://127.0.0.1:3000", true),
            ("http://www.googleapis.com", false),
            ("https://www.googleapis.com/oauth2", false),
            ("www.googleapis.com", false),
        ] {
            let mut config = config("company", "https://accounts.google.com");
            config.origins = vec![origin.to_owned()];
            assert_eq!(config.check().is_ok_and(|origins| origins.len() == 2), fine, "{origin}");
        }
        for (name, fine) in [("hd", true), ("domain_hint", true), ("redirect_uri", false), ("", false)] {
            let mut config = config("company", "https://accounts.google.com");
            config.parameters = vec![(name.to_owned(), "example.com".to_owned())];
            assert_eq!(config.check().is_ok(), fine, "{name}");
        }
    }

    #[test]
    fn the_first_role_that_applies_is_given() {
        let roles = [("admins", "admin"), ("all", "viewer")];
        let roles = roles.map(|(value, role)| (value.to_owned(), RoleId::from(role))).to_vec();
        let claim = RoleClaim { claim: "groups".to_owned(), roles };
        for (said, role) in [
            (json!(["all", "admins"]), Some("admin")),
            (json!("all"), Some("viewer")),
            (json!(["others"]), None),
            (json!({ "admins": true }), None),
            (json!(null), None),
        ] {
            let claims = BTreeMap::from([("groups".to_owned(), said)]);
            assert_eq!(claim.role(&claims).map(RoleId::as_str), role);
        }
        assert_eq!(claim.role(&BTreeMap::new()), None);
    }
}
