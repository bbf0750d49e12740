//! What rows are taken from: tables, derived tables, functions, joins.

use aludel::ast::{
    self, FromItem, Join, JoinKind, JoinOn, JoinTree, SelectItem, TableFunction, TableRef,
};
use aludel::prelude::*;

use super::*;
use crate::schema::{posts, teams, users};

fn named(name: &'static str) -> FromItem {
    FromItem::Table(TableRef { table: ast::TableName::named(name), alias: None })
}

fn joined(kind: JoinKind, item: FromItem, on: JoinOn) -> ast::Select {
    ast::Select {
        items: vec![SelectItem::Expr(count_star().into_ast())],
        from: Some(named("users")),
        joins: vec![Join { kind, item, on }],
        ..ast::Select::default()
    }
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn joins() {
    let on = |condition: Condition| JoinOn::Condition(condition.into_ast());
    let of_team = || on(teams::id.eq(users::team_id));
    let by_id = || JoinOn::Using(vec!["id".into()]);
    let join = |kind, on| query(Query::Select(Box::new(joined(kind, named("teams"), on))));
    let tree = || {
        let teams = Join { kind: JoinKind::Inner, item: named("teams"), on: of_team() };
        FromItem::Joined(JoinTree { first: named("users"), joins: vec![teams] }.into())
    };
    let tree_on_the_right = ast::Select {
        from: Some(named("posts")),
        joins: vec![Join {
            kind: JoinKind::Left,
            item: tree(),
            on: on(posts::user_id.eq(users::id).and(users::id.eq(2))),
        }],
        ..joined(JoinKind::Cross, named("teams"), JoinOn::None)
    };
    let tree_on_the_left = ast::Select {
        from: Some(tree()),
        joins: vec![Join { kind: JoinKind::Cross, item: named("posts"), on: JoinOn::None }],
        ..joined(JoinKind::Cross, named("teams"), JoinOn::None)
    };
    walk(vec![
        stmt("inner", join(JoinKind::Inner, of_team())).rows("3"),
        stmt("left", join(JoinKind::Left, of_team())).rows("4"),
        stmt("right", join(JoinKind::Right, of_team())).rows("4"),
        stmt("full", join(JoinKind::Full, of_team())).rows("5"),
        stmt("cross", join(JoinKind::Cross, JoinOn::None)).rows("12"),
        stmt("inner, using", join(JoinKind::Inner, by_id())).rows("3"),
        stmt("left, using", join(JoinKind::Left, by_id())).rows("4"),
        stmt("inner, natural", join(JoinKind::Inner, JoinOn::Natural)).rows("3"),
        stmt("left, natural", join(JoinKind::Left, JoinOn::Natural)).rows("4"),
        stmt("a tree on the right", query(Query::Select(Box::new(tree_on_the_right)))).rows("5"),
        stmt("a tree on the left", query(Query::Select(Box::new(tree_on_the_left)))).rows("15"),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn derived_tables() {
    let pairs = || select((users::id, users::name)).from(users::table).alias("d");
    let plain = select(pairs().get(users::name)).from(pairs()).filter(pairs().get(users::id).eq(2));
    let renamed = || pairs().columns(["number", "who"]);
    let with_columns = select(renamed().column::<Text>("who"))
        .from(renamed())
        .filter(renamed().column::<BigInt>("number").eq(2));
    let best = || {
        let mine = select((posts::title, posts::stars))
            .from(posts::table)
            .filter(posts::user_id.eq(users::id));
        mine.order_by(posts::stars.desc()).limit(1).alias("best").lateral()
    };
    let lateral = select((users::name, best().get(posts::title)))
        .from(users::table)
        .cross_join(best())
        .order_by(users::id.asc());
    let outer_in_derived = || {
        let inner =
            select(posts::stars).from(posts::table).filter(posts::user_id.eq(users::id)).alias("d");
        select(max(inner.get(posts::stars))).from(inner)
    };
    let correlated = select((users::name, Expression::into_expr(outer_in_derived())))
        .from(users::table)
        .order_by(users::id.asc());
    let series = |with_ordinality, lateral| {
        let function = TableFunction {
            name: "generate_series".into(),
            args: [ast::Expr::Literal(1.into()), ast::Expr::Literal(3.into())].into(),
            alias: "s".into(),
            columns: if with_ordinality { vec!["n".into(), "o".into()] } else { vec!["n".into()] },
            with_ordinality,
            lateral,
        };
        let node = select(count_star()).from(users::table).into_ast();
        let function = FromItem::Function(Box::new(function));
        query(Query::Select(Box::new(ast::Select { from: Some(function), ..*node })))
    };
    let no_lateral = |case: Construct| {
        case.lacks(SQLITE, "SELECT * FROM users CROSS JOIN LATERAL (SELECT users.id) AS d")
            .lacks(MARIADB, "SELECT * FROM users CROSS JOIN LATERAL (SELECT users.id) AS d")
    };
    let no_function = |case: Construct| {
        case.lacks(MYSQL, "SELECT * FROM generate_series(1, 3) AS s")
            .lacks(MARIADB, "SELECT * FROM generate_series(1, 3) AS s")
    };
    walk(vec![
        stmt("a derived table", plain).rows("Bob"),
        stmt("names for its columns", with_columns).rows("Bob"),
        no_lateral(stmt("lateral", lateral).rows("Ann, one | Bob, 100%")),
        stmt("a derived table that reads an outer query", correlated)
            .rows("Ann, 5 | Bob, 7 | Cid, NULL | Dot, NULL")
            .lacks(MARIADB, "SELECT (SELECT max(stars) FROM (SELECT stars FROM posts WHERE user_id = users.id) AS d) FROM users"),
        no_function(stmt("a function", series(false, false)).rows("3").lacks(SQLITE, "SELECT n FROM generate_series(1, 3) AS s (n)")),
        no_function(stmt("a function, numbered", series(true, false)).rows("3").lacks(SQLITE, "SELECT 1 FROM generate_series(1, 3) WITH ORDINALITY AS s (n, o)")),
        no_function(stmt("a function, lateral", series(false, true)).rows("3").lacks(SQLITE, "SELECT 1 FROM LATERAL generate_series(1, 3) AS s")),
    ]);
}
