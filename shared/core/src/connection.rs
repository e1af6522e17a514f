//! The connection to a tenant's FLUO: from what a tenant's people gave to what is worked with, and trying it.

use std::time::Duration;

use console_api::connection::{ConnectionReport, FluoConnection, LinkTemplate, TenantHeader};
use console_api::fluo::{Capability, Dialect, HealthCheck};
use console_api::operations::SetConnection;
use console_api::{Error, TenantId};
use reqwest::header::{HeaderName, HeaderValue};
use secrecy::SecretString;
use tokio::time::Instant;
use url::Url;

use crate::caller::TenantScope;
use crate::console::Console;
use crate::fluo::{FluoConfig, LiveFeed};
use crate::operations::internal;
use crate::store::StoreError;
use crate::store::connections::ConnectionRow;
use crate::vault::Place;
use crate::workspace::{Connection, NO_FLUO};

/// The name of the bearer token among the tenant's secrets.
pub(crate) const BEARER: &str = "fluo.bearer";
/// Where FLUO v1's live feed is unless somebody says otherwise.
const LIVE_PATH: &str = "/api/v1/ws/signals";
/// A whole trial; each of its requests has less.
const TRIAL: Duration = Duration::from_secs(15);
const MAX_URL: usize = 500;
const MAX_HEADER: usize = 200;
const MAX_LINKS: usize = 10;
const MAX_LINK_NAME: usize = 40;
const MAX_BEARER: usize = 16 * 1_024;
/// What a link may ask for.
const PLACEHOLDERS: [&str; 6] = ["{traceId}", "{spanId}", "{service}", "{rule}", "{from}", "{to}"];
/// Headers that are ours to write.
const OUR_HEADERS: [&str; 8] =
    ["authorization", "accept", "host", "cookie", "content-type", "content-length", "connection", "upgrade"];

/// What is done with the bearer token.
pub(crate) enum Bearer {
    Kept(Option<SecretString>),
    Replaced(SecretString),
    Removed,
}

impl Bearer {
    /// As the audit trail tells it.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Kept(Some(_)) => "kept",
            Self::Replaced(_) => "replaced",
            Self::Kept(None) | Self::Removed => "none",
        }
    }

    pub(crate) fn secret(&self) -> Option<&SecretString> {
        match self {
            Self::Kept(secret) => secret.as_ref(),
            Self::Replaced(secret) => Some(secret),
            Self::Removed => None,
        }
    }
}

/// Where the bearer token is sealed.
pub(crate) fn bearer_place(scope: &TenantScope) -> Place<'_> {
    Place::TenantSecret { tenant: scope.tenant(), name: BEARER }
}

impl Console {
    /// What the tenant's workspace works with; or why there is nothing, in words for a person.
    pub(crate) async fn connection_of(
        &self,
        tenant: &TenantId,
    ) -> Result<Result<Connection, String>, StoreError> {
        let scope = TenantScope::system(tenant.clone());
        let Some(row) = self.store().connection(&scope).await? else {
            let local = self.local_connection(tenant.as_str());
            return Ok(local.cloned().ok_or_else(|| NO_FLUO.to_owned()));
        };
        let bearer = match self.bearer_of(&scope).await {
            Ok(bearer) => bearer,
            Err(error) => return Ok(Err(error.message)),
        };
        let connection = Connection::new(config(&row, bearer), self.outbound_for_tenants());
        Ok(connection.map_err(|error| error.to_string()))
    }

    /// The token that is sent to the tenant's FLUO.
    async fn bearer_of(&self, scope: &TenantScope) -> Result<Option<SecretString>, Error> {
        let Some(sealed) = self.store().secret(scope, BEARER).await.map_err(internal)? else {
            return Ok(None);
        };
        let opened = self.vault().open_sealed(bearer_place(scope), &sealed).map_err(|error| {
            tracing::error!(%error, tenant = scope.tenant(), "a secret cannot be opened");
            let message =
                "the token for FLUO cannot be opened here: the installation's key ring lacks its key";
            Error::new(console_api::ErrorCode::Unavailable, message)
        })?;
        Ok(Some(opened))
    }

