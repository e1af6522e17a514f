//! Messages to people by mail: what they say, and how they leave.
//!
//! Whoever has something to say puts it into the transaction of what it is about ([`queue`]); a task of the console
//! sends it later and tries again, so that no request waits for a mail server. A message is sealed while it waits, since
//! the links in it open something, and forgotten when it has left.

mod queue;
mod smtp;
pub(crate) mod texts;

use std::sync::Arc;

use secrecy::SecretString;

pub(crate) use queue::{Errand, MailRoom, deliver_until};
pub use smtp::{SmtpConfig, SmtpConfigError};

/// A message as somebody reads it.
#[derive(Clone, Debug)]
pub struct Message {
    pub to: String,
    pub subject: String,
    /// Plain text; may hold a link that opens something.
    pub text: SecretString,
}

/// Where messages go when the installation names no mail server: to whoever runs it.
pub trait Printer: Send + Sync + 'static {
    fn print(&self, message: &Message);
}

/// How messages leave.
#[derive(Clone)]
pub enum MailConfig {
    Smtp(SmtpConfig),
    /// Not by mail: the operator hands on what is printed.
    Printed(Arc<dyn Printer>),
    /// Nowhere, for a console that has one user.
    Nowhere,
}

impl std::fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Smtp(config) => config.fmt(f),
            Self::Printed(_) => f.write_str("Printed"),
            Self::Nowhere => f.write_str("Nowhere"),
        }
    }
}
