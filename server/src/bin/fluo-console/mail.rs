//! The mail settings of `serve`, and where messages go without them: the server's output.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::Args;
use console_core::mail::{MailConfig, Message, Printer, SmtpConfig};
use secrecy::{ExposeSecret as _, SecretString};

use crate::output;

#[derive(Args, Debug)]
#[command(next_help_heading = "Mail")]
pub(crate) struct MailArgs {
    /// Mail server: smtps://name@host, smtp://name@host (STARTTLS) or smtp+plain://host; messages are printed where absent
    #[arg(long, env = "FLUO_CONSOLE_SMTP_URL", hide_env_values = true, value_name = "URL")]
    smtp_url: Option<String>,
    /// File with the password for the mail server
    #[arg(long, env = "FLUO_CONSOLE_SMTP_PASSWORD_FILE", hide_env_values = true, value_name = "FILE")]
    smtp_password_file: Option<PathBuf>,
    /// Whom messages come from: `Fluo Console <console@example.com>`
    #[arg(long, env = "FLUO_CONSOLE_MAIL_FROM", hide_env_values = true, value_name = "ADDRESS")]
    mail_from: Option<String>,
}

impl MailArgs {
    pub(crate) fn config(&self) -> anyhow::Result<MailConfig> {
        let Some(url) = &self.smtp_url else {
            if self.smtp_password_file.is_some() || self.mail_from.is_some() {
                bail!("--smtp-password-file and --mail-from go with --smtp-url");
            }
            return Ok(MailConfig::Printed(Arc::new(Output)));
        };
        let Some(from) = &self.mail_from else { bail!("--smtp-url needs --mail-from") };
        let password = match &self.smtp_password_file {
            Some(file) => {
                let text = std::fs::read_to_string(file);
                let text = text.with_context(|| format!("{} cannot be read", file.display()))?;
                Some(SecretString::from(text.trim_end_matches(['\r', '\n'])))
            }
            None => None,
        };
        Ok(MailConfig::Smtp(SmtpConfig::new(url, password, from)?))
    }
}

/// Whoever runs the server reads what it prints, and hands it on.
struct Output;

impl Printer for Output {
    fn print(&self, message: &Message) {
        let Message { to, subject, text } = message;
        let text = text.expose_secret().trim_end().replace('\n', "\n    ");
        let printed = output::line(&format!("message for {to}: {subject}\n    {text}\n"));
        if let Err(error) = printed {
            tracing::error!(%error, "a message could not be printed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(url: Option<&str>, from: Option<&str>) -> anyhow::Result<MailConfig> {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        MailArgs { smtp_url: owned(url), smtp_password_file: None, mail_from: owned(from) }.config()
    }

    #[test]
    fn settings_of_mail_go_together() {
        assert!(matches!(config(None, None).unwrap(), MailConfig::Printed(_)));
        assert!(config(None, Some("a@example.com")).is_err());
        assert!(config(Some("smtps://mail.example.com"), None).is_err());
        let smtp = config(Some("smtps://mail.example.com"), Some("a@example.com")).unwrap();
        assert!(matches!(smtp, MailConfig::Smtp(_)));
    }
}
