//! UPDATE and DELETE of the first rows in an order.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};
use crate::schema::{posts, set_up, teams, users};

table! {
    seats {
        room: VarChar<20> [primary_key],
        number: Integer [primary_key],
        taken_by: Nullable<VarChar<20>>,
    }
}

fn seats_with_rows(db: &mut Db) {
    db.create(&create_table(seats::table));
    let rows = [("a", 1, Some("Ann")), ("a", 2, None), ("b", 1, None), ("b", 2, None)];
    db.execute(
        &insert_into(seats::table)
            .columns((seats::room, seats::number, seats::taken_by))
            .rows(rows),
    );
}

fn taken(db: &mut Db) -> Vec<Option<String>> {
    let q = select(seats::taken_by).from(seats::table);
    db.fetch_all(&q.order_by((seats::room.asc(), seats::number.asc())))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_update_of_the_first_rows() {
    let free = |guest: &str, rows| {
        update(seats::table)
            .set(seats::taken_by, guest)
            .filter(seats::taken_by.is_null())
            .order_by((seats::number.desc(), seats::room.asc()))
            .limit(rows)
    };
    on_all_engines(|db| {
        seats_with_rows(db);
        assert_eq!(db.execute(&free("Bob", 2)), 2, "{}", db.name);
        let bob = || Some("Bob".to_owned());
        assert_eq!(taken(db), [Some("Ann".to_owned()), bob(), None, bob()], "{}", db.name);
        assert_eq!(db.execute(&free("Cid", 0)), 0, "{}", db.name);
        assert_eq!(db.execute(&free("Dot", 5)), 1, "{}", db.name);
        assert_eq!(db.execute(&free("Eve", 5)), 0, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_delete_of_the_first_rows() {
    let p = posts::alias("p");
    let worst = delete(p).all_rows().order_by(p.stars.asc()).limit(2);
    let rest = delete(posts::table).filter(posts::stars.gt(2)).limit(10);
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&worst), 2, "{}", db.name);
        let left = select(posts::id).from(posts::table).order_by(posts::id.asc());
        assert_eq!(db.fetch_all(&left), [1, 4, 5], "{}", db.name);
        assert_eq!(db.execute(&rest), 2, "{}", db.name);
        assert_eq!(db.fetch_all(&left), [5], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn of_a_table_without_a_declared_key() {
    let logs = table("logs");
    let [id, kind] = ["id", "kind"].map(|name| logs.column::<Any>(name));
    let mark = update(&logs)
        .set(kind.clone(), "marked")
        .all_rows()
        .order_by((id.clone().desc(),))
        .limit(2);
    let drop_two = delete(&logs).filter(id.clone().eq(7)).limit(2);
    on_all_engines(|db| {
        db.batch("CREATE TABLE logs (id INTEGER, kind VARCHAR(20))");
        db.batch("INSERT INTO logs VALUES (7, 'a'), (7, 'a'), (7, 'a'), (8, 'b')");
        assert_eq!(db.execute(&drop_two), 2, "{}", db.name);
        assert_eq!(db.execute(&mark), 2, "{}", db.name);
        let q = select(count_star()).from(&logs).filter(kind.clone().eq("marked"));
        assert_eq!(db.fetch_one(&q), 2, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_rows_of_a_limited_write_are_returned_where_writes_return_rows() {
    let oldest = delete(users::table)
        .filter(users::age.is_not_null())
        .order_by(users::age.desc())
        .limit(1)
        .returning(users::name);
    on_all_engines(|db| {
        set_up(db);
        match oldest.compile(db.dialect()) {
            Ok(_) => assert_eq!(db.fetch_all(&oldest), ["Cid"], "{}", db.name),
            Err(error) => {
                assert!(error.to_string().starts_with("RETURNING on DELETE"), "{error}");
            }
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_update_of_the_first_rows_that_meet_another_table() {
    let p = posts::alias("p");
    // Each of Bob's three posts meets him; each user with posts counts once.
    let of_the_user = update(p)
        .set(p.title, users::name)
        .set(p.stars, p.stars + 1)
        .from(users::table)
        .filter(users::id.eq(p.user_id).and(users::name.eq("Bob")))
        .order_by((p.stars.desc(), p.id.asc()))
        .limit(2);
    let with_posts = update(users::table)
        .set(users::age, 1)
        .from(posts::table)
        .filter(posts::user_id.eq(users::id))
        .order_by(users::id.desc());
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&of_the_user), 2, "{}", db.name);
        let q = select((posts::title, posts::stars)).from(posts::table).order_by(posts::id.asc());
        let rows = [("one", 5), ("two", -3), ("three", 0), ("Bob", 8), ("Bob", 3)];
        assert_eq!(db.fetch_all(&q), rows.map(|(title, stars)| (title.to_owned(), stars)));
        assert_eq!(db.execute(&with_posts.clone().limit(1)), 1, "{}", db.name);
        let ages = select(users::age).from(users::table).order_by(users::id.asc());
        assert_eq!(db.fetch_all(&ages), [Some(30), Some(1), Some(40), None], "{}", db.name);
        assert_eq!(db.execute(&with_posts.clone().limit(5)), 2, "{}", db.name);
        assert_eq!(db.execute(&with_posts), 2, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_delete_of_the_first_rows_that_meet_another_table() {
    let p = posts::alias("p");
    let best_of_team = delete(p)
        .using(users::table)
        .join(teams::table, teams::id.eq(users::team_id))
        .filter(users::id.eq(p.user_id).and(teams::title.eq("red")))
        .order_by((p.stars.desc(), p.id.asc()))
        .limit(3);
    let with_posts = delete(users::table)
        .using(posts::table)
        .filter(posts::user_id.eq(users::id))
        .order_by(users::id.asc())
        .limit(1);
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&with_posts), 1, "{}", db.name);
        assert_eq!(db.execute(&best_of_team), 3, "{}", db.name);
        let left = select(posts::id).from(posts::table).order_by(posts::id.asc());
        assert_eq!(db.fetch_all(&left), [1, 2], "{}", db.name);
        assert_eq!(db.execute(&best_of_team), 0, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_of_values_by_key_up_to_a_limit() {
    let rows = [(1, "Anna"), (2, "Bobby"), (3, "Cyd"), (9, "Zoe")];
    let some = update(users::table)
        .set_each((users::id, users::name), users::id, rows)
        .filter(users::age.ge(30))
        .order_by(users::id.desc())
        .limit(1);
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&some), 1, "{}", db.name);
        let names = select(users::name).from(users::table).order_by(users::id.asc());
        assert_eq!(db.fetch_all(&names), ["Ann", "Bob", "Cyd", "Dot"], "{}", db.name);
    });
}

#[test]
fn rows_are_sorted_by_their_own_columns_and_found_by_a_declared_key() {
    let by_another = update(posts::table)
        .set(posts::stars, 1)
        .from(users::table)
        .filter(users::id.eq(posts::user_id))
        .order_by(users::name.asc())
        .limit(1);
    let t = table("t");
    let [n, m] = ["n", "m"].map(|name| t.column::<Integer>(name));
    let without_key = update(&t)
        .set(n.clone(), 1)
        .from(users::table)
        .filter(users::age.eq(m.clone().nullable()))
        .order_by(m.clone().asc())
        .limit(1);
    let deleted = delete(&t)
        .using(users::table)
        .filter(users::age.eq(m.nullable()))
        .order_by(n.asc())
        .limit(1);
    let raw = update(posts::table)
        .set(posts::stars, 1)
        .from(users::table)
        .filter(users::id.eq(posts::user_id).and(sql::<Boolean>("some_function() = 1", ())))
        .limit(1);
    for dialect in
        [&Sqlite::new() as &dyn Dialect, &Postgres::new(), &MySql::new(), &MariaDb::new()]
    {
        let error = by_another.compile(dialect).unwrap_err().to_string();
        assert!(error.contains("sort by its own columns"), "{error}");
        let error = raw.compile(dialect).unwrap_err().to_string();
        assert!(error.starts_with("ORDER BY or LIMIT on UPDATE … FROM"), "{error}");
        assert!(error.contains("leave raw SQL"), "{error}");
    }
    for dialect in [&MySql::new() as &dyn Dialect, &MariaDb::new()] {
        let error = without_key.compile(dialect).unwrap_err().to_string();
        assert!(error.starts_with("ORDER BY or LIMIT on UPDATE … FROM"), "{error}");
        assert!(error.contains("declare the table's key"), "{error}");
        let error = deleted.compile(dialect).unwrap_err().to_string();
        assert!(error.starts_with("ORDER BY or LIMIT on DELETE … USING"), "{error}");
        assert!(error.contains("declare the table's key"), "{error}");
    }
}
