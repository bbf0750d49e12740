//! INSERT, upsert, UPDATE, DELETE: the same rows afterwards, the same counts.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};
use crate::schema::{posts, set_up, teams, users};

mod again;
mod annotations;
mod defaults;
mod joined;
mod joins;
mod kinds;
mod late;
mod limited;
mod merge;
mod names;
mod native;
mod old_rows;
mod returning;
mod same;
mod set_each;
mod set_row;
mod truncate;
mod upserts;
mod words;

fn all_users(db: &mut Db) -> Vec<(i64, String, Option<String>, Option<i32>)> {
    let q = select((users::id, users::name, users::email, users::age))
        .from(users::table)
        .order_by(users::id.asc());
    db.fetch_all(&q)
}

fn user(
    id: i64,
    name: &str,
    email: Option<&str>,
    age: Option<i32>,
) -> (i64, String, Option<String>, Option<i32>) {
    (id, name.to_owned(), email.map(str::to_owned), age)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_of_values_and_of_expressions() {
    on_all_engines(|db| {
        set_up(db);
        let two = insert_into(teams::table)
            .columns((teams::id, teams::title))
            .row((4, "four"))
            .row((val::<BigInt>(2) + 3, lower(val::<Text>("FIVE"))));
        assert_eq!(db.execute(&two), 2, "{}", db.name);
        let one = insert_into(teams::table).set(teams::id, 6).set(teams::title, "six");
        assert_eq!(db.execute(&one), 1, "{}", db.name);
        let q = select(teams::title).from(teams::table).filter(teams::id.gt(3));
        let rows = db.fetch_all(&q.order_by(teams::id.asc()));
        assert_eq!(rows, ["four", "five", "six"], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_of_a_query() {
    on_all_engines(|db| {
        set_up(db);
        let more =
            select((posts::id + 10, posts::user_id, posts::title, posts::stars, posts::score))
                .from(posts::table)
                .filter(posts::user_id.eq(1));
        let insert = insert_into(posts::table)
            .columns((posts::id, posts::user_id, posts::title, posts::stars, posts::score))
            .from_select(more);
        assert_eq!(db.execute(&insert), 2, "{}", db.name);
        let q = select(posts::id).from(posts::table).filter(posts::id.gt(10));
        assert_eq!(db.fetch_all(&q.order_by(posts::id.asc())), [11, 12], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn each_row_reads_the_table_as_it_was() {
    let t = teams::alias("t");
    let next = |step: i64| coalesce(select(max(t.id)).from(t), 0) + step;
    let insert = insert_into(teams::table)
        .columns((teams::id, teams::title))
        .row((next(1), "four"))
        .row((next(2), "five"));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&insert), 2, "{}", db.name);
        let q = select((teams::id, teams::title)).from(teams::table).filter(teams::id.gt(3));
        let rows = db.fetch_all(&q.order_by(teams::id.asc()));
        assert_eq!(rows, [(4, "four".to_owned()), (5, "five".to_owned())], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn many_rows_in_one_statement() {
    on_all_engines(|db| {
        set_up(db);
        let rows = (10..1010).map(|id| (id, "many"));
        let insert = insert_into(teams::table).columns((teams::id, teams::title)).rows(rows);
        assert_eq!(db.execute(&insert), 1000, "{}", db.name);
        assert_eq!(db.fetch_one(&select(count_star()).from(teams::table)), 1003, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_upsert_changes_the_row_with_the_same_key() {
    let upsert = |id: i64, name: &str, age: i32| {
        insert_into(users::table)
            .columns((users::id, users::name, users::age))
            .row((id, name, age))
            .on_conflict(users::id)
            .do_update((
                users::name.set_excluded(),
                users::age.set(users::age + excluded(users::age)),
            ))
    };
    on_all_engines(|db| {
        set_up(db);
        db.execute(&upsert(1, "Anna", 5));
        db.execute(&upsert(9, "Nin", 9));
        let rows = all_users(db);
        assert_eq!(rows[0], user(1, "Anna", Some("ann@example.org"), Some(35)), "{}", db.name);
        assert_eq!(rows[4], user(9, "Nin", None, Some(9)), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_upsert_on_one_key_does_not_hide_a_conflict_with_another() {
    let by_email = insert_into(users::table)
        .columns((users::id, users::name, users::email))
        .row((1, "Eve", Some("eve@example.org")))
        .on_conflict(users::email)
        .do_update(users::name.set_excluded());
    let nothing = insert_into(users::table)
        .columns((users::id, users::name, users::email))
        .row((1, "Eve", Some("eve@example.org")))
        .on_conflict(users::email)
        .do_nothing();
    on_all_engines(|db| {
        set_up(db);
        let before = all_users(db);
        let refused = db.try_execute(&by_email.compile(db.dialect()).unwrap());
        assert!(refused.is_err(), "an upsert by email took id 1 on {}", db.name);
        let refused = db.try_execute(&nothing.compile(db.dialect()).unwrap());
        assert!(refused.is_err(), "do nothing by email took id 1 on {}", db.name);
        assert_eq!(all_users(db), before, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_upsert_with_a_condition() {
    let upsert = |id: i64, age: i32| {
        insert_into(users::table)
            .columns((users::id, users::name, users::age))
            .row((id, "new", age))
            .on_conflict(users::id)
            .do_update_where(
                (users::name.set_excluded(), users::age.set_excluded()),
                users::age.lt(excluded(users::age)),
            )
    };
    on_all_engines(|db| {
        set_up(db);
        db.execute(&upsert(1, 29));
        db.execute(&upsert(2, 21));
        let rows = all_users(db);
        assert_eq!(rows[0], user(1, "Ann", Some("ann@example.org"), Some(30)), "{}", db.name);
        assert_eq!(rows[1], user(2, "new", Some("bob@example.org"), Some(21)), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_row_that_is_there_is_left_alone() {
    let insert = insert_into(users::table)
        .columns((users::id, users::name))
        .row((1, "Nobody"))
        .row((7, "Sue"))
        .on_conflict(users::id)
        .do_nothing();
    on_all_engines(|db| {
        set_up(db);
        db.execute(&insert);
        let names: Vec<String> = all_users(db).into_iter().map(|row| row.1).collect();
        assert_eq!(names, ["Ann", "Bob", "Cid", "Dot", "Sue"], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_upsert_of_the_rows_of_a_query() {
    let older = select((users::id, users::name, users::age + 1)).from(users::table);
    let upsert = insert_into(users::table)
        .columns((users::id, users::name, users::age))
        .from_select(older)
        .on_conflict(users::id)
        .do_update(users::age.set_excluded());
    on_all_engines(|db| {
        set_up(db);
        db.execute(&upsert);
        let ages: Vec<Option<i32>> = all_users(db).into_iter().map(|row| row.3).collect();
        assert_eq!(ages, [Some(31), Some(21), Some(41), None], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_update_counts_the_rows_it_matches() {
    on_all_engines(|db| {
        set_up(db);
        let same = update(users::table).set(users::name, "Ann").filter(users::id.le(2));
        assert_eq!(db.execute(&same), 2, "{}", db.name);
        let none = update(users::table).set(users::name, "x").filter(users::id.gt(100));
        assert_eq!(db.execute(&none), 0, "{}", db.name);
        let all = update(users::table).set(users::age, users::age + 1).all_rows();
        assert_eq!(db.execute(&all), 4, "{}", db.name);
        let ages: Vec<Option<i32>> = all_users(db).into_iter().map(|row| row.3).collect();
        assert_eq!(ages, [Some(31), Some(21), Some(41), None], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn assignments_read_the_row_as_it_was() {
    on_all_engines(|db| {
        set_up(db);
        let chained = update(posts::table)
            .set(posts::stars, posts::stars + 1)
            .set(posts::user_id, posts::user_id + posts::stars)
            .filter(posts::id.eq(1));
        db.execute(&chained);
        let q = select((posts::stars, posts::user_id)).from(posts::table).filter(posts::id.eq(1));
        assert_eq!(db.fetch_one(&q), (6, 6), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_write_reads_its_own_table_in_a_subquery() {
    let p = posts::alias("p");
    let to_most = update(posts::table)
        .set(posts::stars, coalesce(select(max(p.stars)).from(p), 0))
        .filter(posts::id.eq(3));
    let below_average = delete(posts::table).filter(posts::score.lt(select(avg(p.score)).from(p)));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&to_most), 1, "{}", db.name);
        let q = select(posts::stars).from(posts::table).filter(posts::id.eq(3));
        assert_eq!(db.fetch_one(&q), 7, "{}", db.name);
        assert_eq!(db.execute(&below_average), 3, "{}", db.name);
        let left = select(posts::id).from(posts::table).order_by(posts::id.asc());
        assert_eq!(db.fetch_all(&left), [2, 5], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_delete() {
    on_all_engines(|db| {
        set_up(db);
        let some = delete(posts::table).filter(posts::user_id.eq(1));
        assert_eq!(db.execute(&some), 2, "{}", db.name);
        let orphans = delete(teams::table).filter(not_exists(
            select(users::id).from(users::table).filter(users::team_id.eq(teams::id)),
        ));
        assert_eq!(db.execute(&orphans), 1, "{}", db.name);
        assert_eq!(db.execute(&delete(posts::table).all_rows()), 3, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn returning_gives_rows_or_is_refused() {
    let insert = insert_into(teams::table)
        .columns((teams::id, teams::title))
        .rows([(7, "seven"), (8, "eight")])
        .returning((teams::id, lower(teams::title)));
    let update = update(teams::table)
        .set(teams::title, "SEVEN")
        .filter(teams::id.eq(7))
        .returning((teams::id, teams::title));
    let delete = delete(teams::table).filter(teams::id.eq(8)).returning(teams::title);
    let refused = |error: CompileError, construct: &str| {
        let text = error.to_string();
        assert!(text.starts_with(&format!("{construct} is not supported by M")), "{text}");
        assert!(text.contains("select the rows by their key"), "{text}");
    };
    on_all_engines(|db| {
        set_up(db);
        match insert.compile(db.dialect()) {
            Ok(_) => {
                let rows = db.fetch_all(&insert);
                assert_eq!(rows, [(7, "seven".to_owned()), (8, "eight".to_owned())], "{}", db.name);
            }
            Err(error) => {
                refused(error, "RETURNING on INSERT");
                db.batch("INSERT INTO teams VALUES (7, 'seven'), (8, 'eight')");
            }
        }
        match update.compile(db.dialect()) {
            Ok(_) => assert_eq!(db.fetch_all(&update), [(7, "SEVEN".to_owned())], "{}", db.name),
            Err(error) => refused(error, "RETURNING on UPDATE"),
        }
        match delete.compile(db.dialect()) {
            Ok(_) => assert_eq!(db.fetch_all(&delete), ["eight"], "{}", db.name),
            Err(error) => refused(error, "RETURNING on DELETE"),
        }
    });
}
