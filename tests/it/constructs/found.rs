//! What random statements brought to light, each in its least form.

use aludel::ast::{self, Nested, SetOperation, SetOperator, Values};
use aludel::prelude::*;

use super::*;
use crate::schema::{posts, teams, users};

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn what_random_statements_found() {
    let ids = || select(users::id).from(users::table);
    let values = Values {
        rows: vec![[Node::bind(1i64)].into(), [Node::bind(1i64)].into()],
        types: Vec::new(),
    };
    let union = SetOperation {
        with: None,
        first: Nested::new(ids().into_query()),
        rest: vec![(SetOperator::Union, Nested::new(Query::Values(Box::new(values))))],
        order_by: vec![users::id.any().into_expr().asc().into_ast()],
        limit: None,
        offset: None,
    };
    let shown = || users::id + users::age;
    let t = teams::table.outer();
    let series = generate_series(1, 3, "n");
    let literal_words = literal::<Text>("x");
    walk(vec![
        stmt("rows of VALUES are one member", Compound::<BigInt>::from_ast(by_name(union)))
            .rows("1 | 2 | 3 | 4"),
        stmt(
            "a parameter sorted by is no position",
            ids().order_by((val::<BigInt>(7).desc(), users::id.asc())).limit(1),
        )
        .rows("1"),
        stmt(
            "a computed key inside an expression",
            select(shown() * 2)
                .from(users::table)
                .group_by(shown())
                .order_by(shown().desc().nulls_last())
                .limit(1),
        )
        .rows("86"),
        stmt(
            "a computed key in HAVING",
            select(count_star()).from(users::table).group_by(shown()).having(shown().gt(40)),
        )
        .rows("1"),
        stmt(
            "distinct rows sorted by what they compute, NULLs first",
            select(shown()).from(users::table).distinct().order_by(shown().asc().nulls_first()),
        )
        .rows("NULL | 22 | 31 | 43"),
        stmt(
            "rows compared by order beside an outer join",
            select(users::id)
                .from(users::table)
                .left_join(t, t.id.eq(users::team_id))
                .filter(row((users::id.nullable(), t.id)).gt((3, 9)))
                .order_by(users::id.asc()),
        )
        .rows("4"),
        stmt(
            "a text in quotes is an argument of any type",
            select(lag(literal_words, 1).over(window().order_by(users::id.asc())))
                .from(users::table)
                .filter(users::id.eq(1)),
        )
        .rows("NULL"),
        stmt(
            "the greatest of conditions in a column named at run time",
            select(max(table("facts").column::<Boolean>("flag"))).from(facts::table),
        )
        .rows("1"),
        stmt(
            "a window function in the subquery of IN",
            ids()
                .filter(
                    users::id.in_(
                        select(row_number().over(window().order_by(teams::id.asc())))
                            .from(teams::table),
                    ),
                )
                .order_by(users::id.asc()),
        )
        .rows("1 | 2 | 3"),
        stmt(
            "IN of what a subquery computes",
            select(
                coalesce(select(min(posts::user_id)).from(posts::table), 9)
                    .in_(select(teams::id).from(teams::table)),
            ),
        )
        .rows("1"),
        stmt(
            "bits of two parameters",
            select(any(Node::binary(Node::bind(6i64), ast::BinaryOp::BitAnd, Node::bind(3i64)))),
        )
        .rows("2"),
        stmt(
            "an aggregate is no constant to sort by",
            select(users::team_id)
                .from(users::table)
                .group_by(users::team_id)
                .order_by((-count_star().expr()).asc())
                .limit(1),
        )
        .rows("1"),
        stmt(
            "distinct texts of a VARCHAR, sorted by themselves",
            select(string_agg(users::name, "+").distinct().order_by(users::name))
                .from(users::table),
        )
        .rows("Ann+Bob+Cid+Dot"),
        stmt(
            "whether a comparison of rows is NULL",
            ids().filter(row((users::id, users::age)).eq((4, 0)).is_unknown()),
        )
        .rows("4"),
        stmt(
            "distinct rows sorted by a constant",
            select((val::<BigInt>(7), users::team_id))
                .from(users::table)
                .distinct()
                .order_by((val::<BigInt>(7).asc(), users::team_id.asc().nulls_last())),
        )
        .rows("7, 1 | 7, 2 | 7, NULL"),
        stmt(
            "a series grouped by, inside an expression",
            select(series.value() + count_star().expr())
                .group_by(series.value())
                .order_by(series.value().desc().nulls_last())
                .from(series),
        )
        .rows("4 | 3 | 2"),
        stmt(
            "HAVING alone",
            select(literal::<Integer>(1)).from(users::table).having(count_star().gt(1)),
        )
        .rows("1"),
    ])
}

/// Sorted by the name of the result's column.
fn by_name(mut operation: SetOperation) -> SetOperation {
    for item in &mut operation.order_by {
        item.expr = Node::Column(ast::ColumnRef::named(None, "id")).into();
    }
    operation
}
