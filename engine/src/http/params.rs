//! Query and form parameters, read with reasons, and which answer a client wants.

use axum::{
    body::Bytes,
    http::{HeaderMap, Uri, header},
};

use super::errors::ApiError;

/// The named values of a query or a form; the first of a name counts.
pub(super) struct Params(Vec<(String, String)>);

impl Params {
    pub(super) fn of_query(uri: &Uri) -> Self {
        Self::parse(uri.query().unwrap_or_default().as_bytes())
    }

    /// Reads an `application/x-www-form-urlencoded` body.
    pub(super) fn of_form(headers: &HeaderMap, body: &Bytes) -> Result<Self, ApiError> {
        let is_form = media_type(headers, header::CONTENT_TYPE) == "application/x-www-form-urlencoded";
        if is_form {
            Ok(Self::parse(body))
        } else {
            Err(ApiError::MediaType("application/x-www-form-urlencoded"))
        }
    }

    fn parse(text: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(text).into_owned().collect())
    }

    /// A value that is present and not empty.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(key, _)| key == name)?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }

    /// A whole number from `lowest` up, or the default when there is none.
    pub(super) fn number(&self, name: &str, default: i64, lowest: i64) -> Result<i64, ApiError> {
        let Some(text) = self.text(name) else { return Ok(default) };
        match text.parse::<i64>() {
            Ok(number) if number >= lowest => Ok(number),
            _ => Err(ApiError::Invalid(format!("{name} must be a whole number of at least {lowest}"))),
        }
    }

    /// One of a closed list of values.
    pub(super) fn one_of(&self, name: &str, allowed: &[&str]) -> Result<Option<String>, ApiError> {
        match self.text(name) {
            Some(value) if !allowed.contains(&value) => {
                Err(ApiError::Invalid(format!("{name} must be one of {}", allowed.join(", "))))
            }
            value => Ok(value.map(str::to_owned)),
        }
    }
}

/// A header's media type without its parameters, in lower case.
pub(super) fn media_type(headers: &HeaderMap, name: header::HeaderName) -> String {
    let value = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a client prefers `application/json` to the documented `text/html`.
pub(super) fn wants_json(headers: &HeaderMap) -> bool {
    let accepted = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect::<Vec<_>>()
        .join(",");
    let quality = |wanted: &str| {
        accepted.split(',').find_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
            let weight =
                parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse::<f32>().ok());
            named.then_some(weight.unwrap_or(0.0))
        })
    };
    let (json, html) = (quality("application/json").unwrap_or(0.0), quality("text/html").unwrap_or(0.0));
    json > 0.0 && json >= html
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn json_is_given_to_those_who_ask_for_it() {
        let wants = |accept: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            wants_json(&headers)
        };
        assert!(wants("application/json"));
        assert!(wants("application/json, text/html;q=0.9, */*"));
        assert!(wants("application/json, text/html"));
        assert!(!wants("text/html,application/xhtml+xml,*/*;q=0.8"));
        assert!(!wants("text/html, application/json;q=0.5"));
        assert!(!wants("*/*"));
        assert!(!wants("application/json;q=0"));
        assert!(!wants_json(&HeaderMap::new()));
    }
}
