//! The configuration file of `serve`: one TOML table whose keys are the long flags.
//!
//! Its values become the defaults of the command line, so they are read, checked and overridden exactly
//! like flags, and there is one list of settings.

use std::path::PathBuf;

use clap::ArgMatches;
use toml::{Table, Value};

pub(crate) struct ConfigFile {
    path: PathBuf,
    values: Table,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error("the configuration file {path} cannot be read: {source}", path = path.display())]
    Unreadable { path: PathBuf, source: std::io::Error },
    #[error("{path} is not valid TOML: {reason}", path = path.display())]
    Syntax { path: PathBuf, reason: String },
    #[error("{path}: unknown key `{key}`{}; `serve --help` lists them", did_you_mean(nearest.as_deref()), path = path.display())]
    UnknownKey { path: PathBuf, key: String, nearest: Option<String> },
    #[error("{path}: `{key}` cannot be set in the configuration file", path = path.display())]
    NotHere { path: PathBuf, key: String },
    #[error("{path}: `{key}`: {reason}", path = path.display())]
    Value { path: PathBuf, key: String, reason: String },
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map(|name| format!(", did you mean `{name}`?")).unwrap_or_default()
}

/// The file that `--config` names, or `console.toml` in the data folder if there is one.
pub(crate) fn read(serve: &ArgMatches) -> Result<Option<ConfigFile>, ConfigError> {
    let named = serve.get_one::<PathBuf>("config").cloned();
    let path = match (&named, serve.get_one::<PathBuf>("data")) {
        (Some(path), _) => path.clone(),
        (None, Some(data)) => data.join("console.toml"),
        (None, None) => return Ok(None),
    };
    match std::fs::read_to_string(&path) {
        Ok(text) => ConfigFile::parse(path, &text).map(Some),
        Err(error) if is_absent(&error) && named.is_none() => Ok(None),
        Err(source) => Err(ConfigError::Unreadable { path, source }),
    }
}

fn is_absent(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

impl ConfigFile {
    fn parse(path: PathBuf, text: &str) -> Result<Self, ConfigError> {
        match text.parse() {
            Ok(values) => Ok(Self { path, values }),
            Err(error) => {
                let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
                Err(ConfigError::Syntax { path, reason: format!("line {line}: {}", error.message()) })
            }
        }
    }

    /// The command line with this file's values as defaults of `serve`.
    pub(crate) fn give_defaults(&self, cli: clap::Command) -> Result<clap::Command, ConfigError> {
        let Some(mut serve) = cli.find_subcommand("serve").cloned() else { return Ok(cli) };
        for (key, value) in &self.values {
            let id = self.argument(&serve, key)?;
            let text = self.check(&serve, key, &id, value)?;
            if let Some(text) = text {
                serve = serve.mut_arg(id, |arg| arg.default_value(text));
            }
        }
        Ok(cli.mut_subcommand("serve", |_| serve))
    }

    /// The id of the argument that a key sets.
    fn argument(&self, serve: &clap::Command, key: &str) -> Result<String, ConfigError> {
        if matches!(key, "config" | "data") {
            return Err(ConfigError::NotHere { path: self.path.clone(), key: key.to_owned() });
        }
        let known = || serve.get_arguments().filter_map(|arg| Some((arg.get_long()?, arg.get_id())));
        if let Some((_, id)) = known().find(|(name, _)| *name == key) {
            return Ok(id.to_string());
        }
        let nearest = known()
            .map(|(name, _)| (strsim::jaro_winkler(name, key), name))
            .max_by(|(one, _), (other, _)| one.total_cmp(other))
            .filter(|(likeness, _)| *likeness > 0.75)
            .map(|(_, name)| name.to_owned());
        Err(ConfigError::UnknownKey { path: self.path.clone(), key: key.to_owned(), nearest })
    }

    /// The value as a default, checked like the flag; nothing for a switch that is off.
    fn check(
        &self,
        serve: &clap::Command,
        key: &str,
        id: &str,
        value: &Value,
    ) -> Result<Option<String>, ConfigError> {
        let wrong =
            |reason: String| ConfigError::Value { path: self.path.clone(), key: key.to_owned(), reason };
        let is_switch =
            serve.get_arguments().any(|arg| arg.get_id() == id && !arg.get_action().takes_values());
        let text = match (value, is_switch) {
            (Value::Boolean(on), true) => return Ok(on.then(|| "true".to_owned())),
            (_, true) => return Err(wrong("expected true or false".to_owned())),
            (Value::String(text), false) => text.clone(),
            (Value::Integer(number), false) => number.to_string(),
            (other, false) => {
                return Err(wrong(format!("expected text or a number, found {}", other.type_str())));
            }
        };
        let flag = format!("--{key}={text}");
        let Err(error) = serve.clone().try_get_matches_from(["serve".to_owned(), flag]) else {
            return Ok(Some(text));
        };
        Err(wrong(reason(&error)))
    }
}

/// What is wrong with the one value that was given, without the talk about flags.
fn reason(error: &clap::Error) -> String {
    if let Some(source) = std::error::Error::source(error) {
        return source.to_string();
    }
    let text = error.to_string();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    match lines.next().filter(|line| line.starts_with('[')) {
        Some(choices) => format!("{first} {choices}"),
        None => first,
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, FromArgMatches as _};

    use super::*;
    use crate::{Cli, Command};

    fn parse(file: &str, flags: &[&str]) -> Result<crate::serve::ServeArgs, String> {
        let file = ConfigFile::parse("console.toml".into(), file).map_err(|error| error.to_string())?;
        let cli = file.give_defaults(Cli::command()).map_err(|error| error.to_string())?;
        let arguments = ["fluo-console", "serve"].iter().chain(flags);
        let matches = cli.try_get_matches_from(arguments).map_err(|error| error.to_string())?;
        match Cli::from_arg_matches(&matches).map_err(|error| error.to_string())?.command {
            Command::Serve(args) => Ok(*args),
            _ => Err("not serve".to_owned()),
        }
    }

    #[test]
    fn the_file_goes_before_the_defaults_and_after_flags() {
        let file = "listen = \"127.0.0.1:9000\"\nmax-connections = 7\ndemo = true\n";
        let args = parse(file, &["--max-connections", "9"]).unwrap();
        assert_eq!(args.listen.to_string(), "127.0.0.1:9000");
        assert_eq!((args.limits.max_connections, args.demo), (9, true));
        assert_eq!(args.fluo.engine_listen.to_string(), "127.0.0.1:4318");
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (file, said) in [
            (
                "lisen = 1",
                "console.toml: unknown key `lisen`, did you mean `listen`?; `serve --help` lists them",
            ),
            ("zzz = 1", "console.toml: unknown key `zzz`; `serve --help` lists them"),
            ("listen = \"x\"", "console.toml: `listen`: invalid socket address syntax"),
            ("demo = \"x\"", "console.toml: `demo`: expected true or false"),
            ("listen = [1]", "console.toml: `listen`: expected text or a number, found array"),
            ("data = \"x\"", "console.toml: `data` cannot be set in the configuration file"),
            (
                "log-format = \"xml\"",
                "console.toml: `log-format`: invalid value 'xml' for '--log-format <FORMAT>' [possible values: text, json]",
            ),
        ] {
            assert_eq!(parse(file, &[]).unwrap_err(), said);
        }
        let syntax = parse("listen = 1\nx =\n", &[]).unwrap_err();
        assert!(syntax.starts_with("console.toml is not valid TOML: line 2: "), "{syntax}");
    }
}
