//! Any text: it is read or complained about, linted and formatted, and formatting keeps its meaning.
#![no_main]

use console_rules::{Language, ognl};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let remarks = Language::Ognl.lint(text, None);
    for remark in &remarks {
        assert!(text.get(remark.span.start as usize..remark.span.end as usize).is_some(), "{remark:?}");
    }
    Language::Ognl.complete(text, text.len() / 2, None);
    Language::Ognl.hover(text, text.len() / 2, None);
    if let Ok(program) = ognl::Program::compile(text) {
        let formatted = ognl::format(text).expect("it can be read");
        let again = ognl::Program::compile(&formatted).expect("still");
        assert!(program.same_tree(&again), "{formatted:?}");
        assert_eq!(ognl::format(&formatted).as_deref(), Ok(formatted.as_str()));
    }
});
