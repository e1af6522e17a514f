//! `fluo-console account`: making accounts and helping people back in, for the operator of the machine.

use std::io::BufRead as _;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use console_api::operations::{CreateAccount, ResetPassword, ResetSecondFactor};
use console_api::secret::Secret;
use console_api::{Operation, RoleId};
use console_core::SystemEntropy;
use console_core::entropy::new_token;
use secrecy::ExposeSecret as _;
use serde_json::{Map, Value};

use crate::connect::ServerArgs;
use crate::output;

#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  fluo-console account add --email ada@example.com --name 'Ada Lovelace' --role owner
  fluo-console account reset-second-factor --email ada@example.com
  fluo-console account reset-password --email ada@example.com --password-stdin < password.txt

Everything else about people is an operation: `fluo-console call` lists them.")]
pub(crate) struct AccountArgs {
    #[command(flatten)]
    server: ServerArgs,
    #[command(subcommand)]
    command: AccountCommand,
}

#[derive(Debug, Subcommand)]
enum AccountCommand {
    /// Make an account; prints its password once unless one is given
    Add {
        /// What the person signs in with
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// What others read
        #[arg(long, value_name = "TEXT")]
        name: String,
        /// owner, admin, member, viewer or a role of the tenant's own
        #[arg(long, default_value = "member", value_name = "ROLE")]
        role: String,
        /// Read the password from the first line of stdin instead of making one
        #[arg(long)]
        password_stdin: bool,
    },
    /// Give an account a new password and end its sessions; prints it once unless one is given
    ResetPassword {
        /// What the person signs in with
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// Read the password from the first line of stdin instead of making one
        #[arg(long)]
        password_stdin: bool,
    },
    /// Take a second factor away that was lost with its recovery codes, and end the account's sessions
    ResetSecondFactor {
        /// What the person signs in with
        #[arg(long, value_name = "ADDRESS")]
        email: String,
    },
}

pub(crate) async fn run(args: AccountArgs) -> anyhow::Result<()> {
    let server = args.server.connect()?;
    match args.command {
        AccountCommand::Add { email, name, role, password_stdin } => {
            let password = password(password_stdin)?;
            let said = format!("{email} can sign in at {}", server.public_url);
            let request = CreateAccount { email, name, role: RoleId(role), password: password.clone() };
            server.call(&CreateAccount::INFO, fields(&request)).await?;
            told(&said, &password, password_stdin)
        }
        AccountCommand::ResetPassword { email, password_stdin } => {
            let password = password(password_stdin)?;
            let said = format!("{email} has a new password and no session any more");
            let request = ResetPassword { email, password: password.clone() };
            server.call(&ResetPassword::INFO, fields(&request)).await?;
            told(&said, &password, password_stdin)
        }
        AccountCommand::ResetSecondFactor { email } => {
            let said = format!("{email} signs in with the password alone, and has no session any more");
            server.call(&ResetSecondFactor::INFO, fields(&ResetSecondFactor { email })).await?;
            output::line(&said)
        }
    }
}

/// A password out of stdin, or one that nobody can guess.
fn password(from_stdin: bool) -> anyhow::Result<Secret> {
    if !from_stdin {
        return Ok(new_token(&SystemEntropy).expose_secret().into());
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("stdin cannot be read")?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!("the first line of stdin is empty; it has to be the password");
    }
    Ok(password.into())
}

fn told(said: &str, password: &Secret, is_known: bool) -> anyhow::Result<()> {
    output::line(said)?;
    if is_known {
        return Ok(());
    }
    output::line(&format!(
        "password  {}\n          Shown once; it is to be changed after signing in.",
        password.0
    ))
}

fn fields(request: &impl Operation) -> Map<String, Value> {
    match serde_json::to_value(request) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}
