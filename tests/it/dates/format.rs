//! Dates as text.

use aludel::query::DatePart;

use super::*;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_part_of_every_moment() {
    let parts = [
        (DatePart::Year, "%Y"),
        (DatePart::Month, "%m"),
        (DatePart::Day, "%d"),
        (DatePart::Hour, "%H"),
        (DatePart::Minute, "%M"),
        (DatePart::Second, "%S"),
        (DatePart::Microsecond, "%6f"),
        (DatePart::DayOfYear, "%j"),
        (DatePart::IsoYear, "%G"),
        (DatePart::IsoWeek, "%V"),
        (DatePart::IsoDayOfWeek, "%u"),
        (" 100% \"\\ 'ä% %Y {} YYYY".into(), " 100%% \"\\ 'ä%% %%Y {} YYYY"),
        ("".into(), ""),
    ];
    on_all_engines(|db| {
        set_up(db);
        for (part, pattern) in &parts {
            let found = values(
                db,
                (
                    format_date(moments::at, [part.clone()]),
                    format_date(moments::instant, [part.clone(), part.clone()]),
                    format_date(moments::day, [part.clone()]),
                ),
            );
            let of = |at: NaiveDateTime| {
                let day = at.date().and_time(NaiveTime::MIN);
                let text = at.format(pattern).to_string();
                (Some(text.clone()), Some(text.repeat(2)), Some(day.format(pattern).to_string()))
            };
            assert_eq!(found, each(of, (None, None, None)), "{part:?} on {}", db.name);
        }
        let all: Vec<_> = parts.iter().map(|(part, _)| part.clone()).collect();
        let pattern: String = parts.iter().map(|(_, pattern)| *pattern).collect();
        let found = values(db, (format_date(moments::at, all), format_date(moments::at, [])));
        let of = |at: NaiveDateTime| (Some(at.format(&pattern).to_string()), Some(String::new()));
        assert_eq!(found, each(of, (None, None)), "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_date_as_text_in_a_query() {
    use DatePart::{Month, Year};
    on_all_engines(|db| {
        set_up(db);
        let month = || format_date(moments::at, [Year, "-".into(), Month]);
        let q = select((month(), count_star()))
            .from(moments::table)
            .filter(month().ge("2024"))
            .filter(month().lt("2030"))
            .group_by(month())
            .order_by(month().asc());
        let expected = [("2024-01", 1), ("2024-12", 2), ("2026-01", 1), ("2027-05", 1)];
        let expected: Vec<_> =
            expected.map(|(month, count)| (Some(month.to_owned()), count)).into();
        assert_eq!(db.fetch_all(&q), expected, "on {}", db.name);
    });
}
