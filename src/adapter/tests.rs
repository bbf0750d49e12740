//! The adapter on SQLite: every way to fetch, transactions, errors by kind, values there and back.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Connection, SqliteConnection, TransactionOptions, on};
use crate::ast::{self, Expr as Node, Raw, SelectItem};
use crate::dialect::{Compiled, Sqlite, compile};
use crate::query::*;
use crate::schema::{ColumnSpec, Table, create_table};
use crate::{CompileError, Error, ErrorKind, table};

table! {
    users {
        id: BigInt [primary_key, auto_increment],
        name: VarChar<100> [unique],
        age: Nullable<Integer> [check("age >= 0")],
    }
    posts {
        id: BigInt [primary_key],
        author: BigInt [references("users", "id"), index],
        title: Text [default("'untitled'")],
    }
    things {
        n: Nullable<BigInt>,
        d: Nullable<Double>,
        t: Nullable<Text>,
        b: Nullable<Blob>,
        flag: Nullable<Boolean>,
    }
}

fn database() -> SqliteConnection {
    let mut db = SqliteConnection::open_in_memory().unwrap();
    db.execute_ddl(&create_table(users::table)).unwrap();
    db.execute_ddl(&create_table(posts::table).if_not_exists()).unwrap();
    db.execute_ddl(&create_table(posts::table).if_not_exists()).unwrap();
    db.execute_ddl(&create_table(things::table)).unwrap();
    let people = [("Ann", Some(30)), ("Bob", None), ("Cid", Some(50))];
    let insert = insert_into(users::table).columns((users::name, users::age)).rows(people);
    assert_eq!(db.execute(&insert).unwrap(), 3);
    db
}

fn ids() -> Select<BigInt> {
    select(users::id).from(users::table).order_by(users::id.asc())
}

fn add(name: &str) -> Insert {
    insert_into(users::table).set(users::name, name)
}

fn count(db: &mut impl Connection) -> i64 {
    db.fetch_scalar(&select(count_star()).from(users::table)).unwrap()
}

/// A SELECT of raw SQL, as a query of any type.
fn raw<T: RowType>(sql: &'static str) -> Select<T> {
    let text = Node::Raw(Box::new(Raw { text: sql.into(), holes: ast::ExprList::new() }));
    Select::from_ast(ast::Select { items: vec![SelectItem::Expr(text)], ..Default::default() })
}

// ---- fetching

#[test]
fn fetching_by_the_number_of_rows() {
    let mut db = database();
    let one = ids().filter(users::name.eq("Bob"));
    let none = ids().filter(users::name.eq("Eve"));

    assert_eq!(db.fetch_all(&ids()).unwrap(), [1, 2, 3]);
    assert_eq!(db.fetch_all(&none).unwrap(), [0; 0]);

    assert_eq!(db.fetch_one(&one).unwrap(), 2);
    assert_eq!(db.fetch_one(&none).unwrap_err().kind(), ErrorKind::NoRows);
    assert_eq!(db.fetch_one(&ids()).unwrap_err().kind(), ErrorKind::TooManyRows);

    assert_eq!(db.fetch_optional(&one).unwrap(), Some(2));
    assert_eq!(db.fetch_optional(&none).unwrap(), None);
    assert_eq!(db.fetch_optional(&ids()).unwrap_err().kind(), ErrorKind::TooManyRows);

    assert_eq!(db.fetch_first(&ids()).unwrap(), Some(1));
    assert_eq!(db.fetch_first(&none).unwrap(), None);

    assert_eq!(db.fetch_scalar(&ids()).unwrap(), 1);
    let error = db.fetch_scalar(&none).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoRows);
    assert!(error.sql().unwrap().starts_with("SELECT"), "{error}");
    assert!(error.to_string().contains("SELECT") && !error.to_string().contains("Eve"), "{error}");
}

#[test]
fn rows_are_tuples_or_what_a_function_makes_of_them() {
    let mut db = database();
    let pairs = select((users::name, users::age)).from(users::table).order_by(users::id.asc());
    let first: (String, Option<i32>) = db.fetch_first(&pairs).unwrap().unwrap();
    assert_eq!(first, ("Ann".to_owned(), Some(30)));
    let ages = pairs.map(|(_, age)| age.unwrap_or(-1));
    assert_eq!(db.fetch_all(&ages).unwrap(), [30, -1, 50]);
}

