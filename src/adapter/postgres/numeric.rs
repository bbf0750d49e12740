//! NUMERIC in PostgreSQL's binary form: digits of base 10,000, and exact text of it.

use std::fmt::Write;

use bytes::{BufMut, BytesMut};

const NEGATIVE: u16 = 0x4000;

/// Writes the number's text, with as many digits after the point as the server has.
pub(super) fn decode(raw: &[u8], out: &mut String) -> Result<(), &'static str> {
    const MALFORMED: &str = "the number's binary form is malformed";
    let word = |index: usize| {
        let bytes = raw.get(2 * index..2 * index + 2)?;
        Some(u16::from_be_bytes([*bytes.first()?, *bytes.get(1)?]))
    };
    let head = |index| word(index).ok_or(MALFORMED);
    let (count, weight, sign, scale) = (head(0)?, head(1)? as i16, head(2)?, head(3)?);
    match sign {
        0 => {}
        NEGATIVE => out.push('-'),
        0xC000 => return Err("NaN is no decimal number"),
        _ => return Err("an infinite number is no decimal number"),
    }
    // The group of four digits that stands for 10,000 to the power of `power`.
    let group = |power: i32| match usize::try_from(i32::from(weight) - power) {
        Ok(index) if index < usize::from(count) => word(4 + index).ok_or(MALFORMED),
        _ => Ok(0),
    };
    let mut started = false;
    for power in (0..=i32::from(weight)).rev() {
        let digits = group(power)?;
        match started {
            true => write!(out, "{digits:04}"),
            false => write!(out, "{digits}"),
        }
        .map_err(|_| MALFORMED)?;
        started = true;
    }
    if !started {
        out.push('0');
    }
    if scale > 0 {
        out.push('.');
        let end = out.len() + usize::from(scale);
        let mut power = -1;
        while out.len() < end {
            write!(out, "{:04}", group(power)?).map_err(|_| MALFORMED)?;
            power -= 1;
        }
        out.truncate(end);
    }
    Ok(())
}

/// Writes the binary form of a number's text: digits, with a sign and a point at most.
pub(super) fn encode(text: &str, out: &mut BytesMut) -> Result<(), &'static str> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (NEGATIVE, digits),
        None => (0, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err("the text is no decimal number");
    }
    let whole = whole.trim_start_matches('0');
    let scale = u16::try_from(fraction.len()).map_err(|_| "the number has too many digits")?;
    // Zeros before and after, so that groups of four meet the point.
    let before = whole.len().next_multiple_of(4) - whole.len();
    let after = fraction.len().next_multiple_of(4) - fraction.len();
    let padded = format!("{:0<before$}{whole}{fraction}{:0<after$}", "", "");
    let mut groups: Vec<u16> = Vec::with_capacity(padded.len() / 4);
    for group in padded.as_bytes().chunks_exact(4) {
        groups.push(group.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')));
    }
    let mut weight = whole.len().div_ceil(4) as i64 - 1;
    let leading = groups.iter().take_while(|group| **group == 0).count();
    weight -= leading as i64;
    let used = groups.iter().rposition(|group| *group != 0).map_or(leading, |last| last + 1);
    let groups = groups.get(leading..used).unwrap_or_default();
    let too_long = |_| "the number has too many digits";
    out.put_u16(u16::try_from(groups.len()).map_err(too_long)?);
    out.put_i16(if groups.is_empty() { 0 } else { i16::try_from(weight).map_err(too_long)? });
    out.put_u16(if groups.is_empty() { 0 } else { sign });
    out.put_u16(scale);
    groups.iter().for_each(|group| out.put_u16(*group));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_after_both_ways() {
        for text in [
            "0",
            "1",
            "-1",
            "10000",
            "9999",
            "0.5",
            "-0.0001",
            "0.00000001",
            "123456.7890",
            "79228162514264337593543950335",
            "0.00",
            "1.50",
            "100000000",
            "-12345678.00001",
        ] {
            let mut bytes = BytesMut::new();
            encode(text, &mut bytes).unwrap();
            let mut back = String::new();
            decode(&bytes, &mut back).unwrap();
            assert_eq!(back, text);
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", ".", "1e5", "1.2.3", "a", "NaN"] {
            assert!(encode(text, &mut BytesMut::new()).is_err(), "{text}");
        }
        assert!(decode(&[0, 0, 0, 0, 0xC0, 0, 0, 0], &mut String::new()).is_err());
        assert!(decode(&[0, 9], &mut String::new()).is_err());
    }
}
