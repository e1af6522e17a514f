//! The style sheet (Tailwind over `ui/style`) and the fonts it names.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::assets::{Bundle, Load};
use super::{Layout, tools};

pub(super) struct Font {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) load: Load,
}

/// The families and the subsets we serve: name, when it is asked for, and the file it comes from. Basic is what an
/// English page needs; the browser asks for the others by `unicode-range` when a text needs them.
const FAMILIES: [(&str, &str); 2] = [("geist", "sans"), ("geist-mono", "mono")];
const SUBSETS: [(&str, Load, &str); 5] = [
    ("basic", Load::First, "latin"),
    ("latin", Load::Later, "latin"),
    ("latin-ext", Load::Later, "latin-ext"),
    ("cyrillic", Load::Later, "cyrillic"),
    ("cyrillic-ext", Load::Later, "cyrillic-ext"),
];

/// The font files, named as `ui/style/fonts.css` names them. Those cut out of the Latin one have our weights only.
pub(super) fn fonts(layout: &Layout) -> Result<Vec<Font>> {
    let mut fonts = Vec::new();
    for (family, kind) in FAMILIES {
        let folder = layout.ui.join("node_modules/@fontsource-variable").join(family).join("files");
        for (subset, load, source) in SUBSETS {
            let path = folder.join(format!("{family}-{source}-wght-normal.woff2"));
            let path = if source == "latin" { cut(layout, kind, subset, &path)? } else { path };
            let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            fonts.push(Font { name: format!("{family}-{subset}"), bytes, load });
        }
    }
    Ok(fonts)
}

/// One subset of the font in our weights only; made once per font, subset and script.
fn cut(layout: &Layout, kind: &str, subset: &str, font: &Path) -> Result<PathBuf> {
    let script = layout.ui.join("fonts.mjs");
    let mut source = std::fs::read(font).with_context(|| format!("cannot read {}", font.display()))?;
    source.extend(std::fs::read(&script)?);
    let cut = layout.scratch.join(format!("font-{subset}-{}.woff2", tools::fingerprint(&source)));
    if !cut.exists() {
        let partial = cut.with_extension("partial");
        let output = Command::new("node")
            .arg(&script)
            .arg(kind)
            .arg(subset)
            .arg(font)
            .arg(&partial)
            .current_dir(&layout.ui)
            .output()?;
        tools::succeed("ui/fonts.mjs", output)?;
        std::fs::rename(&partial, &cut)?;
    }
    Ok(cut)
}

/// Runs Tailwind over one sheet of `ui/style` and puts the hashed names of the fonts in place of the plain ones.
pub(super) fn build(layout: &Layout, bundle: &Bundle, sheet: &str) -> Result<String> {
    let output = Command::new(tools::package(layout, "tailwindcss"))
        .arg("--input")
        .arg(layout.ui.join("style").join(sheet))
        .arg("--minify")
        .current_dir(&layout.ui)
        .output()?;
    let css = tools::succeed("tailwindcss", output)?.stdout;
    let css = String::from_utf8(css).context("Tailwind wrote something that is not UTF-8")?;
    Ok(bundle.resolve(&css))
}
