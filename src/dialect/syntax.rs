//! The facts of a dialect that the renderer needs all the time.

use super::Version;
use super::rewrite::{cast, choice, number};
use crate::ast::{Expr, Function, Name, Raw};

/// The facts of a dialect that hold in all its versions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Syntax {
    /// How names are quoted.
    pub quote: Quote,
    /// How parameters are written.
    pub placeholder: Placeholder,
    /// How many parameters a statement may have.
    pub max_params: usize,
    /// How many queries may lie in one another.
    pub max_nested_queries: usize,
    /// How many tables a FROM may join.
    pub max_joined_tables: usize,
    /// How many windows a query may have.
    pub max_windows: usize,
    /// How many queries a set operation may put together.
    pub max_set_members: usize,
    /// The operator of integer division.
    pub divide_int: &'static str,
    /// The operator of bitwise exclusive or.
    pub bit_xor: &'static str,
    /// What follows LIKE and its pattern when no character is an escape.
    pub like_without_escape: &'static str,
    /// How `INSERT` of a row of defaults ends.
    pub default_values: &'static str,
    /// How the proposed row of an upsert is read.
    pub excluded: Excluded,
    /// How an upsert is written.
    pub upsert: Upsert,
    /// Whether members of a set operation may stand in parentheses.
    pub parenthesized_members: bool,
    /// How FOR SHARE is written.
    pub for_share: &'static str,
    /// Whether RETURNING takes columns qualified by the target's alias, and those of other tables;
    /// else the target's columns are written bare there, and no others can be.
    pub returning_qualified: bool,
    /// Whether an INSERT with ON CONFLICT from a query needs a WHERE to tell it from a join.
    pub where_before_on_conflict: bool,
    /// Whether integers beyond 64 bits with a sign can be sent.
    pub unsigned: bool,
    /// Whether there are decimals; else a decimal is a floating-point number, of fifteen digits.
    pub decimals: bool,
    /// Whether NaN can be sent.
    pub nan: bool,
    /// Whether infinities can be sent.
    pub infinity: bool,
    /// Whether there is a type for a span of time.
    pub intervals: bool,
    /// Whether there are arrays.
    pub arrays: bool,
    /// Whether offsets need a limit before them.
    pub offset_needs_limit: bool,
    /// Whether a frame's distance has to be a literal.
    pub literal_frame_bounds: bool,
    /// Whether the average of integers has to be taken of floating-point numbers.
    pub cast_aggregates: bool,
    /// How a sum of integers, `{}`, becomes a 64-bit integer, or an error if it is beyond those;
    /// empty where it is one by itself.
    pub integer_sum: &'static str,
    /// Whether the average of decimals has but four digits more than they have.
    pub short_averages: bool,
    /// What follows a parameter without a type where nothing beside it tells the server one.
    pub text_suffix: &'static str,
    /// Whether one of the first two that are concatenated has to be text.
    pub concat_needs_text: bool,
    /// Whether a NULL has to say its type where no column beside it does: the server takes it for
    /// text, for bytes, or a number of thirty decimals otherwise.
    pub typed_null: bool,
    /// Whether a JSON document has to say that it is one where no column takes it: it is text
    /// otherwise, and equal to no document.
    pub typed_json: bool,
    /// Whether decimals, dates and bytes are sent as text, and so have to say their type where no column
    /// beside them does: they sort, compare and add up as text otherwise.
    pub typed_values: bool,
    /// Whether arithmetic on parameters alone is floating-point, so that one that is an integer has to
    /// say so.
    pub typed_integers: bool,
    /// What follows SELECT in a subquery over rows made of values, so that the server computes them
    /// for each row of the query around it.
    pub rows_in_subquery: &'static str,
}

/// How names are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// `"name"`
    Double,
    /// `` `name` ``
    Backtick,
}

/// How parameters are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placeholder {
    /// `?`
    Question,
    /// `$1`, `$2`, …
    Dollar,
}

/// How the proposed row of an upsert is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excluded {
    /// `excluded.column`
    Table,
    /// `VALUES(column)`
    Function,
}

/// How an upsert is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upsert {
    /// `ON CONFLICT (columns) DO …`
    OnConflict,
    /// `ON DUPLICATE KEY UPDATE …`
    OnDuplicateKey,
}