    /// What was asked for, checked; with what is done with the token. It is kept only for the host that has it: who
    /// does not know it must not have it sent elsewhere.
    pub(crate) async fn checked_connection(
        &self,
        scope: &TenantScope,
        request: SetConnection,
    ) -> Result<(ConnectionRow, Bearer), Error> {
        let SetConnection { dialect, url, live_path, traces_url, tenant_header, bearer, links } = request;
        let address = self.checked_address("the address of FLUO", &url)?;
        if let Some(traces_url) = &traces_url {
            self.checked_address("the address of the traces", traces_url)?;
        }
        if let Some(header) = &tenant_header {
            check_header(header)?;
        }
        check_links(&links)?;
        let live_path = live_path.unwrap_or_else(|| LIVE_PATH.to_owned());
        if !live_path.starts_with('/') || live_path.len() > MAX_URL || live_path.chars().any(char::is_control)
        {
            return Err(Error::invalid("the live feed's path begins with /"));
        }
        let bearer = match bearer {
            Some(secret) if secret.0.is_empty() => Bearer::Removed,
            Some(secret) => {
                let printed = secret.0.bytes().all(|byte| byte.is_ascii_graphic());
                if !printed || secret.0.len() > MAX_BEARER {
                    return Err(Error::invalid("a bearer token is letters, digits and signs without blanks"));
                }
                Bearer::Replaced(SecretString::from(secret.0))
            }
            None => {
                let before = self.store().connection(scope).await.map_err(internal)?;
                let same_host = before
                    .and_then(|before| Url::parse(&before.url).ok())
                    .is_some_and(|before| before.origin() == address.origin());
                Bearer::Kept(if same_host { self.bearer_of(scope).await? } else { None })
            }
        };
        let updated_at = self.clock().now();
        let row = ConnectionRow { dialect, url, live_path, traces_url, tenant_header, links, updated_at };
        // Whatever else cannot be worked with is said now, not when the mirror meets it.
        Connection::new(config(&row, None), self.outbound_for_tenants())
            .map_err(|error| Error::invalid(error.to_string()))?;
        Ok((row, bearer))
    }

    fn checked_address(&self, what: &str, text: &str) -> Result<Url, Error> {
        if text.len() > MAX_URL {
            return Err(Error::invalid(format!("{what} has at most {MAX_URL} characters")));
        }
        let url =
            self.outbound_for_tenants().check(text).map_err(|error| Error::invalid(error.to_string()))?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(Error::invalid(format!("{what} is scheme, host, port and path alone")));
        }
        Ok(url)
    }

    /// The connection as it is shown.
    pub(crate) async fn shown_connection(&self, scope: &TenantScope) -> Result<FluoConnection, Error> {
        let row = self.store().connection(scope).await.map_err(internal)?;
        if let Some(row) = row {
            let has_bearer = self.store().secret(scope, BEARER).await.map_err(internal)?.is_some();
            return Ok(FluoConnection {
                dialect: row.dialect,
                url: row.url,
                live_path: row.live_path,
                traces_url: row.traces_url,
                tenant_header: row.tenant_header,
                has_bearer,
                links: row.links,
                from_installation: false,
                updated_at: Some(row.updated_at),
            });
        }
        let Some(local) = self.local_connection(scope.tenant()) else {
            return Err(Error::not_found("connection"));
        };
        let config = local.fluo.config();
        Ok(FluoConnection {
            dialect: Dialect::FluoV1,
            url: local.fluo.shown_url(),
            live_path: config.live_path.clone(),
            traces_url: config.traces_url.clone(),
            tenant_header: None,
            has_bearer: config.bearer.is_some(),
            links: Vec::new(),
            from_installation: true,
            updated_at: None,
        })
    }

    /// Tries a connection: does it answer, can it be read, what can it do.
    pub(crate) async fn try_connection(&self, row: &ConnectionRow, bearer: &Bearer) -> ConnectionReport {
        let mut report = ConnectionReport {
            works: false,
            problem: None,
            capabilities: Vec::new(),
            checks: Vec::new(),
            answered_in_ms: None,
        };
        match Connection::new(config(row, bearer.secret().cloned()), self.outbound_for_tenants()) {
            Ok(connection) => {
                let tried = tokio::time::timeout(TRIAL, try_it(&connection, &mut report)).await;
                report.problem = tried.unwrap_or_else(|_| Some("FLUO took too long to answer".to_owned()));
            }
            Err(error) => report.problem = Some(error.to_string()),
        }
        report
    }
}

