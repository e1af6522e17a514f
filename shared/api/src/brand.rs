//! A tenant's colour: hue and chroma of the one accent of the interface.
//!
//! Lightness is ours and fixed per theme, so that every hue keeps the contrast of `primary`, the words on it and the
//! focus ring; the same figures stand in the style sheet, and a test of the UI compares the two. Nothing here knows a
//! browser or a file.
//!
//! Sources: Björn Ottosson, "A perceptual color space for image processing" (OKLab, 2020, matrices of 2021-01-25);
//! W3C, WCAG 2.2, "relative luminance" and "contrast ratio"; IEC 61966-2-1 for the transfer function of sRGB.

/// A colour in OKLCH: lightness 0–1, chroma from 0, hue in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklch {
    pub l: f64,
    pub c: f64,
    pub h: f64,
}

/// Below this chroma a colour has no hue worth keeping.
const GREY: f64 = 0.002;

impl Oklch {
    pub const fn new(l: f64, c: f64, h: f64) -> Self {
        Self { l, c, h }
    }

    /// Reads `#2f6fed`, `2f6fed` or `#26e`.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches('#').as_bytes();
        let digit = |at: usize| char::from(digits[at]).to_digit(16);
        let channel = |at: usize| -> Option<f64> {
            let value = match digits.len() {
                3 => digit(at)? * 17,
                6 => digit(at * 2)? * 16 + digit(at * 2 + 1)?,
                _ => return None,
            };
            Some(linear_of_srgb(f64::from(value) / 255.0))
        };
        Some(Self::from_linear([channel(0)?, channel(1)?, channel(2)?]))
    }

    fn from_linear([r, g, b]: [f64; 3]) -> Self {
        let long = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let medium = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let short = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let l = 0.210_454_255_3 * long + 0.793_617_785_0 * medium - 0.004_072_046_8 * short;
        let a = 1.977_998_495_1 * long - 2.428_592_205_0 * medium + 0.450_593_709_9 * short;
        let b = 0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766_0 * short;
        let c = a.hypot(b);
        let h = if c < GREY { 0.0 } else { b.atan2(a).to_degrees().rem_euclid(360.0) };
        Self { l, c, h }
    }

    /// Linear sRGB; a channel outside 0–1 is a colour that the screen cannot show.
    fn linear(self) -> [f64; 3] {
        let (sin, cos) = self.h.to_radians().sin_cos();
        let (a, b) = (self.c * cos, self.c * sin);
        let long = (self.l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let medium = (self.l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let short = (self.l - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
            -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
            -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701_0 * short,
        ]
    }

    /// WCAG's relative luminance of what a browser paints: channels beyond sRGB are cut off.
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.linear().map(|channel| channel.clamp(0.0, 1.0));
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// `#rrggbb` of what a browser paints.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
    pub fn hex(self) -> String {
        let [r, g, b] =
            self.linear().map(|channel| (srgb_of_linear(channel.clamp(0.0, 1.0)) * 255.0).round() as u8);
        format!("#{r:02x}{g:02x}{b:02x}")
    }
}

fn linear_of_srgb(value: f64) -> f64 {
    if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

fn srgb_of_linear(value: f64) -> f64 {
    if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 }
}

/// WCAG's contrast ratio, 1 to 21; the order does not matter.
pub fn contrast(one: Oklch, other: Oklch) -> f64 {
    let (one, other) = (one.luminance(), other.luminance());
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// What the page looks like behind the accent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Light,
    Dark,
    LightMoreContrast,
    DarkMoreContrast,
}

impl Ground {
    pub const ALL: [Self; 4] = [Self::Light, Self::Dark, Self::LightMoreContrast, Self::DarkMoreContrast];

    /// Lightness, and the share of the brand's chroma.
    const fn primary(self) -> (f64, f64) {
        match self {
            Self::Light => (0.5, 1.0),
            Self::Dark => (0.72, 0.74),
            Self::LightMoreContrast => (0.4, 1.0),
            Self::DarkMoreContrast => (0.82, 0.6),
        }
    }

    const fn ring(self) -> (f64, f64) {
        match self {
            Self::Light => (0.56, 1.0),
            Self::Dark => (0.72, 0.79),
            Self::LightMoreContrast | Self::DarkMoreContrast => self.primary(),
        }
    }

    const fn on_primary(self) -> Oklch {
        match self {
            Self::Light | Self::LightMoreContrast => Oklch::new(0.99, 0.0, 0.0),
            Self::Dark | Self::DarkMoreContrast => Oklch::new(0.17, 0.01, 262.0),
        }
    }
}

/// The accent of a tenant. Can only be made with a hue and a chroma that keep their contrast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Brand {
    hue: f64,
    chroma: f64,
}

impl Default for Brand {
    fn default() -> Self {
        Self { hue: 262.0, chroma: Self::MOST_CHROMA }
    }
}

impl Brand {
    /// More chroma is cut to this.
    pub const MOST_CHROMA: f64 = 0.19;

    /// Any hue in degrees is turned into 0–360, chroma is capped; what is no number is refused.
    pub fn new(hue: f64, chroma: f64) -> Option<Self> {
        let valid = hue.is_finite() && chroma.is_finite() && chroma >= 0.0;
        valid.then(|| Self { hue: hue.rem_euclid(360.0), chroma: chroma.min(Self::MOST_CHROMA) })
    }

    /// Hue and chroma of a colour in hex. A grey keeps our hue and loses the chroma.
    pub fn from_hex(text: &str) -> Option<Self> {
        let colour = Oklch::from_hex(text)?;
        if colour.c < GREY {
            return Some(Self { chroma: 0.0, ..Self::default() });
        }
        Self::new(colour.h, colour.c)
    }

