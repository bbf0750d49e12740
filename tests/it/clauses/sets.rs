//! Set operations: ALL forms, nesting, what they are sorted by.

use aludel::prelude::*;

use super::{every_dialect, scores, set_up, some};
use crate::engines::{Db, same_rows};

fn points() -> Select<Nullable<Integer>> {
    select(scores::points).from(scores::table)
}

fn of_team(team: &'static str) -> Select<Nullable<Integer>> {
    points().filter(scores::team.eq(team))
}

fn one(number: i32) -> Select<Nullable<Integer>> {
    select(val::<Nullable<Integer>>(number).label("points"))
}

fn sorted(compound: Compound<Nullable<Integer>>) -> Compound<Nullable<Integer>> {
    compound.order_by(scores::points.asc().nulls_last())
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn all_counts_equal_rows() {
    let nulls = || points().filter(scores::points.is_null());
    same_rows(
        set_up,
        &sorted(points().intersect_all(of_team("red"))),
        &[Some(-3), Some(7), Some(7)],
    );
    let rest = sorted(points().except_all(of_team("red")));
    same_rows(set_up, &rest, &[Some(7), Some(9), None, None]);
    same_rows(set_up, &sorted(nulls().intersect_all(points())), &[None, None]);
    same_rows(set_up, &sorted(points().except_all(points())), &[]);
    same_rows(
        set_up,
        &sorted(points().except_all(one(7)).except_all(one(7))).limit(2).offset(1),
        &[Some(7), Some(9)],
    );
    // Left to right, among others; two columns, of which one has no name.
    let mixed = sorted(of_team("red").union_all(one(7)).intersect_all(points()).union(one(1)));
    same_rows(set_up, &mixed, &[Some(-3), Some(1), Some(7)]);
    let two = select((scores::points, scores::id / 100))
        .from(scores::table)
        .intersect_all(select((scores::points, scores::id / 100)).from(scores::table))
        .order_by(scores::points.desc().nulls_last())
        .limit(3);
    same_rows(set_up, &two, &[(Some(9), 0i64), (Some(7), 0), (Some(7), 0)]);
    let inside = points().except_all(points().intersect_all(of_team("blau").union_all(one(7))));
    same_rows(set_up, &sorted(inside), &[Some(-3), Some(7), Some(7), None]);
    let all = select(scores::all).from(scores::table);
    let all = all.clone().except_all(all.filter(scores::id.gt(1)));
    same_rows(set_up, &all, &[(1, some("red"), "Ann".to_owned(), Some(7))]);
    let d = points().except_all(of_team("red")).alias("d");
    same_rows(set_up, &select(count_star()).from(d), &[4]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn members_keep_their_own_clauses() {
    let top = || points().order_by(scores::points.desc().nulls_last()).limit(1);
    let tied = || points().order_by(scores::points.asc().nulls_last()).limit_with_ties(2);
    let first = select(scores::points)
        .distinct_on(scores::team)
        .from(scores::table)
        .filter(scores::team.is_not_null())
        .order_by((scores::team.asc(), scores::id.asc()));
    same_rows(
        set_up,
        &sorted(top().union_all(tied())),
        &[Some(-3), Some(7), Some(7), Some(7), Some(9)],
    );
    same_rows(
        set_up,
        &sorted(first.clone().union_all(first)),
        &[Some(7), Some(7), Some(9), Some(9)],
    );
    let grouped = select(max(scores::points).label("points"))
        .from(scores::table)
        .group_by_rollup(scores::team);
    same_rows(
        set_up,
        &sorted(grouped.union_all(one(1))),
        &[Some(1), Some(7), Some(7), Some(9), Some(9)],
    );
    let nested = one(1).union(one(2).except(one(3).intersect(one(3).union(one(2)))));
    same_rows(set_up, &sorted(nested), &[Some(1), Some(2)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_set_operation_is_sorted_by_what_it_yields() {
    let q = || {
        select((scores::id, scores::player.label("who")))
            .from(scores::table)
            .filter(scores::id.le(2))
            .union(
                select((scores::id, scores::player)).from(scores::table).filter(scores::id.eq(4)),
            )
    };
    let who = || column::<VarChar<20>>("who");
    let rows =
        |ids: [i64; 3]| ids.map(|id| (id, ["Ann", "Bob", "", "Dörte"][id as usize - 1].to_owned()));
    same_rows(set_up, &q().order_by(who().desc()), &rows([4, 2, 1]));
    same_rows(set_up, &q().order_by(ordinal(2)), &rows([1, 2, 4]));
    same_rows(set_up, &q().order_by(scores::id * -1), &rows([4, 2, 1]));
    let computed = q().order_by((char_length(who()).desc(), (scores::id % 2).desc()));
    same_rows(set_up, &computed.clone().limit(2), &rows([4, 1, 2])[..2]);
    let c = cte("c", computed.limit(1).offset(1));
    same_rows(set_up, &select(c.get(scores::id)).from(c.table()).with(c), &[1]);
    for dialect in every_dialect() {
        let unknown = q().order_by(scores::points + 1);
        assert!(unknown.compile(dialect).is_err());
        let beyond = q().order_by(ordinal(3));
        assert!(matches!(beyond.compile(dialect), Err(CompileError::Misplaced { .. })));
    }
}

type Points = Nullable<Integer>;
type Operator = fn(Compound<Points>, Select<Points>) -> Compound<Points>;

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn three_in_a_row() {
    let operators: [Operator; 6] = [
        |one, other| one.union(other),
        |one, other| one.union_all(other),
        |one, other| one.intersect(other),
        |one, other| one.intersect_all(other),
        |one, other| one.except(other),
        |one, other| one.except_all(other),
    ];
    let empty = || points().filter(scores::id.lt(0));
    let mut dbs = [Db::postgres(), Db::sqlite(), Db::mysql(), Db::mariadb()];
    dbs.iter_mut().for_each(set_up);
    for first in operators {
        for (second, third) in operators.into_iter().flat_map(|one| operators.map(|two| (one, two)))
        {
            for other in [of_team("red"), empty()] {
                let q = first(points().union_all(points()), other);
                let q = sorted(third(second(q, of_team("blau")), one(7)));
                let [postgres, others @ ..] = &mut dbs;
                let expected = postgres.fetch_all(&q);
                for db in others {
                    assert_eq!(db.fetch_all(&q), expected, "on {}: {}", db.name, db.compile(&q));
                }
            }
        }
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_first_row_is_taken_away_or_kept() {
    let known = || {
        let points = coalesce(scores::points, 0).nullable();
        select(points.label("points")).from(scores::table)
    };
    let first = || {
        let sorted =
            select(scores::points).from(scores::table).order_by(scores::points.asc().nulls_first());
        sorted.limit(1)
    };
    same_rows(set_up, &sorted(known().except(first())), &[Some(-3), Some(0), Some(7), Some(9)]);
    same_rows(set_up, &sorted(known().intersect(first())), &[]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_null_among_groups_is_unknown() {
    let nothing =
        select(nullif(literal::<Integer>(1), 1)).from(scores::table).having(count_star().gt(0));
    let grouped = select(null::<Integer>()).from(scores::table).group_by(scores::id);
    for groups in [nothing, grouped.having(count_star().gt(0))] {
        let q = select(scores::points.in_(groups)).from(scores::table).filter(scores::id.eq(1));
        same_rows(set_up, &q, &[None]);
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_another_set_operation_yields_is_taken_away() {
    let id = || select(scores::id.nullable().label("points")).from(scores::table);
    let unknown = || select(null::<BigInt>()).from(scores::table);
    let others = unknown().union_all(select(literal::<BigInt>(9).nullable()));
    let sorted = |q: Compound<Nullable<BigInt>>| q.order_by(ordinal(1)).limit(2);
    same_rows(set_up, &sorted(id().except(others.clone())), &[Some(1), Some(2)]);
    same_rows(set_up, &sorted(id().intersect(others)), &[]);
}
