//! Dates as text.

use std::borrow::Cow;

use super::Operand;

/// A date or timestamp as text, part by part.
#[derive(Clone, Debug, PartialEq)]
pub struct FormatDate {
    /// A date or timestamp.
    pub operand: Operand,
    /// The parts, one after the other.
    pub parts: Vec<DatePart>,
}

/// A part of a date as text: a field, in digits with zeros before them, or text of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DatePart {
    /// The year, in four digits.
    Year,
    /// The month, 01 to 12.
    Month,
    /// The day of the month, 01 to 31.
    Day,
    /// The hour of the day, 00 to 23.
    Hour,
    /// The minute, 00 to 59.
    Minute,
    /// The second, 00 to 59.
    Second,
    /// The microsecond of the second, in six digits.
    Microsecond,
    /// The day of the year, 001 to 366.
    DayOfYear,
    /// The year of the ISO week, in four digits.
    IsoYear,
    /// The ISO week, 01 to 53.
    IsoWeek,
    /// The day of the week by ISO 8601, 1 for Monday to 7 for Sunday.
    IsoDayOfWeek,
    /// Text as it is.
    Text(Cow<'static, str>),
}

impl From<&'static str> for DatePart {
    fn from(text: &'static str) -> Self {
        DatePart::Text(text.into())
    }
}

impl From<String> for DatePart {
    fn from(text: String) -> Self {
        DatePart::Text(text.into())
    }
}
