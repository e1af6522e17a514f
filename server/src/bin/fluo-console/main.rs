//! The command line of Fluo Console.

mod account;
mod audit;
mod call;
mod config_file;
mod connect;
mod credentials;
mod demo;
mod engine;
mod export;
mod link;
mod logging;
mod login;
mod mail;
mod networks;
mod output;
mod paths;
mod providers_file;
mod replay;
mod rules;
mod secrets;
mod serve;
mod stop;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use console_server::Document;

/// Signals that FLUO raises on behaviour in traces, live, with their evidence, and what people decide about
/// them.
///
/// `serve` runs the console with an embedded FLUO: send OpenTelemetry traces to it, open the printed link,
/// and watch. Every other command talks to a server that runs on this machine (found through its data
/// folder) or to the one that --url names.
#[derive(Parser)]
#[command(name = "fluo-console", version, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  fluo-console serve --demo                  a console with recorded traffic, to look around
  fluo-console serve --fluo-url http://fluo:8080   a console for a FLUO that runs elsewhere
  fluo-console link                          another sign-in link for the server that runs
  fluo-console account add --email ada@example.com --name Ada --role owner
  fluo-console call signals.list --severity ERROR --limit 5
  fluo-console export --query 'severity:>=error age:<7d' --format csv > signals.csv
  fluo-console replay traces.otlp.jsonl.gz --speed 10
  fluo-console rules lint rules/*.ognl       in CI: exits with 1 on an error
  fluo-console audit verify                  was the audit trail tampered with?";

#[derive(Subcommand)]
enum Command {
    /// Run the console, with an embedded FLUO unless another is named
    Serve(Box<serve::ServeArgs>),
    /// Run the embedded FLUO alone: OTLP in, rules, signals out
    Engine(engine::EngineArgs),
    /// Send recorded OTLP to an OTLP/HTTP endpoint as if it happened now
    Replay(replay::ReplayArgs),
    /// Run an operation on a console server and print its data
    Call(call::CallArgs),
    /// Print signals as JSON Lines or CSV
    Export(export::ExportArgs),
    /// Sign in at a server elsewhere: somebody approves it in their browser
    Login(login::LoginArgs),
    /// Forget what `login` got
    Logout(login::LogoutArgs),
    /// Make an account, or give one a new password
    Account(account::AccountArgs),
    /// Print the OpenAPI document of the console's API
    Openapi,
    /// Print a fresh one-time sign-in link for the server that runs
    Link(link::LinkArgs),
    /// Lint, test, explain and format rules, without a server
    Rules(rules::RulesArgs),
    /// Verify the audit trail, remove what was kept long enough, erase personal data
    Audit(audit::AuditArgs),
    /// Give the secrets in the store another key
    Secrets(secrets::SecretsArgs),
}

fn main() -> ExitCode {
    match run() {
        Ok(exit) => exit,
        Err(error) => {
            eprintln!("error: {}", one_line(&error));
            ExitCode::FAILURE
        }
    }
}

/// What went wrong and why, in one line. Causes that an error has quoted already are not repeated.
fn one_line(error: &anyhow::Error) -> String {
    let text = error.chain().map(ToString::to_string).fold(String::new(), |text, cause| {
        if text.is_empty() {
            cause
        } else if text.contains(&cause) {
            text
        } else {
            text + ": " + &cause
        }
    });
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn run() -> anyhow::Result<ExitCode> {
    let command = parse()?;
    // Of no consequence when there is one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Runtime::new().context("the asynchronous runtime cannot be started")?;
    let result = runtime.block_on(async {
        let done = match command {
            Command::Serve(args) => serve::run(*args).await,
            Command::Engine(args) => engine::run(args).await,
            Command::Replay(args) => replay::run(args).await,
            Command::Call(args) => call::run(args).await,
            Command::Export(args) => export::run(args).await,
            Command::Login(args) => login::login(args).await,
            Command::Logout(args) => login::logout(args),
            Command::Account(args) => account::run(args).await,
            Command::Openapi => output::write(Document::new().as_bytes()),
            Command::Secrets(args) => secrets::run(args).await,
            Command::Link(args) => link::run(args).await,
            Command::Rules(args) => return rules::run(args),
            Command::Audit(args) => return audit::run(args).await,
        };
        done.map(|()| ExitCode::SUCCESS)
    });
    runtime.shutdown_timeout(Duration::from_millis(100));
    result
}

/// Flags go before the environment, that before the configuration file, that before the defaults.
fn parse() -> anyhow::Result<Command> {
    let cli = Cli::command();
    let first = cli.clone().get_matches();
    let matches = match first.subcommand() {
        Some(("serve", serve)) => match config_file::read(serve)? {
            Some(file) => file.give_defaults(cli)?.get_matches(),
            None => first,
        },
        _ => first,
    };
    Ok(Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit()).command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_setting_of_serve_is_explained_and_has_a_variable() {
        let serve = Cli::command().find_subcommand("serve").unwrap().clone();
        for arg in serve.get_arguments().filter(|arg| !matches!(arg.get_id().as_str(), "help" | "version")) {
            let name = arg.get_long().unwrap();
            assert!(arg.get_help().is_some(), "{name}");
            let variable = format!("FLUO_CONSOLE_{}", name.replace('-', "_").to_uppercase());
            assert_eq!(arg.get_env().and_then(|name| name.to_str()), Some(variable.as_str()));
        }
    }
}
