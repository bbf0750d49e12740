//! Many rows at once.

use aludel::adapter::{BulkOptions, Driver};
use aludel::prelude::*;

use super::{connect, items};

table! { words { id: Integer [primary_key, auto_increment], word: Nullable<Text>, uses: Integer } }

fn into_items() -> Insert<(BigInt, Text)> {
    insert_into(items::table).columns((items::id, items::name))
}

fn rows_of_items(db: &mut impl Connection) -> i64 {
    db.fetch_scalar(&select(count_star()).from(items::table)).unwrap()
}

/// A connection with the table `words`, whose keys the server makes.
fn with_words() -> PostgresConnection {
    let mut db = connect();
    db.execute_script(
        "CREATE TEMPORARY TABLE words (id int GENERATED ALWAYS AS IDENTITY, \
         word text UNIQUE, uses int NOT NULL)",
    )
    .unwrap();
    db
}

fn into_words() -> Insert<(Nullable<Text>, Integer)> {
    insert_into(words::table).columns((words::word, words::uses))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn many_rows_go_in_by_few_statements() {
    let mut db = connect();
    let mut told = Vec::new();
    let mut tell = |rows| told.push(rows);
    let options = BulkOptions::new().progress(&mut tell);
    let rows = (0..25_000).map(|id| (id, "a"));
    assert_eq!(db.insert_many_with(&into_items(), rows, options).unwrap(), 25_000);
    assert_eq!((told, rows_of_items(&mut db)), (vec![10_000, 20_000, 25_000], 25_000));
    assert_eq!(db.cache_statistics().misses, 2, "one text for each chunk, one for the count");

    // Long texts make short statements.
    let mut told = Vec::new();
    let mut tell = |rows| told.push(rows);
    let options = BulkOptions::new().progress(&mut tell).chunk_rows(6);
    let rows = (30_000..30_010).map(|id| (id, "x".repeat(300_000)));
    db.insert_many_with(&into_items(), rows, options).unwrap();
    assert_eq!(told, [4, 8, 10]);
    assert_eq!(db.insert_many(&into_items(), [(0, ""); 0]).unwrap(), 0);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn keys_come_back_in_the_order_of_the_rows() {
    let mut db = with_words();
    let rows = || (0..25_000).rev().map(|n| (Some(format!("word {n}")), n));
    let returned = db.insert_many_returning(&into_words(), rows(), (words::id, words::uses));
    let expected: Vec<(i32, i32)> = (1..=25_000).zip((0..25_000).rev()).collect();
    assert!(returned.unwrap() == expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_failing_row_is_named_and_nothing_is_kept() {
    let mut db = connect();
    table! { lenient as "items" { id: BigInt, name: Nullable<Text> } }
    let lenient = insert_into(lenient::table).columns((lenient::id, lenient::name));
    for bad in [0, 9_999, 10_000, 17_123, 24_999] {
        for (id, name, kind) in [
            (bad / 2, Some("a"), ErrorKind::Unique),
            (bad, Some(""), ErrorKind::Check),
            (bad, None, ErrorKind::NotNull),
            (bad, Some("a\0"), ErrorKind::Decode),
        ] {
            if id == 0 && kind == ErrorKind::Unique {
                continue;
            }
            let rows =
                (0..25_000).map(|row| if row == bad { (id, name) } else { (row, Some("a")) });
            let error = db.insert_many(&lenient, rows).unwrap_err();
            assert_eq!((error.kind(), error.row()), (kind, Some(bad as u64)), "{error}");
            assert_eq!((db.depth(), rows_of_items(&mut db)), (0, 0));
        }
    }
    // In a transaction, what was before it is kept.
    db.transaction(|tx| {
        tx.execute(&into_items().row((70_000, "a")))?;
        let rows = (0..15_000).map(|id| (if id == 12_345 { 70_000 } else { id }, "a"));
        let error = tx.insert_many(&into_items(), rows).unwrap_err();
        assert_eq!((error.kind(), error.row()), (ErrorKind::Unique, Some(12_345)));
        tx.insert_many(&into_items(), (0..3).map(|id| (id, "a")))
    })
    .unwrap();
    assert_eq!(rows_of_items(&mut db), 4);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_is_out_of_range_is_told_before_sending() {
    table! { cells { small: SmallInt, short: VarChar<3>, real: Real } }
    let mut db = connect();
    db.execute_script("CREATE TEMPORARY TABLE cells (small int2, short varchar(3), real real)")
        .unwrap();
    let small: Column<SmallInt> = cells::small;
    let any: Vec<(Value, Value)> = vec![(1.into(), "a".into()), (40_000.into(), "a".into())];
    let insert = insert_into(cells::table).columns((small, cells::short));
    let error = db.insert_many(&insert, any).unwrap_err();
    assert_eq!((error.kind(), error.row(), error.code()), (ErrorKind::Compile, Some(1), None));
    assert_eq!(error.column(), Some("small"));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_that_are_there_are_changed_or_left() {
    let mut db = with_words();
    let rows = |from: i32| (from..from + 15_000).map(|n| (Some(format!("word {n}")), 1));
    assert_eq!(db.insert_many(&into_words(), rows(0)).unwrap(), 15_000);
    let total = |db: &mut PostgresConnection| {
        let q = select((count_star(), sum(words::uses))).from(words::table);
        db.fetch_one(&q).unwrap()
    };
    let more = words::uses.set(words::uses + excluded(words::uses));
    let upsert = into_words().on_conflict(words::word).do_update(more);
    assert_eq!(db.insert_many(&upsert, rows(5_000)).unwrap(), 15_000);
    assert_eq!(total(&mut db), (20_000, Some(30_000)));

    // Parameters of the statement's own come after the arrays.
    let more = words::uses.set(words::uses * 3 + excluded(words::uses));
    let upsert = into_words().on_conflict(words::word).do_update_where(more, words::uses.lt(2));
    assert_eq!(db.insert_many(&upsert, rows(10_000)).unwrap(), 10_000);
    assert_eq!(total(&mut db), (25_000, Some(5_000 + 20_000 + 5_000 * 4 + 5_000 - 5_000 + 5_000)));

    let ignore = into_words().on_conflict(words::word).do_nothing();
    assert_eq!(db.insert_many(&ignore, rows(20_000)).unwrap(), 10_000);
    let keys = db.insert_many_returning(&ignore, rows(34_998), words::word).unwrap();
    assert_eq!((keys.len(), keys[0].as_deref()), (14_998, Some("word 35000")));

    // NULLs are no duplicates of one another.
    assert_eq!(db.insert_many(&ignore, [(None, 1), (None::<String>, 2)]).unwrap(), 2);
    // The same key twice in a statement cannot be changed twice.
    let more = words::uses.set(excluded(words::uses));
    let upsert = into_words().on_conflict(words::word).do_update(more);
    let error = db.insert_many(&upsert, [(Some("new"), 1), (Some("new"), 2)]).unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.row()),
        (ErrorKind::Other, Some("21000"), Some(1))
    );
}

#[derive(Clone, Debug, PartialEq)]
pub struct Mood(String);
sql_type! { Mood as Text, named "mood" }

/// An enum of the server has no arrays that are known here.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn columns_of_other_types_go_in_as_values() {
    table! { moods { id: Integer [primary_key], mood: Nullable<Mood> } }
    let mut db = connect();
    db.execute_script(
        "CREATE TYPE pg_temp.mood AS ENUM ('sad', 'happy'); \
         CREATE TEMPORARY TABLE moods (id int PRIMARY KEY, mood pg_temp.mood); \
         SET search_path = pg_temp, public",
    )
    .unwrap();
    let insert = insert_into(moods::table).columns((moods::id, moods::mood));
    let mood = |id| (id % 2 == 0).then(|| Mood("happy".to_owned()));
    let rows = (0..40_000).map(|id| (id, mood(id)));
    assert_eq!(db.insert_many(&insert, rows).unwrap(), 40_000);
    let q = select(moods::id).from(moods::table).filter(moods::mood.eq(Mood("happy".to_owned())));
    assert_eq!(db.fetch_all(&q).unwrap().len(), 20_000);
    for (bad, kind) in [("happy", ErrorKind::Unique), ("glad", ErrorKind::InvalidData)] {
        let rows = (40_000..80_000).map(|id| match id {
            77_777 => (5, Some(Mood(bad.to_owned()))),
            id => (id, mood(id)),
        });
        let error = db.insert_many(&insert, rows).unwrap_err();
        assert_eq!((error.kind(), error.row()), (kind, Some(37_777)));
    }
}
