//! Values of every type, through what is written in other words.

use aludel::prelude::*;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal as Number;
use serde_json::json;
use uuid::Uuid as Id;

use crate::engines::{Db, same_rows};

table! {
    pub kinds {
        id: BigInt [primary_key],
        flag: Boolean,
        small: SmallInt,
        x: Double,
        amount: Decimal<10, 2>,
        word: VarChar<50>,
        bytes: Blob,
        day: Date,
        noon: Time,
        at: Timestamp,
        instant: TimestampTz,
        code: Uuid,
        doc: Json,
    }
}

type Kinds = (
    (i64, bool, i16, f64, Number, String, Vec<u8>),
    (NaiveDate, NaiveTime, NaiveDateTime, DateTime<Utc>, Id, serde_json::Value),
);

fn kind(id: i64) -> Kinds {
    let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let noon = NaiveTime::from_hms_micro_opt(12, 30, 1, 250_000).unwrap();
    let at = day.and_time(noon);
    let first = (id, id == 1, -7, 0.1, Number::new(-1250, 2), "naïve 🦀".to_owned(), vec![0, 255]);
    let doc = json!({"a": [1, null, true, "ü"]});
    (first, (day, noon, at, at.and_utc(), Id::from_u128(7), doc))
}

fn set_up(db: &mut Db) {
    db.create(&create_table(kinds::table));
    for id in [1, 2] {
        let ((id, flag, small, x, amount, word, bytes), (day, noon, at, instant, code, doc)) =
            kind(id);
        let insert = insert_into(kinds::table)
            .set(kinds::id, id)
            .set(kinds::flag, flag)
            .set(kinds::small, small)
            .set(kinds::x, x)
            .set(kinds::amount, amount)
            .set(kinds::word, word)
            .set(kinds::bytes, bytes)
            .set(kinds::day, day)
            .set(kinds::noon, noon)
            .set(kinds::at, at)
            .set(kinds::instant, instant)
            .set(kinds::code, code)
            .set(kinds::doc, doc);
        db.execute(&insert);
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_full_join_keeps_values_of_every_type() {
    let (a, b) = (kinds::alias("a").outer(), kinds::alias("b").outer());
    let first = (a.id, a.flag, a.small, a.x, a.amount, a.word, a.bytes);
    let second = (b.day, b.noon, b.at, b.instant, b.code, b.doc);
    let q = select((first, second)).from(a).full_join(b, a.id.eq(b.id + 1));
    let q = q.order_by((a.id.asc().nulls_last(), b.id.asc()));
    let (one, two) = (kind(1), kind(2));
    macro_rules! some {
        ($row:expr, $($field:tt)*) => { ($(Some($row.$field)),*) };
    }
    let none6 = (None, None, None, None, None, None);
    let none7 = (None, None, None, None, None, None, None);
    let expected = [
        (some!(one.0.clone(), 0 1 2 3 4 5 6), none6),
        (some!(two.0.clone(), 0 1 2 3 4 5 6), some!(kind(1).1.clone(), 0 1 2 3 4 5)),
        (none7, some!(kind(2).1.clone(), 0 1 2 3 4 5)),
    ];
    same_rows(set_up, &q, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_written_out_keep_values_of_every_type() {
    type First = (BigInt, Boolean, SmallInt, Double, Decimal<10, 2>, VarChar<50>, Blob);
    type Second = (Date, Time, Timestamp, TimestampTz, Uuid, Json);
    let first = values::<First>().row(kind(1).0).row(kind(2).0).alias("v");
    let first = first.columns(["a", "b", "c", "d", "e", "f", "g"]);
    let q = select((
        first.column::<BigInt>("a"),
        first.column::<Boolean>("b"),
        first.column::<SmallInt>("c"),
        first.column::<Double>("d"),
        first.column::<Decimal<10, 2>>("e"),
        first.column::<VarChar<50>>("f"),
        first.column::<Blob>("g"),
    ));
    let q = q.order_by(first.column::<BigInt>("a")).from(first);
    same_rows(|_| (), &q, &[kind(1).0, kind(2).0]);

    let second =
        values::<Second>().row(kind(1).1).alias("v").columns(["a", "b", "c", "d", "e", "f"]);
    let q = select((
        second.column::<Date>("a"),
        second.column::<Time>("b"),
        second.column::<Timestamp>("c"),
        second.column::<TimestampTz>("d"),
        second.column::<Uuid>("e"),
        second.column::<Json>("f"),
    ));
    same_rows(|_| (), &q.from(second), &[kind(1).1]);

    // They meet columns of a table.
    let v = values::<(Date, Decimal<10, 2>, Uuid, VarChar<50>)>()
        .row((kind(1).1.0, kind(1).0.4, kind(1).1.4, kind(1).0.5))
        .alias("v")
        .columns(["day", "amount", "code", "word"]);
    let q = select(kinds::id).from(kinds::table).order_by(kinds::id).join(
        v.clone(),
        v.get(kinds::day)
            .eq(kinds::day)
            .and(v.get(kinds::amount).eq(kinds::amount))
            .and(v.get(kinds::code).eq(kinds::code))
            .and(v.get(kinds::word).eq(kinds::word)),
    );
    same_rows(set_up, &q, &[1, 2]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn numbers_written_out_are_numbers() {
    let number = |digits: i64| Number::new(digits, 2);
    let v = values::<(BigInt, Double, Decimal<10, 2>, Nullable<Integer>)>()
        .row((9, 9.5, number(925), Some(9)))
        .row((10, 10.5, number(1050), None::<i32>))
        .row((-100, -100.25, number(-10_000), Some(10)))
        .alias("v")
        .columns(["a", "b", "c", "d"]);
    let a = v.column::<BigInt>("a");
    let (b, c) = (v.column::<Double>("b"), v.column::<Decimal<10, 2>>("c"));
    let d = v.column::<Nullable<Integer>>("d");
    let q = select(a.clone()).from(v.clone());
    for key in [a.clone().asc(), b.clone().asc(), c.clone().asc()] {
        same_rows(|_| (), &q.clone().order_by(key), &[-100, 9, 10]);
    }
    same_rows(|_| (), &q.clone().filter(a.clone().gt(9)), &[10]);
    same_rows(|_| (), &q.clone().filter(b.clone().lt(9.75).and(b.clone().gt(0.0))), &[9]);
    same_rows(|_| (), &q.filter(d.clone().ge(10)), &[-100]);
    let totals = select((sum(a), max(b), min(c), sum(d))).from(v);
    let expected = [(Some(-81), Some(10.5), Some(number(-10_000)), Some(19))];
    same_rows(|_| (), &totals, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn decimals_of_parameters_are_numbers_above_the_query() {
    let one = |digits: i64| {
        let sized = val::<Decimal<10, 2>>(Number::new(digits, 2)).label("sized");
        select((sized, val::<Decimal>(Number::new(digits, 2)).label("free")))
    };
    let all = || one(925).union_all(one(1050)).union_all(one(-10_000));
    let number = |digits: i64| Number::new(digits, 2);
    let row = |digits: i64| (number(digits), number(digits));
    let sorted = all().order_by(column::<Decimal>("sized"));
    same_rows(|_| (), &sorted, &[row(-10_000), row(925), row(1050)]);
    let d = all().alias("d");
    let free = d.column::<Decimal>("free");
    let sized = d.column::<Decimal<10, 2>>("sized");
    let q = select((max(sized), max(free.clone()))).from(d.clone());
    same_rows(|_| (), &q, &[(Some(number(1050)), Some(number(1050)))]);
    let finer = select(val::<Decimal<10, 2>>(Number::new(9255, 3)));
    same_rows(|_| (), &finer, &[Number::new(9255, 3)]);
    let q = select(free.clone()).from(d).filter(free.clone().gt(number(930))).order_by(free);
    same_rows(|_| (), &q, &[number(1050)]);
}
