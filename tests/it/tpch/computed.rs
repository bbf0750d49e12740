//! The rows of those queries whose answers are not given, computed by walking the same data.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Datelike, Months};
use tpchgen::generators::*;

use super::queries::{Day, Number};
use super::rows::{self, day, money};
use crate::cells::{Cell, Rows};

/// All rows. What has a key from one on lies in the order of its keys.
pub struct Store {
    regions: Vec<Region<'static>>,
    nations: Vec<Nation<'static>>,
    suppliers: Vec<Supplier>,
    parts: Vec<Part<'static>>,
    parts_supplied: Vec<PartSupp<'static>>,
    customers: Vec<Customer<'static>>,
    orders: HashMap<i64, Order<'static>>,
    lines: Vec<LineItem<'static>>,
}

macro_rules! row {
    ($($cell:expr),+ $(,)?) => { vec![$(Cell::from($cell)),+] };
}

fn revenue(line: &LineItem<'_>) -> Number {
    money(line.l_extendedprice) * (Number::ONE - money(line.l_discount))
}

fn months_after(day: Day, months: u32) -> Day {
    day.checked_add_months(Months::new(months)).expect("a day")
}

fn at<T>(rows: &[T], key: i64) -> &T {
    &rows[usize::try_from(key).expect("a key") - 1]
}

/// The sum of numbers for each key.
fn sums<K: Ord>(numbers: impl IntoIterator<Item = (K, Number)>) -> BTreeMap<K, Number> {
    let mut sums = BTreeMap::new();
    for (key, number) in numbers {
        *sums.entry(key).or_insert(Number::ZERO) += number;
    }
    sums
}

impl Store {
    pub fn new() -> Self {
        Store {
            regions: rows::regions().collect(),
            nations: rows::nations().collect(),
            suppliers: rows::suppliers().collect(),
            parts: rows::parts().collect(),
            parts_supplied: rows::parts_supplied().collect(),
            customers: rows::customers().collect(),
            orders: rows::orders().map(|order| (order.o_orderkey, order)).collect(),
            lines: rows::lines().collect(),
        }
    }

