//! What only PostgreSQL has a type for: spans of time and arrays. The others refuse them.

use aludel::ast::Interval as Span;

use super::*;

table! {
    spans { id: BigInt [primary_key], span: Interval, maybe: Nullable<Interval> }
    lists {
        id: BigInt [primary_key],
        numbers: Array<Integer>,
        words: Array<Text>,
        gaps: Array<Nullable<BigInt>>,
        maybe: Nullable<Array<Double>>,
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn intervals() {
    let mut db = Db::postgres();
    db.create(&create_table(spans::table));
    let values = [
        Span::ZERO,
        Span::new(14, -3, 5_400_000_001),
        Span::new(-1, 40, -1),
        Span::new(0, 0, i64::MAX),
        Span::new(i32::MAX, i32::MAX, 0),
        Span::new(i32::MIN, i32::MIN, 0),
    ];
    let insert = insert_into(spans::table).columns((spans::id, spans::span, spans::maybe));
    for (id, span) in (1_i64..).zip(values) {
        db.execute(&insert.clone().row((id, span, Some(span))));
        let cell = select((spans::span, spans::maybe)).from(spans::table);
        assert_eq!(db.fetch_one(&cell.filter(spans::id.eq(id))), (span, Some(span)));
        let ids = select(spans::id).from(spans::table);
        assert!(db.fetch_all(&ids.clone().filter(spans::span.eq(span))).contains(&id));
        let inline = ids.filter(spans::span.eq(literal::<Interval>(span)));
        assert!(db.fetch_all(&inline).contains(&id), "{span}");
    }
    let rows = (100_i64..).zip(values).map(|(id, span)| (id, span, None::<Span>));
    assert_eq!(db.connection.insert_many(&insert, rows).expect("they are taken"), 6);
    let bulk =
        select(spans::span).from(spans::table).filter(spans::id.ge(100)).order_by(spans::id.asc());
    assert_eq!(db.fetch_all(&bulk), values);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn arrays() {
    let mut db = Db::postgres();
    db.create(&create_table(lists::table));
    let insert = insert_into(lists::table).columns((
        lists::id,
        lists::numbers,
        lists::words,
        lists::gaps,
        lists::maybe,
    ));
    type List = (i64, Vec<i32>, Vec<String>, Vec<Option<i64>>, Option<Vec<f64>>);
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let rows: [List; 3] = [
        (1, vec![], vec![], vec![], None),
        (
            2,
            vec![i32::MIN, 0, i32::MAX],
            words(&["", "it's", "{\"a\",\\}", "NULL"]),
            vec![None, Some(i64::MAX)],
            Some(vec![-0.5]),
        ),
        (3, vec![1], words(&["\u{1F600}"]), vec![None], Some(vec![f64::INFINITY])),
    ];
    let all = select((lists::id, lists::numbers, lists::words, lists::gaps, lists::maybe))
        .from(lists::table)
        .order_by(lists::id.asc());
    for row in rows.clone() {
        db.execute(&insert.clone().row(row));
    }
    assert_eq!(db.fetch_all(&all), rows);
    db.execute(&delete(lists::table).all_rows());
    assert_eq!(db.connection.insert_many(&insert, rows.clone()).expect("they are taken"), 3);
    assert_eq!(db.fetch_all(&all), rows);
    let ids = select(lists::id).from(lists::table);
    for equal in [
        lists::numbers.eq([i32::MIN, 0, i32::MAX]),
        lists::numbers.eq(literal::<Array<Integer>>(vec![i32::MIN, 0, i32::MAX])),
        lists::words.eq(&["", "it's", "{\"a\",\\}", "NULL"][..]),
        lists::gaps.eq(vec![None, Some(i64::MAX)]),
        lists::maybe.eq([-0.5]),
    ] {
        assert_eq!(db.fetch_all(&ids.clone().filter(equal)), [2]);
    }
    assert_eq!(
        db.fetch_all(&ids.filter(lists::words.eq(literal::<Array<Text>>(Vec::<String>::new())))),
        [1]
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_array_is_one_parameter_for_many_values() {
    use aludel::ast::BinaryOp::{Eq, Gt};
    let mut db = Db::postgres();
    crate::schema::set_up(&mut db);
    use crate::schema::users;
    let found = |condition| {
        select(users::id).from(users::table).filter(condition).order_by(users::id.asc())
    };
    for ids in [vec![], vec![1_i64, 3, 9]] {
        let expected: Vec<i64> = ids.iter().copied().filter(|id| *id < 5).collect();
        let q = found(compare_any_of(users::id, Eq, ids));
        assert_eq!(db.compile(&q).params().len(), 1);
        assert_eq!(db.fetch_all(&q), expected);
        db.batch(&q.to_sql_inline(db.dialect()).expect("a text"));
    }
    assert_eq!(db.fetch_all(&found(compare_all_of(users::age, Gt, [15, 20]))), [1, 3]);
    assert_eq!(db.fetch_all(&found(compare_any_of(users::name, Eq, ["Bob"]))), [2]);
    let q = found(compare_any_of(users::id, Eq, [1_i64]));
    let refused = q.compile(&Sqlite::new());
    assert!(matches!(refused, Err(CompileError::Unsupported { .. })));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_others_refuse_them() {
    for mut db in [Db::sqlite(), Db::mysql(), Db::mariadb()] {
        let table = db.connection.execute_ddl(&create_table(spans::table));
        is_invalid(&db, table.map(|()| 0), &"an interval");
        let table = db.connection.execute_ddl(&create_table(lists::table));
        is_invalid(&db, table.map(|()| 0), &"an array");
        let span = select(val::<Interval>(Span::ZERO));
        let list = select(val::<Array<Integer>>([1]));
        for error in
            [span.compile(db.dialect()).unwrap_err(), list.compile(db.dialect()).unwrap_err()]
        {
            assert!(matches!(error, CompileError::InvalidValue { .. }), "{error}");
        }
    }
}

/// An element is checked as a value of its own.
#[test]
fn an_element_out_of_range_is_refused() {
    let list = select(val::<Array<SmallInt>>([1, 40_000]));
    let error = list.compile(&Postgres::new()).unwrap_err();
    assert!(matches!(error, CompileError::OutOfRange { .. }), "{error}");
}
