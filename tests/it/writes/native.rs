//! What one server has, in its own module: with its rows there, and a typed error elsewhere.

use aludel::prelude::*;
use aludel::{mysql, postgres, sqlite};

use crate::engines::{Db, on_all_engines};

table! {
    tags { name: VarChar<40> [primary_key], place: Integer [unique], note: Nullable<VarChar<40>> }
}

fn tag(name: &str, place: i32) -> Insert {
    insert_into(tags::table).set(tags::name, name).set(tags::place, place)
}

fn with_two_tags(db: &mut Db) {
    db.create(&create_table(tags::table));
    let rows = [("a", 1, Some("first")), ("b", 2, None)];
    db.execute(&insert_into(tags::table).columns((tags::name, tags::place, tags::note)).rows(rows));
}

fn rows(db: &mut Db) -> Vec<(String, i32, Option<String>)> {
    let q = select((tags::name, tags::place, tags::note)).from(tags::table);
    db.fetch_all(&q.order_by(tags::name.asc()))
}

fn row(name: &str, place: i32, note: Option<&str>) -> (String, i32, Option<String>) {
    (name.to_owned(), place, note.map(str::to_owned))
}

/// The statement runs on the engines that have it; the others refuse it by these words.
#[track_caller]
fn only_on(
    engines: &[&str],
    insert: &Insert,
    refused: &str,
    after: &[(String, i32, Option<String>)],
) {
    on_all_engines(|db| match insert.compile(db.dialect()) {
        Ok(_) => {
            assert!(engines.contains(&db.name), "{}", db.name);
            with_two_tags(db);
            db.execute(insert);
            assert_eq!(rows(db), after, "{}", db.name);
        }
        Err(error) => {
            assert!(!engines.contains(&db.name), "{error}");
            let text = error.to_string();
            assert!(
                text.starts_with(&format!("{refused} is not supported by {}", db.name)),
                "{text}"
            );
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn replace() {
    let after = [row("a", 2, None)];
    let three = ["SQLite", "MySQL", "MariaDB"];
    only_on(&three, &sqlite::or_replace(tag("a", 2)), "REPLACE INTO", &after);
    only_on(&three, &mysql::replace_into(tag("a", 2)), "REPLACE INTO", &after);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn ignore() {
    let after = [row("a", 1, Some("first")), row("b", 2, None)];
    only_on(&["SQLite"], &sqlite::or_ignore(tag("c", 2)), "INSERT OR IGNORE", &after);
    only_on(&["MySQL", "MariaDB"], &mysql::insert_ignore(tag("c", 2)), "INSERT IGNORE", &after);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn on_duplicate_key_update() {
    let insert = mysql::on_duplicate_key_update(tag("c", 2), tags::note.set("met"));
    let after = [row("a", 1, Some("first")), row("b", 2, Some("met"))];
    only_on(&["SQLite", "MySQL", "MariaDB"], &insert, "an upsert on whichever key", &after);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn overriding() {
    table! { items { id: BigInt [primary_key, auto_increment], title: VarChar<40> } }
    let seven = insert_into(items::table).set(items::id, 7).set(items::title, "seven");
    let system = postgres::overriding_system_value(seven.clone());
    let user = postgres::overriding_user_value(seven.clone());
    on_all_engines(|db| {
        if db.name != "PostgreSQL" {
            let error = system.compile(db.dialect()).unwrap_err().to_string();
            assert!(error.starts_with("OVERRIDING SYSTEM VALUE and USER VALUE is not"), "{error}");
            return;
        }
        db.batch("CREATE TABLE items (id BIGINT GENERATED ALWAYS AS IDENTITY, title VARCHAR(40))");
        assert!(db.try_execute(&seven.compile(db.dialect()).unwrap()).is_err());
        assert_eq!(db.execute(&system), 1);
        assert_eq!(db.execute(&user), 1);
        let q = select(items::id).from(items::table).order_by(items::id.asc());
        assert_eq!(db.fetch_all(&q), [1, 7]);
    });
}

#[test]
fn no_two_words_for_a_row_that_meets_another() {
    let both = sqlite::or_replace(tag("a", 1).on_conflict(tags::name).do_nothing());
    let error = both.compile(&Sqlite::new()).unwrap_err().to_string();
    assert!(error.contains("ON CONFLICT"), "{error}");
}
