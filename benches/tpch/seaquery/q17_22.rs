//! Queries 17 to 22.

use sea_query::{Asterisk, Expr, ExprTrait, Func, JoinType, Order, Query};

use super::*;
use crate::ours::{PARTS, day};
use crate::queries::{Number, Parts};

pub fn q17<B: Words>(builder: B) -> Rendered {
    let mut small = Query::select();
    small
        .expr(Expr::col((As::Other, Lineitem::Quantity)).avg().mul(Number::new(2, 1)))
        .from_as(Lineitem::Table, As::Other)
        .and_where(Expr::col((As::Other, Lineitem::Partkey)).equals((Part::Table, Part::Partkey)));
    let price = Expr::col((Lineitem::Table, Lineitem::Extendedprice));
    let mut select = Query::select();
    select.expr_as(price.sum().div(Number::new(70, 1)), Named::AvgYearly).from(Lineitem::Table);
    let partkey = (Lineitem::Table, Lineitem::Partkey);
    join(&mut select, Part::Table, (Part::Table, Part::Partkey), partkey);
    select
        .and_where(Expr::col((Part::Table, Part::Brand)).eq("Brand#23"))
        .and_where(Expr::col((Part::Table, Part::Container)).eq("MED BOX"))
        .and_where(Expr::col((Lineitem::Table, Lineitem::Quantity)).lt(small));
    done(select, builder)
}

pub fn q18<B: Words>(builder: B) -> Rendered {
    let other = |column| (As::Other, column);
    let mut large = Query::select();
    large
        .column(other(Lineitem::Orderkey))
        .from_as(Lineitem::Table, As::Other)
        .group_by_col(other(Lineitem::Orderkey))
        .and_having(Expr::col(other(Lineitem::Quantity)).sum().gt(300));
    let customer = [(Customer::Table, Customer::Name), (Customer::Table, Customer::Custkey)];
    let order =
        [Orders::Orderkey, Orders::Orderdate, Orders::Totalprice].map(|c| (Orders::Table, c));
    let mut select = Query::select();
    select
        .columns(customer)
        .columns(order)
        .expr_as(Expr::col((Lineitem::Table, Lineitem::Quantity)).sum(), Named::SumQty)
        .from(Customer::Table);
    join(&mut select, Orders::Table, (Orders::Table, Orders::Custkey), customer[1]);
    let orderkey = (Lineitem::Table, Lineitem::Orderkey);
    join(&mut select, Lineitem::Table, orderkey, order[0]);
    select
        .and_where(Expr::col(order[0]).in_subquery(large))
        .group_by_columns(customer)
        .group_by_columns(order)
        .order_by(order[2], Order::Desc)
        .order_by(order[1], Order::Asc)
        .limit(100);
    done(select, builder)
}

pub fn q19<B: Words>(builder: B) -> Rendered {
    let p = |column| Expr::col((Part::Table, column));
    let l = |column| Expr::col((Lineitem::Table, column));
    let of = |parts: &Parts<'static>| {
        p(Part::Brand)
            .eq(parts.brand)
            .and(p(Part::Container).is_in(parts.containers))
            .and(l(Lineitem::Quantity).between(parts.quantity, parts.quantity + 10))
            .and(p(Part::Size).between(1, parts.largest))
            .and(l(Lineitem::Shipmode).is_in(["AIR", "AIR REG"]))
            .and(l(Lineitem::Shipinstruct).eq("DELIVER IN PERSON"))
    };
    let [small, medium, large] = &PARTS;
    let mut select = Query::select();
    select.expr_as(revenue(), Named::Revenue).from(Lineitem::Table);
    let partkey = (Lineitem::Table, Lineitem::Partkey);
    join(&mut select, Part::Table, (Part::Table, Part::Partkey), partkey);
    select.and_where(of(small).or(of(medium)).or(of(large)));
    done(select, builder)
}

