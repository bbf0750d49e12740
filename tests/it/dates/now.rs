//! The current moment.

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn now_in_its_forms() {
    on_all_engines(|db| {
        let forms = (now(), current_timestamp(), current_date(), current_time());
        let (instant, moment, day, clock) = db.fetch_one(&select(forms));
        assert!((Utc::now() - instant).num_seconds().abs() < 60, "{instant} on {}", db.name);
        assert_eq!(moment.and_utc(), instant, "on {}", db.name);
        assert_eq!(moment.date(), day, "on {}", db.name);
        assert!((moment.time() - clock).num_seconds().abs() < 60, "{clock} on {}", db.name);
    });
}

/// What is stored as now is after what was bound before it, and before what is bound after it.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn now_compares_with_what_is_bound() {
    table! { marks { id: BigInt [primary_key], at: TimestampTz, plain: Timestamp } }
    on_all_engines(|db| {
        db.create(&create_table(marks::table));
        // The servers' clock is the test's own, to the millisecond.
        let before = Utc::now() - chrono::TimeDelta::milliseconds(2);
        let insert = insert_into(marks::table).columns((marks::id, marks::at, marks::plain));
        for id in 0..20 {
            db.execute(&insert.clone().row((id, now(), current_timestamp())));
        }
        let after = Utc::now() + chrono::TimeDelta::milliseconds(2);
        let q = select(count_star())
            .from(marks::table)
            .filter(marks::at.between(before, after))
            .filter(marks::plain.between(before.naive_utc(), after.naive_utc()))
            .filter(marks::at.le(now()))
            .filter(days_between(marks::plain, current_timestamp()).lt(2))
            .filter(shift(marks::at, 1, DateUnit::Hour).gt(now()));
        assert_eq!(db.fetch_one(&q), 20, "on {}", db.name);
    });
}
