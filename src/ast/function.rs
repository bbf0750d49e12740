//! Functions: of arguments, and over a window.

use std::ops::RangeInclusive;

use super::{Aggregate, ExprList, Name, Operand, OrderItem};

/// A function of its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function.
    pub function: Function,
    /// Its arguments.
    pub args: ExprList,
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $arity:expr;)*) => {
        /// A function that has one meaning on every dialect, or a function by its name.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Function {
            $( $(#[$doc])* $name, )*
            /// A function by its name, written as it is given; its meaning is the server's.
            Named(Name),
        }

        impl Function {
            /// Every function but those by name.
            pub const ALL: &[Function] = &[$(Function::$name),*];

            /// What errors and tables call it.
            pub fn construct(&self) -> &str {
                match self {
                    $( Function::$name => $text, )*
                    Function::Named(name) => name.as_str(),
                }
            }

            /// How many arguments it takes.
            pub fn arity(&self) -> RangeInclusive<usize> {
                match self {
                    $( Function::$name => $arity, )*
                    Function::Named(_) => 0..=usize::MAX,
                }
            }
        }
    };
}

functions! {
    // ---- of any type
    /// The first argument that is not NULL.
    Coalesce = "coalesce", 1..=usize::MAX;
    /// NULL if the two arguments are equal, else the first.
    NullIf = "nullif", 2..=2;
    /// The greatest of the arguments; NULL if any is NULL.
    Greatest = "greatest", 2..=usize::MAX;
    /// The least of the arguments; NULL if any is NULL.
    Least = "least", 2..=usize::MAX;
    /// The greatest of the arguments that are not NULL; NULL if all are.
    GreatestIgnoringNulls = "greatest_ignoring_nulls", 2..=usize::MAX;
    /// The least of the arguments that are not NULL; NULL if all are.
    LeastIgnoringNulls = "least_ignoring_nulls", 2..=usize::MAX;

    // ---- of text
    /// Text in lower case (on SQLite: ASCII letters).
    Lower = "lower", 1..=1;
    /// Text in upper case (on SQLite: ASCII letters).
    Upper = "upper", 1..=1;
    /// The number of characters.
    CharLength = "char_length", 1..=1;
    /// The number of bytes.
    ByteLength = "byte_length", 1..=1;
    /// Text without the spaces at both ends.
    Trim = "trim", 1..=1;
    /// Text without the spaces at its start.
    TrimStart = "trim_start", 1..=1;
    /// Text without the spaces at its end.
    TrimEnd = "trim_end", 1..=1;
    /// Text with every occurrence of the second argument replaced by the third.
    Replace = "replace", 3..=3;
    /// From the position of the second argument, counted from 1, as many characters as the third
    /// says. A position before the first counts as the first, a negative length as none.
    Substring = "substring", 3..=3;
    /// From the position of the second argument, counted from 1, to the end. A position before the
    /// first counts as the first.
    SubstringFrom = "substring_from", 2..=2;
    /// As many characters from the start as the second argument says; none if it is negative.
    Left = "left", 2..=2;
    /// As many characters from the end as the second argument says; none if it is negative.
    Right = "right", 2..=2;
    /// The position of the first argument in the second, counted in characters from 1; 0 if it is not
    /// in there. Letters are told apart exactly.
    Position = "position", 2..=2;
    /// Text without the character of the second argument at both ends.
    TrimChar = "trim_char", 2..=2;
    /// Text without the character of the second argument at its start.
    TrimStartChar = "trim_start_char", 2..=2;
    /// Text without the character of the second argument at its end.
    TrimEndChar = "trim_end_char", 2..=2;
    /// Text filled up at its start, with the character of the third argument, or cut at its end, to
    /// as many characters as the second says.
    Lpad = "lpad", 3..=3;
    /// Text filled up or cut at its end, as by `Lpad`.
    Rpad = "rpad", 3..=3;
    /// Text as many times over as the second argument says.
    Repeat = "repeat", 2..=2;
    /// Text with its characters in the opposite order.
    Reverse = "reverse", 1..=1;
    /// The part of a text of the number that the third argument, a literal, says, counted from 1,
    /// between occurrences of the character of the second; empty if there are fewer.
    SplitPart = "split_part", 3..=3;
    /// The texts that are not NULL, with the first argument between each two.
    ConcatWs = "concat_ws", 2..=usize::MAX;
    /// The code point of the first character; NULL of an empty text.
    CodePoint = "code_point", 1..=1;
    /// The character of that code point; NULL if there is none.
    Chr = "chr", 1..=1;
    /// Whether the first argument has a part that matches the regular expression of the second, which
    /// tells upper from lower case.
    RegexpLike = "regexp_like", 2..=2;
    /// As `RegexpLike`, without regard to case.
    RegexpLikeIgnoringCase = "regexp_like_ignoring_case", 2..=2;
    /// The first argument with every match of the regular expression of the second replaced by the text
    /// of the third, in which nothing is special.
    RegexpReplace = "regexp_replace", 3..=3;
    /// The first match of the regular expression of the second argument in the first; NULL if there is
    /// none, or an empty one.
    RegexpSubstr = "regexp_substr", 2..=2;
    /// Whether the text is of the digits 0 to 9, at least one, and nothing else.
    IsDigits = "is_digits", 1..=1;
    /// The integer that the text is: digits, with a sign or without one; NULL if it is none, or needs
    /// more bits than the second argument says, a literal.
    TextToInteger = "text_to_integer", 2..=2;
    /// The floating-point number that the text is: digits, one point between two of them or none, with
    /// a sign or without one, at most three hundred; NULL if it is none.
    TextToDouble = "text_to_double", 1..=1;
    /// The decimal that the text is, of so many digits, of which so many stand after the point, as two
    /// literals: written as for `TextToDouble`, and rounded, a half away from zero; NULL if it is none,
    /// or has more digits before the point.
    TextToDecimal = "text_to_decimal", 3..=3;
    /// Bytes as hexadecimal digits in upper case.
    Hex = "hex", 1..=1;
    /// An integer in hexadecimal digits in upper case, a negative one as the 64 bits that it is.
    ToHex = "to_hex", 1..=1;

    // ---- of numbers
    /// The absolute value.
    Abs = "abs", 1..=1;
    /// The greatest whole number that is not greater, in the type of the argument.
    Floor = "floor", 1..=1;
    /// The least whole number that is not less, in the type of the argument.
    Ceil = "ceil", 1..=1;
    /// The argument without its fraction, in its type.
    Trunc = "trunc", 1..=1;
    /// The nearest whole number, of two the one that is further from zero, in the type of the
    /// argument.
    Round = "round", 1..=1;
    /// An exact number, rounded as by `Round` to so many digits after the point: the second argument,
    /// a literal, which is negative for digits before it.
    RoundTo = "round_to", 2..=2;
    /// A floating-point number, rounded to so many digits after the point: multiplied, rounded as by
    /// `Round`, divided. The second argument is as that of `RoundTo`.
    RoundDoubleTo = "round_double_to", 2..=2;
    /// A number without its fraction, as an integer of 64 bits; NULL if it does not fit.
    TruncToInt = "trunc_to_int", 1..=1;
    /// -1, 0 or 1, as the argument is negative, zero or positive.
    Sign = "sign", 1..=1;
    /// Integer division that rounds down; NULL by zero.
    FloorDiv = "floor_div", 2..=2;
    /// The square root, a floating-point number; NULL of a negative number.
    Sqrt = "sqrt", 1..=1;
    /// The first argument to the power of the second, a floating-point number; NULL where it is none
    /// (a fractional power of a negative number, a negative one of zero) or too great.
    Power = "power", 2..=2;
    /// e to the power of the argument, a floating-point number; NULL if it is too great.
    Exp = "exp", 1..=1;
    /// The natural logarithm, a floating-point number; NULL of what is not positive.
    Ln = "ln", 1..=1;
    /// The logarithm to base 10, a floating-point number; NULL of what is not positive.
    Log10 = "log10", 1..=1;
    /// The sine of an angle in radians, a floating-point number.
    Sin = "sin", 1..=1;
    /// The cosine of an angle in radians, a floating-point number.
    Cos = "cos", 1..=1;
    /// The tangent of an angle in radians, a floating-point number.
    Tan = "tan", 1..=1;
    /// The angle in radians of that sine; NULL if none has it.
    Asin = "asin", 1..=1;
    /// The angle in radians of that cosine; NULL if none has it.
    Acos = "acos", 1..=1;
    /// The angle in radians of that tangent.
    Atan = "atan", 1..=1;
    /// The angle in radians of the point whose y and x the arguments are.
    Atan2 = "atan2", 2..=2;
    /// A random floating-point number, not less than 0 and less than 1.
    Random = "random", 0..=0;

    // ---- of UUIDs
    /// A random UUID, of version 4.
    UuidV4 = "uuid_v4", 0..=0;

    // ---- of dates and times
    /// The current instant, as the server tells it: on PostgreSQL that of the transaction's start.
    Now = "now", 0..=0;
    /// The current date in UTC, as the server tells it.
    CurrentDate = "current_date", 0..=0;
    /// The current time of day in UTC, as the server tells it.
    CurrentTime = "current_time", 0..=0;
    /// The date and time in UTC of an instant, without a time zone.
    Utc = "utc", 1..=1;
    /// The instant of a date and time in UTC.
    Instant = "instant", 1..=1;
    /// A time of day as EXTRACT takes it.
    TimeOfDay = "time_of_day", 1..=1;
    /// The date of a timestamp.
    DateOf = "date_of", 1..=1;
    /// The time of day of a timestamp.
    TimeOf = "time_of", 1..=1;
    /// The last day of a date's month.
    LastDay = "last_day", 1..=1;
    /// The date of a year, a month and a day; NULL if there is none.
    MakeDate = "make_date", 3..=3;
    /// The timestamp of a year, a month, a day, an hour, a minute and a second; NULL if there is none.
    MakeTimestamp = "make_timestamp", 6..=6;
    /// How often midnight lies between two dates or timestamps: the second less the first.
    DaysBetween = "days_between", 2..=2;
    /// The whole months from the first timestamp to the second, negative if it is before.
    MonthsBetween = "months_between", 2..=2;
    /// The whole seconds from the first timestamp to the second, negative if it is before.
    SecondsBetween = "seconds_between", 2..=2;
    /// The microseconds from the first timestamp to the second, negative if it is before.
    MicrosecondsBetween = "microseconds_between", 2..=2;

    // ---- of JSON
    /// What a JSON document is: `object`, `array`, `string`, `number`, `boolean` or `null`.
    JsonType = "json_type", 1..=1;
    /// The number of an array's elements; NULL for any other document.
    JsonArrayLength = "json_array_length", 1..=1;
    /// The keys of an object as an array, in the server's order; NULL for any other document.
    JsonKeys = "json_keys", 1..=1;
    /// The integer that a JSON document is; NULL for any other.
    JsonInteger = "json_integer", 1..=1;
    /// The number that a JSON document is, in floating point; NULL for any other document.
    JsonNumber = "json_number", 1..=1;
    /// The truth value that a JSON document is; NULL for any other.
    JsonBoolean = "json_boolean", 1..=1;
    /// Whether a document contains another, as the server defines it.
    JsonContains = "json_contains", 2..=2;
    /// Whether a document is an array that has a scalar among its elements.
    JsonArrayHas = "json_array_has", 2..=2;
    /// A document merged with a patch by RFC 7396.
    JsonMergePatch = "json_merge_patch", 2..=2;
    /// A JSON array of elements.
    JsonArray = "json_array", 0..=100;
    /// A JSON object of keys and elements in turn.
    JsonObject = "json_object", 0..=100;
    /// Text as an element of a JSON document.
    JsonOfText = "json_of_text", 1..=1;
    /// A number as an element of a JSON document.
    JsonOfNumber = "json_of_number", 1..=1;
    /// A truth value as an element of a JSON document.
    JsonOfBoolean = "json_of_boolean", 1..=1;
    /// A JSON document as an element of another.
    JsonOfJson = "json_of_json", 1..=1;
    /// A value that has no one form in JSON: refused by every dialect.
    JsonOfOther = "json_of_other", 1..=1;

    // ---- of PostgreSQL's arrays and ranges
    /// Whether an array or a range contains another, or a range an element.
    Contains = "contains", 2..=2;
    /// Whether an array, a range or an element is contained in another.
    ContainedBy = "contained_by", 2..=2;
    /// Whether two arrays or ranges have an element in common.
    Overlaps = "overlaps", 2..=2;
    /// The array of a query's rows.
    ArrayOfQuery = "array_of", 1..=1;
    /// The elements of one array after those of another.
    ArrayConcat = "array_concat", 2..=2;
    /// The element of an array at a position, counted from 1.
    ArrayElement = "element", 2..=2;
    /// The number of an array's elements.
    ArrayLength = "array_length", 1..=1;
    /// An array with one element more at its end.
    ArrayAppend = "array_append", 2..=2;
    /// An array with one element more at its start.
    ArrayPrepend = "array_prepend", 2..=2;
    /// An array without the elements equal to the second argument.
    ArrayRemove = "array_remove", 2..=2;
    /// The position of the first element equal to the second argument, counted from 1.
    ArrayPosition = "array_position", 2..=2;
    /// The elements of an array as text, with the second argument between them.
    ArrayToText = "array_to_text", 2..=2;
    /// Whether text is like one of an array's patterns, upper and lower case the same.
    ILikeAny = "ilike_any", 2..=2;
    /// A range of integers: bounds, and which of them are inside.
    Int4Range = "int4range", 3..=3;
    /// As `Int4Range`, of 64 bits.
    Int8Range = "int8range", 3..=3;
    /// As `Int4Range`, of decimals.
    NumRange = "numrange", 3..=3;
    /// As `Int4Range`, of dates.
    DateRange = "daterange", 3..=3;
    /// As `Int4Range`, of timestamps.
    TsRange = "tsrange", 3..=3;
    /// As `Int4Range`, of instants.
    TstzRange = "tstzrange", 3..=3;
    /// The lower bound of a range.
    RangeLower = "lower_bound", 1..=1;
    /// The upper bound of a range.
    RangeUpper = "upper_bound", 1..=1;
    /// Whether a range is empty.
    RangeIsEmpty = "is_empty", 1..=1;
    /// Whether two ranges meet without a gap.
    RangeAdjacent = "adjacent", 2..=2;
    /// Whether a range ends before another starts.
    RangeBefore = "before", 2..=2;
    /// What two ranges have in common.
    RangeIntersection = "intersection", 2..=2;
    /// A timestamp or an instant in a time zone by name (PostgreSQL).
    AtTimeZone = "at_time_zone", 2..=2;
    /// A moment after a span of time (PostgreSQL).
    AddInterval = "add_interval", 2..=2;
    /// The span from the second moment to the first, in years, months and days (PostgreSQL).
    Age = "age", 2..=2;
    /// Text with the first letter of each word in upper case, the others in lower case (PostgreSQL).
    InitCap = "initcap", 1..=1;
}

