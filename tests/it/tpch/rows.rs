//! The rows of TPC-H at scale 0.01, made in process, and put into a database.

use aludel::prelude::*;
use tpchgen::dates::TPCHDate;
use tpchgen::decimal::TPCHDecimal;
use tpchgen::generators::*;

use super::queries::schema::*;
use super::queries::{Day, Number};
use crate::engines::Db;

const SCALE: f64 = 0.01;

pub fn regions() -> impl Iterator<Item = Region<'static>> {
    RegionGenerator::new(SCALE, 1, 1).iter()
}

pub fn nations() -> impl Iterator<Item = Nation<'static>> {
    NationGenerator::new(SCALE, 1, 1).iter()
}

pub fn suppliers() -> impl Iterator<Item = Supplier> {
    SupplierGenerator::new(SCALE, 1, 1).iter()
}

pub fn parts() -> impl Iterator<Item = Part<'static>> {
    PartGenerator::new(SCALE, 1, 1).iter()
}

pub fn parts_supplied() -> impl Iterator<Item = PartSupp<'static>> {
    PartSuppGenerator::new(SCALE, 1, 1).iter()
}

pub fn customers() -> impl Iterator<Item = Customer<'static>> {
    CustomerGenerator::new(SCALE, 1, 1).iter()
}

pub fn orders() -> impl Iterator<Item = Order<'static>> {
    OrderGenerator::new(SCALE, 1, 1).iter()
}

pub fn lines() -> impl Iterator<Item = LineItem<'static>> {
    LineItemGenerator::new(SCALE, 1, 1).iter()
}

pub fn money(amount: TPCHDecimal) -> Number {
    Number::new(amount.0, 2)
}

pub fn day(date: TPCHDate) -> Day {
    let epoch = Day::from_ymd_opt(1970, 1, 1).expect("a day");
    epoch + chrono::Days::new(u64::try_from(date.to_unix_epoch()).expect("after the epoch"))
}

/// Creates the tables and fills them.
pub fn load(db: &mut Db) {
    db.create(&create_table(region::table));
    db.create(&create_table(nation::table));
    db.create(&create_table(supplier::table));
    db.create(&create_table(part::table));
    db.create(&create_table(partsupp::table));
    db.create(&create_table(customer::table));
    db.create(&create_table(orders::table));
    db.create(&create_table(lineitem::table));

    fill(
        db,
        insert_into(region::table).columns(region::all),
        regions().map(|r| (r.r_regionkey, r.r_name, r.r_comment)),
    );
    fill(
        db,
        insert_into(nation::table).columns(nation::all),
        nations().map(|n| (n.n_nationkey, n.n_name, n.n_regionkey, n.n_comment)),
    );
    fill(
        db,
        insert_into(supplier::table).columns(supplier::all),
        suppliers().map(|s| {
            (
                s.s_suppkey,
                s.s_name.to_string(),
                s.s_address.to_string(),
                s.s_nationkey,
                s.s_phone.to_string(),
                money(s.s_acctbal),
                s.s_comment,
            )
        }),
    );
    fill(
        db,
        insert_into(part::table).columns(part::all),
        parts().map(|p| {
            (
                p.p_partkey,
                p.p_name.to_string(),
                p.p_mfgr.to_string(),
                p.p_brand.to_string(),
                p.p_type,
                p.p_size,
                p.p_container,
                money(p.p_retailprice),
                p.p_comment,
            )
        }),
    );
    fill(
        db,
        insert_into(partsupp::table).columns(partsupp::all),
        parts_supplied().map(|p| {
            (p.ps_partkey, p.ps_suppkey, p.ps_availqty, money(p.ps_supplycost), p.ps_comment)
        }),
    );
    fill(
        db,
        insert_into(customer::table).columns(customer::all),
        customers().map(|c| {
            (
                c.c_custkey,
                c.c_name.to_string(),
                c.c_address.to_string(),
                c.c_nationkey,
                c.c_phone.to_string(),
                money(c.c_acctbal),
                c.c_mktsegment,
                c.c_comment,
            )
        }),
    );
    fill(
        db,
        insert_into(orders::table).columns(orders::all),
        self::orders().map(|o| {
            (
                o.o_orderkey,
                o.o_custkey,
                o.o_orderstatus.to_string(),
                money(o.o_totalprice),
                day(o.o_orderdate),
                o.o_orderpriority,
                o.o_clerk.to_string(),
                o.o_shippriority,
                o.o_comment,
            )
        }),
    );
    fill(
        db,
        insert_into(lineitem::table).columns(lineitem::all),
        lines().map(|l| {
            (
                l.l_orderkey,
                l.l_partkey,
                l.l_suppkey,
                l.l_linenumber,
                l.l_quantity,
                money(l.l_extendedprice),
                money(l.l_discount),
                money(l.l_tax),
                l.l_returnflag,
                l.l_linestatus,
                day(l.l_shipdate),
                day(l.l_commitdate),
                day(l.l_receiptdate),
                l.l_shipinstruct,
                l.l_shipmode,
                l.l_comment,
            )
        }),
    );
    db.batch(match db.name {
        "SQLite" | "PostgreSQL" => "ANALYZE",
        _ => "ANALYZE TABLE supplier, part, partsupp, customer, orders, lineitem",
    });
}

fn fill<C, V: RowValues<C>>(db: &mut Db, insert: Insert<C>, rows: impl Iterator<Item = V>) {
    let filled = db.connection.insert_many(&insert, rows);
    filled.unwrap_or_else(|error| panic!("on {}: {error}", db.name));
}
