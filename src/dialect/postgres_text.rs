//! Arrays, dates and times as PostgreSQL reads them from text.

use crate::ast::Value;

/// The elements as the server reads them from text. So the array is of the type of what stands
/// beside it, which `ARRAY[…]` of numbers, of nothing or of NULLs is not.
/// <https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO>
pub(super) fn array(elements: &[Value], out: &mut String) -> Result<(), &'static str> {
    out.push('{');
    for (index, element) in elements.iter().enumerate() {
        out.push_str(if index > 0 { "," } else { "" });
        let text = match element {
            Value::Null => {
                out.push_str("NULL");
                continue;
            }
            Value::Array(elements) => {
                array(elements, out)?;
                continue;
            }
            Value::Blob(_) => format!("\\x{element}"),
            #[cfg(feature = "chrono")]
            Value::Date(date) => time::date_text(*date),
            #[cfg(feature = "chrono")]
            Value::Time(time) => time.format(super::literal::time::TIME).to_string(),
            #[cfg(feature = "chrono")]
            Value::Timestamp(timestamp) => time::timestamp_text(*timestamp, ""),
            #[cfg(feature = "chrono")]
            Value::TimestampTz(instant) => time::timestamp_text(instant.naive_utc(), "+00"),
            element => element.to_string(),
        };
        if text.contains('\0') || element.is_json() && text.contains("\\u0000") {
            return Err("text and JSON may hold no NUL");
        }
        out.push('"');
        for char in text.chars() {
            if matches!(char, '"' | '\\') {
                out.push('\\');
            }
            out.push(char);
        }
        out.push('"');
    }
    out.push('}');
    Ok(())
}

#[cfg(feature = "chrono")]
pub(super) use time::{date, timestamp};

/// Years before the first and after 9999 are written in another way than chrono's.
#[cfg(feature = "chrono")]
mod time {
    use chrono::{Datelike, NaiveDate, NaiveDateTime};

    use crate::dialect::literal;

    /// The date without its era, and the era.
    fn date_and_era(date: NaiveDate) -> (String, &'static str) {
        let (year, era) = match date.year() {
            year @ 1.. => (year, ""),
            year => (1 - year, " BC"),
        };
        (format!("{year:04}-{:02}-{:02}", date.month(), date.day()), era)
    }

    pub(in super::super) fn date_text(date: NaiveDate) -> String {
        let (date, era) = date_and_era(date);
        date + era
    }

    pub(in super::super) fn timestamp_text(timestamp: NaiveDateTime, zone: &str) -> String {
        let (date, era) = date_and_era(timestamp.date());
        format!("{date} {}{zone}{era}", timestamp.format(literal::time::TIME))
    }

    pub(in super::super) fn date(date: NaiveDate, out: &mut String) {
        literal::quoted(date_text(date), out);
    }

    pub(in super::super) fn timestamp(timestamp: NaiveDateTime, zone: &str, out: &mut String) {
        literal::quoted(timestamp_text(timestamp, zone), out);
    }
}
