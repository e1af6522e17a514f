//! A text as a QR code, drawn as an SVG document.

use std::fmt::Write as _;

use console_api::{Error, ErrorCode};
use qrcodegen::{QrCode, QrCodeEcc};

/// Modules without anything around the code (ISO/IEC 18004).
const QUIET: i32 = 4;

pub(super) fn svg(text: &str) -> Result<String, Error> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(|error| {
        tracing::error!(%error, "a QR code cannot be drawn");
        Error::new(ErrorCode::Internal, "the QR code could not be drawn")
    })?;
    let size = code.size() + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            // Writing to a string does not fail.
            let _ = write!(path, "M{},{}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M0,0h{size}v{size}h-{size}z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_corners_and_its_quiet_zone() {
        let svg = svg("otpauth://totp/Fluo%20Console:ada%40example.com?secret=MZXW6").unwrap();
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
        // The outer ring of the finder pattern begins at the corner, and nothing stands before it.
        assert!(svg.contains("M4,4h1v1h-1z") && svg.contains("M10,10h1v1h-1z") && !svg.contains("M3,"));
        assert!(svg.len() < 32_768, "{}", svg.len());
    }
}
