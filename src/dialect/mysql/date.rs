//! Dates and times of MySQL and MariaDB: <https://dev.mysql.com/doc/refman/en/date-and-time-functions.html>.

use crate::ast::{DateField, DatePart, DateUnit, Expr};
use crate::dialect::FunctionForm;
use crate::dialect::rewrite::date::{Formats, format_by};
use crate::dialect::syntax::raw;

pub(in crate::dialect) fn field(field: DateField) -> &'static str {
    match field {
        DateField::Year => "EXTRACT(YEAR FROM {})",
        DateField::Quarter => "EXTRACT(QUARTER FROM {})",
        DateField::Month => "EXTRACT(MONTH FROM {})",
        DateField::IsoWeek => "WEEK({}, 3)",
        DateField::IsoYear => "(YEARWEEK({}, 3) DIV 100)",
        DateField::Day => "EXTRACT(DAY FROM {})",
        DateField::DayOfWeek => "(DAYOFWEEK({}) - 1)",
        DateField::IsoDayOfWeek => "(WEEKDAY({}) + 1)",
        DateField::DayOfYear => "DAYOFYEAR({})",
        DateField::Hour => "EXTRACT(HOUR FROM {})",
        DateField::Minute => "EXTRACT(MINUTE FROM {})",
        DateField::Second => "EXTRACT(SECOND FROM {})",
        DateField::Microsecond => "EXTRACT(MICROSECOND FROM {})",
        // A difference is rounded towards zero: so it is taken from the first day that there is.
        DateField::Epoch => "(TIMESTAMPDIFF(SECOND, '0001-01-01 00:00:00', {}) - 62135596800)",
    }
}

pub(in crate::dialect) fn truncate(unit: DateUnit) -> &'static str {
    match unit {
        DateUnit::Year => "CAST(DATE_FORMAT({}, '%Y-01-01') AS DATETIME(6))",
        DateUnit::Quarter => {
            "CAST(DATE_ADD('0001-01-01', INTERVAL TIMESTAMPDIFF(QUARTER, '0001-01-01', {}) QUARTER) AS DATETIME(6))"
        }
        DateUnit::Month => "CAST(DATE_FORMAT({}, '%Y-%m-01') AS DATETIME(6))",
        // The first day of the first year is a Monday.
        DateUnit::Week => {
            "CAST(DATE_ADD('0001-01-01', INTERVAL TIMESTAMPDIFF(WEEK, '0001-01-01', {}) WEEK) AS DATETIME(6))"
        }
        DateUnit::Day => "CAST(DATE({}) AS DATETIME(6))",
        DateUnit::Hour => "CAST(DATE_FORMAT({}, '%Y-%m-%d %H:00:00') AS DATETIME(6))",
        DateUnit::Minute => "CAST(DATE_FORMAT({}, '%Y-%m-%d %H:%i:00') AS DATETIME(6))",
        DateUnit::Second => "CAST(DATE_FORMAT({}, '%Y-%m-%d %H:%i:%s') AS DATETIME(6))",
        DateUnit::Microsecond => "CAST({} AS DATETIME(6))",
    }
}

pub(in crate::dialect) fn shift(expr: &Expr) -> Option<Expr> {
    let Expr::Shift(shift) = expr else { return None };
    let text = match shift.unit {
        DateUnit::Year => "DATE_ADD({}, INTERVAL {} YEAR)",
        DateUnit::Quarter => "DATE_ADD({}, INTERVAL {} QUARTER)",
        DateUnit::Month => "DATE_ADD({}, INTERVAL {} MONTH)",
        DateUnit::Week => "DATE_ADD({}, INTERVAL {} WEEK)",
        DateUnit::Day => "DATE_ADD({}, INTERVAL {} DAY)",
        DateUnit::Hour => "DATE_ADD({}, INTERVAL {} HOUR)",
        DateUnit::Minute => "DATE_ADD({}, INTERVAL {} MINUTE)",
        DateUnit::Second => "DATE_ADD({}, INTERVAL {} SECOND)",
        DateUnit::Microsecond => "DATE_ADD({}, INTERVAL {} MICROSECOND)",
    };
    Some(raw(text, [shift.operand.clone().into(), shift.amount.clone().into()]))
}

pub(in crate::dialect) fn format(expr: &Expr) -> Option<Expr> {
    let Expr::FormatDate(format) = expr else { return None };
    format_by(
        format,
        Formats {
            run: |date, pattern| raw("DATE_FORMAT({}, {})", [date, pattern]),
            pattern: |part| {
                Some(match part {
                    DatePart::Year => "%Y".into(),
                    DatePart::Month => "%m".into(),
                    DatePart::Day => "%d".into(),
                    DatePart::Hour => "%H".into(),
                    DatePart::Minute => "%i".into(),
                    DatePart::Second => "%s".into(),
                    DatePart::Microsecond => "%f".into(),
                    DatePart::DayOfYear => "%j".into(),
                    DatePart::IsoYear => "%x".into(),
                    DatePart::IsoWeek => "%v".into(),
                    DatePart::IsoDayOfWeek => return None,
                    DatePart::Text(text) => text.replace('%', "%%").into(),
                })
            },
            alone: |part| match part {
                DatePart::IsoDayOfWeek => Some("CONCAT(WEEKDAY({}) + 1, '')"),
                _ => None,
            },
        },
    )
}

// ---- functions

pub(super) const TIME_OF: FunctionForm = FunctionForm::Template("CAST({} AS TIME(6))");
pub(super) const MONTHS_BETWEEN: FunctionForm =
    FunctionForm::Template("TIMESTAMPDIFF(MONTH, {}, {})");
pub(super) const SECONDS_BETWEEN: FunctionForm =
    FunctionForm::Template("TIMESTAMPDIFF(SECOND, {}, {})");
pub(super) const MICROSECONDS_BETWEEN: FunctionForm =
    FunctionForm::Template("TIMESTAMPDIFF(MICROSECOND, {}, {})");

pub(super) fn days_between(args: &[Expr]) -> Option<Expr> {
    let [start, end] = args else { return None };
    Some(raw("DATEDIFF({}, {})", [end.clone(), start.clone()]))
}
