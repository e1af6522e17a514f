//! A statement whose conditions depend on the request: text with numbered placeholders and their values.

use sqlx::any::{Any, AnyArguments};
use sqlx::query::Query;

pub(super) enum Bind {
    Text(Option<String>),
    Integer(Option<i64>),
}

#[derive(Default)]
pub(super) struct Sql {
    text: String,
    binds: Vec<Bind>,
}

impl Sql {
    pub(super) fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), binds: Vec::new() }
    }

    /// Appends literal SQL; only constants, so no value can get in.
    pub(super) fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    pub(super) fn text(&mut self, value: impl Into<String>) -> &mut Self {
        self.bind(Bind::Text(Some(value.into())))
    }

    pub(super) fn integer(&mut self, value: i64) -> &mut Self {
        self.bind(Bind::Integer(Some(value)))
    }

    pub(super) fn optional_text(&mut self, value: Option<impl Into<String>>) -> &mut Self {
        self.bind(Bind::Text(value.map(Into::into)))
    }

    pub(super) fn optional_integer(&mut self, value: Option<i64>) -> &mut Self {
        self.bind(Bind::Integer(value))
    }

    /// `(…), (…)`: a row for each value, which `row` fills with its columns by [`Row`].
    pub(super) fn rows<T>(
        &mut self,
        values: impl IntoIterator<Item = T>,
        row: impl Fn(&mut Row<'_>, T),
    ) -> &mut Self {
        for (position, value) in values.into_iter().enumerate() {
            self.push(if position > 0 { ", (" } else { "(" });
            row(&mut Row { sql: self, first: true }, value);
            self.push(")");
        }
        self
    }

    /// ` AND column IN ($1, $2)`; nothing for no values, which means any.
    pub(super) fn any_of<'v>(
        &mut self,
        column: &'static str,
        values: impl Iterator<Item = &'v str>,
    ) -> &mut Self {
        let mut values = values.peekable();
        if values.peek().is_none() {
            return self;
        }
        self.push(" AND ").push(column).push(" IN (");
        for (position, value) in values.enumerate() {
            if position > 0 {
                self.push(", ");
            }
            self.text(value);
        }
        self.push(")")
    }

    fn bind(&mut self, value: Bind) -> &mut Self {
        self.binds.push(value);
        self.text.push('$');
        self.text.push_str(&self.binds.len().to_string());
        self
    }

    pub(super) fn query(self) -> Query<'static, Any, AnyArguments> {
        // Made of constants and placeholders only: see `push`.
        let mut query = sqlx::query(sqlx::AssertSqlSafe(self.text));
        for value in self.binds {
            query = match value {
                Bind::Text(text) => query.bind(text),
                Bind::Integer(number) => query.bind(number),
            };
        }
        query
    }
}

/// The columns of a row that is inserted, in their order.
pub(super) struct Row<'s> {
    sql: &'s mut Sql,
    first: bool,
}

impl Row<'_> {
    pub(super) fn text(&mut self, value: impl Into<String>) -> &mut Self {
        self.optional_text(Some(value))
    }

    pub(super) fn integer(&mut self, value: i64) -> &mut Self {
        self.optional_integer(Some(value))
    }

    pub(super) fn optional_text(&mut self, value: Option<impl Into<String>>) -> &mut Self {
        self.separate().sql.optional_text(value);
        self
    }

    pub(super) fn optional_integer(&mut self, value: Option<i64>) -> &mut Self {
        self.separate().sql.optional_integer(value);
        self
    }

    fn separate(&mut self) -> &mut Self {
        if !std::mem::take(&mut self.first) {
            self.sql.push(", ");
        }
        self
    }
}
