//! Writes that read other tables, sort and limit, and MERGE.

use super::*;

table! {
    changes {
        id: Integer [primary_key],
        a: Integer,
    }
}

fn with_changes(mut test: impl FnMut(&mut Db)) {
    everywhere(|db| {
        db.create(&create_table(changes::table));
        let rows = [(1, 70), (3, 90), (9, 99)];
        db.execute(&insert_into(changes::table).columns(changes::all).rows(rows));
        test(db);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_78_an_update_from_another_table() {
    let change = update(samples::table)
        .set(samples::a, changes::a)
        .set(samples::b, samples::a)
        .from(changes::table)
        .filter(changes::id.eq(samples::id));
    with_changes(|db| {
        assert_eq!(db.execute(&change), 2, "{}", db.name);
        let rows = select((samples::a, samples::b)).from(samples::table).order_by(samples::id);
        finds(db, &rows, &[(70, 7), (-7, 2), (90, 7), (-7, -2)]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_79_a_delete_by_another_table() {
    let gone = delete(samples::table).using(changes::table).filter(changes::id.eq(samples::id));
    with_changes(|db| {
        assert_eq!(db.execute(&gone), 2, "{}", db.name);
        finds(db, &each(samples::id), &[2, 4]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_80_some_rows_in_an_order() {
    everywhere(|db| {
        let last = update(samples::table).set(samples::a, 0).all_rows();
        let last = last.order_by(samples::id.desc()).limit(2);
        assert_eq!(db.execute(&last), 2, "{}", db.name);
        finds(db, &each(samples::a), &[7, -7, 0, 0]);
        let first = delete(samples::table).filter(samples::id.gt(1));
        let first = first.order_by(samples::id.asc()).limit(1);
        assert_eq!(db.execute(&first), 1, "{}", db.name);
        finds(db, &each(samples::id), &[1, 3, 4]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_82_several_columns_from_one_query() {
    let other = samples::alias("other");
    let values = select((other.a, other.b)).from(other).filter(other.id.eq(3));
    let change =
        update(samples::table).set_row((samples::a, samples::b), values).filter(samples::id.eq(2));
    everywhere(|db| {
        assert_eq!(db.execute(&change), 1, "{}", db.name);
        let rows = select((samples::a, samples::b)).from(samples::table).order_by(samples::id);
        finds(db, &rows, &[(7, 2), (7, -2), (7, -2), (-7, -2)]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_92_merge() {
    let merge = merge_into(samples::table)
        .using(changes::table, changes::id.eq(samples::id))
        .when_matched()
        .update(samples::a.set(changes::a));
    with_changes(|db| match db.name {
        POSTGRES => {
            assert_eq!(db.execute(&merge), 2);
            finds(db, &each(samples::a), &[70, -7, 90, -7]);
        }
        _ => assert!(lacks(db, &merge), "{}", db.name),
    });
}
