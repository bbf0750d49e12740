//! Joins of every kind, on conditions, keys and names.

use aludel::prelude::*;

use crate::engines::{on_all_engines, same_rows};
use crate::schema::{posts, set_up, teams, users};

table! {
    /// The tables of the tests, with the keys between them.
    pub writers as "users" {
        id: BigInt [primary_key],
        name: VarChar<100>,
        team_id: Nullable<BigInt> [references("teams", "id")],
    }
    pub essays as "posts" {
        id: BigInt [primary_key],
        user_id: BigInt [references("users", "id")],
        title: VarChar<100>,
    }
    /// Two keys to one table.
    pub messages {
        sender: BigInt [references("users", "id")],
        receiver: BigInt [references("users", "id")],
    }
}

fn titles<T: Into<String>>(
    rows: impl IntoIterator<Item = (&'static str, T)>,
) -> Vec<(String, String)> {
    rows.into_iter().map(|(name, title)| (name.to_owned(), title.into())).collect()
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_join_follows_the_declared_key_in_either_direction() {
    let expected =
        titles([("Ann", "one"), ("Ann", "two"), ("Bob", "100%"), ("Bob", "a_b"), ("Bob", "three")]);
    let down = select((writers::name, essays::title))
        .from(writers::table)
        .join(essays::table, on_key())
        .order_by((writers::name.asc(), essays::title.asc()));
    same_rows(set_up, &down, &expected);
    let up = select((writers::name, essays::title))
        .from(essays::table)
        .join(writers::table, on_key())
        .order_by((writers::name.asc(), essays::title.asc()));
    same_rows(set_up, &up, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_join_by_key_takes_aliases_and_outer_sides() {
    let w = writers::alias("w");
    let e = essays::alias("e").outer();
    let t = teams::alias("t").outer();
    let q = select((w.name, t.title, e.title))
        .from(w)
        .left_join(t, on_key())
        .left_join(e, on_key())
        .filter(w.id.ne(2))
        .order_by((w.id.asc(), e.id.asc()));
    let row = |name: &str, team: Option<&str>, title: Option<&str>| {
        (name.to_owned(), team.map(str::to_owned), title.map(str::to_owned))
    };
    let expected = [
        row("Ann", Some("red"), Some("one")),
        row("Ann", Some("red"), Some("two")),
        row("Cid", Some("blue"), None),
        row("Dot", None, None),
    ];
    same_rows(set_up, &q, &expected);
}

#[test]
fn a_join_by_key_needs_just_one_key() {
    let none = select(posts::id).from(posts::table).join(teams::table, on_key());
    let Err(CompileError::JoinKey { table: joined, found }) = none.compile(&Sqlite::new()) else {
        panic!("it compiles")
    };
    assert_eq!((joined.as_str(), found.len()), ("teams", 0));

    let two = select(messages::sender).from(messages::table).join(writers::table, on_key());
    let error = two.compile(&MySql::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "table users is joined by its declared key, but several are: messages.sender = users.id; messages.receiver = users.id; say the condition"
    );
    let of_two = select(messages::alias("m").sender)
        .from(messages::alias("m"))
        .join(writers::alias("a"), on_key())
        .join(writers::alias("b"), on_key());
    assert!(matches!(of_two.compile(&Postgres::new()), Err(CompileError::JoinKey { .. })));
    let dynamic = select(posts::id).from(posts::table).join(table("users"), on_key());
    assert!(matches!(dynamic.compile(&Postgres::new()), Err(CompileError::JoinKey { .. })));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn using_and_natural_join_columns_of_the_same_names() {
    // Users and posts have `id` in common.
    let expected = titles([("Ann", "one"), ("Bob", "two"), ("Cid", "three"), ("Dot", "100%")]);
    let q = select((users::name, posts::title)).from(users::table).order_by(users::id);
    same_rows(set_up, &q.clone().join(posts::table, using(posts::id)), &expected);
    same_rows(set_up, &q.join(posts::table, natural()), &expected);

    let u = users::table.outer();
    let right = select((u.name, posts::title))
        .from(u)
        .right_join(posts::table, using(posts::id))
        .order_by(posts::id.desc())
        .limit(2);
    let row = |name: Option<&str>, title: &str| (name.map(str::to_owned), title.to_owned());
    same_rows(set_up, &right, &[row(None, "a_b"), row(Some("Dot"), "100%")]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn joined_tables_are_joined_to_others_as_one() {
    let (p, w) = (posts::table.outer(), users::alias("w").outer());
    let by_elders = joined(p).join(w, p.user_id.eq(w.id).and(w.age.gt(25)));
    let q = select((users::id, p.title))
        .from(users::table)
        .left_join(by_elders, p.user_id.eq(users::id))
        .order_by((users::id.asc(), p.id.asc()));
    let row = |id: i64, title: Option<&str>| (id, title.map(str::to_owned));
    let expected =
        [row(1, Some("one")), row(1, Some("two")), row(2, None), row(3, None), row(4, None)];
    same_rows(set_up, &q, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn all_pairs_and_the_right_without_a_pair() {
    let pairs = select(count_star()).from(users::table).cross_join(teams::table);
    same_rows(set_up, &pairs, &[12]);
    on_all_engines(|db| {
        set_up(db);
        let u = users::table.outer();
        let q = select((teams::title, u.name))
            .from(u)
            .right_join(teams::table, u.team_id.eq(teams::id))
            .filter(u.id.is_null());
        assert_eq!(db.fetch_all(&q), [("empty".to_owned(), None)], "on {}", db.name);
    });
}

#[test]
fn a_condition_inside_joined_tables_sees_them_alone() {
    let (p, t) = (posts::table.outer(), teams::table.outer());
    let inside = joined(p).join(t, t.id.eq(users::id));
    let q = select(users::id).from(users::table).left_join(inside, p.user_id.eq(users::id));
    for dialect in [&Sqlite::new() as &dyn Dialect, &Postgres::new(), &MySql::new()] {
        let error = q.compile(dialect).unwrap_err();
        assert!(matches!(error, CompileError::OutOfScope { .. }), "{error}");
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn every_column_of_a_right_join_by_name_comes_in_one_order() {
    let star = aludel::ast::SelectItem::All(None);
    let mut q = select(teams::id).from(users::table.outer());
    q = q.right_join(teams::table, using(teams::id)).filter(teams::id.eq(3));
    let mut node = q.into_ast();
    node.items = vec![star];
    let q = Select::<DynamicRow>::from_ast(*node);
    on_all_engines(|db| match db.name {
        "SQLite" | "PostgreSQL" => {
            set_up(db);
            let row = db.fetch_one(&q);
            assert_eq!(row.values().last(), Some(&Value::from("empty")), "on {}", db.name);
        }
        _ => {
            let error = q.compile(db.dialect()).unwrap_err().to_string();
            assert!(error.starts_with("`*` of a RIGHT JOIN with USING"), "{error}");
        }
    });
}

#[test]
fn a_join_says_how_its_rows_meet() {
    use aludel::ast::{Join, JoinKind, JoinOn};
    let q = select(users::id).from(users::table).join(teams::table, using(teams::title));
    let error = q.compile(&MySql::new()).unwrap_err();
    assert!(
        matches!(&error, CompileError::OutOfScope { column, .. } if column == "title"),
        "{error}"
    );

    let with = |kind, on| {
        let item = aludel::query::Relation::into_from(teams::table);
        let mut node = select(users::id).from(users::table).into_ast();
        node.joins = vec![Join { kind, item, on }];
        Select::<BigInt>::from_ast(*node).compile(&Postgres::new()).map(|sql| sql.to_string())
    };
    let condition = JoinOn::Condition(teams::id.eq(users::id).into_ast());
    let crossed = with(JoinKind::Cross, condition);
    assert!(matches!(crossed, Err(CompileError::Misplaced { .. })), "{crossed:?}");
    for on in [JoinOn::None, JoinOn::Using(Vec::new())] {
        let bare = with(JoinKind::Inner, on);
        assert!(matches!(bare, Err(CompileError::Empty { .. })), "{bare:?}");
    }
}

#[test]
fn joined_tables_on_the_nullable_side_have_outer_handles() {
    let inside = joined(posts::table).join(teams::table, teams::id.eq(posts::id));
    let q = select(posts::title).from(users::table).left_join(inside, posts::user_id.eq(users::id));
    assert!(matches!(q.compile(&Postgres::new()), Err(CompileError::NullableSide { .. })));
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_full_join_follows_the_declared_key() {
    let (w, t) = (writers::table.outer(), teams::table.outer());
    let q = select((w.id, t.id)).from(w).full_join(t, on_key());
    let q = q.order_by((w.id.asc().nulls_last(), t.id.asc()));
    let expected = [
        (Some(1), Some(1)),
        (Some(2), Some(1)),
        (Some(3), Some(2)),
        (Some(4), None),
        (None, Some(3)),
    ];
    same_rows(set_up, &q, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_subquery_alone_decides_an_outer_join() {
    let t = teams::table.outer();
    let (p, other) = (posts::alias("p"), posts::alias("other"));
    let none = || select(p.id).from(p).join(other, p.id.gt(other.id + 1_000));
    for condition in [exists(none()).nullable(), literal::<BigInt>(1).in_(none()).nullable()] {
        let q = select((users::id, t.id)).from(users::table).left_join(t, condition);
        let q = q.filter(users::id.eq(1)).order_by(users::id);
        same_rows(set_up, &q, &[(1, None)]);
    }
}
