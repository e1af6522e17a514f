//! Java's BigDecimal, as far as 38 digits reach: an unscaled integer and a decimal scale.

use std::cmp::Ordering;
use std::fmt;

/// `unscaled * 10^-scale`. What does not fit 127 bits is refused, not rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    pub unscaled: i128,
    pub scale: i32,
}

/// Scales beyond this are refused: aligning them would not fit anyway.
const MAX_SCALE: i32 = 1000;

fn power_of_ten(exponent: u32) -> Option<i128> {
    10i128.checked_pow(exponent)
}

impl Decimal {
    pub(crate) fn integer(value: i128) -> Decimal {
        Decimal { unscaled: value, scale: 0 }
    }

    /// `[+-]digits[.digits][e[+-]digits]`; nothing when it is no number or too long.
    pub(crate) fn parse(text: &str) -> Option<Decimal> {
        let (mantissa, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], text[at + 1..].parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let unsigned = whole.strip_prefix(['+', '-']).unwrap_or(whole);
        if unsigned.is_empty() && fraction.is_empty() {
            return None;
        }
        let mut unscaled: i128 = 0;
        for digit in unsigned.bytes().chain(fraction.bytes()) {
            if !digit.is_ascii_digit() {
                return None;
            }
            unscaled = unscaled.checked_mul(10)?.checked_add(i128::from(digit - b'0'))?;
        }
        if whole.starts_with('-') {
            unscaled = -unscaled;
        }
        let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        Decimal { unscaled, scale }.bounded()
    }

    /// The exact value of a double, as `new BigDecimal(double)` gives it.
    pub(crate) fn from_double(value: f64) -> Option<Decimal> {
        if !value.is_finite() {
            return None;
        }
        let mut unscaled = value;
        let mut scale = 0;
        // Each step removes one binary place: times ten is times two, times five.
        while unscaled.fract() != 0.0 {
            unscaled *= 2.0;
            scale += 1;
        }
        if unscaled.abs() >= 1.5e38 || scale > 54 {
            return None;
        }
        let unscaled = (unscaled as i128).checked_mul(5i128.checked_pow(scale)?)?;
        Some(Decimal { unscaled, scale: scale as i32 })
    }

    fn bounded(self) -> Option<Decimal> {
        (self.scale.abs() <= MAX_SCALE).then_some(self)
    }

    fn at_scale(self, scale: i32) -> Option<i128> {
        let up = u32::try_from(scale.checked_sub(self.scale)?).ok()?;
        if self.unscaled == 0 { Some(0) } else { self.unscaled.checked_mul(power_of_ten(up)?) }
    }

    pub(crate) fn add(self, other: Decimal) -> Option<Decimal> {
        let scale = self.scale.max(other.scale);
        Some(Decimal { unscaled: self.at_scale(scale)?.checked_add(other.at_scale(scale)?)?, scale })
    }

    pub(crate) fn negate(self) -> Option<Decimal> {
        Some(Decimal { unscaled: self.unscaled.checked_neg()?, scale: self.scale })
    }

    pub(crate) fn multiply(self, other: Decimal) -> Option<Decimal> {
        let unscaled = self.unscaled.checked_mul(other.unscaled)?;
        Decimal { unscaled, scale: self.scale.checked_add(other.scale)? }.bounded()
    }

    /// Quotient at the scale of `self`, rounded half to even. The divisor is not zero.
    pub(crate) fn divide(self, other: Decimal) -> Option<Decimal> {
        // self.unscaled * 10^-s1 / (other.unscaled * 10^-s2), to scale s1: the scale of the divisor moves the digits.
        let (dividend, divisor) = if other.scale >= 0 {
            (self.unscaled.checked_mul(power_of_ten(other.scale as u32)?)?, other.unscaled)
        } else {
            (self.unscaled, other.unscaled.checked_mul(power_of_ten(other.scale.unsigned_abs())?)?)
        };
        let quotient = dividend.checked_div(divisor)?;
        let rest = dividend.checked_rem(divisor)?;
        let twice = rest.checked_abs()?.checked_mul(2)?.cmp(&divisor.checked_abs()?);
        let away = match twice {
            Ordering::Greater => true,
            Ordering::Equal => quotient % 2 != 0,
            Ordering::Less => false,
        };
        let step = if (dividend < 0) == (divisor < 0) { 1 } else { -1 };
        let unscaled = if away { quotient.checked_add(step)? } else { quotient };
        Some(Decimal { unscaled, scale: self.scale })
    }

    pub(crate) fn compare(self, other: Decimal) -> Option<Ordering> {
        let signs = self.unscaled.signum().cmp(&other.unscaled.signum());
        if signs != Ordering::Equal {
            return Some(signs);
        }
        let scale = self.scale.max(other.scale);
        Some(self.at_scale(scale)?.cmp(&other.at_scale(scale)?))
    }

    /// The integer part.
    pub(crate) fn truncate(self) -> Option<i128> {
        if self.scale <= 0 {
            return self.at_scale(0);
        }
        Some(power_of_ten(self.scale as u32).map_or(0, |power| self.unscaled / power))
    }

    pub(crate) fn to_double(self) -> f64 {
        format!("{}e{}", self.unscaled, -self.scale).parse().unwrap_or(f64::NAN)
    }
}

/// Java's canonical form: plain while the scale is not negative and the number not below 10^-6, else with `E`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.unscaled.unsigned_abs().to_string();
        if self.unscaled < 0 {
            f.write_str("-")?;
        }
        let count = digits.len() as i32;
        let adjusted = -self.scale + count - 1;
        if self.scale == 0 {
            return f.write_str(&digits);
        }
        if self.scale > 0 && adjusted >= -6 {
            let whole = count - self.scale;
            if whole > 0 {
                return write!(f, "{}.{}", &digits[..whole as usize], &digits[whole as usize..]);
            }
            return write!(f, "0.{}{digits}", "0".repeat(-whole as usize));
        }
        f.write_str(&digits[..1])?;
        if count > 1 {
            write!(f, ".{}", &digits[1..])?;
        }
        if adjusted != 0 { write!(f, "E{adjusted:+}") } else { Ok(()) }
    }
}
