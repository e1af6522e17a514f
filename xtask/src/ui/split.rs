//! Cuts the linked module into the part of a first visit and those that are fetched when they are first shown: at
//! the functions marked `wasm_split` in `ui/src`.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

use super::names::Renames;

/// The script that loads parts, as the first module imports it.
pub(super) const LINK: &str = "./__wasm_split.js";
/// What the glue of the first module is called when the link script imports it.
const GLUE: &str = "./glue.js";

/// A part that is fetched later.
pub(super) struct Part {
    /// File name without its extension: `split_palette`.
    pub(super) name: String,
    pub(super) wasm: Vec<u8>,
}

/// Writes the link script and the parts into `folder`; returns the first module, for wasm-bindgen.
pub(super) fn split(raw: &[u8], folder: &Path) -> Result<Vec<u8>> {
    let first = folder.join("first.wasm");
    let mut options = Options::new(raw);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.main_module = GLUE;
    options.link_name = LINK;
    transform(options).map_err(|error| anyhow!("cannot cut the module into parts: {error:#}"))?;
    std::fs::read(&first).with_context(|| format!("cannot read {}", first.display()))
}

/// The parts in `folder`, by name.
pub(super) fn parts(folder: &Path) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".wasm")) else {
            continue;
        };
        if name.starts_with("split_") || name.starts_with("chunk_") {
            parts.push(Part { name: name.to_owned(), wasm: std::fs::read(&path)? });
        }
    }
    parts.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(parts)
}

/// The link script after the exports of the first module got short names.
///
/// It takes what parts share out of the exports by name, and offers the loaders under the names that are imported.
pub(super) fn rename(link: &str, renames: &Renames) -> Result<String> {
    let (before, rest) = link.split_once("const { ").context("the link script takes no exports")?;
    let (names, after) = rest.split_once('}').context("the link script takes no exports")?;
    let taken: Vec<String> = names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| format!("{:?}: {name}", renames.export(name)))
        .collect();
    let after = renames.apply_to_imports(after);
    Ok(format!("{before}const {{ {} }}{after}", taken.join(", ")))
}

/// The link script with the addresses parts are served at.
pub(super) fn address(link: &str, urls: &[(String, String)]) -> String {
    urls.iter().fold(link.to_owned(), |link, (name, url)| {
        link.replace(&format!("new URL(\"./{name}.wasm\", import.meta.url)"), &format!("{url:?}"))
    })
}
