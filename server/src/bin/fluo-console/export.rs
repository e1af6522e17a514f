//! `fluo-console export`: signals as JSON Lines or CSV on standard output. It fails when they were cut off.

use std::ops::ControlFlow;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use console_api::export::{ExportFormat, ExportSignals};
use console_server::SIGNALS_EXPORT_PATH;

use crate::connect::ServerArgs;
use crate::output;

#[derive(Args, Debug)]
#[command(after_help = "The last line says how many there were: a file without it is not whole.")]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    server: ServerArgs,
    /// Which signals, in the query language; all of them where absent
    #[arg(long, short, value_name = "QUERY")]
    query: Option<String>,
    /// How they are written
    #[arg(long, default_value = "jsonl", value_name = "FORMAT")]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One JSON object per line
    Jsonl,
    /// A table for spreadsheets
    Csv,
}

pub(crate) async fn run(args: ExportArgs) -> anyhow::Result<()> {
    let format = match args.format {
        Format::Jsonl => ExportFormat::Jsonl,
        Format::Csv => ExportFormat::Csv,
    };
    let asked = serde_json::to_value(ExportSignals { format, q: args.query })?;
    let mut answer = args.server.connect()?.download(SIGNALS_EXPORT_PATH, &asked).await?;
    while let Some(piece) =
        answer.chunk().await.context("the export was cut off: what was printed is not whole")?
    {
        if let ControlFlow::Break(()) = output::write_on(&piece)? {
            break;
        }
    }
    Ok(())
}
