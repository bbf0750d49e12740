//! Queries 7 to 11.

use sea_query::{CaseStatement, Expr, ExprTrait, Func, JoinType, Order, Query};

use super::*;
use crate::ours::{day, hundredths};

fn year<B: Words>(column: impl IntoColumnRef) -> Expr {
    Expr::cust_with_expr(B::YEAR, Expr::col(column))
}

fn in_two_years(column: impl IntoColumnRef) -> Expr {
    Expr::col(column).between(day(1995, 1, 1), day(1996, 12, 31))
}

pub fn q07<B: Words>(builder: B) -> Rendered {
    let (from, to) = ((As::N1, Nation::Name), (As::N2, Nation::Name));
    let between = |a: &str, b: &str| Expr::col(from).eq(a).and(Expr::col(to).eq(b));
    let shipdate = (Lineitem::Table, Lineitem::Shipdate);
    let mut shipping = Query::select();
    shipping
        .expr_as(Expr::col(from), Named::SuppNation)
        .expr_as(Expr::col(to), Named::CustNation)
        .expr_as(year::<B>(shipdate), Named::LYear)
        .expr_as(discounted(), Named::Volume)
        .from(Supplier::Table);
    let suppkey = (Supplier::Table, Supplier::Suppkey);
    join(&mut shipping, Lineitem::Table, (Lineitem::Table, Lineitem::Suppkey), suppkey);
    let orderkey = (Lineitem::Table, Lineitem::Orderkey);
    join(&mut shipping, Orders::Table, (Orders::Table, Orders::Orderkey), orderkey);
    let custkey = (Orders::Table, Orders::Custkey);
    join(&mut shipping, Customer::Table, (Customer::Table, Customer::Custkey), custkey);
    shipping
        .join_as(
            JoinType::Join,
            Nation::Table,
            As::N1,
            Expr::col((As::N1, Nation::Nationkey)).equals((Supplier::Table, Supplier::Nationkey)),
        )
        .join_as(
            JoinType::Join,
            Nation::Table,
            As::N2,
            Expr::col((As::N2, Nation::Nationkey)).equals((Customer::Table, Customer::Nationkey)),
        )
        .and_where(between("FRANCE", "GERMANY").or(between("GERMANY", "FRANCE")))
        .and_where(in_two_years(shipdate));
    let keys = [Named::SuppNation, Named::CustNation, Named::LYear].map(|key| (As::Shipping, key));
    let mut select = Query::select();
    select
        .columns(keys)
        .expr_as(Expr::col((As::Shipping, Named::Volume)).sum(), Named::Revenue)
        .from_subquery(shipping, As::Shipping)
        .group_by_columns(keys);
    for key in keys {
        select.order_by(key, Order::Asc);
    }
    done(select, builder)
}

pub fn q08<B: Words>(builder: B) -> Rendered {
    let orderdate = (Orders::Table, Orders::Orderdate);
    let mut sales = Query::select();
    sales
        .expr_as(year::<B>(orderdate), Named::OYear)
        .expr_as(discounted(), Named::Volume)
        .expr_as(Expr::col((As::N2, Nation::Name)), Named::Nation)
        .from(Part::Table);
    let partkey = (Part::Table, Part::Partkey);
    join(&mut sales, Lineitem::Table, (Lineitem::Table, Lineitem::Partkey), partkey);
    let suppkey = (Lineitem::Table, Lineitem::Suppkey);
    join(&mut sales, Supplier::Table, (Supplier::Table, Supplier::Suppkey), suppkey);
    let orderkey = (Lineitem::Table, Lineitem::Orderkey);
    join(&mut sales, Orders::Table, (Orders::Table, Orders::Orderkey), orderkey);
    let custkey = (Orders::Table, Orders::Custkey);
    join(&mut sales, Customer::Table, (Customer::Table, Customer::Custkey), custkey);
    sales.join_as(
        JoinType::Join,
        Nation::Table,
        As::N1,
        Expr::col((As::N1, Nation::Nationkey)).equals((Customer::Table, Customer::Nationkey)),
    );
    let regionkey = (As::N1, Nation::Regionkey);
    join(&mut sales, Region::Table, (Region::Table, Region::Regionkey), regionkey);
    sales
        .join_as(
            JoinType::Join,
            Nation::Table,
            As::N2,
            Expr::col((As::N2, Nation::Nationkey)).equals((Supplier::Table, Supplier::Nationkey)),
        )
        .and_where(Expr::col((Region::Table, Region::Name)).eq("AMERICA"))
        .and_where(in_two_years(orderdate))
        .and_where(Expr::col((Part::Table, Part::Kind)).eq("ECONOMY ANODIZED STEEL"));
    let key = (As::AllNations, Named::OYear);
    let volume = || Expr::col((As::AllNations, Named::Volume));
    let its = CaseStatement::new()
        .case(Expr::col((As::AllNations, Named::Nation)).eq("BRAZIL"), volume())
        .finally(0);
    let mut select = Query::select();
    select
        .column(key)
        .expr_as(Expr::from(Func::sum(its)).div(volume().sum()), Named::MktShare)
        .from_subquery(sales, As::AllNations)
        .group_by_col(key)
        .order_by(key, Order::Asc);
    done(select, builder)
}

