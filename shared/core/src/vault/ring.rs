//! Keys in their order: the first seals, all open. As text a key is a line, base64 of 32 bytes; a name may stand before it.

use std::path::Path;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD, STANDARD_NO_PAD};
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use secrecy::{ExposeSecret as _, SecretSlice, SecretString};
use sha2::{Digest as _, Sha256};

use super::{KeyFileError, Place, VaultError, joined, parts};
use crate::audit::encoding::hex;
use crate::entropy::Entropy;

pub(super) const KEY_BYTES: usize = 32;
/// Keys of a ring at most.
pub(super) const MAX_KEYS: usize = 16;

const PADDED_OR_NOT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

#[derive(Debug)]
pub(super) struct KeyRing(Vec<Key>);

#[derive(Debug)]
struct Key {
    /// Made of the key, so that it is the same whatever a line calls it.
    id: String,
    /// What its line calls it.
    name: String,
    bytes: SecretSlice<u8>,
}

impl Key {
    fn new(name: Option<&str>, bytes: Vec<u8>) -> Self {
        let id = Sha256::new().chain_update(b"fluo-console/vault/key/1").chain_update(&bytes).finalize();
        let id = hex(&id[..8]);
        Self { name: name.unwrap_or(&id).to_owned(), id, bytes: bytes.into() }
    }

    /// One that nobody can guess.
    fn random(entropy: &dyn Entropy) -> Self {
        let mut bytes = vec![0; KEY_BYTES];
        entropy.fill(&mut bytes);
        Self::new(None, bytes)
    }

    fn cipher(&self) -> LessSafeKey {
        let key = UnboundKey::new(&CHACHA20_POLY1305, self.bytes.expose_secret());
        LessSafeKey::new(key.expect("a key has the cipher's length"))
    }

    fn opened(&self, place: Place<'_>, content: &str) -> Option<SecretString> {
        let mut content = PADDED_OR_NOT.decode(content).ok()?;
        let (nonce, text) = content.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let text = self.cipher().open_in_place(nonce, Aad::from(place.purpose().as_bytes()), text).ok()?;
        Some(SecretString::from(std::str::from_utf8(text).ok()?))
    }
}

impl KeyRing {
    /// One new key.
    pub(super) fn random(entropy: &dyn Entropy) -> Self {
        Self(vec![Key::random(entropy)])
    }

    /// `path` is what an error calls the text.
    pub(super) fn parse(path: &Path, text: &SecretString) -> Result<Self, KeyFileError> {
        let lines = text.expose_secret().lines().map(str::trim).enumerate();
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let keys = lines.map(|(at, line)| {
            let (name, key) = line
                .rsplit_once(char::is_whitespace)
                .map_or((None, line), |(name, key)| (Some(name.trim_end()), key));
            let bytes = STANDARD.decode(key).ok().filter(|bytes| bytes.len() == KEY_BYTES);
            let bytes = bytes.ok_or_else(|| KeyFileError::Key { path: path.to_owned(), line: at + 1 })?;
            Ok(Key::new(name, bytes))
        });
        let keys = keys.collect::<Result<Vec<_>, KeyFileError>>()?;
        match keys.len() {
            0 => Err(KeyFileError::Empty { path: path.to_owned() }),
            1..=MAX_KEYS => Ok(Self(keys)),
            _ => Err(KeyFileError::TooMany { path: path.to_owned() }),
        }
    }

    pub(super) fn text(&self) -> SecretString {
        let mut text = String::from(
            "# Keys of what is sealed in the store, newest first. Keep a copy apart from the database's.\n",
        );
        for Key { name, bytes, .. } in &self.0 {
            text += &format!("{name} {}\n", STANDARD.encode(bytes.expose_secret()));
        }
        text.into()
    }

    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= MAX_KEYS
    }

    /// A new key, which seals from now on.
    pub(super) fn add(&mut self, entropy: &dyn Entropy) {
        self.0.insert(0, Key::random(entropy));
    }

    /// Forgets all but so many, the oldest first.
    pub(super) fn keep(&mut self, keys: usize) {
        self.0.truncate(keys);
    }

    fn newest(&self) -> &Key {
        self.0.first().expect("a ring has a key")
    }

    /// The id of the key that seals.
    pub(super) fn newest_id(&self) -> &str {
        &self.newest().id
    }

    pub(super) fn seal(&self, place: Place<'_>, text: &SecretString, entropy: &dyn Entropy) -> String {
        let mut nonce = [0; NONCE_LEN];
        entropy.fill(&mut nonce);
        let (key, purpose) = (self.newest(), place.purpose());
        let mut content = text.expose_secret().as_bytes().to_vec();
        key.cipher()
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(purpose.as_bytes()),
                &mut content,
            )
            .expect("a secret is shorter than the cipher's bound");
        joined(&key.id, &STANDARD_NO_PAD.encode([nonce.as_slice(), &content].concat()))
    }

    pub(super) fn open(&self, place: Place<'_>, sealed: &str) -> Result<SecretString, VaultError> {
        let (id, content) = parts(sealed).ok_or(VaultError::Broken)?;
        let key = self.0.iter().find(|key| key.id == id || key.name == id);
        let key = key.ok_or_else(|| VaultError::UnknownKey(id.to_owned()))?;
        key.opened(place, content).ok_or(VaultError::Broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    #[test]
    fn a_ring_is_read_as_it_is_written_and_says_which_line_is_wrong() {
        let parse = |text: &str| KeyRing::parse("keys".as_ref(), &SecretString::from(text));
        let key = STANDARD.encode([7; KEY_BYTES]);
        let ring = parse(&format!("# ours\n\n  the first   {key}\n{key}\n")).unwrap();
        assert_eq!((ring.0.len(), &*ring.0[0].name, &ring.0[1].name), (2, "the first", &ring.0[0].id));
        assert_eq!(parse(ring.text().expose_secret()).unwrap().0[0].name, "the first");
        let place = Place::Mail { id: "m" };
        let sealed = ring.seal(place, &"secret".into(), &SystemEntropy);
        let by_name = joined("the first", parts(&sealed).unwrap().1);
        for sealed in [&sealed, &by_name, &format!("{by_name}==")] {
            assert_eq!(ring.open(place, sealed).unwrap().expose_secret(), "secret");
        }

        assert!(matches!(parse(&format!("one {key}\ntwo AAAA")), Err(KeyFileError::Key { line: 2, .. })));
        assert!(matches!(parse("# none\n"), Err(KeyFileError::Empty { .. })));
        let many = format!("{key}\n").repeat(MAX_KEYS + 1);
        assert!(matches!(parse(&many), Err(KeyFileError::TooMany { .. })));
    }
}
