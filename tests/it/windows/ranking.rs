//! Functions that rank and look at rows.

use super::*;

fn by_team() -> aludel::query::Window {
    window().partition_by(samples::team).order_by(samples::id)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn ranks() {
    let by_team = || window().order_by(samples::team);
    each(|| rank().over(by_team()), &[1, 1, 1, 1, 1, 6, 6, 6, 6, 6, 11, 11, 13]);
    each(|| dense_rank().over(by_team()), &[1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4]);
    each(
        || row_number().over(by_team().order_by(samples::id.desc())),
        &[5, 4, 3, 2, 1, 10, 9, 8, 7, 6, 12, 11, 13],
    );
    each(
        || ntile(3).over(window().order_by(samples::id)),
        &[1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3],
    );
    let (a, b, c) = (0.0, 5.0 / 12.0, 10.0 / 12.0);
    each(|| percent_rank().over(by_team()), &[a, a, a, a, a, b, b, b, b, b, c, c, 1.0]);
    let (a, b, c) = (5.0 / 13.0, 10.0 / 13.0, 12.0 / 13.0);
    each(|| cume_dist().over(by_team()), &[a, a, a, a, a, b, b, b, b, b, c, c, 1.0]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_before_and_after() {
    each(
        || lag(samples::n, 2).over(by_team()),
        &[
            None,
            None,
            Some(5),
            Some(-3),
            Some(5),
            None,
            None,
            None,
            Some(7),
            Some(2),
            None,
            None,
            None,
        ],
    );
    each(
        || lag_or(samples::id, 1, -1).over(by_team()),
        &[-1, 1, 2, 3, 4, -1, 6, 7, 8, 9, -1, 11, -1],
    );
    each(
        || lead_or(samples::id, 2, samples::team).over(by_team()),
        &[3, 4, 5, 1, 1, 8, 9, 10, 2, 2, 3, 3, 4],
    );
    // A NULL that is there is no row that is missing.
    each(
        || lead_or(samples::n, 1, 99).over(by_team()),
        &[
            Some(-3),
            Some(5),
            Some(0),
            Some(i32::MAX),
            Some(99),
            Some(7),
            Some(2),
            Some(i32::MIN),
            None,
            Some(99),
            None,
            Some(99),
            Some(99),
        ],
    );
    each(|| lag(samples::id, 0).over(by_team()), &(1..=13).map(Some).collect::<Vec<_>>());
    each(
        || lag_or(samples::word, 1, "none").over(by_team().partition_by(samples::n.is_null())),
        &[
            "none".into(),
            "a".into(),
            "Żółw".into(),
            "a".into(),
            String::new(),
            "none".into(),
            "none".into(),
            "Żółw".into(),
            "a".into(),
        ]
        .map(Some::<String>)
        .into_iter()
        .chain([None, Some("none".into()), None, Some("none".into())])
        .collect::<Vec<_>>(),
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn values_of_a_frame() {
    let all = || by_team().rows_between(Bound::unbounded_preceding(), Bound::unbounded_following());
    let two = || by_team().rows_between(Bound::preceding(1), Bound::current_row());
    let ids = |ids: [i32; 13]| ids.map(|id| (id > 0).then_some(id));
    each(|| first_value(samples::id).over(all()), &ids([1, 1, 1, 1, 1, 6, 6, 6, 6, 6, 11, 11, 13]));
    each(
        || last_value(samples::id).over(all()),
        &ids([5, 5, 5, 5, 5, 10, 10, 10, 10, 10, 12, 12, 13]),
    );
    each(
        || last_value(samples::id).over(by_team()),
        &ids([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]),
    );
    each(|| first_value(samples::id).over(two()), &ids([1, 1, 2, 3, 4, 6, 6, 7, 8, 9, 11, 11, 13]));
    each(|| nth_value(samples::id, 2).over(two()), &ids([0, 2, 3, 4, 5, 0, 7, 8, 9, 10, 0, 12, 0]));
    each(|| nth_value(samples::id, 4).over(all()), &ids([4, 4, 4, 4, 4, 9, 9, 9, 9, 9, 0, 0, 0]));
}

/// Where a function has no use for an order or a frame, every engine leaves it alone.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn windows_that_do_not_matter() {
    let no_order = || window().partition_by(samples::team);
    each(|| rank().over(no_order()), &[1; 13]);
    each(|| dense_rank().over(window()), &[1; 13]);
    each(|| percent_rank().over(window()), &[0.0; 13]);
    each(|| cume_dist().over(no_order()), &[1.0; 13]);
    let framed = || by_team().rows_between(Bound::preceding(1), Bound::following(1));
    each(|| row_number().over(framed()), &[1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 1]);
    each(|| rank().over(framed()), &[1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2, 1]);
    each(|| lag_or(samples::id, 1, 0).over(framed()), &[0, 1, 2, 3, 4, 0, 6, 7, 8, 9, 0, 11, 0]);
    each(|| ntile(2).over(framed()), &[1, 1, 1, 2, 2, 1, 1, 1, 2, 2, 1, 2, 1]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn windows_by_name() {
    let of = |value: Expr<BigInt>| {
        select((samples::id, value))
            .from(samples::table)
            .filter(samples::team.le(2))
            .window("teams", window().partition_by(samples::team))
            .window("ordered", window().based_on("teams").order_by(samples::id.desc()))
            .window(
                "framed",
                window()
                    .based_on("ordered")
                    .rows_between(Bound::preceding(1), Bound::current_row()),
            )
            .order_by(samples::id)
    };
    let hold = |value: fn() -> Expr<BigInt>, expected: [i64; 10]| {
        let rows: Vec<(i32, i64)> = (1..).zip(expected).collect();
        same_rows(set_up, &of(value()), &rows);
    };
    let down = [5, 4, 3, 2, 1, 5, 4, 3, 2, 1];
    hold(|| rank().over("teams"), [1; 10]);
    hold(|| rank().over("ordered"), down);
    hold(|| rank().over("framed"), down);
    hold(|| row_number().over(window().based_on("ordered")), down);
    hold(|| dense_rank().over(window().based_on("ordered")), down);
    hold(|| rank().over(window().based_on("teams").order_by(samples::id.desc())), down);
    hold(|| count_star().over("framed"), [2, 2, 2, 2, 1, 2, 2, 2, 2, 1]);
    hold(|| count_star().over("teams"), [5; 10]);
    hold(
        || {
            count_star().over(
                window()
                    .based_on("ordered")
                    .rows_between(Bound::current_row(), Bound::following(1)),
            )
        },
        [1, 2, 2, 2, 2, 1, 2, 2, 2, 2],
    );
}

#[test]
fn windows_that_no_engine_takes() {
    let of = |value: Expr<BigInt>| {
        select(value)
            .from(samples::table)
            .window("w", window().partition_by(samples::team).order_by(samples::id))
            .window("f", window().rows_between(Bound::preceding(1), Bound::current_row()))
    };
    refused(&of(rank().over("v")), ALL, "a window of the name v");
    refused(&of(rank().over(window().based_on("v"))), ALL, "a window of the name v");
    refused(&of(count_star().over(window().based_on("f"))), ALL, "based on one with a frame");
    refused(
        &of(count_star().over(window().based_on("w").order_by(samples::n))),
        ALL,
        "based on an ordered one",
    );
    refused(
        &of(count_star().over(window().based_on("w").partition_by(samples::n))),
        ALL,
        "PARTITION BY in a window based on another",
    );
    refused(&of(count_star().expr()).window("W", window()), ALL, "is given twice");
    refused(&select(ntile(0).over(window())).from(samples::table), ALL, "counts from 1");
    refused(&select(nth_value(samples::id, 0).over(window())).from(samples::table), ALL, "counts");
}

/// A default is of the type of what it stands for.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn defaults_of_each_type() {
    let day = |day| chrono::NaiveDate::from_ymd_opt(2024, 2, day).unwrap();
    let price = |text: &str| text.parse::<rust_decimal::Decimal>().unwrap();
    let query = select((
        lag_or(samples::day, 1, day(29)).over(by_team()),
        lead_or(samples::price, 1, price("0.50")).over(by_team()),
        lag_or(samples::flag, 1, true).over(by_team()),
        lead_or(samples::y, 1, 0.25).over(by_team()),
        lag_or(samples::big, 1, None::<i64>).over(by_team()),
        lag_or(samples::big, 1, i64::MIN).over(by_team()),
    ))
    .from(samples::table)
    .filter(samples::team.eq(4).or(samples::id.le(2)))
    .order_by(samples::id);
    let known = Some(i64::MAX - 5);
    let expected = [
        (Some(day(29)), Some(price("-3.25")), Some(true), Some(3.0), None, Some(i64::MIN)),
        (Some(day(1)), Some(price("0.50")), Some(true), Some(0.25), known, known),
        (Some(day(29)), Some(price("0.50")), Some(true), Some(0.25), None, Some(i64::MIN)),
    ];
    same_rows(set_up, &query, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn conditions_inside_conditions() {
    let first = || row_number().over(window().order_by(samples::id)).eq(1);
    let unknown = || null::<Boolean>();
    let small = || samples::id.lt(3);
    let chosen = |condition: Expr<Nullable<Boolean>>| {
        case::<Integer>()
            .when(condition.clone().is_true(), 1)
            .when(condition.is_null(), 2)
            .otherwise(0)
    };
    let q = select((
        chosen(first().and(small()).or(samples::id.lt(0)).nullable()),
        chosen(first().or(unknown()).and(small().nullable())),
        chosen(not(first().or(unknown()).and(small().nullable()))),
        chosen(first().and(unknown()).or(unknown())),
    ));
    let q = q.from(samples::table).filter(samples::id.le(3)).order_by(samples::id);
    same_rows(set_up, &q, &[(1, 1, 0, 2), (0, 2, 2, 2), (0, 0, 1, 2)]);
}
