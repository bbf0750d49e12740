//! Rows of an iterator, inserted and upserted, the same on every engine.

use std::collections::BTreeMap;

use aludel::prelude::*;

use crate::engines::on_all_engines;

table! { pages { path: VarChar<100> [primary_key], visits: Integer, title: Nullable<VarChar<100>> } }

table! { notes { id: BigInt [primary_key, auto_increment], text: VarChar<100> } }

row_struct! {
    #[derive(Clone, Debug, PartialEq)]
    struct Page { path: String, visits: i32, title: Option<String> }
}

const ROWS: i32 = 20_000;

fn into_pages() -> Insert<(VarChar<100>, Integer, Nullable<VarChar<100>>)> {
    insert_into(pages::table).columns(pages::all)
}

fn all_pages(db: &mut impl Connection) -> Vec<Page> {
    let q = select(pages::all).from(pages::table).order_by(pages::path.asc());
    db.fetch_all(&q.into_struct::<Page>()).unwrap()
}

fn page(path: &str, visits: i32, title: Option<&str>) -> Page {
    Page { path: path.to_owned(), visits, title: title.map(str::to_owned) }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_are_tuples_of_owned_or_lent_values_or_structs() {
    on_all_engines(|engine| {
        let (name, db) = (engine.name, &mut engine.connection);
        db.execute_ddl(&create_table(pages::table)).unwrap();
        let insert = into_pages();
        let lent = [("/a", 1, Some("A")), ("/b", 2, None)];
        assert_eq!(db.insert_many(&insert, lent).unwrap(), 2, "on {name}");
        let owned = [("/c".to_owned(), 3, Some("C".to_owned())), ("/d".to_owned(), 4, None)];
        assert_eq!(db.insert_many(&insert, owned).unwrap(), 2, "on {name}");
        let structs = [page("/e", 5, Some("E")), page("/f", 6, None)];
        assert_eq!(db.insert_many(&insert, structs.clone()).unwrap(), 2, "on {name}");
        let expected = [
            page("/a", 1, Some("A")),
            page("/b", 2, None),
            page("/c", 3, Some("C")),
            page("/d", 4, None),
        ];
        assert_eq!(all_pages(db), [expected.as_slice(), &structs].concat(), "on {name}");
        let nothing: [(&str, i32, Option<&str>); 0] = [];
        assert_eq!(db.insert_many(&insert, nothing).unwrap(), 0, "on {name}");
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_upsert_of_many_takes_what_is_proposed() {
    on_all_engines(|engine| {
        let (name, db) = (engine.name, &mut engine.connection);
        db.execute_ddl(&create_table(pages::table)).unwrap();
        let upsert = into_pages().on_conflict(pages::path).do_update((
            pages::visits.set(pages::visits + excluded(pages::visits)),
            pages::title.set_excluded(),
        ));
        let rows = |from: i32| {
            (from..from + ROWS).map(|n| (format!("/{n:06}"), 1, (n % 3 > 0).then_some("t")))
        };
        assert_eq!(db.insert_many(&upsert, rows(0)).unwrap(), ROWS as u64, "on {name}");
        // Half of them are there.
        assert_eq!(db.insert_many(&upsert, rows(ROWS / 2)).unwrap(), ROWS as u64, "on {name}");
        let found: BTreeMap<i32, i64> = db
            .fetch_all(
                &select((pages::visits, count_star())).from(pages::table).group_by(pages::visits),
            )
            .unwrap()
            .into_iter()
            .collect();
        let half = i64::from(ROWS / 2);
        assert_eq!(found, BTreeMap::from([(1, 2 * half), (2, half)]), "on {name}");
        let one = upsert.clone().row(("/000000", 1, None::<&str>));
        assert_eq!(db.execute(&one).unwrap(), 1, "on {name}");
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_insertion_of_many_passes_over_what_is_there() {
    on_all_engines(|engine| {
        let (name, db) = (engine.name, &mut engine.connection);
        db.execute_ddl(&create_table(pages::table)).unwrap();
        let insert = into_pages();
        db.insert_many(&insert, [("/a", 1, None::<&str>), ("/c", 1, None)]).unwrap();
        let ignore = insert.on_conflict(pages::path).do_nothing();
        let rows = [("/a", 9, Some("x")), ("/b", 9, None), ("/b", 8, None), ("/c", 9, Some("y"))];
        assert_eq!(db.insert_many(&ignore, rows).unwrap(), 1, "on {name}");
        let expected = [page("/a", 1, None), page("/b", 9, None), page("/c", 1, None)];
        assert_eq!(all_pages(db), expected, "on {name}");
        assert_eq!(db.insert_many(&ignore, [("/a", 9, Some("x"))]).unwrap(), 0, "on {name}");
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_same_key_twice_is_updated_twice_except_on_postgres() {
    on_all_engines(|engine| {
        let (name, db) = (engine.name, &mut engine.connection);
        db.execute_ddl(&create_table(pages::table)).unwrap();
        let upsert = into_pages().on_conflict(pages::path).do_update(pages::visits.set_excluded());
        let rows = [("/a", 1, None::<&str>), ("/b", 2, None), ("/a", 3, None)];
        let done = db.insert_many(&upsert, rows);
        if name == "PostgreSQL" {
            let error = done.unwrap_err();
            assert_eq!((error.code(), error.row()), (Some("21000"), Some(2)), "{error}");
            assert_eq!(all_pages(db), []);
            // Row by row it is what the others do.
            let one = aludel::adapter::BulkOptions::new().chunk_rows(1);
            db.insert_many_with(&upsert, rows, one).unwrap();
        } else {
            done.unwrap();
        }
        assert_eq!(all_pages(db), [page("/a", 3, None), page("/b", 2, None)], "on {name}");
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn keys_come_back_in_the_order_of_the_rows() {
    on_all_engines(|engine| {
        let (name, db) = (engine.name, &mut engine.connection);
        db.execute_ddl(&create_table(notes::table)).unwrap();
        let insert = insert_into(notes::table).columns(notes::text);
        // Neither ascending nor descending.
        let rows = || (0..ROWS).map(|n| (format!("note {}", n * 7919 % ROWS),));
        let told = db.insert_many_returning(&insert, rows(), (notes::id, notes::text));
        if name == "MySQL" {
            let error = told.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Compile, "{error}");
            assert!(error.to_string().contains("RETURNING"), "{error}");
            return;
        }
        let told = told.unwrap();
        let texts: Vec<_> = told.iter().map(|(_, text)| (text.clone(),)).collect();
        assert!(texts.into_iter().eq(rows()), "on {name}");
        let stored = select((notes::id, notes::text)).from(notes::table).order_by(notes::id.asc());
        let stored = db.fetch_all(&stored).unwrap();
        let mut told = told;
        told.sort();
        assert_eq!(told, stored, "on {name}");
    });
}
