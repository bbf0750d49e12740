//! Dates and timestamps moved by an interval.

use chrono::{Datelike, Days, Months, TimeDelta};

use super::*;

const SHIFTS: &[(DateUnit, &[i64])] = &[
    (DateUnit::Year, &[0, 1, -1, 4, -100]),
    (DateUnit::Quarter, &[1, -1, 5]),
    (DateUnit::Month, &[1, -1, 12, 13, -25]),
    (DateUnit::Week, &[1, -2]),
    (DateUnit::Day, &[0, 1, -1, 366, -40000]),
    (DateUnit::Hour, &[1, -25]),
    (DateUnit::Minute, &[1, -1500]),
    (DateUnit::Second, &[1, -1, 86_400, 100_000_000]),
    (DateUnit::Microsecond, &[0, 1, -1, 999_999, -1_000_000, 86_400_000_001]),
];

/// None beyond the years that every engine has.
fn moved(at: NaiveDateTime, amount: i64, unit: DateUnit) -> Option<NaiveDateTime> {
    let months = |each: i64| {
        let count = amount * each;
        let months = Months::new(count.unsigned_abs().try_into().expect("a few"));
        if count < 0 { at.checked_sub_months(months) } else { at.checked_add_months(months) }
    };
    let time = |delta| at.checked_add_signed(delta);
    let moved = match unit {
        DateUnit::Year => months(12),
        DateUnit::Quarter => months(3),
        DateUnit::Month => months(1),
        DateUnit::Week => time(TimeDelta::weeks(amount)),
        DateUnit::Day => time(TimeDelta::days(amount)),
        DateUnit::Hour => time(TimeDelta::hours(amount)),
        DateUnit::Minute => time(TimeDelta::minutes(amount)),
        DateUnit::Second => time(TimeDelta::seconds(amount)),
        DateUnit::Microsecond => time(TimeDelta::microseconds(amount)),
        other => panic!("{other:?} is not tested"),
    };
    moved.filter(|moved| (1..=9999).contains(&moved.year()))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_moment_moved() {
    on_all_engines(|db| {
        set_up(db);
        for (unit, amounts) in SHIFTS.iter().copied() {
            for amount in amounts.iter().copied() {
                let at = shift(moments::at, amount, unit);
                let instant = shift(moments::instant, amount, unit);
                let day = shift(moments::day, amount, unit);
                let query = select((moments::at, day, at, instant))
                    .from(moments::table)
                    .filter(moments::at.is_not_null());
                // What leads beyond the years is the server's own.
                let inside: Vec<_> =
                    grid().into_iter().filter(|at| moved(*at, amount, unit).is_some()).collect();
                let days =
                    |at: NaiveDateTime| moved(at.date().and_time(NaiveTime::MIN), amount, unit);
                let inside: Vec<_> = inside.into_iter().filter(|at| days(*at).is_some()).collect();
                let query =
                    query.filter(moments::at.in_(inside.clone())).order_by(moments::id.asc());
                let expected: Vec<_> = inside
                    .into_iter()
                    .map(|at| {
                        let to = moved(at, amount, unit);
                        let day = days(at).map(|day| day.date());
                        (Some(at), day, to, to.map(|to| to.and_utc()))
                    })
                    .collect();
                assert_eq!(db.fetch_all(&query), expected, "{amount} {unit:?} on {}", db.name);
            }
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn by_the_amount_of_a_column() {
    on_all_engines(|db| {
        set_up(db);
        for (unit, _) in SHIFTS.iter().copied() {
            let query =
                select((moments::at, moments::amount, shift(moments::at, moments::amount, unit)))
                    .from(moments::table)
                    .filter(
                        moments::at
                            .between(moment("1600-01-01T00:00:00"), moment("2100-01-01T00:00:00")),
                    );
            for (at, amount, found) in db.fetch_all(&query) {
                let expected = moved(at.expect("a moment"), amount, unit);
                assert_eq!(found, expected, "{at:?} by {amount} {unit:?} on {}", db.name);
            }
        }
        let null = select(shift(moments::at, 1, DateUnit::Day))
            .from(moments::table)
            .filter(moments::id.eq(-1));
        assert_eq!(db.fetch_one(&null), None, "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn by_an_amount_that_may_be_null() {
    table! { amounts { id: BigInt [primary_key], day: Date, days: Nullable<Integer> } }
    let day = |day| NaiveDate::from_ymd_opt(2024, 2, day).expect("a date");
    on_all_engines(|db| {
        db.create(&create_table(amounts::table));
        let insert =
            insert_into(amounts::table).columns((amounts::id, amounts::day, amounts::days));
        db.execute(&insert.clone().row((1, day(28), Some(1))));
        db.execute(&insert.row((2, day(28), None::<i32>)));
        let moved: Expr<Nullable<Date>> = shift(amounts::day, amounts::days, DateUnit::Day);
        let q = select(moved).from(amounts::table).order_by(amounts::id.asc());
        assert_eq!(db.fetch_all(&q), [Some(day(29)), None], "on {}", db.name);
    });
}

/// SQLite has to write the moment twice, which raw SQL may not be.
#[test]
fn raw_sql_is_not_moved_on_sqlite() {
    let moved = || select(shift(sql!(Timestamp, "latest()"), 1, DateUnit::Day));
    let error = moved().compile(&Sqlite::new()).unwrap_err();
    assert!(matches!(error, CompileError::Unsupported { .. }), "{error}");
    let others: [&dyn Dialect; 3] = [&Postgres::new(), &MySql::new(), &MariaDb::new()];
    for dialect in others {
        moved().compile(dialect).expect("it compiles");
    }
}

/// What is moved is equal to the moment stored as such.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_is_moved_equals_what_is_stored() {
    on_all_engines(|db| {
        set_up(db);
        for (unit, amounts) in SHIFTS.iter().copied() {
            for amount in amounts.iter().copied() {
                for at in
                    [moment("2020-02-29T10:20:30.123456"), moment("1999-08-31T06:30:15.000250")]
                {
                    let to = moved(at, amount, unit).expect("a moment");
                    let found = select(count_star())
                        .from(moments::table)
                        .filter(moments::at.eq(at))
                        .filter(shift(moments::at, amount, unit).eq(to))
                        .filter(shift(moments::instant, amount, unit).eq(to.and_utc()))
                        .filter(shift(val::<Timestamp>(at), amount, unit).eq(to))
                        .filter(
                            shift(shift(moments::at, amount, unit), 1, DateUnit::Day)
                                .eq(to + Days::new(1)),
                        );
                    assert_eq!(db.fetch_one(&found), 1, "{at} by {amount} {unit:?} on {}", db.name);
                }
            }
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_sqlite_before_the_modifier_floor_says_the_same() {
    let mut db = Db::sqlite();
    set_up(&mut db);
    let old = Sqlite::version(3, 45);
    for (unit, amounts) in SHIFTS.iter().copied() {
        for amount in amounts.iter().copied() {
            let query = select((moments::at, shift(moments::at, amount, unit)))
                .from(moments::table)
                .filter(moments::at.is_not_null());
            let now = db.fetch_all(&query);
            let rows = db.try_query(&query.compile(&old).expect("it compiles")).expect("rows");
            for ((at, to), row) in now.into_iter().zip(rows) {
                if moved(at.expect("a moment"), amount, unit).is_some() {
                    let text = match &row[1] {
                        Value::Text(text) => text.replace(' ', "T"),
                        other => panic!("{other:?}"),
                    };
                    assert_eq!(Some(moment(&text)), to, "{at:?} by {amount} {unit:?}");
                }
            }
        }
    }
}