impl Function {
    /// Whether its value is a truth value.
    pub fn is_condition(&self) -> bool {
        matches!(
            self,
            Function::IsDigits
                | Function::RegexpLike
                | Function::RegexpLikeIgnoringCase
                | Function::JsonBoolean
                | Function::JsonContains
                | Function::JsonArrayHas
                | Function::Contains
                | Function::ContainedBy
                | Function::Overlaps
                | Function::ILikeAny
                | Function::RangeIsEmpty
                | Function::RangeAdjacent
                | Function::RangeBefore
        )
    }
}

impl Function {
    /// Whether its value is text.
    pub fn is_text(&self) -> bool {
        use Function::*;
        matches!(
            self,
            Lower
                | Upper
                | Trim
                | TrimStart
                | TrimEnd
                | TrimChar
                | TrimStartChar
                | TrimEndChar
                | Replace
                | Substring
                | SubstringFrom
                | Left
                | Right
                | Lpad
                | Rpad
                | Repeat
                | Reverse
                | SplitPart
                | ConcatWs
                | Chr
                | Hex
                | ToHex
                | RegexpReplace
                | RegexpSubstr
                | InitCap
        )
    }

    /// Whether its value is NULL where an argument is NULL, and surely only there.
    pub(crate) fn is_strict(&self) -> bool {
        use Function::*;
        matches!(
            self,
            Lower
                | Upper
                | CharLength
                | ByteLength
                | Trim
                | TrimStart
                | TrimEnd
                | TrimChar
                | TrimStartChar
                | TrimEndChar
                | Replace
                | Substring
                | SubstringFrom
                | Left
                | Right
                | Position
                | Lpad
                | Rpad
                | Repeat
                | Reverse
                | SplitPart
                | IsDigits
                | Hex
                | ToHex
                | InitCap
                | Greatest
                | Least
                | Abs
                | Floor
                | Ceil
                | Trunc
                | Round
                | RoundTo
                | RoundDoubleTo
                | Sign
                | Random
                | UuidV4
                | Now
                | CurrentDate
                | CurrentTime
        )
    }
}

