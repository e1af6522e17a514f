//! Tampering: what somebody who can write the database could do to the trail, one thing at random at a time.

use rand::Rng as _;
use rand::rngs::StdRng;
use sqlx::any::AnyRow;
use sqlx::{AnyPool, AssertSqlSafe, Row as _};

use crate::chain::{Chain, TENANT};
use crate::encoding::{Entry, hash};

const TABLES: [&str; 5] =
    ["audit_entries", "audit_personal", "audit_anchors", "audit_segments", "audit_chains"];
const COLUMNS: [(&str, Kind); 14] = [
    ("seq", Kind::Number),
    ("encoding", Kind::Number),
    ("at", Kind::Number),
    ("actor_kind", Kind::Text),
    ("actor_id", Kind::Text),
    ("action", Kind::Text),
    ("subject_kind", Kind::Optional),
    ("subject_id", Kind::Optional),
    ("outcome", Kind::Text),
    ("request_id", Kind::Optional),
    ("detail", Kind::Text),
    ("personal_ref", Kind::Optional),
    ("personal_hash", Kind::Optional),
    ("hash", Kind::Text),
];

#[derive(Clone, Copy)]
enum Kind {
    Number,
    Text,
    Optional,
}

/// What was done.
#[derive(Clone, Debug)]
pub(crate) struct Tampering {
    pub(crate) kind: &'static str,
    #[expect(dead_code, reason = "shown where one was missed")]
    pub(crate) statements: Vec<String>,
}

pub(crate) struct Tamperer {
    pool: AnyPool,
    random: StdRng,
    entries: Vec<Entry>,
    anchors: std::path::PathBuf,
    anchor_lines: String,
}

