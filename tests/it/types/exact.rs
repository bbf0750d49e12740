//! Arithmetic of decimals with parameters.

use aludel::prelude::*;
use rust_decimal::Decimal as Number;

use crate::engines::on_all_engines;

/// Decimals are computed and compared as such, to the last digit: a sum of money is no floating-point
/// number, whatever stands beside the parameter.
#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn decimals_are_exact() {
    type Long = Decimal<28, 10>;
    table! { accounts { id: BigInt [primary_key], balance: Long } }
    let number = |text: &str| text.parse::<Number>().expect("a number");
    let (low, high) = ("123456789012345678.0123456788", "123456789012345678.0123456789");
    on_all_engines(|db| {
        // SQLite computes with floating-point numbers.
        if db.name == "SQLite" {
            return;
        }
        db.create(&create_table(accounts::table));
        let insert = insert_into(accounts::table).columns((accounts::id, accounts::balance));
        db.execute(&insert.row((1, number(low))));
        let balance = || accounts::balance;
        let found = |expr: Expr<Decimal>| select(expr).from(accounts::table);
        for (expr, expected) in [
            ((balance() + number("0.0000000001")).assume(), high),
            ((balance() - number("0.5")).assume(), "123456789012345677.5123456788"),
            ((balance() * number("2")).assume(), "246913578024691356.0246913576"),
            (coalesce(balance(), number("0")).assume(), low),
            (round_to(val::<Decimal>(number("2.25")), 1).assume(), "2.3"),
            (abs(val::<Decimal>(number("-2.25"))).assume(), "2.25"),
            ((-val::<Long>(number(high))).assume(), "-123456789012345678.0123456789"),
            (sum(val::<Long>(number(high))).expr().assume(), high),
        ] {
            assert_eq!(
                db.fetch_one(&found(expr.clone())),
                number(expected),
                "on {}: {expr:?}",
                db.name
            );
        }
        for (condition, holds) in [
            (balance().eq(number(low)), true),
            (balance().eq(number(high)), false),
            (balance().lt(number(high)), true),
            (balance().in_([number(high), number("1")]), false),
            (balance().between(number(high), number(high)), false),
            (balance().is_distinct_from(number(high)), true),
            (coalesce(balance(), number("1")).eq(number(high)), false),
            (coalesce(balance(), number("1")).in_([number(high), number("2")]), false),
            (val::<Long>(number(high)).eq(number(low)), false),
            (val::<Long>(number(low)).between(number(high), number(high)), false),
            (nullif(balance(), number(high)).is_null(), false),
            (case_of::<Integer, _>(balance()).when(number(high), 1).otherwise(2).eq(1), false),
        ] {
            let count = select(count_star()).from(accounts::table).filter(condition.clone());
            assert_eq!(db.fetch_one(&count), i64::from(holds), "on {}: {condition:?}", db.name);
        }
        let more = update(accounts::table)
            .set(accounts::balance, balance() + number("0.0000000001"))
            .filter(accounts::id.eq(1));
        db.execute(&more);
        assert_eq!(db.fetch_one(&select(balance()).from(accounts::table)), number(high));
    });
}
