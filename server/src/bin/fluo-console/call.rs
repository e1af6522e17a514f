//! `fluo-console call OPERATION [--field value …]`: every operation as a command.
//!
//! The commands and their flags are made from the list of operations and its schemas, when they are needed.

mod fields;
mod table;

use clap::{ArgMatches, Args, FromArgMatches, Subcommand, ValueEnum};
use console_api::{OperationInfo, operations};
use console_server::schema::Schemas;
use serde_json::{Map, Value};

use crate::connect::ServerArgs;
use crate::output;

#[derive(Args, Debug)]
#[command(after_help = "Without an operation the operations are listed. \
    `fluo-console call OPERATION --help` explains its fields.")]
pub(crate) struct CallArgs {
    #[command(flatten)]
    server: ServerArgs,
    /// How the data is printed
    #[arg(long, id = "output-format", global = true, default_value = "json", value_name = "FORMAT")]
    output: OutputFormat,
    #[command(subcommand)]
    call: Option<Call>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OutputFormat {
    /// Indented JSON
    Json,
    /// Columns for people
    Table,
    /// One JSON value per line
    Ndjson,
}

/// An operation with the fields that were given.
#[derive(Debug)]
struct Call {
    info: &'static OperationInfo,
    fields: Map<String, Value>,
}

impl Subcommand for Call {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        let schemas = Schemas::new();
        command.subcommands(schemas.operations.iter().map(|operation| {
            clap::Command::new(operation.info.name)
                .about(operation.info.doc.trim_end_matches('.'))
                .args(fields::arguments(&schemas, operation))
        }))
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        operations::find(name).is_some()
    }
}

impl FromArgMatches for Call {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        let schemas = Schemas::new();
        let operation =
            schemas.operations.iter().find(|operation| operation.info.name == name).ok_or_else(missing)?;
        let fields = fields::values(&schemas, operation, matches);
        Ok(Self { info: operation.info, fields })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

pub(crate) async fn run(args: CallArgs) -> anyhow::Result<()> {
    let Some(Call { info, fields }) = args.call else { return list() };
    let answer = args.server.connect()?.call(info, fields).await?;
    let text = match args.output {
        OutputFormat::Json => format!("{:#}\n", answer.data),
        OutputFormat::Ndjson => table::rows(&answer.data).map(|row| format!("{row}\n")).collect(),
        OutputFormat::Table => table::render(&answer.data),
    };
    output::write(text.as_bytes())?;
    if let Some(cursor) = answer.meta.cursor {
        eprintln!("there is more: --cursor {cursor}");
    }
    Ok(())
}

fn list() -> anyhow::Result<()> {
    let width = operations::ALL.iter().map(|info| info.name.len()).max().unwrap_or_default();
    let lines = operations::ALL.iter().map(|info| format!("{:width$}  {}\n", info.name, info.doc));
    output::write(lines.collect::<String>().as_bytes())
}
