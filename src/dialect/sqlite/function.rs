//! How SQLite calls functions: <https://sqlite.org/lang_corefunc.html>.

use super::{number, text};
use crate::ast::Function;
use crate::dialect::rewrite::number as rounding;
use crate::dialect::syntax::standard_function;
use crate::dialect::{Feature, FunctionForm};

pub(in crate::dialect) fn form(function: &Function) -> FunctionForm {
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
        Function::ConcatWs => FunctionForm::Rewrite(text::concat_ws),
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
        Function::Hex => FunctionForm::Rewrite(text::hex),
        Function::ToHex => FunctionForm::Rewrite(text::to_hex),
        Function::Floor => FunctionForm::Rewrite(number::floor),
        Function::Ceil => FunctionForm::Rewrite(number::ceil),
        Function::Trunc => FunctionForm::Rewrite(number::trunc),
        Function::Round => FunctionForm::Rewrite(number::round),
        Function::RoundTo => FunctionForm::Rewrite(rounding::round_decimal_as_double),
        Function::Sign => FunctionForm::Rewrite(number::sign),
        Function::Random => {
            FunctionForm::Template("((RANDOM() & 9007199254740991) / 9007199254740992.0)")
        }
        Function::Now => FunctionForm::Template("CURRENT_TIMESTAMP"),
        Function::CurrentDate => FunctionForm::Template("CURRENT_DATE"),
        function => standard_function(function),
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
