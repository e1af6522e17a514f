//! Looks for texts that are written in the code instead of a catalogue.
//!
//! A literal is a text when it reads as one: several plain words that begin with a capital or hold a word that no list
//! of classes holds; or one capitalised word where only words can stand.

use std::path::Path;

/// Files whose texts all come from catalogues, or the folders of such files, below `ui/src`. Whatever is converted is
/// added here; the gallery is for programmers and stays out.
const SPOKEN: &[&str] = &[
    "app.rs",
    "charts.rs",
    "charts/",
    "client.rs",
    "client/",
    "clock.rs",
    "commands.rs",
    "commands/",
    "components/button.rs",
    "components/copy.rs",
    "components/display.rs",
    "components/display/",
    "components/empty.rs",
    "components/form.rs",
    "components/form/",
    "components/freshness.rs",
    "components/glyph.rs",
    "components/icon.rs",
    "components/loaded.rs",
    "components/overlays.rs",
    "components/overlays/",
    "components/popover.rs",
    "components/rule_text.rs",
    "components/skeleton.rs",
    "components/splitter.rs",
    "components/time.rs",
    "components/toast.rs",
    "editor.rs",
    "editor/",
    "grid.rs",
    "grid/",
    "key_sheet.rs",
    "lazy.rs",
    "markdown.rs",
    "markdown/build.rs",
    "markdown/links.rs",
    "pages/health.rs",
    "pages/not_found.rs",
    "pages/rules.rs",
    "pages/sign_in.rs",
    "pages/signals.rs",
    "pages/signals/",
    "palette.rs",
    "palette/",
    "route.rs",
    "shell.rs",
    "shell/",
    "text.rs",
    "time_range.rs",
    "toasts.rs",
    "undo.rs",
    "undo/",
];

const SENTENCE_WORDS: [&str; 24] = [
    "a", "an", "and", "are", "as", "by", "for", "from", "here", "in", "is", "it", "no", "not", "of", "on",
    "or", "that", "the", "this", "to", "what", "with", "you",
];
/// What stands before a literal that is no text, whatever it holds.
const CODE: [&str; 9] =
    ["class=", "reason = ", "expect(", "panic!(", "assert!(", "js_name = ", "style=", " d=", "=> w::"];
/// What stands before a literal that is nothing but a text.
const TEXT: [&str; 9] =
    ["{ ", "say(", "tell(", "aria-label=", "title=", "placeholder=", "noun=", "label=", "aria-description="];

/// What reads as a text and is compared, or the name of keys.
const NOT_SAID: [&str; 5] = ["ResizeObserver loop", "Shift+Alt+F", "Plus", "Meta", "Control"];

/// The texts of a source: line and words.
fn texts(source: &str) -> Vec<(usize, &str)> {
    let source = source.split("\n#[cfg(test)]\nmod ").next().unwrap_or(source);
    let mut found = Vec::new();
    for (number, line) in source.lines().enumerate() {
        let mut parts = line.split('"');
        let Some(mut before) = parts.next() else { continue };
        while let Some(literal) = parts.next() {
            if line.trim_start().starts_with("//") || before.contains("// ") {
                break;
            }
            let is_code = CODE.iter().any(|code| before.ends_with(code));
            let is_text = TEXT.iter().any(|text| before.ends_with(text)) && is_word(literal);
            if !is_code && !NOT_SAID.contains(&literal) && (is_text || is_prose(literal)) {
                found.push((number + 1, literal));
            }
            before = parts.next().unwrap_or_default();
        }
    }
    found
}

fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase()) && text.chars().any(|c| c.is_ascii_lowercase())
}

fn is_prose(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let plain = |word: &&str| {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation() || c == '…' || c == '–');
        word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
    };
    let is_sentence = is_word(text) || words.iter().any(|word| SENTENCE_WORDS.contains(word));
    words.len() > 1 && is_sentence && words.iter().filter(|word| plain(word)).count() * 2 > words.len()
}

fn visit(folder: &Path, look: &mut impl FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { visit(&path, look) } else { look(&path) }
    }
}

#[test]
fn what_is_said_comes_from_the_catalogues() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut written, mut elsewhere) = (Vec::new(), 0);
    visit(&root, &mut |path| {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let is_ours = |spoken: &str| name == spoken || (spoken.ends_with('/') && name.starts_with(spoken));
        let source = std::fs::read_to_string(path).unwrap();
        if SPOKEN.iter().any(|spoken| is_ours(spoken)) {
            written.extend(
                texts(&source).into_iter().map(|(line, text)| format!("ui/src/{name}:{line}: {text:?}")),
            );
        } else {
            elsewhere += 1;
        }
    });
    assert!(elsewhere > 0, "every file is spoken for: list the exceptions instead");
    assert!(written.is_empty(), "say these in ui/locales/en:\n{}", written.join("\n"));
}

#[test]
fn a_text_in_the_code_is_noticed_and_code_is_not() {
    let source = r##"
        // "A comment that is a sentence"
        <p class="flex items-center">{ "Retry" }</p>
        line("p", "truncate text-ink", "no signals yet of this rule"),
        <input aria-label="Search" class="field" style="width: 4rem in a row" />
        Signal::Open => "Enter",
        #[expect(dead_code, reason = "the first script comes with the charts")]
#[cfg(test)]
mod tests { const NAME: &str = "Words of a test"; }
"##;
    let found: Vec<&str> = texts(source).into_iter().map(|(_, text)| text).collect();
    assert_eq!(found, ["Retry", "no signals yet of this rule", "Search"]);
}
