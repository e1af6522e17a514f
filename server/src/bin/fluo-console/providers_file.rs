//! The file of sign-in providers: one TOML table for each, named by its id.
//!
//! A client secret is in a file of its own or in an environment variable, never in this file, which may be read by
//! many.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};
use console_api::RoleId;
use console_core::identity::{ProviderConfig, RoleClaim};
use secrecy::SecretString;
use serde::Deserialize;

const PATIENCE_SECONDS: u64 = 10;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ProviderTable {
    name: String,
    issuer: String,
    client_id: String,
    client_secret_file: Option<PathBuf>,
    client_secret_env: Option<String>,
    #[serde(default = "usual_scopes")]
    scopes: Vec<String>,
    #[serde(default)]
    origins: Vec<String>,
    #[serde(default)]
    parameters: BTreeMap<String, String>,
    timeout_seconds: Option<u64>,
    role_claim: Option<String>,
    /// In order: the first value that somebody has decides.
    #[serde(default)]
    roles: Vec<RoleTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleTable {
    value: String,
    role: RoleId,
}

fn usual_scopes() -> Vec<String> {
    ["profile", "email"].map(str::to_owned).to_vec()
}

pub(crate) fn read(path: &Path) -> anyhow::Result<Vec<ProviderConfig>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the file of sign-in providers {} cannot be read", path.display()))?;
    #[expect(clippy::disallowed_methods, reason = "the host's configuration is what this reads")]
    let variable = |name: &str| std::env::var(name).ok();
    parse(&text, variable).with_context(|| path.display().to_string())
}

fn parse(text: &str, variable: impl Fn(&str) -> Option<String>) -> anyhow::Result<Vec<ProviderConfig>> {
    let tables: BTreeMap<String, ProviderTable> =
        toml::from_str(text).context("it is not as it should be")?;
    tables.into_iter().map(|(id, table)| provider(id, table, &variable)).collect()
}

fn provider(
    id: String,
    table: ProviderTable,
    variable: impl Fn(&str) -> Option<String>,
) -> anyhow::Result<ProviderConfig> {
    let secret = match (&table.client_secret_file, &table.client_secret_env) {
        (Some(_), Some(_)) => bail!("`{id}`: its client secret is in a file or in a variable, not in both"),
        (Some(file), None) => {
            let text = std::fs::read_to_string(file);
            Some(text.with_context(|| format!("`{id}`: {} cannot be read", file.display()))?)
        }
        (None, Some(name)) => {
            Some(variable(name).with_context(|| format!("`{id}`: the variable {name} is not set"))?)
        }
        (None, None) => None,
    };
    let role_claim = match (table.role_claim, table.roles.is_empty()) {
        (Some(claim), false) => {
            let roles = table.roles.into_iter().map(|RoleTable { value, role }| (value, role)).collect();
            Some(RoleClaim { claim, roles })
        }
        (None, true) => None,
        _ => bail!("`{id}`: `role-claim` and `roles` go together"),
    };
    Ok(ProviderConfig {
        id,
        name: table.name,
        issuer: table.issuer,
        client_id: table.client_id,
        client_secret: secret.map(|secret| SecretString::from(secret.trim_end_matches(['\r', '\n']))),
        scopes: table.scopes,
        origins: table.origins,
        parameters: table.parameters.into_iter().collect(),
        role_claim,
        patience: Duration::from_secs(table.timeout_seconds.unwrap_or(PATIENCE_SECONDS).max(1)),
    })
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    fn told(text: &str) -> Result<Vec<ProviderConfig>, String> {
        let variable = |name: &str| (name == "SECRET").then(|| "s3cret\n".to_owned());
        parse(text, variable).map_err(|error| format!("{error:#}"))
    }

    const COMPANY: &str =
        "[company]\nname = \"Company\"\nissuer = \"https://id.example.com\"\nclient-id = \"console\"\n";

    #[test]
    fn a_provider_is_read_with_its_secret_and_roles() {
        let more = "client-secret-env = \"SECRET\"\norigins = [\"https://keys.example.com\"]\n\
            parameters = { hd = \"example.com\" }\nrole-claim = \"groups\"\n\
            roles = [{ value = \"ops\", role = \"admin\" }, { value = \"all\", role = \"viewer\" }]\n";
        let providers = told(&format!("{COMPANY}{more}")).unwrap();
        let [company] = providers.as_slice() else { panic!("one provider") };
        assert_eq!((company.id.as_str(), company.scopes.len()), ("company", 2));
        assert_eq!(company.client_secret.as_ref().unwrap().expose_secret(), "s3cret");
        assert_eq!(company.origins, ["https://keys.example.com"]);
        assert_eq!(company.parameters, [("hd".to_owned(), "example.com".to_owned())]);
        assert_eq!(company.role_claim.as_ref().unwrap().roles[0], ("ops".to_owned(), RoleId::from("admin")));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (more, said) in [
            ("client-secret-env = \"NONE\"\n", "the variable NONE is not set"),
            ("client-secret-env = \"SECRET\"\nclient-secret-file = \"x\"\n", "not in both"),
            ("client-secret-file = \"/nowhere/secret\"\n", "/nowhere/secret cannot be read"),
            ("role-claim = \"groups\"\n", "go together"),
            ("client-secret = \"s\"\n", "unknown field `client-secret`"),
        ] {
            let error = told(&format!("{COMPANY}{more}")).unwrap_err();
            assert!(error.contains(said), "{error}");
        }
    }
}
