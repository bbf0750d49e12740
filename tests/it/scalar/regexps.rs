//! Regular expressions, on the engines that have them.

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn matching() {
    let texts = [
        "",
        "abc",
        "ABC",
        "aBc",
        "a.c",
        "a1c",
        "é",
        "É",
        "a b",
        "x12y",
        "foo@bar.org",
        "$1",
        "\\1",
        "a+b",
    ];
    let patterns = [
        "",
        "^a",
        "B",
        "^[a-z]+$",
        "a.c",
        "a\\.c",
        "\\d+",
        "(a|x)[0-9]",
        "^.$",
        "\\s",
        "[[:upper:]]",
        "é",
    ];
    let (s, t) = pairs(&texts, &patterns);
    let grid = Grid { s, t, ..Grid::default() };
    let (s, t) = (inputs::s, inputs::t);
    let on_servers = |case: Case| case.lacks("SQLite");
    agree(
        &grid,
        vec![
            on_servers(case("matches a column", s.matches(t))),
            on_servers(case("matches", s.matches("^[A-Za-z]+$"))),
            on_servers(case("matches in any case", s.imatches("^abc$"))),
            on_servers(case("does not match", !s.matches("b"))),
            on_servers(case("matches, compared", s.matches("b").eq(true))),
            on_servers(case("a match", regexp_substr(s, t))),
            on_servers(case("a match of a group", regexp_substr(s, "([a-z])([0-9]+)"))),
            on_servers(case("replaced", regexp_replace(s, "[a-c]", "-"))),
            on_servers(case("replaced by what is special", regexp_replace(s, "b|B", "\\1$1&\\"))),
            on_servers(case("replaced by nothing", regexp_replace(s, "\\d", ""))),
        ],
    );
}

#[test]
fn sqlite_matches_by_a_function_of_the_program() {
    use rusqlite::functions::FunctionFlags;
    let db = rusqlite::Connection::open_in_memory().unwrap();
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    db.create_scalar_function("regexp", 2, flags, |context| {
        let (pattern, text): (String, String) = (context.get(0)?, context.get(1)?);
        Ok(match pattern.strip_prefix("(?i)") {
            Some(pattern) => text.to_lowercase().contains(&pattern.to_lowercase()),
            None => text.contains(&pattern),
        })
    })
    .unwrap();
    let q = select((val::<Text>("Abc").matches("b"), val::<Text>("Abc").imatches("B")));
    let sql = q.compile(&Sqlite::new().with_regexp()).unwrap();
    let row: (bool, bool) = db
        .query_row(sql.text(), rusqlite::params!["Abc", "b", "Abc", "B"], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!(row, (true, true));
    let error = q.compile(&Sqlite::new()).unwrap_err().to_string();
    assert!(error.contains("with_regexp()"), "{error}");
}
