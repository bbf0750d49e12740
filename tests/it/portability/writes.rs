//! Statements that write, what they count and return, and what holds the tables.

use aludel::schema::Ddl;

use super::*;

table! {
    stock {
        id: Integer [primary_key, auto_increment],
        code: VarChar<10> [unique],
        amount: Integer [default("7")],
        note: Nullable<VarChar<10>> [default("'new'")],
    }
}

/// Two kinds of goods: (1, a, 10, NULL) and (2, b, 20, x).
fn stocked(mut test: impl FnMut(&mut Db)) {
    on_all_engines(|db| {
        db.create(&create_table(stock::table));
        for (code, amount, note) in [("a", 10, None), ("b", 20, Some("x"))] {
            db.execute(
                &insert_into(stock::table)
                    .columns((stock::code, stock::amount, stock::note))
                    .row((code, amount, note)),
            );
        }
        test(db);
    });
}

fn amounts() -> Select<(VarChar<10>, Integer)> {
    select((stock::code, stock::amount)).from(stock::table).order_by(stock::code)
}

/// The goods as text: `a 10, b 20`.
fn goods(db: &mut Db) -> String {
    let rows = db.fetch_all(&amounts());
    rows.iter().map(|(code, amount)| format!("{code} {amount}")).collect::<Vec<_>>().join(", ")
}

