//! VALUES in FROM, in WITH, and by itself; names for the columns of derived tables.

use aludel::prelude::*;

use crate::engines::{on_all_engines, same_rows};
use crate::schema::{posts, set_up, users};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_written_out_are_a_table() {
    let ranks = values::<(BigInt, Text, Nullable<Double>)>()
        .row((1, "gold", Some(1.5)))
        .row((2, "silver", None::<f64>))
        .row((9, "naïve 🦀", Some(-0.25)))
        .alias("ranks")
        .columns(["user_id", "title", "bonus"]);
    let user_id = ranks.column::<BigInt>("user_id");
    let (title, bonus) = (ranks.column::<Text>("title"), ranks.column::<Nullable<Double>>("bonus"));
    let u = users::table.outer();
    let q = select((u.name, title, bonus, user_id.clone() + 1))
        .from(u)
        .right_join(ranks, user_id.clone().eq(u.id))
        .order_by(user_id);
    let row = |name: Option<&str>, title: &str, bonus, next: i64| {
        (name.map(str::to_owned), title.to_owned(), bonus, next)
    };
    let expected = [
        row(Some("Ann"), "gold", Some(1.5), 2),
        row(Some("Bob"), "silver", None, 3),
        row(None, "naïve 🦀", Some(-0.25), 10),
    ];
    same_rows(set_up, &q, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_written_out_compare_with_columns_of_every_type() {
    let facts = values::<(VarChar<100>, Nullable<Integer>, Boolean)>()
        .row(("Ann", None::<i32>, true))
        .row(("Bob", None::<i32>, false))
        .alias("facts")
        .columns(["name", "age", "known"]);
    let name = facts.column::<VarChar<100>>("name");
    let age = facts.column::<Nullable<Integer>>("age");
    let known = facts.column::<Boolean>("known");
    let q = select((users::name, age.clone(), known))
        .from(users::table)
        .join(facts, name.eq(users::name).and(age.is_not_distinct_from(None::<i32>)))
        .order_by(users::id);
    let expected = [("Ann".to_owned(), None, true), ("Bob".to_owned(), None, false)];
    same_rows(set_up, &q, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_column_of_nulls_has_the_type_that_is_said() {
    let nulls = values::<(BigInt, Nullable<Integer>)>()
        .row((1, None::<i32>))
        .row((2, None::<i32>))
        .alias("nulls");
    let nulls = nulls.columns(["id", "age"]);
    let id = nulls.column::<BigInt>("id");
    let age = nulls.column::<Nullable<Integer>>("age");
    let q = select((id.clone(), coalesce(age, users::age)))
        .from(users::table)
        .join(nulls, id.clone().eq(users::id))
        .order_by(id);
    same_rows(set_up, &q, &[(1, Some(30)), (2, Some(20))]);
    on_all_engines(|db| {
        set_up(db);
        let inline = q.to_sql_inline(db.dialect()).expect("it compiles");
        db.batch(&inline);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_written_out_are_a_query_and_a_cte() {
    let q = values::<(BigInt, Text)>().rows([(2, "b"), (1, "a")]);
    same_rows(|_| (), &q, &[(2, "b".to_owned()), (1, "a".to_owned())]);
    let scalars = values::<BigInt>().rows([3, 1]);
    same_rows(|_| (), &scalars, &[3, 1]);

    let wanted = cte("wanted", values::<BigInt>().rows([4, 2])).columns(["id"]);
    let id = wanted.column::<BigInt>("id");
    let q = select(users::name)
        .from(users::table)
        .join(&wanted, id.eq(users::id))
        .order_by(users::id)
        .with(wanted);
    same_rows(set_up, &q, &["Bob".to_owned(), "Dot".to_owned()]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_list_names_the_columns_of_any_derived_table() {
    let d = select((users::id, users::id, users::name)).from(users::table).alias("d");
    let d = d.columns(["a", "b", "who"]);
    let (a, b) = (d.column::<BigInt>("a"), d.column::<BigInt>("b"));
    let q = select((a.clone() + b, d.column::<Text>("who")))
        .from(d)
        .filter(a.clone().le(2))
        .order_by(a);
    let text = |text: &str| text.to_owned();
    same_rows(set_up, &q, &[(2, text("Ann")), (4, text("Bob"))]);

    let united = select(users::id).from(users::table);
    let united = united.union(select(posts::id).from(posts::table)).order_by(users::id.desc());
    let united = united.limit(2).alias("u").columns(["n"]);
    let n = united.column::<BigInt>("n");
    let q = select(n.clone()).from(united).order_by(n);
    same_rows(set_up, &q, &[4, 5]);
}

#[test]
fn a_list_of_names_is_as_long_as_the_query_is_wide() {
    let d = select((users::id, users::name)).from(users::table).alias("d").columns(["only"]);
    let q = select(d.column::<Any>("only")).from(d);
    for dialect in [&Sqlite::new() as &dyn Dialect, &Postgres::new()] {
        let error = q.compile(dialect).unwrap_err();
        assert!(matches!(error, CompileError::QueryWidth { expected: 1, found: 2, .. }), "{error}");
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_known_at_run_time_only() {
    let rows = [vec![Value::from(2), Value::from("b")], vec![Value::from(10), Value::Null]];
    let v = values::<DynamicRow>().rows(rows).alias("v").columns(["n", "t"]);
    let (n, t) = (v.column::<BigInt>("n"), v.column::<Nullable<Text>>("t"));
    let q = select((n.clone(), t)).from(v).order_by(n);
    same_rows(|_| (), &q, &[(2, Some("b".to_owned())), (10, None)]);
}

#[test]
fn rows_of_other_widths_or_none_are_refused() {
    let uneven = values::<DynamicRow>().row(vec![1, 2]).row(vec![3]);
    let none = values::<(BigInt, Text)>();
    for dialect in
        [&Sqlite::new() as &dyn Dialect, &Postgres::new(), &MySql::new(), &MariaDb::new()]
    {
        let error = uneven.compile(dialect).unwrap_err();
        assert!(matches!(error, CompileError::RowWidth { row: 2, expected: 2, found: 1, .. }));
        assert!(matches!(none.compile(dialect), Err(CompileError::Empty { .. })));
    }
}
