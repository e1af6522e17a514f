//! Signals and rules that fit what is typed, asked of the console: after a pause, the last question only.

use std::rc::Rc;

use console_api::operations::{GetSignal, ListRuleStacks, ListSignals};
use console_api::query::{Query, quoted};
use console_api::{ErrorCode, RuleStack, Signal, SignalId};
use futures_util::future::join3;
use yew::prelude::*;

use crate::browser;
use crate::cache::use_cache;
use crate::client::{CallError, Client};
use crate::live::{Connection, use_connection};

/// Fewer characters than this fit too much to be worth asking.
const LEAST: usize = 2;
const TYPING_MS: i32 = 160;
const EACH: u16 = 6;
/// Characters of a signal's id as the console writes it.
const ID_LENGTH: usize = 36;

/// What the console found. While the next answer is under way the last one stands.
#[derive(Default)]
pub(super) struct Found {
    pub(super) signals: Option<Vec<Signal>>,
    pub(super) rules: Option<Vec<RuleStack>>,
    pub(super) problem: Option<Problem>,
    pub(super) searching: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Problem {
    Offline,
    Failed(CallError),
}

/// What fits this text, and a way to ask again.
#[hook]
pub(super) fn use_found(text: &str) -> (Rc<Found>, Callback<()>) {
    let client = use_cache().client().clone();
    let offline = use_connection() == Connection::Offline;
    let found = use_state(|| Rc::new(Found::default()));
    let attempt = use_state_eq(|| 0);
    let text = text.trim().to_owned();
    use_effect_with((text, offline, *attempt), {
        let (found, empty, last) = (found.setter(), found.setter(), Rc::clone(&found));
        move |(text, offline, _): &(String, bool, u32)| {
            let wanted = text.chars().count() >= LEAST;
            let task = (wanted && !offline).then(|| {
                let (signals, rules) = (last.signals.clone(), last.rules.clone());
                found.set(Rc::new(Found { signals, rules, problem: None, searching: true }));
                let text = text.clone();
                browser::spawn(async move {
                    browser::sleep(TYPING_MS).await;
                    found.set(Rc::new(ask(&client, text).await));
                })
            });
            if task.is_none() {
                let problem = (wanted && *offline).then_some(Problem::Offline);
                empty.set(Rc::new(Found { problem, ..Found::default() }));
            }
            || drop(task)
        }
    });
    let retry = Callback::from(move |()| attempt.set(*attempt + 1));
    ((*found).clone(), retry)
}

async fn ask(client: &Client, text: String) -> Found {
    let id = Some(text.as_str()).filter(|text| looks_like_id(text)).map(SignalId::from);
    // What is no question in the language of the list is looked for as it stands.
    let q = if Query::parse(&text).is_ok() { text.clone() } else { quoted(&text) };
    let signals = ListSignals { q: Some(q), limit: Some(EACH), ..ListSignals::default() };
    let rules = ListRuleStacks { text: Some(text), ..ListRuleStacks::default() };
    let by_id = async {
        match id {
            Some(id) => Some(client.call(&GetSignal { id }).await),
            None => None,
        }
    };
    let (by_id, signals, rules) = join3(by_id, client.call(&signals), client.call(&rules)).await;
    let mut found = Found::default();
    let mut problem = None;
    let mut keep = |error: CallError| {
        // Who may not see rules is not told so at every search.
        if !error.is(ErrorCode::Forbidden) {
            problem = Some(Problem::Failed(error));
        }
    };
    match signals {
        Ok(answer) => found.signals = Some(answer.data),
        Err(error) => keep(error),
    }
    match rules {
        Ok(answer) => found.rules = Some(answer.data.into_iter().take(EACH.into()).collect()),
        Err(error) => keep(error),
    }
    match by_id {
        Some(Ok(answer)) => found.signals = Some(vec![answer.data]),
        Some(Err(error)) if !error.is(ErrorCode::NotFound) => keep(error),
        _ => {}
    }
    Found { problem, ..found }
}

fn looks_like_id(text: &str) -> bool {
    text.len() == ID_LENGTH && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
