//! The command line. The window is the interface; this is for scripts, tests and a second data folder.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Parser;
use url::Url;

/// Where OTLP exporters send to unless told otherwise.
const USUAL_ENGINE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 4318);

/// Fluo Console as a desktop app: the signals FLUO raises on behaviour in traces, in a window and in the tray.
///
/// A FLUO runs inside unless another is named. Send OpenTelemetry traces to its OTLP/HTTP endpoint
/// (http://127.0.0.1:4318/v1/traces unless that port is taken) and watch; closing the window leaves the
/// tray icon watching. Only one instance runs: starting another brings its window up.
#[derive(Parser, Debug)]
#[command(name = "console-desktop", version, max_term_width = 100)]
pub(crate) struct Options {
    /// Folder for everything that is kept; the app's own folder where the platform keeps such data, if absent
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Address of a FLUO that runs elsewhere; without it one is embedded
    #[arg(long, value_name = "URL", value_parser = web_address)]
    fluo_url: Option<Url>,
    /// Address of the embedded FLUO [default: 127.0.0.1:4318, or any free port if that is taken]
    #[arg(long, value_name = "ADDRESS", conflicts_with = "fluo_url")]
    engine_listen: Option<SocketAddr>,
    /// Recorded traffic without end, and rules that find its faults
    #[arg(long, conflicts_with = "fluo_url")]
    pub(crate) demo: bool,
    /// Start in the tray, without the window
    #[arg(long)]
    pub(crate) hidden: bool,
    /// What is logged on stderr: error, warn, info, debug, trace, or a filter such as `warn,console_core=debug`
    #[arg(long, value_name = "LEVEL", default_value = "warn")]
    pub(crate) log: String,
}

/// Which FLUO the console works on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fluo {
    /// One that runs elsewhere.
    At(Url),
    /// One of our own, at this address and nowhere else: somebody asked for it.
    EmbeddedAt(SocketAddr),
    /// One of our own, at this address or on any free port of this machine.
    EmbeddedNear(SocketAddr),
}

impl Options {
    pub(crate) fn fluo(&self) -> Fluo {
        match (&self.fluo_url, self.engine_listen) {
            (Some(url), _) => Fluo::At(url.clone()),
            (None, Some(address)) => Fluo::EmbeddedAt(address),
            (None, None) => Fluo::EmbeddedNear(USUAL_ENGINE),
        }
    }
}

fn web_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        _ => Err("the address starts with http:// or https://".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Options::command().debug_assert();
    }

    #[test]
    fn a_named_address_is_meant_exactly() {
        let options = |arguments: &[&str]| {
            Options::try_parse_from(["console-desktop"].iter().chain(arguments)).map_err(|error| error.kind())
        };
        assert_eq!(options(&[]).unwrap().fluo(), Fluo::EmbeddedNear(USUAL_ENGINE));
        let named = options(&["--engine-listen", "127.0.0.1:4319"]).unwrap();
        assert_eq!(named.fluo(), Fluo::EmbeddedAt("127.0.0.1:4319".parse().unwrap()));
        assert!(options(&["--demo", "--fluo-url", "http://fluo:8080"]).is_err());
        assert!(options(&["--fluo-url", "ftp://fluo"]).is_err());
    }
}