/// `function OVER window`.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowCall {
    /// The function.
    pub function: WindowFunction,
    /// The window.
    pub over: Over,
}

/// What can be taken over a window.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WindowFunction {
    /// An aggregate of the window's frame.
    Aggregate(Aggregate),
    /// A function that ranks or looks at rows.
    Ranking {
        /// The function.
        function: RankingFunction,
        /// Its arguments.
        args: ExprList,
    },
}

/// A function that ranks or looks at the rows of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RankingFunction {
    /// The row's number in its partition, from 1.
    RowNumber,
    /// The rank, with gaps after ties.
    Rank,
    /// The rank without gaps.
    DenseRank,
    /// `(rank - 1) / (rows - 1)`.
    PercentRank,
    /// The share of rows up to this one.
    CumeDist,
    /// The number of the bucket, of so many.
    Ntile,
    /// The argument in the row so many before (1 unless told).
    Lag,
    /// The argument in the row so many after (1 unless told).
    Lead,
    /// The argument in the frame's first row.
    FirstValue,
    /// The argument in the frame's last row.
    LastValue,
    /// The argument in the frame's row of that number.
    NthValue,
}

/// The window of a function.
#[derive(Clone, Debug, PartialEq)]
pub enum Over {
    /// A window of the WINDOW clause.
    Named(Name),
    /// A window written in place.
    Spec(WindowSpec),
}

