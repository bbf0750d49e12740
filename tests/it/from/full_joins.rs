//! FULL JOIN: the same rows where it is written in other words.

use aludel::prelude::*;

use crate::engines::{Db, on_all_engines, same_rows};
use crate::schema::{posts, set_up, teams, users};

type Names = (Option<String>, Option<String>);

fn pair(left: Option<&str>, right: Option<&str>) -> Names {
    (left.map(str::to_owned), right.map(str::to_owned))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_of_either_side_without_a_pair() {
    let (u, t) = (users::table.outer(), teams::table.outer());
    let q = select((u.name, t.title))
        .from(u)
        .full_join(t, u.team_id.eq(t.id))
        .order_by((u.id.asc().nulls_last(), t.id.asc()));
    let expected = [
        pair(Some("Ann"), Some("red")),
        pair(Some("Bob"), Some("red")),
        pair(Some("Cid"), Some("blue")),
        pair(Some("Dot"), None),
        pair(None, Some("empty")),
    ];
    same_rows(set_up, &q, &expected);
    same_rows(set_up, &q.clone().filter(u.id.is_null().or(t.id.is_null())), &expected[3..]);
    same_rows(set_up, &q.filter(t.title.like("%e%").and(u.age.lt(25))), &expected[1..2]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn groups_windows_and_counts_above_it() {
    let (u, t) = (users::table.outer(), teams::table.outer());
    let joined = |q: Select<BigInt>| q.from(u).full_join(t, u.team_id.eq(t.id));
    same_rows(set_up, &joined(select(count_star())), &[5]);

    let q = joined(select(count_star()))
        .select((t.title, count(u.id).label("members"), sum(u.age)))
        .group_by(t.title)
        .having(count_star().lt(3))
        .order_by((column::<BigInt>("members").desc(), t.title.asc().nulls_last()));
    let row = |title: Option<&str>, members, ages| (title.map(str::to_owned), members, ages);
    let expected = [
        row(Some("red"), 2, Some(50)),
        row(Some("blue"), 1, Some(40)),
        row(None, 1, None),
        row(Some("empty"), 0, None),
    ];
    same_rows(set_up, &q, &expected);

    let number = row_number().over(window().order_by((u.id.asc().nulls_last(), t.id.asc())));
    let q = joined(select(count_star())).select((number.label("number"), u.id, t.id));
    let q = q.order_by(column::<BigInt>("number")).limit(2).offset(3);
    same_rows(set_up, &q, &[(4, Some(4), None), (5, None, Some(3))]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn other_joins_before_and_after_it() {
    let (u, t, p) = (users::table.outer(), teams::table.outer(), posts::table.outer());
    let q = select((u.name, t.title, p.title))
        .from(u)
        .left_join(p, p.user_id.eq(u.id).and(p.stars.gt(4)))
        .full_join(t, u.team_id.eq(t.id).and(p.id.is_not_null()))
        .order_by((u.id.asc().nulls_last(), t.id.asc()));
    let row = |name: Option<&str>, team: Option<&str>, post: Option<&str>| {
        let text = |text: Option<&str>| text.map(str::to_owned);
        (text(name), text(team), text(post))
    };
    let expected = [
        row(Some("Ann"), Some("red"), Some("one")),
        row(Some("Bob"), Some("red"), Some("100%")),
        row(Some("Cid"), None, None),
        row(Some("Dot"), None, None),
        row(None, Some("blue"), None),
        row(None, Some("empty"), None),
    ];
    same_rows(set_up, &q, &expected);

    let q = select((u.name, t.title, p.title))
        .from(u)
        .full_join(t, u.team_id.eq(t.id))
        .left_join(p, p.user_id.eq(u.id).and(p.stars.gt(4)))
        .order_by((u.id.asc().nulls_last(), t.id.asc()));
    let expected = [
        row(Some("Ann"), Some("red"), Some("one")),
        row(Some("Bob"), Some("red"), Some("100%")),
        row(Some("Cid"), Some("blue"), None),
        row(Some("Dot"), None, None),
        row(None, Some("empty"), None),
    ];
    same_rows(set_up, &q, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn two_of_them_and_one_among_joined_tables() {
    let (u, t, p) = (users::table.outer(), teams::table.outer(), posts::table.outer());
    let twice = select((u.id, t.id, p.id))
        .from(u)
        .full_join(t, u.team_id.eq(t.id))
        .full_join(p, p.user_id.eq(u.id).and(p.id.ne(5)))
        .order_by((u.id.asc().nulls_last(), t.id.asc().nulls_last(), p.id.asc()));
    let expected = [
        (Some(1), Some(1), Some(1)),
        (Some(1), Some(1), Some(2)),
        (Some(2), Some(1), Some(3)),
        (Some(2), Some(1), Some(4)),
        (Some(3), Some(2), None),
        (Some(4), None, None),
        (None, Some(3), None),
        (None, None, Some(5)),
    ];
    same_rows(set_up, &twice, &expected);

    let inside = joined(u).full_join(t, u.team_id.eq(t.id));
    let q = select((posts::id, u.id, t.id))
        .from(posts::table)
        .left_join(inside, t.id.eq(posts::id))
        .order_by((posts::id.asc(), u.id.asc()));
    let expected = [
        (1, Some(1), Some(1)),
        (1, Some(2), Some(1)),
        (2, Some(3), Some(2)),
        (3, None, Some(3)),
        (4, None, None),
        (5, None, None),
    ];
    same_rows(set_up, &q, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn subqueries_read_it_and_hide_its_tables() {
    let (u, t) = (users::table.outer(), teams::table.outer());
    let base = || {
        select((u.id, t.id))
            .from(u)
            .full_join(t, u.team_id.eq(t.id))
            .order_by((u.id.asc().nulls_last(), t.id.asc()))
    };
    let wrote = exists(select(posts::id).from(posts::table).filter(posts::user_id.eq(u.id)));
    same_rows(set_up, &base().filter(wrote), &[(Some(1), Some(1)), (Some(2), Some(1))]);
    // The subquery's own `users` is not that of the join.
    let elders = select(users::team_id).from(users::table).filter(users::age.ge(40));
    same_rows(set_up, &base().filter(t.id.in_(elders)), &[(Some(3), Some(2))]);

    // In a derived table, a CTE, a set operation, an INSERT.
    let derived = base().unordered().filter(u.id.is_null()).select(t.id).alias("d");
    let id = derived.column::<Nullable<BigInt>>("id");
    same_rows(set_up, &select(id).from(derived), &[Some(3)]);
    let lone = cte("lone", base().unordered().filter(t.id.is_null()).select(u.id.label("lone_id")));
    let lone_id = lone.column::<Nullable<BigInt>>("lone_id");
    let q = select(lone_id).from(&lone).with(&lone);
    same_rows(set_up, &q, &[Some(4)]);
    let q = base().unordered().filter(u.id.is_null()).select(t.id).union_all(q);
    on_all_engines(|db| {
        set_up(db);
        let mut rows = db.fetch_all(&q);
        rows.sort();
        assert_eq!(rows, [Some(3), Some(4)], "on {}", db.name);
        let from = base().unordered().select((coalesce(u.id, 0) + 10, val::<VarChar<100>>("x")));
        let from = from.filter(t.id.is_null());
        db.execute(&insert_into(teams::table).columns((teams::id, teams::title)).from_select(from));
        let ids = select(teams::id).from(teams::table).order_by(teams::id);
        assert_eq!(db.fetch_all(&ids), [1, 2, 3, 14], "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn aliases_names_and_every_column() {
    let (a, b) = (teams::alias("a").outer(), teams::alias("b").outer());
    let q = select_dyn([a.title.any(), b.title.any()])
        .from(a)
        .full_join(b, a.id.eq(b.id + 1))
        .order_by((a.id.asc().nulls_last(), b.id.asc()));
    on_all_engines(|db| {
        set_up(db);
        let text = |text: &str| Value::from(text);
        let rows: Vec<Vec<Value>> =
            db.fetch_all(&q).iter().map(|row| row.values().to_vec()).collect();
        let expected = [
            [text("red"), Value::Null],
            [text("blue"), text("red")],
            [text("empty"), text("blue")],
            [Value::Null, text("empty")],
        ];
        assert_eq!(rows, expected, "on {}", db.name);
    });

    let (a, p) = (teams::alias("a").outer(), posts::table.outer());
    let named = select((a.title, p.title)).from(a).full_join(p, using(teams::id));
    let named = named.order_by((a.id.asc().nulls_last(), p.id.asc()));
    let expected = [
        pair(Some("red"), Some("one")),
        pair(Some("blue"), Some("two")),
        pair(Some("empty"), Some("three")),
        pair(None, Some("100%")),
        pair(None, Some("a_b")),
    ];
    same_rows(set_up, &named, &expected);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn of_ctes_rows_written_out_and_a_series() {
    let old =
        cte("old_names", values::<(BigInt, Text)>().rows([(1, "Ann"), (2, "Rob"), (9, "Zoe")]));
    let old = old.columns(["id", "name"]);
    let new = cte("new_names", select((users::id, users::name)).from(users::table));
    let (o, n) = (old.table().outer(), new.table().outer());
    let name = || o.column::<Nullable<Text>>("name");
    let q = select((
        coalesce(o.get(users::id), n.get(users::id)).label("id"),
        name(),
        n.get(users::name),
    ))
    .from(&o)
    .full_join(&n, o.get(users::id).eq(n.get(users::id)))
    .filter(name().is_distinct_from(n.get(users::name)))
    .order_by(column::<BigInt>("id"))
    .with(&old)
    .with(&new);
    let row = |id, old: Option<&str>, new: Option<&str>| {
        (Some(id), old.map(str::to_owned), new.map(str::to_owned))
    };
    let expected = [
        row(2, Some("Rob"), Some("Bob")),
        row(3, None, Some("Cid")),
        row(4, None, Some("Dot")),
        row(9, Some("Zoe"), None),
    ];
    same_rows(set_up, &q, &expected);

    let n = generate_series(4, 6, "n").outer();
    let p = posts::table.outer();
    let q = select((p.id, n.value()))
        .from(p)
        .order_by((p.id.asc().nulls_last(), n.value().asc()))
        .filter(p.id.gt(3).or(p.id.is_null()))
        .full_join(n.clone(), n.value().eq(p.id));
    same_rows(set_up, &q, &[(Some(4), Some(4)), (Some(5), Some(5)), (None, Some(6))]);
}

#[test]
fn what_cannot_be_said_exactly_is_refused() {
    let (u, t) = (users::table.outer(), teams::table.outer());
    let joined = |q: Select<DynamicRow>| q.from(u).full_join(t, u.team_id.eq(t.id));
    let undeclared = table("things");
    let star = aludel::ast::SelectItem::All(None);
    let mut all = select_dyn([u.name.any()])
        .from(u)
        .full_join(&undeclared, undeclared.column::<BigInt>("id").eq(u.id))
        .into_ast();
    all.items = vec![star];
    let name = column::<Text>("name");
    let random = function::<BigInt>("random", ());
    for refused in [
        Select::from_ast(*all),
        joined(select_dyn([name.any()])),
        select_dyn([u.id.any()]).from(u).full_join(t, natural()),
        select_dyn([u.id.any()]).from(u).full_join(t, t.id.eq(random)),
        joined(select_dyn([u.id.any()])).for_update(),
    ] {
        for dialect in [&MySql::new() as &dyn Dialect, &MariaDb::new()] {
            let error = refused.compile(dialect).unwrap_err().to_string();
            assert!(error.starts_with("this FULL JOIN is not supported by M"), "{error}");
        }
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn any_condition_joins_so() {
    let (u, t) = (users::table.outer(), teams::table.outer());
    let conditions = [
        u.team_id.lt(t.id),
        u.team_id.is_not_distinct_from(t.id),
        u.team_id.eq(t.id).or(u.id.eq(t.id)),
        u.team_id.eq(t.id).and(t.title.eq("red")),
        u.id.eq(1),
        (u.id + t.id).eq(3),
        t.id.is_null(),
        literal::<Boolean>(true).nullable(),
        val::<Boolean>(false).nullable(),
    ];
    let mut sqlite = Db::sqlite();
    set_up(&mut sqlite);
    for condition in conditions {
        let q = select((u.name, t.title))
            .from(u)
            .full_join(t, condition)
            .order_by((u.id.asc().nulls_last(), t.id.asc().nulls_last()));
        let expected = sqlite.fetch_all(&q);
        assert!(expected.len() >= 4);
        same_rows(set_up, &q, &expected);
    }
}
