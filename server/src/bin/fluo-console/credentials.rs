//! Tokens that `login` got, by the server they are for: a file that only its owner reads.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use console_api::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

/// What is kept for one server.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    token: String,
    expires_at: Timestamp,
}

pub(crate) struct Credentials {
    path: PathBuf,
    kept: BTreeMap<String, Kept>,
}

impl Credentials {
    /// Those of the person who runs the program.
    pub(crate) fn own() -> anyhow::Result<Self> {
        let dirs = directories::ProjectDirs::from("", "", "fluo-console")
            .context("this system names no place for settings; give --token instead")?;
        Self::read(&dirs.config_dir().join("credentials.json"))
    }

    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let kept = match std::fs::read_to_string(path) {
            Ok(text) => serde_json::from_str(&text)
                .with_context(|| format!("{} is not as `login` left it", path.display()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error).context(format!("{} cannot be read", path.display())),
        };
        Ok(Self { path: path.to_owned(), kept })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The token for the server at that address.
    pub(crate) fn token(&self, url: &str) -> Option<SecretString> {
        Some(SecretString::from(self.kept.get(&key(url))?.token.as_str()))
    }

    pub(crate) fn keep(
        &mut self,
        url: &str,
        token: &SecretString,
        expires_at: Timestamp,
    ) -> anyhow::Result<()> {
        self.kept.insert(key(url), Kept { token: token.expose_secret().to_owned(), expires_at });
        self.write()
    }

    /// False where there was none.
    pub(crate) fn forget(&mut self, url: &str) -> anyhow::Result<bool> {
        let had_one = self.kept.remove(&key(url)).is_some();
        self.write()?;
        Ok(had_one)
    }

    /// Whole or not at all: under another name first.
    fn write(&self) -> anyhow::Result<()> {
        let failed = || format!("{} cannot be written", self.path.display());
        let folder = self.path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).with_context(failed)?;
        let draft = self.path.with_extension(format!("new-{}", std::process::id()));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let mut file = options.open(&draft).with_context(failed)?;
        let text = serde_json::to_string_pretty(&self.kept)?;
        let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_all());
        let written = written.and_then(|()| std::fs::rename(&draft, &self.path));
        if written.is_err() {
            // What matters is told below.
            let _ = std::fs::remove_file(&draft);
        }
        written.with_context(failed)
    }
}

/// Addresses are the same with and without a slash at the end.
fn key(url: &str) -> String {
    url.trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_kept_by_server_and_for_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep").join("credentials.json");
        let mut credentials = Credentials::read(&path).unwrap();
        assert!(credentials.token("https://fluo.example.com").is_none());
        credentials.keep("https://fluo.example.com/", &"fluo_x".into(), Timestamp(0)).unwrap();
        let mut again = Credentials::read(&path).unwrap();
        assert_eq!(again.token("https://fluo.example.com").unwrap().expose_secret(), "fluo_x");
        assert!(again.token("https://other.example.com").is_none());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(again.forget("https://fluo.example.com").unwrap());
        assert!(!again.forget("https://fluo.example.com").unwrap());
        assert!(Credentials::read(&path).unwrap().token("https://fluo.example.com").is_none());
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_mangled_file_is_named_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("credentials.json");
        std::fs::write(&path, "{").unwrap();
        assert!(Credentials::read(&path).is_err_and(|error| error.to_string().contains("credentials.json")));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{");
    }
}
