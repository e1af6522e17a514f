//! `cargo xtask …`: the build steps that are programs.
//!
//! What people type is in the `Makefile`; this is what it calls.

mod ui;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Build steps of Fluo Console")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the web UI into dist/ui
    Ui(ui::Options),
}

fn main() -> std::process::ExitCode {
    let Command::Ui(options) = Cli::parse().command;
    match ui::run(&options) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}
