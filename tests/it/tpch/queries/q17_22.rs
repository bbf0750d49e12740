//! Queries 17 to 22.

use aludel::prelude::*;

use super::schema::*;
use super::{Day, Number, Total, revenue, within};

/// What a year would lose without the small orders for parts of a brand in a container.
pub fn q17(brand: &str, container: &str) -> Select<Total> {
    let other = lineitem::alias("other");
    let small = select(avg(other.quantity) * Number::new(2, 1))
        .from(other)
        .filter(other.partkey.eq(part::partkey));
    select((sum(lineitem::extendedprice) / Number::new(70, 1)).label("avg_yearly"))
        .from(lineitem::table)
        .join(part::table, part::partkey.eq(lineitem::partkey))
        .filter(part::brand.eq(brand))
        .filter(part::container.eq(container))
        .filter(lineitem::quantity.lt(small))
}

type LargeOrder = (VarChar<25>, BigInt, BigInt, Date, Amount, Total);

/// The dearest orders for large quantities.
pub fn q18(quantity: i32) -> Select<LargeOrder> {
    let other = lineitem::alias("other");
    let large = select(other.orderkey)
        .from(other)
        .group_by(other.orderkey)
        .having(sum(other.quantity).gt(quantity));
    let order = (
        customer::name,
        customer::custkey,
        orders::orderkey,
        orders::orderdate,
        orders::totalprice,
    );
    let (name, custkey, orderkey, orderdate, totalprice) = order;
    let quantity = sum(lineitem::quantity).label("sum_qty");
    select((name, custkey, orderkey, orderdate, totalprice, quantity))
        .from(customer::table)
        .join(orders::table, orders::custkey.eq(customer::custkey))
        .join(lineitem::table, lineitem::orderkey.eq(orders::orderkey))
        .filter(orders::orderkey.in_(large))
        .group_by(order)
        .order_by((orders::totalprice.desc(), orders::orderdate))
        .limit(100)
}

/// Parts of a brand in containers of a size, in quantities from one on.
pub struct Parts<'a> {
    pub brand: &'a str,
    pub containers: [&'a str; 4],
    pub quantity: i32,
    pub largest: i32,
}

/// The revenue from parts of three kinds that were delivered in person by air.
pub fn q19(parts: &[Parts<'_>; 3]) -> Select<Total> {
    let of = |parts: &Parts<'_>| {
        part::brand
            .eq(parts.brand)
            .and(part::container.in_(parts.containers))
            .and(lineitem::quantity.between(parts.quantity, parts.quantity + 10))
            .and(part::size.between(1, parts.largest))
            .and(lineitem::shipmode.in_(["AIR", "AIR REG"]))
            .and(lineitem::shipinstruct.eq("DELIVER IN PERSON"))
    };
    select(revenue().label("revenue"))
        .from(lineitem::table)
        .join(part::table, part::partkey.eq(lineitem::partkey))
        .filter(any_of(parts.iter().map(of)))
}

/// Suppliers of a nation who have more of a kind of parts than half of what they sold in a year.
pub fn q20(word: &str, from: Day, of: &str) -> Select<(VarChar<25>, VarChar<40>)> {
    let half = select(sum(lineitem::quantity) * Number::new(5, 1))
        .from(lineitem::table)
        .filter(lineitem::partkey.eq(partsupp::partkey))
        .filter(lineitem::suppkey.eq(partsupp::suppkey))
        .filter(within(lineitem::shipdate, from, 1, DateUnit::Year));
    let parts = select(part::partkey).from(part::table).filter(part::name.starts_with(word));
    let stocked = select(partsupp::suppkey)
        .from(partsupp::table)
        .filter(partsupp::partkey.in_(parts))
        .filter(partsupp::availqty.gt(half));
    select((supplier::name, supplier::address))
        .from(supplier::table)
        .join(nation::table, nation::nationkey.eq(supplier::nationkey))
        .filter(supplier::suppkey.in_(stocked))
        .filter(nation::name.eq(of))
        .order_by(supplier::name)
}

/// Suppliers of a nation who alone kept an order of several suppliers waiting.
pub fn q21(of: &str) -> Select<(VarChar<25>, BigInt)> {
    let (l1, l2, l3) = (lineitem::alias("l1"), lineitem::alias("l2"), lineitem::alias("l3"));
    let another = select(l2.linenumber)
        .from(l2)
        .filter(l2.orderkey.eq(l1.orderkey))
        .filter(l2.suppkey.ne(l1.suppkey));
    let another_late = select(l3.linenumber)
        .from(l3)
        .filter(l3.orderkey.eq(l1.orderkey))
        .filter(l3.suppkey.ne(l1.suppkey))
        .filter(l3.receiptdate.gt(l3.commitdate));
    select((supplier::name, count_star().label("numwait")))
        .from(supplier::table)
        .join(l1, l1.suppkey.eq(supplier::suppkey))
        .join(orders::table, orders::orderkey.eq(l1.orderkey))
        .join(nation::table, nation::nationkey.eq(supplier::nationkey))
        .filter(orders::orderstatus.eq("F"))
        .filter(l1.receiptdate.gt(l1.commitdate))
        .filter(exists(another))
        .filter(not_exists(another_late))
        .filter(nation::name.eq(of))
        .group_by(supplier::name)
        .order_by((count_star().desc(), supplier::name))
        .limit(100)
}

/// Customers of some countries with more than the usual balance who never ordered.
pub fn q22(codes: &[&str]) -> Select<(VarChar<15>, BigInt, Total)> {
    let code = || substring(customer::phone, literal::<Integer>(1), literal::<Integer>(2));
    let usual = select(avg(customer::acctbal))
        .from(customer::table)
        .filter(customer::acctbal.gt(0))
        .filter(code().in_(codes));
    let order =
        select(orders::orderkey).from(orders::table).filter(orders::custkey.eq(customer::custkey));
    let custsale = select((code().label("cntrycode"), customer::acctbal))
        .from(customer::table)
        .filter(code().in_(codes))
        .filter(customer::acctbal.gt(usual))
        .filter(not_exists(order))
        .alias("custsale");
    let code = custsale.column::<VarChar<15>>("cntrycode");
    let balance = custsale.get(customer::acctbal);
    select((code.clone(), count_star().label("numcust"), sum(balance).label("totacctbal")))
        .from(custsale)
        .group_by(code.clone())
        .order_by(code)
}
