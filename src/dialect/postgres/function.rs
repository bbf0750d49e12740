//! How PostgreSQL calls functions: <https://www.postgresql.org/docs/current/functions.html>.

use super::{array, date, json, number, range, regexp, text};
use crate::ast::Function;
use crate::dialect::FunctionForm;
use crate::dialect::rewrite::choice;
use crate::dialect::syntax::standard_function;

pub(in crate::dialect) fn form(function: &Function) -> FunctionForm {
    match function {
        Function::Greatest => FunctionForm::Rewrite(choice::greatest),
        Function::Least => FunctionForm::Rewrite(choice::least),
        Function::GreatestIgnoringNulls => FunctionForm::Name("GREATEST"),
        Function::LeastIgnoringNulls => FunctionForm::Name("LEAST"),
        Function::SubstringFrom => {
            FunctionForm::Template("SUBSTRING({}, INT4LARGER(CAST({} AS INTEGER), 1))")
        }
        Function::Left => FunctionForm::Template("LEFT({}, INT4LARGER(CAST({} AS INTEGER), 0))"),
        Function::Right => FunctionForm::Template("RIGHT({}, INT4LARGER(CAST({} AS INTEGER), 0))"),
        Function::Lpad => FunctionForm::Template("LPAD({}, CAST({} AS INTEGER), {})"),
        Function::Rpad => FunctionForm::Template("RPAD({}, CAST({} AS INTEGER), {})"),
        Function::Repeat => FunctionForm::Template("REPEAT({}, CAST({} AS INTEGER))"),
        Function::SplitPart => FunctionForm::Rewrite(text::split_part),
        Function::InitCap => FunctionForm::Name("INITCAP"),
        Function::CodePoint => FunctionForm::Template("NULLIF(ASCII({}), 0)"),
        Function::Chr => FunctionForm::Rewrite(text::chr),
        Function::RegexpReplace => FunctionForm::Rewrite(regexp::replace),
        Function::RegexpSubstr => {
            FunctionForm::Template("NULLIF((REGEXP_MATCH({}, '(' || {} || ')'))[1], '')")
        }
        Function::Hex => FunctionForm::Template("UPPER(ENCODE({}, 'hex'))"),
        Function::ToHex => FunctionForm::Template("UPPER(TO_HEX(CAST({} AS BIGINT)))"),
        Function::Sign => FunctionForm::Template("CAST(SIGN({}) AS INTEGER)"),
        Function::Now => FunctionForm::Template("CURRENT_TIMESTAMP"),
        Function::CurrentDate => FunctionForm::Template(date::CURRENT_DATE),
        Function::CurrentTime => FunctionForm::Template(date::CURRENT_TIME),
        Function::Utc | Function::Instant => date::UTC,
        Function::LastDay => date::LAST_DAY,
        Function::DaysBetween => FunctionForm::Rewrite(date::days_between),
        Function::MonthsBetween => FunctionForm::Rewrite(date::months_between),
        Function::SecondsBetween => FunctionForm::Rewrite(date::seconds_between),
        Function::MicrosecondsBetween => FunctionForm::Rewrite(date::microseconds_between),
        // GREATEST leaves NULL out, which is to make the whole NULL; the function of `max` does not.
        Function::Substring => FunctionForm::Template(
            "SUBSTRING({}, INT4LARGER(CAST({} AS INTEGER), 1), INT4LARGER(CAST({} AS INTEGER), 0))",
        ),
        Function::AddInterval => FunctionForm::Template("({} + {})"),
        Function::Age => FunctionForm::Name("AGE"),
        Function::AtTimeZone => FunctionForm::Template("({} AT TIME ZONE {})"),
        function => json::function(function)
            .or_else(|| array::function(function))
            .or_else(|| range::function(function))
            .or_else(|| number::function(function))
            .unwrap_or_else(|| standard_function(function)),
    }
}
