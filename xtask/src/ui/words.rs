//! The languages other than English: each becomes one file that is fetched when a reader asks for it.

use anyhow::{Context, Result, bail};
use console_words::{Catalogue, Problem, pseudo, translate};

use super::{Layout, step};

/// English with accents, for tests: it shows what is not in the catalogues.
const PSEUDO: &str = "en-XA";

/// The patterns of each language, as JSON; says what a language does not say yet.
pub(super) fn build(layout: &Layout, with_pseudo: bool) -> Result<Vec<(String, Vec<u8>)>> {
    let locales = layout.ui.join("locales");
    let shown = |language: &str| format!("ui/locales/{language}");
    let english = sound(Catalogue::read(&locales.join("en"), &shown("en"), None))?;
    let mut languages = Vec::new();
    for entry in std::fs::read_dir(&locales).context("ui/locales")? {
        let path = entry?.path();
        let language = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !path.is_dir() || language == "en" {
            continue;
        }
        let translation = sound(translate(&english, &path, &shown(&language)))?;
        if translation.missing() > 0 {
            step(&format!(
                "{language} does not say {} of {} messages; English stands in",
                translation.missing(),
                translation.patterns.len()
            ));
        }
        languages.push((language, serde_json::to_vec(&translation.patterns)?));
    }
    if with_pseudo {
        languages.push((PSEUDO.to_owned(), serde_json::to_vec(&pseudo(&english).patterns)?));
    }
    languages.sort();
    Ok(languages)
}

fn sound<T>(read: std::result::Result<T, Vec<Problem>>) -> Result<T> {
    match read {
        Ok(read) => Ok(read),
        Err(problems) => {
            let problems: Vec<_> = problems.iter().map(|problem| format!("  {problem}")).collect();
            bail!("message catalogues:\n{}", problems.join("\n"))
        }
    }
}
