//! The life of a line, told as inputs and what follows from them.

use super::*;

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

fn event(kind: EventKind, seq: i64) -> Input {
    Input::Heard(Heard::Said(Box::new(Event {
        kind,
        id: String::new(),
        patch: serde_json::Value::Null,
        ts: 0,
        seq: EventSeq(seq),
    })))
}

const OPENED: fn() -> Input = || Input::Heard(Heard::Opened);
const LOST: fn() -> Input = || Input::Heard(Heard::Closed(Ended::Lost));

fn live_at(machine: &mut Machine, millis: i64) {
    machine.handle(Input::Start, at(millis), 0.5);
    machine.handle(OPENED(), at(millis), 0.5);
}

fn delivered(actions: &[Action]) -> Vec<i64> {
    actions
        .iter()
        .filter_map(|a| if let Action::Deliver(event) = a { Some(event.seq.0) } else { None })
        .collect()
}

#[test]
fn the_first_line_rereads_what_was_drawn_before_it_opened() {
    let mut machine = Machine::default();
    assert_eq!(machine.handle(Input::Start, at(0), 0.5)[0], Action::Connect { after: None });
    assert_eq!(machine.connection(), Connection::Connecting);
    assert!(machine.handle(OPENED(), at(80), 0.5).contains(&Action::Reread));
    assert_eq!(machine.connection(), Connection::Live);
}

#[test]
fn a_lost_line_resumes_where_it_was_without_rereading() {
    let mut machine = Machine::default();
    live_at(&mut machine, 0);
    assert_eq!(delivered(&machine.handle(event(EventKind::SignalCreated, 41), at(10), 0.5)), [41]);
    assert_eq!(machine.handle(LOST(), at(20), 0.5), [Action::HangUp, Action::WakeIn { millis: 500 }]);
    assert_eq!(machine.connection(), Connection::Reconnecting { attempt: 1, retry_at: at(520) });
    let retried = machine.handle(Input::Woke, at(520), 0.5);
    assert_eq!(retried[0], Action::Connect { after: Some(EventSeq(41)) });
    assert!(!machine.handle(OPENED(), at(600), 0.5).contains(&Action::Reread));
}

#[test]
fn an_event_is_never_delivered_twice_and_a_hole_is_noticed() {
    let mut machine = Machine::default();
    live_at(&mut machine, 0);
    assert_eq!(delivered(&machine.handle(event(EventKind::SignalCreated, 7), at(1), 0.5)), [7]);
    assert!(machine.handle(event(EventKind::SignalCreated, 7), at(2), 0.5).is_empty());
    assert!(machine.handle(event(EventKind::SignalCreated, 6), at(3), 0.5).is_empty());
    let after_hole = machine.handle(event(EventKind::SignalUpdated, 9), at(4), 0.5);
    assert_eq!(delivered(&after_hole), [9]);
    assert!(after_hole.contains(&Action::Reread));
    assert_eq!(machine.handle(event(EventKind::SignalUpdated, 10), at(5), 0.5).len(), 1);
}

#[test]
fn silence_beyond_two_heartbeats_is_a_dead_line() {
    let mut machine = Machine::default();
    live_at(&mut machine, 0);
    machine.handle(event(EventKind::Heartbeat, 0), at(10_000), 0.5);
    assert_eq!(machine.handle(Input::Woke, at(25_000), 0.5), [Action::WakeIn { millis: 10_000 }]);
    assert_eq!(machine.handle(Input::Woke, at(35_000), 0.5)[0], Action::HangUp);
    assert!(matches!(machine.connection(), Connection::Reconnecting { attempt: 1, .. }));
}

