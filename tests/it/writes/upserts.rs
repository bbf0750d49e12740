//! The portable upsert: which key is meant, NULL in a key, counts, returned rows.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines};

table! {
    stock {
        shop: Integer [primary_key],
        item: Integer [primary_key],
        code: Nullable<VarChar<20>> [unique],
        amount: Integer,
    }
}

type Row = (i32, i32, Option<String>, i32);

fn set_up(db: &mut Db) {
    db.create(&create_table(stock::table));
    db.execute(&rows([(1, 1, Some("a"), 10), (1, 2, Some("b"), 20), (2, 1, None, 30)]));
}

fn rows<const N: usize>(
    rows: [(i32, i32, Option<&str>, i32); N],
) -> Insert<(Integer, Integer, Nullable<VarChar<20>>, Integer)> {
    insert_into(stock::table)
        .columns((stock::shop, stock::item, stock::code, stock::amount))
        .rows(rows)
}

fn all(db: &mut Db) -> Vec<Row> {
    let q = select((stock::shop, stock::item, stock::code, stock::amount)).from(stock::table);
    db.fetch_all(&q.order_by((stock::shop.asc(), stock::item.asc())))
}

fn row(shop: i32, item: i32, code: Option<&str>, amount: i32) -> Row {
    (shop, item, code.map(str::to_owned), amount)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_key_of_two_columns_and_the_count() {
    let more = || stock::amount.set(stock::amount + excluded(stock::amount));
    let upsert = rows([(1, 1, Some("a"), 1), (1, 2, Some("x"), 2), (3, 3, None, 3)])
        .on_conflict((stock::shop, stock::item))
        .do_update((more(), stock::code.set_excluded()));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&upsert), 3, "{}", db.name);
        let expected = [
            row(1, 1, Some("a"), 11),
            row(1, 2, Some("x"), 22),
            row(2, 1, None, 30),
            row(3, 3, None, 3),
        ];
        assert_eq!(all(db), expected, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_null_in_the_key_meets_nothing() {
    let upsert = rows([(5, 1, None, 1), (5, 2, None, 2)])
        .on_conflict(stock::code)
        .do_update(stock::amount.set(99));
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&upsert), 2, "{}", db.name);
        assert_eq!(all(db)[3..], [row(5, 1, None, 1), row(5, 2, None, 2)], "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn another_key_that_is_met_is_a_unique_violation() {
    let by_code = rows([(1, 1, Some("new"), 1)])
        .on_conflict(stock::code)
        .do_update(stock::amount.set_excluded());
    let by_key = rows([(9, 9, Some("b"), 1)])
        .on_conflict((stock::shop, stock::item))
        .do_update_where(stock::amount.set_excluded(), stock::amount.gt(0));
    let null_code = rows([(1, 1, None, 1)]).on_conflict(stock::code).do_nothing();
    on_all_engines(|db| {
        set_up(db);
        let before = all(db);
        let name = db.name;
        for upsert in [&by_code, &by_key, &null_code] {
            let error = db.connection.execute(upsert).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Unique, "{name}: {error}");
        }
        assert_eq!(all(db), before, "{name}");
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_row_that_fails_the_condition_stays() {
    let upsert = |amount| {
        rows([(1, 1, Some("c"), amount)]).on_conflict((stock::shop, stock::item)).do_update_where(
            (stock::amount.set_excluded(), stock::code.set_excluded()),
            stock::amount.lt(excluded(stock::amount)),
        )
    };
    on_all_engines(|db| {
        set_up(db);
        db.execute(&upsert(9));
        assert_eq!(all(db)[0], row(1, 1, Some("a"), 10), "{}", db.name);
        db.execute(&upsert(11));
        assert_eq!(all(db)[0], row(1, 1, Some("c"), 11), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_row_is_returned_where_inserts_return_rows() {
    let upsert = rows([(1, 1, None, 5)])
        .on_conflict((stock::shop, stock::item))
        .do_update(stock::amount.set(stock::amount + excluded(stock::amount)))
        .returning((stock::code, stock::amount + 1));
    on_all_engines(|db| match upsert.compile(db.dialect()) {
        Ok(_) => {
            set_up(db);
            assert_eq!(db.fetch_all(&upsert), [(Some("a".to_owned()), 16)], "{}", db.name);
        }
        Err(error) => assert!(error.to_string().starts_with("RETURNING on INSERT"), "{error}"),
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn from_the_rows_of_a_query_with_a_cte() {
    let c = cte("c", select((stock::shop, stock::item, stock::amount)).from(stock::table));
    let source = select((c.get(stock::shop), c.get(stock::item), c.get(stock::amount) * 2))
        .from(c.table())
        .with(c);
    let upsert = insert_into(stock::table)
        .columns((stock::shop, stock::item, stock::amount))
        .from_select(source)
        .on_conflict((stock::shop, stock::item))
        .do_update(stock::amount.set_excluded());
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&upsert), 3, "{}", db.name);
        let amounts: Vec<i32> = all(db).into_iter().map(|row| row.3).collect();
        assert_eq!(amounts, [20, 40, 60], "{}", db.name);
    });
}

row_struct! {
    #[derive(Clone, Debug, PartialEq)]
    struct Stock { shop: i32, item: i32, code: Option<String>, amount: i32 }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn structs_go_in_and_come_out() {
    let stock = |item, code: Option<&str>| Stock {
        shop: 7,
        item,
        code: code.map(str::to_owned),
        amount: item * 10,
    };
    let all = vec![stock(1, Some("é")), stock(2, None), stock(3, Some(""))];
    let columns = (stock::shop, stock::item, stock::code, stock::amount);
    let insert = insert_into(stock::table).columns(columns).rows(all.clone());
    let q = select(columns).from(stock::table).order_by(stock::item.asc());
    on_all_engines(|db| {
        db.create(&create_table(stock::table));
        assert_eq!(db.execute(&insert), 3, "{}", db.name);
        assert_eq!(db.fetch_all(&q.clone().into_struct::<Stock>()), all, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_row_counts_if_it_is_new_or_its_update_is_carried_out() {
    let key = || (stock::shop, stock::item);
    let one = |item, amount| rows([(1, item, None, amount)]).on_conflict(key());
    let two = |amount| rows([(1, 1, None, amount), (9, 9, None, 1)]).on_conflict(key());
    let equal = || stock::amount.set(stock::amount);
    let less = || stock::amount.lt(excluded(stock::amount));
    let cases = [
        ("nothing, there", one(1, 10).do_nothing(), 0),
        ("nothing, new", one(7, 10).do_nothing(), 1),
        ("nothing, one of two", two(10).do_nothing(), 1),
        ("as it is", one(1, 10).do_update(equal()), 1),
        ("changed", one(1, 11).do_update(stock::amount.set_excluded()), 1),
        ("two as they are", two(10).do_update(equal()), 2),
        ("two, one changed", two(11).do_update(stock::amount.set_excluded()), 2),
        ("a condition not met", one(1, 9).do_update_where(stock::amount.set(5), less()), 0),
        ("a condition met", one(1, 11).do_update_where(stock::amount.set(5), less()), 1),
        (
            "a condition met by none, one new",
            two(9).do_update_where(stock::amount.set(5), less()),
            1,
        ),
        ("a condition met, one new", two(11).do_update_where(stock::amount.set(5), less()), 2),
    ];
    on_all_engines(|db| {
        set_up(db);
        for (name, upsert, count) in &cases {
            db.batch("BEGIN");
            assert_eq!(db.execute(upsert), *count, "{name} on {}", db.name);
            db.batch("ROLLBACK");
        }
    });
}

#[test]
fn rows_that_are_left_alone_are_returned_by_no_server_or_the_upsert_is_refused() {
    let nothing = rows([(1, 1, None, 1)]).on_conflict((stock::shop, stock::item)).do_nothing();
    let returning = nothing.returning(stock::amount);
    assert!(returning.compile(&Sqlite::new()).is_ok());
    assert!(returning.compile(&Postgres::new()).is_ok());
    let error = returning.compile(&MariaDb::new()).unwrap_err().to_string();
    assert!(error.starts_with("RETURNING on an upsert that leaves rows as they are"), "{error}");
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_partial_index() {
    table! { seats { place: Integer, guest: VarChar<20>, open: Integer } }
    let upsert = |place, guest: &str| {
        insert_into(seats::table)
            .columns((seats::place, seats::guest, seats::open))
            .row((place, guest, 1))
            .on_conflict_where(seats::place, seats::open.eq(1))
            .do_update(seats::guest.set_excluded())
    };
    on_all_engines(|db| match upsert(1, "Ann").compile(db.dialect()) {
        Ok(_) => {
            db.batch("CREATE TABLE seats (place INTEGER, guest VARCHAR(20), open INTEGER)");
            db.batch("CREATE UNIQUE INDEX taken ON seats (place) WHERE open = 1");
            db.batch("INSERT INTO seats VALUES (1, 'old', 0), (1, 'Ann', 1)");
            assert_eq!(db.execute(&upsert(1, "Bob")), 1, "{}", db.name);
            assert_eq!(db.execute(&upsert(2, "Cid")), 1, "{}", db.name);
            let q = select(seats::guest).from(seats::table);
            let guests = db.fetch_all(&q.order_by((seats::place.asc(), seats::open.asc())));
            assert_eq!(guests, ["old", "Bob", "Cid"], "{}", db.name);
        }
        Err(error) => {
            let text = error.to_string();
            assert!(
                text.starts_with("ON CONFLICT on a partial index is not supported by M"),
                "{text}"
            );
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn an_update_that_reads_the_table_sees_it_as_it_was_or_is_refused() {
    let s = stock::alias("s");
    let count = || coalesce(select(count_star()).from(s), 0).cast::<Integer>();
    let upsert = |rows: Insert<_>| {
        rows.on_conflict((stock::shop, stock::item)).do_update(stock::amount.set(count()))
    };
    let one = upsert(rows([(1, 1, Some("a"), 0)]));
    let two = upsert(rows([(9, 9, None, 0), (1, 1, Some("a"), 0)]));
    on_all_engines(|db| {
        for (upsert, several) in [(&one, ""), (&two, " of several rows")] {
            match upsert.compile(db.dialect()) {
                Ok(_) => {
                    db.batch("DROP TABLE IF EXISTS stock");
                    set_up(db);
                    db.execute(upsert);
                    assert_eq!(all(db)[0], row(1, 1, Some("a"), 3), "{}", db.name);
                }
                Err(error) => {
                    let construct = "a subquery over the target in the update of an upsert";
                    let start = format!("{construct}{several} is not supported by {}", db.name);
                    assert!(error.to_string().starts_with(&start), "{error}");
                    assert!(!several.is_empty(), "{error}");
                }
            }
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_value_in_the_update_keeps_its_type_beside_the_guard_of_the_key() {
    let upsert = |code: &'static str| {
        insert_into(stock::table)
            .columns((stock::shop, stock::item, stock::code, stock::amount))
            .row((9, 9, Some("b"), 5))
            .on_conflict(stock::code)
            .do_update((stock::code.set(code), stock::amount.set_excluded()))
    };
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&upsert("not a number")), 1, "{}", db.name);
        assert_eq!(all(db)[1], row(1, 2, Some("not a number"), 5), "{}", db.name);
        // And now it is new.
        assert_eq!(db.execute(&upsert("c")), 1, "{}", db.name);
        assert_eq!(all(db)[3], row(9, 9, Some("b"), 5), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn the_update_of_one_row_reads_the_table_and_the_row_that_is_there() {
    let s = stock::alias("s");
    let of_shop = || {
        let rows = select(sum(s.amount)).from(s).filter(s.shop.eq(stock::shop));
        coalesce(rows, 0).cast::<Integer>()
    };
    let upsert = |amount: i32| {
        rows([(1, 2, Some("text"), amount)])
            .on_conflict((stock::shop, stock::item))
            .do_update_where(
                (
                    stock::amount.set(of_shop() + excluded(stock::amount)),
                    stock::code.set_excluded(),
                ),
                excluded(stock::amount)
                    .lt(select(count_star()).from(s).into_expr().cast::<Integer>()),
            )
    };
    on_all_engines(|db| {
        set_up(db);
        // As many as there are rows: too many.
        assert_eq!(db.execute(&upsert(3)), 0, "{}", db.name);
        assert_eq!(all(db)[1], row(1, 2, Some("b"), 20), "{}", db.name);
        assert_eq!(db.execute(&upsert(2)), 1, "{}", db.name);
        assert_eq!(all(db)[1], row(1, 2, Some("text"), 32), "{}", db.name);
        let fresh = rows([(7, 7, None, 5)])
            .on_conflict((stock::shop, stock::item))
            .do_update(stock::amount.set(of_shop()));
        assert_eq!(db.execute(&fresh), 1, "{}", db.name);
        assert_eq!(all(db)[3], row(7, 7, None, 5), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_cte_is_read_by_the_rows_and_by_their_update() {
    let s = stock::alias("s");
    let least = cte("least", select(min(s.amount).label("amount")).from(s));
    let amount = || coalesce(select(least.column::<Nullable<Integer>>("amount")).from(&least), 0);
    let upsert = |code: &'static str| {
        insert_into(stock::table)
            .columns((stock::shop, stock::item, stock::code, stock::amount))
            .row((7, 7, Some(code), amount() + 1))
            .on_conflict(stock::code)
            .do_update(stock::amount.set(stock::amount + amount()))
            .with(&least)
    };
    on_all_engines(|db| {
        set_up(db);
        assert_eq!(db.execute(&upsert("b")), 1, "{}", db.name);
        assert_eq!(all(db)[1], row(1, 2, Some("b"), 30), "{}", db.name);
        assert_eq!(db.execute(&upsert("new")), 1, "{}", db.name);
        assert_eq!(all(db)[3], row(7, 7, Some("new"), 11), "{}", db.name);
    });
}

#[test]
fn a_cte_that_cannot_be_had_twice_is_read_by_the_rows_alone() {
    let one = cte("one", select(sql::<Integer>("some_function()", ()).label("n")));
    let n = || select(one.column::<Integer>("n")).from(&one);
    let rows = insert_into(stock::table)
        .columns((stock::shop, stock::item, stock::amount))
        .from_select(
            select((val::<Integer>(1), val::<Integer>(1), one.column::<Integer>("n"))).from(&one),
        )
        .with(&one);
    let both = rows
        .clone()
        .on_conflict((stock::shop, stock::item))
        .do_update(stock::amount.set(coalesce(n(), 0)));
    for dialect in [&MySql::new() as &dyn Dialect, &MariaDb::new()] {
        assert!(rows.compile(dialect).is_ok());
        let error = both.compile(dialect).unwrap_err().to_string();
        assert!(error.starts_with("WITH before INSERT is not supported"), "{error}");
        assert!(error.contains("computed more than once"), "{error}");
    }
}
