//! Functions of text.

use super::*;

table! {
    names { id: BigInt [primary_key], name: Nullable<VarChar<40>> }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_capital_for_each_word() {
    let mut db = Db::postgres();
    db.create(&create_table(names::table));
    let rows = [Some("hello WORLD"), Some(""), None, Some("o'neill-smith 3rd x2y"), Some("A")];
    for (id, name) in (0..).zip(rows) {
        db.execute(&insert_into(names::table).set(names::id, id).set(names::name, name));
    }
    let q = select(initcap(names::name)).from(names::table).order_by(names::id);
    let expected = [Some("Hello World"), Some(""), None, Some("O'Neill-Smith 3rd X2y"), Some("A")];
    assert_eq!(db.fetch_all(&q), expected.map(|name| name.map(str::to_owned)));
}

#[test]
fn initcap_is_refused_elsewhere() {
    refused_elsewhere(names::table, initcap(names::name), "initcap");
}
