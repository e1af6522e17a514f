//! Pages of one browser, told as what they hear and what they do about it.

mod browser;

use super::*;

fn said(seq: i64) -> Heard {
    Heard::Said(Box::new(event(EventKind::SignalCreated, seq)))
}

fn event(kind: EventKind, seq: i64) -> Event {
    Event { kind, id: format!("s{seq}"), patch: Value::Null, ts: 0, seq: EventSeq(seq) }
}

fn wanted(after: Option<i64>) -> Input {
    Input::Wanted { after: after.map(EventSeq), is_eager: false }
}

fn posts(outputs: &[Output]) -> Vec<&Message> {
    outputs.iter().filter_map(|o| if let Output::Post(message) = o { Some(message) } else { None }).collect()
}

fn opens(outputs: &[Output]) -> Vec<Option<i64>> {
    let places =
        outputs.iter().filter_map(|o| if let Output::Open { after } = o { Some(after) } else { None });
    places.map(|after| after.map(|seq| seq.0)).collect()
}

fn told(outputs: &[Output]) -> Vec<String> {
    let heard = outputs.iter().filter_map(|o| if let Output::Tell(heard) = o { Some(heard) } else { None });
    heard
        .map(|heard| match heard {
            Heard::Opened => "opened".to_owned(),
            Heard::Said(event) if event.kind == EventKind::Reset => format!("reset {}", event.seq.0),
            Heard::Said(event) => event.seq.0.to_string(),
            Heard::Closed(ended) => format!("{ended:?}"),
        })
        .collect()
}

/// A leader whose line is open and brought these events.
fn leader(events: std::ops::RangeInclusive<i64>) -> Hub {
    let mut hub = Hub::new("a".to_owned());
    hub.handle(wanted(None));
    hub.handle(Input::Elected);
    hub.handle(Input::Line(Heard::Opened));
    for seq in events {
        hub.handle(Input::Line(said(seq)));
    }
    hub
}

fn ask(hub: &mut Hub, after: Option<i64>) -> Message {
    let message = Message::Ask { from: "b".to_owned(), after: after.map(EventSeq), is_eager: false };
    posts(&hub.handle(Input::Message(message)))[0].clone()
}

/// A page that has everything up to `after`, with a place at this leader.
fn follower(at: &mut Hub, after: Option<i64>) -> (Hub, Vec<Output>) {
    let mut hub = Hub::new("b".to_owned());
    hub.handle(wanted(after));
    let answer = ask(at, after);
    let outputs = hub.handle(Input::Message(answer));
    (hub, outputs)
}

#[test]
fn a_page_alone_leads_and_opens_its_line_once_it_is_elected() {
    let mut hub = Hub::new("a".to_owned());
    assert!(opens(&hub.handle(wanted(Some(4)))).is_empty());
    assert_eq!(opens(&hub.handle(Input::Elected)), [Some(4)]);
    assert!(opens(&hub.handle(Input::Woke)).is_empty());
}

#[test]
fn pages_that_cannot_meet_have_a_line_each() {
    let mut hub = Hub::new("a".to_owned());
    hub.handle(wanted(None));
    assert_eq!(opens(&hub.handle(Input::Apart)), [None]);
    assert!(posts(&hub.handle(Input::Line(said(1)))).is_empty());
    let mut hub = Hub::new("a".to_owned());
    hub.handle(Input::Apart);
    assert_eq!(opens(&hub.handle(wanted(Some(3)))), [Some(3)]);
}

#[test]
fn a_follower_gets_what_it_missed_and_then_what_comes() {
    let mut a = leader(1..=9);
    let (mut b, outputs) = follower(&mut a, Some(6));
    assert!(opens(&outputs).is_empty());
    assert_eq!(told(&outputs), ["opened", "7", "8", "9"]);
    let passed = a.handle(Input::Line(said(10)));
    assert_eq!(told(&b.handle(Input::Message(posts(&passed)[0].clone()))), ["10"]);
}

#[test]
fn a_follower_that_has_nothing_starts_from_now() {
    let (_, outputs) = follower(&mut leader(1..=9), None);
    assert_eq!(told(&outputs), ["opened"]);
}

#[test]
fn a_follower_that_is_ahead_keeps_what_it_has() {
    let (_, outputs) = follower(&mut leader(1..=5), Some(8));
    assert_eq!(told(&outputs), ["opened"]);
}

#[test]
fn a_follower_too_far_behind_rereads() {
    let (_, outputs) = follower(&mut leader(1..=KEPT as i64 + 10), Some(3));
    assert_eq!(told(&outputs), ["opened".to_owned(), format!("reset {}", KEPT + 10)]);
    // A leader that has not heard anything yet cannot know either.
    let mut fresh = Hub::new("a".to_owned());
    fresh.handle(wanted(None));
    fresh.handle(Input::Elected);
    fresh.handle(Input::Line(Heard::Opened));
    assert_eq!(told(&follower(&mut fresh, Some(3)).1), ["opened", "reset 3"]);
}

#[test]
fn a_hole_in_what_was_heard_is_not_papered_over() {
    let mut a = leader(1..=3);
    a.handle(Input::Line(said(7)));
    assert_eq!(told(&follower(&mut a, Some(2)).1), ["opened", "reset 7"]);
}

