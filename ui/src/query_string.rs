//! The query part of an address, as an ordered list of pairs. A key may repeat.

use console_api::wire::push_encoded;

/// `?a=1&b=x%20y` to pairs. What cannot be decoded is taken as it stands.
pub(crate) fn parse(query: &str) -> Vec<(String, String)> {
    query
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key), decode(value))
        })
        .collect()
}

/// Pairs to `a=1&b=x%20y`; empty for none.
pub(crate) fn build<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = String::new();
    for (key, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        push_encoded(&mut out, key);
        out.push('=');
        push_encoded(&mut out, value);
    }
    out
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match (byte, escaped.and_then(|pair| u8::from_str_radix(pair, 16).ok())) {
            (b'%', Some(code)) => {
                out.push(code);
                at += 3;
            }
            (b'+', _) => {
                out.push(b' ');
                at += 1;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_is_parsed_back() {
        let pairs = [("q", "a b&c=d+é"), ("service", "x"), ("service", "y")];
        let text = build(pairs);
        assert_eq!(text, "q=a%20b%26c%3Dd%2B%C3%A9&service=x&service=y");
        let back = parse(&format!("?{text}"));
        assert_eq!(back.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect::<Vec<_>>(), pairs);
    }

    #[test]
    fn broken_escapes_are_left_as_they_are() {
        assert_eq!(parse("?a=%zz&b&=c&d=%ff"), parse("a=%25zz&b=&=c&d=%25ff"));
    }
}
