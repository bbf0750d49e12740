//! Queries 1 to 6.

use sea_query::{Asterisk, Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement};

use super::*;
use crate::ours::{day, hundredths};

pub fn q01<B: Words>(builder: B) -> Rendered {
    let l = |column| Expr::col((Lineitem::Table, column));
    let keys = [Lineitem::Returnflag, Lineitem::Linestatus].map(|key| (Lineitem::Table, key));
    let charged = discounted().mul(one().add(l(Lineitem::Tax)));
    let mut select = Query::select();
    select
        .columns(keys)
        .expr_as(l(Lineitem::Quantity).sum(), Named::SumQty)
        .expr_as(l(Lineitem::Extendedprice).sum(), Named::SumBasePrice)
        .expr_as(revenue(), Named::SumDiscPrice)
        .expr_as(charged.sum(), Named::SumCharge)
        .expr_as(l(Lineitem::Quantity).avg(), Named::AvgQty)
        .expr_as(l(Lineitem::Extendedprice).avg(), Named::AvgPrice)
        .expr_as(l(Lineitem::Discount).avg(), Named::AvgDisc)
        .expr_as(Func::count(Expr::col(Asterisk)), Named::CountOrder)
        .from(Lineitem::Table)
        .and_where(l(Lineitem::Shipdate).lte(moved(B::DAYS_BEFORE, day(1998, 12, 1), -90)))
        .group_by_columns(keys)
        .order_by(keys[0], Order::Asc)
        .order_by(keys[1], Order::Asc);
    done(select, builder)
}

fn suppliers(select: &mut SelectStatement) {
    let key = (Partsupp::Table, Partsupp::Suppkey);
    join(select, Supplier::Table, (Supplier::Table, Supplier::Suppkey), key);
    let key = (Supplier::Table, Supplier::Nationkey);
    join(select, Nation::Table, (Nation::Table, Nation::Nationkey), key);
    let key = (Nation::Table, Nation::Regionkey);
    join(select, Region::Table, (Region::Table, Region::Regionkey), key);
}

pub fn q02<B: Words>(builder: B) -> Rendered {
    let mut least = Query::select();
    least.expr(Expr::col((Partsupp::Table, Partsupp::Supplycost)).min()).from(Partsupp::Table);
    suppliers(&mut least);
    least
        .and_where(
            Expr::col((Partsupp::Table, Partsupp::Partkey)).equals((Part::Table, Part::Partkey)),
        )
        .and_where(Expr::col((Region::Table, Region::Name)).eq("EUROPE"));
    let mut select = Query::select();
    select
        .columns([(Supplier::Table, Supplier::Acctbal), (Supplier::Table, Supplier::Name)])
        .column((Nation::Table, Nation::Name))
        .columns([(Part::Table, Part::Partkey), (Part::Table, Part::Mfgr)])
        .columns([
            (Supplier::Table, Supplier::Address),
            (Supplier::Table, Supplier::Phone),
            (Supplier::Table, Supplier::Comment),
        ])
        .from(Part::Table);
    let key = (Part::Table, Part::Partkey);
    join(&mut select, Partsupp::Table, (Partsupp::Table, Partsupp::Partkey), key);
    suppliers(&mut select);
    select
        .and_where(Expr::col((Part::Table, Part::Size)).eq(15))
        .and_where(Expr::col((Part::Table, Part::Kind)).like(format!("%{}", "BRASS")))
        .and_where(Expr::col((Region::Table, Region::Name)).eq("EUROPE"))
        .and_where(Expr::col((Partsupp::Table, Partsupp::Supplycost)).eq(least))
        .order_by((Supplier::Table, Supplier::Acctbal), Order::Desc)
        .order_by((Nation::Table, Nation::Name), Order::Asc)
        .order_by((Supplier::Table, Supplier::Name), Order::Asc)
        .order_by((Part::Table, Part::Partkey), Order::Asc)
        .limit(100);
    done(select, builder)
}

