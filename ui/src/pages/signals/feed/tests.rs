//! What happens to the rows, told as answers and events.

use console_api::query::Query;
use console_api::{EventSeq, Meta, Severity, SignalStatus};
use serde_json::json;

use super::*;

fn signal(number: i64) -> Signal {
    Signal {
        id: format!("s{number:03}").into(),
        friendly_id: None,
        severity: Severity::Error,
        severity_text: None,
        status: SignalStatus::Open,
        pending: None,
        rule_id: "slow-charge".into(),
        rule_version: "1".into(),
        message: format!("number {number}"),
        service: "payment".into(),
        span_name: "charge".into(),
        trace_id: "t".into(),
        span_id: "s".into(),
        raised_at: Timestamp(number),
        updated_at: Timestamp(number),
        revision: 1,
        owner: None,
        snooze: None,
        reason: None,
        decided_at: None,
        tags: Vec::new(),
        notes: 0,
        links: 0,
    }
}

fn page(numbers: impl IntoIterator<Item = i64>, cursor: Option<&str>) -> Answer<Vec<Signal>> {
    let meta = Meta { cursor: cursor.map(Into::into), ..Meta::default() };
    Answer { data: numbers.into_iter().map(signal).collect(), meta }
}

fn created(number: i64) -> Action {
    let patch = serde_json::to_value(signal(number)).unwrap();
    heard(EventKind::SignalCreated, number, patch)
}

fn heard(kind: EventKind, number: i64, patch: serde_json::Value) -> Action {
    let event = Event { kind, id: signal(number).id.0, patch, ts: 0, seq: EventSeq(1) };
    Action::Heard { event: Rc::new(event), now: Timestamp(0) }
}

fn question(query: &str) -> Question {
    Question { query: Query::parse(query).unwrap(), ..Question::default() }
}

fn ask(generation: u32, query: &str) -> Action {
    Action::Ask { generation, question: question(query), me: "me".into() }
}

fn asked(query: &str, answer: Answer<Vec<Signal>>) -> Feed {
    let mut feed = Feed::default();
    feed.apply(ask(1, query));
    feed.apply(Action::First { generation: 1, answer, now: Timestamp(0) });
    feed
}

fn numbers(rows: &[Rc<Signal>]) -> Vec<i64> {
    rows.iter().map(|row| row.raised_at.micros()).collect()
}

#[test]
fn an_answer_read_before_an_event_does_not_undo_it() {
    let mut feed = asked("", page([2, 1], None));
    feed.apply(ask(2, ""));
    feed.apply(created(3));
    let resolved = json!({ "status": "RESOLVED", "revision": 2 });
    feed.apply(heard(EventKind::SignalUpdated, 1, resolved));
    feed.apply(Action::First { generation: 2, answer: page([2, 1], None), now: Timestamp(0) });
    assert_eq!(numbers(&feed.rows), [3, 2, 1]);
    assert_eq!(feed.rows[2].status, SignalStatus::Resolved);

    // The very first question, too: nothing is listed yet when the event comes.
    let mut feed = Feed::default();
    feed.apply(ask(1, ""));
    feed.apply(created(3));
    feed.apply(Action::First { generation: 1, answer: page([2, 1], None), now: Timestamp(0) });
    assert_eq!(numbers(&feed.rows), [3, 2, 1]);
}

#[test]
fn events_take_their_place_once() {
    let mut feed = asked("", page([5, 3, 1], None));
    for number in [6, 4, 6, 0] {
        feed.apply(created(number));
    }
    assert_eq!(numbers(&feed.rows), [6, 5, 4, 3, 1, 0]);
    assert_eq!(feed.above, 1);
}

#[test]
fn what_lies_below_the_known_rows_comes_with_its_page() {
    let mut feed = asked("", page([9, 8], Some("8")));
    assert!(!feed.apply(created(2)));
    feed.apply(Action::AskMore);
    feed.apply(Action::More { generation: 1, answer: page([8, 7, 2], None) });
    assert_eq!(numbers(&feed.rows), [9, 8, 7, 2]);
    assert_eq!(feed.rest, Rest::None);
}

#[test]
fn rows_read_by_their_place_keep_it_while_others_come_and_go() {
    let mut feed = asked("status:open", page([9, 8], Some("8")));
    feed.stay("8".into());
    let base = |feed: &Feed| feed.anchor.as_ref().map(|anchor| anchor.base);
    assert_eq!(base(&feed), Some(2));
    feed.apply(created(10));
    assert_eq!(base(&feed), Some(3));
    feed.apply(heard(EventKind::SignalUpdated, 9, json!({"status": "RESOLVED", "revision": 2})));
    assert_eq!(base(&feed), Some(2));
    feed.apply(Action::Hold(true));
    feed.apply(created(11));
    assert_eq!(base(&feed), Some(2));
    // Read again, the known rows may end elsewhere.
    feed.apply(ask(2, ""));
    feed.apply(Action::First { generation: 2, answer: page([9], Some("9")), now: Timestamp(0) });
    assert_eq!(base(&feed), None);
}

#[test]
fn rows_wait_while_the_reader_is_at_work() {
    let mut feed = asked("", page([5], None));
    feed.apply(Action::Hold(true));
    feed.apply(created(7));
    feed.apply(created(6));
    assert_eq!((numbers(&feed.rows), numbers(&feed.held)), (vec![5], vec![7, 6]));

    feed.apply(ask(2, ""));
    feed.apply(Action::First { generation: 2, answer: page([8, 7, 6, 5], None), now: Timestamp(0) });
    assert_eq!((numbers(&feed.rows), numbers(&feed.held)), (vec![5], vec![8, 7, 6]));

    feed.apply(Action::Hold(false));
    feed.apply(Action::Release { now: Timestamp(0) });
    assert_eq!(numbers(&feed.rows), [8, 7, 6, 5]);
    assert!(feed.is_fresh(&signal(8).id, Timestamp(10)));
    assert!(!feed.is_fresh(&signal(8).id, Timestamp(FRESH_MICROS)));
}

