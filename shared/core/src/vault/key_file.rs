//! The file with the keys of an installation: made once, read whenever it matters, replaced whole.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};

use super::ring::{KEY_BYTES, KeyRing, MAX_KEYS};
use crate::entropy::Entropy;

/// Bytes of a file at most.
const MAX_FILE: u64 = 16 * 1_024;

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
    #[error("{path} holds no key", path = path.display())]
    Empty { path: PathBuf },
    #[error("{path} holds more than {MAX_KEYS} keys; remove those that sealed nothing that is kept", path = path.display())]
    TooMany { path: PathBuf },
}

pub(super) fn read(path: &Path) -> Result<KeyRing, KeyFileError> {
    let text = || {
        let mut text = String::new();
        std::fs::File::open(path)?.take(MAX_FILE).read_to_string(&mut text)?;
        Ok(SecretString::from(text))
    };
    let text = text().map_err(|source| KeyFileError::File { path: path.to_owned(), source })?;
    KeyRing::parse(path, &text)
}

/// Where there is no file it is made with a new key, for its owner alone.
pub(super) fn read_or_make(path: &Path, entropy: &dyn Entropy) -> Result<KeyRing, KeyFileError> {
    match read(path) {
        Err(KeyFileError::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            let ring = KeyRing::random(entropy);
            match make(path, &ring) {
                Ok(()) => Ok(ring),
                // Another server was first: its key is the installation's.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => read(path),
                Err(source) => Err(KeyFileError::File { path: path.to_owned(), source }),
            }
        }
        read => read,
    }
}

/// Puts the ring in place of the file's. Whoever reads it meanwhile, and whatever ends this, finds the one or the other.
pub(super) fn write(path: &Path, ring: &KeyRing) -> Result<(), KeyFileError> {
    let written = || {
        let draft = draft(path, ring)?;
        let replaced = like_before(path, &draft).and_then(|()| std::fs::rename(&draft, path));
        if replaced.is_err() {
            let _ = std::fs::remove_file(&draft);
        }
        replaced?;
        folder_is_kept(path)
    };
    written().map_err(|source| KeyFileError::File { path: path.to_owned(), source })
}

fn make(path: &Path, ring: &KeyRing) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let draft = draft(path, ring)?;
    // Unlike renaming, linking refuses where there is a file already.
    let made = std::fs::hard_link(&draft, path).and_then(|()| folder_is_kept(path));
    let removed = std::fs::remove_file(&draft);
    made.and(removed)
}

/// The ring under another name in the same folder, on the disk.
fn draft(path: &Path, ring: &KeyRing) -> io::Result<PathBuf> {
    let draft = path.with_extension(format!("new-{}", std::process::id()));
    let mut options = std::fs::OpenOptions::new();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(&draft)?;
    file.write_all(ring.text().expose_secret().as_bytes())?;
    file.sync_all()?;
    Ok(draft)
}

/// Gives the draft to whom the file belongs: who rotates may be another than who serves.
#[cfg(unix)]
fn like_before(path: &Path, draft: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt as _;
    let (file, ours) = (std::fs::metadata(path)?, std::fs::metadata(draft)?);
    if (file.uid(), file.gid()) != (ours.uid(), ours.gid()) {
        std::os::unix::fs::chown(draft, Some(file.uid()), Some(file.gid()))?;
    }
    std::fs::set_permissions(draft, file.permissions())
}

#[cfg(not(unix))]
fn like_before(_: &Path, _: &Path) -> io::Result<()> {
    Ok(())
}

/// A name is on the disk when its folder is: before anything is sealed with a key, the key must be.
#[cfg(unix)]
fn folder_is_kept(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn folder_is_kept(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    #[test]
    fn a_key_is_made_once_for_its_owner_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("secrets.key");
        let mut made = read_or_make(&path, &SystemEntropy).unwrap();
        assert_eq!(read_or_make(&path, &SystemEntropy).unwrap().newest_id(), made.newest_id());
        made.add(&SystemEntropy);
        write(&path, &made).unwrap();
        assert_eq!(read(&path).unwrap().newest_id(), made.newest_id());
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
        for (text, said) in [("# none\n", "no key"), ("# one\nabc\n", "line 2"), ("\u{1}\n", "line 1")] {
            std::fs::write(&path, text).unwrap();
            let error = read_or_make(&path, &SystemEntropy).unwrap_err().to_string();
            assert!(error.contains(said), "{error}");
        }
    }
}
