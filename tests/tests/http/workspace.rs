//! Who may depend on whom.

use std::process::Command;

use serde_json::Value;

/// What each crate of the product may use of the others. Tools and tests may use anything.
const ALLOWED: [(&str, &[&str]); 9] = [
    ("console-api", &[]),
    ("console-rules", &[]),
    ("console-trace", &["console-api"]),
    ("console-core", &["console-api", "console-rules", "console-trace"]),
    ("fluo-engine", &["console-api", "console-rules"]),
    ("console-server", &["console-api", "console-core", "console-rules", "fluo-engine"]),
    ("console-desktop", &["console-api", "console-core", "console-rules", "fluo-engine"]),
    ("console-ui", &["console-api", "console-rules", "console-trace", "console-words"]),
    ("console-words", &[]),
];

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// Names of what a package is built with; what only its tests use is left out.
fn dependencies(package: &Value) -> Vec<&str> {
    let all = package["dependencies"].as_array().unwrap().iter();
    all.filter(|dependency| dependency["kind"] != "dev").map(|d| d["name"].as_str().unwrap()).collect()
}

#[test]
fn crates_depend_only_on_what_they_may() {
    let packages = packages();
    for (name, allowed) in ALLOWED {
        let package = packages.iter().find(|package| package["name"] == name).unwrap();
        for dependency in dependencies(package) {
            let ours = packages.iter().any(|package| package["name"] == dependency);
            assert!(!ours || allowed.contains(&dependency), "{name} may not depend on {dependency}");
        }
    }
}

#[test]
fn only_hosts_know_their_framework() {
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        for dependency in dependencies(&package) {
            if dependency == "tauri" || dependency.starts_with("tauri-") {
                assert_eq!(name, "console-desktop", "{name} may not depend on {dependency}");
            }
            if dependency == "axum" {
                assert!(
                    matches!(name, "console-server" | "fluo-engine" | "it"),
                    "{name} may not depend on axum"
                );
            }
        }
    }
}

#[test]
fn the_vocabulary_does_no_input_or_output() {
    let packages = packages();
    for name in ["console-api", "console-rules", "console-trace"] {
        let package = packages.iter().find(|package| package["name"] == name).unwrap();
        for dependency in dependencies(package) {
            let does_io =
                ["tokio", "reqwest", "hyper", "axum", "sqlx", "rand", "getrandom"].contains(&dependency);
            assert!(!does_io, "{name} may not depend on {dependency}");
        }
    }
}
