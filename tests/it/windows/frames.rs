//! Frames: rows, distances, groups, days.

use aludel::query::{FrameExclude, Window};

use super::*;

/// The ids of the rows in the frame of each row, as their sum and their number.
#[track_caller]
fn framed(window: impl Fn() -> Window, expected: [(Option<i64>, i64); 13]) {
    let query = || select((sum(samples::id).over(window()), count_star().over(window())));
    let query = query().from(samples::table).order_by(samples::id);
    same_rows(set_up, &query, &expected);
}

fn by_id() -> Window {
    window().partition_by(samples::team).order_by(samples::id)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows() {
    let none = (None, 0);
    let some = |sum: i64, count| (Some(sum), count);
    framed(
        || by_id().rows_between(Bound::preceding(2), Bound::preceding(1)),
        [
            none,
            some(1, 1),
            some(3, 2),
            some(5, 2),
            some(7, 2),
            none,
            some(6, 1),
            some(13, 2),
            some(15, 2),
            some(17, 2),
            none,
            some(11, 1),
            none,
        ],
    );
    framed(
        || by_id().rows_between(Bound::following(1), Bound::unbounded_following()),
        [
            some(14, 4),
            some(12, 3),
            some(9, 2),
            some(5, 1),
            none,
            some(34, 4),
            some(27, 3),
            some(19, 2),
            some(10, 1),
            none,
            some(12, 1),
            none,
            none,
        ],
    );
    framed(
        || by_id().rows_between(Bound::current_row(), Bound::current_row()),
        std::array::from_fn(|id| some(id as i64 + 1, 1)),
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn distances() {
    let some = |sum: i64, count| (Some(sum), count);
    // n is 5, -3, 5, 0, MAX, NULL, 7, 2, MIN, NULL, NULL, NULL, 12.
    let nulls = some(6 + 10 + 11 + 12, 4);
    framed(
        || window().order_by(samples::n).range_between(Bound::preceding(3), Bound::following(2)),
        [
            some(1 + 3 + 7 + 8, 4),
            some(2, 1),
            some(1 + 3 + 7 + 8, 4),
            some(2 + 4 + 8, 3),
            some(5, 1),
            nulls,
            some(1 + 3 + 7, 3),
            some(4 + 8, 2),
            some(9, 1),
            nulls,
            nulls,
            nulls,
            some(13, 1),
        ],
    );
    // y is 2, 3, -7.5, 0.2, 2, NULL, NULL, 5, 6.25, 9, NULL, NULL, 4; downwards.
    let nulls = some(6 + 7 + 11 + 12, 4);
    framed(
        || {
            window()
                .order_by(samples::y.desc())
                .range_between(Bound::preceding_value(1.5), Bound::current_row())
        },
        [
            some(1 + 2 + 5, 3),
            some(2 + 13, 2),
            some(3, 1),
            some(4, 1),
            some(1 + 2 + 5, 3),
            nulls,
            nulls,
            some(8 + 9, 2),
            some(9, 1),
            some(10, 1),
            nulls,
            nulls,
            some(13 + 8, 2),
        ],
    );
    // Without a distance, a row comes with its equals.
    framed(
        || {
            window()
                .order_by(samples::team)
                .range_between(Bound::current_row(), Bound::unbounded_following())
        },
        [some(91, 13); 5]
            .into_iter()
            .chain([some(76, 8); 5])
            .chain([some(36, 3); 2])
            .chain([some(13, 1)])
            .collect::<Vec<_>>()
            .try_into()
            .unwrap(),
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn days() {
    let some = |sum: i64, count| (Some(sum), count);
    let nulls = some(6 + 10 + 11 + 12, 4);
    // The day is the id, where there is one.
    framed(
        || {
            window().order_by(samples::day).range_between(
                Bound::preceding_by(2, DateUnit::Day),
                Bound::following_by(1, DateUnit::Day),
            )
        },
        [
            some(1 + 2, 2),
            some(1 + 2 + 3, 3),
            some(1 + 2 + 3 + 4, 4),
            some(2 + 3 + 4 + 5, 4),
            some(3 + 4 + 5, 3),
            nulls,
            some(5 + 7 + 8, 3),
            some(7 + 8 + 9, 3),
            some(7 + 8 + 9, 3),
            nulls,
            nulls,
            nulls,
            some(13, 1),
        ],
    );
    framed(
        || {
            window()
                .order_by(samples::day.desc())
                .range_between(Bound::preceding_by(1, DateUnit::Week), Bound::current_row())
        },
        [
            some(1 + 2 + 3 + 4 + 5 + 7 + 8, 7),
            some(2 + 3 + 4 + 5 + 7 + 8 + 9, 7),
            some(3 + 4 + 5 + 7 + 8 + 9, 6),
            some(4 + 5 + 7 + 8 + 9, 5),
            some(5 + 7 + 8 + 9, 4),
            nulls,
            some(7 + 8 + 9 + 13, 4),
            some(8 + 9 + 13, 3),
            some(9 + 13, 2),
            nulls,
            nulls,
            nulls,
            some(13, 1),
        ],
    );
    let months = select(
        count_star().over(
            window()
                .order_by(samples::day)
                .range_between(Bound::preceding_by(1, DateUnit::Month), Bound::current_row()),
        ),
    )
    .from(samples::table);
    refused(&months, &["SQLite", "MariaDB"], "a window frame of such an interval");
    for mut db in [Db::postgres(), Db::mysql()] {
        set_up(&mut db);
        let mut counts = db.fetch_all(&months);
        counts.sort();
        assert_eq!(counts, [1, 2, 3, 4, 4, 4, 4, 4, 5, 6, 7, 8, 9], "on {}", db.name);
    }
    // In the WINDOW clause as well.
    let named = select(count_star().over("w"))
        .from(samples::table)
        .window(
            "w",
            window()
                .order_by(samples::day)
                .range_between(Bound::preceding_by(1, DateUnit::Day), Bound::current_row()),
        )
        .filter(samples::team.eq(1))
        .order_by(samples::id);
    same_rows(set_up, &named, &[1, 2, 2, 2, 2]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn groups_and_exclusions() {
    let without = |exclude| {
        let window = by_id().exclude(exclude);
        select(sum(samples::id).over(window)).from(samples::table).order_by(samples::id)
    };
    let groups = select(count_star().over(
        window().order_by(samples::team).groups_between(Bound::preceding(1), Bound::current_row()),
    ))
    .from(samples::table)
    .order_by(samples::id);
    let lacking = &["MySQL", "MariaDB"];
    refused(&groups, lacking, "a window frame of GROUPS");
    refused(&without(FrameExclude::CurrentRow), lacking, "EXCLUDE");
    for mut db in [Db::sqlite(), Db::postgres()] {
        set_up(&mut db);
        assert_eq!(db.fetch_all(&groups), [5, 5, 5, 5, 5, 10, 10, 10, 10, 10, 7, 7, 3]);
        // Whether the frame was said before or not.
        let before: [i64; 13] = [0, 1, 3, 6, 10, 0, 6, 13, 21, 30, 0, 11, 0];
        let before = before.map(|sum| (sum > 0).then_some(sum));
        assert_eq!(db.fetch_all(&without(FrameExclude::CurrentRow)), before);
        let rows = by_id()
            .exclude(FrameExclude::CurrentRow)
            .rows_between(Bound::unbounded_preceding(), Bound::current_row());
        let rows = select(sum(samples::id).over(rows)).from(samples::table).order_by(samples::id);
        assert_eq!(db.fetch_all(&rows), before);
    }
}

#[test]
fn frames_that_no_engine_takes() {
    let of = |window: Window| select(count_star().over(window)).from(samples::table);
    let range =
        |window: Window| of(window.range_between(Bound::preceding(1), Bound::current_row()));
    let day = || Bound::preceding_by(1, DateUnit::Day);
    refused(&range(window()), ALL, "one key of order");
    refused(&range(window().order_by((samples::id, samples::n))), ALL, "one key of order");
    refused(&range(window().order_by(samples::day)), ALL, "of another kind");
    refused(&range(window().order_by(samples::word)), ALL, "of another kind");
    let by_day = window().order_by(samples::n).range_between(day(), Bound::current_row());
    refused(&of(by_day), ALL, "of another kind");
    let fraction = window()
        .order_by(samples::n)
        .range_between(Bound::preceding_value(0.5), Bound::current_row());
    refused(&of(fraction), ALL, "of another kind");
    let negative = window()
        .order_by(samples::y)
        .range_between(Bound::preceding_value(-0.5), Bound::current_row());
    refused(&of(negative), ALL, "no negative distance");
    let rows_of_days = window().order_by(samples::day).rows_between(day(), Bound::current_row());
    refused(&of(rows_of_days), ALL, "no whole number");
    let groups = window().groups_between(Bound::preceding(1), Bound::current_row());
    refused(&of(groups), ALL, "GROUPS");
    let backwards = window().rows_between(Bound::following(1), Bound::preceding(1));
    refused(&of(backwards), ALL, "ends before it starts");
    let empty = window().rows_between(Bound::current_row(), Bound::preceding(1));
    refused(&of(empty), ALL, "ends before it starts");
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn nulls_stand_where_the_server_has_them_beside_a_distance() {
    let frame = |order: Sort| {
        let near = window().order_by(order).range_between(Bound::preceding(1), Bound::following(1));
        select(count_star().over(near)).from(samples::table).filter(samples::id.le(3))
    };
    let ascending = frame(samples::id.asc().nulls_first()).order_by(samples::id);
    same_rows(set_up, &ascending, &[2, 3, 2]);
    let descending = frame(samples::id.desc().nulls_last()).order_by(samples::id);
    same_rows(set_up, &descending, &[2, 3, 2]);
    refused(&frame(samples::id.asc().nulls_last()), &["MySQL", "MariaDB"], "leave NULLS FIRST");
}
