//! The web UI from sources to served files.
//!
//! cargo (wasm32) → wasm-bindgen → wasm-opt → esbuild → Tailwind → content-hashed names → `.br` and `.gz` beside
//! each file, in `dist/ui`. Everything under `dist/ui/assets` carries its hash in its name and may be cached for
//! ever; `index.html` may not. Each step is skipped when its input is the one it saw last.

mod assets;
mod classes;
mod names;
mod style;
mod tools;
mod wasm;
mod watch;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use assets::{Bundle, Load};

/// What a first visit may cost, all told: markup, scripts, wasm, styles and the two Latin fonts, gzip.
const FIRST_LOAD_LIMIT: usize = 250_000;

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
}

/// Where things are; all absolute.
struct Layout {
    root: PathBuf,
    /// `ui/`
    ui: PathBuf,
    /// `dist/ui`
    dist: PathBuf,
    /// Intermediate files, never served.
    scratch: PathBuf,
}

impl Layout {
    fn find() -> Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask/ has a parent folder")?;
        let scratch = root.join("target/ui-build");
        std::fs::create_dir_all(&scratch).with_context(|| format!("cannot create {}", scratch.display()))?;
        Ok(Self { root: root.into(), ui: root.join("ui"), dist: root.join("dist/ui"), scratch })
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let layout = Layout::find()?;
    let release = options.release || options.check_size;
    tools::require(&layout)?;
    if options.watch {
        return watch::run(&layout, || build(&layout, release).map(drop));
    }
    let first_load = build(&layout, release)?;
    if options.check_size && first_load > FIRST_LOAD_LIMIT {
        bail!("a first visit costs {first_load} bytes gzip, the limit is {FIRST_LOAD_LIMIT}");
    }
    Ok(())
}

/// Builds everything once; returns what a first visit costs in bytes, gzip.
fn build(layout: &Layout, release: bool) -> Result<usize> {
    let started = Instant::now();
    let module = wasm::build(layout, release)?;
    let mut bundle = Bundle::new(&layout.dist, release);

    for font in style::fonts(layout)? {
        bundle.add(&font.name, "woff2", font.bytes, font.load);
    }
    let css = style::build(layout, &bundle)?;
    classes::check(&layout.ui.join("src"), &css)?;
    bundle.add("app", "css", css.into_bytes(), Load::First);

    let wasm_url = bundle.add("app", "wasm", module.wasm, Load::First);
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
