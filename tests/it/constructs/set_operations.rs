//! UNION, INTERSECT, EXCEPT, and VALUES.

use aludel::ast::{self, Derived as DerivedNode, Expr as Node, FromItem, SelectItem, Values};
use aludel::prelude::*;

use super::*;
use crate::schema::{posts, teams, users};

fn user_ids() -> Select<BigInt> {
    select(users::id).from(users::table)
}

fn team_ids() -> Select<BigInt> {
    select(teams::id).from(teams::table)
}

fn authors() -> Select<BigInt> {
    select(posts::user_id).from(posts::table)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn members() {
    let last_user = || user_ids().order_by(users::id.desc()).limit(1);
    let with_cte = || {
        let c = cte("c", user_ids().filter(users::id.eq(4)));
        select(c.get(users::id)).from(c.table()).with(c)
    };
    let sorted = |compound: Compound<BigInt>| compound.order_by(users::id.asc());
    let one = |number: i64| select(literal::<BigInt>(number).label("id"));
    let text = || {
        select(null::<VarChar<100>>().label("t"))
            .union_all(select(users::name.nullable()).from(users::table).filter(users::id.eq(1)))
    };
    let labeled = select(users::id.label("number"))
        .from(users::table)
        .union(select(teams::id).from(teams::table));
    let cte_before = {
        let c = cte("c", user_ids().filter(users::id.eq(4)));
        let both = select(c.get(users::id)).from(c.table()).union(team_ids());
        both.with(c).order_by(users::id.desc())
    };
    walk(vec![
        stmt("union", sorted(user_ids().union(authors()))).rows("1 | 2 | 3 | 4"),
        stmt("union all", sorted(team_ids().union_all(authors())))
            .rows("1 | 1 | 1 | 2 | 2 | 2 | 2 | 3"),
        stmt("intersect", sorted(user_ids().intersect(authors()))).rows("1 | 2"),
        stmt("except", sorted(user_ids().except(authors()))).rows("3 | 4"),
        stmt("intersect all", authors().intersect_all(authors()).order_by(posts::user_id.asc()))
            .rows("1 | 1 | 2 | 2 | 2"),
        stmt("except all", authors().except_all(team_ids()).order_by(posts::user_id.asc()))
            .rows("1 | 2 | 2"),
        stmt("left to right", sorted(one(1).union(one(2)).intersect(one(2)))).rows("2"),
        stmt("intersect inside", sorted(one(1).union(one(2).intersect(one(2))))).rows("1 | 2"),
        stmt("except inside except", sorted(user_ids().except(team_ids().except(one(3)))))
            .rows("3 | 4"),
        stmt("a member's own order and limit", sorted(team_ids().union(last_user())))
            .rows("1 | 2 | 3 | 4"),
        stmt("the first member's own order and limit", sorted(last_user().union(one(1))))
            .rows("1 | 4"),
        stmt("a member's own WITH", sorted(one(1).union(with_cte()))).rows("1 | 4"),
        stmt("the first member's own WITH", sorted(with_cte().union(one(1)))).rows("1 | 4"),
        stmt("WITH before all", cte_before).rows("4 | 3 | 2 | 1"),
        stmt("limit and offset", sorted(user_ids().union(team_ids())).limit(1).offset(1)).rows("2"),
        stmt("offset alone", sorted(user_ids().union(team_ids())).offset(3)).rows("4"),
        stmt("descending", user_ids().union(team_ids()).order_by(users::id.desc()).limit(1))
            .rows("4"),
        stmt(
            "nulls first",
            select(users::age)
                .from(users::table)
                .union(select(posts::stars.nullable()).from(posts::table).filter(posts::id.eq(1)))
                .order_by(users::age.asc().nulls_first()),
        )
        .rows("NULL | 5 | 20 | 30 | 40"),
        stmt(
            "nulls last",
            select(users::age)
                .from(users::table)
                .union(select(posts::stars.nullable()).from(posts::table).filter(posts::id.eq(1)))
                .order_by(users::age.asc().nulls_last()),
        )
        .rows("5 | 20 | 30 | 40 | NULL"),
        stmt("by a label", labeled.order_by(column::<Any>("number").asc()).limit(1)).rows("1"),
        stmt(
            "parameters of one type",
            sorted(select(val::<BigInt>(1).label("id")).union(select(val::<BigInt>(2)))),
        )
        .rows("1 | 2"),
        stmt("a null text and a text", text().order_by(column::<Any>("t").asc().nulls_last()))
            .rows("Ann | NULL"),
        stmt(
            "untyped parameters",
            query(Query::from(*select(any(Node::bind(1)).label("n")).into_ast())),
        )
        .rows("1"),
        stmt("in a derived table", {
            let both = user_ids().union(team_ids()).alias("both");
            select(count_star()).from(both)
        })
        .rows("4"),
        stmt("in exists", select(val::<Integer>(1)).filter(exists(user_ids().union(team_ids()))))
            .rows("1"),
        stmt("as a scalar", select(Expression::into_expr(one(5).intersect(one(5))))).rows("5"),
        stmt(
            "limited, in IN",
            user_ids().filter(
                users::id.in_(user_ids().union(team_ids()).order_by(users::id.desc()).limit(1)),
            ),
        )
        .rows("4"),
        stmt(
            "with a limited member, in IN",
            user_ids().filter(users::id.in_(one(1).union(last_user()))).order_by(users::id.asc()),
        )
        .rows("1 | 4"),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn rows_of_values() {
    let row = |number: i64, text: &str| [Node::bind(number), Node::bind(text)].into();
    let values = || Values { rows: vec![row(1, "a"), row(2, "b")], types: vec![None, None] };
    let from = |columns: &[&'static str]| {
        let columns = columns.iter().map(|name| (*name).into()).collect();
        let derived = DerivedNode {
            query: Query::Values(Box::new(values())).into(),
            alias: "v".into(),
            columns,
            lateral: false,
        };
        query(ast::Select {
            items: vec![SelectItem::Expr(count_star().into_ast())],
            from: Some(FromItem::Derived(Box::new(derived))),
            ..ast::Select::default()
        })
    };
    let with = {
        let body = Statement::Query(Query::Values(Box::new(values())));
        let c = ast::Cte {
            name: "v".into(),
            columns: vec!["n".into(), "t".into()],
            body: body.into(),
            materialized: None,
        };
        query(ast::Select {
            with: Some(Box::new(ast::With { recursive: false, ctes: vec![c] })),
            items: vec![SelectItem::Expr(table("v").column::<Any>("t").into_ast())],
            from: Some(FromItem::Table(ast::TableRef {
                table: ast::TableName::named("v"),
                alias: None,
            })),
            filter: Some(table("v").column::<Any>("n").eq(Value::from(2)).into_ast()),
            ..ast::Select::default()
        })
    };
    let member = {
        let node = ast::SetOperation {
            with: None,
            first: Query::Values(Box::new(values())).into(),
            rest: vec![(
                ast::SetOperator::UnionAll,
                Query::from(*select((literal::<BigInt>(3), literal::<Text>("c"))).into_ast())
                    .into(),
            )],
            order_by: Vec::new(),
            limit: None,
            offset: None,
        };
        query(Query::SetOperation(Box::new(node)))
    };
    let in_values = {
        let numbers = Values {
            rows: vec![[Node::Literal(1.into())].into(), [Node::Literal((-7).into())].into()],
            types: vec![None],
        };
        let set = ast::InSet::Query(Query::Values(Box::new(numbers)).into());
        Node::In(Box::new(ast::In { operand: facts::n.into_ast().into(), set, negated: false }))
    };
    walk(vec![
        stmt("as the statement", query(Query::Values(Box::new(values())))).rows("1, a | 2, b"),
        stmt("as a derived table", from(&[])).rows("2"),
        stmt("as a derived table with column names", from(&["n", "t"])).rows("2"),
        stmt("as a cte", with).rows("b"),
        stmt("as a member", member).rows("1, a | 2, b | 3, c"),
        node("in IN", in_values, "1"),
    ]);
}
