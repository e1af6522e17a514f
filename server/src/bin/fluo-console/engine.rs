//! `fluo-console engine`: the embedded FLUO alone.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::builder::BoolishValueParser;
use fluo_engine::{Engine, EngineConfig, Limits};

use crate::demo::Demo;
use crate::logging::LogArgs;
use crate::{output, paths, stop};

/// Runs the embedded FLUO without a console: OTLP/HTTP at /v1/traces, rules, signals, the FLUO v1 API.
///
/// It knows no accounts, so it listens on loopback only unless --allow-remote is given.
#[derive(Args, Debug)]
pub(crate) struct EngineArgs {
    /// Address to listen on
    #[arg(
        long,
        env = "FLUO_CONSOLE_ENGINE_LISTEN",
        hide_env_values = true,
        default_value = "127.0.0.1:4318",
        value_name = "ADDRESS"
    )]
    listen: SocketAddr,
    /// Permit an address that other machines can reach
    #[arg(long, env = "FLUO_CONSOLE_ALLOW_REMOTE", hide_env_values = true, value_parser = BoolishValueParser::new())]
    allow_remote: bool,
    /// Folder for everything that is kept; the engine uses `engine` in it, as `serve` does
    #[arg(long, env = "FLUO_CONSOLE_DATA", hide_env_values = true, default_value_os_t = paths::default_data(), value_name = "DIR")]
    data: PathBuf,
    /// What rules see as `tenantId`
    #[arg(
        long,
        env = "FLUO_CONSOLE_ENGINE_TENANT",
        hide_env_values = true,
        default_value = "default",
        value_name = "NAME"
    )]
    tenant: String,
    /// Hours that spans are kept
    #[arg(
        long,
        env = "FLUO_CONSOLE_ENGINE_SPAN_HOURS",
        hide_env_values = true,
        default_value_t = 24,
        value_name = "HOURS"
    )]
    span_hours: u64,
    /// MiB of spans that are kept
    #[arg(
        long,
        env = "FLUO_CONSOLE_ENGINE_SPAN_MIB",
        hide_env_values = true,
        default_value_t = 256,
        value_name = "MIB"
    )]
    span_mib: u64,
    /// Recorded traffic without end, and rules that find its faults
    #[arg(long, env = "FLUO_CONSOLE_DEMO", hide_env_values = true, value_parser = BoolishValueParser::new())]
    demo: bool,
    #[command(flatten)]
    log: LogArgs,
}

pub(crate) async fn run(args: EngineArgs) -> anyhow::Result<()> {
    args.log.start()?;
    let limits = Limits {
        span_age: Duration::from_secs(args.span_hours.saturating_mul(3_600)),
        span_bytes: args.span_mib.saturating_mul(1 << 20),
        ..Limits::default()
    };
    let config = EngineConfig {
        listen: args.listen,
        allow_remote: args.allow_remote,
        tenant_id: args.tenant,
        limits,
        ..EngineConfig::new(args.data.join("engine"))
    };
    let engine = Engine::start(config).await?;
    let demo = if args.demo { Some(Demo::start(&engine.url()).await?) } else { None };
    let url = engine.url();
    output::line(&format!("FLUO at {url}, traces to {url}/v1/traces (OTLP/HTTP)\nCtrl-C stops it."))?;

    stop::requested().await;
    if let Some(demo) = demo {
        demo.stop();
    }
    engine.shutdown().await;
    Ok(())
}
