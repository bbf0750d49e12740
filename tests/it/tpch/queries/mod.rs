//! The 22 queries of TPC-H, written with the typed builder, as functions of their parameters.
//!
//! Each is the query of the specification: where that lists tables, these join them.

mod q01_06;
mod q07_11;
mod q12_16;
mod q17_22;
pub mod schema;

use aludel::prelude::*;

use schema::lineitem;

pub use q01_06::*;
pub use q07_11::*;
pub use q12_16::*;
pub use q17_22::*;

pub type Number = rust_decimal::Decimal;
pub type Day = chrono::NaiveDate;
/// A sum of money, of which there may be none.
pub type Total = Nullable<Decimal>;

/// A constant of a query, in hundredths.
fn hundredths(number: i64) -> Number {
    Number::new(number, 2)
}

/// What a line costs after its discount.
fn discounted() -> Expr<Decimal> {
    lineitem::extendedprice * (literal::<Integer>(1) - lineitem::discount)
}

fn revenue() -> Aggregate<Total> {
    sum(discounted())
}

/// From a day on, for so many units of time.
fn within(column: Column<Date>, from: Day, amount: i64, unit: DateUnit) -> Condition {
    column.ge(from).and(column.lt(shift(val::<Date>(from), amount, unit)))
}