/// A window: which rows, in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WindowSpec {
    /// The named window that this one adds to.
    pub base: Option<Name>,
    /// Rows with equal values here are one partition.
    pub partition_by: ExprList,
    /// The order in a partition.
    pub order_by: Vec<OrderItem>,
    /// Which rows of the partition, seen from the current one.
    pub frame: Option<Frame>,
}

/// Which rows of a partition, seen from the current one.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// What the bounds count.
    pub unit: FrameUnit,
    /// The first row.
    pub start: FrameBound,
    /// The last row; the current one unless told.
    pub end: Option<FrameBound>,
    /// Rows left out.
    pub exclude: Option<FrameExclude>,
}

/// What the bounds of a frame count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameUnit {
    /// Rows.
    Rows,
    /// The distance of the values sorted by.
    Range,
    /// Groups of equal rows.
    Groups,
}

/// An end of a frame.
#[derive(Clone, Debug, PartialEq)]
pub enum FrameBound {
    /// The partition's first row.
    UnboundedPreceding,
    /// So many before the current row.
    Preceding(Operand),
    /// The current row.
    CurrentRow,
    /// So many after the current row.
    Following(Operand),
    /// The partition's last row.
    UnboundedFollowing,
}

/// Rows left out of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameExclude {
    /// The current row.
    CurrentRow,
    /// The current row and its equals.
    Group,
    /// The current row's equals.
    Ties,
}

