//! How SQLite calls functions: <https://sqlite.org/lang_corefunc.html>.

use super::{date, json, number, text};
use crate::ast::Function;
use crate::dialect::rewrite::number as rounding;
use crate::dialect::syntax::standard_function;
use crate::dialect::{Feature, FunctionForm, Version};

pub(in crate::dialect) fn form(function: &Function, version: Version) -> FunctionForm {
    match function {
        Function::Greatest => FunctionForm::Name("MAX"),
        Function::Least => FunctionForm::Name("MIN"),
        Function::CharLength => FunctionForm::Name("LENGTH"),
        Function::ByteLength => FunctionForm::Template("LENGTH(CAST({} AS BLOB))"),
        Function::Substring => FunctionForm::Template("SUBSTR({}, MAX({}, 1), MAX({}, 0))"),
        Function::SubstringFrom => FunctionForm::Template("SUBSTR({}, MAX({}, 1))"),
        Function::Left => FunctionForm::Template("SUBSTR({}, 1, MAX({}, 0))"),
        Function::Right => FunctionForm::Rewrite(text::right),
        Function::Position => FunctionForm::Rewrite(text::position),
        Function::TrimChar => FunctionForm::Name("TRIM"),
        Function::Lpad => FunctionForm::Rewrite(text::lpad),
        Function::Rpad => FunctionForm::Rewrite(text::rpad),
        Function::Repeat => FunctionForm::Rewrite(text::repeat),
        Function::Reverse => FunctionForm::Rewrite(text::reverse),
        Function::SplitPart => FunctionForm::Rewrite(text::split_part),
        Function::ConcatWs if version < Version::new(3, 44, 0) => {
            FunctionForm::Rewrite(text::concat_ws)
        }
        Function::CodePoint => FunctionForm::Template("NULLIF(UNICODE({}), 0)"),
        Function::Chr => FunctionForm::Rewrite(text::chr),
        Function::RegexpLike => FunctionForm::Template("({} REGEXP {})"),
        Function::RegexpLikeIgnoringCase => FunctionForm::Template("({} REGEXP '(?i)' || {})"),
        Function::RegexpReplace | Function::RegexpSubstr => FunctionForm::Refuse {
            since: None,
            instead: "take the text apart in the program, or by a function of your own",
        },
        Function::UuidV4 => FunctionForm::Template(UUID_V4),
        Function::IsDigits => FunctionForm::Rewrite(text::is_digits),
        Function::TextToDecimal => FunctionForm::Refuse {
            since: None,
            instead: "use `.try_cast::<Double>()` or a whole number: SQLite has no decimals",
        },
        Function::Hex => FunctionForm::Rewrite(text::hex),
        Function::ToHex => FunctionForm::Rewrite(text::to_hex),
        Function::Floor => FunctionForm::Rewrite(number::floor),
        Function::Ceil => FunctionForm::Rewrite(number::ceil),
        Function::Trunc => FunctionForm::Rewrite(number::trunc),
        Function::Round => FunctionForm::Rewrite(number::round),
        Function::RoundTo => FunctionForm::Rewrite(rounding::round_decimal_as_double),
        // NULL of what they do not take.
        Function::Sqrt => FunctionForm::Name("SQRT"),
        Function::Asin => FunctionForm::Name("ASIN"),
        Function::Acos => FunctionForm::Name("ACOS"),
        Function::Random => {
            FunctionForm::Template("((RANDOM() & 9007199254740991) / 9007199254740992.0)")
        }
        Function::Now => FunctionForm::Template(date::NOW),
        Function::CurrentDate => FunctionForm::Template("CURRENT_DATE"),
        Function::CurrentTime => FunctionForm::Template(date::CURRENT_TIME),
        Function::TimeOfDay => date::TIME_OF_DAY,
        Function::DateOf => date::DATE_OF,
        Function::TimeOf => date::TIME_OF,
        Function::LastDay => date::LAST_DAY,
        Function::MakeDate => FunctionForm::Rewrite(date::make),
        Function::MakeTimestamp => FunctionForm::Rewrite(date::make_timestamp),
        Function::DaysBetween => FunctionForm::Rewrite(date::days_between),
        Function::MonthsBetween => FunctionForm::Rewrite(date::months_between),
        Function::SecondsBetween => FunctionForm::Rewrite(date::seconds_between),
        Function::MicrosecondsBetween => FunctionForm::Rewrite(date::microseconds_between),
        function => json::function(function).unwrap_or_else(|| standard_function(function)),
    }
}

/// What has to be there for the function, beside SQLite itself.
pub(in crate::dialect) fn feature_behind(function: &Function) -> Option<Feature> {
    use Function::*;
    match function {
        Sqrt | Power | Exp | Ln | Log10 | Sin | Cos | Tan | Asin | Acos | Atan | Atan2 => {
            Some(Feature::MathFunctions)
        }
        RegexpLike | RegexpLikeIgnoringCase => Some(Feature::Regexp),
        _ => None,
    }
}

/// Of random bytes, with the digits that tell version and variant.
const UUID_V4: &str = "LOWER(HEX(RANDOMBLOB(4)) || '-' || HEX(RANDOMBLOB(2)) || '-4' || \
     SUBSTR(HEX(RANDOMBLOB(2)), 2) || '-' || SUBSTR('89AB', 1 + (RANDOM() & 3), 1) || \
     SUBSTR(HEX(RANDOMBLOB(2)), 2) || '-' || HEX(RANDOMBLOB(6)))";
