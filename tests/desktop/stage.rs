//! What the app stands on: a session bus, an X server, folders, and the waiting for conditions.

use std::fmt::Display;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::{Instant, sleep, timeout};

use crate::desktop::Desktop;
use crate::screen::Screen;

const PATIENCE: Duration = Duration::from_secs(20);
const BETWEEN_LOOKS: Duration = Duration::from_millis(25);

/// A bus on which nothing starts by itself.
const BUS_CONFIG: &str = "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
    \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\"><busconfig><type>session</type>\
    <listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth><policy context=\"default\">\
    <allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>";

pub(crate) struct Stage {
    pub(crate) desktop: Desktop,
    pub(crate) screen: Screen,
    /// Screenshots and logs.
    pub(crate) results: PathBuf,
    environment: Vec<(&'static str, String)>,
    home: tempfile::TempDir,
    _servers: [Child; 2],
}

impl Stage {
    pub(crate) async fn set_up() -> Result<Self, String> {
        let home = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
        let results = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("desktop-test");
        std::fs::create_dir_all(&results).map_err(|error| format!("{}: {error}", results.display()))?;
        let (bus, bus_address) = start_bus(home.path()).await?;
        let (x_server, display) = start_screen().await?;
        let desktop = Desktop::start(&bus_address).await.map_err(|error| format!("the double: {error}"))?;
        let display = format!(":{display}");
        let screen = Screen::connect(&display)?;
        let environment = vec![
            ("DBUS_SESSION_BUS_ADDRESS", bus_address),
            ("DISPLAY", display),
            ("GDK_BACKEND", "x11".to_owned()),
            ("HOME", home.path().display().to_string()),
            // WebKit reports the language "C" then, which a page must survive.
            ("LANG", "C".to_owned()),
            ("NO_AT_BRIDGE", "1".to_owned()),
            ("WEBKIT_DISABLE_COMPOSITING_MODE", "1".to_owned()),
            ("WEBKIT_DISABLE_DMABUF_RENDERER", "1".to_owned()),
            ("XDG_RUNTIME_DIR", home.path().display().to_string()),
        ];
        Ok(Self { desktop, screen, results, environment, home, _servers: [bus, x_server] })
    }

    /// A folder that is empty at first.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// A program on this stage; it ends with the test.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Waits for the tray to show that icon of ours.
    pub(crate) async fn icon_is(&self, name: &str) -> Result<(), String> {
        let file = format!("{}/icons/tray/{name}.png", env!("CARGO_MANIFEST_DIR"));
        let expected = tauri::image::Image::from_path(&file).map_err(|error| format!("{file}: {error}"))?;
        eventually(|| async {
            let icon = self.desktop.tray()?.icon().await?;
            if icon.rgba() == expected.rgba() { Ok(()) } else { Err(format!("the icon is not `{name}`")) }
        })
        .await
    }

    /// The app itself.
    pub(crate) fn app(&self) -> Command {
        self.command(env!("CARGO_BIN_EXE_console-desktop"))
    }
}

async fn start_bus(home: &Path) -> Result<(Child, String), String> {
    let config = home.join("bus.conf");
    std::fs::write(&config, BUS_CONFIG).map_err(|error| format!("bus.conf: {error}"))?;
    let mut command = Command::new("dbus-daemon");
    command.arg("--config-file").arg(config).args(["--nofork", "--print-address=1"]).stderr(Stdio::null());
    announced(command, "dbus-daemon (Debian package dbus-daemon)").await
}

async fn start_screen() -> Result<(Child, String), String> {
    let mut command = Command::new("Xvfb");
    command
        .args(["-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"])
        .stderr(Stdio::null());
    announced(command, "Xvfb (Debian package xvfb)").await
}

/// Starts a server that says on its first line where it is.
async fn announced(mut command: Command, name: &str) -> Result<(Child, String), String> {
    let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true).spawn();
    let mut child = started.map_err(|error| format!("{name} did not start: {error}"))?;
    let stdout = child.stdout.take().ok_or("no output")?;
    match timeout(PATIENCE, first_line(stdout)).await {
        Ok(Some(line)) => Ok((child, line)),
        Ok(None) | Err(_) => Err(format!("{name} did not say where it is")),
    }
}

async fn first_line(stdout: ChildStdout) -> Option<String> {
    BufReader::new(stdout).lines().next_line().await.ok().flatten()
}

/// Looks until `look` finds something, or reports what it saw last.
pub(crate) async fn eventually<T, E: Display, F: Future<Output = Result<T, E>>>(
    mut look: impl FnMut() -> F,
) -> Result<T, String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match look().await {
            Ok(found) => return Ok(found),
            Err(seen) if Instant::now() > deadline => return Err(format!("after {PATIENCE:?}: {seen}")),
            Err(_) => sleep(BETWEEN_LOOKS).await,
        }
    }
}
