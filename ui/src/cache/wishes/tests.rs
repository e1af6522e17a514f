//! What the screens are told while changes are open, and after.

use serde_json::json;

use super::*;

fn wish(status: &str) -> Event {
    event(json!({ "status": status }), 0)
}

fn event(patch: Value, seq: i64) -> Event {
    Event { kind: EventKind::SignalUpdated, id: "s1".into(), patch, ts: 0, seq: EventSeq(seq) }
}

fn fields(value: Value) -> Fields {
    value.as_object().cloned().unwrap()
}

fn signal(status: &str, revision: i64) -> Value {
    json!({ "id": "s1", "status": status, "revision": revision, "note": null })
}

/// A screen: what it shows after what it was told, by the rule that an older revision says nothing.
struct Screen(Fields);

impl Screen {
    fn tell(&mut self, event: &Event) {
        let told = event.patch.as_object().unwrap();
        if told.get("revision").is_some_and(|r| r.as_i64() < self.0["revision"].as_i64()) {
            return;
        }
        self.0.extend(told.clone());
    }

    fn shows(&self) -> (&str, i64) {
        (self.0["status"].as_str().unwrap(), self.0["revision"].as_i64().unwrap())
    }
}

/// Wishes, and a screen that is told of them.
struct Stage {
    wishes: Wishes,
    screen: Screen,
}

impl Stage {
    fn new() -> Self {
        Self { wishes: Wishes::default(), screen: Screen(fields(signal("OPEN", 1))) }
    }

    fn wish(&mut self, status: &str) -> (Number, bool) {
        let before = self.screen.0.clone();
        let (number, tell, is_first) = self.wishes.add(&wish(status), before);
        self.screen.tell(&tell);
        (number, is_first)
    }

    fn hear(&mut self, patch: Value) {
        let event = event(patch, 7);
        let seen = self.wishes.hear(&event);
        self.screen.tell(seen.as_deref().unwrap_or(&event));
    }

    fn grant(&mut self, number: Number, answer: Value) -> Outcome {
        let outcome = self.wishes.granted(number, &fields(answer)).unwrap();
        self.screen.tell(&outcome.tell);
        outcome
    }

    fn refuse(&mut self, number: Number) -> Outcome {
        let outcome = self.wishes.refused(number).unwrap();
        self.screen.tell(&outcome.tell);
        outcome
    }

    fn is_at_rest(&self) -> bool {
        self.wishes.things.is_empty()
    }
}

#[test]
fn a_wish_is_shown_at_once_and_replaced_by_the_answer() {
    let mut stage = Stage::new();
    let (number, is_first) = stage.wish("RESOLVED");
    assert!(is_first);
    assert_eq!(stage.screen.shows(), ("RESOLVED", 1));
    stage.grant(number, json!({ "id": "s1", "status": "RESOLVED", "revision": 2, "note": "kept" }));
    assert_eq!(stage.screen.shows(), ("RESOLVED", 2));
    assert_eq!(stage.screen.0["note"], "kept");
    assert!(stage.is_at_rest());
}

#[test]
fn a_refused_wish_leaves_no_trace() {
    let mut stage = Stage::new();
    let before = stage.screen.0.clone();
    let (number, _) = stage.wish("RESOLVED");
    stage.refuse(number);
    assert_eq!(stage.screen.0, before);
    assert!(stage.is_at_rest());
}

#[test]
fn an_event_in_between_wins_over_the_refused_wish() {
    let mut stage = Stage::new();
    let (number, _) = stage.wish("RESOLVED");
    stage.hear(json!({ "status": "INVESTIGATING", "note": "mine", "revision": 2 }));
    // No flicker: what was wished stands until its answer comes.
    assert_eq!(stage.screen.shows(), ("RESOLVED", 2));
    stage.refuse(number);
    assert_eq!(stage.screen.shows(), ("INVESTIGATING", 2));
    assert_eq!(stage.screen.0["note"], "mine");
}

#[test]
fn the_event_of_the_own_change_may_come_before_its_answer_or_after() {
    let mut stage = Stage::new();
    let (number, _) = stage.wish("RESOLVED");
    stage.hear(json!({ "status": "RESOLVED", "revision": 2 }));
    stage.grant(number, signal("RESOLVED", 2));
    assert_eq!(stage.screen.shows(), ("RESOLVED", 2));
    stage.hear(json!({ "status": "RESOLVED", "revision": 2 }));
    assert_eq!(stage.screen.shows(), ("RESOLVED", 2));
}

#[test]
fn a_late_answer_does_not_undo_a_newer_event() {
    let mut stage = Stage::new();
    let (number, _) = stage.wish("RESOLVED");
    stage.hear(json!({ "status": "OPEN", "revision": 3 }));
    stage.grant(number, signal("RESOLVED", 2));
    assert_eq!(stage.screen.shows(), ("OPEN", 3));
}

