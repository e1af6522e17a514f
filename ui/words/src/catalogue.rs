//! The messages of one language, read from the `.ftl` files of its folder.

use std::collections::BTreeMap;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};
use fluent_syntax::parser;

use crate::Problem;
use crate::pattern::{Choice, Piece};

/// What an argument holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    /// It chooses a plural form, stands in `NUMBER()`, or its comment says `(Number)`.
    Number,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub pieces: Vec<Piece>,
    /// In the order of their first use.
    pub parameters: Vec<Parameter>,
    /// What translators are told.
    pub comment: String,
    pub file: String,
    pub line: usize,
}

/// Messages by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    pub messages: BTreeMap<String, Message>,
    terms: BTreeMap<String, Vec<Piece>>,
}

/// A message, or a term under `-name`, as it was parsed.
struct Definition<'a> {
    pattern: &'a Pattern<&'a str>,
    comment: String,
    file: &'a str,
    line: usize,
}

impl Catalogue {
    /// Reads every `.ftl` of a folder; files are named in problems by `shown` and their own name. `fallback` knows the
    /// terms that this language does not say itself.
    pub fn read(folder: &Path, shown: &str, fallback: Option<&Self>) -> Result<Self, Vec<Problem>> {
        let unreadable = |what: std::io::Error| {
            vec![Problem { file: shown.to_owned(), line: 1, what: format!("cannot be read: {what}") }]
        };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".ftl") {
                files.push((format!("{shown}/{name}"), std::fs::read_to_string(&path).map_err(unreadable)?));
            }
        }
        files.sort();
        Self::parse(&files, fallback)
    }

    /// The same over names and texts.
    pub fn parse(files: &[(String, String)], fallback: Option<&Self>) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let resources: Vec<_> = files
            .iter()
            .map(|(file, text)| {
                parser::parse(text.as_str()).unwrap_or_else(|(resource, errors)| {
                    problems.extend(errors.into_iter().map(|error| Problem {
                        file: file.clone(),
                        line: text[..error.pos.start.min(text.len())].matches('\n').count() + 1,
                        what: error.kind.to_string(),
                    }));
                    resource
                })
            })
            .collect();

        let mut defined: BTreeMap<String, Definition<'_>> = BTreeMap::new();
        for ((file, text), resource) in files.iter().zip(&resources) {
            for entry in &resource.body {
                let (id, pattern, attributes, comment) = match entry {
                    Entry::Message(it) => {
                        (it.id.name.to_owned(), it.value.as_ref(), &it.attributes, &it.comment)
                    }
                    Entry::Term(it) => {
                        (format!("-{}", it.id.name), Some(&it.value), &it.attributes, &it.comment)
                    }
                    Entry::Comment(_)
                    | Entry::GroupComment(_)
                    | Entry::ResourceComment(_)
                    | Entry::Junk { .. } => continue,
                };
                let again = defined.get(&id);
                let line = line_of(text, &id, again.is_some_and(|first| first.file == file));
                let mut complain = |what: String| problems.push(Problem { file: file.clone(), line, what });
                if let Some(first) = again {
                    complain(format!("`{id}` is defined already, in {}:{}", first.file, first.line));
                }
                if !attributes.is_empty() {
                    complain(format!("`{id}` has attributes: give each text an id of its own"));
                }
                let Some(pattern) = pattern else { continue };
                let comment = comment.as_ref().map(|comment| comment.content.join("\n")).unwrap_or_default();
                defined.entry(id).or_insert(Definition { pattern, comment, file, line });
            }
        }

        let mut catalogue = Self::default();
        for (id, definition) in &defined {
            let mut resolver = Resolver { defined: &defined, fallback, path: vec![id] };
            match resolver.pattern(definition.pattern) {
                Ok(pieces) if id.starts_with('-') => {
                    catalogue.terms.insert(id.clone(), pieces);
                }
                Ok(pieces) => {
                    let parameters = parameters(&pieces, &definition.comment);
                    let message = Message {
                        pieces,
                        parameters,
                        comment: definition.comment.clone(),
                        file: definition.file.to_owned(),
                        line: definition.line,
                    };
                    catalogue.messages.insert(id.clone(), message);
                }
                Err(what) => problems.push(Problem {
                    file: definition.file.to_owned(),
                    line: definition.line,
                    what: format!("`{id}`: {what}"),
                }),
            }
        }
        if problems.is_empty() { Ok(catalogue) } else { Err(problems) }
    }
}

