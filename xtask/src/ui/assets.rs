//! Served files: content-hashed names, compressed twins, the manifest, and what a first visit costs.

use std::collections::{BTreeMap, HashSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::tools;

/// When a browser asks for a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Load {
    /// On every first visit.
    First,
    /// By name, and by the start page at once, so it counts for a first visit.
    Start,
    /// Only when something needs it.
    Later,
}

struct Asset {
    /// `app.css`: how sources name it.
    plain: String,
    /// `app-0123456789abcdef.css`: how it is served.
    hashed: String,
    bytes: Vec<u8>,
    load: Load,
}

/// Everything that will be under `dist/ui`.
pub(super) struct Bundle {
    dist: PathBuf,
    compress: bool,
    assets: Vec<Asset>,
}

impl Bundle {
    pub(super) fn new(dist: &Path, compress: bool) -> Self {
        Self { dist: dist.into(), compress, assets: Vec::new() }
    }

    /// Adds a file and returns the URL it is served at.
    pub(super) fn add(&mut self, name: &str, extension: &str, bytes: Vec<u8>, load: Load) -> String {
        let hashed = format!("{name}-{}.{extension}", tools::fingerprint(&bytes));
        let url = format!("/assets/{hashed}");
        self.assets.push(Asset { plain: format!("{name}.{extension}"), hashed, bytes, load });
        url
    }

    /// Replaces `{{name.ext}}` by the URL of that file.
    pub(super) fn resolve(&self, text: &str) -> String {
        self.assets.iter().fold(text.to_owned(), |text, asset| {
            text.replace(&format!("{{{{{}}}}}", asset.plain), &format!("/assets/{}", asset.hashed))
        })
    }

    /// Writes all files, drops those of earlier builds, prints the sizes; returns the cost of a first visit.
    pub(super) fn write(mut self, index_template: &str) -> Result<usize> {
        let index = self.resolve(&index_template.replace("{{later}}", &self.later()));
        if let Some(at) = index.find("{{") {
            bail!("index.html names an unknown file: {}", &index[at..(at + 40).min(index.len())]);
        }
        let manifest = self.manifest();
        let folder = self.dist.join("assets");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;

        eprintln!("  {:>10} {:>10}  file", "raw", "gzip");
        let mut first_load = 0;
        let mut kept = HashSet::new();
        for asset in std::mem::take(&mut self.assets) {
            kept.extend([
                asset.hashed.clone(),
                format!("{}.gz", asset.hashed),
                format!("{}.br", asset.hashed),
            ]);
            let size = self.write_file(&folder.join(&asset.hashed), &asset.bytes, true)?;
            if asset.load != Load::Later {
                first_load += size;
                eprintln!("  {:>10} {:>10}  {}", kilobytes(asset.bytes.len()), kilobytes(size), asset.plain);
            }
        }
        first_load += self.write_file(&self.dist.join("index.html"), index.as_bytes(), false)?;
        self.write_file(&self.dist.join("manifest.json"), manifest.as_bytes(), false)?;
        remove_others(&folder, &kept)?;
        Ok(first_load)
    }

    /// Plain names to URLs of what a page loads by name when it needs it.
    fn later(&self) -> String {
        let by_name = |asset: &&Asset| {
            asset.load != Load::First
                && [".js", ".css", ".json"].iter().any(|kind| asset.plain.ends_with(kind))
        };
        let urls: BTreeMap<_, _> = self
            .assets
            .iter()
            .filter(by_name)
            .map(|asset| (&asset.plain, format!("/assets/{}", asset.hashed)))
            .collect();
        serde_json::json!(urls).to_string()
    }

    /// Plain names to URLs of everything.
    fn manifest(&self) -> String {
        let urls: BTreeMap<_, _> =
            self.assets.iter().map(|asset| (&asset.plain, format!("/assets/{}", asset.hashed))).collect();
        serde_json::json!(urls).to_string()
    }

    /// Writes a file and its compressed twins; returns the size as sent with gzip. A file whose name carries its
    /// hash is written once.
    fn write_file(&self, path: &Path, bytes: &[u8], hashed: bool) -> Result<usize> {
        let twin = |extension: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(extension);
            PathBuf::from(name)
        };
        let (gzip_path, brotli_path) = (twin(".gz"), twin(".br"));
        let compressible = path.extension().is_some_and(|extension| extension != "woff2");
        if !compressible || !self.compress {
            for stale in [&gzip_path, &brotli_path].into_iter().filter(|path| path.exists()) {
                std::fs::remove_file(stale)?;
            }
            replace(path, bytes)?;
            return Ok(if compressible { gzip(bytes, false)?.len() } else { bytes.len() });
        }
        if hashed && path.exists() && brotli_path.exists() && gzip_path.exists() {
            return Ok(usize::try_from(std::fs::metadata(&gzip_path)?.len())?);
        }
        let zipped = gzip(bytes, true)?;
        replace(&gzip_path, &zipped)?;
        replace(&brotli_path, &brotli(bytes)?)?;
        replace(path, bytes)?;
        Ok(zipped.len())
    }
}

/// Writes beside and renames: a server that is running never sends half a file.
fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    std::fs::write(&partial, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    std::fs::rename(&partial, path).with_context(|| format!("cannot write {}", path.display()))
}

fn remove_others(folder: &Path, kept: &HashSet<String>) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !kept.contains(entry.file_name().to_string_lossy().as_ref()) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// The smallest gzip there is for these bytes where they will be served; a quick one where they only are counted.
fn gzip(bytes: &[u8], smallest: bool) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    if smallest {
        zopfli::compress(zopfli::Options::default(), zopfli::Format::Gzip, bytes, &mut out)?;
    } else {
        let mut encoder = flate2::write::GzEncoder::new(&mut out, flate2::Compression::best());
        encoder.write_all(bytes)?;
        encoder.finish()?;
    }
    Ok(out)
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
    Ok(out)
}

/// Thousands of bytes with one decimal, as browsers and our limit count them.
#[expect(clippy::cast_precision_loss, reason = "sizes of files, shown with one decimal")]
pub(super) fn kilobytes(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1000.0)
}
