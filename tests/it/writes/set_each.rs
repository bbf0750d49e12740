//! UPDATE of many rows, each to values of its own.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};
use crate::schema::{set_up, users};

table! {
    seats {
        room: VarChar<20> [primary_key],
        number: Integer [primary_key],
        guest: Nullable<VarChar<20>>,
        price: Double,
    }
}

row_struct! {
    #[derive(Clone, Debug, PartialEq)]
    struct Person { id: i64, name: String, age: Option<i32> }
}

fn people(db: &mut Db) -> Vec<(i64, String, Option<i32>)> {
    let q = select((users::id, users::name, users::age)).from(users::table);
    db.fetch_all(&q.order_by(users::id.asc()))
}

fn person(id: i64, name: &str, age: Option<i32>) -> (i64, String, Option<i32>) {
    (id, name.to_owned(), age)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn values_by_key() {
    let q = update(users::table).set_each(
        (users::id, users::name, users::age),
        users::id,
        [(1, "Änn", None), (3, "Cyd", Some(41)), (99, "Nobody", Some(1))],
    );
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&q), 2, "{}", db.name);
        let expected = [
            person(1, "Änn", None),
            person(2, "Bob", Some(20)),
            person(3, "Cyd", Some(41)),
            person(4, "Dot", None),
        ];
        assert_eq!(people(db), expected, "{}", db.name);
        assert_eq!(db.execute(&q), 2, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn structs_expressions_and_a_condition() {
    let given = [(2, "Rob", Some(21)), (4, "Dorothy", Some(50))];
    let given = given.map(|(id, name, age)| Person { id, name: name.to_owned(), age });
    let structs = update(users::table)
        .set_each((users::id, users::name, users::age), users::id, given)
        .filter(users::age.is_not_null());
    let computed = update(users::table).set_each(
        (users::id, users::age),
        users::id,
        [(val::<BigInt>(1) + 1, val::<Integer>(20) + 2)],
    );
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&structs), 1, "{}", db.name);
        assert_eq!(people(db)[1], person(2, "Rob", Some(21)), "{}", db.name);
        assert_eq!(people(db)[3], person(4, "Dot", None), "{}", db.name);
        assert_eq!(db.execute(&computed), 1, "{}", db.name);
        assert_eq!(people(db)[1], person(2, "Rob", Some(22)), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_key_of_two_columns_one_of_them_text() {
    let q = update(seats::table).set_each(
        (seats::room, seats::number, seats::guest, seats::price),
        (seats::room, seats::number),
        [("a", 1, None, 1.5), ("ä", 1, Some(""), 2.25), ("A", 1, Some("no"), 0.0)],
    );
    on_all_engines(|db| {
        db.create(&create_table(seats::table));
        let rows = [("a", 1, Some("Ann"), 9.0), ("a", 2, None, 9.0), ("ä", 1, None, 9.0)];
        let columns = (seats::room, seats::number, seats::guest, seats::price);
        db.execute(&insert_into(seats::table).columns(columns).rows(rows));
        let all = select(columns).from(seats::table);
        let mut before = db.fetch_all(&all);
        db.execute(&q);
        let mut after = db.fetch_all(&all);
        for row in &mut before {
            match (row.0.as_str(), row.1) {
                ("a", 1) => (row.2, row.3) = (None, 1.5),
                ("ä", 1) => (row.2, row.3) = (Some(String::new()), 2.25),
                _ => {}
            }
        }
        before.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        after.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        assert_eq!(after, before, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_thousand_rows_at_once() {
    let rows = |add: i64| (10..1010).map(move |id| (id, format!("n{}", id + add)));
    let insert = insert_into(users::table).columns((users::id, users::name)).rows(rows(0));
    let change = update(users::table).set_each((users::id, users::name), users::id, rows(1));
    on_all_engines(|db| {
        set_up(db);
        db.execute(&insert);
        assert_eq!(db.execute(&change), 1000, "{}", db.name);
        let q = select(users::name).from(users::table).filter(users::id.eq(1009));
        assert_eq!(db.fetch_one(&q), "n1010", "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn by_names_known_at_run_time() {
    let users = table("users");
    let [id, name, age] = ["id", "name", "age"].map(|name| users.column::<Any>(name));
    let rows = [
        (Value::from(1), Value::from("Anna"), Value::from(31)),
        (Value::from(4), Value::from("Dora"), Value::Null),
    ];
    let q = update(&users).set_each((id.clone(), name, age), id, rows);
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&q), 2, "{}", db.name);
        assert_eq!(people(db)[0], person(1, "Anna", Some(31)), "{}", db.name);
        assert_eq!(people(db)[3], person(4, "Dora", None), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn more_rows_than_a_statement_takes() {
    let rows = |add: i64| (10..2310).map(move |id| (id, format!("n{}", id + add)));
    let columns = (users::id, users::name);
    let insert = insert_into(users::table).columns(columns);
    on_all_engines(|db| {
        set_up(db);
        db.connection.insert_many(&insert, rows(0)).unwrap();
        let changed = update(users::table).set(users::age, 5);
        let done = db.connection.update_many(&changed, columns, users::id, rows(1));
        assert_eq!(done.unwrap(), 2300, "{}", db.name);
        let q = select(count_star()).from(users::table).filter(users::age.eq(5));
        assert_eq!(db.fetch_one(&q.filter(users::name.eq("n2310"))), 1, "{}", db.name);
        let none = Vec::<(i64, String)>::new();
        let done = db.connection.update_many(&changed, columns, users::id, none);
        assert_eq!(done.unwrap(), 0, "{}", db.name);
    });
}

#[test]
fn what_is_missing_is_told() {
    let columns = (users::name, users::age);
    let no_key = update(users::table).set_each(columns, users::id, [("Ann", Some(3))]);
    let no_rows = update(users::table).set_each(columns, users::name, Vec::<(&str, i32)>::new());
    let no_value = update(users::table).set_each(users::name, users::name, [("Ann",)]);
    for dialect in
        [&Sqlite::new() as &dyn Dialect, &Postgres::new(), &MySql::new(), &MariaDb::new()]
    {
        let error = no_key.compile(dialect).unwrap_err();
        assert!(error.to_string().contains("the columns of set_each.id"), "{error}");
        let error = no_rows.compile(dialect).unwrap_err();
        assert!(error.to_string().contains("at least one row"), "{error}");
        let error = no_value.compile(dialect).unwrap_err();
        assert!(error.to_string().contains("assign at least one column"), "{error}");
    }
}
