//! What each decision still has to ask: why it means nothing, until when it is put aside, whose it is, which tags.

use console_api::operations::{ListMembers, ListReasons};
use console_api::session::User;
use console_api::triage::SnoozeUntil;
use console_api::{Permission, SignalStatus};
use yew::prelude::*;

use super::change::Change;
use super::picker::{Offer, Picker, Reading};
use crate::cache::use_query;
use crate::clock::Clock;
use crate::pages::signals::detail::until_words;
use crate::pages::signals::snooze_line;
use crate::session::use_session;
use crate::words as w;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    Reason,
    Snooze,
    Owner,
    Tags,
}

#[derive(Properties, PartialEq)]
struct PickProps {
    clock: Clock,
    onpick: Callback<Change>,
    onclose: Callback<()>,
}

pub(super) fn pick(what: Pick, clock: Clock, onpick: Callback<Change>, onclose: Callback<()>) -> Html {
    match what {
        Pick::Reason => html! { <Reason {clock} {onpick} {onclose} /> },
        Pick::Snooze => html! { <SnoozeEnd {clock} {onpick} {onclose} /> },
        Pick::Owner => html! { <Owner {clock} {onpick} {onclose} /> },
        Pick::Tags => html! { <Tags {clock} {onpick} {onclose} /> },
    }
}

#[component]
fn Reason(props: &PickProps) -> Html {
    let asked = use_query(ListReasons {});
    let reasons = asked.data().map(|reasons| (*reasons).clone()).unwrap_or_default();
    let offer = |reason: String| Offer { line: reason.clone(), label: reason, note: String::new() };
    let onpick = props.onpick.reform(|reason: String| Change::Status {
        to: SignalStatus::FalsePositive,
        reason: Some(reason.trim().to_owned()),
    });
    let read = Callback::from(|line: String| match line.trim() {
        "" => Reading::Empty,
        reason => Reading::Means(w::reason_because(reason)),
    });
    html! {
        <Picker
            id="pick-reason"
            title={w::reason_title()}
            label={w::reason_label()}
            hint={w::reason_hint()}
            offers={reasons.into_iter().map(offer).collect::<Vec<_>>()}
            instant=true
            {read}
            {onpick}
            onclose={props.onclose.clone()}
        />
    }
}

#[component]
fn SnoozeEnd(props: &PickProps) -> Html {
    let group = use_state_eq(|| false);
    let why = use_state_eq(String::new);
    let clock = props.clock;
    let offers = snooze_line::OFFERED.map(|line| {
        let until = snooze_line::read(line, clock);
        Offer {
            line: line.to_owned(),
            label: line.to_owned(),
            note: until.map(|until| until_words(&until, clock)).unwrap_or_default(),
        }
    });
    let read = Callback::from(move |line: String| match end(&line, clock) {
        _ if line.trim().is_empty() => Reading::Empty,
        Some(until) => Reading::Means(until_words(&until, clock)),
        None => Reading::Wrong(w::snooze_wrong().to_owned()),
    });
    let onpick = {
        let (group, why, onpick) = (*group, (*why).clone(), props.onpick.clone());
        Callback::from(move |line: String| {
            if let Some(until) = end(&line, clock) {
                let why = Some(why.trim().to_owned()).filter(|why| !why.is_empty());
                onpick.emit(Change::Snooze { until, group, why });
            }
        })
    };
    let more = {
        let (group, why) = (group.clone(), why.clone());
        let oninput = {
            let why = why.clone();
            Callback::from(move |event: InputEvent| {
                why.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().value());
            })
        };
        let onchange = {
            let group = group.clone();
            Callback::from(move |event: Event| {
                group.set(event.target_unchecked_into::<web_sys::HtmlInputElement>().checked());
            })
        };
        html! {
            <>
                <label class="flex items-center gap-2">
                    <input type="checkbox" class="check" checked={*group} {onchange} />
                    { w::snooze_group() }
                </label>
                <label class="flex flex-col gap-1.5">
                    <span class="form-label">{ w::snooze_why() }</span>
                    <input class="field" maxlength="200" value={(*why).clone()} {oninput} />
                </label>
            </>
        }
    };
    html! {
        <Picker
            id="pick-snooze"
            title={w::snooze_title()}
            label={w::snooze_label()}
            hint={w::snooze_hint()}
            offers={Vec::from(offers)}
            {read}
            {onpick}
            {more}
            onclose={props.onclose.clone()}
        />
    }
}

/// A digit alone is one of those that are offered.
fn end(line: &str, clock: Clock) -> Option<SnoozeUntil> {
    let line = line.trim();
    let line = super::picker::digit(line).map_or(line, |at| snooze_line::OFFERED[at]);
    snooze_line::read(line, clock)
}

#[component]
fn Owner(props: &PickProps) -> Html {
    let session = use_session();
    let me = session.0.as_ref().map(|me| me.user.clone());
    if session.may(Permission::MembersRead) {
        html! { <OwnerOfMembers {me} onpick={props.onpick.clone()} onclose={props.onclose.clone()} /> }
    } else {
        owner_picker(me, &[], &props.onpick, &props.onclose)
    }
}

