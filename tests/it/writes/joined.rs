//! UPDATE … FROM and DELETE … USING: the same rows afterwards, the same counts.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};
use crate::schema::{posts, set_up, teams, users};

fn ages(db: &mut Db) -> Vec<(i64, Option<i32>)> {
    let q = select((users::id, users::age)).from(users::table).order_by(users::id.asc());
    db.fetch_all(&q)
}

fn post_ids(db: &mut Db) -> Vec<i64> {
    db.fetch_all(&select(posts::id).from(posts::table).order_by(posts::id.asc()))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_update_from_another_table() {
    let by_team = update(users::table)
        .set(users::age, users::age + teams::id.cast::<Integer>())
        .set(users::name, concat((users::name, "@", teams::title)))
        .from(teams::table)
        .filter(teams::id.eq(users::team_id));
    on_all_engines(|db| {
        set_up(db);
        // The one without a team stays as it is, and is not counted.
        assert_eq!(db.execute(&by_team), 3, "{}", db.name);
        let rows = [(1, Some(31)), (2, Some(21)), (3, Some(42)), (4, None)];
        assert_eq!(ages(db), rows, "{}", db.name);
        let names = select(users::name).from(users::table).order_by(users::id.asc());
        let names = db.fetch_all(&names);
        assert_eq!(names, ["Ann@red", "Bob@red", "Cid@blue", "Dot"], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_update_counts_each_row_once_however_many_it_meets() {
    let same = update(users::table)
        .set(users::age, 9)
        .from(posts::table)
        .filter(posts::user_id.eq(users::id));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&same), 2, "{}", db.name);
        // Found again, though nothing changes.
        assert_eq!(db.execute(&same), 2, "{}", db.name);
        assert_eq!(ages(db)[..2], [(1, Some(9)), (2, Some(9))], "{}", db.name);
        db.execute(&delete(posts::table).all_rows());
        assert_eq!(db.execute(&same), 0, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_update_from_joined_tables() {
    let u = users::alias("u");
    let p = posts::table.outer();
    let inner = update(u)
        .set(u.age, posts::stars)
        .from(teams::table)
        .join(posts::table, posts::stars.ge(5))
        .filter(teams::id.eq(u.team_id).and(posts::user_id.eq(u.id)));
    let left = update(u)
        .set(u.age, p.stars)
        .from(teams::table)
        .left_join(p, p.id.eq(teams::id).and(p.stars.lt(0)))
        .filter(teams::id.eq(u.team_id));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&inner), 2, "{}", db.name);
        let rows = [(1, Some(5)), (2, Some(7)), (3, Some(40)), (4, None)];
        assert_eq!(ages(db), rows, "{}", db.name);
        assert_eq!(db.execute(&left), 3, "{}", db.name);
        let rows = [(1, None), (2, None), (3, Some(-3)), (4, None)];
        assert_eq!(ages(db), rows, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_update_from_a_query() {
    let most = select((posts::user_id, max(posts::stars).label("most")))
        .from(posts::table)
        .group_by(posts::user_id)
        .alias("most");
    let q = update(users::table)
        .set(users::age, column::<Nullable<Integer>>("most"))
        .from(most.clone())
        .filter(most.get(posts::user_id).eq(users::id));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&q), 2, "{}", db.name);
        let rows = [(1, Some(5)), (2, Some(7)), (3, Some(40)), (4, None)];
        assert_eq!(ages(db), rows, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_update_from_its_own_table() {
    let (u, next) = (users::alias("u"), users::alias("next"));
    let shifted = update(u)
        .set(u.age, next.age)
        .set(u.team_id, u.age.cast::<BigInt>())
        .from(next)
        .filter(next.id.eq(u.id + 1));
    let youngest = || select(min(users::alias("y").age)).from(users::alias("y"));
    let in_subquery = update(users::table)
        .set(users::age, youngest())
        .from(teams::table)
        .filter(teams::id.eq(users::team_id).and(users::age.gt(youngest())));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&shifted), 3, "{}", db.name);
        let rows = [(1, Some(20)), (2, Some(40)), (3, None), (4, None)];
        assert_eq!(ages(db), rows, "{}", db.name);
        let teams = select(users::team_id).from(users::table).order_by(users::id.asc());
        assert_eq!(db.fetch_all(&teams), [Some(30), Some(20), Some(40), None], "{}", db.name);
    });
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&in_subquery), 2, "{}", db.name);
        let rows = [(1, Some(20)), (2, Some(20)), (3, Some(20)), (4, None)];
        assert_eq!(ages(db), rows, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_delete_using_other_tables() {
    let of_red = delete(posts::table)
        .using(users::table)
        .join(teams::table, teams::id.eq(users::team_id))
        .filter(users::id.eq(posts::user_id).and(teams::title.eq("red")).and(posts::stars.gt(1)));
    let p = posts::alias("p");
    let of_old =
        delete(p).using(users::table).filter(users::id.eq(p.user_id).and(users::age.gt(25)));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&of_red), 3, "{}", db.name);
        assert_eq!(post_ids(db), [2, 3], "{}", db.name);
        assert_eq!(db.execute(&of_old), 1, "{}", db.name);
        assert_eq!(post_ids(db), [3], "{}", db.name);
        db.execute(&delete(users::table).all_rows());
        assert_eq!(db.execute(&of_red), 0, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_delete_using_its_own_table() {
    let (p, better) = (posts::alias("p"), posts::alias("better"));
    // Each user keeps the best post.
    let beaten =
        delete(p).using(better).filter(better.user_id.eq(p.user_id).and(better.stars.gt(p.stars)));
    let last = delete(posts::table)
        .using(users::table)
        .filter(users::id.eq(posts::user_id).and(posts::id.eq(select(max(p.id)).from(p))));
    let under_alias = delete(p).filter(p.id.eq(select(min(better.id)).from(better)));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&last), 1, "{}", db.name);
        assert_eq!(post_ids(db), [1, 2, 3, 4], "{}", db.name);
        assert_eq!(db.execute(&beaten), 2, "{}", db.name);
        assert_eq!(post_ids(db), [1, 4], "{}", db.name);
        assert_eq!(db.execute(&under_alias), 1, "{}", db.name);
        assert_eq!(post_ids(db), [4], "{}", db.name);
    });
}

