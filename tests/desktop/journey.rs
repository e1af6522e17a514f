//! A person's way: the app is started, a trace breaks a rule, the window, the tray and a notification tell.

use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use crate::driver::{Window, free_port};
use crate::fluo::Fluo;
use crate::menu::Entry;
use crate::stage::{Stage, eventually};
use crate::{Outcome, Score};

const RULE: &str = "slow-card-charge";
/// Menus and notifications have meanings of their own for these characters.
const SERVICE: &str = "till_1 <a&b>";
const LABEL: &str = "Error slow-card-charge (till_1 <a&b>)";
const STORM_LABEL: &str = "slow-card-charge: 201 signals in 5 min, collapsed";
/// Every end of the app is to be this quick.
const QUICK: Duration = Duration::from_secs(2);

struct Journey<'a> {
    stage: &'a Stage,
    window: Window,
    fluo: Fluo,
    arguments: Vec<String>,
}

pub(crate) async fn run(stage: &mut Stage, score: &mut Score) {
    let journey = match Journey::begin(stage).await {
        Ok(journey) => journey,
        Err(reason) => return score.note("the app opens its window", Err(reason)),
    };
    score.note("the app opens its window", Ok(()));
    score.note("the tray is calm while nothing is open", journey.calm().await);
    score.note("a trace that breaks a rule is a row in the open window", journey.row().await);
    score.note("the tray shows how many, how bad, and the signal", journey.tray().await);
    score.note("a notification tells of it", journey.notification().await);
    score.note("a storm takes the place of the notification, once, and says so", journey.storm().await);
    score.note("choosing the signal in the tray opens it in the window", journey.choose().await);
    score.note("clicking the notification opens its signal", journey.click().await);
    score.note("the page may call operations and nothing else", journey.permissions().await);
    score.note("the page survives a reload and stays live", journey.reload().await);
    score.note("resolving everything calms the tray", journey.resolve().await);
    score.note("starting the app again ends at once and changes nothing", journey.start_again().await);
    score.note("closing the window leaves the app in the tray, which brings it back", journey.close().await);
    score.note("Quit in the tray ends the app within 2 s", journey.quit().await);
    score.note("started again it still knows its signals", stay(stage).await);
}

impl<'a> Journey<'a> {
    async fn begin(stage: &'a Stage) -> Result<Self, String> {
        let port = free_port()?;
        let data = stage.folder("data").display().to_string();
        let arguments = ["--data", &data, "--engine-listen", &format!("127.0.0.1:{port}"), "--log", "info"];
        let arguments: Vec<_> = arguments.map(str::to_owned).to_vec();
        let window = Window::open(stage, &arguments).await?;
        window.shows("Signals").await?;
        Ok(Self { stage, window, fluo: Fluo::at(port), arguments })
    }

    async fn calm(&self) -> Outcome {
        self.tray_says("Fluo: no open signals").await?;
        self.stage.icon_is("calm").await
    }

    async fn row(&self) -> Outcome {
        self.fluo.add_rule(RULE, "charge").await?;
        self.window.run("window.stayed = true; return null").await?;
        self.fluo.send_spans(SERVICE, "charge", 1).await?;
        let sent = Instant::now();
        self.window.shows(RULE).await?;
        println!("        on screen {} ms after the trace was accepted", sent.elapsed().as_millis());
        self.window.screenshot(&self.stage.results.join("row.png")).await?;
        match self.window.run("return window.stayed === true").await? {
            Value::Bool(true) => Ok(()),
            _ => Err("the page was loaded again".to_owned()),
        }
    }

    async fn tray(&self) -> Outcome {
        self.tray_says("Fluo: 1 open signal, Error").await?;
        self.stage.icon_is("error").await?;
        let menu = self.stage.desktop.tray()?.menu().await.map_err(|error| error.to_string())?;
        let expected = [("Fluo: 1 open signal, Error", false), ("", false), (LABEL, true), ("", false)];
        let expected = expected.into_iter().chain([("Open Fluo Console", true), ("Quit", true)]);
        let seen = menu.iter().map(|entry| (entry.label.as_str(), entry.can_be_chosen));
        if seen.eq(expected) { Ok(()) } else { Err(format!("the menu is {menu:#?}")) }
    }

