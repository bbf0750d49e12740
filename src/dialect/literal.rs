//! Literals: values written into the text of a statement.

/// Text in single quotes, which double inside.
pub(super) fn text(text: &str, out: &mut String) {
    out.push('\'');
    for (index, part) in text.split('\'').enumerate() {
        if index > 0 {
            out.push_str("''");
        }
        out.push_str(part);
    }
    out.push('\'');
}

/// Text in single quotes for a server to which a backslash is special: it doubles too.
pub(super) fn text_with_backslashes(text_: &str, out: &mut String) {
    if text_.contains('\\') {
        text(&text_.replace('\\', "\\\\"), out);
    } else {
        text(text_, out);
    }
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8], out: &mut String) {
    out.reserve(2 * bytes.len());
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
        }
    }
}

/// An integer.
pub(super) fn integer(number: i64, out: &mut String) {
    out.push_str(itoa::Buffer::new().format(number));
}

/// A finite floating-point number, with an exponent, so that it is one to every server.
pub(super) fn double(number: f64, out: &mut String) {
    out.push_str(&format!("{number:e}"));
}

/// A value that is written as its text, in quotes.
pub(super) fn quoted(value: impl std::fmt::Display, out: &mut String) {
    out.push('\'');
    out.push_str(&value.to_string());
    out.push('\'');
}

/// The formats in which every server reads dates and times, to the microsecond.
#[cfg(feature = "chrono")]
pub(super) mod time {
    pub(crate) const TIME: &str = "%H:%M:%S%.6f";
    pub(crate) const TIMESTAMP: &str = "%Y-%m-%d %H:%M:%S%.6f";
}

/// Why a number above that of 64 bits with a sign is no value.
pub(super) const NO_UNSIGNED: &str =
    "its integers have 64 bits with a sign; keep the number as text";
/// Why a span of time is no value.
pub(crate) const NO_INTERVAL: &str = "it has no type for a span of time; keep microseconds in a BIGINT, or months and days in columns of their own";
/// Why an array is no value.
pub(crate) const NO_ARRAY: &str = "it has no arrays; keep the elements in a table, or as JSON";
