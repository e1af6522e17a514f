//! Node and its packages: looked for once, installed only when the lock file changed, and called here.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use super::{Layout, step};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Checks for every tool before the first minute is spent, then brings the npm packages up to date.
pub(super) fn require(layout: &Layout) -> Result<()> {
    let node = version("node").context("node is missing: install Node.js 20 or later")?;
    let major = node.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        bail!("node {node} is too old: install Node.js 20 or later");
    }
    version("npm").context("npm is missing: install it beside Node.js")?;
    if !has_wasm_target() {
        bail!("the wasm target is missing: run `rustup target add {WASM_TARGET}`");
    }
    install_packages(layout)
}

fn version(tool: &str) -> Result<String> {
    let output = Command::new(tool).arg("--version").output()?;
    if !output.status.success() {
        bail!("`{tool} --version` failed");
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether rustc can build for wasm: its library folder exists (true with and without rustup).
fn has_wasm_target() -> bool {
    Command::new("rustc")
        .args(["--print", "target-libdir", "--target", WASM_TARGET])
        .output()
        .is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

/// `npm ci`, unless the installed packages are those of the lock file already.
fn install_packages(layout: &Layout) -> Result<()> {
    let lock = std::fs::read(layout.ui.join("package-lock.json")).context("ui/package-lock.json")?;
    let wanted = fingerprint(&lock);
    let stamp = layout.ui.join("node_modules/.installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    step("npm packages…");
    let output = Command::new("npm").args(["ci", "--loglevel=error"]).current_dir(&layout.ui).output()?;
    succeed("npm ci (in ui/)", output)?;
    std::fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))
}

/// Bundles the wasm-bindgen glue with our entry script; `wasm_url` is where the module will be served.
pub(super) fn bundle_script(layout: &Layout, glue: &Path, wasm_url: &str, release: bool) -> Result<Vec<u8>> {
    let mut command = Command::new(package(layout, "esbuild"));
    command
        .arg(layout.ui.join("public/app.js"))
        .args(["--bundle", "--format=esm", "--target=es2022", "--log-level=warning", "--legal-comments=none"])
        .arg(format!("--alias:console-ui={}", glue.display()))
        .arg(format!("--define:WASM_URL=\"{wasm_url}\""));
    if release {
        command.arg("--minify");
    }
    Ok(succeed("esbuild", command.output()?)?.stdout)
}

/// Each script of `ui/js` with the npm packages it names, as an ES module of its own: name and text.
pub(super) fn bundle_libraries(layout: &Layout, release: bool) -> Result<Vec<(String, Vec<u8>)>> {
    let mut libraries = Vec::new();
    let folder = layout.ui.join("js");
    if !folder.is_dir() {
        return Ok(libraries);
    }
    for entry in std::fs::read_dir(&folder).context("ui/js")? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()?.strip_suffix(".js")) else {
            continue;
        };
        let mut command = Command::new(package(layout, "esbuild"));
        command.arg(&path).args([
            "--bundle",
            "--format=esm",
            "--target=es2022",
            "--log-level=warning",
            "--legal-comments=none",
        ]);
        if release {
            command.arg("--minify");
        }
        libraries.push((name.to_owned(), succeed("esbuild", command.output()?)?.stdout));
    }
    libraries.sort();
    Ok(libraries)
}

/// One classic script, minified and nothing else.
pub(super) fn minify_script(layout: &Layout, script: &Path) -> Result<Vec<u8>> {
    let output = Command::new(package(layout, "esbuild"))
        .arg(script)
        .args(["--minify", "--format=iife", "--target=es2022", "--log-level=warning"])
        .output()?;
    Ok(succeed("esbuild", output)?.stdout)
}

/// The program an npm package installed.
pub(super) fn package(layout: &Layout, program: &str) -> PathBuf {
    layout.ui.join("node_modules/.bin").join(program)
}

/// The output of a program that ended well; otherwise an error that shows what it said.
pub(super) fn succeed(what: &str, output: Output) -> Result<Output> {
    if output.status.success() {
        return Ok(output);
    }
    bail!(
        "{what} failed\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Sixteen hex digits that change with the content.
pub(super) fn fingerprint(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
