//! Dates and times of SQLite, which are text: <https://sqlite.org/lang_datefunc.html>.
//!
//! SQLite's functions round to milliseconds, so that the last microsecond of a year would be in the
//! next: they are given a moment to the second, its first 19 characters, and what follows it, the
//! fraction, is kept as it is.

use crate::ast::{BinaryOp, DataType, DateField, DatePart, DateUnit, Expr, Shift, Value};
use crate::dialect::FunctionForm;
use crate::dialect::rewrite::date::{Formats, format_by};
use crate::dialect::rewrite::{repeatable, repeatable_arguments};
use crate::dialect::syntax::raw;

pub(super) const NOW: &str = "REPLACE(STRFTIME('%Y-%m-%d %H:%M:%f000', 'now'), '.000000', '')";
pub(super) const CURRENT_TIME: &str = "REPLACE(STRFTIME('%H:%M:%f000', 'now'), '.000000', '')";

pub(super) const CAST_TO_DATE: &str = "DATE(SUBSTR({}, 1, 19))";
pub(super) const CAST_TO_TIMESTAMP: &str = "(DATETIME(SUBSTR({}, 1, 19)) || SUBSTR({}, 20))";
/// Of a timestamp with a fraction, of a time with one, of either without.
pub(super) const CAST_TO_TIME: &str = "CASE WHEN LENGTH({}) > 19 THEN TIME(SUBSTR({}, 1, 19)) || SUBSTR({}, 20) WHEN SUBSTR({}, 9, 1) = '.' THEN TIME(SUBSTR({}, 1, 8)) || SUBSTR({}, 9) ELSE TIME({}) END";

pub(super) fn field(field: DateField) -> &'static str {
    match field {
        DateField::Year => "CAST(STRFTIME('%Y', SUBSTR({}, 1, 19)) AS INTEGER)",
        DateField::Quarter => "((CAST(STRFTIME('%m', SUBSTR({}, 1, 19)) AS INTEGER) + 2) / 3)",
        DateField::Month => "CAST(STRFTIME('%m', SUBSTR({}, 1, 19)) AS INTEGER)",
        // A week belongs to the year that its Thursday is in.
        DateField::IsoWeek => {
            "((CAST(STRFTIME('%j', SUBSTR({}, 1, 19), '-3 days', 'weekday 4') AS INTEGER) + 6) / 7)"
        }
        DateField::IsoYear => {
            "CAST(STRFTIME('%Y', SUBSTR({}, 1, 19), '-3 days', 'weekday 4') AS INTEGER)"
        }
        DateField::Day => "CAST(STRFTIME('%d', SUBSTR({}, 1, 19)) AS INTEGER)",
        DateField::DayOfWeek => "CAST(STRFTIME('%w', SUBSTR({}, 1, 19)) AS INTEGER)",
        DateField::IsoDayOfWeek => {
            "((CAST(STRFTIME('%w', SUBSTR({}, 1, 19)) AS INTEGER) + 6) % 7 + 1)"
        }
        DateField::DayOfYear => "CAST(STRFTIME('%j', SUBSTR({}, 1, 19)) AS INTEGER)",
        DateField::Hour => "CAST(STRFTIME('%H', SUBSTR({}, 1, 19)) AS INTEGER)",
        DateField::Minute => "CAST(STRFTIME('%M', SUBSTR({}, 1, 19)) AS INTEGER)",
        DateField::Second => "CAST(STRFTIME('%S', SUBSTR({}, 1, 19)) AS INTEGER)",
        DateField::Microsecond => "CAST(SUBSTR(SUBSTR({}, 21) || '000000', 1, 6) AS INTEGER)",
        DateField::Epoch => "CAST(STRFTIME('%s', SUBSTR({}, 1, 19)) AS INTEGER)",
    }
}

pub(super) fn truncate(unit: DateUnit) -> &'static str {
    match unit {
        DateUnit::Year => "STRFTIME('%Y-01-01 00:00:00', SUBSTR({}, 1, 19))",
        DateUnit::Quarter => {
            "DATETIME(SUBSTR({}, 1, 19), 'start of month', '-' || ((STRFTIME('%m', SUBSTR({}, 1, 19)) - 1) % 3) || ' months')"
        }
        DateUnit::Month => "STRFTIME('%Y-%m-01 00:00:00', SUBSTR({}, 1, 19))",
        DateUnit::Week => "DATETIME(SUBSTR({}, 1, 19), 'start of day', '-6 days', 'weekday 1')",
        DateUnit::Day => "STRFTIME('%Y-%m-%d 00:00:00', SUBSTR({}, 1, 19))",
        DateUnit::Hour => "STRFTIME('%Y-%m-%d %H:00:00', SUBSTR({}, 1, 19))",
        DateUnit::Minute => "STRFTIME('%Y-%m-%d %H:%M:00', SUBSTR({}, 1, 19))",
        DateUnit::Second => "STRFTIME('%Y-%m-%d %H:%M:%S', SUBSTR({}, 1, 19))",
        DateUnit::Microsecond => CAST_TO_TIMESTAMP,
    }
}

