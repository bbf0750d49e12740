//! Statements that are carried out again on one connection, as they are kept prepared.

use aludel::prelude::*;

use crate::engines::on_all_engines;
use crate::schema::{posts, set_up, teams, users};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_subquery_of_a_derived_table_that_another_lies_in() {
    let p = posts::alias("p");
    let best = select((posts::id, posts::user_id))
        .from(posts::table)
        .order_by((posts::stars.desc(), posts::id.asc()))
        .limit(3)
        .alias("best");
    let has_team = |user: Expr<BigInt>| {
        exists(
            select(users::id)
                .from(users::table)
                .filter(users::id.eq(user).and(users::team_id.is_not_null())),
        )
    };
    let of_the_best = || {
        select(best.get(posts::id)).from(best.clone()).filter(has_team(best.get(posts::user_id)))
    };
    let read = select(posts::id)
        .from(posts::table)
        .filter(posts::id.in_(of_the_best()))
        .order_by(posts::id.asc());
    let add = insert_into(teams::table).columns((teams::id, teams::title)).from_select(
        select((posts::id + 10, posts::title))
            .from(posts::table)
            .filter(posts::id.in_(of_the_best())),
    );
    let beside = || {
        posts::user_id.eq(users::id).and(
            posts::id
                .in_(select(p.id).from(p).filter(p.stars.ge(2).and(has_team(p.user_id.into())))),
        )
    };
    let change = update(posts::table).set(posts::stars, 100).from(users::table).filter(beside());
    let first = change.clone().order_by(posts::id.desc()).limit(1);
    let gone = delete(posts::table).using(users::table).filter(beside());
    on_all_engines(|db| {
        set_up(db);
        for _ in 0..3 {
            db.batch("BEGIN");
            assert_eq!(db.fetch_all(&read), [1, 4, 5], "{}", db.name);
            assert_eq!(db.execute(&add), 3, "{}", db.name);
            assert_eq!(db.execute(&first), 1, "{}", db.name);
            assert_eq!(db.execute(&change), 3, "{}", db.name);
            assert_eq!(db.execute(&gone), 3, "{}", db.name);
            db.batch("ROLLBACK");
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn exists_over_a_cte_or_a_derived_table() {
    let good = cte(
        "good",
        select((posts::id, posts::user_id)).from(posts::table).filter(posts::stars.gt(1)),
    );
    let derived = select((posts::id, posts::user_id))
        .from(posts::table)
        .filter(posts::stars.gt(6))
        .alias("best");
    let of_cte =
        || select(good.get(posts::id)).from(&good).filter(good.get(posts::user_id).eq(users::id));
    let of_derived = || {
        let user = derived.get(posts::user_id);
        select(derived.get(posts::id)).from(derived.clone()).filter(user.eq(users::id))
    };
    let names = |condition: Condition| {
        select(users::name).from(users::table).filter(condition).order_by(users::id.asc())
    };
    let reads = [
        (names(exists(of_cte())).with(&good), vec!["Ann", "Bob"]),
        (names(not_exists(of_cte())).with(&good), vec!["Cid", "Dot"]),
        (names(exists(of_derived())), vec!["Bob"]),
        (names(not_exists(of_derived())), vec!["Ann", "Cid", "Dot"]),
    ];
    let change = update(users::table).set(users::age, 1).filter(not_exists(of_derived()));
    let gone = delete(users::table).filter(exists(of_cte())).with(&good);
    on_all_engines(|db| {
        set_up(db);
        for _ in 0..3 {
            for (read, expected) in &reads {
                assert_eq!(db.fetch_all(read), *expected, "{}", db.name);
            }
            db.batch("BEGIN");
            assert_eq!(db.execute(&change), 3, "{}", db.name);
            assert_eq!(db.execute(&gone), 2, "{}", db.name);
            db.batch("ROLLBACK");
        }
    });
}
