//! The desktop host of Fluo Console: the web UI in a window, the core in this process, the tray beside both.
//!
//! Nothing is decided here that the core could decide: commands pass operations on, the tray's menu and the
//! notifications are values of the core's. [`shell`] is the loop that holds it together.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod backend;
mod bridge;
mod commands;
mod notifier;
mod options;
mod overview;
mod shell;
mod stop;
mod tray;
mod tray_host;
mod ui_files;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;
use tauri::{Manager as _, RunEvent, WindowEvent};
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;

use backend::{Backend, StartError};
use bridge::Bridge;
use options::Options;
use shell::{Request, Requests, Shell};
use ui_files::UiFiles;

/// How long everything may take to end once the window is gone.
const CLOSING: Duration = Duration::from_millis(1_800);

/// Why the app did not start. One line for a person each.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("`{0}` is no log level or filter")]
    Log(String),
    #[error("the asynchronous runtime cannot be started: {0}")]
    Runtime(#[from] std::io::Error),
    #[error("the desktop cannot be used: {0}")]
    Desktop(#[from] tauri::Error),
    #[error(transparent)]
    Backend(#[from] StartError),
}

fn main() -> ExitCode {
    let options = Options::parse();
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let line = failure.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
            eprintln!("error: {line}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&options.log).map_err(|_| Failure::Log(options.log.clone()))?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let runtime = Runtime::new()?;
    tauri::async_runtime::set(runtime.handle().clone());

    let (requests, requested) = Requests::channel();
    // A second instance ends inside this call: the first one has its data folder.
    let app = build(&requests)?;
    let data = data_folder(&app, options)?;
    let backend = runtime.block_on(Backend::start(options, &data))?;
    app.manage(Bridge::new(backend.console.clone()));
    window::create(&app, !options.hidden)?;
    let channel = (requests.clone(), requested);
    let shell = Shell::start(app.handle().clone(), backend.console.clone(), data.join("run"), channel);
    let shell = runtime.block_on(shell);
    runtime.spawn(shell.run());
    runtime.spawn(stop::listen(requests.clone()));

    app.run_return(move |app, event| react(app, &event, &requests));
    let closing = runtime.block_on(async { tokio::time::timeout(CLOSING, backend.close()).await });
    if closing.is_err() {
        tracing::warn!("some work was still under way and was cut off");
    }
    runtime.shutdown_timeout(Duration::from_millis(100));
    Ok(())
}

fn build(requests: &Requests) -> tauri::Result<tauri::App> {
    let mut context = tauri::generate_context!();
    context.assets = Box::new(UiFiles);
    let requests = requests.clone();
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(move |_, _, _| requests.send(Request::StartedAgain)))
        .invoke_handler(tauri::generate_handler![commands::call, commands::subscribe])
        .build(context)
}

fn data_folder(app: &tauri::App, options: &Options) -> tauri::Result<PathBuf> {
    options.data.clone().map_or_else(|| app.path().app_data_dir(), Ok)
}

/// Windows and the desktop session want something; the shell decides.
fn react(app: &tauri::AppHandle, event: &RunEvent, requests: &Requests) {
    match event {
        RunEvent::WindowEvent { label, event: WindowEvent::CloseRequested { api, .. }, .. }
            if label == window::MAIN =>
        {
            api.prevent_close();
            requests.send(Request::CloseWindow);
        }
        RunEvent::WindowEvent { label, event: WindowEvent::Destroyed, .. } => {
            app.state::<Bridge>().hang_up(label)
        }
        _ => {}
    }
}
