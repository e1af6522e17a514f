//! Many pages of one browser at once, in any order, with a server and a lock: whatever happens, in the end each page
//! has everything once, over one line.

use std::collections::{BTreeSet, VecDeque};

use console_api::Timestamp;

use super::*;
use crate::live::machine::{self, Action, Connection, Machine};

/// A browser with pages, the channel between them, the lock, and the server: all of it state, moved on in any order.
struct Browser {
    pages: Vec<Page>,
    /// Places in line for the lock; the first holds it.
    line_up: VecDeque<usize>,
    /// On the way, per receiver, in the order they were sent.
    inboxes: Vec<VecDeque<Message>>,
    server: i64,
    /// The server forgets what is older.
    oldest: i64,
    now: i64,
}

struct Page {
    hub: Hub,
    machine: Machine,
    is_alive: bool,
    is_frozen: bool,
    /// How far the open stream was read; nothing without a stream.
    stream: Option<i64>,
    is_opened: bool,
    hub_wakes_at: Option<i64>,
    wakes_at: Option<i64>,
    /// What the page shows: everything up to a reread, and single events.
    reread_at: i64,
    delivered: BTreeSet<i64>,
    doubles: usize,
}

impl Page {
    fn new(number: usize) -> Self {
        Self {
            hub: Hub::new(format!("p{number}")),
            machine: Machine::default(),
            is_alive: true,
            is_frozen: false,
            stream: None,
            is_opened: false,
            hub_wakes_at: None,
            wakes_at: None,
            reread_at: 0,
            delivered: BTreeSet::new(),
            doubles: 0,
        }
    }

    fn shows(&self) -> BTreeSet<i64> {
        (1..=self.reread_at).chain(self.delivered.iter().copied()).collect()
    }
}

impl Browser {
    fn new() -> Self {
        Self {
            pages: Vec::new(),
            line_up: VecDeque::new(),
            inboxes: Vec::new(),
            server: 0,
            oldest: 1,
            now: 0,
        }
    }

    fn add(&mut self) {
        let at = self.pages.len();
        self.pages.push(Page::new(at));
        self.inboxes.push(VecDeque::new());
        self.line_up.push_back(at);
        self.machine(at, machine::Input::Start);
    }

    fn machine(&mut self, at: usize, input: machine::Input) {
        let now = Timestamp::from_millis(self.now);
        for action in self.pages[at].machine.handle(input, now, 0.5) {
            let page = &mut self.pages[at];
            match action {
                Action::Connect { after } => self.hub(at, Input::Wanted { after, is_eager: false }),
                Action::HangUp => self.hub(at, Input::Unwanted),
                Action::WakeIn { millis } => page.wakes_at = Some(self.now + i64::from(millis)),
                Action::Deliver(event) if event.kind == EventKind::Heartbeat => {}
                Action::Deliver(event) => {
                    page.doubles += usize::from(!page.delivered.insert(event.seq.0));
                }
                Action::Reread => page.reread_at = self.server,
                Action::Returned => {}
            }
        }
    }

    fn hub(&mut self, at: usize, input: Input) {
        for output in self.pages[at].hub.handle(input) {
            match output {
                Output::Open { after } => {
                    let page = &mut self.pages[at];
                    page.stream = Some(after.map_or(self.server, |seq| seq.0));
                    page.is_opened = false;
                }
                Output::Close => self.pages[at].stream = None,
                Output::Tell(heard) => self.machine(at, machine::Input::Heard(heard)),
                Output::Post(message) => {
                    // As text, so that the form is tested, too.
                    let message = Message::read(&message.write()).unwrap();
                    for (other, inbox) in self.inboxes.iter_mut().enumerate() {
                        if other != at && self.pages[other].is_alive {
                            inbox.push_back(message.clone());
                        }
                    }
                }
                Output::WakeIn { millis } => {
                    self.pages[at].hub_wakes_at = Some(self.now + i64::from(millis));
                }
                Output::Retry => self.machine(at, machine::Input::RetryNow),
                Output::StandForElection => self.line_up.push_back(at),
                Output::StepDown => self.line_up.retain(|other| *other != at),
            }
        }
    }

    /// The lock goes to the first in line.
    fn elect(&mut self) {
        if let Some(&at) = self.line_up.front()
            && !self.pages[at].hub.leads
            && !self.pages[at].is_frozen
        {
            self.hub(at, Input::Elected);
        }
    }

    /// The page's stream brings the next thing.
    fn read(&mut self, at: usize) {
        let Some(read) = self.pages[at].stream else { return };
        if !self.pages[at].is_opened {
            self.pages[at].is_opened = true;
            self.hub(at, Input::Line(Heard::Opened));
            if self.pages[at].stream.is_some() && read + 1 < self.oldest {
                self.pages[at].stream = Some(self.server);
                let reset = event(EventKind::Reset, self.server);
                self.hub(at, Input::Line(Heard::Said(Box::new(reset))));
            }
        } else if read < self.server {
            self.pages[at].stream = Some(read + 1);
            self.hub(at, Input::Line(said(read + 1)));
        } else {
            self.hub(at, Input::Line(Heard::Said(Box::new(event(EventKind::Heartbeat, 0)))));
        }
    }

