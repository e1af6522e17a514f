//! `fluo-console audit …`: the audit trail from the database itself, whether a server runs or not.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use console_api::{TenantId, Timestamp};
use console_core::audit::{self, Report};
use console_core::store::{Database, Store};
use console_core::{Clock as _, SystemClock};

use crate::{output, paths, serve};

const DAY_MICROS: i64 = 24 * 60 * 60 * 1_000_000;

#[derive(Args)]
pub(crate) struct AuditArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Verify that nothing in the audit trail was changed, removed, added, moved or cut off
    #[command(after_help = "\
Each tenant's entries form a chain: every entry holds a hash over itself and the entry before.
This reads the whole chain in bounded memory and prints one line per tenant: how many entries, from
which to which, and `whole` or what is wrong and where. Exits with 1 when anything is wrong. The
server may run meanwhile.

Whoever can write the database can also write a chain anew. That is found by the anchors that
`serve --audit-anchors FILE` appends outside the database: name that file, or a copy of it, here.

Examples:
  fluo-console audit verify
  fluo-console audit verify --data /var/lib/fluo-console --anchors /mnt/worm/audit.anchors
  fluo-console audit verify --database postgres://console@db/console --tenant local")]
    Verify {
        #[command(flatten)]
        place: PlaceArgs,
        /// File of `serve --audit-anchors` to verify against
        #[arg(long, env = "FLUO_CONSOLE_AUDIT_ANCHORS", hide_env_values = true, value_name = "FILE")]
        anchors: Option<PathBuf>,
    },
    /// Remove entries that were kept long enough; the chain verifies without them
    #[command(after_help = "\
Of what is removed the first and last place, their hashes and the number of entries are left, and
an entry tells of the removal.

Example:
  fluo-console audit remove --older-than 730")]
    Remove {
        #[command(flatten)]
        place: PlaceArgs,
        /// Days that entries are kept
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_500))]
        older_than: u32,
    },
    /// Erase names, mail and network addresses of a person; the entries and the chain stay
    #[command(after_help = "\
Example:
  fluo-console audit erase 0197f2a4-6c1e-7b3a-9d52-4e1f0c8a7b61")]
    Erase {
        #[command(flatten)]
        place: PlaceArgs,
        /// Id of the person
        #[arg(value_name = "USER")]
        user: String,
    },
}

/// Which chains.
#[derive(Args)]
struct PlaceArgs {
    /// Data folder of the server
    #[arg(long, env = "FLUO_CONSOLE_DATA", hide_env_values = true, default_value_os_t = paths::default_data(), value_name = "DIR")]
    data: PathBuf,
    /// SQLite file or `postgres://` URL; the SQLite file in the data folder where absent
    #[arg(long, env = "FLUO_CONSOLE_DATABASE", hide_env_values = true, value_name = "DATABASE", value_parser = serve::database)]
    database: Option<Database>,
    /// Only this tenant; all where absent
    #[arg(long, value_name = "ID")]
    tenant: Option<String>,
}

pub(crate) async fn run(args: AuditArgs) -> anyhow::Result<ExitCode> {
    let now = SystemClock.now();
    match args.command {
        Command::Verify { place, anchors } => {
            let (store, tenants) = place.open().await?;
            let mut whole = true;
            for tenant in tenants {
                let report = audit::verify(&store, &tenant, anchors.as_deref()).await?;
                whole &= report.fault.is_none();
                output::line(&in_words(&tenant, &report))?;
            }
            store.close().await;
            Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Command::Remove { place, older_than } => {
            let (store, tenants) = place.open().await?;
            let before = Timestamp(now.micros() - i64::from(older_than) * DAY_MICROS);
            for tenant in tenants {
                let removed = audit::remove(&store, &tenant, before, now).await?;
                output::line(&format!("{tenant}: {removed} entries removed"))?;
            }
            store.close().await;
            Ok(ExitCode::SUCCESS)
        }
        Command::Erase { place, user } => {
            let (store, tenants) = place.open().await?;
            for tenant in tenants {
                let erased = audit::erase(&store, &tenant, &user, now).await?;
                output::line(&format!("{tenant}: personal data of {erased} entries erased"))?;
            }
            store.close().await;
            Ok(ExitCode::SUCCESS)
        }
    }
}

impl PlaceArgs {
    async fn open(self) -> anyhow::Result<(Store, Vec<TenantId>)> {
        let database = self.database.unwrap_or_else(|| Database::Sqlite(self.data.join("console.db")));
        if let Database::Sqlite(path) = &database
            && !path.exists()
        {
            bail!(
                "{} is not there; --data or --database say where the console keeps its data",
                path.display()
            );
        }
        let store = Store::open(&database).await?;
        let mut tenants = store.tenant_ids().await.context("the tenants cannot be read")?;
        if let Some(wanted) = &self.tenant {
            tenants.retain(|tenant| tenant.as_str() == wanted);
            if tenants.is_empty() {
                bail!("there is no tenant {wanted}");
            }
        }
        Ok((store, tenants))
    }
}

/// `local: 1204 entries, 1 to 1204, 2026-11-01T… to 2026-11-21T…; 12 anchors fit; whole`
fn in_words(tenant: &TenantId, report: &Report) -> String {
    let mut text = format!("{tenant}: {} entries", report.entries);
    if let (Some((first, last)), Some((from, to))) = (report.range, report.times) {
        text += &format!(", {first} to {last}, {from} to {to}");
    }
    if report.removed > 0 {
        text += &format!("; {} before them removed by age", report.removed);
    }
    if report.erased > 0 {
        text += &format!("; personal data of {} erased", report.erased);
    }
    text += &format!("; {} anchors fit", report.anchors);
    if report.anchors_outside > 0 {
        text += &format!(", {} in the file", report.anchors_outside);
    }
    match &report.fault {
        None => text + "; whole",
        Some(fault) => text + &format!("; {} at entry {}: {}", fault.kind.as_str(), fault.seq, fault.what),
    }
}

#[cfg(test)]
mod tests {
    use console_core::audit::{Fault, FaultKind};

    use super::*;

    #[test]
    fn a_verdict_is_one_line_that_says_where() {
        let whole = Report {
            entries: 3,
            range: Some((2, 4)),
            times: Some((Timestamp(0), Timestamp(1))),
            removed: 1,
            anchors: 2,
            anchors_outside: 0,
            erased: 0,
            fault: None,
        };
        let tenant = TenantId::from("local");
        assert_eq!(
            in_words(&tenant, &whole),
            "local: 3 entries, 2 to 4, 1970-01-01T00:00:00.000000Z to 1970-01-01T00:00:00.000001Z; \
             1 before them removed by age; 2 anchors fit; whole"
        );
        let fault = Fault { seq: 3, kind: FaultKind::Missing, what: "entry 3 is gone".to_owned() };
        let broken = Report { fault: Some(fault), ..whole };
        assert!(in_words(&tenant, &broken).ends_with("; missing at entry 3: entry 3 is gone"));
    }
}
