//! Both languages behind one set of questions, for callers that have a rule and its language as data.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::assist::{self, Completions, Hover};
use crate::diagnostic::{Diagnostic, Span};
use crate::highlight::{self, Role};
use crate::schema::Schema;
use crate::{betrace, ognl};

/// A rule language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Per span, of FLUO v1.
    Ognl,
    /// Per trace, of BeTrace.
    Betrace,
}

impl Language {
    /// What is wrong with a text; empty if it can be read.
    pub fn check(self, text: &str) -> Vec<Diagnostic> {
        match self {
            Language::Ognl => ognl::Program::compile(text).err().unwrap_or_default(),
            Language::Betrace => betrace::Program::compile(text).err().unwrap_or_default(),
        }
    }

    /// What is wrong with a text or, if it can be read, doubtful about it.
    pub fn lint(self, text: &str, schema: Option<&Schema>) -> Vec<Diagnostic> {
        match self {
            Language::Ognl => ognl::lint(text, schema),
            Language::Betrace => betrace::lint(text, schema),
        }
    }

    /// The text in the house style.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn format(self, text: &str) -> Result<String, Vec<Diagnostic>> {
        match self {
            Language::Ognl => ognl::format(text),
            Language::Betrace => betrace::format(text),
        }
    }

    /// What may be written at a byte offset.
    pub fn complete(self, text: &str, offset: usize, schema: Option<&Schema>) -> Completions {
        assist::complete(self, text, offset, schema)
    }

    /// What stands at a byte offset.
    pub fn hover(self, text: &str, offset: usize, schema: Option<&Schema>) -> Option<Hover> {
        assist::hover(self, text, offset, schema)
    }

    /// The parts of a text by their role, in order.
    pub fn roles(self, text: &str) -> Vec<(Span, Role)> {
        highlight::roles(self, text)
    }

    /// The language a text is most likely written in.
    pub fn guess(text: &str) -> Language {
        let code = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("//"));
        let rule = code
            .and_then(|code| code.strip_prefix("when"))
            .is_some_and(|rest| rest.trim_start().starts_with('{') || rest.trim().is_empty());
        if rule { Language::Betrace } else { Language::Ognl }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Language::Ognl => "ognl",
            Language::Betrace => "betrace",
        })
    }
}

/// The name of a language that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLanguage(pub String);

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no rule language; there are `ognl` and `betrace`", self.0)
    }
}

impl std::error::Error for UnknownLanguage {}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(name: &str) -> Result<Language, UnknownLanguage> {
        match name {
            "ognl" => Ok(Language::Ognl),
            "betrace" => Ok(Language::Betrace),
            other => Err(UnknownLanguage(other.to_owned())),
        }
    }
}
