//! Derived tables: lateral, nested, on the nullable side of a join.

use aludel::ast;
use aludel::prelude::*;

use crate::engines::{on_all_engines, same_rows};
use crate::schema::{posts, set_up, teams, users};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_lateral_one_reads_the_tables_before_it() {
    let best = select((posts::title, posts::stars))
        .from(posts::table)
        .filter(posts::user_id.eq(users::id))
        .order_by(posts::stars.desc())
        .limit(1)
        .alias("best")
        .lateral()
        .outer();
    let q = select((users::name, best.get(posts::title)))
        .from(users::table)
        .order_by(users::id.asc())
        .left_join(best, val::<Boolean>(true));
    let row = |name: &str, title: Option<&str>| (name.to_owned(), title.map(str::to_owned));
    let expected =
        [row("Ann", Some("one")), row("Bob", Some("100%")), row("Cid", None), row("Dot", None)];
    on_all_engines(|db| match db.name {
        "PostgreSQL" | "MySQL" => {
            set_up(db);
            assert_eq!(db.fetch_all(&q), expected, "on {}", db.name);
        }
        _ => {
            let error = q.compile(db.dialect()).unwrap_err().to_string();
            assert!(error.starts_with("LATERAL is not supported"), "{error}");
            assert!(error.contains("row_number"), "{error}");
        }
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn one_inside_another_and_beside_an_outer_join() {
    let sums = select((posts::user_id, sum(posts::stars).label("total")))
        .from(posts::table)
        .group_by(posts::user_id)
        .alias("sums");
    let total = sums.column::<Nullable<BigInt>>("total");
    let much = select((sums.get(posts::user_id), total.clone().label("total")));
    let much = much.from(sums).filter(total.gt(5)).alias("much").outer();
    let total = much.column::<Nullable<BigInt>>("total");
    let q = select((users::id, total))
        .from(users::table)
        .filter(users::id.le(3))
        .order_by(users::id)
        .left_join(much.clone(), much.get(posts::user_id).eq(users::id));
    same_rows(set_up, &q, &[(1, None), (2, Some(9)), (3, None)]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_list_of_names_inside_a_correlated_subquery() {
    let mine =
        select((posts::stars, posts::id)).from(posts::table).filter(posts::user_id.eq(users::id));
    let mine = mine.alias("mine").columns(["n", "key"]);
    let most = select(max(mine.column::<Integer>("n"))).from(mine);
    let q = select((users::id, most)).from(users::table).order_by(users::id);
    on_all_engines(|db| {
        if db.name == "MariaDB" {
            let error = q.compile(db.dialect()).unwrap_err().to_string();
            assert!(error.starts_with("a derived table that reads an outer query"), "{error}");
            return;
        }
        set_up(db);
        let expected = [(1, Some(5)), (2, Some(7)), (3, None), (4, None)];
        assert_eq!(db.fetch_all(&q), expected, "on {}", db.name);
    });
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn dynamic_tables_join_as_declared_ones_do() {
    let (u, t) = (table("users").alias("u"), table("teams"));
    let team = u.column::<Any>("team_id").eq(t.column::<Any>("id"));
    let q = select((u.column::<Text>("name"), t.column::<Nullable<Text>>("title")))
        .from(&u)
        .full_join(&t, team)
        .filter(u.column::<BigInt>("id").eq(3));
    same_rows(set_up, &q, &[("Cid".to_owned(), Some("blue".to_owned()))]);
    let q = select(teams::title).from(teams::table).join(&u, using(column::<Any>("id")));
    same_rows(set_up, &q.select(count_star()), &[3]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_computed_column_is_null_where_an_outer_join_finds_no_row() {
    let nested = select(literal::<Integer>(5).label("n")).from(posts::table).alias("nested");
    let n = nested.column::<Integer>("n") + 1;
    let any = |expr: ast::Expr| select_dyn([Expr::<Any>::from_ast(expr)]);
    let computed = [
        any((literal::<Integer>(1) + 1).into_ast()).from(posts::table),
        any(posts::id.is_null().into_ast()).from(posts::table),
        any(n.into_ast()).from(nested),
    ];
    for query in computed {
        let computed = query.alias("computed").columns(["c"]);
        let c = || computed.column::<Nullable<Integer>>("c").is_not_null();
        let side = computed.clone().outer();
        let left = select(users::id).from(users::table).left_join(side.clone(), users::id.lt(0));
        same_rows(set_up, &left.filter(c()), &[0i64; 0]);
        let u = users::table;
        let right = select(users::id).from(side).right_join(u, users::id.lt(0));
        same_rows(set_up, &right.filter(c()), &[0i64; 0]);
    }
}
