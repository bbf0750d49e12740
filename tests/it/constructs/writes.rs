//! INSERT, UPDATE, DELETE, MERGE, RETURNING.

use aludel::ast::{
    self, ColumnRef, Expr as Node, FromItem, InsertSource, Merge, MergeAction, MergeArm, MergeWhen,
    SelectItem, TableName, TableRef,
};
use aludel::prelude::*;

use super::*;
use crate::schema::{posts, teams, users};

fn logs() -> TableRef {
    TableRef { table: TableName::named("logs"), alias: None }
}

fn logs_column(name: &'static str) -> ColumnRef {
    ColumnRef::named(None, name)
}

fn all_logs() -> Select<(Any, Any)> {
    let column = |name| column::<Any>(name);
    select((column("id"), column("amount")))
        .from(table("logs"))
        .order_by(column("id").asc().nulls_first())
}

fn team_titles() -> Select<VarChar<100>> {
    select(teams::title).from(teams::table).order_by(teams::id.asc())
}

fn returning_nothing_on_mysql(case: Construct) -> Construct {
    case.lacks(MYSQL, "DELETE FROM posts WHERE id = 1 RETURNING id")
}

fn returning_update(case: Construct) -> Construct {
    returning_nothing_on_mysql(case)
        .lacks(MARIADB, "UPDATE posts SET stars = 1 WHERE id = 1 RETURNING id")
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn inserts() {
    let insert = |source, columns: &[&'static str]| {
        let columns = columns.iter().map(|name| logs_column(name)).collect();
        ast::Insert { columns, source, ..ast::Insert::new(logs()) }
    };
    let plain = |insert: ast::Insert| Plain(Statement::Insert(Box::new(insert)));
    let two =
        || InsertSource::Exprs(vec![Node::bind(1), Node::Default, Node::bind(2), Node::bind(3)]);
    let both = &["id", "amount"];
    let aliased = ast::Insert {
        table: TableRef { alias: Some("l".into()), ..logs() },
        ..insert(InsertSource::Exprs(vec![Node::bind(1)]), &["id"])
    };
    let from = |query: Query| insert(InsertSource::Query(query.into()), both);
    let ids = || select((users::id, users::age)).from(users::table).filter(users::id.le(2));
    let values =
        ast::Values { rows: vec![[Node::bind(1), Node::bind(2)].into()], types: vec![None, None] };
    let with = {
        let c = cte("c", ids());
        from(select((c.get(users::id), c.get(users::age))).from(c.table()).with(c).into_query())
    };
    let with_before = {
        let c = cte("c", ids());
        let source = select((c.get(users::id), c.get(users::age))).from(c.table()).into_query();
        let with = select(val::<Integer>(1)).with(c).into_ast().with;
        ast::Insert { with, ..from(source) }
    };
    let own = from(
        select((table("logs").column::<Any>("id"), val::<Integer>(5).any()))
            .from(table("logs"))
            .into_query(),
    );
    let subquery = insert(
        InsertSource::Exprs(vec![
            Expression::into_ast(select(max(users::id)).from(users::table)),
            Node::bind(1),
        ]),
        both,
    );
    let own_subquery = insert(
        InsertSource::Exprs(vec![
            sql!("1").into_ast(),
            Expression::into_ast(coalesce(
                select(max(table("logs").column::<Any>("id"))).from(table("logs")),
                4,
            )),
        ]),
        both,
    );
    let returned = |items: Vec<SelectItem>| ast::Insert {
        returning: items,
        ..insert(InsertSource::Exprs(vec![Node::bind(1), Node::bind(2)]), both)
    };
    let default_returned = ast::Insert {
        returning: vec![SelectItem::Expr(column::<Any>("amount").into_ast())],
        ..insert(InsertSource::DefaultValues, &[])
    };
    walk(vec![
        stmt("defaults", plain(insert(InsertSource::DefaultValues, &[])))
            .then(all_logs())
            .rows("NULL, 7"),
        stmt("DEFAULT as a value", plain(insert(two(), both)))
            .then(all_logs())
            .rows("1, 7 | 2, 3")
            .lacks(SQLITE, "INSERT INTO logs (id, amount) VALUES (1, DEFAULT), (2, 3)"),
        stmt("an alias", plain(aliased))
            .then(all_logs())
            .rows("1, 7")
            .lacks(MYSQL, "INSERT INTO logs AS l (id) VALUES (1)")
            .lacks(MARIADB, "INSERT INTO logs AS l (id) VALUES (1)"),
        stmt("values", plain(insert(InsertSource::Values(vec![1.into(), 2.into()]), both)))
            .then(all_logs())
            .rows("1, 2"),
        stmt(
            "null values",
            plain(insert(InsertSource::Values(vec![Value::Null, Value::Null]), both)),
        )
        .then(all_logs())
        .rows("NULL, NULL"),
        stmt("from a query", plain(from(ids().into_query())))
            .then(all_logs())
            .rows("1, 30 | 2, 20"),
        stmt("from a set operation", plain(from(ids().union(ids()).into_query())))
            .then(all_logs())
            .rows("1, 30 | 2, 20"),
        stmt(
            "from a set operation with an order",
            plain(from(ids().union(ids()).order_by(users::id.asc()).limit(1).into_query())),
        )
        .then(all_logs())
        .rows("1, 30"),
        stmt("from VALUES as a query", plain(from(Query::Values(Box::new(values)))))
            .then(all_logs())
            .rows("1, 2"),
        stmt(
            "from a query of parameters",
            plain(from(select((val::<Integer>(1), val::<Integer>(2))).into_query())),
        )
        .then(all_logs())
        .rows("1, 2"),
        stmt("from a query with WITH", plain(with)).then(all_logs()).rows("1, 30 | 2, 20"),
        stmt("after WITH", plain(with_before)).then(all_logs()).rows("1, 30 | 2, 20"),
        stmt("from the table itself", plain(own)),
        stmt("a subquery as a value", plain(subquery)).then(all_logs()).rows("4, 1"),
        stmt("a subquery of the table itself as a value", plain(own_subquery))
            .then(all_logs())
            .rows("1, 4"),
        returning_nothing_on_mysql(
            stmt(
                "returning a column",
                plain(returned(vec![SelectItem::Expr(column::<Any>("id").into_ast())])),
            )
            .rows("1"),
        ),
        returning_nothing_on_mysql(
            stmt(
                "returning an expression",
                plain(returned(vec![SelectItem::Expr(
                    (column::<Integer>("amount") + 1).into_ast(),
                )])),
            )
            .rows("3"),
        ),
        returning_nothing_on_mysql(
            stmt("returning every column", plain(returned(vec![SelectItem::All(None)])))
                .rows("1, 2"),
        ),
        returning_nothing_on_mysql(
            stmt(
                "returning every column of the table",
                plain(returned(vec![SelectItem::All(Some("logs".into()))])),
            )
            .rows("1, 2"),
        ),
        returning_nothing_on_mysql(stmt("returning a default", plain(default_returned)).rows("7")),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn updates() {
    let all = || select((posts::id, posts::stars)).from(posts::table).order_by(posts::id.asc());
    let p = posts::alias("p");
    let aliased = update(p).set(p.stars, p.stars + 1).filter(p.id.eq(1));
    let from = || {
        update(posts::table)
            .set(posts::stars, users::id.cast::<Integer>())
            .from(users::table)
            .filter(users::id.eq(posts::user_id).and(posts::id.eq(3)))
    };
    let own_max = || select(max(posts::alias("q").stars)).from(posts::alias("q"));
    let own_nested = || {
        let q = posts::alias("q");
        let inner = select(q.stars).from(q).alias("d");
        select(max(inner.get(posts::stars))).from(inner)
    };
    let correlated = || {
        let q = posts::alias("q");
        select(sum(q.stars)).from(q).filter(q.id.le(posts::id))
    };
    let with_ids = || {
        let c = cte("c", select(posts::id).from(posts::table).filter(posts::stars.gt(4)));
        select(c.get(posts::id)).from(c.table()).with(c)
    };
    let with_named_like_target = || {
        let c = cte("posts", select(users::id).from(users::table).filter(users::id.le(2)));
        update(users::table)
            .set(users::age, 1)
            .filter(users::id.in_(select(c.get(users::id)).from(c.table()).with(c)))
    };
    let star_beside_from = {
        let Statement::Update(mut node) = from().returning(posts::id).into_ast() else {
            unreachable!()
        };
        node.returning = vec![SelectItem::All(None)];
        Plain(Statement::Update(node))
    };
    let swap = update(users::table)
        .set(users::age, users::id.cast::<Integer>())
        .set(users::team_id, users::age.cast::<BigInt>())
        .filter(users::id.eq(2));
    let ages = || {
        select((users::id, users::age, users::team_id))
            .from(users::table)
            .filter(users::id.le(2))
            .order_by(users::id.asc())
    };
    let default = {
        let mut node = ast::Update::new(logs());
        node.assignments =
            vec![ast::Assignment { column: logs_column("amount"), value: Node::Default }];
        node.all_rows = true;
        Plain(Statement::Update(Box::new(node)))
    };
    let reading_set = |value: Node| {
        let mut node = ast::Update::new(Target::into_table(posts::table));
        node.assignments = vec![ast::Assignment { column: posts::stars.reference(), value }];
        node.filter = Some(posts::id.eq(1).into_ast());
        Plain(Statement::Update(Box::new(node)))
    };
    walk(vec![
        stmt("an alias", aliased).then(all().limit(1)).rows("1, 6"),
        stmt("from another table", from()).then(all().offset(2).limit(1)).rows("3, 2"),
        stmt("in an order, so many", update(posts::table).set(posts::stars, 9).all_rows().order_by(posts::id.desc()).limit(1)).then(all().offset(3)).rows("4, 7 | 5, 9"),
        stmt("from its own rows", reading_set(Expression::into_ast(own_max()))).then(all().limit(1)).rows("1, 7"),
        stmt("from its own rows, nested", reading_set(Expression::into_ast(own_nested()))).then(all().limit(1)).rows("1, 7"),
        stmt("from its own rows, correlated", reading_set(Expression::into_ast(correlated())))
            .then(all().limit(1))
            .rows("1, 5"),
        stmt("filtered by its own rows", update(posts::table).set(posts::stars, 0).filter(posts::stars.eq(own_max()))).then(all().offset(3)).rows("4, 0 | 5, 2"),
        stmt("filtered by a cte of its own rows", update(posts::table).set(posts::stars, 0).filter(posts::id.in_(with_ids()))).then(all().limit(1)).rows("1, 0"),
        stmt("filtered by its own rows, limited", update(posts::table).set(posts::stars, 0).filter(posts::id.in_(select(posts::id).from(posts::table).order_by(posts::id.asc()).limit(1)))).then(all().limit(2)).rows("1, 0 | 2, -3"),
        stmt("filtered by a cte of another table's name", with_named_like_target()).then(ages()).rows("1, 1, 1 | 2, 1, 1"),
        stmt("columns that read one another's old value", swap).then(ages().offset(1)).rows("2, 2, 20"),
        stmt("to the default", default).lacks(SQLITE, "UPDATE logs SET amount = DEFAULT"),
        returning_update(stmt("returning", update(posts::table).set(posts::stars, posts::stars + 1).filter(posts::id.eq(1)).returning((posts::id, posts::stars + 1))).rows("1, 7")),
        returning_update(stmt("returning under an alias", update(p).set(p.stars, p.stars + 1).filter(p.id.eq(1)).returning(p.stars)).rows("6")),
        returning_update(stmt("returning every column beside FROM", star_beside_from).lacks(SQLITE, NONE)),
        returning_update(stmt("returning a column of FROM", from().returning((posts::id, users::name))).rows("3, Bob").lacks(SQLITE, "UPDATE posts SET stars = 1 FROM users WHERE users.id = posts.user_id RETURNING users.name")),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn deletes() {
    let all = || select(posts::id).from(posts::table).order_by(posts::id.asc());
    let p = posts::alias("p");
    let with = |kind: &str| {
        let c = cte("c", select(posts::id).from(posts::table).filter(posts::stars.gt(4)));
        let with = select(val::<Integer>(1)).with(c.clone()).into_ast().with;
        let filter = posts::id.in_(select(c.get(posts::id)).from(c.table())).into_ast();
        Plain(match kind {
            "DELETE" => Statement::Delete(Box::new(ast::Delete {
                with,
                filter: Some(filter),
                ..ast::Delete::new(Target::into_table(posts::table))
            })),
            _ => {
                let assignments = vec![posts::stars.set(0)];
                Statement::Update(Box::new(ast::Update {
                    with,
                    assignments,
                    filter: Some(filter),
                    ..ast::Update::new(Target::into_table(posts::table))
                }))
            }
        })
    };
    walk(vec![
        stmt("an alias", delete(p).filter(p.id.eq(1))).then(all()).rows("2 | 3 | 4 | 5"),
        stmt(
            "using another table",
            delete(posts::table)
                .using(users::table)
                .filter(users::id.eq(posts::user_id).and(users::id.eq(2))),
        )
        .then(all())
        .rows("1 | 2"),
        stmt(
            "in an order, so many",
            delete(posts::table).all_rows().order_by(posts::id.desc()).limit(1),
        )
        .then(all())
        .rows("1 | 2 | 3 | 4"),
        stmt(
            "filtered by its own rows",
            delete(posts::table).filter(posts::id.in_(select(min(posts::id)).from(posts::table))),
        )
        .then(all())
        .rows("2 | 3 | 4 | 5"),
        stmt(
            "filtered by its own rows, limited",
            delete(posts::table).filter(
                posts::id
                    .in_(select(posts::id).from(posts::table).order_by(posts::id.desc()).limit(2)),
            ),
        )
        .then(all())
        .rows("1 | 2 | 3"),
        stmt("filtered by its own rows, correlated", {
            let q = posts::alias("q");
            delete(posts::table).filter(exists(select(q.id).from(q).filter(q.id.eq(posts::id + 1))))
        })
        .then(all())
        .rows("5"),
        stmt("after WITH", with("DELETE")).then(all()).rows("2 | 3 | 5"),
        stmt("an update after WITH", with("UPDATE")).then(all()).rows("1 | 2 | 3 | 4 | 5"),
        returning_nothing_on_mysql(
            stmt(
                "returning",
                delete(posts::table).filter(posts::id.eq(1)).returning((posts::id, posts::title)),
            )
            .rows("1, one"),
        ),
        returning_nothing_on_mysql(
            stmt("returning under an alias", delete(p).filter(p.id.eq(1)).returning(p.title))
                .rows("one")
                .lacks_until(
                    MARIADB,
                    (11, 8),
                    "DELETE FROM posts AS p WHERE p.id = 1 RETURNING title",
                ),
        ),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn merges() {
    let arm = |when, filter: Option<Condition>, action| MergeArm {
        when,
        filter: filter.map(Expression::into_ast),
        action,
    };
    let merge = |arms| {
        Plain(Statement::Merge(Box::new(Merge {
            with: None,
            table: Target::into_table(teams::table),
            source: FromItem::Table(Target::into_table(users::table)),
            on: teams::id.eq(users::id).into_ast(),
            arms,
            returning: Vec::new(),
            annotations: None,
        })))
    };
    let update = || MergeAction::Update(vec![teams::title.set(users::name)]);
    let insert =
        || MergeAction::Insert(vec![teams::id.set(users::id), teams::title.set(users::name)]);
    let alone = |case: Construct| {
        let native = "MERGE INTO teams USING users ON teams.id = users.id WHEN MATCHED THEN DELETE";
        case.lacks(SQLITE, native).lacks(MYSQL, native).lacks(MARIADB, native)
    };
    walk(vec![
        alone(
            stmt(
                "update and insert",
                merge(vec![
                    arm(MergeWhen::Matched, None, update()),
                    arm(MergeWhen::NotMatched, None, insert()),
                ]),
            )
            .then(team_titles())
            .rows("Ann | Bob | Cid | Dot"),
        ),
        alone(
            stmt(
                "a condition and a delete",
                merge(vec![
                    arm(MergeWhen::Matched, Some(users::age.gt(20)), MergeAction::Delete),
                    arm(MergeWhen::Matched, None, MergeAction::Nothing),
                ]),
            )
            .then(team_titles())
            .rows("blue"),
        ),
        alone(
            stmt("do nothing", merge(vec![arm(MergeWhen::NotMatched, None, MergeAction::Nothing)]))
                .then(team_titles())
                .rows("red | blue | empty"),
        ),
    ]);
}
