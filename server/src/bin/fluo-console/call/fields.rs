//! Request fields as command line flags, and back.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches};
use console_server::flag;
use console_server::schema::{OperationSchema, Schemas, without_null};
use serde_json::{Map, Value};

/// One flag per field of the request.
pub(super) fn arguments(schemas: &Schemas, operation: &OperationSchema) -> Vec<Arg> {
    let fields = operation.fields.iter();
    fields
        .map(|(name, schema)| {
            let schema = without_null(schema);
            let item = item(schemas, &schema);
            let required = operation.required.contains(name);
            let mut arg = Arg::new(name.clone())
                .long(flag(name))
                .required(required)
                .value_name(value_name(&item))
                .allow_hyphen_values(true)
                .action(if is_list(&schema) { ArgAction::Append } else { ArgAction::Set });
            if let Some(words) = words(&item) {
                arg = arg.value_parser(PossibleValuesParser::new(words)).ignore_case(true);
            }
            let help = description(schemas, &schema, &item);
            if is_list(&schema) {
                arg.help(format!("{help} [may repeat]").trim_start().to_owned())
            } else {
                arg.help(help)
            }
        })
        .collect()
}

/// The fields that were given, typed as the schema says. What has no such type goes as text: the server says
/// what is wrong with it.
pub(super) fn values(
    schemas: &Schemas,
    operation: &OperationSchema,
    matches: &ArgMatches,
) -> Map<String, Value> {
    let mut fields = Map::new();
    for (name, schema) in &operation.fields {
        let schema = without_null(schema);
        let item = item(schemas, &schema);
        let given = matches.get_many::<String>(name).into_iter().flatten();
        let mut given = given.map(|text| typed(&item, text));
        if is_list(&schema) {
            let given: Vec<_> = given.collect();
            if !given.is_empty() {
                fields.insert(name.clone(), given.into());
            }
        } else if let Some(value) = given.next() {
            fields.insert(name.clone(), value);
        }
    }
    fields
}

fn typed(item: &Value, text: &str) -> Value {
    if let Some(word) = words(item).into_iter().flatten().find(|word| word.eq_ignore_ascii_case(text)) {
        return word.into();
    }
    match item["type"].as_str() {
        Some("integer" | "number" | "boolean" | "array" | "object") => {
            serde_json::from_str(text).unwrap_or_else(|_| text.into())
        }
        _ => text.into(),
    }
}

fn is_list(schema: &Value) -> bool {
    schema["type"] == "array"
}

/// The schema of a value, or of the values of a list.
fn item(schemas: &Schemas, schema: &Value) -> Value {
    schemas.resolve(if is_list(schema) { &schema["items"] } else { schema }).clone()
}

/// The words a value can be, where they are few and known.
fn words(item: &Value) -> Option<Vec<String>> {
    let plain = item["enum"].as_array().into_iter().flatten();
    let choices = item["oneOf"].as_array().into_iter().flatten();
    let choices =
        choices.flat_map(|choice| choice["enum"].as_array().into_iter().flatten().chain(choice.get("const")));
    let words: Vec<_> = plain.chain(choices).filter_map(|word| word.as_str().map(str::to_owned)).collect();
    (!words.is_empty()).then_some(words)
}

fn value_name(item: &Value) -> &'static str {
    match (item["format"].as_str(), item["type"].as_str()) {
        (Some("date-time"), _) => "TIME",
        (_, Some("integer" | "number")) => "NUMBER",
        _ if words(item).is_some() => "WORD",
        _ => "TEXT",
    }
}

/// What the field says about itself, else what its type does.
fn description(schemas: &Schemas, schema: &Value, item: &Value) -> String {
    let places = [schema, schemas.resolve(schema), item];
    let text = places.iter().find_map(|schema| schema["description"].as_str()).unwrap_or_default();
    text.trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, FromArgMatches as _};
    use serde_json::json;

    use crate::{Cli, Command};

    fn fields(line: &str) -> serde_json::Value {
        let words = ["fluo-console", "call"].into_iter().chain(line.split(' '));
        let matches = Cli::command().try_get_matches_from(words).unwrap();
        match Cli::from_arg_matches(&matches).unwrap().command {
            Command::Call(args) => args.call.unwrap().fields.into(),
            _ => panic!("not a call"),
        }
    }

    #[test]
    fn flags_become_typed_fields() {
        assert_eq!(
            fields("signals.list --severity error --severity INFO --limit 5 --text 7"),
            json!({"severity": ["ERROR", "INFO"], "limit": 5, "text": "7"})
        );
        assert_eq!(
            fields("signals.set_status --id -1 --status RESOLVED --revision 3"),
            json!({"id": "-1", "status": "RESOLVED", "revision": 3})
        );
    }

    #[test]
    fn an_unknown_operation_is_answered_with_a_known_one() {
        let error = Cli::command().try_get_matches_from(["fluo-console", "call", "signal.list"]).unwrap_err();
        assert!(error.to_string().contains("'signals.list'"), "{error}");
    }
}
