//! Where a server takes the standard's words in another meaning than is promised.
//!
//! A line names the functions, the engines, and what is other; then words that show it, and what they
//! would be if the server meant the same.

use crate::constructs::{MARIADB, MYSQL, POSTGRES, SQLITE};

/// Functions that servers have, but not as promised: the words that show it, and what is promised.
pub struct Meaning {
    pub of: &'static [&'static str],
    pub engines: &'static [&'static str],
    /// What is other about it.
    pub reason: &'static str,
    /// An expression over `facts` that is something else there, or an error; none if no SELECT shows it.
    pub raw: Option<&'static str>,
    /// What it would be if the server meant the same.
    pub promised: &'static str,
}

macro_rules! meanings {
    ($( [$($of:literal)+] on [$($engine:ident)+]: $reason:literal, $raw:expr => $promised:literal; )*) => {
        pub const MEANINGS: &[Meaning] = &[$( Meaning {
            of: &[$($of),+],
            engines: &[$($engine),+],
            reason: $reason,
            raw: $raw,
            promised: $promised,
        } ),*];
    };
}

meanings! {
    // ---- of any type
    ["greatest"] on [POSTGRES]: "NULL is left out", Some("greatest(n, blank)") => "NULL";
    ["least"] on [POSTGRES]: "NULL is left out", Some("least(n, blank)") => "NULL";
    ["greatest_ignoring_nulls"] on [MYSQL MARIADB]: "NULL if one is", Some("greatest(n, blank)") => "-7";
    ["least_ignoring_nulls"] on [MYSQL MARIADB]: "NULL if one is", Some("least(n, blank)") => "-7";

    // ---- of text
    ["replace"] on [MARIADB]: "an empty text by NULL leaves it as it is",
        Some("replace(word, '', lower(blank))") => "NULL";
    ["position"] on [MYSQL MARIADB]: "the collation decides", Some("position('B' IN word)") => "0";
    ["split_part"] on [POSTGRES]: "below 0 it counts from the end: the number is a literal from 1",
        None => "";
    ["chr"] on [POSTGRES]: "an error where there is no such character", Some("chr(1114112)") => "NULL";
    ["chr"] on [MARIADB]: "a byte", Some("chr(8364)") => "€";
    ["regexp_like"] on [MYSQL]: "the collation decides", Some("regexp_like(word, 'B')") => "0";
    ["regexp_like_ignoring_case"] on [MYSQL]: "no empty pattern",
        Some("regexp_like(word, '', 'i')") => "1";
    ["regexp_replace"] on [POSTGRES]: "the first match only", Some("regexp_replace('bb', 'b', 'x')") => "xx";
    ["regexp_replace"] on [MYSQL MARIADB]: "the collation decides",
        Some("regexp_replace(word, 'B', 'x')") => "Abc";
    ["regexp_substr"] on [MYSQL]: "the collation decides", Some("regexp_substr(word, 'B')") => "NULL";
    ["text_to_integer"] on [SQLITE POSTGRES MARIADB]: "what is no number is 0, or an error",
        Some("CAST(word AS INTEGER)") => "NULL";
    ["text_to_double"] on [SQLITE POSTGRES MYSQL]: "what is no number is 0, or an error",
        Some("CAST(word AS DOUBLE PRECISION)") => "NULL";
    ["text_to_decimal"] on [SQLITE POSTGRES MYSQL MARIADB]: "what is no number is 0, or an error",
        Some("CAST(word AS DECIMAL(6, 2))") => "NULL";
    ["string_agg"] on [SQLITE]: "no DISTINCT", Some("string_agg(DISTINCT word, ',')") => "Abc";
    ["string_agg"] on [POSTGRES]: "distinct ones are sorted by the argument only, which two parameters are not",
        None => "";

    // ---- of numbers
    ["round"] on [SQLITE]: "adds a half, and rounds that", Some("round(0.49999999999999994)") => "0";
    ["round"] on [POSTGRES MYSQL MARIADB]: "a half to the even number", Some("round(x)") => "3";
    ["round_to" "round_double_to"] on [SQLITE]: "rounds the digits that are shown",
        Some("round(1.005, 2)") => "1.01";
    ["round_double_to"] on [MYSQL MARIADB]: "a half to the even number", Some("round(0.25e0, 1)") => "0.3";
    ["trunc_to_int"] on [SQLITE]: "the nearest that there is", Some("CAST(1e30 AS BIGINT)") => "NULL";
    ["trunc_to_int"] on [POSTGRES]: "rounds", Some("CAST(2.7 AS BIGINT)") => "2";
    ["floor_div"] on [POSTGRES]: "towards 0", Some("div(n, 2)") => "-4";
    ["sqrt"] on [POSTGRES]: "an error of a negative number", Some("sqrt(-1.0)") => "NULL";
    ["sin" "cos" "tan"] on [POSTGRES]: "an error of infinity",
        Some("sin(CAST('infinity' AS DOUBLE PRECISION))") => "NULL";
    ["atan" "atan2"] on [POSTGRES]: "NaN of NaN, which the others have not",
        Some("atan2(CAST('nan' AS DOUBLE PRECISION), 2)") => "NULL";
    ["power"] on [SQLITE POSTGRES MYSQL MARIADB]: "infinite, or an error, where it is no number",
        Some("power(0, -1)") => "NULL";
    ["exp"] on [SQLITE POSTGRES MYSQL MARIADB]: "infinite, or an error, if it is too great",
        Some("exp(1000e0)") => "NULL";
    ["ln"] on [SQLITE POSTGRES]: "infinite, or an error, of 0", Some("ln(0)") => "NULL";
    ["log10"] on [SQLITE POSTGRES]: "infinite, or an error, of 0", Some("log10(0)") => "NULL";
    ["ln" "log10"] on [MYSQL MARIADB]: "an error of 0 where a row is written", None => "";
    ["asin"] on [POSTGRES]: "an error of what is no sine", Some("asin(2.0)") => "NULL";
    ["acos"] on [POSTGRES]: "an error of what is no cosine", Some("acos(2.0)") => "NULL";

    // ---- of dates and times
    ["make_date"] on [POSTGRES]: "an error if there is none", Some("make_date(2024, 2, 30)") => "NULL";
    ["make_timestamp"] on [POSTGRES]: "an error if there is none",
        Some("make_timestamp(2024, 2, 30, 0, 0, 0)") => "NULL";
    ["days_between"] on [SQLITE MYSQL MARIADB]: "of the digits", Some("moment - day") => "197";
    ["days_between"] on [POSTGRES]: "a span of days, hours and minutes", Some("moment - day") => "197";

    // ---- of JSON
    ["json_integer"] on [SQLITE MARIADB]: "0 of what is none", Some("CAST(doc AS INTEGER)") => "NULL";
    ["json_number"] on [SQLITE MYSQL MARIADB]: "0 of what is none",
        Some("CAST(doc AS DOUBLE PRECISION)") => "NULL";
    ["json_array_has"] on [MYSQL]: "a scalar is an array of one",
        Some("1 MEMBER OF (CAST('1' AS JSON))") => "0";
    ["json_agg"] on [POSTGRES]: "JSON that cannot be compared", Some("json_agg(n) = json_agg(n)") => "1";
    ["json_object_agg"] on [POSTGRES]: "JSON that cannot be compared",
        Some("json_object_agg(word, n) = json_object_agg(word, n)") => "1";

    ["json_of_other"] on [POSTGRES]: "a moment has a form of its own on each server", None => "";

    // ---- aggregates
    ["any_value"] on [MYSQL]: "NULL is a value to it",
        Some("(SELECT any_value(v) FROM (SELECT NULL AS v UNION ALL SELECT 1) AS t)") => "1";
    ["bit_and"] on [MYSQL MARIADB]: "without a sign", Some("bit_and(n)") => "-7";
    ["bit_or"] on [MYSQL MARIADB]: "without a sign", Some("bit_or(n)") => "-7";
    ["bit_xor"] on [MYSQL MARIADB]: "without a sign", Some("bit_xor(n)") => "-7";
    ["var_pop" "var_samp" "stddev_pop" "stddev_samp"] on [POSTGRES]: "a decimal, of integers",
        Some("CAST(pg_typeof(var_pop(n)) AS TEXT)") => "double precision";
    ["var_pop" "var_samp" "stddev_pop" "stddev_samp"] on [MYSQL MARIADB]: "no DISTINCT",
        Some("var_pop(DISTINCT n)") => "0";

    // ---- types to cast to
    ["DECIMAL(10, 2)" "DECIMAL"] on [SQLITE]: "a floating-point number",
        Some("CAST('0.1' AS DECIMAL) + CAST('0.2' AS DECIMAL)") => "0.3";
    ["TIMESTAMP WITH TIME ZONE"] on [SQLITE]: "the number that the text starts with",
        Some("CAST('2024-02-29 10:20:30+00' AS TIMESTAMP WITH TIME ZONE)") => "2024-02-29 10:20:30+00";
    ["INTERVAL"] on [SQLITE]: "the number that the text starts with",
        Some("CAST('1 day' AS INTERVAL)") => "1 day";
    ["UUID"] on [SQLITE]: "the number that the text starts with",
        Some("CAST('6f4a6d0e-0000-4000-8000-000000000001' AS UUID)")
            => "6f4a6d0e-0000-4000-8000-000000000001";
}