/// How a function is called.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum FunctionForm {
    /// `NAME(arguments)`
    Name(&'static str),
    /// Text in which each `{}` is the argument of its number.
    Template(&'static str),
    /// By the name that the user gives.
    AsGiven,
    /// In other words: an expression made of the arguments; none if these cannot be said so.
    Rewrite(fn(&[Expr]) -> Option<Expr>),
    /// Not at all.
    Refuse {
        /// The first version that has it, if any.
        since: Option<Version>,
        /// What to write instead.
        instead: &'static str,
    },
}

/// The functions that every dialect calls alike.
pub(super) fn standard_function(function: &Function) -> FunctionForm {
    FunctionForm::Name(match function {
        Function::Coalesce => "COALESCE",
        Function::NullIf => "NULLIF",
        Function::Lower => "LOWER",
        Function::Upper => "UPPER",
        Function::CharLength => "CHAR_LENGTH",
        Function::ByteLength => "OCTET_LENGTH",
        Function::Trim => "TRIM",
        Function::TrimStart => "LTRIM",
        Function::TrimEnd => "RTRIM",
        Function::Replace => "REPLACE",
        Function::Abs => "ABS",
        Function::Now => "CURRENT_TIMESTAMP",
        Function::CurrentDate => "CURRENT_DATE",
        Function::CurrentTime => "CURRENT_TIME",
        Function::Utc | Function::Instant | Function::TimeOfDay => {
            return FunctionForm::Template("{}");
        }
        Function::DateOf => return FunctionForm::Template("CAST({} AS DATE)"),
        Function::TimeOf => return FunctionForm::Template("CAST({} AS TIME)"),
        Function::MakeDate => return FunctionForm::Rewrite(super::rewrite::date::make),
        Function::MakeTimestamp => {
            return FunctionForm::Rewrite(super::rewrite::date::make_timestamp);
        }
        Function::LastDay => "LAST_DAY",
        Function::DaysBetween
        | Function::MonthsBetween
        | Function::SecondsBetween
        | Function::MicrosecondsBetween => {
            let instead = "use a function of that server through `sql!`";
            return FunctionForm::Refuse { since: None, instead };
        }
        Function::Substring => {
            return FunctionForm::Template("SUBSTRING({}, GREATEST({}, 1), GREATEST({}, 0))");
        }
        Function::SubstringFrom => return FunctionForm::Template("SUBSTRING({}, GREATEST({}, 1))"),
        Function::Left => "LEFT",
        Function::Right => "RIGHT",
        Function::Position => return FunctionForm::Template("POSITION({} IN {})"),
        Function::TrimChar => "BTRIM",
        Function::TrimStartChar => "LTRIM",
        Function::TrimEndChar => "RTRIM",
        Function::Lpad => "LPAD",
        Function::Rpad => "RPAD",
        Function::Repeat => "REPEAT",
        Function::Reverse => "REVERSE",
        Function::SplitPart => "SPLIT_PART",
        Function::ConcatWs => "CONCAT_WS",
        Function::CodePoint => "ASCII",
        Function::Chr => "CHR",
        Function::RegexpLike => return FunctionForm::Template("({} ~ {})"),
        Function::RegexpLikeIgnoringCase => return FunctionForm::Template("({} ~* {})"),
        Function::RegexpReplace => "REGEXP_REPLACE",
        Function::RegexpSubstr => "REGEXP_SUBSTR",
        Function::UuidV4 => "GEN_RANDOM_UUID",
        Function::IsDigits => return FunctionForm::Template("({} ~ '^[0-9]+$')"),
        Function::TextToInteger => return FunctionForm::Rewrite(cast::text_to_integer),
        Function::TextToDouble => return FunctionForm::Rewrite(cast::text_to_double),
        Function::TextToDecimal => return FunctionForm::Rewrite(cast::text_to_decimal),
        Function::Hex => "HEX",
        Function::ToHex => "TO_HEX",
        Function::Greatest => "GREATEST",
        Function::Least => "LEAST",
        Function::GreatestIgnoringNulls => {
            return FunctionForm::Rewrite(choice::greatest_ignoring_nulls);
        }
        Function::LeastIgnoringNulls => return FunctionForm::Rewrite(choice::least_ignoring_nulls),
        Function::Floor => "FLOOR",
        Function::Ceil => "CEIL",
        Function::Trunc => "TRUNC",
        Function::Round => return FunctionForm::Rewrite(number::round),
        Function::RoundTo => "ROUND",
        Function::RoundDoubleTo => return FunctionForm::Rewrite(number::round_double_to),
        Function::TruncToInt => return FunctionForm::Rewrite(number::trunc_to_int),
        Function::Sign => "SIGN",
        Function::FloorDiv => return FunctionForm::Rewrite(number::floor_div),
        Function::Sqrt => return FunctionForm::Rewrite(number::sqrt),
        Function::Power => return FunctionForm::Rewrite(number::power),
        Function::Exp => return FunctionForm::Rewrite(number::exp),
        Function::Ln => return FunctionForm::Rewrite(number::ln),
        Function::Log10 => return FunctionForm::Rewrite(number::log10),
        Function::Sin => "SIN",
        Function::Cos => "COS",
        Function::Tan => "TAN",
        Function::Asin => return FunctionForm::Rewrite(number::asin),
        Function::Acos => return FunctionForm::Rewrite(number::acos),
        Function::Atan => "ATAN",
        Function::Atan2 => "ATAN2",
        Function::Random => "RANDOM",
        Function::JsonArray => "JSON_ARRAY",
        Function::JsonObject => "JSON_OBJECT",
        Function::JsonOfText | Function::JsonOfNumber => return FunctionForm::Template("{}"),
        Function::JsonOfOther => {
            let instead = "give it as text, a number, a truth value or a JSON document: a dynamic column by `assume`, a date by `format_date`, any other by `cast`";
            return FunctionForm::Refuse { since: None, instead };
        }
        Function::JsonType
        | Function::JsonArrayLength
        | Function::JsonKeys
        | Function::JsonInteger
        | Function::JsonNumber
        | Function::JsonBoolean
        | Function::JsonContains
        | Function::JsonArrayHas
        | Function::JsonMergePatch
        | Function::JsonOfBoolean
        | Function::JsonOfJson => {
            let instead = "use a function of that server through `sql!`";
            return FunctionForm::Refuse { since: None, instead };
        }
        Function::Contains
        | Function::ContainedBy
        | Function::Overlaps
        | Function::ArrayOfQuery
        | Function::ArrayConcat
        | Function::ArrayElement
        | Function::ArrayLength
        | Function::ArrayAppend
        | Function::ArrayPrepend
        | Function::ArrayRemove
        | Function::ArrayPosition
        | Function::ArrayToText => {
            let instead = "use JSON, or a table: only PostgreSQL has arrays and ranges";
            return FunctionForm::Refuse { since: None, instead };
        }
        Function::ILikeAny => {
            let instead = "join the conditions of `ilike` by `any_of`";
            return FunctionForm::Refuse { since: None, instead };
        }
        Function::Int4Range
        | Function::Int8Range
        | Function::NumRange
        | Function::DateRange
        | Function::TsRange
        | Function::TstzRange
        | Function::RangeLower
        | Function::RangeUpper
        | Function::RangeIsEmpty
        | Function::RangeAdjacent
        | Function::RangeBefore
        | Function::RangeIntersection => {
            let instead = "keep the bounds in two columns, and compare them: see `periods_overlap`";
            return FunctionForm::Refuse { since: None, instead };
        }
        Function::AtTimeZone => {
            let instead = "use `at_offset`, or convert in the program: only PostgreSQL is sure to know time zones by name";
            return FunctionForm::Refuse { since: None, instead };
        }
        Function::AddInterval | Function::Age => {
            let instead = "use `shift`, `months_between` or `seconds_between`: only PostgreSQL has a type for a span of time";
            return FunctionForm::Refuse { since: None, instead };
        }
        Function::InitCap => {
            let instead = "of one word, join `upper(left(…, 1))` and `lower(substring_from(…, 2))`; else do it in the program";
            return FunctionForm::Refuse { since: None, instead };
        }
        Function::Named(_) => return FunctionForm::AsGiven,
    })
}

/// SQL text with holes: what a rewrite into a dialect's own words makes.
pub(super) fn raw<const N: usize>(text: &'static str, holes: [Expr; N]) -> Expr {
    Expr::Raw(Box::new(Raw { text: text.into(), holes: holes.into() }))
}

/// SQL text with holes that is put together.
pub(super) fn raw_text(text: String, holes: impl IntoIterator<Item = Expr>) -> Expr {
    Expr::Raw(Box::new(Raw { text: text.into(), holes: holes.into_iter().collect() }))
}

/// A type by the server's own name, as it is: words, which may be qualified, with numbers in
/// parentheses behind them, and brackets for an array. Anything else is no type but other SQL.
pub(super) fn named_type(name: &Name) -> Option<String> {
    let name = name.as_str();
    let words = |text: &str| {
        let word = |word: &str| {
            let mut chars = word.chars();
            chars.next().is_some_and(|first| first.is_alphabetic() || first == '_')
                && chars.all(|char| char.is_alphanumeric() || char == '_')
        };
        text.split([' ', '.']).all(word)
    };
    let numbers = |text: &str| {
        text.split(',')
            .map(str::trim)
            .all(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
    };
    let mut base = name;
    while let Some(element) = base.strip_suffix("[]") {
        base = element;
    }
    let is_type = match base.split_once('(') {
        None => words(base),
        Some((before, rest)) => rest.split_once(')').is_some_and(|(inside, after)| {
            let after = after.strip_prefix(' ').map_or(after.is_empty(), words);
            words(before) && numbers(inside) && after
        }),
    };
    is_type.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::named_type;

    #[test]
    fn a_type_by_name_is_a_type_and_nothing_else() {
        for name in [
            "mood",
            "app.mood",
            "DOUBLE PRECISION",
            "vector(3)",
            "DECIMAL(10, 2)",
            "TIMESTAMP(6) WITH TIME ZONE",
            "int4[][]",
        ] {
            assert_eq!(named_type(&name.into()).as_deref(), Some(name));
        }
        for name in [
            "",
            "int)",
            "int), (SELECT 1",
            "int(1); DROP TABLE t",
            "int -- ",
            "a'b",
            "\"a\"",
            "int(a)",
            "int()",
            "int(1)x",
            "1",
            "a..b",
        ] {
            assert_eq!(named_type(&name.into()), None, "{name}");
        }
    }
}
