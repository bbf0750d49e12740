//! Functions of text.

use super::*;

const TEXTS: [&str; 14] = [
    "", "a", "abc", "A", "é", "aéb", "😀", "a😀b", "  a b ", "a,b,,c", ",", "xxaxx", "a'b\\c%_",
    "cafe",
];

fn grid() -> Grid {
    let (s, t) = pairs(&TEXTS, &["", "a", "b", "É", "é", "😀", ",", "x", " ", "e"]);
    let n = [0, 1, 2, 3, 5, -1, -3, 40].map(Some).into_iter().chain([None]).cycle().take(s.len());
    let mut n: Vec<_> = n.collect();
    n.rotate_left(3);
    Grid { n, s, t, ..Grid::default() }
}

/// The number of the row, which is never NULL.
fn n() -> Expr<Integer> {
    inputs::n.expr().assume()
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn lengths_and_case() {
    agree(
        &grid(),
        vec![
            case("characters", char_length(inputs::s)),
            case("bytes", byte_length(inputs::s)),
            case("lower", lower(inputs::s)),
            case("trim", trim(inputs::s)),
            case("trim at the start", trim_start(inputs::s)),
            case("trim at the end", trim_end(inputs::s)),
            case("trim a letter", trim_char(inputs::s, 'x')),
            case("trim a letter with an accent", trim_char(inputs::s, 'é')),
            case("trim a letter at the start", trim_start_char(inputs::s, 'a')),
            case("trim a comma at the end", trim_end_char(inputs::s, ',')),
            case("trim an emoji", trim_char(inputs::s, '😀')),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn parts() {
    agree(
        &grid(),
        vec![
            case("substring", substring(inputs::s, n(), 2)),
            case("substring of a length", substring(inputs::s, 2, n())),
            case("substring from", substring_from(inputs::s, n())),
            case("left", left(inputs::s, n())),
            case("right", right(inputs::s, n())),
            case("left of two", left(inputs::s, 2)),
            case("right of two", right(inputs::s, 2)),
            case("position", position(inputs::t, inputs::s)),
            case("position of a value", position("b", inputs::s)),
            case("position of a capital", position("A", inputs::s)),
            case("the first part", split_part(inputs::s, ',', 1)),
            case("the second part", split_part(inputs::s, ',', 2)),
            case("the third part", split_part(inputs::s, ',', 3)),
            case("the fourth part", split_part(inputs::s, ',', 4)),
            case("a part between letters", split_part(inputs::s, 'x', 3)),
            case("a part between emoji", split_part(inputs::s, '😀', 2)),
            case("a part of an expression", split_part(lower(inputs::s).concat(","), 'é', 2)),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn made_of_texts() {
    agree(
        &grid(),
        vec![
            case("replace", replace(inputs::s, "a", "é")),
            case("replace by columns", replace(inputs::s, inputs::t, "-")),
            case("replace by null", replace(inputs::s, "b", inputs::t)),
            case("replace, exactly", replace(inputs::s, "e", "x")),
            case("lpad", lpad(inputs::s, n(), 'é')),
            case("rpad", rpad(inputs::s, n(), '😀')),
            case("lpad with spaces", lpad(inputs::s, 4, ' ')),
            case("rpad with a percent sign", rpad(inputs::s, 4, '%')),
            case("repeat", repeat(inputs::s, n())),
            case("reverse", reverse(inputs::s)),
            case("reverse of a concatenation", reverse(inputs::s.concat(inputs::t))),
            case("concat", inputs::s.concat(inputs::t)),
            case("concat with a separator", concat_ws("-", (inputs::s, inputs::t))),
            case("concat with a quote", concat_ws("'", (inputs::t, "x", inputs::s, inputs::t))),
            case("concat without a separator", concat_ws("", (inputs::s, inputs::t))),
            case(
                "functions in functions",
                trim(lpad(reverse(left(inputs::s, 3)), 5, '-')).concat(repeat(inputs::t, 2)),
            ),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_they_mean() {
    let s = ["a,é,c", "", "😀x", "B"].map(Some).into_iter().chain([None]).collect();
    let grid = Grid { s, ..Grid::default() };
    let s = inputs::s;
    agree(
        &grid,
        vec![
            case("left", left(s, 3)).gives(["a,é", "", "😀x", "B", "NULL"]),
            case("right of none", right(s, -1)).gives(["", "", "", "", "NULL"]),
            case("from before the start", substring_from(s, -5))
                .gives(["a,é,c", "", "😀x", "B", "NULL"]),
            case("position", position("é", s)).gives(["3", "0", "0", "0", "NULL"]),
            case("lpad", lpad(s, 3, '·')).gives(["a,é", "···", "·😀x", "··B", "NULL"]),
            case("rpad", rpad(s, 3, '·')).gives(["a,é", "···", "😀x·", "B··", "NULL"]),
            case("repeat", repeat(s, 2)).gives(["a,é,ca,é,c", "", "😀x😀x", "BB", "NULL"]),
            case("reverse", reverse(s)).gives(["c,é,a", "", "x😀", "B", "NULL"]),
            case("a part", split_part(s, ',', 2)).gives(["é", "", "", "", "NULL"]),
            case("concat_ws", concat_ws("-", (s, "z")))
                .gives(["a,é,c-z", "-z", "😀x-z", "B-z", "z"]),
            case("a code point", code_point(s)).gives(["97", "NULL", "128512", "66", "NULL"]),
            case("a case", s.like_sensitive("b%")).gives(["0", "0", "0", "0", "NULL"]),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn code_points_and_digits() {
    let numbers =
        [0, 1, 65, 233, 55295, 55296, 57343, 57344, 128512, 1114111, 1114112, -1, i64::MAX];
    let grid = Grid {
        i: numbers.map(Some).into_iter().chain([None]).collect(),
        s: TEXTS.map(Some).into_iter().chain([None]).collect(),
        ..Grid::default()
    };
    agree(
        &grid,
        vec![
            case("code point", code_point(inputs::s)),
            case("character", chr(inputs::i)),
            case("character of a value", chr(val::<Integer>(233))),
            case("digits", to_hex(inputs::i)),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_is_refused() {
    on_all_engines(|db| {
        let refused = |expr: Expr<Text>| {
            let error = select(expr).compile(db.dialect()).map(|sql| sql.to_string());
            matches!(error, Err(CompileError::Unsupported { .. }))
        };
        assert!(refused(split_part(val::<Text>("a"), ',', 0)), "on {}", db.name);
        let total = max(val::<Text>("a")).into_expr().assume::<Text>();
        assert_eq!(refused(reverse(total.clone())), db.name == "SQLite", "on {}", db.name);
        assert_eq!(refused(split_part(total, ',', 1)), db.name == "SQLite", "on {}", db.name);
        assert!(refused(nested_too_deep()) || db.name == "PostgreSQL", "on {}", db.name);
    });
}

/// The text of it would be very long.
fn nested_too_deep() -> Expr<Text> {
    let mut expr = val::<Text>("a");
    for _ in 0..8 {
        expr = split_part(lpad(expr, 3, ' '), ',', 1);
    }
    expr
}
