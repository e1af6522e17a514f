//! Any expression over a span of its own: the first line of the input is JSON, the rest the expression.
#![no_main]

use console_rules::ognl::{MapContext, Program};
use libfuzzer_sys::fuzz_target;

const SPAN: &str = r#"{"a":1,"b":"text","c":null,"d":2.5,"e":true,"tags":["x","y",3],"http.status_code":500,
    "durationMillis":9223372036854775807,"m":{"k":[1,{"x":null}]},"big":18446744073709551615,"u":"é\ud83d\ude00"}"#;

fuzz_target!(|input: &str| {
    let (first, rest) = input.split_once('\n').unwrap_or(("", input));
    let (span, text) = match serde_json::from_str::<MapContext>(first) {
        Ok(span) => (span, rest),
        Err(_) => (serde_json::from_str(SPAN).expect("a span"), input),
    };
    let Ok(program) = Program::compile(text) else { return };
    let outcome = program.evaluate(&span);
    assert_eq!(outcome.fires(), program.fires(&span));
    assert_eq!(outcome.fires(), program.explain(&span).fires);
});
