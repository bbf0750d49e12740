//! Decimals as text, which is what they are without the feature `decimal`.

use crate::ast::{DataType, Value};

/// The text, if the value is that of a decimal.
pub(crate) fn of<'v>(value: &'v Value, data_type: Option<&DataType>) -> Option<&'v str> {
    match (value, data_type) {
        (Value::Text(text), Some(DataType::Decimal(_))) => Some(text),
        _ => None,
    }
}

/// Whether it is the digits of a number, no more than a server without decimals holds.
pub(super) fn fits(text: &str, has_decimals: bool) -> bool {
    /// As many as a floating-point number always gives back.
    const DIGITS: usize = 15;
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let significant = || {
        let digits: String = [whole, fraction].concat();
        digits.trim_start_matches('0').trim_end_matches('0').len()
    };
    is_digits(whole) && is_digits(fraction) && (has_decimals || significant() <= DIGITS)
}

/// How many digits after the point tell something.
pub(super) fn scale(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, fraction)| fraction.trim_end_matches('0').len())
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_decimal_is_digits() {
        for text in [
            "0",
            "-1",
            "1.50",
            "-0.000000000000000000001",
            "123456789012345",
            "100000000000000000.0",
        ] {
            assert!(fits(text, true) && fits(text, false), "{text}");
        }
        for text in
            ["", "-", ".5", "5.", "1e5", "NaN", " 1", "1 ", "+1", "1,5", "0x1", "1.5.2", "٣"]
        {
            assert!(!fits(text, true), "{text}");
        }
        assert!(fits("0.1234567890123456", true) && !fits("0.1234567890123456", false));
    }
}
