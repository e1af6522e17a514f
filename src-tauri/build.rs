//! Declares the commands, so that each is refused unless a capability grants it, and compiles the configuration in.

fn main() {
    // Embedded at compile time; see `src/ui_files.rs`.
    println!("cargo:rerun-if-changed=../dist/ui");
    let commands = tauri_build::AppManifest::new().commands(&["call", "subscribe"]);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands)) {
        println!("cargo::error={error:#}");
    }
}
