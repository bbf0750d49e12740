//! The tables, the columns that are asked for, and the names that queries give.

use sea_query::Iden;

#[derive(Iden, Clone, Copy)]
#[iden = "region"]
pub enum Region {
    Table,
    #[iden = "r_regionkey"]
    Regionkey,
    #[iden = "r_name"]
    Name,
}

#[derive(Iden, Clone, Copy)]
#[iden = "nation"]
pub enum Nation {
    Table,
    #[iden = "n_nationkey"]
    Nationkey,
    #[iden = "n_name"]
    Name,
    #[iden = "n_regionkey"]
    Regionkey,
}

#[derive(Iden, Clone, Copy)]
#[iden = "supplier"]
pub enum Supplier {
    Table,
    #[iden = "s_suppkey"]
    Suppkey,
    #[iden = "s_name"]
    Name,
    #[iden = "s_address"]
    Address,
    #[iden = "s_nationkey"]
    Nationkey,
    #[iden = "s_phone"]
    Phone,
    #[iden = "s_acctbal"]
    Acctbal,
    #[iden = "s_comment"]
    Comment,
}

#[derive(Iden, Clone, Copy)]
#[iden = "part"]
pub enum Part {
    Table,
    #[iden = "p_partkey"]
    Partkey,
    #[iden = "p_name"]
    Name,
    #[iden = "p_mfgr"]
    Mfgr,
    #[iden = "p_brand"]
    Brand,
    #[iden = "p_type"]
    Kind,
    #[iden = "p_size"]
    Size,
    #[iden = "p_container"]
    Container,
}

#[derive(Iden, Clone, Copy)]
#[iden = "partsupp"]
pub enum Partsupp {
    Table,
    #[iden = "ps_partkey"]
    Partkey,
    #[iden = "ps_suppkey"]
    Suppkey,
    #[iden = "ps_availqty"]
    Availqty,
    #[iden = "ps_supplycost"]
    Supplycost,
}

#[derive(Iden, Clone, Copy)]
#[iden = "customer"]
pub enum Customer {
    Table,
    #[iden = "c_custkey"]
    Custkey,
    #[iden = "c_name"]
    Name,
    #[iden = "c_address"]
    Address,
    #[iden = "c_nationkey"]
    Nationkey,
    #[iden = "c_phone"]
    Phone,
    #[iden = "c_acctbal"]
    Acctbal,
    #[iden = "c_mktsegment"]
    Mktsegment,
    #[iden = "c_comment"]
    Comment,
}

#[derive(Iden, Clone, Copy)]
#[iden = "orders"]
pub enum Orders {
    Table,
    #[iden = "o_orderkey"]
    Orderkey,
    #[iden = "o_custkey"]
    Custkey,
    #[iden = "o_orderstatus"]
    Orderstatus,
    #[iden = "o_totalprice"]
    Totalprice,
    #[iden = "o_orderdate"]
    Orderdate,
    #[iden = "o_orderpriority"]
    Orderpriority,
    #[iden = "o_shippriority"]
    Shippriority,
    #[iden = "o_comment"]
    Comment,
}

#[derive(Iden, Clone, Copy)]
#[iden = "lineitem"]
pub enum Lineitem {
    Table,
    #[iden = "l_orderkey"]
    Orderkey,
    #[iden = "l_partkey"]
    Partkey,
    #[iden = "l_suppkey"]
    Suppkey,
    #[iden = "l_linenumber"]
    Linenumber,
    #[iden = "l_quantity"]
    Quantity,
    #[iden = "l_extendedprice"]
    Extendedprice,
    #[iden = "l_discount"]
    Discount,
    #[iden = "l_tax"]
    Tax,
    #[iden = "l_returnflag"]
    Returnflag,
    #[iden = "l_linestatus"]
    Linestatus,
    #[iden = "l_shipdate"]
    Shipdate,
    #[iden = "l_commitdate"]
    Commitdate,
    #[iden = "l_receiptdate"]
    Receiptdate,
    #[iden = "l_shipinstruct"]
    Shipinstruct,
    #[iden = "l_shipmode"]
    Shipmode,
}

/// Tables under other names.
#[derive(Iden, Clone, Copy)]
pub enum As {
    N1,
    N2,
    L1,
    L2,
    L3,
    Other,
    Shipping,
    AllNations,
    Profit,
    COrders,
    Revenue,
    Custsale,
}

/// Columns under other names.
#[derive(Iden, Clone, Copy)]
pub enum Named {
    SumQty,
    SumBasePrice,
    SumDiscPrice,
    SumCharge,
    AvgQty,
    AvgPrice,
    AvgDisc,
    CountOrder,
    Revenue,
    OrderCount,
    SuppNation,
    CustNation,
    LYear,
    Volume,
    OYear,
    Nation,
    MktShare,
    Amount,
    SumProfit,
    Value,
    HighLineCount,
    LowLineCount,
    CCount,
    Custdist,
    PromoRevenue,
    SupplierNo,
    TotalRevenue,
    SupplierCnt,
    AvgYearly,
    Numwait,
    Cntrycode,
    Numcust,
    Totacctbal,
}
