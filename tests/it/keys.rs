//! The key of an inserted row, and the row itself, on every engine.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};

table! {
    people {
        id: BigInt [primary_key, auto_increment],
        email: VarChar<100> [unique],
        visits: Integer [default("7")],
    }
    tags { name: VarChar<40> [primary_key], rank: Integer [default("3")] }
    things { id: Uuid [primary_key], name: VarChar<40> }
    counted { id: BigInt [primary_key], name: VarChar<40> }
}

fn person(email: &str) -> Insert {
    insert_into(people::table).set(people::email, email)
}

fn kind<T: std::fmt::Debug>(result: Result<T, Error>) -> ErrorKind {
    result.unwrap_err().kind()
}

fn emails(db: &mut Db) -> Vec<(i64, String, i32)> {
    db.fetch_all(
        &select((people::id, people::email, people::visits))
            .from(people::table)
            .order_by(people::id.asc()),
    )
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_generated_key() {
    on_all_engines(|db| {
        db.create(&create_table(people::table));
        let on = db.name;
        let c = &mut db.connection;
        let first = c.insert_key(&person("a"), people::id).unwrap();
        let second = c.insert_key(&person("b"), people::id).unwrap();
        assert!(first > 0 && second > first, "{on}: {first}, {second}");
        // A key that is given, a default that is asked for, a row of a list.
        let given = person("c").set(people::id, 70);
        assert_eq!(c.insert_key(&given, people::id).unwrap(), 70, "{on}");
        let one = insert_into(people::table).columns((people::email, people::id)).row(("d", 80));
        assert_eq!(c.insert_key(&one, people::id).unwrap(), 80, "{on}");
        let negative = person("e").set(people::id, -5);
        assert_eq!(c.insert_key(&negative, people::id).unwrap(), -5, "{on}");
        let computed = person("f").set(people::id, val::<BigInt>(90) + 1);
        assert_eq!(c.insert_key(&computed, people::id).unwrap(), 91, "{on}");
        assert_eq!(kind(c.insert_key(&person("f"), people::id)), ErrorKind::Unique, "{on}");
        let expected = [(-5, "e"), (first, "a"), (second, "b"), (70, "c"), (80, "d"), (91, "f")];
        let expected = expected.map(|(id, email)| (id, email.to_owned(), 7));
        assert_eq!(emails(db), expected, "{on}");
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_key_of_a_default() {
    on_all_engines(|db| {
        db.create(&create_table(people::table));
        let asked = person("a").set_default(people::id);
        assert!(db.connection.insert_key(&asked, people::id).unwrap() > 0, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_row_with_what_the_database_made() {
    on_all_engines(|db| {
        db.create(&create_table(people::table));
        let on = db.name;
        let c = &mut db.connection;
        let columns = (people::id, people::email, people::visits + 1);
        let row = c.insert_returning(&person("a"), people::id, columns.clone()).unwrap();
        assert_eq!((row.0 > 0, row.1, row.2), (true, "a".to_owned(), 8), "{on}");
        // In a transaction it goes with it.
        let undone: Result<(), Error> = c.transaction(|tx| {
            tx.insert_returning(&person("b"), people::id, columns.clone())?;
            tx.insert_returning(&person("a"), people::id, columns.clone()).map(drop)
        });
        assert_eq!(kind(undone), ErrorKind::Unique, "{on}");
        assert_eq!(emails(db), [(row.0, "a".to_owned(), 7)], "{on}");
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn keys_that_are_given() {
    on_all_engines(|db| {
        db.create(&create_table(tags::table));
        db.create(&create_table(things::table));
        let on = db.name;
        let c = &mut db.connection;
        let tag = insert_into(tags::table).set(tags::name, "Ünï'\\");
        assert_eq!(c.insert_key(&tag, tags::name).unwrap(), "Ünï'\\", "{on}");
        let tag = insert_into(tags::table).set(tags::name, "b");
        let row = c.insert_returning(&tag, tags::name, (tags::rank, tags::name)).unwrap();
        assert_eq!(row, (3, "b".to_owned()), "{on}");
        let id = uuid::Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);
        let thing = insert_into(things::table).set(things::id, id).set(things::name, "t");
        assert_eq!(c.insert_returning(&thing, things::id, things::name).unwrap(), "t", "{on}");
        assert_eq!(kind(c.insert_key(&thing, things::id)), ErrorKind::Unique, "{on}");
        let other = uuid::Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c9);
        let thing = insert_into(things::table).set(things::id, other).set(things::name, "u");
        assert_eq!(c.insert_key(&thing, things::id).unwrap(), other, "{on}");
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_key_of_an_upsert() {
    on_all_engines(|db| {
        db.create(&create_table(people::table));
        let on = db.name;
        let c = &mut db.connection;
        let upsert = |email: &str, visits: i32| {
            let row = person(email).set(people::visits, visits);
            row.on_conflict(people::email).do_update(people::visits.set_excluded())
        };
        let ignore = |email: &str| person(email).on_conflict(people::email).do_nothing();
        let a = c.insert_key(&upsert("a", 1), people::id).unwrap();
        let b = c.insert_key(&ignore("b"), people::id).unwrap();
        assert_ne!(a, b, "{on}");
        // Changed; changed to what it is; left as it is.
        assert_eq!(c.insert_key(&upsert("a", 2), people::id).unwrap(), a, "{on}");
        assert_eq!(c.insert_key(&upsert("a", 2), people::id).unwrap(), a, "{on}");
        assert_eq!(kind(c.insert_key(&ignore("b"), people::id)), ErrorKind::NoRows, "{on}");
        let columns = (people::id, people::visits);
        assert_eq!(kind(c.insert_returning(&ignore("b"), people::id, columns)), ErrorKind::NoRows);
        assert_eq!(c.insert_returning(&upsert("b", 9), people::id, columns).unwrap(), (b, 9));
        // Another key than the one of the row that is there, which stays.
        let elsewhere = person("a").set(people::id, 500).set(people::visits, 5);
        let elsewhere =
            elsewhere.on_conflict(people::email).do_update(people::visits.set_excluded());
        assert_eq!(c.insert_key(&elsewhere, people::id).unwrap(), a, "{on}");
        let fresh = person("z").set(people::id, 600).on_conflict(people::email).do_nothing();
        assert_eq!(c.insert_key(&fresh, people::id).unwrap(), 600, "{on}");
        assert_eq!(kind(c.insert_key(&fresh, people::id)), ErrorKind::NoRows, "{on}");
        let rows = [(a, "a".to_owned(), 5), (b, "b".to_owned(), 9), (600, "z".to_owned(), 7)];
        assert_eq!(emails(db), rows, "{on}");
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_cannot_be_told_is_refused() {
    on_all_engines(|db| {
        db.create(&create_table(people::table));
        db.create(&create_table(tags::table));
        db.batch("CREATE TABLE counted (id BIGINT DEFAULT 4, name VARCHAR(40))");
        let (on, mysql) = (db.name, db.name == "MySQL");
        let tells = matches!(on, "SQLite" | "PostgreSQL");
        let c = &mut db.connection;
        let two = insert_into(people::table).columns(people::email).rows([("a",), ("b",)]);
        assert_eq!(kind(c.insert_key(&two, people::id)), ErrorKind::Unsupported, "{on}");
        assert_eq!(kind(c.insert_returning(&two, people::id, people::id)), ErrorKind::Unsupported);
        let query = insert_into(people::table).columns(people::email);
        let query = query.from_select(select(tags::name).from(tags::table));
        assert_eq!(kind(c.insert_key(&query, people::id)), ErrorKind::Unsupported, "{on}");

        let unknown = insert_into(counted::table).set(counted::name, "n");
        let unknown = c.insert_key(&unknown, counted::id);
        match mysql {
            true => assert_eq!(kind(unknown), ErrorKind::Unsupported),
            false => assert_eq!(unknown.unwrap(), 4, "{on}"),
        }
        let tag =
            insert_into(tags::table).set(tags::name, "a").on_conflict(tags::name).do_nothing();
        match tells {
            true => assert_eq!(c.insert_key(&tag, tags::name).unwrap(), "a", "{on}"),
            false => assert_eq!(kind(c.insert_key(&tag, tags::name)), ErrorKind::Unsupported),
        }
        let at_times = person("a").on_conflict(people::email);
        let at_times = at_times.do_update_where(people::visits.set(1), people::visits.gt(5));
        let at_times = c.insert_key(&at_times, people::id);
        match tells {
            true => assert!(at_times.is_ok(), "{on}"),
            false => assert_eq!(kind(at_times), ErrorKind::Unsupported, "{on}"),
        }
        // What is refused, is not done.
        let count = db.fetch_one(&select(count_star()).from(people::table));
        assert_eq!(count, i64::from(tells), "{on}");
    });
}
