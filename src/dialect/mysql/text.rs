//! Functions of text on MySQL and MariaDB.

use crate::ast::{Collate, Collation, Expr, Operand};
use crate::dialect::rewrite::{repeatable_arguments, text};
use crate::dialect::syntax::raw;

/// Text that compares by code point, whatever its column's collation is.
fn exactly(text: Expr) -> Expr {
    by_code_point(raw("CONVERT({} USING utf8mb4)", [text]))
}

/// The same of text that is known to be UTF-8.
pub(in crate::dialect) fn by_code_point(text: Expr) -> Expr {
    let operand = Operand::from(text);
    Expr::Collate(Box::new(Collate { operand, collation: Collation::Binary }))
}

/// As text: CAST would give it the collation of the session, which goes together with few others.
pub(in crate::dialect) fn joined_to_nothing(expr: &Expr) -> Option<Expr> {
    let Expr::Cast(cast) = expr else { return None };
    Some(raw("CONCAT({}, '')", [cast.operand.clone().into()]))
}

/// The collation of the text that is searched decides on MySQL.
pub(super) fn position(args: &[Expr]) -> Option<Expr> {
    let [part, text] = args else { return None };
    Some(raw("LOCATE({}, {})", [part.clone(), exactly(text.clone())]))
}

/// MariaDB looks at what is to be put in only where there is something to be replaced, so that NULL
/// makes NULL only there.
pub(in crate::dialect) fn replace_by_null(args: &[Expr]) -> Option<Expr> {
    let [text, from, to] = <&[Expr; 3]>::try_from(args).ok()?.clone();
    if to.is_never_null() {
        return Some(raw("REPLACE({}, {}, {})", [text, from, to]));
    }
    let [tested] = repeatable_arguments(std::slice::from_ref(&to))?;
    let words = "CASE WHEN {} IS NOT NULL THEN REPLACE({}, {}, {}) END";
    Some(raw(words, [tested, text, from, to]))
}

/// The end of a pattern may stand before a line's end, so what is no digit is looked for.
pub(super) fn is_digits(args: &[Expr]) -> Option<Expr> {
    let [text] = repeatable_arguments(args)?;
    Some(raw("(CHAR_LENGTH({}) > 0 AND {} NOT REGEXP '[^0-9]')", [text.clone(), text]))
}

fn trim(args: &[Expr], words: &'static str) -> Option<Expr> {
    let [text, char] = args else { return None };
    Some(raw(words, [char.clone(), text.clone()]))
}

pub(super) fn trim_char(args: &[Expr]) -> Option<Expr> {
    trim(args, "TRIM(BOTH {} FROM {})")
}

pub(super) fn trim_start_char(args: &[Expr]) -> Option<Expr> {
    trim(args, "TRIM(LEADING {} FROM {})")
}

pub(super) fn trim_end_char(args: &[Expr]) -> Option<Expr> {
    trim(args, "TRIM(TRAILING {} FROM {})")
}

/// What stands before the separator of that number, and of that, what stands behind the one before it;
/// nothing if there are fewer separators.
pub(super) fn split_part(args: &[Expr]) -> Option<Expr> {
    text::part(args)?;
    let [text, separator, number] = repeatable_arguments(args)?;
    let words = "CASE WHEN CHAR_LENGTH({}) - CHAR_LENGTH(REPLACE({}, {}, '')) >= {} - 1 \
         THEN SUBSTRING_INDEX(SUBSTRING_INDEX({}, {}, {}), {}, -1) WHEN {} IS NOT NULL THEN '' END";
    let holes = [
        text.clone(),
        text.clone(),
        separator.clone(),
        number.clone(),
        text.clone(),
        separator.clone(),
        number,
        separator,
        text,
    ];
    Some(raw(words, holes))
}

pub(super) fn chr(args: &[Expr]) -> Option<Expr> {
    text::chr(args, "CONVERT(CONVERT(UNHEX(LPAD(HEX({}), 8, '0')) USING utf32) USING utf8mb4)")
}