impl RankingFunction {
    /// How many arguments it takes.
    pub fn arity(self) -> RangeInclusive<usize> {
        use RankingFunction::*;
        match self {
            RowNumber | Rank | DenseRank | PercentRank | CumeDist => 0..=0,
            Ntile | FirstValue | LastValue => 1..=1,
            Lag | Lead => 1..=3,
            NthValue => 2..=2,
        }
    }
}

impl WindowCall {
    pub(super) fn depth(&self) -> u16 {
        let function = match &self.function {
            WindowFunction::Aggregate(aggregate) => aggregate.depth(),
            WindowFunction::Ranking { args, .. } => args.depth(),
        };
        match &self.over {
            Over::Named(_) => function,
            Over::Spec(spec) => function.max(spec.depth()),
        }
    }
}

impl WindowSpec {
    pub(super) fn depth(&self) -> u16 {
        let frame = self.frame.iter().flat_map(Frame::distances).map(Operand::depth).max();
        let order = OrderItem::depth_of(&self.order_by);
        self.partition_by.depth().max(order).max(frame.unwrap_or(0))
    }
}

impl Frame {
    /// The distances of its bounds from the current row, where a bound has one.
    pub fn distances(&self) -> impl Iterator<Item = &Operand> {
        std::iter::once(&self.start).chain(&self.end).filter_map(|bound| match bound {
            FrameBound::Preceding(distance) | FrameBound::Following(distance) => Some(distance),
            _ => None,
        })
    }
}
