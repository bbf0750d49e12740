//! Values of every type in writes that are said in other words: none changes on the way.

use aludel::prelude::*;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_decimal::Decimal as Number;
use serde_json::json;
use uuid::Uuid as Id;

use crate::engines::on_all_engines;

macro_rules! kind {
    ($name:ident: $sql:ty, $one:expr, $two:expr, $three:expr) => {
        mod $name {
            use super::*;

            type Kind = $sql;

            table! {
                t {
                    id: BigInt [primary_key],
                    a: Kind,
                    b: Nullable<Kind>,
                    code: Integer [unique],
                }
                s {
                    id: BigInt [primary_key],
                    c: Kind,
                }
            }

            #[test]
            #[ignore = "needs the servers of tests/all-engines.sh"]
            fn every_write() {
                let (one, two, three) = (|| $one, || $two, || $three);
                let none = || Some(one()).filter(|_| false);
                let other = t::alias("other");
                let (outer, joined) = (s::table.outer(), other.outer());
                let row = || insert_into(t::table).columns((t::id, t::a, t::b, t::code));
                let next = |step: i64| coalesce(select(max(other.id)).from(other), 0) + step;
                let of_first = select(other.b).from(other).filter(other.id.eq(1));
                let late = case::<Nullable<Kind>>().when(t::id.gt(1), of_first).otherwise(three());
                let several = select(count_star()).from(other).into_expr().gt(1);
                let by_count = case::<Kind>().when(several, three()).otherwise(one());
                type Row<V> = (i64, V, Option<V>);
                let before =
                    vec![(1, one(), Some(two())), (2, two(), none()), (3, three(), Some(one()))];
                let with = |rows: Vec<Row<_>>| {
                    let mut all = before.clone();
                    for row in rows {
                        match all.iter_mut().find(|old| old.0 == row.0) {
                            Some(old) => *old = row,
                            None => all.push(row),
                        }
                    }
                    all
                };
                let cases: [(&str, Box<dyn AsStatement>, Vec<Row<_>>); 8] = [
                    (
                        "a late subquery",
                        Box::new(update(t::table).set(t::b, late).all_rows()),
                        with(vec![
                            (1, one(), Some(three())),
                            (2, two(), Some(two())),
                            (3, three(), Some(two())),
                        ]),
                    ),
                    (
                        "a circle",
                        Box::new(
                            update(t::table)
                                .set(t::a, coalesce(t::b, three()))
                                .set(t::b, t::a)
                                .all_rows(),
                        ),
                        with(vec![
                            (1, two(), Some(one())),
                            (2, three(), Some(two())),
                            (3, one(), Some(three())),
                        ]),
                    ),
                    (
                        "an upsert on one key of two",
                        Box::new(
                            row()
                                .row((9, three(), Some(three()), 1))
                                .on_conflict(t::code)
                                .do_update((t::a.set(two()), t::b.set_excluded())),
                        ),
                        with(vec![(1, two(), Some(three()))]),
                    ),
                    (
                        "an upsert that reads the table",
                        Box::new(
                            row()
                                .row((1, one(), Some(three()), 70))
                                .on_conflict(t::id)
                                .do_update((t::a.set(by_count), t::b.set_excluded())),
                        ),
                        with(vec![(1, three(), Some(three()))]),
                    ),
                    (
                        "rows by key",
                        Box::new(update(t::table).set_each(
                            (t::id, t::a, t::b),
                            t::id,
                            [(1, three(), none()), (2, one(), Some(two()))],
                        )),
                        with(vec![(1, three(), none()), (2, one(), Some(two()))]),
                    ),
                    (
                        "rows that read the table",
                        Box::new(row().row((next(1), one(), Some(two()), 50)).row((
                            next(2),
                            three(),
                            none(),
                            51,
                        ))),
                        with(vec![(4, one(), Some(two())), (5, three(), none())]),
                    ),
                    (
                        "a FULL JOIN",
                        Box::new(
                            update(t::table)
                                .set(t::a, coalesce(outer.c, three()))
                                .set(t::b, outer.c)
                                .from(outer)
                                .full_join(joined, joined.id.eq(outer.id + 1))
                                .filter(joined.id.eq(t::id)),
                        ),
                        with(vec![
                            (1, three(), none()),
                            (2, two(), Some(two())),
                            (3, three(), Some(three())),
                        ]),
                    ),
                    (
                        "the first row that meets another table",
                        Box::new(
                            update(t::table)
                                .set(t::b, s::c)
                                .set(t::a, three())
                                .from(s::table)
                                .filter(s::id.eq(t::id))
                                .order_by(t::id.desc())
                                .limit(1),
                        ),
                        with(vec![(2, three(), Some(three()))]),
                    ),
                ];
                let all = select((t::id, t::a, t::b)).from(t::table).order_by(t::id.asc());
                on_all_engines(|db| {
                    db.create(&create_table(t::table));
                    db.create(&create_table(s::table));
                    let rows = before.iter().cloned().map(|(id, a, b)| (id, a, b, id as i32));
                    db.execute(&row().rows(rows));
                    let rows = [(1, two()), (2, three())];
                    db.execute(&insert_into(s::table).columns((s::id, s::c)).rows(rows));
                    for (name, statement, after) in &cases {
                        db.batch("BEGIN");
                        db.execute(&**statement);
                        assert_eq!(db.fetch_all(&all), *after, "{name} on {}", db.name);
                        db.batch("ROLLBACK");
                    }
                });
            }
        }
    };
}

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 2, number).unwrap()
}

fn at(number: u32) -> NaiveDateTime {
    day(number).and_hms_micro_opt(12, 30, number, 250_000).unwrap()
}

fn text(text: &str) -> String {
    text.to_owned()
}

kind!(boolean: Boolean, true, false, true);
kind!(small: SmallInt, 1_i16, -7_i16, i16::MAX);
kind!(big: BigInt, 1_i64, i64::MIN, i64::MAX);
kind!(double: Double, 0.1_f64, -1e300_f64, 0.0_f64);
kind!(decimal: Decimal<10, 2>, Number::new(125, 2), Number::new(-1, 2), Number::new(9_999_999_999, 2));
kind!(word: VarChar<50>, text("naïve 🦀"), text(""), text("12"));
kind!(long_text: Text, text("it's \\ \"q\""), text("null"), text(" "));
kind!(blob: Blob, vec![0_u8, 255], vec![], b"abc".to_vec());
kind!(date: Date, day(1), day(29), day(3));
kind!(time: Time, at(1).time(), at(2).time(), NaiveTime::from_hms_opt(0, 0, 0).unwrap());
kind!(timestamp: Timestamp, at(1), at(2), at(3));
kind!(instant: TimestampTz, at(1).and_utc(), at(2).and_utc(), at(3).and_utc());
kind!(uuids: Uuid, Id::from_u128(7), Id::nil(), Id::max());
kind!(document: Json, json!({"a": [1, null, true, "ü"]}), json!(null), json!("text"));
