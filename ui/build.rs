//! Makes Rust of the English messages: `ui/locales/en/*.ftl` to one function each, see `src/words.rs`.

use std::path::Path;
use std::process::ExitCode;

use console_words::{Catalogue, rust};

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=locales/en");
    let english = match Catalogue::read(Path::new("locales/en"), "ui/locales/en", None) {
        Ok(english) => english,
        Err(problems) => {
            for problem in problems {
                println!("cargo::error={problem}");
            }
            return ExitCode::FAILURE;
        }
    };
    let Some(folder) = std::env::var_os("OUT_DIR") else { return ExitCode::FAILURE };
    match std::fs::write(Path::new(&folder).join("english.rs"), rust(&english)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("cargo::error=cannot write english.rs: {error}");
            ExitCode::FAILURE
        }
    }
}