#[derive(Properties, PartialEq)]
struct OwnerOfMembersProps {
    me: Option<User>,
    onpick: Callback<Change>,
    onclose: Callback<()>,
}

#[component]
fn OwnerOfMembers(props: &OwnerOfMembersProps) -> Html {
    let asked = use_query(ListMembers {});
    let members = asked.data();
    let members: Vec<_> =
        members.iter().flat_map(|members| members.iter()).map(|member| member.user.clone()).collect();
    owner_picker(props.me.clone(), &members, &props.onpick, &props.onclose)
}

fn owner_picker(
    me: Option<User>,
    members: &[User],
    onpick: &Callback<Change>,
    onclose: &Callback<()>,
) -> Html {
    let others = members.iter().filter(|user| me.as_ref().is_none_or(|me| me.id != user.id)).cloned();
    let people: Vec<(Option<User>, String)> = me
        .iter()
        .map(|me| (Some(me.clone()), w::owner_me(&me.name)))
        .chain([(None, w::signal_nobody().to_owned())])
        .chain(others.map(|user| (Some(user.clone()), user.name)))
        .collect();
    let offers = people.iter().enumerate().map(|(at, (_, label))| Offer {
        line: at.to_string(),
        label: label.clone(),
        note: String::new(),
    });
    let offers: Vec<_> = offers.collect();
    let read = Callback::from(|line: String| match line.trim() {
        "" => Reading::Empty,
        _ => Reading::Means(w::owner_first().to_owned()),
    });
    let onpick = {
        let onpick = onpick.clone();
        Callback::from(move |line: String| {
            let person = line.parse().ok().and_then(|at: usize| people.get(at));
            if let Some((user, _)) = person {
                onpick.emit(Change::Owner(user.clone()));
            }
        })
    };
    html! {
        <Picker
            id="pick-owner"
            title={w::owner_title()}
            label={w::owner_label()}
            hint={w::owner_hint()}
            {offers}
            instant=true
            filters=true
            {read}
            {onpick}
            onclose={onclose.clone()}
        />
    }
}

#[component]
fn Tags(props: &PickProps) -> Html {
    let read = Callback::from(|line: String| match (line.trim(), tags(&line)) {
        ("", _) => Reading::Empty,
        (_, Some((add, remove))) => Reading::Means(tags_words(&add, &remove)),
        (_, None) => Reading::Wrong(w::tags_wrong().to_owned()),
    });
    let onpick = {
        let onpick = props.onpick.clone();
        Callback::from(move |line: String| {
            if let Some((add, remove)) = tags(&line) {
                onpick.emit(Change::Tags { add, remove });
            }
        })
    };
    html! {
        <Picker
            id="pick-tags"
            title={w::tags_title()}
            label={w::tags_label()}
            hint={w::tags_hint()}
            offers={Vec::new()}
            {read}
            {onpick}
            onclose={props.onclose.clone()}
        />
    }
}

/// Tags to put on, and with a minus before them to take off.
fn tags(line: &str) -> Option<(Vec<String>, Vec<String>)> {
    let (mut add, mut remove) = (Vec::new(), Vec::new());
    for word in line.split([' ', ',']).filter(|word| !word.is_empty()) {
        let (list, tag) = word.strip_prefix('-').map_or((&mut add, word), |tag| (&mut remove, tag));
        let tag = tag.to_lowercase();
        let is_tag =
            |letter: char| letter.is_lowercase() || letter.is_ascii_digit() || "-_.:/".contains(letter);
        if tag.is_empty() || tag.chars().count() > console_api::triage::MAX_TAG || !tag.chars().all(is_tag) {
            return None;
        }
        list.push(tag);
    }
    (!add.is_empty() || !remove.is_empty()).then_some((add, remove))
}

fn tags_words(add: &[String], remove: &[String]) -> String {
    let puts = (!add.is_empty()).then(|| w::tags_puts(&add.join(", ")));
    let takes = (!remove.is_empty()).then(|| w::tags_takes(&remove.join(", ")));
    puts.into_iter().chain(takes).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_words_and_a_minus_takes_one_off() {
        let (add, remove) = tags("Payment, -old net:eu").unwrap();
        assert_eq!((add, remove), (vec!["payment".to_owned(), "net:eu".to_owned()], vec!["old".to_owned()]));
        for line in ["", " , ", "-", "a b!", "über straße?"] {
            assert_eq!(tags(line), None, "{line}");
        }
    }

    #[test]
    fn a_digit_alone_is_what_is_offered_under_it() {
        let clock = crate::rendering::clock();
        assert_eq!(end("1", clock), snooze_line::read("1h", clock));
        assert_eq!(end("8", clock), Some(SnoozeUntil::Spike { per_hour: None }));
        assert_eq!(end("2h", clock), snooze_line::read("2h", clock));
        assert_eq!(end("0", clock), None);
    }
}
