//! SET of several columns to the row of a query.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};
use crate::schema::{posts, set_up, users};

fn ages_and_teams(db: &mut Db) -> Vec<(Option<i32>, Option<i64>)> {
    let q = select((users::age, users::team_id)).from(users::table).order_by(users::id.asc());
    db.fetch_all(&q)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_row_of_a_correlated_query() {
    let of_the_user = select((max(posts::stars), min(posts::id)))
        .from(posts::table)
        .filter(posts::user_id.eq(users::id));
    let q = update(users::table)
        .set_row((users::age, users::team_id), of_the_user)
        .set(users::name, "changed")
        .filter(users::id.le(3));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&q), 3, "{}", db.name);
        // The third has no posts, the fourth is not meant.
        let rows = [(Some(5), Some(1)), (Some(7), Some(3)), (None, None), (None, None)];
        assert_eq!(ages_and_teams(db), rows, "{}", db.name);
        let changed = select(count_star()).from(users::table).filter(users::name.eq("changed"));
        assert_eq!(db.fetch_one(&changed), 3, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_query_without_a_row_gives_nulls() {
    let nobody = select((posts::stars, posts::id)).from(posts::table).filter(posts::id.eq(99));
    let q = update(users::table).set_row((users::age, users::team_id), nobody).all_rows();
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&q), 4, "{}", db.name);
        assert_eq!(ages_and_teams(db), [(None, None); 4], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_row_of_a_query_over_the_target() {
    let u = users::alias("u");
    // The one before, with the columns exchanged.
    let before = select((u.team_id.cast::<Integer>(), u.age.cast::<BigInt>()))
        .from(u)
        .filter(u.id.eq(users::id - 1));
    let q =
        update(users::table).set_row((users::age, users::team_id), before).filter(users::id.gt(1));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&q), 3, "{}", db.name);
        let rows =
            [(Some(30), Some(1)), (Some(1), Some(30)), (Some(1), Some(20)), (Some(2), Some(40))];
        assert_eq!(ages_and_teams(db), rows, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_query_that_cannot_be_had_twice_is_refused_where_it_would_be() {
    let best = select((posts::stars, posts::id)).from(posts::table);
    let best = best.order_by(posts::stars.desc()).limit(1);
    let q =
        update(users::table).set_row((users::age, users::team_id), best).filter(users::id.eq(1));
    on_all_engines(|db| match q.compile(db.dialect()) {
        Ok(_) => {
            set_up(db);
            assert_eq!(db.execute(&q), 1, "{}", db.name);
            assert_eq!(ages_and_teams(db)[0], (Some(7), Some(4)), "{}", db.name);
        }
        Err(error) => {
            assert!(error.to_string().contains("LIMIT"), "{error}");
            assert!(db.name == "MySQL" || db.name == "MariaDB", "{error}");
        }
    });
}

#[test]
fn each_column_once() {
    let two = select((posts::stars, posts::id)).from(posts::table);
    let q = update(users::table)
        .set_row((users::age, users::team_id), two)
        .set(users::age, 1)
        .all_rows();
    for dialect in
        [&Sqlite::new() as &dyn Dialect, &Postgres::new(), &MySql::new(), &MariaDb::new()]
    {
        let error = q.compile(dialect).unwrap_err();
        assert!(matches!(error, CompileError::DuplicateName { .. }), "{error}");
    }
}
