//! `<data>/run`: how other commands on this machine find the running server, and how a second one is kept
//! from the same data.
//!
//! `lock` is held as long as the process lives, however it ends, and names it. `server.json` has the
//! addresses, `token` the operator's bearer token of this start; both are gone after an orderly end.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

/// A server that runs, as it describes itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerInfo {
    pub pid: u32,
    /// Base URL of the console for this machine.
    pub console_url: String,
    /// Base URL of the console for browsers.
    pub public_url: String,
    /// Base URL of the FLUO it works on.
    pub engine_url: String,
}

/// The folder while this process owns it.
#[derive(Debug)]
pub struct RunFolder {
    data: PathBuf,
    _lock: File,
}

/// Why the folder could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    #[error("the data folder {path} cannot be written: {source}", path = path.display())]
    Unwritable { path: PathBuf, source: io::Error },
    #[error("another fluo-console{} uses the data folder {path}; stop it or choose another --data", of_process(*pid), path = path.display())]
    Taken { path: PathBuf, pid: Option<u32> },
}

/// Why no running server was found.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    #[error("no server runs on the data folder {path}; start one with `fluo-console serve`, or name one with --data or --url", path = path.display())]
    NoServer { path: PathBuf },
    #[error("{path} cannot be read: {source}", path = path.display())]
    Unreadable { path: PathBuf, source: io::Error },
}

/// The file with the operator's bearer token.
pub fn token_file(data: &Path) -> PathBuf {
    data.join("run/token")
}

fn info_file(data: &Path) -> PathBuf {
    data.join("run/server.json")
}

impl RunFolder {
    /// Takes the data folder for this process, and makes it if need be.
    pub fn take(data: &Path) -> Result<Self, TakeError> {
        let unwritable = |source| TakeError::Unwritable { path: data.to_owned(), source };
        let folder = data.join("run");
        make_private_folder(&folder).map_err(unwritable)?;
        let lock_path = folder.join("lock");
        let mut lock =
            File::options().create(true).truncate(false).write(true).open(&lock_path).map_err(unwritable)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let pid = fs::read_to_string(&lock_path).ok().and_then(|text| text.trim().parse().ok());
                return Err(TakeError::Taken { path: data.to_owned(), pid });
            }
            Err(TryLockError::Error(source)) => return Err(unwritable(source)),
        }
        lock.set_len(0).and_then(|()| writeln!(lock, "{}", std::process::id())).map_err(unwritable)?;
        Ok(Self { data: data.to_owned(), _lock: lock })
    }

    pub(crate) fn data(&self) -> &Path {
        &self.data
    }

    /// Tells others where the server is and how the operator of this machine gets in.
    pub fn announce(&self, info: &ServerInfo, token: &SecretString) -> Result<(), TakeError> {
        let unwritable = |source| TakeError::Unwritable { path: self.data.clone(), source };
        write_private(&token_file(&self.data), token.expose_secret().as_bytes()).map_err(unwritable)?;
        let text = serde_json::to_vec_pretty(info).map_err(io::Error::from).map_err(unwritable)?;
        write_private(&info_file(&self.data), &text).map_err(unwritable)
    }
}

impl Drop for RunFolder {
    fn drop(&mut self) {
        for path in [info_file(&self.data), token_file(&self.data)] {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    tracing::warn!(%error, path = %path.display(), "could not be removed");
                }
                _ => {}
            }
        }
    }
}

/// The server that runs on a data folder, and its token.
pub fn find(data: &Path) -> Result<(ServerInfo, SecretString), FindError> {
    let read = |path: PathBuf| {
        fs::read_to_string(&path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => FindError::NoServer { path: data.to_owned() },
            _ => FindError::Unreadable { path, source },
        })
    };
    // What a killed server left behind is not locked by anyone.
    if lock_is_free(data) {
        return Err(FindError::NoServer { path: data.to_owned() });
    }
    let path = info_file(data);
    let info = serde_json::from_str(&read(path.clone())?)
        .map_err(|error| FindError::Unreadable { path, source: error.into() })?;
    Ok((info, SecretString::from(read(token_file(data))?.trim().to_owned())))
}

fn lock_is_free(data: &Path) -> bool {
    File::open(data.join("run/lock")).is_ok_and(|file| file.try_lock_shared().is_ok())
}

fn of_process(pid: Option<u32>) -> String {
    pid.map(|pid| format!(" (process {pid})")).unwrap_or_default()
}

/// Replaces a file by one that only its owner reads.
fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let partial = path.with_extension("partial");
    if let Err(error) = fs::remove_file(&partial)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut file = private_file(&partial)?;
    file.write_all(content)?;
    fs::rename(partial, path)
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    File::options().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<File> {
    File::options().write(true).create_new(true).open(path)
}

#[cfg(unix)]
fn make_private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make_private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info() -> ServerInfo {
        let [console_url, public_url, engine_url] = ["http://c", "http://p", "http://e"].map(str::to_owned);
        ServerInfo { pid: 7, console_url, public_url, engine_url }
    }

    #[test]
    fn a_server_is_found_while_it_runs() {
        let data = tempfile::tempdir().unwrap();
        assert!(matches!(find(data.path()), Err(FindError::NoServer { .. })));
        let folder = RunFolder::take(data.path()).unwrap();
        folder.announce(&info(), &SecretString::from("secret")).unwrap();
        let (found, token) = find(data.path()).unwrap();
        assert_eq!((found, token.expose_secret()), (info(), "secret"));
        drop(folder);
        assert!(matches!(find(data.path()), Err(FindError::NoServer { .. })));
        assert!(!token_file(data.path()).exists());
    }

    #[test]
    fn a_second_one_is_told_who_the_first_is() {
        let data = tempfile::tempdir().unwrap();
        let _folder = RunFolder::take(data.path()).unwrap();
        let error = RunFolder::take(data.path()).unwrap_err().to_string();
        assert!(error.contains(&format!("(process {})", std::process::id())), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_the_token() {
        use std::os::unix::fs::PermissionsExt as _;
        let data = tempfile::tempdir().unwrap();
        let folder = RunFolder::take(data.path()).unwrap();
        folder.announce(&info(), &SecretString::from("secret")).unwrap();
        let mode = fs::metadata(token_file(data.path())).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
