//! Prepared statements.

use aludel::adapter::{CacheStatistics, Driver};
use aludel::prelude::*;

use super::{connect, items};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_stale_statement_is_prepared_again() {
    let mut db = connect();
    let all = select(items::name).from(items::table);
    db.fetch_rows(&all).unwrap();
    db.fetch_rows(&all).unwrap();
    let statistics = db.cache_statistics();
    assert_eq!((statistics.hits, statistics.misses, statistics.size), (1, 1, 1));
    db.execute_script("ALTER TABLE items ALTER name TYPE varchar(10)").unwrap();
    db.fetch_rows(&all).unwrap();
    db.execute_script("DEALLOCATE ALL").unwrap();
    db.fetch_rows(&all).unwrap();
    assert_eq!(db.cache_statistics().misses, 3);
}

/// How many statements the server keeps for the session, without the driver's own for types.
fn kept(db: &mut PostgresConnection) -> i64 {
    let sql =
        "SELECT count(*) FROM pg_prepared_statements WHERE statement NOT LIKE '%pg_catalog.%'";
    db.handle_mut().query_typed(sql, &[]).unwrap()[0].get(0)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_statement_used_again_is_found() {
    let mut db = connect();
    let by_id = |id: i64| select(items::name).from(items::table).filter(items::id.eq(id));
    let insert = insert_into(items::table).columns((items::id, items::name));
    db.insert_many(&insert, (0..10).map(|id| (id, "a"))).unwrap();
    let before = db.cache_statistics();
    for id in 0..10 {
        assert_eq!(db.fetch_one(&by_id(id)).unwrap(), "a");
    }
    let after = db.cache_statistics();
    assert_eq!((after.hits - before.hits, after.misses - before.misses), (9, 1));

    // The one that was not used for longest goes, from the server too.
    db.set_statement_cache_capacity(2);
    assert_eq!(kept(&mut db), 0);
    let [one, two, three] =
        [1, 2, 3].map(|limit| select(items::id).from(items::table).limit(limit));
    // A limit is a parameter; these are three texts.
    let three = three.offset(1);
    let two = two.order_by(items::id.asc());
    for (query, hits, misses) in
        [(&one, 0, 1), (&two, 0, 2), (&one, 1, 2), (&three, 1, 3), (&one, 2, 3), (&two, 2, 4)]
    {
        db.fetch_all(query).unwrap();
        let found = db.cache_statistics();
        assert_eq!((found.hits, found.misses), (hits, misses), "{query:?}");
    }
    let statistics = db.cache_statistics();
    assert_eq!((statistics.size, statistics.capacity, kept(&mut db)), (2, 2, 2));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn one_text_is_a_statement_for_each_type() {
    let mut db = connect();
    let number = select(val::<Integer>(7));
    let text = select(val::<Text>("seven"));
    let large = select(val::<BigInt>(7_000_000_000_i64));
    for _ in 0..2 {
        assert_eq!(db.fetch_scalar(&number).unwrap(), 7);
        assert_eq!(db.fetch_scalar(&text).unwrap(), "seven");
        assert_eq!(db.fetch_scalar(&large).unwrap(), 7_000_000_000);
    }
    let statistics = db.cache_statistics();
    assert_eq!((statistics.hits, statistics.misses, kept(&mut db)), (3, 3, 3));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_changed_table_is_told_inside_of_a_transaction() {
    let mut db = connect();
    let all = select(items::name).from(items::table);
    db.fetch_rows(&all).unwrap();
    let alter = "ALTER TABLE items ALTER name TYPE varchar(20)";
    let error = db.transaction(|tx| {
        tx.execute_script(alter)?;
        tx.fetch_rows(&all)
    });
    let error = error.unwrap_err();
    assert_eq!((error.code(), db.depth()), (Some("0A000"), 0));
    // The transaction run again finds it prepared anew.
    db.transaction(|tx| {
        tx.execute_script(alter)?;
        tx.fetch_rows(&all)
    })
    .unwrap();
    db.fetch_rows(&all).unwrap();
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn unnamed_statements_leave_nothing_behind() {
    let mut db = connect();
    db.set_statement_cache_capacity(0);
    db.execute_script(
        "CREATE TYPE pg_temp.mood AS ENUM ('sad', 'happy'); \
         CREATE DOMAIN pg_temp.short AS varchar(3); \
         CREATE TEMPORARY TABLE moods (id int, mood mood, short short, moods mood[]); \
         INSERT INTO moods VALUES (1, 'sad', 'abc', '{sad,happy}'), (2, NULL, NULL, NULL)",
    )
    .unwrap();
    table! { moods { id: Integer, mood: Nullable<Text>, short: Nullable<Text> } }
    let rows = select((moods::id, moods::mood, moods::short)).from(moods::table);
    for capacity in [0, 128] {
        db.set_statement_cache_capacity(capacity);
        let found = db.fetch_all(&rows.clone().order_by(moods::id.asc())).unwrap();
        let sad = (1, Some("sad".to_owned()), Some("abc".to_owned()));
        assert_eq!(found, [sad, (2, None, None)]);
        let arrays = select(aludel::sql::<Text>("moods", ())).from(moods::table);
        let found = db.fetch_rows(&arrays).unwrap();
        assert_eq!(found[0].values()[0].to_string(), "[sad, happy]");
    }
    db.set_statement_cache_capacity(0);
    db.fetch_all(&rows).unwrap();
    assert_eq!((db.cache_statistics(), kept(&mut db)), (CacheStatistics::default(), 0));
}
