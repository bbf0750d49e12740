//! Functions of the rows of a group, and over windows.

use aludel::ast::{
    self, AggregateFunction, Expr as Node, FrameExclude, GroupItem, Operand, Over, RankingFunction,
    WindowCall, WindowFunction as Function, WindowSpec,
};
use aludel::prelude::*;

use super::*;
use crate::schema::{posts, users};

fn of_posts(name: &'static str, expr: impl Expression, rows: &'static str) -> Construct {
    stmt(name, select(expr.into_expr().label("value")).from(posts::table)).rows(rows)
}

fn over_posts(name: &'static str, expr: impl Expression, rows: &'static str) -> Construct {
    let query = select(expr.into_expr().label("value")).from(posts::table);
    stmt(name, query.order_by(posts::id.asc())).rows(rows)
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn groups() {
    let flags = || select(max(posts::stars.gt(0))).from(posts::table);
    walk(vec![
        of_posts("count of rows", count_star(), "5"),
        of_posts("count", count(posts::id), "5"),
        of_posts("count of a parameter", count(val::<Integer>(1)), "5"),
        of_posts("count of different values", count_distinct(posts::user_id), "2"),
        of_posts("sum of integers", sum(posts::stars), "11"),
        of_posts("sum of big integers", sum(posts::id), "15"),
        of_posts("sum of floating-point numbers", sum(posts::score), "7.75"),
        of_posts("sum of different values", sum(posts::user_id).distinct(), "3"),
        of_posts("average of integers", avg(posts::stars), "2.2"),
        of_posts("average of floating-point numbers", avg(posts::score), "1.55"),
        of_posts("least", min(posts::stars), "-3"),
        of_posts("greatest", max(posts::title), "two"),
        stmt("greatest of conditions", flags()).rows("1"),
        stmt("least of conditions", select(min(posts::stars.gt(0))).from(posts::table)).rows("0"),
        of_posts("an aggregate in a sum", sum(posts::stars) + 1, "12"),
        of_posts("an aggregate of a sum", sum(posts::stars + 1), "16"),
        of_posts("an average in a comparison", avg(posts::stars).gt(2.0), "1"),
        of_posts("filter", count_star().filter(posts::stars.gt(0)), "3"),
        of_posts("sum with a filter", sum(posts::stars).filter(posts::stars.gt(2)), "12"),
        of_posts("average with a filter", avg(posts::stars).filter(posts::stars.gt(2)), "6"),
        of_posts(
            "distinct with a filter",
            count_distinct(posts::user_id).filter(posts::id.gt(2)),
            "1",
        ),
        of_posts("order in an aggregate", sum(posts::stars).order_by(posts::id.desc()), "11")
            .lacks(MYSQL, "SELECT sum(stars ORDER BY id) FROM posts")
            .lacks(MARIADB, "SELECT sum(stars ORDER BY id) FROM posts"),
        of_posts("of no row", sum(posts::stars).filter(posts::id.gt(99)), "NULL"),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn groupings() {
    let one_key = |item: GroupItem| {
        let mut node =
            select((posts::user_id.nullable(), sum(posts::stars))).from(posts::table).into_ast();
        node.group_by = vec![item];
        query(Query::Select(node))
    };
    let user = || ast::ExprList::from([posts::user_id.into_ast()]);
    let of_key = Node::Grouping(user());
    let grouping = {
        let mut node =
            select((posts::user_id.nullable(), any(of_key))).from(posts::table).into_ast();
        node.group_by = vec![GroupItem::Rollup(vec![user()])];
        query(Query::Select(node))
    };
    let signs = select((posts::stars.gt(0).label("many"), count_star()))
        .from(posts::table)
        .group_by(posts::stars.gt(0))
        .order_by(posts::stars.gt(0).asc());
    let having = select(posts::user_id)
        .from(posts::table)
        .group_by(posts::user_id)
        .having(count_star().gt(2));
    let by_key = select((users::name, count_star()))
        .from(users::table)
        .group_by(users::id)
        .order_by(users::id.asc())
        .limit(1);
    walk(vec![
        stmt("cube", one_key(GroupItem::Cube(vec![user()]))),
        stmt("grouping sets", one_key(GroupItem::Sets(vec![user(), ast::ExprList::new()]))),
        stmt("rollup", one_key(GroupItem::Rollup(vec![user()]))),
        stmt("grouping", grouping),
        stmt("group by an expression with a parameter", signs).rows("0, 2 | 1, 3"),
        stmt("having", having).rows("2"),
        stmt("group by the key", by_key).rows("Ann, 1"),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn windows() {
    let by_id = || window().order_by(posts::id.asc());
    let by_user = || window().partition_by(posts::user_id).order_by(posts::stars.desc());
    let rows = |start, end| by_id().rows_between(start, end);
    let preceding = Bound::preceding;
    let following = Bound::following;
    let no_groups = |case: Construct| {
        case.lacks(MYSQL, "SELECT sum(stars) OVER (ORDER BY id GROUPS 1 PRECEDING) FROM posts")
            .lacks(MARIADB, "SELECT sum(stars) OVER (ORDER BY id GROUPS 1 PRECEDING) FROM posts")
    };
    let no_exclude = |case: Construct| {
        case.lacks(
            MYSQL,
            "SELECT sum(stars) OVER (ORDER BY id ROWS 1 PRECEDING EXCLUDE CURRENT ROW) FROM posts",
        )
        .lacks(
            MARIADB,
            "SELECT sum(stars) OVER (ORDER BY id ROWS 1 PRECEDING EXCLUDE CURRENT ROW) FROM posts",
        )
    };
    let no_distinct = |case: Construct| {
        let native = "SELECT count(DISTINCT user_id) OVER () FROM posts";
        case.lacks(SQLITE, native)
            .lacks(POSTGRES, native)
            .lacks(MYSQL, native)
            .lacks(MARIADB, native)
    };
    let excluding = |exclude: FrameExclude| {
        sum(posts::stars).over(rows(preceding(1), Bound::current_row()).exclude(exclude))
    };
    let lag_else = |function| {
        let args =
            [posts::stars.into_ast(), Node::Literal(1.into()), Node::Literal(0.into())].into();
        let function = Function::Ranking { function, args };
        let over = Over::Spec(by_id().into_ast());
        any(Node::Window(Box::new(WindowCall { function, over })))
    };
    let short_frame = || {
        let start = ast::FrameBound::Preceding(Operand::from(Node::bind(1)));
        let frame = ast::Frame { unit: ast::FrameUnit::Rows, start, end: None, exclude: None };
        let spec = WindowSpec { frame: Some(frame), ..by_id().into_ast() };
        let aggregate = ast::Aggregate::new(AggregateFunction::Sum, [posts::stars.into_ast()]);
        let function = Function::Aggregate(aggregate);
        any(Node::Window(Box::new(WindowCall { function, over: Over::Spec(spec) })))
    };
    let named = select((sum(posts::stars).over("w"), row_number().over("w")))
        .from(posts::table)
        .window("w", by_id())
        .order_by(posts::id.asc())
        .limit(2);
    let based = select(sum(posts::stars).over(window().based_on("u").order_by(posts::id.asc())))
        .from(posts::table)
        .window("u", window().partition_by(posts::user_id))
        .order_by(posts::id.asc());
    let of_groups =
        select(sum(sum(posts::stars)).over(window())).from(posts::table).group_by(posts::user_id);
    walk(vec![
        over_posts("row number", row_number().over(by_id()), "1 | 2 | 3 | 4 | 5"),
        over_posts(
            "rank",
            rank().over(window().order_by(posts::user_id.asc())),
            "1 | 1 | 3 | 3 | 3",
        ),
        over_posts(
            "dense rank",
            dense_rank().over(window().order_by(posts::user_id.asc())),
            "1 | 1 | 2 | 2 | 2",
        ),
        over_posts("percent rank", percent_rank().over(by_id()), "0 | 0.25 | 0.5 | 0.75 | 1"),
        over_posts(
            "cumulative distribution",
            cume_dist().over(by_id()),
            "0.2 | 0.4 | 0.6 | 0.8 | 1",
        ),
        over_posts("ntile", ntile(2).over(by_id()), "1 | 1 | 1 | 2 | 2"),
        over_posts("lag", lag(posts::stars, 1).over(by_id()), "NULL | 5 | -3 | 0 | 7"),
        over_posts("lead", lead(posts::stars, 2).over(by_id()), "0 | 7 | 2 | NULL | NULL"),
        over_posts("lag or else", lag_else(RankingFunction::Lag), "0 | 5 | -3 | 0 | 7"),
        over_posts("first value", first_value(posts::stars).over(by_user()), "5 | 5 | 7 | 7 | 7"),
        over_posts("last value", last_value(posts::stars).over(by_user()), "5 | -3 | 0 | 7 | 2"),
        over_posts(
            "nth value",
            nth_value(posts::stars, 2).over(by_id()),
            "NULL | -3 | -3 | -3 | -3",
        ),
        over_posts("sum over a window", sum(posts::stars).over(by_id()), "5 | 2 | 2 | 9 | 11"),
        over_posts(
            "average over a window",
            avg(posts::stars).over(by_id()),
            "5 | 1 | 0.6666666666666666 | 2.25 | 2.2",
        ),
        over_posts("count over all", count_star().over(window()), "5 | 5 | 5 | 5 | 5"),
        over_posts("greatest over a window", max(posts::stars).over(by_id()), "5 | 5 | 5 | 7 | 7"),
        over_posts(
            "a filter over a window",
            count_star().filter(posts::stars.gt(0)).over(by_id()),
            "1 | 1 | 1 | 2 | 3",
        ),
        over_posts("a window in a sum", sum(posts::stars).over(by_id()) + 1, "6 | 3 | 3 | 10 | 12"),
        over_posts(
            "rows",
            sum(posts::stars).over(rows(preceding(1), following(1))),
            "2 | 2 | 4 | 9 | 9",
        ),
        over_posts(
            "rows to the end",
            sum(posts::stars).over(rows(Bound::current_row(), Bound::unbounded_following())),
            "11 | 6 | 9 | 9 | 2",
        ),
        over_posts("rows, short form", short_frame(), "5 | 2 | -3 | 7 | 9"),
        over_posts(
            "range",
            sum(posts::stars).over(
                window()
                    .order_by(posts::user_id.asc())
                    .range_between(preceding(1), Bound::current_row()),
            ),
            "2 | 2 | 11 | 11 | 11",
        ),
        no_groups(over_posts(
            "groups of rows",
            sum(posts::stars).over(
                window()
                    .order_by(posts::user_id.asc())
                    .groups_between(preceding(1), Bound::current_row()),
            ),
            "2 | 2 | 11 | 11 | 11",
        )),
        no_exclude(over_posts(
            "without the row",
            excluding(FrameExclude::CurrentRow),
            "NULL | 5 | -3 | 0 | 7",
        )),
        no_exclude(over_posts(
            "without its group",
            excluding(FrameExclude::Group),
            "NULL | 5 | -3 | 0 | 7",
        )),
        no_exclude(over_posts(
            "without its ties",
            excluding(FrameExclude::Ties),
            "5 | 2 | -3 | 7 | 9",
        )),
        over_posts(
            "nulls in a window's order",
            row_number().over(window().order_by(nullif(posts::stars, 0).asc().nulls_last())),
            "3 | 1 | 5 | 4 | 2",
        ),
        over_posts(
            "nulls first in a window's order",
            row_number().over(window().order_by(nullif(posts::stars, 0).desc().nulls_first())),
            "3 | 5 | 1 | 2 | 4",
        ),
        over_posts("rank without an order", rank().over(window()), "1 | 1 | 1 | 1 | 1"),
        over_posts(
            "first value without an order",
            first_value(posts::user_id / 9).over(window()),
            "0 | 0 | 0 | 0 | 0",
        ),
        over_posts(
            "row number over a frame",
            row_number().over(rows(preceding(1), following(1))),
            "1 | 2 | 3 | 4 | 5",
        ),
        over_posts(
            "greatest of conditions over a window",
            max(posts::stars.gt(5)).over(by_id()),
            "0 | 0 | 0 | 1 | 1",
        ),
        no_distinct(over_posts(
            "different values over a window",
            count_distinct(posts::user_id).over(window()),
            "",
        )),
        over_posts(
            "an order in an aggregate over a window",
            sum(posts::stars).order_by(posts::id.asc()).over(window()),
            "11",
        )
        .lacks(SQLITE, "SELECT sum(stars ORDER BY id) OVER () FROM posts")
        .lacks(POSTGRES, "SELECT sum(stars ORDER BY id) OVER () FROM posts")
        .lacks(MYSQL, "SELECT sum(stars ORDER BY id) OVER () FROM posts")
        .lacks(MARIADB, "SELECT sum(stars ORDER BY id) OVER () FROM posts"),
        stmt("named windows", named).rows("5, 1 | 2, 2"),
        stmt("a window on a named one", based).rows("5 | 2 | 0 | 7 | 9"),
        stmt("a window of groups", of_groups).rows("11 | 11"),
    ]);
}
