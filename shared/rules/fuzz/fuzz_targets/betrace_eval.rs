//! Any rule over a trace whose attributes are the input's own lines.
#![no_main]

use console_rules::betrace::{MapSpan, Program};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let Ok(program) = Program::compile(input) else { return };
    let values: Vec<&str> = input.split(['"', ' ']).collect();
    let spans: Vec<MapSpan> = ["a", "b", "a"]
        .into_iter()
        .enumerate()
        .map(|(at, name)| {
            let value = |key: usize| values.get((at * 3 + key) % values.len()).copied().unwrap_or("").to_owned();
            let attrs = [("x".to_owned(), value(0)), ("y".to_owned(), value(1)), ("k.x".to_owned(), value(2))].into();
            MapSpan { name: name.to_owned(), attrs }
        })
        .collect();
    let outcome = program.evaluate(&spans);
    assert_eq!(outcome.violation(), program.explain(&spans).fires);
});
