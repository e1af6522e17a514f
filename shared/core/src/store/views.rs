//! Tables `saved_views` and `view_marks`: views, and what they are to each person.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use super::signal_rows::{read_json, read_person, write_json};
use super::sql::Sql;
use super::{Store, StoreError, WriteTx};
use crate::caller::TenantScope;
use console_api::view::View;
use console_api::{Timestamp, UserId, ViewId};

impl Store {
    /// The views that a person has: their own and the team's, pinned ones first, by name.
    pub(crate) async fn views(&self, scope: &TenantScope, user: &UserId) -> Result<Vec<View>, StoreError> {
        let mut sql = views_of(scope, user);
        sql.push(" ORDER BY COALESCE(m.pinned, 0) DESC, LOWER(v.name), v.id");
        sql.query().fetch_all(&self.read).await?.iter().map(read_view).collect()
    }
}

impl WriteTx<'_> {
    /// A view that a person has.
    pub(crate) async fn view(&mut self, user: &UserId, id: &ViewId) -> Result<Option<View>, StoreError> {
        let mut sql = views_of(self.scope(), user);
        sql.push(" AND v.id = ").text(id.as_str());
        sql.query().fetch_optional(self.connection()).await?.as_ref().map(read_view).transpose()
    }

    /// How many views a person has for themselves, or the team has.
    pub(crate) async fn count_views(&mut self, user: &UserId, team: bool) -> Result<i64, StoreError> {
        let mut sql = Sql::new("SELECT COUNT(*) AS total FROM saved_views WHERE tenant_id = ");
        sql.text(self.scope().tenant()).push(" AND team = ").integer(team.into());
        if !team {
            sql.push(" AND owner_id = ").text(user.as_str());
        }
        Ok(sql.query().fetch_one(self.connection()).await?.try_get("total")?)
    }

    /// Inserts or replaces the view.
    pub(crate) async fn put_view(&mut self, view: &View) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        let mut sql = Sql::new(
            "INSERT INTO saved_views (tenant_id, id, name, query, columns, sort, team, owner_id, owner_name, at,
                 updated_at, revision)
             VALUES ",
        );
        sql.rows([view], |row, view| {
            row.text(tenant.as_str())
                .text(view.id.as_str())
                .text(view.name.as_str())
                .text(view.query.as_str())
                .text(write_json(&view.columns))
                .optional_text(view.sort.as_deref())
                .integer(view.team.into())
                .text(view.owner.id.as_str())
                .text(view.owner.name.as_str())
                .integer(view.at.micros())
                .integer(view.updated_at.micros())
                .integer(view.revision);
        });
        sql.push(
            " ON CONFLICT (tenant_id, id) DO UPDATE SET
                 name = excluded.name,
                 query = excluded.query,
                 columns = excluded.columns,
                 sort = excluded.sort,
                 team = excluded.team,
                 updated_at = excluded.updated_at,
                 revision = excluded.revision",
        );
        sql.query().execute(self.connection()).await?;
        Ok(())
    }

    /// Sets what a view is to a person. One view at most is their default.
    pub(crate) async fn mark_view(
        &mut self,
        user: &UserId,
        id: &ViewId,
        pinned: bool,
        default: bool,
    ) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        if default {
            sqlx::query("UPDATE view_marks SET first = 0 WHERE tenant_id = $1 AND user_id = $2")
                .bind(tenant.as_str())
                .bind(user.as_str())
                .execute(self.connection())
                .await?;
        }
        sqlx::query(
            "INSERT INTO view_marks (tenant_id, user_id, view_id, pinned, first) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (tenant_id, user_id, view_id)
                 DO UPDATE SET pinned = excluded.pinned, first = excluded.first",
        )
        .bind(tenant)
        .bind(user.as_str())
        .bind(id.as_str())
        .bind(i64::from(pinned))
        .bind(i64::from(default))
        .execute(self.connection())
        .await?;
        Ok(())
    }

    pub(crate) async fn delete_view(&mut self, id: &ViewId) -> Result<(), StoreError> {
        let tenant = self.scope().tenant().to_owned();
        for statement in [
            "DELETE FROM view_marks WHERE tenant_id = $1 AND view_id = $2",
            "DELETE FROM saved_views WHERE tenant_id = $1 AND id = $2",
        ] {
            sqlx::query(statement).bind(tenant.as_str()).bind(id.as_str()).execute(self.connection()).await?;
        }
        Ok(())
    }
}

fn views_of(scope: &TenantScope, user: &UserId) -> Sql {
    let mut sql = Sql::new(
        "SELECT v.id AS id, v.name AS name, v.query AS query, v.columns AS columns, v.sort AS sort, v.team AS team,
             v.owner_id AS owner_id, v.owner_name AS owner_name, v.at AS at, v.updated_at AS updated_at,
             v.revision AS revision, COALESCE(m.pinned, 0) AS pinned, COALESCE(m.first, 0) AS is_first
         FROM saved_views v
         LEFT JOIN view_marks m ON m.tenant_id = v.tenant_id AND m.view_id = v.id AND m.user_id = ",
    );
    sql.text(user.as_str()).push(" WHERE v.tenant_id = ").text(scope.tenant());
    sql.push(" AND (v.team = 1 OR v.owner_id = ").text(user.as_str()).push(")");
    sql
}

fn read_view(row: &AnyRow) -> Result<View, StoreError> {
    let nobody = || StoreError::Corrupt { table: "saved_views", what: "a view of nobody".to_owned() };
    let is = |column| Ok::<_, StoreError>(row.try_get::<i64, _>(column)? != 0);
    Ok(View {
        id: ViewId(row.try_get("id")?),
        name: row.try_get("name")?,
        query: row.try_get("query")?,
        columns: read_json("saved_views", row.try_get("columns")?)?,
        sort: row.try_get("sort")?,
        team: is("team")?,
        owner: read_person(row, "owner_id", "owner_name")?.ok_or_else(nobody)?,
        pinned: is("pinned")?,
        default: is("is_first")?,
        at: Timestamp(row.try_get("at")?),
        updated_at: Timestamp(row.try_get("updated_at")?),
        revision: row.try_get("revision")?,
    })
}
