//! CREATE and DROP: what a declaration says holds on every engine.

use aludel::ast::InsertSource;
use aludel::prelude::*;
use aludel::schema::{Ddl, Table};

use crate::engines::{Db, on_all_engines};

table! {
    shops {
        id: BigInt [primary_key, auto_increment],
        name: VarChar<40> [unique],
        city: VarChar<40> [default("'Ulm'"), index],
        stars: SmallInt [check("stars BETWEEN 0 AND 5")],
        note: Nullable<Text>,
        open: Boolean,
    }
    stock {
        shop_id: BigInt [primary_key, references("shops", "id")],
        part as "part \"no\"": VarChar<20> [primary_key],
        amount: Integer,
    }
}

fn set_up(db: &mut Db) {
    db.create(&create_table(shops::table));
    db.create(&create_table(stock::table));
    db.execute(&shop("a"));
}

fn shop(name: &str) -> Insert {
    insert_into(shops::table)
        .set(shops::name, name)
        .set(shops::stars, 3)
        .set(shops::note, None::<&str>)
        .set(shops::open, true)
}

#[track_caller]
fn refused<S: AsStatement + ?Sized>(db: &mut Db, statement: &S) {
    let compiled = statement.compile(db.dialect()).expect("it compiles");
    assert!(db.try_execute(&compiled).is_err(), "{} took {compiled}", db.name);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn keys_defaults_and_numbers_are_made() {
    on_all_engines(|db| {
        set_up(db);
        db.execute(&shop("b"));
        let q = select((shops::id, shops::name, shops::city, shops::open, shops::note));
        let row = |id, name: &str| (id, name.to_owned(), "Ulm".to_owned(), true, None);
        let rows = db.fetch_all(&q.from(shops::table).order_by(shops::id.asc()));
        assert_eq!(rows, [row(1, "a"), row(2, "b")], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn constraints_hold() {
    let part = |shop: i64, part: &str| {
        insert_into(stock::table)
            .columns((stock::shop_id, stock::part, stock::amount))
            .row((shop, part, 1))
    };
    on_all_engines(|db| {
        set_up(db);
        refused(db, &shop("a"));
        refused(db, &update(shops::table).set(shops::stars, 9).all_rows());
        db.execute(&part(1, "x"));
        db.execute(&part(1, "y"));
        refused(db, &part(1, "x"));
        refused(db, &part(7, "x"));
        refused(db, &delete(shops::table).all_rows());
        let mut no_name = aludel::ast::Insert::new(shops::table.def());
        no_name.columns = [shops::stars.reference(), shops::open.reference()].into();
        no_name.source = InsertSource::Values(vec![Value::from(1), Value::from(true)]);
        let compiled = aludel::dialect::compile(&no_name, db.dialect()).expect("it compiles");
        assert!(db.try_execute(&compiled).is_err(), "{} took a row without a name", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn text_of_the_crates_own_tables_compares_by_code_point() {
    on_all_engines(|db| {
        set_up(db);
        for name in ["A", "\u{e1}", "a "] {
            db.execute(&shop(name));
        }
        let q = select(shops::name).from(shops::table).order_by(shops::name.asc());
        if db.name != "PostgreSQL" {
            assert_eq!(db.fetch_all(&q), ["A", "a", "a ", "\u{e1}"], "{}", db.name);
        }
        let q = select(count_star()).from(shops::table).filter(shops::name.eq("a"));
        assert_eq!(db.fetch_one(&q), 1, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_is_dropped_is_gone_and_can_be_made_again() {
    on_all_engines(|db| {
        set_up(db);
        db.create(&create_index(shops::table, (shops::city, shops::stars)).named("by_city"));
        db.create(&drop_index(shops::table, "by_city"));
        db.create(&drop_table(stock::table));
        db.create(&drop_table(shops::table));
        db.create(&drop_table(shops::table).if_exists());
        set_up(db);
        db.create(&create_table(shops::table).if_not_exists());
        assert_eq!(db.fetch_one(&select(count_star()).from(shops::table)), 1, "{}", db.name);
    });
}

#[test]
fn a_key_of_long_text_is_refused_where_no_server_takes_it() {
    let table = Table::new("t")
        .column(aludel::schema::ColumnSpec::new("name", aludel::ast::DataType::Text))
        .unique(["name"]);
    let error = create_table(table.clone()).statements(&MySql::new()).unwrap_err();
    assert!(error.to_string().contains("VarChar"), "{error}");
    assert!(create_table(table).statements(&Sqlite::new()).is_ok());
}
