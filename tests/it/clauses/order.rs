//! ORDER BY and HAVING by labels, positions and what is computed from them.

use aludel::prelude::*;

use super::{every_dialect, scores, set_up, some};
use crate::engines::same_rows;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn positions() {
    let q = select((scores::points, scores::id)).from(scores::table).filter(scores::id.le(3));
    let sorted = q.clone().order_by((ordinal(1).desc(), ordinal(2).desc()));
    same_rows(set_up, &sorted, &[(Some(7), 2), (Some(7), 1), (Some(-3), 3)]);
    let q = select(scores::points).from(scores::table).filter(scores::id.ge(4));
    let nulls = q.order_by(ordinal(1).asc().nulls_last());
    same_rows(set_up, &nulls, &[Some(7), Some(9), None, None]);
    let grouped = select((scores::id % 3, count_star()))
        .from(scores::table)
        .group_by(ordinal(1))
        .order_by((ordinal(2).desc(), ordinal(1)));
    same_rows(set_up, &grouped, &[(1i64, 3), (0, 2), (2, 2)]);
    let both = select(scores::points)
        .from(scores::table)
        .union(select(null::<Integer>()))
        .order_by(ordinal(1).desc().nulls_first());
    same_rows(set_up, &both, &[None, Some(9), Some(7), Some(-3)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_number_is_no_position() {
    // Each row has the same key: what decides is the second.
    let q = select(scores::id)
        .from(scores::table)
        .order_by((literal::<Integer>(2).desc(), scores::id.desc()))
        .limit(2);
    same_rows(set_up, &q, &[7, 6]);
    let q = select(count_star()).from(scores::table).group_by(literal::<Integer>(9));
    same_rows(set_up, &q, &[7]);
    let q = select(scores::id).from(scores::table).order_by(val::<Integer>(2)).limit(1);
    for dialect in every_dialect() {
        let sql = q.to_sql_inline(dialect).unwrap();
        assert!(sql.contains("ORDER BY COALESCE(2, NULL)"), "{sql}");
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn labels_alone_and_inside_expressions() {
    let q = select((scores::id, (scores::points * 2).label("twice"))).from(scores::table);
    let twice = || column::<Nullable<Integer>>("twice");
    let alone = q.clone().order_by((twice().desc().nulls_last(), scores::id)).limit(2);
    same_rows(set_up, &alone, &[(4, Some(18)), (1, Some(14))]);
    let inside = q.order_by((coalesce(twice() + 1, 0).desc(), scores::id.desc())).limit(3);
    same_rows(set_up, &inside, &[(4, Some(18)), (6, Some(14)), (2, Some(14))]);
    let groups = select((scores::team, count_star().label("n"), sum(scores::points).label("s")))
        .from(scores::table)
        .group_by(scores::team)
        .having(column::<BigInt>("n").ge(2))
        .order_by((column::<Nullable<BigInt>>("s") - column::<BigInt>("n")).desc());
    same_rows(
        set_up,
        &groups,
        &[(some("red"), 3, Some(11)), (some("blau"), 2, Some(9)), (None, 2, Some(7))],
    );
    let by_label = select(((scores::id % 2).label("odd"), count_star()))
        .from(scores::table)
        .group_by(column::<BigInt>("odd"))
        .order_by(column::<BigInt>("odd"));
    same_rows(set_up, &by_label, &[(0i64, 3), (1, 4)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn nulls_of_what_is_computed() {
    let by_team = || {
        select((scores::team, sum(scores::points).label("s")))
            .from(scores::table)
            .filter(scores::points.is_null().or(scores::id.eq(4)))
            .group_by(scores::team)
    };
    let rows = [(some("blau"), Some(9)), (None, None)];
    let s = || column::<Nullable<BigInt>>("s");
    same_rows(set_up, &by_team().order_by(s().asc().nulls_last()), &rows);
    same_rows(set_up, &by_team().order_by(sum(scores::points).asc().nulls_last()), &rows);
    same_rows(set_up, &by_team().order_by(ordinal(2).asc().nulls_last()), &rows);
    let with_total = by_team().group_by_rollup(scores::id / 100);
    same_rows(set_up, &with_total.order_by(s().asc().nulls_last()).limit(1), &rows[..1]);
    let before = || lag(scores::points, 1).over(window().order_by(scores::id));
    let windowed = || select((scores::id, before().label("b"))).from(scores::table);
    let b = || column::<Nullable<Integer>>("b");
    for q in [
        windowed().order_by((b().asc().nulls_first(), scores::id)),
        windowed().order_by((before().asc().nulls_first(), scores::id)),
        windowed().order_by((ordinal(2).asc().nulls_first(), ordinal(1))),
    ] {
        same_rows(set_up, &q.limit(3), &[(1, None), (6, None), (4, Some(-3))]);
    }
    let next = || scores::points + 1;
    let distinct = select(next()).distinct().from(scores::table);
    let grouped = select(next()).from(scores::table).group_by(next());
    for q in [distinct, grouped] {
        let sorted = [Some(-2), Some(8), Some(10), None];
        same_rows(set_up, &q.clone().order_by(next().asc().nulls_last()), &sorted);
        same_rows(set_up, &q.clone().order_by(ordinal(1).asc().nulls_last()), &sorted);
        let first = q.order_by(next().desc().nulls_first()).limit(2);
        same_rows(set_up, &first, &[None, Some(10)]);
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn named_windows_with_frames() {
    let q = select((
        scores::id,
        sum(scores::id).over("w"),
        sum(scores::id)
            .over(window().based_on("w").rows_between(Bound::preceding(1), Bound::current_row())),
        count_star().over(window().based_on("p").order_by(scores::id)),
    ))
    .from(scores::table)
    .filter(scores::id.le(4))
    .window("w", window().order_by(scores::id))
    .window("p", window().partition_by(scores::team))
    .order_by(scores::id);
    same_rows(
        set_up,
        &q,
        &[
            (1, Some(1), Some(1), 1),
            (2, Some(3), Some(3), 2),
            (3, Some(6), Some(5), 3),
            (4, Some(10), Some(7), 1),
        ],
    );
}

#[test]
fn what_cannot_be_sorted_by_is_told() {
    let q = select(scores::id).from(scores::table);
    for dialect in every_dialect() {
        for number in [0, 2] {
            let sorted = q.clone().order_by(ordinal(number));
            assert!(matches!(sorted.compile(dialect), Err(CompileError::Misplaced { .. })));
            let grouped = q.clone().group_by(ordinal(number));
            assert!(grouped.compile(dialect).is_err());
        }
        let elsewhere = q.clone().filter(ordinal(1).eq(Value::from(1)));
        assert!(matches!(elsewhere.compile(dialect), Err(CompileError::Misplaced { .. })));
        let random = select(sql!(Double, "random()").label("r")).from(scores::table);
        let twice = random.order_by(column::<Double>("r") * 2.0);
        assert!(matches!(twice.compile(dialect), Err(CompileError::Unsupported { .. })));
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn offset_skips_the_one_row_of_distinct_constants() {
    let of = |expr: Expr<BigInt>| select(expr).from(scores::table).distinct();
    for q in [of(literal::<BigInt>(7)), of(coalesce(null::<BigInt>(), 7))] {
        same_rows(set_up, &q.clone().limit(5), &[7]);
        same_rows(set_up, &q.limit(5).offset(1), &[]);
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn distinct_rows_of_windows_and_constants() {
    let rank = || rank().over(window().order_by(scores::team.asc().nulls_last()));
    let known = select(rank().is_null()).from(scores::table).distinct();
    same_rows(set_up, &known, &[Some(false)]);
    let few = select(rank()).from(scores::table).distinct().order_by(rank().desc()).limit(2);
    same_rows(set_up, &few, &[6, 3]);
    let three = || literal::<BigInt>(-3);
    let first = select((three(), scores::id))
        .from(scores::table)
        .distinct_on(three())
        .order_by((three(), scores::id.desc()));
    same_rows(set_up, &first, &[(-3, 7)]);
    let counts = select(count_star())
        .from(scores::table)
        .group_by(scores::team)
        .distinct()
        .order_by(count_star().desc().nulls_last());
    same_rows(set_up, &counts, &[3, 2]);
    let distinct = count_distinct(scores::player).expr() + 1;
    let ones = select(distinct).from(scores::table).group_by(scores::id).distinct();
    same_rows(set_up, &ones, &[2i64]);
}