/// A month's end stays a month's end by the modifier `floor`; days and shorter units add up.
pub(super) fn shift(expr: &Expr) -> Option<Expr> {
    let Expr::Shift(shift) = expr else { return None };
    if shift.unit == DateUnit::Microsecond {
        return shift_by_microseconds(shift);
    }
    let (modifier, in_months) = modifier(shift);
    if shift.operand.known_type() == Some(&DataType::Date) {
        // Which has no fraction of a second.
        let text = if in_months { "DATETIME({}, {}, 'floor')" } else { "DATETIME({}, {})" };
        return Some(raw(text, [shift.operand.clone().into(), modifier]));
    }
    let [date] = repeatable([&shift.operand])?;
    let text = if in_months {
        "DATETIME(SUBSTR({}, 1, 19), {}, 'floor') || SUBSTR({}, 20)"
    } else {
        "DATETIME(SUBSTR({}, 1, 19), {}) || SUBSTR({}, 20)"
    };
    Some(raw(text, [date.clone(), modifier, date]))
}

/// As [`shift`] before SQLite 3.46: a month that the day is not in ends before the next one.
pub(super) fn shift_by_month_end(expr: &Expr) -> Option<Expr> {
    let Expr::Shift(by) = expr else { return None };
    let (modifier, in_months) = modifier(by);
    if !in_months {
        return shift(expr);
    }
    let [date, _] = repeatable([&by.operand, &by.amount])?;
    let text = "MIN(DATETIME(SUBSTR({}, 1, 19), {}), DATE(SUBSTR({}, 1, 19), '-400 years', 'start of month', {}, '+1 month', '-1 day', '+400 years') || ' ' || TIME(SUBSTR({}, 1, 19))) || SUBSTR({}, 20)";
    let holes = [date.clone(), modifier.clone(), date.clone(), modifier, date.clone(), date];
    Some(raw(text, holes))
}

/// The microseconds of the moment and those that it is moved by are seconds, rounded down, and the
/// rest.
fn shift_by_microseconds(shift: &Shift) -> Option<Expr> {
    const ALL: &str = "(CAST(SUBSTR(SUBSTR({}, 21) || '000000', 1, 6) AS INTEGER) + {})";
    let [date, amount] = repeatable([&shift.operand, &shift.amount])?;
    let all = || raw(ALL, [date.clone(), amount.clone()]);
    let rest = || raw("((({} % 1000000) + 1000000) % 1000000)", [all()]);
    let seconds = raw("(({} - {}) / 1000000)", [all(), rest()]);
    let text = "REPLACE(DATETIME(SUBSTR({}, 1, 19), {} || ' seconds') || PRINTF('.%06d', {}), '.000000', '')";
    Some(raw(text, [date.clone(), seconds, rest()]))
}

/// `amount || ' days'`, and whether it counts months.
fn modifier(shift: &Shift) -> (Expr, bool) {
    let (factor, unit) = match shift.unit {
        DateUnit::Year => (12, " months"),
        DateUnit::Quarter => (3, " months"),
        DateUnit::Month => (1, " months"),
        DateUnit::Week => (7, " days"),
        DateUnit::Day => (1, " days"),
        DateUnit::Hour => (1, " hours"),
        DateUnit::Minute => (1, " minutes"),
        DateUnit::Second | DateUnit::Microsecond => (1, " seconds"),
    };
    let mut amount: Expr = shift.amount.clone().into();
    if factor > 1 {
        amount = Expr::binary(amount, BinaryOp::Multiply, Expr::Literal(Value::Int(factor)));
    }
    let modifier = Expr::Concat([amount, Expr::Literal(Value::Text(unit.to_owned()))].into());
    (modifier, unit == " months")
}

