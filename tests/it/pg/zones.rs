//! Time zones by name.

use chrono::NaiveDateTime;

use super::*;

fn moment(text: &str) -> NaiveDateTime {
    text.parse().expect("a timestamp")
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn clocks_of_a_zone() {
    let mut db = Db::postgres();
    for (utc, local) in [
        ("2024-01-31T23:30:00", "2024-02-01T00:30:00"),
        ("2024-07-31T23:30:00.25", "2024-08-01T01:30:00.25"),
    ] {
        let (utc, local) = (moment(utc).and_utc(), moment(local));
        let q = select((
            at_time_zone(val::<TimestampTz>(utc), "Europe/Berlin"),
            at_time_zone(val::<Timestamp>(local), "Europe/Berlin"),
        ));
        assert_eq!(db.fetch_one(&q), (local, utc));
    }
    refused_elsewhere(table("t"), at_time_zone(now(), "Europe/Berlin"), "at_time_zone");
}

/// Whatever zone the session is in, an instant is taken in UTC.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_zone_of_the_session_does_not_matter() {
    let mut db = Db::postgres();
    db.batch("SET TIME ZONE 'Asia/Kathmandu'");
    let at = moment("2023-12-31T23:30:00.5");
    let instant = || val::<TimestampTz>(at.and_utc());
    let q = select((
        extract(DateField::Year, instant()),
        extract(DateField::Hour, instant()),
        truncate(DateUnit::Day, instant()),
        shift(instant(), 2, DateUnit::Month),
        date_of(instant()),
        time_of(instant()),
        last_day(instant()),
        days_between(instant(), at.and_utc()),
    ));
    let day = at.date();
    let expected = (
        2023,
        23,
        moment("2023-12-31T00:00:00").and_utc(),
        moment("2024-02-29T23:30:00.5").and_utc(),
        day,
        at.time(),
        day,
        0,
    );
    assert_eq!(db.fetch_one(&q), expected);
    let format = [DatePart::Year, "-".into(), DatePart::Day, " ".into(), DatePart::Hour];
    let texts = select((
        format_date(instant(), format),
        extract(DateField::Epoch, instant()),
        from_epoch(val::<BigInt>(at.and_utc().timestamp())),
        make_date(2024, 1, 1),
    ));
    let (text, epoch, back, _) = db.fetch_one(&texts);
    assert_eq!((text.as_str(), epoch), ("2023-31 23", at.and_utc().timestamp()));
    assert_eq!(back, moment("2023-12-31T23:30:00").and_utc());
    let (instant, plain, today) =
        db.fetch_one(&select((now(), current_timestamp(), current_date())));
    assert_eq!((plain, today), (instant.naive_utc(), instant.date_naive()));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn spans_of_time() {
    use aludel::ast::Interval as Span;
    let mut db = Db::postgres();
    let at = moment("2024-01-31T10:00:00");
    let later = add_interval(val::<Timestamp>(at), Span::new(1, 1, 500_000));
    let age = age(val::<Timestamp>(moment("2025-03-01T10:00:00")), at);
    let found = db.fetch_one(&select((later, age)));
    assert_eq!(found, (moment("2024-03-01T10:00:00.5"), Span::new(13, 1, 0)));
    let at = || val::<Timestamp>(at);
    refused_elsewhere(table("t"), add_interval(at(), val::<Interval>(Span::ZERO)), "add_interval");
    refused_elsewhere(table("t"), age_of(at()), "age");
}

fn age_of(at: Expr<Timestamp>) -> Expr<Interval> {
    age(at.clone(), at)
}
