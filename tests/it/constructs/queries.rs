//! The clauses of SELECT, and WITH.

use aludel::ast::{self, Direction, Distinct, Expr as Node, Nulls, Operand, OrderItem, SelectItem};
use aludel::prelude::*;

use super::*;
use crate::schema::{posts, teams, users};

fn names() -> Select<VarChar<100>> {
    select(users::name).from(users::table)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn clauses() {
    let by_age = |nulls, direction| {
        let mut node = names().into_ast();
        node.order_by = vec![OrderItem { expr: users::age.into_ast().into(), direction, nulls }];
        query(Query::Select(node))
    };
    let qualified = {
        let mut node =
            select((posts::id, row_number().over(window().order_by(posts::id.asc())).label("n")))
                .from(posts::table)
                .into_ast();
        node.qualify = Some(column::<BigInt>("n").eq(1).into_ast());
        query(Query::Select(node))
    };
    let with_ties = |offset| {
        let mut node = select(posts::user_id)
            .from(posts::table)
            .order_by(posts::user_id.asc())
            .limit_with_ties(1)
            .into_ast();
        node.offset = offset;
        query(Query::Select(node))
    };
    let label_of_a_column = select((users::id, (-users::id).label("id2")))
        .from(users::table)
        .order_by(column::<Any>("id2").asc())
        .limit(1);
    let label_that_hides =
        select((-users::id).label("id")).from(users::table).order_by(users::id.asc());
    let computed =
        |amount: i32| Node::binary(Node::bind(amount), ast::BinaryOp::Add, Node::bind(1));
    let limited = |limit: Option<Node>, offset: Option<Node>| {
        let mut node = names().order_by(users::id.asc()).into_ast();
        node.limit = limit.map(Operand::from);
        node.offset = offset.map(Operand::from);
        query(Query::Select(node))
    };
    let int = |number: i64| Some(Node::Literal(number.into()));
    let all_of = |name: Option<&'static str>| {
        let mut node =
            select(teams::id).from(teams::table).order_by(teams::id.asc()).limit(1).into_ast();
        node.items = vec![SelectItem::All(name.map(Into::into))];
        query(Query::Select(node))
    };
    let all_and_more = {
        let mut node =
            select(teams::id).from(teams::table).order_by(teams::id.asc()).limit(1).into_ast();
        node.items = vec![SelectItem::All(None), SelectItem::Expr(teams::id.into_ast())];
        query(Query::Select(node))
    };
    let distinct_on = {
        let mut node = select((posts::user_id, posts::title))
            .from(posts::table)
            .order_by((posts::user_id.asc(), posts::id.asc()))
            .into_ast();
        node.distinct = Some(Distinct::On([posts::user_id.into_ast()].into()));
        query(Query::Select(node))
    };
    walk(vec![
        stmt("nulls first", by_age(Some(Nulls::First), Direction::Ascending))
            .rows("Dot | Bob | Ann | Cid"),
        stmt("nulls last", by_age(Some(Nulls::Last), Direction::Ascending))
            .rows("Bob | Ann | Cid | Dot"),
        stmt("nulls first, descending", by_age(Some(Nulls::First), Direction::Descending))
            .rows("Dot | Cid | Ann | Bob"),
        stmt("nulls last, descending", by_age(Some(Nulls::Last), Direction::Descending))
            .rows("Cid | Ann | Bob | Dot"),
        stmt(
            "nulls last of a selected expression with a parameter",
            select(users::age + 1).from(users::table).order_by((users::age + 1).asc().nulls_last()),
        )
        .rows("21 | 31 | 41 | NULL"),
        stmt(
            "nulls last of a distinct column",
            select(users::age)
                .distinct()
                .from(users::table)
                .order_by(users::age.asc().nulls_last()),
        )
        .rows("20 | 30 | 40 | NULL"),
        stmt(
            "order by an expression with a parameter",
            names().order_by((users::age * -1).asc().nulls_last()),
        )
        .rows("Cid | Ann | Bob | Dot"),
        stmt(
            "order by a condition",
            names().order_by((users::age.gt(20).desc().nulls_last(), users::id.asc())),
        )
        .rows("Ann | Cid | Bob | Dot"),
        stmt("order by a label", label_of_a_column).rows("4, -4"),
        stmt("order by a column whose name is a label", label_that_hides).rows("-1 | -2 | -3 | -4"),
        stmt("order by a parameter", names().order_by((val::<Integer>(1).asc(), users::id.asc())))
            .rows("Ann | Bob | Cid | Dot"),
        stmt(
            "order by a subquery",
            names().order_by((
                Expression::into_expr(
                    select(count_star()).from(posts::table).filter(posts::user_id.eq(users::id)),
                )
                .desc(),
                users::id.desc(),
            )),
        )
        .rows("Bob | Ann | Dot | Cid"),
        stmt(
            "distinct",
            select(posts::user_id).distinct().from(posts::table).order_by(posts::user_id.asc()),
        )
        .rows("1 | 2"),
        stmt(
            "distinct, by an expression with a parameter",
            select(posts::user_id + 1)
                .distinct()
                .from(posts::table)
                .order_by((posts::user_id + 1).asc()),
        )
        .rows("2 | 3"),
        stmt("distinct on", distinct_on).rows("1, one | 2, three"),
        stmt("qualify", qualified).rows("1, 1"),
        stmt("with ties", with_ties(None)).rows("1 | 1"),
        stmt("with ties after an offset", with_ties(Some(Node::bind(2).into()))).rows("2 | 2 | 2"),
        stmt("limit", names().order_by(users::id.asc()).limit(2)).rows("Ann | Bob"),
        stmt("limit and offset", names().order_by(users::id.asc()).limit(1).offset(2)).rows("Cid"),
        stmt("offset alone", names().order_by(users::id.asc()).offset(3)).rows("Dot"),
        stmt("limit of none", names().limit(0)).rows(""),
        stmt("literal limit and offset", limited(int(1), int(1))).rows("Bob"),
        stmt("bound limit and offset", limited(Some(Node::bind(1)), Some(Node::bind(1))))
            .rows("Bob"),
        stmt("a limit that is computed", limited(Some(computed(1)), None)).rows("Ann | Bob"),
        stmt("all columns", all_of(None)).rows("1, red"),
        stmt("all columns of a table", all_of(Some("teams"))).rows("1, red"),
        stmt("all columns and another", all_and_more).rows("1, red, 1"),
        stmt(
            "nothing but values",
            select((val::<Integer>(1), val::<Text>("a"), val::<Boolean>(true), val::<Double>(1.5))),
        )
        .rows("1, a, 1, 1.5"),
        stmt("a condition on nothing", select(val::<Integer>(1)).filter(val::<Integer>(1).eq(2)))
            .rows(""),
        stmt("a parameter as the condition", names().filter(val::<Boolean>(false))).rows(""),
        stmt(
            "an untyped parameter as the condition",
            names().filter(any(Node::bind(true))).order_by(users::id.asc()).limit(1),
        )
        .rows("Ann"),
        stmt(
            "having a condition on a key with a parameter",
            select((posts::user_id + 1, count_star()))
                .from(posts::table)
                .group_by(posts::user_id + 1)
                .having(count_star().gt(2)),
        )
        .rows("3, 3"),
        stmt(
            "having without groups",
            select(count_star()).from(posts::table).having(count_star().gt(9)),
        )
        .rows(""),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn locks() {
    let q = || names().filter(users::id.eq(1));
    let no_lock = |case: Construct| case.lacks(SQLITE, "SELECT id FROM users FOR UPDATE");
    let no_key = |case: Construct| {
        no_lock(case)
            .lacks(MYSQL, "SELECT id FROM users FOR KEY SHARE")
            .lacks(MARIADB, "SELECT id FROM users FOR KEY SHARE")
    };
    let no_of =
        |case: Construct| no_lock(case).lacks(MARIADB, "SELECT id FROM users FOR UPDATE OF users");
    let u = users::alias("u");
    let joined = select(u.name)
        .from(u)
        .join(posts::table, posts::user_id.eq(u.id))
        .filter(u.id.eq(2))
        .order_by(posts::id.asc())
        .limit(1);
    let derived = select(column::<Any>("n"))
        .from(select(users::id.label("n")).from(users::table).for_update().alias("d"));
    let no_aggregate_lock =
        |case: Construct| no_lock(case).lacks(POSTGRES, "SELECT count(*) FROM users FOR UPDATE");
    walk(vec![
        no_lock(stmt("update", q().for_update()).rows("Ann")),
        no_lock(stmt("update or fail", q().for_update().no_wait()).rows("Ann")),
        no_lock(stmt("update what is free", q().for_update().skip_locked()).rows("Ann")),
        no_lock(stmt("share", q().for_share()).rows("Ann")),
        no_lock(stmt("share or fail", q().for_share().no_wait()).rows("Ann")),
        no_lock(stmt("share what is free", q().for_share().skip_locked()).rows("Ann")),
        no_key(stmt("no key", q().for_no_key_update()).rows("Ann")),
        no_key(stmt("key share", q().for_key_share()).rows("Ann")),
        no_of(stmt("of a table", q().for_update().lock_of("users")).rows("Ann")),
        no_of(stmt("of an alias", joined.clone().for_update().lock_of("u")).rows("Bob")),
        no_of(
            stmt(
                "of both, each otherwise",
                joined.clone().for_update().lock_of("u").for_share().lock_of("posts"),
            )
            .rows("Bob"),
        ),
        no_lock(stmt("in a derived table", derived)),
        no_aggregate_lock(stmt(
            "of an aggregate",
            select(count_star()).from(users::table).for_update(),
        )),
        no_aggregate_lock(stmt("of distinct rows", names().distinct().for_update())),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn ctes() {
    let adults = || {
        cte("adults", select((users::id, users::name)).from(users::table).filter(users::age.ge(30)))
    };
    let from_adults = || {
        let adults = adults();
        select(adults.get(users::name)).from(adults.table()).order_by(adults.get(users::id).asc())
    };
    let renamed = {
        let c = cte("c", select((users::id, users::name)).from(users::table))
            .columns(["number", "who"]);
        select(c.column::<Text>("who"))
            .from(c.table())
            .filter(c.column::<BigInt>("number").eq(2))
            .with(c)
    };
    let numbers = || {
        cte_recursive("numbers", |numbers| {
            let n = || numbers.column::<Integer>("n");
            select(val::<Integer>(1)).union_all(select(n() + 1).from(numbers).filter(n().lt(4)))
        })
        .columns(["n"])
    };
    let count_up = || {
        let numbers = numbers();
        select(numbers.column::<Integer>("n"))
            .from(numbers.table())
            .order_by(numbers.column::<Integer>("n").asc())
    };
    let in_subquery = {
        let adults = adults();
        let ids = select(adults.get(users::id)).from(adults.table()).with(adults);
        names().filter(users::id.in_(ids)).order_by(users::id.asc())
    };
    let in_derived = {
        let inner = from_adults().with(adults()).alias("d");
        select(inner.get(users::name)).from(inner.clone()).order_by(inner.get(users::name).asc())
    };
    let in_cte = {
        let outer = cte("outer_one", from_adults().with(adults()));
        select(outer.get(users::name))
            .from(outer.table())
            .order_by(outer.get(users::name).asc())
            .with(outer)
    };
    let write = cte("gone", delete(posts::table).filter(posts::id.eq(1)).returning(posts::id));
    let from_write = select(write.get(posts::id)).from(write.table()).with(write.clone());
    let of_set = {
        let c = cte(
            "c",
            select(users::id).from(users::table).union(select(teams::id).from(teams::table)),
        );
        select(count_star()).from(c.table()).with(c)
    };
    let two = {
        let first = cte("first_one", select(users::id).from(users::table));
        let second = cte(
            "second_one",
            select(first.get(users::id)).from(first.table()).filter(first.get(users::id).gt(2)),
        );
        select(count_star()).from(second.table()).with(first).with(second)
    };
    let table_name = {
        let c = cte("users", select(users::id).from(users::table).filter(users::id.eq(2)));
        select(c.get(users::id)).from(c.table()).with(c)
    };
    walk(vec![
        stmt("a cte", from_adults().with(adults())).rows("Ann | Cid"),
        stmt("computed once", from_adults().with(adults().materialized())).rows("Ann | Cid"),
        stmt("inlined", from_adults().with(adults().not_materialized())).rows("Ann | Cid"),
        stmt("column names", renamed).rows("Bob"),
        stmt("recursive", count_up().with(numbers())).rows("1 | 2 | 3 | 4"),
        stmt("in a subquery", in_subquery).rows("Ann | Cid"),
        stmt("in a derived table", in_derived).rows("Ann | Cid"),
        stmt("in a cte", in_cte).rows("Ann | Cid"),
        stmt("of a set operation", of_set).rows("4"),
        stmt("of another cte", two).rows("2"),
        stmt("under the name of a table that it reads", table_name)
            .rows("2")
            .lacks(SQLITE, "WITH users AS (SELECT id FROM users) SELECT id FROM users"),
        stmt("a write", from_write)
            .rows("1")
            .lacks(
                SQLITE,
                "WITH gone AS (DELETE FROM posts WHERE id = 1 RETURNING id) SELECT id FROM gone",
            )
            .lacks(MYSQL, "WITH gone AS (DELETE FROM posts WHERE id = 1) SELECT 1")
            .lacks(
                MARIADB,
                "WITH gone AS (DELETE FROM posts WHERE id = 1 RETURNING id) SELECT id FROM gone",
            ),
    ]);
}
