//! The list as a file: links to what the server writes of it.

use console_api::export::ExportFormat;
use console_api::wire::push_encoded;
use yew::prelude::*;

use super::view::View;
use crate::clock::Clock;
use crate::components::{Symbol, icon};
use crate::words as w;

/// Where the export is; takes the query of the list.
const EXPORT: &str = "/api/v1/signals/export";

/// Everything that the list has, in either format; nothing while what is asked is not understood.
pub(super) fn links(view: &View, clock: Clock) -> Html {
    let link = |format: ExportFormat, name: &'static str| {
        let Some(href) = address(view, clock, format) else { return Html::default() };
        html! {
            <a class="option" {href} download="" title={w::signals_export_help()}>{ icon(Symbol::ArrowDown) }{ name }</a>
        }
    };
    html! { <>{ link(ExportFormat::Csv, w::signals_csv()) }{ link(ExportFormat::Jsonl, w::signals_jsonl()) }</> }
}

fn address(view: &View, clock: Clock, format: ExportFormat) -> Option<String> {
    let question = view.question(clock.now).ok()?;
    let mut address = [EXPORT, "?format=", format.as_str()].concat();
    if let Some(text) = question.text() {
        address.push_str("&q=");
        push_encoded(&mut address, &text);
    }
    Some(address)
}

#[cfg(test)]
mod tests {
    use console_api::Timestamp;

    use super::*;
    use crate::clock::Zone;

    #[test]
    fn a_file_has_what_the_list_has() {
        let clock = Clock { now: Timestamp(1_795_000_000_000_000), zone: Zone::Utc };
        let of = |query: &str| address(&View::parse(query), clock, ExportFormat::Csv);
        let begin = "/api/v1/signals/export?format=csv&q=";
        assert_eq!(of("").as_deref(), Some([begin, "snoozed%3Ano"].concat().as_str()));
        let asked = of("q=severity:error&sort=-severity&open=7");
        assert_eq!(asked, Some([begin, "severity%3Aerror%20snoozed%3Ano"].concat()));
        assert_eq!(of("q=sevrity:error"), None);
    }
}
