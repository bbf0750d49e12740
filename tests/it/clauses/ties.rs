//! DISTINCT ON, QUALIFY, WITH TIES.

use aludel::prelude::*;

use super::{every_dialect, nothing, scores, set_up, some};
use crate::engines::{on_all_engines, same_rows};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn distinct_on_keeps_the_first_of_each() {
    let best = select((scores::team, scores::player))
        .distinct_on(scores::team)
        .from(scores::table)
        .order_by((
            scores::team.asc().nulls_last(),
            scores::points.desc().nulls_last(),
            scores::id.asc(),
        ));
    let first = [
        (some("blau"), "Dörte".to_owned()),
        (some("red"), "Ann".to_owned()),
        (None, String::new()),
    ];
    same_rows(set_up, &best, &first);
    same_rows(set_up, &best.clone().limit(1).offset(1), &first[1..2]);
    same_rows(set_up, &best.filter(scores::id.lt(0)), &[]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn distinct_on_is_sorted_as_the_query_says() {
    // Nothing of ORDER BY is what the rows are told apart by.
    let by_points = select((scores::id, scores::points.label("p")))
        .distinct_on(scores::team)
        .from(scores::table)
        .order_by((scores::points.desc().nulls_last(), scores::id.desc()));
    same_rows(set_up, &by_points, &[(4, Some(9)), (6, Some(7)), (2, Some(7))]);
    let by_label = by_points.unordered().order_by(column::<Integer>("p").asc().nulls_first());
    let by_label = by_label.order_by(scores::id.asc());
    same_rows(set_up, &by_label, &[(5, None), (7, None), (3, Some(-3))]);
    // A key with a parameter, and one that is computed.
    let by_parity = select(scores::id)
        .distinct_on(scores::id % 2)
        .from(scores::table)
        .order_by(((scores::id % 2).desc(), scores::id.desc()));
    same_rows(set_up, &by_parity, &[7, 6]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn distinct_on_of_groups() {
    let biggest = select((scores::points, scores::team, count_star()))
        .distinct_on(scores::points)
        .from(scores::table)
        .filter(scores::points.ge(0))
        .group_by((scores::points, scores::team))
        .order_by((scores::points.asc(), count_star().desc()));
    same_rows(set_up, &biggest, &[(Some(7), some("red"), 2), (Some(9), some("blau"), 1)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn distinct_on_in_other_queries() {
    let first = select(scores::id)
        .distinct_on(scores::team)
        .from(scores::table)
        .order_by((scores::team.asc().nulls_first(), scores::id.asc()));
    let q = select(count_star()).from(scores::table).filter(scores::id.in_(first.clone()));
    same_rows(set_up, &q, &[3]);
    let d = first.clone().alias("d");
    let q = select(sum(d.get(scores::id)));
    same_rows(set_up, &q.from(d), &[Some(6 + 4 + 1)]);
    let all = select(scores::all).distinct_on(scores::points).from(scores::table);
    let q = all.filter(scores::points.eq(9)).order_by(scores::points);
    same_rows(set_up, &q, &[(4, some("blau"), "Dörte".to_owned(), Some(9))]);
    let both = first.union(select(val::<BigInt>(99)));
    same_rows(set_up, &both.order_by(scores::id.desc()).limit(2), &[99, 6]);
}

fn place() -> Expr<BigInt> {
    row_number().over(
        window()
            .partition_by(scores::team)
            .order_by((scores::points.desc().nulls_last(), scores::id.asc())),
    )
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn qualify_filters_by_a_window() {
    let second = select((scores::player, scores::points))
        .from(scores::table)
        .qualify(place().eq(2))
        .order_by(scores::id.desc());
    let rows = [("Fay".to_owned(), None), ("Eve".to_owned(), None), ("Bob".to_owned(), Some(7))];
    same_rows(set_up, &second, &rows);
    same_rows(set_up, &second.limit(1).offset(1), &rows[1..2]);
    let labeled = select((scores::id, place().label("place")))
        .from(scores::table)
        .qualify(column::<BigInt>("place").le(1).and(scores::points.is_not_null()))
        .order_by(column::<BigInt>("id").asc());
    same_rows(set_up, &labeled, &[(1, 1), (4, 1), (6, 1)]);
    let distinct = select(scores::points)
        .distinct()
        .from(scores::table)
        .qualify(count_star().over(window().partition_by(scores::points)).gt(1))
        .order_by(scores::points.asc().nulls_first());
    same_rows(set_up, &distinct, &[None, Some(7)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn qualify_of_groups() {
    let q = select((scores::team, count_star().label("n")))
        .from(scores::table)
        .group_by(scores::team)
        .qualify(rank().over(window().order_by(count_star().desc())).gt(1))
        .order_by((column::<BigInt>("n").desc(), scores::team.asc().nulls_last()));
    same_rows(set_up, &q, &[(some("blau"), 2), (None, 2)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn ties_come_with_the_last_row() {
    let by_points = select(scores::points)
        .from(scores::table)
        .filter(scores::points.is_not_null())
        .order_by(scores::points.desc());
    same_rows(set_up, &by_points.clone().limit_with_ties(1), &[Some(9)]);
    same_rows(set_up, &by_points.clone().limit_with_ties(2), &[Some(9), Some(7), Some(7), Some(7)]);
    same_rows(
        set_up,
        &by_points.clone().limit_with_ties(3).offset(2),
        &[Some(7), Some(7), Some(-3)],
    );
    same_rows(set_up, &by_points.clone().limit_with_ties(0), &[]);
    same_rows(set_up, &by_points.clone().limit_with_ties(0).offset(2), &[]);
    same_rows(set_up, &by_points.clone().limit_with_ties(99).offset(4), &[Some(-3)]);
    same_rows(set_up, &by_points.clone().distinct().limit_with_ties(2), &[Some(9), Some(7)]);
    let nulls = select(scores::points).from(scores::table);
    let nulls = nulls.order_by(scores::points.asc().nulls_first()).limit_with_ties(1);
    same_rows(set_up, &nulls, &[None, None]);
    let huge = select(nothing::id).from(nothing::table).order_by(nothing::id);
    same_rows(set_up, &huge.limit_with_ties(i64::MAX as u64).offset(5), &[]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn ties_of_groups_and_expressions() {
    let q = select((scores::team, count_star().label("n")))
        .from(scores::table)
        .group_by(scores::team)
        .order_by(column::<BigInt>("n").asc())
        .limit_with_ties(1);
    on_all_engines(|db| {
        set_up(db);
        let mut rows = db.fetch_all(&q);
        rows.sort();
        assert_eq!(rows, [(None, 2), (some("blau"), 2)], "on {}", db.name);
    });
    let q = select(scores::id % 2).from(scores::table).order_by((scores::id % 2).asc());
    same_rows(set_up, &q.limit_with_ties(2), &[0i64, 0, 0]);
}

#[test]
fn ties_need_an_order() {
    let q = select(scores::id).from(scores::table).limit_with_ties(1);
    for dialect in every_dialect() {
        assert!(matches!(q.compile(dialect), Err(CompileError::Empty { .. })));
    }
}