pub fn q20<B: Words>(builder: B) -> Rendered {
    let shipdate = (Lineitem::Table, Lineitem::Shipdate);
    let (partkey, suppkey) =
        ((Partsupp::Table, Partsupp::Partkey), (Partsupp::Table, Partsupp::Suppkey));
    let mut half = Query::select();
    half.expr(Expr::col((Lineitem::Table, Lineitem::Quantity)).sum().mul(Number::new(5, 1)))
        .from(Lineitem::Table)
        .and_where(Expr::col((Lineitem::Table, Lineitem::Partkey)).equals(partkey))
        .and_where(Expr::col((Lineitem::Table, Lineitem::Suppkey)).equals(suppkey))
        .and_where(within(shipdate, day(1994, 1, 1), B::YEARS_AFTER, 1));
    let mut parts = Query::select();
    parts
        .column((Part::Table, Part::Partkey))
        .from(Part::Table)
        .and_where(Expr::col((Part::Table, Part::Name)).like(format!("{}%", "forest")));
    let mut stocked = Query::select();
    stocked
        .column(suppkey)
        .from(Partsupp::Table)
        .and_where(Expr::col(partkey).in_subquery(parts))
        .and_where(Expr::col((Partsupp::Table, Partsupp::Availqty)).gt(half));
    let name = (Supplier::Table, Supplier::Name);
    let mut select = Query::select();
    select.columns([name, (Supplier::Table, Supplier::Address)]).from(Supplier::Table);
    let nationkey = (Supplier::Table, Supplier::Nationkey);
    join(&mut select, Nation::Table, (Nation::Table, Nation::Nationkey), nationkey);
    select
        .and_where(Expr::col((Supplier::Table, Supplier::Suppkey)).in_subquery(stocked))
        .and_where(Expr::col((Nation::Table, Nation::Name)).eq("CANADA"))
        .order_by(name, Order::Asc);
    done(select, builder)
}

pub fn q21<B: Words>(builder: B) -> Rendered {
    let l1 = |column| (As::L1, column);
    let of_another = |alias: As| {
        let mut select = Query::select();
        select
            .column((alias, Lineitem::Linenumber))
            .from_as(Lineitem::Table, alias)
            .and_where(Expr::col((alias, Lineitem::Orderkey)).equals(l1(Lineitem::Orderkey)))
            .and_where(Expr::col((alias, Lineitem::Suppkey)).not_equals(l1(Lineitem::Suppkey)));
        select
    };
    let late = |alias: As| {
        Expr::col((alias, Lineitem::Receiptdate)).gt(Expr::col((alias, Lineitem::Commitdate)))
    };
    let mut another_late = of_another(As::L3);
    another_late.and_where(late(As::L3));
    let name = (Supplier::Table, Supplier::Name);
    let waits = || Func::count(Expr::col(Asterisk));
    let mut select = Query::select();
    select.column(name).expr_as(waits(), Named::Numwait).from(Supplier::Table).join_as(
        JoinType::Join,
        Lineitem::Table,
        As::L1,
        Expr::col(l1(Lineitem::Suppkey)).equals((Supplier::Table, Supplier::Suppkey)),
    );
    let orderkey = (Orders::Table, Orders::Orderkey);
    join(&mut select, Orders::Table, orderkey, l1(Lineitem::Orderkey));
    let nationkey = (Supplier::Table, Supplier::Nationkey);
    join(&mut select, Nation::Table, (Nation::Table, Nation::Nationkey), nationkey);
    select
        .and_where(Expr::col((Orders::Table, Orders::Orderstatus)).eq("F"))
        .and_where(late(As::L1))
        .and_where(Expr::exists(of_another(As::L2)))
        .and_where(Expr::exists(another_late).not())
        .and_where(Expr::col((Nation::Table, Nation::Name)).eq("SAUDI ARABIA"))
        .group_by_col(name)
        .order_by_expr(waits().into(), Order::Desc)
        .order_by(name, Order::Asc)
        .limit(100);
    done(select, builder)
}

pub fn q22<B: Words>(builder: B) -> Rendered {
    const CODES: [&str; 7] = ["13", "31", "23", "29", "30", "18", "17"];
    let acctbal = (Customer::Table, Customer::Acctbal);
    let code = || Expr::cust_with_expr(B::SUBSTRING, Expr::col((Customer::Table, Customer::Phone)));
    let mut usual = Query::select();
    usual
        .expr(Expr::col(acctbal).avg())
        .from(Customer::Table)
        .and_where(Expr::col(acctbal).gt(0))
        .and_where(code().is_in(CODES));
    let mut order = Query::select();
    order.column((Orders::Table, Orders::Orderkey)).from(Orders::Table).and_where(
        Expr::col((Orders::Table, Orders::Custkey)).equals((Customer::Table, Customer::Custkey)),
    );
    let mut custsale = Query::select();
    custsale
        .expr_as(code(), Named::Cntrycode)
        .column(acctbal)
        .from(Customer::Table)
        .and_where(code().is_in(CODES))
        .and_where(Expr::col(acctbal).gt(usual))
        .and_where(Expr::exists(order).not());
    let key = (As::Custsale, Named::Cntrycode);
    let mut select = Query::select();
    select
        .column(key)
        .expr_as(Func::count(Expr::col(Asterisk)), Named::Numcust)
        .expr_as(Expr::col((As::Custsale, Customer::Acctbal)).sum(), Named::Totacctbal)
        .from_subquery(custsale, As::Custsale)
        .group_by_col(key)
        .order_by(key, Order::Asc);
    done(select, builder)
}