/// Where a message is defined; the last place where it is defined again.
fn line_of(text: &str, id: &str, last: bool) -> usize {
    let defines = |line: &str| line.strip_prefix(id).is_some_and(|rest| rest.trim_start().starts_with('='));
    let mut lines = text.lines();
    let at = if last {
        text.lines().collect::<Vec<_>>().iter().rposition(|line| defines(line))
    } else {
        lines.position(defines)
    };
    at.unwrap_or(0) + 1
}

/// Puts terms and other messages in the place of their references.
struct Resolver<'a> {
    defined: &'a BTreeMap<String, Definition<'a>>,
    fallback: Option<&'a Catalogue>,
    /// What is being resolved, to notice a circle.
    path: Vec<&'a str>,
}

impl<'a> Resolver<'a> {
    fn pattern(&mut self, pattern: &'a Pattern<&'a str>) -> Result<Vec<Piece>, String> {
        let mut pieces: Vec<Piece> = Vec::new();
        for element in &pattern.elements {
            let more = match element {
                PatternElement::TextElement { value } => vec![Piece::Text((*value).to_owned())],
                PatternElement::Placeable { expression } => self.expression(expression)?,
            };
            for piece in more {
                match (pieces.last_mut(), piece) {
                    (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
                    (_, piece) => pieces.push(piece),
                }
            }
        }
        if pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(|c| c < '\u{6}'))) {
            return Err("control characters have another meaning here".to_owned());
        }
        Ok(pieces)
    }

    fn expression(&mut self, expression: &'a Expression<&'a str>) -> Result<Vec<Piece>, String> {
        match expression {
            Expression::Inline(inline) => self.inline(inline),
            Expression::Select { selector, variants } => {
                let (argument, number) = match selector {
                    InlineExpression::VariableReference { id } => (id.name, None),
                    InlineExpression::FunctionReference { .. } => {
                        let (name, ordinal) = number(selector)?;
                        (name, Some(if ordinal { Choice::Ordinal } else { Choice::Cardinal }))
                    }
                    _ => return Err("only a variable can choose between variants".to_owned()),
                };
                let plural = variants.iter().all(|variant| is_plural(variant));
                let choice = number.unwrap_or(if plural { Choice::Cardinal } else { Choice::Word });
                let mut ordered: Vec<&Variant<&str>> = variants.iter().collect();
                ordered.sort_by_key(|variant| variant.default);
                let mut chosen = Vec::new();
                for variant in ordered {
                    chosen.push((key(variant).to_owned(), self.pattern(&variant.value)?));
                }
                Ok(vec![Piece::Select { argument: argument.to_owned(), choice, variants: chosen }])
            }
        }
    }

    fn inline(&mut self, inline: &'a InlineExpression<&'a str>) -> Result<Vec<Piece>, String> {
        match inline {
            InlineExpression::StringLiteral { value } => {
                let mut text = String::new();
                fluent_syntax::unicode::unescape_unicode(&mut text, value)
                    .map_err(|error| error.to_string())?;
                Ok(vec![Piece::Text(text)])
            }
            InlineExpression::NumberLiteral { value } => Ok(vec![Piece::Text((*value).to_owned())]),
            InlineExpression::VariableReference { id } => Ok(vec![Piece::Argument(id.name.to_owned())]),
            InlineExpression::FunctionReference { .. } => {
                let (name, ordinal) = number(inline)?;
                if ordinal {
                    return Err("`type: \"ordinal\"` belongs to a choice between variants".to_owned());
                }
                // A choice with one variant says that the argument is a number.
                let only = vec![Piece::Argument(name.to_owned())];
                let variants = vec![("other".to_owned(), only)];
                Ok(vec![Piece::Select { argument: name.to_owned(), choice: Choice::Cardinal, variants }])
            }
            InlineExpression::MessageReference { id, attribute: None } => self.refer(id.name.to_owned()),
            InlineExpression::TermReference { id, attribute: None, arguments: None } => {
                self.refer(format!("-{}", id.name))
            }
            InlineExpression::MessageReference { .. } | InlineExpression::TermReference { .. } => {
                Err("attributes and arguments of terms are not used here".to_owned())
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
        }
    }

    fn refer(&mut self, id: String) -> Result<Vec<Piece>, String> {
        let Some((id, definition)) = self.defined.get_key_value(&id) else {
            let known = self.fallback.and_then(|fallback| {
                fallback.terms.get(&id).or_else(|| Some(&fallback.messages.get(&id)?.pieces))
            });
            return known.cloned().ok_or_else(|| format!("there is no `{id}`"));
        };
        if self.path.contains(&id.as_str()) {
            return Err(format!("refers to itself through `{id}`"));
        }
        self.path.push(id);
        let pieces = self.pattern(definition.pattern);
        self.path.pop();
        pieces
    }
}

