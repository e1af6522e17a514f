//! `fluo-console login` and `logout`: a token for a server elsewhere, approved by somebody in their browser.

use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;
use console_api::device::{BeginDeviceLogin, DeviceLoginBegun, DeviceLoginState, PollDeviceLogin};
use console_api::{Envelope, ErrorCode};
use reqwest::Client;
use secrecy::SecretString;
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use crate::credentials::Credentials;
use crate::output;
use crate::serve::web_address;

/// Signs this program in at a console server.
///
/// It prints a code and an address. Whoever is signed in there opens it, sees what asks, chooses what it may do, and
/// approves. The token it then gets is used by every command that is given the same --url and no --token.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  fluo-console login --url https://fluo.example.com
  fluo-console call signals.list --url https://fluo.example.com")]
pub(crate) struct LoginArgs {
    /// Address of the server
    #[arg(long, env = "FLUO_CONSOLE_URL", hide_env_values = true, value_name = "URL", value_parser = web_address)]
    url: Url,
    /// What whoever approves is told about this program
    #[arg(long, default_value = "fluo-console", value_name = "TEXT")]
    client: String,
}

/// Forgets the token that `login` got.
#[derive(Args, Debug)]
pub(crate) struct LogoutArgs {
    /// Address of the server
    #[arg(long, env = "FLUO_CONSOLE_URL", hide_env_values = true, value_name = "URL", value_parser = web_address)]
    url: Url,
}

pub(crate) async fn login(args: LoginArgs) -> anyhow::Result<()> {
    let url = args.url.as_str().trim_end_matches('/').to_owned();
    // Before anybody approves anything: a place to keep the token.
    let mut credentials = Credentials::own()?;
    let client = Client::builder()
        .timeout(Duration::from_secs(60))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .context("the HTTP client cannot be made")?;
    let asked = BeginDeviceLogin { client: args.client };
    let begun: DeviceLoginBegun = match ask(&client, &format!("{url}/device/begin"), &asked).await? {
        Ok(begun) => begun,
        Err(error) => bail!("{url} lets no program ask: {error}"),
    };
    output::line(&format!(
        "  open      {url}{}\n  code      {}\n\nWaiting for somebody to approve it there.",
        begun.path, begun.user_code
    ))?;
    let poll = PollDeviceLogin { device_code: begun.device_code };
    let mut interval = Duration::from_secs(u64::from(begun.interval.max(1)));
    loop {
        tokio::time::sleep(interval).await;
        match ask(&client, &format!("{url}/device/poll"), &poll).await? {
            Ok(DeviceLoginState::Waiting) => {}
            Ok(DeviceLoginState::Denied) => bail!("somebody said no"),
            Ok(DeviceLoginState::Approved(granted)) => {
                credentials.keep(&url, &SecretString::from(granted.secret.0), granted.token.expires_at)?;
                return output::line(&format!(
                    "signed in until {}\n\nwarning: the token is in {}, which only you can read but is not encrypted.\n\
                     `fluo-console logout --url {url}` removes it; end it for good in the console, under API tokens.",
                    granted.token.expires_at,
                    credentials.path().display()
                ));
            }
            // RFC 8628, section 3.5.
            Err(error) if error.code == ErrorCode::RateLimited => interval += Duration::from_secs(5),
            Err(error) => bail!("{}", error.message),
        }
    }
}

pub(crate) fn logout(args: LogoutArgs) -> anyhow::Result<()> {
    let mut credentials = Credentials::own()?;
    if !credentials.forget(args.url.as_str())? {
        bail!("nothing is kept for {}", args.url);
    }
    output::line("forgotten here; end the token for good in the console, under API tokens")
}

async fn ask<T: DeserializeOwned>(
    client: &Client,
    url: &str,
    request: &impl Serialize,
) -> anyhow::Result<Result<T, console_api::Error>> {
    let answer = client.post(url).json(request).send().await;
    let answer = answer.with_context(|| format!("{url} does not answer"))?;
    let status = answer.status();
    let text = answer.text().await.with_context(|| format!("{url} ended its answer early"))?;
    let envelope: Envelope<T> = serde_json::from_str(&text)
        .map_err(|_| anyhow::anyhow!("{url} is no console server: it answered {status}"))?;
    Ok(envelope.into_result().map(|answer| answer.data).map_err(|(error, _)| error))
}