#[test]
fn what_no_server_returns_is_refused() {
    let p = posts::alias("p");
    let returning = delete(p).filter(p.id.eq(1)).returning(p.id);
    let error = returning.compile(&MariaDb::version(10, 11)).unwrap_err().to_string();
    assert!(error.starts_with("RETURNING beside an alias of the DELETE target"), "{error}");
    assert!(error.contains("leave the alias out"), "{error}");
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn no_row_is_changed_twice_where_the_key_of_the_join_is_what_changes() {
    let (t, steps) = (table("t"), table("steps"));
    let [k, note] = ["k", "note"].map(|name| t.column::<Nullable<Integer>>(name));
    let [from, to] = ["from_k", "to_k"].map(|name| steps.column::<Nullable<Integer>>(name));
    let q = update(&t)
        .set(k.clone(), to.clone())
        .set(note.clone(), note.clone() + 1)
        .from(&steps)
        .filter(from.eq(k.clone()));
    let own = delete(&t).using(&steps).filter(to.eq(k.clone()));
    for index in ["", "CREATE INDEX t_k ON t (k)", "CREATE INDEX steps_k ON steps (from_k)"] {
        on_all_engines(|db| {
            db.batch("CREATE TABLE t (k INTEGER, note INTEGER)");
            db.batch("CREATE TABLE steps (from_k INTEGER, to_k INTEGER)");
            if !index.is_empty() {
                db.batch(index);
            }
            db.batch("INSERT INTO t VALUES (1, 0), (1, 10), (2, 20), (3, 30), (NULL, 40), (9, 50)");
            db.batch("INSERT INTO steps VALUES (3, 4), (2, 3), (1, 2), (NULL, 5), (4, 9)");
            assert_eq!(db.execute(&q), 4, "{}", db.name);
            let all = select((k.clone(), note.clone())).from(&t).order_by(note.clone().asc());
            let mut rows = db.fetch_all(&all);
            rows.sort();
            let expected = [
                (None, 40),
                (Some(2), 1),
                (Some(2), 11),
                (Some(3), 21),
                (Some(4), 31),
                (Some(9), 50),
            ];
            assert_eq!(rows, expected.map(|(k, note)| (k, Some(note))), "{}", db.name);
            assert_eq!(db.execute(&own), 5, "{}", db.name);
        });
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_update_from_a_query_over_its_own_table_with_a_subquery_over_it() {
    let (p, q) = (posts::alias("p"), posts::alias("q"));
    let stars = select((p.id, (p.stars + 100).label("more")))
        .from(p)
        .filter(p.id.in_(select(q.id).from(q).filter(q.stars.gt(1))))
        .alias("more");
    let raise = update(posts::table)
        .set(posts::stars, column::<Integer>("more"))
        .from(stars.clone())
        .filter(stars.get(p.id).eq(posts::id).and(posts::id.le(select(max(q.id)).from(q))));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&raise), 3, "{}", db.name);
        let all = select(posts::stars).from(posts::table).order_by(posts::id.asc());
        assert_eq!(db.fetch_all(&all), [105, -3, 0, 107, 102], "{}", db.name);
    });
}
