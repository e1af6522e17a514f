//! A language other than English, as the list of patterns that the UI fetches.

use std::path::Path;

use crate::pattern::encode;
use crate::{Catalogue, Problem};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// In the order of the English ids; nothing where English stands in.
    pub patterns: Vec<Option<String>>,
}

impl Translation {
    /// How many messages this language does not say.
    pub fn missing(&self) -> usize {
        self.patterns.iter().filter(|pattern| pattern.is_none()).count()
    }
}

/// Reads a language. A message that English does not have, and a variable that the English one does not have, are
/// problems; a missing message is not.
pub fn translate(english: &Catalogue, folder: &Path, shown: &str) -> Result<Translation, Vec<Problem>> {
    translation_of(english, Catalogue::read(folder, shown, Some(english))?)
}

pub(crate) fn translation_of(english: &Catalogue, own: Catalogue) -> Result<Translation, Vec<Problem>> {
    let mut problems = Vec::new();
    for (id, message) in &own.messages {
        let mut complain = |what: String| {
            problems.push(Problem { file: message.file.clone(), line: message.line, what });
        };
        let Some(original) = english.messages.get(id) else {
            complain(format!("`{id}` is no message of ours: English does not have it"));
            continue;
        };
        for parameter in &message.parameters {
            if !original.parameters.iter().any(|known| known.name == parameter.name) {
                complain(format!("`{id}` has no variable ${}", parameter.name));
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let pattern = |(id, original): (&String, &crate::Message)| {
        let names: Vec<&str> = original.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        encode(&own.messages.get(id)?.pieces, &names).ok()
    };
    Ok(Translation { patterns: english.messages.iter().map(pattern).collect() })
}