#[test]
fn streaming_holds_a_row_and_stops_where_it_is_told() {
    let mut db = database();
    let mut seen = Vec::new();
    db.for_each(&ids(), |id| seen.push(id)).unwrap();
    assert_eq!(seen, [1, 2, 3]);

    seen.clear();
    db.for_each(&ids(), |id| {
        seen.push(id);
        if id < 2 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
    .unwrap();
    assert_eq!(seen, [1, 2]);

    #[derive(Debug)]
    enum Mine {
        Stop(i64),
        Sql,
    }
    impl From<Error> for Mine {
        fn from(_: Error) -> Self {
            Mine::Sql
        }
    }
    let stopped = db.for_each(&ids(), |id| if id < 3 { Ok(()) } else { Err(Mine::Stop(id)) });
    assert!(matches!(stopped, Err(Mine::Stop(3))));
    let failed = db.for_each(&raw::<BigInt>("no_such_column"), |_| Ok::<_, Mine>(()));
    assert!(matches!(failed, Err(Mine::Sql)));

    // An endless query: only what is asked for is computed.
    let endless = raw::<BigInt>(
        "n FROM (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c)",
    );
    assert_eq!(db.fetch_first(&endless).unwrap(), Some(1));
    let mut sum = 0;
    db.for_each(&endless, |n| {
        sum += n;
        if n < 100 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })
    .unwrap();
    assert_eq!(sum, 5050);
}

#[test]
fn affected_rows_are_those_found_changed_or_not() {
    let mut db = database();
    let same = update(users::table).set(users::age, 30).filter(users::age.eq(30));
    assert_eq!(db.execute(&same).unwrap(), 1);
    let none = delete(users::table).filter(users::name.eq("Eve"));
    assert_eq!(db.execute(&none).unwrap(), 0);
    assert_eq!(db.execute(&ids()).unwrap(), 3);
    assert_eq!(db.execute(&delete(users::table).all_rows()).unwrap(), 3);
}

#[test]
fn returning_writes_all_however_many_rows_are_read() {
    let mut db = database();
    assert_eq!(db.fetch_one(&add("Dan").returning(users::id)).unwrap(), 4);
    let two = insert_into(users::table).columns(users::name).rows([("Eve",), ("Fay",)]);
    assert_eq!(db.fetch_first(&two.returning(users::name)).unwrap().as_deref(), Some("Eve"));
    assert_eq!(count(&mut db), 6);
    assert_eq!(db.execute(&add("Gus").returning(users::id)).unwrap(), 1);
    assert_eq!(count(&mut db), 7);
}

#[test]
fn the_users_own_handles_are_connections() {
    let mut raw = rusqlite::Connection::open_in_memory().unwrap();
    raw.execute_ddl(&create_table(users::table)).unwrap();
    assert_eq!(on(&raw).execute(&add("Ann")).unwrap(), 1);
    assert_eq!(on(&mut raw).execute(&add("Bob")).unwrap(), 1);

    let mut tx = raw.transaction().unwrap();
    assert_eq!(tx.fetch_all(&ids()).unwrap(), [1, 2]);
    let kept = Connection::transaction(&mut tx, |inner| inner.execute(&add("Cid"))).unwrap();
    assert_eq!(kept, 1);
    {
        let mut savepoint = tx.savepoint().unwrap();
        assert_eq!(on(&mut savepoint).execute(&add("Dan")).unwrap(), 1);
        // Not committed: rusqlite rolls it back.
    }
    tx.commit().unwrap();
    assert_eq!(count(&mut &raw), 3);
    assert!(SqliteConnection::new(raw).unwrap().into_handle().is_autocommit());
}

#[test]
fn generic_code_takes_any_connection_and_dyn_drivers_too() {
    fn nest<C: Connection>(db: &mut C, levels: usize) -> Result<usize, Error> {
        if levels == 0 {
            return Ok(db.depth());
        }
        db.transaction(|tx| nest(tx, levels - 1))
    }
    let mut db = database();
    assert_eq!(nest(&mut db, 5).unwrap(), 5);
    let object: &mut dyn super::Driver = &mut db;
    assert_eq!(object.fetch_all(&ids()).unwrap(), [1, 2, 3]);
}

#[test]
fn a_connection_is_set_up() {
    let mut db = database();
    let pragma = |name: &str| -> i64 {
        db.handle().pragma_query_value(None, name, |row| row.get(0)).unwrap()
    };
    assert_eq!((pragma("foreign_keys"), pragma("busy_timeout")), (1, 5000));
    let text = db.fetch_one(&raw::<Text>(r#""no such name""#)).unwrap_err();
    assert_eq!(text.kind(), ErrorKind::UndefinedObject, "{text}");
    let ddl = db.execute_script(r#"CREATE INDEX i ON users ("no such name")"#).unwrap_err();
    assert_eq!(ddl.kind(), ErrorKind::UndefinedObject, "{ddl}");
}

// ---- transactions

#[test]
fn a_transaction_is_kept_on_ok_and_undone_on_error() {
    let mut db = database();
    let done = db.transaction(|tx| tx.execute(&add("Dan"))).unwrap();
    assert_eq!((done, count(&mut db)), (1, 4));

    let failed = db.transaction(|tx| {
        tx.execute(&add("Eve"))?;
        tx.execute(&add("Dan"))
    });
    assert_eq!(failed.unwrap_err().kind(), ErrorKind::Unique);
    assert_eq!(count(&mut db), 4);
    assert!(db.handle().is_autocommit());
}

#[test]
fn a_panic_rolls_back() {
    let mut db = database();
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        db.transaction(|tx| -> Result<(), Error> {
            tx.execute(&add("Dan"))?;
            panic!("on purpose")
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(count(&mut db), 3);
    assert!(db.handle().is_autocommit());
}

#[test]
fn a_savepoint_is_undone_alone() {
    let mut db = database();
    db.transaction(|tx| {
        tx.execute(&add("Dan"))?;
        let inner = tx.transaction(|inner| {
            inner.execute(&add("Eve"))?;
            inner.transaction(|third| third.execute(&add("Fay")))?;
            Err::<(), Error>(Error::TransactionEnded)
        });
        assert!(inner.is_err());
        tx.transaction(|inner| inner.execute(&add("Gus")))
    })
    .unwrap();
    let names = select(users::name).from(users::table).order_by(users::id.asc());
    assert_eq!(db.fetch_all(&names).unwrap(), ["Ann", "Bob", "Cid", "Dan", "Gus"]);
}

#[test]
fn a_guard_commits_rolls_back_or_is_dropped() {
    let mut db = database();
    let mut tx = db.begin().unwrap();
    tx.execute(&add("Dan")).unwrap();
    tx.commit().unwrap();
    let mut tx = db.begin_with(TransactionOptions::new().immediate()).unwrap();
    tx.execute(&add("Eve")).unwrap();
    tx.rollback().unwrap();
    let mut tx = db.begin_with(TransactionOptions::new().exclusive()).unwrap();
    tx.execute(&add("Fay")).unwrap();
    drop(tx);
    assert_eq!(count(&mut db), 4);
}

#[test]
fn nothing_slips_out_of_a_transaction_that_has_ended() {
    let mut db = database();
    let result = db.transaction(|tx| {
        tx.execute_script("ROLLBACK")?;
        tx.execute(&add("Dan"))
    });
    assert_eq!(result.unwrap_err().kind(), ErrorKind::TransactionEnded);
    let result = db.transaction(|tx| {
        tx.execute_script("ROLLBACK")?;
        tx.transaction(|inner| inner.execute(&add("Dan")))
    });
    assert_eq!(result.unwrap_err().kind(), ErrorKind::TransactionEnded);
    let result = db.transaction(|tx| tx.execute_script("ROLLBACK"));
    assert_eq!(result.unwrap_err().kind(), ErrorKind::TransactionEnded);
    assert_eq!(count(&mut db), 3);
}

#[test]
fn a_commit_that_fails_keeps_nothing() {
    let mut db = database();
    let failed = db.transaction(|tx| {
        tx.execute_script("PRAGMA defer_foreign_keys = ON")?;
        tx.execute(&insert_into(posts::table).set(posts::id, 1).set(posts::author, 99))
    });
    assert_eq!(failed.unwrap_err().kind(), ErrorKind::ForeignKey);
    assert!(db.handle().is_autocommit());
    assert_eq!(db.fetch_scalar(&select(count_star()).from(posts::table)).unwrap(), 0);
}

// ---- errors

#[test]
fn constraints_by_kind_with_their_places() {
    let mut db = database();
    let error = db.execute(&add("Ann")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unique);
    assert_eq!((error.table(), error.column()), (Some("users"), Some("name")));
    assert_eq!(error.code(), Some("2067"));
    assert_eq!(
        error.to_string(),
        "UNIQUE constraint failed: users.name (SQLite code 2067) in: INSERT INTO \"users\" (\"name\") VALUES (?)"
    );
    let source = std::error::Error::source(&error);
    assert!(source.is_some(), "the driver's error");

    let error = db.execute(&add("Dan").set(users::id, 1)).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Unique, Some("1555")));
    assert_eq!(error.column(), Some("id"));

    let error = db.execute(&add("Dan").set(users::age, -1)).unwrap_err();
    assert_eq!((error.kind(), error.constraint()), (ErrorKind::Check, Some("age >= 0")));

    let error = db.execute(&insert_into(users::table).set(users::age, 1)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotNull);
    assert_eq!((error.table(), error.column()), (Some("users"), Some("name")));

    let post = insert_into(posts::table).set(posts::id, 1).set(posts::author, 99);
    assert_eq!(db.execute(&post).unwrap_err().kind(), ErrorKind::ForeignKey);

    db.execute_script(
        "CREATE TABLE pairs (a INTEGER, b INTEGER, UNIQUE (a, b));
         INSERT INTO pairs VALUES (1, 2);
         CREATE UNIQUE INDEX low ON users (lower(name));
         CREATE TRIGGER t BEFORE DELETE ON pairs BEGIN SELECT RAISE(ABORT, 'kept'); END;",
    )
    .unwrap();
    let error = db.execute_script("INSERT INTO pairs VALUES (1, 2)").unwrap_err();
    assert_eq!(error.database().unwrap().columns, ["a", "b"]);
    let error = db.execute(&add("ANN")).unwrap_err();
    assert_eq!((error.kind(), error.constraint()), (ErrorKind::Unique, Some("low")));
    let error = db.execute_script("DELETE FROM pairs").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Constraint);
}

#[test]
fn statements_that_the_database_does_not_take() {
    let mut db = database();
    let mut kind = |sql: &str| db.execute_script(sql).unwrap_err().kind();
    assert_eq!(kind("SELEC 1"), ErrorKind::Syntax);
    assert_eq!(kind("SELECT 1 +"), ErrorKind::Syntax);
    assert_eq!(kind("SELECT 'open"), ErrorKind::Syntax);
    assert_eq!(kind("SELECT * FROM missing"), ErrorKind::UndefinedObject);
    assert_eq!(kind("SELECT missing FROM users"), ErrorKind::UndefinedObject);
    assert_eq!(kind("SELECT missing()"), ErrorKind::UndefinedObject);
    assert_eq!(kind("INSERT INTO users (missing) VALUES (1)"), ErrorKind::UndefinedObject);
    assert_eq!(kind("CREATE TABLE users (a INTEGER)"), ErrorKind::DuplicateObject);
    assert_eq!(kind("INSERT INTO users (id, name) VALUES ('x', 'y')"), ErrorKind::InvalidData);
    assert_eq!(kind("COMMIT"), ErrorKind::Other);

    // Found while preparing: rusqlite keeps its code in another place.
    let missing = select(table("missing").column::<BigInt>("a")).from(table("missing"));
    let error = db.fetch_all(&missing).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::UndefinedObject, Some("1")));
    assert!(error.sql().unwrap().contains("missing"));
}

#[test]
fn a_statement_that_does_not_compile_is_not_sent() {
    let mut db = database();
    let error = db.execute(&delete(users::table)).unwrap_err();
    assert!(
        matches!(&error, Error::Compile(inner) if matches!(**inner, CompileError::Unfiltered { .. }))
    );
    assert_eq!(error.kind(), ErrorKind::Compile);
    assert_eq!(count(&mut db), 3);
    let huge = select(users::id).from(users::table).filter(users::id.in_(0..40_000_i64));
    assert_eq!(db.fetch_all(&huge).unwrap_err().kind(), ErrorKind::Compile);
    let unsigned = select(Expr::<Any>::from_ast(Node::bind(u64::MAX)));
    assert_eq!(db.fetch_all(&unsigned).unwrap_err().kind(), ErrorKind::Compile);
    let nan = select(val::<Double>(f64::NAN));
    assert_eq!(db.fetch_all(&nan).unwrap_err().kind(), ErrorKind::Compile);
}

#[test]
fn a_value_of_another_kind_names_its_column() {
    let mut db = database();
    db.execute_script("UPDATE users SET age = 'old' WHERE id = 2").unwrap();
    let q = select((users::id, users::age)).from(users::table);
    let error = db.fetch_all(&q).unwrap_err();
    assert_eq!((error.kind(), error.column()), (ErrorKind::Decode, Some("age")));
    assert!(error.to_string().starts_with("column 1 (`age`): expected INTEGER, found text in: "));
    let error = db.fetch_one(&raw::<(BigInt, BigInt)>("1")).unwrap_err();
    assert_eq!((error.kind(), error.column()), (ErrorKind::Decode, None));
    let error = db.fetch_one(&raw::<Text>("CAST(X'ff' AS TEXT)")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("UTF-8"), "{error}");
    // The statement is ready for its next use.
    assert_eq!(db.fetch_all(&ids()).unwrap(), [1, 2, 3]);
}

#[test]
fn parameters_that_the_text_does_not_have_or_has_too_many_of() {
    let mut db = database();
    let error = db.fetch_one(&raw::<BigInt>("?")).unwrap_err();
    assert!(error.to_string().contains("parameter"), "{error}");
}

struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("aludel-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    fn open(&self) -> SqliteConnection {
        let db = SqliteConnection::open(self.0.join("test.db")).unwrap();
        db.handle().busy_timeout(std::time::Duration::from_millis(1)).unwrap();
        db
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn locks_and_snapshots() {
    let scratch = Scratch::new("locks");
    let (mut one, mut two) = (scratch.open(), scratch.open());
    one.execute_script("PRAGMA journal_mode = WAL").unwrap();
    one.execute_ddl(&create_table(users::table)).unwrap();

    let tx = one.begin_with(TransactionOptions::new().immediate()).unwrap();
    let error = two.execute(&add("Ann")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LockTimeout);
    assert!(error.is_transient());
    tx.rollback().unwrap();

    let mut tx = one.begin().unwrap();
    tx.fetch_all(&ids()).unwrap();
    two.execute(&add("Ann")).unwrap();
    let error = tx.execute(&add("Bob")).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Serialization, Some("517")));
    assert!(error.is_transient());
}

#[test]
fn files_that_are_read_only_full_missing_or_none() {
    let scratch = Scratch::new("files");
    let mut db = scratch.open();
    db.execute_ddl(&create_table(users::table)).unwrap();

    db.execute_script("PRAGMA max_page_count = 4").unwrap();
    let big = "x".repeat(100_000);
    let error = db.execute(&add(&big)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Full, "{error}");

    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let read_only = rusqlite::Connection::open_with_flags(scratch.0.join("test.db"), flags);
    let mut read_only = SqliteConnection::new(read_only.unwrap()).unwrap();
    assert_eq!(read_only.execute(&add("Ann")).unwrap_err().kind(), ErrorKind::ReadOnly);

    let error = SqliteConnection::open(scratch.0.join("no/such/file.db")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);

    std::fs::write(scratch.0.join("none.db"), "this is no database, but long enough ".repeat(40))
        .unwrap();
    let error = SqliteConnection::open(scratch.0.join("none.db"))
        .and_then(|mut none| none.fetch_all(&ids()))
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Corrupt);
}

