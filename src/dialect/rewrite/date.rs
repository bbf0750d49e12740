//! Dates in the words of several dialects.

use std::borrow::Cow;

use super::{repeatable, repeatable_arguments};
use crate::ast::{
    Between, BinaryOp, Call, Case, Cast, DataType, DateField, DatePart, DateUnit, Expr, Extract,
    FormatDate, Function, Shift, Value,
};
use crate::dialect::syntax::raw;

/// The first day of the first year, moved by the years, months and days beyond it; no date if these
/// lead into another month.
pub(in crate::dialect) fn make(args: &[Expr]) -> Option<Expr> {
    let [year, month, day] = repeatable_arguments(args)?;
    let first = cast_to_date(Expr::Literal(Value::from("0001-01-01")));
    let beyond = |date: Expr, number: &Expr, unit| {
        let one = Expr::Literal(Value::Int(1));
        let amount = Expr::binary(number.clone(), BinaryOp::Subtract, one).into();
        Expr::Shift(Box::new(Shift { operand: date.into(), amount, unit }))
    };
    let date = beyond(first, &year, DateUnit::Year);
    let date = beyond(date, &month, DateUnit::Month);
    let date = cast_to_date(beyond(date, &day, DateUnit::Day));
    let operand = date.clone().into();
    let found = Expr::Extract(Box::new(Extract { field: DateField::Month, operand }));
    let there_is = Expr::And(
        [
            within(&year, 1, 9999),
            within(&month, 1, 12),
            within(&day, 1, 31),
            Expr::binary(found, BinaryOp::Eq, month),
        ]
        .into(),
    );
    Some(if_so(there_is, date))
}

/// The date's first moment, moved by the seconds of the day.
pub(in crate::dialect) fn make_timestamp(args: &[Expr]) -> Option<Expr> {
    let ([year, month, day], time) = args.split_first_chunk()?;
    let [hour, minute, second] = repeatable_arguments(time)?;
    let args = [year.clone(), month.clone(), day.clone()].into();
    let date = Expr::Call(Box::new(Call { function: Function::MakeDate, args }));
    let data_type = DataType::Timestamp;
    let mut moment = Expr::Cast(Box::new(Cast { operand: date.into(), data_type }));
    let fields =
        [(&hour, DateUnit::Hour), (&minute, DateUnit::Minute), (&second, DateUnit::Second)];
    for (number, unit) in fields {
        let (operand, amount) = (moment.into(), number.clone().into());
        moment = Expr::Shift(Box::new(Shift { operand, amount, unit }));
    }
    let there_is = [within(&hour, 0, 23), within(&minute, 0, 59), within(&second, 0, 59)];
    Some(if_so(Expr::And(there_is.into()), moment))
}

fn within(number: &Expr, least: i64, greatest: i64) -> Expr {
    let bound = |bound| Expr::Literal(Value::Int(bound)).into();
    Expr::Between(Box::new(Between {
        operand: number.clone().into(),
        low: bound(least),
        high: bound(greatest),
        negated: false,
        symmetric: false,
    }))
}

fn if_so(condition: Expr, value: Expr) -> Expr {
    let arms = vec![(condition.into(), value.into())];
    Expr::Case(Box::new(Case { operand: None, arms, otherwise: None }))
}

fn cast_to_date(date: Expr) -> Expr {
    Expr::Cast(Box::new(Cast { operand: date.into(), data_type: DataType::Date }))
}

/// How a server writes dates as text.
pub(in crate::dialect) struct Formats {
    /// A date by a pattern.
    pub(in crate::dialect) run: fn(Expr, Expr) -> Expr,
    /// A part in the pattern's language, if it has it.
    pub(in crate::dialect) pattern: fn(&DatePart) -> Option<Cow<'_, str>>,
    /// A part that it lacks: text in which `{}` is the date.
    pub(in crate::dialect) alone: fn(&DatePart) -> Option<&'static str>,
}

/// Parts that the pattern's language has are written by one pattern, the others alone.
pub(in crate::dialect) fn format_by(format: &FormatDate, formats: Formats) -> Option<Expr> {
    let mut pieces = Vec::new();
    let mut pattern = String::new();
    let date = || Expr::from(format.operand.clone());
    let run = |pattern: &mut String| {
        let pattern = Expr::Literal(Value::Text(std::mem::take(pattern)));
        (formats.run)(date(), pattern)
    };
    for part in &format.parts {
        if let Some(text) = (formats.pattern)(part) {
            pattern.push_str(&text);
            continue;
        }
        if !pattern.is_empty() {
            pieces.push(run(&mut pattern));
        }
        pieces.push(raw((formats.alone)(part)?, [date()]));
    }
    if !pattern.is_empty() {
        pieces.push(run(&mut pattern));
    }
    match pieces.len() {
        0 => {
            let there_is = Expr::IsNull { operand: format.operand.clone(), negated: true };
            Some(if_so(there_is, Expr::Literal(Value::from(""))))
        }
        1 => pieces.pop(),
        _ => {
            repeatable([&format.operand])?;
            Some(Expr::Concat(pieces.into()))
        }
    }
}
