//! Dates and times: one grid of moments, the same answer on every engine, and chrono's own.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};

mod between;
mod fields;
mod format;
mod make;
mod now;
mod shifts;

table! {
    moments {
        id: BigInt [primary_key],
        day: Nullable<Date>,
        at: Nullable<Timestamp>,
        instant: Nullable<TimestampTz>,
        clock: Nullable<Time>,
        amount: BigInt,
    }
}

/// Ends of years, months and weeks, leap days, the first and the last there are, fractions of seconds.
const GRID: &[&str] = &[
    "0001-01-01T00:00:00",
    "0004-02-29T12:00:00.000001",
    "0999-12-31T23:59:59.999999",
    "1600-02-29T01:02:03",
    "1899-12-31T23:59:59.5",
    "1900-02-28T23:00:00",
    "1969-12-31T23:59:59.999999",
    "1970-01-01T00:00:00",
    "1999-08-31T06:30:15.000250",
    "2000-02-29T00:00:00.100",
    "2005-01-01T13:14:15",
    "2020-02-29T10:20:30.123456",
    "2021-01-03T23:59:59.9996",
    "2023-03-31T11:59:59.999499",
    "2024-01-31T00:00:00",
    "2024-12-30T08:00:00",
    "2024-12-31T23:59:59.999999",
    "2026-01-01T00:00:01",
    "2027-05-30T12:34:56.789",
    "9999-12-30T23:59:59",
    "9999-12-31T23:59:59.999999",
];

fn moment(text: &str) -> NaiveDateTime {
    text.parse().expect("a timestamp")
}

/// The grid, and moments all over the years, the same in every run.
fn grid() -> Vec<NaiveDateTime> {
    let mut seed = 20_240_229_u64;
    let mut below = |limit: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((seed >> 11) % limit).expect("a small number")
    };
    let first = moment(GRID[0]);
    let anywhere = std::iter::repeat_with(|| {
        let day = TimeDelta::days(below(3_652_059));
        first + day + TimeDelta::microseconds(below(86_400_000_000))
    });
    GRID.iter().copied().map(moment).chain(anywhere.take(40)).collect()
}

/// The grid by number, and a row of NULLs.
fn set_up(db: &mut Db) {
    db.create(&create_table(moments::table));
    let insert = insert_into(moments::table).columns((
        moments::id,
        moments::day,
        moments::at,
        moments::instant,
        moments::clock,
        moments::amount,
    ));
    for (id, at) in (0_i64..).zip(grid()) {
        let row = (id, at.date(), at, at.and_utc(), at.time(), id - 5);
        db.execute(&insert.clone().row(row));
    }
    let none = (None::<NaiveDate>, None::<NaiveDateTime>, None::<DateTime<Utc>>);
    db.execute(&insert.row((-1, none.0, none.1, none.2, None::<NaiveTime>, 1)));
}

/// The values of some expressions for each moment of the grid, and lastly for NULL.
fn values<P, R>(db: &mut Db, exprs: P) -> Vec<R>
where
    P: Projection,
    Select<P::Sql>: Fetch<Row = R>,
{
    let query = select(exprs).from(moments::table).order_by(moments::id.desc());
    let mut rows = db.fetch_all(&query);
    let null = rows.pop();
    rows.reverse();
    rows.extend(null);
    rows
}

/// What the values are to be: of each moment, and of NULL.
fn each<R: Clone>(of: impl Fn(NaiveDateTime) -> R, null: R) -> Vec<R> {
    grid().into_iter().map(of).chain([null]).collect()
}
