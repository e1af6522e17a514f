//! Any text: a query that can be read is written so that it reads back the same; a fault points into the text.
#![no_main]

use console_api::query::{Known, Query, complete};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let completion = complete(text, text.len() / 2, |_| vec![Known { value: "a b".into(), ..Known::default() }]);
    for candidate in &completion.candidates {
        completion.apply(text, candidate);
    }
    match Query::parse(text) {
        Ok(query) => assert_eq!(Query::parse(&query.to_string()).as_ref(), Ok(&query), "{query}"),
        Err(fault) => assert!(text.get(fault.span.start..fault.span.end).is_some(), "{fault:?}"),
    }
});