    async fn notification(&self) -> Outcome {
        let shown =
            eventually(|| async { self.stage.desktop.notifications().pop().ok_or("no notification") })
                .await?;
        let body_is_text = shown.body.starts_with("till_1 &lt;a&amp;b&gt;: ");
        let told = shown.title == format!("Error: {RULE}") && body_is_text && shown.times == 1;
        if told { Ok(()) } else { Err(format!("{shown:?}")) }
    }

    async fn storm(&self) -> Outcome {
        self.fluo.send_spans(SERVICE, "charge", 200).await?;
        self.tray_says("Fluo: 201 open signals, worst Error").await?;
        eventually(|| async {
            let shown = self.stage.desktop.notifications();
            match shown.as_slice() {
                [one] if one.times == 2 && one.title.ends_with(" signals in 5 min, collapsed") => Ok(()),
                _ => Err(format!("{shown:?}")),
            }
        })
        .await
    }

    async fn choose(&self) -> Outcome {
        let entry = self.entry(STORM_LABEL).await?;
        self.choose_entry(&entry).await?;
        let address = self.address_with("/signals?sel=").await?;
        let id = address.rsplit('=').next().unwrap_or_default().to_owned();
        let answer = self.call("signals.get", &format!("{{ id: decodeURIComponent('{id}') }}")).await?;
        if answer["data"]["ruleId"] == RULE { Ok(()) } else { Err(format!("{address}: {answer}")) }
    }

    async fn click(&self) -> Outcome {
        self.window.run("window.location.assign('/rules'); return null").await?;
        self.address_with("/rules").await?;
        let shown = self.stage.desktop.notifications().pop().ok_or("no notification")?;
        self.stage.desktop.click_notification(shown.id).await.map_err(|error| error.to_string())?;
        self.address_with("/signals?sel=").await?;
        self.window.shows(RULE).await?;
        self.window.screenshot(&self.stage.results.join("signal.png")).await
    }

    async fn permissions(&self) -> Outcome {
        let me = self.call("session.me", "{}").await?;
        if me["data"]["user"]["id"] != "operator" {
            return Err(format!("session.me: {me}"));
        }
        let unknown = self.call("signals.destroy", "{}").await?;
        if unknown["error"]["code"] != "not_found" {
            return Err(format!("an unknown operation: {unknown}"));
        }
        let policy =
            self.window.run_async("return (await fetch('/signals')).headers.get('content-security-policy')");
        let policy = policy.await?;
        let kept = ["default-src 'none'", "trusted-types 'none'", "script-src 'self' 'wasm-unsafe-eval'"];
        if !kept.iter().all(|part| policy.as_str().is_some_and(|policy| policy.contains(part))) {
            return Err(format!("the page's policy is {policy}"));
        }
        for command in ["plugin:window|close", "plugin:app|version", "plugin:event|listen"] {
            let script = format!("return await window.__TAURI__.core.invoke('{command}', {{}})");
            let answer = self.window.run_async(&script).await?;
            if !answer["rejected"].as_str().is_some_and(|reason| reason.contains("not allowed")) {
                return Err(format!("{command}: {answer}"));
            }
        }
        Ok(())
    }

    async fn reload(&self) -> Outcome {
        self.window.run("window.isOld = true; window.location.assign('/signals'); return null").await?;
        eventually(|| async {
            let is_old = self.window.run("return window.isOld === true").await?;
            if is_old == false { Ok(()) } else { Err("the page is still the old one".to_owned()) }
        })
        .await?;
        self.window.shows(RULE).await?;
        self.fluo.add_rule("after-reload", "refund").await?;
        self.fluo.send_spans(SERVICE, "refund", 1).await?;
        self.window.shows("after-reload").await
    }

