//! The file with the keys of an installation: one to a line, base64 of 32 bytes, the one that seals first. A name may stand
//! before it, for people.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret as _, SecretString};

use super::{KEY_BYTES, Vault, VaultKey};
use crate::entropy::Entropy;
use crate::secrets::KeySource;

/// Why there are no keys. One line for a person.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("the file of keys {path} cannot be used: {source}", path = path.display())]
    File { path: PathBuf, source: io::Error },
    #[error(
        "{path}, line {line}: a key is base64 of {KEY_BYTES} random bytes: `openssl rand -base64 32` makes one",
        path = path.display()
    )]
    Key { path: PathBuf, line: usize },
    #[error("the file of keys {path} is empty", path = path.display())]
    Empty { path: PathBuf },
}

/// The vault with the keys of that source.
pub fn open(source: &KeySource, entropy: &dyn Entropy) -> Result<Vault, KeyFileError> {
    match source {
        KeySource::File(path) => read_or_make(path, entropy),
        KeySource::Ring(text) => parse(Path::new("the key ring"), text),
    }
}

/// Where there is no file it is made with a new key, for its owner alone.
fn read_or_make(path: &Path, entropy: &dyn Entropy) -> Result<Vault, KeyFileError> {
    let wrong = |source| KeyFileError::File { path: path.to_owned(), source };
    match std::fs::read_to_string(path) {
        Ok(text) => parse(path, &SecretString::from(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = VaultKey::random(entropy);
            let line =
                SecretString::from(format!("{} {}\n", key.id, STANDARD.encode(key.bytes.expose_secret())));
            match make(path, line.expose_secret().as_bytes()) {
                Ok(()) => Ok(Vault::new(key, Vec::new())),
                // Another server was first: its key is the installation's.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    let text = std::fs::read_to_string(path).map_err(wrong)?;
                    parse(path, &SecretString::from(text))
                }
                Err(error) => Err(wrong(error)),
            }
        }
        Err(error) => Err(wrong(error)),
    }
}

fn parse(path: &Path, text: &SecretString) -> Result<Vault, KeyFileError> {
    let lines = text.expose_secret().lines().map(str::trim).enumerate();
    let keys = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).map(|(at, line)| {
        let key = line.rsplit(char::is_whitespace).next().unwrap_or_default();
        let key = STANDARD.decode(key).ok().and_then(VaultKey::new);
        key.ok_or_else(|| KeyFileError::Key { path: path.to_owned(), line: at + 1 })
    });
    let mut keys = keys.collect::<Result<Vec<_>, _>>()?;
    if keys.is_empty() {
        return Err(KeyFileError::Empty { path: path.to_owned() });
    }
    let older = keys.split_off(1);
    let current = keys.pop().ok_or_else(|| KeyFileError::Empty { path: path.to_owned() })?;
    Ok(Vault::new(current, older))
}

/// Writes it whole under another name first: whoever reads it meanwhile finds all of it or nothing.
fn make(path: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let draft = path.with_extension(format!("new-{}", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&draft)?;
    let made = file.write_all(content).and_then(|()| file.sync_all());
    // Unlike renaming, linking refuses where there is a file already.
    let made = made.and_then(|()| std::fs::hard_link(&draft, path));
    let removed = std::fs::remove_file(&draft);
    made.and(removed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    #[test]
    fn a_key_is_made_once_for_its_owner_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("secrets.key");
        let made = read_or_make(&path, &SystemEntropy).unwrap();
        let read = read_or_make(&path, &SystemEntropy).unwrap();
        let sealed = made.seal("x", &"secret".into(), &SystemEntropy);
        assert_eq!(read.open("x", &sealed).unwrap().expose_secret(), "secret");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_no_key_is_named_by_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.key");
        for (text, said) in [("# none\n", "is empty"), ("# one\nabc\n", "line 2"), ("\u{1}\n", "line 1")] {
            std::fs::write(&path, text).unwrap();
            let error = read_or_make(&path, &SystemEntropy).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
