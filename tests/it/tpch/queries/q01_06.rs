//! Queries 1 to 6.

use aludel::prelude::*;

use super::schema::*;
use super::{Day, Number, Total, discounted, hundredths, revenue, within};

type Summary = (Char, Char, Total, Total, Total, Total, Total, Total, Total, BigInt);

/// What was billed, shipped and returned until some days before 1 December 1998.
pub fn q01(days: i64) -> Select<Summary> {
    let last = Day::from_ymd_opt(1998, 12, 1).map(val::<Date>);
    let charged = discounted() * (literal::<Integer>(1) + lineitem::tax);
    select((
        lineitem::returnflag,
        lineitem::linestatus,
        sum(lineitem::quantity).label("sum_qty"),
        sum(lineitem::extendedprice).label("sum_base_price"),
        revenue().label("sum_disc_price"),
        sum(charged).label("sum_charge"),
        avg(lineitem::quantity).label("avg_qty"),
        avg(lineitem::extendedprice).label("avg_price"),
        avg(lineitem::discount).label("avg_disc"),
        count_star().label("count_order"),
    ))
    .from(lineitem::table)
    .filter_opt(last.map(|last| lineitem::shipdate.le(shift(last, -days, DateUnit::Day))))
    .group_by((lineitem::returnflag, lineitem::linestatus))
    .order_by((lineitem::returnflag, lineitem::linestatus))
}

type CheapestSupplier =
    (Amount, VarChar<25>, VarChar<25>, BigInt, VarChar<25>, VarChar<40>, VarChar<15>, VarChar<101>);

/// Who supplies parts of a size and type at the least cost in a region.
pub fn q02(size: i32, kind: &str, in_region: &str) -> Select<CheapestSupplier> {
    let least = select(min(partsupp::supplycost))
        .from(partsupp::table)
        .join(supplier::table, supplier::suppkey.eq(partsupp::suppkey))
        .join(nation::table, nation::nationkey.eq(supplier::nationkey))
        .join(region::table, region::regionkey.eq(nation::regionkey))
        .filter(partsupp::partkey.eq(part::partkey))
        .filter(region::name.eq(in_region));
    select((
        supplier::acctbal,
        supplier::name,
        nation::name,
        part::partkey,
        part::mfgr,
        supplier::address,
        supplier::phone,
        supplier::comment,
    ))
    .from(part::table)
    .join(partsupp::table, partsupp::partkey.eq(part::partkey))
    .join(supplier::table, supplier::suppkey.eq(partsupp::suppkey))
    .join(nation::table, nation::nationkey.eq(supplier::nationkey))
    .join(region::table, region::regionkey.eq(nation::regionkey))
    .filter(part::size.eq(size))
    .filter(part::kind.like(format!("%{kind}")))
    .filter(region::name.eq(in_region))
    .filter(partsupp::supplycost.eq(least))
    .order_by((supplier::acctbal.desc(), nation::name, supplier::name, part::partkey))
    .limit(100)
}

/// Orders of a market segment that were not shipped yet on a day, those of the most revenue first.
pub fn q03(segment: &str, day: Day) -> Select<(BigInt, Total, Date, Integer)> {
    select((
        lineitem::orderkey,
        revenue().label("revenue"),
        orders::orderdate,
        orders::shippriority,
    ))
    .from(customer::table)
    .join(orders::table, orders::custkey.eq(customer::custkey))
    .join(lineitem::table, lineitem::orderkey.eq(orders::orderkey))
    .filter(customer::mktsegment.eq(segment))
    .filter(orders::orderdate.lt(day))
    .filter(lineitem::shipdate.gt(day))
    .group_by((lineitem::orderkey, orders::orderdate, orders::shippriority))
    .order_by((revenue().desc(), orders::orderdate))
    .limit(10)
}

/// Orders of a quarter of which a line came late, by priority.
pub fn q04(from: Day) -> Select<(VarChar<15>, BigInt)> {
    let late = select(lineitem::linenumber)
        .from(lineitem::table)
        .filter(lineitem::orderkey.eq(orders::orderkey))
        .filter(lineitem::commitdate.lt(lineitem::receiptdate));
    select((orders::orderpriority, count_star().label("order_count")))
        .from(orders::table)
        .filter(within(orders::orderdate, from, 3, DateUnit::Month))
        .filter(exists(late))
        .group_by(orders::orderpriority)
        .order_by(orders::orderpriority)
}

/// A year's revenue from suppliers of a region to customers of the same nation.
pub fn q05(in_region: &str, from: Day) -> Select<(VarChar<25>, Total)> {
    select((nation::name, revenue().label("revenue")))
        .from(customer::table)
        .join(orders::table, orders::custkey.eq(customer::custkey))
        .join(lineitem::table, lineitem::orderkey.eq(orders::orderkey))
        .join(
            supplier::table,
            supplier::suppkey.eq(lineitem::suppkey) & supplier::nationkey.eq(customer::nationkey),
        )
        .join(nation::table, nation::nationkey.eq(supplier::nationkey))
        .join(region::table, region::regionkey.eq(nation::regionkey))
        .filter(region::name.eq(in_region))
        .filter(within(orders::orderdate, from, 1, DateUnit::Year))
        .group_by(nation::name)
        .order_by(revenue().desc())
}

/// What a year would have brought without the discounts near a rate on small quantities.
pub fn q06(from: Day, rate: Number, quantity: i32) -> Select<Total> {
    let step = hundredths(1);
    select(sum(lineitem::extendedprice * lineitem::discount).label("revenue"))
        .from(lineitem::table)
        .filter(within(lineitem::shipdate, from, 1, DateUnit::Year))
        .filter(lineitem::discount.between(rate - step, rate + step))
        .filter(lineitem::quantity.lt(quantity))
}