pub(super) fn format(expr: &Expr) -> Option<Expr> {
    let Expr::FormatDate(format) = expr else { return None };
    format_by(
        format,
        Formats {
            run: |date, pattern| raw("STRFTIME({}, SUBSTR({}, 1, 19))", [pattern, date]),
            pattern: |part| {
                Some(match part {
                    DatePart::Year => "%Y".into(),
                    DatePart::Month => "%m".into(),
                    DatePart::Day => "%d".into(),
                    DatePart::Hour => "%H".into(),
                    DatePart::Minute => "%M".into(),
                    DatePart::Second => "%S".into(),
                    DatePart::DayOfYear => "%j".into(),
                    DatePart::Text(text) => text.replace('%', "%%").into(),
                    _ => return None,
                })
            },
            alone: |part| match part {
                DatePart::Microsecond => Some("SUBSTR(SUBSTR({}, 21) || '000000', 1, 6)"),
                DatePart::IsoYear => {
                    Some("STRFTIME('%Y', SUBSTR({}, 1, 19), '-3 days', 'weekday 4')")
                }
                DatePart::IsoWeek => Some(
                    "SUBSTR('0' || ((STRFTIME('%j', SUBSTR({}, 1, 19), '-3 days', 'weekday 4') + 6) / 7), -2)",
                ),
                DatePart::IsoDayOfWeek => {
                    Some("CAST((STRFTIME('%w', SUBSTR({}, 1, 19)) + 6) % 7 + 1 AS TEXT)")
                }
                _ => None,
            },
        },
    )
}

// ---- functions

pub(super) const DATE_OF: FunctionForm = FunctionForm::Template(CAST_TO_DATE);
pub(super) const TIME_OF: FunctionForm = FunctionForm::Template("SUBSTR({}, 12)");
pub(super) const TIME_OF_DAY: FunctionForm = FunctionForm::Template("('1970-01-01 ' || {})");
/// Through the calendar of 400 years before, which is the same: the month after the last that there
/// is has no days.
pub(super) const LAST_DAY: FunctionForm = FunctionForm::Template(
    "DATE(SUBSTR({}, 1, 19), '-400 years', 'start of month', '+1 month', '-1 day', '+400 years')",
);

/// The text is that of a date if the date is that text.
pub(super) fn make(args: &[Expr]) -> Option<Expr> {
    let [year, month, day] = repeatable_arguments(args)?;
    let text =
        || raw("PRINTF('%04d-%02d-%02d', {}, {}, {})", [year.clone(), month.clone(), day.clone()]);
    let case = "CASE WHEN {} BETWEEN 1 AND 9999 AND DATE({}, '+0 days') = {} THEN {} END";
    Some(raw(case, [year.clone(), text(), text(), text()]))
}

pub(super) fn make_timestamp(args: &[Expr]) -> Option<Expr> {
    let ([year, month, day], time) = args.split_first_chunk()?;
    let [hour, minute, second] = repeatable_arguments(time)?;
    let date = make(&[year.clone(), month.clone(), day.clone()])?;
    let text = "CASE WHEN {} BETWEEN 0 AND 23 AND {} BETWEEN 0 AND 59 AND {} BETWEEN 0 AND 59 THEN {} || PRINTF(' %02d:%02d:%02d', {}, {}, {}) END";
    let parts = || [hour.clone(), minute.clone(), second.clone()];
    let ([a, b, c], [d, e, f]) = (parts(), parts());
    Some(raw(text, [a, b, c, date, d, e, f]))
}

pub(super) fn days_between(args: &[Expr]) -> Option<Expr> {
    let [start, end] = args else { return None };
    let text =
        "CAST(JULIANDAY(DATE(SUBSTR({}, 1, 19))) - JULIANDAY(DATE(SUBSTR({}, 1, 19))) AS INTEGER)";
    Some(raw(text, [end.clone(), start.clone()]))
}

/// Months by the calendar, less one that is not over: of two equal months what follows them, day and
/// time, compares as text.
pub(super) fn months_between(args: &[Expr]) -> Option<Expr> {
    let [start, end] = repeatable_arguments(args)?;
    let months = "CAST((STRFTIME('%Y', SUBSTR({}, 1, 19)) * 12 + STRFTIME('%m', SUBSTR({}, 1, 19))) AS INTEGER)";
    let months = |date: &Expr| raw(months, [date.clone(), date.clone()]);
    let text = "({} - {}) - ({} >= {} AND SUBSTR({}, 9) < SUBSTR({}, 9)) + ({} < {} AND SUBSTR({}, 9) > SUBSTR({}, 9))";
    let (e, s) = (|| end.clone(), || start.clone());
    let holes = [months(&end), months(&start), e(), s(), e(), s(), e(), s(), e(), s()];
    Some(raw(text, holes))
}

pub(super) fn microseconds_between(args: &[Expr]) -> Option<Expr> {
    let [start, end] = repeatable_arguments(args)?;
    let micros =
        "(STRFTIME('%s', SUBSTR({}, 1, 19)) * 1000000 + SUBSTR(SUBSTR({}, 21) || '000000', 1, 6))";
    let [end, start] = [end, start].map(|date| raw(micros, [date.clone(), date]));
    Some(raw("{} - {}", [end, start]))
}

pub(super) fn seconds_between(args: &[Expr]) -> Option<Expr> {
    Some(raw("{} / 1000000", [microseconds_between(args)?]))
}
