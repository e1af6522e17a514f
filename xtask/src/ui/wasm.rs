//! The wasm module and its JavaScript glue: cargo, wasm-bindgen, wasm-opt.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::names::Renames;
use super::{Layout, step, tools};

pub(super) struct Module {
    pub(super) wasm: Vec<u8>,
    /// The ES module that instantiates it.
    pub(super) glue: PathBuf,
}

/// Compiles `console-ui`. What comes after cargo is remembered by the fingerprint of cargo's output.
pub(super) fn build(layout: &Layout, release: bool) -> Result<Module> {
    let raw = compile(layout, release)?;
    let flavour = if release { "release" } else { "dev" };
    let folder = layout.scratch.join(format!("{flavour}-{}", tools::fingerprint(&raw)));
    let (module, glue) = (folder.join("module.wasm"), folder.join("glue.js"));
    if !module.exists() {
        forget_older(&layout.scratch, flavour)?;
        step("wasm-bindgen…");
        bind(raw, &folder)?;
        let (bound, long_glue) = (folder.join("console_ui_bg.wasm"), folder.join("console_ui.js"));
        if release {
            step("wasm-opt…");
            let renames = optimise(layout, &bound, &module)?;
            std::fs::write(&glue, renames.apply(&std::fs::read_to_string(&long_glue)?))?;
        } else {
            std::fs::rename(&long_glue, &glue)?;
            std::fs::rename(&bound, &module)?;
        }
    }
    let wasm = std::fs::read(&module).with_context(|| format!("cannot read {}", module.display()))?;
    Ok(Module { wasm, glue })
}

/// Runs cargo with its own target folder, so that it neither waits for native builds nor makes them wait.
fn compile(layout: &Layout, release: bool) -> Result<Vec<u8>> {
    step("cargo build (wasm32)…");
    let (profile, folder) = if release { ("web", "web") } else { ("dev", "debug") };
    let target = layout.root.join("target/ui-wasm");
    // Panics name their source files: by crate, not by where they lie on this machine.
    let home = std::env::home_dir().unwrap_or_default().join(".cargo/registry/src");
    let remap = format!(
        "target.wasm32-unknown-unknown.rustflags=[\"--remap-path-prefix={}=\",\"--remap-path-prefix={}=\"]",
        home.display(),
        layout.root.display()
    );
    let status = Command::new(env!("CARGO"))
        .args(["--config", &remap])
        .args(["build", "--quiet", "--locked", "--package", "console-ui", "--bin", "console-ui"])
        .args(["--target", "wasm32-unknown-unknown", "--profile", profile])
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
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .generate(folder)
        .context("wasm-bindgen failed")
}

/// Smallest form, then short names; the module appears only when all went well.
fn optimise(layout: &Layout, input: &Path, output: &Path) -> Result<Renames> {
    let (small, short) = (output.with_extension("small"), output.with_extension("short"));
    let run = |passes: &[&str], from: &Path, to: &Path| -> Result<String> {
        let result = Command::new(tools::package(layout, "wasm-opt"))
            .args(passes)
            .args(["--enable-bulk-memory", "--enable-sign-ext", "--enable-nontrapping-float-to-int"])
            .args(["--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"])
            .arg(from)
            .arg("-o")
            .arg(to)
            .output()?;
        Ok(String::from_utf8(tools::succeed("wasm-opt", result)?.stdout)?)
    };
    run(
        &["-Oz", "--converge", "--strip-debug", "--strip-producers", "--strip-target-features"],
        input,
        &small,
    )?;
    let printed = run(&["--minify-imports-and-exports-and-modules"], &small, &short)?;
    std::fs::rename(&short, output).context("cannot keep what wasm-opt wrote")?;
    Renames::parse(&printed)
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
