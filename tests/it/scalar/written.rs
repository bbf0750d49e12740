//! How the four dialects write what they do not share.

use aludel::dialect::Dialect;

use super::*;

fn written<E: Expression>(expr: E, dialect: &dyn Dialect) -> String {
    let q = select(expr.into_expr().any()).from(inputs::table);
    let sql = q.compile(dialect).expect("it compiles").text().to_owned();
    let sql = sql.replace(['"', '`'], "").replace("inputs.", "");
    let sql = sql.strip_suffix(" FROM inputs").expect("a table");
    sql.strip_prefix("SELECT ").expect("a query").to_owned()
}

#[test]
fn in_words_of_their_own() {
    let (i, j, x, s, b) = (inputs::i, inputs::j, inputs::x, inputs::s, inputs::b);
    let (sqlite, postgres) = (&Sqlite::new().with_math_functions(), &Postgres::new());
    let (mysql, mariadb) = (&MySql::new(), &MariaDb::new());
    for (written, expected) in [
        (
            written(greatest(i, j), postgres),
            "CASE WHEN i IS NOT NULL AND j IS NOT NULL THEN GREATEST(i, j) END",
        ),
        (written(greatest(i, j), sqlite), "MAX(i, j)"),
        (written(greatest_ignoring_nulls(i, j), mysql), "GREATEST(COALESCE(i, j), COALESCE(j, i))"),
        (written(round(x), mysql), "(TRUNCATE(x, 0) + TRUNCATE(2 * (x - TRUNCATE(x, 0)), 0))"),
        (
            written(sqrt(i), postgres),
            "(CASE WHEN CAST(i AS DOUBLE PRECISION) >= 0 THEN SQRT(NULLIF(CAST(i AS DOUBLE PRECISION), 'NaN')) END)",
        ),
        (written(position("a", s), postgres), "POSITION($1 IN s)"),
        (written(s.matches("a"), postgres), "(s ~ $1)"),
        (written(s.matches("a"), mariadb), "(s REGEXP CONCAT('(?-i)', ?))"),
        (
            written(b.cast::<Text>(), sqlite),
            "CASE b WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END",
        ),
        (written(i.shift_left(3), sqlite), "(i << ?)"),
        (written(i.bit_xor(3), postgres), "i # $1"),
        (written(s.like_sensitive("a_%"), sqlite), "(s GLOB ?)"),
        (written(i.div_or_null(j), mysql), "i DIV NULLIF(j, 0)"),
        (written(i.div_or_null(j), postgres), "i / NULLIF(j, 0)"),
        (
            written(i.in_(select(j).from(inputs::alias("o"))), mariadb),
            "(i, 1) IN (SELECT j, 1 FROM inputs AS o)",
        ),
        (
            written(inputs::id.in_(select(j).from(inputs::alias("o"))), mariadb),
            "id IN (SELECT j FROM inputs AS o)",
        ),
    ] {
        assert_eq!(written, expected);
    }
}