#[test]
fn the_database_ends_a_transaction_by_itself_when_it_is_full() {
    let scratch = Scratch::new("full");
    let mut db = scratch.open();
    db.execute_ddl(&create_table(users::table)).unwrap();
    db.execute_script("PRAGMA max_page_count = 10; PRAGMA cache_size = 2").unwrap();
    let result = db.transaction(|tx| {
        tx.execute(&add("Ann"))?;
        let full = tx.execute(&add(&"x".repeat(1_000_000)));
        assert_eq!(full.unwrap_err().kind(), ErrorKind::Full);
        tx.execute(&add("Bob"))
    });
    // Either SQLite has undone the one statement or the transaction; never is half of it kept.
    let kept = count(&mut db);
    match result {
        Ok(_) => assert_eq!(kept, 2),
        Err(error) => assert_eq!((error.kind(), kept), (ErrorKind::TransactionEnded, 0)),
    }
}

// ---- values

#[test]
fn values_there_and_back() {
    let mut db = database();
    let row = |n: Option<i64>, d: Option<f64>, t: Option<&str>, b: Option<&[u8]>| {
        (n, d, t.map(str::to_owned), b.map(<[u8]>::to_vec), n.map(|n| n > 0))
    };
    let rows = [
        row(None, None, None, None),
        row(Some(i64::MIN), Some(f64::MIN), Some(""), Some(b"")),
        row(Some(i64::MAX), Some(f64::MAX), Some("with \0 inside"), Some(b"\0\xff")),
        row(Some(0), Some(f64::MIN_POSITIVE), Some("äöü 😀 'quoted' \"twice\" \\"), Some(b"'")),
        row(Some(-1), Some(f64::INFINITY), Some("NULL"), Some(&[0; 100])),
        row(Some(1), Some(0.1 + 0.2), Some("?"), Some(b"?")),
    ];
    let columns = (things::n, things::d, things::t, things::b, things::flag);
    let insert = insert_into(things::table).columns(columns).rows(rows.clone());
    db.execute(&insert).unwrap();
    let q = select(columns).from(things::table);
    assert_eq!(db.fetch_all(&q).unwrap(), rows);
    let negative = q.filter(things::n.eq(i64::MIN));
    assert_eq!(db.fetch_one(&negative).unwrap(), rows[1]);
    let flagged = select(things::n).from(things::table).filter(things::flag.eq(true));
    assert_eq!(db.fetch_all(&flagged).unwrap(), [Some(i64::MAX), Some(1)]);
    let text = select(things::n).from(things::table).filter(things::t.eq("with \0 inside"));
    assert_eq!(db.fetch_one(&text).unwrap(), Some(i64::MAX));
}

