//! Where the web UI's files come from: a folder, the binary itself, or nowhere.
//!
//! They are kept in memory, so no path of a request ever reaches the file system. A folder is read again
//! when its `index.html` changed, which is how a rebuilt UI appears without a restart.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use axum::body::Bytes;
use sha2::{Digest, Sha256};

/// The built web UI.
#[derive(Debug, Default)]
pub struct UiFiles(Source);

#[derive(Debug, Default)]
enum Source {
    Folder(Folder),
    #[cfg_attr(not(feature = "embed-ui"), expect(dead_code, reason = "only built with the feature embed-ui"))]
    Embedded(Arc<Files>),
    /// Nobody built it.
    #[default]
    Missing,
}

#[derive(Debug)]
struct Folder {
    path: PathBuf,
    read: RwLock<(SystemTime, Arc<Files>)>,
}

/// Files by path below the root, such as `index.html` or `assets/app-….js`.
type Files = HashMap<String, File>;

/// A file with the compressed twins the build left beside it.
#[derive(Clone, Debug, Default)]
pub(super) struct File {
    pub(super) plain: Bytes,
    pub(super) gzip: Option<Bytes>,
    pub(super) brotli: Option<Bytes>,
    /// Changes with the content.
    pub(super) etag: String,
}

impl UiFiles {
    /// The files of a folder that holds an `index.html`.
    pub fn folder(path: &Path) -> io::Result<Self> {
        let changed = index_changed(path)?;
        let read = RwLock::new((changed, Arc::new(read_folder(path)?)));
        Ok(Self(Source::Folder(Folder { path: path.to_owned(), read })))
    }

    /// The files compiled into the binary; nothing when the UI had not been built by then.
    #[cfg(feature = "embed-ui")]
    pub fn embedded() -> Option<Self> {
        #[derive(rust_embed::RustEmbed)]
        #[folder = "../dist/ui"]
        struct Built;

        let raw = Built::iter().filter_map(|name| {
            let bytes = match Built::get(&name)?.data {
                std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                std::borrow::Cow::Owned(bytes) => bytes.into(),
            };
            Some((name.into_owned(), bytes))
        });
        let files = pair_up(raw.collect());
        files.contains_key("index.html").then(|| Self(Source::Embedded(Arc::new(files))))
    }

    /// What there is to serve now; nothing when the UI was not built.
    pub(super) fn files(&self) -> Option<Arc<Files>> {
        match &self.0 {
            Source::Folder(folder) => Some(folder.files()),
            Source::Embedded(files) => Some(Arc::clone(files)),
            Source::Missing => None,
        }
    }
}

impl Folder {
    fn files(&self) -> Arc<Files> {
        let (read_at, files) = self.read.read().unwrap_or_else(PoisonError::into_inner).clone();
        match index_changed(&self.path) {
            Ok(changed) if changed != read_at => {}
            _ => return files,
        }
        match read_folder(&self.path) {
            Ok(newer) => {
                let newer = Arc::new(newer);
                let changed = index_changed(&self.path).unwrap_or(read_at);
                *self.read.write().unwrap_or_else(PoisonError::into_inner) = (changed, Arc::clone(&newer));
                newer
            }
            Err(error) => {
                tracing::warn!(%error, folder = %self.path.display(), "the web UI changed but cannot be read");
                files
            }
        }
    }
}

fn index_changed(folder: &Path) -> io::Result<SystemTime> {
    std::fs::metadata(folder.join("index.html"))?.modified()
}

fn read_folder(root: &Path) -> io::Result<Files> {
    let mut raw = HashMap::new();
    let mut folders = vec![(root.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if entry.file_type()?.is_dir() {
                folders.push((entry.path(), format!("{prefix}{name}/")));
            } else {
                raw.insert(format!("{prefix}{name}"), std::fs::read(entry.path())?.into());
            }
        }
    }
    Ok(pair_up(raw))
}

/// Puts `name.gz` and `name.br` beside `name`.
fn pair_up(mut raw: HashMap<String, Bytes>) -> Files {
    let names: Vec<_> = raw.keys().filter(|name| !is_twin(name)).cloned().collect();
    let mut files = Files::new();
    for name in names {
        let gzip = raw.remove(&format!("{name}.gz"));
        let brotli = raw.remove(&format!("{name}.br"));
        let Some(plain) = raw.remove(&name) else { continue };
        let digest = Sha256::digest(&plain);
        let etag = digest[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        files.insert(name, File { plain, gzip, brotli, etag });
    }
    files
}

fn is_twin(name: &str) -> bool {
    [".gz", ".br", ".partial"].iter().any(|extension| name.ends_with(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compressed_twins_join_their_file() {
        let raw = ["index.html", "index.html.br", "assets/a.js", "assets/a.js.gz", "assets/b.js.partial"];
        let raw = raw.map(|name| (name.to_owned(), Bytes::from_static(b"x"))).into();
        let files = pair_up(raw);
        assert_eq!(files.len(), 2);
        assert!(files["index.html"].brotli.is_some() && files["index.html"].gzip.is_none());
        assert!(files["assets/a.js"].gzip.is_some());
    }

    #[test]
    fn a_rebuilt_folder_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let index = folder.path().join("index.html");
        std::fs::write(&index, "one").unwrap();
        let ui = UiFiles::folder(folder.path()).unwrap();
        assert_eq!(ui.files().unwrap()["index.html"].plain, "one");
        std::fs::write(&index, "two").unwrap();
        let later =
            std::fs::metadata(&index).unwrap().modified().unwrap() + std::time::Duration::from_secs(1);
        std::fs::File::options().write(true).open(&index).unwrap().set_modified(later).unwrap();
        assert_eq!(ui.files().unwrap()["index.html"].plain, "two");
    }

    #[test]
    fn a_folder_without_an_index_is_no_ui() {
        assert!(UiFiles::folder(tempfile::tempdir().unwrap().path()).is_err());
    }
}