#[test]
fn retries_never_end_grow_to_a_bound_and_poll_beside() {
    let mut machine = Machine::default();
    machine.handle(Input::Start, at(0), 0.5);
    let mut now = 0;
    let mut rereads = 0;
    for attempt in 1..=60 {
        let actions = machine.handle(LOST(), at(now), 0.99);
        let Some(Action::WakeIn { millis }) = actions.iter().find(|a| matches!(a, Action::WakeIn { .. }))
        else {
            panic!("attempt {attempt} plans no further one")
        };
        assert!(*millis <= 18_750, "attempt {attempt} waits {millis} ms");
        rereads += actions.iter().filter(|a| **a == Action::Reread).count();
        now += i64::from(*millis);
        machine.handle(Input::Woke, at(now), 0.5);
    }
    assert!(matches!(machine.connection(), Connection::Polling { attempt: 60, .. }));
    let expected = usize::try_from(now / 40_000).unwrap();
    assert!(rereads >= expected, "{rereads} reads in {now} ms");
}

#[test]
fn a_reset_rereads_and_goes_on_from_its_place() {
    let mut machine = Machine::default();
    live_at(&mut machine, 0);
    machine.handle(event(EventKind::SignalCreated, 3), at(1), 0.5);
    assert_eq!(machine.handle(event(EventKind::Reset, 900), at(2), 0.5), [Action::Reread]);
    assert_eq!(delivered(&machine.handle(event(EventKind::SignalCreated, 901), at(3), 0.5)), [901]);
}

#[test]
fn signed_out_and_offline_wait_for_their_own_end() {
    let mut machine = Machine::default();
    live_at(&mut machine, 0);
    machine.handle(Input::Heard(Heard::Closed(Ended::SignedOut)), at(1), 0.5);
    assert_eq!(machine.connection(), Connection::SignedOut);
    assert!(machine.handle(Input::Woke, at(60_000), 0.5).is_empty());
    assert!(matches!(machine.handle(Input::RetryNow, at(60_001), 0.5)[0], Action::Connect { .. }));

    machine.handle(Input::Offline, at(60_002), 0.5);
    assert_eq!(machine.handle(LOST(), at(60_003), 0.5), [Action::HangUp]);
    assert_eq!(machine.connection(), Connection::Offline);
    assert!(matches!(machine.handle(Input::Online, at(60_004), 0.5)[0], Action::Connect { .. }));
}

#[test]
fn what_failed_is_asked_again_when_the_server_is_back() {
    let mut machine = Machine::default();
    live_at(&mut machine, 0);
    machine.handle(LOST(), at(1), 0.5);
    machine.handle(Input::Woke, at(501), 0.5);
    assert!(machine.handle(OPENED(), at(600), 0.5).contains(&Action::Returned));
    assert!(!machine.handle(OPENED(), at(700), 0.5).contains(&Action::Returned));
    machine.handle(Input::Offline, at(800), 0.5);
    assert!(machine.handle(Input::Online, at(900), 0.5).contains(&Action::Returned));
}

#[test]
fn a_page_that_was_away_for_long_without_a_stream_reads_again() {
    const HIDE: Input = Input::Looked { is_visible: false };
    const SHOW: Input = Input::Looked { is_visible: true };
    let mut machine = Machine::default();
    live_at(&mut machine, 0);
    machine.handle(HIDE, at(0), 0.5);
    machine.handle(event(EventKind::Heartbeat, 0), at(39_000), 0.5);
    assert!(!machine.handle(SHOW, at(40_000), 0.5).contains(&Action::Reread), "the stream was live");
    machine.handle(LOST(), at(41_000), 0.5);
    machine.handle(HIDE, at(42_000), 0.5);
    assert!(!machine.handle(SHOW, at(60_000), 0.5).contains(&Action::Reread), "not away for long");
    machine.handle(HIDE, at(61_000), 0.5);
    assert!(machine.handle(SHOW, at(91_000), 0.5).contains(&Action::Reread));
}

#[test]
fn who_signs_in_next_begins_anew() {
    let mut machine = Machine::default();
    live_at(&mut machine, 0);
    machine.handle(event(EventKind::SignalCreated, 7), at(1), 0.5);
    machine.handle(Input::Heard(Heard::Closed(Ended::SignedOut)), at(2), 0.5);
    assert_eq!(machine.handle(Input::RetryNow, at(3), 0.5)[0], Action::Connect { after: None });
}