    pub const fn hue(self) -> f64 {
        self.hue
    }

    pub const fn chroma(self) -> f64 {
        self.chroma
    }

    /// The colour of the most important button and of links.
    pub fn primary(self, on: Ground) -> Oklch {
        self.with(on.primary())
    }

    /// The focus ring.
    pub fn ring(self, on: Ground) -> Oklch {
        self.with(on.ring())
    }

    /// Words on [`primary`](Self::primary).
    pub const fn on_primary(on: Ground) -> Oklch {
        on.on_primary()
    }

    fn with(self, (lightness, share): (f64, f64)) -> Oklch {
        Oklch::new(lightness, self.chroma * share, self.hue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_in_hex_comes_back() {
        for hex in ["#2f6fed", "#ff0000", "#00ff00", "#0000ff", "#161a20", "#ffffff", "#000000", "#808080"] {
            assert_eq!(Oklch::from_hex(hex).map(Oklch::hex).as_deref(), Some(hex));
        }
        assert_eq!(Oklch::from_hex(" 26e "), Oklch::from_hex("#2266ee"));
        for text in ["", "#", "#12", "#12345", "#1234567", "#ggg", "#é1", "blue"] {
            assert_eq!(Oklch::from_hex(text), None, "{text}");
        }
    }

    /// The reference pairs of the OKLab article and of WCAG.
    #[test]
    fn the_formulas_give_the_published_figures() {
        let red = Oklch::from_hex("#ff0000").unwrap();
        assert!(
            (red.l - 0.628).abs() < 0.001 && (red.c - 0.258).abs() < 0.001 && (red.h - 29.23).abs() < 0.05
        );
        let (black, white) = (Oklch::new(0.0, 0.0, 0.0), Oklch::new(1.0, 0.0, 0.0));
        assert!((contrast(black, white) - 21.0).abs() < 0.001);
        let grey = Oklch::from_hex("#767676").unwrap();
        assert!((contrast(grey, white) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_brand_keeps_the_hue_and_caps_the_chroma() {
        let magenta = Brand::from_hex("#ff00ff").unwrap();
        assert!((magenta.hue() - 328.4).abs() < 0.1);
        assert!((magenta.chroma() - Brand::MOST_CHROMA).abs() < f64::EPSILON);
        assert_eq!(Brand::from_hex("#777").map(|grey| (grey.hue(), grey.chroma())), Some((262.0, 0.0)));
        assert_eq!(Brand::new(-98.0, 0.1), Brand::new(262.0, 0.1));
        assert_eq!([Brand::new(f64::NAN, 0.1), Brand::new(1.0, -0.1)], [None, None]);
    }

    /// The colour of least chroma change that a screen can show, for browsers that do not simply cut channels off.
    fn within_srgb(colour: Oklch) -> Oklch {
        let fits = |c: f64| {
            Oklch { c, ..colour }.linear().iter().all(|channel| (-1e-6..=1.0 + 1e-6).contains(channel))
        };
        let (mut low, mut high) = (0.0, colour.c);
        if fits(high) {
            return colour;
        }
        for _ in 0..24 {
            let middle = f64::midpoint(low, high);
            if fits(middle) { low = middle } else { high = middle }
        }
        Oklch { c: low, ..colour }
    }

    #[test]
    fn every_brand_keeps_its_contrast_on_every_ground() {
        // Of words on `primary` and of the ring on the page: what WCAG asks for where channels are cut off, and our
        // own figures where a browser gives up chroma instead.
        for (ground, cut, kept) in [
            (Ground::Light, (4.6, 3.5), (5.4, 4.0)),
            (Ground::Dark, (7.2, 6.5), (7.2, 6.5)),
            (Ground::LightMoreContrast, (7.0, 7.0), (8.0, 8.0)),
            (Ground::DarkMoreContrast, (10.0, 10.0), (10.0, 10.0)),
        ] {
            for (painted, least) in [((|colour| colour) as fn(Oklch) -> Oklch, cut), (within_srgb, kept)] {
                let worst = worst(ground, painted);
                assert!(worst.0 >= least.0 && worst.1 >= least.1, "{ground:?}: {worst:?}");
            }
        }
    }

    /// The least contrast of words on `primary` and of the ring on the page, over every hue and chroma.
    fn worst(ground: Ground, painted: fn(Oklch) -> Oklch) -> (f64, f64) {
        let page = match ground {
            Ground::Light => [(0.978, 0.002), (0.994, 0.001), (1.0, 0.0)],
            Ground::LightMoreContrast => [(1.0, 0.0); 3],
            Ground::Dark => [(0.15, 0.006), (0.18, 0.007), (0.213, 0.008)],
            Ground::DarkMoreContrast => [(0.1, 0.0), (0.1, 0.0), (0.15, 0.004)],
        };
        let mut worst = (f64::MAX, f64::MAX);
        for (hue, chroma) in (0..360).flat_map(|hue| (0..=19).map(move |step| (hue, step))) {
            let brand = Brand::new(f64::from(hue), f64::from(chroma) / 100.0).unwrap();
            let (primary, ring) = (painted(brand.primary(ground)), painted(brand.ring(ground)));
            worst.0 = worst.0.min(contrast(primary, Brand::on_primary(ground)));
            for (l, c) in page {
                worst.1 = worst.1.min(contrast(ring, Oklch::new(l, c, 262.0)));
            }
        }
        worst
    }
}
