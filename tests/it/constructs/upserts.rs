//! What happens to a row that meets one with the same key.

use aludel::ast::{self, ConflictAction, ConflictTarget, OnConflict};
use aludel::prelude::*;

use super::*;
use crate::schema::{posts, users};

fn all_stock() -> Select<(Integer, Integer, Nullable<VarChar<20>>, Integer)> {
    select((stock::shop, stock::item, stock::code, stock::amount))
        .from(stock::table)
        .order_by((stock::shop.asc(), stock::item.asc()))
}

const BEFORE: &str = "1, 1, a, 10 | 1, 2, b, 20 | 2, 1, NULL, 30";

fn row(
    shop: i32,
    item: i32,
    code: Option<&str>,
    amount: i32,
) -> Insert<(Integer, Integer, Nullable<VarChar<20>>, Integer)> {
    insert_into(stock::table).columns((stock::shop, stock::item, stock::code, stock::amount)).row((
        shop,
        item,
        code.map(str::to_owned),
        amount,
    ))
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn of_each_form() {
    let key = || (stock::shop, stock::item);
    let more = || stock::amount.set(stock::amount + excluded(stock::amount));
    let any_key = |case: Construct| {
        case.lacks(
            POSTGRES,
            "INSERT INTO stock (shop, item) VALUES (1, 1) ON CONFLICT DO UPDATE SET amount = 1",
        )
    };
    let constraint = |case: Construct| {
        case.lacks(SQLITE, "INSERT INTO stock (shop, item, amount) VALUES (1, 1, 5) ON CONFLICT ON CONSTRAINT stock_pkey DO NOTHING")
            .lacks(MYSQL, "INSERT INTO stock (shop, item, amount) VALUES (1, 1, 5) ON CONFLICT ON CONSTRAINT stock_pkey DO NOTHING")
            .lacks(MARIADB, "INSERT INTO stock (shop, item, amount) VALUES (1, 1, 5) ON CONFLICT ON CONSTRAINT stock_pkey DO NOTHING")
    };
    let many = || {
        row(1, 1, Some("a"), 1).row((1, 3, Some("c".to_owned()), 3)).row((
            1,
            2,
            Some("b".to_owned()),
            2,
        ))
    };
    let nothing_of = |target| {
        let mut node = row(1, 1, None, 5).as_ast().clone();
        node.on_conflict = Some(Box::new(OnConflict { target, action: ConflictAction::Nothing }));
        Plain(Statement::Insert(Box::new(node)))
    };
    let defaults_or_nothing = {
        let node =
            ast::Insert::new(ast::TableRef { table: ast::TableName::named("logs"), alias: None });
        let action = ConflictAction::Nothing;
        let conflict = OnConflict { target: ConflictTarget::AnyKey, action };
        Plain(Statement::Insert(Box::new(ast::Insert {
            on_conflict: Some(Box::new(conflict)),
            ..node
        })))
    };
    walk(vec![
        stmt("update", row(1, 1, None, 5).on_conflict(key()).do_update(more())).then(all_stock()).rows("1, 1, a, 15 | 1, 2, b, 20 | 2, 1, NULL, 30"),
        stmt("insert", row(3, 1, None, 5).on_conflict(key()).do_update(more())).then(all_stock()).rows("1, 1, a, 10 | 1, 2, b, 20 | 2, 1, NULL, 30 | 3, 1, NULL, 5"),
        stmt("nothing", row(1, 1, None, 5).on_conflict(key()).do_nothing()).then(all_stock()).rows(BEFORE),
        stmt("by the other key", row(9, 9, Some("b"), 5).on_conflict(stock::code).do_update(more())).then(all_stock()).rows("1, 1, a, 10 | 1, 2, b, 25 | 2, 1, NULL, 30"),
        stmt("a null meets nothing", row(9, 9, None, 5).on_conflict(stock::code).do_update(more())).then(all_stock()).rows("1, 1, a, 10 | 1, 2, b, 20 | 2, 1, NULL, 30 | 9, 9, NULL, 5"),
        stmt("the columns of the key itself", row(1, 1, Some("q"), 5).on_conflict(key()).do_update((stock::shop.set_excluded(), stock::item.set_excluded(), stock::code.set_excluded()))).then(all_stock()).rows("1, 1, q, 10 | 1, 2, b, 20 | 2, 1, NULL, 30"),
        stmt("where", row(1, 1, None, 5).on_conflict(key()).do_update_where(more(), stock::amount.lt(15))).then(all_stock()).rows("1, 1, a, 15 | 1, 2, b, 20 | 2, 1, NULL, 30"),
        stmt("where not", row(1, 1, None, 5).on_conflict(key()).do_update_where(more(), stock::amount.gt(15))).then(all_stock()).rows(BEFORE),
        stmt("where null", row(2, 1, None, 5).on_conflict(key()).do_update_where(more(), stock::code.eq("a"))).then(all_stock()).rows(BEFORE),
        stmt("where the proposed row", row(1, 1, None, 5).on_conflict(key()).do_update_where(more(), excluded(stock::amount).gt(4))).then(all_stock()).rows("1, 1, a, 15 | 1, 2, b, 20 | 2, 1, NULL, 30"),
        stmt("where, of two columns", row(1, 1, Some("q"), 5).on_conflict(key()).do_update_where((more(), stock::code.set_excluded()), stock::amount.lt(15))).then(all_stock()).rows("1, 1, q, 15 | 1, 2, b, 20 | 2, 1, NULL, 30"),
        stmt("many rows", many().on_conflict(key()).do_update(stock::amount.set_excluded())).then(all_stock()).rows("1, 1, a, 1 | 1, 2, b, 2 | 1, 3, c, 3 | 2, 1, NULL, 30"),
        stmt("many rows or nothing", many().on_conflict(key()).do_nothing()).then(all_stock()).rows("1, 1, a, 10 | 1, 2, b, 20 | 1, 3, c, 3 | 2, 1, NULL, 30"),
        any_key(stmt("whichever key", row(9, 9, Some("b"), 5).on_any_conflict().do_update(more())).then(all_stock()).rows("1, 1, a, 10 | 1, 2, b, 25 | 2, 1, NULL, 30")),
        stmt("whichever key or nothing", row(9, 9, Some("b"), 5).on_any_conflict().do_nothing()).then(all_stock()).rows(BEFORE),
        constraint(stmt("a constraint", row(1, 1, None, 5).on_conflict_constraint("stock_pkey").do_update(more())).then(all_stock()).rows("1, 1, a, 15 | 1, 2, b, 20 | 2, 1, NULL, 30")),
        constraint(stmt("a constraint or nothing", nothing_of(ConflictTarget::Constraint("stock_pkey".into()))).then(all_stock()).rows(BEFORE)),
        stmt("defaults or nothing", defaults_or_nothing)
            .lacks(MYSQL, NONE)
            .lacks(MARIADB, NONE),
        stmt("returning", row(1, 1, None, 5).on_conflict(key()).do_update(more()).returning((stock::code, stock::amount)))
            .rows("a, 15")
            .lacks(MYSQL, "INSERT INTO stock (shop, item, amount) VALUES (1, 1, 5) ON DUPLICATE KEY UPDATE amount = 6 RETURNING amount"),
        stmt("to a subquery", row(1, 1, None, 5).on_conflict(key()).do_update(stock::amount.set(coalesce(select(max(posts::stars)).from(posts::table), 0)))).then(all_stock()).rows("1, 1, a, 7 | 1, 2, b, 20 | 2, 1, NULL, 30"),
        stmt("to a literal and a parameter", row(1, 1, None, 5).on_conflict(key()).do_update((stock::amount.set(77), stock::code.set("z")))).then(all_stock()).rows("1, 1, z, 77 | 1, 2, b, 20 | 2, 1, NULL, 30"),
    ]);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn from_queries() {
    let columns = || insert_into(stock::table).columns((stock::shop, stock::item, stock::amount));
    let key = || (stock::shop, stock::item);
    let more = || stock::amount.set(stock::amount + excluded(stock::amount));
    let s = stock::alias("s");
    let own = || select((s.shop, s.item, s.amount + 1)).from(s).filter(s.shop.eq(1));
    let same_name = || {
        select((stock::shop, stock::item, stock::amount + 1))
            .from(stock::table)
            .filter(stock::shop.eq(1))
    };
    let unfiltered = || select((stock::shop, stock::item, stock::amount)).from(stock::table);
    let joined = || {
        select((s.shop, s.item, s.amount))
            .from(s)
            .join(users::table, users::id.eq(s.shop))
            .order_by(s.item.asc())
            .limit(1)
    };
    let with = || {
        let c = cte("c", own());
        select((c.get(stock::shop), c.get(stock::item), literal::<Integer>(1)))
            .from(c.table())
            .with(c)
    };
    let values = || select((literal::<Integer>(1), literal::<Integer>(1), literal::<Integer>(5)));
    walk(vec![
        stmt(
            "from the table itself under an alias",
            columns().from_select(own()).on_conflict(key()).do_update(more()),
        )
        .then(all_stock())
        .rows("1, 1, a, 21 | 1, 2, b, 41 | 2, 1, NULL, 30"),
        stmt(
            "from the table itself",
            columns().from_select(same_name()).on_conflict(key()).do_update(more()),
        )
        .then(all_stock())
        .rows("1, 1, a, 21 | 1, 2, b, 41 | 2, 1, NULL, 30"),
        stmt(
            "from a query without a filter",
            columns().from_select(unfiltered()).on_conflict(key()).do_update(more()),
        )
        .then(all_stock())
        .rows("1, 1, a, 20 | 1, 2, b, 40 | 2, 1, NULL, 60"),
        stmt(
            "from a query without a table",
            columns().from_select(values()).on_conflict(key()).do_update(more()),
        )
        .then(all_stock())
        .rows("1, 1, a, 15 | 1, 2, b, 20 | 2, 1, NULL, 30"),
        stmt(
            "from a join with a limit",
            columns().from_select(joined()).on_conflict(key()).do_update(more()),
        )
        .then(all_stock())
        .rows("1, 1, a, 20 | 1, 2, b, 20 | 2, 1, NULL, 30"),
        stmt(
            "from a query with WITH",
            columns().from_select(with()).on_conflict(key()).do_update(more()),
        )
        .then(all_stock())
        .rows("1, 1, a, 11 | 1, 2, b, 21 | 2, 1, NULL, 30"),
        stmt(
            "from a set operation",
            columns().from_select(values().union(own())).on_conflict(key()).do_nothing(),
        )
        .then(all_stock())
        .rows(BEFORE),
        stmt(
            "from a query or nothing",
            columns().from_select(own()).on_conflict(key()).do_nothing(),
        )
        .then(all_stock())
        .rows(BEFORE),
        stmt(
            "from a query, whichever key or nothing",
            columns().from_select(own()).on_any_conflict().do_nothing(),
        )
        .then(all_stock())
        .rows(BEFORE),
    ]);
}
