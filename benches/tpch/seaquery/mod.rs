//! sea-query's side, as its documentation would have it: derived identifiers, no clone of a statement, the builder's
//! type known at compile time. What it has no words for is custom SQL of the dialect.

mod q01_06;
mod q07_11;
mod q12_16;
mod q17_22;
mod tables;

use std::hint::black_box;

use sea_query::{
    Expr, ExprTrait, Func, IntoColumnRef, IntoTableRef, JoinType, MysqlQueryBuilder,
    PostgresQueryBuilder, QueryBuilder, SelectStatement, SqliteQueryBuilder, Value,
};

use crate::Rendered;
use crate::queries::Day;
use tables::*;

pub use q01_06::*;
pub use q07_11::*;
pub use q12_16::*;
pub use q17_22::*;

/// What has its own words in each dialect.
pub trait Words: QueryBuilder + Sized {
    const DAYS_BEFORE: &'static str;
    const MONTHS_AFTER: &'static str;
    const YEARS_AFTER: &'static str;
    const YEAR: &'static str;
    const SUBSTRING: &'static str;
}

impl Words for SqliteQueryBuilder {
    const DAYS_BEFORE: &'static str = "DATE(?, ? || ' days')";
    const MONTHS_AFTER: &'static str = "DATE(?, ? || ' months')";
    const YEARS_AFTER: &'static str = "DATE(?, ? || ' years')";
    const YEAR: &'static str = "CAST(STRFTIME('%Y', ?) AS INTEGER)";
    const SUBSTRING: &'static str = "SUBSTR(?, 1, 2)";
}

impl Words for PostgresQueryBuilder {
    const DAYS_BEFORE: &'static str = "CAST($1 + $2 * INTERVAL '1 day' AS DATE)";
    const MONTHS_AFTER: &'static str = "CAST($1 + $2 * INTERVAL '1 month' AS DATE)";
    const YEARS_AFTER: &'static str = "CAST($1 + $2 * INTERVAL '1 year' AS DATE)";
    const YEAR: &'static str = "CAST(EXTRACT(YEAR FROM $1) AS INTEGER)";
    const SUBSTRING: &'static str = "SUBSTRING($1, 1, 2)";
}

impl Words for MysqlQueryBuilder {
    const DAYS_BEFORE: &'static str = "DATE_ADD(?, INTERVAL ? DAY)";
    const MONTHS_AFTER: &'static str = "DATE_ADD(?, INTERVAL ? MONTH)";
    const YEARS_AFTER: &'static str = "DATE_ADD(?, INTERVAL ? YEAR)";
    const YEAR: &'static str = "EXTRACT(YEAR FROM ?)";
    const SUBSTRING: &'static str = "SUBSTRING(?, 1, 2)";
}

fn done(select: SelectStatement, builder: impl QueryBuilder) -> Rendered {
    let (text, values) = select.build(builder);
    let parameters = black_box(&values).0.len();
    (text, parameters)
}

fn moved(text: &'static str, day: Day, amount: i64) -> Expr {
    Expr::cust_with_values(text, [Value::from(day), Value::from(amount)])
}

fn within(column: impl IntoColumnRef + Copy, from: Day, text: &'static str, amount: i64) -> Expr {
    Expr::col(column).gte(from).and(Expr::col(column).lt(moved(text, from, amount)))
}

fn one() -> Expr {
    Expr::Constant(Value::from(1))
}

fn zero() -> Expr {
    Expr::Constant(Value::from(0))
}

fn discounted() -> Expr {
    let (price, discount) = (Lineitem::Extendedprice, Lineitem::Discount);
    Expr::col((Lineitem::Table, price)).mul(one().sub(Expr::col((Lineitem::Table, discount))))
}

fn revenue() -> Expr {
    Func::sum(discounted()).into()
}

fn join(
    select: &mut SelectStatement,
    table: impl IntoTableRef,
    left: impl IntoColumnRef,
    right: impl IntoColumnRef,
) {
    select.join(JoinType::Join, table, Expr::col(left).equals(right));
}
