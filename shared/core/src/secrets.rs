//! Secrets that tenants give us to show to others: sealed in the store, with keys that are not in it.
//!
//! A key ring is text, a key a line: its id and 32 bytes in base64. The first seals, all open. It is a file, or what the
//! environment says. Where a file names keys that this process does not know yet, it is read again: that is how a
//! rotation reaches a server that runs.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use console_api::{TenantId, Timestamp};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use crate::audit::Entry;
use crate::audit::encoding::hex;
use crate::caller::{INSTALLATION, TenantScope};
use crate::entropy::Entropy;
use crate::store::{Store, StoreError};

const KEY_LEN: usize = 32;
/// Keys of a ring at most.
const MAX_KEYS: usize = 16;
/// Bytes of a ring's text at most.
const MAX_RING: u64 = 16 * 1_024;

/// Where the keys are.
#[derive(Clone, Debug)]
pub enum KeySource {
    /// A file that only its owner reads; made with a new key where it is not there.
    File(PathBuf),
    /// The ring itself, out of the environment.
    Ring(SecretString),
}

/// Why secrets cannot be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    #[error("the key file {path} cannot be used: {source}", path = path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("line {0} of the key ring is not `id key`, the key 32 bytes in base64")]
    Line(usize),
    #[error("the key ring holds no key, or more than {MAX_KEYS}")]
    Size,
    #[error("the key {0} is in no ring that this server has")]
    UnknownKey(String),
    #[error("what was sealed with the key {0} is damaged, or was moved here from elsewhere")]
    Damaged(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A secret as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sealed {
    pub key_id: String,
    /// Nonce, text and tag (RFC 8439), in base64.
    pub sealed: String,
}

/// The keys, and where they come from.
pub(crate) struct Secrets {
    source: KeySource,
    ring: RwLock<KeyRing>,
}

impl Secrets {
    pub(crate) fn new(source: KeySource, entropy: &dyn Entropy) -> Result<Self, SecretsError> {
        let ring = match &source {
            KeySource::Ring(text) => KeyRing::parse(text)?,
            KeySource::File(path) => match read(path) {
                Err(SecretsError::File { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                    let ring = KeyRing(vec![Key::new(entropy)]);
                    ring.write(path)?;
                    ring
                }
                read => read?,
            },
        };
        Ok(Self { source, ring: RwLock::new(ring) })
    }

    /// Seals a text under that name of that tenant: it opens nowhere else.
    pub(crate) fn seal(
        &self,
        scope: &TenantScope,
        name: &str,
        text: &SecretString,
        entropy: &dyn Entropy,
    ) -> Result<Sealed, SecretsError> {
        self.read_again()?;
        let ring = self.ring.read().unwrap_or_else(PoisonError::into_inner);
        Ok(ring.newest()?.seal(scope.tenant(), name, text, entropy))
    }

    pub(crate) fn open(
        &self,
        scope: &TenantScope,
        name: &str,
        sealed: &Sealed,
    ) -> Result<SecretString, SecretsError> {
        let known = self.ring.read().unwrap_or_else(PoisonError::into_inner).key(&sealed.key_id).is_some();
        if !known {
            self.read_again()?;
        }
        self.ring.read().unwrap_or_else(PoisonError::into_inner).open(scope.tenant(), name, sealed)
    }

    fn read_again(&self) -> Result<(), SecretsError> {
        if let KeySource::File(path) = &self.source {
            let ring = read(path)?;
            *self.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
        }
        Ok(())
    }
}

struct Key {
    id: String,
    bytes: [u8; KEY_LEN],
}

impl Key {
    fn new(entropy: &dyn Entropy) -> Self {
        let (mut id, mut bytes) = ([0; 4], [0; KEY_LEN]);
        entropy.fill(&mut id);
        entropy.fill(&mut bytes);
        Self { id: hex(&id), bytes }
    }

    fn cipher(&self) -> LessSafeKey {
        LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, &self.bytes).expect("a key is 32 bytes long"))
    }

    fn seal(&self, tenant: &str, name: &str, text: &SecretString, entropy: &dyn Entropy) -> Sealed {
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce);
        let mut content = text.expose_secret().as_bytes().to_vec();
        let place = Aad::from(place(tenant, name));
        self.cipher()
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), place, &mut content)
            .expect("a secret is shorter than the cipher's bound");
        let sealed = STANDARD.encode([nonce.as_slice(), &content].concat());
        Sealed { key_id: self.id.clone(), sealed }
    }
}

/// What is sealed in together with the text: where it belongs. The tenant's length keeps the two apart.
fn place(tenant: &str, name: &str) -> Vec<u8> {
    format!("fluo-console/secret/1 {} {tenant} {name}", tenant.len()).into_bytes()
}

struct KeyRing(Vec<Key>);

