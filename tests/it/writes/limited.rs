//! UPDATE and DELETE of the first rows in an order.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};
use crate::schema::{posts, set_up, users};

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
        if db.name == "MariaDB" && worst.compile(db.dialect()).is_err() {
            // Before 11.8 there is no alias there.
            db.execute(&delete(posts::table).all_rows().order_by(posts::stars.asc()).limit(2));
        } else {
            assert_eq!(db.execute(&worst), 2, "{}", db.name);
        }
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