/// The argument of `NUMBER($count)`, and whether it is for an ordinal.
fn number<'a>(function: &InlineExpression<&'a str>) -> Result<(&'a str, bool), String> {
    let InlineExpression::FunctionReference { id, arguments } = function else {
        return Err("a function is wanted here".to_owned());
    };
    if id.name != "NUMBER" {
        return Err(format!("there is no function `{}`; dates come as text, from ui/src/text.rs", id.name));
    }
    let [InlineExpression::VariableReference { id: argument }] = arguments.positional.as_slice() else {
        return Err("NUMBER takes one variable".to_owned());
    };
    match arguments.named.as_slice() {
        [] => Ok((argument.name, false)),
        [option] if option.name.name == "type" => match option.value {
            InlineExpression::StringLiteral { value: "ordinal" } => Ok((argument.name, true)),
            InlineExpression::StringLiteral { value: "cardinal" } => Ok((argument.name, false)),
            _ => Err("`type` is \"cardinal\" or \"ordinal\"".to_owned()),
        },
        _ => Err("NUMBER knows no option but `type`".to_owned()),
    }
}

fn key<'a>(variant: &Variant<&'a str>) -> &'a str {
    match variant.key {
        VariantKey::Identifier { name } => name,
        VariantKey::NumberLiteral { value } => value,
    }
}

fn is_plural(variant: &Variant<&str>) -> bool {
    match variant.key {
        VariantKey::Identifier { name } => ["zero", "one", "two", "few", "many", "other"].contains(&name),
        VariantKey::NumberLiteral { .. } => true,
    }
}

fn parameters(pieces: &[Piece], comment: &str) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    let mut note = |name: &str, number: bool| {
        let number = number || comment.contains(&format!("${name} (Number)"));
        let kind = if number { Kind::Number } else { Kind::Text };
        match found.iter_mut().find(|parameter| parameter.name == name) {
            Some(parameter) if number => parameter.kind = kind,
            Some(_) => {}
            None => found.push(Parameter { name: name.to_owned(), kind }),
        }
    };
    visit(pieces, &mut note);
    found
}

fn visit(pieces: &[Piece], note: &mut impl FnMut(&str, bool)) {
    for piece in pieces {
        match piece {
            Piece::Text(_) => {}
            Piece::Argument(name) => note(name, false),
            Piece::Select { argument, choice, variants } => {
                note(argument, *choice != Choice::Word);
                variants.iter().for_each(|(_, pieces)| visit(pieces, note));
            }
        }
    }
}
