//! MERGE, where a server has it.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};

table! {
    stock { item: Integer [primary_key], amount: Integer, note: Nullable<VarChar<20>> }
    arrivals { item: Integer, amount: Integer }
}

fn set_up(db: &mut Db) {
    db.create(&create_table(stock::table));
    db.batch("CREATE TABLE arrivals (item INTEGER, amount INTEGER)");
    let rows = [(1, 10, Some("x")), (2, 20, None), (3, 30, None)];
    db.execute(
        &insert_into(stock::table).columns((stock::item, stock::amount, stock::note)).rows(rows),
    );
    db.batch("INSERT INTO arrivals VALUES (1, 5), (2, 0), (4, 7), (5, 0)");
}

fn all(db: &mut Db) -> Vec<(i32, i32, Option<String>)> {
    let q = select((stock::item, stock::amount, stock::note)).from(stock::table);
    db.fetch_all(&q.order_by(stock::item.asc()))
}

fn arrive() -> Merge {
    merge_into(stock::table)
        .using(arrivals::table, arrivals::item.eq(stock::item))
        .when_matched_and(arrivals::amount.eq(0))
        .delete()
        .when_matched()
        .update((stock::amount.set(stock::amount + arrivals::amount), stock::note.set("more")))
        .when_not_matched_and(arrivals::amount.eq(0))
        .do_nothing()
        .when_not_matched()
        .insert((stock::item.set(arrivals::item), stock::amount.set(arrivals::amount)))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn each_row_by_the_first_arm_that_fits() {
    on_all_engines(|db| match arrive().compile(db.dialect()) {
        Ok(_) => {
            set_up(db);
            assert_eq!(db.execute(&arrive()), 3, "{}", db.name);
            let expected = [(1, 15, Some("more".to_owned())), (3, 30, None), (4, 7, None)];
            assert_eq!(all(db), expected, "{}", db.name);
        }
        Err(error) => {
            let text = error.to_string();
            assert!(text.starts_with(&format!("MERGE is not supported by {}", db.name)), "{text}");
            assert!(text.contains("on_conflict"), "{text}");
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn from_a_query_and_for_what_the_source_lacks() {
    let a = select((arrivals::item, sum(arrivals::amount).label("amount")))
        .from(arrivals::table)
        .group_by(arrivals::item)
        .alias("a");
    let merge = merge_into(stock::table)
        .using(a.clone(), a.get(arrivals::item).eq(stock::item))
        .when_not_matched_by_source()
        .update(stock::amount.set(0))
        .when_matched()
        .do_nothing()
        .returning((stock::item, stock::amount));
    on_all_engines(|db| match merge.compile(db.dialect()) {
        Ok(_) => {
            set_up(db);
            assert_eq!(db.fetch_all(&merge), [(3, 0)], "{}", db.name);
        }
        Err(error) => {
            let text = error.to_string();
            let what = if db.name == "PostgreSQL" { "WHEN NOT MATCHED BY SOURCE" } else { "MERGE" };
            assert!(text.starts_with(what), "{text}");
        }
    });
}

#[test]
fn what_no_server_takes_is_refused() {
    let postgres = Postgres::new();
    let refused = |merge: Merge| merge.compile(&postgres).unwrap_err().to_string();
    let on = || merge_into(stock::table).using(arrivals::table, arrivals::item.eq(stock::item));
    let error = refused(on());
    assert!(error.contains("say what happens"), "{error}");
    // A row that is not there is not read.
    let error = refused(on().when_not_matched().insert(stock::amount.set(stock::amount)));
    assert!(error.contains("stock.amount"), "{error}");
    let error = refused(on().when_not_matched_by_source_and(arrivals::amount.gt(1)).delete());
    assert!(error.contains("arrivals.amount"), "{error}");
    let error = refused(on().when_matched().delete().when_matched().do_nothing());
    assert!(error.contains("never reached"), "{error}");
    let twice = (stock::amount.set(1), stock::amount.set(2));
    let error = refused(on().when_not_matched().insert(twice));
    assert!(error.contains("amount"), "{error}");
    let returning = on().when_matched().delete().returning(stock::item);
    assert!(returning.compile(&postgres).is_ok());
    let error = returning.compile(&Postgres::version(16)).unwrap_err().to_string();
    assert!(error.starts_with("RETURNING on MERGE"), "{error}");
    let error = arrive().compile(&Postgres::version(14)).unwrap_err().to_string();
    assert!(error.contains("15"), "{error}");
}
