//! Functions of text that SQLite lacks, by those it has.

use crate::ast::{Expr, Value};
use crate::dialect::rewrite::{are_repeatable, repeatable_arguments, text};
use crate::dialect::syntax::raw;

/// The arguments come the other way round.
pub(super) fn position(args: &[Expr]) -> Option<Expr> {
    let [part, text] = args else { return None };
    Some(raw("INSTR({}, {})", [text.clone(), part.clone()]))
}

/// A negative start counts from the end; a length ends before it where the start lies before the text.
pub(super) fn right(args: &[Expr]) -> Option<Expr> {
    let [_, length] = args else { return None };
    if !are_repeatable(std::slice::from_ref(length)) {
        return None;
    }
    let [text, length] = [args.first()?.clone(), length.clone()];
    Some(raw("SUBSTR({}, -MAX({}, 0), MAX({}, 0))", [text, length.clone(), length]))
}

// `PRINTF('%*s', n, '')` is n spaces.

pub(super) fn lpad(args: &[Expr]) -> Option<Expr> {
    let [text, length, fill] = repeatable_arguments(args)?;
    let words =
        "REPLACE(PRINTF('%*s', MAX({} - LENGTH({}), 0), ''), ' ', {}) || SUBSTR({}, 1, MAX({}, 0))";
    Some(raw(words, [length.clone(), text.clone(), fill, text, length]))
}

pub(super) fn rpad(args: &[Expr]) -> Option<Expr> {
    let [text, length, fill] = repeatable_arguments(args)?;
    let words =
        "SUBSTR({}, 1, MAX({}, 0)) || REPLACE(PRINTF('%*s', MAX({} - LENGTH({}), 0), ''), ' ', {})";
    Some(raw(words, [text.clone(), length.clone(), length, text, fill]))
}

/// A number of times that is NULL makes NULL by the empty text that is cut out of it.
pub(super) fn repeat(args: &[Expr]) -> Option<Expr> {
    let [text, times] = args else { return None };
    if !are_repeatable(std::slice::from_ref(times)) {
        return None;
    }
    let words = "REPLACE(PRINTF('%*s', MAX({}, 0), ''), ' ', {}) || SUBSTR({}, 1, 0)";
    Some(raw(words, [times.clone(), text.clone(), times.clone()]))
}

/// Character by character.
pub(super) fn reverse(args: &[Expr]) -> Option<Expr> {
    let [text] = args else { return None };
    if !text::may_move(text) {
        return None;
    }
    let words = r#"(WITH RECURSIVE "reverse"("rest", "done") AS (SELECT {}, '' UNION ALL SELECT SUBSTR("rest", 2), SUBSTR("rest", 1, 1) || "done" FROM "reverse" WHERE "rest" <> '') SELECT "done" FROM "reverse" WHERE "rest" = '')"#;
    Some(raw(words, [text.clone()]))
}

/// Part by part, each of which ends with the separator.
pub(super) fn split_part(args: &[Expr]) -> Option<Expr> {
    let [text, separator, number] = text::part(args)?.map(Clone::clone);
    if !text::may_move(&text) || !are_repeatable(std::slice::from_ref(&separator)) {
        return None;
    }
    let words = r#"(WITH RECURSIVE "split"("part", "rest", "number") AS (SELECT '', {} || {}, 0 UNION ALL SELECT SUBSTR("rest", 1, INSTR("rest", {}) - 1), SUBSTR("rest", INSTR("rest", {}) + LENGTH({})), "number" + 1 FROM "split" WHERE "rest" <> '' AND "number" < {}) SELECT CASE WHEN MAX("rest") IS NOT NULL THEN COALESCE(MAX(CASE WHEN "number" = {} THEN "part" END), '') END FROM "split")"#;
    let holes = [
        text,
        separator.clone(),
        separator.clone(),
        separator.clone(),
        separator,
        number.clone(),
        number,
    ];
    Some(raw(words, holes))
}

/// The separator before each text that is there; then the first one is cut off.
pub(super) fn concat_ws(args: &[Expr]) -> Option<Expr> {
    let [separator, texts @ ..] = args else { return None };
    if !are_repeatable(std::slice::from_ref(separator)) {
        return None;
    }
    let each = |text: &Expr| {
        let holes = [separator.clone(), text.clone(), Expr::Literal(Value::from(""))];
        raw("COALESCE({} || {}, {})", holes)
    };
    let all = Expr::Concat(texts.iter().map(each).collect());
    Some(raw("SUBSTR({}, LENGTH({}) + 1)", [all, separator.clone()]))
}

pub(super) fn chr(args: &[Expr]) -> Option<Expr> {
    text::chr(args, "CHAR({})")
}

pub(super) fn is_digits(args: &[Expr]) -> Option<Expr> {
    let [text] = repeatable_arguments(args)?;
    Some(raw("({} <> '' AND {} NOT GLOB '*[^0-9]*')", [text.clone(), text]))
}

/// Of NULL, `HEX` makes an empty text.
pub(super) fn hex(args: &[Expr]) -> Option<Expr> {
    let [bytes] = repeatable_arguments(args)?;
    Some(raw("CASE WHEN {} IS NOT NULL THEN HEX({}) END", [bytes.clone(), bytes]))
}

pub(super) fn to_hex(args: &[Expr]) -> Option<Expr> {
    let [number] = repeatable_arguments(args)?;
    Some(raw("CASE WHEN {} IS NOT NULL THEN PRINTF('%X', {}) END", [number.clone(), number]))
}