pub fn q09<B: Words>(builder: B) -> Rendered {
    let cost = Expr::col((Partsupp::Table, Partsupp::Supplycost))
        .mul(Expr::col((Lineitem::Table, Lineitem::Quantity)));
    let mut profit = Query::select();
    profit
        .expr_as(Expr::col((Nation::Table, Nation::Name)), Named::Nation)
        .expr_as(year::<B>((Orders::Table, Orders::Orderdate)), Named::OYear)
        .expr_as(discounted().sub(cost), Named::Amount)
        .from(Part::Table);
    let partkey = (Part::Table, Part::Partkey);
    join(&mut profit, Lineitem::Table, (Lineitem::Table, Lineitem::Partkey), partkey);
    let suppkey = (Lineitem::Table, Lineitem::Suppkey);
    join(&mut profit, Supplier::Table, (Supplier::Table, Supplier::Suppkey), suppkey);
    profit.join(
        JoinType::Join,
        Partsupp::Table,
        Expr::col((Partsupp::Table, Partsupp::Suppkey)).equals(suppkey).and(
            Expr::col((Partsupp::Table, Partsupp::Partkey))
                .equals((Lineitem::Table, Lineitem::Partkey)),
        ),
    );
    let orderkey = (Lineitem::Table, Lineitem::Orderkey);
    join(&mut profit, Orders::Table, (Orders::Table, Orders::Orderkey), orderkey);
    let nationkey = (Supplier::Table, Supplier::Nationkey);
    join(&mut profit, Nation::Table, (Nation::Table, Nation::Nationkey), nationkey);
    profit.and_where(Expr::col((Part::Table, Part::Name)).like(format!("%{}%", "green")));
    let (nation, year) = ((As::Profit, Named::Nation), (As::Profit, Named::OYear));
    let mut select = Query::select();
    select
        .columns([nation, year])
        .expr_as(Expr::col((As::Profit, Named::Amount)).sum(), Named::SumProfit)
        .from_subquery(profit, As::Profit)
        .group_by_columns([nation, year])
        .order_by(nation, Order::Asc)
        .order_by(year, Order::Desc);
    done(select, builder)
}

pub fn q10<B: Words>(builder: B) -> Rendered {
    let c = |column| (Customer::Table, column);
    let mut select = Query::select();
    select
        .columns([c(Customer::Custkey), c(Customer::Name)])
        .expr_as(revenue(), Named::Revenue)
        .column(c(Customer::Acctbal))
        .column((Nation::Table, Nation::Name))
        .columns([c(Customer::Address), c(Customer::Phone), c(Customer::Comment)])
        .from(Customer::Table);
    join(&mut select, Orders::Table, (Orders::Table, Orders::Custkey), c(Customer::Custkey));
    let orderkey = (Orders::Table, Orders::Orderkey);
    join(&mut select, Lineitem::Table, (Lineitem::Table, Lineitem::Orderkey), orderkey);
    let nationkey = c(Customer::Nationkey);
    join(&mut select, Nation::Table, (Nation::Table, Nation::Nationkey), nationkey);
    let orderdate = (Orders::Table, Orders::Orderdate);
    select
        .and_where(within(orderdate, day(1993, 10, 1), B::MONTHS_AFTER, 3))
        .and_where(Expr::col((Lineitem::Table, Lineitem::Returnflag)).eq("R"))
        .group_by_columns([c(Customer::Custkey), c(Customer::Name), c(Customer::Acctbal)])
        .group_by_col((Nation::Table, Nation::Name))
        .group_by_columns([c(Customer::Address), c(Customer::Phone), c(Customer::Comment)])
        .order_by_expr(revenue(), Order::Desc)
        .limit(20);
    done(select, builder)
}

pub fn q11<B: Words>(builder: B) -> Rendered {
    let partkey = (Partsupp::Table, Partsupp::Partkey);
    let value = || {
        Expr::col((Partsupp::Table, Partsupp::Supplycost))
            .mul(Expr::col((Partsupp::Table, Partsupp::Availqty)))
            .sum()
    };
    let of_nation = |select: &mut SelectStatement| {
        select.from(Partsupp::Table);
        let suppkey = (Partsupp::Table, Partsupp::Suppkey);
        join(select, Supplier::Table, (Supplier::Table, Supplier::Suppkey), suppkey);
        let nationkey = (Supplier::Table, Supplier::Nationkey);
        join(select, Nation::Table, (Nation::Table, Nation::Nationkey), nationkey);
        select.and_where(Expr::col((Nation::Table, Nation::Name)).eq("GERMANY"));
    };
    let mut whole = Query::select();
    whole.expr(value().mul(hundredths(1)));
    of_nation(&mut whole);
    let mut select = Query::select();
    select.column(partkey).expr_as(value(), Named::Value);
    of_nation(&mut select);
    select.group_by_col(partkey).and_having(value().gt(whole)).order_by_expr(value(), Order::Desc);
    done(select, builder)
}