/// The server's answer to what compiles.
fn try_write<S: AsStatement>(db: &mut Db, statement: &S) -> Result<u64, Error> {
    statement.compile(db.dialect()).expect("it compiles");
    db.connection.execute(statement)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_76_a_cte_on_update_and_delete() {
    let large =
        || cte("large", select(stock::code).from(stock::table).filter(stock::amount.gt(15)));
    stocked(|db| {
        let of_large = || {
            let large = large();
            let code = large.get(stock::code);
            stock::code.in_(select(code).from(&large))
        };
        let change = update(stock::table).set(stock::amount, 0).filter(of_large()).with(large());
        assert_eq!(db.execute(&change), 1, "{}", db.name);
        assert_eq!(goods(db), "a 10, b 0", "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_77_assignments_read_the_old_row() {
    let swapped = update(samples::table)
        .set(samples::a, samples::b)
        .set(samples::b, samples::id)
        .set(samples::id, samples::id + 10)
        .all_rows();
    let cycle =
        update(samples::table).set(samples::a, samples::b).set(samples::b, samples::a).all_rows();
    everywhere(|db| {
        db.execute(&swapped);
        let rows = select((samples::id, samples::a, samples::b)).from(samples::table);
        let expected = [(11, 2, 1), (12, 2, 2), (13, -2, 3), (14, -2, 4)];
        finds(db, &rows.order_by(samples::id), &expected);
        db.execute(&cycle);
        let rows = select((samples::a, samples::b)).from(samples::table);
        finds(db, &rows.order_by(samples::id), &[(1, 2), (2, 2), (3, -2), (4, -2)]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_81_the_target_in_its_own_subquery() {
    let other = stock::alias("other");
    let least = || select(min(other.amount)).from(other);
    stocked(|db| {
        let average = select(max(other.amount)).from(other);
        let change = update(stock::table)
            .set(stock::amount, coalesce(average.into_expr(), 0) + 1)
            .filter(stock::amount.eq(least()));
        assert_eq!(db.execute(&change), 1, "{}", db.name);
        assert_eq!(goods(db), "a 21, b 20", "{}", db.name);
        let gone = delete(stock::table).filter(stock::amount.eq(least()));
        assert_eq!(db.execute(&gone), 1, "{}", db.name);
        assert_eq!(goods(db), "a 21", "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_83_an_upsert_honours_the_key_it_names() {
    let insert = |id: i32, code: &'static str| {
        insert_into(stock::table)
            .columns((stock::id, stock::code, stock::amount))
            .row((id, code, 5))
    };
    let add = || stock::amount.set(stock::amount + excluded(stock::amount));
    stocked(|db| {
        let by_code = insert(9, "a").on_conflict(stock::code).do_update(add());
        db.execute(&by_code);
        assert_eq!(goods(db), "a 15, b 20", "{}", db.name);
        let new = insert(9, "c").on_conflict(stock::code).do_update(add());
        db.execute(&new);
        assert_eq!(goods(db), "a 15, b 20, c 5", "{}", db.name);
        // Another key that absorbs the row is a conflict like any other.
        let other_key = insert(1, "d").on_conflict(stock::code).do_update(add());
        let error = try_write(db, &other_key).expect_err("the id is taken");
        assert_eq!(error.kind(), ErrorKind::Unique, "{}: {error}", db.name);
        assert_eq!(goods(db), "a 15, b 20, c 5", "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_84_do_nothing_hides_no_other_error() {
    stocked(|db| {
        let there = insert_into(stock::table)
            .columns((stock::code, stock::amount))
            .row(("a", 99))
            .row(("c", 1))
            .on_conflict(stock::code)
            .do_nothing();
        db.execute(&there);
        assert_eq!(goods(db), "a 10, b 20, c 1", "{}", db.name);
        let null = insert_into(table("stock"))
            .columns_dyn(["code", "amount"])
            .row_dyn([Value::from("d"), Value::Null])
            .on_any_conflict()
            .do_nothing();
        let error = try_write(db, &null).expect_err("a NULL where none may be");
        assert_eq!(error.kind(), ErrorKind::NotNull, "{}: {error}", db.name);
        assert_eq!(goods(db), "a 10, b 20, c 1", "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_85_an_upsert_of_a_query() {
    let other = stock::alias("other");
    let more = select((other.code, other.amount * 2)).from(other);
    let upsert = insert_into(stock::table)
        .columns((stock::code, stock::amount))
        .from_select(more)
        .on_conflict(stock::code)
        .do_update(stock::amount.set_excluded());
    stocked(|db| {
        db.execute(&upsert);
        assert_eq!(goods(db), "a 20, b 40", "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_86_defaults() {
    let left_out = insert_into(stock::table).set(stock::code, "c");
    let said = insert_into(stock::table).set(stock::code, "d").set_default(stock::amount);
    stocked(|db| {
        db.execute(&left_out);
        db.execute(&said);
        assert_eq!(goods(db), "a 10, b 20, c 7, d 7", "{}", db.name);
        let notes = select(stock::note).from(stock::table).filter(stock::code.eq("c"));
        finds(db, &notes, &[Some("new".to_owned())]);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_87_returning() {
    let insert = insert_into(stock::table)
        .columns((stock::code, stock::amount))
        .row(("c", 1))
        .returning((stock::id, stock::amount + 1));
    let change = update(stock::table)
        .set(stock::amount, stock::amount + 1)
        .filter(stock::code.eq("a"))
        .returning((stock::code, stock::amount));
    let gone = delete(stock::table).filter(stock::code.eq("b")).returning(stock::note);
    stocked(|db| {
        match db.name {
            MYSQL => assert!(lacks(db, &insert)),
            _ => finds(db, &insert, &[(3, 2)]),
        }
        match db.name {
            MYSQL | MARIADB => assert!(lacks(db, &change)),
            _ => finds(db, &change, &[("a".to_owned(), 11)]),
        }
        match db.name {
            MYSQL => assert!(lacks(db, &gone)),
            _ => finds(db, &gone, &[Some("x".to_owned())]),
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_88_counts_are_of_matched_rows() {
    stocked(|db| {
        let same = update(stock::table).set(stock::amount, stock::amount).all_rows();
        assert_eq!(db.execute(&same), 2, "{}", db.name);
        let none = update(stock::table).set(stock::amount, 1).filter(stock::code.eq("z"));
        assert_eq!(db.execute(&none), 0, "{}", db.name);
        let gone = delete(stock::table).filter(stock::amount.ge(20));
        assert_eq!(db.execute(&gone), 1, "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_89_values_that_do_not_fit() {
    stocked(|db| {
        // Native: SQLite keeps what it is given.
        let long =
            insert_into(stock::table).set(stock::code, "more than ten").set(stock::amount, 1);
        match db.name {
            SQLITE => assert_eq!(db.execute(&long), 1),
            _ => assert!(try_write(db, &long).is_err(), "{}", db.name),
        }
        let large = insert_into(table("stock"))
            .columns_dyn(["code", "amount"])
            .row_dyn([Value::from("e"), Value::from(3_000_000_000_i64)]);
        match db.name {
            SQLITE => assert_eq!(db.execute(&large), 1),
            _ => assert!(try_write(db, &large).is_err(), "{}", db.name),
        }
    });
    // Portable: the table says so itself.
    table! {
        codes { code: VarChar<10> [primary_key, check("LENGTH(code) <= 10")] }
    }
    on_all_engines(|db| {
        db.create(&create_table(codes::table));
        let long = insert_into(codes::table).set(codes::code, "more than ten");
        assert!(try_write(db, &long).is_err(), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_90_an_error_in_a_transaction() {
    let taken = || insert_into(stock::table).set(stock::code, "a").set(stock::amount, 1);
    let new = |code: &'static str| insert_into(stock::table).set(stock::code, code);
    stocked(|db| {
        // Native: PostgreSQL does nothing more in a transaction that has failed.
        let mut tx = db.connection.begin().expect("a transaction");
        assert!(tx.execute(&taken()).is_err());
        let after = tx.execute(&new("c"));
        tx.rollback().expect("undone");
        assert_eq!(after.is_err(), db.name == POSTGRES, "{}", db.name);
        assert_eq!(goods(db), "a 10, b 20", "{}", db.name);
        // Portable: what may fail stands in a savepoint.
        let mut tx = db.connection.begin().expect("a transaction");
        let failed = tx.transaction(|tx| tx.execute(&taken()));
        assert!(failed.is_err());
        tx.execute(&new("c")).expect("the transaction goes on");
        tx.commit().expect("done");
        assert_eq!(goods(db), "a 10, b 20, c 7", "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_93_indexes() {
    let plain = create_index(stock::table, (stock::code, stock::amount));
    let repeated = create_index(stock::table, stock::amount).named("amounts").if_not_exists();
    stocked(|db| {
        db.create(&plain);
        match db.name {
            MYSQL => {
                let error = repeated.statements(db.dialect()).expect_err("MySQL cannot say it");
                assert!(matches!(error, CompileError::Unsupported { .. }), "{error}");
            }
            _ => {
                db.create(&repeated);
                db.create(&repeated);
            }
        }
        assert_eq!(goods(db), "a 10, b 20", "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_94_names_are_names() {
    table! {
        orders as "order by" {
            group as "group \"of\" `rows`": Integer [primary_key],
            select as "select": VarChar<10>,
        }
    }
    on_all_engines(|db| {
        db.create(&create_table(orders::table));
        db.execute(&insert_into(orders::table).set(orders::group, 1).set(orders::select, "x"));
        let all = select(orders::all).from(orders::table).filter(orders::select.eq("x"));
        finds(db, &all, &[(1, "x".to_owned())]);
        // A name that is no column is an error, and no text as on a careless SQLite.
        let missing = select(column::<Text>("missing")).from(orders::table);
        assert!(fails(db, &missing), "{}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn row_95_more_parameters_than_a_server_takes() {
    let ids = 0..70_000;
    stocked(|db| {
        let many = select(count_star()).from(stock::table).filter(stock::amount.in_(ids.clone()));
        match many.compile(db.dialect()) {
            Ok(_) => finds(db, &many, &[2]),
            Err(error) => {
                assert!(matches!(error, CompileError::TooManyParameters { .. }), "{error}");
            }
        }
        // Rows are sent as many at a time as the server takes.
        let insert = insert_into(stock::table).columns((stock::code, stock::amount));
        let rows = (0..40_000).map(|number| (number.to_string(), number));
        let inserted = db.connection.insert_many(&insert, rows).expect("inserted");
        assert_eq!(inserted, 40_000, "{}", db.name);
        // An integer is one whatever the column's width.
        let wide = select(count_star()).from(stock::table).filter(stock::amount.eq(39_999_i64));
        finds(db, &wide, &[1]);
    });
}
