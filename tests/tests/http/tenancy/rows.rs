//! Everything a tenant has in the database, as one value per table. New tables count by themselves.

use std::collections::BTreeMap;

use console_core::store::Database;
use secrecy::ExposeSecret as _;
use sqlx::{AnyPool, AssertSqlSafe};

pub(super) struct Rows {
    pool: AnyPool,
    /// Table, and the statement that reads what a tenant has in it.
    tables: Vec<(String, String)>,
}

impl Rows {
    pub(super) async fn open(database: &Database) -> Self {
        sqlx::any::install_default_drivers();
        match database {
            Database::Sqlite(path) => {
                let pool = AnyPool::connect(&format!("sqlite://{}?mode=rw", path.display())).await.unwrap();
                let names = texts(
                    &pool,
                    "SELECT m.name FROM sqlite_master m WHERE m.type = 'table' AND EXISTS
                         (SELECT 1 FROM pragma_table_info(m.name) c WHERE c.name = 'tenant_id')",
                )
                .await;
                let mut tables = Vec::new();
                for name in names {
                    tables.push((name.clone(), of_sqlite(&pool, &name, "tenant_id = $1").await));
                }
                tables.push(("tenants".to_owned(), of_sqlite(&pool, "tenants", "id = $1").await));
                let members = "id IN (SELECT account_id FROM memberships WHERE tenant_id = $1)";
                tables.push(("accounts".to_owned(), of_sqlite(&pool, "accounts", members).await));
                Self { pool, tables }.without_the_mirrors_own()
            }
            Database::Postgres(url) => {
                let pool = AnyPool::connect(url.expose_secret()).await.unwrap();
                let names = texts(
                    &pool,
                    "SELECT table_name::text FROM information_schema.columns
                     WHERE column_name = 'tenant_id' AND table_schema = 'public'",
                )
                .await;
                let read = |table: &str, condition: &str| {
                    format!(
                        "SELECT COALESCE(string_agg(t::text, '|' ORDER BY t::text), '')
                         FROM {table} t WHERE {condition}"
                    )
                };
                let mut tables: Vec<_> =
                    names.iter().map(|name| (name.clone(), read(name, "tenant_id = $1"))).collect();
                tables.push(("tenants".to_owned(), read("tenants", "id = $1")));
                let members = "id IN (SELECT account_id FROM memberships WHERE tenant_id = $1)";
                tables.push(("accounts".to_owned(), read("accounts", members)));
                Self { pool, tables }.without_the_mirrors_own()
            }
        }
    }

    /// The mirror notes how it is doing whenever it likes.
    fn without_the_mirrors_own(mut self) -> Self {
        self.tables.retain(|(name, _)| name != "mirror_state");
        assert!(self.tables.len() > 15, "{:?}", self.tables);
        self
    }

    pub(super) async fn of(&self, tenant: &str) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        for (name, sql) in &self.tables {
            let rows = sqlx::query_scalar(AssertSqlSafe(sql.as_str())).bind(tenant).fetch_one(&self.pool);
            all.insert(name.clone(), rows.await.unwrap_or_else(|error| panic!("{name}: {error}")));
        }
        all
    }

    pub(super) async fn run(&self, sql: &str) {
        for statement in sql.split(";;") {
            let done = sqlx::raw_sql(AssertSqlSafe(statement)).execute(&self.pool).await;
            done.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
    }
}

async fn of_sqlite(pool: &AnyPool, table: &str, condition: &str) -> String {
    let columns = texts(pool, &format!("SELECT name FROM pragma_table_info('{table}')")).await;
    let row: Vec<_> = columns.iter().map(|column| format!("quote({column})")).collect();
    format!(
        "SELECT COALESCE(group_concat(r, '|'), '') FROM
             (SELECT {} AS r FROM {table} WHERE {condition} ORDER BY 1)",
        row.join(" || ',' || ")
    )
}

async fn texts(pool: &AnyPool, sql: &str) -> Vec<String> {
    sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(pool).await.unwrap()
}
