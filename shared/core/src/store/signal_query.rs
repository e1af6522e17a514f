//! A query of signals as SQL conditions.

use super::sql::Sql;
use console_api::query::{Assignee, Expr, Feature, Field, Pattern, Query, Reader, TextKey, Window};
use console_api::{Severity, Timestamp};

/// ` AND …`; nothing for a query of everything.
pub(super) fn push_query(sql: &mut Sql, query: &Query, reader: Reader<'_>) {
    if let Some(expr) = query.expr() {
        sql.push(" AND ");
        push(sql, expr, reader);
    }
}

fn push(sql: &mut Sql, expr: &Expr, reader: Reader<'_>) {
    match expr {
        Expr::All(parts) => join(sql, " AND ", parts, |sql, part| push(sql, part, reader)),
        Expr::Any(parts) => join(sql, " OR ", parts, |sql, part| push(sql, part, reader)),
        Expr::Not(inner) => {
            sql.push("NOT (");
            push(sql, inner, reader);
            sql.push(")");
        }
        Expr::Text(pattern) => {
            let columns =
                ["message", "service", "span_name", "rule_id", "trace_id", "id", "COALESCE(friendly_id, '')"];
            join(sql, " OR ", &columns, |sql, column| like(sql, column, pattern, true));
        }
        Expr::Field(field) => push_field(sql, field, reader),
    }
}

fn push_field(sql: &mut Sql, field: &Field, reader: Reader<'_>) {
    match field {
        Field::Severity(tests) => {
            let passing =
                Severity::ALL.into_iter().filter(|severity| tests.iter().any(|test| test.holds(*severity)));
            let passing: Vec<_> = passing.collect();
            join(sql, " OR ", &passing, |sql, severity| {
                sql.push("severity = ").text(severity.as_str());
            });
        }
        Field::Status(statuses) => {
            join(sql, " OR ", statuses, |sql, status| {
                sql.push("status = ").text(status.as_str());
            });
        }
        Field::Text(key, patterns) => {
            let (columns, contains): (&[_], _) = match key {
                TextKey::Service => (&["service"], false),
                TextKey::Rule => (&["rule_id"], false),
                TextKey::Span => (&["span_name"], false),
                TextKey::Message => (&["message"], true),
                TextKey::Id => (&["id", "COALESCE(friendly_id, '')"], false),
                TextKey::Trace => (&["trace_id"], false),
                TextKey::Tag => (&["tags"], true),
            };
            join(sql, " OR ", patterns, |sql, pattern| {
                join(sql, " OR ", columns, |sql, column| like(sql, column, pattern, contains));
            });
        }
        Field::Assigned(people) => join(sql, " OR ", people, |sql, who| match who {
            Assignee::Me => {
                sql.push("COALESCE(owner_id, '') = ").text(reader.me);
            }
            Assignee::Nobody => {
                sql.push("owner_id IS NULL");
            }
            Assignee::Anybody => {
                sql.push("owner_id IS NOT NULL");
            }
            Assignee::Is(pattern) => {
                let columns = ["COALESCE(owner_id, '')", "COALESCE(owner_name, '')"];
                join(sql, " OR ", &columns, |sql, column| like(sql, column, pattern, false));
            }
        }),
        Field::Has(features) => join(sql, " OR ", features, |sql, feature| {
            sql.push(match feature {
                Feature::Pending => "(pending_since IS NOT NULL AND pending_problem IS NULL)",
                Feature::Problem => "(pending_since IS NOT NULL AND pending_problem IS NOT NULL)",
                Feature::Note => "notes > 0",
                Feature::Link => "links > 0",
                Feature::Owner => "owner_id IS NOT NULL",
                Feature::Tag => "tags <> '[]'",
                Feature::Snooze => "snooze IS NOT NULL",
                Feature::Reason => "reason IS NOT NULL",
            });
        }),
        Field::Snoozed(values) => join(sql, " OR ", values, |sql, yes| {
            sql.push(if *yes { "snooze IS NOT NULL" } else { "snooze IS NULL" });
        }),
        Field::Age(tests) => {
            join(sql, " OR ", tests, |sql, test| within(sql, "raised_at", test.window(reader.now)));
        }
        Field::From(moment) => {
            let Timestamp(from) = moment.resolve(reader.now);
            within(sql, "raised_at", Window { from, ..Window::ALL });
        }
        Field::To(moment) => {
            let until = moment.resolve(reader.now).micros().saturating_sub(1);
            within(sql, "raised_at", Window { until, ..Window::ALL });
        }
        Field::Updated(tests) => {
            join(sql, " OR ", tests, |sql, test| within(sql, "updated_at", test.window(reader.now)));
        }
    }
}

/// In parentheses; none of nothing holds.
fn join<T>(sql: &mut Sql, between: &'static str, items: &[T], push: impl Fn(&mut Sql, &T)) {
    sql.push("(");
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            sql.push(between);
        }
        push(sql, item);
    }
    sql.push(if items.is_empty() { "1 = 0)" } else { ")" });
}

fn within(sql: &mut Sql, column: &'static str, window: Window) {
    sql.push(column).push(" BETWEEN ").integer(window.from).push(" AND ").integer(window.until);
}

fn like(sql: &mut Sql, column: &'static str, pattern: &Pattern, contains: bool) {
    let literal = |piece: &String| piece.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let mut like = pattern.folded().iter().map(literal).collect::<Vec<_>>().join("%");
    if contains {
        like = format!("%{like}%");
    }
    sql.push("LOWER(").push(column).push(") LIKE ").text(like).push(" ESCAPE '\\'");
}
