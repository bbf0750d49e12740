//! Hostile names and values come back byte for byte from every engine, or are refused before any SQL
//! is sent; and what is refused the server would really refuse, or change.

use std::cell::RefCell;

use aludel::dialect::{Quote, compile};
use aludel::prelude::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::engines::{Db, Outcome, on_all_engines};

/// What makes trouble in quotes, in comments, in patterns, for drivers and for terminals.
const TROUBLE: &[&str] = &[
    "'",
    "''",
    "\"",
    "\"\"",
    "`",
    "``",
    "\\",
    "\\'",
    "\\\"",
    "\\\\",
    "it's \"quoted\" `thrice`",
    "\n",
    "\r\n",
    "\t",
    "a\nb",
    "\u{1}",
    "\u{1a}",
    "\u{7f}",
    "\u{85}",
    "--",
    "-- comment",
    "a--b",
    "/*",
    "*/",
    "/* comment */",
    "/*! 1 */",
    "#",
    ";",
    "'; DROP TABLE t; --",
    "?",
    "??",
    "a?b",
    "$1",
    "$$",
    "$a$",
    ":x",
    ":1",
    "::int",
    "@x",
    "@@version",
    "{}",
    "{{",
    "}",
    "{0}",
    "%",
    "%s",
    "%%",
    "_",
    "!",
    "[a]",
    "(",
    ")",
    ",",
    ".",
    "a.b",
    "=",
    "NULL",
    "select",
    "table",
    "\\N",
    "\\x41",
    "é",
    "e\u{301}",
    "ß",
    "İ",
    "ж",
    "中文",
    "🦀",
    "👨\u{200d}👩\u{200d}👧",
    "\u{feff}a",
    "\u{200b}",
    "\u{202e}abc\u{202c}",
    "\u{200f}",
    "\u{ffff}",
    "\u{fffd}",
    "\u{10ffff}",
    "\u{d7ff}\u{e000}",
    " ",
    " a",
    "a ",
    "  a  ",
    "\u{a0}",
    "a\u{a0}",
    "a\u{2003}",
];

/// Those that no server takes in a name or, of these, in a text.
const NUL: &[&str] = &["\0", "a\0b", "\0\0", "a\0"];

fn long_names() -> impl Iterator<Item = String> {
    [63, 64, 65, 200].into_iter().flat_map(|length| ["x", "é", "'"].map(|part| part.repeat(length)))
}

fn names() -> Vec<String> {
    let short = TROUBLE.iter().chain(NUL).chain(&[""]).map(|name| (*name).to_owned());
    short.chain(long_names()).collect()
}

fn texts() -> Vec<String> {
    let all = TROUBLE.concat();
    let short = TROUBLE.iter().chain(NUL).chain(&[""]).map(|text| (*text).to_owned());
    short.chain([all.clone(), all.repeat(50), "'".repeat(10_000), "\\".repeat(9_999)]).collect()
}

// ---- names

/// Names of every kind in one query: of a CTE, an alias, a label, a column of each.
fn named(name: &str) -> Select<BigInt> {
    let inner = cte(name.to_owned(), select(literal::<BigInt>(1).label(name.to_owned())));
    let alias = inner.table().alias(name.to_owned());
    let column = alias.column::<BigInt>(name.to_owned());
    let middle = select(column.label(name.to_owned())).from(alias).with(inner);
    let middle = middle.alias(name.to_owned());
    select(middle.column::<BigInt>(name.to_owned()).label(name.to_owned())).from(middle)
}

