//! The shell: one task, one loop. To know what can happen, read [`Event`].

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use console_api::{EventKind, EventSeq, Signal, SignalId};
use console_core::Console;
use console_core::events::Frame;
use console_core::notice_pace::NoticePace;
use console_core::tray::{TrayAction, notice, tray_menu};
use futures_util::{Stream, StreamExt as _};
use tauri::AppHandle;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use crate::notifier::Notifier;
use crate::tray::Tray;
use crate::{overview, tray_host, window};

/// The tray changes at most this often.
const TRAY_PACE: Duration = Duration::from_millis(500);
/// Before listening to the console again after its stream ended.
const LISTEN_AGAIN: Duration = Duration::from_secs(1);

/// Everything the shell reacts to.
enum Event {
    /// From outside the loop.
    Request(Request),
    /// The console committed something, or its stream shows that it is alive.
    Console(Arc<Frame>),
    /// The console's stream ended, because we fell behind.
    ConsoleSilent,
    ListenAgain,
    TrayDue,
    NoticesDue,
    NoticeClicked(SignalId),
}

/// What windows, menus, other processes and the system want of the shell.
#[derive(Clone, Debug)]
pub(crate) enum Request {
    /// An item of the tray's menu was chosen.
    Chosen(TrayAction),
    /// The window's close button.
    CloseWindow,
    /// The app was started again.
    StartedAgain,
    /// Ctrl-C, or the end of the session.
    Stop,
}

/// Sends requests to the shell, from any thread.
#[derive(Clone)]
pub(crate) struct Requests(mpsc::UnboundedSender<Request>);

impl Requests {
    pub(crate) fn channel() -> (Self, mpsc::UnboundedReceiver<Request>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self(sender), receiver)
    }

    /// After the shell has ended nobody is there to mind.
    pub(crate) fn send(&self, request: Request) {
        let _ = self.0.send(request);
    }
}

type Frames = Pin<Box<dyn Stream<Item = Arc<Frame>> + Send>>;

pub(crate) struct Shell {
    app: AppHandle,
    console: Console,
    requests: mpsc::UnboundedReceiver<Request>,
    frames: Option<Frames>,
    /// Place of the last event that was heard; from there on after the stream ended.
    last: Option<EventSeq>,
    listen_again_at: Option<Instant>,
    tray: Option<Tray>,
    tray_due: Option<Instant>,
    notifier: Notifier,
    pace: NoticePace,
}

impl Shell {
    /// Puts up the tray icon, whose files go into `icon_folder`. On the main thread, before its loop runs: a tray
    /// put up later was seen not to register.
    pub(crate) async fn start(
        app: AppHandle,
        console: Console,
        icon_folder: PathBuf,
        (sender, requests): (Requests, mpsc::UnboundedReceiver<Request>),
    ) -> Self {
        let mut shell = Self {
            app,
            console,
            requests,
            frames: None,
            last: None,
            listen_again_at: Some(Instant::now()),
            tray: None,
            tray_due: None,
            notifier: Notifier::connect().await,
            pace: NoticePace::default(),
        };
        shell.put_up_tray(icon_folder, sender).await;
        shell
    }

    /// Goes on until the app is to quit.
    pub(crate) async fn run(mut self) {
        loop {
            let event = self.next().await;
            if self.react(event).await.is_break() {
                self.app.exit(0);
                return;
            }
        }
    }

    async fn next(&mut self) -> Event {
        tokio::select! {
            Some(request) = self.requests.recv() => Event::Request(request),
            frame = next_frame(&mut self.frames) => frame.map_or(Event::ConsoleSilent, Event::Console),
            () = at(self.listen_again_at) => Event::ListenAgain,
            () = at(self.tray_due) => Event::TrayDue,
            () = at(self.pace.next_due()) => Event::NoticesDue,
            signal = self.notifier.clicked() => Event::NoticeClicked(signal),
        }
    }

