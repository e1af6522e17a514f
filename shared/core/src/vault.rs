//! What the store keeps but must not show, sealed with a key of the installation that is not in the database.
//!
//! ChaCha20-Poly1305 (RFC 8439). What is sealed is bound to its place, so that nobody who can write the database moves
//! it elsewhere. The id of the key is written beside it: several keys may open, one seals. Where the keys are in a file
//! it is read again for whatever is sealed, and for keys that are not known yet: that is how a rotation reaches a
//! server that runs.

mod key_file;
mod ring;
mod rotation;

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use secrecy::SecretString;

use crate::entropy::Entropy;
use ring::KeyRing;

pub use key_file::KeyFileError;
pub use rotation::{Rotation, RotationError, rotate};

/// What every sealed text begins with.
const FORM: &str = "v1.";

/// Where the keys are.
#[derive(Clone, Debug)]
pub enum KeySource {
    /// A file that only its owner reads; made with a new key where it is not there.
    File(PathBuf),
    /// The ring itself, out of the environment.
    Ring(SecretString),
}

/// What is sealed, and whose it is: it opens nowhere else. Each is a column named `sealed`, and has its part in
/// [`rotate`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'a> {
    /// What a tenant gave us to show to others, by its name.
    TenantSecret { tenant: &'a str, name: &'a str },
    /// The secret of an account's app.
    SecondFactor { account: &'a str },
    /// A message that waits.
    Mail { id: &'a str },
}

impl Place<'_> {
    /// What is sealed in together with the text. A tenant's length keeps it apart from the name.
    fn purpose(self) -> String {
        match self {
            Self::TenantSecret { tenant, name } => {
                format!("fluo-console/secret/1 {} {tenant} {name}", tenant.len())
            }
            Self::SecondFactor { account } => format!("second factor {account}"),
            Self::Mail { id } => format!("mail {id}"),
        }
    }
}

/// Why a text cannot be sealed or opened. For the log.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    #[error("no key of this installation is called {0}; add the one that sealed it to the key file")]
    UnknownKey(String),
    #[error("it is not what was sealed here")]
    Broken,
    #[error(transparent)]
    Keys(#[from] KeyFileError),
}

/// Seals and opens. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Vault(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Nothing where the keys are nowhere else.
    file: Option<PathBuf>,
    ring: RwLock<KeyRing>,
}

impl Vault {
    /// With the keys of that source.
    pub fn open(source: &KeySource, entropy: &dyn Entropy) -> Result<Self, KeyFileError> {
        Ok(match source {
            KeySource::File(path) => Self::new(Some(path.clone()), key_file::read_or_make(path, entropy)?),
            KeySource::Ring(text) => Self::new(None, KeyRing::parse("the key ring".as_ref(), text)?),
        })
    }

    /// With a key that nobody keeps: for tests, and whatever ends with its process.
    pub fn fleeting(entropy: &dyn Entropy) -> Self {
        Self::new(None, KeyRing::random(entropy))
    }

    fn new(file: Option<PathBuf>, ring: KeyRing) -> Self {
        Self(Arc::new(Inner { file, ring: RwLock::new(ring) }))
    }

    /// The text for nobody but who opens it in the same place.
    pub(crate) fn seal(
        &self,
        place: Place<'_>,
        text: &SecretString,
        entropy: &dyn Entropy,
    ) -> Result<String, VaultError> {
        self.read_again()?;
        Ok(self.0.ring.read().unwrap_or_else(PoisonError::into_inner).seal(place, text, entropy))
    }

    pub(crate) fn open_sealed(&self, place: Place<'_>, sealed: &str) -> Result<SecretString, VaultError> {
        let opened = self.0.ring.read().unwrap_or_else(PoisonError::into_inner).open(place, sealed);
        let Err(VaultError::UnknownKey(_)) = &opened else { return opened };
        self.read_again()?;
        self.0.ring.read().unwrap_or_else(PoisonError::into_inner).open(place, sealed)
    }

    fn read_again(&self) -> Result<(), KeyFileError> {
        if let Some(path) = &self.0.file {
            let ring = key_file::read(path)?;
            *self.0.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
        }
        Ok(())
    }
}

/// A sealed text of its two parts: the id of the key, and the rest.
pub(crate) fn joined(key: &str, content: &str) -> String {
    format!("{FORM}{key}.{content}")
}

/// The id of the key that sealed a text, and the rest of it.
pub(crate) fn parts(sealed: &str) -> Option<(&str, &str)> {
    sealed.strip_prefix(FORM)?.rsplit_once('.')
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;
    use crate::SystemEntropy;

    const ADA: Place<'_> = Place::SecondFactor { account: "ada" };

    fn vault() -> Vault {
        Vault::fleeting(&SystemEntropy)
    }

    #[test]
    fn only_the_same_key_and_place_open_what_was_sealed() {
        let (one, other) = (vault(), vault());
        let sealed = one.seal(ADA, &"hunter2".into(), &SystemEntropy).unwrap();
        assert!(!sealed.contains("hunter2"));
        assert_eq!(one.open_sealed(ADA, &sealed).unwrap().expose_secret(), "hunter2");
        for place in [Place::SecondFactor { account: "eve" }, Place::Mail { id: "ada" }] {
            assert!(matches!(one.open_sealed(place, &sealed), Err(VaultError::Broken)));
        }
        assert!(matches!(other.open_sealed(ADA, &sealed), Err(VaultError::UnknownKey(_))));
        for broken in ["", "v1", "v1.x", "v2.x.y", &sealed[..sealed.len() - 4]] {
            assert!(one.open_sealed(ADA, broken).is_err(), "{broken}");
        }
        assert_ne!(sealed, one.seal(ADA, &"hunter2".into(), &SystemEntropy).unwrap());
    }

    #[test]
    fn a_tenants_secret_is_apart_from_every_other() {
        let vault = vault();
        let of = |tenant, name| Place::TenantSecret { tenant, name };
        let sealed = vault.seal(of("a", "bearer"), &"hunter2".into(), &SystemEntropy).unwrap();
        for (tenant, name) in [("b", "bearer"), ("a", "other"), ("a bearer", "")] {
            assert!(matches!(vault.open_sealed(of(tenant, name), &sealed), Err(VaultError::Broken)));
        }
        let (key, content) = parts(&sealed).unwrap();
        let again = joined(key, content);
        assert_eq!(vault.open_sealed(of("a", "bearer"), &again).unwrap().expose_secret(), "hunter2");
    }

    #[test]
    fn a_vault_that_is_open_hears_of_a_new_key() {
        let folder = tempfile::tempdir().unwrap();
        let source = KeySource::File(folder.path().join("keys"));
        let (one, other) = (Vault::open(&source, &SystemEntropy), Vault::open(&source, &SystemEntropy));
        let (one, other) = (one.unwrap(), other.unwrap());
        let old = one.seal(ADA, &"old".into(), &SystemEntropy).unwrap();
        let KeySource::File(path) = &source else { unreachable!() };
        let mut ring = key_file::read(path).unwrap();
        ring.add(&SystemEntropy);
        key_file::write(path, &ring).unwrap();
        let new = one.seal(ADA, &"new".into(), &SystemEntropy).unwrap();
        assert_ne!(parts(&old).unwrap().0, parts(&new).unwrap().0);
        for (sealed, text) in [(&new, "new"), (&old, "old")] {
            assert_eq!(other.open_sealed(ADA, sealed).unwrap().expose_secret(), text);
        }
    }
}
