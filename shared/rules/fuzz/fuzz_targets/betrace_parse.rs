//! Any text: our parser and the model of BeTrace's agree on what can be read; lint and format hold up.
#![no_main]

use console_rules::{Language, betrace};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let remarks = Language::Betrace.lint(text, None);
    for remark in &remarks {
        assert!(text.get(remark.span.start as usize..remark.span.end as usize).is_some(), "{remark:?}");
    }
    Language::Betrace.complete(text, text.len() / 2, None);
    Language::Betrace.hover(text, text.len() / 2, None);
    let place = betrace::syntax_error(text);
    let Ok(program) = betrace::Program::compile(text) else { return };
    assert_eq!(place, None, "BeTrace refuses it");
    let formatted = betrace::format(text).expect("it can be read");
    let again = betrace::Program::compile(&formatted).expect("still");
    assert!(program.same_tree(&again), "{formatted:?}");
    assert_eq!(betrace::format(&formatted).as_deref(), Ok(formatted.as_str()));
});
