//! Many rows at once.

use aludel::adapter::BulkOptions;
use aludel::prelude::*;

use super::{add, count, items, on_both};

table! { loose {
    id: BigInt [primary_key], big: Nullable<UnsignedBigInt>, note: Nullable<Text>, body: Nullable<Blob>,
    truth: Nullable<Boolean>, n: Nullable<Integer>, d: Nullable<Double>,
} }

type Loose =
    (i64, Option<u64>, Option<String>, Option<Vec<u8>>, Option<bool>, Option<i32>, Option<f64>);

/// Rows whose NULLs, and whose kinds of numbers, stand elsewhere in each statement.
fn loose(id: i64) -> Loose {
    let number = id.unsigned_abs();
    let big = match id % 5 {
        0 => None,
        1 => Some(u64::MAX - number),
        _ => Some(number),
    };
    let note = (id > 1500 && id % 7 != 0).then(|| format!("nöte {id}"));
    let body = (id % 11 == 0).then(|| vec![0, 0xff, 0x80, id.to_le_bytes()[0]]);
    (
        id,
        big,
        note,
        body,
        (id % 3 != 0).then_some(id % 2 == 0),
        None,
        (id % 2 == 1).then_some(0.1 * id as f64),
    )
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_value_arrives_as_it_is_wherever_nulls_stand() {
    on_both(|db, _| {
        db.execute_ddl(&create_table(loose::table)).unwrap();
        let insert = insert_into(loose::table).columns(loose::all);
        for (from, to) in [(0, 4321), (5000, 5003), (6000, 6001)] {
            let inserted = db.insert_many(&insert, (from..to).map(loose)).unwrap();
            assert_eq!(inserted, (to - from) as u64);
        }
        let rows = select(loose::all).from(loose::table).order_by(loose::id.asc());
        let expected = (0..4321).chain(5000..5003).chain(6000..6001).map(loose);
        assert!(db.fetch_all(&rows).unwrap().into_iter().eq(expected));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_upsert_of_many_rows_tells_its_progress() {
    on_both(|db, _| {
        for name in ["n3", "n2500"] {
            add(db, name).unwrap();
        }
        let insert = insert_into(items::table).columns((items::name, items::amount));
        let upsert = insert.on_conflict(items::name);
        let upsert = upsert.do_update(items::amount.set(excluded(items::amount) + 5));
        let mut told = Vec::new();
        let mut tell = |rows| told.push(rows);
        let options = BulkOptions::new().chunk_rows(1200).progress(&mut tell);
        let rows = (0..3000).map(|n| (format!("n{n}"), Some(n)));
        db.insert_many_with(&upsert, rows, options).unwrap();
        assert_eq!(told, [1200, 2400, 3000]);
        assert_eq!(count(db), 3000);
        let amount =
            |name: &str| select(items::amount).from(items::table).filter(items::name.eq(name));
        assert_eq!(db.fetch_one(&amount("n3")).unwrap(), Some(8));
        assert_eq!(db.fetch_one(&amount("n2500")).unwrap(), Some(2505));
        assert_eq!(db.fetch_one(&amount("n4")).unwrap(), Some(4));

        // As many parameters as a statement has, and those of the update.
        let options = BulkOptions::new().chunk_rows(1 << 20);
        let rows = (0..40_000).map(|n| (format!("n{n}"), Some(1)));
        db.insert_many_with(&upsert, rows, options).unwrap();
        assert_eq!(count(db), 40_000);
        assert_eq!(db.fetch_one(&amount("n3")).unwrap(), Some(6));
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn long_rows_go_out_a_few_at_a_time() {
    on_both(|db, _| {
        db.execute_ddl(&create_table(loose::table)).unwrap();
        let insert = insert_into(loose::table).columns((loose::id, loose::body));
        let rows = (0..40).map(|id| (id, vec![7_u8; 300_000]));
        assert_eq!(db.insert_many(&insert, rows).unwrap(), 40);
        let sizes = select(sql!(BigInt, "SUM(LENGTH({}))", loose::body)).from(loose::table);
        assert_eq!(db.fetch_scalar(&sizes).unwrap(), 12_000_000);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_failing_row_is_named_whatever_it_fails_by() {
    on_both(|db, _| {
        db.execute_script("CREATE TABLE parts (id INT PRIMARY KEY, n INT NOT NULL CHECK (n > 0))")
            .unwrap();
        table! { parts { id: BigInt [primary_key], n: Nullable<BigInt> } }
        let insert = insert_into(parts::table).columns((parts::id, parts::n));
        let good = |id: i64| (id, Some(1_i64));
        let cases = [
            ((2222, Some(0_i64)), ErrorKind::Check),
            ((2222, None), ErrorKind::NotNull),
            ((2222, Some(1_i64 << 40)), ErrorKind::InvalidData),
            ((17, Some(1)), ErrorKind::Unique),
        ];
        for (bad, kind) in cases {
            let rows = (0..2222).map(good).chain([bad]).chain((3000..5000).map(good));
            let error = db.insert_many(&insert, rows).unwrap_err();
            assert_eq!((error.kind(), error.row()), (kind, Some(2222)), "{error}");
            assert_eq!(db.fetch_scalar(&select(count_star()).from(parts::table)).unwrap(), 0);
        }
        // What was done before in the transaction stays.
        let mut tx = db.begin().unwrap();
        tx.execute(&insert.clone().row(good(-1))).unwrap();
        let error = tx.insert_many(&insert, (0..1500).map(good).chain([good(5)])).unwrap_err();
        assert_eq!(error.row(), Some(1500));
        tx.commit().unwrap();
        assert_eq!(db.fetch_scalar(&select(count_star()).from(parts::table)).unwrap(), 1);
    });
}
