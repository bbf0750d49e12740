//! TRUNCATE.

use aludel::prelude::*;

use crate::engines::on_all_engines;
use crate::schema::{posts, set_up};

table! {
    counters { id: BigInt [primary_key, auto_increment], name: VarChar<20> }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_row_goes() {
    on_all_engines(|db| {
        set_up(db);
        let count = select(count_star()).from(posts::table);
        for _ in 0..2 {
            db.execute(&truncate_table(posts::table));
            assert_eq!(db.fetch_one(&count), 0, "{}", db.name);
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn generated_keys_start_anew_where_that_is_said() {
    let add = insert_into(counters::table).set(counters::name, "a");
    let anew = truncate_table(counters::table).restart_identity();
    on_all_engines(|db| {
        db.create(&create_table(counters::table));
        db.execute(&add);
        db.execute(&add);
        match anew.compile(db.dialect()) {
            Ok(_) => {
                db.execute(&anew);
                db.execute(&add);
                let q = select(counters::id).from(counters::table);
                assert_eq!(db.fetch_all(&q), [1], "{}", db.name);
            }
            Err(error) => {
                assert_eq!(db.name, "SQLite", "{error}");
                assert!(error.to_string().starts_with("RESTART IDENTITY on TRUNCATE"), "{error}");
            }
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn tables_that_refer_to_it() {
    let parent = truncate_table(table("parent")).cascade();
    on_all_engines(|db| match parent.compile(db.dialect()) {
        Ok(_) => {
            db.batch("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
            db.batch("CREATE TABLE child (parent_id INTEGER REFERENCES parent)");
            db.batch("INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1)");
            db.execute(&parent);
            assert_eq!(db.fetch_one(&select(count_star()).from(table("child"))), 0, "{}", db.name);
        }
        Err(error) => {
            assert_ne!(db.name, "PostgreSQL", "{error}");
            assert!(error.to_string().starts_with("CASCADE on TRUNCATE"), "{error}");
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_transaction_that_it_ends_does_not_pass_for_one_that_was_undone() {
    on_all_engines(|db| {
        set_up(db);
        let name = db.name;
        let gone: Result<(), Error> = db.connection.transaction(|tx| {
            tx.execute(&truncate_table(posts::table))?;
            Err(Error::NoRows { sql: "undone".into() })
        });
        let error = gone.unwrap_err();
        let left = db.fetch_one(&select(count_star()).from(posts::table));
        match name {
            // It ended the transaction, and what came after it is not in one.
            "MySQL" | "MariaDB" => assert_eq!(left, 0, "{name}: {error}"),
            _ => assert_eq!(left, 5, "{name}: {error}"),
        }
        let committed = db.connection.transaction(|tx| tx.execute(&truncate_table(posts::table)));
        match name {
            "MySQL" | "MariaDB" => {
                let error = committed.unwrap_err();
                assert!(error.to_string().contains("transaction"), "{name}: {error}");
            }
            _ => assert!(committed.is_ok(), "{name}"),
        }
    });
}