/// A table of that name, with a column of that name, made, filled, changed, read and dropped.
fn use_table(db: &mut Db, name: &str) {
    let t = table(name.to_owned());
    let column = t.column::<BigInt>(name.to_owned());
    let quoted = quote(db, name);
    db.batch(&format!(
        "CREATE TABLE {quoted} ({quoted} BIGINT, CONSTRAINT {quoted} CHECK ({quoted} > 0))"
    ));
    let row = [Value::from(1)];
    db.execute(&insert_into(t.clone()).columns_dyn([name.to_owned()]).row_dyn(row));
    db.execute(&update(t.clone()).set_all([column.clone().set(column.clone() + 1)]).all_rows());
    assert_eq!(db.fetch_all(&select(column.clone()).from(&t)), [2], "{name:?} on {}", db.name);
    db.execute(&delete(t.clone()).filter(column.eq(2)));
    db.batch(&format!("DROP TABLE {quoted}"));
}

/// The name as the dialect writes it.
fn quote(db: &Db, name: &str) -> String {
    let column = select(column::<Any>(name.to_owned()));
    let sql = db.compile(&column).to_string();
    sql.strip_prefix("SELECT ").expect("a query").to_owned()
}

/// The name quoted whether or not the dialect takes it.
fn quote_anyway(db: &Db, name: &str) -> String {
    let quote = match db.dialect().syntax().quote {
        Quote::Double => '"',
        Quote::Backtick => '`',
    };
    format!("{quote}{}{quote}", name.replace(quote, &format!("{quote}{quote}")))
}

/// Whether the server takes a table and a label of that name, and knows them by that very name.
fn server_takes(db: &mut Db, name: &str) -> bool {
    let quoted = quote_anyway(db, name);
    // Names that the server takes for the same are those that it changes.
    let others = [format!("{name}_"), name.replace(|c| c > '\u{ffff}', "?")];
    let others = others.into_iter().filter(|other| other != name);
    let mut statements = vec![format!("SELECT d.{quoted} FROM (SELECT 1 AS {quoted}) AS d")];
    statements.extend(
        std::iter::once(name.to_owned())
            .chain(others)
            .map(|name| format!("CREATE TABLE {} (id BIGINT)", quote_anyway(db, &name))),
    );
    let mut taken = true;
    for statement in &statements {
        taken &= db.try_batch(statement).is_ok();
    }
    for name in &statements[1..] {
        let _ = db.try_batch(&name.replace("CREATE", "DROP").replace(" (id BIGINT)", ""));
    }
    taken
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn names_are_used_as_they_are_or_refused() {
    on_all_engines(|db| {
        for name in names() {
            match named(&name).compile(db.dialect()) {
                Ok(_) => {
                    assert_eq!(db.fetch_all(&named(&name)), [1], "{name:?} on {}", db.name);
                    // A table is a file on MySQL, in whose name other characters than these are long.
                    if name.len() < 40 || name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                        use_table(db, &name);
                    }
                }
                Err(CompileError::InvalidName { name: refused, .. }) => {
                    assert_eq!(refused, name);
                    // SQLite alone takes an empty name.
                    let taken = server_takes(db, &name) && (db.name, &*name) != ("SQLite", "");
                    assert!(!taken, "{name:?} on {}", db.name);
                }
                Err(error) => panic!("{error}"),
            }
        }
    });
}

// ---- values

/// The values as the server gives them back, sent as parameters and written into the text.
fn echoes(db: &mut Db, texts: &[String]) -> [Outcome<Vec<Value>>; 2] {
    let columns = texts.iter().map(|text| val::<Text>(text.as_str()).any());
    let query = select_dyn(columns);
    let inline = query.to_sql_inline(db.dialect()).expect("it compiles");
    [query, verbatim(&inline)].map(|query| {
        let rows = db.compile(&query).into_owned();
        db.try_query(&rows).map(|mut rows| rows.remove(0))
    })
}

/// The query of that text.
fn verbatim(sql: &str) -> Select<DynamicRow> {
    let text = sql.strip_prefix("SELECT ").expect("a query").replace('{', "{{").replace('}', "}}");
    select_dyn([sql_unchecked::<Any>(text, ())])
}

