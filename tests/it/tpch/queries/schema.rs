//! The eight tables of TPC-H. A column's Rust name is its name without the table's letters.

use aludel::prelude::*;

/// Money, rates and quantities.
pub type Amount = Decimal<15, 2>;

table! {
    pub region {
        regionkey as "r_regionkey": BigInt [primary_key],
        name as "r_name": VarChar<25>,
        comment as "r_comment": VarChar<152>,
    }
    pub nation {
        nationkey as "n_nationkey": BigInt [primary_key],
        name as "n_name": VarChar<25>,
        regionkey as "n_regionkey": BigInt [references("region", "r_regionkey")],
        comment as "n_comment": VarChar<152>,
    }
    pub supplier {
        suppkey as "s_suppkey": BigInt [primary_key],
        name as "s_name": VarChar<25>,
        address as "s_address": VarChar<40>,
        nationkey as "s_nationkey": BigInt [references("nation", "n_nationkey"), index],
        phone as "s_phone": VarChar<15>,
        acctbal as "s_acctbal": Amount,
        comment as "s_comment": VarChar<101>,
    }
    pub part {
        partkey as "p_partkey": BigInt [primary_key],
        name as "p_name": VarChar<55>,
        mfgr as "p_mfgr": VarChar<25>,
        brand as "p_brand": VarChar<10>,
        kind as "p_type": VarChar<25>,
        size as "p_size": Integer,
        container as "p_container": VarChar<10>,
        retailprice as "p_retailprice": Amount,
        comment as "p_comment": VarChar<23>,
    }
    pub partsupp {
        partkey as "ps_partkey": BigInt [primary_key, references("part", "p_partkey")],
        suppkey as "ps_suppkey": BigInt [primary_key, references("supplier", "s_suppkey"), index],
        availqty as "ps_availqty": Integer,
        supplycost as "ps_supplycost": Amount,
        comment as "ps_comment": VarChar<199>,
    }
    pub customer {
        custkey as "c_custkey": BigInt [primary_key],
        name as "c_name": VarChar<25>,
        address as "c_address": VarChar<40>,
        nationkey as "c_nationkey": BigInt [references("nation", "n_nationkey"), index],
        phone as "c_phone": VarChar<15>,
        acctbal as "c_acctbal": Amount,
        mktsegment as "c_mktsegment": VarChar<10>,
        comment as "c_comment": VarChar<117>,
    }
    pub orders {
        orderkey as "o_orderkey": BigInt [primary_key],
        custkey as "o_custkey": BigInt [references("customer", "c_custkey"), index],
        orderstatus as "o_orderstatus": Char,
        totalprice as "o_totalprice": Amount,
        orderdate as "o_orderdate": Date [index],
        orderpriority as "o_orderpriority": VarChar<15>,
        clerk as "o_clerk": VarChar<15>,
        shippriority as "o_shippriority": Integer,
        comment as "o_comment": VarChar<79>,
    }
    pub lineitem {
        orderkey as "l_orderkey": BigInt [primary_key, references("orders", "o_orderkey")],
        partkey as "l_partkey": BigInt [references("part", "p_partkey"), index],
        suppkey as "l_suppkey": BigInt [references("supplier", "s_suppkey"), index],
        linenumber as "l_linenumber": Integer [primary_key],
        quantity as "l_quantity": Amount,
        extendedprice as "l_extendedprice": Amount,
        discount as "l_discount": Amount,
        tax as "l_tax": Amount,
        returnflag as "l_returnflag": Char,
        linestatus as "l_linestatus": Char,
        shipdate as "l_shipdate": Date [index],
        commitdate as "l_commitdate": Date,
        receiptdate as "l_receiptdate": Date,
        shipinstruct as "l_shipinstruct": VarChar<25>,
        shipmode as "l_shipmode": VarChar<10>,
        comment as "l_comment": VarChar<44>,
    }
}
