//! Dates and times of PostgreSQL: <https://www.postgresql.org/docs/current/functions-datetime.html>.

use crate::ast::{DateField, DatePart, DateUnit, Expr};
use crate::dialect::FunctionForm;
use crate::dialect::rewrite::date::{Formats, format_by};
use crate::dialect::rewrite::repeatable_arguments;
use crate::dialect::syntax::raw;

pub(super) fn field(field: DateField) -> &'static str {
    match field {
        DateField::Year => "CAST(EXTRACT(YEAR FROM {}) AS INTEGER)",
        DateField::Quarter => "CAST(EXTRACT(QUARTER FROM {}) AS INTEGER)",
        DateField::Month => "CAST(EXTRACT(MONTH FROM {}) AS INTEGER)",
        DateField::IsoWeek => "CAST(EXTRACT(WEEK FROM {}) AS INTEGER)",
        DateField::IsoYear => "CAST(EXTRACT(ISOYEAR FROM {}) AS INTEGER)",
        DateField::Day => "CAST(EXTRACT(DAY FROM {}) AS INTEGER)",
        DateField::DayOfWeek => "CAST(EXTRACT(DOW FROM {}) AS INTEGER)",
        DateField::IsoDayOfWeek => "CAST(EXTRACT(ISODOW FROM {}) AS INTEGER)",
        DateField::DayOfYear => "CAST(EXTRACT(DOY FROM {}) AS INTEGER)",
        DateField::Hour => "CAST(EXTRACT(HOUR FROM {}) AS INTEGER)",
        DateField::Minute => "CAST(EXTRACT(MINUTE FROM {}) AS INTEGER)",
        DateField::Second => "CAST(TRUNC(EXTRACT(SECOND FROM {})) AS INTEGER)",
        DateField::Microsecond => "(CAST(EXTRACT(MICROSECONDS FROM {}) AS INTEGER) % 1000000)",
        DateField::Epoch => "CAST(FLOOR(EXTRACT(EPOCH FROM {})) AS BIGINT)",
    }
}

pub(super) fn truncate(unit: DateUnit) -> &'static str {
    match unit {
        DateUnit::Year => "CAST(DATE_TRUNC('year', {}) AS TIMESTAMP)",
        DateUnit::Quarter => "CAST(DATE_TRUNC('quarter', {}) AS TIMESTAMP)",
        DateUnit::Month => "CAST(DATE_TRUNC('month', {}) AS TIMESTAMP)",
        DateUnit::Week => "CAST(DATE_TRUNC('week', {}) AS TIMESTAMP)",
        DateUnit::Day => "CAST(DATE_TRUNC('day', {}) AS TIMESTAMP)",
        DateUnit::Hour => "CAST(DATE_TRUNC('hour', {}) AS TIMESTAMP)",
        DateUnit::Minute => "CAST(DATE_TRUNC('minute', {}) AS TIMESTAMP)",
        DateUnit::Second => "CAST(DATE_TRUNC('second', {}) AS TIMESTAMP)",
        DateUnit::Microsecond => "CAST({} AS TIMESTAMP)",
    }
}

pub(super) fn shift(expr: &Expr) -> Option<Expr> {
    let Expr::Shift(shift) = expr else { return None };
    let text = match shift.unit {
        DateUnit::Year => "{} + {} * INTERVAL '1 year'",
        DateUnit::Quarter => "{} + {} * INTERVAL '3 months'",
        DateUnit::Month => "{} + {} * INTERVAL '1 month'",
        DateUnit::Week => "{} + {} * INTERVAL '7 days'",
        DateUnit::Day => "{} + {} * INTERVAL '1 day'",
        DateUnit::Hour => "{} + {} * INTERVAL '1 hour'",
        DateUnit::Minute => "{} + {} * INTERVAL '1 minute'",
        DateUnit::Second => "{} + {} * INTERVAL '1 second'",
        DateUnit::Microsecond => "{} + {} * INTERVAL '1 microsecond'",
    };
    Some(raw(text, [shift.operand.clone().into(), shift.amount.clone().into()]))
}

pub(super) fn format(expr: &Expr) -> Option<Expr> {
    let Expr::FormatDate(format) = expr else { return None };
    format_by(
        format,
        Formats {
            run: |date, pattern| raw("TO_CHAR({}, {})", [date, pattern]),
            // The empty text before each keeps the letters of two from being read as one.
            pattern: |part| {
                Some(match part {
                    DatePart::Year => "\"\"YYYY".into(),
                    DatePart::Month => "\"\"MM".into(),
                    DatePart::Day => "\"\"DD".into(),
                    DatePart::Hour => "\"\"HH24".into(),
                    DatePart::Minute => "\"\"MI".into(),
                    DatePart::Second => "\"\"SS".into(),
                    DatePart::Microsecond => "\"\"US".into(),
                    DatePart::DayOfYear => "\"\"DDD".into(),
                    DatePart::IsoYear => "\"\"IYYY".into(),
                    DatePart::IsoWeek => "\"\"IW".into(),
                    DatePart::IsoDayOfWeek => "\"\"ID".into(),
                    DatePart::Text(text) => {
                        let text = text.replace('\\', "\\\\").replace('"', "\\\"");
                        format!("\"{text}\"").into()
                    }
                })
            },
            alone: |_| None,
        },
    )
}

// ---- functions

pub(super) const UTC: FunctionForm = FunctionForm::Template("({} AT TIME ZONE 'UTC')");
pub(super) const CURRENT_DATE: &str = "CAST(CURRENT_TIMESTAMP AT TIME ZONE 'UTC' AS DATE)";
pub(super) const CURRENT_TIME: &str = "CAST(CURRENT_TIMESTAMP AT TIME ZONE 'UTC' AS TIME)";
pub(super) const LAST_DAY: FunctionForm =
    FunctionForm::Template("CAST(DATE_TRUNC('month', {}) + INTERVAL '1 month - 1 day' AS DATE)");

fn of_both(text: &'static str, args: &[Expr]) -> Option<Expr> {
    let [start, end] = args else { return None };
    Some(raw(text, [end.clone(), start.clone()]))
}

pub(super) fn days_between(args: &[Expr]) -> Option<Expr> {
    of_both("CAST({} AS DATE) - CAST({} AS DATE)", args)
}

pub(super) fn months_between(args: &[Expr]) -> Option<Expr> {
    let [start, end] = repeatable_arguments(args)?;
    let text =
        "CAST(EXTRACT(YEAR FROM AGE({}, {})) * 12 + EXTRACT(MONTH FROM AGE({}, {})) AS BIGINT)";
    Some(raw(text, [end.clone(), start.clone(), end, start]))
}

pub(super) fn seconds_between(args: &[Expr]) -> Option<Expr> {
    of_both("CAST(TRUNC(EXTRACT(EPOCH FROM ({} - {}))) AS BIGINT)", args)
}

pub(super) fn microseconds_between(args: &[Expr]) -> Option<Expr> {
    of_both("CAST(EXTRACT(EPOCH FROM ({} - {})) * 1000000 AS BIGINT)", args)
}
