//! Queries 12 to 16.

use sea_query::{
    Asterisk, CaseStatement, CommonTableExpression, Expr, ExprTrait, Func, JoinType, Order, Query,
};

use super::*;
use crate::ours::day;

pub fn q12<B: Words>(builder: B) -> Rendered {
    let l = |column| Expr::col((Lineitem::Table, column));
    let priority = || Expr::col((Orders::Table, Orders::Orderpriority));
    let urgent = priority().eq("1-URGENT").or(priority().eq("2-HIGH"));
    let other = priority().ne("1-URGENT").and(priority().ne("2-HIGH"));
    let lines =
        |condition: Expr| Func::sum(CaseStatement::new().case(condition, one()).finally(zero()));
    let shipmode = (Lineitem::Table, Lineitem::Shipmode);
    let mut select = Query::select();
    select
        .column(shipmode)
        .expr_as(lines(urgent), Named::HighLineCount)
        .expr_as(lines(other), Named::LowLineCount)
        .from(Orders::Table);
    let orderkey = (Orders::Table, Orders::Orderkey);
    join(&mut select, Lineitem::Table, (Lineitem::Table, Lineitem::Orderkey), orderkey);
    let receiptdate = (Lineitem::Table, Lineitem::Receiptdate);
    select
        .and_where(Expr::col(shipmode).is_in(["MAIL", "SHIP"]))
        .and_where(l(Lineitem::Commitdate).lt(l(Lineitem::Receiptdate)))
        .and_where(l(Lineitem::Shipdate).lt(l(Lineitem::Commitdate)))
        .and_where(within(receiptdate, day(1994, 1, 1), B::YEARS_AFTER, 1))
        .group_by_col(shipmode)
        .order_by(shipmode, Order::Asc);
    done(select, builder)
}

pub fn q13<B: Words>(builder: B) -> Rendered {
    let custkey = (Customer::Table, Customer::Custkey);
    let mut counted = Query::select();
    counted
        .column(custkey)
        .expr_as(Expr::col((Orders::Table, Orders::Orderkey)).count(), Named::CCount)
        .from(Customer::Table)
        .left_join(
            Orders::Table,
            Expr::col((Orders::Table, Orders::Custkey)).equals(custkey).and(
                Expr::col((Orders::Table, Orders::Comment))
                    .not_like(format!("%{}%{}%", "special", "requests")),
            ),
        )
        .group_by_col(custkey);
    let orders = (As::COrders, Named::CCount);
    let customers = || Func::count(Expr::col(Asterisk));
    let mut select = Query::select();
    select
        .column(orders)
        .expr_as(customers(), Named::Custdist)
        .from_subquery(counted, As::COrders)
        .group_by_col(orders)
        .order_by_expr(customers().into(), Order::Desc)
        .order_by(orders, Order::Desc);
    done(select, builder)
}

pub fn q14<B: Words>(builder: B) -> Rendered {
    let kind = Expr::col((Part::Table, Part::Kind));
    let promoted =
        CaseStatement::new().case(kind.like(format!("{}%", "PROMO")), discounted()).finally(zero());
    let percent = Expr::from(Func::sum(promoted)).mul(100).div(revenue());
    let mut select = Query::select();
    select.expr_as(percent, Named::PromoRevenue).from(Lineitem::Table);
    let partkey = (Lineitem::Table, Lineitem::Partkey);
    join(&mut select, Part::Table, (Part::Table, Part::Partkey), partkey);
    let shipdate = (Lineitem::Table, Lineitem::Shipdate);
    select.and_where(within(shipdate, day(1995, 9, 1), B::MONTHS_AFTER, 1));
    done(select, builder)
}

pub fn q15<B: Words>(builder: B) -> Rendered {
    let suppkey = (Lineitem::Table, Lineitem::Suppkey);
    let shipdate = (Lineitem::Table, Lineitem::Shipdate);
    let mut of_quarter = Query::select();
    of_quarter
        .expr_as(Expr::col(suppkey), Named::SupplierNo)
        .expr_as(revenue(), Named::TotalRevenue)
        .from(Lineitem::Table)
        .and_where(within(shipdate, day(1996, 1, 1), B::MONTHS_AFTER, 3))
        .group_by_col(suppkey);
    let mut revenues = CommonTableExpression::new();
    revenues.table_name(As::Revenue).query(of_quarter);
    let total = (As::Revenue, Named::TotalRevenue);
    let mut most = Query::select();
    most.expr(Expr::col(total).max()).from(As::Revenue);
    let mut select = Query::select();
    select
        .with_cte(revenues)
        .columns([
            (Supplier::Table, Supplier::Suppkey),
            (Supplier::Table, Supplier::Name),
            (Supplier::Table, Supplier::Address),
            (Supplier::Table, Supplier::Phone),
        ])
        .column(total)
        .from(Supplier::Table)
        .join(
            JoinType::Join,
            As::Revenue,
            Expr::col((As::Revenue, Named::SupplierNo))
                .equals((Supplier::Table, Supplier::Suppkey)),
        )
        .and_where(Expr::col(total).eq(most))
        .order_by((Supplier::Table, Supplier::Suppkey), Order::Asc);
    done(select, builder)
}

pub fn q16<B: Words>(builder: B) -> Rendered {
    let keys = [Part::Brand, Part::Kind, Part::Size].map(|key| (Part::Table, key));
    let suppkey = (Partsupp::Table, Partsupp::Suppkey);
    let suppliers = || Expr::col(suppkey).count_distinct();
    let mut complained_of = Query::select();
    complained_of
        .column((Supplier::Table, Supplier::Suppkey))
        .from(Supplier::Table)
        .and_where(Expr::col((Supplier::Table, Supplier::Comment)).like("%Customer%Complaints%"));
    let mut select = Query::select();
    select.columns(keys).expr_as(suppliers(), Named::SupplierCnt).from(Partsupp::Table);
    let partkey = (Partsupp::Table, Partsupp::Partkey);
    join(&mut select, Part::Table, (Part::Table, Part::Partkey), partkey);
    select
        .and_where(Expr::col((Part::Table, Part::Brand)).ne("Brand#45"))
        .and_where(Expr::col((Part::Table, Part::Kind)).not_like(format!("{}%", "MEDIUM POLISHED")))
        .and_where(Expr::col((Part::Table, Part::Size)).is_in([49, 14, 23, 45, 19, 3, 36, 9]))
        .and_where(Expr::col(suppkey).not_in_subquery(complained_of))
        .group_by_columns(keys)
        .order_by_expr(suppliers(), Order::Desc);
    for key in keys {
        select.order_by(key, Order::Asc);
    }
    done(select, builder)
}