impl KeyRing {
    fn parse(text: &SecretString) -> Result<Self, SecretsError> {
        let mut keys = Vec::new();
        let lines = text.expose_secret().lines().enumerate();
        for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
            let wrong = || SecretsError::Line(number + 1);
            let (id, key) = line.trim().split_once(char::is_whitespace).ok_or_else(wrong)?;
            let bytes = STANDARD.decode(key.trim()).ok().and_then(|bytes| bytes.try_into().ok());
            keys.push(Key { id: id.to_owned(), bytes: bytes.ok_or_else(wrong)? });
        }
        if keys.is_empty() || keys.len() > MAX_KEYS { Err(SecretsError::Size) } else { Ok(Self(keys)) }
    }

    fn newest(&self) -> Result<&Key, SecretsError> {
        self.0.first().ok_or(SecretsError::Size)
    }

    fn key(&self, id: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.id == id)
    }

    fn open(&self, tenant: &str, name: &str, sealed: &Sealed) -> Result<SecretString, SecretsError> {
        let key = self.key(&sealed.key_id).ok_or_else(|| SecretsError::UnknownKey(sealed.key_id.clone()))?;
        let opened = || {
            let mut content = STANDARD.decode(&sealed.sealed).ok()?;
            let (nonce, content) = content.split_at_mut_checked(NONCE_LEN)?;
            let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
            let text = key.cipher().open_in_place(nonce, Aad::from(place(tenant, name)), content).ok()?;
            Some(SecretString::from(std::str::from_utf8(text).ok()?))
        };
        opened().ok_or_else(|| SecretsError::Damaged(sealed.key_id.clone()))
    }

    /// Writes the file whole or not at all, for its owner alone.
    fn write(&self, path: &Path) -> Result<(), SecretsError> {
        let mut text = String::from(
            "# Keys of the secrets in the store, newest first. Keep a copy apart from the database's.\n",
        );
        for key in &self.0 {
            text += &format!("{} {}\n", key.id, STANDARD.encode(key.bytes));
        }
        let new = path.with_extension("new");
        let written = || {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let mut file = owners_alone(&new)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&new, path)
        };
        written().map_err(|source| SecretsError::File { path: path.to_owned(), source })
    }
}

#[cfg(unix)]
fn owners_alone(path: &Path) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    std::fs::OpenOptions::new().create(true).write(true).truncate(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn owners_alone(path: &Path) -> std::io::Result<std::fs::File> {
    std::fs::File::create(path)
}

fn read(path: &Path) -> Result<KeyRing, SecretsError> {
    let text = || {
        let mut text = String::new();
        let file = std::fs::File::open(path)?;
        std::io::Read::read_to_string(&mut std::io::Read::take(file, MAX_RING), &mut text)?;
        Ok(text)
    };
    let text = text().map_err(|source| SecretsError::File { path: path.to_owned(), source })?;
    KeyRing::parse(&SecretString::from(text))
}

/// What a rotation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    pub key_id: String,
    /// Secrets that are now sealed with the new key.
    pub sealed: u64,
}

/// Seals every secret with a new key. The file gets it before anything is sealed with it, and keeps the one before: a
/// server that runs may still be sealing with that. The next rotation drops it.
pub async fn rotate(
    store: &Store,
    path: &Path,
    entropy: &dyn Entropy,
    now: Timestamp,
) -> Result<Rotation, SecretsError> {
    let mut ring = read(path)?;
    ring.0.insert(0, Key::new(entropy));
    ring.write(path)?;
    let mut rotation = Rotation { key_id: ring.newest()?.id.clone(), sealed: 0 };
    for tenant in store.tenant_ids().await? {
        let mut tx = store.write(&TenantScope::system(tenant)).await?;
        let scope = tx.scope().clone();
        for (name, sealed) in tx.secrets().await? {
            let text = ring.open(scope.tenant(), &name, &sealed)?;
            let sealed = ring.newest()?.seal(scope.tenant(), &name, &text, entropy);
            tx.put_secret(&name, &sealed, now).await?;
            rotation.sealed += 1;
        }
        tx.commit(now).await?;
    }
    ring.0.truncate(2);
    ring.write(path)?;
    let mut tx = store.write(&TenantScope::system(TenantId::from(INSTALLATION))).await?;
    let detail = json!({ "key": rotation.key_id, "sealed": rotation.sealed });
    tx.audit(Entry::event("secrets.rotated").detail(detail));
    tx.commit(now).await?;
    Ok(rotation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    fn scope(tenant: &str) -> TenantScope {
        TenantScope::system(TenantId::from(tenant))
    }

    #[test]
    fn a_secret_opens_in_its_own_place_alone() {
        let folder = tempfile::tempdir().unwrap();
        let source = KeySource::File(folder.path().join("keys"));
        let secrets = Secrets::new(source.clone(), &SystemEntropy).unwrap();
        let text = SecretString::from("hunter2");
        let sealed = secrets.seal(&scope("a"), "bearer", &text, &SystemEntropy).unwrap();
        assert!(!format!("{sealed:?}").contains("hunter2"));
        // Another process finds the key in the file.
        let again = Secrets::new(source, &SystemEntropy).unwrap();
        assert_eq!(again.open(&scope("a"), "bearer", &sealed).unwrap().expose_secret(), "hunter2");
        for (tenant, name) in [("b", "bearer"), ("a", "other"), ("a bearer", "")] {
            assert!(matches!(again.open(&scope(tenant), name, &sealed), Err(SecretsError::Damaged(_))));
        }
        let unknown = Sealed { key_id: "x".to_owned(), ..sealed };
        assert!(matches!(again.open(&scope("a"), "bearer", &unknown), Err(SecretsError::UnknownKey(_))));
    }

    #[test]
    fn a_ring_says_which_line_is_wrong() {
        let parse = |text: &str| KeyRing::parse(&SecretString::from(text)).map(|ring| ring.0.len());
        let key = STANDARD.encode([7; KEY_LEN]);
        assert_eq!(parse(&format!("# ours\n\none {key}\ntwo {key}\n")).unwrap(), 2);
        assert!(matches!(parse(&format!("one {key}\ntwo AAAA")), Err(SecretsError::Line(2))));
        assert!(matches!(parse(""), Err(SecretsError::Size)));
    }
}
