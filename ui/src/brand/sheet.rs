//! Reads the colours of the style sheet as a browser does and measures each pair that is shown together, so that the
//! sheet, these figures and `console_api::brand` cannot drift apart.

use std::collections::HashMap;

use console_api::brand::{Brand, Ground, Oklch, contrast};

const SHEET: &str = include_str!("../../style/tokens.css");

/// The colours in force in one appearance, with one brand.
struct Palette(HashMap<&'static str, Oklch>);

impl Palette {
    fn of(ground: Ground, brand: Brand) -> Self {
        let selectors: &[&str] = match ground {
            Ground::Light => &[":root"],
            Ground::Dark => &[":root", "[data-theme=\"dark\"]"],
            Ground::LightMoreContrast => &[":root", "[data-contrast=\"more\"]"],
            Ground::DarkMoreContrast => &[
                ":root",
                "[data-theme=\"dark\"]",
                "[data-contrast=\"more\"]",
                "[data-contrast=\"more\"][data-theme=\"dark\"]",
            ],
        };
        let declared = selectors.iter().flat_map(|selector| block(selector)).filter_map(|(name, value)| {
            let parts = value.strip_prefix("oklch(")?.strip_suffix(')')?;
            Some((name, colour(parts, brand)?))
        });
        Self(declared.collect())
    }

    fn get(&self, name: &str) -> Oklch {
        *self.0.get(name).unwrap_or_else(|| panic!("no --{name} in tokens.css"))
    }

    fn contrast(&self, one: &str, other: &str) -> f64 {
        contrast(self.get(one), self.get(other))
    }
}

/// The declarations of a rule: names without dashes.
fn block(selector: &str) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    for (at, _) in SHEET.match_indices(&format!("\n  {selector} {{\n")) {
        let body = SHEET[at..].split_once("{\n").unwrap().1.split_once("\n  }").unwrap().0;
        let declarations = body.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": "));
        found.extend(declarations.map(|(name, value)| (name, value.trim_end_matches(';'))));
    }
    assert!(!found.is_empty(), "no rule for {selector}");
    found
}

/// `0.72 calc(var(--brand-c) * 0.74) var(--brand-h)`; nothing for a colour that lets something through.
fn colour(parts: &str, brand: Brand) -> Option<Oklch> {
    if parts.contains('/') {
        return None;
    }
    let (hue, chroma) = (brand.hue().to_string(), brand.chroma().to_string());
    let parts = parts.replace("var(--brand-h)", &hue).replace("var(--brand-c)", &chroma);
    let (l, rest) = parts.split_once(' ')?;
    let (c, h) = rest.rsplit_once(' ')?;
    let c = match c.strip_prefix("calc(") {
        Some(product) => {
            let (one, other) = product.strip_suffix(')')?.split_once(" * ")?;
            one.parse::<f64>().ok()? * other.parse::<f64>().ok()?
        }
        None => c.parse().ok()?,
    };
    Some(Oklch::new(l.parse().ok()?, c, h.parse().ok()?))
}

fn palettes() -> [(Ground, Palette); 4] {
    Ground::ALL.map(|ground| (ground, Palette::of(ground, Brand::default())))
}

