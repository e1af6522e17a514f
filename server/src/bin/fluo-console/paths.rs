//! Where things are by default.

use std::path::{Path, PathBuf};

/// The folder for the console's data: the platform's place for it, or `fluo-console-data` here where the
/// platform names none.
pub(crate) fn default_data() -> PathBuf {
    directories::ProjectDirs::from("", "", "fluo-console")
        .map_or_else(|| PathBuf::from("fluo-console-data"), |dirs| dirs.data_dir().to_owned())
}

/// The key ring of the secrets in the store.
pub(crate) fn secrets_key(data: &Path) -> PathBuf {
    data.join("secrets.key")
}

/// The web UI that was installed next to the program.
pub(crate) fn ui_beside_program() -> Option<PathBuf> {
    let folder = std::env::current_exe().ok()?.parent()?.join("ui");
    folder.join("index.html").exists().then_some(folder)
}
