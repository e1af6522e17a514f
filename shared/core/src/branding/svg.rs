//! Is an SVG shapes alone? Elements, attributes and what stands in them are taken from a list; everything that runs,
//! loads or declares is on none.

const ELEMENTS: [&str; 16] = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "title",
    "desc",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
];
const ATTRIBUTES: [&str; 52] = [
    "viewBox",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "d",
    "points",
    "id",
    "fill",
    "fill-rule",
    "fill-opacity",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-opacity",
    "opacity",
    "color",
    "transform",
    "gradientTransform",
    "gradientUnits",
    "spreadMethod",
    "offset",
    "stop-color",
    "stop-opacity",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "preserveAspectRatio",
    "version",
    "role",
    "aria-label",
    "aria-hidden",
    "shape-rendering",
    "vector-effect",
    "paint-order",
    "overflow",
    "display",
];
const NAMESPACE: &str = "http://www.w3.org/2000/svg";
const MAX_DEPTH: usize = 64;
const MAX_ELEMENTS: usize = 5_000;

/// Says what is not a shape, or is not well-formed.
pub(super) fn check(text: &str) -> Result<(), String> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    if let Some(after) = rest.strip_prefix("<?xml ") {
        rest = after.split_once("?>").ok_or("the XML declaration does not end")?.1;
    }
    let (mut open, mut elements) = (Vec::new(), 0);
    loop {
        let Some((before, after)) = rest.split_once('<') else {
            let ended = open.is_empty() && elements > 0 && rest.trim().is_empty();
            return if ended { Ok(()) } else { Err("the SVG does not end".to_owned()) };
        };
        check_text(before, open.is_empty())?;
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->").ok_or("a comment does not end")?.1;
            continue;
        }
        if let Some(end) = after.strip_prefix('/') {
            let (name, after) = end.split_once('>').ok_or("a tag does not end")?;
            if open.pop() != Some(name.trim_end()) {
                return Err(format!("`{}` ends what did not begin", bounded(name)));
            }
            rest = after;
            continue;
        }
        let (tag, after) = split_tag(after)?;
        rest = after;
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((tag, ""));
        if !ELEMENTS.contains(&name) {
            return Err(format!("`{}` is not taken in a logo: only shapes and gradients are", bounded(name)));
        }
        let has_namespace = check_attributes(attributes)?;
        if open.is_empty() && (elements > 0 || name != "svg" || !has_namespace) {
            return Err(format!("an SVG is one `svg` element in the namespace {NAMESPACE}"));
        }
        elements += 1;
        if elements > MAX_ELEMENTS || open.len() >= MAX_DEPTH {
            return Err("the SVG has too many elements".to_owned());
        }
        if !is_empty {
            open.push(name);
        }
    }
}

/// A start tag without its brackets, and what follows it. A `>` within quotes does not end it.
fn split_tag(text: &str) -> Result<(&str, &str), String> {
    let mut quote = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            (None, '>') => return Ok((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    Err("a tag does not end".to_owned())
}

/// Whether they name the namespace.
fn check_attributes(mut rest: &str) -> Result<bool, String> {
    let mut has_namespace = false;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(has_namespace);
        }
        let (name, after) = rest.split_once('=').ok_or("an attribute has no value")?;
        let (name, after) = (name.trim_end(), after.trim_start());
        let quote =
            after.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or("a value has no quotes")?;
        let (value, after) = after[1..].split_once(quote).ok_or("a value does not end")?;
        rest = after;
        if name == "xmlns" && value == NAMESPACE {
            has_namespace = true;
            continue;
        }
        if !ATTRIBUTES.contains(&name) {
            return Err(format!("the attribute `{}` is not taken in a logo", bounded(name)));
        }
        check_text(value, false)?;
        // `url(#here)` points into the file; every other one leads out of it.
        let lowered = value.to_ascii_lowercase();
        let leads_out =
            lowered.match_indices("url(").any(|(at, _)| !lowered[at + 4..].trim_start().starts_with('#'));
        if leads_out || value.contains(['\\', '<']) || lowered.contains("image(") {
            return Err(format!("the value of `{name}` leads out of the file"));
        }
    }
}

fn check_text(text: &str, outside: bool) -> Result<(), String> {
    if outside && !text.trim().is_empty() {
        return Err("text stands outside the `svg` element".to_owned());
    }
    let known = ["amp;", "lt;", "gt;", "quot;", "apos;"];
    let strange =
        text.match_indices('&').any(|(at, _)| !known.iter().any(|name| text[at + 1..].starts_with(name)));
    if strange { Err("an entity is not taken in a logo".to_owned()) } else { Ok(()) }
}

fn bounded(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!("<svg xmlns=\"{NAMESPACE}\" viewBox=\"0 0 8 8\">{inside}</svg>")
    }

    #[test]
    fn shapes_and_gradients_are_taken() {
        for inside in [
            "",
            "<rect width='8' height='8'/>",
            "<!-- drawn --><g fill=\"#123\"><path d='M0 0h8v8z'></path></g>",
            "<defs><linearGradient id='a'><stop offset='0' stop-color='red'/></linearGradient></defs>\
             <circle r='4' fill='url(#a)'/><title>Ours &amp; theirs > 1</title>",
        ] {
            assert_eq!(check(&svg(inside)), Ok(()), "{inside}");
        }
        assert_eq!(check(&format!("<?xml version=\"1.0\"?>\n{}\n", svg(""))), Ok(()));
    }

    #[test]
    fn what_runs_loads_or_declares_is_not() {
        for inside in [
            "<script>alert(1)</script>",
            "<SCRIPT/>",
            "<rect onload='alert(1)'/>",
            "<rect fill='url(https://evil.example/a)'/>",
            "<rect fill='URL( &#x68;ttp://x)'/>",
            "<rect style='fill:red'/>",
            "<style>*{}</style>",
            "<a href='javascript:alert(1)'><rect/></a>",
            "<use href='#a'/>",
            "<image href='x.png'/>",
            "<foreignObject/>",
            "<animate attributeName='x'/>",
            "<g xlink:href='#a'/>",
            "<g xmlns:x='y'/>",
            "<g xmlns='http://www.w3.org/1999/xhtml'/>",
            "<![CDATA[x]]>",
            "&evil;",
            "<g>",
            "</g>",
            "<rect width=8/>",
            "<rect fill='ur\\6c (x)'/>",
            "<?php x ?>",
        ] {
            assert!(check(&svg(inside)).is_err(), "{inside}");
        }
        for text in [
            "",
            "x",
            "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>",
            "<svg/>",
            "<g xmlns='http://www.w3.org/2000/svg'/>",
            "<svg xmlns='http://www.w3.org/2000/svg'/><svg xmlns='http://www.w3.org/2000/svg'/>",
            "<svg xmlns='http://www.w3.org/2000/svg'/>x",
            "<svg xmlns='http://www.w3.org/2000/svg' a='>",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
        assert!(check(&svg(&"<g>".repeat(70))).is_err());
        assert!(check(&svg(&"<g/>".repeat(5_001))).is_err());
    }
}