impl Tamperer {
    pub(crate) async fn new(chain: &Chain, random: StdRng) -> Self {
        let pool = chain.behind_its_back().await;
        for table in TABLES {
            run(&pool, &format!("CREATE TABLE saved_{table} AS SELECT * FROM {table}")).await;
        }
        let rows = sqlx::query("SELECT * FROM audit_entries ORDER BY seq").fetch_all(&pool).await.unwrap();
        let entries = rows.iter().map(read).collect();
        let anchor_lines = std::fs::read_to_string(&chain.anchors).unwrap();
        Self { pool, random, entries, anchors: chain.anchors.clone(), anchor_lines }
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Puts everything back.
    pub(crate) async fn restore(&self) {
        run(&self.pool, "BEGIN").await;
        for table in TABLES {
            run(&self.pool, &format!("DELETE FROM {table}")).await;
            run(&self.pool, &format!("INSERT INTO {table} SELECT * FROM saved_{table}")).await;
        }
        run(&self.pool, "COMMIT").await;
        std::fs::write(&self.anchors, &self.anchor_lines).unwrap();
    }

    /// One tampering at random. Each changes something.
    pub(crate) async fn tamper(&mut self) -> Tampering {
        let (kind, statements) = match self.random.random_range(0..20) {
            0..6 => self.field(),
            6 => self.delete(),
            7 => self.insert(),
            8 => self.swap(),
            9 => self.cut(),
            10..13 => self.rewrite(),
            13..16 => self.personal(),
            16 => self.anchor(),
            17 => self.anchor_file(),
            18 => self.segment(),
            _ => self.end(),
        };
        run(&self.pool, "BEGIN").await;
        for statement in &statements {
            run(&self.pool, statement).await;
        }
        run(&self.pool, "COMMIT").await;
        Tampering { kind, statements }
    }

    fn first(&self) -> i64 {
        self.entries[0].seq
    }

    fn last(&self) -> i64 {
        self.entries[self.entries.len() - 1].seq
    }

    fn any_entry(&mut self) -> Entry {
        self.entries[self.random.random_range(0..self.entries.len())].clone()
    }

    fn field(&mut self) -> (&'static str, Vec<String>) {
        let (column, kind) = COLUMNS[self.random.random_range(0..COLUMNS.len())];
        let seq = self.any_entry().seq;
        let value = if column == "seq" {
            // Another place that is free.
            let beyond = self.last() + self.random.random_range(1..1_000);
            if self.random.random() { beyond.to_string() } else { (-beyond).to_string() }
        } else {
            self.other(column, kind)
        };
        ("a field changed", vec![format!("UPDATE audit_entries SET {column} = {value} WHERE seq = {seq}")])
    }

    /// An expression for another value than the column has.
    fn other(&mut self, column: &str, kind: Kind) -> String {
        let by = self.random.random_range(1..1_000_000);
        match (kind, self.random.random_range(0..3)) {
            (Kind::Number, 0) => format!("{column} - {by}"),
            (Kind::Number, _) => format!("{column} + {by}"),
            (Kind::Text, 0) => format!("{column} || 'x'"),
            (Kind::Text, 1) => format!("' ' || {column}"),
            (Kind::Text, _) => format!("substr({column}, 2)"),
            (Kind::Optional, 0) => format!("CASE WHEN {column} IS NULL THEN '' ELSE NULL END"),
            (Kind::Optional, _) => format!("COALESCE({column}, '') || 'x'"),
        }
    }

    fn delete(&mut self) -> (&'static str, Vec<String>) {
        let seq = self.any_entry().seq;
        let to = seq + self.random.random_range(0..3);
        ("entries deleted", vec![format!("DELETE FROM audit_entries WHERE seq BETWEEN {seq} AND {to}")])
    }

    fn insert(&mut self) -> (&'static str, Vec<String>) {
        let copied = self.any_entry();
        let place = match self.random.random_range(0..3) {
            0 => self.last() + 1,
            1 => self.random.random_range(-5..self.first()),
            _ => copied.seq,
        };
        let mut statements = Vec::new();
        if place == copied.seq {
            // Room in the middle: all that follow move on by one.
            statements.push(format!("UPDATE audit_entries SET seq = -seq WHERE seq >= {place}"));
            statements.push("UPDATE audit_entries SET seq = -seq + 1 WHERE seq < 0".to_owned());
        }
        statements.push(insertion(&Entry { seq: place, ..copied }));
        ("an entry inserted", statements)
    }

    fn swap(&mut self) -> (&'static str, Vec<String>) {
        let one = self.any_entry().seq;
        let two = loop {
            let seq = self.any_entry().seq;
            if seq != one {
                break seq;
            }
        };
        let moved = |from: i64, to: i64| format!("UPDATE audit_entries SET seq = {to} WHERE seq = {from}");
        ("entries swapped", vec![moved(one, -1_000), moved(two, one), moved(-1_000, two)])
    }

    /// The tail gone, and with it more and more of what tells.
    fn cut(&mut self) -> (&'static str, Vec<String>) {
        let to = self.entries[self.random.random_range(0..self.entries.len() - 1)].clone();
        let mut statements = vec![format!("DELETE FROM audit_entries WHERE seq > {}", to.seq)];
        let thorough = self.random.random_range(0..3);
        if thorough > 0 {
            statements.push(new_end(&to));
        }
        if thorough > 1 {
            statements.push(format!("DELETE FROM audit_anchors WHERE seq > {}", to.seq));
            statements.push(format!("DELETE FROM audit_anchors WHERE seq = {} AND seq % 100 <> 0", to.seq));
            let kept = "SELECT personal_ref FROM audit_entries WHERE personal_ref IS NOT NULL";
            statements.push(format!("DELETE FROM audit_personal WHERE ref NOT IN ({kept})"));
        }
        ("the tail cut", statements)
    }

    /// An entry changed and every hash after it made right, with the end and perhaps the anchors.
    fn rewrite(&mut self) -> (&'static str, Vec<String>) {
        let from = self.random.random_range(0..self.entries.len());
        let mut previous = if from == 0 {
            return self.cut();
        } else {
            self.entries[from - 1].hash.clone()
        };
        let mut statements = Vec::new();
        let mut entries = self.entries[from..].to_vec();
        match self.random.random_range(0..4) {
            0 => entries[0].actor_id.push('x'),
            1 => entries[0].outcome = "denied".to_owned(),
            2 => entries[0].detail = "{}".to_owned() + " ",
            _ => entries[0].at += 1,
        }
        let with_anchors = self.random.random::<bool>();
        for entry in &mut entries {
            entry.hash = hash(TENANT, &previous, entry);
            previous.clone_from(&entry.hash);
            statements.push(format!("DELETE FROM audit_entries WHERE seq = {}", entry.seq));
            statements.push(insertion(entry));
            if with_anchors {
                let Entry { seq, hash, at, .. } = entry;
                let anchor = format!("UPDATE audit_anchors SET hash = '{hash}', at = {at} WHERE seq = {seq}");
                statements.push(anchor);
            }
        }
        statements.push(new_end(&entries[entries.len() - 1]));
        ("rewritten from an entry on", statements)
    }

    fn personal(&mut self) -> (&'static str, Vec<String>) {
        let kept: Vec<_> = self.entries.iter().rev().take(140).collect();
        let with: Vec<_> = kept.iter().filter_map(|entry| entry.personal_ref.clone()).collect();
        let reference = with[self.random.random_range(0..with.len())].clone();
        let of = format!("WHERE ref = '{reference}'");
        let erased = self.entries.iter().find(|entry| entry.action == "audit.erased").unwrap().seq;
        let statement = match self.random.random_range(0..8) {
            0 => format!("UPDATE audit_personal SET value = '{{\"name\":\"Somebody else\"}}' {of}"),
            1 => format!("UPDATE audit_personal SET salt = {} {of}", self.other("salt", Kind::Text)),
            2 => format!("UPDATE audit_personal SET person_id = 'other' {of}"),
            3 => format!("UPDATE audit_personal SET ref = ref || 'x' {of}"),
            4 => format!("DELETE FROM audit_personal {of}"),
            5 => {
                let by = if self.random.random() { erased } else { self.any_entry().seq };
                let gone = "person_id = NULL, salt = NULL, value = NULL";
                format!("UPDATE audit_personal SET {gone}, erased_seq = {by} {of}")
            }
            6 => format!(
                "INSERT INTO audit_personal (tenant_id, ref, person_id, salt, value)
                 VALUES ('{TENANT}', 'new', 'operator', 'salt', '{{}}')"
            ),
            _ => {
                let column = ["value", "salt", "person_id"][self.random.random_range(0..3)];
                format!("UPDATE audit_personal SET {column} = 'x' WHERE erased_seq = {erased}")
            }
        };
        ("personal data altered", vec![statement])
    }

    fn anchor(&mut self) -> (&'static str, Vec<String>) {
        let one = "WHERE seq = (SELECT MAX(seq) FROM saved_audit_anchors)";
        let other = "WHERE seq = (SELECT MIN(seq) FROM saved_audit_anchors)";
        let of = if self.random.random() { one } else { other };
        let statement = match self.random.random_range(0..5) {
            0 => format!("UPDATE audit_anchors SET hash = {} {of}", self.other("hash", Kind::Text)),
            1 => format!("UPDATE audit_anchors SET at = {} {of}", self.other("at", Kind::Number)),
            2 => format!("UPDATE audit_anchors SET seq = seq + 1 {of}"),
            3 => format!("DELETE FROM audit_anchors {of}"),
            _ => format!(
                "INSERT INTO audit_anchors (tenant_id, seq, hash, at) VALUES ('{TENANT}', {}, '', 0)",
                // No entry of this chain with that number is anchored.
                100 * self.random.random_range(3..100) + 1
            ),
        };
        ("an anchor altered", vec![statement])
    }

    /// The file outside: one line of an entry that is still there.
    fn anchor_file(&mut self) -> (&'static str, Vec<String>) {
        let mut lines: Vec<String> = self.anchor_lines.lines().map(str::to_owned).collect();
        let first = lines.iter().position(|line| line.contains(&format!(":{},", self.first() + 1))).unwrap();
        let chosen = self.random.random_range(first..lines.len());
        let line = &mut lines[chosen];
        match self.random.random_range(0..3) {
            0 => *line = line.replace("\"hash\":\"", "\"hash\":\"0"),
            1 => line.truncate(line.len() / 2),
            _ => *line = line.replace("\"seq\":", "\"seq\":9"),
        }
        std::fs::write(&self.anchors, lines.join("\n")).unwrap();
        ("the anchor file altered", Vec::new())
    }

    fn segment(&mut self) -> (&'static str, Vec<String>) {
        let numbers = ["first_seq", "last_seq", "entries", "first_at", "last_at"];
        let texts = ["first_prev_hash", "first_hash", "last_hash"];
        let statement = match self.random.random_range(0..9) {
            number @ 0..5 => {
                let column = numbers[number];
                format!("UPDATE audit_segments SET {column} = {}", self.other(column, Kind::Number))
            }
            text @ 5..8 => {
                let column = texts[text - 5];
                format!("UPDATE audit_segments SET {column} = {}", self.other(column, Kind::Text))
            }
            _ => "DELETE FROM audit_segments".to_owned(),
        };
        ("a removed segment altered", vec![statement])
    }

    fn end(&mut self) -> (&'static str, Vec<String>) {
        let statement = match self.random.random_range(0..4) {
            0 => format!("UPDATE audit_chains SET seq = {}", self.other("seq", Kind::Number)),
            1 => format!("UPDATE audit_chains SET hash = {}", self.other("hash", Kind::Text)),
            2 => format!("UPDATE audit_chains SET at = {}", self.other("at", Kind::Number)),
            _ => "DELETE FROM audit_chains".to_owned(),
        };
        ("the chain's end altered", vec![statement])
    }

    /// Goes on with the chain, rightly, to this place.
    pub(crate) async fn grow_to(&mut self, seq: i64) {
        let mut entry = self.entries[self.entries.len() - 1].clone();
        (entry.personal_ref, entry.personal_hash) = (None, None);
        run(&self.pool, "BEGIN").await;
        while entry.seq < seq {
            entry.seq += 1;
            entry.hash = hash(TENANT, &entry.hash.clone(), &entry);
            run(&self.pool, &insertion(&entry)).await;
            if entry.seq % 100 == 0 {
                let Entry { seq, hash, at, .. } = &entry;
                let values = format!("('{TENANT}', {seq}, '{hash}', {at})");
                run(
                    &self.pool,
                    &format!("INSERT INTO audit_anchors (tenant_id, seq, hash, at) VALUES {values}"),
                )
                .await;
            }
        }
        run(&self.pool, &new_end(&entry)).await;
        run(&self.pool, "COMMIT").await;
    }
}

fn new_end(entry: &Entry) -> String {
    let Entry { seq, hash, at, .. } = entry;
    format!("UPDATE audit_chains SET seq = {seq}, hash = '{hash}', at = {at}")
}

fn insertion(entry: &Entry) -> String {
    let text = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let optional = |field: &Option<String>| field.as_deref().map_or_else(|| "NULL".to_owned(), text);
    let values = [
        text(TENANT),
        entry.seq.to_string(),
        entry.encoding.to_string(),
        entry.at.to_string(),
        text(&entry.actor_kind),
        text(&entry.actor_id),
        text(&entry.action),
        optional(&entry.subject_kind),
        optional(&entry.subject_id),
        text(&entry.outcome),
        optional(&entry.request_id),
        text(&entry.detail),
        optional(&entry.personal_ref),
        optional(&entry.personal_hash),
        text(&entry.hash),
    ];
    let columns: Vec<_> = COLUMNS.map(|(column, _)| column).to_vec();
    format!("INSERT INTO audit_entries (tenant_id, {}) VALUES ({})", columns.join(", "), values.join(", "))
}

fn read(row: &AnyRow) -> Entry {
    let text = |column| row.get::<String, _>(column);
    let optional = |column| row.get::<Option<String>, _>(column);
    Entry {
        seq: row.get("seq"),
        encoding: row.get("encoding"),
        at: row.get("at"),
        actor_kind: text("actor_kind"),
        actor_id: text("actor_id"),
        action: text("action"),
        subject_kind: optional("subject_kind"),
        subject_id: optional("subject_id"),
        outcome: text("outcome"),
        request_id: optional("request_id"),
        detail: text("detail"),
        personal_ref: optional("personal_ref"),
        personal_hash: optional("personal_hash"),
        hash: text("hash"),
    }
}

async fn run(pool: &AnyPool, sql: &str) {
    let done = sqlx::query(AssertSqlSafe(sql.to_owned())).execute(pool).await;
    assert!(done.is_ok(), "{sql}: {done:?}");
}
