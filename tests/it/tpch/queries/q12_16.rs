//! Queries 12 to 16.

use aludel::prelude::*;

use super::schema::*;
use super::{Day, Total, discounted, revenue, within};

/// Late lines of a year by ship mode: of urgent orders, and of others.
pub fn q12(modes: &[&str], from: Day) -> Select<(VarChar<10>, Nullable<BigInt>, Nullable<BigInt>)> {
    let urgent = orders::orderpriority.eq("1-URGENT") | orders::orderpriority.eq("2-HIGH");
    let other = orders::orderpriority.ne("1-URGENT") & orders::orderpriority.ne("2-HIGH");
    let lines = |condition: Condition| {
        sum(case::<Integer>()
            .when(condition, literal::<Integer>(1))
            .otherwise(literal::<Integer>(0)))
    };
    select((
        lineitem::shipmode,
        lines(urgent).label("high_line_count"),
        lines(other).label("low_line_count"),
    ))
    .from(orders::table)
    .join(lineitem::table, lineitem::orderkey.eq(orders::orderkey))
    .filter(lineitem::shipmode.in_(modes))
    .filter(lineitem::commitdate.lt(lineitem::receiptdate))
    .filter(lineitem::shipdate.lt(lineitem::commitdate))
    .filter(within(lineitem::receiptdate, from, 1, DateUnit::Year))
    .group_by(lineitem::shipmode)
    .order_by(lineitem::shipmode)
}

/// How many customers made how many orders, without those whose comment holds two words.
pub fn q13(word: &str, then: &str) -> Select<(BigInt, BigInt)> {
    let order = orders::table.outer();
    let unremarkable = order.comment.not_like(format!("%{word}%{then}%"));
    let counted = select((customer::custkey, count(order.orderkey).label("c_count")))
        .from(customer::table)
        .left_join(order, order.custkey.eq(customer::custkey) & unremarkable)
        .group_by(customer::custkey)
        .alias("c_orders");
    let orders = counted.column::<BigInt>("c_count");
    select((orders.clone(), count_star().label("custdist")))
        .from(counted)
        .group_by(orders.clone())
        .order_by((count_star().desc(), orders.desc()))
}

/// What percentage of a month's revenue came from promoted parts.
pub fn q14(from: Day) -> Select<Total> {
    let promoted = case::<Decimal>()
        .when(part::kind.starts_with("PROMO"), discounted())
        .otherwise(literal::<Integer>(0));
    select((sum(promoted) * 100 / revenue()).label("promo_revenue"))
        .from(lineitem::table)
        .join(part::table, part::partkey.eq(lineitem::partkey))
        .filter(within(lineitem::shipdate, from, 1, DateUnit::Month))
}

/// The suppliers of the most revenue in a quarter.
pub fn q15(from: Day) -> Select<(BigInt, VarChar<25>, VarChar<40>, VarChar<15>, Total)> {
    let revenues = cte(
        "revenue",
        select((lineitem::suppkey.label("supplier_no"), revenue().label("total_revenue")))
            .from(lineitem::table)
            .filter(within(lineitem::shipdate, from, 3, DateUnit::Month))
            .group_by(lineitem::suppkey),
    );
    let supplier_no = revenues.column::<BigInt>("supplier_no");
    let total = revenues.column::<Total>("total_revenue");
    let most = select(max(total.clone())).from(&revenues);
    select((supplier::suppkey, supplier::name, supplier::address, supplier::phone, total.clone()))
        .from(supplier::table)
        .join(&revenues, supplier_no.eq(supplier::suppkey))
        .filter(total.eq(most))
        .order_by(supplier::suppkey)
        .with(revenues)
}

/// By how many suppliers parts can be had, but for a brand, a type, and suppliers complained of.
pub fn q16(
    brand: &str,
    kind: &str,
    sizes: &[i32],
) -> Select<(VarChar<10>, VarChar<25>, Integer, BigInt)> {
    let suppliers = count_distinct(partsupp::suppkey);
    let complained_of = select(supplier::suppkey)
        .from(supplier::table)
        .filter(supplier::comment.like("%Customer%Complaints%"));
    let kinds = (part::brand, part::kind, part::size);
    select((part::brand, part::kind, part::size, suppliers.clone().label("supplier_cnt")))
        .from(partsupp::table)
        .join(part::table, part::partkey.eq(partsupp::partkey))
        .filter(part::brand.ne(brand))
        .filter(part::kind.not_like(format!("{kind}%")))
        .filter(part::size.in_(sizes))
        .filter(partsupp::suppkey.not_in(complained_of))
        .group_by(kinds)
        .order_by((suppliers.desc(), kinds))
}
