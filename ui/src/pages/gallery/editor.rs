//! The editor of rules in every state, and two versions compared.

use console_rules::{Language, Schema};
use yew::prelude::*;

use super::{Section, specimen};
use crate::components::rule_text;
use crate::editor::{CompareProps, EditorProps, Seen, plain};
use crate::parts;

pub(super) const SECTIONS: &[Section] = &[
    Section { id: "editor", title: "Editor", draw: editors },
    Section { id: "editor-states", title: "Editor states", draw: states },
    Section { id: "compare", title: "Versions compared", draw: comparisons },
];

const RULE: &str = "serviceName == \"payments\" && durationMillis > 500\n  && [\"http.status_code\"] >= 500";
const TRACE_RULE: &str = "// money needs a check\nwhen { charge.card.where(amount > 500 and currency in [USD, EUR]) }\nalways { fraud.check }";
const FAULTY: &str = "city == \"東京 🦊\" && durationMillis >";

fn shown(name: &'static str, props: EditorProps) -> Html {
    specimen(name, html! { <div class="w-full min-w-0">{ parts::editor(props) }</div> })
}

fn editor(id: &'static str, label: &'static str, language: Language, text: &'static str) -> EditorProps {
    yew::props!(EditorProps { id, label, language, text })
}

fn editors() -> Html {
    let described = EditorProps {
        description: "Evaluated for each span.".into(),
        seen: Some(Seen(Schema::default().into())),
        ..editor("condition", "Condition", Language::Ognl, RULE)
    };
    let long = editor("large", "Large condition", Language::Ognl, "");
    let clause = "serviceName == \"payments-reconciliation\" && durationMillis > 500";
    let long = EditorProps { text: [clause; 30].join("\n  || ").into(), ..long };
    html! {
        <>
            { shown("An expression", described) }
            { shown("A rule over traces", editor("trace-rule", "Trace rule", Language::Betrace, TRACE_RULE)) }
            { shown("Of 2,000 characters", long) }
        </>
    }
}

fn states() -> Html {
    let locked =
        EditorProps { read_only: true, ..editor("locked", "Read-only condition", Language::Ognl, RULE) };
    let field = editor("field", "Condition, without the script", Language::Ognl, FAULTY);
    html! {
        <>
            { shown("Empty", EditorProps { min_height: 4, ..editor("empty", "Empty condition", Language::Ognl, "") }) }
            { shown("With a mistake", editor("faulty", "Faulty condition", Language::Ognl, FAULTY)) }
            { shown("Read-only", locked) }
            { specimen("Script missing", plain(&field, FAULTY, Callback::noop(), Callback::noop())) }
            { specimen("To read", html! {
                <div class="w-full min-w-0">{ rule_text(RULE, "Condition to read", false, Language::Ognl) }</div>
            }) }
        </>
    }
}

fn comparisons() -> Html {
    let pair = |unified| {
        yew::props!(CompareProps {
            language: Language::Ognl,
            before: RULE,
            after: RULE.replace("500\n", "800\n").replace(">= 500", ">= 500\n  && tenantId != null"),
            before_label: "Version 3",
            after_label: "Version 4",
            unified,
        })
    };
    html! {
        <>
            { specimen("Side by side", html! { <div class="w-full min-w-0">{ parts::compare(pair(false)) }</div> }) }
            { specimen("One below the other", html! { <div class="w-full min-w-0">{ parts::compare(pair(true)) }</div> }) }
        </>
    }
}
