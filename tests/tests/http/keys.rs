//! The keys that seal what the store must not show, changed while the server runs.

use std::path::Path;
use std::sync::Arc;

use console_core::store::Database;
use it::fake_fluo::FakeFluo;
use it::mailbox::Mailbox;
use secrecy::ExposeSecret as _;
use serde_json::json;
use sqlx::{AnyPool, AssertSqlSafe};

use crate::process::command;
use crate::second_factor::{enrol, half_way, second_step};
use crate::sessions::AheadClock;
use crate::stage::{Setting, Stage, on_both, within};

const MINUTE: i64 = 60 * 1_000_000;
const CONNECTION: &str = "/api/v1/connection";
/// Sealed for who holds the session, whose secret is its key.
const WITH_ANOTHER_KEY: [&str; 1] = ["provider_grants"];

/// Every table that holds something sealed, as the schema has it.
struct SealedTables {
    pool: AnyPool,
    tables: Vec<String>,
}

impl SealedTables {
    async fn open(database: &Database) -> Self {
        sqlx::any::install_default_drivers();
        let (url, tables_with) = match database {
            Database::Sqlite(path) => (
                format!("sqlite://{}?mode=rw", path.display()),
                "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
                 WHERE m.type = 'table' AND c.name = 'sealed'",
            ),
            Database::Postgres(url) => (
                url.expose_secret().to_owned(),
                "SELECT table_name::text FROM information_schema.columns
                 WHERE table_schema = 'public' AND column_name = 'sealed'",
            ),
        };
        let pool = AnyPool::connect(&url).await.unwrap();
        let mut tables: Vec<String> = sqlx::query_scalar(tables_with).fetch_all(&pool).await.unwrap();
        tables.retain(|table| !WITH_ANOTHER_KEY.contains(&&**table));
        Self { pool, tables }
    }

    async fn count(&self, table: &str, condition: &str) -> i64 {
        let sql = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table} WHERE {condition}");
        sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&self.pool).await.unwrap()
    }

    /// Each has something, and all of it is sealed with that key.
    async fn are_all_sealed_with(&self, key: &str) {
        assert!(self.tables.len() >= 3, "{:?}", self.tables);
        for table in &self.tables {
            let with_key = match &**table {
                "secrets" => format!("key_id = '{key}'"),
                _ => format!("sealed LIKE 'v1.{key}.%'"),
            };
            let (all, with_key) = (self.count(table, "1 = 1").await, self.count(table, &with_key).await);
            assert!(all > 0 && with_key == all, "{table}: {with_key} of {all} are sealed with {key}");
        }
    }
}

/// `fluo-console secrets rotate`: exit code and what it says.
async fn rotate(stage: &Stage, keys: &Path) -> (i32, String) {
    let database = match &stage.database {
        Database::Sqlite(path) => path.display().to_string(),
        Database::Postgres(url) => url.expose_secret().to_owned(),
    };
    let keys = keys.to_str().unwrap();
    let arguments = ["secrets", "rotate", "--database", &database, "--secrets-key", keys];
    let output = command(&arguments).output().await.unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(said).unwrap())
}

fn keys_in(path: &Path) -> usize {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter(|line| !line.starts_with('#')).count()
}

async fn keys_change_and_everything_still_opens(setting: Setting) {
    let (clock, mailbox) = (Arc::new(AheadClock::default()), Mailbox::open().await);
    let mail = mailbox.config();
    let stage = Stage::set_with(Setting { clock: clock.clone(), mail, ..setting }).await;
    let keys = stage.secrets_key();
    let fluo = FakeFluo::start();
    let connection =
        json!({ "dialect": "fluo-v1", "url": fluo.url(), "bearer": "token-of-fluo", "links": [] });
    stage.program().put(CONNECTION, &connection.to_string()).await.data();
    stage.account("ada", "member").await;
    stage.account("grace", "member").await;
    mailbox.be_busy(usize::MAX);
    let (of_ada, ..) = enrol(&stage.person("ada").await, &clock).await;
    let invitation = json!({ "email": "eve@example.com", "role": "viewer" }).to_string();
    stage.program().post("/api/v1/invitations", &invitation).await.data();

    let sealed = SealedTables::open(&stage.database).await;
    let mut changed = Vec::new();
    for round in 0..3 {
        let (code, said) = rotate(&stage, &keys).await;
        let key = said.trim().rsplit(' ').next().unwrap().to_owned();
        assert!(code == 0 && !changed.contains(&key), "{said}");
        sealed.are_all_sealed_with(&key).await;
        assert_eq!(keys_in(&keys), 2);
        changed.push(key);
        match round {
            // What is sealed from now on is sealed with the new key, by the server that ran all the while.
            0 => drop(enrol(&stage.person("grace").await, &clock).await),
            // Somebody began a change that did not get further than the file.
            1 => {
                let text = std::fs::read_to_string(&keys).unwrap();
                std::fs::write(&keys, format!("begun {}=\n{text}", "A".repeat(43))).unwrap();
            }
            _ => {}
        }
    }

    let half = half_way(&stage, "ada").await;
    assert_eq!(second_step(&half, &of_ada.next()).await.status, 200);
    fluo.with(|state| state.headers.clear());
    // Without a token in the request the one that is kept is sent.
    let mut same = connection;
    same.as_object_mut().unwrap().remove("bearer");
    let report = stage.program().post(&format!("{CONNECTION}/test"), &same.to_string()).await.data();
    assert_eq!(report["works"], true, "{report}");
    assert!(fluo.with(|state| state.headers.contains("authorization: Bearer token-of-fluo")));

    // What no key opens is told, and no key that could is thrown away.
    let broken = "UPDATE second_factors SET sealed = 'v1.of-nobody.AAAA' WHERE account_id =
        (SELECT id FROM accounts WHERE email = 'grace@example.com')";
    sqlx::query(broken).execute(&sealed.pool).await.unwrap();
    let (code, said) = rotate(&stage, &keys).await;
    assert!(code == 1 && said.contains("1 cannot be opened"), "{said}");
    assert_eq!(keys_in(&keys), 3);

    mailbox.be_busy(0);
    let arrived = async || {
        clock.advance(MINUTE);
        mailbox.mails().iter().any(|mail| mail.to == "eve@example.com")
    };
    within(30, arrived).await;
    stage.end().await;
}
on_both!(rotation, keys_change_and_everything_still_opens);