#[test]
fn what_is_kept_is_bounded_in_bytes_too() {
    let mut a = leader(1..=1);
    let mut big = event(EventKind::SignalCreated, 2);
    for seq in 2..40 {
        big.seq = EventSeq(seq);
        big.patch = Value::from("x".repeat(60_000));
        a.handle(Input::Line(Heard::Said(Box::new(big.clone()))));
    }
    let Message::Answer { events, .. } = ask(&mut a, Some(33)) else { panic!("no answer") };
    assert_eq!(events.len(), 6);
    let Message::Answer { events, .. } = ask(&mut a, Some(1)) else { panic!("no answer") };
    assert_eq!(events[0].kind, EventKind::Reset);
}

#[test]
fn the_next_leader_goes_on_where_it_was_and_the_others_go_with_it() {
    let mut a = leader(1..=5);
    let (mut b, _) = follower(&mut a, Some(3));
    let elected = b.handle(Input::Elected);
    assert_eq!(opens(&elected), [Some(5)]);
    // A third page had less than the new leader: it asks, and is answered from what the new leader kept.
    let (mut c, _) = follower(&mut a, Some(4));
    c.last = Some(EventSeq(4));
    let asks = c.handle(Input::Message(posts(&elected)[0].clone()));
    assert!(matches!(posts(&asks)[0], Message::Ask { after: Some(EventSeq(4)), .. }));
    b.me = "b".to_owned();
    let Message::Answer { events, state, .. } = ask(&mut b, Some(4)) else { panic!("no answer") };
    assert_eq!((events.len(), state), (1, LineState::Opening));
}

#[test]
fn a_late_word_of_the_one_that_has_gone_is_not_heard() {
    let mut a = leader(1..=5);
    let (mut b, _) = follower(&mut a, Some(5));
    let other =
        Message::Said { leader: "z".to_owned(), said: Said::new(&event(EventKind::SignalCreated, 6)) };
    let outputs = b.handle(Input::Message(other.clone()));
    assert!(told(&outputs).is_empty());
    assert!(matches!(posts(&outputs)[0], Message::Ask { .. }));
    // And one that leads does not listen to another.
    assert!(a.handle(Input::Message(other)).is_empty());
}

#[test]
fn a_leader_that_does_not_answer_is_left_alone_until_it_talks_again() {
    let mut b = Hub::new("b".to_owned());
    b.handle(wanted(Some(5)));
    assert_eq!(opens(&b.handle(Input::Woke)), [Some(5)]);
    b.handle(Input::Line(Heard::Opened));
    b.handle(Input::Line(said(6)));
    let mut a = leader(1..=7);
    let heartbeat = a.handle(Input::Line(Heard::Said(Box::new(event(EventKind::Heartbeat, 0)))));
    let asks = b.handle(Input::Message(posts(&heartbeat)[0].clone()));
    assert!(matches!(posts(&asks)[0], Message::Ask { after: Some(EventSeq(6)), .. }));
    // Its own line goes on until the answer is there, and is not given up twice.
    assert!(!asks.iter().any(|o| matches!(o, Output::Close)));
    assert_eq!(told(&b.handle(Input::Line(said(7)))), ["7"]);
    let answer = ask(&mut a, Some(6));
    let outputs = b.handle(Input::Message(answer));
    assert!(matches!(outputs[0], Output::Close));
    assert_eq!(told(&b.handle(Input::Line(said(8)))), [""; 0]);
}

#[test]
fn a_frozen_leader_lets_go_and_stands_again_later() {
    let mut a = leader(1..=5);
    let outputs = a.handle(Input::Frozen);
    assert!(outputs.iter().any(|o| matches!(o, Output::Close)));
    assert!(outputs.iter().any(|o| matches!(o, Output::StepDown)));
    assert!(matches!(posts(&outputs)[0], Message::Line { state: LineState::Closed(Ended::Lost), .. }));
    assert!(matches!(a.handle(Input::Resumed)[..], [Output::StandForElection, Output::Retry]));
    assert!(a.handle(Input::Resumed).is_empty());
    let (mut b, _) = follower(&mut leader(1..=5), None);
    assert!(b.handle(Input::Frozen).is_empty() && b.handle(Input::Resumed).is_empty());
}

#[test]
fn everybody_learns_how_the_line_ended() {
    for (ended, word) in
        [(Ended::Lost, "Lost"), (Ended::SignedOut, "SignedOut"), (Ended::Forbidden, "Forbidden")]
    {
        let mut a = leader(1..=5);
        let (mut b, _) = follower(&mut a, Some(5));
        let closed = a.handle(Input::Line(Heard::Closed(ended)));
        a.handle(Input::Unwanted);
        assert_eq!(told(&b.handle(Input::Message(posts(&closed)[0].clone()))), [word]);
        // Also who asks later; and a person that asks makes the leader try.
        let Message::Answer { state, .. } = ask(&mut a, Some(5)) else { panic!("no answer") };
        assert_eq!(state, LineState::Closed(ended));
        let eager = Message::Ask { from: "b".to_owned(), after: None, is_eager: true };
        assert!(a.handle(Input::Message(eager)).iter().any(|o| matches!(o, Output::Retry)));
        // When the line is back, those that wait try at once.
        b.handle(Input::Unwanted);
        a.handle(wanted(None));
        let opened = a.handle(Input::Line(Heard::Opened));
        let retry = b.handle(Input::Message(posts(&opened)[0].clone()));
        assert!(matches!(retry[..], [Output::Retry]), "{retry:?}");
    }
}
