//! Time-based one-time passwords (RFC 6238) as every authenticator app makes them: SHA-1, six digits, thirty seconds.

use console_api::Timestamp;
use ring::hmac;

use super::SECOND;

const STEP: i64 = 30 * SECOND;
const DIGITS: usize = 6;
/// How many steps a phone's clock may be off, on either side.
const DRIFT: i64 = 1;
/// RFC 4226, section 4: 160 bits.
pub(super) const SECRET_BYTES: usize = 20;
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The time step whose code this is, among those that may be shown now; the newest where several have it.
pub(super) fn step_of(secret: &[u8], shown: &str, now: Timestamp) -> Option<i64> {
    if shown.len() != DIGITS || !shown.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let shown: u32 = shown.parse().ok()?;
    let current = now.micros().div_euclid(STEP);
    (current - DRIFT..=current + DRIFT).rev().find(|step| code(secret, *step) == shown)
}

/// RFC 4226's truncation of the HMAC of the step.
fn code(secret: &[u8], step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag[tag.len() - 1] & 15);
    let number = u32::from_be_bytes([tag[at] & 0x7f, tag[at + 1], tag[at + 2], tag[at + 3]]);
    number % 10_u32.pow(DIGITS as u32)
}

/// What an app is told (Key Uri Format): the secret, whose it is and by whom.
pub(super) fn uri(issuer: &str, account: &str, secret: &str) -> String {
    let encoded = |text: &str| {
        let mut encoded = String::new();
        console_api::wire::push_encoded(&mut encoded, text);
        encoded
    };
    let (issuer, account) = (encoded(issuer), encoded(account));
    format!("otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}")
}

/// RFC 4648, section 6, without padding: apps read it so.
pub(super) fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for group in bytes.chunks(5) {
        let mut five = [0; 5];
        five[..group.len()].copy_from_slice(group);
        let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for place in 0..(group.len() * 8).div_ceil(5) {
            text.push(char::from(ALPHABET[(bits >> (35 - 5 * place) & 31) as usize]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, of which six digits are the last of eight.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, shown) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let now = Timestamp(seconds * SECOND);
            assert_eq!(step_of(secret, shown, now), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_clock_may_be_off_by_one_step_and_no_more() {
        let secret = b"12345678901234567890";
        let at = |seconds: i64| step_of(secret, "050471", Timestamp(seconds * SECOND));
        let step = 1_111_111_111 / 30;
        let begin = step * 30;
        for (seconds, found) in [(-31, false), (-30, true), (0, true), (59, true), (60, false)] {
            assert_eq!(at(begin + seconds), found.then_some(step), "{seconds}");
        }
        for shown in ["50471", "0050471", "05047a", "+50471", ""] {
            assert_eq!(step_of(secret, shown, Timestamp(1_111_111_111 * SECOND)), None, "{shown}");
        }
    }

    /// RFC 4648, section 10.
    #[test]
    fn base32_is_that_of_the_standard() {
        for (bytes, text) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
        let uri = uri("Fluo Console", "ada@example.com", "MZXW6");
        assert_eq!(uri, "otpauth://totp/Fluo%20Console:ada%40example.com?secret=MZXW6&issuer=Fluo%20Console");
    }
}
