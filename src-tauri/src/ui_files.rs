//! The web UI inside the program: what `cargo xtask ui` put into `dist/ui`, read from there by debug builds.
//!
//! Not Tauri's own embedding: that packs the compressed twins made for HTTP as well, puts nonces into
//! `index.html`, and fails the build where the UI was not built.

use std::borrow::Cow;

use tauri::utils::assets::{AssetKey, AssetsIter, CspHash};
use tauri::{Assets, Runtime};

#[derive(rust_embed::RustEmbed)]
#[folder = "../dist/ui"]
#[exclude = "*.br"]
#[exclude = "*.gz"]
#[allow_missing = true]
struct Built;

const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Fluo Console</title>\
    <h1>The web UI has not been built</h1><p>Build it with <code>cargo xtask ui</code>, then this program again.</p>";

pub(crate) struct UiFiles;

impl<R: Runtime> Assets<R> for UiFiles {
    fn get(&self, key: &AssetKey) -> Option<Cow<'_, [u8]>> {
        let name = key.as_ref().trim_start_matches('/');
        match Built::get(name) {
            Some(file) => Some(file.data),
            None if name == "index.html" => Some(Cow::Borrowed(NOT_BUILT.as_bytes())),
            None => None,
        }
    }

    fn iter(&self) -> Box<AssetsIter<'_>> {
        Box::new(Built::iter().filter_map(|name| {
            let file = Built::get(&name)?;
            Some((Cow::Owned(name.into_owned()), file.data))
        }))
    }

    /// The page has no inline scripts or styles, so there is nothing to permit by hash.
    fn csp_hashes(&self, _: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
        Box::new(std::iter::empty())
    }
}
