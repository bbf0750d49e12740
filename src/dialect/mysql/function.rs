//! How MySQL and MariaDB call functions, where they agree: <https://dev.mysql.com/doc/refman/en/functions.html>.

use super::{date, json, regexp, text};
use crate::ast::Function;
use crate::dialect::FunctionForm;
use crate::dialect::syntax::standard_function;

pub(in crate::dialect) fn form(function: &Function) -> FunctionForm {
    match function {
        Function::Position => FunctionForm::Rewrite(text::position),
        Function::TrimChar => FunctionForm::Rewrite(text::trim_char),
        Function::TrimStartChar => FunctionForm::Rewrite(text::trim_start_char),
        Function::TrimEndChar => FunctionForm::Rewrite(text::trim_end_char),
        Function::Lpad => FunctionForm::Template("LPAD({}, GREATEST({}, 0), {})"),
        Function::Rpad => FunctionForm::Template("RPAD({}, GREATEST({}, 0), {})"),
        Function::SplitPart => FunctionForm::Rewrite(text::split_part),
        Function::CodePoint => FunctionForm::Template(
            "NULLIF(CAST(CONV(HEX(CONVERT(LEFT({}, 1) USING utf32)), 16, 10) AS SIGNED), 0)",
        ),
        Function::Chr => FunctionForm::Rewrite(text::chr),
        Function::RegexpLike => FunctionForm::Rewrite(regexp::like_in_mysql),
        Function::RegexpLikeIgnoringCase => {
            FunctionForm::Rewrite(regexp::like_ignoring_case_in_mysql)
        }
        Function::RegexpReplace => FunctionForm::Rewrite(regexp::replace_in_mysql),
        Function::RegexpSubstr => FunctionForm::Rewrite(regexp::substr_in_mysql),
        Function::UuidV4 => FunctionForm::Template(UUID_V4),
        Function::IsDigits => FunctionForm::Rewrite(text::is_digits),
        Function::ToHex => FunctionForm::Name("HEX"),
        Function::Trunc => FunctionForm::Template("TRUNCATE({}, 0)"),
        // NULL of what they do not take.
        Function::Sqrt => FunctionForm::Name("SQRT"),
        Function::Asin => FunctionForm::Name("ASIN"),
        Function::Acos => FunctionForm::Name("ACOS"),
        Function::Random => FunctionForm::Name("RAND"),
        Function::Now => FunctionForm::Template("UTC_TIMESTAMP(6)"),
        Function::CurrentDate => FunctionForm::Template("UTC_DATE()"),
        Function::CurrentTime => FunctionForm::Template("UTC_TIME(6)"),
        Function::TimeOf => date::TIME_OF,
        Function::DaysBetween => FunctionForm::Rewrite(date::days_between),
        Function::MonthsBetween => date::MONTHS_BETWEEN,
        Function::SecondsBetween => date::SECONDS_BETWEEN,
        Function::MicrosecondsBetween => date::MICROSECONDS_BETWEEN,
        function => json::function(function).unwrap_or_else(|| standard_function(function)),
    }
}

/// Of random bytes, with the digits that tell version and variant.
const UUID_V4: &str = "LOWER(CONCAT(HEX(RANDOM_BYTES(4)), '-', HEX(RANDOM_BYTES(2)), '-4', \
     SUBSTR(HEX(RANDOM_BYTES(2)), 2), '-', SUBSTR('89AB', 1 + FLOOR(RAND() * 4), 1), \
     SUBSTR(HEX(RANDOM_BYTES(2)), 2), '-', HEX(RANDOM_BYTES(6))))";
