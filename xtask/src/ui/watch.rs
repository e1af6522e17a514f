//! Builds again whenever a source changes. Looks at modification times: few files, no further dependency.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Result;

use super::{Layout, step};

const LOOK_EVERY: Duration = Duration::from_millis(300);

/// Runs `build` now and after each change, until interrupted. A failed build is reported and waited out.
pub(super) fn run(layout: &Layout, build: impl Fn() -> Result<()>) -> Result<()> {
    let sources: Vec<PathBuf> = [
        "ui/src",
        "ui/locales",
        "ui/style",
        "ui/public",
        "ui/Cargo.toml",
        "ui/package-lock.json",
        "shared/api",
        "shared/rules",
    ]
    .iter()
    .map(|source| layout.root.join(source))
    .collect();
    let mut seen = None;
    loop {
        let newest = sources.iter().filter_map(|source| newest_change(source)).max();
        if newest != seen {
            seen = newest;
            if let Err(error) = build() {
                eprintln!("error: {error:#}");
            }
            step("waiting for changes; Ctrl-C ends");
        }
        pause();
    }
}

#[expect(clippy::disallowed_methods, reason = "a poller has to rest between two looks")]
fn pause() {
    std::thread::sleep(LOOK_EVERY);
}

/// The latest modification in a file or below a folder; deleting a file changes its folder.
fn newest_change(path: &Path) -> Option<SystemTime> {
    let own = path.metadata().ok()?.modified().ok();
    let Ok(entries) = std::fs::read_dir(path) else { return own };
    entries.flatten().filter_map(|entry| newest_change(&entry.path())).chain(own).max()
}
