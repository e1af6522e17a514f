//! Where one is signed in, and ending that.

use console_api::SessionId;
use console_api::operations::{ListSessions, RevokeOtherSessions, RevokeSession};
use console_api::session::Session;
use yew::prelude::*;

use super::{day, said};
use crate::cache::use_query;
use crate::clock::{Clock, use_clock};
use crate::components::display::plain::item;
use crate::components::form::{Look, Press, Ready};
use crate::components::{LoadedView, Shape, Symbol, badge, icon, relative_time};
use crate::dom::{el, el_of, tell, tell_around};
use crate::sending::use_sending;
use crate::words as w;

#[component]
pub(super) fn Sessions() -> Html {
    let asked = use_query(ListSessions {});
    let clock = use_clock();
    let sending = use_sending();
    let end = {
        let (sending, retry) = (sending.clone(), asked.retry());
        Callback::from(move |id: SessionId| {
            let retry = retry.clone();
            sending.change(RevokeSession { id }, Vec::new(), move |_| {
                retry.emit(());
                w::sessions_ended_one().into()
            });
        })
    };
    let end_others = {
        let (sending, retry) = (sending.clone(), asked.retry());
        Callback::from(move |()| {
            let retry = retry.clone();
            sending.change(RevokeOtherSessions {}, Vec::new(), move |ended| {
                retry.emit(());
                w::sessions_ended(ended.revoked).into()
            });
        })
    };
    let content = asked.data().map(|sessions| {
        let rows = sessions.iter().map(|session| row(session, clock, &end)).collect();
        let others = sessions.iter().filter(|session| !session.current).count();
        let ready = match (sending.is_busy(), others) {
            (true, _) => Ready::Busy(w::sessions_ending().into()),
            (false, 0) => Ready::No(w::sessions_no_others().into()),
            (false, _) => Ready::Yes,
        };
        let all = Press {
            id: "sessions-end-others".into(),
            text: w::sessions_end_others().into(),
            look: Look::Outline,
            ready,
            onpress: end_others.clone(),
            ..Press::default()
        };
        html! {
            <>
                { el_of("ul", "settings-items", rows) }
                <div class="flex flex-wrap items-center gap-2">
                    { all.draw() }
                    { said(sending.attempt().problem().as_ref(), &sending.attempt().outcome) }
                </div>
            </>
        }
    });
    html! {
        <LoadedView
            {content}
            error={asked.error()}
            fetched_at={asked.fetched_at()}
            retry={asked.retry()}
            noun={w::noun_sessions()}
        />
    }
}

fn row(session: &Session, clock: Clock, end: &Callback<SessionId>) -> Html {
    let name = program(&session.client);
    let title = html! { <span title={session.client.clone()}>{ name.clone() }</span> };
    let beside = if session.current {
        badge(Shape::CircleTick, w::sessions_this())
    } else {
        let (end, id) = (end.clone(), session.id.clone());
        let onclick = Callback::from(move |_: MouseEvent| end.emit(id.clone()));
        html! {
            <button type="button" class="button button-outline" aria-label={w::sessions_end_what(&name)} {onclick}>
                { w::sessions_end() }
            </button>
        }
    };
    let seen = tell_around(w::sessions_seen, relative_time(session.last_seen_at, clock));
    let until = tell_around(w::sessions_until, day(session.expires_at, clock));
    let about = el(
        "span",
        "flex flex-wrap gap-x-3",
        [
            el("span", "font-mono text-small", [tell(&session.address)]),
            el("span", "", [seen]),
            el("span", "", [until]),
        ],
    );
    el("li", "", [item(icon(Symbol::Screen), title, about, beside)])
}

/// A browser and its system by what it calls itself; what is not known stays as it is.
fn program(client: &str) -> String {
    const BROWSERS: [(&str, &str); 5] = [
        ("Firefox/", "Firefox"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let known = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| client.contains(mark)).map(|(_, name)| *name)
    };
    match (known(&BROWSERS), known(&SYSTEMS)) {
        (Some(browser), Some(system)) => w::sessions_browser_on(browser, system),
        (Some(browser), None) => browser.to_owned(),
        _ if client.is_empty() => w::sessions_unknown().to_owned(),
        _ => client.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn programs_are_known_by_what_they_call_themselves() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36";
        let safari =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1";
        assert_eq!(program(chrome), "Chrome on Linux");
        assert_eq!(program(safari), "Safari on iPhone");
        assert_eq!(program("curl/8.5.0"), "curl/8.5.0");
        assert_eq!(program(""), "Unknown program");
    }
}