#[test]
fn an_update_changes_its_row_unless_it_is_older() {
    let mut feed = asked("", page([5, 4], None));
    let update = |status, revision| {
        heard(EventKind::SignalUpdated, 5, json!({"status": status, "revision": revision}))
    };
    assert!(feed.apply(update("RESOLVED", 3)));
    assert!(!feed.apply(update("INVESTIGATING", 2)));
    assert_eq!(feed.rows[0].status, SignalStatus::Resolved);
}

#[test]
fn a_row_that_no_longer_matches_goes_but_never_under_the_readers_hands() {
    let resolve = || heard(EventKind::SignalUpdated, 5, json!({"status": "RESOLVED", "revision": 2}));
    let mut feed = asked("status:open", page([5, 4], None));
    feed.apply(Action::Hold(true));
    feed.apply(resolve());
    assert_eq!(numbers(&feed.rows), [5, 4]);

    let mut feed = asked("status:open", page([5, 4], None));
    feed.apply(resolve());
    assert_eq!(numbers(&feed.rows), [4]);
}

#[test]
fn a_failed_refresh_keeps_the_rows_and_adds_the_error() {
    let mut feed = asked("", page([5], None));
    feed.apply(ask(2, ""));
    feed.apply(Action::Failed { generation: 2, error: CallError::Unreached("away".into()) });
    assert_eq!(numbers(&feed.rows), [5]);
    assert!(feed.error.is_some() && !feed.outdated);
}

#[test]
fn an_answer_to_an_earlier_question_is_ignored() {
    let mut feed = asked("", page([5], None));
    feed.apply(ask(2, "x"));
    assert!(feed.outdated);
    assert!(!feed.apply(Action::First { generation: 1, answer: page([9], None), now: Timestamp(0) }));
    assert_eq!(numbers(&feed.rows), [5]);
}

#[test]
fn in_another_order_new_rows_wait_until_the_list_is_read_anew() {
    let order = Order::parse("-severity").unwrap();
    let mut feed = Feed::default();
    let question = Question { order, ..Question::default() };
    feed.apply(Action::Ask { generation: 1, question, me: "me".into() });
    feed.apply(Action::First { generation: 1, answer: page([2, 9, 5], Some("5")), now: Timestamp(0) });
    feed.apply(created(1));
    feed.apply(Action::Release { now: Timestamp(0) });
    assert_eq!((numbers(&feed.rows), numbers(&feed.held)), (vec![2, 9, 5], vec![1]));
    // What was decided about comes back to where it stood.
    feed.apply(Action::Decide(signal(9).id));
    feed.rows.remove(1);
    feed.apply(heard(EventKind::SignalUpdated, 9, serde_json::to_value(signal(9)).unwrap()));
    assert_eq!(numbers(&feed.rows), [2, 9, 5]);
    feed.apply(Action::More { generation: 1, answer: page([5, 3], None) });
    assert_eq!(numbers(&feed.rows), [2, 9, 5, 3]);
}

#[test]
fn a_row_that_a_change_sent_away_is_back_when_the_change_is_taken_back() {
    let mut feed = asked("status:open", page([3, 2, 1], None));
    feed.apply(heard(EventKind::SignalUpdated, 2, json!({ "status": "RESOLVED" })));
    assert_eq!(numbers(&feed.rows), [3, 1]);
    feed.apply(heard(EventKind::SignalUpdated, 2, serde_json::to_value(signal(2)).unwrap()));
    assert_eq!(numbers(&feed.rows), [3, 2, 1]);
    // Told again, it is not there twice; and one that was never here comes with its page.
    feed.apply(heard(EventKind::SignalUpdated, 2, serde_json::to_value(signal(2)).unwrap()));
    assert_eq!(numbers(&feed.rows), [3, 2, 1]);
}

#[test]
fn an_open_wish_is_not_told_again_to_an_answer_that_outlives_it() {
    let mut feed = asked("", page([1], None));
    feed.apply(ask(2, ""));
    feed.apply(heard(EventKind::SignalUpdated, 1, json!({ "status": "RESOLVED" })));
    let mut answer = page([1], None);
    answer.data[0].revision = 2;
    feed.apply(Action::First { generation: 2, answer, now: Timestamp(0) });
    assert_eq!(feed.rows[0].status, SignalStatus::Open);
}

#[test]
fn what_the_reader_decided_about_leaves_and_comes_back_while_others_are_held() {
    let mut feed = asked("status:open", page([3, 2, 1], None));
    feed.apply(Action::Hold(true));
    feed.apply(heard(EventKind::SignalUpdated, 3, json!({ "status": "RESOLVED", "revision": 2 })));
    assert_eq!(numbers(&feed.rows), [3, 2, 1], "somebody else's decision waits");
    feed.apply(Action::Decide(signal(2).id));
    feed.apply(heard(EventKind::SignalUpdated, 2, json!({ "status": "RESOLVED" })));
    assert_eq!(numbers(&feed.rows), [3, 1]);
    // Refused: the server says how it is.
    feed.apply(heard(EventKind::SignalUpdated, 2, serde_json::to_value(signal(2)).unwrap()));
    assert_eq!((numbers(&feed.rows), feed.held.len()), (vec![3, 2, 1], 0));
}