fn takes_nul(db: &Db) -> bool {
    db.name != "PostgreSQL"
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn texts_come_back_as_they_are_or_are_refused() {
    on_all_engines(|db| {
        for text in texts() {
            let query = select(val::<Text>(text.as_str()));
            match query.to_sql_inline(db.dialect()) {
                Ok(_) => {
                    let values = Ok(vec![Value::from(text.as_str())]);
                    let echoes = echoes(db, std::slice::from_ref(&text));
                    assert_eq!(echoes, [values.clone(), values], "on {}", db.name);
                }
                Err(CompileError::InvalidValue { .. }) => {
                    assert!(text.contains('\0') && !takes_nul(db), "{text:?} on {}", db.name);
                    // As a parameter it is refused too.
                    let compiled = query.compile(db.dialect());
                    let sent = compiled.is_ok_and(|sql| db.try_query(&sql).is_ok());
                    assert!(!sent, "{text:?} on {}", db.name);
                }
                Err(error) => panic!("{error}"),
            }
        }
    });
}

/// The driver of MySQL and MariaDB looks for `:name` where it is given named parameters, and for
/// nothing else: our text is given with positions.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_colon_in_the_text_is_no_parameter() {
    on_all_engines(|db| {
        let query = select((
            literal::<Text>(":a ? $1 ::b"),
            val::<Text>(":c ? $2"),
            literal::<Text>("@d").label(":e"),
        ));
        let row = (":a ? $1 ::b".to_owned(), ":c ? $2".to_owned(), "@d".to_owned());
        assert_eq!(db.fetch_all(&query), [row], "on {}", db.name);
    });
}

// ---- at random

/// Characters of every kind, those that make trouble more often.
fn any_text() -> impl Strategy<Value = String> {
    let trouble = prop::sample::select(TROUBLE).prop_map(str::to_owned);
    let other = any::<char>().prop_map(String::from);
    prop::collection::vec(prop_oneof![trouble, other], 0..12).prop_map(|parts| parts.concat())
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn any_label_and_value_comes_back() {
    let config = || Config { cases: 300, failure_persistence: None, ..Config::default() };
    on_all_engines(|db| {
        let name = db.name;
        let db = RefCell::new(db);
        let blob = prop::collection::vec(any::<u8>(), 0..40);
        let case = (any_text(), any_text(), blob);
        let tested = TestRunner::new_with_rng(config(), rng()).run(&case, |(label, text, blob)| {
            let mut db = db.borrow_mut();
            // A parameter of bytes that no column stands beside is text to MySQL.
            let bytes = literal::<Blob>(blob.clone());
            let query = |label: String| {
                let text = val::<Text>(&*text).label(label.clone());
                let inner = select((text, bytes.clone().label("bytes"))).alias("inner");
                let columns = (inner.column::<Text>(label), inner.column::<Blob>("bytes"));
                select(columns).from(inner)
            };
            let label = match query(label.clone()).compile(db.dialect()) {
                Ok(_) => label,
                Err(CompileError::InvalidName { .. }) => String::from("label"),
                Err(error) => return Err(TestCaseError::fail(error.to_string())),
            };
            let query = query(label);
            let Ok(inline) = query.to_sql_inline(db.dialect()) else {
                prop_assert!(text.contains('\0') && !takes_nul(&db));
                return Ok(());
            };
            let row = vec![Value::from(&*text), Value::from(blob)];
            let verbatim = verbatim(&inline);
            for statement in [query.statement(), verbatim.statement()] {
                let sql = compile(statement, db.dialect()).expect("it compiles").into_owned();
                prop_assert_eq!(db.try_query(&sql), Ok(vec![row.clone()]));
            }
            Ok(())
        });
        tested.unwrap_or_else(|error| panic!("on {name}: {error}"));
    });
}

/// The same cases on each run.
fn rng() -> prop::test_runner::TestRng {
    prop::test_runner::TestRng::deterministic_rng(prop::test_runner::RngAlgorithm::ChaCha)
}