    async fn react(&mut self, event: Event) -> std::ops::ControlFlow<()> {
        match event {
            Event::Request(Request::Stop | Request::Chosen(TrayAction::Quit)) => {
                return std::ops::ControlFlow::Break(());
            }
            Event::Request(Request::CloseWindow) => {
                if self.tray.is_none() || !tray_host::is_present().await {
                    return std::ops::ControlFlow::Break(());
                }
                report("hiding the window", window::hide(&self.app));
            }
            Event::Request(Request::StartedAgain | Request::Chosen(TrayAction::OpenWindow)) => {
                report("showing the window", window::show(&self.app));
            }
            Event::Request(Request::Chosen(TrayAction::OpenSignal(signal)))
            | Event::NoticeClicked(signal) => {
                report("showing a signal", window::show_signal(&self.app, &signal));
            }
            Event::Console(frame) => self.heard(&frame).await,
            Event::ConsoleSilent => {
                self.frames = None;
                self.listen_again_at = Some(Instant::now() + LISTEN_AGAIN);
            }
            Event::ListenAgain => self.listen().await,
            Event::TrayDue => self.update_tray().await,
            Event::NoticesDue => {
                for (rule, notice) in self.pace.take_due(Instant::now()) {
                    self.notifier.show(&rule, &notice).await;
                }
            }
        }
        std::ops::ControlFlow::Continue(())
    }

    async fn listen(&mut self) {
        match self.console.subscribe(&self.console.local_operator(), self.last).await {
            Ok(frames) => {
                self.frames = Some(Box::pin(frames));
                self.listen_again_at = None;
                self.tray_due.get_or_insert_with(Instant::now);
            }
            Err(error) => {
                tracing::warn!(%error, "the console's events cannot be heard");
                self.listen_again_at = Some(Instant::now() + LISTEN_AGAIN);
            }
        }
    }

    async fn heard(&mut self, frame: &Frame) {
        if frame.seq > EventSeq(0) {
            self.last = Some(frame.seq);
        }
        // Heartbeats too: they come when FLUO has gone silent, and the tray says so.
        if frame.kind != EventKind::RuleUpdated {
            self.tray_due.get_or_insert_with(|| Instant::now() + TRAY_PACE);
        }
        let Some(signal) = created_signal(frame) else { return };
        let Some(told) = notice(frame.kind, &signal) else { return };
        if let Some(told) = self.pace.offer(&signal.rule_id, told, Instant::now()) {
            self.notifier.show(&signal.rule_id, &told).await;
        }
    }

    async fn put_up_tray(&mut self, icon_folder: PathBuf, sender: Requests) {
        let snapshot = match overview::tray_snapshot(&self.console).await {
            Ok(snapshot) => snapshot,
            Err(error) => return tracing::warn!(%error, "there is nothing to show in the tray"),
        };
        let chosen = move |action| sender.send(Request::Chosen(action));
        match Tray::new(&self.app, &icon_folder, tray_menu(&snapshot), chosen) {
            Ok(tray) => self.tray = Some(tray),
            Err(error) => tracing::warn!(%error, "there is no tray icon"),
        }
    }

    async fn update_tray(&mut self) {
        self.tray_due = None;
        let Some(tray) = &mut self.tray else { return };
        match overview::tray_snapshot(&self.console).await {
            Ok(snapshot) => report("updating the tray", tray.show(tray_menu(&snapshot))),
            Err(error) => tracing::warn!(%error, "the tray keeps what it shows"),
        }
    }
}

/// The signal of a frame that tells of a new one.
fn created_signal(frame: &Frame) -> Option<Signal> {
    if frame.kind != EventKind::SignalCreated {
        return None;
    }
    let event: console_api::Event = serde_json::from_str(&frame.json).ok()?;
    serde_json::from_value(event.patch).ok()
}

async fn next_frame(frames: &mut Option<Frames>) -> Option<Arc<Frame>> {
    match frames {
        Some(frames) => frames.next().await,
        None => std::future::pending().await,
    }
}

async fn at(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}

/// A failure of the desktop is no reason to stop: the next event may go through.
fn report(doing: &str, result: tauri::Result<()>) {
    if let Err(error) = result {
        tracing::warn!(%error, "{doing} failed");
    }
}
