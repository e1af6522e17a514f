//! Cuts the linked module into the part of a first visit and those that are fetched when they are first shown: at
//! the functions marked `wasm_split` in `ui/src`.
//!
//! What several parts need becomes a chunk of its own, one for each set of parts, some hundreds in all. A part is
//! therefore served as one file with the small chunks it needs; `ui/public/parts.js` says how it is laid out.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

use super::names::Renames;

/// The script that loads parts, as the first module imports it.
pub(super) const LINK: &str = "./__wasm_split.js";
/// What the glue of the first module is called when the link script imports it.
const GLUE: &str = "./glue.js";
/// What needs what: beside the modules.
const NEEDS: &str = "parts.json";
/// Where the link script gets the addresses of the parts.
const ADDRESSES: &str = "PART_ADDRESSES";
/// Bytes from which on a shared chunk is a file of its own instead of a copy in each part.
const LARGE: usize = 6_000;

/// The chunks that each part needs, and its own module, by file name without extension.
type Needs = BTreeMap<String, Vec<String>>;

/// A file that is fetched later.
pub(super) struct Part {
    /// File name without its extension: `part_palette`, `chunk_7`.
    pub(super) name: String,
    pub(super) extension: &'static str,
    pub(super) bytes: Vec<u8>,
}

/// The parts as they are served.
pub(super) struct Parts {
    pub(super) files: Vec<Part>,
    /// The files of each part, its own first.
    pub(super) of: BTreeMap<String, Vec<String>>,
}

/// Writes the link script and the modules of the parts into `folder`; returns the first module, for wasm-bindgen.
pub(super) fn split(raw: &[u8], folder: &Path, loaders: &Path) -> Result<Vec<u8>> {
    let first = folder.join("first.wasm");
    let mut options = Options::new(raw);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.main_module = GLUE;
    options.link_name = LINK;
    let cut = transform(options).map_err(|error| anyhow!("cannot cut the module into parts: {error:#}"))?;
    let needs: Needs = cut.prefetch_map.into_iter().collect();
    std::fs::write(folder.join(NEEDS), serde_json::to_vec(&needs)?)?;
    let link = folder.join(LINK);
    let ours = link_script(&std::fs::read_to_string(&link)?, loaders)?;
    std::fs::write(&link, ours).context("cannot write the link script")?;
    std::fs::read(&first).with_context(|| format!("cannot read {}", first.display()))
}

/// Our link script, with the loaders that the given one offers, the exports it takes and what it hands over besides: in
/// builds for development a mark that only parts of the same build accept.
fn link_script(theirs: &str, loaders: &Path) -> Result<String> {
    let given = theirs.split_once("__wasm_split: {").and_then(|(_, rest)| rest.split_once('}'));
    let (given, theirs) = given.context("the link script hands nothing over")?;
    let names = theirs.split_once("const { ").and_then(|(_, rest)| rest.split_once('}'));
    let (names, rest) = names.context("the link script takes no exports")?;
    let shared: Vec<_> = names.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let shared: Vec<_> = shared.iter().map(|name| [name, name]).collect();
    let mut ours = format!(
        "import {{ initSync }} from {GLUE:?};\nimport {{ loaders }} from {:?};\n\
         const load = loaders(() => initSync(), {}, {{ {given} }}, {ADDRESSES});\n",
        loaders.display().to_string(),
        serde_json::to_string(&shared)?
    );
    for offered in rest.split("export const ").skip(1) {
        let name = offered.split(' ').next().unwrap_or_default();
        let part = name.strip_prefix(LOADER).with_context(|| format!("{name} loads no part"))?;
        ours.push_str(&format!("export const {name} = load({part:?});\n"));
    }
    Ok(ours)
}

/// How the loader of a part is called, before the part's name.
const LOADER: &str = "__wasm_split_load_";

/// The modules in `folder` that are not the first.
pub(super) fn modules(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".wasm"));
        names.extend(
            name.filter(|name| name.starts_with("split_") || name.starts_with("chunk_")).map(str::to_owned),
        );
    }
    names.sort();
    Ok(names)
}

/// The modules in `folder` as they are served.
pub(super) fn parts(folder: &Path) -> Result<Parts> {
    let needs: Needs = serde_json::from_slice(&std::fs::read(folder.join(NEEDS))?)?;
    let mut bytes_of = BTreeMap::new();
    for name in modules(folder)? {
        let bytes = std::fs::read(folder.join(&name).with_extension("wasm"))?;
        bytes_of.insert(name, bytes);
    }
    let mut parts = Parts { files: Vec::new(), of: BTreeMap::new() };
    for (part, modules) in &needs {
        let own = format!("part_{part}");
        let mut files = vec![own.clone()];
        let (mut index, mut all) = (Vec::new(), Vec::new());
        for name in modules {
            let bytes =
                bytes_of.get(name).with_context(|| format!("{part} needs {name}, which is not there"))?;
            if name.starts_with("chunk_") && bytes.len() >= LARGE {
                files.push(name.clone());
            } else {
                index.push((name, bytes.len()));
                all.extend_from_slice(bytes);
            }
        }
        let index = serde_json::to_vec(&index)?;
        let mut packed = u32::try_from(index.len())?.to_le_bytes().to_vec();
        packed.extend(index);
        packed.extend(all);
        parts.files.push(Part { name: own, extension: "bin", bytes: packed });
        parts.of.insert(part.clone(), files);
    }
    let large = |(name, bytes): (String, Vec<u8>)| {
        let is_file = parts.of.values().any(|files| files.contains(&name));
        is_file.then_some(Part { name, extension: "wasm", bytes })
    };
    let large: Vec<_> = bytes_of.into_iter().filter_map(large).collect();
    parts.files.extend(large);
    Ok(parts)
}

/// The link script after the exports of the first module got short names.
///
/// It takes what parts share out of the exports by name, and offers the loaders under the names that are imported.
pub(super) fn rename(link: &str, renames: &Renames) -> Result<String> {
    let (before, rest) = link.split_once("initSync(), [").context("the link script takes no exports")?;
    let (names, after) = rest.split_once("]],").context("the link script takes no exports")?;
    let shared: Vec<[String; 2]> = serde_json::from_str(&format!("[{names}]]"))?;
    let shared: Vec<_> = shared.iter().map(|[there, here]| [renames.export(there), here]).collect();
    let after = renames.apply_to_imports(after);
    Ok(format!("{before}initSync(), {},{after}", serde_json::to_string(&shared)?))
}

/// The link script with the addresses parts are served at.
pub(super) fn address(link: &str, addresses: &BTreeMap<String, Vec<String>>) -> Result<String> {
    Ok(link.replace(ADDRESSES, &serde_json::to_string(addresses)?))
}
