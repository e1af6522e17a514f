//! What a tenant looks like to its members: the style sheet that carries its colour, and its logo as a file.
//!
//! A logo is drawn by `<img>` from a file of our own, in which nothing runs; it is checked all the same, so that who
//! opens the file itself meets shapes and nothing else.

mod svg;

use console_api::connection::LinkTemplate;
use console_api::tenant::{LogoType, TenantBrand, TenantProfile};
use console_api::{Error, TenantId};
use sha2::{Digest as _, Sha256};

use crate::audit::encoding::hex;
use crate::caller::Caller;
use crate::console::Console;
use crate::operations::internal;
use crate::store::tenants::TenantRow;

/// Bytes of a logo at most.
pub(crate) const MAX_LOGO: usize = 64 * 1_024;
/// Pixels of a PNG at most, each way.
const MAX_PIXELS: u32 = 1_024;
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A file of a tenant's looks. Its name changes with what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantFile {
    pub content_type: &'static str,
    pub content: Vec<u8>,
}

impl Console {
    /// The file of that name, of the tenant the caller acts in; nothing where that is another, whatever it has.
    pub async fn tenant_file(
        &self,
        caller: &Caller,
        tenant: &str,
        name: &str,
    ) -> Result<Option<TenantFile>, Error> {
        if caller.tenant().id.as_str() != tenant {
            return Ok(None);
        }
        let scope = caller.authorise(console_api::Access::SignedIn)?;
        let Some(row) = self.store().tenant(&caller.tenant().id).await.map_err(internal)? else {
            return Ok(None);
        };
        if let Some(theme) = row.brand.filter(|brand| theme_name(*brand) == name) {
            let content = theme_css(theme).into_bytes();
            return Ok(Some(TenantFile { content_type: "text/css; charset=utf-8", content }));
        }
        if row.logo_hash.is_empty() || !name.starts_with(&format!("logo-{}.", row.logo_hash)) {
            return Ok(None);
        }
        let logo = self.store().logo(&scope).await.map_err(internal)?;
        Ok(logo.map(|logo| TenantFile { content_type: logo.kind.as_str(), content: logo.data }))
    }
}

/// The tenant as its members see it.
pub(crate) fn profile(row: TenantRow, links: Vec<LinkTemplate>) -> TenantProfile {
    let id = row.about.id;
    TenantProfile {
        theme: row.brand.map(|brand| path(&id, &theme_name(brand))),
        // What kind of file it is stands in its head; the browser goes by that.
        logo: (!row.logo_hash.is_empty()).then(|| path(&id, &format!("logo-{}.img", row.logo_hash))),
        brand: row.brand.map(|(hue, chroma)| TenantBrand { hue, chroma }),
        name: row.about.name,
        description: row.description,
        links,
        created_at: row.created_at,
        id,
    }
}

fn path(tenant: &TenantId, file: &str) -> String {
    format!("/t/{tenant}/{file}")
}

fn theme_name(brand: (f64, f64)) -> String {
    format!("theme-{}.css", short_hash(theme_css(brand).as_bytes()))
}

fn theme_css((hue, chroma): (f64, f64)) -> String {
    format!(":root{{--brand-h:{hue:.2};--brand-c:{chroma:.4}}}\n")
}

/// 64 bits of a hash, enough to tell one content from another in a name.
pub(crate) fn short_hash(content: &[u8]) -> String {
    hex(&Sha256::digest(content)[..8])
}

/// Says what is wrong with a logo.
pub(crate) fn check_logo(kind: LogoType, data: &[u8]) -> Result<(), String> {
    if data.len() > MAX_LOGO {
        return Err(format!("a logo has at most {} KiB", MAX_LOGO / 1_024));
    }
    match kind {
        LogoType::Png => check_png(data).map_err(str::to_owned),
        LogoType::Svg => {
            let text = std::str::from_utf8(data).map_err(|_| "an SVG is UTF-8 text".to_owned())?;
            svg::check(text)
        }
    }
}

/// A PNG whose parts fill it from its first byte to its last: nothing else can hide in it.
fn check_png(data: &[u8]) -> Result<(), &'static str> {
    let broken = "this is no whole PNG";
    let mut rest = data.strip_prefix(PNG).ok_or("this is no PNG")?;
    let mut first = true;
    loop {
        let (head, after) = rest.split_at_checked(8).ok_or(broken)?;
        let (length, kind) = head.split_at(4);
        let length = u32::from_be_bytes(length.try_into().map_err(|_| broken)?);
        let length = usize::try_from(length).map_err(|_| broken)?;
        let (content, after) = after.split_at_checked(length).ok_or(broken)?;
        rest = after.get(4..).ok_or(broken)?;
        if first {
            let sides = content.get(..8).filter(|_| kind == b"IHDR").ok_or(broken)?;
            let side =
                |at: usize| u32::from_be_bytes([sides[at], sides[at + 1], sides[at + 2], sides[at + 3]]);
            if !(1..=MAX_PIXELS).contains(&side(0)) || !(1..=MAX_PIXELS).contains(&side(4)) {
                return Err("a PNG is 1 to 1,024 pixels wide and high");
            }
            first = false;
        }
        if kind == b"IEND" {
            return if rest.is_empty() { Ok(()) } else { Err("something follows the end of the PNG") };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, tail: &[u8]) -> Vec<u8> {
        let mut data = PNG.to_vec();
        for (kind, content) in
            [(b"IHDR", [width.to_be_bytes(), 1_u32.to_be_bytes()].concat()), (b"IEND", vec![])]
        {
            data.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
            data.extend(kind);
            data.extend(content);
            data.extend([0; 4]);
        }
        data.extend(tail);
        data
    }

    #[test]
    fn a_png_is_small_and_nothing_but_a_png() {
        let check = |data: &[u8]| check_logo(LogoType::Png, data);
        assert_eq!(check(&png(1_024, b"")), Ok(()));
        for bad in [png(1_025, b""), png(0, b""), png(1, b"<script>"), png(1, b"")[..20].to_vec(), vec![]] {
            assert!(check(&bad).is_err(), "{bad:?}");
        }
        assert!(check(&vec![0; MAX_LOGO + 1]).is_err());
    }

    #[test]
    fn a_theme_has_another_name_for_another_colour() {
        assert_eq!(theme_css((150.0, 0.14)), ":root{--brand-h:150.00;--brand-c:0.1400}\n");
        assert_ne!(theme_name((150.0, 0.14)), theme_name((150.01, 0.14)));
    }
}
