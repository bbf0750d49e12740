//! Rows of defaults, and DEFAULT among values.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};

table! {
    counters {
        id: BigInt [primary_key, auto_increment],
        name: Nullable<VarChar<20>> [unique],
        hits: Integer [default("7")],
        kind: VarChar<20> [default("'new'")],
    }
}

fn rows(db: &mut Db) -> Vec<(Option<String>, i32, String)> {
    let q = select((counters::name, counters::hits, counters::kind)).from(counters::table);
    db.fetch_all(&q.order_by(counters::id.asc()))
}

fn row(name: Option<&str>, hits: i32, kind: &str) -> (Option<String>, i32, String) {
    (name.map(str::to_owned), hits, kind.to_owned())
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_default_among_values() {
    let one = insert_into(counters::table)
        .set(counters::name, "a")
        .set_default(counters::hits)
        .set(counters::kind, "old");
    let all = insert_into(counters::table).set_default(counters::hits).set_default(counters::name);
    let none = insert_into(counters::table);
    on_all_engines(|db| {
        db.create(&create_table(counters::table));
        for insert in [&one, &all, &none] {
            assert_eq!(db.execute(insert), 1, "{}", db.name);
        }
        let expected = [row(Some("a"), 7, "old"), row(None, 7, "new"), row(None, 7, "new")];
        assert_eq!(rows(db), expected, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_default_in_an_upsert() {
    let upsert = insert_into(counters::table)
        .set(counters::name, "a")
        .set_default(counters::hits)
        .on_conflict(counters::name)
        .do_update(counters::hits.set(counters::hits + excluded(counters::hits)));
    on_all_engines(|db| {
        db.create(&create_table(counters::table));
        assert_eq!(db.execute(&upsert), 1, "{}", db.name);
        assert_eq!(db.execute(&upsert), 1, "{}", db.name);
        assert_eq!(rows(db), [row(Some("a"), 14, "new")], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_row_of_defaults_that_meets_another() {
    let counters = table("counters");
    let hits = counters.column::<Integer>("hits");
    let nothing = insert_into(&counters).on_conflict(hits.clone()).do_nothing();
    let more = insert_into(&counters)
        .on_conflict(hits.clone())
        .do_update(hits.clone().set(hits.clone() + 1));
    on_all_engines(|db| {
        db.batch("CREATE TABLE counters (id INTEGER, hits INTEGER DEFAULT 7 UNIQUE)");
        assert_eq!(db.execute(&nothing), 1, "{}", db.name);
        db.execute(&nothing);
        let q = select((counters.column::<Nullable<Integer>>("id"), hits.clone())).from(&counters);
        assert_eq!(db.fetch_all(&q), [(None, 7)], "{}", db.name);
        assert_eq!(db.execute(&more), 1, "{}", db.name);
        assert_eq!(db.fetch_all(&q), [(None, 8)], "{}", db.name);
    });
}

#[test]
fn where_a_default_is_no_value() {
    let sqlite = Sqlite::new();
    let left_out =
        insert_into(counters::table).set(counters::name, "a").set_default(counters::hits);
    let sql = left_out.compile(&sqlite).unwrap();
    assert_eq!(sql.text(), r#"INSERT INTO "counters" ("name") VALUES (?)"#);
    let all = insert_into(counters::table).set_default(counters::hits);
    assert_eq!(all.compile(&sqlite).unwrap().text(), r#"INSERT INTO "counters" DEFAULT VALUES"#);
    // What is not declared is not known.
    let set = update(counters::table).set_default(counters::name).all_rows();
    let error = set.compile(&sqlite).unwrap_err().to_string();
    assert!(error.starts_with("DEFAULT as the value of an assignment is not supported"), "{error}");
    assert!(error.contains("set the value itself"), "{error}");
    let some = insert_into(counters::table)
        .columns_dyn(["name"])
        .row_dyn([val::<Text>("a").any()])
        .row_dyn([default_of_name()]);
    let error = some.compile(&sqlite).unwrap_err().to_string();
    assert!(error.starts_with("DEFAULT in some rows of an INSERT"), "{error}");
}

fn default_of_name() -> Expr<Any> {
    Expr::from_ast(aludel::ast::Expr::Default)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_declared_default_is_assigned() {
    let default = || Expr::<Any>::from_ast(aludel::ast::Expr::Default);
    let text = |text: &'static str| val::<Text>(text).any();
    let some = insert_into(counters::table)
        .columns_dyn(["id", "name", "hits", "kind"])
        .row_dyn([default(), text("a"), val::<Integer>(1).any(), text("old")])
        .row_dyn([val::<BigInt>(7).any(), text("b"), default(), text("old")])
        .row_dyn([val::<BigInt>(8).any(), text("c"), val::<Integer>(3).any(), default()]);
    let set = update(counters::table)
        .set_default(counters::hits)
        .set_default(counters::kind)
        .filter(counters::name.eq("a"));
    let upsert = insert_into(counters::table)
        .set(counters::name, "c")
        .on_conflict(counters::name)
        .do_update(update_of_hits());
    on_all_engines(|db| {
        db.create(&create_table(counters::table));
        assert_eq!(db.execute(&some), 3, "{}", db.name);
        let expected =
            [row(Some("a"), 1, "old"), row(Some("b"), 7, "old"), row(Some("c"), 3, "new")];
        assert_eq!(rows(db), expected, "{}", db.name);
        assert_eq!(db.execute(&set), 1, "{}", db.name);
        assert_eq!(db.execute(&upsert), 1, "{}", db.name);
        let expected =
            [row(Some("a"), 7, "new"), row(Some("b"), 7, "old"), row(Some("c"), 7, "new")];
        assert_eq!(rows(db), expected, "{}", db.name);
    });
}

/// The update of an upsert to the default.
fn update_of_hits() -> aludel::ast::Assignment {
    let mut update = update(counters::table).set_default(counters::hits).as_ast().clone();
    update.assignments.remove(0)
}
