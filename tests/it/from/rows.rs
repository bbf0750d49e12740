//! Rows made of values: series, parts of JSON documents, elements of arrays, samples.

use aludel::prelude::*;
use serde_json::json;

use crate::engines::{Db, on_all_engines, same_rows};
use crate::schema::{posts, set_up, teams, users};

table! {
    pub documents {
        id: BigInt [primary_key],
        body: Nullable<Json>,
    }
}

fn set_up_documents(db: &mut Db) {
    db.create(&create_table(documents::table));
    let bodies = [
        Some(json!([1, "a", null, true, {"k": 1.5}, [2], 0.1, -9007199254740993_i64])),
        Some(json!({"a": 1, "b\"q": [1], "c\\d": null, "é 🦀": "ü", "t": false, "": 0})),
        None,
        Some(json!(5)),
        Some(json!([])),
        Some(json!(null)),
        Some(json!("text")),
    ];
    let insert = insert_into(documents::table).columns((documents::id, documents::body));
    db.execute(&insert.rows((1..).zip(bodies).map(|(id, body): (i64, _)| (id, body))));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn series_up_down_and_empty() {
    let numbers = |start: i64, stop: i64, step: i64| {
        let n = generate_series(start, stop, "n").step(step);
        select(n.value()).order_by(n.value().asc()).from(n)
    };
    for (start, stop, step, expected) in [
        (1, 5, 1, vec![1, 2, 3, 4, 5]),
        (-2, 5, 3, vec![-2, 1, 4]),
        (5, -2, -3, vec![-1, 2, 5]),
        (3, 3, 10, vec![3]),
        (3, 2, 1, vec![]),
        (3, 2, 5, vec![]),
        (2, 3, -1, vec![]),
        (i64::MAX - 1, i64::MAX, 1, vec![i64::MAX - 1, i64::MAX]),
        (i64::MIN, i64::MIN + 3, 2, vec![i64::MIN, i64::MIN + 2]),
        (i64::MIN + 1, i64::MIN, -1, vec![i64::MIN, i64::MIN + 1]),
    ] {
        same_rows(|_| (), &numbers(start, stop, step), &expected);
    }
    let long = generate_series(1, 200_000, "n");
    let (count, total) = (count_star(), sum(long.value()));
    same_rows(|_| (), &select((count, total)).from(long), &[(200_000, Some(20_000_100_000_i64))]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_series_is_grouped_joined_and_read_by_others() {
    let n = generate_series(0, 9, "n");
    let (third, count) = ((n.value() / 3).label("third"), count_star().label("n"));
    let q =
        select((third, count)).group_by(n.value() / 3).order_by(column::<BigInt>("third")).from(n);
    same_rows(|_| (), &q, &[(0i64, 3i64), (1, 3), (2, 3), (3, 1)]);

    // Gaps are filled.
    let n = generate_series(2, 6, "n");
    let p = posts::table.outer();
    let q = select((n.value(), p.stars))
        .order_by(n.value().asc())
        .left_join(p, p.id.eq(n.value()))
        .from(n);
    same_rows(set_up, &q, &[(2, Some(-3)), (3, Some(0)), (4, Some(7)), (5, Some(2)), (6, None)]);

    let n = generate_series(1, 2, "n");
    let derived = select((n.value() * 10).label("ten")).from(n).alias("d");
    let ten = derived.column::<BigInt>("ten");
    same_rows(|_| (), &select(ten.clone()).order_by(ten).from(derived), &[10, 20]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_series_reads_the_tables_before_it() {
    let n = generate_series(1, teams::id, "n");
    let q = select((teams::id, n.value()))
        .from(teams::table)
        .order_by((teams::id.asc(), n.value().desc()))
        .cross_join(n);
    same_rows(set_up, &q, &[(1, 1), (2, 2), (2, 1), (3, 3), (3, 2), (3, 1)]);

    let n = generate_series(users::team_id, 1, "n").outer();
    let q = select((users::id, n.value()))
        .from(users::table)
        .order_by((users::id.asc(), n.value().asc()))
        .left_join(n, val::<Boolean>(true));
    same_rows(set_up, &q, &[(1, Some(1)), (2, Some(1)), (3, None), (4, None)]);

    let odd = generate_series(1, teams::id, "a");
    let twice = generate_series(odd.value(), teams::id, "b").step(2);
    let q = select((odd.value(), twice.value()))
        .from(teams::table)
        .filter(teams::id.eq(3))
        .order_by((odd.value().asc(), twice.value().asc()))
        .cross_join(odd)
        .cross_join(twice);
    same_rows(set_up, &q, &[(1, 1), (1, 3), (2, 2), (3, 3)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn elements_of_json_arrays() {
    let e = json_elements(documents::body, "e");
    let q = select((documents::id, e.ordinality(), e.value()))
        .from(documents::table)
        .order_by((documents::id.asc(), e.ordinality().asc()))
        .cross_join(e);
    let expected = [
        json!(1),
        json!("a"),
        json!(null),
        json!(true),
        json!({"k": 1.5}),
        json!([2]),
        json!(0.1),
        json!(-9007199254740993_i64),
    ];
    let expected: Vec<_> = (1..).zip(expected).map(|(n, value): (i64, _)| (1, n, value)).collect();
    same_rows(set_up_documents, &q, &expected);

    // Documents without elements stay beside a LEFT JOIN.
    let e = json_elements(documents::body, "e").outer();
    let q = select((documents::id, e.value()))
        .from(documents::table)
        .filter(documents::id.gt(1))
        .order_by(documents::id.asc())
        .left_join(e, val::<Boolean>(true));
    same_rows(set_up_documents, &q, &[2, 3, 4, 5, 6, 7].map(|id| (id, None)));

    // Of a parameter, in a condition.
    let e = json_elements(val::<Json>(json!([3, 1, 4])), "e");
    let wanted = select(e.column::<BigInt>(())).from(e);
    let q = select(posts::title).from(posts::table).filter(posts::id.any().in_(wanted));
    let q = q.order_by(posts::id);
    same_rows(set_up, &q, &["one", "three", "100%"].map(str::to_owned));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn members_of_json_objects() {
    let e = json_entries(documents::body, "e");
    let q = select((documents::id, e.key(), e.value())).from(documents::table).cross_join(e);
    let mut expected: Vec<(i64, String, serde_json::Value)> = [
        ("", json!(0)),
        ("a", json!(1)),
        ("b\"q", json!([1])),
        ("c\\d", json!(null)),
        ("t", json!(false)),
        ("é 🦀", json!("ü")),
    ]
    .map(|(key, value)| (2, key.to_owned(), value))
    .into();
    expected.sort_by(|a, b| a.1.cmp(&b.1));
    on_all_engines(|db| {
        set_up_documents(db);
        let mut rows = db.fetch_all(&q);
        rows.sort_by(|a, b| a.1.cmp(&b.1));
        assert_eq!(rows, expected, "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_of_rows_and_in_correlated_subqueries() {
    // The elements of the elements.
    let rows = json_elements(val::<Json>(json!([[1, 2], "x", [], [3, [4]]])), "r");
    let cell = json_elements(rows.value(), "c");
    let q = select((rows.ordinality(), cell.ordinality(), cell.value()))
        .order_by((rows.ordinality().asc(), cell.ordinality().asc()))
        .from(rows)
        .cross_join(cell);
    let expected = [(1, 1, json!(1)), (1, 2, json!(2)), (4, 1, json!(3)), (4, 2, json!([4]))];
    same_rows(|_| (), &q, &expected);

    // The members of objects in an array.
    let item = json_elements(val::<Json>(json!([{"a": 1}, {"b": {"c": 2}}])), "i");
    let member = json_entries(item.value(), "m");
    let q = select((member.key(), member.column::<BigInt>("c")))
        .order_by(item.ordinality().asc())
        .from(item)
        .cross_join(member);
    same_rows(|_| (), &q, &[("a".to_owned(), None), ("b".to_owned(), Some(2))]);

    // A condition on the parts of a document, and how many there are.
    let e = json_elements(documents::body, "e");
    let two = exists(select(e.ordinality()).filter(e.ordinality().eq(2)).from(e));
    let e = json_elements(documents::body, "e");
    let count = select(count_star()).from(e);
    let q = select((documents::id, count)).from(documents::table).filter(two.clone());
    same_rows(set_up_documents, &q, &[(1, Some(8))]);
    let ids = select(documents::id).from(documents::table).order_by(documents::id);
    same_rows(set_up_documents, &ids.clone().filter(!two), &[2, 3, 4, 5, 6, 7]);
    let e = json_elements(documents::body, "e");
    let numbers = || select(e.ordinality().any()).from(e.clone());
    let eight = val::<BigInt>(8).any();
    same_rows(set_up_documents, &ids.clone().filter(eight.clone().in_(numbers())), &[1]);
    let without = ids.clone().filter(eight.not_in(numbers()));
    same_rows(set_up_documents, &without, &[2, 3, 4, 5, 6, 7]);
    on_all_engines(|db| {
        let d = numbers().alias("d");
        let any = d.column::<BigInt>("ordinality");
        let inside = ids.clone().filter(exists(select(any.clone()).from(d).filter(any.eq(1))));
        if db.name == "MariaDB" {
            assert!(inside.compile(db.dialect()).is_err(), "a derived table reads no outer query");
            return;
        }
        set_up_documents(db);
        assert_eq!(db.fetch_all(&inside), [1], "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_in_writes_sets_and_windows() {
    let n = || generate_series(11, 13, "n");
    let insert = insert_into(teams::table)
        .columns((teams::id, teams::title))
        .from_select(select((n().value(), val::<VarChar<100>>("new"))).from(n()))
        .on_conflict(teams::id)
        .do_update(teams::title.set("again"));
    let gone = delete(teams::table).filter(teams::id.in_(select(n().value()).from(n()).limit(1)));
    on_all_engines(|db| {
        set_up(db);
        db.execute(&insert);
        db.execute(&insert);
        let again = select(count_star()).from(teams::table).filter(teams::title.eq("again"));
        assert_eq!(db.fetch_one(&again), 3, "on {}", db.name);
        assert_eq!(db.execute(&gone), 1, "on {}", db.name);

        let set = update(posts::table)
            .set(posts::title, "odd")
            .from(generate_series(1, 5, "n").step(2))
            .filter(posts::id.eq(generate_series(1, 5, "n").value()));
        if matches!(db.name, "SQLite" | "PostgreSQL") {
            assert_eq!(db.execute(&set), 3, "on {}", db.name);
        }
    });

    let running = sum(n().value()).over(window().order_by(n().value()));
    let q = select((n().value(), running)).from(n()).order_by(n().value());
    same_rows(|_| (), &q, &[(11, Some(11)), (12, Some(23)), (13, Some(36))]);
    let q = select(n().value()).from(n()).union(select(teams::id).from(teams::table));
    let q = q.order_by(column::<BigInt>("value").desc()).limit(4);
    same_rows(set_up, &q, &[13, 12, 11, 3]);

    let t = teams::table.outer();
    let m = generate_series(3, 4, "m");
    let q = select((t.title, m.value()))
        .from(t)
        .order_by(m.value())
        .right_join(m.clone(), m.value().eq(t.id));
    same_rows(set_up, &q, &[(Some("empty".to_owned()), 3), (None, 4)]);
    let none = generate_series(None::<i64>, 4, "m");
    same_rows(|_| (), &select(none.value()).from(none), &[]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_of_a_parameter_are_grouped_and_sorted_by() {
    let e = json_entries(val::<Json>(json!({"a": 2, "b": 1, "c": 2})), "e");
    let grouped = select((e.value(), count_star())).from(e.clone()).group_by(e.value());
    on_all_engines(|db| {
        let mut rows = db.fetch_all(&grouped);
        rows.sort_by_key(|row| row.1);
        assert_eq!(rows, [(json!(1), 1), (json!(2), 2)], "on {}", db.name);
    });
    let distinct = select(e.value()).distinct().order_by(e.value().desc()).from(e);
    same_rows(|_| (), &distinct, &[json!(2), json!(1)]);

    let n = generate_series(val::<BigInt>(3), val::<BigInt>(5), "n");
    let q = select((n.value(), count_star()));
    let q = q.group_by(n.value()).order_by(n.value().desc()).from(n);
    same_rows(|_| (), &q, &[(5, 1), (4, 1), (3, 1)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn columns_out_of_the_elements() {
    let order = json!({"items": [
        {"sku": "a-1", "n": 2, "price": {"net": 12.5}, "new": true, "tags": ["x"]},
        {"sku": "ü\"", "n": null, "price": 3, "new": false},
        {},
        7,
    ]});
    let item = json_table(val::<Json>(order), "items", "item");
    let q = select((
        item.ordinality(),
        item.column::<Text>("sku"),
        item.column::<BigInt>("n"),
        item.column::<Double>(("price", "net")),
        item.column::<Boolean>("new"),
        item.column::<Json>("tags"),
    ));
    let q = q.order_by(item.ordinality().asc()).from(item);
    let text = |text: &str| Some(text.to_owned());
    let expected = [
        (1, text("a-1"), Some(2), Some(12.5), Some(true), Some(json!(["x"]))),
        (2, text("ü\""), None, None, Some(false), None),
        (3, None, None, None, None, None),
        (4, None, None, None, None, None),
    ];
    same_rows(|_| (), &q, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_column_of_them_is_their_own_alone() {
    let e = json_elements(val::<Json>(json!(["a"])), "e");
    let n = generate_series(7, 7, "n");
    let mut all = select_dyn([e.value().any()]).from(e).cross_join(n).into_ast();
    all.items = vec![aludel::ast::SelectItem::All(None)];
    let all = Select::<DynamicRow>::from_ast(*all);
    on_all_engines(|db| {
        let rows = db.fetch_all(&all);
        let row = rows.first().expect("a row");
        let numbers: Vec<Value> = row.values().iter().skip(1).cloned().collect();
        assert_eq!(numbers, [Value::from(1), Value::from(7)], "on {}: {row:?}", db.name);
        let names = db.compile(&all).text().to_owned();
        assert!(names.contains("ordinality"), "{names}");
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn elements_of_arrays_and_samples_are_of_postgresql() {
    let a = unnest(val::<Array<Text>>(["x".to_owned(), "y".to_owned()]), "a");
    let arrays = select((a.value(), a.ordinality())).order_by(a.ordinality().desc()).from(a);
    let all = select(users::id).from(sample(users::table, 100.0).repeatable(1)).order_by(users::id);
    let blocks = select(count_star()).from(sample(users::alias("u"), 0.0).by_blocks());
    on_all_engines(|db| {
        if db.name == "PostgreSQL" {
            set_up(db);
            assert_eq!(db.fetch_all(&arrays), [("y".to_owned(), 2), ("x".to_owned(), 1)]);
            assert_eq!(db.fetch_all(&all), [1, 2, 3, 4]);
            assert_eq!(db.fetch_one(&blocks), 0);
            return;
        }
        for (statement, construct) in [
            (&arrays as &dyn AsStatement, "the elements of an array in FROM is not supported"),
            (&all, "TABLESAMPLE is not supported"),
        ] {
            let error = statement.compile(db.dialect()).unwrap_err().to_string();
            assert!(error.starts_with(construct), "{error}");
        }
    });
}

#[test]
fn what_cannot_be_made_rows_of_is_refused() {
    let still = generate_series(1, 2, "n").step(0);
    let still = select(still.value()).from(still);
    let long = generate_series(1, 1_000_000_000, "n");
    let long = select(long.value()).from(long);
    let random = generate_series(1, function::<BigInt>("random", ()), "n");
    let random = select(random.value()).from(random);
    let right = generate_series(1, users::id, "n");
    let u = users::table.outer();
    let right = select(right.value()).from(u).right_join(right, val::<Boolean>(true));
    let by_name = generate_series(1, 2, "n");
    let by_name = select(by_name.value()).from(by_name).join(teams::table, natural());
    for dialect in [&Sqlite::new() as &dyn Dialect, &MySql::new(), &MariaDb::new()] {
        for statement in [&still, &long, &random, &by_name] {
            let error = statement.compile(dialect).unwrap_err();
            assert!(matches!(error, CompileError::Unsupported { .. }), "{error}");
        }
        assert!(matches!(right.compile(dialect), Err(CompileError::OutOfScope { .. })));
    }
    let much = select(users::id).from(sample(users::table, 101.0));
    let error = much.compile(&Postgres::new()).unwrap_err();
    assert!(matches!(error, CompileError::InvalidValue { .. }), "{error}");
    assert!(still.compile(&Postgres::new()).is_err());
    assert!(long.compile(&Postgres::new()).is_ok());
}
