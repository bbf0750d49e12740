//! Queries 7 to 11.

use aludel::prelude::*;

use super::schema::*;
use super::{Day, Number, Total, discounted, revenue, within};

/// The years 1995 and 1996.
fn in_two_years(column: Column<Date>) -> Option<Condition> {
    let days = Day::from_ymd_opt(1995, 1, 1).zip(Day::from_ymd_opt(1996, 12, 31));
    days.map(|(first, last)| column.between(first, last))
}

/// What two nations shipped to one another, by year.
pub fn q07(one: &str, other: &str) -> Select<(VarChar<25>, VarChar<25>, BigInt, Total)> {
    let (from, to) = (nation::alias("n1"), nation::alias("n2"));
    let between = |a: &str, b: &str| from.name.eq(a) & to.name.eq(b);
    let shipping = select((
        from.name.label("supp_nation"),
        to.name.label("cust_nation"),
        extract(DateField::Year, lineitem::shipdate).label("l_year"),
        discounted().label("volume"),
    ))
    .from(supplier::table)
    .join(lineitem::table, lineitem::suppkey.eq(supplier::suppkey))
    .join(orders::table, orders::orderkey.eq(lineitem::orderkey))
    .join(customer::table, customer::custkey.eq(orders::custkey))
    .join(from, from.nationkey.eq(supplier::nationkey))
    .join(to, to.nationkey.eq(customer::nationkey))
    .filter(between(one, other) | between(other, one))
    .filter_opt(in_two_years(lineitem::shipdate))
    .alias("shipping");

    let supplied = shipping.column::<VarChar<25>>("supp_nation");
    let bought = shipping.column::<VarChar<25>>("cust_nation");
    let year = shipping.column::<BigInt>("l_year");
    let volume = shipping.column::<Decimal>("volume");
    let key = (supplied.clone(), bought.clone(), year.clone());
    select((supplied, bought, year, sum(volume).label("revenue")))
        .from(shipping)
        .group_by(key.clone())
        .order_by(key)
}

/// A nation's share of the market for a type of part in a region, by year.
pub fn q08(of: &str, in_region: &str, kind: &str) -> Select<(BigInt, Total)> {
    let (buyer, seller) = (nation::alias("n1"), nation::alias("n2"));
    let sales = select((
        extract(DateField::Year, orders::orderdate).label("o_year"),
        discounted().label("volume"),
        seller.name.label("nation"),
    ))
    .from(part::table)
    .join(lineitem::table, lineitem::partkey.eq(part::partkey))
    .join(supplier::table, supplier::suppkey.eq(lineitem::suppkey))
    .join(orders::table, orders::orderkey.eq(lineitem::orderkey))
    .join(customer::table, customer::custkey.eq(orders::custkey))
    .join(buyer, buyer.nationkey.eq(customer::nationkey))
    .join(region::table, region::regionkey.eq(buyer.regionkey))
    .join(seller, seller.nationkey.eq(supplier::nationkey))
    .filter(region::name.eq(in_region))
    .filter_opt(in_two_years(orders::orderdate))
    .filter(part::kind.eq(kind))
    .alias("all_nations");

    let year = sales.column::<BigInt>("o_year");
    let volume = sales.column::<Decimal>("volume");
    let nation = sales.column::<VarChar<25>>("nation");
    let its = case::<Decimal>().when(nation.eq(of), volume.clone()).otherwise(0);
    select((year.clone(), (sum(its) / sum(volume)).label("mkt_share")))
        .from(sales)
        .group_by(year.clone())
        .order_by(year)
}

/// The profit on parts whose name holds a word, by nation and year.
pub fn q09(word: &str) -> Select<(VarChar<25>, BigInt, Total)> {
    let amount = discounted() - partsupp::supplycost * lineitem::quantity;
    let profit = select((
        nation::name.label("nation"),
        extract(DateField::Year, orders::orderdate).label("o_year"),
        amount.label("amount"),
    ))
    .from(part::table)
    .join(lineitem::table, lineitem::partkey.eq(part::partkey))
    .join(supplier::table, supplier::suppkey.eq(lineitem::suppkey))
    .join(
        partsupp::table,
        partsupp::suppkey.eq(lineitem::suppkey) & partsupp::partkey.eq(lineitem::partkey),
    )
    .join(orders::table, orders::orderkey.eq(lineitem::orderkey))
    .join(nation::table, nation::nationkey.eq(supplier::nationkey))
    .filter(part::name.contains(word))
    .alias("profit");

    let nation = profit.column::<VarChar<25>>("nation");
    let year = profit.column::<BigInt>("o_year");
    let amount = profit.column::<Decimal>("amount");
    select((nation.clone(), year.clone(), sum(amount).label("sum_profit")))
        .from(profit)
        .group_by((nation.clone(), year.clone()))
        .order_by((nation, year.desc()))
}

type Returner =
    (BigInt, VarChar<25>, Total, Amount, VarChar<25>, VarChar<40>, VarChar<15>, VarChar<117>);

/// The customers who sent back the most of what they ordered in a quarter.
pub fn q10(from: Day) -> Select<Returner> {
    let about = (customer::acctbal, nation::name, customer::address, customer::phone);
    select((
        customer::custkey,
        customer::name,
        revenue().label("revenue"),
        customer::acctbal,
        nation::name,
        customer::address,
        customer::phone,
        customer::comment,
    ))
    .from(customer::table)
    .join(orders::table, orders::custkey.eq(customer::custkey))
    .join(lineitem::table, lineitem::orderkey.eq(orders::orderkey))
    .join(nation::table, nation::nationkey.eq(customer::nationkey))
    .filter(within(orders::orderdate, from, 3, DateUnit::Month))
    .filter(lineitem::returnflag.eq("R"))
    .group_by((customer::custkey, customer::name, about, customer::comment))
    .order_by(revenue().desc())
    .limit(20)
}

/// The parts in stock of a nation's suppliers that are worth more than a share of the whole stock.
pub fn q11(of: &str, share: Number) -> Select<(BigInt, Total)> {
    let value = || sum(partsupp::supplycost * partsupp::availqty);
    let whole = select(value() * share)
        .from(partsupp::table)
        .join(supplier::table, supplier::suppkey.eq(partsupp::suppkey))
        .join(nation::table, nation::nationkey.eq(supplier::nationkey))
        .filter(nation::name.eq(of));
    whole
        .clone()
        .select((partsupp::partkey, value().label("value")))
        .group_by(partsupp::partkey)
        .having(value().gt(whole))
        .order_by(value().desc())
}