    async fn resolve(&self) -> Outcome {
        let script = "const ask = async (operation, request) => \
              JSON.parse(await window.__TAURI__.core.invoke('call', { operation, request })); \
            const open = await ask('signals.list', { status: ['OPEN'], limit: 500 }); \
            for (const { id } of open.data) await ask('signals.set_status', { id, status: 'RESOLVED' }); \
            return open.data.length";
        let resolved = self.window.run_async(script).await?;
        if resolved != 202 {
            return Err(format!("{resolved} signals were open"));
        }
        self.tray_says("Fluo: no open signals").await?;
        self.stage.icon_is("calm").await
    }

    async fn start_again(&self) -> Outcome {
        let output =
            self.stage.app().args(&self.arguments).output().await.map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(format!("{} {}", output.status, String::from_utf8_lossy(&output.stderr)));
        }
        self.window.shows(RULE).await
    }

    async fn close(&self) -> Outcome {
        let screen = &self.stage.screen;
        screen.close_window()?;
        eventually(|| async { screen.shows_window(false) }).await?;
        self.fluo.send_spans(SERVICE, "charge", 1).await?;
        self.tray_says("Fluo: 1 open signal, Error").await?;
        self.choose_entry(&self.entry("Open Fluo Console").await?).await?;
        eventually(|| async { screen.shows_window(true) }).await
    }

    async fn quit(&self) -> Outcome {
        let process = self.stage.desktop.tray()?.process().await.map_err(|error| error.to_string())?;
        let entry = self.entry("Quit").await?;
        let began = Instant::now();
        self.choose_entry(&entry).await?;
        eventually(|| async { if is_running(process) { Err("the app is still running") } else { Ok(()) } })
            .await?;
        println!("        gone after {} ms", began.elapsed().as_millis());
        match (began.elapsed() < QUICK, self.fluo.answers().await) {
            (true, false) => Ok(()),
            (quick, answers) => Err(format!("within {QUICK:?}: {quick}; its FLUO still answers: {answers}")),
        }
    }

    async fn tray_says(&self, text: &str) -> Outcome {
        eventually(|| async {
            let tray = self.stage.desktop.tray()?;
            let title = tray.title().await.map_err(|error| error.to_string())?;
            let menu = tray.menu().await.map_err(|error| error.to_string())?;
            let first = menu.first().map(|entry| entry.label.clone()).unwrap_or_default();
            if title == text && first == text {
                Ok(())
            } else {
                Err(format!("title `{title}`, first entry `{first}`"))
            }
        })
        .await
    }

    async fn entry(&self, label: &str) -> Result<Entry, String> {
        let menu = self.stage.desktop.tray()?.menu().await.map_err(|error| error.to_string())?;
        let found = menu.iter().find(|entry| entry.label == label).cloned();
        found.ok_or_else(|| format!("`{label}` is not in the menu: {menu:#?}"))
    }

    async fn choose_entry(&self, entry: &Entry) -> Outcome {
        self.stage.desktop.tray()?.choose(entry).await.map_err(|error| error.to_string())
    }

    async fn address_with(&self, part: &str) -> Result<String, String> {
        eventually(|| async {
            let address = self.window.address().await?;
            if address.contains(part) { Ok(address) } else { Err(format!("the window is at {address}")) }
        })
        .await
    }

    /// The envelope the page gets for an operation.
    async fn call(&self, operation: &str, request: &str) -> Result<Value, String> {
        let script = format!(
            "return await window.__TAURI__.core.invoke('call', {{ operation: '{operation}', request: {request} }})"
        );
        let text = self.window.run_async(&script).await?;
        serde_json::from_str(text.as_str().unwrap_or_default()).map_err(|error| format!("{text}: {error}"))
    }
}

/// The second life of the same data folder.
async fn stay(stage: &Stage) -> Outcome {
    let journey = Journey::begin(stage).await?;
    journey.window.shows(RULE).await?;
    journey.quit().await
}

fn is_running(process: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    status.lines().any(|line| line.starts_with("State:") && !line.contains('Z'))
}
