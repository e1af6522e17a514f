//! `fluo-console replay FILE`: recorded telemetry, sent as if it happened now.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::Args;
use fluo_engine::clock::{SystemClock, SystemEntropy};
use fluo_engine::replay::{Progress, Recording, Replay, replay};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::serve::web_address;
use crate::{output, paths, stop};

/// Sends a recording (one OTLP `ExportTraceServiceRequest` in JSON per line, plain or gzip) to an OTLP/HTTP
/// endpoint, shifted in time so that it happens now.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  fluo-console replay shop.otlp.jsonl.gz                 to the server that runs on this machine
  fluo-console replay shop.otlp.jsonl.gz --speed 0       as fast as it is accepted
  fluo-console replay shop.otlp.jsonl.gz --loop --url http://collector:4318")]
pub(crate) struct ReplayArgs {
    /// The recording
    file: PathBuf,
    /// OTLP/HTTP endpoint; where absent the FLUO of the server that runs on this machine
    #[arg(long, env = "FLUO_CONSOLE_OTLP_URL", hide_env_values = true, value_name = "URL", value_parser = web_address)]
    url: Option<Url>,
    /// Bearer token for the endpoint
    #[arg(long, env = "FLUO_CONSOLE_OTLP_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    token: Option<String>,
    /// Data folder of the server that runs on this machine
    #[arg(long, env = "FLUO_CONSOLE_DATA", hide_env_values = true, default_value_os_t = paths::default_data(), value_name = "DIR")]
    data: PathBuf,
    /// Times faster than recorded; 0 is as fast as it is accepted
    #[arg(long, default_value_t = 1.0, value_name = "FACTOR")]
    speed: f64,
    /// Begin again at the end, each time with fresh ids
    #[arg(long = "loop")]
    repeat: bool,
    /// Give traces and spans new ids
    #[arg(long)]
    fresh_ids: bool,
}

pub(crate) async fn run(args: ReplayArgs) -> anyhow::Result<()> {
    let endpoint = match args.url {
        Some(url) => url,
        None => {
            let (info, _) = console_server::run_folder::find(&args.data)?;
            info.engine_url.parse().context("the running server's FLUO has no usable address")?
        }
    };
    let cancel = CancellationToken::new();
    let cancelled = cancel.clone();
    tokio::spawn(async move {
        stop::requested().await;
        cancelled.cancel();
    });
    let options = Replay {
        recording: Recording::File(args.file),
        endpoint,
        speed: args.speed,
        repeat: args.repeat,
        fresh_ids: args.fresh_ids,
        client: client(args.token.as_deref())?,
        clock: &SystemClock,
        entropy: &SystemEntropy,
    };
    let mut shown = ProgressLine::new();
    let progress = replay(options, &cancel, |progress| shown.update(progress)).await;
    shown.clear();
    let progress = progress?;
    let seconds = shown.began.elapsed().as_secs_f64();
    output::line(&format!(
        "{} spans in {} requests accepted in {seconds:.1} s ({:.0} spans/s), {} rejected, {} retries",
        progress.spans,
        progress.requests,
        progress.spans as f64 / seconds.max(0.001),
        progress.rejected,
        progress.retries,
    ))
}

fn client(token: Option<&str>) -> anyhow::Result<reqwest::Client> {
    let mut headers = reqwest::header::HeaderMap::new();
    if let Some(token) = token {
        let mut value = reqwest::header::HeaderValue::from_str(&format!("Bearer {token}"))
            .context("the token holds characters that no header can carry")?;
        value.set_sensitive(true);
        headers.insert(reqwest::header::AUTHORIZATION, value);
    }
    reqwest::Client::builder()
        .default_headers(headers)
        .timeout(Duration::from_secs(30))
        .build()
        .context("the HTTP client cannot be made")
}

/// One line on a terminal that says how far it is; nothing elsewhere.
struct ProgressLine {
    began: Instant,
    drawn: Option<Instant>,
    visible: bool,
}

impl ProgressLine {
    fn new() -> Self {
        Self { began: Instant::now(), drawn: None, visible: std::io::stderr().is_terminal() }
    }

    fn update(&mut self, progress: &Progress) {
        let due = self.drawn.is_none_or(|drawn| drawn.elapsed() > Duration::from_millis(200));
        if !self.visible || !due {
            return;
        }
        self.drawn = Some(Instant::now());
        let of_pass = progress.requests - progress.passes * progress.requests_per_pass;
        let percent = 100 * of_pass / progress.requests_per_pass.max(1);
        let mut stderr = std::io::stderr().lock();
        // A terminal that is gone is no reason to stop sending.
        let _ = write!(stderr, "\r\x1b[2Kpass {} {percent} %, {} spans", progress.passes + 1, progress.spans);
        let _ = stderr.flush();
    }

    fn clear(&self) {
        if self.drawn.is_some() {
            let _ = write!(std::io::stderr().lock(), "\r\x1b[2K");
        }
    }
}