pub fn q03<B: Words>(builder: B) -> Rendered {
    let (orderdate, priority) =
        ((Orders::Table, Orders::Orderdate), (Orders::Table, Orders::Shippriority));
    let orderkey = (Lineitem::Table, Lineitem::Orderkey);
    let day = day(1995, 3, 15);
    let mut select = Query::select();
    select
        .column(orderkey)
        .expr_as(revenue(), Named::Revenue)
        .columns([orderdate, priority])
        .from(Customer::Table);
    let custkey = (Customer::Table, Customer::Custkey);
    join(&mut select, Orders::Table, (Orders::Table, Orders::Custkey), custkey);
    join(&mut select, Lineitem::Table, orderkey, (Orders::Table, Orders::Orderkey));
    select
        .and_where(Expr::col((Customer::Table, Customer::Mktsegment)).eq("BUILDING"))
        .and_where(Expr::col(orderdate).lt(day))
        .and_where(Expr::col((Lineitem::Table, Lineitem::Shipdate)).gt(day))
        .group_by_col(orderkey)
        .group_by_columns([orderdate, priority])
        .order_by_expr(revenue(), Order::Desc)
        .order_by(orderdate, Order::Asc)
        .limit(10);
    done(select, builder)
}

pub fn q04<B: Words>(builder: B) -> Rendered {
    let mut late = Query::select();
    late.column((Lineitem::Table, Lineitem::Linenumber))
        .from(Lineitem::Table)
        .and_where(
            Expr::col((Lineitem::Table, Lineitem::Orderkey))
                .equals((Orders::Table, Orders::Orderkey)),
        )
        .and_where(
            Expr::col((Lineitem::Table, Lineitem::Commitdate))
                .lt(Expr::col((Lineitem::Table, Lineitem::Receiptdate))),
        );
    let (priority, orderdate) =
        ((Orders::Table, Orders::Orderpriority), (Orders::Table, Orders::Orderdate));
    let mut select = Query::select();
    select
        .column(priority)
        .expr_as(Func::count(Expr::col(Asterisk)), Named::OrderCount)
        .from(Orders::Table)
        .and_where(within(orderdate, day(1993, 7, 1), B::MONTHS_AFTER, 3))
        .and_where(Expr::exists(late))
        .group_by_col(priority)
        .order_by(priority, Order::Asc);
    done(select, builder)
}

pub fn q05<B: Words>(builder: B) -> Rendered {
    let name = (Nation::Table, Nation::Name);
    let mut select = Query::select();
    select.column(name).expr_as(revenue(), Named::Revenue).from(Customer::Table);
    let custkey = (Customer::Table, Customer::Custkey);
    join(&mut select, Orders::Table, (Orders::Table, Orders::Custkey), custkey);
    let orderkey = (Lineitem::Table, Lineitem::Orderkey);
    join(&mut select, Lineitem::Table, orderkey, (Orders::Table, Orders::Orderkey));
    let nationkey = (Supplier::Table, Supplier::Nationkey);
    select.join(
        JoinType::Join,
        Supplier::Table,
        Expr::col((Supplier::Table, Supplier::Suppkey))
            .equals((Lineitem::Table, Lineitem::Suppkey))
            .and(Expr::col(nationkey).equals((Customer::Table, Customer::Nationkey))),
    );
    join(&mut select, Nation::Table, (Nation::Table, Nation::Nationkey), nationkey);
    let regionkey = (Nation::Table, Nation::Regionkey);
    join(&mut select, Region::Table, (Region::Table, Region::Regionkey), regionkey);
    let orderdate = (Orders::Table, Orders::Orderdate);
    select
        .and_where(Expr::col((Region::Table, Region::Name)).eq("ASIA"))
        .and_where(within(orderdate, day(1994, 1, 1), B::YEARS_AFTER, 1))
        .group_by_col(name)
        .order_by_expr(revenue(), Order::Desc);
    done(select, builder)
}

pub fn q06<B: Words>(builder: B) -> Rendered {
    let l = |column| Expr::col((Lineitem::Table, column));
    let (rate, step) = (hundredths(6), hundredths(1));
    let shipdate = (Lineitem::Table, Lineitem::Shipdate);
    let mut select = Query::select();
    select
        .expr_as(l(Lineitem::Extendedprice).mul(l(Lineitem::Discount)).sum(), Named::Revenue)
        .from(Lineitem::Table)
        .and_where(within(shipdate, day(1994, 1, 1), B::YEARS_AFTER, 1))
        .and_where(l(Lineitem::Discount).between(rate - step, rate + step))
        .and_where(l(Lineitem::Quantity).lt(24));
    done(select, builder)
}
