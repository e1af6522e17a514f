//! What the store keeps but must not show, sealed with a key of the installation that is not in the database.
//!
//! ChaCha20-Poly1305 (RFC 8439). What is sealed is bound to its purpose and its owner, so that nobody who can write the
//! database moves it elsewhere. The id of the key is written beside it: several keys may open, one seals.

mod key_file;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use secrecy::{ExposeSecret as _, SecretSlice, SecretString};
use sha2::{Digest as _, Sha256};

use crate::audit::encoding::hex;
use crate::entropy::Entropy;

pub use key_file::{KeyFileError, open};

/// What every sealed text begins with.
const FORM: &str = "v1";
pub(crate) const KEY_BYTES: usize = 32;

/// A key of the installation.
#[derive(Clone, Debug)]
pub struct VaultKey {
    id: String,
    bytes: SecretSlice<u8>,
}

impl VaultKey {
    /// Nothing where it is not of 32 bytes.
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        if bytes.len() != KEY_BYTES {
            return None;
        }
        Some(Self::of(bytes))
    }

    /// A key that nobody can guess.
    pub fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = vec![0; KEY_BYTES];
        entropy.fill(&mut bytes);
        Self::of(bytes)
    }

    fn of(bytes: Vec<u8>) -> Self {
        let id = Sha256::new().chain_update(b"fluo-console/vault/key/1").chain_update(&bytes).finalize();
        Self { id: hex(&id[..8]), bytes: bytes.into() }
    }

    fn cipher(&self) -> LessSafeKey {
        let key = UnboundKey::new(&CHACHA20_POLY1305, self.bytes.expose_secret());
        LessSafeKey::new(key.expect("a key has the cipher's length"))
    }
}

/// Why a sealed text cannot be read. For the log.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    #[error("no key of this installation is called {0}; add the one that sealed it to the key file")]
    UnknownKey(String),
    #[error("it is not what was sealed here")]
    Broken,
}

/// Seals and opens. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Vault {
    current: Arc<VaultKey>,
    older: Arc<[VaultKey]>,
}

impl Vault {
    /// Seals with the first key and opens with all of them.
    pub fn new(current: VaultKey, older: Vec<VaultKey>) -> Self {
        Self { current: Arc::new(current), older: older.into() }
    }

    /// A vault with a key that nobody keeps: for tests, and whatever ends with its process.
    pub fn fleeting(entropy: &dyn Entropy) -> Self {
        Self::new(VaultKey::random(entropy), Vec::new())
    }

    /// The id of the key that seals.
    pub fn key_id(&self) -> &str {
        &self.current.id
    }

    /// Whether the key that seals now has sealed this.
    pub fn is_current(&self, sealed: &str) -> bool {
        key_of(sealed).is_some_and(|id| id == self.current.id)
    }

    /// The text for nobody but who opens it with the same purpose, which says what it is and whose.
    pub fn seal(&self, purpose: &str, text: &SecretString, entropy: &dyn Entropy) -> String {
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce);
        let mut sealed = text.expose_secret().as_bytes().to_vec();
        self.current
            .cipher()
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(purpose.as_bytes()),
                &mut sealed,
            )
            .expect("a secret is shorter than the cipher's bound");
        format!("{FORM}.{}.{}", self.current.id, STANDARD_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    pub fn open(&self, purpose: &str, sealed: &str) -> Result<SecretString, VaultError> {
        let id = key_of(sealed).ok_or(VaultError::Broken)?;
        let mut keys = std::iter::once(&*self.current).chain(self.older.iter());
        let key = keys.find(|key| key.id == id).ok_or_else(|| VaultError::UnknownKey(id.to_owned()))?;
        opened(key, purpose, sealed).ok_or(VaultError::Broken)
    }
}

fn key_of(sealed: &str) -> Option<&str> {
    let (id, _) = sealed.strip_prefix(FORM)?.strip_prefix('.')?.split_once('.')?;
    Some(id)
}

fn opened(key: &VaultKey, purpose: &str, sealed: &str) -> Option<SecretString> {
    let mut sealed = STANDARD_NO_PAD.decode(sealed.rsplit('.').next()?).ok()?;
    let (nonce, text) = sealed.split_at_mut_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let text = key.cipher().open_in_place(nonce, Aad::from(purpose.as_bytes()), text).ok()?;
    Some(SecretString::from(std::str::from_utf8(text).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    fn vault() -> Vault {
        Vault::fleeting(&SystemEntropy)
    }

    #[test]
    fn only_the_same_key_and_purpose_open_what_was_sealed() {
        let (one, other) = (vault(), vault());
        let sealed = one.seal("factor of ada", &"secret".into(), &SystemEntropy);
        assert_eq!(one.open("factor of ada", &sealed).unwrap().expose_secret(), "secret");
        assert_eq!(one.open("factor of eve", &sealed).unwrap_err(), VaultError::Broken);
        assert!(matches!(other.open("factor of ada", &sealed).unwrap_err(), VaultError::UnknownKey(_)));
        for broken in ["", "v1", "v1.x", "v2.x.y", &sealed[..sealed.len() - 4]] {
            assert!(one.open("factor of ada", broken).is_err(), "{broken}");
        }
        assert_ne!(sealed, one.seal("factor of ada", &"secret".into(), &SystemEntropy));
    }

    #[test]
    fn older_keys_open_and_do_not_seal() {
        let old = VaultKey::random(&SystemEntropy);
        let before = Vault::new(old.clone(), Vec::new());
        let after = Vault::new(VaultKey::random(&SystemEntropy), vec![old]);
        let sealed = before.seal("x", &"secret".into(), &SystemEntropy);
        assert_eq!(after.open("x", &sealed).unwrap().expose_secret(), "secret");
        assert!(before.is_current(&sealed) && !after.is_current(&sealed));
        assert!(after.is_current(&after.seal("x", &"secret".into(), &SystemEntropy)));
    }
}
