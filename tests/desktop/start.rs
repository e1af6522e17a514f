//! Starting from a terminal: help, and one clear line for what is wrong.

use std::process::ExitStatus;
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::time::{Instant, timeout};

use crate::driver::free_port;
use crate::fluo::Fluo;
use crate::stage::{Stage, eventually};
use crate::{Outcome, Score};

/// Every end of the app is to be this quick.
const QUICK: Duration = Duration::from_secs(2);

pub(crate) async fn run(stage: &Stage, score: &mut Score) {
    score.note("--help documents the flags", help(stage).await);
    score.note("an unusable data folder is one line and exit code 1", unusable_folder(stage).await);
    score.note("a busy engine address is one line and exit code 1", busy_address(stage).await);
    score.note("--hidden shows no window, and SIGTERM ends the app within 2 s", hidden(stage).await);
    score.note("where nobody shows tray icons, closing the window ends the app", no_tray(stage).await);
    score.note("a FLUO that is away shows in the tray", away(stage).await);
}

async fn help(stage: &Stage) -> Outcome {
    let output = stage.app().arg("--help").output().await.map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    let missing = ["--data", "--fluo-url", "--engine-listen", "--demo", "--hidden", "--log"];
    match missing.iter().find(|flag| !text.contains(*flag)) {
        None if output.status.success() => Ok(()),
        flag => Err(format!("{flag:?} is not in: {text}")),
    }
}

async fn unusable_folder(stage: &Stage) -> Outcome {
    let file = stage.folder("a-file");
    std::fs::write(&file, "not a folder").map_err(|error| error.to_string())?;
    let listen = format!("127.0.0.1:{}", free_port()?);
    refused(stage, &["--data", &file.display().to_string(), "--engine-listen", &listen], "a-file").await
}

async fn busy_address(stage: &Stage) -> Outcome {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let listen = taken.local_addr().map_err(|error| error.to_string())?.to_string();
    let folder = stage.folder("busy").display().to_string();
    refused(stage, &["--data", &folder, "--engine-listen", &listen], &listen).await
}

async fn hidden(stage: &Stage) -> Outcome {
    let (mut app, fluo) = start(stage, &["--hidden"])?;
    eventually(|| async { if fluo.answers().await { Ok(()) } else { Err("its FLUO does not answer") } })
        .await?;
    eventually(|| async { stage.desktop.tray().map(drop) }).await?;
    stage.screen.shows_window(false)?;
    terminate(&mut app).await
}

async fn no_tray(stage: &Stage) -> Outcome {
    stage.desktop.show_tray_icons(false);
    let (mut app, _) = start(stage, &[])?;
    let began = Instant::now();
    eventually(|| async { stage.screen.shows_window(true) }).await?;
    println!("        window up after {} ms", began.elapsed().as_millis());
    let began = Instant::now();
    stage.screen.close_window()?;
    let outcome = ended_well(&mut app, began).await;
    stage.desktop.show_tray_icons(true);
    outcome
}

async fn away(stage: &Stage) -> Outcome {
    let nobody = format!("http://127.0.0.1:{}", free_port()?);
    let data = stage.folder("away");
    let mut app = stage.app();
    app.arg("--data").arg(data).args(["--hidden", "--fluo-url", &nobody]);
    let mut app = app.spawn().map_err(|error| error.to_string())?;
    let process = app.id().ok_or("it ended by itself")?;
    eventually(|| async {
        let tray = stage.desktop.tray()?;
        let (of, title) = (tray.process().await, tray.title().await);
        match (of, title.as_deref()) {
            (Ok(of), Ok("Fluo: no open signals (FLUO is away)")) if of == process => Ok(()),
            seen => Err(format!("{seen:?}")),
        }
    })
    .await?;
    stage.icon_is("away").await?;
    terminate(&mut app).await
}

/// Starts the app with an empty folder and an engine of its own.
fn start(stage: &Stage, arguments: &[&str]) -> Result<(Child, Fluo), String> {
    let port = free_port()?;
    let data = stage.folder(&format!("data-{port}"));
    let mut app = stage.app();
    app.arg("--data").arg(data).args(["--engine-listen", &format!("127.0.0.1:{port}")]).args(arguments);
    let app = app.spawn().map_err(|error| error.to_string())?;
    Ok((app, Fluo::at(port)))
}

async fn terminate(app: &mut Child) -> Outcome {
    let process = app.id().ok_or("it ended by itself")?;
    let began = Instant::now();
    let killed = Command::new("kill").args(["-TERM", &process.to_string()]).status().await;
    killed.map_err(|error| error.to_string())?;
    ended_well(app, began).await
}

async fn ended_well(app: &mut Child, began: Instant) -> Outcome {
    let status = timeout(QUICK, app.wait()).await.map_err(|_| format!("it still runs after {QUICK:?}"))?;
    println!("        gone after {} ms", began.elapsed().as_millis());
    match status.as_ref().map(ExitStatus::code) {
        Ok(Some(0)) => Ok(()),
        other => Err(format!("{other:?}")),
    }
}

async fn refused(stage: &Stage, arguments: &[&str], named: &str) -> Outcome {
    let output = stage.app().args(arguments).output().await.map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<_> = said.lines().filter(|line| line.starts_with("error: ")).collect();
    match (output.status.code(), lines.as_slice()) {
        (Some(1), [line]) if line.contains(named) => Ok(()),
        (code, _) => Err(format!("exit code {code:?}, said: {said}")),
    }
}
