//! The web UI from sources to served files.
//!
//! cargo (wasm32) → wasm-bindgen → wasm-opt → esbuild → Tailwind → content-hashed names → `.br` and `.gz` beside
//! each file, in `dist/ui`. Everything under `dist/ui/assets` carries its hash in its name and may be cached for
//! ever; `index.html` may not. Each step is skipped when its input is the one it saw last.

mod assets;
mod classes;
mod names;
mod split;
mod style;
mod tools;
mod wasm;
mod watch;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use assets::{Bundle, Load};

/// What a first visit of the start page may cost, all told: markup, scripts, wasm, styles and the two Latin fonts, gzip.
const FIRST_LOAD_LIMIT: usize = 250_000;

/// The parts of the start page, which every first visit fetches at once.
const AT_ONCE: [&str; 2] = ["overview", "tenant_look"];

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Optimised for size, with compressed files beside each file; without it, quick to build
    #[arg(long)]
    release: bool,
    /// Stay and build again whenever a source changes
    #[arg(long, conflicts_with = "check_size")]
    watch: bool,
    /// Build for release and fail when a first visit costs more than 250 KB gzip
    #[arg(long)]
    check_size: bool,
    /// With the gallery of components at /dev/gallery, into dist/gallery; builds that are not for release have it
    #[arg(long, conflicts_with = "check_size")]
    gallery: bool,
}

/// What is built.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Flavour {
    release: bool,
    gallery: bool,
}

impl Flavour {
    const fn name(self) -> &'static str {
        match (self.release, self.gallery) {
            (true, false) => "release",
            (true, true) => "gallery",
            (false, _) => "dev",
        }
    }
}

/// Where things are; all absolute.
struct Layout {
    root: PathBuf,
    /// `ui/`
    ui: PathBuf,
    /// `dist/ui` or `dist/gallery`
    dist: PathBuf,
    /// Intermediate files, never served.
    scratch: PathBuf,
}

impl Layout {
    fn find(gallery: bool) -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask/ has a parent folder")?;
        let scratch = root.join("target/ui-build");
        std::fs::create_dir_all(&scratch).with_context(|| format!("cannot create {}", scratch.display()))?;
        let dist = root.join(if gallery { "dist/gallery" } else { "dist/ui" });
        Ok(Self { root: root.into(), ui: root.join("ui"), dist, scratch })
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let layout = Layout::find(options.gallery)?;
    let release = options.release || options.check_size;
    let flavour = Flavour { release, gallery: options.gallery || !release };
    tools::require(&layout)?;
    if options.watch {
        return watch::run(&layout, || build(&layout, flavour).map(drop));
    }
    let first_load = build(&layout, flavour)?;
    if options.check_size && first_load > FIRST_LOAD_LIMIT {
        bail!("a first visit costs {first_load} bytes gzip, the limit is {FIRST_LOAD_LIMIT}");
    }
    Ok(())
}

/// Builds everything once; returns what a first visit costs in bytes, gzip.
fn build(layout: &Layout, flavour: Flavour) -> Result<usize> {
    let started = Instant::now();
    let release = flavour.release;
    let module = wasm::build(layout, flavour)?;
    let mut bundle = Bundle::new(&layout.dist, release);

    for font in style::fonts(layout)? {
        bundle.add(&font.name, "woff2", font.bytes, font.load);
    }
    let css = style::build(layout, &bundle, "app.css")?;
    let more_css = style::build(layout, &bundle, "more.css")?;
    classes::check(&layout.ui.join("src"), &[css.as_str(), &more_css].concat())?;
    bundle.add("app", "css", css.into_bytes(), Load::First);
    // With the first part comes its style.
    bundle.add("more", "css", more_css.into_bytes(), Load::Start);
    for (language, patterns) in words::build(layout, flavour.gallery)? {
        bundle.add(&format!("words-{language}"), "json", patterns, Load::Later);
    }
    for (name, script) in tools::bundle_libraries(layout, release)? {
        bundle.add(&name, "js", script, Load::Later);
    }

    let wasm_url = bundle.add("app", "wasm", module.wasm, Load::First);
    let at_once: BTreeSet<_> =
        AT_ONCE.iter().flat_map(|part| module.parts.of.get(*part)).flatten().cloned().collect();
    let mut urls = BTreeMap::new();
    for part in module.parts.files {
        let load = if at_once.contains(&part.name) { Load::Start } else { Load::Later };
        urls.insert(part.name.clone(), bundle.add(&part.name, part.extension, part.bytes, load));
    }
    let addresses = module.parts.of.into_iter();
    let addresses =
        addresses.map(|(part, files)| (part, files.iter().map(|file| urls[file].clone()).collect()));
    let link = module.glue.with_file_name("__wasm_split.js");
    std::fs::write(&link, split::address(&module.link, &addresses.collect())?)
        .context("cannot write the link script")?;
    bundle.add("app", "js", tools::bundle_script(layout, &module.glue, &wasm_url, release)?, Load::First);
    bundle.add("boot", "js", tools::minify_script(layout, &layout.ui.join("public/boot.js"))?, Load::First);
    let icon = std::fs::read(layout.ui.join("public/icon.svg")).context("ui/public/icon.svg")?;
    bundle.add("icon", "svg", icon, Load::First);

    let template =
        std::fs::read_to_string(layout.ui.join("public/index.html")).context("ui/public/index.html")?;
    let first_load = bundle.write(&template)?;
    eprintln!(
        "  web UI ready in {:.1} s: {} ({} gzip on a first visit, limit {})",
        started.elapsed().as_secs_f32(),
        layout.dist.strip_prefix(&layout.root).unwrap_or(&layout.dist).display(),
        assets::kilobytes(first_load),
        assets::kilobytes(FIRST_LOAD_LIMIT),
    );
    Ok(first_load)
}

/// One line of progress, so that a long build is never silent.
fn step(what: &str) {
    eprintln!("  {what}");
}