#[test]
fn a_prepared_statement_runs_through_the_driver() {
    use super::Driver;
    use crate::dialect::Prepared;
    let mut db = database();
    let q = ids().filter(users::id.gt(param::<BigInt>("after")));
    let prepared = Prepared::new(q.statement(), &Sqlite::new()).unwrap();
    for (after, wanted) in [(0_i64, vec![1, 2, 3]), (2, vec![3])] {
        let bound: Compiled<'_> = prepared.bind([("after", ast::Value::from(after))]).unwrap();
        let mut found = Vec::new();
        db.run_query(&bound, super::Delivery::Together, &mut |row| {
            found.push(q.decode(row)?);
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
        assert_eq!(found, wanted);
    }
    assert_eq!(db.run(&compile(ids().statement(), &Sqlite::new()).unwrap()).unwrap(), 3);
}

#[test]
fn tables_of_the_run_time() {
    let mut db = database();
    let spec = Table::new("odd \"name\"")
        .column(ColumnSpec::new("a", ast::DataType::Integer))
        .column(ColumnSpec::new("b", ast::DataType::Text).nullable().default_sql("'it''s'"))
        .primary_key(["a", "b"]);
    db.execute_ddl(&create_table(spec)).unwrap();
    let odd = table("odd \"name\"");
    let insert = insert_into(&odd).columns_dyn(["a"]).row_dyn([1]);
    db.execute(&insert).unwrap();
    let q = select_dyn([odd.column::<Any>("a"), odd.column::<Any>("b")]).from(&odd);
    let row = db.fetch_one(&q).unwrap();
    assert_eq!(row.values(), [ast::Value::Int(1), ast::Value::Text("it's".into())]);
    db.execute_ddl(&crate::schema::drop_table(&odd)).unwrap();
}

#[cfg(feature = "chrono")]
mod dates {
    use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

    use super::*;

    table! { events { at: Timestamp, tz: TimestampTz, day: Date, time: Time } }

    fn moment(hour: u32, micros: u32) -> NaiveDateTime {
        let day = NaiveDate::from_ymd_opt(2026, 1, 31).unwrap();
        day.and_time(NaiveTime::from_hms_micro_opt(hour, 59, 5, micros).unwrap())
    }

    #[test]
    fn dates_and_times_there_and_back_in_order() {
        let mut db = SqliteConnection::open_in_memory().unwrap();
        db.execute_ddl(&create_table(events::table)).unwrap();
        let columns = (events::at, events::tz, events::day, events::time);
        let row = |at: NaiveDateTime| (at, at.and_utc(), at.date(), at.time());
        let rows = [moment(9, 0), moment(9, 1), moment(9, 500_000), moment(10, 0)].map(row);
        let mixed = [rows[2], rows[0], rows[3], rows[1]];
        db.execute(&insert_into(events::table).columns(columns).rows(mixed)).unwrap();
        let q = select(columns).from(events::table);
        for q in [q.clone().order_by(events::at.asc()), q.clone().order_by(events::time.asc())] {
            assert_eq!(db.fetch_all(&q).unwrap(), rows);
        }
        let text = select(events::at.cast::<Text>()).from(events::table);
        let text = text.order_by(events::at.asc()).limit(2);
        assert_eq!(
            db.fetch_all(&text).unwrap(),
            ["2026-01-31 09:59:05", "2026-01-31 09:59:05.000001"]
        );
    }

    #[test]
    fn a_bound_time_equals_what_sqlite_computes() {
        let mut db = SqliteConnection::open_in_memory().unwrap();
        let same = raw::<Text>("DATETIME('2026-01-31 09:59:05')");
        let computed = db.fetch_one(&same).unwrap();
        assert_eq!(
            db.fetch_one(&select(val::<Timestamp>(moment(9, 0)).cast::<Text>())).unwrap(),
            computed
        );
    }

    #[test]
    fn years_without_four_digits_are_refused() {
        let mut db = SqliteConnection::open_in_memory().unwrap();
        let far = NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap();
        let error = db.fetch_one(&select(val::<Date>(far))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Compile);
    }
}

#[cfg(feature = "decimal")]
#[test]
fn decimals_are_exact_or_refused() {
    table! { prices { price: crate::query::Decimal<20, 2> } }
    let mut db = SqliteConnection::open_in_memory().unwrap();
    db.execute_ddl(&create_table(prices::table)).unwrap();
    let number = |text: &str| text.parse::<rust_decimal::Decimal>().unwrap();
    for text in ["0", "1.10", "-0.01", "1234567890123.45", "9223372036854775807"] {
        db.execute(&delete(prices::table).all_rows()).unwrap();
        db.execute(&insert_into(prices::table).set(prices::price, number(text))).unwrap();
        let all = select(prices::price).from(prices::table);
        assert_eq!(db.fetch_one(&all).unwrap(), number(text));
        assert_eq!(db.fetch_all(&all.filter(prices::price.eq(number(text)))).unwrap().len(), 1);
    }
    // A text would be greater than every number.
    let twice = select(prices::price).from(prices::table);
    let twice = twice.filter((prices::price * 2).gt(number("1.5")));
    assert_eq!(db.fetch_all(&twice).unwrap().len(), 1);
    let insert = insert_into(prices::table).set(prices::price, number("12345678901234567890.12"));
    assert_eq!(db.execute(&insert).unwrap_err().kind(), ErrorKind::Compile);
}

#[cfg(all(feature = "uuid", feature = "json"))]
#[test]
fn uuids_and_json_are_text() {
    table! { docs { id: crate::query::Uuid [primary_key], doc: crate::query::Json } }
    let mut db = SqliteConnection::open_in_memory().unwrap();
    db.execute_ddl(&create_table(docs::table)).unwrap();
    let id = uuid::Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
    let doc = serde_json::json!({"a": [1, null, "x"]});
    let insert = insert_into(docs::table).set(docs::id, id).set(docs::doc, doc.clone());
    db.execute(&insert).unwrap();
    let q = select((docs::id, docs::doc)).from(docs::table).filter(docs::id.eq(id));
    assert_eq!(db.fetch_one(&q).unwrap(), (id, doc));
    let text = select((docs::id.cast::<Text>(), docs::doc.cast::<Text>())).from(docs::table);
    let (id, doc) = db.fetch_one(&text).unwrap();
    assert_eq!(id, "01234567-89ab-cdef-0123-456789abcdef");
    assert_eq!(doc, r#"{"a":[1,null,"x"]}"#);
}