/// The table of the design language, to its last digit.
#[test]
fn text_and_controls_have_the_contrast_of_the_design_language() {
    let [(_, light), (_, dark), (_, light_more), (_, dark_more)] = palettes();
    for (palette, one, other, figure) in [
        (&light, "ink", "background", 17.2),
        (&light, "ink", "hover", 15.0),
        (&light, "ink", "selected", 15.1),
        (&light, "ink-2", "background", 6.16),
        (&light, "ink-2", "hover", 5.38),
        (&light, "ink-2", "selected", 5.4),
        (&light, "ink-3", "background", 5.08),
        (&light, "ink-3", "muted", 4.70),
        (&light, "control", "background", 3.51),
        (&light, "control", "hover", 3.03),
        (&light, "on-danger", "danger", 6.08),
        (&dark, "ink", "background", 16.5),
        (&dark, "ink", "hover", 14.4),
        (&dark, "ink", "selected", 13.2),
        (&dark, "ink-2", "background", 8.0),
        (&dark, "ink-2", "hover", 7.0),
        (&dark, "ink-2", "selected", 6.4),
        (&dark, "ink-3", "background", 5.59),
        (&dark, "ink-3", "hover", 4.89),
        (&dark, "control", "background", 4.04),
        (&dark, "control", "surface", 3.78),
        (&dark, "on-danger", "danger", 5.49),
        (&light_more, "ink", "background", 20.3),
        (&light_more, "ink-2", "background", 10.9),
        (&light_more, "line", "background", 6.0),
        (&dark_more, "ink", "background", 20.6),
        (&dark_more, "ink-2", "background", 13.5),
        (&dark_more, "line", "background", 5.7),
    ] {
        let measured = palette.contrast(one, other);
        // The table was taken from colours rounded to 8 bits.
        assert!((measured - figure).abs() <= figure * 0.012, "{one} on {other}: {measured:.2}, not {figure}");
    }
}

const PAGE: [&str; 4] = ["sunken", "background", "surface", "muted"];
const STATUS: [&str; 6] = ["ok", "info", "warning", "critical", "paused", "unknown"];

#[test]
fn every_status_and_series_stands_out_from_every_surface() {
    for (ground, palette) in palettes() {
        let at_least = |one: &str, other: &str, least: f64| {
            let measured = palette.contrast(one, other);
            assert!(measured >= least, "{ground:?}: {one} on {other} is {measured:.2}, below {least}");
        };
        for surface in PAGE {
            at_least("ink", surface, 4.5);
            at_least("ink-2", surface, 4.5);
            at_least("ink-3", surface, 4.5);
            at_least("control", surface, 3.0);
            for status in STATUS {
                at_least(status, surface, 3.0);
                at_least(&format!("{status}-text"), surface, 4.5);
            }
        }
        for status in STATUS {
            at_least(&format!("{status}-text"), &format!("{status}-soft"), 4.5);
            at_least(status, "glyph-ink", 3.0);
        }
        for series in 1..=8 {
            at_least(&format!("series-{series}"), "surface", 2.95);
        }
        let heat: Vec<f64> = (1..=7).map(|step| palette.get(&format!("heat-{step}")).l).collect();
        assert!(heat.is_sorted() || heat.iter().rev().is_sorted(), "{ground:?}: {heat:?}");
    }
}

#[test]
fn the_sheet_mixes_a_brand_as_the_shared_code_does() {
    for ground in Ground::ALL {
        for brand in [Brand::default(), Brand::new(20.0, 0.1).unwrap(), Brand::new(140.0, 0.0).unwrap()] {
            let palette = Palette::of(ground, brand);
            for (name, shared) in [
                ("primary", brand.primary(ground)),
                ("ring", brand.ring(ground)),
                ("on-primary", Brand::on_primary(ground)),
            ] {
                let sheet = palette.get(name);
                let apart =
                    (sheet.l - shared.l).abs() + (sheet.c - shared.c).abs() + (sheet.h - shared.h).abs();
                assert!(
                    apart < 1e-9,
                    "{ground:?} {name}: {sheet:?} in the sheet, {shared:?} in the shared code"
                );
            }
        }
    }
}

/// The selected row is tinted by the brand; words on it must stay readable whatever the tint.
#[test]
fn words_on_a_selected_row_are_readable_under_every_brand() {
    for (ground, hue) in Ground::ALL.into_iter().flat_map(|ground| (0..360).map(move |hue| (ground, hue))) {
        let palette = Palette::of(ground, Brand::new(f64::from(hue), 0.19).unwrap());
        for words in ["ink", "ink-2"] {
            let measured = palette.contrast(words, "selected");
            assert!(measured >= 4.5, "{ground:?}, hue {hue}: {words} on selected is {measured:.2}");
        }
    }
}
