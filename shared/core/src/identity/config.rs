//! What an installation says of how people come in.

use crate::mail::MailConfig;
use crate::vault::Vault;

/// What an installation says of how people come in.
#[derive(Clone, Debug)]
pub struct IdentityConfig {
    /// Seals what the store keeps but must not show.
    pub vault: Vault,
    /// Where browsers reach the console, without a slash at the end: links in messages begin with it.
    pub public_url: String,
    /// How messages leave.
    pub mail: MailConfig,
}

impl IdentityConfig {
    /// A console that nobody reaches by browser.
    pub fn new(vault: Vault) -> Self {
        Self { vault, public_url: String::new(), mail: MailConfig::Nowhere }
    }
}
