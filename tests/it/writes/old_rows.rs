//! Assignments read the rows as they were before the statement, whatever reads what.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};
use crate::schema::{posts, set_up, users};

fn stars_and_users(db: &mut Db) -> Vec<(i64, i32, i64)> {
    let q = select((posts::id, posts::stars, posts::user_id)).from(posts::table);
    db.fetch_all(&q.order_by(posts::id.asc()))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn assignments_in_a_circle_swap() {
    let swap = update(posts::table)
        .set(posts::stars, posts::user_id.cast::<Integer>())
        .set(posts::user_id, posts::stars.cast::<BigInt>())
        .set(posts::title, "swapped")
        .filter(posts::id.le(2));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&swap), 2, "{}", db.name);
        let rows = [(1, 1, 5), (2, 1, -3), (3, 0, 2), (4, 7, 2), (5, 2, 2)];
        assert_eq!(stars_and_users(db), rows, "{}", db.name);
        let swapped = select(count_star()).from(posts::table).filter(posts::title.eq("swapped"));
        assert_eq!(db.fetch_one(&swapped), 2, "{}", db.name);
        // Where nothing changes, the rows still count.
        let user = || posts::user_id.cast::<Integer>();
        let none = update(posts::table)
            .set(posts::stars, posts::stars + user() - user())
            .set(posts::user_id, posts::user_id + posts::stars - posts::stars)
            .filter(posts::id.gt(2));
        assert_eq!(db.execute(&none), 3, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_circle_of_three_with_nulls_an_order_and_a_limit() {
    let turn = update(users::table)
        .set(users::age, users::team_id.cast::<Integer>())
        .set(users::team_id, users::age.cast::<BigInt>())
        .all_rows()
        .order_by(users::id.desc())
        .limit(2);
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&turn), 2, "{}", db.name);
        let q = select((users::age, users::team_id)).from(users::table).order_by(users::id.asc());
        let rows = [(Some(30), Some(1)), (Some(20), Some(1)), (Some(2), Some(40)), (None, None)];
        assert_eq!(db.fetch_all(&q), rows, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_circle_with_another_table() {
    let swap = update(posts::table)
        .set(posts::stars, posts::user_id.cast::<Integer>() + coalesce(users::age, 0))
        .set(posts::user_id, posts::stars.cast::<BigInt>())
        .from(users::table)
        .filter(users::id.eq(posts::user_id).and(posts::id.ge(4)));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&swap), 2, "{}", db.name);
        let rows = [(1, 5, 1), (2, -3, 1), (3, 0, 2), (4, 22, 7), (5, 22, 2)];
        assert_eq!(stars_and_users(db), rows, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_subquery_over_the_target_sees_it_as_it_was() {
    let q = posts::alias("q");
    // Running totals: each row reads those before it, which the statement changes as well.
    let totals = update(posts::table)
        .set(
            posts::stars,
            coalesce(select(sum(q.stars)).from(q).filter(q.id.le(posts::id)), 0).cast::<Integer>(),
        )
        .all_rows();
    let of_the_same_user = update(posts::table)
        .set(
            posts::stars,
            coalesce(select(count_star()).from(q).filter(q.user_id.eq(posts::user_id)), 0)
                .cast::<Integer>(),
        )
        .set(posts::user_id, 9)
        .filter(posts::id.ne(1));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&totals), 5, "{}", db.name);
        let rows = [(1, 5, 1), (2, 2, 1), (3, 2, 2), (4, 9, 2), (5, 11, 2)];
        assert_eq!(stars_and_users(db), rows, "{}", db.name);
        assert_eq!(db.execute(&of_the_same_user), 4, "{}", db.name);
        let rows = [(1, 5, 1), (2, 2, 9), (3, 3, 9), (4, 3, 9), (5, 3, 9)];
        assert_eq!(stars_and_users(db), rows, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_subquery_over_the_target_sees_it_as_it_was_in_whatever_order_rows_are_changed() {
    let before = posts::alias("before");
    let shifted = || {
        let stars = select(max(before.stars)).from(before).filter(before.id.eq(posts::id - 1));
        update(posts::table).set(posts::stars, coalesce(stars, 100)).all_rows()
    };
    let up = shifted().order_by(posts::id.asc()).limit(4);
    let down = shifted().order_by(posts::id.desc()).limit(9);
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&up), 4, "{}", db.name);
        let rows = [(1, 100, 1), (2, 5, 1), (3, -3, 2), (4, 0, 2), (5, 2, 2)];
        assert_eq!(stars_and_users(db), rows, "{}", db.name);
        assert_eq!(db.execute(&down), 5, "{}", db.name);
        let rows = [(1, 100, 1), (2, 100, 1), (3, 5, 2), (4, -3, 2), (5, 0, 2)];
        assert_eq!(stars_and_users(db), rows, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_changed_rows_are_returned() {
    let q = posts::alias("q");
    let totals = update(posts::table)
        .set(
            posts::stars,
            coalesce(select(sum(q.stars)).from(q).filter(q.id.le(posts::id)), 0).cast::<Integer>(),
        )
        .filter(posts::id.ge(4))
        .returning((posts::id, posts::stars + 1));
    on_all_engines(|db| {
        set_up(db);
        match totals.compile(db.dialect()) {
            Ok(_) => {
                let mut rows = db.fetch_all(&totals);
                rows.sort();
                assert_eq!(rows, [(4, 10), (5, 12)], "{}", db.name);
            }
            Err(error) => {
                assert!(error.to_string().starts_with("RETURNING on UPDATE"), "{error}");
            }
        }
    });
}

#[test]
fn a_circle_needs_a_declared_key() {
    let t = table("t");
    let [a, b] = ["a", "b"].map(|name| t.column::<Any>(name));
    let swap = update(&t).set(a.clone(), b.clone()).set(b, a).all_rows();
    assert!(swap.compile(&Sqlite::new()).is_ok());
    assert!(swap.compile(&Postgres::new()).is_ok());
    for dialect in [&MySql::new() as &dyn Dialect, &MariaDb::new()] {
        let error = swap.compile(dialect).unwrap_err().to_string();
        assert!(
            error.starts_with("SET of columns that read one another is not supported"),
            "{error}"
        );
        assert!(error.contains("declare the table's key"), "{error}");
    }
}
