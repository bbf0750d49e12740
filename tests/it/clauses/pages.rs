//! Counts, limits, and paging by key.

use aludel::prelude::*;

use super::{every_dialect, nothing, scores, set_up, some};
use crate::engines::{Db, on_all_engines, same_rows};

table! {
    teams {
        name: VarChar<20> [primary_key],
        town: Nullable<VarChar<20>>,
    }
}

fn set_up_teams(db: &mut Db) {
    set_up(db);
    db.create(&create_table(teams::table));
    db.execute(
        &insert_into(teams::table)
            .columns((teams::name, teams::town))
            .row(("red", Some("Rom")))
            .row(("blau", None::<&str>)),
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn counts() {
    let all = || select((scores::points, scores::team)).from(scores::table);
    let sorted = all().order_by((scores::points.desc(), scores::id));
    for (query, rows) in [
        (sorted.clone(), 7),
        (sorted.clone().limit(3), 3),
        (sorted.clone().limit(3).offset(5), 2),
        (sorted.offset(6), 1),
        (all().order_by(scores::points.desc().nulls_last()).limit_with_ties(2), 4),
        (all().distinct(), 6),
        (all().distinct_on(scores::team).order_by((scores::team, scores::id)), 3),
        (all().group_by((scores::points, scores::team)), 6),
        (all().group_by((scores::points, scores::team)).having(count_star().gt(1)), 1),
        (all().group_by_rollup((scores::points, scores::team)), 11),
        (all().qualify(row_number().over(window().order_by(scores::id)).le(2)), 2),
        (all().filter(scores::id.lt(0)), 0),
    ] {
        same_rows(set_up, &query.count(), &[rows]);
    }
    // Columns of one name, and of none.
    let twins = select((scores::id, scores::id, scores::id + 1)).from(scores::table).limit(2);
    same_rows(set_up, &twins.count(), &[2]);
    let total = select(sum(scores::points)).from(scores::table);
    same_rows(set_up, &total.clone().count(), &[1]);
    same_rows(set_up, &total.having(count_star().gt(9)).count(), &[0]);
    let both = all().union(all()).order_by(scores::points.asc());
    same_rows(set_up, &both.clone().count(), &[6]);
    same_rows(set_up, &both.limit(4).count(), &[4]);
    let c = cte("c", all());
    let of_cte = select(c.get(scores::points)).from(c.table()).with(c);
    same_rows(set_up, &of_cte.clone().count(), &[7]);
    same_rows(set_up, &of_cte.clone().distinct().count(), &[4]);
    same_rows(set_up, &of_cte.union_all(select(scores::points).from(scores::table)).count(), &[14]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_query_is_a_value_that_may_be_used_again() {
    let best = select(max(scores::points)).from(scores::table);
    let s = scores::alias("s");
    let q = select((
        s.id,
        (best.clone().scalar() - s.points).label("behind"),
        best.clone().label("best"),
    ))
    .from(s)
    .filter(s.points.ge(best.clone().scalar() - 2))
    .filter(exists(best))
    .order_by((column::<Integer>("behind"), s.id));
    same_rows(
        set_up,
        &q,
        &[
            (4, Some(0), Some(9)),
            (1, Some(2), Some(9)),
            (2, Some(2), Some(9)),
            (6, Some(2), Some(9)),
        ],
    );
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn limits_that_are_computed() {
    let ids = || select(scores::id).from(scores::table).order_by(scores::id);
    let number = |n: i64| val::<BigInt>(n);
    same_rows(set_up, &ids().limit_expr(number(1) + 1).offset_expr(number(2) * 2), &[5, 6]);
    same_rows(set_up, &ids().offset_expr(literal::<BigInt>(7) - 1), &[7]);
    let both = ids().union(ids()).order_by(scores::id).limit_expr(number(5) - 4);
    same_rows(set_up, &both, &[1]);
    let prepared = ids().limit_expr(param::<BigInt>("rows")).offset_expr(param::<BigInt>("from"));
    on_all_engines(|db| {
        set_up(db);
        let prepared = prepared.prepare(db.dialect()).unwrap();
        let bound = prepared.bind([("rows", Value::from(2)), ("from", Value::from(3))]).unwrap();
        let rows = db.try_query(&bound).unwrap();
        assert_eq!(rows, [[Value::from(4)], [Value::from(5)]], "on {}", db.name);
    });
    for dialect in every_dialect() {
        let none = ids().limit_expr(number(1) - 2);
        assert!(matches!(none.compile(dialect), Err(CompileError::InvalidValue { .. })));
        let null = ids().limit_expr(null::<BigInt>());
        assert!(matches!(null.compile(dialect), Err(CompileError::InvalidValue { .. })));
        let column = ids().limit_expr(scores::id + 1);
        assert!(matches!(column.compile(dialect), Err(CompileError::Misplaced { .. })));
        let counted = ids().limit_expr(select(count_star()).from(nothing::table));
        let refused = matches!(counted.compile(dialect), Err(CompileError::Unsupported { .. }));
        assert_eq!(refused, ["MySQL", "MariaDB"].contains(&dialect.name()));
    }
}

type ByPoints = (Nullable<Integer>, Nullable<VarChar<20>>, BigInt);

fn columns() -> Select<ByPoints> {
    select((scores::points, scores::team, scores::id)).from(scores::table)
}

/// Every order of two columns that may be NULL, before the key.
fn orders() -> Vec<Select<ByPoints>> {
    let places = |sort: Sort| [sort.clone().nulls_first(), sort.nulls_last()];
    let ways = |up: Sort, down: Sort| [places(up), places(down)].concat();
    let mut orders = Vec::new();
    for points in ways(scores::points.asc(), scores::points.desc()) {
        for team in ways(scores::team.asc(), scores::team.desc()) {
            for id in [scores::id.asc(), scores::id.desc()] {
                orders.push(columns().order_by((points.clone(), team.clone(), id)));
            }
        }
    }
    orders
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_pages_are_the_whole() {
    on_all_engines(|db| {
        set_up(db);
        for query in orders() {
            let whole = db.fetch_all(&query);
            for size in [1, 2, 3] {
                let mut walked = Vec::new();
                let mut page = db.fetch_all(&query.clone().limit(size));
                while let Some((points, team, id)) = page.last().cloned() {
                    walked.append(&mut page);
                    let next = query.clone().limit(size).seek_after((points, team, id)).unwrap();
                    page = db.fetch_all(&next);
                }
                assert_eq!(walked, whole, "on {}: {query:?}", db.name);
            }
            for (at, (points, team, id)) in whole.iter().cloned().enumerate() {
                let before = query.clone().limit(2).seek_before((points, team, id)).unwrap();
                let mut before = db.fetch_all(&before);
                before.reverse();
                assert_eq!(before, whole[at.saturating_sub(2)..at], "on {}", db.name);
            }
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn pages_of_joins_groups_and_expressions() {
    let joined = select((teams::town, scores::id))
        .from(scores::table)
        .join(teams::table, scores::team.eq(teams::name))
        .order_by((teams::town.desc().nulls_last(), scores::id.desc()))
        .limit(2);
    let next = joined.clone().seek_after((Some("Rom"), 2)).unwrap();
    same_rows(set_up_teams, &next, &[(some("Rom"), 1), (None, 5)]);
    let next = joined.seek_after((None::<String>, 5)).unwrap();
    same_rows(set_up_teams, &next, &[(None, 4)]);
    let groups = select((scores::team, count_star()))
        .from(scores::table)
        .group_by(scores::team)
        .order_by(scores::team.asc().nulls_last())
        .seek_after(("blau",));
    same_rows(set_up, &groups.unwrap(), &[(some("red"), 3), (None, 2)]);
    let by_label = select((scores::id, (scores::id % 3).label("rest")))
        .from(scores::table)
        .order_by((column::<BigInt>("rest").asc().nulls_last(), scores::id))
        .seek_after((1, 4));
    same_rows(set_up, &by_label.unwrap(), &[(7, 1i64), (2, 2), (5, 2)]);
    let told = select(scores::player)
        .from(scores::table)
        .order_by(scores::player)
        .seek_after(unique_order(("Dörte",)));
    same_rows(set_up, &told.unwrap(), &["Eve".to_owned(), "Fay".to_owned()]);
}

#[test]
fn an_order_that_does_not_do_is_told() {
    let message = |result: Result<Select<_>, CompileError>| match result {
        Err(CompileError::Unseekable { problem }) => problem,
        other => panic!("{other:?}"),
    };
    let q = || columns();
    assert_eq!(message(q().seek_after((1,))), "the query has none");
    let by_player = q().order_by(scores::player);
    assert!(message(by_player.clone().seek_after(("Ann",))).contains("all rows of scores apart"));
    assert!(by_player.clone().seek_after(unique_order(("Ann",))).is_ok());
    let two = by_player.order_by(scores::id);
    assert!(message(two.clone().seek_after(("Ann",))).contains("2 keys, but 1 values"));
    assert!(message(two.seek_after(("Ann", None::<i64>))).contains("NULL"));
    let nulls = q().order_by((scores::points.asc(), scores::id));
    assert!(message(nulls.seek_after((1, 1))).contains("scores.points may be NULL"));
    let s = scores::alias("s");
    let pairs = q().join(s, s.team.eq(scores::team)).order_by(scores::id);
    assert!(message(pairs.seek_after((1,))).contains("all rows of s apart"));
    let counted = q().group_by(scores::id).order_by(count_star().desc().nulls_last());
    assert!(message(counted.seek_after((1,))).contains("aggregate"));
}