    fn receive(&mut self, at: usize) {
        if let Some(message) = self.inboxes[at].pop_front() {
            self.hub(at, Input::Message(message));
        }
    }

    fn wake(&mut self, at: usize) {
        if self.pages[at].hub_wakes_at.is_some_and(|when| when <= self.now) {
            self.pages[at].hub_wakes_at = None;
            self.hub(at, Input::Woke);
        }
        if self.pages[at].wakes_at.is_some_and(|when| when <= self.now) {
            self.pages[at].wakes_at = None;
            self.machine(at, machine::Input::Woke);
        }
    }

    fn lose(&mut self, at: usize) {
        if self.pages[at].stream.take().is_some() {
            self.hub(at, Input::Line(Heard::Closed(Ended::Lost)));
        }
    }

    fn crash(&mut self, at: usize) {
        self.pages[at].is_alive = false;
        self.pages[at].stream = None;
        self.inboxes[at].clear();
        self.line_up.retain(|other| *other != at);
    }

    fn awake(&self) -> Vec<usize> {
        (0..self.pages.len()).filter(|&at| self.pages[at].is_alive && !self.pages[at].is_frozen).collect()
    }

    /// Lets everything on the way arrive, for as long as it takes.
    fn settle(&mut self) {
        for _ in 0..120 {
            self.now += 1_000;
            let mut is_quiet = false;
            while !std::mem::replace(&mut is_quiet, true) {
                self.elect();
                for at in self.awake() {
                    self.wake(at);
                    while !self.inboxes[at].is_empty() {
                        is_quiet = false;
                        self.receive(at);
                    }
                    let page = &self.pages[at];
                    if page.stream.is_some_and(|read| read < self.server || !page.is_opened) {
                        is_quiet = false;
                        self.read(at);
                    }
                }
            }
            for at in self.awake() {
                if self.now % 10_000 == 0 {
                    self.read(at);
                }
            }
        }
    }

    fn check(&self, seed: u32) {
        for at in self.awake() {
            let page = &self.pages[at];
            assert_eq!(page.doubles, 0, "seed {seed}: page {at} got an event twice");
            let missing: Vec<_> = (1..=self.server).filter(|seq| !page.shows().contains(seq)).collect();
            assert!(missing.is_empty(), "seed {seed}: page {at} misses {missing:?} of {}", self.server);
            assert_eq!(page.machine.connection(), Connection::Live, "seed {seed}: page {at}");
        }
        let streams = self.awake().iter().filter(|&&at| self.pages[at].stream.is_some()).count();
        assert_eq!(streams, 1, "seed {seed}: one line for all");
    }
}

/// Whatever happens in whatever order: in the end each page has everything once, over one line.
#[test]
fn every_history_ends_with_one_line_and_all_events_once() {
    for seed in 1..=120_u32 {
        let mut state = seed.wrapping_mul(0x9e37_79b9) | 1;
        let mut random = |below: usize| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state as usize % below
        };
        let mut browser = Browser::new();
        browser.add();
        for _ in 0..400 {
            let awake = browser.awake();
            let at = awake[random(awake.len())];
            browser.now += random(40) as i64;
            match random(100) {
                0..25 => browser.server += 1,
                25..50 => browser.read(at),
                50..80 => browser.receive(at),
                80..86 => browser.wake(at),
                86..91 => browser.elect(),
                91..93 if browser.pages.len() < 8 => browser.add(),
                93..95 => browser.lose(at),
                95 if awake.len() > 1 => browser.crash(at),
                96 if awake.len() > 1 => {
                    browser.pages[at].is_frozen = true;
                    // Some browsers say so before; some pages just stop.
                    if random(2) == 0 {
                        browser.hub(at, Input::Frozen);
                    }
                }
                97 => {
                    let frozen: Vec<_> = (0..browser.pages.len())
                        .filter(|&at| browser.pages[at].is_alive && browser.pages[at].is_frozen)
                        .collect();
                    if let Some(&at) = frozen.first() {
                        browser.pages[at].is_frozen = false;
                        browser.hub(at, Input::Resumed);
                    }
                }
                98 => browser.oldest = browser.server + 1,
                99 => browser.now += 30_000,
                _ => {}
            }
        }
        for at in 0..browser.pages.len() {
            if browser.pages[at].is_alive && std::mem::take(&mut browser.pages[at].is_frozen) {
                browser.hub(at, Input::Resumed);
            }
        }
        browser.settle();
        browser.check(seed);
    }
}
