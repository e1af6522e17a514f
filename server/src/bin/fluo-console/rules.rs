//! `fluo-console rules …`: what teams run in their CI. The logic is in `console-rules`; here files are read,
//! reports printed, and the exit status chosen.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use console_rules::Language;
use console_rules::cli::{self, Report, Source};
use console_rules::schema::Schema;

use crate::output;

/// A rule is a few thousand characters; a file of fixtures or spans is larger, but not endless.
const LARGEST_FILE: u64 = 256 * 1024 * 1024;

#[derive(Args)]
pub(crate) struct RulesArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say what is wrong with rules, or doubtful: never fires, always fires, fails silently
    #[command(
        after_help = "Each file holds one rule; `-` is standard input. Exits with 1 when there is an error."
    )]
    Lint {
        /// Files with one rule each
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        language: LanguageArg,
        /// What was seen of attributes and values, as JSON; finds names and values that never occur
        #[arg(long, value_name = "FILE")]
        schema: Option<PathBuf>,
        /// Fail on warnings too
        #[arg(long)]
        strict: bool,
    },
    /// Check rules against recorded cases, one JSON object per line
    #[command(after_help = "\
Each line holds `name`, `language`, `expr`, the `span` (ognl) or `spans` (betrace) it is evaluated over, and what
is expected: any of `outcome`, `result`, `fires`, `violation`, `line`, `column`. Prints one line per disagreement
and a last line `N passed, M failed`; exits with 1 on any.")]
    Test {
        /// Files of JSON lines
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        language: LanguageArg,
    },
    /// Show why a rule fires on a span or trace, or why not, value by value
    Explain {
        /// File with one rule
        #[arg(value_name = "RULE")]
        rule: PathBuf,
        /// JSON: an object of a span's names and values (ognl), or an array of spans (betrace)
        #[arg(value_name = "DATA")]
        data: PathBuf,
        #[command(flatten)]
        language: LanguageArg,
    },
    /// Print rules in the house style, without changing what they mean
    Fmt {
        /// Files with one rule each
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[command(flatten)]
        language: LanguageArg,
        /// Write the files instead of printing them
        #[arg(long, conflicts_with = "check")]
        write: bool,
        /// Name the files that are not in the house style, and exit with 1 if there are any
        #[arg(long)]
        check: bool,
    },
}

#[derive(Args)]
struct LanguageArg {
    /// Language of files that do not tell it by their ending (.ognl, .betrace) or content
    #[arg(long, value_enum, value_name = "LANGUAGE")]
    language: Option<LanguageName>,
}

#[derive(Clone, Copy, ValueEnum)]
enum LanguageName {
    Ognl,
    Betrace,
}

impl LanguageArg {
    fn get(&self) -> Option<Language> {
        self.language.map(|name| match name {
            LanguageName::Ognl => Language::Ognl,
            LanguageName::Betrace => Language::Betrace,
        })
    }
}

pub(crate) fn run(args: RulesArgs) -> anyhow::Result<ExitCode> {
    let report = match args.command {
        Command::Lint { files, language, schema, strict } => {
            let schema = schema.as_deref().map(read_schema).transpose()?;
            let files = read_all(&files)?;
            cli::lint(&sources(&files), language.get(), schema.as_ref(), strict)
        }
        Command::Test { files, language } => cli::test(&sources(&read_all(&files)?), language.get()),
        Command::Explain { rule, data, language } => {
            let rule = read_all(&[rule])?;
            let (_, data) = read(&data)?;
            cli::explain(sources(&rule)[0], &data, language.get())
        }
        Command::Fmt { files, language, write, check } => format_all(&files, language.get(), write, check)?,
    };
    output::write(report.text.as_bytes())?;
    Ok(if report.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn format_all(
    files: &[PathBuf],
    language: Option<Language>,
    write: bool,
    check: bool,
) -> anyhow::Result<Report> {
    let mut report = Report::default();
    for (path, (name, text)) in files.iter().zip(read_all(files)?) {
        match cli::fmt(Source { path: &name, text: &text }, language) {
            Ok(formatted) if check => {
                if formatted != text {
                    report.text.push_str(&format!("{name} is not in the house style\n"));
                    report.failed = true;
                }
            }
            Ok(formatted) if write && name != "-" => {
                if formatted != text {
                    std::fs::write(path, formatted).with_context(|| format!("{name} cannot be written"))?;
                }
            }
            Ok(formatted) => report.text.push_str(&formatted),
            Err(failure) => {
                report.text.push_str(&failure.text);
                report.failed = true;
            }
        }
    }
    Ok(report)
}

fn read_schema(path: &Path) -> anyhow::Result<Schema> {
    let (name, text) = read(path)?;
    serde_json::from_str(&text).with_context(|| format!("{name} is not a schema"))
}

fn read_all(paths: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    paths.iter().map(|path| read(path)).collect()
}

/// A file's shown name and text; `-` is standard input.
fn read(path: &Path) -> anyhow::Result<(String, String)> {
    let name = path.display().to_string();
    let mut text = String::new();
    let read = if name == "-" {
        std::io::stdin().take(LARGEST_FILE).read_to_string(&mut text)
    } else {
        let file = std::fs::File::open(path).with_context(|| format!("{name} cannot be read"))?;
        file.take(LARGEST_FILE).read_to_string(&mut text)
    };
    read.with_context(|| format!("{name} cannot be read"))?;
    Ok((name, text))
}

fn sources(files: &[(String, String)]) -> Vec<Source<'_>> {
    files.iter().map(|(path, text)| Source { path, text }).collect()
}
