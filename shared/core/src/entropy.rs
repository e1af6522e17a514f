//! Randomness as an input, and what is made of it: ids and tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use console_api::Timestamp;
use secrecy::SecretString;
use sha2::{Digest, Sha256};

/// Fills buffers with bytes nobody can guess.
pub trait Entropy: Send + Sync + 'static {
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        rand::fill(buffer);
    }
}

/// A new UUIDv7: sorts by `now`.
pub fn new_id(entropy: &dyn Entropy, now: Timestamp) -> String {
    let mut random = [0; 10];
    entropy.fill(&mut random);
    let millis = u64::try_from(now.millis()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().to_string()
}

/// A new 256-bit bearer secret as URL-safe text.
pub fn new_token(entropy: &dyn Entropy) -> SecretString {
    let mut random = [0; 32];
    entropy.fill(&mut random);
    SecretString::from(URL_SAFE_NO_PAD.encode(random))
}

/// What is stored of a token: its SHA-256. Enough for secrets of 256 random bits, which cannot be guessed.
pub fn token_hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}
