//! `fluo-console secrets …`: the keys that seal what the store must not show.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use console_core::store::{Database, Store};
use console_core::vault;
use console_core::{Clock as _, SystemClock, SystemEntropy};

use crate::{output, paths, serve};

#[derive(Args)]
pub(crate) struct SecretsArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make a new key and seal every secret with it; the server may run meanwhile
    #[command(after_help = "\
The key file gets the new key as its first line and keeps the one before, which a server that runs may
still be sealing with; the next rotation drops that. Keep a copy of the file apart from the database's:
without it tenants' tokens for FLUO, second factors and mails that wait cannot be opened any more.

Example:
  fluo-console secrets rotate --data /var/lib/fluo-console --secrets-key /etc/fluo-console/keys")]
    Rotate {
        /// Data folder of the server
        #[arg(long, env = "FLUO_CONSOLE_DATA", hide_env_values = true, default_value_os_t = paths::default_data(), value_name = "DIR")]
        data: PathBuf,
        /// SQLite file or `postgres://` URL; the SQLite file in the data folder where absent
        #[arg(long, env = "FLUO_CONSOLE_DATABASE", hide_env_values = true, value_name = "DATABASE", value_parser = serve::database)]
        database: Option<Database>,
        /// Key file; `secrets.key` in the data folder where absent
        #[arg(long, env = "FLUO_CONSOLE_SECRETS_KEY", hide_env_values = true, value_name = "FILE")]
        secrets_key: Option<PathBuf>,
    },
}

pub(crate) async fn run(args: SecretsArgs) -> anyhow::Result<()> {
    let Command::Rotate { data, database, secrets_key } = args.command;
    let database = database.unwrap_or_else(|| Database::Sqlite(data.join("console.db")));
    let key = secrets_key.unwrap_or_else(|| paths::secrets_key(&data));
    let store = Store::open(&database).await?;
    let rotated = vault::rotate(&store, &key, &SystemEntropy, SystemClock.now()).await?;
    store.close().await;
    if rotated.unreadable > 0 {
        anyhow::bail!(
            "{} secrets are sealed with the new key {}, {} cannot be opened with any key and are left as they were; \
             every key is kept",
            rotated.sealed,
            rotated.key_id,
            rotated.unreadable
        );
    }
    output::line(&format!("{} secrets are sealed with the new key {}", rotated.sealed, rotated.key_id))
}
