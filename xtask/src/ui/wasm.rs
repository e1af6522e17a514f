//! The wasm module and its JavaScript glue: cargo, wasm-bindgen, wasm-opt.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::names::Renames;
use super::split::{self, Parts};
use super::{Flavour, Layout, step, tools};

pub(super) struct Module {
    pub(super) wasm: Vec<u8>,
    /// The ES module that instantiates it.
    pub(super) glue: PathBuf,
    /// What is fetched later.
    pub(super) parts: Parts,
    /// The ES module that fetches them.
    pub(super) link: String,
}

/// Compiles `console-ui`. What comes after cargo is remembered by the fingerprint of cargo's output.
pub(super) fn build(layout: &Layout, flavour: Flavour) -> Result<Module> {
    let raw = compile(layout, flavour)?;
    let Flavour { release, gallery, .. } = flavour;
    // Nobody waits for the gallery on a slow line; the passes until nothing more is won take half of the time.
    let passes = if gallery { &SMALLER[1..] } else { &SMALLER[..] };
    let flavour = flavour.name();
    let folder = layout.scratch.join(format!("{flavour}-{}", tools::fingerprint(&raw)));
    let [module, glue, link] = ["module.wasm", "glue.js", "link.js"].map(|name| folder.join(name));
    if !module.exists() {
        forget_older(&layout.scratch, flavour)?;
        step("wasm-bindgen…");
        std::fs::create_dir_all(&folder)?;
        bind(split::split(&raw, &folder, &layout.ui.join("public/parts.js"))?, &folder)?;
        let (bound, long_glue) = (folder.join("console_ui_bg.wasm"), folder.join("console_ui.js"));
        let long_link = std::fs::read_to_string(folder.join(split::LINK))?;
        if release {
            step("wasm-opt…");
            let parts = split::modules(&folder)?.into_iter();
            let parts: Vec<_> = parts.map(|name| folder.join(name).with_extension("wasm")).collect();
            let renames = optimise_all(layout, passes, &parts, &bound, &module)?;
            std::fs::write(&glue, renames.apply(&std::fs::read_to_string(&long_glue)?)?)?;
            std::fs::write(&link, split::rename(&long_link, &renames)?)?;
        } else {
            std::fs::rename(&long_glue, &glue)?;
            std::fs::write(&link, long_link)?;
            std::fs::rename(&bound, &module)?;
        }
    }
    let wasm = std::fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
    let parts = split::parts(&folder)?;
    Ok(Module { wasm, glue, parts, link: std::fs::read_to_string(&link)? })
}

/// Runs cargo with its own target folder, so that it neither waits for native builds nor makes them wait.
fn compile(layout: &Layout, flavour: Flavour) -> Result<Vec<u8>> {
    step("cargo build (wasm32)…");
    let (profile, folder) = if flavour.release { ("web", "web") } else { ("dev", "debug") };
    let target = layout.root.join("target/ui-wasm");
    // Panics name their source files: by crate, not by where they lie on this machine.
    let home = std::env::home_dir().unwrap_or_default().join(".cargo/registry/src");
    let remap = format!(
        "target.wasm32-unknown-unknown.rustflags=[\"--remap-path-prefix={}=\",\"--remap-path-prefix={}=\",\"-Clink-args=--emit-relocs\"]",
        home.display(),
        layout.root.display()
    );
    let status = Command::new(env!("CARGO"))
        .args(["--config", &remap])
        .args(["build", "--quiet", "--locked", "--package", "console-ui", "--bin", "console-ui"])
        .args(["--target", "wasm32-unknown-unknown", "--profile", profile])
        .args(if flavour.gallery { &["--features", "gallery"][..] } else { &[] })
        .arg("--target-dir")
        .arg(&target)
        .current_dir(&layout.root)
        .status()
        .context("cannot run cargo")?;
    if !status.success() {
        bail!("the UI does not compile");
    }
    let path = target.join("wasm32-unknown-unknown").join(folder).join("console-ui.wasm");
    std::fs::read(&path).with_context(|| format!("cargo wrote no {}", path.display()))
}

fn bind(raw: Vec<u8>, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_bytes("console_ui", raw)
        .keep_lld_exports(true)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .generate(folder)
        .context("wasm-bindgen failed")
}

const SMALLER: [&str; 5] =
    ["--converge", "-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"];

/// The parts beside the module, which takes about as long as all of them.
fn optimise_all(
    layout: &Layout,
    passes: &[&str],
    parts: &[PathBuf],
    input: &Path,
    output: &Path,
) -> Result<Renames> {
    // Only for the module is it worth going on until nothing more is won.
    let once = passes.strip_prefix(&SMALLER[..1]).unwrap_or(passes);
    std::thread::scope(|scope| {
        let others = scope.spawn(|| parts.iter().try_for_each(|part| optimise_part(layout, once, part)));
        let renames = optimise(layout, passes, input, output);
        others.join().map_err(|_| anyhow!("optimising a part panicked"))??;
        renames
    })
}

/// Smallest form, then short names; the module appears only when all went well.
fn optimise(layout: &Layout, passes: &[&str], input: &Path, output: &Path) -> Result<Renames> {
    let (small, short) = (output.with_extension("small"), output.with_extension("short"));
    wasm_opt(layout, passes, input, &small)?;
    let printed = wasm_opt(layout, &["--minify-imports-and-exports-and-modules"], &small, &short)?;
    std::fs::rename(&short, output).context("cannot keep what wasm-opt wrote")?;
    Renames::parse(&printed)
}

/// Bytes below which nothing is to be won in a part; most are smaller, and wasm-opt takes a second to start.
const WORTH_IT: u64 = 2_048;

/// Smallest form of a part, in place. It keeps the names: it shares few.
fn optimise_part(layout: &Layout, passes: &[&str], part: &Path) -> Result<()> {
    if std::fs::metadata(part).is_ok_and(|part| part.len() < WORTH_IT) {
        return Ok(());
    }
    let small = part.with_extension("small");
    wasm_opt(layout, passes, part, &small)?;
    std::fs::rename(&small, part).context("cannot keep what wasm-opt wrote")
}

/// Runs wasm-opt; returns what it prints.
fn wasm_opt(layout: &Layout, passes: &[&str], from: &Path, to: &Path) -> Result<String> {
    let result = Command::new(tools::package(layout, "wasm-opt"))
        .args(passes)
        .args(["--enable-bulk-memory", "--enable-sign-ext", "--enable-nontrapping-float-to-int"])
        .args(["--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"])
        .arg(from)
        .arg("-o")
        .arg(to)
        .output()?;
    Ok(String::from_utf8(tools::succeed("wasm-opt", result)?.stdout)?)
}

/// Removes what earlier builds of this flavour left behind.
fn forget_older(scratch: &Path, flavour: &str) -> Result<()> {
    for entry in std::fs::read_dir(scratch)? {
        let path = entry?.path();
        let ours =
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&format!("{flavour}-")));
        if ours && path.is_dir() {
            std::fs::remove_dir_all(path)?;
        }
    }
    Ok(())
}