    // Nations and regions are counted from zero.
    fn nation(&self, key: i64) -> &'static str {
        at(&self.nations, key + 1).n_name
    }

    fn region(&self, nation: i64) -> &'static str {
        at(&self.regions, at(&self.nations, nation + 1).n_regionkey + 1).r_name
    }

    fn supplier(&self, key: i64) -> &Supplier {
        at(&self.suppliers, key)
    }

    fn part(&self, key: i64) -> &Part<'static> {
        at(&self.parts, key)
    }

    fn customer_of(&self, order: &Order<'_>) -> &Customer<'static> {
        at(&self.customers, order.o_custkey)
    }

    pub fn q02(&self, size: i32, kind: &str, region: &str) -> Rows {
        let wanted = |supplied: &&PartSupp<'_>| {
            let part = self.part(supplied.ps_partkey);
            let nation = self.supplier(supplied.ps_suppkey).s_nationkey;
            part.p_size == size && part.p_type.ends_with(kind) && self.region(nation) == region
        };
        let mut least: HashMap<i64, i64> = HashMap::new();
        for supplied in self.parts_supplied.iter().filter(wanted) {
            let cost = least.entry(supplied.ps_partkey).or_insert(i64::MAX);
            *cost = supplied.ps_supplycost.0.min(*cost);
        }
        let cheapest = |p: &&PartSupp<'_>| least[&p.ps_partkey] == p.ps_supplycost.0;
        let mut found: Vec<_> =
            self.parts_supplied.iter().filter(wanted).filter(cheapest).collect();
        found.sort_by_key(|p| {
            let s = self.supplier(p.ps_suppkey);
            let nation = self.nation(s.s_nationkey);
            (Reverse(s.s_acctbal.0), nation, s.s_name.to_string(), p.ps_partkey)
        });
        let row = |p: &PartSupp<'_>| {
            let (s, part) = (self.supplier(p.ps_suppkey), self.part(p.ps_partkey));
            row![
                money(s.s_acctbal),
                s.s_name.to_string(),
                self.nation(s.s_nationkey),
                p.ps_partkey,
                part.p_mfgr.to_string(),
                s.s_address.to_string(),
                s.s_phone.to_string(),
                s.s_comment.clone(),
            ]
        };
        found.into_iter().take(100).map(row).collect()
    }

    pub fn q07(&self, one: &str, other: &str) -> Rows {
        let shipped = self.lines.iter().filter_map(|line| {
            let from = self.nation(self.supplier(line.l_suppkey).s_nationkey);
            let to = self.nation(self.customer_of(&self.orders[&line.l_orderkey]).c_nationkey);
            let year = day(line.l_shipdate).year();
            let wanted = ((from, to) == (one, other) || (from, to) == (other, one))
                && matches!(year, 1995 | 1996);
            wanted.then(|| ((from, to, year), revenue(line)))
        });
        let row = |((from, to, year), sum)| row![from, to, year, sum];
        sums(shipped).into_iter().map(row).collect()
    }

    pub fn q08(&self, nation: &str, region: &str, kind: &str) -> Rows {
        let sales = self.lines.iter().filter_map(|line| {
            let order = &self.orders[&line.l_orderkey];
            let year = day(order.o_orderdate).year();
            let wanted = self.part(line.l_partkey).p_type == kind
                && matches!(year, 1995 | 1996)
                && self.region(self.customer_of(order).c_nationkey) == region;
            let seller = self.nation(self.supplier(line.l_suppkey).s_nationkey);
            wanted.then(|| ((year, seller == nation), revenue(line)))
        });
        let sums = sums(sales);
        let of = |key| sums.get(&key).copied().unwrap_or_default();
        let share = |year| (of((year, true)) / (of((year, true)) + of((year, false)))).round_dp(6);
        let years: BTreeSet<i32> = sums.keys().map(|(year, _)| *year).collect();
        years.into_iter().map(|year| row![year, share(year)]).collect()
    }

    pub fn q09(&self, word: &str) -> Rows {
        let key = |p: &PartSupp<'_>| ((p.ps_partkey, p.ps_suppkey), money(p.ps_supplycost));
        let costs: HashMap<_, _> = self.parts_supplied.iter().map(key).collect();
        let profits = self.lines.iter().filter_map(|line| {
            let cost = costs[&(line.l_partkey, line.l_suppkey)] * Number::from(line.l_quantity);
            let nation = self.nation(self.supplier(line.l_suppkey).s_nationkey);
            let year = day(self.orders[&line.l_orderkey].o_orderdate).year();
            let wanted = self.part(line.l_partkey).p_name.to_string().contains(word);
            wanted.then(|| ((nation, Reverse(year)), revenue(line) - cost))
        });
        let row = |((nation, Reverse(year)), sum)| row![nation, year, sum];
        sums(profits).into_iter().map(row).collect()
    }

    pub fn q11(&self, nation: &str, share: Number) -> Rows {
        let stock = sums(self.parts_supplied.iter().filter_map(|p| {
            let value = money(p.ps_supplycost) * Number::from(p.ps_availqty);
            let wanted = self.nation(self.supplier(p.ps_suppkey).s_nationkey) == nation;
            wanted.then_some((p.ps_partkey, value))
        }));
        let least = stock.values().sum::<Number>() * share;
        let mut found: Vec<_> = stock.into_iter().filter(|(_, value)| *value > least).collect();
        found.sort_by_key(|(_, value)| Reverse(*value));
        found.into_iter().map(|(part, value)| row![part, value]).collect()
    }

    pub fn q15(&self, from: Day) -> Rows {
        let quarter = from..months_after(from, 3);
        let in_quarter = |line: &&LineItem<'_>| quarter.contains(&day(line.l_shipdate));
        let lines = self.lines.iter().filter(in_quarter);
        let sums = sums(lines.map(|line| (line.l_suppkey, revenue(line))));
        let most = sums.values().max().copied();
        let row = |(key, sum)| {
            let s = self.supplier(key);
            let (name, address, phone) = (&s.s_name, &s.s_address, &s.s_phone);
            row![key, name.to_string(), address.to_string(), phone.to_string(), sum]
        };
        sums.into_iter().filter(|(_, sum)| Some(*sum) == most).map(row).collect()
    }

    pub fn q16(&self, brand: &str, kind: &str, sizes: &[i32]) -> Rows {
        let mut suppliers: BTreeMap<_, BTreeSet<i64>> = BTreeMap::new();
        for p in &self.parts_supplied {
            let part = self.part(p.ps_partkey);
            let comment = &self.supplier(p.ps_suppkey).s_comment;
            let complaint = comment.split_once("Customer");
            if part.p_brand.to_string() != brand
                && !part.p_type.starts_with(kind)
                && sizes.contains(&part.p_size)
                && !complaint.is_some_and(|(_, rest)| rest.contains("Complaints"))
            {
                let kind = (part.p_brand.to_string(), part.p_type, part.p_size);
                suppliers.entry(kind).or_default().insert(p.ps_suppkey);
            }
        }
        let mut found: Vec<_> = suppliers.into_iter().collect();
        found.sort_by_key(|(_, suppliers)| Reverse(suppliers.len()));
        let count = |suppliers: BTreeSet<i64>| i64::try_from(suppliers.len()).expect("a count");
        let row = |((brand, kind, size), suppliers)| row![brand, kind, size, count(suppliers)];
        found.into_iter().map(row).collect()
    }

    pub fn q17(&self, brand: &str, container: &str) -> Rows {
        let mut of_part: HashMap<i64, (i64, i64)> = HashMap::new();
        for line in &self.lines {
            let (count, sum) = of_part.entry(line.l_partkey).or_default();
            (*count, *sum) = (*count + 1, *sum + line.l_quantity);
        }
        let small = |line: &&LineItem<'_>| {
            let (part, (count, sum)) = (self.part(line.l_partkey), of_part[&line.l_partkey]);
            let wanted = part.p_brand.to_string() == brand && part.p_container == container;
            wanted && line.l_quantity * 5 * count < sum
        };
        let prices = self.lines.iter().filter(small).map(|line| money(line.l_extendedprice));
        let sum = prices.reduce(|sum, price| sum + price);
        vec![row![sum.map(|sum| (sum / Number::from(7)).round_dp(6))]]
    }

    pub fn q20(&self, word: &str, from: Day, nation: &str) -> Rows {
        let year = from..months_after(from, 12);
        let sold = sums(
            self.lines
                .iter()
                .filter(|l| year.contains(&day(l.l_shipdate)))
                .map(|l| ((l.l_partkey, l.l_suppkey), Number::from(l.l_quantity))),
        );
        // What was not sold at all has no half.
        let stocked = |p: &&PartSupp<'_>| {
            let sold = sold.get(&(p.ps_partkey, p.ps_suppkey));
            sold.is_some_and(|sold| Number::from(p.ps_availqty * 2) > *sold)
        };
        let of_kind =
            |p: &&PartSupp<'_>| self.part(p.ps_partkey).p_name.to_string().starts_with(word);
        let supplied = self.parts_supplied.iter().filter(of_kind).filter(stocked);
        let keys: BTreeSet<i64> = supplied.map(|p| p.ps_suppkey).collect();
        let suppliers = keys.into_iter().map(|key| self.supplier(key));
        let of_nation = suppliers.filter(|s| self.nation(s.s_nationkey) == nation);
        of_nation.map(|s| row![s.s_name.to_string(), s.s_address.to_string()]).collect()
    }

    pub fn q21(&self, nation: &str) -> Rows {
        let mut of_order: BTreeMap<i64, Vec<&LineItem<'_>>> = BTreeMap::new();
        for line in &self.lines {
            of_order.entry(line.l_orderkey).or_default().push(line);
        }
        let late = |line: &LineItem<'_>| line.l_receiptdate > line.l_commitdate;
        let mut waits: BTreeMap<String, i64> = BTreeMap::new();
        for (key, lines) in of_order {
            for line in lines.iter().filter(|line| late(line)) {
                let supplier = self.supplier(line.l_suppkey);
                let others = || lines.iter().filter(|other| other.l_suppkey != line.l_suppkey);
                if self.nation(supplier.s_nationkey) == nation
                    && self.orders[&key].o_orderstatus.to_string() == "F"
                    && others().count() > 0
                    && !others().any(|other| late(other))
                {
                    *waits.entry(supplier.s_name.to_string()).or_default() += 1;
                }
            }
        }
        let mut found: Vec<_> = waits.into_iter().collect();
        found.sort_by_key(|(_, waits)| Reverse(*waits));
        found.into_iter().take(100).map(|(name, waits)| row![name, waits]).collect()
    }

    pub fn q22(&self, codes: &[&str]) -> Rows {
        let code = |c: &Customer<'_>| c.c_phone.to_string()[..2].to_owned();
        let there = |c: &&Customer<'_>| codes.contains(&code(c).as_str());
        let rich = || self.customers.iter().filter(there).filter(|c| c.c_acctbal.0 > 0);
        let sum: i64 = rich().map(|c| c.c_acctbal.0).sum();
        let count = i64::try_from(rich().count()).expect("a count");
        let ordered: BTreeSet<i64> = self.orders.values().map(|order| order.o_custkey).collect();
        let mut found: BTreeMap<String, (i64, Number)> = BTreeMap::new();
        for customer in self.customers.iter().filter(there) {
            let more_than_usual = customer.c_acctbal.0 * count > sum;
            if more_than_usual && !ordered.contains(&customer.c_custkey) {
                let (count, sum) = found.entry(code(customer)).or_default();
                (*count, *sum) = (*count + 1, *sum + money(customer.c_acctbal));
            }
        }
        found.into_iter().map(|(code, (count, sum))| row![code, count, sum]).collect()
    }
}