/// Fills the report in; answers what is wrong, or will be missing.
async fn try_it(connection: &Connection, report: &mut ConnectionReport) -> Option<String> {
    let fluo = &connection.fluo;
    let began = Instant::now();
    let health = match fluo.health().await {
        Ok(health) => health,
        Err(error) => return Some(error.to_string()),
    };
    report.answered_in_ms = i64::try_from(began.elapsed().as_millis()).ok();
    report.checks = health
        .checks
        .into_iter()
        .map(|check| HealthCheck { up: check.status.eq_ignore_ascii_case("UP"), name: check.name })
        .collect();
    if let Err(error) = fluo.signals(1, 1, 0).await {
        return Some(format!("FLUO answers, but its signals cannot be read: {error}"));
    }
    report.capabilities.extend([Capability::JsonSignals, Capability::SignalStatus]);
    if let Err(error) = fluo.rule_stacks().await {
        return Some(format!("FLUO answers, but its rules cannot be read: {error}"));
    }
    report.capabilities.extend([Capability::RuleVersions, Capability::Traces]);
    report.works = true;
    match LiveFeed::open(fluo).await {
        Ok(_) => {
            report.capabilities.push(Capability::LiveFeed);
            None
        }
        Err(error) => Some(format!("there is no live feed, so signals come every few seconds: {error}")),
    }
}

fn config(row: &ConnectionRow, bearer: Option<SecretString>) -> FluoConfig {
    FluoConfig {
        traces_url: row.traces_url.clone(),
        live_path: row.live_path.clone(),
        bearer,
        tenant_header: row.tenant_header.clone().map(|TenantHeader { name, value }| (name, value)),
        ..FluoConfig::new(row.url.as_str())
    }
}

fn check_header(header: &TenantHeader) -> Result<(), Error> {
    let TenantHeader { name, value } = header;
    let fine = name.len() <= MAX_HEADER
        && value.len() <= MAX_HEADER
        && !value.is_empty()
        && HeaderName::try_from(name.as_str()).is_ok()
        && HeaderValue::try_from(value.as_str()).is_ok_and(|value| value.to_str().is_ok());
    if !fine {
        return Err(Error::invalid("that is no header with a value"));
    }
    let lowered = name.to_ascii_lowercase();
    if OUR_HEADERS.contains(&lowered.as_str()) || lowered.starts_with("sec-") {
        return Err(Error::invalid(format!("the header {name} is the console's own to write")));
    }
    Ok(())
}

fn check_links(links: &[LinkTemplate]) -> Result<(), Error> {
    if links.len() > MAX_LINKS {
        return Err(Error::invalid(format!("there are at most {MAX_LINKS} links")));
    }
    for LinkTemplate { name, url } in links {
        crate::operations::person_text("a link's name", name, MAX_LINK_NAME)?;
        let filled = PLACEHOLDERS.iter().fold(url.clone(), |url, placeholder| url.replace(placeholder, "0"));
        let parsed = Url::parse(&filled).ok().filter(|parsed| matches!(parsed.scheme(), "http" | "https"));
        let is_plain =
            parsed.is_some_and(|parsed| parsed.username().is_empty() && parsed.password().is_none());
        if !is_plain
            || url.len() > MAX_URL
            || filled.contains(['{', '}'])
            || filled.chars().any(char::is_control)
        {
            let known = PLACEHOLDERS.join(", ");
            return Err(Error::invalid(format!(
                "the link {name} is no http or https address; in braces it takes {known} alone"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_a_web_address_and_asks_for_what_there_is() {
        let check = |url: &str| {
            let link = LinkTemplate { name: "Grafana".to_owned(), url: url.to_owned() };
            check_links(&[link]).is_ok()
        };
        assert!(check("https://grafana.example/explore?trace={traceId}&from={from}&to={to}"));
        assert!(check("http://jaeger:16686/trace/{traceId}?uiFind={spanId}"));
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//x/{traceId}",
            "https://x/{secret}",
            "https://a:b@x/",
        ] {
            assert!(!check(url), "{url}");
        }
    }

    #[test]
    fn the_tenant_header_is_none_of_ours() {
        let check = |name: &str, value: &str| {
            check_header(&TenantHeader { name: name.to_owned(), value: value.to_owned() }).is_ok()
        };
        assert!(check("X-Tenant-ID", "acme"));
        for (name, value) in [
            ("Authorization", "x"),
            ("Host", "x"),
            ("Sec-WebSocket-Key", "x"),
            ("X Tenant", "x"),
            ("X-Tenant", ""),
            ("X-Tenant", "a\r\nHost: b"),
        ] {
            assert!(!check(name, value), "{name}: {value}");
        }
    }
}
