//! ROLLUP, CUBE, GROUPING SETS and GROUPING.

use aludel::prelude::*;

use super::{every_dialect, nothing, scores, set_up, some};
use crate::engines::same_rows;

type Total = (Nullable<VarChar<20>>, Integer, BigInt, Nullable<BigInt>);

fn totals() -> Select<Total> {
    select((scores::team, grouping(scores::team), count_star(), sum(scores::points)))
        .from(scores::table)
        .order_by((grouping(scores::team), scores::team.asc().nulls_last()))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_rollup_tells_a_null_key_from_a_total() {
    same_rows(
        set_up,
        &totals().group_by_rollup(scores::team),
        &[
            (some("blau"), 0, 2, Some(9)),
            (some("red"), 0, 3, Some(11)),
            (None, 0, 2, Some(7)),
            (None, 1, 7, Some(27)),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_total_of_nothing_is_a_row() {
    let of_nothing = select((nothing::team, count_star(), sum(nothing::points)))
        .from(nothing::table)
        .group_by_rollup(nothing::team);
    same_rows(set_up, &of_nothing, &[(None, 0, None)]);
    let no_aggregate = select(nothing::team).from(nothing::table).group_by_cube(nothing::team);
    same_rows(set_up, &no_aggregate, &[None]);
    let by_nothing = select(grouping(nothing::id)).from(nothing::table).group_by_sets([
        grouping_set(()),
        grouping_set(nothing::id),
        grouping_set(()),
    ]);
    same_rows(set_up, &by_nothing, &[1, 1]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rollup_of_two_keys() {
    let q = select((
        scores::team,
        scores::points,
        grouping((scores::team, scores::points)),
        count_star(),
    ))
    .from(scores::table)
    .filter(scores::team.is_not_null())
    .group_by_rollup((scores::team, scores::points))
    .order_by((
        scores::team.asc().nulls_last(),
        grouping((scores::team, scores::points)),
        scores::points.asc().nulls_first(),
    ));
    same_rows(
        set_up,
        &q,
        &[
            (some("blau"), None, 0, 1),
            (some("blau"), Some(9), 0, 1),
            (some("blau"), None, 1, 2),
            (some("red"), Some(-3), 0, 1),
            (some("red"), Some(7), 0, 2),
            (some("red"), None, 1, 3),
            (None, None, 3, 5),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn cubes_sets_and_products() {
    let odd = (scores::id % 2).nullable().label("odd");
    let number = grouping((scores::id % 2, scores::team));
    let cube = select((number.clone().label("g"), count_star()))
        .from(scores::table)
        .group_by_cube((scores::id % 2, scores::team))
        .having(count_star().ge(3))
        .order_by((column::<Integer>("g"), ordinal(2)));
    same_rows(set_up, &cube, &[(1, 3), (1, 4), (2, 3), (3, 7)]);
    let sets = select((odd, scores::team, count_star()))
        .from(scores::table)
        .group_by_sets([grouping_set(scores::id % 2), grouping_set(scores::team)])
        .order_by((number, ordinal(1), ordinal(3).desc(), ordinal(2)))
        .limit(3);
    same_rows(set_up, &sets, &[(Some(0i64), None, 3), (Some(1), None, 4), (None, some("red"), 3)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn groups_and_sets_multiply() {
    let q = select((scores::points, scores::team, count_star()))
        .from(scores::table)
        .filter(scores::points.eq(7))
        .group_by(scores::points)
        .group_by_rollup(scores::team)
        .order_by((grouping(scores::team), scores::team.asc().nulls_first()));
    same_rows(set_up, &q, &[(Some(7), None, 1), (Some(7), some("red"), 2), (Some(7), None, 3)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_follows_grouping_is_of_all_sets() {
    let by_team = || totals().group_by_rollup(scores::team);
    let having = by_team().having(grouping(scores::team).eq(1).or(sum(scores::points).gt(9)));
    same_rows(set_up, &having, &[(some("red"), 0, 3, Some(11)), (None, 1, 7, Some(27))]);
    // A window over the groups, of all sets together.
    let share = select((
        scores::team,
        rank().over(window().order_by(count_star().desc())),
        sum(count_star()).over(window()),
    ))
    .from(scores::table)
    .group_by_rollup(scores::team)
    .order_by((ordinal(2), scores::team.asc().nulls_last()));
    same_rows(
        set_up,
        &share,
        &[
            (None, 1, Some(14)),
            (some("red"), 2, Some(14)),
            (some("blau"), 3, Some(14)),
            (None, 3, Some(14)),
        ],
    );
    let distinct = select(count_star())
        .distinct()
        .from(scores::table)
        .group_by_rollup(scores::team)
        .order_by(ordinal(1));
    same_rows(set_up, &distinct, &[2, 3, 7]);
    let with = cte("some", select((scores::team, scores::id)).from(scores::table));
    let of_cte = select((with.get(scores::team), count_star()))
        .from(with.table())
        .group_by_rollup(with.get(scores::team))
        .order_by(ordinal(2).desc())
        .limit(1)
        .with(with);
    same_rows(set_up, &of_cte, &[(None, 7)]);
}

type Level = (Nullable<VarChar<20>>, Nullable<Integer>, Nullable<BigInt>, Integer, BigInt);
type LevelRow = (Option<String>, Option<i32>, Option<i64>, i32, i64);

/// Of five scores with a team, so that the sets are few.
fn levels() -> Select<Level> {
    let odd = || scores::id % 2;
    let number = || grouping((scores::team, scores::points, odd()));
    select((scores::team, scores::points, odd().nullable(), number(), count_star()))
        .from(scores::table)
        .filter(scores::team.is_not_null())
        .order_by((
            number(),
            scores::team.asc().nulls_last(),
            scores::points.asc().nulls_first(),
            ordinal(3),
        ))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_element_of_several_is_there_as_a_whole() {
    let (red, blau) = (|| some("red"), || some("blau"));
    let of_three = [
        (blau(), None, Some(1), 0, 1),
        (blau(), Some(9), Some(0), 0, 1),
        (red(), Some(-3), Some(1), 0, 1),
        (red(), Some(7), Some(0), 0, 1),
        (red(), Some(7), Some(1), 0, 1),
    ];
    let of_two = [
        (blau(), None, None, 1, 1),
        (blau(), Some(9), None, 1, 1),
        (red(), Some(-3), None, 1, 1),
        (red(), Some(7), None, 1, 2),
    ];
    let of_one = [(None, None, Some(0), 6, 2), (None, None, Some(1), 6, 3)];
    let all = [(None, None, None, 7, 5)];
    let rows = |parts: &[&[LevelRow]]| parts.concat();
    let pair = || (scores::team, scores::points);
    let odd = || scores::id % 2;
    let rollup = levels().group_by_rollup((pair(), odd()));
    same_rows(set_up, &rollup, &rows(&[&of_three, &of_two, &all]));
    let cube = levels().group_by_cube((pair(), odd()));
    same_rows(set_up, &cube, &rows(&[&of_three, &of_two, &of_one, &all]));
    // One element; and a product of two lists.
    let whole = levels().group_by_rollup(((pair(), odd()),));
    same_rows(set_up, &whole, &rows(&[&of_three, &all]));
    let product = levels().group_by_cube((pair(),)).group_by_rollup(vec![odd()]);
    same_rows(set_up, &product, &rows(&[&of_three, &of_two, &of_one, &all]));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn elements_may_have_expressions_in_common() {
    let number = || grouping((scores::team, scores::points));
    let q = select((number(), count_star()))
        .from(scores::table)
        .filter(scores::team.is_not_null())
        .order_by((number(), ordinal(2)));
    let pair = (scores::team, scores::points);
    let cube = q.clone().group_by_cube((pair, scores::points));
    let pairs = [(0, 1), (0, 1), (0, 1), (0, 1), (0, 1), (0, 1), (0, 2), (0, 2)];
    let points = [(2, 1), (2, 1), (2, 1), (2, 2), (3, 5)];
    same_rows(set_up, &cube, &[&pairs[..], &points].concat());
    let rollup = q.group_by_rollup((scores::points, (scores::points, scores::team)));
    same_rows(set_up, &rollup, &[&pairs[3..6], &pairs[7..], &points].concat());
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn having_of_all_rows_as_one_group() {
    let of = |having: Condition| select(val::<Integer>(5)).from(scores::table).having(having);
    same_rows(set_up, &of(count_star().gt(3)), &[5]);
    same_rows(set_up, &of(count_star().gt(7)), &[]);
    same_rows(set_up, &of(max(scores::points).eq(9)), &[5]);
    same_rows(set_up, &of(max(scores::points).is_null()), &[]);
    same_rows(set_up, &of(sum(scores::points).gt(100).or(literal::<Boolean>(true))), &[5]);
    same_rows(set_up, &of(literal::<Boolean>(false).nullable()), &[]);
    same_rows(set_up, &of(null::<Boolean>().eq(true)), &[]);
    // No row is a group too.
    let of_nothing = |having: Condition| {
        select((null::<Text>().label("none"), literal::<Text>("a").label("word")))
            .from(nothing::table)
            .having(having)
    };
    let one = [(None, "a".to_owned())];
    same_rows(set_up, &of_nothing(count_star().eq(0)), &one);
    same_rows(set_up, &of_nothing(max(nothing::points).is_null()), &one);
    same_rows(set_up, &of_nothing(count_star().gt(0)), &[]);
    let none = of(count_star().eq(0)).filter(scores::id.gt(99));
    same_rows(set_up, &none, &[5]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn having_of_all_rows_beside_other_clauses() {
    let five = || literal::<Integer>(2) + literal::<Integer>(3);
    let many = || select(five().label("five")).from(scores::table).having(count_star().gt(3));
    same_rows(set_up, &many().order_by(column::<Integer>("five")).limit(2), &[5]);
    same_rows(set_up, &many().distinct().order_by(five()), &[5]);
    same_rows(set_up, &many().limit(0), &[]);
    same_rows(set_up, &many().offset(1), &[]);
    same_rows(set_up, &many().order_by(max(scores::points).desc().nulls_last()), &[5]);
    same_rows(set_up, &many().order_by(ordinal(1)).limit_with_ties(1), &[5]);
    same_rows(set_up, &many().union(many()), &[5]);
    same_rows(set_up, &select(many().scalar()), &[Some(5)]);
    let there = select(scores::id).from(scores::table).filter(exists(many())).order_by(scores::id);
    same_rows(set_up, &there.limit(2), &[1, 2]);
    let derived = many().alias("d");
    let from = select(derived.column::<Integer>("five") * 2).from(derived);
    same_rows(set_up, &from, &[10]);
    let ranked = select((row_number().over(window()), sum(count_star()).over(window())))
        .from(scores::table)
        .having(count_star().gt(3));
    same_rows(set_up, &ranked, &[(1, Some(7))]);
    let best = select(select(max(scores::id)).from(scores::table).scalar())
        .from(nothing::table)
        .having(count_star().eq(0));
    same_rows(set_up, &best, &[Some(7)]);
}

#[test]
fn what_cannot_be_grouped_is_told() {
    let user = table("users");
    let name = || user.column::<Text>("name");
    let random = select(count_star())
        .from(table("users"))
        .filter(sql!(Boolean, "random() > {}", 0))
        .group_by_rollup(name());
    let many = (0..7).map(|n| user.column::<Text>(format!("c{n}"))).collect::<Vec<_>>();
    let cube = select(count_star()).from(table("users")).group_by_cube(many);
    for dialect in every_dialect() {
        // A column that ROLLUP makes NULL, selected as if it never were.
        let q = select(scores::id).from(scores::table).group_by_rollup(scores::id);
        assert!(matches!(q.compile(dialect), Err(CompileError::NullableGroup { .. })));
        assert!(q.select(scores::id.nullable()).compile(dialect).is_ok());
        // One key does not determine other columns where some rows are not grouped by it.
        let q = select(scores::player).from(scores::table).group_by_rollup(scores::id);
        assert!(matches!(q.compile(dialect), Err(CompileError::NotGrouped { .. })));
        let q = select(grouping(scores::team)).from(scores::table).group_by_rollup(scores::id);
        assert!(matches!(q.compile(dialect), Err(CompileError::NotGrouped { .. })));
        let q = select(grouping(scores::team)).from(scores::table);
        assert!(matches!(q.compile(dialect), Err(CompileError::NotGrouped { .. })));
        let q = select(count_star()).from(scores::table).group_by(count_star());
        assert!(matches!(q.compile(dialect), Err(CompileError::Misplaced { .. })));
        let empty = select(count_star()).from(scores::table);
        let empty = [empty.clone().group_by_rollup(((), scores::id)), empty.group_by_cube(((),))];
        for q in &empty {
            assert!(matches!(q.compile(dialect), Err(CompileError::Empty { .. })));
        }
        if dialect.name() != "PostgreSQL" {
            for q in [&random, &cube] {
                assert!(matches!(q.compile(dialect), Err(CompileError::Unsupported { .. })));
            }
        }
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn having_tells_keys_of_one_name_apart() {
    let (a, b) = (scores::alias("a"), scores::alias("b"));
    let q = select(count_star())
        .from(a)
        .join(b, a.points.lt(b.points))
        .group_by((a.points, b.points))
        .having(b.points.gt(a.points + 5))
        .order_by(b.points);
    same_rows(set_up, &q, &[3, 1]);
}
