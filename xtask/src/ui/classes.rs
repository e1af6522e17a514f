//! The lint for unknown classes: a misspelt Tailwind class does nothing, silently, so it is an error here.
//!
//! Every string literal of `ui/src` that is a list of classes is compared with the selectors of the style sheet.
//! A literal is one when it stands in a `class` attribute or `classes!`, or when most of its words are classes
//! (the arms of a `match` that returns a class list).

use std::collections::HashSet;
use std::path::Path;

use anyhow::{Result, bail};

/// Fails with file, line and class for each class that the style sheet does not define.
pub(super) fn check(sources: &Path, css: &str) -> Result<()> {
    let known = selectors(css);
    let mut unknown = Vec::new();
    visit(sources, &mut |path, text| {
        for literal in literals(text) {
            unknown.extend(literal.unknown(&known).map(|class| {
                let file = path.strip_prefix(sources).unwrap_or(path);
                format!("  ui/src/{}:{}: `{class}`", file.display(), literal.line)
            }));
        }
    })?;
    if unknown.is_empty() {
        return Ok(());
    }
    bail!("classes that no style defines:\n{}", unknown.join("\n"))
}

fn visit(folder: &Path, look: &mut impl FnMut(&Path, &str)) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            visit(&path, look)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            look(&path, &std::fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// Class names in the selectors of a style sheet, unescaped.
fn selectors(css: &str) -> HashSet<String> {
    let mut names = HashSet::new();
    let mut chars = css.chars().peekable();
    while let Some(current) = chars.next() {
        if current != '.' {
            continue;
        }
        let mut name = String::new();
        while let Some(&next) = chars.peek() {
            match next {
                '\\' => {
                    chars.next();
                    name.extend(unescape(&mut chars));
                }
                // A name begins with a digit only when escaped; `.5rem` is a number.
                '0'..='9' if name.is_empty() => break,
                'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' => {
                    chars.next();
                    name.push(next);
                }
                _ => break,
            }
        }
        if !name.is_empty() {
            names.insert(name);
        }
    }
    names
}

/// What follows a backslash in a selector: the character itself, or its code in hex and a space (`\32 xl`).
fn unescape(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<char> {
    let first = chars.next()?;
    if !first.is_ascii_hexdigit() {
        return Some(first);
    }
    let mut code = first.to_digit(16)?;
    while let Some(digit) = chars.peek().and_then(|next| next.to_digit(16)) {
        code = code * 16 + digit;
        chars.next();
    }
    if chars.peek() == Some(&' ') {
        chars.next();
    }
    char::from_u32(code)
}

struct Literal<'a> {
    text: &'a str,
    line: usize,
    /// It stands where only classes can stand.
    certain: bool,
}

impl<'a> Literal<'a> {
    fn unknown(&self, known: &HashSet<String>) -> impl Iterator<Item = &'a str> {
        let words: Vec<&str> = self.text.split_ascii_whitespace().collect();
        let found = words.iter().filter(|word| known.contains(**word)).count();
        let is_prose = words.iter().any(|word| word.starts_with(|first: char| first.is_ascii_uppercase()));
        let is_list = self.certain || (!is_prose && words.len() > 1 && found * 2 > words.len());
        words.into_iter().filter(|word| is_list && !known.contains(*word)).collect::<Vec<_>>().into_iter()
    }
}

/// The plain string literals of a Rust source, without those in comments. Raw strings hold no classes here.
fn literals(source: &str) -> Vec<Literal<'_>> {
    let mut found = Vec::new();
    for (number, line) in source.lines().enumerate() {
        let mut rest = line;
        let mut before = String::new();
        while let Some(open) = rest.find('"') {
            before.push_str(&rest[..open]);
            if before.contains("//") {
                break;
            }
            let body = &rest[open + 1..];
            let Some(close) = closing_quote(body) else { break };
            let lead = before.trim_end();
            let certain =
                lead.ends_with("class=") || lead.ends_with("class={") || lead.ends_with("classes!(");
            found.push(Literal { text: &body[..close], line: number + 1, certain });
            rest = &body[close + 1..];
        }
    }
    found
}

fn closing_quote(body: &str) -> Option<usize> {
    let mut escaped = false;
    body.char_indices().find_map(|(at, current)| {
        let closes = current == '"' && !escaped;
        escaped = current == '\\' && !escaped;
        closes.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(source: &str, css: &str) -> Vec<String> {
        let known = selectors(css);
        literals(source).iter().flat_map(|literal| literal.unknown(&known)).map(str::to_owned).collect()
    }

    const CSS: &str =
        r".flex{display:flex}.p-2{padding:.5rem}.dark\:p-1\.5:where(.x){padding:1px}.w-1\/2{width:50%}";

    #[test]
    fn a_misspelt_class_is_found_wherever_classes_are_written() {
        assert_eq!(complaints(r#"<div class="flx p-2">"#, CSS), ["flx"]);
        assert_eq!(complaints(r#"classes!("flex", "p-3x")"#, CSS), Vec::<String>::new());
        assert_eq!(complaints(r#"Tone::Quiet => "flex p-2 bg-red-500","#, CSS), ["bg-red-500"]);
    }

    #[test]
    fn variants_fractions_and_prose_are_left_alone() {
        assert_eq!(complaints(r#"class="dark:p-1.5 w-1/2""#, CSS), Vec::<String>::new());
        assert_eq!(complaints(r#"let text = "a flex of words that are prose";"#, CSS), Vec::<String>::new());
        assert_eq!(complaints(r#"// class="nothing""#, CSS), Vec::<String>::new());
    }
}