#[test]
fn a_stale_event_teaches_nothing() {
    let mut stage = Stage::new();
    stage.hear(json!({ "status": "OPEN", "revision": 4 }));
    let (number, _) = stage.wish("RESOLVED");
    stage.hear(json!({ "status": "INVESTIGATING", "revision": 3 }));
    stage.refuse(number);
    assert_eq!(stage.screen.shows(), ("OPEN", 4));
}

#[test]
fn two_changes_of_one_thing_go_in_order() {
    let mut stage = Stage::new();
    let (first, _) = stage.wish("INVESTIGATING");
    let (second, is_first) = stage.wish("RESOLVED");
    assert!(!is_first);
    assert_eq!(stage.screen.shows(), ("RESOLVED", 1));
    let outcome = stage.grant(first, signal("INVESTIGATING", 2));
    assert_eq!(outcome.next, Some((second, json!(2))), "stands on what the first one answered");
    assert_eq!(stage.screen.shows(), ("RESOLVED", 2), "the second one is still shown");
    stage.refuse(second);
    assert_eq!(stage.screen.shows(), ("INVESTIGATING", 2), "only the second one is taken back");
    assert!(stage.is_at_rest());
}

#[test]
fn a_refused_change_takes_those_that_wait_for_it_along() {
    let mut stage = Stage::new();
    let before = stage.screen.0.clone();
    let (first, _) = stage.wish("INVESTIGATING");
    let (second, _) = stage.wish("RESOLVED");
    let (third, _) = stage.wish("OPEN");
    let outcome = stage.refuse(first);
    assert_eq!(outcome.fallen, [second, third]);
    assert_eq!(stage.screen.0, before);
    assert!(stage.is_at_rest());
}

#[test]
fn an_answer_that_comes_meanwhile_shows_the_wish_and_is_what_a_refusal_goes_back_to() {
    let mut stage = Stage::new();
    let (number, _) = stage.wish("RESOLVED");
    let mut read = fields(signal("FALSE_POSITIVE", 5));
    stage.wishes.things[0].learn(&read);
    std::mem::swap(&mut stage.screen.0, &mut read);
    for event in stage.wishes.open() {
        stage.screen.tell(&event);
    }
    assert_eq!(stage.screen.shows(), ("RESOLVED", 5));
    stage.refuse(number);
    assert_eq!(stage.screen.shows(), ("FALSE_POSITIVE", 5));
}

#[test]
fn other_things_are_not_touched() {
    let mut stage = Stage::new();
    stage.wish("RESOLVED");
    let other = Event { id: "s2".into(), ..event(json!({ "status": "OPEN", "revision": 9 }), 8) };
    assert!(stage.wishes.hear(&other).is_none());
}

/// Any order of wishes, events and answers ends with what the server says.
#[test]
fn every_history_ends_with_the_truth() {
    // A small generator of its own, so that a failure can be run again.
    let mut state = 0x2545_f491_u32;
    let mut random = |below: u32| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state % below
    };
    const WORDS: [&str; 4] = ["OPEN", "INVESTIGATING", "RESOLVED", "FALSE_POSITIVE"];
    for _ in 0..2_000 {
        let mut stage = Stage::new();
        let (mut server, mut events) = (fields(signal("OPEN", 1)), std::collections::VecDeque::new());
        let mut queue: Vec<(Number, &str)> = Vec::new();
        let change = |server: &mut Fields, status: &str| {
            let revision = server["revision"].as_i64().unwrap() + 1;
            let patch = json!({ "status": status, "revision": revision });
            server.extend(fields(patch.clone()));
            patch
        };
        for _ in 0..30 {
            match random(4) {
                0 if queue.len() < 3 => {
                    let status = WORDS[random(4) as usize];
                    queue.push((stage.wish(status).0, status));
                }
                1 => events.push_back(change(&mut server, WORDS[random(4) as usize])),
                2 => {
                    if let Some(patch) = events.pop_front() {
                        stage.hear(patch);
                    }
                }
                _ if !queue.is_empty() => {
                    let (number, status) = queue.remove(0);
                    if random(2) == 0 {
                        events.push_back(change(&mut server, status));
                        stage.grant(number, Value::Object(server.clone()));
                    } else {
                        stage.refuse(number);
                        queue.clear();
                    }
                }
                _ => {}
            }
            if let Some((_, status)) = queue.last() {
                assert_eq!(stage.screen.shows().0, *status, "the last wish is what is shown");
            }
        }
        for (number, _) in queue {
            if stage.wishes.place(number).is_some() {
                stage.refuse(number);
            }
        }
        for patch in events {
            stage.hear(patch);
        }
        assert_eq!(stage.screen.0, server);
        assert!(stage.is_at_rest());
    }
}
