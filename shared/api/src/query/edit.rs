//! Changing a query by hand of a screen: chips that are removed, values that are ticked.

use super::Query;
use super::expr::{Expr, Field, Key, Moment, Test, TextKey};
use super::fault::Fault;
use super::pattern::Pattern;
use super::write::quoted_for;
use crate::{RuleId, SignalFilter};

impl Query {
    /// The conditions that must all hold: what a screen shows as chips.
    pub fn parts(&self) -> &[Expr] {
        match &self.expr {
            None => &[],
            Some(Expr::All(parts)) => parts,
            Some(other) => std::slice::from_ref(other),
        }
    }

    /// Without the condition of that place.
    pub fn without_part(&self, at: usize) -> Self {
        let mut parts = self.parts().to_vec();
        if at < parts.len() {
            parts.remove(at);
        }
        Self { expr: Expr::all(parts) }
    }

    /// Without the conditions on that key alone, negated ones included.
    pub fn without_key(&self, key: Key) -> Self {
        let parts = self.parts().iter().filter(|part| part.key() != Some(key));
        Self { expr: Expr::all(parts.cloned().collect()) }
    }

    /// What both ask for.
    pub fn and(&self, other: &Self) -> Self {
        let parts = self.parts().iter().chain(other.parts());
        Self { expr: Expr::all(parts.cloned().collect()) }
    }

    /// The values that are asked for of that key, as they are written; not those in parentheses or negated.
    pub fn values(&self, key: Key) -> Vec<String> {
        self.fields(key).flat_map(Field::written_values).collect()
    }

    /// Whether the value, given as it is, is one of those asked for.
    pub fn has_value(&self, key: Key, value: &str) -> bool {
        let Ok(wanted) = one_value(key, value) else { return false };
        self.values(key).contains(&wanted)
    }

    /// Asks for the value, given as it is, as well; or no longer, where it was asked for.
    pub fn toggled(&self, key: Key, value: &str) -> Result<Self, Fault> {
        let value = one_value(key, value)?;
        let mut values = self.values(key);
        match values.iter().position(|known| *known == value) {
            Some(at) => drop(values.remove(at)),
            None => values.push(value),
        }
        self.with_written(key, &values)
    }

    /// Asks for these values of the key, given as they are, and no others; any where there is none.
    pub fn with_values<V: AsRef<str>>(&self, key: Key, values: &[V]) -> Result<Self, Fault> {
        let written: Vec<_> = values.iter().map(|value| quoted_for(key, value.as_ref())).collect();
        self.with_written(key, &written)
    }

    fn with_written(&self, key: Key, values: &[String]) -> Result<Self, Fault> {
        let field = if values.is_empty() {
            Self::default()
        } else {
            Self::parse(&[key.as_str(), ":", &values.join(",")].concat())?
        };
        let mut parts = Vec::new();
        let mut field = field.expr;
        for part in self.parts() {
            match part {
                // The new values stand where the first of the old ones stood.
                Expr::Field(old) if old.key() == key => parts.extend(field.take()),
                other => parts.push(other.clone()),
            }
        }
        parts.extend(field);
        Ok(Self { expr: Expr::all(parts) })
    }

    fn fields(&self, key: Key) -> impl Iterator<Item = &Field> {
        self.parts().iter().filter_map(move |part| match part {
            Expr::Field(field) if field.key() == key => Some(field),
            _ => None,
        })
    }
}

impl Expr {
    /// The key, where it is a condition on one alone.
    pub fn key(&self) -> Option<Key> {
        match self {
            Self::Field(field) => Some(field.key()),
            Self::Not(inner) => inner.key(),
            Self::All(_) | Self::Any(_) | Self::Text(_) => None,
        }
    }
}

impl From<&SignalFilter> for Query {
    fn from(filter: &SignalFilter) -> Self {
        let SignalFilter { severity, service, rule, status, from, to, text } = filter;
        let mut parts = Vec::new();
        let mut push = |is_set: bool, field: Field| parts.extend(is_set.then_some(Expr::Field(field)));
        push(!severity.is_empty(), Field::Severity(severity.iter().copied().map(Test::Is).collect()));
        push(!status.is_empty(), Field::Status(status.clone()));
        let literals = |texts: Vec<&str>| texts.into_iter().map(Pattern::literal).collect();
        let services = literals(service.iter().map(String::as_str).collect());
        push(!service.is_empty(), Field::Text(TextKey::Service, services));
        let rules = literals(rule.iter().map(RuleId::as_str).collect());
        push(!rule.is_empty(), Field::Text(TextKey::Rule, rules));
        parts.extend(from.map(|from| Expr::Field(Field::From(Moment::At(from)))));
        parts.extend(to.map(|to| Expr::Field(Field::To(Moment::At(to)))));
        let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty());
        parts.extend(text.map(|text| Expr::Text(Pattern::literal(text))));
        Self { expr: Expr::all(parts) }
    }
}

/// A value as it is written once the key was read.
fn one_value(key: Key, value: &str) -> Result<String, Fault> {
    let query = Query::parse(&[key.as_str(), ":", &quoted_for(key, value)].concat())?;
    Ok(query.values(key).into_iter().next().unwrap_or_default())
}
