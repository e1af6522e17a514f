//! The desktop app as a person meets it: its window, its tray icon, its notifications.
//!
//! Everything around the app is real where it can be (an X server, a session bus, WebKit's own driver) and
//! otherwise a double that keeps what it was told (the desktop's tray and its notification service).
//!
//!     cargo test -p console-desktop --test desktop
//!
//! Needs the Debian packages xvfb, dbus-daemon (in dbus-bin or dbus) and webkit2gtk-driver, and the web UI in
//! `dist/ui`. Screenshots and logs go to `target/desktop-test`.

mod desktop;
mod driver;
mod fluo;
mod journey;
mod menu;
mod screen;
mod stage;
mod start;

use std::process::ExitCode;

use stage::Stage;

type Outcome = Result<(), String>;

/// Counts what held and what did not.
#[derive(Default)]
struct Score {
    passed: u32,
    failed: u32,
}

impl Score {
    fn note(&mut self, what: &str, outcome: Outcome) {
        match outcome {
            Ok(()) => {
                self.passed += 1;
                println!("ok      {what}");
            }
            Err(reason) => {
                self.failed += 1;
                println!("FAILED  {what}\n        {reason}");
            }
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let mut score = Score::default();
    // Of no consequence when there is one already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match Stage::set_up().await {
        Ok(mut stage) => {
            start::run(&stage, &mut score).await;
            journey::run(&mut stage, &mut score).await;
        }
        Err(reason) => score.note("the stage is set up", Err(reason)),
    }
    println!("{} passed, {} failed", score.passed, score.failed);
    if score.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
