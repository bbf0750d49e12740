//! A value that does not fit is an error that names the column and the type.

use super::*;

table! {
    wide { id: BigInt [primary_key], big: BigInt, word: VarChar<40>, gap: Nullable<Integer>, x: Double }
}

table! { small { id: SmallInt [primary_key] } }

/// The same table, as someone thinks it is.
mod thought {
    use super::*;
    table! {
        pub wide { id: SmallInt, big: Integer, word: Integer, gap: Integer, x: Real }
    }
}
use thought::wide as narrow;

fn set_up(db: &mut Db) {
    db.create(&create_table(wide::table));
    db.execute(
        &insert_into(wide::table)
            .columns((wide::id, wide::big, wide::word, wide::gap, wide::x))
            .row((70_000, 1_i64 << 40, "four", None::<i32>, 1e300)),
    );
}

#[track_caller]
fn reads_wrong<T: SqlType>(db: &mut Db, (name, column): (&str, Column<T>), message: &str) {
    let query = select((val::<BigInt>(1).label("one"), column)).from(narrow::table);
    let error = db.connection.fetch_all(&query).map(drop).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "on {}: {error}", db.name);
    let message = format!("column 1 (`{name}`): {message}");
    assert!(error.to_string().starts_with(&message), "on {}: {error}", db.name);
    assert_eq!(error.column(), Some(name), "on {}: {error}", db.name);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_value_that_does_not_fit_is_not_read() {
    on_all_engines(|db| {
        set_up(db);
        reads_wrong(db, ("id", narrow::id), "70000 is out of the range of SMALLINT");
        reads_wrong(db, ("big", narrow::big), "1099511627776 is out of the range of INTEGER");
        reads_wrong(db, ("word", narrow::word), "expected INTEGER, found text");
        reads_wrong(db, ("gap", narrow::gap), "NULL where the query promised INTEGER");
        reads_wrong(db, ("x", narrow::x), "");
    });
}

/// By prepared statements too, and for a value in bulk.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_value_that_does_not_fit_is_not_sent() {
    on_all_engines(|db| {
        set_up(db);
        let small = select(narrow::x).from(narrow::table).filter(narrow::id.eq(40_000));
        let found = db.connection.fetch_all(&small).map(|_| 0);
        is_invalid(db, found, &40_000);
        let prepared = select(wide::big)
            .from(wide::table)
            .filter(wide::gap.eq(param::<Integer>("gap")))
            .prepare(db.dialect())
            .expect("it compiles");
        let error = prepared.bind([("gap", Value::from(1_i64 << 40))]).unwrap_err();
        assert!(matches!(error, CompileError::OutOfRange { .. }), "{error}");
        let error = prepared.bind([("gap", Value::from(f64::NAN))]);
        assert_eq!(error.is_err(), db.name != "PostgreSQL", "{error:?}");
        db.create(&create_table(small::table));
        let insert = insert_into(small::table).columns(small::id);
        let error = db.connection.insert_many(&insert, [(1,), (40_000,)]).unwrap_err();
        assert_eq!((error.row(), error.column()), (Some(1), Some("id")), "{error}");
    });
}

/// A server would round it and say nothing.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_decimal_is_not_rounded() {
    table! { prices { id: BigInt [primary_key], price: Decimal<5, 2> } }
    let number = |text: &str| text.parse::<rust_decimal::Decimal>().expect("a decimal");
    let refused = |engine: &str, error: Error| {
        let message = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Compile, "on {engine}: {message}");
        assert!(message.contains("1.005 in ") && message.contains("DECIMAL(5, 2)"), "{message}");
        assert!(error.column().is_some_and(|name| name.ends_with("price")), "{message}");
    };
    on_all_engines(|db| {
        db.create(&create_table(prices::table));
        let insert = insert_into(prices::table).columns((prices::id, prices::price));
        let c = &mut db.connection;
        c.execute(&insert.clone().row((1, number("1.500")))).expect("it fits");
        refused(db.name, c.execute(&insert.clone().row((2, number("1.005")))).unwrap_err());
        let many = c.insert_many(&insert, [(2, number("1.0")), (3, number("1.005"))]).unwrap_err();
        assert_eq!(many.row(), Some(1));
        refused(db.name, many);
        let change = update(prices::table).set(prices::price, number("1.005")).all_rows();
        refused(db.name, c.execute(&change).unwrap_err());
        // To compute and compare with, it is a number like any other.
        let above =
            select(prices::id).from(prices::table).filter(prices::price.gt(number("1.005")));
        assert_eq!(db.fetch_all(&above), [1], "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn null_and_text_do_not_go_into_a_number() {
    on_all_engines(|db| {
        db.create(&create_table(small::table));
        let insert = |value: Value| insert_into(small::table).set(small::id, value);
        let error = db.connection.execute(&insert(Value::Null)).unwrap_err();
        assert!(error.kind() == ErrorKind::NotNull, "on {}: {error}", db.name);
        assert!(error.to_string().contains("id"), "on {}: {error}", db.name);
        let written = db.connection.execute(&insert(Value::from("four")));
        if db.name != "SQLite" {
            return is_invalid(db, written, &"four");
        }
        // It keeps any value in any column; reading it tells.
        let error = db.connection.fetch_all(&select(small::id).from(small::table)).unwrap_err();
        let message = "column 0 (`id`): expected SMALLINT, found text";
        assert!(error.to_string().starts_with(message), "{error}");
    });
}
